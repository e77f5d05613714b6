// Every link, picture, script, style sheet and anchor of the site leads somewhere.
// In: the site as data. Out: faults as sentences. What a browser does with
// the same links is left to `browser.mjs`.

import { attribute, byTag } from "./pages.mjs";

/** A host and a folder that no site is at: what leaves them is no relative link. */
const BASE = "https://site.invalid/sub/folder/";

const REFERENCES = {
  a: ["href"], area: ["href"], audio: ["src"], embed: ["src"], iframe: ["src"], image: ["href", "xlink:href"],
  img: ["src", "srcset"], input: ["src"], link: ["href"], object: ["data"], script: ["src"],
  source: ["src", "srcset"], track: ["src"], use: ["href", "xlink:href"], video: ["src", "poster"],
};

/** Relations that name an address and load nothing. */
const NAMING = ["canonical", "alternate"];

/** Every reference of a page: the text of the attribute, whether a browser loads it. */
export function* references(page) {
  for (const element of page.elements) {
    for (const name of REFERENCES[element.tagName] ?? []) {
      const attr = element.attrs.find((attr) => attr.name === name || `${attr.prefix}:${attr.name}` === name);
      if (!attr) continue;
      const rel = (attribute(element, "rel") ?? "").split(" ");
      const naming = element.tagName === "link" && rel.some((rel) => NAMING.includes(rel));
      const values = name === "srcset" ? attr.value.split(",").map((part) => part.trim().split(/\s/)[0]) : [attr.value];
      for (const value of values) {
        yield { element, value, naming, loads: !naming && !["a", "area"].includes(element.tagName) };
      }
    }
  }
}

function* styleReferences(site) {
  for (const [path, bytes] of site.files) {
    if (!path.endsWith(".css")) continue;
    for (const [, , value] of bytes.toString("utf8").matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/g)) yield [path, value];
  }
}

/** Where a reference leads inside of the site: its file and its anchor; undefined if outside. */
function inside(from, value) {
  const url = new URL(value, BASE + from);
  if (!url.href.startsWith(BASE)) return undefined;
  const decode = (text) => decodeURIComponent(text).normalize("NFC");
  return { path: decode(url.pathname.slice(new URL(BASE).pathname.length)), anchor: decode(url.hash.slice(1)) };
}

/** Every internal reference leads to a file and, if it names one, to an anchor. */
export function everyLinkResolves(site) {
  const faults = [];
  for (const page of site.pages) {
    for (const { value, naming } of references(page)) {
      if (naming) continue;
      let target;
      try {
        target = inside(page.path, value);
      } catch {
        faults.push(`${page.path}: ${value} is no address`);
        continue;
      }
      if (!target) continue;
      // A web server answers for a folder with its index; a disk does not.
      const file = target.path === "" || target.path.endsWith("/") ? `${target.path}index.html` : target.path;
      if (!site.files.has(file)) faults.push(`${page.path}: ${value} leads to no file`);
      else if (target.anchor && site.byPath.has(file) && !site.byPath.get(file).ids.has(target.anchor)) {
        faults.push(`${page.path}: ${value} leads to no anchor of ${file}`);
      }
    }
  }
  for (const [path, value] of styleReferences(site)) {
    if (value.startsWith("data:")) continue;
    const target = inside(path, value);
    if (!target) faults.push(`${path}: ${value} leaves the site`);
    else if (!site.files.has(target.path)) faults.push(`${path}: ${value} leads to no file`);
  }
  return faults;
}

/** Nothing that a browser loads comes from elsewhere, and no link leaves the folder it is put in. */
export function everyReferenceIsRelative(site) {
  const faults = [];
  for (const page of site.pages) {
    // A host shows this page at any depth: its links begin at the top.
    if (page.path === "404.html") continue;
    for (const { element, value, naming, loads } of references(page)) {
      if (naming) continue;
      if (value.startsWith("/")) faults.push(`${page.path}: ${value} begins at the host's top`);
      else if (loads && /^[a-z][a-z0-9+.-]*:/i.test(value)) faults.push(`${page.path}: <${element.tagName}> loads ${value}`);
      else if (!/^[a-z][a-z0-9+.-]*:/i.test(value) && !inside(page.path, value)) {
        faults.push(`${page.path}: ${value} leaves the site's folder`);
      }
    }
  }
  return faults;
}

