"""Reads the tags of a PDF: the tree, the text of every piece of marked content, and what no tag holds.

Out: `Tagged`, whose elements are in reading order.  The text is that of the
codes' own maps to Unicode, in the order in which it is painted (visual), so
that Persian stands reversed: compare letters, not their order.
"""
import collections
import re

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

Element = collections.namedtuple("Element", "tag depth path parent pages mcids objects entry")


def to_unicode(font):
    """The text of every two-byte code."""
    stream = font.get("/ToUnicode")
    if stream is None:
        return {}
    cmap, texts = stream.get_data().decode("latin-1"), {}
    decode = lambda digits: bytes.fromhex(digits).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            texts[int(code, 16)] = decode(text)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                texts[code] = chr(int(text, 16) + code - int(first, 16))
        for first, texts_of in re.findall(r"<([0-9A-Fa-f]+)>\s*<[0-9A-Fa-f]+>\s*\[(.*?)\]", block, re.S):
            for offset, text in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", texts_of)):
                texts[int(first, 16) + offset] = decode(text)
    return texts


class Tagged:
    def __init__(self, path):
        self.reader = pypdf.PdfReader(path)
        self.catalog = self.reader.trailer["/Root"]
        self.page_numbers = {page.indirect_reference.idnum: at for at, page in enumerate(self.reader.pages)}
        self.text = {}        # (page, mcid) -> what is painted in it
        self.artifacts = collections.defaultdict(str)   # page -> text of artifacts
        self.loose = collections.defaultdict(str)       # page -> text in no marked content
        self.loose_paint = collections.Counter()        # page -> paths and pictures in none
        fonts = {}
        for number, page in enumerate(self.reader.pages):
            self._read_page(number, page, fonts)
        self.elements = list(self._walk())
        self._whole, self.children = collections.defaultdict(str), collections.defaultdict(list)
        for element in reversed(self.elements):
            self._whole[id(element)] += self.own_text(element)
            if element.parent is not None:
                self._whole[id(element.parent)] += self._whole[id(element)]
                self.children[id(element.parent)].append(element)

    def _read_page(self, number, page, fonts):
        known = {}
        for name, font in (page["/Resources"].get("/Font") or {}).items():
            key = getattr(font, "idnum", None) or id(font)
            font = font.get_object()
            if key not in fonts:
                fonts[key] = to_unicode(font)
            known[name] = fonts[key]
        open_marks, codes = [], {}
        for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
            operator = operator.decode() if isinstance(operator, bytes) else operator
            if operator in ("BDC", "BMC"):
                properties = operands[1] if operator == "BDC" else {}
                mcid = properties.get("/MCID") if isinstance(properties, dict) else None
                open_marks.append(("artifact" if operands[0] == "/Artifact" else "content", mcid))
                if mcid is not None:
                    self.text.setdefault((number, int(mcid)), "")
            elif operator == "EMC":
                open_marks.pop()
            elif operator == "Tf":
                codes = known.get(operands[0], {})
            elif operator in ("TJ", "Tj"):
                pieces = operands[0] if operator == "TJ" else [operands[0]]
                self._show(number, open_marks, "".join(shown(piece, codes) for piece in pieces))
            elif operator in ("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh") and not open_marks:
                self.loose_paint[number] += 1

    def _show(self, number, open_marks, text):
        mcid = next((mcid for _, mcid in reversed(open_marks) if mcid is not None), None)
        if mcid is not None:
            self.text[number, int(mcid)] += text
        elif any(kind == "artifact" for kind, _ in open_marks):
            self.artifacts[number] += text
        else:
            self.loose[number] += text

    def _walk(self):
        root = self.catalog["/StructTreeRoot"]
        stack = [(kid, None, None, 0) for kid in reversed(listed(root.get("/K")))]
        while stack:
            entry, page, parent, depth = stack.pop()
            entry = entry.get_object()
            page = self._page(entry, page)
            own = Element(entry["/S"][1:], depth, (parent.path if parent else ()) + (entry["/S"][1:],), parent, [], [], [], entry)
            kids = []
            for kid in listed(entry.get("/K")):
                kid = kid.get_object()
                if isinstance(kid, int):
                    own.mcids.append((page, int(kid)))
                elif isinstance(kid, DictionaryObject) and kid.get("/Type") == "/MCR":
                    own.mcids.append((self._page(kid, page), int(kid["/MCID"])))
                elif isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR":
                    own.objects.append(kid["/Obj"])
                else:
                    kids.append((kid, page, own, depth + 1))
            own.pages.append(page)
            yield own
            stack.extend(reversed(kids))

    def _page(self, entry, inherited):
        raw = entry.raw_get("/Pg") if "/Pg" in entry else None
        return self.page_numbers[raw.idnum] if isinstance(raw, IndirectObject) else inherited

    def own_text(self, element):
        return "".join(self.text.get(mcid, "") for mcid in element.mcids)

    def whole_text(self, element):
        """Its own text and that of all below it."""
        return self._whole[id(element)]

    def attribute(self, element, key):
        attributes = [each.get_object() for each in listed(element.entry.get("/A"))]
        return next((each[key] for each in attributes if isinstance(each, dict) and key in each), None)


def listed(entry):
    if entry is None:
        return []
    entry = entry.get_object() if isinstance(entry, IndirectObject) and isinstance(entry.get_object(), ArrayObject) else entry
    return list(entry) if isinstance(entry, ArrayObject) else [entry]


def shown(piece, codes):
    if not isinstance(piece, (str, bytes)):
        return ""
    data = getattr(piece, "original_bytes", piece)
    return "".join(codes.get(data[at] << 8 | data[at + 1], "\ufffd") for at in range(0, len(data) - 1, 2))
