"""What people type here: fields, limits, and a sentence for what is wrong. Knows no rows."""

from __future__ import annotations

from itertools import zip_longest
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from app.errors import BadInput
from app.forms import Form
from app.recommendations.document.printing import printable
from app.recommendations.merging import ChosenSource
from app.recommendations.models import (
    ParagraphKind,
    RecommendationState,
    Relation,
    SourceKind,
    Strength,
)

MOST_TEXT = 8_000
MOST_LINE = 200
MOST_REASON = 1_000

# Browsers send CR LF; a text keeps its plain line ends, and nothing a database cannot hold.
Text = Annotated[str, AfterValidator(lambda text: printable(text).strip())]
# As a select sends it: empty when nothing is chosen.
MaybeId = Annotated[str, Field(max_length=20)]


class RecommendationForm(Form):
    """A recommendation; `revision` is the one the writer started from (0: a new one).

    `origin` names from what it comes, as ticked: "input-3", "priority-1", "finding-7".
    """

    text: Text = ""
    theme: Text = ""
    addressee: Text = ""
    strength: str = ""
    measure: Text = ""
    authority: Text = ""
    due: Text = ""
    origin: list[str] = []
    revision: int = 0

    def check(self) -> None:
        """Raise BadInput for the first field that cannot be stored."""
        _need(self.text, "text", "Write the text of the recommendation.")
        _limit(self.text, "text", MOST_TEXT)
        for name in ("theme", "addressee", "measure", "authority", "due"):
            _limit(getattr(self, name), name, MOST_LINE)
        if self.strength and self.strength not in set(Strength):
            raise BadInput("Choose the strength from the list, or none.", field="strength")


class ReturnForm(Form):
    """Why a submission goes back to its delegation; `revision` is the one that was read."""

    comment: Text = ""
    revision: int = 0

    def check(self) -> None:
        """Raise BadInput for a comment that cannot be stored."""
        _need(self.comment, "comment", "Say what the delegation should look at again.")
        _limit(self.comment, "comment", MOST_REASON)


class DispositionForm(Form):
    """What became of a recommendation, decided without a merge."""

    outcome: str = ""
    reason: Text = ""
    referred_to: Text = ""

    def check(self) -> RecommendationState:
        """The outcome, or BadInput."""
        outcomes = {
            state.value: state
            for state in (
                RecommendationState.NOT_RETAINED,
                RecommendationState.REFERRED,
                RecommendationState.TABLED,
            )
        }
        if self.outcome not in outcomes:
            raise BadInput("Choose what becomes of this recommendation.", field="outcome")
        _limit(self.reason, "reason", MOST_REASON)
        _limit(self.referred_to, "referred_to", MOST_LINE)
        return outcomes[self.outcome]


class ParagraphForm(Form):
    """A paragraph; `revision` is the one the writer started from (0: a new one)."""

    text: Text = ""
    addressee: Text = ""
    responsible: Text = ""
    time: Text = ""
    kind: str = ParagraphKind.OPERATIVE.value
    parent_id: MaybeId = ""
    revision: int = 0

    def check(self) -> None:
        """Raise BadInput for the first field that cannot be stored."""
        _need(self.text, "text", "Write the text of the paragraph.")
        _limit(self.text, "text", MOST_TEXT)
        for name in ("addressee", "responsible", "time"):
            _limit(getattr(self, name), name, MOST_LINE)

    def paragraph_kind(self) -> ParagraphKind:
        """The chosen kind, or BadInput."""
        try:
            return ParagraphKind(self.kind)
        except ValueError:
            raise BadInput("Choose what kind of paragraph this is.", field="kind") from None

    def parent(self) -> int | None:
        """The id of the paragraph above, None at the top."""
        return whole_number(self.parent_id)


class PartForm(Form):
    """A part in the rapporteur's words; `revision` is the one that was read (0: none yet)."""

    text: Text = ""
    revision: int = 0

    def check(self) -> None:
        """Raise BadInput for a text that cannot be stored."""
        _need(self.text, "text", "Write the text of this part, or let the records speak.")
        _limit(self.text, "text", MOST_TEXT)


