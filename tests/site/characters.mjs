// What the files of the site are made of: characters, names, style.

import { attribute, byTag, languageOf, spacedText, textNodes } from "./pages.mjs";

const TEXT = /\.(html|css|js|json|xml|txt|svg|webmanifest)$/;

/** P-01, P-09, P-42, P-99: UTF-8, no presentation forms, no embeddings, no tatweel, no raw control. */
export function charactersAreClean(site) {
  const faults = [];
  const forbidden = [
    [/[\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc]/gu, "a presentation form"],
    [/[\u202a-\u202e]/gu, "an embedding or override"],
    [/\u0640/gu, "a tatweel"],
    [/[\u200b\u00ad\u2060-\u2064\ufeff\ufffd]/gu, "an invisible character"],
  ];
  for (const [path, bytes] of site.files) {
    if (!TEXT.test(path)) continue;
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      faults.push(`${path}: is not UTF-8`);
      continue;
    }
    if (text !== text.normalize("NFC")) faults.push(`${path}: is not NFC`);
    if (text.includes("\r")) faults.push(`${path}: has a carriage return`);
    const resolved = site.byPath.has(path) ? decoded(site.byPath.get(path)) : text;
    for (const [pattern, what] of forbidden) {
      const found = resolved.match(pattern);
      if (found) faults.push(`${path}: ${found.length} times ${what}, U+${found[0].codePointAt(0).toString(16)}`);
    }
    if (path.endsWith(".html") && /[\u200e\u200f\u061c\u2066-\u2069]/.test(text)) {
      faults.push(`${path}: a bidi control stands raw, not as a character reference`);
    }
  }
  return faults;
}

/** Text and attributes with their character references resolved. */
function decoded(page) {
  const attributes = page.elements.flatMap((element) => element.attrs.map((attr) => attr.value));
  return [...textNodes(page.html)].map(([text]) => text).concat(attributes).join("\n");
}

/** P-42: isolates balance in each text and attribute. */
export function isolatesBalance(site) {
  const faults = [];
  for (const page of site.pages) {
    const attributes = page.elements.flatMap((element) => element.attrs.map((attr) => attr.value));
    const blocks = page.elements.filter((element) => ["p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "title", "figcaption"].includes(element.tagName));
    for (const text of attributes.concat(blocks.map(spacedText))) {
      const opened = (text.match(/[\u2066-\u2068]/g) ?? []).length;
      const closed = (text.match(/\u2069/g) ?? []).length;
      if (opened !== closed) faults.push(`${page.path}: ${opened} isolates open, ${closed} close in ${text.slice(0, 60)}`);
    }
  }
  return faults;
}

/** P-124: names of files and addresses are plain ASCII in small letters. */
export function addressesArePlain(site) {
  const faults = [];
  for (const path of site.files.keys()) {
    if (path.startsWith(".isfahan-book")) continue;
    if (!/^[a-z0-9/._-]+$/.test(path)) faults.push(`${path}: has other characters than a-z 0-9 - _ .`);
    const page = path.replace(/(^|\/)index\.html$/, "$1");
    if (page !== path && !/^[a-z0-9/-]*$/.test(page)) faults.push(`${path}: is no plain address`);
  }
  return faults;
}

/** P-16: visible Persian has Persian digits; other digits stand in words of another language. */
export function persianHasItsDigits(site) {
  const faults = [];
  for (const page of site.pages) {
    for (const [text, element] of textNodes(byTag(page, "body")[0])) {
      if (["code", "pre", "kbd", "samp"].includes(element.tagName)) continue;
      const found = languageOf(element) === "fa" && text.match(/[0-9\u0660-\u0669][^\s]*/);
      if (found) faults.push(`${page.path}: ${found[0]} in <${element.tagName}>: ${text.trim().slice(0, 60)}`);
    }
  }
  return faults;
}

/** Nothing inline: a strict Content-Security-Policy can be set. */
export function nothingIsInline(site) {
  const faults = [];
  for (const page of site.pages) {
    for (const element of page.elements) {
      const style = attribute(element, "style");
      const handler = element.attrs.find((attr) => /^on/.test(attr.name));
      const script = element.tagName === "script" && !attribute(element, "src") && !/json/.test(attribute(element, "type") ?? "");
      if (style !== undefined || handler || element.tagName === "style" || script) {
        faults.push(`${page.path}: <${element.tagName}> has ${handler?.name ?? "style or script"} inline`);
      }
    }
  }
  return faults;
}

const PHYSICAL =
  /(?<![\w-])((margin|padding|border)-(left|right)[\w-]*|border-(top|bottom)-(left|right)-radius|(left|right)\s*:|(text-align|float|clear)\s*:\s*(left|right)|direction\s*:|unicode-bidi\s*:)/g;

/** P-36, P-92: the style sheet knows start and end, never left and right. */
export function styleIsLogical(site) {
  const faults = [];
  for (const [path, bytes] of site.files) {
    if (!path.endsWith(".css")) continue;
    const text = bytes.toString("utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    for (const [found] of text.matchAll(PHYSICAL)) faults.push(`${path}: ${found}`);
  }
  return faults;
}

/** Quotes, dashes and spaces that smart punctuation may change; controls that carry no text. */
export function plain(text) {
  return text
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, "")
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”«»‹›]/g, '"')
    .replace(/…/g, "...")
    .replace(/---?|[–—]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/ ([.,;:!?،؛؟])/g, "$1")
    .trim();
}

/**
 * P-08: every run of words of the source stands on its page, each joiner in its place.
 * `source` is what tests/tools/source_text.py read from the Markdown.
 */
export function everySourceWordIsShown(site, source) {
  const faults = [];
  for (const { slug, lang, blocks } of source) {
    const page = site.byPath.get(`${lang}/${slug}/index.html`);
    if (!page) {
      faults.push(`${lang}/${slug}/index.html: there is no such page`);
      continue;
    }
    const shown = plain(spacedText(byTag(page, "main")[0] ?? page.html));
    for (const segment of blocks.flat().map(plain)) {
      if (shown.includes(segment)) continue;
      const joinersLost = shown.replaceAll("\u200c", "").includes(segment.replaceAll("\u200c", ""));
      faults.push(`${page.path}: ${joinersLost ? "joiners are lost in" : "not shown:"} ${segment.slice(0, 80)}`);
    }
  }
  return faults;
}
