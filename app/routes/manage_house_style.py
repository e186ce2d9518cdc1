"""The organiser's form for how documents look. What was typed survives an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.errors import BadInput, PlenaryError
from app.events.models import Event
from app.pages import Reader, sentence
from app.recommendations.house_style import HouseStyleForm, house_style, set_house_style
from app.routes.deps import DatabaseDep, EventDep, ReadDb, ReaderDep, Viewer
from app.routes.event_pages import event_page

router = APIRouter(prefix="/events/{slug}/manage/house-style")


@router.get("", response_class=HTMLResponse)
def show_house_style(
    event: EventDep, db: ReadDb, reader: ReaderDep, viewer: Viewer, done: str = ""
) -> HTMLResponse:
    """Letterhead, donor line, numbering, typeface."""
    return _page(reader, event, house_style(db, event, by=viewer), done=done == "saved")


@router.post("")
def post_house_style(
    form: Annotated[HouseStyleForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Let drafts look like this from now on."""
    try:
        with database.writing() as db:
            set_house_style(db, event, form, by=viewer)
    except BadInput as refusal:
        return _page(reader, event, form, refusal=refusal)
    address = f"/events/{event.slug}/manage/house-style?done=saved"
    return RedirectResponse(address, status_code=303)


def _page(
    reader: Reader,
    event: Event,
    form: HouseStyleForm,
    *,
    refusal: PlenaryError | None = None,
    done: bool = False,
) -> HTMLResponse:
    return event_page(
        reader,
        event,
        "manage/house_style.html",
        here="manage/agenda",
        status=refusal.status if refusal else 200,
        form=form,
        problem=sentence(reader, refusal) if refusal else None,
        problem_at=getattr(refusal, "field", None),
        done=done,
    )
