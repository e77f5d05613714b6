// The search in Chromium, as readers use it: typed, by keyboard alone, from disk, under a sub-path, without scripts.
// Its folding is held to the vectors of the program, which hold the Rust twin as well.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { visiting } from "./host.mjs";
import { attribute, byTag, spacedText } from "./pages.mjs";

const TESTS = fileURLToPath(new URL("..", import.meta.url));
const LANGUAGES = ["fa", "en"];

async function type(page, text) {
  await page.locator("form.search input").fill("");
  await page.locator("form.search input").pressSequentially(text);
  await page.waitForFunction(() => document.querySelector(".results li"));
  // Excerpts come when typing pauses.
  await page.waitForTimeout(250);
}

const foundPages = (page) =>
  page.$$eval(".results > ol > li > a", (links) => links.map((link) => new URL(link.href).pathname));

/** A chapter of a city in both languages, and its name in each. */
function city(site) {
  const slug = ["xian", "isfahan"].find((slug) => site.byPath.has(`fa/${slug}/index.html`));
  const name = (lang) => spacedText(byTag(site.byPath.get(`${lang}/${slug}/index.html`), "h1")[0]).trim();
  return { slug, fa: name("fa"), en: name("en") };
}

/** P-86 to P-88: key and matches in the browser are what the vectors say. */
export async function foldingIsTheProgrammes(site) {
  const { vectors } = JSON.parse(readFileSync(join(TESTS, "fixtures/persian_vectors.json"), "utf8"));
  const twins = JSON.parse(readFileSync(join(TESTS, "fixtures/search_twins.json"), "utf8"));
  return visiting(site, {}, async (page, at) => {
    await page.goto(at("fa/search/"));
    const faults = await page.evaluate(
      ([vectors, twins]) => {
        const { key, matches, tokens } = window.bookFold;
        const differ = (name, is, should) => (is === should ? [] : [`${name}: ${JSON.stringify(is)} is not ${JSON.stringify(should)}`]);
        return [
          ...vectors.filter(({ category }) => category === "search_key").flatMap((v) => differ(v.id, key(v.input), v.expected)),
          ...vectors.filter(({ category }) => category === "search_match").flatMap((v) => differ(v.id, matches(v.query, v.document), v.expected)),
          ...twins.flatMap(([text, should, all]) => [...differ(text, key(text), should), ...differ(text, tokens(text).join(" "), all)]),
        ];
      },
      [vectors, twins],
    );
    const asked = vectors.filter(({ category }) => /^search_(key|match)$/.test(category)).length;
    return asked > 80 && twins.length > 100 ? faults : [`only ${asked} vectors and ${twins.length} twins`];
  });
}

