"""The rules of a board, as questions and amounts over what was loaded; read and write nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.errors import Refused
from app.sessions.models import Attribution, InputState, Step
from app.sessions.states import POSSIBLE, BoardAct, refusal, state_of

# Only these two keep who wrote an input: whoever wrote it may then withdraw it.
KEEPS_AUTHOR = frozenset({Attribution.BY_NAME, Attribution.BY_DELEGATION})
# What everybody in the room reads; the rest is for the podium, or for nobody.
IN_SIGHT = frozenset({InputState.POSTED, InputState.CLUSTERED, InputState.SET_ASIDE})


def missing_priorities(required: int, recorded: int) -> int:
    """How many recorded priorities a workshop still owes."""
    return max(0, required - recorded)


def owed(required: int, missing: int) -> Refused:
    """Why a board that still owes priorities is not closed."""
    if required == 1:
        return Refused("This workshop still owes its priority.")
    if required == 2:
        return Refused("This workshop still owes {missing} of its two priorities.", missing=missing)
    return Refused(
        "This workshop still owes {missing} of its {required} priorities.",
        missing=missing,
        required=required,
    )


def may_post(step: Step, *, closed: bool, locked: bool = False) -> bool:
    """Whether inputs are taken."""
    return state_of(step, closed=closed, locked=locked) in POSSIBLE[BoardAct.POST]


def posting_refusal(step: Step, *, closed: bool, locked: bool = False) -> Refused | None:
    """Why no input is taken, or None when it is."""
    return refusal(BoardAct.POST, state_of(step, closed=closed, locked=locked))


def too_soon(slow_seconds: int, last: datetime | None, moment: datetime) -> Refused | None:
    """Why an author waits, in slow mode, after the input posted at `last`; None: no need to."""
    if last is None or moment >= last + timedelta(seconds=slow_seconds):
        return None
    wait = slow_seconds - int((moment - last).total_seconds())
    return Refused(
        "The chair has asked for one input every {seconds} seconds. "
        "Your text was not posted; post it again in {wait} seconds.",
        seconds=slow_seconds,
        wait=wait,
    )


def too_many(most: int, posted: int) -> Refused | None:
    """Why an author who has `posted` inputs on the board posts no other; None: there is room."""
    if not most or posted < most:
        return None
    if most == 1:
        return Refused(
            "On this board each person posts one input. "
            "Your text was not posted; change or withdraw the other one."
        )
    return Refused(
        "On this board each person posts at most {most} inputs. "
        "Your text was not posted; change or withdraw one of the others.",
        most=most,
    )


def shown_as(
    attribution: Attribution, *, name: str | None, delegation: str | None, sector: str | None
) -> str | None:
    """As whose an input stands on the board; None where no one is named."""
    if attribution is Attribution.BY_NAME:
        return ", ".join(part for part in (name, delegation) if part) or None
    if attribution is Attribution.BY_DELEGATION:
        return delegation
    if attribution is Attribution.BY_SECTOR:
        return sector
    return None
