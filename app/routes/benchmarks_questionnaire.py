"""A delegation answers the benchmarks for its own State, on the phone: one provision per screen."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.benchmarks.assessing import answer, confirm_all
from app.benchmarks.forms import AnswerForm, ConfirmationForm
from app.benchmarks.questionnaire import Questionnaire, own_questionnaire
from app.benchmarks.views import FindingView, SourceView
from app.db import Reading
from app.delegations.rights import Action, Person, may
from app.errors import BadInput, PlenaryError, Refused, StaleWrite
from app.events.models import Event
from app.pages import Reader, sentence
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/benchmarks/my-state")


@router.get("", response_class=HTMLResponse)
def show_progress(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """How far the answers are; at the end the gaps, as starting points of recommendations."""
    return _progress(db, event, reader, viewer, done=done)


@router.get("/provisions/{provision_id:int}", response_class=HTMLResponse)
def show_provision(
    provision_id: int, event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer
) -> HTMLResponse:
    """The questions of one provision."""
    return _provision(db, event, reader, viewer, provision_id)


@router.post("/provisions/{provision_id:int}/conducts/{conduct_id:int}")
def post_answer(
    provision_id: int,
    conduct_id: int,
    form: Annotated[AnswerForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep one answer and go on to the next open question."""
    try:
        with database.writing() as db:
            asked = own_questionnaire(db, event, by=viewer)
            was_complete = asked.is_complete(asked.provision(provision_id))
            answer(db, event, asked.sheet.state.id, conduct_id, form, by=viewer)
            asked = own_questionnaire(db, event, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return _provision(
                reading, event, reader, viewer, provision_id, (conduct_id, form, refusal)
            )
    top = f"/events/{event.slug}/benchmarks/my-state"
    provision = asked.provision(provision_id)
    if following := asked.next_question(provision, conduct_id):
        address = f"{top}/provisions/{provision_id}#conduct-{following.id}"
    elif was_complete:
        address = f"{top}/provisions/{provision_id}#conduct-{conduct_id}"
    elif onward := asked.next_provision(provision):
        address = f"{top}/provisions/{onward.id}"
    else:
        address = f"{top}?done=answered"
    return RedirectResponse(address, status_code=303)


@router.post("/confirmation", response_class=RedirectResponse)
def post_confirmation(
    form: Annotated[ConfirmationForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """The head of delegation confirms all answers that were shown."""
    try:
        with database.writing() as db:
            state = own_questionnaire(db, event, by=viewer).sheet.state
            confirm_all(db, event, state.id, form, by=viewer)
    except Refused as refusal:
        with database.reading() as reading:
            return _progress(reading, event, reader, viewer, refusal=refusal)
    return RedirectResponse(
        f"/events/{event.slug}/benchmarks/my-state?done=confirmed", status_code=303
    )


def _progress(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    *,
    refusal: PlenaryError | None = None,
    done: str = "",
) -> HTMLResponse:
    asked = own_questionnaire(db, event, by=viewer)
    return event_page(
        reader,
        event,
        "benchmarks/my_state.html",
        here="benchmarks",
        status=refusal.status if refusal else 200,
        asked=asked,
        sheet=asked.sheet,
        problem=sentence(reader, refusal) if refusal else None,
        unconfirmed=_unconfirmed(asked),
        may_confirm=may(viewer, Action.CONFIRM_OWN_STATE, event_id=event.key),
        may_draft=may(viewer, Action.DRAFT_OWN_RECOMMENDATION, event_id=event.key),
        done=done,
    )


def _provision(
    db: Reading,
    event: Event,
    reader: Reader,
    viewer: Person | None,
    provision_id: int,
    refused: tuple[int, AnswerForm, PlenaryError] | None = None,
) -> HTMLResponse:
    asked = own_questionnaire(db, event, by=viewer)
    provision = asked.provision(provision_id)
    forms = {one.id: _as_form(asked.sheet.finding(one)) for one in provision.asked}
    refused_at, refusal = None, None
    if refused:
        refused_at, form, refusal = refused
        if isinstance(refusal, StaleWrite):
            # Saved once more, it replaces what is shown beside it.
            form = form.model_copy(update={"version": str(refusal.revision)})
        forms[refused_at] = form
    return event_page(
        reader,
        event,
        "benchmarks/questions.html",
        here="benchmarks",
        status=refusal.status if refusal else 200,
        asked=asked,
        sheet=asked.sheet,
        provision=provision,
        place=asked.provisions.index(provision) + 1,
        following=asked.next_provision(provision),
        forms=forms,
        refused_at=refused_at,
        stale=refusal if isinstance(refusal, StaleWrite) else None,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
    )


def _unconfirmed(asked: Questionnaire) -> list[str]:
    """What the head has not confirmed, as the form of the confirmation names it."""
    return [
        f"{conduct.id}-{found.version}"
        for provision in asked.provisions
        for conduct in provision.asked
        if (found := asked.sheet.finding(conduct))
        and asked.sheet.is_answered(conduct)
        and not found.is_confirmed
    ]


def _as_form(found: FindingView | None) -> AnswerForm:
    if found is None:
        return AnswerForm()
    source = found.sources[0] if found.sources else SourceView()
    return AnswerForm(
        version=str(found.version),
        coverage=found.coverage.value,
        value=found.value,
        note=found.note,
        law=source.law,
        article=source.article,
        link=source.link,
    )
