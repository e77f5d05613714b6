// The cases of cases.json, put into books and read by the program.
//
// A case says what it puts where: `body` (the chapter's text), `front` (its front matter), `city` (makes the chapter a
// city's and sets its data), `book`, `part`, `slug`, `glossary`, `bib`, `files` beside the text. Values are YAML as typed.
// `refused` are the codes of the errors that it must get, and no others; `kept` are words that its page must then show.
// Many cases stand in one book; those that would be in each other's way get books of their own.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

export const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url), "utf8"));

const LANGUAGES = ["fa", "en"];

const BOOK = {
  title: "{fa: دو شهر, en: Two Cities}",
  publisher: "{fa: شهرداری, en: A Municipality}",
  base_url: "https://book.example/sisters/",
  languages: "[fa, en]",
};
const FRONT = { title: "Words", summary: "Words of a summary.", updated: "2026-11-24" };
const CITY = { kind: "sister", name: "A City", country: "CN", location: "{lat: 34, lon: 108}", elevation: "400", pact: "{signed: 1989-05-07, certainty: confirmed}", likeness: "[{aspect: Roads, isfahan: One, city: Two}]" };
/** A book of the same make in which nothing means harm. */
export const HARMLESS = [
  ...Array.from({ length: 20 }, (_, at) => ({ city: { name: `City ${at}`, location: `{lat: ${(at % 10) * 5 - 20}, lon: ${(at % 10) * 30 - 150}}`, river: "A River", links: "[{kind: film, year: 2000, text: A film}]" }, body: "Words of a trap.\n\n```{facts}\n```\n\n```{pact}\n```\n\n```{likeness}\n```\n\n```{timeline}\n```\n\n```{map}\n```" })),
  ...Array.from({ length: 20 }, () => ({ front: { title: "Words of a trap", subtitle: "More words", authors: "[One, Two]", translators: "Three" }, body: "## A trap\n\n`Words` of a trap[^a]: 1 &lt; 2.\n\n[^a]: A note." })),
  { part: "A part" },
];

const HOST = { kind: "host", name: "{fa: اصفهان, en: Isfahan}", country: "IR", location: "{lat: 32.6525, lon: 51.6746}", elevation: "1570" };

/** What the whole book shares: a second case that sets the same would be in the way of the first. */
const shared = (test) => Object.keys(test.book ?? {});

/** The cases in groups, none of which sets one thing twice. */
export function grouped(tests) {
  const groups = [];
  for (const test of tests) {
    const group = groups.find(({ taken }) => !shared(test).some((key) => taken.has(key)));
    const { taken, inside } = group ?? groups[groups.push({ taken: new Set(), inside: [] }) - 1];
    shared(test).forEach((key) => taken.add(key));
    inside.push(test);
  }
  return groups.map(({ inside }) => inside);
}

/** The chapter of the case at a place of its book. */
export const slugOf = (at) => `case-${at}`;
export const folderOf = (test, at) => `${test.city ? "cities" : "pages"}/${slugOf(at)}`;

const yaml = (entries) => Object.entries(entries).map(([key, value]) => `${key}: ${value}\n`).join("");

/** Writes a book of these cases to `folder/content`; beside it lies what no book may read. */
export function write(folder, tests) {
  rmSync(folder, { recursive: true, force: true });
  const put = (path, bytes) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  const outside = { SECRET: join(resolve(folder), "secret.png"), OUTSIDE: resolve(folder) };
  put("secret.png", Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"));
  put("secret.mp4", "\0\0\0\x18ftypisom");
  const inside = (path, bytes) => put(`content/${path}`, bytes);

  inside("cities/isfahan/city.yaml", yaml(HOST));
  const links = tests.map((test, at) => ("refused" in test ? "" : `[[${slugOf(at)}]]`)).filter(Boolean).join(", ");
  for (const lang of LANGUAGES) inside(`cities/isfahan/${lang}.md`, `---\n${yaml({ ...FRONT, title: "Isfahan" })}---\n\nWords. ${links}\n\n\`\`\`{map}\n\`\`\`\n\n\`\`\`{timeline}\n\`\`\`\n`);
  for (const [at, test] of tests.entries()) {
    const own = folderOf(test, at);
    for (const lang of LANGUAGES) inside(`${own}/${lang}.md`, `---\n${yaml({ ...FRONT, ...test.front })}---\n\n${test.body ?? "words"}\n`);
    if (test.city) inside(`${own}/city.yaml`, yaml({ ...CITY, ...test.city }));
    for (const [path, { base64, text, link }] of Object.entries(test.files ?? {})) {
      const full = join(folder, "content", own, path);
      rmSync(full, { recursive: true, force: true });
      if (link) {
        mkdirSync(dirname(full), { recursive: true });
        symlinkSync(outside[link] ?? link, full);
      } else inside(`${own}/${path}`, base64 === undefined ? text : Buffer.from(base64, "base64"));
    }
  }
  const all = (key) => tests.map((test) => test[key] ?? "").join("");
  if (all("glossary")) inside("glossary.yaml", all("glossary"));
  if (all("bib")) inside("references.bib", all("bib"));
  const part = ({ title, kind, slugs }) => `  - title: ${title}\n    ${kind}: [${slugs.join(", ")}]\n`;
  const listed = (kind) => tests.flatMap((test, at) => (Boolean(test.city) === (kind === "cities") && !test.part ? [test.slug ?? slugOf(at)] : []));
  const parts = [
    { title: "Pages", kind: "pages", slugs: listed("pages") },
    { title: "Cities", kind: "cities", slugs: ["isfahan", ...listed("cities")] },
    ...tests.flatMap((test, at) => (test.part ? [{ title: test.part, kind: "pages", slugs: [slugOf(at)] }] : [])),
  ];
  inside("book.yaml", `${yaml({ ...BOOK, ...Object.assign({}, ...tests.map((test) => test.book ?? {})) })}spine:\n${parts.filter(({ slugs }) => slugs.length).map(part).join("")}`);
}

const run = promisify(execFile);

/** What the program finds in a book: `file` and `code` of every error. */
export async function errorsIn(program, folder) {
  const args = ["check", "--format", "json", "--content", join(folder, "content")];
  const { stdout } = await run(program, args, { timeout: 60000, maxBuffer: 1 << 28 }).catch((failed) => (failed.code === 1 ? failed : Promise.reject(failed)));
  return JSON.parse(stdout).filter(({ severity }) => severity === "error");
}

/** Builds the site and the PDF of each language; what the program says of it is an error. */
export async function build(program, folder) {
  const dist = join(folder, "dist");
  await run(program, ["build", "--quiet", "--edition", "fa", "--edition", "en", "--content", join(folder, "content"), "--out", dist], { timeout: 300000, maxBuffer: 1 << 28 });
  return dist;
}

/** The cases of one book that the program does not answer as they say. */
export async function misjudged(program, folder, tests) {
  write(folder, tests);
  const errors = await errorsIn(program, folder);
  const alone = tests.length === 1;
  return tests.flatMap((test, at) => {
    const own = errors.filter(({ file }) => alone || file.startsWith(`${folderOf(test, at)}/`));
    const codes = [...new Set(own.map(({ code }) => code))];
    const wanted = test.refused?.split(" ") ?? [];
    if (String(codes.sort()) === String(wanted)) return [];
    return [`${test.name}: ${codes.length ? `${own.map(({ code, message }) => `${code}, ${message}`).join("; ")}` : "is not refused"}`.slice(0, 300) + `, wanted ${test.refused ?? "no error"}`];
  });
}
