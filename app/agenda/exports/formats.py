"""Which documents an agenda can be, with their media types and file names. Knows no request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.agenda.exports.as_embed import as_embed
from app.agenda.exports.as_frab_json import as_frab_json
from app.agenda.exports.as_frab_xml import as_frab_xml
from app.agenda.exports.as_markdown import as_markdown
from app.agenda.exports.as_pdf import as_pdf
from app.agenda.exports.as_text import as_text
from app.agenda.exports.facts import AgendaFacts
from app.agenda.exports.words import Words
from app.agenda.timetable import Timetable
from app.errors import BadInput

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class AgendaFormat:
    """One kind of file: who makes it, its media type, whether browsers keep or show it."""

    write: Callable[[Timetable, AgendaFacts, Words], bytes]
    media_type: str
    shown: bool = True


def _as_word(timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    # Here, because its library takes long to load and few ask for this file.
    from app.agenda.exports.as_word import as_word

    return as_word(timetable, facts, words)


FORMATS: Mapping[str, AgendaFormat] = {
    "docx": AgendaFormat(_as_word, _WORD, shown=False),
    "js": AgendaFormat(as_embed, "text/javascript; charset=utf-8"),
    "json": AgendaFormat(as_frab_json, "application/json"),
    "md": AgendaFormat(as_markdown, "text/markdown; charset=utf-8"),
    "pdf": AgendaFormat(as_pdf, "application/pdf"),
    "txt": AgendaFormat(as_text, "text/plain; charset=utf-8"),
    "xml": AgendaFormat(as_frab_xml, "application/xml"),
}


def agenda_as(format_: str, timetable: Timetable, facts: AgendaFacts, words: Words) -> bytes:
    """The bytes of one document. BadInput for a format in which agendas are not written."""
    if format_ not in FORMATS:
        raise BadInput(
            "Agendas are written as {formats}. Choose one of these.",
            formats=", ".join(sorted(FORMATS)),
        )
    return FORMATS[format_].write(timetable, facts, words)


def file_name(format_: str, version: int, facts: AgendaFacts) -> str:
    """ "strasbourg-2019-agenda-v2.pdf"; the number tells two printed versions apart."""
    return f"{facts.slug}-agenda-v{version}.{format_}"
