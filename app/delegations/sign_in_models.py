"""Passkeys, and the questions that a key answers once. Knows participants by id only."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Row, UTCDateTime


class Passkey(Row, table=True):
    """A participant's public key (WebAuthn); its private half never leaves the person's device."""

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    # Both in base64url, as browsers send them; a credential's id has at most 1023 bytes.
    credential_id: str = Field(unique=True, max_length=1400)
    public_key: str
    # How often the key says it was used; keys that live on several devices always say 0.
    sign_count: int = 0
    name: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=UTCDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Challenge(Row, table=True):
    """A random question for a passkey, taken away when it is answered, rightly or not."""

    id: int | None = Field(default=None, primary_key=True)
    challenge: str = Field(unique=True, max_length=120)
    # Who registers a key; null for a question asked of somebody who is not signed in yet.
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    expires_at: datetime = Field(sa_type=UTCDateTime)


class FirstLink(Row, table=True):
    """What a server without any event prints: whoever opens it makes the first one. A hash."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=UTCDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ProviderVisit(Row, table=True):
    """A browser that went to an OpenID Connect provider, by the hash of its secret.

    Until it is back: what was asked there. Then, where an address is on several lists: whose
    entries it may choose from, never the address itself.
    """

    id: int | None = Field(default=None, primary_key=True)
    secret_hash: str = Field(unique=True, max_length=64)
    nonce: str = ""
    verifier: str = ""
    participant_ids: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    expires_at: datetime = Field(sa_type=UTCDateTime)
