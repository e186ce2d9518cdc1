"""The desk: the podium sees sources, draft and what is open; naming, circulating, adopting."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, may, require
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader
from app.recommendations.adopting import adopt_conclusions
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.editing import name_conclusions
from app.recommendations.forms import AdoptionForm, TitleForm
from app.recommendations.queries import desk, submitted_recommendations
from app.recommendations.sifting import Sorting
from app.routes.conclusions_pages import (
    conclusions_page,
    desk_page,
    in_language_of,
    part_of_desk,
    refused,
    to_desk,
)
from app.routes.conclusions_shelf import AskedDep, shelf
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}")


@router.get("/conclusions/desk", response_class=HTMLResponse)
def show_desk(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    asked: AskedDep,
    done: str = "",
) -> HTMLResponse:
    """Sources, draft, and what is still open, side by side."""
    return desk_page(db, event, reader, viewer, asked=asked, done=done)


@router.get("/conclusions/similar")
def show_similar(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, asked: AskedDep
) -> HTMLResponse:
    """The proposals of similar recommendations for the desk's shelf, or how far they are."""
    lines = submitted_recommendations(db, event, by=viewer)
    return part_of_desk(
        reader,
        event,
        "_similar.html",
        shelf=shelf(lines, replace(asked, by=Sorting.SIMILAR.value)),
        may_merge=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key),
    )


@router.get("/conclusions/title", response_class=HTMLResponse)
def show_title(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """The form of the title and the reference number."""
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    document = desk(db, event, translate=in_language_of(event), by=viewer).document
    return _title_page(event, reader, TitleForm(title=document.title, reference=document.reference))


@router.post("/conclusions/title")
def post_title(
    form: Annotated[TitleForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Name the conclusions."""
    try:
        with database.writing() as db:
            name_conclusions(db, event, form, by=viewer)
    except PlenaryError as refusal:
        require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
        return _title_page(event, reader, form, refusal)
    return to_desk(event, "saved")


@router.post("/conclusions/circulation")
def post_circulation(
    event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Circulate the draft."""
    try:
        with database.writing() as db:
            circulate_conclusions(db, event, translate=in_language_of(event), by=viewer)
    except PlenaryError as refusal:
        return refused(database, event, reader, viewer, refusal)
    return to_desk(event, "circulated")


@router.get("/conclusions/adoption", response_class=HTMLResponse)
def show_adoption(event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer) -> HTMLResponse:
    """What stands against adoption, or the form for it."""
    return _adoption_page(db, event, reader, viewer, None)


@router.post("/conclusions/adoption")
def post_adoption(
    form: Annotated[AdoptionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Adopt the conclusions and freeze them."""
    try:
        with database.writing() as db:
            adopt_conclusions(db, event, form, translate=in_language_of(event), by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _adoption_page(db, event, reader, viewer, form, refusal)
    return RedirectResponse(f"/events/{event.slug}/conclusions?done=adopted", status_code=303)


def _title_page(
    event: Event, reader: Reader, form: TitleForm, refusal: PlenaryError | None = None
) -> HTMLResponse:
    return conclusions_page(
        reader,
        event,
        "title.html",
        form=form,
        refusal=refusal,
    )


def _adoption_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    form: AdoptionForm | None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    require(viewer, Action.ADOPT_CONCLUSIONS, event_id=event.key)
    found = desk(db, event, translate=in_language_of(event), by=viewer)
    return conclusions_page(
        reader,
        event,
        "adoption.html",
        desk=found,
        form=form or AdoptionForm(),
        refusal=refusal,
    )
