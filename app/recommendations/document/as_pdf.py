"""The document as a tagged PDF (PDF/UA-1) set by Typst; the page is `conclusions.typ`.

Texts travel as JSON data, never as markup, and only the fonts inside the Typst package are used,
so that every machine sets the same page.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from app.recommendations.document.pdf_data import page_data
from app.recommendations.document.printing import cleaned
from app.recommendations.document.tree import ConclusionsDocument

TEMPLATE = Path(__file__).with_name("conclusions.typ")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


def as_pdf(document: ConclusionsDocument) -> bytes:
    """Return the PDF; the same document always gives the same bytes.

    A character that none of the fonts can draw is printed as "[U+1F600]": PDF/UA-1 (ISO 14289-1)
    wants every glyph to have a meaning, and a delegation's emoji must neither vanish nor stop the
    export.
    """
    data = json.dumps(page_data(cleaned(document)), ensure_ascii=False)
    dated = datetime.combine(document.version_date, time(), tzinfo=UTC)
    for _attempt in range(20):
        try:
            return _set(data, dated)
        except typst.TypstError as error:
            spelled = _spell_out(data, str(error.diagnostic) + str(error.message))
            if spelled == data:
                raise
            data = spelled
    return _set(data, dated)


def _set(data: str, dated: datetime) -> bytes:
    pdf = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"document": data},
        pdf_standards="ua-1",
        timestamp=dated,
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _spell_out(data: str, complaint: str) -> str:
    for cluster in _NO_GLYPH.findall(complaint):
        code_points = "".join(f"[U+{ord(character):04X}]" for character in cluster)
        data = data.replace(cluster, code_points)
    return data
