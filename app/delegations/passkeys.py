"""Passkeys of those who run an event: added, used to sign in, removed. Knows no page.

Follows Web Authentication Level 2 (W3C), sections 7.1 and 7.2, by the library `webauthn`; keys are
discoverable, so that nobody types a name. Attestation is not asked for: it would tell us what
device somebody has, and we trust no maker more than another. The library is imported by what uses
it: it takes as long to load as half of the rest, and most servers see no passkey for days.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.devices import Device
from app.delegations.forms import PasskeyForm
from app.delegations.models import Participant, SignIn, SignInWay
from app.delegations.notices import CHECK_AGAIN, tell_browsers
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import OpenedLink, begin_sign_in
from app.delegations.sign_in_models import Challenge, Passkey
from app.errors import BadInput, NotFound, Refused
from app.events.journal import record
from app.events.models import Event

_PATIENCE = timedelta(minutes=5)
_MOST_KEYS = 10


@dataclass(frozen=True)
class Site:
    """Where keys hold: the domain they are bound to, and the one origin that may use them."""

    domain: str
    origin: str


@dataclass(frozen=True)
class PasskeyLine:
    """One of a person's keys, in a list."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


def site_of(base_url: str) -> Site | None:
    """Where this installation's keys hold; None where browsers keep none.

    They ask for a domain (no number) and for https, except on the machine itself.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_safe = parts.scheme == "https" or host == "localhost" or host.endswith(".localhost")
        return Site(host, f"{parts.scheme}://{parts.netloc}".lower()) if host and is_safe else None
    return None


def passkeys_of(db: Reading, *, by: Person | None) -> list[PasskeyLine]:
    """The person's own keys, the oldest first."""
    if by is None or by.participant_id is None:
        return []
    found = db.exec(
        select(Passkey).where(Passkey.participant_id == by.own_id).order_by(col(Passkey.id))
    )
    return [PasskeyLine(one.key, one.name, one.created_at, one.last_used_at) for one in found]


