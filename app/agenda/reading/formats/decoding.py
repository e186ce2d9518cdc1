"""From bytes to text when nobody says in which encoding they were written.

Knows no format.
"""

from __future__ import annotations

import codecs
import re

from app.agenda.reading.blocks import clean
from app.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decode(data: bytes) -> str:
    """The text of `data`, cleaned, line ends as "\\n". Raises BadInput when it is no text."""
    text = _decoded(data)
    sample = text[:100_000]
    if len(_CONTROLS.findall(sample)) > max(3, len(sample) // 200):
        raise BadInput("The file holds no readable text. Give it as .docx, HTML or text.")
    return clean(text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # One bad byte in a good file: words in another encoding would hardly be whole sequences.
        lenient = data.decode("utf-8", "replace")
        bad = lenient.count("\ufffd")
        if len(_BEYOND_ASCII.findall(lenient[:200_000])) > 4 * bad:
            return lenient
    declared = _DECLARED.search(data[:2000])
    # Windows-1252 is what Word and Notepad wrote for decades; "replace" marks the five bytes it
    # leaves undefined, so that binary files are noticed.
    name = declared.group(1).decode("ascii") if declared else "cp1252"
    try:
        # A file that declares UTF-8 and is not was most likely declared by a template.
        known = codecs.lookup(name).name
        if known == "utf-8" or not getattr(codecs.lookup(name), "_is_text_encoding", True):
            known = "cp1252"
    except LookupError:
        known = "cp1252"
    return data.decode(known, "replace")
