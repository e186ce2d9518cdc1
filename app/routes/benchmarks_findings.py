"""One finding: what was found, by hand; reviewed, confirmed by the State, with its versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.benchmarks.assessing import assess, confirm, is_own, may_assess, review
from app.benchmarks.forms import FindingForm, SeenForm
from app.benchmarks.queries import place_of, study_of, versions_of
from app.benchmarks.views import FindingView, SourceView
from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(
    prefix="/events/{slug}/benchmarks/states/{state_id:int}/conducts/{conduct_id:int}"
)


@router.get("", response_class=HTMLResponse)
def show_finding(
    state_id: int, conduct_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The newest finding in a form for those who answer for it, and the versions before."""
    return _page(db, event, reader, viewer, state_id, conduct_id)


@router.post("")
def post_finding(
    state_id: int,
    conduct_id: int,
    form: Annotated[FindingForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Store what was found as a new version."""
    try:
        with database.writing() as db:
            assess(db, event, state_id, conduct_id, form, by=viewer)
    except (BadInput, StaleWrite) as refusal:
        with database.reading() as reading:
            return _page(
                reading, event, reader, viewer, state_id, conduct_id, typed=form, refusal=refusal
            )
    return _to_state(event, state_id, conduct_id)


@router.post("/review")
def post_review(
    state_id: int,
    conduct_id: int,
    form: Annotated[SeenForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Mark the newest finding as reviewed."""
    try:
        with database.writing() as db:
            review(db, event, state_id, conduct_id, form, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, state_id, conduct_id, refusal=refusal)
    return _to_state(event, state_id, conduct_id)


@router.post("/confirmation")
def post_confirmation(
    state_id: int,
    conduct_id: int,
    form: Annotated[SeenForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """The State's head of delegation confirms the newest finding."""
    try:
        with database.writing() as db:
            confirm(db, event, state_id, conduct_id, form, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _page(reading, event, reader, viewer, state_id, conduct_id, refusal=refusal)
    return _to_state(event, state_id, conduct_id)


def _to_state(event: Event, state_id: int, conduct_id: int) -> RedirectResponse:
    address = f"/events/{event.slug}/benchmarks/states/{state_id}#conduct-{conduct_id}"
    return RedirectResponse(address, status_code=303)


def _page(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    state_id: int,
    conduct_id: int,
    *,
    typed: FindingForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    study = study_of(db, event, by=viewer)
    state, conduct = place_of(study, state_id, conduct_id)
    versions = versions_of(db, state, conduct)
    newest = versions[0] if versions else None
    form = typed or _as_form(newest)
    if isinstance(refusal, StaleWrite):
        # Saved once more, it replaces what is shown beside it.
        form = form.model_copy(update={"version": str(refusal.revision)})
    return event_page(
        reader,
        event,
        "benchmarks/finding.html",
        here="benchmarks",
        status=refusal.status if refusal else 200,
        state=state,
        conduct=conduct,
        provision=next(one for one in study.provisions if conduct in one.conducts),
        versions=versions,
        newest=newest,
        form=form,
        stale=refusal if isinstance(refusal, StaleWrite) else None,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=refusal.field if isinstance(refusal, BadInput) else None,
        may_assess=may_assess(db, event, state, by=viewer),
        may_review=may(viewer, Action.REVIEW_BENCHMARKS, event_id=event.key),
        may_confirm=is_own(db, state, by=viewer)
        and may(viewer, Action.CONFIRM_OWN_STATE, event_id=event.key),
    )


def _as_form(found: FindingView | None) -> FindingForm:
    if found is None:
        return FindingForm()
    source = found.sources[0] if found.sources else SourceView()
    return FindingForm(
        version=str(found.version),
        coverage=found.coverage.value,
        value=found.value,
        note=found.note,
        as_at=found.as_at.isoformat() if found.as_at else "",
        law=source.law,
        article=source.article,
        language=source.language,
        link=source.link,
        in_force_on=source.in_force_on.isoformat() if source.in_force_on else "",
        quotation=source.quotation,
        translation=source.translation,
    )
