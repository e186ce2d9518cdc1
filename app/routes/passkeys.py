"""The door for those who have no link at hand, and passkeys: added, used, removed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.delegations.forms import PasskeyForm
from app.delegations.passkeys import (
    Site,
    add_passkey,
    ask_for_any_key,
    ask_for_new_key,
    open_by_passkey,
    remove_passkey,
    site_of,
    take_challenge,
)
from app.delegations.rights import Action, require
from app.delegations.sign_in import end_sign_in
from app.errors import BadInput, Refused
from app.pages import page, sentence
from app.routes.deps import DatabaseDep, EventDep, ReaderDep, SettingsDep, Viewer
from app.routes.entering import SECRET, device_here, entered
from app.routes.patience import PatienceDep, address_of
from app.routes.provider import provider_of
from app.routes.sign_in import me_page
from app.settings import Settings

router = APIRouter()

# Questions asked from one address within a minute: a hall full of people who all try twice.
_MOST_QUESTIONS = 240


@router.get("/sign-in", response_class=HTMLResponse)
def show_ways_in(reader: ReaderDep, settings: SettingsDep) -> HTMLResponse:
    """The ways to sign in."""
    return page(
        reader,
        "sign_in/ways.html",
        passkeys=site_of(settings.base_url) is not None,
        provider=provider_of(settings),
    )


@router.post("/sign-in/passkey/challenge")
def ask_anybody(
    request: Request, database: DatabaseDep, settings: SettingsDep, patience: PatienceDep
) -> Response:
    """A question that any passkey kept here may answer, as JSON."""
    site = _site(settings)
    patience.ask("passkey", address_of(request), _MOST_QUESTIONS)
    patience.count("passkey", address_of(request))
    with database.writing() as db:
        question = ask_for_any_key(db, site, by=None)
    return Response(question, media_type="application/json", headers=SECRET)


@router.post("/sign-in/passkey", response_class=RedirectResponse)
def sign_in_by_passkey(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
    answer: Annotated[str, Form()] = "",
) -> Response:
    """Sign in by what the person's device answered."""
    site = _site(settings)
    try:
        with database.writing() as db:
            challenge = take_challenge(db, answer, by=None)
        with database.writing() as db:
            opened = open_by_passkey(
                db,
                site,
                answer,
                challenge,
                days=settings.sign_in_days,
                device=device_here(request),
            )
            if viewer is not None:
                end_sign_in(db, by=viewer)
    except (BadInput, Refused) as refusal:
        return page(
            reader,
            "sign_in/ways.html",
            status=refusal.status,
            passkeys=True,
            provider=provider_of(settings),
            problem=sentence(reader, refusal),
        )
    return entered(opened, settings)


@router.post("/events/{slug}/me/passkeys/challenge")
def ask_me(
    event: EventDep, database: DatabaseDep, settings: SettingsDep, viewer: Viewer
) -> Response:
    """What one's device needs to make a passkey, as JSON."""
    require(viewer, Action.KEEP_PASSKEYS, event_id=event.key)
    with database.writing() as db:
        question = ask_for_new_key(db, event, _site(settings), by=viewer)
    return Response(question, media_type="application/json", headers=SECRET)


@router.post("/events/{slug}/me/passkeys", response_class=RedirectResponse)
def post_passkey(
    form: Annotated[PasskeyForm, Form()],
    event: EventDep,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
) -> Response:
    """Keep the passkey that one's device has made."""
    require(viewer, Action.KEEP_PASSKEYS, event_id=event.key)
    try:
        form.checked_name()
        with database.writing() as db:
            challenge = take_challenge(db, form.answer, by=viewer)
        with database.writing() as db:
            add_passkey(db, event.key, _site(settings), form, challenge, by=viewer)
    except (BadInput, Refused) as refusal:
        with database.reading() as reading:
            return me_page(
                reading, event, reader, settings, viewer, refusal=refusal, typed=form.name
            )
    return RedirectResponse(f"/events/{event.slug}/me#passkeys", status_code=303)


@router.post("/events/{slug}/me/passkeys/{passkey_id:int}/removal", response_class=RedirectResponse)
def post_removal(
    passkey_id: int, event: EventDep, database: DatabaseDep, viewer: Viewer
) -> RedirectResponse:
    """Forget one of one's passkeys."""
    with database.writing() as db:
        remove_passkey(db, event.key, passkey_id, by=viewer)
    return RedirectResponse(f"/events/{event.slug}/me#passkeys", status_code=303)


def _site(settings: Settings) -> Site:
    site = site_of(settings.base_url)
    if site is None:
        raise Refused(
            "Passkeys need an address with a name and https. Open your personal link instead."
        )
    return site
