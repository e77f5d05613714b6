// The look in Chromium: no violation that axe-core finds, light and dark, on a phone and on a wide screen; the switch
// of the colours and its memory; what is left of a page without scripts and on paper.
//
// Sampled, for time: a page of each kind in both languages, not every chapter.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { visiting } from "./host.mjs";

const LANGUAGES = ["fa", "en"];
const KINDS = ["", "contents/", "map/", "timeline/", "glossary/", "index-of-names/", "sources/", "search/", "preface/", "xian/", "isfahan/"];
const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const DESK = { width: 1280, height: 900 };

const sample = (site) =>
  LANGUAGES.flatMap((lang) => KINDS.map((kind) => `${lang}/${kind}`)).filter((path) => site.byPath.has(`${path}index.html`));

/** WCAG 2.2 A and AA, with the size of targets, which axe looks at on request only, and axe's best practices. */
export async function axeFindsNothing(site) {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const faults = [];
  for (const [viewport, schemes] of [[PHONE, ["light", "dark"]], [TABLET, ["light"]], [DESK, ["dark"]]]) {
    // The page's policy keeps strangers' scripts out, axe too.
    const found = await visiting(site, { viewport, bypassCSP: true }, async (page, at) => {
      const faults = [];
      for (const path of sample(site)) {
        await page.goto(at(path));
        for (const colorScheme of schemes) {
          await page.emulateMedia({ colorScheme });
          if (!(await page.evaluate("window.axe"))) await page.evaluate(axe);
          const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })");
          for (const { id, nodes } of violations) faults.push(`${path} at ${viewport.width} px, ${colorScheme}: ${id}: ${nodes[0].html.slice(0, 120)}`);
        }
      }
      return faults;
    });
    faults.push(...found);
  }
  return faults;
}

const colours = (page) =>
  page.evaluate(() => ({
    paper: getComputedStyle(document.documentElement).backgroundColor,
    pressed: document.querySelector(".scheme")?.getAttribute("aria-pressed"),
    kept: Object.values(localStorage).filter((value) => value === "dark" || value === "light"),
  }));

/** Colours follow the system; a choice holds on the next page and in the other language, and ends by choosing back. */
export async function coloursAreChosenAndRemembered(site) {
  const [from, to] = LANGUAGES.map((lang) => sample(site).filter((path) => path.startsWith(`${lang}/`)).at(-1));
  return visiting(site, { viewport: PHONE, colorScheme: "light" }, async (page, at) => {
    const faults = [];
    const expect = async (when, wanted) => {
      // A browser tells its pages of another scheme with the next frame.
      let is = "";
      for (let tries = 0; tries < 40; tries += 1) {
        is = JSON.stringify(await colours(page));
        if (is === JSON.stringify(wanted)) return;
        await page.waitForTimeout(50);
      }
      faults.push(`${when}: ${is} is not ${JSON.stringify(wanted)}`);
    };
    const light = { paper: "rgb(251, 247, 239)", pressed: "false", kept: [] };
    const dark = { paper: "rgb(20, 23, 31)", pressed: "true", kept: ["dark"] };
    await page.goto(at(from));
    await expect("a light system", light);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect("a dark system", { ...dark, kept: [] });
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator(".scheme").focus();
    await page.keyboard.press("Enter");
    await expect("dark was chosen", dark);
    await page.goto(at(to));
    await expect("the next page", dark);
    await page.locator(".scheme").click();
    await expect("light was chosen back", light);
    return faults;
  });
}

/** Without scripts nothing is offered that does nothing, and the notes are read at the end. */
export async function pagesStandWithoutScripts(site) {
  return visiting(site, { viewport: DESK, javaScriptEnabled: false }, async (page, at) => {
    const faults = [];
    for (const path of sample(site)) {
      await page.goto(at(path));
      if (await page.locator(".scheme").first().isVisible()) faults.push(`${path}: offers a switch that does nothing`);
      const notes = page.locator(".notes");
      if ((await notes.count()) > 0 && !(await notes.first().isVisible())) faults.push(`${path}: hides its notes`);
      if (!(await page.locator("main").isVisible())) faults.push(`${path}: shows no text`);
    }
    return faults;
  });
}

/** P-110: paper has text and notes, and nothing to press. */
export async function paperHasNoNavigation(site) {
  return visiting(site, { viewport: DESK }, async (page, at) => {
    const faults = [];
    await page.emulateMedia({ media: "print" });
    for (const path of sample(site)) {
      await page.goto(at(path));
      for (const part of [".site-header", ".site-footer", ".pager", ".skip", ".toc", "form.search"]) {
        const shown = page.locator(part);
        if ((await shown.count()) > 0 && (await shown.first().isVisible())) faults.push(`${path}: prints ${part}`);
      }
    }
    return faults;
  });
}
