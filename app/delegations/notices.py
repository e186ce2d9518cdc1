"""Notices about people: `person-ID code` closes that person's live connections with that code.

Heard by every process after the commit. The codes are those of the live boards (app/live/codes.py),
as numbers: domain folders know no sockets.
"""

from __future__ import annotations

from app.db import Writing

SIGNED_OUT = 4401
TAKEN_BACK = 4403
CHECK_AGAIN = 1012  # the page connects again and is asked for its rights again


def tell_browsers(db: Writing, participant_id: int, code: int) -> None:
    """Close this person's live connections, in every process, once this is committed."""
    db.tell_after_commit(f"person-{participant_id}", code)
