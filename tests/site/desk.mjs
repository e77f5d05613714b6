// The editor's desk in a browser: node desk.mjs PROGRAM FOLDER
//
// `serve` on a copy of the book: a page shows what was saved and keeps its place, a fault is told over it and goes away
// by itself, two languages scroll together by heading, and the printed page comes when it is asked for.

import { spawn } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { launch } from "./host.mjs";
import { finish, test } from "./suite.mjs";

const [program, folder] = process.argv.slice(2).map((path) => resolve(path));
const SLUG = "xian";
const WAIT = { timeout: 20_000 };

rmSync(folder, { recursive: true, force: true });
cpSync("content", join(folder, "content"), { recursive: true });
const chapter = join(folder, "content/cities", SLUG, "en.md");
const sound = readFileSync(chapter, "utf8");

const server = spawn(program, ["serve", "--port", "0", "--drafts"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
const origin = await new Promise((found, lost) => {
  createInterface({ input: server.stderr }).on("line", (line) => {
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
    if (address) found(address[0]);
  });
  server.on("exit", () => lost(new Error("the server ended before it said where it is")));
});

const hold = (condition, message) => {
  if (!condition) throw new Error(message);
};

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("response", (answer) => answer.status() >= 400 && faults.push(`${answer.url()} answers ${answer.status()}`));

  await test("a page shows what was saved and keeps its place", async () => {
    await page.goto(`${origin}/en/${SLUG}/`);
    await page.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
    writeFileSync(chapter, `${sound}\n\nA sentence that was saved just now.\n`);
    await page.getByText("A sentence that was saved just now.").waitFor({ ...WAIT, state: "attached" });
    await page.waitForFunction(() => Math.abs(scrollY - 900) < 50, null, WAIT);
  });

  await test("a page says that it is a draft, and what is open", async () => {
    for (const [lang, draft, open] of [["fa", "پیش‌نویس", /پرسش‌های باز: [۰-۹]/], ["en", "draft", /Open points: \d/]]) {
      const path = join(folder, "content/cities", SLUG, `${lang}.md`);
      const text = readFileSync(path, "utf8");
      await page.goto(`${origin}/${lang}/${SLUG}/`);
      const mark = page.locator("#serve-mark");
      hold(open.test(await mark.innerText()) && !(await mark.innerText()).includes(draft), await mark.innerText());
      writeFileSync(path, text.replace("---\n", "---\ndraft: true\n"));
      await page.locator("#serve-mark", { hasText: draft }).waitFor(WAIT);
      hold((await mark.getAttribute("href")) === `/_desk/${SLUG}`, "the mark leads elsewhere");
      writeFileSync(path, text);
      await page.locator("#serve-mark", { hasNotText: draft }).waitFor(WAIT);
    }
  });

  await test("a fault is told over the page, and goes away by itself", async () => {
    writeFileSync(chapter, `${sound}\n\nSee [[isfahn]].\n`);
    const report = page.locator("#serve-report");
    await report.waitFor(WAIT);
    const told = await report.innerText();
    hold(/link\.unknown-slug/.test(told) && /en\.md:\d+:\d+/.test(told) && /See \[\[.?isfahn/.test(told), told);
    hold(await page.locator("h1").isVisible(), "the last good page is not shown");
    const box = await report.boundingBox();
    hold(box.y + box.height <= 901 && box.y > 0, `the report stands at ${JSON.stringify(box)}`);
    writeFileSync(chapter, sound);
    await report.waitFor({ ...WAIT, state: "detached" });
  });

  await test("two languages scroll together by heading", async () => {
    await page.goto(`${origin}/_desk/${SLUG}`);
    await page.waitForFunction(() => [...document.querySelectorAll("iframe[data-kind=page]")].every((frame) => frame.contentDocument?.querySelector("main h2[id]")), null, WAIT);
    await page.waitForLoadState("networkidle", WAIT).catch(() => {});
    const frames = page.locator("iframe[data-kind=page]");
    const box = await frames.nth(0).boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const at = (index) => frames.nth(index).evaluate((frame) => {
      const headings = [...frame.contentDocument.querySelectorAll("main :is(h1, h2, h3)[id]")];
      return headings.findLast((heading) => heading.getBoundingClientRect().top <= 12)?.id ?? "";
    });
    const seen = new Set();
    for (let turn = 0; turn < 12; turn += 1) {
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(150);
      const [one, other] = [await at(0), await at(1)];
      const ended = await frames.nth(1).evaluate(({ contentWindow: page }) => page.scrollY + page.innerHeight > page.document.documentElement.scrollHeight - 4);
      hold(one === other || ended, `one stands at ${one}, the other at ${other}`);
      seen.add(one);
    }
    hold(seen.size > 3, `only ${[...seen]} were passed`);
  });

  await test("the desk takes in a save without losing its place", async () => {
    const frame = page.locator("iframe[data-kind=page]").nth(1);
    const before = await frame.evaluate((frame) => frame.contentWindow.scrollY);
    writeFileSync(chapter, `${sound}\n\nSee [[isfahn]].\n`);
    await page.locator(".findings .error").waitFor(WAIT);
    writeFileSync(chapter, sound);
    await page.locator(".findings .error").waitFor({ ...WAIT, state: "detached" });
    await page.waitForFunction((top) => {
      const frame = document.querySelectorAll("iframe[data-kind=page]")[1];
      return frame.contentDocument?.readyState === "complete" && Math.abs(frame.contentWindow.scrollY - top) < 80;
    }, before, WAIT);
  });

  await test("the printed page comes when it is asked for", async () => {
    await page.getByText("the PDF is ready").waitFor(WAIT);
    await page.locator("#print").click();
    const source = await page.locator("iframe[data-kind=print]").getAttribute("src");
    hold(source.endsWith(`.pdf#nameddest=${SLUG}`), source);
    hold(await page.locator("#print").getAttribute("aria-expanded") === "true", "the button does not say so");
    const answer = await page.request.get(new URL(source, origin).href);
    hold((await answer.body()).subarray(0, 5).toString() === "%PDF-", "no PDF came");
  });

  await test("nothing fails meanwhile", async () => hold(faults.length === 0, faults.join("; ")));
} finally {
  await browser.close();
  server.kill("SIGINT");
}

await test("Ctrl-C ends the server", async () => {
  const code = server.exitCode ?? await new Promise((ended, late) => {
    server.on("exit", ended);
    setTimeout(() => late(new Error("it still runs")), 5000).unref();
  });
  hold(code === 0, `exit status ${code}`);
});

finish();
