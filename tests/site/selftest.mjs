// A small sound site passes every check, and each planted fault is noticed by
// the check that is there for it. Without this a check that never fails would
// look like a site without faults. The validator is tried on a file of its own.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as browser from "./browser.mjs";
import * as characters from "./characters.mjs";
import * as languages from "./languages.mjs";
import * as links from "./links.mjs";
import { siteOf } from "./pages.mjs";
import { pagesAreValid } from "./validator.mjs";

const HOST = "https://book.example/sisters/";
const WORDS = {
  fa: { other: "English", title: "شیان", text: "می\u200cروم <a href=\"../sources/index.html#a\"><bdi lang=\"en\">Isfahan</bdi></a> در ۱۳۶۸" },
  en: { other: "فارسی", title: "Xian", text: "I go to <a href=\"../sources/index.html#a\">it</a> in 1989" },
};
const SOURCE = [{ slug: "xian", lang: "fa", blocks: [["می\u200cروم"]] }];

function page(lang, slug, title, text) {
  const [own, other] = [lang, lang === "fa" ? "en" : "fa"];
  const at = (code) => `${HOST}${code}/${slug}/`;
  return `<!DOCTYPE html><html lang="${own}" dir="${own === "fa" ? "rtl" : "ltr"}"><head><meta charset="utf-8">
<title>${title} — ${slug} ${own}</title><meta name="description" content="${title}"><meta name="viewport" content="width=device-width">
<link rel="canonical" href="${at(own)}"><link rel="alternate" hreflang="fa" href="${at("fa")}"><link rel="alternate" hreflang="en" href="${at("en")}">
<link rel="alternate" hreflang="x-default" href="${at("fa")}"><link rel="stylesheet" href="../../assets/style.css"></head>
<body><main><h1>${title}</h1><p id="a">${text}</p><a href="../../${other}/${slug}/index.html" lang="${other}" hreflang="${other}" dir="${own === "fa" ? "ltr" : "rtl"}">${WORDS[own].other}</a>
<a href="../sources/index.html">${title}</a></main></body></html>\n`;
}

