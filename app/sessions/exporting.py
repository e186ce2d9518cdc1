"""Boards as files, for a browser or for the command line. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from app.agenda.models import EventSession
from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound
from app.events.models import Event
from app.sessions.exports.as_json import as_json
from app.sessions.exports.as_markdown import as_markdown
from app.sessions.exports.as_pdf import as_pdf
from app.sessions.exports.as_xlsx import as_xlsx
from app.sessions.exports.content import BoardContent, Translate, content_of
from app.sessions.queries import board_id_at, board_with_everything, boards_of_event

MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_boards(
    db: Reading,
    event: Event,
    format_: str,
    *,
    key: str | None = None,
    language: str = "en",
    translate: Translate = str,
    by: Person | None,
) -> tuple[bytes, str, str]:
    """The bytes, the media type and the file name of boards in one of `MEDIA_TYPES`.

    The board at `key`, or all that are open or closed. For the podium. NotFound without any board,
    BadInput for a format in which boards are not written.
    """
    require(by, Action.MODERATE_BOARD, event_id=event.key, event_session_id=_id_at(db, event, key))
    if format_ not in MEDIA_TYPES:
        raise BadInput(
            "Boards are written as {formats}. Choose one of these.",
            formats=", ".join(sorted(MEDIA_TYPES)),
        )
    lines = boards_of_event(db, event, by=by) if key is None else []
    keys = [key] if key else [line.place.key for line in lines if line.step]
    if not keys:
        raise NotFound("No board was opened at this event yet.")
    boards = [
        content_of(board_with_everything(db, board_id_at(db, event, one)), event.zone, translate)
        for one in keys
    ]
    name = f"{event.slug}-{key}-board" if key else f"{event.slug}-boards"
    return _written(boards, format_, language, translate), MEDIA_TYPES[format_], f"{name}.{format_}"


def _id_at(db: Reading, event: Event, key: str | None) -> int | None:
    return db.exec(
        select(EventSession.id).where(
            col(EventSession.event_id) == event.key, col(EventSession.slug) == key
        )
    ).first()


def _written(
    boards: Sequence[BoardContent], format_: str, language: str, translate: Translate
) -> bytes:
    match format_:
        case "json":
            return as_json(boards)
        case "md":
            return as_markdown(boards, translate)
        case "pdf":
            return as_pdf(boards, language, translate)
        case _:
            return as_xlsx(boards, translate)
