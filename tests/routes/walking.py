"""Everybody of the cast, and nobody, before the doors: who they are, and what is theirs to open."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app import clock
from app.db import Database
from app.delegations.links import revoke_links
from app.delegations.models import Appointment, Participant, Role, SignIn
from app.delegations.rights import Action, Person, may
from app.delegations.sign_in import issue_link, open_link, person_by_id
from app.routes.doors import DOORS, OPEN
from tests.cast import Cast

PARTS = (
    "organiser", "chair", "rapporteur", "georgia_head", "georgia_delegate", "ukraine_head",
    "ukraine_delegate", "speaker", "observer", "outsider", "focal_point", "press",
)  # fmt: skip
# People who were somebody: their cookie opens what no cookie opens.
NOBODY = ("public", "revoked", "expired")
# Not of the cast, for most tests have no use for them: made of a role, some in a delegation.
_MADE = {"focal_point": Role.FOCAL_POINT, "press": Role.PRESS, **dict.fromkeys(NOBODY, Role.CHAIR)}


def somebody(database: Database, cast: Cast, part: str) -> Person | None:
    """The person of a part; None for nobody."""
    if part in NOBODY:
        return None
    return cast.everybody.get(part) or _made(database, cast, part)


def cookie_of(database: Database, cast: Cast, part: str) -> str | None:
    """The cookie of somebody just signed in; of a chair whose links or time ran out; or none."""
    if part == "public":
        return None
    person = cast.everybody.get(part) or _made(database, cast, part)
    with database.writing() as db:
        cookie = open_link(db, issue_link(db, person.own_id, by=None), days=1).cookie
        if part == "revoked":
            revoke_links(db, cast.event_id, person.own_id, by=cast.organiser)
        if part == "expired":
            over = clock.now() - timedelta(seconds=1)
            db.exec(
                sa.update(SignIn)
                .where(col(SignIn.participant_id) == person.own_id)
                .values(expires_at=over)
            )
    return cookie


def may_open(door: str, person: Person | None, cast: Cast) -> bool:
    """Whether the tables let this person through a door of `World`."""
    where = cast.workshop_id if "{key}" in door else None
    rights = DOORS[door]
    return rights == OPEN or any(
        may(person, action, event_id=cast.event_id, event_session_id=where)
        and _is_own(door, action, person, cast)
        for action in rights
    )


def _is_own(door: str, action: Action, person: Person | None, cast: Cast) -> bool:
    """ "Own" limits a right to one's delegation or authorship, where the door names a thing."""
    if "{feed_id}" in door or "{sign_in_id" in door:
        return person == cast.georgia_delegate
    if "{passkey_id" in door:
        return person == cast.organiser
    if "OWN" not in action.name or person is None:
        return True
    if "{member_id" in door or "{state_id" in door:
        return person.delegation_id == cast.georgia_id
    if "{recommendation_id}" in door:
        return person.delegation_id == cast.georgia_id
    if "{client_id}" in door:
        return person == cast.georgia_delegate
    return True


def _made(database: Database, cast: Cast, part: str) -> Person:
    with database.writing() as db:
        known = db.exec(select(Participant.id).where(Participant.name == part)).first()
        if known is None:
            of = cast.georgia_id if part == "focal_point" else None
            made = Participant(event_id=cast.event_id, name=part, delegation_id=of)
            db.add(made)
            db.flush()
            db.add(Appointment(participant_id=made.key, role=_MADE[part]))
            known = made.key
        return person_by_id(db, known)
