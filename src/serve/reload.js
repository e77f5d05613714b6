// Waits for news of the book. A page of an older build reloads, and the browser
// keeps the reader's place; the desk takes in what changed.
'use strict';

const script = document.currentScript;
const desk = script.dataset.desk !== undefined;
let build = Number(script.dataset.build);

async function listen() {
  for (let seen = 0; ;) {
    try {
      const answer = await fetch(`/_serve/next/${seen}`, { cache: 'no-store' });
      if (answer.status !== 200) continue;
      const news = await answer.json();
      seen = news.seen;
      news.fresh = news.build !== build;
      if (news.fresh && !desk) return location.reload();
      build = news.build;
      if (desk) document.dispatchEvent(new CustomEvent('news', { detail: news }));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

// A page on the desk is reloaded by the desk: a browser has few connections.
if (window === top) listen();
