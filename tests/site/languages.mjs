// Each page says its language, knows its twin, and tells search engines the same.
// Requirements: the numbered P-… of the book's Persian rules, in the comments.

import { parseXml } from "@rgrove/parse-xml";
import { address, attribute, byTag, languageOf, linkElements, textNodes, textOf } from "./pages.mjs";

const DIRECTION = { fa: "rtl", en: "ltr" };
const OTHER = { fa: "en", en: "fa" };
const LONGEST_TITLE = 60;

/** P-14, P-36: the language and direction of every page, on its root. */
export function pagesSayTheirLanguage(site) {
  const faults = [];
  for (const page of site.pages) {
    const [lang, dir] = [attribute(page.html, "lang"), attribute(page.html, "dir")];
    if (page.lang && (lang !== page.lang || dir !== DIRECTION[page.lang])) {
      faults.push(`${page.path}: <html lang=${lang} dir=${dir}>`);
    } else if (!lang || !dir) {
      faults.push(`${page.path}: <html> has no lang or no dir`);
    }
    for (const element of page.elements) {
      // Where an element changes to the other direction, its dir says so.
      const inner = attribute(element, "lang");
      const direction = DIRECTION[inner?.split("-")[0]];
      if (!direction || element === page.html || !["p", "div", "section", "article", "blockquote", "li"].includes(element.tagName)) continue;
      if (direction !== DIRECTION[page.lang] && attribute(element, "dir") !== direction) {
        faults.push(`${page.path}: <${element.tagName} lang=${inner}> has no dir=${direction}`);
      }
    }
  }
  return faults;
}

/** P-113: a link in the target's own language to the same page in the other language. */
export function twinsAreLinked(site) {
  const faults = [];
  for (const page of site.pages.filter((page) => page.lang)) {
    const other = OTHER[page.lang];
    const twin = page.path.replace(/^[a-z]+/, other);
    const links = byTag(page, "a").filter((link) => attribute(link, "hreflang") === other);
    const leads = (link) => new URL(attribute(link, "href"), `file:///${page.path}`).pathname.slice(1);
    if (!site.byPath.has(twin)) {
      faults.push(`${page.path}: there is no ${twin}`);
    } else if (!links.some((link) => leads(link) === twin || `${leads(link)}index.html` === twin)) {
      faults.push(`${page.path}: no link with hreflang=${other} leads to ${twin}`);
    }
    for (const link of links) {
      if (attribute(link, "lang") !== other) faults.push(`${page.path}: a link with hreflang=${other} has no lang=${other}`);
    }
  }
  return faults;
}

function alternatesOf(page) {
  const links = linkElements(page, "alternate").filter((link) => attribute(link, "hreflang"));
  return new Map(links.map((link) => [attribute(link, "hreflang"), attribute(link, "href")]));
}

/** P-123: absolute alternates in both languages with x-default, reciprocal; canonical to itself. */
export function alternatesAreSymmetric(site) {
  const faults = [];
  const byCanonical = new Map();
  for (const page of site.pages.filter((page) => page.lang && !page.noindex)) {
    const [canonical, ...more] = linkElements(page, "canonical").map((link) => attribute(link, "href"));
    if (!canonical || more.length > 0) faults.push(`${page.path}: ${more.length + Number(Boolean(canonical))} canonical links`);
    else if (!/^https?:/.test(canonical) || !canonical.endsWith(`/${address(page.path)}`)) {
      faults.push(`${page.path}: canonical ${canonical} is not its own address`);
    }
    byCanonical.set(canonical, page);
  }
  for (const [canonical, page] of byCanonical) {
    const alternates = alternatesOf(page);
    const expected = ["en", "fa", "x-default"];
    if ([...alternates.keys()].sort().join() !== expected.join()) {
      faults.push(`${page.path}: alternates are ${[...alternates.keys()].sort().join(", ") || "missing"}`);
      continue;
    }
    if (alternates.get(page.lang) !== canonical) faults.push(`${page.path}: it is not its own alternate`);
    const twin = byCanonical.get(alternates.get(OTHER[page.lang]));
    if (!twin) faults.push(`${page.path}: its alternate ${alternates.get(OTHER[page.lang])} is no page`);
    else if (alternatesOf(twin).get(page.lang) !== canonical) faults.push(`${page.path}: ${twin.path} does not name it back`);
  }
  return faults;
}

