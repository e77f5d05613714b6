// Reading without a connection in Chromium, under a sub-path and in both languages: what was read opens again, the
// whole book is kept on request, a new publication takes the place of the old, and from disk nothing is tried.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { BASE, launch, serve, visiting } from "./host.mjs";
import { siteOf } from "./pages.mjs";

const LANGUAGES = ["fa", "en"];
const PHONE = { width: 360, height: 740 };
/** Of two chapters one is read and one is not. */
const chapters = (site, lang) => site.pages.filter((page) => page.lang === lang && page.source.includes('class="chapter"')).slice(0, 2).map(({ path }) => path);

const shown = (page) => page.evaluate(async () => {
  await document.fonts.ready;
  const { color, fontFamily } = getComputedStyle(document.body);
  return { heading: document.querySelector("h1").textContent, styled: !/^"?Times/.test(fontFamily) && color !== "rgb(0, 0, 0)" };
});

/** Waits until the worker is at work and keeps a page: the browser leads no navigation through one that only begins. */
const isKept = (page, url) => page.waitForFunction(async (url) => {
  const { active } = await navigator.serviceWorker.ready;
  return active.state === "activated" && Boolean(navigator.serviceWorker.controller) && Boolean(await caches.match(url));
}, url);

/** What was read opens without a connection, the rest is answered by a page that names it. */
export async function whatWasReadIsKept(site) {
  return visiting(site, { viewport: PHONE }, async (page, at) => {
    const faults = [];
    for (const lang of LANGUAGES) {
      const [read, unread] = chapters(site, lang);
      await page.goto(at(read));
      const online = await shown(page);
      await isKept(page, at(read));
      await page.context().setOffline(true);
      // Pages are asked for by other names too: with a search, or by their folder.
      for (const name of [read, `${read}?q=a#main`, read.replace("index.html", "")]) {
        await page.goto(at(name));
        const offline = await shown(page);
        if (offline.heading !== online.heading || !offline.styled) faults.push(`${lang}: ${name} opens as ${JSON.stringify(offline)}`);
      }
      await page.goto(at(unread));
      await page.waitForURL(/offline\.html$/);
      const link = page.locator(`.kept-pages a[href$="${BASE}${read}"]`);
      await link.waitFor();
      if ((await link.textContent()) !== online.heading) faults.push(`${lang}: a page that is kept is called ${await link.textContent()}`);
      if (await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth)) faults.push(`${lang}: the page for what is not kept is too wide`);
      await page.context().setOffline(false);
    }
    return faults;
  });
}

/** The whole book is kept on request, by keyboard, with its progress told, and can be sent away again. */
export async function theWholeBookIsKept(site) {
  const faults = [];
  for (const lang of LANGUAGES) {
    const found = await visiting(site, { viewport: PHONE }, async (page, at) => {
      const faults = [];
      await page.goto(at(`${lang}/index.html`));
      await page.focus(".keeper summary");
      await page.keyboard.press("Enter");
      await page.locator(".keeper button").first().waitFor();
      await page.evaluate(() => {
        const progress = document.querySelector(".keeper progress");
        window.told = [];
        new MutationObserver(() => window.told.push([progress.value, progress.getAttribute("aria-valuetext"), progress.nextElementSibling.textContent])).observe(progress, { attributes: true, attributeFilter: ["aria-valuetext"] });
      });
      await page.focus(".keeper button");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector(".keeper progress").closest("[hidden]") && document.querySelector(".keeper [role=status]").textContent, null, { timeout: 60000 });
      const said = await page.evaluate(() => ({ status: document.querySelector(".keeper [role=status]").textContent, kept: document.querySelector(".keeper").dataset.kept, told: window.told, focus: document.activeElement.textContent, name: document.getElementById(document.querySelector(".keeper progress").getAttribute("aria-labelledby"))?.textContent }));
      if (said.status !== said.kept) faults.push(`${lang}: the end is told as ${said.status}`);
      if (!said.name) faults.push(`${lang}: the progress has no name`);
      const last = lang === "fa" ? "۱۰۰٪" : "100%";
      if (said.told.length < 5 || said.told.at(-1)?.[1] !== last || said.told.at(-1)[2] !== last) faults.push(`${lang}: the progress ends as ${said.told.at(-1)}`);
      if (said.told.some(([value], at) => at > 0 && value < said.told[at - 1][0])) faults.push(`${lang}: the progress goes back`);
      await page.context().setOffline(true);
      for (const { path } of site.pages.filter((page) => page.lang === lang)) {
        const failed = [];
        // What a page no longer waits for when it is left is no failure.
        const note = (request) => request.failure()?.errorText !== "net::ERR_ABORTED" && failed.push(request.url());
        page.on("requestfailed", note);
        await page.goto(at(path));
        const { styled } = await shown(page);
        page.off("requestfailed", note);
        if (page.url() !== at(path) || !styled) faults.push(`${path}: is not kept with the whole book`);
        for (const url of failed) faults.push(`${path}: asks for ${url}, which is not kept`);
      }
      // The search is a part of the book.
      await page.goto(at(`${lang}/search/index.html`));
      await page.fill("#search", lang === "fa" ? "اصفهان" : "Isfahan");
      await page.locator(".results a").first().waitFor();
      await page.context().setOffline(false);
      await page.goto(at(`${lang}/index.html`));
      await page.locator(".keeper summary").click();
      await page.locator(".keeper button:visible").click();
      await page.waitForFunction(() => document.querySelector(".keeper [role=status]").textContent === document.querySelector(".keeper").dataset.forgotten);
      // The page that is being read may be kept anew meanwhile, with pictures that came into sight: no other, and no search.
      const left = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat());
      const others = left.filter((url) => /\.(html|json)$/.test(url) && url !== at(`${lang}/index.html`));
      if (others.length) faults.push(`${lang}: ${others.length} files are left on the device, ${others[0]} among them`);
      return faults;
    });
    faults.push(...found);
  }
  return faults;
}

