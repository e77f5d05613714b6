#!/usr/bin/env python3
"""The figures of the book agree: between its languages, calendars, data and pages.

usage: figures.py CONTENT DIST

For every chapter: each section has the same numbers in both languages; a day
given in two calendars is one day; the chapter of a city names the year of its
pact, and the cards of its built page show population, World Heritage years and
distance as `city.yaml` has them.  Reads Markdown, YAML and HTML by other means
than the program.  Prints a line a check and the count.
"""
import collections
import html
import math
import pathlib
import re
import sys

import yaml

ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.", "٬")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
FENCED = re.compile(r"^(```+)[^\n]*\n.*?^\1[ \t]*$", re.M | re.S)
COMMENT = re.compile(r"<!--.*?-->", re.S)
NOTE = re.compile(r"^\[\^[^\]]+\]:.*$", re.M)
HEADING = re.compile(r"^##+ .*?\{#([a-z0-9-]+)\}\s*$", re.M)
# Keys of sources, notes and entries, addresses: their digits are no figures.
KEYS = re.compile(r"@[\w.:-]+|\{#[^}]*\}|\]\([^)]*\)|\[\^[^\]]*\]|\[\[[^\]|]*\|?|<https?:[^>]*>")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

SOLAR = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
SOLAR_EN = ["Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"]
GREGORIAN_FA = ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"]
GREGORIAN = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def sections(text):
    """Each section's prose by the id of its heading; notes are a section of their own."""
    body = COMMENT.sub("", FENCED.sub("", FRONT_MATTER.sub("", text)))
    notes = "\n".join(NOTE.findall(body))
    parts = HEADING.split(NOTE.sub("", body))
    found = {"": parts[0], "notes": notes}
    found.update(zip(parts[1::2], parts[2::2]))
    return found


def numbers(prose):
    text = KEYS.sub(" ", prose).translate(ASCII)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    return collections.Counter(number.lstrip("0") or "0" for number in NUMBER.findall(text))


def gregorian_of_solar(year, month, day):
    """The day's number (that of 1970-01-01 is 0), by the 33-year rule, which holds for 1300 to 1479."""
    leaps = sum(1 for y in range(1300, year) if y % 33 in (1, 5, 9, 13, 17, 22, 26, 30))
    days = (year - 1300) * 365 + leaps + (month - 1) * 31 - max(0, month - 7) + day - 1
    return days + day_of_gregorian(1921, 3, 21)


def day_of_gregorian(year, month, day):
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    return day + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045 - 2440588


def two_calendars(text):
    """Every day that stands in two calendars: what is written, and whether it is one day."""
    plain = text.translate(ASCII).replace("\u0654", "").replace("هٔ", "ه")
    fa = r"(\d{1,2}) (%s) (\d{4})(?: میلادی)? ?\((\d{1,2}) (%s) (\d{4})\)" % ("|".join(SOLAR), "|".join(GREGORIAN_FA))
    en = r"(\d{1,2}) (%s) (\d{4}) ?\((\d{1,2}) (%s) (\d{4})\)" % ("|".join(GREGORIAN), "|".join(SOLAR_EN))
    for d, m, y, gd, gm, gy in re.findall(fa, plain):
        solar, other = (int(y), SOLAR.index(m) + 1, int(d)), (int(gy), GREGORIAN_FA.index(gm) + 1, int(gd))
        yield f"{d} {m} {y} ({gd} {gm} {gy})", gregorian_of_solar(*solar) == day_of_gregorian(*other)
    for gd, gm, gy, d, m, y in re.findall(en, plain):
        solar, other = (int(y), SOLAR_EN.index(m) + 1, int(d)), (int(gy), GREGORIAN.index(gm) + 1, int(gd))
        yield f"{gd} {gm} {gy} ({d} {m} {y})", gregorian_of_solar(*solar) == day_of_gregorian(*other)