/** The files of the sound site. */
function soundFiles() {
  const files = new Map();
  const slugs = ["sources", "xian"];
  for (const lang of ["fa", "en"]) {
    for (const slug of slugs) files.set(`${lang}/${slug}/index.html`, page(lang, slug, WORDS[lang].title, WORDS[lang].text));
  }
  files.set("index.html", `<!DOCTYPE html><html lang="fa" dir="rtl"><head><meta charset="utf-8"><title>کتاب</title><link rel="stylesheet" href="assets/style.css"></head>
<body><main><h1>کتاب</h1><a href="fa/xian/index.html">فارسی</a></main></body></html>\n`);
  files.set("assets/style.css", "body { margin-inline: 1rem; font-family: sans-serif }\n");
  const alternates = (slug) => ["fa", "en"].map((lang) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${HOST}${lang}/${slug}/"/>`).join("");
  const urls = ["fa", "en"].flatMap((lang) => slugs.map((slug) => `<url><loc>${HOST}${lang}/${slug}/</loc>${alternates(slug)}<xhtml:link rel="alternate" hreflang="x-default" href="${HOST}fa/${slug}/"/></url>`));
  files.set("sitemap.xml", `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">${urls.join("")}</urlset>`);
  return files;
}

const FA = "fa/xian/index.html";
const EN = "en/xian/index.html";

/** check, file, what stands there, what is planted instead */
const PLANTED = [
  [links.everyLinkResolves, FA, "../sources/index.html#a", "../sources/index.html#b"],
  [links.everyLinkResolves, FA, "../sources/index.html#a", "../source/index.html"],
  [links.everyLinkResolves, "assets/style.css", "body {", "body { background: url(girih.svg);"],
  [links.everyReferenceIsRelative, FA, "../../assets/style.css", "/assets/style.css"],
  [links.everyReferenceIsRelative, FA, "../../assets/style.css", "https://fonts.example/style.css"],
  [links.everyReferenceIsRelative, FA, "../sources/index.html#a", "../../../../../outside.html"],
  [links.everyLinkOpensFromDisk, FA, "../sources/index.html#a", "../sources/#a"],
  [links.addressesAreWritable, FA, "../sources/index.html#a", "../sources/index.html#شیان"],
  [links.addressesAreWritable, FA, "<h1>", "<h1 id=\"a\">"],
  [links.everyPageIsReached, "index.html", "fa/xian/index.html", "index.html"],
  [languages.pagesSayTheirLanguage, FA, "dir=\"rtl\"", "dir=\"ltr\""],
  [languages.pagesSayTheirLanguage, FA, "<p id=\"a\">", "<p id=\"a\" lang=\"en\">"],
  [languages.twinsAreLinked, FA, "hreflang=\"en\" dir", "hreflang=\"de\" dir"],
  [languages.alternatesAreSymmetric, FA, `hreflang="en" href="${HOST}en/xian/"`, `hreflang="en" href="${HOST}en/sources/"`],
  [languages.alternatesAreSymmetric, FA, `rel="canonical" href="${HOST}fa/xian/"`, `rel="canonical" href="${HOST}fa/sources/"`],
  [languages.sitemapEqualsPages, "sitemap.xml", `<loc>${HOST}en/xian/</loc>`, `<loc>${HOST}en/florence/</loc>`],
  [languages.pagesHaveTitles, FA, "شیان — xian fa", "شیان ".repeat(20)],
  [languages.pagesHaveTitles, FA, "<meta name=\"description\"", "<meta name=\"summary\""],
  [languages.foreignWordsSayTheirLanguage, FA, "<bdi lang=\"en\">", "<bdi>"],
  [characters.charactersAreClean, FA, "در ۱۳۶۸", "در \ufe8f"],
  [characters.charactersAreClean, FA, "در ۱۳۶۸", "در &#x202e;۱"],
  [characters.charactersAreClean, FA, "در ۱۳۶۸", "د\u0640ر ۱"],
  [characters.charactersAreClean, FA, "در ۱۳۶۸", "\u2068در\u2069"],
  [characters.isolatesBalance, FA, "در ۱۳۶۸", "&#x2068;در"],
  [characters.persianHasItsDigits, FA, "در ۱۳۶۸", "در 1368"],
  [characters.nothingIsInline, FA, "<p id", "<p style=\"color:red\" id"],
  [characters.nothingIsInline, FA, "</main>", "<script>1</script></main>"],
  [characters.styleIsLogical, "assets/style.css", "margin-inline", "margin-left"],
  [characters.everySourceWordIsShown, FA, "می\u200cروم", "میروم"],
  [characters.everySourceWordIsShown, FA, "می\u200cروم", ""],
];

const BROWSER_FAULTS = [
  [FA, "../../assets/style.css", "../../assets/gone.css"],
  [FA, "</main>", "<img src=\"https://pictures.example/a.png\" alt=\"\"></main>"],
  [FA, "</main>", "<pre>wide</pre><div><pre>" + "wide".repeat(200) + "</pre></div></main>"],
  [FA, "<p id", "<p style=\"color:red\" id"],
];

function site(file, from, to) {
  const files = soundFiles();
  if (file) {
    if (!files.get(file).includes(from)) throw new Error(`${file} does not hold ${from}`);
    files.set(file, files.get(file).replace(from, to));
  }
  return siteOf("", new Map([...files].map(([path, text]) => [path, Buffer.from(text)])));
}

let [passed, failed] = [0, 0];
function expect(holds, words) {
  [passed, failed] = holds ? [passed + 1, failed] : [passed, failed + 1];
  if (!holds) console.log(`FAIL ${words}`);
}

const faultsOf = async (check, built) => [check === characters.everySourceWordIsShown ? check(built, SOURCE) : await check(built)].flat();

for (const check of new Set(PLANTED.map(([check]) => check).concat(characters.addressesArePlain))) {
  const faults = await faultsOf(check, site());
  expect(faults.length === 0, `${check.name} finds in the sound site: ${faults[0]}`);
}
for (const [check, file, from, to] of PLANTED) {
  const faults = await faultsOf(check, site(file, from, to));
  expect(faults.length > 0, `${check.name} does not notice ${to}`);
}
const named = site();
named.files.set("fa/شیان/index.html", Buffer.from(""));
expect(characters.addressesArePlain(named).length > 0, "addressesArePlain does not notice a Persian name");

const sound = await browser.pagesOpenUnderASubPath(site());
expect(sound.length === 0, `the browser finds in the sound site: ${sound[0]}`);
for (const [file, from, to] of BROWSER_FAULTS) {
  const faults = await browser.pagesOpenUnderASubPath(site(file, from, to));
  expect(faults.length > 0, `the browser does not notice ${to.slice(0, 60)}`);
}

const folder = mkdtempSync(join(tmpdir(), "planted-"));
try {
  writeFileSync(join(folder, "good.html"), page("en", "xian", "Xian", "Words"));
  expect(pagesAreValid({ folder }).length === 0, "the validator finds a fault in a sound page");
  writeFileSync(join(folder, "bad.html"), page("en", "xian", "Xian", "<li>stray</li><img src=a.png>"));
  expect(pagesAreValid({ folder }).length > 0, "the validator does not notice a picture without alt");
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