/** P-130: the sitemap lists what may be indexed, with the same alternates as the pages. */
export function sitemapEqualsPages(site) {
  const file = site.files.get("sitemap.xml");
  if (!file) return ["there is no sitemap.xml"];
  const elements = (node, name) => node.children.filter((child) => child.name === name);
  const urlset = parseXml(file.toString("utf8")).root;
  const listed = new Map();
  const faults = [];
  for (const url of elements(urlset, "url")) {
    const loc = elements(url, "loc")[0].text;
    if (listed.has(loc)) faults.push(`sitemap.xml: ${loc} is there twice`);
    const links = elements(url, "xhtml:link").filter((link) => link.attributes.rel === "alternate");
    listed.set(loc, links.map(({ attributes }) => `${attributes.hreflang} ${attributes.href}`).sort().join("\n"));
  }
  for (const page of site.pages) {
    const canonical = linkElements(page, "canonical").map((link) => attribute(link, "href"))[0];
    if (!canonical || page.noindex) {
      if (canonical && listed.has(canonical)) faults.push(`sitemap.xml: ${canonical} says noindex`);
      continue;
    }
    const own = [...alternatesOf(page)].map(([lang, href]) => `${lang} ${href}`).sort().join("\n");
    if (!listed.has(canonical)) faults.push(`sitemap.xml: ${canonical} is missing`);
    else if (listed.get(canonical) !== own) faults.push(`sitemap.xml: ${canonical} has other alternates than its page`);
    listed.delete(canonical);
  }
  return faults.concat([...listed.keys()].map((loc) => `sitemap.xml: ${loc} is no page's address`));
}

const ISOLATES = /[\u2066-\u2069]/g;

/** P-127: a title of its own, short enough to be shown whole; a description. */
export function pagesHaveTitles(site) {
  const faults = [];
  const seen = new Map();
  for (const page of site.pages) {
    const titles = byTag(page, "title").filter((title) => title.parentNode.tagName === "head").map(textOf);
    const title = titles[0]?.replace(ISOLATES, "").trim() ?? "";
    const length = [...title].length;
    if (titles.length !== 1 || length === 0) faults.push(`${page.path}: ${titles.length} titles`);
    if (length > LONGEST_TITLE) faults.push(`${page.path}: the title has ${length} characters: ${title}`);
    if (seen.has(title) && page.lang) faults.push(`${page.path}: ${seen.get(title)} has the same title: ${title}`);
    seen.set(title, page.path);
    const description = byTag(page, "meta").find((meta) => attribute(meta, "name") === "description");
    if (page.lang && !page.noindex && !attribute(description ?? {}, "content")?.trim()) {
      faults.push(`${page.path}: no description`);
    }
    const headings = byTag(page, "h1").length;
    if (headings !== 1) faults.push(`${page.path}: ${headings} headings of the first level`);
  }
  return faults;
}

const LATIN = /\p{Script=Latin}{2,}/u;
const ARABIC = /\p{Script=Arabic}{2,}/u;

/** P-14, P-112: words in the other script carry their language. */
export function foreignWordsSayTheirLanguage(site) {
  const faults = [];
  for (const page of site.pages.filter((page) => page.lang)) {
    const body = byTag(page, "body")[0];
    for (const [text, element] of textNodes(body)) {
      if (["code", "pre", "kbd", "samp"].includes(element.tagName)) continue;
      const lang = languageOf(element)?.split("-")[0];
      const wrong = lang === "fa" ? LATIN : lang === "en" ? ARABIC : undefined;
      const found = wrong && text.match(wrong);
      if (found) faults.push(`${page.path}: ${found[0]} stands in <${element.tagName}> as lang=${lang}`);
    }
  }
  return faults;
}
