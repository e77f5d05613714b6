"""Words and numbers of a text, to be compared as multisets.

A word is a run of letters and marks with its joiners (U+200C counts); a
number is a run of digits with the separators inside of it.  Punctuation,
controls of direction and the form of a letter's glyph do not count.
"""
import collections
import re
import unicodedata

CONTROLS = dict.fromkeys([0x61C, 0xAD, 0x200B, 0x200D, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
ZWNJ = "\u200c"
TOKEN = re.compile(rf"(?P<word>(?:[^\W\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]|{ZWNJ})+)|(?P<number>\d(?:[\d/.,:\u066b\u066c\u2013-]*\d)?)")


def plain(text):
    text = unicodedata.normalize("NFKC", text.translate(CONTROLS))
    return text.replace("\u2010", "-").replace("\u2011", "-")


def counts(text):
    """Two multisets: words and numbers."""
    words, numbers = collections.Counter(), collections.Counter()
    for match in TOKEN.finditer(plain(text)):
        if match["number"]:
            numbers[match["number"]] += 1
        elif match["word"].strip(ZWNJ):
            words[match["word"].strip(ZWNJ)] += 1
    return words, numbers


def rejoined(text, vocabulary):
    """Words that a hyphen parted at a line's end, whole again if the book has such a word."""

    def join(match):
        first, second = match.groups()
        whole = first + second
        return f"{whole}\n" if whole in vocabulary and not (first in vocabulary and second in vocabulary) else match[0]

    return re.sub(r"([^\W\d_]+)-[ \t]*[\n\f]+([^\W\d_]+)", join, plain(text))


def found(expected, got):
    """The share of a multiset that another one holds, in percent."""
    total = sum(expected.values())
    return 100 * sum((expected & got).values()) / total if total else 100.0
