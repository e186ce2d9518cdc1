"""A delegation answers what was circulated: it agrees, comments, or proposes other words.

Proposed words are a record that names the text they start from; they never edit that text.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.agreement_forms import AnswerForm
from app.recommendations.agreement_models import Answer, AnswerKind, Circulation
from app.recommendations.answers import newest_answers, newest_circulation
from app.recommendations.locking import (
    acting,
    open_conclusions_for_update,
    own_delegation,
    paragraph_of,
)
from app.recommendations.models import Conclusions, Paragraph, ParagraphState
from app.recommendations.paragraphs import refuse_stale, revisions
from app.recommendations.stages import Act, stage_after


def answer_paragraph(
    db: Writing, event: Event, paragraph_id: int, form: AnswerForm, *, by: Person | None
) -> Answer:
    """Say something to the text of `form.revision`; StaleWrite if the paragraph has a newer one."""
    head = acting(by, Action.ANSWER_CIRCULATION, event)
    delegation_id = own_delegation(by)
    kind = form.check()
    conclusions, circulation = _circulated(db, event)
    paragraph = paragraph_of(db, conclusions, paragraph_id)
    refuse_stale(db, paragraph, form.revision, yours=form.words or form.note)
    proposes = kind is AnswerKind.PROPOSE
    if proposes and form.words == revisions(db, paragraph)[-1].text:
        raise BadInput(
            "These are the words of the text. Change them, or agree with them.", field="words"
        )
    answer = Answer(
        circulation_id=circulation.key,
        delegation_id=delegation_id,
        paragraph_id=paragraph.key,
        paragraph_revision=paragraph.revision,
        kind=kind,
        words=form.words if proposes else "",
        note=form.note,
        answered_at=now(),
        answered_by_id=head,
    )
    db.add(answer)
    db.flush()
    record(
        db, event.key, "answer", f"paragraph {paragraph.key}", by=head, kind=kind.value,
        revision=paragraph.revision,
    )  # fmt: skip
    return answer


def agree_to_all(db: Writing, event: Event, *, revision: int, by: Person | None) -> int:
    """Agree to every paragraph that the delegation has not answered yet; how many those were.

    Refused when the text changed since the reader had it: nobody agrees to what they have not read.
    """
    head = acting(by, Action.ANSWER_CIRCULATION, event)
    delegation_id = own_delegation(by)
    conclusions, circulation = _circulated(db, event)
    if revision != conclusions.revision:
        raise Refused("The text changed since you opened it. Read it again, then agree.")
    held = newest_answers(db, conclusions.key)
    agreed = 0
    for paragraph in _standing(db, conclusions):
        answer = held.get((delegation_id, paragraph.key))
        if answer is not None and answer.paragraph_revision == paragraph.revision:
            continue
        agreed += 1
        db.add(
            Answer(
                circulation_id=circulation.key,
                delegation_id=delegation_id,
                paragraph_id=paragraph.key,
                paragraph_revision=paragraph.revision,
                kind=AnswerKind.AGREE,
                answered_at=now(),
                answered_by_id=head,
            )
        )
    if not agreed:
        raise Refused("Your delegation has answered every paragraph already.")
    record(
        db, event.key, "agree to all", f"conclusions {conclusions.key}", by=head, paragraphs=agreed
    )
    return agreed


def _circulated(db: Writing, event: Event) -> tuple[Conclusions, Circulation]:
    conclusions = open_conclusions_for_update(db, event)
    stage_after(conclusions.state, Act.ANSWER)
    circulation = newest_circulation(db, conclusions.key)
    if circulation is None:
        raise Refused("Nothing has been circulated yet. Your delegation is asked when it is.")
    return conclusions, circulation


def _standing(db: Reading, conclusions: Conclusions) -> Iterable[Paragraph]:
    return db.exec(
        select(Paragraph).where(
            col(Paragraph.conclusions_id) == conclusions.key,
            col(Paragraph.state) != ParagraphState.DELETED,
        )
    ).all()
