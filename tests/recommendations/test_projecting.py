"""The room sees one paragraph with its brackets, and every change of the text is one number."""

from __future__ import annotations

import pytest

from app.db import Writing
from app.delegations.rights import Person
from app.errors import Forbidden, NotFound, Refused
from app.live.audiences import Audience
from app.recommendations.bracketing import Option, Piece, pieces
from app.recommendations.editing import delete_paragraph
from app.recommendations.projecting import Projected, projected, show_paragraph
from app.routes.live_texts import RenderedFeeds
from tests.recommendations.steps import Steps


def show(steps: Steps, paragraph: int | None, *, by: Person | None = None) -> dict[str, int]:
    with steps.database.writing() as db:
        show_paragraph(db, steps.event, paragraph, by=by or steps.cast.chair)
        return notices(db)


def notices(db: Writing) -> dict[str, int]:
    return dict(db.notices)


def seen(steps: Steps) -> Projected:
    with steps.database.reading() as db:
        found = projected(db, steps.event, by=steps.cast.chair)
    assert found is not None
    return found


def test_the_room_sees_the_chosen_paragraph_cut_at_its_brackets(steps: Steps) -> None:
    number = steps.add("Kept for [Georgia: six months / one year].")
    assert seen(steps).clause is None
    assert [one.line.row.key for one in seen(steps).open] == [number]
    told = show(steps, number)
    found = seen(steps)
    assert found.clause is not None
    assert found.pieces == (
        Piece("Kept for "),
        Piece(
            "[Georgia: six months / one year]",
            (Option("Georgia", "six months"), Option("", "one year")),
        ),
        Piece("."),
    )
    # What is told after the commit is the number that is then read.
    assert told == {f"board-{-found.conclusions_id}": found.seq}
    show(steps, None)
    assert seen(steps).clause is None


def test_frames_are_numbered_without_gaps_and_the_last_one_carries_the_text(steps: Steps) -> None:
    number = steps.add("Kept for one year.")
    show(steps, number)
    feeds = RenderedFeeds(steps.database)
    text = -seen(steps).conclusions_id
    before = feeds.head(text)
    steps.write(number, "Kept for two years.", revision=1)
    steps.circulate()
    frames = feeds.changes_since(text, before, Audience.PROJECTOR, "en")
    assert [frame.seq for frame in frames] == [before + 1, before + 2]
    assert frames[0].content is None
    assert "Kept for two years." in (frames[-1].content or "")
    assert feeds.changes_since(text, feeds.head(text), Audience.PROJECTOR, "en") == []
    whole = feeds.snapshot(text, Audience.PROJECTOR, "fr")
    assert whole.snapshot
    assert (whole.seq, whole.content) == (frames[-1].seq, frames[-1].content)


def test_only_the_podium_shows_and_only_paragraphs_that_stand(steps: Steps) -> None:
    number = steps.add("Kept for one year.")
    for person in (steps.cast.georgia_head, steps.cast.observer, steps.cast.outsider):
        with pytest.raises(Forbidden):
            show(steps, number, by=person)
    with pytest.raises(NotFound):
        show(steps, 999_999)
    with steps.database.writing() as db:
        delete_paragraph(db, steps.event, number, by=steps.cast.rapporteur)
    with pytest.raises(Refused):
        show(steps, number)


def test_a_bracket_that_does_not_close_stays_as_it_is_typed() -> None:
    assert pieces("Kept [for one year.") == (Piece("Kept [for one year."),)
