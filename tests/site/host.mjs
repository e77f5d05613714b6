// A host for the site on this machine, and the browser that visits it.

import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const POLICY = "default-src 'none'; base-uri 'none'; form-action 'self'; connect-src 'self'; font-src 'self'; img-src 'self'; manifest-src 'self'; media-src 'self'; script-src 'self'; style-src 'self'; worker-src 'self'";

const TYPES = {
  avif: "image/avif", css: "text/css", html: "text/html; charset=utf-8", js: "text/javascript", json: "application/json", jpg: "image/jpeg",
  pdf: "application/pdf", png: "image/png", svg: "image/svg+xml", txt: "text/plain; charset=utf-8", webmanifest: "application/manifest+json",
  webp: "image/webp", woff2: "font/woff2", xml: "application/xml",
};

/** The site at a path of a host on this machine, as a plain static server has it; `sent` gets path and size of every answer. */
export function serve(site, base, sent = () => {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inner = path.startsWith(base) ? path.slice(base.length) : null;
    const file = inner === "" || inner?.endsWith("/") ? `${inner}index.html` : inner;
    const found = file !== null && site.files.get(file);
    const body = found || site.files.get("404.html") || "";
    const type = found ? TYPES[file.split(".").pop()] : TYPES.html;
    response.writeHead(found ? 200 : 404, { "content-type": type ?? "application/octet-stream", "content-security-policy": POLICY });
    response.end(body);
    sent(path, body.length);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

export async function launch() {
  const executablePath = "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is not installed`);
  const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: quiet });
}

/** The sub-path under which pages are visited. */
export const BASE = "/books/sisters/";

/** Runs `visit(page, address)` with a fresh reader, who wants nothing to move, of the site under a sub-path; what it throws is a fault. */
export async function visiting(site, options, visit, sent) {
  const server = await serve(site, BASE, sent);
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ reducedMotion: "reduce", ...options })).newPage();
    page.setDefaultTimeout(10000);
    return await visit(page, (path) => `http://127.0.0.1:${server.address().port}${BASE}${path}`);
  } catch (error) {
    return [String(error.message).split("\n")[0]];
  } finally {
    await browser.close();
    server.close();
  }
}
