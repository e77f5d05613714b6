#!/usr/bin/env python3
"""The book holds what it promises: chapters, words, blocks, sources, terms, entries.

usage: contents.py CONTENT

For the thirteen sisters: 700 to 1,100 words a language; a map, the card of the
pact, the facts, a table of likeness of three rows or more; two sources or more;
a term of the glossary, an entry of the index, a note with a name in its own
spelling; a source in every paragraph with a number or an entry.  For the book:
24 chapters and 22,000 words a language, 120 sources, none of them uncited, 40
terms and 200 entries, the same in both languages.  Prints a line a check and
the count.
"""
import pathlib
import re
import sys

import yaml

LANGUAGES = ("fa", "en")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
FENCED = re.compile(r"^(```+)\{?([^\n}]*)\}?\n.*?^\1[ \t]*$", re.M | re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
NOTE = re.compile(r"^\[\^([^\]]+)\]:[ \t]*(.*)$", re.M)
CITATION = re.compile(r"\[(@[^\]]+)\]")
KEY = re.compile(r"@([\w.:-]+)")
ENTRY = re.compile(r"\]\(index:([a-z0-9-]+)\)")
TERM = re.compile(r"\]\(term:([a-z0-9-]+)\)")
DIGIT = re.compile(r"[0-9۰-۹]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Of a link or mark the words are read, of the rest nothing.
UNREAD = re.compile(r"\[@[^\]]*\]|\[\^[^\]]*\]|\{#[^}]*\}|\]\([^)]*\)|\[\[[^\]|]*\||<[^>]*>")
WORD = re.compile(r"[^\W_][\w\u200c’'-]*")

WORDS = (700, 1100)
CHAPTERS, ALL_WORDS, SOURCES, TERMS, ENTRIES = 24, 22_000, 120, 40, 200
BLOCKS = ("facts", "map", "likeness", "pact")


class Text:
    """A chapter in one language, taken apart without the program."""

    def __init__(self, text):
        body = COMMENT.sub("", FRONT_MATTER.sub("", text))
        self.blocks = [name for _, name in FENCED.findall(body)]
        self.notes = NOTE.findall(body)
        self.keys = {key for mark in CITATION.findall(body) for key in KEY.findall(mark)}
        self.entries, self.terms = set(ENTRY.findall(body)), set(TERM.findall(body))
        prose = NOTE.sub("", FENCED.sub("", body))
        self.paragraphs = [p.strip() for p in re.split(r"\n\s*\n", prose) if p.strip() and not p.lstrip().startswith("#")]
        self.words = sum(len(WORD.findall(UNREAD.sub(" ", p))) for p in self.paragraphs)


def of_sister(city, texts):
    """What the chapter of one of the thirteen lacks."""
    if len(city.get("likeness") or []) < 3:
        yield f"likeness has {len(city.get('likeness') or [])} rows"
    for lang, text in texts.items():
        if not WORDS[0] <= text.words <= WORDS[1]:
            yield f"{lang}: {text.words} words"
        yield from (f"{lang}: no {{{name}}}" for name in BLOCKS if name not in text.blocks)
        if len(text.keys) < 2:
            yield f"{lang}: {len(text.keys)} sources"
        if not text.entries or not text.terms:
            yield f"{lang}: {len(text.entries)} entries of the index, {len(text.terms)} terms"
        for paragraph in text.paragraphs:
            if (DIGIT.search(UNREAD.sub(" ", paragraph)) or ENTRY.search(paragraph)) and not CITATION.search(paragraph):
                yield f"{lang}: no source for “{paragraph[:60]}…”"
    if not any(LATIN.search(words) for _, words in texts["fa"].notes):
        yield "fa: no name in its own spelling"


def of_book(texts, keys, glossary):
    """What the book as a whole lacks; texts by chapter and language."""
    for lang in LANGUAGES:
        own = [chapter[lang] for chapter in texts.values() if lang in chapter]
        if len(own) < CHAPTERS:
            yield f"{lang}: {len(own)} chapters"
        words, entries = sum(text.words for text in own), set().union(*(text.entries for text in own))
        if words < ALL_WORDS:
            yield f"{lang}: {words} words"
        if len(entries) < ENTRIES:
            yield f"{lang}: {len(entries)} entries of the index"
    for what in ("entries", "terms", "keys"):
        sets = [set().union(*(getattr(chapter[lang], what) for chapter in texts.values())) for lang in LANGUAGES]
        yield from (f"{what}: {name} in one language only" for name in sorted(sets[0] ^ sets[1]))
    if len(keys) < SOURCES:
        yield f"{len(keys)} sources"
    if len(glossary) < TERMS:
        yield f"{len(glossary)} terms of the glossary"


def cited(content):
    """Every key that a text or a file of data cites."""
    keys = set()
    for path in content.glob("**/*.md"):
        keys |= Text(path.read_text(encoding="utf-8")).keys

    def walk(node):
        if isinstance(node, dict):
            for name, value in node.items():
                if name in ("source", "sources"):
                    keys.update(value if isinstance(value, list) else [value])
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    for path in content.glob("**/*.yaml"):
        walk(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))
    return keys


def selftest():
    """The planted cases: what this is for, it must notice."""
    whole = "---\ntitle: x\n---\n\nOne [two](index:e) three [@k; @l].[^n]\n\n```{map}\nskip these\n```\n\n[^n]: Xi’an\n"
    text = Text(whole)
    assert (text.words, text.keys, text.entries, text.blocks) == (3, {"k", "l"}, {"e"}, ["map"])
    lacks = list(of_sister({"likeness": []}, {"fa": text, "en": Text(whole.replace("[@k; @l]", "in 1989"))}))
    for said in ("rows", "words", "no {pact}", "0 sources", "no source for “One"):
        assert any(said in lack for lack in lacks), (said, lacks)
    assert "terms: t in one language only" in of_book({"x": {"fa": text, "en": Text(whole + "[a](term:t)")}}, [], [])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    selftest()
    content = pathlib.Path(sys.argv[1])
    load = lambda path: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    texts, sisters = {}, []
    for part in load(content / "book.yaml")["spine"]:
        for folder in ("pages", "cities"):
            for slug in part.get(folder, []):
                files = {lang: content / folder / slug / f"{lang}.md" for lang in LANGUAGES}
                texts[slug] = {lang: Text(file.read_text(encoding="utf-8")) for lang, file in files.items() if file.is_file()}
        if len(part.get("cities", [])) == 13:
            sisters = part["cities"]
    keys = re.findall(r"^@\w+\{([^,\s]+),", (content / "references.bib").read_text(encoding="utf-8"), re.M)
    known = cited(content)
    checks = [(f"the chapter of {slug}", list(of_sister(load(content / "cities" / slug / "city.yaml"), texts[slug]))) for slug in sisters]
    checks.append(("the thirteen sisters", [] if sisters else ["no part of the spine has thirteen cities"]))
    checks.append(("the whole book", list(of_book(texts, keys, load(content / "glossary.yaml")))))
    checks.append(("sources", [f"nothing cites {key}" for key in keys if key not in known]))
    for name, lacks in checks:
        print(f"{'FAIL' if lacks else 'ok  '} {name}")
        for lack in lacks[:25]:
            print(f"     {lack}")
    for lang in LANGUAGES:
        own = [texts[slug][lang].words for slug in sisters]
        total = sum(chapter[lang].words for chapter in texts.values())
        print(f"{lang}: {len(texts)} chapters, {total} words; the thirteen {min(own)} to {max(own)}")
    failed = sum(1 for _, lacks in checks if lacks)
    print(f"{len(keys)} sources\n{len(checks) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
