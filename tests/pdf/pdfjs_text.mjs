// Prints the text of a PDF as pdf.js gives it: node pdfjs_text.mjs FILE

import { readFileSync, writeSync } from "node:fs";

// What the library tells about fonts and canvases is no text of the file.
console.log = console.warn = () => {};
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
const data = new Uint8Array(readFileSync(process.argv[2]));
const pdf = await getDocument({ data, verbosity: 0, useSystemFonts: false, isEvalSupported: false }).promise;
const pages = [];
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  pages.push(items.map((item) => (item.str ?? "") + (item.hasEOL ? "\n" : "")).join(""));
  page.cleanup();
}
const bytes = Buffer.from(pages.join("\f"));
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
process.exit(0);