def ask_for_new_key(db: Writing, event: Event, site: Site, *, by: Person | None) -> str:
    """What the browser needs to make a key, as JSON (PublicKeyCredentialCreationOptionsJSON)."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    require(by, Action.KEEP_PASSKEYS, event_id=event.key)
    assert by is not None
    known = db.exec(select(Passkey.credential_id).where(Passkey.participant_id == by.own_id)).all()
    if len(known) >= _MOST_KEYS:
        raise Refused("You have {most} passkeys. Remove one first.", most=_MOST_KEYS)
    name = f"{by.name}, {event.short_title or event.title}"
    options = webauthn.generate_registration_options(
        rp_id=site.domain,
        rp_name="Plenary",
        user_name=name,
        user_display_name=name,
        # Says nothing about the person; we find them by the key.
        user_id=secrets.token_bytes(32),
        challenge=_new_challenge(db, by.own_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            # A key that only shows that somebody touched it would let in whoever finds it.
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known
        ],
    )
    return webauthn.options_to_json(options)


def add_passkey(
    db: Writing,
    event_id: int,
    site: Site,
    form: PasskeyForm,
    challenge: bytes,
    *,
    by: Person | None,
) -> None:
    """Keep the key that the person's device made for `challenge` (from `take_challenge`)."""
    import webauthn
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.exceptions import WebAuthnException

    require(by, Action.KEEP_PASSKEYS, event_id=event_id)
    assert by is not None
    name = form.checked_name()
    try:
        made = webauthn.verify_registration_response(
            credential=form.answer,
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException:
        raise _not_proven() from None
    credential_id = bytes_to_base64url(made.credential_id)
    if db.exec(select(Passkey.id).where(Passkey.credential_id == credential_id)).first():
        raise Refused("This passkey is already kept here.")
    db.add(
        Passkey(
            participant_id=by.own_id,
            credential_id=credential_id,
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            name=name,
            created_at=now(),
        )
    )
    record(db, event_id, "add passkey", f"participant {by.own_id}", by=by.own_id)


def ask_for_any_key(db: Writing, site: Site, *, by: Person | None) -> str:
    """What the browser needs to let somebody sign in, as JSON; who it is, the key will say."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    del by  # whoever asks: it is the way in
    options = webauthn.generate_authentication_options(
        rp_id=site.domain,
        challenge=_new_challenge(db, None),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def take_challenge(db: Writing, answer: str, *, by: Person | None) -> bytes:
    """Take the question that `answer` answers out of the list, for good.

    To be committed before the answer is looked at, so that no answer, right or wrong, counts twice.
    `by` registers a key; None signs in. Refused for a question that we did not ask this person,
    or too long ago.
    """
    from webauthn.helpers import bytes_to_base64url

    challenge = _answered(answer)
    found = db.exec(
        sa.delete(Challenge)
        .where(
            col(Challenge.challenge) == bytes_to_base64url(challenge),
            col(Challenge.participant_id) == by.own_id
            if by is not None
            else col(Challenge.participant_id).is_(None),
        )
        .returning(col(Challenge.expires_at))
    ).first()
    if found is None or found[0] <= now():
        raise Refused("This took too long, or was sent twice. Try the passkey once more.")
    return challenge


def open_by_passkey(
    db: Writing, site: Site, answer: str, challenge: bytes, *, days: int, device: Device
) -> OpenedLink:
    """Sign in by a passkey, for `days` days; Refused for a key that is not kept here."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    passkey = db.exec(
        select(Passkey)
        .where(Passkey.credential_id == _credential_id(answer))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    participant = db.get_one(Participant, passkey.participant_id) if passkey else None
    if passkey is None or participant is None or participant.left_at is not None:
        raise Refused("This passkey is not known here. Open your personal link, and add it again.")
    try:
        proven = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.domain,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException:
        raise _not_proven() from None
    passkey.sign_count, passkey.last_used_at = proven.new_sign_count, now()
    return begin_sign_in(
        db, participant, SignInWay.PASSKEY, days=days, device=device, passkey_id=passkey.key
    )


def remove_passkey(db: Writing, event_id: int, passkey_id: int, *, by: Person | None) -> None:
    """Forget one of the person's own keys; the browsers that it signed in are signed out."""
    require(by, Action.KEEP_PASSKEYS, event_id=event_id)
    assert by is not None
    passkey = db.exec(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.participant_id == by.own_id)
    ).first()
    if passkey is None:
        raise NotFound("This is none of your passkeys. Look at the list on your page.")
    theirs = col(SignIn.passkey_id) == passkey_id
    db.exec(sa.update(SignIn).where(theirs, col(SignIn.ended_at).is_(None)).values(ended_at=now()))
    db.exec(sa.update(SignIn).where(theirs).values(passkey_id=None))
    db.delete(passkey)
    tell_browsers(db, by.own_id, CHECK_AGAIN)
    record(db, event_id, "remove passkey", f"participant {by.own_id}", by=by.own_id)


def _new_challenge(db: Writing, participant_id: int | None) -> bytes:
    from webauthn.helpers import bytes_to_base64url

    db.exec(sa.delete(Challenge).where(col(Challenge.expires_at) <= now()))
    challenge = secrets.token_bytes(32)
    db.add(
        Challenge(
            challenge=bytes_to_base64url(challenge),
            participant_id=participant_id,
            expires_at=now() + _PATIENCE,
        )
    )
    return challenge


def _answered(answer: str) -> bytes:
    """The question that an answer says it answers."""
    from webauthn.helpers import base64url_to_bytes

    try:
        said = json.loads(answer)["response"]["clientDataJSON"]
        return base64url_to_bytes(json.loads(base64url_to_bytes(said))["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _not_proven() from None


def _credential_id(answer: str) -> str:
    return str(json.loads(answer).get("id"))[:1400]


def _not_proven() -> BadInput:
    return BadInput("The passkey’s answer cannot be accepted here. Try it once more.")
