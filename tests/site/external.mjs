// Addresses outside of a book, asked for at a real server: node external.mjs PROGRAM FOLDER
//
// `check --external` on a starter book whose text leads to a server of this test. What a host answers decides what is
// said; a good answer is not asked for again, and where a redirection leads out of the web nobody follows.

import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { finish, test } from "./suite.mjs";

const [program, folder] = process.argv.slice(2).map((path) => resolve(path));
const ANSWERS = {
  "/here": () => [200],
  "/gone": () => [404],
  "/taken-away": () => [410],
  "/shown-but-not-told": (method) => [method === "HEAD" ? 405 : 200],
  "/moved": () => [301, "/here"],
  "/for-people": () => [403],
  "/out-of-the-web": () => [302, "file:///etc/passwd"],
  "/شهر": () => [200],
};
const SAID = {
  "/gone": "link.broken",
  "/taken-away": "link.broken",
  "/for-people": "link.unreachable",
  "/out-of-the-web": "link.unreachable",
};

const asked = [];
const server = createServer((request, response) => {
  asked.push([decodeURIComponent(request.url), Date.now()]);
  const [status, location] = (ANSWERS[decodeURIComponent(request.url)] ?? (() => [500]))(request.method);
  response.writeHead(status, location ? { location } : {}).end();
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const origin = `http://127.0.0.1:${server.address().port}`;

const run = (...words) =>
  new Promise((ended) => {
    const child = spawn(program, words, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let told = "";
    child.stdout.on("data", (text) => (told += text));
    child.on("close", (status) => ended({ status, told }));
  });

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await run("init", "book");
const content = join(folder, "book/content");
const [chapter] = readdirSync(content, { recursive: true }).filter((path) => path.endsWith("en.md")).sort();
const links = Object.keys(ANSWERS).map((path) => `[words](${origin}${path}#part)`);
appendFileSync(join(content, chapter), `\n\n${links.join("\n\n")}\n`);
const check = async () => {
  const { status, told } = await run("check", "--external", "--format", "json", "--content", "book/content");
  const own = JSON.parse(told).filter((finding) => finding.message.includes(origin));
  return { status, said: Object.fromEntries(own.map((finding) => [new URL(finding.message.split("`")[1]).pathname, finding.code])) };
};

const same = (got, wanted) => {
  const [one, other] = [got, wanted].map((value) => JSON.stringify(Object.entries(value).sort()));
  if (one !== other) throw new Error(`${one} is not ${other}`);
};

await test("what a host answers decides what is said", async () => {
  const { status, said } = await check();
  same({ status, ...said }, { status: 0, ...SAID });
});

await test("a host is asked at leisure", async () => {
  const first = new Map(asked.toReversed().map(([path, at]) => [path, at]));
  const times = Object.keys(ANSWERS).filter((path) => path !== "/here").map((path) => first.get(path)).sort((a, b) => a - b);
  const least = Math.min(...times.slice(1).map((time, at) => time - times[at]));
  if (!(least >= 900)) throw new Error(`two questions in ${least} ms`);
});

await test("a good answer is not asked for again", async () => {
  asked.length = 0;
  const { said } = await check();
  same(said, SAID);
  const again = new Set(asked.map(([path]) => path));
  same(Object.fromEntries([...again].map((path) => [path, ""])), Object.fromEntries(Object.keys(SAID).map((path) => [path, ""])));
});

server.close();
finish();
