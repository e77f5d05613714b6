// Starts the worker that keeps what was read, and keeps the whole book where a reader asks for it.
// Not from disk, where no worker runs, and nothing is offered without one.
(() => {
  "use strict";
  const { worker } = document.currentScript?.dataset ?? {};
  const keeper = document.querySelector(".keeper");
  if (!worker || !navigator.serviceWorker || !location.protocol.startsWith("http")) {
    if (keeper) keeper.hidden = true;
    return;
  }
  const base = new URL("./", new URL(worker, location.href)).href;
  const prefix = `book ${base} `;
  const started = new Promise((resolve) => addEventListener("load", resolve)).then(() => navigator.serviceWorker.register(worker));
  started.then(async () => {
    if (navigator.serviceWorker.controller) return;
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage([location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)]);
  }, () => {});

  const lang = document.documentElement.lang;
  const ours = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));
  const setUp = async ({ dataset }) => {
    const address = new URL(dataset.list, location.href).href;
    const [keepButton, stopButton, forgetButton] = keeper.querySelectorAll("button");
    const [progress, status] = [keeper.querySelector("progress"), keeper.querySelector("[role=status]")];
    const percent = new Intl.NumberFormat(lang, { style: "percent" });
    let stopped = true;
    const show = (state, said = "") => {
      keepButton.hidden = state !== "none";
      stopButton.hidden = progress.parentElement.hidden = state !== "keeping";
      forgetButton.hidden = state !== "kept";
      status.textContent = said;
    };
    const count = (part) => {
      progress.value = part;
      const said = percent.format(Math.floor(part * 100) / 100);
      progress.setAttribute("aria-valuetext", said);
      progress.nextElementSibling.textContent = said;
    };
    const keep = async () => {
      stopped = false;
      count(0);
      show("keeping", dataset.keeping);
      stopButton.focus();
      navigator.storage?.persist?.();
      const list = await (await fetch(address, { cache: "no-cache" })).json();
      const cache = await caches.open(prefix + list.publication);
      const files = list.files.concat(list.pictures.map(([first]) => first));
      const waiting = files.values();
      let done = 0;
      const work = async () => {
        for (const file of waiting) {
          if (stopped) return;
          const url = base + file;
          if (!(await cache.match(url))) {
            const response = await fetch(url);
            if (!response.ok) throw new Error(url);
            await cache.put(url, response.redirected ? new Response(await response.blob(), { headers: response.headers }) : response);
          }
          count((done += 1) / files.length);
        }
      };
      await Promise.all([work(), work(), work(), work()]);
      if (!stopped) await cache.put(address, new Response(JSON.stringify(list)));
    };
    keepButton.addEventListener("click", () =>
      keep().then(
        () => stopped || (show("kept", dataset.kept), forgetButton.focus()),
        () => ((stopped = true), show("none", dataset.broken), keepButton.focus()),
      ),
    );
    stopButton.addEventListener("click", () => ((stopped = true), show("none"), keepButton.focus()));
    forgetButton.addEventListener("click", async () => {
      await Promise.all((await ours()).map((name) => caches.delete(name)));
      show("none", dataset.forgotten);
      keepButton.focus();
    });
    show((await caches.match(address)) ? "kept" : "none");
  };
  if (keeper) started.then(() => setUp(keeper)).catch(() => {});

  // The page that is shown for one that is not kept names those that are.
  const MOST = 100;
  const nameKept = async (list) => {
    const folder = `${base}${list.dataset.folder}`;
    for (const name of await ours()) {
      const cache = await caches.open(name);
      const pages = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(folder) && url.endsWith("/index.html"));
      for (const url of pages.slice(0, MOST)) {
        const text = await (await cache.match(url)).text();
        const heading = new DOMParser().parseFromString(text, "text/html").querySelector("h1");
        const link = Object.assign(document.createElement("a"), { href: url });
        link.append(...(heading?.childNodes ?? [url]));
        const item = document.createElement("li");
        item.append(link);
        list.append(item);
      }
    }
    list.parentElement.hidden = !list.children.length;
  };
  document.querySelectorAll(".kept-pages").forEach(nameKept);
})();
