"""What people type on the way to agreement: fields, limits, a sentence for what is wrong."""

from __future__ import annotations

from app.errors import BadInput
from app.forms import Form
from app.recommendations.agreement_models import AnswerKind, ProposalOutcome
from app.recommendations.forms import MOST_REASON, MOST_TEXT, MaybeId, Text, whole_number


class AnswerForm(Form):
    """A delegation's answer to a paragraph; `revision` is that of the text it was given."""

    kind: str = ""
    words: Text = ""
    note: Text = ""
    revision: int = 0

    def check(self) -> AnswerKind:
        """The kind of answer, or BadInput for the first field that cannot be stored."""
        if self.kind not in set(AnswerKind):
            raise BadInput("Choose whether your delegation agrees.", field="kind-1")
        kind = AnswerKind(self.kind)
        if kind is AnswerKind.COMMENT:
            _need(self.note, "note", "Write your comment.")
        if kind is AnswerKind.PROPOSE:
            _need(self.words, "words", "Write the words that your delegation proposes.")
            _limit(self.words, "words", MOST_TEXT)
            if "[" in self.words or "]" in self.words:
                raise BadInput(
                    "Write your words without square brackets: those are put where texts differ.",
                    field="words",
                )
        _limit(self.note, "note", MOST_REASON)
        return kind


class DecisionForm(Form):
    """What the rapporteur does with proposed words, at a `revision` of the paragraph."""

    outcome: str = ""
    reason: Text = ""
    revision: int = 0

    def check(self) -> ProposalOutcome:
        """The outcome, or BadInput."""
        if self.outcome not in set(ProposalOutcome):
            raise BadInput("Choose what becomes of these words.", field="outcome")
        outcome = ProposalOutcome(self.outcome)
        if outcome is ProposalOutcome.NOT_TAKEN:
            _need(self.reason, "reason", "Give the reason: the delegation will read it.")
        _limit(self.reason, "reason", MOST_REASON)
        return outcome


class ChoiceForm(Form):
    """Which option (from 0) of which bracket (from 0) goes into the text of `revision`."""

    bracket: int = -1
    option: int = -1
    revision: int = 0


class ShownForm(Form):
    """The paragraph that the room is to see; empty for none."""

    paragraph_id: MaybeId = ""

    def check(self) -> int | None:
        """The paragraph's id, or BadInput."""
        return whole_number(self.paragraph_id)


def _need(text: str, field: str, sentence: str) -> None:
    if not text:
        raise BadInput(sentence, field=field)


def _limit(text: str, field: str, most: int) -> None:
    if len(text) > most:
        raise BadInput(
            "This text has {length} characters; at most {most} fit. Shorten it.",
            field=field,
            most=most,
            length=len(text),
        )
