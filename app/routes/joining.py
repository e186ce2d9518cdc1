"""Coming in by the code on the projector, for who has nothing but a phone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.db import Reading
from app.delegations.joining import PATIENCE, ask_to_join, enter_as_asked, note_wrong_proof
from app.delegations.joining_forms import JoiningForm
from app.delegations.joining_models import JoinNames
from app.delegations.joining_queries import Door, door_of, number_of, people_at_door
from app.delegations.sign_in import end_sign_in
from app.errors import BadInput, NotFound, PlenaryError, Refused
from app.pages import Reader, page, sentence
from app.routes.deps import DatabaseDep, ReadDb, ReaderDep, SettingsDep, Viewer
from app.routes.entering import SECRET, device_here, entered, is_https
from app.routes.patience import Patience, PatienceDep, address_of

router = APIRouter()

_COOKIE = "plenary_join"
# Within a minute: a hall comes from one address, and its people mistype; of a thousand million
# codes one is right.
_MOST_WRONG, _MOST_WRONG_IN_ALL, _MOST_ASKED = 60, 300, 120


@router.get("/join", response_class=HTMLResponse)
def show_join(reader: ReaderDep, code: str = "") -> Response:
    """Where the code is typed."""
    typed = "".join(c for c in code if c.isalnum())[:12]
    if typed:
        return RedirectResponse(f"/join/{typed.upper()}", status_code=303)
    return page(reader, "joining/code.html", headers=SECRET)


@router.get("/join/{code}", response_class=HTMLResponse)
def show_door(
    code: str,
    request: Request,
    db: ReadDb,
    reader: ReaderDep,
    patience: PatienceDep,
    delegation: str = "",
) -> Response:
    """Who may come in by this code: first their delegations, then their names."""
    try:
        door = _opened(db, code, request, patience)
    except NotFound as refusal:
        return _wrong_code(reader, refusal)
    return _door_page(db, reader, door, delegation)


@router.post("/join/{code}", response_class=RedirectResponse)
def post_joining(
    code: str,
    form: Annotated[JoiningForm, Form()],
    request: Request,
    database: DatabaseDep,
    reader: ReaderDep,
    settings: SettingsDep,
    patience: PatienceDep,
    viewer: Viewer,
    delegation: Annotated[str, Form()] = "",
) -> Response:
    """Say who one is."""
    with database.reading() as reading:
        try:
            door = _opened(reading, code, request, patience)
        except NotFound as refusal:
            return _wrong_code(reader, refusal)
    here = f"{door.code} {address_of(request)}"
    patience.ask("asking to join", here, _MOST_ASKED)
    patience.count("asking to join", here)
    try:
        with database.writing() as db:
            asked = ask_to_join(db, door, form, device=device_here(request), by=viewer)
    except (BadInput, Refused) as refusal:
        # An empty field is no guess.
        if getattr(refusal, "field", None) in {"address", "badge"} and (form.address or form.badge):
            with database.writing() as db:
                note_wrong_proof(db, door, form, device=device_here(request), by=viewer)
        with database.reading() as reading:
            return _door_page(reading, reader, door, delegation, form=form, refusal=refusal)
    answer = RedirectResponse(f"/join/{door.code}/waiting", status_code=303, headers=SECRET)
    answer.set_cookie(
        _COOKIE,
        asked.token,
        max_age=int(PATIENCE.total_seconds()),
        path="/join",
        httponly=True,
        samesite="lax",
        secure=is_https(settings.base_url),
    )
    return answer


@router.get("/join/{code}/waiting", response_class=RedirectResponse)
def show_waiting(
    code: str,
    request: Request,
    database: DatabaseDep,
    reader: ReaderDep,
    settings: SettingsDep,
    viewer: Viewer,
    token: Annotated[str, Cookie(alias=_COOKIE)] = "",
) -> Response:
    """Wait to be let in, and go in."""
    with database.reading() as reading:
        number, name = number_of(reading, token)
    with database.writing() as db:
        opened = enter_as_asked(db, token, days=settings.sign_in_days, device=device_here(request))
        if opened is not None and viewer is not None:
            end_sign_in(db, by=viewer)
    if opened is None:
        return page(
            reader, "joining/waiting.html", headers=SECRET, number=number, name=name, code=code
        )
    answer = entered(opened, settings)
    answer.delete_cookie(_COOKIE, path="/join", httponly=True, samesite="lax")
    return answer


def _opened(db: Reading, code: str, request: Request, patience: Patience) -> Door:
    """What the code opens; wrong ones are counted, and after too many none is looked at."""
    address = address_of(request)
    patience.ask("wrong code", address, _MOST_WRONG)
    patience.ask("wrong code", "", _MOST_WRONG_IN_ALL)
    try:
        return door_of(db, code)
    except NotFound:
        patience.count("wrong code", address)
        patience.count("wrong code", "")
        raise


def _wrong_code(reader: Reader, refusal: PlenaryError) -> HTMLResponse:
    said = sentence(reader, refusal)
    return page(reader, "joining/code.html", status=refusal.status, headers=SECRET, problem=said)


def _door_page(
    db: Reading,
    reader: Reader,
    door: Door,
    chosen: str,
    *,
    form: JoiningForm | None = None,
    refusal: PlenaryError | None = None,
) -> HTMLResponse:
    people = people_at_door(db, door) if door.names is JoinNames.LISTED else []
    # Those without a delegation stand under "other", which is no number.
    delegations = {str(one.delegation_id or "other"): one.delegation for one in people}
    is_chosen = chosen in delegations
    field = getattr(refusal, "field", None)
    said = sentence(reader, refusal) if refusal else None
    return page(
        reader,
        "joining/door.html",
        status=refusal.status if refusal else 200,
        headers=SECRET,
        door=door,
        accent=door.event.accent.value,
        delegations=delegations,
        chosen=chosen if is_chosen else "",
        people=[one for one in people if is_chosen and str(one.delegation_id or "other") == chosen],
        typed=form or JoiningForm(),
        problems=[(field, said)] if said else [],
        wrong={field: said} if field else {},
    )