/** Read from disk, a link must name the page's file: a folder opens as a list of files. */
export function everyLinkOpensFromDisk(site) {
  const faults = [];
  for (const page of site.pages) {
    if (page.path === "404.html") continue;
    for (const { value, naming } of references(page)) {
      if (naming || /^[a-z][a-z0-9+.-]*:/i.test(value)) continue;
      const path = value.split(/[?#]/)[0];
      if (path === "." || path === ".." || path.endsWith("/")) faults.push(`${page.path}: ${value} names a folder`);
    }
  }
  return faults;
}

/** Links are ASCII, Persian in them is percent-encoded (P-126); ids are each once on a page. */
export function addressesAreWritable(site) {
  const faults = [];
  for (const page of site.pages) {
    for (const { value } of references(page)) {
      if (/[^\x21-\x7e]/.test(value)) faults.push(`${page.path}: ${value} is not percent-encoded`);
    }
    const seen = new Set();
    for (const element of page.elements) {
      const id = attribute(element, "id");
      if (id !== undefined && seen.has(id)) faults.push(`${page.path}: the id ${id} is there twice`);
      seen.add(id);
    }
  }
  return faults;
}

/** Every page is reached by links from the first one. */
export function everyPageIsReached(site) {
  // The last two are answers to addresses that lead nowhere, or nowhere without a connection.
  const reached = new Set(["index.html", "404.html", "offline.html"]);
  const waiting = ["index.html"];
  while (waiting.length > 0) {
    const page = site.byPath.get(waiting.pop());
    for (const link of page ? byTag(page, "a") : []) {
      const href = attribute(link, "href");
      let target;
      try {
        target = href === undefined ? undefined : inside(page.path, href);
      } catch {
        continue;
      }
      const path = target && (target.path === "" || target.path.endsWith("/") ? `${target.path}index.html` : target.path);
      if (path && site.byPath.has(path) && !reached.has(path)) {
        reached.add(path);
        waiting.push(path);
      }
    }
  }
  return site.pages.filter((page) => !reached.has(page.path)).map((page) => `${page.path}: no link leads to it`);
}

/** The way from the cover to a page is shown, and machines are told the same steps. */
export function pagesSayWhereTheyAre(site) {
  const faults = [];
  for (const page of site.pages.filter(({ path, lang }) => lang && path !== `${lang}/index.html`)) {
    const nav = byTag(page, "nav").find((nav) => attribute(nav, "class") === "crumbs");
    const inNav = (element) => element && (element === nav || inNav(element.parentNode));
    const shown = nav ? byTag(page, "a", "span").filter((element) => inNav(element) && (attribute(element, "href") || attribute(element, "aria-current"))) : [];
    if (!attribute(nav ?? {}, "aria-label")) faults.push(`${page.path}: no named list of the way to it`);
    if (attribute(shown.at(-1) ?? {}, "aria-current") !== "page") faults.push(`${page.path}: the way does not end at the page`);
    const data = byTag(page, "script").find((script) => attribute(script, "type") === "application/ld+json");
    if (!data) continue;
    const told = JSON.parse(data.childNodes[0].value)["@graph"].find((node) => node["@type"] === "BreadcrumbList");
    const end = (address) => address.replace(/^.*?((fa|en)\/)/, "$1").replace("index.html", "");
    const steps = shown.map((element) => end(attribute(element, "href") ? inside(page.path, attribute(element, "href")).path + (new URL(attribute(element, "href"), BASE).hash) : page.path));
    const same = told && steps.length === told.itemListElement.length && told.itemListElement.every(({ item }, at) => end(item) === steps[at]);
    if (!same) faults.push(`${page.path}: shows ${steps}, tells ${told?.itemListElement.map(({ item }) => end(item))}`);
  }
  return faults;
}
