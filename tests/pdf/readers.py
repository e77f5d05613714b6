"""The text of a PDF as four programs for readers take it out, page by page in one string."""
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def poppler(path):
    """pdftotext: Evince, Okular."""
    return subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")


def mupdf(path):
    import pymupdf

    with pymupdf.open(path) as document:
        return "\f".join(page.get_text() for page in document)


def pdfium(path):
    """The library of Chrome and Android. It marks a hyphen at a line's end by U+FFFE or U+0002."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    text = "\f".join(pages).replace("\r\n", "\n")
    for mark in ("\ufffe", "\x02"):
        text = text.replace(f"{mark}\n", "-\n").replace(mark, "-\n")
    return text


def pdfjs(path):
    """The viewer of Firefox."""
    run = subprocess.run(["node", str(HERE / "pdfjs_text.mjs"), path], capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.decode("utf-8", "replace")[-500:])
    return run.stdout.decode("utf-8")


READERS = {"poppler": poppler, "MuPDF": mupdf, "PDFium": pdfium, "pdf.js": pdfjs}
