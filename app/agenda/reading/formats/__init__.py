"""From the bytes of a file to blocks: looks at the content first and at the name second.

Knows nothing of agendas. A further format is one more module with `blocks(data) -> list[Block]`
and one more line in `read_blocks`. What needs a library is imported when the first such document
comes: together they take longer to load than the whole server.
"""

from __future__ import annotations

import io
import re
import zipfile

from app.agenda.reading.blocks import Block
from app.agenda.reading.formats import csv, text
from app.agenda.reading.formats.decoding import decode
from app.errors import BadInput

LARGEST = 20_000_000
"""Bytes of the file as given; an agenda with letterhead and pictures is far smaller."""

_MOST_CHARACTERS = 4_000_000
"""Of text or HTML; a day of conference fills a few thousand."""

_OTHER_KINDS = (
    (b"{\\rtf", "This is a rich text file. Save it as a Word document (.docx) and try again."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is a Word file of the old kind. Save it as .docx and give that instead.",
    ),
)
_BINARY = {
    "docx": "This is not a whole Word document. Save it again as .docx and try again.",
    "xlsx": "This is not a whole spreadsheet. Save it again as .xlsx and try again.",
    "pdf": "This is not a whole PDF. Save it again as .pdf, or give the Word document.",
}
_LOOKS_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]|<table[\s>].*?</t[dr]>", re.IGNORECASE | re.DOTALL
)


def read_blocks(name: str, data: bytes) -> list[Block]:
    """The blocks of a document.

    `name` is the file's name as given (may be empty). Raises BadInput with a sentence that says
    what to do when the file is empty, too large, damaged or of a kind that cannot be read.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise BadInput("The file is empty. Choose the file that holds the text.")
    if len(data) > LARGEST:
        raise BadInput("The file is too large to be read. Remove its pictures and try again.")
    for start, sentence in _OTHER_KINDS:
        if data.startswith(start):
            raise BadInput(sentence)
    if data.startswith(b"PK"):
        return _packed(data)
    if b"%PDF-" in data[:1024]:
        from app.agenda.reading.formats import pdf

        return pdf.blocks(data)
    words = _without_pictures(decode(data))
    if len(words) > _MOST_CHARACTERS:
        raise BadInput("The file is too large to be read. Keep only the pages that matter.")
    suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix in _BINARY:
        raise BadInput(_BINARY[suffix])
    if words.lstrip()[:200].upper().startswith("BEGIN:VCALENDAR"):
        from app.agenda.reading.formats import ics

        return ics.blocks(words)
    if suffix in ("html", "htm", "xhtml") or _LOOKS_HTML.search(words[:20_000]):
        from app.agenda.reading.formats import html

        return html.blocks(words)
    if suffix == "csv" or (suffix not in ("txt", "md") and csv.looks_separated(words)):
        return csv.blocks(words)
    return text.blocks(words)


def _without_pictures(words: str) -> str:
    """Text without the pictures that browsers save inside a page."""
    return re.sub(r"data:[a-z]+/[^\s\"'<>()]{200,}", "", words) if "data:" in words else words


def _packed(data: bytes) -> list[Block]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadInput(
            "The file is damaged or cut off. Save it again as .docx and try again."
        ) from None
    if "word/document.xml" in names:
        from app.agenda.reading.formats import docx

        return docx.blocks(data)
    if "xl/workbook.xml" in names:
        from app.agenda.reading.formats import xlsx

        return xlsx.blocks(data)
    raise BadInput("This is not a Word document or spreadsheet. Give it as .docx or .xlsx.")
