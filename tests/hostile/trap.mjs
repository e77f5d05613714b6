// A page in Chromium, and everything that text of a book must not bring about there.
//
// In: a site, the pages of it, what a harmless book's pages are made of. Out: sentences about what happened: a script
// that ran, a question to the reader, a request to another place, a window or frame, a navigation, a breach of the
// policy, an element or attribute that the harmless book does not have. Payloads call `__trap` or load from elsewhere.

import { BASE, launch, serve } from "../site/host.mjs";

/** Scripts of the page are held to its policy, or run whatever it says: then what got in shows itself. */
export const MODES = [{ bypassCSP: false }, { bypassCSP: true }];
const AT_ONCE = 3;

/** Runs before any script of a page. */
function lay() {
  // The first event of a page can come before the trap's end is in it.
  const tell = (what) => window.__sprung?.(what) ?? console.error(what);
  window.__trap = () => tell("a script of the content ran");
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => tell(`${name}() was called`);
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => tell(`${violatedDirective} of the policy was broken by ${blockedURI}`));
}

/** What a page is made of, as `element` and `element attribute`, and faults that need no comparison. Runs in the page. */
function look() {
  const made = new Set();
  const faults = [];
  const web = /^(https?|mailto|tel):$/;
  const ADDRESSES = ["href", "src", "action", "formaction", "poster", "data", "ping", "background", "cite", "xlink:href", "srcdoc", "codebase", "manifest"];
  const of = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.localName;
      made.add(name);
      const say = (what) => faults.push(`${what}: ${element.outerHTML.slice(0, 160)}`);
      if (["iframe", "object", "embed", "applet", "base", "frame", "portal", "frameset", "plaintext"].includes(name)) say("a foreign element");
      if (element.shadowRoot) say("a shadow tree");
      if (name === "template") of(element.content);
      if (name === "meta" && element.httpEquiv && element.httpEquiv !== "Content-Security-Policy") say("a command to the browser");
      if (name === "script" && !(element.type === "application/ld+json" || (element.src && new URL(element.src).origin === location.origin))) say("a script");
      if (name === "script" && element.type) {
        try {
          JSON.parse(element.textContent);
        } catch (error) {
          say(error.message);
        }
      }
      for (const { name: attribute, value } of element.attributes) {
        made.add(`${name} ${attribute}`);
        if (/^on/.test(attribute)) say("an event");
        if (!ADDRESSES.includes(attribute)) continue;
        const url = URL.parse(value, location.href);
        if (!url || !web.test(url.protocol)) say("an address");
        else if (url.username && url.protocol !== "mailto:") say("a name in front of a host");
        else if (!["a", "link"].includes(name) && url.origin !== location.origin) say("an address of another host");
      }
    }
  };
  of(document);
  // What a reader may see or hear, and what is said to machines.
  const values = [...document.querySelectorAll("*")].flatMap(({ attributes }) => [...attributes].map(({ value }) => value));
  const structured = [...document.querySelectorAll("script[type]")].map(({ textContent }) => JSON.stringify(JSON.parse(textContent)));
  const words = [document.documentElement.textContent, ...values, ...structured].join(" ").replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ");
  return { made: [...made], faults, words };
}

/** What pages may be made of: learnt from harmless books, then held against others. */
export class Known {
  parts = new Set();
  learning = true;
}

/** Visits pages of a site in a browser with the trap laid; `visit(page, url, spring, path)` is called for each path. What `ignore` says is no fault. */
export async function withTrap(site, { ignore, ...options }, paths, visit) {
  const faults = [];
  const server = await serve(site, BASE);
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await launch();
  try {
    const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block", ...options });
    await context.addInitScript(lay);
    const waiting = paths.values();
    const worker = async () => {
      const page = await context.newPage();
      page.setDefaultTimeout(10000);
      let [path, expected] = ["", ""];
      const spring = (what) => ignore?.test(what) || faults.push(`${path}: ${what}`);
      await page.exposeFunction("__sprung", spring);
      page.on("request", (request) => request.url().startsWith(`${origin}/`) || spring(`asked for ${request.url().slice(0, 100)}`));
      page.on("dialog", (dialog) => (spring(`asked the reader: ${dialog.message()}`), dialog.dismiss()));
      page.on("popup", () => spring("opened a window"));
      page.on("download", () => spring("began a download"));
      page.on("worker", () => spring("started a worker"));
      page.on("frameattached", () => spring("has a frame"));
      page.on("framenavigated", (frame) => frame.url() === expected || frame.url().split(/[?#]/)[0] === expected.split(/[?#]/)[0] || spring(`went to ${frame.url()}`));
      page.on("pageerror", (error) => spring(error.message));
      page.on("console", (message) => message.type() === "error" && !/status of 404/.test(message.text()) && spring(message.text().slice(0, 200)));
      for (path of waiting) {
        expected = `${origin}${BASE}${path}`;
        await visit(page, expected, spring, path).catch((error) => spring(String(error.message).split("\n")[0]));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await browser.close();
    server.close();
  }
  return faults;
}

/** Looks at a page as it is now; what it is made of beyond `known` is a fault. Gives its words. */
export async function inspect(page, known, spring) {
  const { made, faults, words } = await page.evaluate(look);
  faults.forEach((fault) => spring(fault));
  for (const part of made) {
    if (known.learning) known.parts.add(part);
    else if (!known.parts.has(part)) spring(`is made of <${part}>`);
  }
  return words;
}

/** The pages that a browser opens at any address: the one for what is not found knows its own alone. */
const opened = (site) => site.pages.map(({ path }) => path).filter((path) => path !== "404.html");

/** Opens every page: folds and menus open, everything that takes the focus gets it. Gives the words of each by path. */
export async function everyPage(site, options, known) {
  const words = new Map();
  const faults = await withTrap(site, options, opened(site), async (page, url, spring, path) => {
    await page.goto(url);
    await page.evaluate(async () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
      for (const element of document.querySelectorAll("a, button, input, summary, video, [tabindex]")) element.focus();
      document.activeElement.blur?.();
      await new Promise((resolve) => setTimeout(resolve, 30));
    });
    words.set(path, await inspect(page, known, spring));
  });
  return { faults, words };
}
