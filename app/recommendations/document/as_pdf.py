"""The document as a tagged PDF, set by Typst from `conclusions.typ`. Knows no typesetting."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from app.printing import typeset
from app.recommendations.document.pdf_data import page_data
from app.recommendations.document.printing import cleaned
from app.recommendations.document.tree import ConclusionsDocument

TEMPLATE = Path(__file__).with_name("conclusions.typ")


def as_pdf(document: ConclusionsDocument) -> bytes:
    """Return the PDF (PDF/UA-1); the same document always gives the same bytes."""
    dated = datetime.combine(document.version_date, time(), tzinfo=UTC)
    return typeset(TEMPLATE, page_data(cleaned(document)), dated=dated)
