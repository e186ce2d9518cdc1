"""Reading a draft agenda: bytes of a document in, days, entries and questions out.

Knows no database and no event: reading stores nothing and decides nothing for the organiser.
Stages: formats/ (bytes → blocks) → rows (blocks → what each row holds) → drafting (rows → drafts
under days) → finishing (drafts → entries); facts reads what stands around the agenda.
"""

from __future__ import annotations

from app.agenda.reading.document import read_document
from app.agenda.reading.model import Question, ReadAgenda, ReadDay, ReadEntry

__all__ = ["Question", "ReadAgenda", "ReadDay", "ReadEntry", "read_document"]
