"""Signing in by the account of an organisation (OpenID Connect); off where none is set."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request
from starlette.responses import RedirectResponse, Response

from app.db import Writing
from app.delegations.openid import Client, address_to_ask, verified_address
from app.delegations.provider_sign_in import (
    Place,
    begin_visit,
    end_visit,
    keep_places,
    open_as_chosen,
    open_as_verified,
    places_of,
)
from app.delegations.rights import Person
from app.delegations.sign_in import OpenedLink, end_sign_in
from app.errors import NotFound, Refused
from app.pages import Reader, page
from app.routes.deps import DatabaseDep, ReaderDep, SettingsDep, Viewer
from app.routes.entering import SECRET, device_here, entered, is_https
from app.routes.patience import PatienceDep, address_of
from app.settings import Settings

router = APIRouter(prefix="/sign-in/provider")

_COOKIE = "plenary_provider"
_TEN_MINUTES = 600
_MOST_VISITS = 120  # from one address within a minute


@router.get("", response_class=RedirectResponse)
def leave_for_provider(
    request: Request, database: DatabaseDep, settings: SettingsDep, patience: PatienceDep
) -> Response:
    """To the provider. A link and no form: our content policy lets forms lead nowhere else."""
    client = _client(settings)
    patience.ask("provider", address_of(request), _MOST_VISITS)
    patience.count("provider", address_of(request))
    with database.writing() as db:
        state, question = begin_visit(db, by=None)
    answer = RedirectResponse(
        address_to_ask(client, question, state), status_code=303, headers=SECRET
    )
    _keep(answer, state, settings)
    return answer


@router.get("/callback", response_class=RedirectResponse)
def return_from_provider(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    reader: ReaderDep,
    viewer: Viewer,
    code: str = "",
    state: str = "",
    kept: Annotated[str, Cookie(alias=_COOKIE)] = "",
) -> Response:
    """Back from the provider: sign in, or choose the event where there are several."""
    client = _client(settings)
    # Who was lured here with somebody else's answer has not the secret of the browser that asked.
    if not kept or not secrets.compare_digest(kept.encode(), state.encode()):
        raise Refused(
            "This sign-in was begun in another browser, or long ago. Start again from the"
            " sign-in page."
        )
    with database.writing() as db:
        question = end_visit(db, state, by=None)
    if not code:
        raise Refused(
            "The organisation did not let you in. Try again there, or open your personal link."
        )
    address = verified_address(client, question, code)
    with database.reading() as reading:
        places = places_of(reading, address)
    if len(places) == 1:
        with database.writing() as db:
            opened = open_as_verified(
                db,
                places[0].participant_id,
                days=settings.sign_in_days,
                device=device_here(request),
            )
            _leave(db, viewer)
        return _entered(opened, settings)
    with database.writing() as db:
        kept = keep_places(db, places, by=None)
    choosing = _choosing(reader, places)
    _keep(choosing, kept, settings)
    return choosing


@router.post("/choice", response_class=RedirectResponse)
def choose_event(
    request: Request,
    database: DatabaseDep,
    settings: SettingsDep,
    viewer: Viewer,
    participant_id: Annotated[str, Form()] = "",
    kept: Annotated[str, Cookie(alias=_COOKIE)] = "",
) -> Response:
    """Sign in at one of several events."""
    _client(settings)
    chosen = int(participant_id) if participant_id.isdecimal() and len(participant_id) < 10 else 0
    with database.writing() as db:
        opened = open_as_chosen(
            db, kept, chosen, days=settings.sign_in_days, device=device_here(request)
        )
        _leave(db, viewer)
    return _entered(opened, settings)


def provider_of(settings: Settings) -> str | None:
    """How the provider is called, where one is set."""
    return settings.oidc_name if settings.oidc_issuer and settings.oidc_client_id else None


def _client(settings: Settings) -> Client:
    if provider_of(settings) is None:
        raise NotFound("There is no page at this address. Start from the list of events.")
    return Client(
        issuer=settings.oidc_issuer or "",
        client_id=settings.oidc_client_id or "",
        secret=settings.oidc_client_secret.get_secret_value(),
        redirect_uri=f"{settings.base_url.rstrip('/')}/sign-in/provider/callback",
    )


def _leave(db: Writing, viewer: Person | None) -> None:
    """Whoever was signed in in this browser is not any more."""
    if viewer is not None:
        end_sign_in(db, by=viewer)


def _entered(opened: OpenedLink, settings: Settings) -> Response:
    answer = entered(opened, settings)
    answer.delete_cookie(_COOKIE, path="/sign-in/provider", httponly=True, samesite="lax")
    return answer


def _choosing(reader: Reader, places: list[Place]) -> Response:
    return page(reader, "sign_in/places.html", headers=SECRET, places=places)


def _keep(answer: Response, secret: str, settings: Settings) -> None:
    # Lax: the way back from the provider is a link from another site.
    answer.set_cookie(
        _COOKIE,
        secret,
        max_age=_TEN_MINUTES,
        path="/sign-in/provider",
        httponly=True,
        samesite="lax",
        secure=is_https(settings.base_url),
    )
