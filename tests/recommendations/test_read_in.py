"""Conclusions that were read are looked over, corrected and taken in: as paragraphs, or as earlier
conclusions to be followed up."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.db import Database
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, NotFound, Refused
from app.events.models import Event
from app.recommendations.following_up.queries import follow_up_of
from app.recommendations.models import ParagraphKind
from app.recommendations.read_in.forms import KindsForm, TakeInForm, Use
from app.recommendations.read_in.lines import lines_in
from app.recommendations.read_in.models import EarlierConclusions, PendingConclusions
from app.recommendations.read_in.pending import (
    correct_kinds,
    keep_conclusions,
    pending_conclusions,
    throw_away,
)
from app.recommendations.read_in.taking_in import take_in_conclusions
from app.recommendations.reading import read_conclusions
from tests.cast import Cast
from tests.recommendations.steps import Steps

TEXT = b"""# Regional meeting on evidence

Rome, 3 May 2018

## Key take-aways

- Laws are clear.

## Recommendations by country

Georgia

- Train judges in:
  (a) Tbilisi;
  (b) Batumi.

## Way ahead

States should:

- Meet again.
- Report.

Thanks were expressed.
"""


def kept(steps: Steps, by: Person | None = None) -> int:
    """The id of the document, read and waiting."""
    with steps.database.writing() as db:
        read = read_conclusions("meeting.md", TEXT)
        return keep_conclusions(db, steps.event, "meeting.md", read, by=by or steps.cast.rapporteur)


def take_in(steps: Steps, document: int, form: TakeInForm, by: Person | None = None) -> Use:
    with steps.database.writing() as db:
        return take_in_conclusions(db, steps.event, document, form, by=by or steps.cast.rapporteur)


def choices(steps: Steps, document: int) -> list[str]:
    with steps.database.reading() as db:
        found = pending_conclusions(db, steps.event, document, by=steps.cast.rapporteur)
        return [line.choice for line in lines_in(found.reading)]


def test_what_was_read_becomes_paragraphs_of_the_draft_nested_as_written(steps: Steps) -> None:
    document = kept(steps)
    assert steps.records().paragraphs == ()
    take_in(steps, document, TakeInForm(use="base", revision=1))
    lines = {line.row.key: line for line in steps.records().paragraphs}
    told = [
        (line.row.kind.value, line.text, lines[line.row.parent_id].text)
        if line.row.parent_id
        else (line.row.kind.value, line.text)
        for line in lines.values()
        if line.row.kind is not ParagraphKind.HEADING
    ]
    assert told == [
        ("take_away", "Laws are clear."),
        ("recommendation", "Train judges in:"),
        ("recommendation", "Tbilisi;", "Train judges in:"),
        ("recommendation", "Batumi.", "Train judges in:"),
        ("way_ahead", "Meet again."),
        ("way_ahead", "Report."),
        ("way_ahead", "Thanks were expressed."),
    ]
    with steps.database.reading() as db:
        assert db.exec(select(PendingConclusions)).all() == []


def test_earlier_conclusions_are_followed_up_and_stay_out_of_the_draft(steps: Steps) -> None:
    form = TakeInForm(use="earlier", title="First meeting", place="Rome", revision=1)
    take_in(steps, kept(steps), form, by=steps.cast.organiser)
    assert steps.records().paragraphs == ()
    with steps.database.reading() as db:
        points = follow_up_of(db, steps.event, by=steps.cast.organiser).points
        [earlier] = db.exec(select(EarlierConclusions)).all()
    assert [(point.row.text, point.row.addressee) for point in points] == [
        ("Train judges in:\n– (a) Tbilisi;\n– (b) Batumi.", ""),
        ("Meet again.", "States"),
        ("Report.", "States"),
        ("Thanks were expressed.", ""),
    ]
    # Georgia's own recommendation is Georgia's to follow up.
    assert [[owner.name for owner in point.owners] for point in points] == [["Georgia"], [], [], []]
    assert {point.comes_from for point in points} == {"First meeting"} == {earlier.title}


def test_corrected_kinds_are_kept_and_what_stands_below_follows(steps: Steps) -> None:
    document = kept(steps)
    kinds = choices(steps, document)
    train = kinds.index("recommendation")
    assert kinds[train + 1 : train + 3] == ["nested", "nested"]
    kinds[train] = "way_ahead"
    kinds[kinds.index("take_away")] = "out"
    with steps.database.writing() as db:
        form = KindsForm(kind=kinds, first=0, revision=1)
        correct_kinds(db, steps.event, document, form, by=steps.cast.rapporteur)
    with steps.database.reading() as db:
        found = pending_conclusions(db, steps.event, document, by=steps.cast.rapporteur)
        lines = lines_in(found.reading)
    assert [line.kind for line in lines[train : train + 3]] == ["way_ahead"] * 3
    assert [line.why for line in lines if line.text == "Laws are clear."] == ["by hand"]
    assert choices(steps, document) == kinds


def test_a_line_under_nothing_and_an_unknown_kind_are_refused(steps: Steps) -> None:
    document = kept(steps)
    kinds = choices(steps, document)
    for wrong in ("nested", "poem"):
        form = KindsForm(kind=[wrong, *kinds[1:]], revision=1)
        with pytest.raises(BadInput), steps.database.writing() as db:
            correct_kinds(db, steps.event, document, form, by=steps.cast.rapporteur)
    assert choices(steps, document) == kinds


def test_two_who_correct_at_once_do_not_undo_each_other(steps: Steps) -> None:
    document = kept(steps)
    form = KindsForm(kind=choices(steps, document), revision=1)
    with steps.database.writing() as db:
        correct_kinds(db, steps.event, document, form, by=steps.cast.rapporteur)
    with pytest.raises(Refused), steps.database.writing() as db:
        correct_kinds(db, steps.event, document, form, by=steps.cast.organiser)
    with pytest.raises(Refused):
        take_in(steps, document, TakeInForm(use="base", revision=1))


def test_a_document_of_which_nothing_is_left_is_not_taken_in(steps: Steps) -> None:
    document = kept(steps)
    kinds = ["out"] * len(choices(steps, document))
    with steps.database.writing() as db:
        form = KindsForm(kind=kinds, revision=1)
        correct_kinds(db, steps.event, document, form, by=steps.cast.rapporteur)
    with pytest.raises(Refused, match="No paragraph is left"):
        take_in(steps, document, TakeInForm(use="base", revision=2))


def test_who_may_not_and_what_is_missing_stores_nothing(steps: Steps, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        kept(steps, by=cast.georgia_head)
    document = kept(steps, by=cast.organiser)
    with pytest.raises(Forbidden):
        take_in(steps, document, TakeInForm(use="base", revision=1), by=cast.organiser)
    for form in (TakeInForm(revision=1), TakeInForm(use="earlier", revision=1)):
        with pytest.raises(BadInput):
            take_in(steps, document, form)
    assert steps.records().paragraphs == ()


def test_a_document_thrown_away_is_gone_and_another_events_was_never_there(
    steps: Steps, database: Database, cast: Cast
) -> None:
    document = kept(steps)
    with database.reading() as db:
        elsewhere = db.exec(select(Event).where(Event.id == cast.outsider.event_id)).one()
        with pytest.raises(NotFound):
            pending_conclusions(db, elsewhere, document, by=cast.outsider)
    with database.writing() as db:
        throw_away(db, steps.event, document, by=cast.organiser)
    with database.reading() as db, pytest.raises(NotFound):
        pending_conclusions(db, steps.event, document, by=cast.organiser)
