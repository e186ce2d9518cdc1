"""Coming in by the code on the projector: opened, asked for, let in or refused, entered.

Whoever has the code may say who they are; only the podium, the address that the organisers have
or the number on the badge makes it true. Organisers do not come in this way: what opens their door
must not be seen by a room.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.check_in_models import Badge
from app.delegations.devices import Device
from app.delegations.joining_forms import JoinForm, JoiningForm
from app.delegations.joining_models import JoinCode, JoinNames, JoinProof, JoinRequest
from app.delegations.joining_queries import Door, may_ask_for, people_at_door
from app.delegations.locking import people_for_update
from app.delegations.models import Participant, SignInWay
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import OpenedLink, begin_sign_in, hash_of
from app.errors import BadInput, Gone, NotFound, Refused
from app.events.journal import record

# Without 0 O 1 I, which look alike from the last row; 32 to the sixth is a thousand million.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 6
PATIENCE = timedelta(minutes=15)
_MOST_FOR_ONE = 3
_MOST_WAITING = 300
_MOST_WRONG = 5


@dataclass(frozen=True)
class Asked:
    """A request just made: the secret of the browser that made it."""

    token: str


def open_code(db: Writing, event_id: int, form: JoinForm, *, by: Person | None) -> JoinCode:
    """Open a new code; an earlier one of this event ends, with all that still wait by it."""
    people_for_update(db, event_id, by)
    names, proof, lasts = form.checked_names(), form.checked_proof(), form.checked_lasts()
    _end(db, event_id)
    actor = by.participant_id if by else None
    code = JoinCode(
        event_id=event_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        names=names,
        proof=proof,
        opened_by_id=actor,
        created_at=now(),
        expires_at=now() + lasts,
    )
    db.add(code)
    db.flush()
    record(db, event_id, "open join code", f"join_code {code.key}", by=actor)
    return code


def end_code(db: Writing, event_id: int, *, by: Person | None) -> None:
    """End the code of an event; who came in by it stays."""
    people_for_update(db, event_id, by)
    _end(db, event_id)
    actor = by.participant_id if by else None
    record(db, event_id, "end join code", f"event {event_id}", by=actor)


def ask_to_join(
    db: Writing, door: Door, form: JoiningForm, *, device: Device, by: Person | None
) -> Asked:
    """Say who one is. `by` is whoever was signed in in this browser; it does not matter who."""
    del by
    # One at a time by one code: how many wait is a question about several rows.
    db.exec(select(JoinCode.id).where(JoinCode.id == door.code_id).with_for_update()).one()
    participant = _named(db, door, form)
    _check_proof(db, door, participant, form)
    waiting = db.exec(
        select(JoinRequest.participant_id).where(
            JoinRequest.join_code_id == door.code_id,
            JoinRequest.expires_at > now(),
            col(JoinRequest.let_in_at).is_(None),
            col(JoinRequest.refused_at).is_(None),
        )
    ).all()
    if waiting.count(participant.key) >= _MOST_FOR_ONE or len(waiting) >= _MOST_WAITING:
        raise Refused("Others wait under this name already. Go to the podium and say who you are.")
    token = secrets.token_urlsafe(24)
    db.add(
        JoinRequest(
            join_code_id=door.code_id,
            participant_id=participant.key,
            token_hash=hash_of(token),
            number=10 + secrets.randbelow(90),
            browser=device.browser,
            system=device.system,
            created_at=now(),
            expires_at=now() + PATIENCE,
            let_in_at=None if door.proof is JoinProof.PODIUM else now(),
        )
    )
    return Asked(token)


def let_in(db: Writing, event_id: int, request_id: int, *, by: Person | None) -> None:
    """Confirm who somebody is; others who wait under the same name are refused."""
    request = _request_for_update(db, event_id, request_id, by)
    actor = by.participant_id if by else None
    request.let_in_at, request.decided_by_id = now(), actor
    db.flush()
    db.exec(
        sa.update(JoinRequest)
        .where(
            col(JoinRequest.participant_id) == request.participant_id,
            col(JoinRequest.let_in_at).is_(None),
            col(JoinRequest.refused_at).is_(None),
        )
        .values(refused_at=now(), decided_by_id=actor)
    )
    record(db, event_id, "let in", f"participant {request.participant_id}", by=actor)


def refuse(db: Writing, event_id: int, request_id: int, *, by: Person | None) -> None:
    """Refuse somebody who is not the one they say."""
    request = _request_for_update(db, event_id, request_id, by)
    actor = by.participant_id if by else None
    request.refused_at, request.decided_by_id = now(), actor
    record(db, event_id, "refuse entry", f"participant {request.participant_id}", by=actor)


def enter_as_asked(db: Writing, token: str, *, days: int, device: Device) -> OpenedLink | None:
    """Sign in the browser that was let in; None while it waits.

    Gone when it was refused or waited too long, or when it is in already.
    """
    request = db.exec(
        select(JoinRequest)
        .where(JoinRequest.token_hash == hash_of(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if request is None or request.used_at is not None:
        raise NotFound("Nobody waits here. Type the code that the projector shows.")
    if request.refused_at is not None:
        raise Gone("You were not let in under this name. Go to the podium and say who you are.")
    code = db.get_one(JoinCode, request.join_code_id)
    participant = db.get_one(Participant, request.participant_id)
    is_over = request.let_in_at is None and code.ended_at is not None
    if is_over or request.expires_at <= now() or participant.left_at is not None:
        raise Gone("This took too long, or the code has ended. Type the code of the projector.")
    if request.let_in_at is None:
        return None
    request.used_at = now()
    return begin_sign_in(db, participant, SignInWay.JOIN_CODE, days=days, device=device)


def _end(db: Writing, event_id: int) -> None:
    db.exec(
        sa.update(JoinCode)
        .where(col(JoinCode.event_id) == event_id, col(JoinCode.ended_at).is_(None))
        .values(ended_at=now())
    )


def _named(db: Reading, door: Door, form: JoiningForm) -> Participant:
    if door.names is JoinNames.LISTED:
        found = db.get(Participant, form.checked_participant_id())
        if found is None or not may_ask_for(db, door, found.key):
            raise BadInput(
                "This name cannot be chosen (any more). Choose yours, or ask the organisers.",
                field="participant_id",
            )
        return found
    wanted = _folded(form.checked_name())
    same = [one for one in people_at_door(db, door) if _folded(one.name) == wanted]
    if len(same) != 1:
        raise BadInput(
            "Nobody of this name is expected here, or they are signed in."
            " Type it as in your invitation, or ask the organisers.",
            field="name",
        )
    return db.get_one(Participant, same[0].id)


def note_wrong_proof(
    db: Writing, door: Door, form: JoiningForm, *, device: Device, by: Person | None
) -> None:
    """Count an address or a number that was not this person's; after five nobody asks any more."""
    del by
    participant = _named(db, door, form)
    db.add(
        JoinRequest(
            join_code_id=door.code_id,
            participant_id=participant.key,
            token_hash=hash_of(secrets.token_urlsafe(24)),
            number=0,
            browser=device.browser,
            system=device.system,
            created_at=now(),
            expires_at=now(),
            refused_at=now(),
            is_wrong=True,
        )
    )


