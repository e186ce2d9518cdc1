"""Points of the way ahead with who and when, nested take-aways, and footnotes typed in the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.recommendations.assembling import assemble, paragraph_address
from app.recommendations.document.footnotes import taken_out
from app.recommendations.document.tree import Footnote, ParagraphBlock
from app.recommendations.editing import write_paragraph
from app.recommendations.forms import ParagraphForm
from app.recommendations.merging import undo_merge
from app.recommendations.models import ParagraphKind
from app.recommendations.paragraphs import revisions
from tests.recommendations.steps import Steps, recommendation

NOTED = "Each State names a contact point ^(An existing unit (if any) is enough.), and says so."


def test_a_footnote_is_typed_where_its_number_goes() -> None:
    text, notes = taken_out(NOTED)
    assert text == "Each State names a contact point, and says so."
    assert notes == (Footnote("An existing unit (if any) is enough.", at=32),)
    assert text[: notes[0].at] == "Each State names a contact point"


@pytest.mark.parametrize("typed", ["10^(", "^()", "^( )", "a^(b", "a^(b(c)", "x^2 (note)", ""])
def test_what_is_no_footnote_stays_as_typed(typed: str) -> None:
    assert taken_out(typed) == (typed, ())


@given(st.text(alphabet="a ^()", max_size=30))
def test_no_letter_is_lost_between_text_and_notes(typed: str) -> None:
    text, notes = taken_out(typed)
    assert text.count("a") + sum(note.text.count("a") for note in notes) == typed.count("a")
    assert all(note.at is not None and 0 <= note.at <= len(text) for note in notes)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_and_when_are_printed_and_survive_a_merge_and_its_undoing(steps: Steps) -> None:
    ahead = steps.add(
        NOTED, kind="way_ahead", responsible="Ministries of Justice", time="within twelve months"
    )
    merge = steps.merge(recommendation(steps.submitted()), paragraph_id=ahead, revision=1)
    assert _block(steps, ahead).time == "within twelve months"
    with steps.database.writing() as db:
        undo_merge(db, steps.event, merge.key, by=steps.cast.rapporteur)
    block = _block(steps, ahead)
    assert (block.responsible, block.time) == ("Ministries of Justice", "within twelve months")
    assert [note.number for note in block.footnotes] == [1]
    form = ParagraphForm(text=NOTED, time="in 2020", revision=3)
    with steps.database.writing() as db:
        line = write_paragraph(db, steps.event, ahead, form, by=steps.cast.rapporteur)
        assert len(revisions(db, line)) == 4
    assert (_block(steps, ahead).responsible, _block(steps, ahead).time) == ("", "in 2020")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_take_aways_nest_and_their_notes_are_counted_through(steps: Steps) -> None:
    top = steps.add("Co-operation works^(See the report.).", kind="take_away")
    below = steps.add("between hotlines", parent_id=str(top))
    deeper = steps.add("and police^(In nine States.)", parent_id=str(below))
    steps.add("A last one^(One.)", kind="way_ahead")
    block = _block(steps, top)
    assert [child.number for child in block.children] == ["1 (a)"]
    assert [child.number for child in block.children[0].children] == ["1 (a) (i)"]
    assert block.children[0].children[0].id == paragraph_address(deeper)
    assert block.children[0].children[0].footnotes == (
        Footnote("In nine States.", at=len("and police"), number=2),
    )
    assert {block.kind.value, block.children[0].kind.value} == {ParagraphKind.TAKE_AWAY.value}


def test_too_long_a_line_is_refused_by_its_field() -> None:
    with pytest.raises(BadInput) as refused:
        ParagraphForm(text="x", responsible="y" * 201).check()
    assert refused.value.field == "responsible"


def _block(steps: Steps, paragraph_id: int) -> ParagraphBlock:
    document = assemble(steps.records(), on=date(2019, 5, 17))
    address = paragraph_address(paragraph_id)
    return next(
        block
        for part in document.parts
        for block in part.blocks
        if isinstance(block, ParagraphBlock) and block.id == address
    )
