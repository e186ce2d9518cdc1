"""How far conclusions and their paragraphs are, and what brings them further: two tables, as data.

Pure: whoever may do an act is asked elsewhere (`app.delegations.rights`), and what else an act
needs (no brackets, a deadline that has passed) is asked by the act itself. What does not stand in
a table is refused with a sentence.
"""

from __future__ import annotations

from enum import StrEnum

from app.errors import NotNow
from app.recommendations.models import ConclusionsState, ParagraphState


class Act(StrEnum):
    """What is done with conclusions as a whole."""

    CHANGE = "change the text or a decision on a recommendation"
    CIRCULATE = "circulate the draft"
    ANSWER = "answer what was circulated"
    OPEN_SILENCE = "open a silence procedure"
    OBJECT = "object, and break the silence"
    CALL_OFF_SILENCE = "call the silence procedure off"
    ADOPT_BY_SILENCE = "record that nobody objected"
    OPEN_VOTE = "open a vote"
    REJECT = "close a vote that did not carry"
    ADOPT_BY_VOTE = "close a vote that carried"
    ADOPT = "adopt in the room"
    PUBLISH = "publish the adopted text"
    CORRECT = "issue a corrigendum"
    ADD = "issue an addendum"
    SUPERSEDE = "say that another document takes its place"


class ParagraphAct(StrEnum):
    """What is done with one paragraph."""

    WRITE = "give it a text that everybody could agree to"
    BRACKET = "give it a text with words in brackets"
    AGREE_AD_REF = "agree on it, subject to the whole"
    REOPEN = "open an agreed paragraph again"
    ADOPT = "adopt it with the whole"
    STRIKE = "strike it"


def _(sentence: str) -> str:
    """Marks a sentence for translation."""
    return sentence


_C, _P = ConclusionsState, ParagraphState

STAGES: dict[tuple[ConclusionsState, Act], ConclusionsState] = {
    (_C.DRAFT, Act.CHANGE): _C.DRAFT,
    # What was circulated, or what silence was asked for, no longer is what stands here.
    (_C.CIRCULATED, Act.CHANGE): _C.DRAFT,
    (_C.SILENCE_BROKEN, Act.CHANGE): _C.DRAFT,
    (_C.DRAFT, Act.CIRCULATE): _C.CIRCULATED,
    (_C.SILENCE_BROKEN, Act.CIRCULATE): _C.CIRCULATED,
    # Others go on answering while the rapporteur takes the first answers over.
    (_C.DRAFT, Act.ANSWER): _C.DRAFT,
    (_C.CIRCULATED, Act.ANSWER): _C.CIRCULATED,
    (_C.SILENCE_BROKEN, Act.ANSWER): _C.SILENCE_BROKEN,
    (_C.CIRCULATED, Act.OPEN_SILENCE): _C.UNDER_SILENCE,
    (_C.UNDER_SILENCE, Act.OBJECT): _C.SILENCE_BROKEN,
    (_C.UNDER_SILENCE, Act.CALL_OFF_SILENCE): _C.CIRCULATED,
    (_C.UNDER_SILENCE, Act.ADOPT_BY_SILENCE): _C.ADOPTED,
    (_C.DRAFT, Act.OPEN_VOTE): _C.UNDER_VOTE,
    (_C.CIRCULATED, Act.OPEN_VOTE): _C.UNDER_VOTE,
    (_C.SILENCE_BROKEN, Act.OPEN_VOTE): _C.UNDER_VOTE,
    (_C.UNDER_VOTE, Act.REJECT): _C.DRAFT,
    (_C.UNDER_VOTE, Act.ADOPT_BY_VOTE): _C.ADOPTED,
    # In the room the text on the screen is adopted, whether it was circulated on paper or not.
    (_C.DRAFT, Act.ADOPT): _C.ADOPTED,
    (_C.CIRCULATED, Act.ADOPT): _C.ADOPTED,
    (_C.SILENCE_BROKEN, Act.ADOPT): _C.ADOPTED,
    (_C.ADOPTED, Act.PUBLISH): _C.PUBLISHED,
    (_C.PUBLISHED, Act.CORRECT): _C.PUBLISHED,
    (_C.PUBLISHED, Act.ADD): _C.PUBLISHED,
    (_C.PUBLISHED, Act.SUPERSEDE): _C.SUPERSEDED,
}

PARAGRAPH_STAGES: dict[tuple[ParagraphState, ParagraphAct], ParagraphState] = {
    # New words are agreed by nobody yet, whatever was agreed before.
    **{
        (state, act): after
        for state in (_P.DRAFTING, _P.BRACKETED, _P.AGREED_AD_REF)
        for act, after in (
            (ParagraphAct.WRITE, _P.DRAFTING),
            (ParagraphAct.BRACKET, _P.BRACKETED),
            (ParagraphAct.STRIKE, _P.DELETED),
        )
    },
    (_P.DRAFTING, ParagraphAct.AGREE_AD_REF): _P.AGREED_AD_REF,
    (_P.AGREED_AD_REF, ParagraphAct.REOPEN): _P.DRAFTING,
    (_P.DRAFTING, ParagraphAct.ADOPT): _P.AGREED,
    (_P.AGREED_AD_REF, ParagraphAct.ADOPT): _P.AGREED,
}

