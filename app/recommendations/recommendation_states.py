"""In which states of a recommendation what can be done with it: one table, as data.

Pure. Whoever may do it is asked elsewhere (`app.delegations.rights`), and whether the conclusions
are still open where their row is locked. For whom it is not there it has no state.
"""

from __future__ import annotations

from enum import StrEnum

from app.errors import NotNow
from app.recommendations.models import RecommendationState


class RecommendationAct(StrEnum):
    """What is done with one recommendation."""

    REVISE = "write a new revision"
    SUBMIT = "submit it"
    WITHDRAW = "take it back"
    DECIDE = "decide what becomes of it"
    RETURN = "give it back to its delegation with a comment"


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


_STANDING = frozenset(RecommendationState) - {RecommendationState.WITHDRAWN}
# In its delegation's hands, and known to nobody else.
_DRAFTED = frozenset({RecommendationState.DRAFT, RecommendationState.RETURNED})
# From its submission on only the head of the delegation revises it or takes it back.
HEADS_ALONE = _STANDING - _DRAFTED

POSSIBLE: dict[RecommendationAct, frozenset[RecommendationState]] = {
    RecommendationAct.REVISE: _STANDING,
    RecommendationAct.SUBMIT: _DRAFTED,
    RecommendationAct.WITHDRAW: _STANDING,
    # The podium knows of no draft, so there is nothing to be decided about one.
    RecommendationAct.DECIDE: HEADS_ALONE,
    RecommendationAct.RETURN: frozenset(
        {RecommendationState.SUBMITTED, RecommendationState.TABLED}
    ),
}

_S = RecommendationState
_DECIDED = frozenset({_S.MERGED, _S.PARTLY_MERGED, _S.NOT_RETAINED, _S.REFERRED, _S.TABLED})

# What a state can become by one act of anybody; merging and its undoing are acts on paragraphs.
BECOMES: dict[RecommendationState, frozenset[RecommendationState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: _DECIDED | {_S.RETURNED, _S.WITHDRAWN},
    _S.RETURNED: frozenset({_S.DRAFT, _S.SUBMITTED, _S.WITHDRAWN}),
    _S.TABLED: _DECIDED | {_S.RETURNED, _S.WITHDRAWN},
    # Out of a text by undoing the merge alone; into another, or only partly, by merging again.
    _S.MERGED: frozenset({_S.PARTLY_MERGED, _S.TABLED, _S.WITHDRAWN}),
    _S.PARTLY_MERGED: frozenset({_S.MERGED, _S.TABLED, _S.WITHDRAWN}),
    _S.NOT_RETAINED: _DECIDED | {_S.WITHDRAWN},
    _S.REFERRED: _DECIDED | {_S.WITHDRAWN},
    _S.WITHDRAWN: frozenset(),
}

_WHY = {
    RecommendationAct.REVISE: _("This recommendation was withdrawn. Write a new one instead."),
    RecommendationAct.SUBMIT: _(
        "This recommendation is no longer a draft. Nothing was submitted again."
    ),
    RecommendationAct.WITHDRAW: _("This recommendation was withdrawn before."),
    RecommendationAct.DECIDE: _(
        "Its delegation withdrew this recommendation. There is nothing to decide."
    ),
    RecommendationAct.RETURN: _(
        "What becomes of this recommendation is decided. Put it back on the table first."
    ),
}


def refuse_unless(act: RecommendationAct, state: RecommendationState) -> None:
    """Let pass what this state allows; else NotNow with the reason."""
    if state not in POSSIBLE[act]:
        raise NotNow(_WHY[act])
