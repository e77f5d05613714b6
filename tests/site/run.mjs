// Runs every check over the built site: node run.mjs DIST SOURCE.json
// SOURCE.json comes from tests/tools/source_text.py. Prints one line a check,
// the faults of those that fail, and the count; ends with 1 if any failed.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as browser from "./browser.mjs";
import * as characters from "./characters.mjs";
import * as languages from "./languages.mjs";
import * as links from "./links.mjs";
import * as look from "./look.mjs";
import * as offline from "./offline.mjs";
import * as search from "./search.mjs";
import * as reading from "./reading.mjs";
import { readSite } from "./pages.mjs";
import { pagesAreValid } from "./validator.mjs";

const MOST_SHOWN = 25;

const [, , folder, sourceFile] = process.argv;
if (!folder || !sourceFile) {
  console.error("usage: node run.mjs DIST SOURCE.json");
  process.exit(2);
}
const site = readSite(resolve(folder));
const source = JSON.parse(readFileSync(sourceFile, "utf8"));

const checks = [
  [links.everyLinkResolves],
  [links.everyReferenceIsRelative],
  [links.everyLinkOpensFromDisk],
  [links.addressesAreWritable],
  [links.everyPageIsReached],
  [links.pagesSayWhereTheyAre],
  [languages.pagesSayTheirLanguage],
  [languages.twinsAreLinked],
  [languages.alternatesAreSymmetric],
  [languages.sitemapEqualsPages],
  [languages.pagesHaveTitles],
  [languages.foreignWordsSayTheirLanguage],
  [characters.charactersAreClean],
  [characters.isolatesBalance],
  [characters.addressesArePlain],
  [characters.persianHasItsDigits],
  [characters.nothingIsInline],
  [characters.styleIsLogical],
  [characters.everySourceWordIsShown, source],
  [pagesAreValid],
  [search.everyPageHasTheSearch],
  [search.foldingIsTheProgrammes],
  [search.namesAreFoundFirst],
  [search.marksAreWholeWords],
  [search.searchWorksByKeyboard],
  [search.searchWorksFromDisk],
  [search.searchWorksWithoutScripts],
  [look.axeFindsNothing],
  [look.coloursAreChosenAndRemembered],
  [look.pagesStandWithoutScripts],
  [look.paperHasNoNavigation],
  [reading.theSwitchKeepsThePlace],
  [reading.linksTellWhereTheyLead],
  [reading.headingsGiveTheirAddress],
  [offline.whatWasReadIsKept],
  [offline.theWholeBookIsKept],
  [offline.aNewPublicationTakesThePlaceOfTheOld],
  [offline.offlineIsForHostsOnly],
  [browser.pagesOpenUnderASubPath],
  [browser.pagesOpenAtARoot],
  [browser.pagesOpenFromDisk],
];

let failed = 0;
console.log(`site: ${site.pages.length} pages, ${site.files.size} files`);
for (const [check, ...rest] of checks) {
  const start = performance.now();
  const faults = site.pages.length === 0 ? ["the site has no page"] : await check(site, ...rest);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const words = check.name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${words} (${seconds} s)`);
  for (const fault of faults.slice(0, MOST_SHOWN)) console.log(`     ${fault}`);
  if (faults.length > MOST_SHOWN) console.log(`     and ${faults.length - MOST_SHOWN} more`);
  failed += Number(faults.length > 0);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
