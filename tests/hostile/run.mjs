// Content that means harm: node run.mjs PROGRAM FOLDER CONTROL
//
// Every case of cases.json is refused by the code it names, or it is built and then a browser, a reader of PDF and readers
// of XML find nothing in it but words. CONTROL is the site of a harmless book that has every construct: what its
// pages are not made of, no other page may be made of. That the trap springs is shown first, with planted pages.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseXml } from "@rgrove/parse-xml";
import { HARMLESS, build, cases, grouped, misjudged, slugOf, write } from "./books.mjs";
import { Known, MODES, everyPage, inspect, withTrap } from "./trap.mjs";
import { readSite, siteOf } from "../site/pages.mjs";

const FEWEST = 200;
const [, , program, folder, controlFolder] = process.argv;
if (!program || !folder || !controlFolder) {
  console.error("usage: node run.mjs PROGRAM FOLDER CONTROL");
  process.exit(2);
}

let [passed, failed] = [0, 0];
async function check(name, run) {
  const start = performance.now();
  const faults = await Promise.resolve().then(run).catch((error) => [String(error.stderr || error.stack).slice(0, 2000)]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  for (const fault of faults.slice(0, 40)) console.log(`     ${fault}`);
  if (faults.length > 40) console.log(`     and ${faults.length - 40} more`);
  [passed, failed] = faults.length === 0 ? [passed + 1, failed] : [passed, failed + 1];
}

// ---- The trap itself

const page = (body, head = "") => `<!DOCTYPE html><html lang="en"><head><title>Words</title>${head}</head><body><main>${body}</main></body></html>`;
/** What springs the trap, and whether the browser's policy has to be out of the way for it. */
const PLANTED = [
  ["<script>__trap(1)</script>", true], ["<script>__trap(1)</script>", false], ["<img src='x' onerror='__trap(1)'>", true], ["<img src='https://evil.example/a.png' alt=''>", true],
  ["<svg onload='__trap(1)'></svg>", true], ["<iframe srcdoc='words'></iframe>", true], ["<object data='x'></object>", false], ["<p style='color:red'>words</p>", false], ["<p onclick='__trap(1)'>words</p>", true],
  ["<a href='javascript:__trap(1)'>words</a>", false], ["<a href='https://good.example@evil.example/'>words</a>", false], ["<details ontoggle='__trap(1)'><summary>words</summary></details>", true],
  ["<input onfocus='__trap(1)'>", true], ["<script src='https://evil.example/a.js'></script>", false], ["<script type='application/ld+json'>{</script>", false], ["<b>words</b>", false], ["<p lang='en'>words</p>", false],
  ["<script>alert(1)</script>", true], ["<script>location = 'elsewhere.html'</script>", true], ["<form action='https://evil.example/'></form>", false], ["<div><template shadowrootmode='open'>words</template></div>", false],
];
const SOUND = "<p>words <a href='https://good.example/'>words</a></p><details><summary>words</summary></details>";

async function trapSprings() {
  const sound = siteOf("", new Map([["index.html", Buffer.from(page(SOUND))]]));
  const planted = siteOf("", new Map(PLANTED.map(([body], at) => [`${at}.html`, Buffer.from(page(body))])));
  const known = new Known();
  const faults = [];
  for (const options of MODES) {
    const held = await everyPage(sound, options, known);
    faults.push(...held.faults.map((fault) => `the sound page: ${fault}`));
    known.learning = false;
    const { faults: sprung } = await everyPage(planted, options, known);
    // What a page is made of is told beside what it does: a script that runs must be told as such.
    const told = options.bypassCSP ? sprung.filter((fault) => !/ is made of /.test(fault)) : sprung;
    for (const [at, [body, bypassCSP]] of PLANTED.entries()) {
      if (bypassCSP === options.bypassCSP && !told.some((fault) => fault.startsWith(`${at}.html: `))) faults.push(`does not notice ${body}`);
    }
  }
  return faults;
}

// ---- What is refused

const ownBook = (test) => test.book || test.slug || test.glossary || test.bib;
const refused = cases.filter((test) => test.refused);
const kept = grouped(cases.filter((test) => test.kept));

async function refusals() {
  const books = [refused.filter((test) => !ownBook(test)), ...refused.filter(ownBook).map((test) => [test])];
  const faults = [];
  for (const [at, tests] of books.entries()) faults.push(...(await misjudged(program, join(folder, `refused-${at}`), tests)));
  return faults;
}

// ---- What is kept

const plain = (text) => text.replace(/\s+/g, " ");

/** The words of a case stand on its page, or on the pages of the whole book. */
function wordsAreShown(tests, words) {
  const common = ["en/index.html", "en/contents/index.html", "en/glossary/index.html", "en/sources/index.html", "en/timeline/index.html"].map((path) => words.get(path) ?? "").join(" ");
  return tests.flatMap((test, at) => {
    const own = words.get(`en/${slugOf(at)}/index.html`);
    if (own === undefined) return [`${test.name}: has no page`];
    return own.includes(plain(test.kept)) || (ownBook(test) && common.includes(plain(test.kept))) || (test.part && common.includes(plain(test.kept))) ? [] : [`${test.name}: does not show ${test.kept}`];
  });
}

/** What is no page: XML is XML, JSON is JSON, and no picture or film that a browser draws holds a script's words. */
function filesAreSound(site) {
  return [...site.files].flatMap(([path, bytes]) => {
    try {
      if (/\.(xml|svg)$/.test(path)) parseXml(bytes.toString("utf8"));
      if (/\.(json|webmanifest)$/.test(path)) JSON.parse(bytes.toString("utf8"));
    } catch (error) {
      return [`${path}: ${error.message.split("\n")[0]}`];
    }
    if (/\.svg$/.test(path) && /<script|\son\w+=|javascript:/i.test(bytes.toString("utf8"))) return [`${path}: holds a script`];
    if (/^assets\/pictures\//.test(path) && bytes.includes("__trap")) return [`${path}: holds words of the content`];
    return /^[\w/.-]+$/.test(path) ? [] : [`${path}: is a name of the content`];
  });
}

/** Results of the search are drawn by a script from what titles and texts say. */
async function searched(site, known, query, fewest) {
  const faults = [];
  for (const options of MODES) {
    const found = await withTrap(site, options, ["en/search/index.html", "fa/search/index.html"], async (page, url, spring) => {
      await page.goto(url);
      await page.fill("#search", query);
      await page.locator(".results a .excerpt").first().waitFor();
      const more = page.locator(".results li.more button");
      while (await more.count()) {
        const before = await page.locator(".results ol > li").count();
        await more.evaluate((button) => button.click());
        await page.waitForFunction((before) => document.querySelectorAll(".results ol > li").length > before || !document.querySelector(".results li.more"), before);
      }
      await page.waitForTimeout(200);
      const results = await page.locator(".results ol > li").count();
      if (results < fewest) spring(`the search finds ${results} pages`);
      await inspect(page, known, spring);
    });
    faults.push(...found);
  }
  return faults;
}

/** What links lead to is shown beside them by a script. */
async function previewed(site, known) {
  const faults = [];
  for (const options of MODES) {
    const found = await withTrap(site, options, ["en/isfahan/index.html"], async (page, url, spring) => {
      await page.goto(url);
      await page.keyboard.press("Tab");
      const made = await page.evaluate(() => {
        let shown = 0;
        for (const link of document.querySelectorAll(".prose a[href]")) {
          link.focus();
          const box = document.querySelector("#preview");
          if (box && !box.hidden) shown += 1;
        }
        return { shown, previews: document.querySelectorAll(".previews > *").length };
      });
      if (made.shown < made.previews || made.shown === 0) spring(`${made.shown} of ${made.previews} previews were shown`);
      await inspect(page, known, spring);
    });
    faults.push(...found);
  }
  return faults;
}

/** The page for what is not kept names by script, by their own headings, those that are. */
async function keptOffline(site, known, slugs) {
  const first = `en/${slugs[0]}/index.html`;
  // The worker's own, and what a page asks for without a connection.
  const ignore = /^went to |^started a worker|ERR_INTERNET_DISCONNECTED|ERR_FAILED/;
  return withTrap(site, { serviceWorkers: "allow", bypassCSP: true, ignore }, [first], async (page, url, spring) => {
    const at = (slug) => url.replace(slugs[0], slug);
    for (const slug of slugs.slice(0, -1)) {
      // Each of these is a way that the reader went.
      await page.goto(at(slug)).catch(() => {});
      await page.waitForFunction(async (url) => Boolean((await navigator.serviceWorker.ready) && (await caches.match(url))), at(slug));
    }
    await page.context().setOffline(true);
    await page.goto(at(slugs.at(-1)));
    await page.waitForURL(/offline\.html$/);
    await page.locator(".kept-pages a").first().waitFor();
    await page.waitForTimeout(300);
    const named = await page.locator(".kept-pages a").count();
    if (named < slugs.length - 1) spring(`${named} kept pages are named`);
    await inspect(page, known, spring);
    await page.context().setOffline(false);
  });
}

/** No action but those that lead within the file, to the web, to mail and to a telephone. */
function pdfIsSound(file) {
  const { qpdf } = JSON.parse(execFileSync("qpdf", ["--json=2", "--json-key=qpdf", "--json-stream-data=none", "--decode-level=none", file], { maxBuffer: 1 << 30 }));
  const faults = [];
  const walk = (value) => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value === "string" && /^\/(JavaScript|Launch|EmbeddedFile|Filespec|GoToR|GoToE|SubmitForm|ImportData|Rendition|Movie|Sound|RichMedia)$/.test(value)) faults.push(`${file}: ${value}`);
    if (value === null || typeof value !== "object") return;
    for (const [key, inner] of Object.entries(value)) {
      if (/^\/(JS|AA|OpenAction|EmbeddedFiles|AF|XFA|AcroForm|JavaScript|Launch)$/.test(key)) faults.push(`${file}: ${key}`);
      if (key === "/URI" && typeof inner === "string" && !/^u:(https?:\/\/(?![^/?#]*@)|mailto:|tel:)/i.test(inner)) faults.push(`${file}: ${inner}`);
      walk(inner);
    }
  };
  walk(qpdf);
  return faults;
}

// ---- All of it

await check(`the corpus has ${cases.length} cases`, () => {
  const names = new Set(cases.map(({ name }) => name));
  return cases.length >= FEWEST && names.size === cases.length && cases.every((test) => Boolean(test.refused) !== Boolean(test.kept)) ? [] : ["too few, or two of one name, or one that is neither refused nor kept"];
});
await check("the trap springs", trapSprings);
await check(`${refused.length} cases are refused, each by its code`, refusals);

const known = new Known();
await check("harmless books", async () => {
  const own = join(resolve(folder), "harmless");
  write(own, HARMLESS);
  const harmless = readSite(await build(program, own));
  const faults = [];
  for (const options of MODES) {
    for (const site of [harmless, readSite(resolve(controlFolder))]) faults.push(...(await everyPage(site, options, known)).faults);
  }
  faults.push(...(await searched(harmless, known, "trap", 20)), ...(await previewed(harmless, known)), ...(await keptOffline(harmless, known, ["case-20", "case-21"])));
  known.learning = false;
  return faults;
});

for (const [at, tests] of kept.entries()) {
  const own = join(resolve(folder), `kept-${at}`);
  const name = `book ${at + 1} of ${kept.length}, ${tests.length} cases`;
  let site;
  await check(`${name}: is built`, async () => {
    const faults = await misjudged(program, own, tests);
    write(own, tests);
    site = readSite(await build(program, own));
    return faults;
  });
  if (!site) continue;
  await check(`${name}: files`, () => filesAreSound(site));
  for (const options of MODES) {
    await check(`${name}: pages, ${options.bypassCSP ? "whatever their policy says" : "under their policy"}`, async () => {
      const { faults, words } = await everyPage(site, options, known);
      return [...faults, ...wordsAreShown(tests, words)];
    });
  }
  await check(`${name}: the PDF of each language`, () => ["fa", "en"].flatMap((lang) => pdfIsSound(join(own, "dist", "downloads", `isfahan-sister-cities-${lang}.pdf`))));
  const titled = tests.flatMap((test, at) => (test.front?.title ? [slugOf(at)] : []));
  if (at > 0) continue;
  await check(`${name}: search`, () => searched(site, known, "trap", 40));
  await check(`${name}: previews`, () => previewed(site, known));
  await check(`${name}: without a connection`, () => keptOffline(site, known, titled));
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
