"""The check-in desk: a page that works without network, its list, and what it sends later."""

from __future__ import annotations

import hashlib
import json

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.delegations.check_in import CheckInBatch, Expected, expected, record_check_ins
from app.delegations.rights import Action, require
from app.pages import Reader, page, translations
from app.privacy.inspecting import note_inspection
from app.privacy.models import Inspected
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import navigation

router = APIRouter(prefix="/events/{slug}/check-in")


@router.get("", response_class=HTMLResponse)
def show_desk(event: EventDep, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The desk, without any name: the phone keeps this page, the list comes apart from it."""
    require(viewer, Action.CHECK_IN, event_id=event.key)
    return page(
        Reader(reader.language),
        "check_in/show.html",
        event=event,
        accent=event.accent.value,
        nav=navigation(reader, event, "manage/participants"),
        is_kept=True,
    )


@router.get("/people.json")
def show_people(
    request: Request,
    event: EventDep,
    database: DatabaseDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Everybody with badge and presence; 304 for a desk that has them as they are.

    `{"people": [{"id", "name", "function", "delegation", "badge", "here"}]}`; `here` is the moment
    of the check-in or null.
    """
    people = expected(db, event, by=viewer)
    note_inspection(database, event.key, Inspected.CHECK_IN, by=viewer)
    content = json.dumps(
        {"people": [_line(one) for one in people]}, ensure_ascii=False, separators=(",", ":")
    )
    tag = f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-store"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


@router.post("")
def post_check_ins(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    batch: CheckInBatch | None = None,
) -> JSONResponse:
    """Take check-ins; `{"refused": [{"client_id", "sentence"}]}`, everything else is stored."""
    with database.writing() as db:
        refused = record_check_ins(db, event.key, batch or CheckInBatch(), by=viewer)
    gettext = translations(reader.language).gettext
    said = [{"client_id": one.client_id, "sentence": gettext(one.sentence)} for one in refused]
    return JSONResponse({"refused": said})


def _line(one: Expected) -> dict[str, object]:
    member = one.member
    return {
        "id": member.id,
        "name": member.name,
        "function": member.function,
        "delegation": member.delegation or "",
        "badge": one.badge,
        "here": one.here_since.isoformat(timespec="seconds") if one.here_since else None,
    }
