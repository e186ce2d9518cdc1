"""From PDFs to blocks: ruled tables as they are drawn, columns by their gaps, running heads away.

Knows nothing of agendas. pdfplumber reads; for a file that it cannot read pypdf's layout text
stands in. Nothing inside is trusted: streams are measured before anything is interpreted.
"""

from __future__ import annotations

import io
import re
import time
import warnings
import zlib
from typing import Any

import pdfplumber
from pypdf import PdfReader

from app.agenda.reading.blocks import Block
from app.agenda.reading.formats import text
from app.agenda.reading.formats.pdf_layout import Page, read_pages
from app.agenda.reading.formats.pdf_words import words_of
from app.errors import BadInput

_MOST_PAGES = 60
_LARGEST_STREAMS = 12_000_000
_SECONDS = 7.0
_DAMAGED = "The PDF is damaged or cut off. Save it again, or give the Word document."
_TOO_LARGE = "The PDF is too large to be read. Keep only the pages that matter and try again."
_LOCKED = "The PDF is locked with a password. Save it without one and try again."
_PICTURES = "The PDF holds pictures of pages and no text. Give the Word document."


def blocks(data: bytes) -> list[Block]:
    """The blocks of a PDF, page after page. Raises BadInput, whose sentence says what to do."""
    _inspect(data)
    try:
        pages = _pages(data)
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001
        # pdfminer's errors for damaged files have no common class (PSException, KeyError,
        # TypeError, struct.error, RecursionError and more).
        if "Password" in type(error).__name__ or "Password" in str(error):
            raise BadInput(_LOCKED) from None
        return _layout_text(data)
    if not any(page.words for page in pages):
        raise BadInput(_PICTURES if pages else _DAMAGED)
    return read_pages(pages)


def _pages(data: bytes) -> list[Page]:
    deadline = time.monotonic() + _SECONDS
    found: list[Page] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as document:
            for page in document.pages[: _MOST_PAGES + 1]:
                if len(found) == _MOST_PAGES or time.monotonic() > deadline:
                    raise BadInput(_TOO_LARGE)
                words = words_of(page)
                tables = _tables(page) if words and len(words) < 5_000 else []
                found.append(Page(float(page.width), float(page.height), words, tables))
                page.close()
    return found


def _tables(page: Any) -> list[Any]:
    """Tables drawn with lines or shaded cells; none where a page is full of drawing."""
    if len(page.lines) + len(page.rects) + len(page.curves) > 3_000:
        return []
    return [
        table
        for table in page.find_tables({"snap_tolerance": 4, "join_tolerance": 4})
        if len(table.rows) > 0 and max(len([c for c in row.cells if c]) for row in table.rows) > 1
    ]


def _inspect(data: bytes) -> None:
    """Refuse streams that unpack to more than an agenda can hold, before anything reads them."""
    total = 0
    for match in re.finditer(rb"(<<[^\x00]{0,600}?)>>\s{0,4}stream\r?\n", data):
        head = match.group(1)
        if b"Flate" not in head and b"/Fl" not in head:
            continue
        if b"/Image" in head or b"/Length1" in head or b"FontFile" in head:
            continue
        total += _unpacked(data[match.end() : match.end() + 4_000_000], head.count(b"Flate"))
        if total > _LARGEST_STREAMS:
            raise BadInput(_TOO_LARGE)


def _unpacked(packed: bytes, times: int) -> int:
    size = 0
    for _ in range(max(1, min(times, 3))):
        try:
            packed = zlib.decompressobj().decompress(packed, _LARGEST_STREAMS + 1)
        except zlib.error:
            break
        size = max(size, len(packed))
    return size


def _layout_text(data: bytes) -> list[Block]:
    deadline = time.monotonic() + _SECONDS
    pieces: list[str] = []
    try:
        for page in PdfReader(io.BytesIO(data)).pages[:_MOST_PAGES]:
            pieces.append(page.extract_text(extraction_mode="layout"))
            if time.monotonic() > deadline:
                raise BadInput(_TOO_LARGE)
    except BadInput:
        raise
    except Exception:  # noqa: BLE001
        # As above: pypdf's own errors are joined by KeyError, ValueError, RecursionError …
        raise BadInput(_DAMAGED) from None
    if not "".join(pieces).strip():
        raise BadInput(_DAMAGED)
    return text.blocks("\n".join(pieces))
