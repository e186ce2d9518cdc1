"""Placing a paragraph and giving it a text; every text stays as a revision. Knows no rights."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.errors import StaleWrite
from app.recommendations.brackets import writing
from app.recommendations.models import (
    Conclusions,
    Paragraph,
    ParagraphKind,
    ParagraphRevision,
)
from app.recommendations.stages import paragraph_after


def place(
    db: Writing,
    conclusions: Conclusions,
    kind: ParagraphKind,
    text: str,
    *,
    addressee: str = "",
    responsible: str = "",
    time: str = "",
    parent_id: int | None = None,
    by: int,
) -> Paragraph:
    """A new paragraph behind all others, with its first text."""
    highest = db.exec(
        select(sa.func.max(col(Paragraph.position))).where(
            col(Paragraph.conclusions_id) == conclusions.key
        )
    ).one()
    paragraph = Paragraph(
        conclusions_id=conclusions.key,
        parent_id=parent_id,
        position=(highest or 0) + 1,
        kind=kind,
        revision=0,
    )
    db.add(paragraph)
    db.flush()
    write(db, paragraph, text, addressee=addressee, responsible=responsible, time=time, by=by)
    return paragraph


def write(
    db: Writing,
    paragraph: Paragraph,
    text: str,
    *,
    addressee: str,
    responsible: str | None = None,
    time: str | None = None,
    by: int,
) -> None:
    """Give a locked paragraph a new text; its state follows from the brackets in it.

    Whoever says nothing of who is responsible and until when (None) leaves both as they were.
    """
    before = revisions(db, paragraph)[-1:]
    paragraph.revision += 1
    paragraph.state = paragraph_after(paragraph.state, writing(text))
    db.add(
        ParagraphRevision(
            paragraph_id=paragraph.key,
            number=paragraph.revision,
            text=text,
            addressee=addressee,
            responsible=_or_before(responsible, before, "responsible"),
            time=_or_before(time, before, "time"),
            written_at=now(),
            written_by_id=by,
        )
    )
    db.flush()


def _or_before(said: str | None, before: Sequence[ParagraphRevision], name: str) -> str:
    if said is not None:
        return said
    return str(getattr(before[0], name)) if before else ""


def refuse_stale(db: Reading, paragraph: Paragraph, revision: int, *, yours: str) -> None:
    """Raise StaleWrite with both texts unless `revision` is the paragraph's newest."""
    if revision == paragraph.revision:
        return
    texts = {line.number: line.text for line in revisions(db, paragraph)}
    raise StaleWrite(
        base=texts.get(revision, ""),
        theirs=texts[paragraph.revision],
        yours=yours,
        revision=paragraph.revision,
    )


def revisions(db: Reading, paragraph: Paragraph) -> Sequence[ParagraphRevision]:
    """Every text a paragraph has had, oldest first."""
    return db.exec(
        select(ParagraphRevision)
        .where(col(ParagraphRevision.paragraph_id) == paragraph.key)
        .order_by(col(ParagraphRevision.number))
    ).all()
