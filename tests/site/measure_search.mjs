// What a search costs: node measure_search.mjs DIST [WORDS…]
// Types queries into the built site in Chromium, letter by letter, and prints for each the bytes that were loaded for
// it by a reader who comes for the first time, and the milliseconds from a key to its results.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, serve } from "./host.mjs";

const folder = resolve(process.argv[2] ?? "");
if (!existsSync(join(folder, "fa/search/index.html"))) {
  console.error("usage: node measure_search.mjs DIST [WORDS…]");
  process.exit(2);
}
const own = process.argv.slice(3);
const queries = { fa: own.length ? own : ["اصفهان", "و", "رود", "خواهرخوانده", "می‌رود شهر", "پل رود ساسانی"], en: own.length ? own : ["isfahan", "the", "river", "sister", "silk road", "bridge of the river"] };

let [loaded, packed] = [0, 0];
const files = { get: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined) };
const server = await serve({ files }, "/", (path, bytes) => {
  loaded += bytes;
  packed += gzipSync(files.get(path.slice(1)) ?? "").length;
});
const browser = await launch();
for (const [lang, words] of Object.entries(queries)) {
  for (const query of words) {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/${lang}/contents/index.html`);
    [loaded, packed] = [0, 0];
    await page.locator("form.search input").focus();
    // The time of a key: from the event to the list it changes.
    const typed = await page.evaluate(async (query) => {
      const input = document.querySelector("form.search input");
      const results = () => document.querySelector("form.search .results ol");
      const times = [];
      for (const round of ["cold", "warm"]) {
        let text = "";
        for (const letter of query) {
          text += letter;
          input.value = text;
          const start = performance.now();
          await new Promise((done) => {
            const watch = new MutationObserver(() => (watch.disconnect(), done()));
            watch.observe(results(), { childList: true });
            setTimeout(() => (watch.disconnect(), done()), 1000);
            input.dispatchEvent(new Event("input", { bubbles: true }));
          });
          if (round === "warm") times.push(performance.now() - start);
        }
        await new Promise((done) => setTimeout(done, 500));
      }
      return times.sort((a, b) => a - b);
    }, query);
    const count = await page.locator("form.search [role=status]").textContent();
    const median = typed[typed.length >> 1];
    console.log(`${lang} ${query}: ${(loaded / 1024).toFixed(0)} KiB, ${(packed / 1024).toFixed(0)} KiB by gzip; a key ${median.toFixed(1)} ms, at most ${typed.at(-1).toFixed(1)} ms; ${count}`);
    await page.close();
  }
}
await browser.close();
server.close();
