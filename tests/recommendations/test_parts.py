"""Parts that records say by themselves, worded by the rapporteur, and honest about what changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.clock import now
from app.delegations.models import Participant
from app.delegations.rights import Person
from app.errors import Forbidden, NotFound, Refused, StaleWrite
from app.recommendations.forms import PartForm
from app.recommendations.parts import Fact, changed_beneath
from app.recommendations.queries import conclusions_document
from app.recommendations.wording_parts import keep_words, part, release_part, word_part
from tests.recommendations.steps import Steps

ClientFor = Callable[[Person], TestClient]
WORDS = "Ten delegations came.^(Two of them online.)\n\nThey worked for two days."
PARTS = "/events/workshop/conclusions/parts"


def _word(steps: Steps, text: str = WORDS, revision: int = 0, key: str = "participation") -> None:
    with steps.database.writing() as db:
        form = PartForm(text=text, revision=revision)
        word_part(db, steps.event, key, form, by=steps.cast.rapporteur)


def _printed(steps: Steps, key: str) -> list[object]:
    with steps.database.reading() as db:
        document = conclusions_document(db, steps.event, by=steps.cast.rapporteur)
    return [block for part in document.parts if part.key == key for block in part.blocks]


def _somebody_leaves(steps: Steps) -> None:
    with steps.database.writing() as db:
        db.get_one(Participant, steps.cast.ukraine_delegate.own_id).left_at = now()


def _behind(steps: Steps, key: str = "participation") -> list[Fact]:
    with steps.database.reading() as db:
        return list(part(db, steps.event, key, by=steps.cast.rapporteur).behind)


def test_what_differs_is_told_with_both_figures() -> None:
    before, after = {"Participants": "52", "Malta": "3"}, {"Participants": "54", "Serbia": "5"}
    assert changed_beneath(before, after) == [
        Fact("Participants", "52", "54"),
        Fact("Serbia", "", "5"),
        Fact("Malta", "3", ""),
    ]


def test_worded_parts_keep_their_words_and_say_what_changed_beneath(steps: Steps) -> None:
    automatic = _printed(steps, "participation")
    _word(steps)
    assert [block.text for block in _printed(steps, "participation")] == [  # type: ignore[attr-defined]
        "Ten delegations came.",
        "They worked for two days.",
    ]
    assert _behind(steps) == []
    _somebody_leaves(steps)
    (total, ukraine, *_sectors) = _behind(steps)
    assert (total.label, int(total.before) - int(total.now)) == ("Participants", 1)
    assert (ukraine.label, int(ukraine.before) - int(ukraine.now)) == ("Ukraine", 1)
    with steps.database.writing() as db:
        keep_words(db, steps.event, "participation", 1, by=steps.cast.rapporteur)
    assert _behind(steps) == []
    assert len(_printed(steps, "participation")) == 2
    with steps.database.writing() as db:
        release_part(db, steps.event, "participation", 2, by=steps.cast.rapporteur)
    assert [type(block) for block in _printed(steps, "participation")] == [
        type(block) for block in automatic
    ]


def test_two_rapporteurs_who_word_one_part_see_both_texts(steps: Steps) -> None:
    _word(steps)
    with pytest.raises(StaleWrite) as stale:
        _word(steps, "Mine.")
    assert (stale.value.theirs, stale.value.yours) == (WORDS, "Mine.")
    with steps.database.writing() as db, pytest.raises(Refused):
        release_part(db, steps.event, "participation", 7, by=steps.cast.rapporteur)
    assert len(_printed(steps, "participation")) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_thanked_before_somebody_words_it(steps: Steps) -> None:
    steps.add("Agreed.")
    assert _printed(steps, "thanks") == []
    _word(steps, "The participants thank the host.", key="thanks")
    adoption = steps.adopt()
    assert "thank the host" in str(adoption.document["parts"])
    with pytest.raises(Refused):
        _word(steps, "Later.", revision=1, key="thanks")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_who_writes_the_conclusions_words_their_parts(steps: Steps) -> None:
    for person in (steps.cast.chair, steps.cast.georgia_head):
        with steps.database.writing() as db, pytest.raises(Forbidden):
            word_part(db, steps.event, "thanks", PartForm(text="x"), by=person)
    with steps.database.reading() as db, pytest.raises(NotFound):
        part(db, steps.event, "way-ahead", by=steps.cast.rapporteur)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_show_the_change_and_take_the_new_records(
    steps: Steps, client_for: ClientFor
) -> None:
    browser = client_for(steps.cast.rapporteur)
    assert "From the records" in browser.get(PARTS).text
    empty = browser.post(f"{PARTS}/participation", data={"text": " ", "revision": "0"})
    assert (empty.status_code, "let the records speak" in empty.text) == (422, True)
    assert "Ukraine (" in browser.get(f"{PARTS}/participation").text
    saved = browser.post(f"{PARTS}/participation", data={"text": WORDS, "revision": "0"})
    assert "now stands in your words" in browser.get(saved.headers["location"]).text
    _somebody_leaves(steps)
    page = browser.get(f"{PARTS}/participation").text
    assert "Records beneath have changed since:" in page
    stale = browser.post(f"{PARTS}/participation", data={"text": "Mine.", "revision": "0"})
    assert stale.status_code == 409
    assert "Mine." in stale.text
    taken = browser.post(f"{PARTS}/participation/renewal", data={"revision": "1"})
    assert "The records speak again" in browser.get(taken.headers["location"]).text
