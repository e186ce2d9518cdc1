"""Silence is agreement once its time is over; one objection in time breaks it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import clock
from app.clock import now
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, Refused
from app.recommendations.loading import adoption_of
from app.recommendations.models import Adoption, AdoptionMode, ConclusionsState
from app.recommendations.objecting import object_to_conclusions, reserve_position
from app.recommendations.silence import adopt_by_silence, call_off_silence, open_silence
from app.recommendations.silence_forms import (
    CallingOffForm,
    ObjectionForm,
    ReservationForm,
    SilenceForm,
)
from app.recommendations.silence_models import Objection, Reservation, Silence
from app.recommendations.silence_queries import Reactions, reactions_to
from tests.recommendations.steps import Steps


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock on."""
    offset = timedelta()

    def move(by: timedelta) -> None:
        nonlocal offset
        offset += by

    for module in ("silence", "objecting", "silence_queries", "adopting"):
        monkeypatch.setattr(f"app.recommendations.{module}.now", lambda: clock.now() + offset)
    return move


def wall(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Europe/Paris")).strftime("%Y-%m-%dT%H:%M")


def opened(steps: Steps, hours: int = 80, reason: str = "") -> Silence:
    form = SilenceForm(deadline=wall(now() + timedelta(hours=hours)), reason=reason)
    with steps.database.writing() as db:
        return open_silence(db, steps.event, form, by=steps.cast.chair)


def under_silence(steps: Steps) -> int:
    number = steps.add("Data are kept for one year.")
    steps.circulate()
    opened(steps)
    return number


def objected(steps: Steps, paragraph: int, *, by: Person | None = None) -> Objection | Reservation:
    form = ObjectionForm(paragraph_id=str(paragraph), reason="Our law says six months.")
    with steps.database.writing() as db:
        return object_to_conclusions(db, steps.event, form, by=by or steps.cast.georgia_head)


def recorded(steps: Steps) -> Adoption:
    with steps.database.writing() as db:
        return adopt_by_silence(db, steps.event, by=steps.cast.organiser)


def reactions(steps: Steps) -> Reactions:
    conclusions = steps.records().conclusions
    assert conclusions is not None
    with steps.database.reading() as db:
        return reactions_to(db, conclusions.key)


def state(steps: Steps) -> ConclusionsState:
    conclusions = steps.records().conclusions
    assert conclusions is not None
    return conclusions.state


def test_nobody_changes_a_text_under_silence(steps: Steps) -> None:
    number = under_silence(steps)
    assert state(steps) is ConclusionsState.UNDER_SILENCE
    for attempt in (
        lambda: steps.write(number, "Other words.", revision=1),
        lambda: steps.add("One more."),
        steps.submitted,
        lambda: steps.answer(number, "agree"),
        steps.adopt,
        steps.circulate,
        lambda: opened(steps),
    ):
        with pytest.raises(Refused, match=r"silence procedure"):
            attempt()
    assert steps.text(number) == "Data are kept for one year."


def test_an_objection_breaks_the_silence_and_names_paragraph_and_reason(steps: Steps) -> None:
    number = under_silence(steps)
    objected(steps, number)
    assert state(steps) is ConclusionsState.SILENCE_BROKEN
    ((objection, name),) = reactions(steps).breaking
    assert (name, objection.paragraph_id) == ("Georgia", number)
    assert objection.reason == "Our law says six months."
    with pytest.raises(Refused, match="No silence procedure is open"):
        objected(steps, number, by=steps.cast.ukraine_head)
    steps.write(number, "Data are kept for six months.", revision=1)
    assert state(steps) is ConclusionsState.DRAFT


def test_silence_is_recorded_as_such_and_only_after_the_deadline(
    steps: Steps, later: Callable[[timedelta], None]
) -> None:
    under_silence(steps)
    with pytest.raises(Refused, match="may still object"):
        recorded(steps)
    later(timedelta(hours=81))
    adoption = recorded(steps)
    assert adoption.mode is AdoptionMode.SILENCE
    assert adoption.document["adoption"]["method"] == "silence"
    assert "No delegation objected until" in adoption.document["adoption"]["clause"]
    assert "(Europe/Paris)" in adoption.document["adoption"]["clause"]
    with pytest.raises(Refused, match="corrigendum"):
        recorded(steps)


def test_a_late_objection_is_printed_as_a_reservation(
    steps: Steps, later: Callable[[timedelta], None]
) -> None:
    number = under_silence(steps)
    later(timedelta(hours=81))
    assert isinstance(objected(steps, number), Reservation)
    assert state(steps) is ConclusionsState.UNDER_SILENCE
    adoption = recorded(steps)
    assert adoption.document["adoption"]["reservations"] == [
        "Georgia, on paragraph 1: Our law says six months."
    ]


def test_a_reservation_after_the_adoption_leaves_the_adopted_text_alone(steps: Steps) -> None:
    number = steps.add("Data are kept for one year.")

    def reserve(text: str, paragraph: str = "") -> None:
        form = ReservationForm(text=text, paragraph_id=paragraph)
        with steps.database.writing() as db:
            reserve_position(db, steps.event, form, by=steps.cast.ukraine_head)

    reserve("Our parliament decides.")
    before = steps.adopt(note="Serbia will write.").document
    assert before["adoption"]["reservations"] == [
        "Ukraine: Our parliament decides.",
        "Serbia will write.",
    ]
    reserve("Not for us.", str(number))
    with steps.database.reading() as db:
        adoption = adoption_of(db, steps.event)
    assert adoption is not None
    assert adoption.document == before
    assert [one.is_late for one, _ in reactions(steps).reservations] == [False, True]


def test_less_than_72_hours_needs_a_reason(steps: Steps) -> None:
    steps.add("Data are kept for one year.")
    steps.circulate()
    with pytest.raises(BadInput, match="usually have 72 hours"):
        opened(steps, hours=24)
    silence = opened(steps, hours=24, reason="The meeting ends tomorrow.")
    assert silence.reason == "The meeting ends tomorrow."
    with steps.database.writing() as db:
        form = CallingOffForm(reason="A mistake in paragraph 1.")
        call_off_silence(db, steps.event, form, by=steps.cast.chair)
    assert state(steps) is ConclusionsState.CIRCULATED


def test_silence_is_asked_for_a_finished_and_circulated_text_only(steps: Steps) -> None:
    number = steps.add("Kept [for one year].")
    with pytest.raises(Refused, match="Circulate the text first"):
        opened(steps)
    steps.circulate()
    with pytest.raises(Refused, match="brackets"):
        opened(steps)
    steps.write(number, "Kept for one year.", revision=1)
    steps.circulate()
    form = SilenceForm(deadline=wall(now() + timedelta(hours=80)))
    with steps.database.writing() as db, pytest.raises(Forbidden):
        open_silence(db, steps.event, form, by=steps.cast.georgia_head)


def test_only_heads_object(steps: Steps) -> None:
    number = under_silence(steps)
    for person in (steps.cast.georgia_delegate, steps.cast.chair, steps.cast.outsider):
        with pytest.raises(Forbidden):
            objected(steps, number, by=person)


def test_two_objections_at_the_same_moment_break_it_once(steps: Steps) -> None:
    number = under_silence(steps)
    start = threading.Barrier(2)
    refusals: list[str] = []

    def attempt(person: Person) -> None:
        start.wait()
        try:
            objected(steps, number, by=person)
        except Refused as refusal:
            refusals.append(str(refusal))

    people = (steps.cast.georgia_head, steps.cast.ukraine_head)
    threads = [threading.Thread(target=attempt, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert len(reactions(steps).objections) == 1


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-03-29T02:30", "9999-12-31T23:59"])
def test_a_deadline_is_a_time_that_exists(typed: str) -> None:
    with pytest.raises(BadInput):
        SilenceForm(deadline=typed).check("Europe/Paris")


def test_a_deadline_is_wall_time_of_the_event() -> None:
    form = SilenceForm(deadline="2019-05-20T12:00")
    assert form.check("Europe/Paris") == datetime(2019, 5, 20, 10, 0, tzinfo=UTC)
