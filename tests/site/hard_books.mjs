// Books that strain the site, made here and built by the program: node hard_books.mjs PROGRAM FOLDER
//
// A title of 300 characters, a chapter without a heading, 200 notes, 60 pictures, one paragraph, Chinese in Persian in a
// table, a city without pact, picture, scan or place; one language, three, one chapter, 2000. Every page of each has to
// stand as those of the book do: valid, linked, readable for axe, no wider than a phone.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import * as browser from "./browser.mjs";
import * as characters from "./characters.mjs";
import { visiting } from "./host.mjs";
import * as links from "./links.mjs";
import { readSite } from "./pages.mjs";
import { pagesAreValid } from "./validator.mjs";

const WORDS = {
  fa: { title: "فصلِ آزمون", sentence: "این جمله برای آزمون است و چیزی نمی‌گوید.", heading: "سرفصل", caption: "تصویر", alt: "سطحی رنگین", note: "یادداشتی کوتاه", part: "بخش" },
  en: { title: "A chapter for tests", sentence: "This sentence is here for a test and says nothing.", heading: "Heading", caption: "Picture", alt: "A coloured plane", note: "A short note", part: "Part" },
  fr: { title: "Un chapitre d’essai", sentence: "Cette phrase est là pour un essai et ne dit rien.", heading: "Titre", caption: "Image", alt: "Un plan coloré", note: "Une note", part: "Partie" },
};

const repeat = (count, text) => Array.from({ length: count }, (_, number) => text(number + 1));
const cut = (text, length) => text.repeat(Math.ceil(length / text.length)).slice(0, length).trimEnd();
const yaml = JSON.stringify;

