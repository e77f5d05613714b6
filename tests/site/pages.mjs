// The built site as data: every file, every page as a tree, its address.
// Reads the folder once; decides nothing. Addresses are paths from the top,
// with `/`, without a leading one: `fa/xian/index.html`.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";

export function readSite(folder) {
  const files = new Map();
  const walk = (inner) => {
    for (const name of readdirSync(join(folder, inner)).sort()) {
      const path = inner ? `${inner}/${name}` : name;
      if (statSync(join(folder, path)).isDirectory()) walk(path);
      else files.set(path, readFileSync(join(folder, path)));
    }
  };
  walk("");
  return siteOf(folder, files);
}

/** A site from its files by path; `folder` is where they are, for tools that read them there. */
export function siteOf(folder, files) {
  const pages = [...files]
    .filter(([path]) => path.endsWith(".html"))
    .map(([path, bytes]) => readPage(path, bytes.toString("utf8")));
  return { folder, files, pages, byPath: new Map(pages.map((page) => [page.path, page])) };
}

export function readPage(path, source) {
  // What stands in <noscript> is read as a browser without scripts reads it.
  const tree = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const elements = [];
  const walk = (node, parent) => {
    if (node.tagName) elements.push(node);
    for (const child of node.childNodes ?? []) walk(child, node);
    if (node.content) walk(node.content, node);
  };
  walk(tree, null);
  const html = elements.find((element) => element.tagName === "html");
  const folder = path.split("/")[0];
  return {
    path,
    source,
    elements,
    html,
    lang: folder === "fa" || folder === "en" ? folder : null,
    ids: new Set(elements.map((element) => attribute(element, "id")).filter(Boolean)),
    noindex: elements.some(
      (element) =>
        element.tagName === "meta" &&
        attribute(element, "name") === "robots" &&
        /noindex/.test(attribute(element, "content") ?? ""),
    ),
  };
}

export function attribute(element, name) {
  return element.attrs?.find((attr) => attr.name === name)?.value;
}

export function byTag(page, ...names) {
  return page.elements.filter((element) => names.includes(element.tagName));
}

/** Every text node below an element that a reader sees, with the element it stands in. */
export function* textNodes(element) {
  for (const child of element.childNodes ?? []) {
    if (child.nodeName === "#text") yield [child.value, element];
    else if (!["script", "style", "template"].includes(child.tagName)) yield* textNodes(child);
  }
}

export function textOf(element) {
  return [...textNodes(element)].map(([text]) => text).join("");
}

const BLOCKS = new Set(
  "address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split(" "),
);

/** The text below an element, a space wherever a block begins or ends. */
export function spacedText(element) {
  let out = "";
  const walk = (node) => {
    if (node.nodeName === "#text") out += node.value;
    if (["script", "style", "template"].includes(node.tagName)) return;
    const space = BLOCKS.has(node.tagName) ? " " : "";
    out += space;
    for (const child of node.childNodes ?? []) walk(child);
    out += space;
  };
  walk(element);
  return out;
}

/** The language that an element's text is in. */
export function languageOf(element) {
  for (let node = element; node; node = node.parentNode) {
    const lang = attribute(node, "lang");
    if (lang !== undefined) return lang;
  }
  return undefined;
}

/** The address of a page on its host: `fa/xian/` for `fa/xian/index.html`. */
export function address(path) {
  return path.replace(/(^|\/)index\.html$/, "$1");
}

export function linkElements(page, rel) {
  return byTag(page, "link").filter((link) => (attribute(link, "rel") ?? "").split(" ").includes(rel));
}
