// Keeps what was read, so that it opens without a connection.
//
// The build writes PUBLICATION, SHELL and LISTS before this. In: what pages ask for below this file's folder.
// Out: a page from the host, or as it was kept where the host does not answer in time; a file with a hash in its
// name as it was kept. One cache a publication: what was kept of the last is brought over before it goes.
"use strict";
const BASE = self.registration.scope;
const PREFIX = `book ${BASE} `;
const CACHE = PREFIX + PUBLICATION;
const PATIENCE = 4000; // milliseconds for a page that is kept
const HASHED = /^(assets\/(?!film-)|search\/)/; // a film is too large to be kept unasked

/** What is kept a file under: a page by its own name, whatever was asked of it. */
const keyOf = (address) => {
  const url = new URL(address);
  if (!url.href.startsWith(BASE)) return null;
  url.search = url.hash = "";
  return url.href.endsWith("/") ? `${url.href}index.html` : url.href;
};
const pathOf = (key) => key.slice(BASE.length);
const hashed = (key) => HASHED.test(pathOf(key));
const isPage = (key) => key.endsWith(".html");
const listOf = (list) => BASE + list;

/** A response that may answer a navigation: one that was led elsewhere may not. */
const plain = async (response) =>
  response.redirected ? new Response(await response.blob(), { status: response.status, headers: response.headers }) : response;

/** What is being kept just now: until it is, a cache may deny what it had. */
const keeping = new Map();
const keep = (key, response) => {
  const put = async () => {
    try {
      await (await caches.open(CACHE)).put(key, await plain(response));
    } catch {
      // There is no room left: the reader reads on all the same.
    }
    // Whose place another took meanwhile has brought its cache back.
    if (self.serviceWorker?.state === "redundant") await caches.delete(CACHE);
  };
  const done = Promise.resolve(keeping.get(key))
    .then(put)
    .finally(() => keeping.get(key) === done && keeping.delete(key));
  keeping.set(key, done);
  return done;
};
const keptOf = async (key) => {
  await keeping.get(key);
  return caches.match(key);
};

/** Brings over what was kept of earlier publications: files that did not change as they are, pages anew. */
const bringOver = async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  if (names.length === 0) return;
  const cache = await caches.open(CACHE);
  const lists = new Map();
  for (const list of LISTS) lists.set(list, await (await fetch(listOf(list), { cache: "no-cache" })).json());
  const current = new Set([...lists.values()].flatMap(({ files, pictures }) => [files, pictures].flat(2)));
  for (const name of names) {
    const old = await caches.open(name);
    const keys = (await old.keys()).map(({ url }) => url);
    const whole = LISTS.filter((list) => keys.includes(listOf(list)));
    const wanted = new Set(keys.filter((key) => current.has(pathOf(key))));
    for (const list of whole) for (const file of all(lists.get(list))) wanted.add(BASE + file);
    for (const key of wanted) {
      if (await cache.match(key)) continue;
      const kept = hashed(key) && (await old.match(key));
      const response = kept || (await fetch(key, { cache: "no-cache" }));
      if (response.ok) await cache.put(key, await plain(response));
    }
    for (const list of whole) await cache.put(listOf(list), new Response(JSON.stringify(lists.get(list))));
  }
};
const all = ({ files, pictures }) => files.concat(pictures.map(([first]) => first));

addEventListener("install", (event) => {
  const install = async () => {
    await bringOver();
    await (await caches.open(CACHE)).addAll(SHELL.map((path) => new Request(BASE + path, { cache: hashed(BASE + path) ? "force-cache" : "no-cache" })));
    await self.skipWaiting();
  };
  event.waitUntil(install());
});

addEventListener("activate", (event) => {
  const activate = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(names.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(activate());
});

/** A page that came before its worker did tells what it was made of; the browser has these files at hand. */
addEventListener("message", (event) => {
  const keepAll = async () => {
    for (const key of event.data.map(keyOf)) {
      if (!key || !(hashed(key) || isPage(key)) || (await caches.match(key))) continue;
      const response = await fetch(key, { cache: "force-cache" });
      if (response.ok) await keep(key, response);
    }
  };
  event.waitUntil(keepAll());
});

const page = async (event, key) => {
  const kept = await keptOf(key);
  const asked = fetch(event.request).then(async (response) => {
    if (response.ok) event.waitUntil(keep(key, response.clone()));
    return response.status >= 500 && kept ? kept : response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  try {
    return await (kept ? Promise.race([asked, late]) : asked);
  } catch {
    const found = kept ?? (await keptOf(key));
    return found ?? (event.request.mode === "navigate" ? Response.redirect(`${BASE}offline.html`) : Response.error());
  }
};

const file = async (event, key) => {
  const kept = await keptOf(key);
  if (kept) return kept;
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(key, response.clone()));
    return response;
  } catch {
    return (await samePicture(pathOf(key))) ?? Response.error();
  }
};

/** The whole book has each picture in one size; it stands in for the others. */
const samePicture = async (path) => {
  for (const list of LISTS) {
    const kept = await caches.match(listOf(list));
    const sizes = kept && (await kept.json()).pictures.find((sizes) => sizes.includes(path));
    if (sizes) return caches.match(BASE + sizes[0]);
  }
  return undefined;
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const key = keyOf(request.url);
  if (!key || request.method !== "GET" || request.headers.has("range")) return;
  if (hashed(key)) event.respondWith(file(event, key));
  else if (isPage(key) || request.mode === "navigate") event.respondWith(page(event, key));
});