/** A picture of one colour, as PNG. */
function picture(width, height, red) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const row = Buffer.concat([Buffer.alloc(1), Buffer.from(Array.from({ length: width }, () => [red, 118, 110]).flat())]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** One drawn for tests, as a camera would save it. */
const PHOTOGRAPH = readFileSync(new URL("../fixtures/photograph.jpg", import.meta.url));
const isPhotograph = (number) => number % 6 === 0;

const front = (title, more = "") => `---\ntitle: ${yaml(title)}\n${more}---\n\n`;
const summary = (lang) => `summary: ${yaml(WORDS[lang].sentence)}\n`;

/** slug → the text of a language; `files` are written beside it. */
const PAGES = {
  "long-title": { text: (lang) => front(cut(`${WORDS[lang].title} `, 300), summary(lang)) + WORDS[lang].sentence },
  "long-word": { text: (lang) => `${front("Llanfairpwllgwyngyll".repeat(4), summary(lang))}## ${"Donaudampfschiff".repeat(6)}\n\n${"a".repeat(400)}` },
  "no-headings": { text: (lang) => front(`${WORDS[lang].title} 1`) + repeat(30, () => WORDS[lang].sentence.repeat(6)).join("\n\n") },
  "many-notes": {
    text: (lang) =>
      `${front(`${WORDS[lang].title} 2`, summary(lang))}## ${WORDS[lang].heading}\n\n${repeat(200, (number) => `${WORDS[lang].sentence}[^n${number}]`).join(" ")}\n\n${repeat(200, (number) => `[^n${number}]: ${WORDS[lang].note} (${number}).`).join("\n")}`,
  },
  "many-pictures": {
    text: (lang) => front(`${WORDS[lang].title} 3`, summary(lang)) + repeat(60, (number) => `![${WORDS[lang].alt}](images/p${number}.${isPhotograph(number) ? "jpg" : "png"} "${WORDS[lang].caption} ${number}")`).join("\n\n"),
    files: () =>
      repeat(60, (number) =>
        isPhotograph(number) ? [`images/p${number}.jpg`, PHOTOGRAPH] : [`images/p${number}.png`, picture(640, number % 2 ? 400 : 900, number * 4)],
      ),
  },
  "one-paragraph": { text: (lang) => front(`${WORDS[lang].title} 4`) + WORDS[lang].sentence },
  table: {
    text: (lang) =>
      `${front(`${WORDS[lang].title} 5`, summary(lang))}| ${WORDS[lang].heading} | 1 | 2 | 3 | 4 | 5 | 6 |\n| --- | --- | --- | --- | --- | --- | --- |\n${repeat(8, () => `| ${WORDS[lang].sentence} 西安 (Xi’an) | **西安** | *بعلبك* | हैदराबाद | 경주 | Երևան | \`西安\` |`).join("\n")}\n\n> - ${WORDS[lang].sentence} 西安\n>   1. 西安: ${WORDS[lang].sentence}`,
  },
};

/** A city of which nothing is known but its name. */
const bare = (names) => ({ yaml: `kind: pending\nname: {${Object.entries(names).map(([lang, name]) => `${lang}: ${yaml(name)}`).join(", ")}}\ncountry: CN\n` });

/** Writes a book to a folder. */
function write(folder, { languages, pages, cities = {}, chapters = 0 }) {
  rmSync(folder, { recursive: true, force: true });
  const put = (path, bytes) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const texts = (text) => `{${languages.map((lang) => `${lang}: ${yaml(text(lang))}`).join(", ")}}`;
  for (const slug of pages) {
    for (const lang of languages) put(`pages/${slug}/${lang}.md`, `${PAGES[slug].text(lang)}\n`);
    for (const [path, bytes] of PAGES[slug].files?.() ?? []) put(`pages/${slug}/${path}`, bytes);
  }
  const plain = repeat(chapters, (number) => `c${number}`);
  for (const [at, slug] of plain.entries()) {
    for (const lang of languages) put(`pages/${slug}/${lang}.md`, `${front(`${WORDS[lang].title} ${at + 1}`, summary(lang))}## ${WORDS[lang].heading}\n\n${WORDS[lang].sentence}\n`);
  }
  for (const [slug, city] of Object.entries(cities)) {
    put(`cities/${slug}/city.yaml`, city.yaml);
    for (const lang of languages) put(`cities/${slug}/${lang}.md`, `${front(`${WORDS[lang].title} ${slug}`)}${WORDS[lang].sentence}\n\n\`\`\`{facts}\n\`\`\`\n\n\`\`\`{pact}\n\`\`\`\n`);
  }
  const part = (kind, slugs) => (slugs.length ? `  - title: ${texts((lang) => WORDS[lang].part)}\n    ${kind}: [${slugs.join(", ")}]\n` : "");
  put("book.yaml", `title: ${texts((lang) => WORDS[lang].title)}\nlanguages: [${languages.join(", ")}]\nbase_url: https://book.example/sisters/\nspine:\n${part("pages", [...pages, ...plain])}${part("cities", Object.keys(cities))}`);
}

const NAMES = { fa: "شهر", en: "A City", fr: "Une ville" };
const BOOKS = [
  ["every strain, in two languages", { languages: ["fa", "en"], pages: Object.keys(PAGES), cities: { bare: bare({ fa: "شهر", en: "A City" }) } }],
  ["one language, Persian", { languages: ["fa"], pages: ["one-paragraph", "table"], cities: { bare: bare({ fa: "شهر" }) } }],
  ["one language, English", { languages: ["en"], pages: ["one-paragraph", "table"] }],
  ["three languages", { languages: ["fa", "en", "fr"], pages: ["long-title", "one-paragraph", "table", "many-notes"], cities: { bare: bare(NAMES) } }],
  ["one chapter", { languages: ["fa", "en"], pages: ["one-paragraph"] }],
  ["2000 chapters", { languages: ["fa", "en"], pages: [], chapters: 2000 }],
];

/** Pages that a browser opens of a large book: its lists, and a few of its chapters. */
const MOST_OPENED = 60;
const sampled = (site) => {
  const step = Math.ceil(site.pages.length / MOST_OPENED);
  const lists = /^([a-z]+\/)?((contents|search)\/)?index\.html$|^offline\.html$/;
  return site.pages.filter(({ path }, at) => path !== "404.html" && (site.pages.length <= MOST_OPENED || lists.test(path) || at % step === 0));
};

