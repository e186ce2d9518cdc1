"""Merging and deciding: a page for each, for what the rapporteur typed to survive a refusal."""

from __future__ import annotations

from itertools import zip_longest
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import HTMLResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound, PlenaryError
from app.events.models import Event
from app.pages import Reader
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.forms import DispositionForm, MergeForm, source_key, whole_number
from app.recommendations.merging import merge_into_paragraph, undo_merge
from app.recommendations.models import ParagraphKind, RecommendationState, Relation, SourceKind
from app.recommendations.queries import Desk, OfferedSource, desk, recommendation_history
from app.routes.conclusions_pages import (
    conclusions_page,
    desk_page,
    in_language_of,
    refused,
    to_desk,
)
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
) -> HTMLResponse:
    """The form of a merge, prefilled with the sources' texts for the rapporteur to word."""
    require(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    found = desk(db, event, translate=in_language_of(event), by=viewer)
    try:
        form = _prefilled(found, event, source, into)
    except PlenaryError as refusal:
        return desk_page(db, event, reader, viewer, refusal)
    return _merge_page(found, event, reader, form)


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


def _prefilled(found: Desk, event: Event, keys: list[str], into: str) -> MergeForm:
    if not keys:
        raise BadInput("Tick at least one recommendation or priority, then merge.", field="source")
    every = [found.source(*source_key(key), in_language_of(event)) for key in keys]
    offered = [source for source in every if source]
    if not offered:
        raise NotFound("These sources were taken back. Choose others.")
    texts = [source.text for source in offered]
    addressees = list(dict.fromkeys(source.addressee for source in offered if source.addressee))
    paragraph_id = whole_number(into)
    line = found.standing(paragraph_id)
    alone = len(offered) == 1 and line is None
    only_priorities = all(key.startswith(SourceKind.PRIORITY) for key in keys)
    kind = ParagraphKind.PRIORITY if only_priorities else ParagraphKind.RECOMMENDATION
    return MergeForm(
        source=[f"{source.key}@{source.revision}" for source in offered],
        relation=[Relation.VERBATIM if alone else Relation.ADAPTED] * len(offered),
        dropped=[""] * len(offered),
        text="\n\n".join([line.text, *texts] if line else texts),
        addressee=line.addressee if line else ", ".join(addressees),
        kind=line.row.kind.value if line else kind.value,
        paragraph_id=into,
        revision=line.row.revision if line else 0,
    )


def _merge_page(
    found: Desk,
    event: Event,
    reader: Reader,
    form: MergeForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    line = found.standing(whole_number(form.paragraph_id))
    return conclusions_page(
        reader,
        event,
        "merge.html",
        offered=_offered(found, event, form),
        form=form,
        line=line,
        number=found.numbers.get(f"p-{line.row.key}", "") if line else "",
        # The text that is shown beside the field is the one the next save starts from.
        revision=line.row.revision if line else 0,
        is_stale=line is not None and line.row.revision != form.revision,
        kinds=[kind.value for kind in ParagraphKind if kind is not ParagraphKind.HEADING],
        refusal=refusal,
    )


def _offered(found: Desk, event: Event, form: MergeForm) -> list[tuple[OfferedSource, str, str]]:
    """The form's sources as they stand now, each with its relation and what is left out of it.

    What was withdrawn meanwhile falls out of the form; what was typed stays in it.
    """
    rows = []
    for key, relation, dropped in zip_longest(
        form.source, form.relation, form.dropped, fillvalue=""
    ):
        kind, number = source_key(key.partition("@")[0])
        source = found.source(kind, number, in_language_of(event))
        if source:
            rows.append((source, relation or Relation.ADAPTED.value, dropped))
    return rows


def _disposition_page(
    db: Reading,
    event: Event,
    recommendation_id: int,
    reader: Reader,
    viewer: Person | None,
    form: DispositionForm,
    refusal: PlenaryError | None = None,
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
        refusal=refusal,
    )
