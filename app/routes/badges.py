"""Badges to print: whom for, with which code, as a PDF."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.clock import now
from app.db import Reading
from app.delegations.badge_sheets import badge_sheets
from app.delegations.badges import badge_lines, print_badges
from app.delegations.rights import Person
from app.errors import BadInput, PlenaryError
from app.events.models import Event
from app.pages import Reader, translations
from app.privacy.inspecting import inspect
from app.privacy.models import Inspected
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.people_pages import people_page

router = APIRouter(prefix="/events/{slug}/manage/badges")


@router.get("", response_class=HTMLResponse)
def show_badges(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """Who has a badge, and the form to print some."""
    return _page(db, event, reader, viewer)


@router.post("", response_class=Response)
def post_badges(
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
    whom: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "number",
) -> Response:
    """The sheets of those chosen."""
    try:
        with database.writing() as db:
            badges = print_badges(db, event.key, whom=whom, with_links=code == "link", by=viewer)
            inspect(db, event.key, Inspected.BADGES, by=viewer)
    except BadInput as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, refusal=refusal, whom=whom, code=code)
    content = badge_sheets(
        event,
        badges,
        base_url=settings.base_url,
        translate=translations(event.language).gettext,
        dated=now(),
    )
    name = f"{event.slug}-badges.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type="application/pdf", headers=headers)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    refusal: PlenaryError | None = None,
    whom: str = "",
    code: str = "number",
) -> HTMLResponse:
    lines = badge_lines(db, event, by=viewer)
    delegations = {
        one.member.delegation_id: one.member.delegation for one in lines if one.member.delegation_id
    }
    return people_page(
        reader,
        event,
        "badges.html",
        refusal=refusal,
        lines=lines,
        delegations=list(delegations.items()),
        whom=whom or ("new" if any(not one.is_printed for one in lines) else "all"),
        code=code,
    )
