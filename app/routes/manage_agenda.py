"""The organiser's desk for the agenda: the draft, its questions and clashes, publishing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from app.agenda.accepting import accept_clash
from app.agenda.editing import settle_question
from app.agenda.forms import PublishForm
from app.agenda.publishing import publish_version
from app.errors import BadInput, Refused
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.draft_page import back_to_draft, draft_page

router = APIRouter(prefix="/events/{slug}/manage/agenda")


@router.get("", response_class=HTMLResponse)
def show_draft(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """The draft, its open questions, its clashes, and what is not published yet."""
    return draft_page(db, reader, event, viewer, done=done)


@router.post("/versions")
def post_version(
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
    form: Annotated[PublishForm, Form()],
) -> Response:
    """Publish the draft as the next version."""
    try:
        with database.writing() as db:
            publish_version(
                db,
                event,
                form.label,
                reference=form.reference,
                revision=form.base_revision(),
                by=viewer,
            )
    except (BadInput, Refused) as error:
        with database.reading() as reading:
            return draft_page(
                reading, reader, event, viewer, error=error,
                problem_at=getattr(error, "field", None) or "label",
                label=form.label, reference=form.reference,
            )  # fmt: skip
    return back_to_draft(event, "published")


@router.post("/questions/{question_id}/settlement")
def post_settlement(
    question_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Mark a question as settled."""
    with database.writing() as db:
        settle_question(db, event, question_id, by=viewer)
    return back_to_draft(event, "settled")


@router.post("/clashes/{clash}/acknowledgement")
def post_acknowledgement(
    clash: str, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> Response:
    """Accept a clash: it is meant, or it cannot be helped."""
    with database.writing() as db:
        accept_clash(db, event, clash, by=viewer)
    return back_to_draft(event, "accepted")
