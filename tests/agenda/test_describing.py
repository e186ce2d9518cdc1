"""What an event says about itself is changed by its organisers, and nobody's words are lost."""

from __future__ import annotations

import pytest

from app.agenda.describing import describe_event, seen_in
from app.agenda.describing_forms import EventForm
from app.errors import BadInput, Forbidden, SignInNeeded, StaleWrite
from app.events.models import Accent, Event, Mode

LANGUAGES = ("en", "fr")


@pytest.fixture
def describe(database, event, organiser):
    """Changes some fields of the form as the page shows it now; the event as stored afterwards."""

    def described(*, by=organiser, **typed: str) -> Event:
        with database.reading() as db:
            stored = db.get_one(Event, event.key)
            form = EventForm.of(stored, seen_in(stored)).model_copy(update=typed)
        with database.writing() as db:
            describe_event(db, event, form, languages=LANGUAGES, by=by)
        with database.reading() as db:
            kept: Event = db.get_one(Event, event.key)
            return kept

    return described


def test_what_is_typed_is_what_the_event_says(describe):
    said = describe(
        title="  A new   title ", short_title="New", place="Cebu", mode="online", accent="green",
        language="fr", required_priorities="3",
    )  # fmt: skip
    assert (said.title, said.short_title, said.place) == ("A new title", "New", "Cebu")
    assert (said.mode, said.accent, said.language) == (Mode.ONLINE, Accent.GREEN, "fr")
    assert said.required_priorities == 3
    assert describe(place="", required_priorities="").place == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "x" * 301), ("venue", "x" * 301), ("mode", "by post"),
     ("language", "tlh"), ("accent", "pink"), ("required_priorities", "two"),
     ("required_priorities", "²")],
)  # fmt: skip
def test_a_mistake_is_a_sentence_beside_its_field(describe, field, value):
    with pytest.raises(BadInput) as refused:
        describe(place="Elsewhere", **{field: value})
    assert refused.value.field == field
    assert describe().place != "Elsewhere"


def test_two_organisers_at_once_lose_no_word(describe, database, event, organiser, colleague):
    with database.reading() as db:
        stored = db.get_one(Event, event.key)
        form = EventForm.of(stored, seen_in(stored))
    describe(place="Cebu", by=colleague)
    mine = form.model_copy(update={"venue": "Palais"})
    with pytest.raises(StaleWrite) as stale, database.writing() as db:
        describe_event(db, event, mine, languages=LANGUAGES, by=organiser)
    assert "Cebu" in stale.value.theirs
    assert "Palais" in stale.value.yours
    assert describe().venue == ""


def test_only_organisers_describe_their_event(describe, cast):
    for person, refusal in ((None, SignInNeeded), (cast.organiser, Forbidden)):
        with pytest.raises(refusal):
            describe(title="Mine now", by=person)
