// The colours that a reader has chosen, before anything is painted: of its own, and not deferred, so that no page
// flashes up in the other ones. What else the choice needs is in scripts/scheme.js.
try {
  const chosen = localStorage.getItem("isfahan-book:scheme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.scheme = chosen;
} catch {
  // Storage is forbidden: nothing was kept.
}
