"""A published timetable as a document: frab schedule, PDF, Word, text, Markdown, a script to embed.

Pure functions: a timetable, the facts around it and the words of its language go in, bytes come
out; the same version gives the same bytes. Knows no database, no draft and no request.
"""

from __future__ import annotations

from app.agenda.exports.facts import AgendaFacts, facts_of
from app.agenda.exports.formats import FORMATS, agenda_as, file_name
from app.agenda.exports.words import Words, words_in

__all__ = ["FORMATS", "AgendaFacts", "Words", "agenda_as", "facts_of", "file_name", "words_in"]
