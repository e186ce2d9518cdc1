"""The rapporteur writes, orders and strikes paragraphs; nobody's text is overwritten."""

from __future__ import annotations

import threading

import pytest

from app.errors import BadInput, Forbidden, NotFound, Refused, StaleWrite
from app.recommendations.editing import (
    add_paragraph,
    delete_paragraph,
    name_conclusions,
    write_paragraph,
)
from app.recommendations.forms import MoveForm, ParagraphForm, TitleForm
from app.recommendations.models import ParagraphState
from app.recommendations.moving import move_paragraph
from app.recommendations.queries import conclusions_document, desk
from tests.recommendations.steps import MERGED, Steps, recommendation


def write(steps: Steps, number: int, text: str, revision: int = 1) -> None:
    with steps.database.writing() as db:
        form = ParagraphForm(text=text, revision=revision)
        write_paragraph(db, steps.event, number, form, by=steps.cast.rapporteur)


def test_a_stale_paragraph_shows_both_texts_and_stores_nothing(steps: Steps) -> None:
    number = steps.add("The first words.")
    write(steps, number, "A colleague's words.")
    with pytest.raises(StaleWrite) as refusal:
        write(steps, number, "My words.")
    stale = refusal.value
    assert (stale.base, stale.theirs) == ("The first words.", "A colleague's words.")
    assert (stale.yours, stale.revision) == ("My words.", 2)
    assert steps.text(number) == "A colleague's words."
    assert steps.paragraph(number).revision == 2


def test_two_rapporteurs_saving_at_once_lose_no_word(steps: Steps) -> None:
    number = steps.add("The first words.")
    texts = [f"Words of rapporteur {who}." for who in range(4)]
    start = threading.Barrier(len(texts))
    stale: list[str] = []

    def save(text: str) -> None:
        start.wait()
        try:
            write(steps, number, text)
        except StaleWrite as refusal:
            stale.append(refusal.yours)

    threads = [threading.Thread(target=save, args=[text]) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stale) == len(texts) - 1
    assert sorted([*stale, steps.text(number)]) == texts
    assert steps.paragraph(number).revision == 2


def test_two_rapporteurs_beginning_at_once_make_one_document(steps: Steps) -> None:
    start = threading.Barrier(4)

    def begin(text: str) -> None:
        start.wait()
        steps.add(text)

    threads = [threading.Thread(target=begin, args=[f"Paragraph {n}."]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = steps.records()
    assert records.conclusions is not None
    assert records.conclusions.revision == 4
    assert [line.row.position for line in records.paragraphs] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Agreed words.", ParagraphState.DRAFTING),
        ("Kept for [A: six months / B: one year].", ParagraphState.BRACKETED),
        ("A bracket that [never ends", ParagraphState.BRACKETED),
        ("A bracket that never begins]", ParagraphState.BRACKETED),
    ],
)
def test_brackets_in_the_text_make_the_state(
    steps: Steps, text: str, state: ParagraphState
) -> None:
    number = steps.add(text)
    assert steps.paragraph(number).state is state
    write(steps, number, "Now without.")
    assert steps.paragraph(number).state is ParagraphState.DRAFTING


def test_a_deleted_paragraph_is_kept_struck_and_takes_no_number(steps: Steps) -> None:
    first, second = steps.add("One."), steps.add("Two.")
    with steps.database.writing() as db:
        delete_paragraph(db, steps.event, first, by=steps.cast.rapporteur)
    assert steps.text(first) == "One."
    with steps.database.reading() as db:
        numbers = desk(db, steps.event, by=steps.cast.rapporteur).numbers
    assert numbers == {f"p-{second}": "1"}
    with pytest.raises(Refused, match="was deleted"):
        write(steps, first, "Again.")


def test_a_paragraph_with_sources_is_not_deleted(steps: Steps) -> None:
    merge = steps.merge(recommendation(steps.submitted()))
    with steps.database.writing() as db, pytest.raises(Refused, match="Undo those merges"):
        delete_paragraph(db, steps.event, merge.paragraph_id, by=steps.cast.rapporteur)
    assert steps.text(merge.paragraph_id) == MERGED


def test_a_paragraph_with_others_under_it_is_not_deleted(steps: Steps) -> None:
    number = steps.add("Each State:")
    steps.add("names a contact point;", parent_id=str(number))
    with steps.database.writing() as db, pytest.raises(Refused, match="stand under"):
        delete_paragraph(db, steps.event, number, by=steps.cast.rapporteur)


def test_a_paragraph_changes_places_with_its_neighbour_in_print(steps: Steps) -> None:
    first = steps.add("One.")
    take_away = steps.add("Apart.", kind="take_away")
    second = steps.add("Two.")

    def move(number: int, direction: str) -> None:
        with steps.database.writing() as db:
            form = MoveForm(direction=direction)
            move_paragraph(db, steps.event, number, form, by=steps.cast.rapporteur)

    move(second, "up")
    with steps.database.reading() as db:
        numbers = desk(db, steps.event, by=steps.cast.rapporteur).numbers
    assert numbers == {f"p-{second}": "1", f"p-{first}": "2", f"p-{take_away}": "3"}
    for number, direction in ((second, "up"), (first, "down"), (take_away, "up")):
        with pytest.raises(Refused, match="edge of its part"):
            move(number, direction)
    with pytest.raises(BadInput):
        move(first, "sideways")


def test_a_paragraph_under_another_is_numbered_under_it(steps: Steps) -> None:
    top = steps.add("Each State:", kind="way_ahead")
    below = steps.add("names a contact point;", parent_id=str(top))
    with steps.database.reading() as db:
        numbers = desk(db, steps.event, by=steps.cast.rapporteur).numbers
    assert (numbers[f"p-{top}"], numbers[f"p-{below}"]) == ("1", "1 (a)")


def test_the_organisers_reference_number_is_typed_not_generated(steps: Steps) -> None:
    form = TitleForm(title="Conclusions and priorities", reference="CRD(2019)1")
    with steps.database.writing() as db:
        name_conclusions(db, steps.event, form, by=steps.cast.rapporteur)
    with steps.database.reading() as db:
        document = conclusions_document(db, steps.event, by=steps.cast.chair)
    assert (document.title, document.reference) == ("Conclusions and priorities", "CRD(2019)1")


def test_what_cannot_be_a_paragraph_is_refused(steps: Steps) -> None:
    for more in ({"kind": "poem"}, {"parent_id": "٣"}, {"parent_id": "-1"}):
        with pytest.raises(BadInput):
            steps.add("Words.", **more)
    with pytest.raises(BadInput):
        steps.add(" ")
    with pytest.raises(NotFound):
        steps.add("Words.", parent_id="999")


@pytest.mark.parametrize("name", ["chair", "organiser", "georgia_head", "outsider"])
def test_only_the_rapporteur_writes(steps: Steps, name: str) -> None:
    form = ParagraphForm(text="Words.")
    with steps.database.writing() as db, pytest.raises(Forbidden):
        add_paragraph(db, steps.event, form, by=getattr(steps.cast, name))
