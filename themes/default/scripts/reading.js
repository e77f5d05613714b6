// Helps a reader on the way: the language switch keeps the place, headings give their address, and what a link leads
// to is told beside it. Without scripts each of these is a plain link.
(() => {
  "use strict";
  const main = document.querySelector("main");
  if (!main) return;

  // The switch leads to the heading that was read last. It stands at the top of the page, so that the way to it must
  // not count: a place is where the page rested for a second.
  let place = null;
  let resting = 0;
  const rest = () => {
    const top = scrollY < 200;
    if (top && place && performance.now() - rest.since < 10000) return;
    rest.since = performance.now();
    const above = [...main.querySelectorAll(".heading")].filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
    place = top ? null : above.pop();
  };
  addEventListener("scroll", () => (clearTimeout(resting), (resting = setTimeout(rest, 1000))), { passive: true });
  for (const link of document.querySelectorAll(".languages a[hreflang]")) {
    link.addEventListener("click", () => {
      const twin = place?.querySelector(`a.twin[hreflang="${link.hreflang}"]`);
      if (twin) link.href = twin.href;
    });
  }

  // A map that is broader than the screen begins in its middle, where the ways meet.
  for (const frame of main.querySelectorAll(".map .frame")) {
    const middle = (frame.scrollWidth - frame.clientWidth) / 2;
    frame.scrollLeft = getComputedStyle(frame).direction === "rtl" ? -middle : middle;
  }

  // A heading's own link is copied when it is followed.
  const said = document.createElement("p");
  said.className = "copied";
  said.setAttribute("role", "status");
  main.append(said);
  main.addEventListener("click", async (event) => {
    const link = event.target.closest("a.permalink");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(link.href);
    url.search = "";
    try {
      await navigator.clipboard.writeText(url.href);
    } catch {
      return; // The reader has not allowed it; the address stands in the browser's bar all the same.
    }
    said.textContent = main.dataset.copied;
    setTimeout(() => (said.textContent = ""), 3000);
  });

  // What a link leads to, shown on hover and on focus, kept while the pointer is on it, sent away by Escape (WCAG 1.4.13).
  const texts = new Map([...document.querySelectorAll(".previews > [data-href]")].map((text) => [text.dataset.href, text]));
  const box = document.createElement("div");
  box.className = "preview";
  box.id = "preview";
  box.hidden = true;
  box.setAttribute("role", "tooltip");
  let shownBy = null;
  let waiting = 0;
  const hide = () => {
    clearTimeout(waiting);
    box.hidden = true;
    shownBy?.removeAttribute("aria-describedby");
    shownBy = null;
  };
  const show = (link, text) => {
    hide();
    const article = link.closest("[lang]") ?? document.documentElement;
    box.lang = article.lang;
    box.dir = article.dir;
    box.replaceChildren(...text.cloneNode(true).childNodes);
    main.append(box);
    box.style.translate = "none";
    box.hidden = false;
    const [at, size] = [link.getClientRects()[0], box.getBoundingClientRect()];
    const below = at.bottom + 6 + size.height < innerHeight || at.top < size.height;
    const start = Math.max(8, Math.min(at.left + at.width / 2 - size.width / 2, document.documentElement.clientWidth - size.width - 8));
    box.style.translate = `${start - size.left}px ${(below ? at.bottom + 6 : at.top - 6 - size.height) - size.top}px`;
    link.setAttribute("aria-describedby", box.id);
    shownBy = link;
  };
  if (texts.size) {
    for (const link of main.querySelectorAll(".prose a[href]")) {
      const href = link.getAttribute("href");
      const text = texts.get(href) ?? texts.get(href.split("#")[0]);
      if (!text) continue;
      const later = (action, time) => () => {
        clearTimeout(waiting);
        waiting = setTimeout(action, time);
      };
      link.addEventListener("mouseenter", later(() => show(link, text), 250));
      link.addEventListener("mouseleave", later(hide, 250));
      link.addEventListener("focus", () => link.matches(":focus-visible") && show(link, text));
      link.addEventListener("blur", hide);
    }
    box.addEventListener("mouseenter", () => clearTimeout(waiting));
    box.addEventListener("mouseleave", hide);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      event.preventDefault();
      hide();
    });
  }
})();
