"""Everything that points to a participant, and what becomes of it when the person is deleted.

One table, as data. A test fails for a column that points to participants and does not stand here;
until it does, its rows are deleted, or forget whom they pointed to where they may.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import SQLModel


class Fate(StrEnum):
    """What becomes of rows when the person they point to is deleted."""

    GOES = "the row is deleted, with what hangs on it"
    FORGETS = "the row stays and points to nobody"
    NAMELESS = "the row stays and points to an entry without name, function or address"


@dataclass(frozen=True)
class Holding:
    """A column that points to participants: its fate, and how its rows are called to their owner.

    `title` is a message id.
    """

    fate: Fate
    title: str


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


_GOES, _FORGETS, _NAMELESS = Fate.GOES, Fate.FORGETS, Fate.NAMELESS

HOLDINGS: dict[str, Holding] = {
    "appointment.participant_id": Holding(_GOES, _("Your roles")),
    "sign_in_link.participant_id": Holding(_GOES, _("Your personal links")),
    "sign_in.participant_id": Holding(_GOES, _("Browsers in which you signed in")),
    "chosen_session.participant_id": Holding(_GOES, _("Sessions that you chose")),
    "calendar_feed.participant_id": Holding(_GOES, _("Your calendars")),
    "invitation.participant_id": Holding(_GOES, _("Invitations written for you")),
    "passkey.participant_id": Holding(_GOES, _("Your passkeys")),
    "challenge.participant_id": Holding(_GOES, _("Sign-ins begun")),
    "mail.participant_id": Holding(_GOES, _("Mails to you")),
    "mail.queued_by_id": Holding(_FORGETS, _("Mails to others that you asked for")),
    "mail_choice.participant_id": Holding(_GOES, _("How you want your mails")),
    "join_code.opened_by_id": Holding(_FORGETS, _("Joining codes that you showed")),
    "join_request.participant_id": Holding(_GOES, _("When you asked to be let in")),
    "join_request.decided_by_id": Holding(_FORGETS, _("Whom you let in")),
    "badge.participant_id": Holding(_GOES, _("Your badge")),
    "check_in.participant_id": Holding(_GOES, _("When you were checked in")),
    "check_in.by_id": Holding(_FORGETS, _("Whom you checked in")),
    "inspection.about_id": Holding(_GOES, _("Who looked at your data")),
    "inspection.by_id": Holding(_FORGETS, _("Data of others that you looked at")),
    "record.by_id": Holding(_FORGETS, _("What you did, in the journal")),
    "agenda.published_by_id": Holding(_FORGETS, _("Versions of the agenda that you published")),
    "draft_change.by_id": Holding(_FORGETS, _("Changes of the draft agenda that you made")),
    "pending_reading.by_id": Holding(_FORGETS, _("Documents that you read in")),
    "acknowledgement.by_id": Holding(_FORGETS, _("Clashes of the agenda that you accepted")),
    "board_event.by_id": Holding(_FORGETS, _("What you did on boards")),
    "input.author_id": Holding(_FORGETS, _("Inputs that you posted")),
    "speaker.participant_id": Holding(_FORGETS, _("When you asked for the floor")),
    "cluster.created_by_id": Holding(_NAMELESS, _("Groups of inputs that you made")),
    "priority.created_by_id": Holding(_NAMELESS, _("Priorities that you worded")),
    "endorsement_round.opened_by_id": Holding(_NAMELESS, _("Rounds that you opened")),
    "endorsement.participant_id": Holding(_NAMELESS, _("Priorities that you endorsed")),
    "closure.closed_by_id": Holding(_NAMELESS, _("Boards that you closed")),
    "finding.assessed_by_id": Holding(_FORGETS, _("Findings of benchmarks that you wrote")),
    "finding.reviewed_by_id": Holding(_FORGETS, _("Findings of benchmarks that you reviewed")),
    "finding.confirmed_by_id": Holding(_FORGETS, _("Findings of benchmarks that you confirmed")),
    "recommendation.created_by_id": Holding(_NAMELESS, _("Recommendations that you began")),
    "recommendation.submitted_by_id": Holding(_FORGETS, _("Recommendations that you submitted")),
    "recommendation_revision.written_by_id": Holding(
        _NAMELESS, _("Texts of recommendations that you wrote")
    ),
    "disposition.decided_by_id": Holding(_NAMELESS, _("What you decided on recommendations")),
    "paragraph_revision.written_by_id": Holding(
        _NAMELESS, _("Texts of the conclusions that you wrote")
    ),
    "merge.merged_by_id": Holding(_NAMELESS, _("Merges that you made")),
    "adoption.adopted_by_id": Holding(_NAMELESS, _("Adoptions that you recorded")),
}

# Columns of a participant that stay: they say of a record whose it was, by delegation only.
STAYS = frozenset({"id", "event_id", "delegation_id", "left_at"})


def pointers() -> list[sa.Column[object]]:
    """All columns that point to participants, those of tables that others hang on last."""
    return [
        column
        for table in reversed(SQLModel.metadata.sorted_tables)
        for column in table.columns
        if any(key.column.table.name == "participant" for key in column.foreign_keys)
    ]


def fate_of(column: sa.Column[object]) -> Fate:
    """What becomes of the rows of a column; a new one, until it stands above, loses them."""
    held = HOLDINGS.get(name_of(column))
    if held is not None:
        return held.fate
    return Fate.FORGETS if column.nullable else Fate.GOES


def name_of(column: sa.Column[object]) -> str:
    """How a column is called in the tables of this module: "input.author_id"."""
    return f"{column.table.name}.{column.name}"
