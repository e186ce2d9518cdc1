"""Conclusions that were looked over become paragraphs of the event's own, or earlier ones."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import BadInput, NotFound, Refused
from app.events.journal import record
from app.events.models import Event
from app.recommendations.following_up.taking_up import take_up_earlier
from app.recommendations.forms import MOST_TEXT
from app.recommendations.locking import acting, changed, open_conclusions_for_update
from app.recommendations.models import ParagraphKind
from app.recommendations.paragraphs import place
from app.recommendations.read_in.forms import TakeInForm, Use
from app.recommendations.read_in.lines import ReadLine, lines_in
from app.recommendations.read_in.models import EarlierConclusions, PendingConclusions
from app.recommendations.read_in.pending import pending_conclusions, refuse_corrected


def take_in_conclusions(
    db: Writing, event: Event, document_id: int, form: TakeInForm, *, by: Person | None
) -> Use:
    """Make what was read what `form` says; it waits no longer.

    Refused if it is not as it was looked at, or holds no paragraph.
    """
    require(by, Action.READ_IN_CONCLUSIONS, event_id=event.key)
    use = form.check()
    pending = pending_conclusions(db, event, document_id, by=by)
    refuse_corrected(pending, form.revision)
    lines = lines_in(pending.reading)
    if all(line.is_out or line.kind == ParagraphKind.HEADING for line in lines):
        raise Refused("No paragraph is left in this document. Say what at least one line is.")
    if use is Use.BASE:
        _as_paragraphs(db, event, pending, lines, by)
    else:
        _as_earlier(db, event, pending, lines, form, by)
    db.delete(pending)
    return use


def earlier_conclusions(db: Reading, event: Event, earlier_id: int) -> EarlierConclusions:
    """The conclusions of an earlier meeting, or NotFound; rights are the caller's."""
    found = db.exec(
        select(EarlierConclusions).where(
            EarlierConclusions.id == earlier_id, EarlierConclusions.event_id == event.key
        )
    ).first()
    if found is None:
        raise NotFound("There are no such earlier conclusions here. Go back to the follow-up.")
    return found


def all_earlier(db: Reading, event: Event) -> list[EarlierConclusions]:
    """The earlier conclusions taken in at this event, oldest first; rights are the caller's."""
    return list(
        db.exec(
            select(EarlierConclusions)
            .where(EarlierConclusions.event_id == event.key)
            .order_by(col(EarlierConclusions.id))
        )
    )


def _as_paragraphs(
    db: Writing,
    event: Event,
    pending: PendingConclusions,
    lines: list[ReadLine],
    by: Person | None,
) -> None:
    rapporteur = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    placed: dict[int, int] = {}
    for number, line in enumerate(lines):
        if line.is_out:
            continue
        if len(line.text) > MOST_TEXT:
            raise BadInput(
                "“{text}” has {length} characters; at most {most} fit. Leave it out, or divide it "
                "in the document.",
                text=line.text[:40], length=len(line.text), most=MOST_TEXT,
            )  # fmt: skip
        paragraph = place(
            db,
            conclusions,
            ParagraphKind(line.kind),
            line.text,
            addressee=line.addressee[:200],
            parent_id=placed[line.parent] if line.parent is not None else None,
            by=rapporteur,
        )
        placed[number] = paragraph.key
    changed(conclusions)
    record(
        db, event.key, "take in as draft", f"conclusions {conclusions.key}", by=rapporteur,
        document=pending.name, paragraphs=len(placed),
    )  # fmt: skip


def _as_earlier(
    db: Writing,
    event: Event,
    pending: PendingConclusions,
    lines: list[ReadLine],
    form: TakeInForm,
    by: Person | None,
) -> None:
    participant = by.participant_id if by else None
    earlier = EarlierConclusions(
        event_id=event.key,
        name=pending.name,
        title=form.title,
        reference=form.reference,
        place=form.place,
        held=form.held,
        taken_in_at=now(),
        taken_in_by_id=participant,
        document={"lines": [asdict(line) for line in lines]},
    )
    db.add(earlier)
    db.flush()
    record(
        db, event.key, "take in as earlier", f"earlier conclusions {earlier.key}", by=participant,
        document=pending.name,
    )  # fmt: skip
    take_up_earlier(db, event, earlier, lines, by=participant)
