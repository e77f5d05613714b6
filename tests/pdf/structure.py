"""What the tags, the outline and the page labels of an edition must hold.

In: a `Tagged` file, the folder of the site built beside it, and the source.
Out: faults, a line each.  What a validator asserts already is left to it;
here is what it cannot know: that all is tagged, and that names, headings and
alternatives are those of the book.
"""
import collections
import re

HEADING = re.compile(r"H([1-6])")
# What these may stand in, nearest first (ISO 32000-1 §14.8.4).
PARENTS = {
    "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"},
    "Lbl": {"LI", "Note", "TOCI"}, "Caption": {"Table", "L", "Sect", "Part", "LBody", "BlockQuote", "TD", "Figure"},
    "Sect": {"Document", "Part"}, "Part": {"Document", "Part"},
}


def tags(tagged):
    """Facts of the tree: nothing outside of it, and each element complete."""
    faults = [f"page {page + 1}: text in no marked content: {text[:40]!a}" for page, text in tagged.loose.items()]
    faults += [f"page {page + 1}: {count} drawings in no marked content" for page, count in tagged.loose_paint.items()]
    owned = collections.Counter(mcid for element in tagged.elements for mcid in element.mcids)
    faults += [f"marked content {mcid} belongs to {owned[mcid]} elements" for mcid in tagged.text if owned[mcid] != 1]
    faults += [f"marked content {mcid} is on no page" for mcid in owned if mcid not in tagged.text]
    level = 0
    for element in tagged.elements:
        name, heading = element.tag, HEADING.fullmatch(element.tag)
        if heading:
            if int(heading[1]) > level + 1:
                faults.append(f"{name} after H{level}")
            level = int(heading[1])
            if not tagged.whole_text(element).strip():
                faults.append(f"{name} without words")
        parent = element.parent.tag if element.parent else None
        if name in PARENTS and parent not in PARENTS[name]:
            faults.append(f"{name} in {parent}")
        if name == "Figure":
            if not str(element.entry.get("/Alt", "")).strip():
                faults.append("Figure without Alt")
            box = tagged.attribute(element, "/BBox")
            if box is None or len(box) != 4 or box[2] <= box[0] or box[3] <= box[1]:
                faults.append(f"Figure with the box {box}")
        if name == "TH" and tagged.attribute(element, "/Scope") not in ("/Row", "/Column"):
            faults.append(f"TH with the scope {tagged.attribute(element, '/Scope')}")
        if name == "Note" and ("/ID" not in element.entry or all(kid.tag != "Lbl" for kid in tagged.children[id(element)])):
            faults.append("Note without ID or Lbl")
        if name == "Link":
            if not element.objects:
                faults.append(f"Link without an annotation: {tagged.own_text(element)[:40]!a}")
            if not tagged.whole_text(element).strip() and not str(element.entry.get("/Alt", "")).strip():
                faults.append("Link without words")
    return faults


def annotations(tagged):
    """Every link of a page stands in the tree, says where it leads, and can be seen."""
    held = {id(each.get_object()) for element in tagged.elements for each in element.objects}
    faults = []
    for number, page in enumerate(tagged.reader.pages):
        if page.get("/Tabs") != "/S":
            faults.append(f"page {number + 1}: the order of tabs is {page.get('/Tabs')}")
        for annotation in page.get("/Annots") or []:
            annotation = annotation.get_object()
            left, bottom, right, top = annotation["/Rect"]
            if id(annotation) not in held:
                faults.append(f"page {number + 1}: a link is in no Link")
            if not str(annotation.get("/Contents", "")).strip():
                faults.append(f"page {number + 1}: a link without Contents")
            if right - left < 1 or top - bottom < 4:
                faults.append(f"page {number + 1}: a link of {right - left} x {top - bottom} points")
    return faults


def named_places(tagged):
    """The named destinations: name -> page."""
    tree = tagged.catalog.get("/Names", {}).get("/Dests", {}).get("/Names", [])
    return {name_of(tree[at]): tree[at + 1].get_object()[0] for at in range(0, len(tree) - 1, 2)}


def name_of(value):
    data = getattr(value, "original_bytes", None)
    return data.decode("utf-8") if data is not None else str(value)


def navigation(tagged, edition, dist, source):
    """Outline entries lead to places named as on the site, which the site has."""
    names, faults = named_places(tagged), []
    pages = {}
    for name in names:
        path, _, anchor = name.partition("#")
        if path.startswith("other/"):
            continue
        lang, slug = path.split("/", 1) if edition == "bilingual" and "/" in path else (edition, path)
        file = dist / lang / slug / "index.html"
        if anchor and file.is_file():
            if file not in pages:
                pages[file] = set(re.findall(r'\bid="([^"]+)"', file.read_text(encoding="utf-8")))
            if anchor not in pages[file]:
                faults.append(f"the site has no {name}")
    chapters = [chapter for chapter in source if edition in ("bilingual", chapter["lang"])]
    for chapter in chapters:
        name = f"{chapter['lang']}/{chapter['slug']}" if edition == "bilingual" else chapter["slug"]
        if name not in names:
            faults.append(f"{name} is no named destination")
    entries = list(outline(tagged.catalog))
    faults += [f"the outline leads to {place}, which has no name" for _, _, place in entries if place not in names]
    depth = max((depth for depth, _, _ in entries), default=0)
    if depth < (3 if edition == "bilingual" else 2):
        faults.append(f"the outline has {depth} levels")
    top = sum(depth == 1 for depth, _, _ in entries)
    if edition == "bilingual" and top != 2:
        faults.append(f"the outline of two languages has {top} branches")
    for _, title, _ in entries:
        if re.search("[\u0600-\u06ff]", title) and re.search(r"[\u0600-\u06ff][^\u2066-\u2069]*[A-Za-z]{2}", title):
            faults.append(f"a Latin name in the outline is in no isolate: {title!a}")
    return faults


def outline(catalog):
    """(depth from 1, title, place), in order."""
    stack = [(catalog.get("/Outlines", {}).get("/First"), 1)]
    while stack:
        entry, depth = stack.pop()
        if entry is None:
            continue
        entry = entry.get_object()
        yield depth, str(entry["/Title"]), name_of(entry["/Dest"])
        stack.append((entry.get("/Next"), depth))
        stack.append((entry.get("/First"), depth + 1))
