// Searches the book from the index of src/search, as the reader types.
//
// In: the form of class `search` and the files beside its data-index. Out: links to chapters and headings, with the
// words found in their own spelling; on the page they lead to, the same words marked. Files of the index are loaded
// as scripts, which works from disk as well, and only those that a query needs.
(() => {
  "use strict";
  const { tokens, queryWords, spans } = window.bookFold;
  const WIDEST = 3; // files of terms for a word still being typed: WIDEST of src/search/shards.rs
  const MOST_WORDS = 24;
  const FIRST = 5; // pages shown at first
  const MORE = 12;
  const SECTIONS = 2; // headings shown of a page
  const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}\u0640\u00ad\u200d]|[\u200c'‘’`ʼʻʿʾ]+(?=[\p{L}\p{N}])|[.,٫٬](?=[0-9٠-٩۰-۹]))*/gu;
  const lang = document.documentElement.lang;
  const element = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value);
    made.append(...content);
    return made;
  };

  // ---- The index

  const loading = new Map();
  const arrived = new Map();
  window.searchShard = (name, value) => arrived.set(name, value);

  const openIndex = (address) => {
    const load = (name) => {
      if (!loading.has(name)) {
        loading.set(
          name,
          new Promise((resolve, reject) => {
            const script = element("script", { src: new URL(`${name}.js`, address) });
            script.onload = () => (arrived.has(name) ? resolve(arrived.get(name)) : reject(new Error(name)));
            script.onerror = () => reject(new Error(name));
            document.head.append(script);
          }).catch((error) => {
            loading.delete(name); // The next try may have a connection.
            throw error;
          }),
        );
      }
      return loading.get(name);
    };

    const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const VALUE = new Uint8Array(128);
    [...ALPHABET].forEach((c, value) => (VALUE[c.charCodeAt(0)] = value));
    const numbers = (text, take) => {
      let number = 0;
      let shift = 0;
      for (let at = 0; at < text.length; at += 1) {
        const value = VALUE[text.charCodeAt(at)];
        number |= (value & 31) << shift;
        shift += 5;
        if (value < 32) {
          take(number);
          number = shift = 0;
        }
      }
    };
    const list = (text, take) => {
      let next = 0;
      if (text[0] !== "*") return numbers(text, (difference) => take((next += difference + 1) - 1));
      for (let at = 1; at < text.length; at += 1) {
        const six = VALUE[text.charCodeAt(at)];
        for (let bit = 0; bit < 6; bit += 1) if (six & (1 << bit)) take((at - 1) * 6 + bit);
      }
    };

    let directory;
    const ready = () =>
      (directory ??= load("index").then((found) => {
        const first = [0]; // each page's first section
        numbers(found.sections, (count) => first.push(first[first.length - 1] + count));
        const pageOf = new Uint32Array(first[first.length - 1]);
        for (let page = 0; page + 1 < first.length; page += 1) pageOf.fill(page, first[page], first[page + 1]);
        const texts = []; // the file of each section's text, and its place there
        let file = 0;
        numbers(found.texts, (count) => {
          for (let place = 0; place < count; place += 1) texts.push([file, place]);
          file += 1;
        });
        return { from: found.terms.split(" "), first, pageOf, texts, heads: found.heads };
      }));
    ready().catch(() => (directory = undefined));

    const parsed = new Map();
    const terms = async (number) => {
      const text = await load(`t${number}`);
      if (!parsed.has(number)) {
        const found = new Map();
        let last = [];
        for (const line of text ? text.split("\n") : []) {
          const space = line.indexOf(" ");
          last = last.slice(0, VALUE[line.charCodeAt(0)]).concat([...line.slice(1, space)]);
          found.set(last.join(""), line.slice(space + 1));
        }
        parsed.set(number, found);
      }
      return parsed.get(number);
    };

    // Calls take(section, value) for each find of a token: the larger the better, exact 5 to 20, begun 1 to 3.
    const find = async (span, from, take) => {
      const token = span.token.normalize("NFC");
      const { open } = span;
      const shard = (text) => {
        let [low, high] = [0, from.length - 1];
        while (low < high) {
          const middle = (low + high + 1) >> 1;
          if (from[middle] <= text) low = middle;
          else high = middle - 1;
        }
        return low;
      };
      const begun = (lists) => {
        for (const ranked of lists.split(" ")) list(ranked.slice(1), (section) => take(section, Math.min(3, 4 - (parseInt(ranked[0], 16) >> 2))));
      };
      const home = shard(token);
      const last = open ? shard(`${token}\u{10ffff}`) : home;
      const wide = last - home + 1 > WIDEST;
      const files = await Promise.all(Array.from({ length: wide ? 1 : last - home + 1 }, (_, next) => terms(home + next)));
      const own = files[0].get(token);
      if (own) for (const ranked of own.split(" ")) list(ranked.slice(1), (section) => take(section, 20 - parseInt(ranked[0], 16)));
      if (!open) return false;
      if (wide) {
        const best = files[0].get(`${token}*`);
        if (best) begun(best);
        return true;
      }
      for (const file of files)
        for (const [term, lists] of file) if (term.length > token.length && term.startsWith(token) && !term.endsWith("*")) begun(lists);
      return false;
    };

    // The pages that have all words of a query, best first, each with its sections, best first.
    const query = async (words) => {
      const { from, first, pageOf } = await ready();
      const pages = first.length - 1;
      const sectionScore = new Float64Array(pageOf.length);
      const sectionWords = new Uint32Array(pageOf.length);
      const found = await Promise.all(
        spans(words).map(async (span) => {
          const best = new Uint8Array(pages);
          const at = new Uint8Array(pageOf.length);
          const open = span.start + span.length === words.length;
          const vague = await find({ token: span.token, open }, from, (section, value) => {
            if (value > at[section]) at[section] = value;
          });
          return { ...span, best, at, vague };
        }),
      );
      for (const { start, length, best, at } of found) {
        const mask = ((1 << length) - 1) << start;
        for (let section = 0; section < at.length; section += 1) {
          if (!at[section]) continue;
          sectionScore[section] += 2 ** at[section] * length;
          sectionWords[section] |= mask;
          const page = pageOf[section];
          if (at[section] > best[page]) best[page] = at[section];
        }
      }
      // A first letter after other words tells too little to leave pages out by.
      const optional = words.length > 1 && found.some((span) => span.vague && span.length === 1);
      const results = [];
      const reach = new Float64Array(words.length + 1);
      for (let page = 0; page < pages; page += 1) {
        reach.fill(-1).fill(0, 0, 1);
        for (let end = 1; end <= words.length; end += 1)
          for (const span of found)
            if (span.start + span.length === end && span.best[page] && reach[span.start] >= 0)
              reach[end] = Math.max(reach[end], reach[span.start] + 2 ** span.best[page] * span.length);
        const score = optional ? Math.max(reach[words.length], reach[words.length - 1]) : reach[words.length];
        if (score > 0) results.push(graded(page, score, first, sectionWords, sectionScore));
      }
      return results.sort((a, b) => b.score - a.score || b.most - a.most || b.sections.length - a.sections.length || a.page - b.page);
    };

    const count = (bits) => (bits ? (bits & 1) + count(bits >>> 1) : 0);
    const graded = (page, score, first, sectionWords, sectionScore) => {
      let most = 0;
      let sections = [];
      for (let section = first[page]; section < first[page + 1]; section += 1) {
        const words = count(sectionWords[section]);
        if (words === 0 || words < most) continue;
        if (words > most) sections = [];
        most = words;
        sections.push(section);
      }
      sections.sort((a, b) => sectionScore[b] - sectionScore[a] || a - b);
      return { page, score, most, sections: sections.map((section) => section - first[page]) };
    };

    const head = async (page) => {
      const { heads } = await ready();
      return (await load(`p${Math.floor(page / heads)}`))[page % heads];
    };
    const text = async (page, section) => {
      const { first, texts } = await ready();
      const [file, place] = texts[first[page] + section];
      return (await load(`x${file}`))[place];
    };
    return { query, head, text };
  };

  // ---- Words in their own spelling

  // What a query's words look like in a text: exact, or, where nothing is exact, as a beginning.
  const marker = (words) => {
    const all = spans(words).map((span) => span.token);
    const exact = new Set(all);
    const open = spans(words).filter((span) => span.start + span.length === words.length).map((span) => span.token);
    const known = new Map();
    // 2 for a word of the query, 1 for one that begins like its last, else 0.
    return (word) => {
      if (!known.has(word)) {
        const keys = tokens(word);
        known.set(word, keys.some((token) => exact.has(token)) ? 2 : keys.some((token) => open.some((start) => token.startsWith(start))) ? 1 : 0);
      }
      return known.get(word);
    };
  };

  // The words of a text that are to be marked, as [start, end]; whole words, so that no mark parts from its letter.
  const marksIn = (text, mark) => {
    const found = [...text.matchAll(WORD)].map((word) => [word.index, word.index + word[0].length, mark(word[0])]);
    const least = found.some((word) => word[2] === 2) ? 2 : 1;
    return found.filter((word) => word[2] >= least);
  };

  // A text of the index: its words, and which of them are foreign.
  const unpack = (packed) => {
    const runs = [];
    const open = [];
    let text = "";
    for (const piece of packed.split(/([\u0001-\u0003])/)) {
      if (piece === "\u0001") open.push({ start: text.length });
      else if (piece === "\u0003") {
        const run = open.pop();
        if (!open.length) runs.push({ ...run, end: text.length });
      } else if (open.length && !open[open.length - 1].lang && piece !== "\u0002") {
        Object.assign(open[open.length - 1], { dir: piece[0] === "r" ? "rtl" : "ltr", lang: piece.slice(1) });
      } else if (piece !== "\u0002") text += piece;
    }
    return { text, runs };
  };

  // Appends text[start, end) to a parent, foreign words set apart and found words marked.
  const show = (parent, { text, runs }, marks, start = 0, end = text.length) => {
    const inside = (into, from, to) => {
      let at = from;
      for (const [begin, stop] of marks) {
        if (stop <= at || begin >= to) continue;
        into.append(text.slice(at, Math.max(begin, at)), element("mark", {}, text.slice(Math.max(begin, at), Math.min(stop, to))));
        at = Math.min(stop, to);
      }
      into.append(text.slice(at, to));
    };
    let at = start;
    for (const run of runs) {
      if (run.end <= at || run.start >= end) continue;
      inside(parent, at, Math.max(run.start, at));
      const foreign = element("bdi", { lang: run.lang === lang ? null : run.lang, dir: run.dir });
      inside(foreign, Math.max(run.start, at), Math.min(run.end, end));
      parent.append(foreign);
      at = Math.min(run.end, end);
    }
    inside(parent, at, end);
    return parent;
  };

  // The words round the first find, cut between words.
  const excerpt = (parent, packed, mark) => {
    const whole = unpack(packed);
    const marks = marksIn(whole.text, mark);
    const { text } = whole;
    const from = marks.length ? marks[0][0] : 0;
    let start = text.lastIndexOf(" ", Math.max(0, from - 50)) + 1;
    if (from < 70) start = 0;
    let end = text.indexOf(" ", Math.min(text.length, from + 130));
    if (end < 0) end = text.length;
    while (end < text.length && /[\s«“(‹\u200c،؛:,;–—-]/.test(text[end - 1])) end -= 1;
    if (start > 0) parent.append("… ");
    show(parent, whole, marks, start, end);
    if (end < text.length) parent.append("…");
    return parent;
  };

  // ---- The form

  const setUp = (form) => {
    const { dataset } = form;
    const input = form.elements.q;
    const page = new URL(dataset.page, location.href);
    const base = new URL("../", page);
    const own = form.classList.contains("whole"); // the page of the search itself
    const panel = form.querySelector(".results") ?? element("div", { class: "results", hidden: "" });
    const status = element("p", { role: "status", class: own ? "count" : "visually-hidden" });
    const results = element("ol");
    panel.setAttribute("aria-label", dataset.results);
    panel.setAttribute("role", "group");
    panel.append(results);
    form.append(status, panel);
    form.action = page; // Without scripts the form leads to the index of names.
    let index;
    let asked = 0;
    let shown = FIRST;

    const plural = new Intl.PluralRules(lang);
    const counted = new Intl.NumberFormat(lang);
    const say = (text) => status.textContent === text || (status.textContent = text);
    const address = (folder, id, query) => {
      const url = new URL(`${folder}index.html`, base);
      url.search = new URLSearchParams({ q: query });
      url.hash = id;
      return url;
    };
    const close = () => {
      if (own) return;
      panel.hidden = true;
    };
    const clear = () => {
      results.replaceChildren();
      say("");
      close();
    };

    const resultOf = ({ sections }, [folder, textLang, heads], query, mark) => {
      const other = textLang !== lang ? textLang : null;
      const link = (section, cut) => {
        const [id, title] = heads[section];
        const made = element("a", { href: address(folder, id, query) });
        const name = title ? unpack(title) : null;
        if (name) made.append(show(element("span", { class: "name", lang: other, dir: other && "auto" }), name, marksIn(name.text, mark)));
        const text = element("span", { class: "excerpt", lang: other, dir: other && "auto" });
        made.append(text);
        cut.push([text, section]);
        return made;
      };
      const cut = [];
      const item = element("li", {}, link(0, cut));
      if (!sections.includes(0) && heads[0][1]) cut.pop()[0].remove();
      const under = sections.filter((section) => section > 0).slice(0, SECTIONS);
      if (under.length) item.append(element("ul", {}, ...under.map((section) => element("li", {}, link(section, cut)))));
      return { item, cut };
    };

    const search = async () => {
      const query = input.value.trim();
      const words = queryWords(query).slice(0, MOST_WORDS);
      const turn = (asked += 1);
      const stale = () => turn !== asked;
      if (!words.length) return clear();
      try {
        index ??= openIndex(new URL(dataset.index, location.href));
        const found = await index.query(words);
        if (stale()) return undefined;
        const heads = await Promise.all(found.slice(0, shown).map(({ page }) => index.head(page)));
        if (stale()) return undefined;
        const mark = marker(words);
        const made = heads.map((head, place) => resultOf(found[place], head, query, mark));
        results.replaceChildren(...made.map(({ item }) => item));
        if (found.length > shown) results.append(element("li", { class: "more" }, more(query)));
        panel.hidden = !found.length && !own;
        say(found.length ? dataset[plural.select(found.length) === "one" ? "one" : "other"].replace("{count}", counted.format(found.length)) : dataset.none.replace("{query}", `\u2068${query}\u2069`));
        if (!found.length && !own) nothing(status.textContent);
        // Texts are larger than titles: they are loaded when the reader pauses.
        await new Promise((resolve) => setTimeout(resolve, 60));
        if (stale()) return undefined;
        await Promise.all(
          made.flatMap(({ cut }, place) =>
            cut.map(async ([span, section]) => {
              const text = await index.text(found[place].page, section);
              if (!stale()) excerpt(span, text, mark);
            }),
          ),
        );
      } catch {
        if (!stale()) say(dataset.broken);
      }
      return undefined;
    };
    const nothing = (text) => {
      results.replaceChildren(element("li", { class: "none" }, text));
      panel.hidden = false;
    };
    const more = (query) => {
      if (!own) {
        const all = new URL(page);
        all.search = new URLSearchParams({ q: query });
        return element("a", { href: all }, dataset.all);
      }
      const button = element("button", { type: "button" }, dataset.more);
      button.addEventListener("click", async () => {
        const next = results.children.length - 1;
        shown += MORE;
        await search();
        results.children[next]?.querySelector("a")?.focus();
      });
      return button;
    };

    const links = () => [...panel.querySelectorAll("a, button")];
    const open = () => {
      if (results.children.length) panel.hidden = false;
    };
    input.addEventListener("input", () => {
      shown = FIRST;
      if (own) remember();
      search();
    });
    const remember = () => {
      const url = new URL(location.href);
      url.search = input.value ? new URLSearchParams({ q: input.value }) : "";
      try {
        history.replaceState(null, "", url);
      } catch {
        // From disk some browsers keep the address as it is.
      }
    };
    input.addEventListener("focus", () => {
      index ??= openIndex(new URL(dataset.index, location.href));
      open();
    });
    form.addEventListener("submit", (event) => {
      if (!own && queryWords(input.value).length) return;
      event.preventDefault();
      search();
    });
    form.addEventListener("keydown", (event) => {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? null : 0, End: at < 0 ? null : all.length - 1 }[event.key];
      if (event.key === "Escape") {
        if (panel.hidden || (own && !input.value)) return;
        event.preventDefault();
        input.focus();
        if (own || panel.hidden) input.value = "";
        if (own) clear();
        else panel.hidden = true;
      } else if (to != null && !event.isComposing && !event.altKey && !event.ctrlKey && !event.metaKey && (at >= 0 || to === 0)) {
        if (panel.hidden || !all.length) return;
        event.preventDefault();
        (to < 0 ? input : all[Math.min(to, all.length - 1)]).focus();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
    });
    document.addEventListener("click", (event) => form.contains(event.target) || close());
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
    const asks = new URLSearchParams(location.search).get("q");
    if (own && asks) input.value = asks;
    if (input.value && (own || document.activeElement === input)) search();
  };

  // ---- The words on the page that a result led to

  const markPage = (query) => {
    const main = document.querySelector("main");
    const words = queryWords(query).slice(0, MOST_WORDS);
    if (!main || !words.length) return;
    const mark = marker(words);
    const nodes = [];
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("svg, script, form, nav, .heading-links, .visually-hidden") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const found = nodes.map((node) => [node, [...node.data.matchAll(WORD)].map((word) => [word.index, word.index + word[0].length, mark(word[0])])]);
    const least = found.some(([, marks]) => marks.some((word) => word[2] === 2)) ? 2 : 1;
    for (const [node, marks] of found) {
      const kept = marks.filter((word) => word[2] >= least);
      if (kept.length) node.replaceWith(...show(element("span"), { text: node.data, runs: [] }, kept).childNodes);
    }
    const unmark = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      document.removeEventListener("keydown", unmark);
      for (const marked of main.querySelectorAll("mark")) marked.replaceWith(...marked.childNodes);
      main.normalize();
    };
    document.addEventListener("keydown", unmark);
  };

  const form = document.querySelector("form.search");
  if (form) setUp(form);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !document.querySelector("form.search.whole")) markPage(asked);
})();
