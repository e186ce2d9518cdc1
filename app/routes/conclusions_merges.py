"""Merging and deciding: a page for each, for what the rapporteur typed to survive a refusal."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import HTMLResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.forms import (
    MOST_TEXT,
    DispositionForm,
    MergeForm,
    ReturnForm,
    whole_number,
)
from app.recommendations.merging import merge_into_paragraph, undo_merge
from app.recommendations.models import ParagraphKind, RecommendationState
from app.recommendations.queries import Desk, desk, recommendation_history
from app.recommendations.returning import return_recommendation
from app.routes.conclusions_pages import (
    conclusions_page,
    desk_page,
    in_language_of,
    part_of_desk,
    refused,
    to_desk,
)
from app.routes.conclusions_wording import BESIDE, first_wording, offered_in, prefilled
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}")


@router.get("/conclusions/merges/new", response_class=HTMLResponse)
def show_new_merge(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    source: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    into: str = "",
    how: str = "",
) -> HTMLResponse:
    """The form of a merge, prefilled with the sources' texts for the rapporteur to word."""
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    found = desk(db, event, translate=in_language_of(event), by=viewer)
    try:
        form = prefilled(found, source, into, how, in_language_of(event))
    except PlenaryError as refusal:
        return desk_page(db, event, reader, viewer, refusal)
    return _merge_page(found, event, reader, form, how=how)


@router.post("/conclusions/merges/comparison")
def post_comparison(
    form: Annotated[MergeForm, Form()],
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
) -> HTMLResponse:
    """Each source beside the text as it is being typed; nothing is stored."""
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    # Half a text is no mistake here; more than can be stored is not worth comparing.
    form = form.model_copy(update={"text": form.text[:MOST_TEXT]})
    found = desk(db, event, translate=in_language_of(event), by=viewer)
    offered = offered_in(found, form, in_language_of(event))
    return part_of_desk(reader, event, "_comparison.html", offered=offered, text=form.text)


@router.post("/conclusions/merges")
def post_merge(
    form: Annotated[MergeForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Merge; a refusal keeps every word that was typed."""
    try:
        form.check()
        with database.writing() as db:
            merge = merge_into_paragraph(
                db,
                event,
                sources=form.sources(),
                text=form.text,
                kind=form.paragraph_kind(),
                addressee=form.addressee,
                why=form.why,
                paragraph_id=form.paragraph(),
                revision=form.revision,
                by=viewer,
            )
    except PlenaryError as refusal:
        require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
        with database.reading() as db:
            found = desk(db, event, translate=in_language_of(event), by=viewer)
        return _merge_page(found, event, reader, form, refusal)
    return to_desk(event, "merged", merge.paragraph_id)


@router.post("/conclusions/merges/{merge_id}/undoing")
def post_undoing(
    merge_id: int, event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer
) -> Response:
    """Undo a merge by a new record."""
    try:
        with database.writing() as db:
            undone = undo_merge(db, event, merge_id, by=viewer)
    except PlenaryError as refusal:
        return refused(database, event, reader, viewer, refusal)
    done = "undone" if undone.text_restored else "undone-text-kept"
    return to_desk(event, done, undone.merge.paragraph_id)


@router.get("/recommendations/{recommendation_id}/dispositions", response_class=HTMLResponse)
def show_disposition_form(
    recommendation_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The form for what becomes of one recommendation."""
    form = DispositionForm()
    return _disposition_page(db, event, recommendation_id, reader, viewer, form)


@router.post("/recommendations/{recommendation_id}/dispositions")
def post_disposition(
    recommendation_id: int,
    form: Annotated[DispositionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Decide what becomes of one recommendation."""
    try:
        with database.writing() as db:
            dispose_of_recommendation(db, event, recommendation_id, form, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _disposition_page(db, event, recommendation_id, reader, viewer, form, refusal)
    return to_desk(event, "decided")


@router.post("/recommendations/{recommendation_id}/returns")
def post_return(
    recommendation_id: int,
    form: Annotated[ReturnForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Give a recommendation back to its delegation with a comment."""
    try:
        with database.writing() as db:
            return_recommendation(db, event, recommendation_id, form, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _disposition_page(
                db, event, recommendation_id, reader, viewer, DispositionForm(), refusal, form
            )
    return to_desk(event, "returned")


def _merge_page(
    found: Desk,
    event: Event,
    reader: Reader,
    form: MergeForm,
    refusal: PlenaryError | None = None,
    *,
    how: str = "",
) -> HTMLResponse:
    line = found.standing(whole_number(form.paragraph_id))
    offered = offered_in(found, form, in_language_of(event))
    can_bracket = refusal is None and first_wording([one.source for one in offered], line)
    return conclusions_page(
        reader,
        event,
        "merge.html",
        offered=offered,
        beside=how == BESIDE if can_bracket else None,
        form=form,
        line=line,
        number=found.numbers.get(f"p-{line.row.key}", "") if line else "",
        # The text that is shown beside the field is the one the next save starts from.
        revision=line.row.revision if line else 0,
        is_stale=line is not None and line.row.revision != form.revision,
        kinds=[kind.value for kind in ParagraphKind if kind is not ParagraphKind.HEADING],
        refusal=refusal,
    )


def _disposition_page(
    db: Reading,
    event: Event,
    recommendation_id: int,
    reader: Reader,
    viewer: Person | None,
    form: DispositionForm,
    refusal: PlenaryError | None = None,
    returning: ReturnForm | None = None,
) -> HTMLResponse:
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    history = recommendation_history(db, event, recommendation_id, by=viewer)
    may_table = history.record.row.state is not RecommendationState.SUBMITTED
    return conclusions_page(
        reader,
        event,
        "disposition.html",
        record=history.record,
        form=form,
        may_table=may_table,
        returning=returning or ReturnForm(),
        may_return=history.record.is_open,
        refusal=refusal,
    )
