#!/usr/bin/env python3
"""The PDF editions as people and machines get them: text, fonts, outline, labels.

usage: run.py DIST SOURCE.json

SOURCE.json comes from tests/tools/source_text.py: the words of the Markdown,
read by other means than the program.  Prints a line a check and the count;
ends with 1 if any failed.
"""
import json
import pathlib
import re
import subprocess
import sys

import pypdf

from readers import READERS
from words import counts, found, rejoined

# Of the words of the source, a reader must give back at least so many exactly.
LEAST = 95.0
LANGUAGES = {"fa": ["fa"], "en": ["en"], "bilingual": ["fa", "en"]}
PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"


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
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    dist, source = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    passed = failed = 0

    def report(name, faults, figures=""):
        nonlocal passed, failed
        passed, failed = passed + (not faults), failed + bool(faults)
        print(f"{'FAIL' if faults else 'ok  '} {name}{': ' + figures if figures else ''}", flush=True)
        for fault in faults[:25]:
            print(f"     {fault}")

    for edition, languages in LANGUAGES.items():
        path = dist / "downloads" / f"isfahan-sister-cities-{edition}.pdf"
        if not path.is_file():
            report(edition, [f"{path} is missing"])
            continue
        faults, figures = extraction(path, expected_text(source, languages))
        report(f"{edition}: text in four readers, words/numbers in %", faults, figures)
        report(f"{edition}: fonts", fonts(path))
        report(f"{edition}: syntax", syntax(path))
        report(f"{edition}: title, language, outline, labels, tags", structure(path, edition, source))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
