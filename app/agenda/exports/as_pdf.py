"""The agenda as a printed programme, tagged PDF set from `programme.typ`. Knows no typesetting."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.pdf_data import page_data
from app.agenda.exports.words import Words
from app.agenda.timetable import Timetable
from app.printing import typeset

TEMPLATE = Path(__file__).with_name("programme.typ")
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


# Setting takes a second of one core, and everybody may ask: a version is set once per process.
@lru_cache(maxsize=24)
def as_pdf(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The PDF (PDF/UA-1), A4: a page for each day where the day fits on one."""
    dated = timetable.published_at or _EPOCH
    return typeset(TEMPLATE, page_data(timetable, facts, words), dated=dated)
