"""What a board is made of, by the kind of event session: its steps, kinds of input, attribution.

Pure: knows no database. What a template leaves out is not shown; what it sets may be changed when
the board is opened, but for steps and kinds.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.agenda.models import SlotKind
from app.sessions.models import Attribution, BoardTemplate, InputKind, Step


@dataclass(frozen=True)
class Plan:
    """The steps in their order, the kinds of input offered, and as whose they stand there."""

    steps: tuple[Step, ...]
    kinds: tuple[InputKind, ...]
    attribution: Attribution

    @property
    def words_priorities(self) -> bool:
        """Whether such a board ends with priorities."""
        return Step.PRIORITISE in self.steps


_COLLECTS = (Step.POST, Step.GROUP)

PLANS: dict[BoardTemplate, Plan] = {
    BoardTemplate.OPEN_FLOOR: Plan(_COLLECTS, tuple(InputKind), Attribution.BY_DELEGATION),
    BoardTemplate.BREAKOUT: Plan(tuple(Step), tuple(InputKind), Attribution.BY_DELEGATION),
    BoardTemplate.CASE_STUDY: Plan(
        (Step.POST, Step.GROUP, Step.PRIORITISE),
        (InputKind.CHALLENGE, InputKind.GOOD_PRACTICE, InputKind.QUESTION),
        Attribution.BY_SECTOR,
    ),
    BoardTemplate.QUESTIONS: Plan(_COLLECTS, (InputKind.QUESTION,), Attribution.BY_DELEGATION),
    BoardTemplate.COUNTRY_ROUND: Plan(
        _COLLECTS,
        (InputKind.CONTRIBUTION, InputKind.CHALLENGE, InputKind.GOOD_PRACTICE),
        Attribution.BY_DELEGATION,
    ),
}


def suggested(kind: SlotKind | None, required: int) -> BoardTemplate:
    """The kind of board for an event session of this kind that owes so many priorities."""
    if required or kind is SlotKind.WORKSHOP:
        return BoardTemplate.BREAKOUT
    return BoardTemplate.QUESTIONS if kind is SlotKind.KEYNOTE else BoardTemplate.OPEN_FLOOR
