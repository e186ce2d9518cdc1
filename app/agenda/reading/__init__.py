"""Reading a draft agenda: bytes of a document in, days, entries and questions out.

Knows no database and no event: reading stores nothing and decides nothing for the organiser.
Stages: formats/ (bytes → blocks) → rows (blocks → what each row holds) → drafting (rows → drafts
under days) → finishing (drafts → entries); facts reads what stands around the agenda.
"""

from __future__ import annotations

from app.agenda.reading.model import Question, ReadAgenda, ReadDay, ReadEntry

__all__ = ["Question", "ReadAgenda", "ReadDay", "ReadEntry", "read_document"]


def read_document(
    name: str,
    data: bytes,
    *,
    year: int | None = None,
    place: str | None = None,
    zone: str | None = None,
) -> ReadAgenda:
    """As `app.agenda.reading.document.read_document`, whose many patterns are made when the first
    document comes: a server starts without them."""
    from app.agenda.reading import document

    return document.read_document(name, data, year=year, place=place, zone=zone)