class MergeForm(Form):
    """A merge: the lists run side by side, one entry per source ("recommendation-3@2").

    `paragraph_id` is empty for a new paragraph; `revision` is that of the paragraph written into.
    """

    source: list[str] = []
    relation: list[str] = []
    dropped: list[Text] = []
    text: Text = ""
    addressee: Text = ""
    kind: str = ParagraphKind.RECOMMENDATION.value
    why: Text = ""
    paragraph_id: MaybeId = ""
    revision: int = 0

    def check(self) -> None:
        """Raise BadInput for the first field that cannot be stored."""
        if not self.source:
            raise BadInput(
                "Choose at least one recommendation or priority to merge.", field="source"
            )
        _need(self.text, "text", "Write the text that these sources become.")
        _limit(self.text, "text", MOST_TEXT)
        _limit(self.addressee, "addressee", MOST_LINE)
        _limit(self.why, "why", MOST_REASON)
        for text in self.dropped:
            _limit(text, "dropped", MOST_TEXT)

    def paragraph_kind(self) -> ParagraphKind:
        """The chosen kind of a new paragraph, or BadInput."""
        return ParagraphForm(kind=self.kind).paragraph_kind()

    def sources(self) -> list[ChosenSource]:
        """The sources as they were seen, or BadInput for what is none."""
        rows = zip_longest(self.source, self.relation, self.dropped, fillvalue="")
        return [_chosen(key, relation, dropped) for key, relation, dropped in rows]

    def paragraph(self) -> int | None:
        """The id of the paragraph to write into, None for a new one."""
        return whole_number(self.paragraph_id)


class TitleForm(Form):
    """The title and the reference number, as the organisers type it."""

    title: Text = ""
    reference: Text = ""

    def check(self) -> None:
        """Raise BadInput for the first field that cannot be stored."""
        _need(self.title, "title", "Give the conclusions a title.")
        _limit(self.title, "title", MOST_LINE)
        _limit(self.reference, "reference", 120)


class RevisionForm(Form):
    """The revision that somebody has read and acts on."""

    revision: int = 0


class MoveForm(Form):
    """Which way a paragraph moves: "up" or "down"."""

    direction: str = ""


class AdoptionForm(Form):
    """How the conclusions are adopted; `revision` is the one the adopters have before them."""

    mode: str = ""
    note: Text = ""
    revision: int = 0


def source_key(key: str) -> tuple[SourceKind, int]:
    """What "recommendation-3" names; BadInput for what names nothing."""
    kind, _, number = key.partition("-")
    if kind not in set(SourceKind) or not _is_number(number):
        raise BadInput("Choose the sources from the list on the desk.", field="source")
    return SourceKind(kind), int(number)


def whole_number(text: str) -> int | None:
    """A number sent by a select, None for the empty choice; BadInput for anything else."""
    if not text:
        return None
    if not _is_number(text):
        raise BadInput("Choose a paragraph from the list.", field="paragraph_id")
    return int(text)


def _chosen(key: str, relation: str, dropped: str) -> ChosenSource:
    name, _, revision = key.partition("@")
    kind, number = source_key(name)
    if relation not in set(Relation) or not _is_number(revision):
        raise BadInput("Say for each source how the text uses it.", field="source")
    return ChosenSource(kind, number, int(revision), Relation(relation), dropped)


def _is_number(text: str) -> bool:
    # isdecimal alone would let other scripts' digits and a thousand of them through.
    return text.isascii() and text.isdecimal() and len(text) < 10


def _need(text: str, field: str, sentence: str) -> None:
    if not text:
        raise BadInput(sentence, field=field)


def _limit(text: str, field: str, most: int) -> None:
    values: dict[str, Any] = {"most": most, "length": len(text)}
    if len(text) > most:
        raise BadInput(
            "This text has {length} characters; at most {most} fit. Shorten it.",
            field=field,
            **values,
        )
