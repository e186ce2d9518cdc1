"""What people type on boards, checked: each fault is a sentence tied to its field.

Knows no board. Every field has a default, because an empty field arrives as a missing one.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from app.errors import BadInput
from app.forms import Form
from app.sessions.models import Attribution, BoardTemplate, InputKind, Screen, Step

MOST_CHARACTERS = 1000  # of an input, a priority, a reason
MOST_TITLE = 200  # characters
MOST_PRIORITIES = 20  # that a board can owe
PACES = (0, 15, 30, 60, 120)  # seconds between two inputs of one author
MOST_INPUTS = 99  # that a rule may let each author have on a board
MOST_POINTS = 20  # that a delegate can give in one round

Choice = TypeVar("Choice", bound=StrEnum)


class InputForm(Form):
    """An input. `client_id` is the phone's UUID, `written_at` its clock (ISO 8601 with offset)."""

    client_id: str = ""
    text: str = ""
    kind: str = InputKind.CONTRIBUTION.value
    written_at: str = ""

    def checked_client_id(self) -> str:
        """The phone's id in its canonical form."""
        return checked_id(self.client_id)

    def checked_text(self) -> str:
        """The text, with line ends as one character."""
        return _text(self.text, "text", "Write something first, then post it.")

    def checked_kind(self) -> InputKind:
        """What the input is meant as."""
        return _choice(InputKind, self.kind, "kind", "Choose what kind of input this is.")

    def written(self, now: datetime) -> datetime:
        """When it was written by the phone's clock; `now` if that is missing, wrong or ahead."""
        try:
            moment = datetime.fromisoformat(self.written_at)
        except ValueError:
            return now
        return min(moment, now) if moment.tzinfo else now


class OnBehalfForm(Form):
    """For whom the podium acts: a delegation, or where only that is shown a sector."""

    delegation: str = ""
    sector: str = ""

    def checked_delegation(self) -> int:
        """The delegation's id."""
        if not _is_id(self.delegation):
            raise BadInput("Choose the delegation for which you do this.", field="delegation")
        return int(self.delegation)

    def checked_sector(self) -> int:
        """The sector's id."""
        if not _is_id(self.sector):
            raise BadInput("Choose the sector for which you do this.", field="sector")
        return int(self.sector)


class PaperForm(InputForm, OnBehalfForm):
    """An input from paper, and whose it is."""


class RewritingForm(Form):
    """Another wording of one's own input; `base` is the revision that the writer started from."""

    text: str = ""
    base: str = ""

    def checked_text(self) -> str:
        """The wording."""
        return _text(self.text, "text", "Write something first, then save it.")

    def checked_base(self) -> int:
        """The revision that the writer started from."""
        if not _is_id(self.base):
            raise BadInput("Open this input again and repeat your change there.", field="text")
        return int(self.base)


class HidingForm(Form):
    """Why an input is hidden."""

    reason: str = ""

    def checked(self) -> str:
        """The reason, which is kept."""
        return _text(self.reason, "reason", "Say why you hide it: the reason is kept.")


class ClusterForm(Form):
    """A cluster: a new one by its title, or inputs put into an existing one by its number."""

    title: str = ""
    cluster: str = ""
    inputs: list[str] = []

    def checked_title(self) -> str:
        """The title of a new cluster."""
        title = _text(self.title, "title", "Give the cluster a title.")
        if len(title) > MOST_TITLE:
            raise BadInput(
                "A title has at most {most} characters; shorten it.", field="title", most=MOST_TITLE
            )
        return title

    def checked_cluster(self) -> int:
        """The number of the existing cluster."""
        if not _is_id(self.cluster):
            raise BadInput("Choose the cluster from the list.", field="cluster")
        return int(self.cluster)

    def checked_inputs(self) -> list[str]:
        """The ids of the chosen inputs, each once, at least one."""
        return _inputs(self.inputs)


class PriorityForm(Form):
    """A priority's wording; `base` is the revision that the writer started from."""

    text: str = ""
    base: str = ""
    inputs: list[str] = []

    def checked_text(self) -> str:
        """The wording."""
        return _text(self.text, "text", "Word the priority first, then save it.")

    def checked_base(self) -> int:
        """The revision that the writer started from."""
        if not _is_id(self.base):
            raise BadInput("Open this priority again and repeat your change there.", field="text")
        return int(self.base)

    def checked_inputs(self) -> list[str]:
        """The ids of the inputs that the priority comes from, each once, at least one."""
        return _inputs(self.inputs)


class MergeForm(Form):
    """The priority into which another one is merged."""

    into: str = ""

    def checked(self) -> int:
        """Its id."""
        if not _is_id(self.into):
            raise BadInput("Choose the priority into which it goes.", field="into")
        return int(self.into)


class UndoingForm(Form):
    """Which change of the board is taken back: its number."""

    seq: str = ""

    def checked_seq(self) -> int:
        """The number."""
        if not _is_id(self.seq):
            raise BadInput("Open the desk again and undo it there.")
        return int(self.seq)


