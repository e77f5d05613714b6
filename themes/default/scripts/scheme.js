// Light or dark: a page follows the system until a reader chooses otherwise.
// The choice is kept for the next page; choosing what the system says ends it.
(() => {
  'use strict';
  const KEY = 'isfahan-book:scheme';
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');

  // Where storage is forbidden a choice holds for its page alone.
  const stored = () => {
    try {
      const value = localStorage.getItem(KEY);
      return value === 'dark' || value === 'light' ? value : null;
    } catch {
      return null;
    }
  };
  const store = (value) => {
    try {
      if (value) localStorage.setItem(KEY, value);
      else localStorage.removeItem(KEY);
    } catch {
      /* The page still changes. */
    }
  };
  const chosen = () => root.dataset.scheme ?? null;
  const isDark = () => (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark';

  const button = document.querySelector('.scheme');
  const paper = [...document.querySelectorAll('meta[name="theme-color"]')];
  const colours = Object.fromEntries(paper.map((meta) => [meta.media.includes('dark') ? 'dark' : 'light', meta.content]));

  const show = (scheme) => {
    if (scheme) root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
    button?.setAttribute('aria-pressed', String(isDark()));
    for (const meta of paper) {
      const own = meta.media.includes('dark') ? 'dark' : 'light';
      meta.content = colours[scheme ?? own] ?? meta.content;
    }
  };

  show(stored());
  if (button) {
    button.addEventListener('click', () => {
      const wanted = isDark() ? 'light' : 'dark';
      const scheme = wanted === (system.matches ? 'dark' : 'light') ? null : wanted;
      store(scheme);
      show(scheme);
    });
    button.disabled = false;
  }
  system.addEventListener('change', () => show(chosen()));
  // Another tab chose, or this page came back from the browser's memory.
  addEventListener('storage', (event) => {
    if (event.key === KEY || event.key === null) show(stored());
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) show(stored());
  });
})();
