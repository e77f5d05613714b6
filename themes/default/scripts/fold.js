// Folds words to the keys under which the index has them (P-86, P-87).
//
// The twin of src/locale/search_key.rs: both are held to the same vectors, so change both or none.
// In: text of a page, or what a reader typed. Out: keys to compare; never shown. No stemmer: a Persian
// plural ending is all that is taken off.
window.bookFold = (() => {
  "use strict";
  const DROPPED = "[\\p{Mn}\\p{Me}'‘’`ʼʻʿʾ\\u0640\\u200d\\u00ad\\u200b\\u2060\\ufeff\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]";
  const dropped = new RegExp(DROPPED, "gu");
  const hamzaOnWaw = new RegExp(`ؤ(?=${DROPPED}*و)`, "gu");
  const hamzaOnAlef = new RegExp(`أ(?=${DROPPED}*ت(?!${DROPPED}*(?=\\p{L})\\p{Script=Arabic}))`, "gu");
  const letters = { ي: "ی", ى: "ی", "\u06d2": "ی", "\u06d0": "ی", "\u06cd": "ی", ك: "ک", "\u06aa": "ک", ة: "ه", "\u06c3": "ه", "\u06c1": "ه", "\u06be": "ه", "\u06d5": "ه", "\u0671": "ا", ء: "", ß: "ss", ς: "σ" };
  const PLURALS = ["ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان"];

  // The key before its joiners (U+200C) are deleted: words between single spaces.
  const fold = (text) =>
    text
      .normalize("NFC")
      .replace(hamzaOnWaw, "ئ")
      .replace(hamzaOnAlef, "ئ")
      .normalize("NFKD")
      .replace(dropped, "")
      .toLowerCase()
      .replace(/[يىےېۍكڪةۃہھەٱءßς]/gu, (c) => letters[c])
      .replace(/[٠-٩۰-۹]/g, (c) => c.charCodeAt(0) & 15)
      .replace(/([0-9])[٬,](?=[0-9]{3}(?![0-9]))/g, "$1")
      .replace(/\u0001/g, " ")
      .replace(/([0-9])[٫.](?=[0-9])/g, "$1\u0001")
      .replace(/ه\u200cی(?![\u200c\p{L}\p{N}])/gu, "ه")
      .replace(/[^\p{L}\p{N}\u200c\u0001]+/gu, " ")
      .replace(/\u200c+/g, "\u200c")
      .replace(/(^| )\u200c|\u200c(?= |$)/g, "$1")
      .replace(/\u0001/g, ".")
      .replace(/ +/g, " ")
      .trim();

  const key = (text) => fold(text).replace(/\u200c/g, "");

  const stem = (token) => {
    const ending = PLURALS.find((plural) => token.endsWith(plural));
    const left = ending ? token.slice(0, -ending.length) : "";
    return [...left].length >= 2 ? left : null;
  };

  // All keys under which the words of a text are found.
  const tokens = (text) => {
    const found = [];
    const add = (token) => {
      found.push(token);
      const left = stem(token);
      if (left) found.push(left);
    };
    for (const word of fold(text).split(" ")) {
      if (!word) continue;
      add(word.replace(/\u200c/g, ""));
      if (word.includes("\u200c")) word.split("\u200c").forEach(add);
    }
    return found;
  };

  // The words of a query. A lone yeh is the ezafe of the word before it and says nothing.
  const queryWords = (query) => key(query).split(" ").filter((word) => word && word !== "ی");

  // Each word of a query alone and glued to the next one or two, with where it starts and how many words it takes.
  const spans = (words) =>
    words.flatMap((_, start) =>
      [1, 2, 3]
        .filter((length) => start + length <= words.length)
        .map((length) => ({ start, length, token: words.slice(start, start + length).join("") })),
    );

  // Whether a query finds a text: all of its words, in any order; no words find nothing.
  const matches = (query, text) => {
    const words = queryWords(query);
    const found = new Set(tokens(text));
    const reachable = [true];
    for (const span of spans(words).sort((a, b) => a.start + a.length - b.start - b.length))
      if (reachable[span.start] && found.has(span.token)) reachable[span.start + span.length] = true;
    return words.length > 0 && reachable[words.length] === true;
  };

  return { key, tokens, queryWords, spans, matches };
})();
