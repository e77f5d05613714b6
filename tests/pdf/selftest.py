#!/usr/bin/env python3
"""Plants a fault in a small PDF for each check of run.py, which must notice it."""
import collections
import pathlib
import sys
import tempfile

import pymupdf
import pypdf

import run
import words


def small_pdf(path):
    """One page, a font of the reader's own machine, no outline, no tags."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Four leaves and a pomegranate in 1989")
        document.save(path)


def cut_short(path, target):
    data = pathlib.Path(path).read_bytes()
    pathlib.Path(target).write_bytes(data[: len(data) // 2])


def main():
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
