// The book is no longer kept on its readers' devices: what an earlier publication kept goes, and its worker with it.
"use strict";
addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => {
  const leave = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(`book ${self.registration.scope} `));
    await Promise.all(names.map((name) => caches.delete(name)));
    await self.registration.unregister();
  };
  event.waitUntil(leave());
});
