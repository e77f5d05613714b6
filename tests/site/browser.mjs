// Every page in Chromium: nothing is asked of another host, nothing fails,
// nothing is wider than the screen, and the same holds under a sub-path and
// from disk. Pages are served with a policy that forbids all that is inline.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, serve } from "./host.mjs";

/** Opens one page and tells what went wrong while it loaded. */
async function open(context, name, url, origin) {
  const faults = [];
  // From disk a browser refuses to fetch a font before its style sheet asks
  // for it, and says so; whether the fonts came is measured below.
  const refused = (text) => url.startsWith("file:") && /\.woff2|^Failed to load resource: net::ERR_FAILED$/.test(text);
  const page = await context.newPage();
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(origin) && !asked.startsWith("data:")) faults.push(`${name}: asks for ${asked}`);
  });
  page.on("requestfailed", (request) => {
    if (!refused(request.url())) faults.push(`${name}: ${request.url()} failed: ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== url) faults.push(`${name}: ${response.url()} answers ${response.status()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 404/.test(message.text()) && !refused(message.text())) faults.push(`${name}: ${message.text().slice(0, 200)}`);
  });
  page.on("pageerror", (error) => faults.push(`${name}: ${error.message}`));
  await page.goto(url, { waitUntil: "load" });
  const measured = await page.evaluate(async () => {
    await document.fonts.ready;
    const root = document.scrollingElement;
    return {
      wide: root.scrollWidth - root.clientWidth,
      styled: getComputedStyle(document.body).fontFamily,
      fonts: [...document.fonts].filter((font) => font.status === "error").map((font) => font.family),
      bare: document.fonts.size > 0 && ![...document.fonts].some((font) => font.status === "loaded"),
    };
  });
  if (measured.wide > 0) faults.push(`${name}: is ${measured.wide} px wider than the screen`);
  if (/^"?Times/.test(measured.styled)) faults.push(`${name}: is not styled`);
  if (measured.bare) faults.push(`${name}: none of its fonts loaded`);
  for (const family of measured.fonts) faults.push(`${name}: the font ${family} did not load`);
  await page.close();
  return faults;
}

async function openAll(site, pages, addressOf, origin, options) {
  const browser = await launch();
  const faults = [];
  try {
    const context = await browser.newContext(options);
    for (const page of pages) faults.push(...(await open(context, page.path, addressOf(page), origin)));
  } finally {
    await browser.close();
  }
  return faults;
}

const PHONE = { viewport: { width: 360, height: 740 } };

/** Every page under a sub-path of a host, on a phone. */
export async function pagesOpenUnderASubPath(site) {
  const base = "/books/sisters/";
  const server = await serve(site, base);
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    const address = (page) => `${origin}${base}${page.path.replace(/(^|\/)index\.html$/, "$1")}`;
    const pages = site.pages.filter((page) => page.path !== "404.html");
    return await openAll(site, pages, address, `${origin}${base}`, PHONE);
  } finally {
    server.close();
  }
}

/** One page of each kind at the top of a host, on a wide screen and without scripts. */
export async function pagesOpenAtARoot(site) {
  const server = await serve(site, "/");
  const origin = `http://127.0.0.1:${server.address().port}`;
  try {
    const address = (page) => `${origin}/${page.path.replace(/(^|\/)index\.html$/, "$1")}`;
    const options = { viewport: { width: 1280, height: 900 } };
    const pages = kinds(site).filter((page) => page.path !== "404.html");
    const scripted = await openAll(site, pages, address, `${origin}/`, options);
    const plain = await openAll(site, pages, address, `${origin}/`, { ...PHONE, javaScriptEnabled: false }).catch((error) => [String(error)]);
    return scripted.concat(plain);
  } finally {
    server.close();
  }
}

/** One page of each kind from disk. */
export async function pagesOpenFromDisk(site) {
  const address = (page) => pathToFileURL(join(site.folder, page.path)).href;
  const origin = `${pathToFileURL(site.folder).href}/`;
  const pages = kinds(site).filter((page) => page.path !== "404.html");
  return openAll(site, pages, address, origin, PHONE);
}

/** The cover, a long chapter, and every page that the program makes itself. */
function kinds(site) {
  const longest = (lang) =>
    site.pages.filter((page) => page.lang === lang).sort((a, b) => b.source.length - a.source.length)[0];
  const own = /^(fa|en)\/((map|timeline|search|glossary|index-of-names|sources|contents)\/)?index\.html$/;
  const chosen = site.pages.filter((page) => page.path === "index.html" || own.test(page.path));
  return [...new Set([...chosen, longest("fa"), longest("en")].filter(Boolean))];
}
