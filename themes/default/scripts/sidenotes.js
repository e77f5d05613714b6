// Notes beside the text they belong to, where the window has room for them.
// The notes stay where they are in the document, at its end: they are only
// drawn elsewhere, so reading order, links and a page without scripts are the
// same. Cards at the side keep their places; notes go below them.
(() => {
  'use strict';
  const prose = document.querySelector('.chapter .prose');
  const notes = [...document.querySelectorAll('.notes > ol > li')];
  if (!prose || notes.length === 0) return;
  const wide = matchMedia('screen and (min-width: 64rem)');
  const section = document.querySelector('.notes');
  const GAP = 12;

  const reference = (note) => {
    const back = note.querySelector('.back');
    return back && document.getElementById(decodeURIComponent(back.hash.slice(1)));
  };

  const place = () => {
    section.classList.toggle('aside', wide.matches);
    for (const note of notes) note.style.removeProperty('inset-block-start');
    prose.style.removeProperty('min-block-size');
    if (!wide.matches) return;
    const top = section.offsetParent.getBoundingClientRect().top;
    const cards = [...prose.querySelectorAll(':scope > .facts')].map((card) => {
      const box = card.getBoundingClientRect();
      return { start: box.top - top, end: box.bottom - top };
    });
    let free = 0;
    for (const note of notes) {
      const mark = reference(note);
      let start = mark ? mark.getBoundingClientRect().top - top - 4 : free;
      start = Math.max(start, free);
      const height = note.offsetHeight;
      for (const card of cards) {
        if (start < card.end + GAP && start + height > card.start - GAP) start = card.end + GAP;
      }
      note.style.insetBlockStart = `${start}px`;
      free = start + height + GAP;
    }
    prose.style.minBlockSize = `${Math.ceil(free + top - prose.getBoundingClientRect().top)}px`;
  };

  let waiting = 0;
  const later = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(place);
  };
  wide.addEventListener('change', later);
  addEventListener('resize', later);
  addEventListener('afterprint', later);
  // A note that jumps is a shift of the layout; one that was not there is none.
  if (wide.matches) section.style.display = 'none';
  document.fonts.ready.then(() => {
    requestAnimationFrame(() => {
      section.style.removeProperty('display');
      place();
    });
  });
})();
