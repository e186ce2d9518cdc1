"""Wording a part of the conclusions that came by itself, and giving it back to the records.

Every wording stays as a revision, with the figures that it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.clock import now
from app.db import Reading, Writing
from app.delegations.rights import Action, Person, require
from app.errors import NotFound, Refused, StaleWrite
from app.events.journal import record
from app.events.models import Event
from app.recommendations.forms import PartForm
from app.recommendations.loading import load_records
from app.recommendations.locking import acting, changed, open_conclusions_for_update
from app.recommendations.models import Conclusions, PartRevision
from app.recommendations.parts import WORDED, Fact, basis_of, first_words, is_behind, part_name
from app.recommendations.records import PartRecord
from app.recommendations.words import Translate


@dataclass(frozen=True)
class PartLine:
    """A part as its desk shows it: `behind` is what has changed in the records beneath it."""

    key: str
    name: str
    worded: PartRecord | None
    behind: Sequence[Fact]
    # What the form starts with.
    words: str

    @property
    def is_automatic(self) -> bool:
        """Whether the records speak."""
        return self.worded is None or self.worded.is_automatic

    @property
    def revision(self) -> int:
        """The revision that a form starts from; 0 before the first."""
        return self.worded.number if self.worded else 0


def parts(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> list[PartLine]:
    """Every part that can be worded."""
    require(by, Action.MERGE_RECOMMENDATIONS, event_id=event.key)
    records = load_records(db, event)
    lines = []
    for key in WORDED:
        worded = records.parts.get(key)
        behind = is_behind(worded, records, translate) if worded else []
        own = worded is not None and not worded.is_automatic
        words = worded.text if worded and own else first_words(key, records, translate)
        lines.append(PartLine(key, part_name(key, translate), worded, behind, words))
    return lines


def part(
    db: Reading, event: Event, key: str, *, translate: Translate = str, by: Person | None
) -> PartLine:
    """One part that can be worded, or NotFound."""
    for line in parts(db, event, translate=translate, by=by):
        if line.key == key:
            return line
    raise NotFound("There is no such part that can be worded. Go back to the list of parts.")


def word_part(
    db: Writing,
    event: Event,
    key: str,
    form: PartForm,
    *,
    translate: Translate = str,
    by: Person | None,
) -> PartRevision:
    """Give a part the rapporteur's own words; StaleWrite with both texts if it has newer ones."""
    who = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    form.check()
    conclusions = open_conclusions_for_update(db, event)
    line = part(db, event, key, translate=translate, by=by)
    if form.revision != line.revision:
        theirs = line.worded.text if line.worded else ""
        before = _text_at(db, conclusions, key, form.revision)
        raise StaleWrite(base=before, theirs=theirs, yours=form.text, revision=line.revision)
    return _write(db, event, conclusions, line, form.text, translate, by=who)


def keep_words(
    db: Writing,
    event: Event,
    key: str,
    revision: int,
    *,
    translate: Translate = str,
    by: Person | None,
) -> PartRevision:
    """Let the words stand although the records changed: from now on they rest on the new ones."""
    who = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    line = _as_seen(db, event, key, revision, translate, by)
    assert line.worded is not None, "a part that was worded has its words"
    return _write(db, event, conclusions, line, line.worded.text, translate, by=who)


def release_part(
    db: Writing,
    event: Event,
    key: str,
    revision: int,
    *,
    translate: Translate = str,
    by: Person | None,
) -> PartRevision:
    """Let the records speak again; the words stay as an earlier revision."""
    who = acting(by, Action.MERGE_RECOMMENDATIONS, event)
    conclusions = open_conclusions_for_update(db, event)
    line = _as_seen(db, event, key, revision, translate, by)
    return _write(db, event, conclusions, line, "", translate, by=who)


def _as_seen(
    db: Reading, event: Event, key: str, revision: int, translate: Translate, by: Person | None
) -> PartLine:
    line = part(db, event, key, translate=translate, by=by)
    if line.is_automatic:
        raise Refused("The records speak here already: nobody has worded this part.")
    if line.revision != revision:
        raise Refused("This part was worded anew meanwhile. Read it again, then decide.")
    return line


def _write(
    db: Writing,
    event: Event,
    conclusions: Conclusions,
    line: PartLine,
    text: str,
    translate: Translate,
    *,
    by: int,
) -> PartRevision:
    written = PartRevision(
        conclusions_id=conclusions.key,
        part=line.key,
        number=line.revision + 1,
        is_automatic=not text,
        text=text,
        basis=basis_of(line.key, load_records(db, event), translate),
        written_at=now(),
        written_by_id=by,
    )
    db.add(written)
    changed(conclusions)
    db.flush()
    verb = "word part" if text else "release part"
    record(db, event.key, verb, f"part {line.key}", by=by, revision=written.number)
    return written


def _text_at(db: Reading, conclusions: Conclusions, key: str, number: int) -> str:
    return (
        db.exec(
            select(PartRevision.text).where(
                col(PartRevision.conclusions_id) == conclusions.key,
                col(PartRevision.part) == key,
                col(PartRevision.number) == number,
            )
        ).first()
        or ""
    )
