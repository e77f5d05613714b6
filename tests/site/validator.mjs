// The Nu Html Checker, the validator of the W3C, over every page: neither errors nor warnings.

import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const vnu = createRequire(import.meta.url)("vnu-jar");

export function pagesAreValid(site) {
  const run = spawnSync(
    "java",
    ["-Xss8m", "-jar", vnu.default ?? vnu, "--skip-non-html", "--format", "json", site.folder],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (run.error) throw run.error;
  const report = JSON.parse(run.stderr || "{}");
  if (!Array.isArray(report.messages)) throw new Error(`the validator did not run: ${run.stderr.slice(0, 500)}`);
  return report.messages.map(({ url, lastLine, message, extract }) => {
    const page = decodeURI(url ?? "").replace(/^file:/, "").replace(site.folder, "").replace(/^\/+/, "");
    return `${page}:${lastLine ?? 1}: ${message}${extract ? `: ${extract.trim().slice(0, 100)}` : ""}`;
  });
}
