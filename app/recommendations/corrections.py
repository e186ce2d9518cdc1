"""After the adoption: publishing, corrigenda (form), addenda (new matter), supersession.

The adopted document never changes by any of them: each is a document of its own beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person
from app.errors import BadInput
from app.events.journal import record
from app.events.models import Event
from app.recommendations.document.hashing import content_hash
from app.recommendations.document.numbering import numbered
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import (
    Block,
    ConclusionsDocument,
    ParagraphBlock,
    ParagraphKind,
    Part,
    TableBlock,
)
from app.recommendations.freezing import frozen, thawed
from app.recommendations.issuing_forms import AddendumForm, CorrigendumForm, SupersessionForm
from app.recommendations.issuing_models import (
    Correction,
    Publication,
    Supersession,
    Supplement,
    SupplementKind,
)
from app.recommendations.loading import adoption_of
from app.recommendations.locking import acting, conclusions_for_update
from app.recommendations.models import Conclusions
from app.recommendations.queries import today
from app.recommendations.stages import Act, stage_after
from app.recommendations.words import Translate


def publish_conclusions(db: Writing, event: Event, *, by: Person | None) -> Publication:
    """Issue the adopted text; corrigenda and addenda belong to a published one."""
    who = acting(by, Action.ISSUE_CONCLUSIONS, event)
    conclusions = conclusions_for_update(db, event)
    conclusions.state = stage_after(conclusions.state, Act.PUBLISH)
    publication = Publication(
        conclusions_id=conclusions.key, published_at=now(), published_by_id=who
    )
    db.add(publication)
    db.flush()
    record(db, event.key, "publish", f"conclusions {conclusions.key}", by=who)
    return publication


def supersede_conclusions(
    db: Writing, event: Event, form: SupersessionForm, *, by: Person | None
) -> Supersession:
    """Say which document holds from now on; the published one stays at its address."""
    who = acting(by, Action.ISSUE_CONCLUSIONS, event)
    form.check()
    conclusions = conclusions_for_update(db, event)
    conclusions.state = stage_after(conclusions.state, Act.SUPERSEDE)
    supersession = Supersession(
        conclusions_id=conclusions.key,
        by_what=form.by_what,
        reason=form.reason,
        superseded_at=now(),
        superseded_by_id=who,
    )
    db.add(supersession)
    db.flush()
    record(
        db, event.key, "supersede", f"conclusions {conclusions.key}", by=who, by_what=form.by_what
    )
    return supersession


def issue_corrigendum(
    db: Writing,
    event: Event,
    form: CorrigendumForm,
    *,
    translate: Translate = str,
    by: Person | None,
) -> Supplement:
    """Issue corrections of form: old words → new words, each standing once in its paragraph.

    The words are looked for in the text as earlier corrigenda left it.
    """
    _ = translate
    who = acting(by, Action.ISSUE_CONCLUSIONS, event)
    lines = form.check()
    conclusions = conclusions_for_update(db, event)
    stage_after(conclusions.state, Act.CORRECT)
    adopted = _adopted(db, event)
    blocks = {block.id: block for block in printed_paragraphs(adopted)}
    texts = {key: block.text for key, block in blocks.items()}
    for correction in corrections_of(db, conclusions.key):
        texts[correction.block] = texts[correction.block].replace(correction.old, correction.new, 1)
    for number, (block, old, new) in enumerate(lines, 1):
        if texts.get(block, "").count(old) != 1:
            raise BadInput(
                "These words do not stand exactly once in that paragraph. Copy more of them.",
                field=f"old-{number}",
            )
        if old == new:
            raise BadInput("Old and new words are the same.", field=f"new-{number}")
        texts[block] = texts[block].replace(old, new, 1)
    table = TableBlock(
        "",
        (_("Paragraph"), _("Instead of"), _("Read")),
        tuple((blocks[block].number or "—", old, new) for block, old, new in lines),
        widths=(2, 6, 6),
    )
    supplement = _issue(
        db,
        event,
        conclusions,
        adopted,
        SupplementKind.CORRIGENDUM,
        form.reference,
        form.reason,
        Part(_("Corrections"), "corrections", (table,)),
        translate=translate,
        by=who,
    )
    db.add_all(
        Correction(supplement_id=supplement.key, block=block, old=old, new=new)
        for block, old, new in lines
    )
    return supplement


def issue_addendum(
    db: Writing,
    event: Event,
    form: AddendumForm,
    *,
    translate: Translate = str,
    by: Person | None,
) -> Supplement:
    """Issue new matter under a heading of its own; its paragraphs are numbered from 1."""
    who = acting(by, Action.ISSUE_CONCLUSIONS, event)
    texts = form.check()
    conclusions = conclusions_for_update(db, event)
    stage_after(conclusions.state, Act.ADD)
    blocks = tuple(
        ParagraphBlock(id=f"added-{number}", kind=ParagraphKind.OPERATIVE, text=text)
        for number, text in enumerate(texts, 1)
    )
    return _issue(
        db,
        event,
        conclusions,
        _adopted(db, event),
        SupplementKind.ADDENDUM,
        form.reference,
        form.reason,
        Part(form.heading, "addendum", blocks),
        translate=translate,
        by=who,
    )


def corrections_of(db: Reading, conclusions_id: int) -> Sequence[Correction]:
    """Every correction issued, in order."""
    return db.exec(
        select(Correction)
        .join(Supplement, col(Supplement.id) == col(Correction.supplement_id))
        .where(col(Supplement.conclusions_id) == conclusions_id)
        .order_by(col(Correction.id))
    ).all()


def printed_paragraphs(document: ConclusionsDocument) -> list[ParagraphBlock]:
    """Every paragraph of a document that has words of its own, in the order of print."""
    return [block for part in document.parts for block in paragraphs(part.blocks)]


def supplement_name(kind: SupplementKind, number: int, _: Translate) -> str:
    """Corrigendum 1"""
    names = {
        SupplementKind.CORRIGENDUM: _("Corrigendum {number}"),
        SupplementKind.ADDENDUM: _("Addendum {number}"),
    }
    return names[kind].format(number=number)


def _adopted(db: Reading, event: Event) -> ConclusionsDocument:
    adoption = adoption_of(db, event)
    assert adoption is not None, "only adopted conclusions are published"
    return thawed(adoption.document)


def _issue(
    db: Writing,
    event: Event,
    conclusions: Conclusions,
    adopted: ConclusionsDocument,
    kind: SupplementKind,
    reference: str,
    reason: str,
    part: Part,
    *,
    translate: Translate,
    by: int,
) -> Supplement:
    _ = translate
    issued = db.exec(
        select(sa.func.count())
        .select_from(Supplement)
        .where(col(Supplement.conclusions_id) == conclusions.key, col(Supplement.kind) == kind)
    ).one()
    name = supplement_name(kind, issued + 1, _)
    about: tuple[Block, ...] = (
        ParagraphBlock(
            id="supplement-of",
            kind=ParagraphKind.PREAMBLE,
            text=_("To “{title}”, adopted on {day} (SHA-256 {hash}).").format(
                title=adopted.title,
                day=adopted.adoption.adopted_on.isoformat() if adopted.adoption else "",
                hash=adopted.content_hash,
            ),
        ),
        ParagraphBlock(id="supplement-reason", kind=ParagraphKind.PREAMBLE, text=reason),
    )
    document = numbered(
        replace(
            adopted,
            title=f"{name}: {adopted.title}",
            reference=reference,
            version_date=today(event),
            adoption=None,
            content_hash=None,
            parts=(Part(_("Reason"), "reason", about), part),
        )
    )
    document = replace(document, content_hash=content_hash(document))
    assert document.content_hash is not None
    supplement = Supplement(
        conclusions_id=conclusions.key,
        kind=kind,
        number=issued + 1,
        reference=reference,
        reason=reason,
        content_hash=document.content_hash,
        document=frozen(document),
        issued_at=now(),
        issued_by_id=by,
    )
    db.add(supplement)
    db.flush()
    record(
        db, event.key, f"issue {kind.value}", f"conclusions {conclusions.key}", by=by,
        reference=reference, content_hash=supplement.content_hash,
    )  # fmt: skip
    return supplement
