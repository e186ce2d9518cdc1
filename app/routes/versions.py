"""Published versions: the list of them, one as it was, what changed between any two, their feed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.agenda.atom import NewsOfVersion, versions_feed
from app.agenda.changes import changes_between
from app.agenda.queries import PublishedVersion, published_timetable, versions
from app.agenda.saying import Sayer
from app.agenda.timetable import Timetable
from app.db import Reading
from app.errors import NotFound
from app.events.models import Event
from app.pages import translations
from app.routes.calendars import calendar_facts
from app.routes.conditional import METHODS, PublishedFile, published_file
from app.routes.deps import EventDep, ReadDb, ReaderDep, SettingsDep
from app.routes.event_pages import event_page
from app.routes.phone import keeping

router = APIRouter(prefix="/events/{slug}")


@router.get("/versions", response_class=HTMLResponse)
def show_versions(event: EventDep, db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """All published versions, and the choice of two to compare."""
    published = versions(db, event)
    return event_page(
        reader,
        event,
        "agenda/versions.html",
        here="agenda",
        headers=keeping(reader, published[0].number if published else None),
        published=published,
    )


@router.api_route("/versions.atom", methods=METHODS)
def show_feed(request: Request, event: EventDep, db: ReadDb, settings: SettingsDep) -> Response:
    """The versions and their changes as an Atom feed, in the event's language."""
    published = versions(db, event)
    if not published:
        raise NotFound("The agenda is not published yet. Come back a little later.")
    facts = calendar_facts(event, settings)
    sayer = Sayer(translations(event.language).gettext, event.language)
    around = repr((facts, event.organisers, event.language))
    file = PublishedFile(
        tag=f"{'-'.join(one.tag for one in published)}-atom-{_digest(around)}",
        changed_at=max(one.changed_at for one in published),
        media_type="application/atom+xml; charset=utf-8",
        name=f"{event.slug}-versions.atom",
    )

    def content() -> bytes:
        return versions_feed(_news(db, event, published), facts, event.organisers, sayer)

    return published_file(request, file, content)


@router.get("/versions/changes", response_class=RedirectResponse)
def choose_versions(event: EventDep, version: str = "", since: str = "") -> RedirectResponse:
    """From the form that chooses two versions to the page that compares them."""
    top = f"/events/{event.slug}/versions"
    if not (_is_number(version) and _is_number(since)):
        return RedirectResponse(top, status_code=303)
    return RedirectResponse(f"{top}/{version}/changes?since={since}", status_code=303)


@router.get("/versions/{number}", response_class=HTMLResponse)
def show_version(number: int, event: EventDep, db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """One published version as it was."""
    timetable = published_timetable(db, event, number)
    before = version_before(db, event, timetable)
    published = versions(db, event)
    return event_page(
        reader,
        event,
        "agenda/version.html",
        here="agenda",
        headers=keeping(reader, published[0].number),
        timetable=timetable,
        newest=published[0].number,
        redacted_at=next(one.redacted_at for one in published if one.number == timetable.number),
        before=before,
        changes=changes_between(before, timetable) if before else [],
    )


@router.get("/versions/{number}/changes", response_class=HTMLResponse)
def show_changes(
    number: int, event: EventDep, db: ReadDb, reader: ReaderDep, since: str = ""
) -> Response:
    """What changed up to a version since the one before, or since any other."""
    timetable = published_timetable(db, event, number)
    if since and not _is_number(since):
        raise NotFound("There is no version {number} of this agenda.", number=since[:20])
    if since and int(since) > number:
        # Changes are told forwards: read backwards, what was added would be "cancelled".
        swapped = f"/events/{event.slug}/versions/{since}/changes?since={number}"
        return RedirectResponse(swapped, status_code=303)
    before = (
        published_timetable(db, event, int(since))
        if since
        else version_before(db, event, timetable)
    )
    published = versions(db, event)
    return event_page(
        reader,
        event,
        "agenda/changes.html",
        here="agenda",
        headers=keeping(reader, published[0].number),
        timetable=timetable,
        before=before,
        changes=changes_between(before, timetable) if before else [],
        published=published,
    )


def version_before(db: Reading, event: Event, timetable: Timetable) -> Timetable | None:
    """The version before a published one; None for the first."""
    if timetable.number is None or timetable.number < 2:
        return None
    return published_timetable(db, event, timetable.number - 1)


def _news(db: Reading, event: Event, published: Sequence[PublishedVersion]) -> list[NewsOfVersion]:
    found: list[NewsOfVersion] = []
    before: Timetable | None = None
    for version in reversed(published):
        timetable = published_timetable(db, event, version.number)
        changes = changes_between(before, timetable) if before else None
        found.insert(0, NewsOfVersion(version, changes))
        before = timetable
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _is_number(text: str) -> bool:
    # Nine digits always fit into the database's integers; ten may not.
    return text.isascii() and text.isdigit() and len(text) <= 9