/** axe finds nothing, and no page is wider than the screen: a phone, one at 400 %, a desk; light and dark. */
async function pagesStand(site) {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const faults = [];
  for (const [width, colorScheme] of [[320, "light"], [360, "dark"], [1280, "light"]]) {
    const found = await visiting(site, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true, serviceWorkers: "block" }, async (page, at) => {
      const faults = [];
      page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
      for (const { path } of sampled(site)) {
        await page.goto(at(path));
        await page.evaluate(() => document.fonts.ready);
        const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
        if (wide > 0) faults.push(`${path}: is ${wide} px too wide at ${width} px`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
        for (const { id, nodes } of violations) faults.push(`${path} at ${width} px: ${id}: ${nodes[0].html.slice(0, 120)}`);
      }
      return faults;
    });
    faults.push(...found);
  }
  return faults;
}

/** A browser takes a photograph as AVIF and can show it, and the JPEG beside it; neither is larger than what came. */
async function photographsAreSmall(site) {
  const shown = site.pages.filter((page) => page.path.includes("many-pictures"));
  return visiting(site, { viewport: { width: 360, height: 800 }, serviceWorkers: "block" }, async (page, at) => {
    const faults = [];
    for (const { path } of shown) {
      await page.goto(at(path));
      const photographs = await page.evaluate(async () => {
        const images = [...document.querySelectorAll("picture:has(source[type='image/avif']) img")];
        const load = async (image) => {
          image.loading = "eager";
          await image.decode();
          const fallback = new Image();
          fallback.src = image.srcset.split(" ")[0];
          await fallback.decode();
          return { taken: image.currentSrc, width: image.naturalWidth, fallback: fallback.naturalWidth };
        };
        return Promise.all(images.map(load));
      });
      if (photographs.length !== 10) faults.push(`${path}: ${photographs.length} photographs`);
      for (const { taken, width, fallback } of photographs) {
        if (!taken.endsWith(".avif") || width === 0 || fallback === 0) faults.push(`${path}: ${taken} of ${width} px, else ${fallback} px`);
      }
    }
    const sizes = [...site.files].filter(([path]) => path.endsWith(".avif")).map(([, bytes]) => bytes.length);
    if (sizes.some((size) => size > PHOTOGRAPH.length / 2)) faults.push(`an AVIF of ${Math.max(...sizes)} bytes for a JPEG of ${PHOTOGRAPH.length}`);
    return faults;
  });
}

const CHECKS = [links.everyLinkResolves, links.everyReferenceIsRelative, links.everyLinkOpensFromDisk, links.addressesAreWritable, links.everyPageIsReached, characters.nothingIsInline, characters.isolatesBalance, pagesAreValid, pagesStand, photographsAreSmall];

const [, , program, folder, only] = process.argv;
if (!program || !folder) {
  console.error("usage: node hard_books.mjs PROGRAM FOLDER [BOOK]");
  process.exit(2);
}
let [passed, failed] = [0, 0];
for (const [name, book] of BOOKS.filter(([name]) => !only || name.includes(only))) {
  const [content, out] = ["content", "dist"].map((inner) => resolve(folder, name.replaceAll(/\W+/g, "-"), inner));
  const start = performance.now();
  write(content, book);
  const faults = [];
  try {
    execFileSync(resolve(program), ["build", "--quiet", "--only", "site", "--content", content, "--out", out], { stdio: "pipe" });
    const site = readSite(out);
    for (const check of CHECKS) faults.push(...(await check(site)).map((fault) => `${check.name}: ${fault}`));
    const small = { ...site, pages: sampled(site) };
    faults.push(...(await browser.pagesOpenFromDisk(small)).map((fault) => `from disk: ${fault}`));
  } catch (error) {
    faults.push(String(error.stderr ?? error.stack).slice(0, 2000));
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  for (const fault of faults.slice(0, 25)) console.log(`     ${fault}`);
  if (faults.length > 25) console.log(`     and ${faults.length - 25} more`);
  // What failed is left to be looked at; the rest would fill a small disk.
  if (faults.length === 0) rmSync(dirname(content), { recursive: true });
  [passed, failed] = faults.length === 0 ? [passed + 1, failed] : [passed, failed + 1];
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