ADOPTED_STATES = frozenset({_C.ADOPTED, _C.PUBLISHED, _C.SUPERSEDED})
# The text that the delegations have before them is the one that stands here.
IN_CIRCULATION = frozenset({_C.CIRCULATED, _C.UNDER_SILENCE})

_STANDS = _("The conclusions are adopted. Mistakes are mended by a corrigendum.")
_SILENT = _(
    "The text is under a silence procedure. Nobody changes it until that ends or is called off."
)
_VOTING = _("The delegations are voting on this text. Nobody changes it until the vote is closed.")
_SUPERSEDED = _("Another document has taken the place of this text. Mend that one.")
_UNPUBLISHED = _("Publish the adopted text first: a supplement stands beside what is published.")

# Why an act cannot be done; looked for by act and state, then by act alone.
_WHY: dict[tuple[Act, ConclusionsState] | Act, str] = {
    (Act.CHANGE, _C.UNDER_SILENCE): _SILENT,
    (Act.CHANGE, _C.UNDER_VOTE): _VOTING,
    (Act.ANSWER, _C.UNDER_SILENCE): _(
        "The text is under a silence procedure: whoever does not object agrees."
    ),
    (Act.ANSWER, _C.UNDER_VOTE): _VOTING,
    (Act.ADOPT, _C.UNDER_SILENCE): _SILENT,
    (Act.ADOPT, _C.UNDER_VOTE): _VOTING,
    (Act.CIRCULATE, _C.CIRCULATED): _("This text is circulated already, and has not changed."),
    (Act.CIRCULATE, _C.UNDER_SILENCE): _SILENT,
    (Act.CIRCULATE, _C.UNDER_VOTE): _VOTING,
    (Act.OPEN_SILENCE, _C.UNDER_SILENCE): _("A silence procedure is open already."),
    (Act.OPEN_SILENCE, _C.UNDER_VOTE): _VOTING,
    (Act.OPEN_VOTE, _C.UNDER_VOTE): _("A vote is open already."),
    (Act.OPEN_VOTE, _C.UNDER_SILENCE): _SILENT,
    (Act.PUBLISH, _C.PUBLISHED): _("The conclusions are published already."),
    (Act.PUBLISH, _C.SUPERSEDED): _("The conclusions were published, and superseded since."),
    (Act.SUPERSEDE, _C.SUPERSEDED): _("It is said already what takes the place of this text."),
    Act.OPEN_SILENCE: _("Circulate the text first: silence is asked for what all have read."),
    Act.OBJECT: _("No silence procedure is open. Answer the circulated text instead."),
    Act.CALL_OFF_SILENCE: _("No silence procedure is open."),
    Act.ADOPT_BY_SILENCE: _("No silence procedure is open."),
    Act.REJECT: _("No vote is open."),
    Act.ADOPT_BY_VOTE: _("No vote is open."),
    Act.PUBLISH: _("Only adopted conclusions are published. Adopt them first."),
    (Act.CORRECT, _C.SUPERSEDED): _SUPERSEDED,
    (Act.ADD, _C.SUPERSEDED): _SUPERSEDED,
    Act.CORRECT: _UNPUBLISHED,
    Act.ADD: _UNPUBLISHED,
    Act.SUPERSEDE: _("Only published conclusions are superseded. Publish them first."),
}

_WHY_PARAGRAPH: dict[tuple[ParagraphAct, ParagraphState] | ParagraphState, str] = {
    (ParagraphAct.AGREE_AD_REF, _P.BRACKETED): _(
        "Text stands in brackets here. Agree on it and take the brackets away first."
    ),
    (ParagraphAct.ADOPT, _P.BRACKETED): _(
        "Text stands in brackets here. Agree on it and take the brackets away first."
    ),
    (ParagraphAct.REOPEN, _P.DRAFTING): _("This paragraph is open already."),
    (ParagraphAct.REOPEN, _P.BRACKETED): _("This paragraph is open already."),
    (ParagraphAct.AGREE_AD_REF, _P.AGREED_AD_REF): _("This paragraph is agreed already."),
    _P.AGREED: _STANDS,
    _P.DELETED: _("This paragraph was deleted. Its record stays; write another one."),
}


def stage_after(state: ConclusionsState, act: Act) -> ConclusionsState:
    """The stage of the conclusions after an act; NotNow with the reason where it has no place."""
    after = STAGES.get((state, act))
    if after is None:
        stands = state in ADOPTED_STATES and act not in _AFTER_ADOPTION
        raise NotNow(_WHY.get((act, state)) or (_STANDS if stands else _WHY[act]))
    return after


def paragraph_after(state: ParagraphState, act: ParagraphAct) -> ParagraphState:
    """The stage of a paragraph after an act; NotNow with the reason where it has no place."""
    after = PARAGRAPH_STAGES.get((state, act))
    if after is None:
        raise NotNow(_WHY_PARAGRAPH.get((act, state)) or _WHY_PARAGRAPH[state])
    return after


_AFTER_ADOPTION = frozenset({Act.PUBLISH, Act.CORRECT, Act.ADD, Act.SUPERSEDE})
