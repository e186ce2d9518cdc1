"""A vote by delegation: rules, opening, ballots, closing. A vote that carries adopts the text.

All of it passes one after the other through the row of the conclusions: no ballot slips in behind
the counting, and of two who close at the same moment one is told that it is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.adopting import Agreed, freeze_adoption
from app.recommendations.assembling import assemble, numbers_in
from app.recommendations.loading import load_records
from app.recommendations.locking import acting, open_conclusions_for_update, own_delegation
from app.recommendations.models import AdoptionMode, Conclusions, ConclusionsState
from app.recommendations.queries import today
from app.recommendations.rules import refuse_unfinished
from app.recommendations.stages import Act, stage_after
from app.recommendations.tallying import Tally, tally_of
from app.recommendations.voting_forms import BallotForm, OpeningForm, RulesForm
from app.recommendations.voting_models import Ballot, Vote, VotingRules
from app.recommendations.words import Translate, adoption_clause


@dataclass(frozen=True)
class VoteSeen:
    """A vote with its rules and the ballots of all delegations present, by their names."""

    row: Vote
    rules: VotingRules
    ballots: tuple[tuple[Ballot, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether delegations may still say something."""
        return self.row.closed_at is None

    @property
    def tally(self) -> Tally:
        """Its figures."""
        return tally_of(ballot.choice for ballot, _ in self.ballots)

    def ballot_of(self, delegation_id: int | None) -> Ballot | None:
        """The ballot of a delegation, None where it is not counted as present."""
        return next((b for b, _ in self.ballots if b.delegation_id == delegation_id), None)


def set_voting_rules(
    db: Writing, event: Event, form: RulesForm, *, by: Person | None
) -> VotingRules:
    """Type the rules of votes on these conclusions; an open vote keeps those it began with."""
    who = acting(by, Action.SET_VOTING_RULES, event)
    quorum, majority, counted_of = form.check()
    conclusions = open_conclusions_for_update(db, event)
    rules = VotingRules(
        conclusions_id=conclusions.key,
        quorum=quorum,
        majority=majority,
        counted_of=counted_of,
        set_at=now(),
        set_by_id=who,
    )
    db.add(rules)
    db.flush()
    record(
        db, event.key, "set voting rules", f"conclusions {conclusions.key}", by=who,
        quorum=quorum, majority=majority.value, counted_of=counted_of.value,
    )  # fmt: skip
    return rules


def open_vote(db: Writing, event: Event, form: OpeningForm, *, by: Person | None) -> Vote:
    """Let the delegations present vote on the text of `form.revision`.

    Refused without rules, without a quorum, or while something stops an adoption.
    """
    chair = acting(by, Action.RUN_VOTE, event)
    conclusions = open_conclusions_for_update(db, event)
    after = stage_after(conclusions.state, Act.OPEN_VOTE)
    rules = newest_rules(db, conclusions.key)
    if rules is None:
        raise Refused("The organisers have not typed the rules of voting yet. Ask them first.")
    if form.revision != conclusions.revision:
        raise Refused("The conclusions changed since you opened them. Read them again, then vote.")
    present = _present(db, event, form)
    if len(present) < rules.quorum:
        raise Refused(
            "{present} delegations are counted as present, and {quorum} are needed. "
            "Wait for more, or adopt in another way.",
            present=len(present),
            quorum=rules.quorum,
        )
    records = load_records(db, event)
    refuse_unfinished(records, numbers_in(assemble(records, on=today(event))))
    vote = Vote(
        conclusions_id=conclusions.key,
        rules_id=rules.key,
        revision=conclusions.revision,
        opened_at=now(),
        opened_by_id=chair,
    )
    db.add(vote)
    db.flush()
    db.add_all(Ballot(vote_id=vote.key, delegation_id=delegation) for delegation in present)
    conclusions.state = after
    db.flush()
    record(db, event.key, "open vote", f"vote {vote.key}", by=chair, present=sorted(present))
    return vote


