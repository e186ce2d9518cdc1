"""What every printed document shares: printable text, Typst's PDF, Word files with fixed bytes.

Knows no document: not what is printed, nor how its page looks.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst
    from docx.document import Document

# What XML 1.0 (section 2.2) cannot hold, with the noncharacters that typesetters refuse.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
# CommonMark 0.31, section 2.4: any punctuation may be escaped; this is what can mean something.
_MEANING = re.compile(r"([\\`*_{}\[\]<>#+|~&$])|^(\s*)([-=:])|^(\s*\d+)([.)])", re.MULTILINE)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def printable(text: str) -> str:
    """The text without characters that no document format can hold, with plain line ends."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def markdown_escaped(text: str) -> str:
    """The text so that Markdown shows it as it is: an asterisk stays an asterisk."""

    def escape(found: re.Match[str]) -> str:
        anywhere, space, sign, digits, stop = found.groups()
        if anywhere:
            return f"\\{anywhere}"
        return f"{space}\\{sign}" if sign else f"{digits}\\{stop}"

    return _MEANING.sub(escape, text)


def typeset(template: Path, data: Mapping[str, Any], *, dated: datetime) -> bytes:
    """A tagged PDF (PDF/UA-1, ISO 14289-1) of `template`; the same data give the same bytes.

    `data` arrives in the template as `sys.inputs.document`, JSON and never markup: no text in it
    can be read as a command. Only the fonts inside the Typst package are used, so that every
    machine sets the same page. A character that none of them can draw is printed as "[U+1F600]":
    PDF/UA-1 wants every glyph to have a meaning, and an emoji must neither vanish nor stop the
    export.
    """
    import typst

    text = json.dumps(data, ensure_ascii=False)
    for _attempt in range(20):
        try:
            return _set(template, text, dated)
        except typst.TypstError as error:
            spelled = _spell_out(text, str(error.diagnostic) + str(error.message))
            if spelled == text:
                raise
            text = spelled
    return _set(template, text, dated)


def packed(document: Document) -> bytes:
    """The bytes of a Word file, the same for the same content.

    python-docx stamps the hour into every zip entry; two exports of one text must be equal.
    """
    package = document.part.package
    assert package is not None
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of the template, not of this text
            package.rels.pop(key)
    raw = io.BytesIO()
    document.save(raw)
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name), compresslevel=6)
    return fixed.getvalue()


def _set(template: Path, text: str, dated: datetime) -> bytes:
    import typst

    pdf = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"document": text},
        pdf_standards="ua-1",
        timestamp=dated.replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _spell_out(text: str, complaint: str) -> str:
    for cluster in _NO_GLYPH.findall(complaint):
        code_points = "".join(f"[U+{ord(character):04X}]" for character in cluster)
        text = text.replace(cluster, code_points)
    return text