def parity(folder):
    """Sections whose numbers differ by language, and days that are two."""
    texts = {lang: (folder / f"{lang}.md").read_text(encoding="utf-8") for lang in ("fa", "en")}
    faults, (fa, en) = [], (sections(texts["fa"]), sections(texts["en"]))
    for heading in fa.keys() | en.keys():
        left, right = numbers(fa.get(heading, "")), numbers(en.get(heading, ""))
        # A Persian note may give a foreign name alone, which an English reader does not need.
        if left != right:
            faults.append(f"#{heading or 'opening'}: only fa {dict(left - right)}, only en {dict(right - left)}")
    days = [day for text in texts.values() for day in two_calendars(text)]
    faults += [f"not one day: {written}" for written, same in days if not same]
    return faults, len(days)


def shown(page):
    """The words of a built page, digits in ASCII, groups joined."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page)).translate(ASCII)
    text = re.sub(r"[\u200e\u200f\u061c\u2066-\u2069]", "", text)
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


def distance(a, b):
    """Kilometres on the sphere, to ten, as the book gives them."""
    (la, lo), (lb, lp) = [[math.radians(place[key]) for key in ("lat", "lon")] for place in (a, b)]
    haversine = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return round(2 * 6371.0088 * math.asin(math.sqrt(haversine)) / 10) * 10


def data(slug, city, host, texts, pages):
    """What `city.yaml` says and the chapter or its page does not, or says otherwise."""
    faults = []
    for lang, page in pages.items():
        wanted = {"population": (city.get("population") or {}).get("value")}
        for site in city.get("heritage") or []:
            wanted[f"World Heritage of {site['name']['en']}"] = site.get("year")
        if city["kind"] != "host":
            wanted["distance"] = distance(host["location"], city["location"])
        for what, value in wanted.items():
            if value is not None and not re.search(rf"(?<!\d){value}(?!\d)", page):
                faults.append(f"{lang}: the page does not show {what}, {value}")
    signed = str((city.get("pact") or {}).get("signed") or "")
    for lang, text in texts.items():
        if signed and signed[:4] not in numbers(text):
            faults.append(f"{lang}: the text does not name {signed[:4]}, the year of the pact")
    return faults


def selftest():
    """The planted cases: what this is for, it must notice."""
    assert gregorian_of_solar(1368, 2, 16) == day_of_gregorian(1989, 5, 6)
    assert gregorian_of_solar(1403, 12, 30) == day_of_gregorian(2025, 3, 20)
    assert numbers("جمعیت ۱٬۲۳۴ تن [@key-1990]") == numbers("1,234 people {#id-3}") != numbers("1,235")
    assert [same for _, same in two_calendars("۱۶ اردیبهشت ۱۳۶۸ (۶ مهٔ ۱۹۸۹) 6 May 1989 (17 Ordibehesht 1368)")] == [True, False]
    assert distance({"lat": 32.6525, "lon": 51.6746}, {"lat": 34.2583, "lon": 108.9286}) in range(5100, 5400)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    selftest()
    content, dist = map(pathlib.Path, sys.argv[1:])
    load = lambda path: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    host = next(city for city in map(load, sorted(content.glob("cities/*/city.yaml"))) if city["kind"] == "host")
    number = lambda city: city.update(location={key: float(value) for key, value in city["location"].items()}) or city
    host = number(host)
    passed = failed = days = 0
    for folder in sorted(content.glob("*/*/")):
        if not all((folder / f"{lang}.md").is_file() for lang in ("fa", "en")):
            continue
        faults, found = parity(folder)
        days += found
        if (folder / "city.yaml").is_file():
            city = number(load(folder / "city.yaml"))
            texts = {lang: (folder / f"{lang}.md").read_text(encoding="utf-8") for lang in ("fa", "en")}
            pages = {lang: shown((dist / lang / folder.name / "index.html").read_text(encoding="utf-8")) for lang in texts}
            faults += data(folder.name, city, host, texts, pages)
        passed, failed = passed + (not faults), failed + bool(faults)
        print(f"{'FAIL' if faults else 'ok  '} figures of {folder.name}")
        for fault in faults[:25]:
            print(f"     {fault}")
    print(f"{days} days in two calendars\n{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