def _check_proof(db: Reading, door: Door, participant: Participant, form: JoiningForm) -> None:
    if door.proof is JoinProof.PODIUM:
        return
    wrong = select(JoinRequest.id).where(
        JoinRequest.join_code_id == door.code_id,
        JoinRequest.participant_id == participant.key,
        col(JoinRequest.is_wrong),
    )
    if len(db.exec(wrong).all()) >= _MOST_WRONG:
        raise Refused(
            "This was tried too often under this name. Ask the organisers for a personal link."
        )
    if door.proof is JoinProof.BADGE:
        badge = db.exec(select(Badge.number).where(Badge.participant_id == participant.key)).first()
        if not badge or not secrets.compare_digest(badge, form.checked_badge()):
            raise BadInput(
                "This is not the number on the badge of this name."
                " Type another one, or ask the organisers for a personal link.",
                field="badge",
            )
        return
    _check_address(participant, form.checked_address())


def _check_address(participant: Participant, address: str) -> None:
    known = (participant.email or "").casefold()
    if not known or not secrets.compare_digest(known.encode(), address.casefold().encode()):
        raise BadInput(
            "This is not the address that the organisers have for this name."
            " Type another one, or ask them for a personal link.",
            field="address",
        )


def _request_for_update(
    db: Writing, event_id: int, request_id: int, by: Person | None
) -> JoinRequest:
    people_for_update(db, event_id, by, Action.ADMIT_PARTICIPANTS)
    require(by, Action.ADMIT_PARTICIPANTS, event_id=event_id)
    found = db.exec(
        select(JoinRequest)
        .join(JoinCode, col(JoinCode.id) == col(JoinRequest.join_code_id))
        .where(JoinRequest.id == request_id, JoinCode.event_id == event_id)
        .with_for_update(of=JoinRequest)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("Nobody waits here under this number. Look at the list of who waits.")
    if found.let_in_at or found.refused_at or found.expires_at <= now():
        raise Refused("This was decided already, or took too long. Look at the list of who waits.")
    return found


def _folded(name: str) -> frozenset[str]:
    """A name's words without accents and case: "DUPONT Élise" is "Elise Dupont"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return frozenset(letters.split())
