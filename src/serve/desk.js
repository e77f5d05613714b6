// The desk follows every build; its two pages follow each other.
'use strict';

const frames = [...document.querySelectorAll('iframe')];

// A frame that a reader scrolls leads; the other one does not answer back.
let leader = null;

function headings(frame) {
  return [...(frame.contentDocument?.querySelectorAll('main :is(h1, h2, h3)[id], main h1') ?? [])];
}

// The heading that was passed last, and the part of the way to the next one.
function place(frame) {
  const tops = headings(frame).map((heading) => [heading.id, heading.getBoundingClientRect().top]);
  const end = frame.contentDocument.documentElement.getBoundingClientRect().bottom;
  const index = tops.findLastIndex(([, top]) => top <= 8);
  if (index < 0) return null;
  const next = tops[index + 1]?.[1] ?? end;
  return { id: tops[index][0], index, part: (8 - tops[index][1]) / Math.max(1, next - tops[index][1]) };
}

function follow(frame, { id, index, part }) {
  const list = headings(frame);
  const at = id ? list.findIndex((heading) => heading.id === id) : index;
  if (at < 0) return;
  const top = list[at].getBoundingClientRect().top;
  const next = list[at + 1]?.getBoundingClientRect().top
    ?? frame.contentDocument.documentElement.getBoundingClientRect().bottom;
  frame.contentWindow.scrollBy({ top: top - 8 + part * (next - top), behavior: 'instant' });
}

function watch(frame) {
  const page = frame.contentWindow;
  for (const kind of ['wheel', 'pointerdown', 'touchstart', 'keydown']) {
    page.addEventListener(kind, () => { leader = frame; }, { passive: true });
  }
  page.addEventListener('scroll', () => {
    if (leader !== frame) return;
    const found = place(frame);
    if (found) frames.filter((other) => other !== frame && !other.hidden).forEach((other) => follow(other, found));
  }, { passive: true });
}

for (const frame of frames.filter((frame) => frame.dataset.kind === 'page')) {
  frame.addEventListener('load', () => watch(frame));
  if (frame.contentDocument?.readyState === 'complete') watch(frame);
}

// The printed page is fetched when somebody wants to see it.
const print = document.querySelector('iframe[data-kind=print]');
document.querySelector('#print')?.addEventListener('click', (event) => {
  print.hidden = !print.hidden;
  event.currentTarget.setAttribute('aria-expanded', String(!print.hidden));
  if (!print.hidden && !print.src) print.src = print.dataset.src;
});

let printed = null;
document.addEventListener('news', async ({ detail }) => {
  if (detail.fresh) {
    frames.filter((frame) => frame.dataset.kind === 'page')
      .forEach((frame) => frame.contentWindow.location.reload());
  }
  if (print?.src && printed !== null && printed !== detail.printed) print.contentWindow.location.reload();
  printed = detail.printed;
  const answer = await fetch(location.pathname, { cache: 'no-store' });
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.querySelector(`[data-part=${part.dataset.part}]`);
    if (other) part.replaceChildren(...other.childNodes);
  }
});