class PlaceForm(Form):
    """Where a priority is moved among the others."""

    move: str = ""

    def checked(self) -> int:
        """-1 one place up, 1 one place down."""
        if self.move not in ("up", "down"):
            raise BadInput("Move the priority up or down.", field="move")
        return -1 if self.move == "up" else 1


class RoundForm(Form):
    """A round of endorsements; `counts` is `open` or, until its end, `closed`."""

    points: str = "3"
    counts: str = "open"

    def checked_points(self) -> int:
        """How many points each delegate has."""
        number = self.points
        if not number.isascii() or not number.isdigit() or not 1 <= int(number[:4]) <= MOST_POINTS:
            raise BadInput(
                "Give the number of points as a number from 1 to {most}.",
                field="points",
                most=MOST_POINTS,
            )
        return int(number)

    def checked_secret(self) -> bool:
        """Whether nobody sees a count before the round ends."""
        if self.counts not in ("open", "closed"):
            raise BadInput("Choose when the counts are shown.", field="counts")
        return self.counts == "closed"


class StepForm(Form):
    """The step a board is moved to."""

    step: str = ""

    def checked(self) -> Step:
        """The step."""
        return _choice(Step, self.step, "step", "Choose one of the steps of the board.")


class ScreenForm(Form):
    """What the projector is to show."""

    screen: str = ""

    def checked(self) -> Screen:
        """The screen."""
        return _choice(Screen, self.screen, "screen", "Choose what the projector shows.")


class RulesForm(Form):
    """How the room works: ticks are `yes` or missing, `slow_seconds` one of `PACES`.

    `most_inputs` is what each author may have on the board; empty or 0: no limit.
    """

    instruction: str = ""
    inbox: str = ""
    locked: str = ""
    warns: str = ""
    slow_seconds: str = "0"
    most_inputs: str = ""

    def checked_instruction(self) -> str:
        """What the room is asked to do; may be empty."""
        return _text(self.instruction, "instruction", "") if self.instruction else ""

    def checked_most(self) -> int:
        """How many inputs each author may have; 0 for as many as they like."""
        number = self.most_inputs or "0"
        if not number.isascii() or not number.isdigit() or int(number[:4]) > MOST_INPUTS:
            raise BadInput(
                "Give the number of inputs as a number up to {most}, or leave it empty.",
                field="most_inputs",
                most=MOST_INPUTS,
            )
        return int(number)

    def checked_slow(self) -> int:
        """How many seconds an author waits between two inputs."""
        if self.slow_seconds not in {str(pace) for pace in PACES}:
            raise BadInput("Choose the pace from the list.", field="slow_seconds")
        return int(self.slow_seconds)


class ClosureForm(Form):
    """The closing of a board; with a reason where the chair closes it against what is owed."""

    override_reason: str = ""

    def checked(self) -> str:
        """The reason, or an empty text."""
        if not self.override_reason:
            return ""
        return _text(self.override_reason, "override_reason", "Say why.")


class OpeningForm(Form):
    """How a board is opened."""

    template: str = BoardTemplate.BREAKOUT.value
    attribution: str = Attribution.BY_DELEGATION.value
    required_priorities: str = ""
    instruction: str = ""

    def checked_template(self) -> BoardTemplate:
        """For what kind of event session the board is made."""
        return _choice(
            BoardTemplate, self.template, "template", "Choose what kind of board it becomes."
        )

    def checked_attribution(self) -> Attribution:
        """As whose inputs are shown."""
        return _choice(
            Attribution, self.attribution, "attribution", "Choose as whose inputs are shown."
        )

    def checked_required(self) -> int | None:
        """How many recorded priorities the board owes; None leaves it to the event's rule."""
        number = self.required_priorities
        if not number:
            return None
        if not number.isascii() or not number.isdigit() or int(number[:4]) > MOST_PRIORITIES:
            raise BadInput(
                "Give the number of priorities as a number from 0 to {most}.",
                field="required_priorities",
                most=MOST_PRIORITIES,
            )
        return int(number)

    def checked_instruction(self) -> str:
        """What the room is asked to do; may be empty."""
        return _text(self.instruction, "instruction", "") if self.instruction else ""


def checked_id(client_id: str) -> str:
    """A UUID in its canonical form, or BadInput."""
    try:
        return str(UUID(client_id))
    except ValueError:
        raise BadInput(
            "This input came without its id. Open the board again and post it from there.",
            field="client_id",
        ) from None


def _text(text: str, field: str, when_empty: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
    if not text:
        raise BadInput(when_empty, field=field)
    if len(text) > MOST_CHARACTERS:
        raise BadInput(
            "This text has {length} characters; {most} are possible. Shorten it and send it again.",
            field=field,
            length=len(text),
            most=MOST_CHARACTERS,
        )
    return text


def _is_id(given: str) -> bool:
    # A select sends a row's number, people who try things send anything.
    return given.isascii() and given.isdigit() and len(given) < 10


def _inputs(given: list[str]) -> list[str]:
    if not given:
        raise BadInput("Tick the inputs first.", field="inputs")
    return list(dict.fromkeys(checked_id(one) for one in given))


def _choice(kind: type[Choice], value: str, field: str, when_wrong: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise BadInput(when_wrong, field=field) from None
