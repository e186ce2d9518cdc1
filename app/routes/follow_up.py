"""What became of the conclusions: by point, by owner, as files; owners, reports, reminders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Database, Reading
from app.delegations.rights import Action, Person, may
from app.errors import PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence, translations
from app.recommendations.following_up.exports import MEDIA_TYPES, follow_up_as
from app.recommendations.following_up.forms import (
    DueForm,
    OwnerForm,
    ReportForm,
    VisibilityForm,
)
from app.recommendations.following_up.owning import (
    end_ownership,
    give_owner,
    move_due_date,
    owner_of,
    show_follow_up_to,
)
from app.recommendations.following_up.queries import (
    delegations_here,
    follow_up_of,
    point_with_reports,
)
from app.recommendations.following_up.reminding import (
    remind_owners,
    reminders_of,
    waiting_for_reminder,
)
from app.recommendations.following_up.reporting import may_report, report_progress
from app.recommendations.following_up.taking_up import begin_follow_up
from app.routes.conditional import disposition
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.event_pages import event_page
from app.routes.mail_pages import sayers

router = APIRouter(prefix="/events/{slug}/follow-up")
files = APIRouter(prefix="/events/{slug}")


@dataclass(frozen=True)
class Typed:
    """What was typed into the forms of a point, with the owner concerned (0: none)."""

    owner: OwnerForm = field(default_factory=OwnerForm)
    due: tuple[int, str] = (0, "")
    report: tuple[int, ReportForm] = (0, ReportForm())


@dataclass(frozen=True)
class AtFollowUp:
    """A request at `/events/{slug}/follow-up/…`."""

    event: Event
    reader: Reader
    viewer: Person | None
    database: Database

    def to(self, point_id: int | None, done: str) -> Response:
        """Back to a point, or to the list."""
        point = f"/points/{point_id}" if point_id else ""
        address = f"/events/{self.event.slug}/follow-up{point}?done={done}"
        return RedirectResponse(address, status_code=303)

    def refused(
        self, refusal: PlenaryError, point_id: int | None, typed: Typed | None = None
    ) -> HTMLResponse:
        """The page as it now stands, with the sentence of a refusal and what was typed."""
        with self.database.reading() as db:
            if point_id is None:
                return _list(db, self, refusal=refusal)
            return _point(db, self, point_id, refusal=refusal, typed=typed)


def _at(event: EventDep, database: DatabaseDep, reader: ReaderDep, viewer: Viewer) -> AtFollowUp:
    return AtFollowUp(event, reader, viewer, database)


AtFollowUpDep = Annotated[AtFollowUp, Depends(_at)]


@router.get("", response_class=HTMLResponse)
def show_follow_up(
    at: AtFollowUpDep, db: ReadDb, by: str = "", show: str = "", done: str = ""
) -> HTMLResponse:
    """Every point with its owners; or every owner with its points."""
    return _list(db, at, by=by, show=show, done=done)


@files.get("/follow-up.{format_}")
def download_follow_up(format_: str, event: EventDep, db: ReadDb, viewer: Viewer) -> Response:
    """The follow-up as csv, xlsx or json."""
    translate = translations(event.language.split("-")[0]).gettext
    content = follow_up_as(format_, follow_up_of(db, event, by=viewer), translate)
    return Response(
        content,
        media_type=MEDIA_TYPES[format_],
        headers={
            "Content-Disposition": disposition(f"{event.slug}-follow-up.{format_}", shown=False),
            "Cache-Control": "no-cache, private",
        },
    )


@router.get("/points/{point_id:int}", response_class=HTMLResponse)
def show_point(point_id: int, at: AtFollowUpDep, db: ReadDb, done: str = "") -> HTMLResponse:
    """One point: its words, its owners, everything they reported."""
    return _point(db, at, point_id, done=done)


@router.post("/beginning")
def post_beginning(at: AtFollowUpDep) -> Response:
    """Take up the points of the adopted conclusions."""
    try:
        with at.database.writing() as db:
            begin_follow_up(db, at.event, by=at.viewer)
    except PlenaryError as refusal:
        return at.refused(refusal, None)
    return at.to(None, "begun")


@router.post("/visibility")
def post_visibility(at: AtFollowUpDep, form: Annotated[VisibilityForm, Form()]) -> Response:
    """Say who may read the follow-up."""
    try:
        with at.database.writing() as db:
            show_follow_up_to(db, at.event, form, by=at.viewer)
    except PlenaryError as refusal:
        return at.refused(refusal, None)
    return at.to(None, "saved")


@router.post("/reminders")
def post_reminders(at: AtFollowUpDep, settings: SettingsDep) -> Response:
    """Remind the delegations of what is still open."""
    try:
        with at.database.writing() as db:
            reminded = remind_owners(
                db, at.event, sayers(), base_url=settings.base_url,
                domain=settings.calendar_domain, by=at.viewer,
            )  # fmt: skip
    except PlenaryError as refusal:
        return at.refused(refusal, None)
    return at.to(None, "reminded" if not reminded.unreachable else "reminded-some")


@router.post("/points/{point_id:int}/owners")
def post_owner(point_id: int, at: AtFollowUpDep, form: Annotated[OwnerForm, Form()]) -> Response:
    """Give a point an owner."""
    try:
        with at.database.writing() as db:
            give_owner(db, at.event, point_id, form, by=at.viewer)
    except PlenaryError as refusal:
        return at.refused(refusal, point_id, Typed(owner=form))
    return at.to(point_id, "saved")


@router.post("/owners/{owner_id:int}/due-date")
def post_due_date(owner_id: int, at: AtFollowUpDep, form: Annotated[DueForm, Form()]) -> Response:
    """Say by when an owner shall be done."""
    try:
        with at.database.writing() as db:
            point_id = move_due_date(db, at.event, owner_id, form, by=at.viewer).point_id
    except PlenaryError as refusal:
        return at.refused(refusal, _point_of(at, owner_id), Typed(due=(owner_id, form.due_on)))
    return at.to(point_id, "saved")


@router.post("/owners/{owner_id:int}/removal")
def post_removal(owner_id: int, at: AtFollowUpDep) -> Response:
    """Take a point from its owner."""
    with at.database.writing() as db:
        point_id = end_ownership(db, at.event, owner_id, by=at.viewer).point_id
    return at.to(point_id, "saved")


@router.post("/owners/{owner_id:int}/reports")
def post_report(owner_id: int, at: AtFollowUpDep, form: Annotated[ReportForm, Form()]) -> Response:
    """Report how far an owner is."""
    try:
        with at.database.writing() as db:
            report_progress(db, at.event, owner_id, form, by=at.viewer)
            point_id = owner_of(db, at.event, owner_id).point_id
    except PlenaryError as refusal:
        return at.refused(refusal, _point_of(at, owner_id), Typed(report=(owner_id, form)))
    return at.to(point_id, "reported")


def _point_of(at: AtFollowUp, owner_id: int) -> int:
    with at.database.reading() as db:
        follow_up_of(db, at.event, by=at.viewer)
        return owner_of(db, at.event, owner_id).point_id


def _list(
    db: Reading,
    at: AtFollowUp,
    *,
    by: str = "",
    show: str = "",
    done: str = "",
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    found = follow_up_of(db, at.event, by=at.viewer)
    manages = may(at.viewer, Action.MANAGE_FOLLOW_UP, event_id=at.event.key)
    return event_page(
        at.reader,
        at.event,
        "follow_up/show.html",
        here="conclusions",
        status=refusal.status if refusal else 200,
        found=found,
        by_owner=by == "owner",
        only_open=show == "open",
        points=found.open_points if show == "open" else found.points,
        own_id=at.viewer.delegation_id if at.viewer else None,
        may_manage=manages,
        may_read_in=may(at.viewer, Action.READ_IN_CONCLUSIONS, event_id=at.event.key),
        unreminded=waiting_for_reminder(found.points, reminders_of(db, at.event)) if manages else 0,
        done=done,
        problem=sentence(at.reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
    )


def _point(
    db: Reading,
    at: AtFollowUp,
    point_id: int,
    *,
    done: str = "",
    refusal: PlenaryError | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    typed = typed or Typed()
    point = point_with_reports(db, at.event, point_id, by=at.viewer)
    manages = may(at.viewer, Action.MANAGE_FOLLOW_UP, event_id=at.event.key)
    return event_page(
        at.reader,
        at.event,
        "follow_up/point.html",
        here="conclusions",
        status=refusal.status if refusal else 200,
        point=point,
        may_manage=manages,
        reporting={
            owner.row.key for owner in point.owners if may_report(owner.row, at.event, by=at.viewer)
        },
        delegations=delegations_here(db, at.event) if manages else [],
        done=done,
        problem=sentence(at.reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        owner_form=typed.owner,
        due=typed.due,
        report=typed.report,
    )
