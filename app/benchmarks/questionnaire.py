"""The questions of the benchmarks for one delegation: its State, how far it is, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from app.benchmarks.models import AssessedState
from app.benchmarks.queries import readable_study, sheet_of
from app.benchmarks.views import ConductView, ProvisionView, StateSheet
from app.db import Reading
from app.delegations.models import Delegation
from app.delegations.rights import Action, Person, may, require
from app.errors import NotFound
from app.events.models import Event


@dataclass(frozen=True)
class Questionnaire:
    """A State's sheet as questions; provisions without any are passed over."""

    sheet: StateSheet

    @property
    def provisions(self) -> tuple[ProvisionView, ...]:
        """The provisions that ask something, in their order."""
        return tuple(one for one in self.sheet.provisions if one.asked)

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return sum(len(one.asked) for one in self.provisions)

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(self.answered_of(one) for one in self.provisions)

    def answered_of(self, provision: ProvisionView) -> int:
        """How many questions of a provision are answered."""
        return sum(self.sheet.is_answered(one) for one in provision.asked)

    def is_complete(self, provision: ProvisionView) -> bool:
        """Whether all questions of a provision are answered."""
        return self.answered_of(provision) == len(provision.asked)

    def provision(self, provision_id: int) -> ProvisionView:
        """One provision that asks something; NotFound otherwise."""
        for one in self.provisions:
            if one.id == provision_id:
                return one
        raise NotFound("The benchmarks have no such provision any more. Begin again at the first.")

    def next_provision(self, after: ProvisionView | None = None) -> ProvisionView | None:
        """Where questions are open: first behind `after`, then from the first; None if nowhere."""
        begin = self.provisions.index(after) + 1 if after else 0
        turned = (*self.provisions[begin:], *self.provisions[:begin])
        return next((one for one in turned if not self.is_complete(one)), None)

    def next_question(self, provision: ProvisionView, after: int) -> ConductView | None:
        """The next open question of a provision, by the id of the one just answered."""
        ids = [one.id for one in provision.asked]
        begin = ids.index(after) + 1 if after in ids else 0
        turned = (*provision.asked[begin:], *provision.asked[:begin])
        return next((one for one in turned if not self.sheet.is_answered(one)), None)


def own_state_id(db: Reading, event: Event, *, by: Person | None) -> int | None:
    """The State of the study for which this person answers, by the delegation's territory."""
    if by is None or not may(by, Action.ASSESS_OWN_STATE, event_id=event.key):
        return None
    delegation = db.get(Delegation, by.delegation_id) if by.delegation_id else None
    if delegation is None or delegation.territory is None:
        return None
    study = readable_study(db, event, by=by)
    return db.exec(
        select(AssessedState.id)
        .where(AssessedState.study_id == study.key, AssessedState.territory == delegation.territory)
        .limit(1)
    ).first()


def own_questionnaire(db: Reading, event: Event, *, by: Person | None) -> Questionnaire:
    """The questions for this person's own State; NotFound where the study does not look at it."""
    require(by, Action.ASSESS_OWN_STATE, event_id=event.key)
    readable_study(db, event, by=by)
    state_id = own_state_id(db, event, by=by)
    if state_id is None:
        raise NotFound("The benchmarks do not look at your State. Ask the organisers to add it.")
    return Questionnaire(sheet_of(db, event, state_id, by=by))
