"""In which states of a board what can be done: one table, as data, asked by the actions themselves.

Pure. Whoever may do it is asked elsewhere (`app.delegations.rights`); what only shows a board is
open in every state.
"""

from __future__ import annotations

from enum import StrEnum

from app.errors import NotNow
from app.sessions.models import Step


class BoardState(StrEnum):
    """How far a board is, as far as it decides what can be done."""

    UNOPENED = "the event session has no board yet"
    POSTING = "inputs are taken"
    STOPPED = "the chair has stopped posting for the moment"
    LATER = "the room has gone on to a later step"
    CLOSED = "closed"


class BoardAct(StrEnum):
    """What is done with a board, as far as its state decides."""

    OPEN = "open the board"
    POST = "post an input, or change the words of one's own"
    WITHDRAW = "withdraw one's own input"
    WORK = "use the podium's tools, endorse, ask for the floor"
    MODERATE = "hide an input, show it again, let it in"
    PROJECT = "choose what the projector shows"


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


_IS_OPEN = frozenset({BoardState.POSTING, BoardState.STOPPED, BoardState.LATER})

POSSIBLE: dict[BoardAct, frozenset[BoardState]] = {
    BoardAct.OPEN: frozenset({BoardState.UNOPENED}),
    BoardAct.POST: frozenset({BoardState.POSTING}),
    BoardAct.WITHDRAW: _IS_OPEN,
    # A step guides the room; the podium's tools work in every step.
    BoardAct.WORK: _IS_OPEN,
    # What must not be read must not be read after the workshop either.
    BoardAct.MODERATE: _IS_OPEN | {BoardState.CLOSED},
    BoardAct.PROJECT: _IS_OPEN | {BoardState.CLOSED},
}

# Before it is opened a board is not there to be found, which needs no sentence here.
_WHY: dict[tuple[BoardAct, BoardState], str] = {
    **{
        (BoardAct.OPEN, state): _("The board of this session is open already.")
        for state in (*_IS_OPEN, BoardState.CLOSED)
    },
    (BoardAct.POST, BoardState.CLOSED): _(
        "This board is closed. Your text was not posted; give it to the rapporteur."
    ),
    (BoardAct.POST, BoardState.STOPPED): _(
        "The chair has stopped posting for the moment. Your text was not posted; "
        "post it again when posting goes on."
    ),
    (BoardAct.POST, BoardState.LATER): _(
        "Posting is over on this board: the room has gone on to the next step. "
        "Your text was not posted; give it to the rapporteur."
    ),
    (BoardAct.WITHDRAW, BoardState.CLOSED): _("This board is closed; its inputs stay as they are."),
    (BoardAct.WORK, BoardState.CLOSED): _("This board is closed; it stays as it is."),
}


def state_of(step: Step, *, closed: bool, locked: bool) -> BoardState:
    """The state of a board that is there."""
    if closed:
        return BoardState.CLOSED
    if step is not Step.POST:
        return BoardState.LATER
    return BoardState.STOPPED if locked else BoardState.POSTING


def refusal(act: BoardAct, state: BoardState) -> NotNow | None:
    """Why an act is not possible in this state, or None when it is."""
    return None if state in POSSIBLE[act] else NotNow(_WHY[act, state])
