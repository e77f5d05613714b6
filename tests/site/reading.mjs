// Finding the way in Chromium: the switch of languages, what links lead to, copied addresses; in both languages.

import { visiting } from "./host.mjs";
import { byTag, attribute } from "./pages.mjs";

/** The longest chapter that has headings with twins. */
function longest(site, lang) {
  const twins = (page) => byTag(page, "a").filter((link) => attribute(link, "class") === "twin" && attribute(link, "href").includes("#")).length;
  return site.pages.filter((page) => page.lang === lang && twins(page) > 3).sort((a, b) => b.source.length - a.source.length)[0];
}

/** The switch leads to the heading that the reader has scrolled to, and to the page where there is none. */
export async function theSwitchKeepsThePlace(site) {
  return visiting(site, {}, async (page, at) => {
    const faults = [];
    for (const [lang, other] of [["fa", "en"], ["en", "fa"]]) {
      await page.goto(at(longest(site, lang).path));
      const twin = await page.evaluate(() => {
        const link = [...document.querySelectorAll('a.twin[href*="#"]')][2];
        link.closest(".heading").scrollIntoView();
        return new URL(link.href).hash;
      });
      // A place is where the page rested.
      await page.waitForTimeout(1300);
      await page.click(`.languages a[hreflang="${other}"]`);
      await page.waitForURL(new RegExp(`/${other}/`));
      if (new URL(page.url()).hash !== twin) faults.push(`${lang}: the switch leads to ${page.url()}, not ${twin}`);
    }
    return faults;
  });
}

/** What a link leads to is told on focus by keyboard, described for screen readers, and sent away by Escape. */
export async function linksTellWhereTheyLead(site) {
  return visiting(site, { viewport: { width: 360, height: 740 } }, async (page, at) => {
    const faults = [];
    for (const lang of ["fa", "en"]) {
      const chapter = site.pages.find((page) => page.lang === lang && page.source.includes('class="term"'));
      await page.goto(at(chapter.path));
      await page.focus(".prose a.term");
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Tab");
      const told = await page.evaluate(() => {
        const box = document.getElementById(document.activeElement.getAttribute("aria-describedby"));
        const { left, right } = box?.getBoundingClientRect() ?? {};
        return box && { text: box.textContent.trim(), inside: left >= 0 && right <= innerWidth, wide: document.scrollingElement.scrollWidth > innerWidth };
      });
      if (!told?.text) faults.push(`${lang}: ${chapter.path} tells nothing of its first term`);
      else if (!told.inside || told.wide) faults.push(`${lang}: what is told of a term leaves the window`);
      await page.keyboard.press("Escape");
      if (await page.isVisible(".preview")) faults.push(`${lang}: Escape leaves it`);
    }
    return faults;
  });
}

/** The address of a heading is copied when its link is followed. */
export async function headingsGiveTheirAddress(site) {
  return visiting(site, { permissions: ["clipboard-read", "clipboard-write"] }, async (page, at) => {
    const faults = [];
    for (const lang of ["fa", "en"]) {
      await page.goto(at(longest(site, lang).path));
      await page.focus("a.permalink");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector(".copied").textContent);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      if (copied !== page.url() || !copied.includes("#")) faults.push(`${lang}: ${copied} was copied at ${page.url()}`);
    }
    return faults;
  });
}
