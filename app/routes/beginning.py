"""The first event of an installation, made by whoever has the link that the server printed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.beginning import FirstForm, begin, check_first_link
from app.errors import BadInput, PlenaryError, Refused
from app.pages import Reader, page, sentence
from app.routes.deps import DatabaseDep, ReadDb, ReaderDep, SettingsDep
from app.routes.entering import SECRET, device_here, keep_signed_in

router = APIRouter(prefix="/first/{token}")


@router.get("", response_class=Response)
def show_first(token: str, db: ReadDb, reader: ReaderDep) -> HTMLResponse:
    """What the first event is called, and who organises it."""
    check_first_link(db, token)
    return _page(reader, token, FirstForm())


@router.post("", response_class=RedirectResponse)
def post_first(
    token: str,
    form: Annotated[FirstForm, Form()],
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
) -> Response:
    """Make it, and go to its draft agenda, signed in as its organiser."""
    try:
        with database.writing() as db:
            opened = begin(db, token, form, days=settings.sign_in_days, device=device_here(request))
    except (BadInput, Refused) as refusal:
        return _page(reader, token, form, refusal)
    path = f"/events/{opened.event_slug}/manage/agenda"
    answer = RedirectResponse(path, status_code=303, headers=SECRET)
    keep_signed_in(answer, opened, settings)
    return answer


def _page(
    reader: Reader, token: str, form: FirstForm, refusal: PlenaryError | None = None
) -> HTMLResponse:
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return page(
        reader,
        "sign_in/first.html",
        status=refusal.status if refusal else 200,
        headers=SECRET,
        token=token,
        typed=form,
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
    )
