"""The published agenda as files: frab schedule, PDF, Word, text, Markdown, a script to embed.

All are made from what `published_timetable` gives, in the event's language and not the reader's:
one version is one file, whoever asks. Knows no draft.
"""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.agenda.exports import FORMATS, agenda_as, facts_of, file_name, words_in
from app.agenda.queries import published_timetable, versions
from app.db import Reading
from app.errors import NotFound
from app.events.models import Event
from app.pages import translations
from app.routes.conditional import METHODS, PublishedFile, published_file
from app.routes.deps import EventDep, ReadDb, SettingsDep
from app.settings import Settings

router = APIRouter(prefix="/events/{slug}")

# Public already, and read by programs in other sites' pages. No credentials: nobody is signed in
# by this header, and a page elsewhere sees no more than anybody.
_ELSEWHERE = {"Access-Control-Allow-Origin": "*"}


@router.api_route("/agenda.json", methods=METHODS)
def show_json(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """frab schedule.json."""
    return _answer(request, event, db, settings, "json", headers=_ELSEWHERE)


@router.api_route("/agenda.xml", methods=METHODS)
def show_xml(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """frab schedule.xml."""
    return _answer(request, event, db, settings, "xml", headers=_ELSEWHERE)


@router.api_route("/agenda.pdf", methods=METHODS)
def show_pdf(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """The printed programme of the newest version."""
    return _answer(request, event, db, settings, "pdf")


@router.api_route("/versions/{number}/agenda.pdf", methods=METHODS)
def show_pdf_of_version(
    number: int, request: Request, event: EventDep, db: ReadDb, settings: SettingsDep
) -> Response:
    """The printed programme of one version, as it was."""
    return _answer(request, event, db, settings, "pdf", number=number)


@router.api_route("/agenda.docx", methods=METHODS)
def show_word(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """The agenda in the form organisers send round, to be kept and mended."""
    return _answer(request, event, db, settings, "docx")


@router.api_route("/agenda.txt", methods=METHODS)
def show_text(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """Plain text, for a terminal."""
    return agenda_text(request, event, db, settings)


@router.api_route("/agenda.md", methods=METHODS)
def show_markdown(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """Markdown."""
    return _answer(request, event, db, settings, "md")


@router.api_route("/embed.js", methods=METHODS)
def show_embed(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """The script that puts the agenda into another site's page (see app.agenda.exports.as_embed).

    Another site may load a script from here without any header, for we send no
    Cross-Origin-Resource-Policy; the header below also lets it use `crossorigin` and read errors.
    """
    return _answer(request, event, db, settings, "js", headers=_ELSEWHERE)


def agenda_text(request: Request, event: Event, db: Reading, settings: Settings) -> Response:
    """The newest version as plain text, also for whoever asks the agenda's page for text/plain."""
    return _answer(request, event, db, settings, "txt")


def _answer(
    request: Request,
    event: Event,
    db: Reading,
    settings: Settings,
    format_: str,
    *,
    number: int | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    published = {version.number: version for version in versions(db, event)}
    wanted = max(published, default=None) if number is None else number
    if wanted is None or wanted not in published:
        # Says which of the two it is.
        published_timetable(db, event, number)
        raise NotFound("The agenda is not published yet. Come back a little later.")
    facts = facts_of(event, settings.base_url)
    words = words_in(translations(event.language).gettext, event.language)
    # Beside version and format only what stands around the agenda can change the bytes.
    around = hashlib.sha256(repr((facts, words, event.zone)).encode()).hexdigest()[:8]
    file = PublishedFile(
        tag=f"{published[wanted].tag}-{format_}-{around}",
        changed_at=published[wanted].changed_at,
        media_type=FORMATS[format_].media_type,
        name=file_name(format_, wanted, facts),
        shown=FORMATS[format_].shown,
        headers=headers or {},
    )

    def content() -> bytes:
        return agenda_as(format_, published_timetable(db, event, wanted), facts, words)

    return published_file(request, file, content)
