"""Recommendations: a delegation's own drafts, and for the podium all that were submitted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError, StaleWrite
from app.events.models import Event
from app.pages import Reader
from app.recommendations.drafting import draft_recommendation, revise_recommendation
from app.recommendations.forms import RecommendationForm, RevisionForm
from app.recommendations.origins import OriginView, offered_origins
from app.recommendations.queries import (
    RecommendationHistory,
    own_recommendations,
    recommendation_history,
    submitted_recommendations,
)
from app.recommendations.records import RecommendationRecord
from app.recommendations.submitting import submit_recommendation
from app.recommendations.withdrawing import withdraw_recommendation
from app.routes.conclusions_pages import conclusions_page
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer

router = APIRouter(prefix="/events/{slug}/recommendations")


@router.get("", response_class=HTMLResponse)
def list_recommendations(
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    done: str = "",
    theme: str = "",
) -> HTMLResponse:
    """A delegate's own recommendations; for the podium all submitted ones by country.

    `theme` begins the form of a new draft: a gap of the benchmarks leads here.
    """
    return _list_page(db, event, reader, viewer, RecommendationForm(theme=theme), done=done)


@router.post("")
def post_recommendation(
    form: Annotated[RecommendationForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Begin a draft of one's own delegation."""
    try:
        with database.writing() as db:
            number = draft_recommendation(db, event, form, by=viewer).key
    except PlenaryError as refusal:
        with database.reading() as db:
            return _list_page(db, event, reader, viewer, form, refusal)
    return _back(event, f"/{number}", "drafted")


@router.get("/{recommendation_id}", response_class=HTMLResponse)
def show_recommendation(
    recommendation_id: int,
    event: EventDep,
    db: ReadDb,
    reader: ReaderDep,
    viewer: Viewer,
    done: str = "",
) -> HTMLResponse:
    """One recommendation with its revisions and what became of it."""
    return _page(db, event, recommendation_id, reader, viewer, done=done)


@router.post("/{recommendation_id}/revisions")
def post_revision(
    recommendation_id: int,
    form: Annotated[RecommendationForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Save another text, unless somebody saved one meanwhile."""
    try:
        with database.writing() as db:
            revise_recommendation(db, event, recommendation_id, form, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, recommendation_id, reader, viewer, form, refusal)
    return _back(event, f"/{recommendation_id}", "saved")


@router.post("/{recommendation_id}/submission")
def post_submission(
    recommendation_id: int,
    form: Annotated[RevisionForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """The head submits the text that was on this page."""
    try:
        with database.writing() as db:
            submit_recommendation(db, event, recommendation_id, revision=form.revision, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, recommendation_id, reader, viewer, refusal=refusal)
    return _back(event, f"/{recommendation_id}", "submitted")


@router.post("/{recommendation_id}/withdrawal")
def post_withdrawal(
    recommendation_id: int,
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Take a recommendation back."""
    try:
        with database.writing() as db:
            withdraw_recommendation(db, event, recommendation_id, by=viewer)
    except PlenaryError as refusal:
        with database.reading() as db:
            return _page(db, event, recommendation_id, reader, viewer, refusal=refusal)
    return _back(event, f"/{recommendation_id}", "withdrawn")


def _list_page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    form: RecommendationForm,
    refusal: PlenaryError | None = None,
    *,
    done: str = "",
) -> HTMLResponse:
    own: list[RecommendationRecord] | None = None
    offered: list[OriginView] = []
    submitted: tuple[RecommendationRecord, ...] | None = None
    if may(viewer, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key):
        own = own_recommendations(db, event, by=viewer)
        offered = offered_origins(db, event, by=viewer)
    if own is None or may(viewer, Action.READ_SUBMITTED_RECOMMENDATIONS, event_id=event.key):
        submitted = submitted_recommendations(db, event, by=viewer)
    return conclusions_page(
        reader,
        event,
        "list.html",
        here="recommendations",
        own=own,
        offered=offered,
        submitted=submitted,
        form=form,
        done=done,
        refusal=refusal,
    )


def _page(
    db: Reading,
    event: Event,
    recommendation_id: int,
    reader: Reader,
    viewer: Person | None,
    form: RecommendationForm | None = None,
    refusal: PlenaryError | None = None,
    *,
    done: str = "",
) -> HTMLResponse:
    history = recommendation_history(db, event, recommendation_id, by=viewer)
    newest = history.record.revision
    stale = refusal if isinstance(refusal, StaleWrite) else None
    if form is None:
        form = RecommendationForm(
            text=newest.text,
            theme=newest.theme,
            addressee=newest.addressee,
            strength=newest.strength or "",
            measure=newest.measure,
            authority=newest.authority,
            due=newest.due,
            origin=[origin.key for origin in history.origins],
            revision=newest.number,
        )
    elif stale:
        # Whoever has seen both texts and saves again means it.
        form = form.model_copy(update={"revision": stale.revision})
    is_head = may(viewer, Action.SUBMIT_OWN_RECOMMENDATION, event_id=event.key)
    return conclusions_page(
        reader,
        event,
        "show.html",
        here="recommendations",
        history=history,
        offered=_offered(db, event, history, viewer),
        form=form,
        stale=stale,
        is_head=is_head,
        may_decide=may(viewer, Action.MERGE_RECOMMENDATIONS, event_id=event.key),
        done=done,
        refusal=refusal,
    )


def _offered(
    db: Reading, event: Event, history: RecommendationHistory, viewer: Person | None
) -> list[OriginView]:
    """What the form offers to tick: what may be chosen, and what was chosen before."""
    if not history.is_own:
        return []
    offered = {origin.key: origin for origin in offered_origins(db, event, by=viewer)}
    return list((offered | {origin.key: origin for origin in history.origins}).values())


def _back(event: Event, where: str, done: str) -> RedirectResponse:
    address = f"/events/{event.slug}/recommendations{where}?done={done}"
    return RedirectResponse(address, status_code=303)