/** A city is found first by its name, in any spelling of it, and on Persian pages by its Latin name (P-90). */
export async function namesAreFoundFirst(site) {
  const names = city(site);
  const spelled = {
    fa: [names.fa, names.fa.replace(/ی/g, "ي").replace(/ک/g, "ك"), names.en, names.fa.slice(0, -1)],
    en: [names.en, names.en.toUpperCase(), names.en.replace(/[’']/g, ""), names.fa, names.en.slice(0, -1)],
  };
  return visiting(site, {}, async (page, at) => {
    const faults = [];
    for (const lang of LANGUAGES) {
      await page.goto(at(`${lang}/`));
      for (const query of spelled[lang]) {
        await type(page, query);
        const [first] = await foundPages(page);
        if (!first?.endsWith(`/${lang}/${names.slug}/index.html`)) faults.push(`${lang}: ${query} leads to ${first}`);
        const status = await page.locator("form.search [role=status]").textContent();
        const digits = lang === "fa" ? /[۰-۹]/ : /[0-9]/;
        if (!digits.test(status)) faults.push(`${lang}: ${query} is told as ${status}`);
      }
    }
    return faults;
  });
}

/** P-89: marks are whole words, in the page's own spelling, and stay on the page that a result leads to. */
export async function marksAreWholeWords(site) {
  const queries = { fa: "خواهرخواندگي شهر", en: "SISTER citi" };
  return visiting(site, {}, async (page, at) => {
    const faults = [];
    for (const lang of LANGUAGES) {
      await page.goto(at(`${lang}/`));
      await type(page, queries[lang]);
      const broken = () => {
        const part = (text) => /^[\p{L}\p{M}\p{N}\u200c\u0640]/u.test(text);
        const end = (text) => /[\p{L}\p{M}\p{N}\u200c\u0640]$/u.test(text);
        const marks = [...document.querySelectorAll("mark")];
        const cut = marks.filter((mark) => {
          const [before, after] = [mark.previousSibling?.nodeValue ?? "", mark.nextSibling?.nodeValue ?? ""];
          return end(before) || part(after) || part(mark.textContent) === false;
        });
        return { marks: marks.length, cut: cut.map((mark) => mark.parentElement.textContent) };
      };
      const inResults = await page.evaluate(broken);
      if (inResults.marks === 0) faults.push(`${lang}: no word is marked in the results`);
      inResults.cut.forEach((text) => faults.push(`${lang}: a mark cuts a word in ${text}`));
      await page.locator(".results ul a").first().click();
      await page.waitForURL(/\?q=.*#/);
      const there = await page.evaluate(() => {
        const heading = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        return { heading: !!heading && heading.getBoundingClientRect().top < innerHeight, marks: document.querySelectorAll("main mark").length };
      });
      if (!there.heading) faults.push(`${lang}: ${page.url()} does not show the heading`);
      if (there.marks === 0) faults.push(`${lang}: ${page.url()} has no word marked`);
      await page.keyboard.press("Escape");
      if (await page.locator("main mark").count()) faults.push(`${lang}: Escape leaves marks`);
    }
    return faults;
  });
}

/** All by keyboard: `/`, words, arrows, Escape, Enter. */
export async function searchWorksByKeyboard(site) {
  const names = city(site);
  return visiting(site, { viewport: { width: 360, height: 740 } }, async (page, at) => {
    const faults = [];
    const focused = () => page.evaluate(() => document.activeElement.tagName);
    const expect = async (what, is) => (await is()) || faults.push(what);
    for (const lang of LANGUAGES) {
      await page.goto(at(`${lang}/${names.slug}/`));
      await page.keyboard.press("/");
      await expect(`${lang}: / does not lead to the box`, async () => (await focused()) === "INPUT");
      await page.keyboard.type(names[lang]);
      await page.waitForSelector(".results a");
      await page.keyboard.press("ArrowDown");
      await expect(`${lang}: the arrow does not lead to a result`, async () => (await focused()) === "A");
      await page.keyboard.press("ArrowUp");
      await expect(`${lang}: the arrow does not lead back`, async () => (await focused()) === "INPUT");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      await expect(`${lang}: Escape does not close the results`, async () => !(await page.isVisible(".results")));
      await expect(`${lang}: Escape does not lead back`, async () => (await focused()) === "INPUT");
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/${lang}/search/index.html\\?q=`));
      await page.waitForSelector(".results a");
      await expect(`${lang}: the page of the search forgot the words`, async () => (await page.inputValue("form.search input")) === names[lang]);
      await page.keyboard.press("/");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/${lang}/${names.slug}/index.html\\?q=`));
      await page.goto(at(`${lang}/search/`));
      await page.locator("form.search input").fill("zzqqxx");
      await page.waitForFunction(() => document.querySelector("form.search [role=status]").textContent.includes("zzqqxx"));
      await expect(`${lang}: nonsense is found`, async () => (await page.locator(".results a").count()) === 0);
    }
    return faults;
  });
}

/** From disk, where nothing can be fetched. */
export async function searchWorksFromDisk(site) {
  const names = city(site);
  return visiting(site, {}, async (page) => {
    const faults = [];
    for (const lang of LANGUAGES) {
      await page.goto(pathToFileURL(join(site.folder, `${lang}/index.html`)).href);
      await type(page, names[lang]);
      const [first] = await foundPages(page);
      if (!first?.endsWith(`/${lang}/${names.slug}/index.html`)) faults.push(`${lang}: ${names[lang]} leads to ${first}`);
    }
    return faults;
  });
}

/** Without scripts the form leads to the index of names, and the page of the search says so. */
export async function searchWorksWithoutScripts(site) {
  return visiting(site, { javaScriptEnabled: false }, async (page, at) => {
    const faults = [];
    for (const lang of LANGUAGES) {
      await page.goto(at(`${lang}/`));
      await page.locator("form.search input").fill("x");
      await page.locator("form.search input").press("Enter");
      await page.waitForLoadState();
      const names = site.byPath.has(`${lang}/index-of-names/index.html`) ? "index-of-names" : "contents";
      if (!page.url().includes(`/${lang}/${names}/`)) faults.push(`${lang}: the form leads to ${page.url()}`);
      await page.goto(at(`${lang}/search/`));
      if (!(await page.isVisible(`noscript a[href$="${names}/index.html"]`))) faults.push(`${lang}: nothing tells that scripts are needed`);
    }
    return faults;
  });
}

/** Every page of an edition has the form, with a box that says what it is for. */
export async function everyPageHasTheSearch(site) {
  const faults = [];
  for (const page of site.pages.filter((page) => page.lang)) {
    const forms = byTag(page, "form").filter((form) => attribute(form, "role") === "search");
    const labels = byTag(page, "label").filter((label) => attribute(label, "for") === "search" && spacedText(label).trim());
    if (forms.length !== 1 || labels.length !== 1) faults.push(`${page.path}: has ${forms.length} forms of the search and ${labels.length} labels`);
  }
  return faults;
}
