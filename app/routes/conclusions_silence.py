"""The silence procedure and reservations: the podium opens, heads of delegation speak."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.clock import now
from app.delegations.rights import Action
from app.errors import PlenaryError
from app.recommendations.agreement import whole_text
from app.recommendations.objecting import object_to_conclusions, reserve_position
from app.recommendations.silence import USUAL, adopt_by_silence, call_off_silence, open_silence
from app.recommendations.silence_forms import (
    CallingOffForm,
    ObjectionForm,
    ReservationForm,
    SilenceForm,
)
from app.recommendations.silence_models import Objection
from app.recommendations.silence_queries import reactions_to
from app.routes.at_conclusions import AtConclusions, AtConclusionsDep

router = APIRouter(prefix="/events/{slug}/conclusions")


@router.get("/silence", response_class=HTMLResponse)
def show_silence(at: AtConclusionsDep, done: str = "") -> HTMLResponse:
    """Until when delegations may object, who did, and what each reserves."""
    return _silence_page(at, done=done)


@router.post("/silence")
def post_silence(form: Annotated[SilenceForm, Form()], at: AtConclusionsDep) -> Response:
    """Open a silence procedure."""
    at.require(Action.ADOPT_CONCLUSIONS)
    try:
        at.write(open_silence, form, by=at.viewer)
    except PlenaryError as refusal:
        return _silence_page(at, refusal, form)
    return at.see("silence", "silence")


@router.post("/silence/calling-off")
def post_calling_off(form: Annotated[CallingOffForm, Form()], at: AtConclusionsDep) -> Response:
    """Call it off."""
    at.require(Action.ADOPT_CONCLUSIONS)
    try:
        at.write(call_off_silence, form, by=at.viewer)
    except PlenaryError as refusal:
        return _silence_page(at, refusal)
    return at.see("silence", "called-off")


@router.post("/silence/adoption")
def post_adoption_by_silence(at: AtConclusionsDep) -> Response:
    """Record that nobody objected."""
    at.require(Action.ADOPT_CONCLUSIONS)
    try:
        at.write(adopt_by_silence, translate=at.translate, by=at.viewer)
    except PlenaryError as refusal:
        return _silence_page(at, refusal)
    return at.see("", "adopted")


@router.get("/objection", response_class=HTMLResponse)
def show_objection(at: AtConclusionsDep) -> HTMLResponse:
    """The form of an objection."""
    return _form_page(at, "objection.html", ObjectionForm())


@router.post("/objection")
def post_objection(form: Annotated[ObjectionForm, Form()], at: AtConclusionsDep) -> Response:
    """Object; after the deadline it is noted as a reservation."""
    try:
        made = at.write(object_to_conclusions, form, by=at.viewer)
    except PlenaryError as refusal:
        return _form_page(at, "objection.html", form, refusal)
    return at.see("silence", "objected" if isinstance(made, Objection) else "late")


@router.get("/reservation", response_class=HTMLResponse)
def show_reservation(at: AtConclusionsDep) -> HTMLResponse:
    """The form of a reservation."""
    return _form_page(at, "reservation.html", ReservationForm())


@router.post("/reservation")
def post_reservation(form: Annotated[ReservationForm, Form()], at: AtConclusionsDep) -> Response:
    """Reserve the delegation's position."""
    try:
        at.write(reserve_position, form, by=at.viewer)
    except PlenaryError as refusal:
        return _form_page(at, "reservation.html", form, refusal)
    return at.see("silence", "reserved")


def _silence_page(
    at: AtConclusions,
    refusal: PlenaryError | None = None,
    form: SilenceForm | None = None,
    *,
    done: str = "",
) -> HTMLResponse:
    with at.database.reading() as db:
        text = whole_text(db, at.event, translate=at.translate, by=at.viewer)
        conclusions = text.records.conclusions
        reactions = reactions_to(db, conclusions.key if conclusions else 0)
    usual = (now() + USUAL + timedelta(hours=1)).astimezone(ZoneInfo(at.event.zone))
    return at.page(
        "silence.html",
        refusal,
        text=text,
        reactions=reactions,
        form=form or SilenceForm(deadline=usual.strftime("%Y-%m-%dT%H:00")),
        may_adopt=at.may(Action.ADOPT_CONCLUSIONS),
        may_decide=at.may(Action.DECIDE_FOR_DELEGATION),
        done=done,
    )


def _form_page(
    at: AtConclusions,
    template: str,
    form: ObjectionForm | ReservationForm,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    at.require(Action.DECIDE_FOR_DELEGATION)
    with at.database.reading() as db:
        text = whole_text(db, at.event, translate=at.translate, by=at.viewer)
        conclusions = text.records.conclusions
        reactions = reactions_to(db, conclusions.key if conclusions else 0)
    return at.page(template, refusal, text=text, reactions=reactions, form=form)
