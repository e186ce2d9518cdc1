"""Tells how the outcome came about: recommendations, conclusions, public summary.

A source is named "Georgia#1" (the delegation's first recommendation) or "workshop-1#2" (the second
priority worded on that board).
"""

from __future__ import annotations

from sqlmodel import col, select

from app.db import Reading, Writing
from app.delegations.models import Delegation, Role
from app.delegations.rights import Person
from app.demo.boards import board_at, priorities_of
from app.demo.people import somebody
from app.demo.samples import Facts
from app.events.models import Event
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.dispositions import dispose_of_recommendation
from app.recommendations.drafting import draft_recommendation
from app.recommendations.editing import add_paragraph, name_conclusions
from app.recommendations.forms import (
    DispositionForm,
    ParagraphForm,
    PartForm,
    RecommendationForm,
    TitleForm,
)
from app.recommendations.merging import ChosenSource, merge_into_paragraph
from app.recommendations.models import (
    ParagraphKind,
    Recommendation,
    RecommendationRevision,
    Relation,
    SourceKind,
)
from app.recommendations.submitting import submit_recommendation
from app.recommendations.wording_parts import word_part
from app.summary.forms import BaseForm, SummaryForm
from app.summary.writing import publish_summary, write_summary


def recommend(db: Writing, event: Event, told: Facts) -> None:
    """A head of delegation drafts a recommendation and, where it is told, submits it."""
    head = somebody(db, event, Role.HEAD, delegation=told["delegation"])
    form = RecommendationForm(
        **{name: told[name] for name in ("text", "theme", "addressee", "measure")}
    )
    drafted = draft_recommendation(db, event, form, by=head)
    if told["submitted"]:
        submit_recommendation(db, event, drafted.key, revision=drafted.revision, by=head)


def conclude(db: Writing, event: Event, told: Facts) -> None:
    """The rapporteur names the document, writes, merges, and decides what no merge carries."""
    rapporteur = somebody(db, event, Role.RAPPORTEUR)
    if "title" in told:
        form = TitleForm(title=told["title"], reference=told.get("reference", ""))
        name_conclusions(db, event, form, by=rapporteur)
    if "thanks" in told:
        word_part(db, event, "thanks", PartForm(text=told["thanks"]), by=rapporteur)
    for line in told.get("paragraphs", ()):
        _write(db, event, line, by=rapporteur)
    for line in told.get("decisions", ()):
        decision = DispositionForm(
            outcome=line["outcome"],
            reason=line["reason"],
            referred_to=line.get("referred_to", ""),
        )
        recommendation = _recommendation(db, event, line["on"])
        dispose_of_recommendation(db, event, recommendation.key, decision, by=rapporteur)
    if told.get("circulated"):
        circulate_conclusions(db, event, by=somebody(db, event, Role.CHAIR))


def summarise(db: Writing, event: Event, told: Facts) -> None:
    """The organisers write the public summary and publish it."""
    organiser = somebody(db, event, Role.ORGANISER)
    passages = told.get("passages", {})
    form = SummaryForm(
        **{name: told.get(name, "") for name in ("about", "outcome", "thanks", "links")},
        keys=list(passages),
        passages=list(passages.values()),
    )
    written = write_summary(db, event, form, by=organiser)
    assert written is not None
    publish_summary(db, event, BaseForm(base=str(written.number)), by=organiser)


def _write(
    db: Writing, event: Event, line: Facts, parent_id: int | None = None, *, by: Person
) -> None:
    """A paragraph, made of sources or in the rapporteur's own words, and those below it."""
    if line.get("from"):
        paragraph_id = merge_into_paragraph(
            db,
            event,
            sources=[
                _source(db, event, name, line["text"], line.get("left_out", {}).get(name, ""))
                for name in line["from"]
            ],
            text=line["text"],
            kind=ParagraphKind(line["kind"]),
            addressee=line.get("addressee", ""),
            why=line.get("why", ""),
            by=by,
        ).paragraph_id
    else:
        form = ParagraphForm(
            text=line["text"],
            kind=line.get("kind", ParagraphKind.OPERATIVE.value),
            addressee=line.get("addressee", ""),
            responsible=line.get("responsible", ""),
            time=line.get("time", ""),
            parent_id=str(parent_id or ""),
        )
        paragraph_id = add_paragraph(db, event, form, by=by).key
    for below in line.get("below", ()):
        _write(db, event, {"text": below}, paragraph_id, by=by)


def _source(db: Writing, event: Event, name: str, text: str, left_out: str) -> ChosenSource:
    where, _, number = name.rpartition("#")
    board = None if where[0].isupper() else board_at(db, event, where)
    if board is not None:
        priority = priorities_of(db, board)[int(number) - 1]
        kind, key, revision, words = (
            SourceKind.PRIORITY, priority.key, priority.revision, priority.text
        )  # fmt: skip
    else:
        found = _recommendation(db, event, name)
        kind, key, revision = SourceKind.RECOMMENDATION, found.key, found.revision
        words = db.exec(
            select(RecommendationRevision.text).where(
                col(RecommendationRevision.recommendation_id) == key,
                col(RecommendationRevision.number) == revision,
            )
        ).one()
    relation = Relation.VERBATIM if words in text else Relation.ADAPTED
    return ChosenSource(kind, key, revision, relation, left_out)


def _recommendation(db: Reading, event: Event, name: str) -> Recommendation:
    delegation, _, number = name.rpartition("#")
    return db.exec(
        select(Recommendation)
        .join(Delegation, col(Delegation.id) == col(Recommendation.delegation_id))
        .where(
            col(Recommendation.event_id) == event.key,
            col(Recommendation.number) == int(number),
            col(Delegation.name) == delegation,
        )
    ).one()
