#!/usr/bin/env python3
"""The words of the book, read from its Markdown by other means than the program.

What a reader must find again on the site and in the PDFs, in logical order:
headings, paragraphs, list items, table cells, verses, notes and captions of
every chapter.  Text that the program makes (citations, numbers of notes,
titles of linked chapters, cards drawn from city.yaml) is left out, so each
block is a list of segments between such places.

usage: source_text.py CONTENT > FILE.json
"""
import json
import pathlib
import re
import sys

FENCE = re.compile(r"^\s*(```+|~~~+)\s*(.*)$")
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.S)
NOTE = re.compile(r"^\[\^[^\]]+\]:\s*")
RULE = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")
TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
MARKER = re.compile(r"^\s*(>\s?|[-*+]\s+(\[[ xX]\]\s+)?|\d+[.)]\s+|:\s+|#{1,6}\s+)")
HEADING_ID = re.compile(r"\s*\{[#.][^}]*\}\s*$")
HEMISTICHS = re.compile(r" // | / | \| | \*\*\* |\t")

# A place where the program puts text of its own.
CUT = "\0"


def chapters(content):
    """(path below the language's folder, language, blocks), in a fixed order."""
    content = pathlib.Path(content)
    for path in sorted(content.glob("*/*/*.md")):
        text = path.read_text(encoding="utf-8")
        front = FRONT_MATTER.match(text)
        if front and re.search(r"(?m)^draft:\s*true", front.group(1)):
            continue
        body = text[front.end():] if front else text
        yield path.parent.name, path.stem, [s for s in map(segments, blocks(body)) if s]


def blocks(body):
    """Blocks of running text, their lines joined; markup inside of lines stays."""
    block, fence, name, found = [], None, "", []

    def close():
        if block:
            found.append(" ".join(block))
            block.clear()

    for line in body.split("\n"):
        opened = FENCE.match(line)
        if fence:
            if opened and opened.group(1).startswith(fence) and not opened.group(2):
                fence = None
            elif name == "{verse}":
                found.extend(HEMISTICHS.split(re.sub(r"^\s*(—|–|--)\s*", "", line)))
            elif name.startswith("{"):
                caption = re.match(r"^\s*(?:-\s+)?caption:\s*(.+)$", line)
                if caption and not re.match(r"^[|>]", caption.group(1)):
                    found.append(unquoted(caption.group(1)))
            continue
        if opened:
            close()
            fence, name = opened.group(1), opened.group(2).strip()
            continue
        line = NOTE.sub(lambda _: close() or "", line)
        if not line.strip() or RULE.match(line):
            close()
            continue
        while MARKER.match(line):
            close()
            line = HEADING_ID.sub("", line) if re.match(r"^\s*#", line) else line
            line = MARKER.sub("", line, count=1)
        if re.match(r"^\s*\|", line):
            close()
            if not TABLE_RULE.match(line):
                found.extend(re.split(r"(?<!\\)(?<!\[)\|(?![^\[]*\]\])", line.strip().strip("|")))
            continue
        if re.search(r"(\\|  )$", line):
            block.append(line.rstrip("\\").strip())
            close()
            continue
        block.append(line.strip())
    close()
    return found


def unquoted(scalar):
    scalar = scalar.strip()
    if len(scalar) > 1 and scalar[0] == scalar[-1] and scalar[0] in "\"'":
        return scalar[1:-1].replace('\\"', '"').replace("''", "'")
    return scalar


def segments(block):
    """Runs of text that the program prints as they are."""
    kept = []

    def keep(match):
        kept.append(match.group(1))
        return f"\1{len(kept) - 1}\2"

    text = re.sub(r"`+([^`]+)`+", keep, block)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", keep, text)
    text = re.sub(r'!\[[^\]]*\]\([^()\s]*(?:\s+"([^"]*)")?\)(\{[^}]*\})?', lambda m: CUT + (m.group(1) or "") + CUT, text)
    text = re.sub(r"\[\[[^\]|]+\|([^\]]*)\]\]", r"\1", text)
    text = re.sub(r"\[\[[^\]]+\]\]", CUT, text)
    text = re.sub(r"\s*\[@[^\]]+\]", CUT, text)
    text = re.sub(r"\[\^[^\]]+\]", CUT, text)
    text = re.sub(r"\[([^\]]*)\]\([^()]*(?:\([^()]*\))?[^()]*\)", r"\1", text)
    text = re.sub(r"<(https?:[^>]+)>", r"\1", text)
    text = re.sub(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?!\w)", r"\1", text)
    text = re.sub(r"(?<![\w_])_(?=\S)(.+?)(?<=\S)_(?!\w)", r"\1", text)
    text = re.sub("\1(\\d+)\2", lambda m: kept[int(m.group(1))], text)
    return [part for part in (" ".join(part.split()) for part in text.split(CUT)) if re.search(r"\w", part)]


if __name__ == "__main__":
    found = [{"slug": slug, "lang": lang, "blocks": blocks} for slug, lang, blocks in chapters(sys.argv[1])]
    if not found:
        sys.exit(f"{sys.argv[1]}: no chapter was found")
    json.dump(found, sys.stdout, ensure_ascii=True)
