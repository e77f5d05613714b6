#!/usr/bin/env python3
"""Plants a fault in a PDF for each check of run.py, which must notice it.

usage: selftest.py SOUND.pdf

SOUND.pdf is an edition of a small book, whose tags are sound before the fault.
"""
import collections
import pathlib
import sys
import tempfile

import pymupdf
import pypdf
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

import run
import structure
import words
from tags import Tagged


def small_pdf(path):
    """One page, a font of the reader's own machine, no outline, no tags."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Four leaves and a pomegranate in 1989")
        document.save(path)


def cut_short(path, target):
    data = pathlib.Path(path).read_bytes()
    pathlib.Path(target).write_bytes(data[: len(data) // 2])


def element(writer, tag):
    """The first element of a kind, as it will be written."""
    stack = [writer.root_object["/StructTreeRoot"]]
    while stack:
        entry = stack.pop().get_object()
        if isinstance(entry, ArrayObject):
            stack.extend(reversed(entry))
        elif isinstance(entry, DictionaryObject):
            if entry.get("/S") == tag:
                return entry
            stack.extend([entry["/K"]] if "/K" in entry else [])
    raise LookupError(tag)


def link(writer):
    return next(annotation.get_object() for page in writer.pages for annotation in page.get("/Annots") or [])


def without(entry, key):
    del entry[key]


def painted_over(writer):
    """A square that no tag and no artifact holds."""
    page = next(page for page in writer.pages if "/Contents" in page)
    stream = DecodedStreamObject()
    stream.set_data(page["/Contents"].get_data() + b"\n10 10 20 20 re f\n")
    page[NameObject("/Contents")] = writer._add_object(stream)


def without_unicode(writer):
    font = next(iter(writer.pages[0]["/Resources"]["/Font"].values())).get_object()
    del font["/ToUnicode"]


def renamed_place(writer):
    names = writer.root_object["/Names"]["/Dests"]["/Names"]
    names[0] = pypdf.generic.TextStringObject("nowhere")


# What is planted, by whom it must be noticed, and how it is done.
PLANTED = [
    ("a figure without Alt", {"tags", "ua1"}, lambda writer: without(element(writer, "/Figure"), "/Alt")),
    ("a figure without a box", {"tags"}, lambda writer: without(element(writer, "/Figure"), "/A")),
    ("a head cell without scope", {"tags"}, lambda writer: without(element(writer, "/TH"), "/A")),
    ("a heading level skipped", {"tags", "ua1"}, lambda writer: element(writer, "/H2").update({NameObject("/S"): NameObject("/H4")})),
    ("an item outside of a list", {"tags", "ua1"}, lambda writer: element(writer, "/L").update({NameObject("/S"): NameObject("/P")})),
    ("a link without Contents", {"annotations", "ua1"}, lambda writer: without(link(writer), "/Contents")),
    ("a link outside of the tree", {"tags", "annotations"}, lambda writer: without(element(writer, "/Link"), "/K")),
    ("paint in no marked content", {"tags", "ua1"}, painted_over),
    ("a font without a map to Unicode", {"ua1", "2a"}, without_unicode),
    ("a file without a language", {"ua1"}, lambda writer: without(writer.root_object, "/Lang")),
    ("colours without a profile", {"2a"}, lambda writer: without(writer.root_object, "/OutputIntents")),
    ("a place renamed", {"navigation"}, renamed_place),
]


def noticed(path, dist, validity):
    """Which checks find something in a file."""
    tagged = Tagged(path)
    faults = {
        "tags": structure.tags(tagged),
        "annotations": structure.annotations(tagged),
        "navigation": structure.navigation(tagged, "en", dist, []),
    }
    found = {name for name, list_of_faults in faults.items() if list_of_faults}
    return found | {fault.split(":")[0] for fault in validity if fault.startswith(("ua1:", "2a:"))}


def plant(sound, folder, expect):
    paths = [pathlib.Path(folder) / f"{number}.pdf" for number in range(len(PLANTED) + 1)]
    for path, (_, _, change) in zip(paths, [("sound", set(), lambda writer: None), *PLANTED]):
        writer = pypdf.PdfWriter(clone_from=sound)
        change(writer)
        writer.write(path)
    dist = pathlib.Path(sound).parents[1]
    validity = run.validated(paths, run.PROFILES)
    expect(not noticed(paths[0], dist, validity[paths[0]]), f"a sound file has faults: {validity[paths[0]]}")
    for path, (what, by, _) in zip(paths[1:], PLANTED):
        missed = by - noticed(path, dist, validity[path])
        expect(not missed, f"{what}: not noticed by {sorted(missed)}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    passed, failed = 0, 0

    def expect(holds, what):
        nonlocal passed, failed
        passed, failed = passed + bool(holds), failed + (not holds)
        if not holds:
            print(f"FAIL {what}")

    # Words are compared with their joiners, without punctuation and controls.
    expected, numbers = words.counts("می\u200cروم، \u2068Isfahan\u2069’s ۱٬۵۷۴ متر")
    expect(list(expected) == ["می\u200cروم", "Isfahan", "s", "متر"], f"words are {list(expected)}")
    expect(list(numbers) == ["۱٬۵۷۴"], f"numbers are {list(numbers)}")
    for lost in ["میروم", "می روم", "مىروم"]:
        expect(words.found(collections.Counter(["می\u200cروم"]), words.counts(lost)[0]) == 0, f"{lost!a} counts as the word")
    expect("pomegranate" in words.rejoined("a pome-\ngranate", {"pomegranate"}), "a hyphenated word stays parted")
    expect("well-\nknown" in words.rejoined("well-\nknown", {"well", "known"}), "a true hyphen is taken out")

    with tempfile.TemporaryDirectory() as folder:
        plant(sys.argv[1], folder, expect)
        path = f"{folder}/small.pdf"
        small_pdf(path)
        faults, _ = run.extraction(path, "Four leaves and a pomegranate in 1989")
        expect(not faults, f"a sound text has faults: {faults}")
        faults, _ = run.extraction(path, "Four leaves and a cypress in 1989")
        expect(len(faults) == 4, f"a lost word is noticed by {len(faults)} of four readers")
        faults, _ = run.extraction(path, "Four leaves and a pomegranate in 1990")
        expect(len(faults) == 4, f"a lost number is noticed by {len(faults)} of four readers")
        faults, _ = run.hard_text(path, "\u0633\u0644\u0627\u0645\u200c\u0647\u0627 \u0644\u0627\u0644\u0647")
        expect(len(faults) == 13, f"lost words, joiners and ligatures are noticed {len(faults)} times of 13")
        expect(run.fonts(path), "a font that is not embedded passes")
        faults = run.structure(path, "fa", [{"slug": "xian", "lang": "fa", "blocks": []}])
        for word in ["title", "/Lang", "/Direction", "tagged", "outline", "labels", "XMP"]:
            expect(any(word in fault for fault in faults), f"{word}: not noticed among {faults}")
        expect(not run.syntax(path), "a sound file is called broken")
        cut_short(path, f"{folder}/short.pdf")
        expect(run.syntax(f"{folder}/short.pdf"), "a file cut short is called sound")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