/** Of a new publication the pages are new, of the last one nothing is left, and what did not change is not asked for again. */
export async function aNewPublicationTakesThePlaceOfTheOld(site) {
  const [read] = chapters(site, "fa");
  const files = new Map(site.files);
  const next = new Map(site.files);
  const text = (path) => site.files.get(path).toString("utf8");
  const publication = /const PUBLICATION = "(\w+)"/.exec(text("worker.js"))[1];
  const [later, marker] = ["0".repeat(16), "\u06f1\u06f2\u06f3"];
  for (const path of ["worker.js", ...LANGUAGES.map((lang) => `${lang}/offline.json`)]) next.set(path, Buffer.from(text(path).replaceAll(publication, later)));
  next.set(read, Buffer.from(text(read).replace("</h1>", ` ${marker}</h1>`)));
  const shown = siteOf(site.folder, files);
  const asked = [];
  return visiting(shown, {}, async (page, at) => {
    const faults = [];
    await page.goto(at(read));
    await isKept(page, at(read));
    await page.waitForFunction(async () => {
      const fonts = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.endsWith(".woff2"));
      return (await Promise.all(fonts.map((font) => caches.match(font)))).every(Boolean);
    });
    for (const [path, bytes] of next) files.set(path, bytes);
    asked.length = 0;
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
      await registration.update();
      await changed;
    });
    await page.waitForFunction(async () => (await caches.keys()).length === 1);
    const fonts = asked.filter((path) => path.endsWith(".woff2"));
    if (fonts.length) faults.push(`${fonts} was asked for again`);
    await page.context().setOffline(true);
    await page.goto(at(read));
    if (!(await page.textContent("h1")).includes(marker)) faults.push("the old page was left");
    if (!(await page.evaluate(() => caches.keys()))[0].endsWith(later)) faults.push("the old cache was left");
    return faults;
  }, (path) => asked.push(path));
}

/** From disk no worker is asked for and nothing is offered; the manifest of each language is one that a browser takes. */
export async function offlineIsForHostsOnly(site) {
  const browser = await launch();
  const faults = [];
  try {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && !/woff2|ERR_FAILED|manifest/i.test(message.text()) && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    for (const lang of LANGUAGES) {
      await page.goto(pathToFileURL(join(site.folder, `${lang}/index.html`)).href);
      if (await page.locator(".keeper").isVisible()) faults.push(`${lang}: from disk the book is offered for keeping`);
    }
  } finally {
    await browser.close();
  }
  for (const lang of LANGUAGES) {
    const found = await visiting(site, {}, async (page, at) => {
      await page.goto(at(`${lang}/index.html`));
      const session = await page.context().newCDPSession(page);
      const { errors, manifest, url } = await session.send("Page.getAppManifest");
      const faults = errors.map(({ message }) => `${url}: ${message}`);
      const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
      for (const { errorId } of installabilityErrors) if (errorId !== "in-incognito") faults.push(`${url}: ${errorId}`);
      if (manifest.scope !== at("") || manifest.startUrl !== at(`${lang}/index.html`)) faults.push(`${url}: begins at ${manifest.startUrl} in ${manifest.scope}`);
      const raw = JSON.parse(site.files.get(`${lang}/manifest.webmanifest`));
      const dir = lang === "fa" ? "rtl" : "ltr";
      if (raw.lang !== lang || raw.dir !== dir || !raw.icons.some(({ purpose }) => purpose === "maskable")) faults.push(`${url}: ${raw.lang} ${raw.dir}`);
      return faults;
    });
    faults.push(...found);
  }
  return faults;
}
