// A suite that runs its tests one after another and says how many passed, as `tests/run.sh` counts them.

let [passed, failed] = [0, 0];

/** Runs a test; what it throws is its fault. */
export async function test(name, run) {
  try {
    await run();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.message}`);
  }
}

/** Says what came of it; after the last test. */
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