def cast_ballot(db: Writing, event: Event, form: BallotForm, *, by: Person | None) -> Ballot:
    """Say yes, no or abstention for one's delegation; it may be changed until the closing."""
    head = acting(by, Action.DECIDE_FOR_DELEGATION, event)
    delegation_id = own_delegation(by)
    choice = form.check()
    vote = _open_vote(db, open_conclusions_for_update(db, event))
    ballot = db.exec(
        select(Ballot)
        .where(col(Ballot.vote_id) == vote.key, col(Ballot.delegation_id) == delegation_id)
        .execution_options(populate_existing=True)
    ).first()
    if ballot is None:
        raise Refused("Your delegation is not counted as present in this vote. Tell the chair.")
    ballot.choice = choice
    ballot.cast_at = now()
    ballot.cast_by_id = head
    # What it said stands on the ballot: the journal would tell it while the others still vote.
    record(db, event.key, "vote", f"vote {vote.key}", by=head, delegation=delegation_id)
    return ballot


def close_vote(db: Writing, event: Event, *, translate: Translate = str, by: Person | None) -> Vote:
    """Count, and adopt the text in the same transaction if the vote carries."""
    chair = acting(by, Action.RUN_VOTE, event)
    conclusions = open_conclusions_for_update(db, event)
    vote = _open_vote(db, conclusions)
    seen = vote_seen(db, vote)
    tally = seen.tally
    vote.carried = tally.carries(seen.rules.majority, seen.rules.counted_of)
    vote.closed_at = now()
    vote.closed_by_id = chair
    act = Act.ADOPT_BY_VOTE if vote.carried else Act.REJECT
    after = stage_after(conclusions.state, act)
    record(
        db, event.key, "close vote", f"vote {vote.key}", by=chair, carried=vote.carried,
        yes=tally.yes, no=tally.no, abstain=tally.abstain, present=tally.present,
    )  # fmt: skip
    if not vote.carried:
        conclusions.state = after
        return vote
    clause = adoption_clause(AdoptionMode.VOTE, translate).format(
        present=tally.present, yes=tally.yes, no=tally.no, abstain=tally.abstain
    )
    agreed = Agreed(
        mode=AdoptionMode.VOTE,
        clause=clause,
        on=now().astimezone(ZoneInfo(event.zone)).date(),
        after=after,
    )
    freeze_adoption(db, event, conclusions, agreed, translate=translate, by=chair)
    return vote


def newest_rules(db: Reading, conclusions_id: int) -> VotingRules | None:
    """The rules that hold, or None before anybody typed them."""
    return db.exec(
        select(VotingRules)
        .where(col(VotingRules.conclusions_id) == conclusions_id)
        .order_by(col(VotingRules.id).desc())
    ).first()


def newest_vote(db: Reading, conclusions_id: int) -> VoteSeen | None:
    """The last vote on these conclusions, open or closed."""
    vote = db.exec(
        select(Vote).where(col(Vote.conclusions_id) == conclusions_id).order_by(col(Vote.id).desc())
    ).first()
    return vote_seen(db, vote) if vote else None


def vote_seen(db: Reading, vote: Vote) -> VoteSeen:
    """A vote with all that belongs to it."""
    ballots = db.exec(
        select(Ballot, Delegation.name)
        .join(Delegation, col(Delegation.id) == col(Ballot.delegation_id))
        .where(col(Ballot.vote_id) == vote.key)
        .order_by(col(Delegation.name))
    ).all()
    rules = db.get_one(VotingRules, vote.rules_id)
    return VoteSeen(vote, rules, tuple((ballot, name) for ballot, name in ballots))


def _open_vote(db: Reading, conclusions: Conclusions) -> Vote:
    if conclusions.state is not ConclusionsState.UNDER_VOTE:
        raise Refused("No vote is open.")
    return db.exec(
        select(Vote)
        .where(col(Vote.conclusions_id) == conclusions.key, col(Vote.closed_at).is_(None))
        .execution_options(populate_existing=True)
    ).one()


def _present(db: Reading, event: Event, form: OpeningForm) -> set[int]:
    known = set(
        db.exec(select(col(Delegation.id)).where(col(Delegation.event_id) == event.key)).all()
    )
    typed = {int(one) for one in form.present if one.isascii() and one.isdecimal()}
    if not typed or len(typed) < len(set(form.present)) or not typed <= known:
        raise BadInput("Tick the delegations that are present.", field="present")
    return typed
