"""Personal links given and taken back, and browsers signed out."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Writing
from app.delegations.forms import LinkForm
from app.delegations.joining_models import JoinRequest
from app.delegations.locking import participant_for_update, people_for_update
from app.delegations.models import Role, SignIn, SignInLink
from app.delegations.notices import CHECK_AGAIN, SIGNED_OUT, TAKEN_BACK, tell_browsers
from app.delegations.queries import participants
from app.delegations.rights import Action, Person, require
from app.delegations.sign_in import hash_of, issue_link
from app.delegations.sign_in_models import Challenge, Passkey
from app.errors import NotFound
from app.events.journal import record
from app.events.models import Event


def give_link(
    db: Writing,
    event_id: int,
    participant_id: int,
    form: LinkForm | None = None,
    *,
    by: Person | None,
) -> str:
    """Give somebody a personal link; returns its token, which nobody can read again later.

    Earlier links stay valid until they are revoked.
    """
    form = form or LinkForm()
    people_for_update(db, event_id, by)
    participant_for_update(db, event_id, participant_id)
    return issue_link(
        db,
        participant_id,
        by=by.participant_id if by else None,
        one_use=form.is_for_one_use,
        lasts=form.checked_lasts(),
    )


def revoke_links(db: Writing, event_id: int, participant_id: int, *, by: Person | None) -> None:
    """Take back all links of a person; every browser signed in through them is signed out."""
    people_for_update(db, event_id, by)
    participant_for_update(db, event_id, participant_id)
    end_links(db, participant_id)
    actor = by.participant_id if by else None
    record(db, event_id, "revoke links", f"participant {participant_id}", by=actor)


def sign_out_everywhere(db: Writing, event_id: int, *, by: Person | None) -> None:
    """Sign the person's own browsers out, all of them; their links stay valid."""
    require(by, Action.READ_OWN_ENTRY, event_id=event_id)
    assert by is not None
    _end_sign_ins(db, by.own_id)
    tell_browsers(db, by.own_id, SIGNED_OUT)
    record(db, event_id, "sign out everywhere", f"participant {by.own_id}", by=by.own_id)


def sign_out_device(db: Writing, event_id: int, sign_in_id: int, *, by: Person | None) -> None:
    """Sign out one of the person's own browsers; NotFound for anybody else's."""
    require(by, Action.READ_OWN_ENTRY, event_id=event_id)
    assert by is not None
    found = db.exec(
        select(SignIn).where(SignIn.id == sign_in_id, SignIn.participant_id == by.own_id)
    ).first()
    if found is None:
        raise NotFound("This is none of your devices. Look at the list on your page.")
    if found.ended_at is None:
        found.ended_at = now()
        tell_browsers(db, by.own_id, CHECK_AGAIN)
        record(db, event_id, "sign out device", f"participant {by.own_id}", by=by.own_id)


def sign_out_person(db: Writing, event_id: int, participant_id: int, *, by: Person | None) -> None:
    """Sign out all browsers of somebody, for the organisers; the person's links stay valid."""
    people_for_update(db, event_id, by)
    participant_for_update(db, event_id, participant_id)
    _end_sign_ins(db, participant_id)
    tell_browsers(db, participant_id, SIGNED_OUT)
    actor = by.participant_id if by else None
    record(db, event_id, "sign out everywhere", f"participant {participant_id}", by=actor)


def links_for(
    db: Writing,
    event: Event,
    *,
    role: Role | None = None,
    form: LinkForm | None = None,
    base_url: str,
    by: Person | None,
) -> list[dict[str, str | None]]:
    """Give everybody (or everybody with `role`) a new link; `form` says for how long and how often.

    Returns `[{"participant", "role", "delegation", "url"}]`; no delegation: None.
    """
    people_for_update(db, event.key, by)
    actor = by.participant_id if by else None
    form = form or LinkForm()
    lasts = form.checked_lasts()

    def given(participant_id: int) -> str:
        one_use = form.is_for_one_use
        return issue_link(db, participant_id, by=actor, one_use=one_use, lasts=lasts)

    return [
        {
            "participant": member.name,
            "role": (role or member.role).value,
            "delegation": member.delegation,
            "url": link_address(base_url, given(member.id)),
        }
        for member in participants(db, event, by=by)
        if role is None or role in member.roles or role in {held for _, held in member.roles_in}
    ]


def link_address(base_url: str, token: str) -> str:
    """The address by which a token signs in."""
    return f"{base_url.rstrip('/')}/sign-in/{token}"


def end_links(db: Writing, participant_id: int) -> None:
    """Take back all links and passkeys, end all sign-ins; rights and journal are the caller’s."""
    waiting = sa.update(JoinRequest).where(col(JoinRequest.participant_id) == participant_id)
    db.exec(waiting.where(col(JoinRequest.used_at).is_(None)).values(refused_at=now()))
    db.exec(sa.delete(Challenge).where(col(Challenge.participant_id) == participant_id))
    _forget_passkeys(db, participant_id)
    taken = db.exec(
        sa.update(SignInLink)
        .where(
            col(SignInLink.participant_id) == participant_id, col(SignInLink.revoked_at).is_(None)
        )
        .values(revoked_at=now())
    )
    if not taken.rowcount:
        # Who came in without a link has a calendar, too: it asks when links were taken back.
        db.add(_taken_back(participant_id))
    _end_sign_ins(db, participant_id)
    tell_browsers(db, participant_id, TAKEN_BACK)


def _taken_back(participant_id: int) -> SignInLink:
    return SignInLink(
        participant_id=participant_id,
        token_hash=hash_of(secrets.token_urlsafe(24)),
        created_at=now(),
        revoked_at=now(),
    )


def _forget_passkeys(db: Writing, participant_id: int) -> None:
    theirs = sa.update(SignIn).where(col(SignIn.participant_id) == participant_id)
    db.exec(theirs.values(passkey_id=None))
    db.exec(sa.delete(Passkey).where(col(Passkey.participant_id) == participant_id))


def _end_sign_ins(db: Writing, participant_id: int) -> None:
    db.exec(
        sa.update(SignIn)
        .where(col(SignIn.participant_id) == participant_id, col(SignIn.ended_at).is_(None))
        .values(ended_at=now())
    )
