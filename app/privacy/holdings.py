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
    "appointment.participant_id": Holding(_GOES, _("Roles")),
    "sign_in_link.participant_id": Holding(_GOES, _("Personal links")),
    "sign_in.participant_id": Holding(_GOES, _("Browsers signed in")),
    "chosen_session.participant_id": Holding(_GOES, _("Sessions chosen")),
    "calendar_feed.participant_id": Holding(_GOES, _("Personal calendars")),
    "invitation.participant_id": Holding(_GOES, _("Invitations to sessions")),
    "passkey.participant_id": Holding(_GOES, _("Passkeys")),
    "challenge.participant_id": Holding(_GOES, _("Sign-ins begun")),
    "mail.participant_id": Holding(_GOES, _("Mails received")),
    "mail.queued_by_id": Holding(_FORGETS, _("Mails to others, asked for")),
    "mail_choice.participant_id": Holding(_GOES, _("How mails are wanted")),
    "join_code.opened_by_id": Holding(_FORGETS, _("Joining codes shown")),
    "join_request.participant_id": Holding(_GOES, _("Requests to be let in")),
    "join_request.decided_by_id": Holding(_FORGETS, _("Decisions on who is let in")),
    "badge.participant_id": Holding(_GOES, _("Badge")),
    "check_in.participant_id": Holding(_GOES, _("Check-ins at the entrance")),
    "check_in.by_id": Holding(_FORGETS, _("Check-ins of others")),
    "inspection.about_id": Holding(_GOES, _("Looks at these data")),
    "inspection.by_id": Holding(_FORGETS, _("Looks at data of others")),
    "record.by_id": Holding(_FORGETS, _("Lines of the journal")),
    "agenda.published_by_id": Holding(_FORGETS, _("Versions of the agenda published")),
    "draft_change.by_id": Holding(_FORGETS, _("Changes of the draft agenda")),
    "pending_reading.by_id": Holding(_FORGETS, _("Documents read in")),
    "acknowledgement.by_id": Holding(_FORGETS, _("Clashes of the agenda accepted")),
    "board_event.by_id": Holding(_FORGETS, _("Changes on boards")),
    "input.author_id": Holding(_FORGETS, _("Inputs posted")),
    "speaker.participant_id": Holding(_FORGETS, _("Requests for the floor")),
    "cluster.created_by_id": Holding(_NAMELESS, _("Groups of inputs made")),
    "priority.created_by_id": Holding(_NAMELESS, _("Priorities worded")),
    "endorsement_round.opened_by_id": Holding(_NAMELESS, _("Rounds opened")),
    "endorsement.participant_id": Holding(_NAMELESS, _("Priorities endorsed")),
    "closure.closed_by_id": Holding(_NAMELESS, _("Boards closed")),
    "finding.assessed_by_id": Holding(_FORGETS, _("Findings of benchmarks written")),
    "finding.reviewed_by_id": Holding(_FORGETS, _("Findings of benchmarks reviewed")),
    "finding.confirmed_by_id": Holding(_FORGETS, _("Findings of benchmarks confirmed")),
    "recommendation.created_by_id": Holding(_NAMELESS, _("Recommendations begun")),
    "recommendation.submitted_by_id": Holding(_FORGETS, _("Recommendations submitted")),
    "recommendation_revision.written_by_id": Holding(
        _NAMELESS, _("Texts of recommendations written")
    ),
    "returned_text.returned_by_id": Holding(_NAMELESS, _("Recommendations returned")),
    "writer.participant_id": Holding(_GOES, _("Texts being written at this moment")),
    "disposition.decided_by_id": Holding(_NAMELESS, _("Decisions taken on recommendations")),
    "paragraph_revision.written_by_id": Holding(_NAMELESS, _("Texts of the conclusions written")),
    "translation_revision.written_by_id": Holding(_NAMELESS, _("Translations of conclusions")),
    "part_revision.written_by_id": Holding(_NAMELESS, _("Parts of the conclusions worded")),
    "merge.merged_by_id": Holding(_NAMELESS, _("Merges made")),
    "circulation.circulated_by_id": Holding(_NAMELESS, _("Drafts circulated")),
    "pending_conclusions.by_id": Holding(_FORGETS, _("Documents read in")),
    "earlier_conclusions.taken_in_by_id": Holding(_FORGETS, _("Earlier conclusions taken in")),
    "follow_up.begun_by_id": Holding(_FORGETS, _("Follow-up begun")),
    "point_owner.given_by_id": Holding(_FORGETS, _("Points given to their owners")),
    "progress_report.reported_by_id": Holding(_NAMELESS, _("Reports on the follow-up")),
    "point_reminder.reminded_by_id": Holding(_FORGETS, _("Owners of points reminded")),
    "answer.answered_by_id": Holding(_NAMELESS, _("Answers to circulated drafts")),
    "silence.opened_by_id": Holding(_NAMELESS, _("Silence procedures opened")),
    "silence.ended_by_id": Holding(_FORGETS, _("Silence procedures ended")),
    "objection.objected_by_id": Holding(_NAMELESS, _("Objections to conclusions")),
    "reservation.made_by_id": Holding(_NAMELESS, _("Reservations on conclusions")),
    "voting_rules.set_by_id": Holding(_NAMELESS, _("Rules of voting typed")),
    "vote.opened_by_id": Holding(_NAMELESS, _("Votes opened")),
    "vote.closed_by_id": Holding(_FORGETS, _("Votes closed")),
    "ballot.cast_by_id": Holding(_FORGETS, _("Votes cast for a delegation")),
    "projected_paragraph.shown_by_id": Holding(_NAMELESS, _("Paragraphs shown to the room")),
    "publication.published_by_id": Holding(_NAMELESS, _("Conclusions published")),
    "supplement.issued_by_id": Holding(_NAMELESS, _("Corrigenda and addenda issued")),
    "supersession.superseded_by_id": Holding(_NAMELESS, _("Conclusions superseded")),
    "proposal_decision.decided_by_id": Holding(_NAMELESS, _("Decisions on proposed words")),
    "adoption.adopted_by_id": Holding(_NAMELESS, _("Adoptions recorded")),
    "summary_text.written_by_id": Holding(_FORGETS, _("Texts of the public summary written")),
    "summary_publication.by_id": Holding(_FORGETS, _("The public summary published")),
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
