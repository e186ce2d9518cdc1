"""Every role at every door that asks for a state, in each of its states, over HTTP.

Who has no right is refused in every state; who has it is refused exactly in those states in which
the tables of states have no place for the act (409, `NotNow`), and in no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from sqlmodel import select

from app.db import Database
from app.delegations.rights import Action, Person, may
from app.errors import NotNow, PlenaryError
from app.recommendations.models import Conclusions, ConclusionsState, RecommendationState
from app.recommendations.recommendation_states import HEADS_ALONE
from app.recommendations.withdrawing import withdraw_recommendation
from app.routes.doors import DOORS
from app.routes.doors_states import OF_BOARDS, OF_CONCLUSIONS, OF_RECOMMENDATIONS
from app.routes.doors_words import EVENT, MEETING
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, RulesForm
from app.sessions.models import Board, Step
from app.sessions.moderating import set_rules
from app.sessions.states import BoardState
from app.sessions.stepping import move_step
from app.settings import Settings
from tests.cast import Cast
from tests.loops import run
from tests.recommendations.steps import Steps
from tests.routes.doors_world import World
from tests.routes.rehearsal import ask, rehearsed, without_pages
from tests.routes.walking import NOBODY, PARTS, cookie_of, may_open, somebody

# Forms whose words are read before the state is asked; all others are sent empty.
_TYPED = {
    f"POST {MEETING}/inputs": {
        "client_id": "00000000-0000-4000-8000-00000000abcd",
        "text": "One office.",
    },
    f"POST {MEETING}/inputs/{{client_id}}": {"text": "One office.", "base": "1"},
    f"POST {EVENT}/recommendations/{{recommendation_id}}/revisions": {
        "text": "Name one office.",
        "revision": "1",
    },
    f"POST {EVENT}/recommendations/{{recommendation_id}}/submission": {"revision": "1"},
    f"POST {EVENT}/recommendations/{{recommendation_id}}/dispositions": {
        "outcome": "not_retained",
        "reason": "It is said elsewhere.",
    },
    f"POST {EVENT}/recommendations/{{recommendation_id}}/returns": {
        "comment": "Who shall do it?",
        "revision": "1",
    },
    f"POST {EVENT}/recommendations": {"text": "Name one office."},
    f"POST {EVENT}/conclusions/paragraphs": {"text": "Name one office."},
    f"POST {EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/text": {
        "text": "Name one office.",
        "revision": "1",
    },
    f"POST {EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/position": {"direction": "down"},
    f"POST {EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/deletion": {"revision": "1"},
    f"POST {EVENT}/conclusions/paragraphs/{{paragraph_id:int}}/answer": {
        "kind": "agree",
        "revision": "1",
    },
    f"POST {EVENT}/conclusions/silence/calling-off": {"reason": "A word is wrong."},
    f"POST {EVENT}/conclusions/objection": {"paragraph_id": "1", "reason": "A word is wrong."},
    f"POST {EVENT}/conclusions/vote/rules": {
        "quorum": "1",
        "majority": "two_thirds",
        "counted_of": "cast",
    },
    f"POST {EVENT}/conclusions/adoption": {"mode": "consensus"},
}
# They change something of one's own beside the thing, which is no matter of its state.
_BESIDE = {
    f"POST {MEETING}/choice",
    f"POST {MEETING}/choice/removal",
    f"POST {EVENT}/recommendations/{{recommendation_id}}/writers",
}


class Walk:
    """One world, everybody's cookies, and the application in rehearsal."""

    def __init__(self, database: Database, cast: Cast, application: FastAPI) -> None:
        self.database = database
        self.cast = cast
        self.world = World(database, cast)
        self.application = application
        self.people = {part: somebody(database, cast, part) for part in (*PARTS, *NOBODY)}
        self.cookies = {part: cookie_of(database, cast, part) for part in (*PARTS, *NOBODY)}
        # Sentences that a state refused, since they were last looked at.
        self.refused: list[str] = []

    def wrong_in(
        self, state: StrEnum, doors: Mapping[str, frozenset[Any]], **other: object
    ) -> list[str]:
        """What is not as the tables say, at these doors in this state."""

        async def walk() -> list[str]:
            return [
                f"{part} at {door} in “{state.value}”: {wrong}"
                for part, person in self.people.items()
                for door in self._worth_trying(person, doors)
                for wrong in [await self._wrong_at(part, door, state, state in doors[door], other)]
                if wrong
            ]

        return run(walk())

    def bring_conclusions_to(self, state: ConclusionsState) -> None:
        """As if the acts that lead there had been done."""
        with self.database.writing() as db:
            db.connection().execute(sa.update(Conclusions).values(state=state))

    def _worth_trying(self, person: Person | None, doors: Mapping[str, object]) -> Iterator[str]:
        """All that one may open; of the others one for each right (and each is tried elsewhere)."""
        tried = set()
        for door in doors:
            if may_open(door, person, self.cast):
                yield door
            elif (DOORS[door], "{client_id}" in door) not in tried:
                tried.add((DOORS[door], "{client_id}" in door))
                yield door

    async def _wrong_at(
        self, part: str, door: str, state: StrEnum, possible: bool, other: Mapping[str, object]
    ) -> str:
        self.refused.clear()
        method, path = door.split()[0], self.world.address(door, **other)
        answer = await ask(self.application, method, path, self.cookies[part], _TYPED.get(door))
        if not self._may_open(door, self.people[part], state):
            as_it_should = answer.status in {401, 403, 404}
        elif possible:
            is_in = answer.status not in {401, 403, 404} and 200 <= answer.status < 500
            as_it_should = is_in and not self.refused
        elif state is BoardState.UNOPENED or (state is RecommendationState.DRAFT):
            # Not there, or another one's draft: nothing is said of it.
            as_it_should = answer.status == 404
        else:
            as_it_should = answer.status == 409 and bool(self.refused)
        return "" if as_it_should else f"{answer.status} {self.refused}"

    def _may_open(self, door: str, person: Person | None, state: StrEnum) -> bool:
        """The right in this state: from its submission on a recommendation is its head's."""
        heads = door.endswith(("/revisions", "/withdrawal")) and state in HEADS_ALONE
        if heads and not may(person, Action.SUBMIT_OWN_RECOMMENDATION, event_id=self.cast.event_id):
            return False
        return may_open(door, person, self.cast)


@pytest.fixture
def walk(
    database: Database,
    database_url: str,
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Walk]:
    application = rehearsed(Settings(data=tmp_path, database_url=database_url), monkeypatch)
    walk = Walk(database, cast, application)

    def noted(refusal: NotNow, sentence: str, **values: object) -> None:
        walk.refused.append(sentence)
        PlenaryError.__init__(refusal, sentence, **values)

    monkeypatch.setattr(NotNow, "__init__", noted)
    with without_pages(monkeypatch):
        yield walk
    application.state.database.dispose()


def test_every_door_that_changes_a_board_or_a_recommendation_says_in_which_states():
    asked = {
        door
        for door in DOORS
        if door.startswith((f"POST {MEETING}/", f"POST {EVENT}/recommendations/{{"))
    }
    assert asked == OF_BOARDS.keys() | OF_RECOMMENDATIONS.keys() | _BESIDE


def test_a_board_asks_for_its_state_behind_every_door_of_the_table(walk: Walk):
    wrong = walk.wrong_in(BoardState.UNOPENED, OF_BOARDS, key="workshop-2")
    wrong += walk.wrong_in(BoardState.POSTING, OF_BOARDS)
    with walk.database.writing() as db:
        set_rules(db, walk.world.board, RulesForm(locked="yes"), by=walk.cast.chair)
    wrong += walk.wrong_in(BoardState.STOPPED, OF_BOARDS)
    with walk.database.writing() as db:
        move_step(db, walk.world.board, Step.GROUP.value, by=walk.cast.chair)
    wrong += walk.wrong_in(BoardState.LATER, OF_BOARDS)
    with walk.database.writing() as db:
        reason = ClosureForm(override_reason="The room was needed.")
        close_board(db, walk.world.board, reason, by=walk.cast.chair)
    wrong += walk.wrong_in(BoardState.CLOSED, OF_BOARDS)
    assert wrong == []
    with walk.database.reading() as db:
        # Nothing of it lasted: still one board, whose world was brought on by us alone.
        assert len(db.exec(select(Board)).all()) == 1


def test_a_recommendation_asks_for_its_state_behind_every_door_of_the_table(walk: Walk):
    steps = Steps(walk.database, walk.cast)
    texts = {
        RecommendationState.DRAFT: steps.draft(),
        RecommendationState.SUBMITTED: steps.submitted(),
        RecommendationState.NOT_RETAINED: steps.submitted(),
        RecommendationState.REFERRED: steps.submitted(),
        RecommendationState.WITHDRAWN: steps.submitted(),
    }
    steps.decide(texts[RecommendationState.NOT_RETAINED], "not_retained", reason="Said before.")
    steps.decide(texts[RecommendationState.REFERRED], "referred", referred_to="The Bureau")
    with walk.database.writing() as db:
        taken_back = texts[RecommendationState.WITHDRAWN]
        withdraw_recommendation(db, steps.event, taken_back, by=walk.cast.georgia_head)
    wrong = []
    for state, number in texts.items():
        assert steps.state(number) is state
        wrong += walk.wrong_in(state, OF_RECOMMENDATIONS, recommendation_id=number)
    assert wrong == []


def test_conclusions_ask_for_their_stage_behind_every_door_of_the_table(walk: Walk):
    steps = Steps(walk.database, walk.cast)
    draft, undecided = steps.draft(), steps.submitted()
    steps.add("A paragraph behind the one that is moved.")
    wrong = []
    for state in ConclusionsState:
        if state is ConclusionsState.ADOPTED:
            walk.bring_conclusions_to(ConclusionsState.DRAFT)
            for line in steps.records().recommendations:
                if line.is_open:
                    steps.decide(line.row.key, "not_retained", reason="Said before.")
            steps.adopt()
        walk.bring_conclusions_to(state)
        own = {
            door: states
            for door, states in OF_CONCLUSIONS.items()
            if door.endswith(("/revisions", "/withdrawal", "/submission"))
        }
        others = {door: states for door, states in OF_CONCLUSIONS.items() if door not in own}
        wrong += walk.wrong_in(state, own, recommendation_id=draft)
        wrong += walk.wrong_in(state, others, recommendation_id=undecided)
    assert wrong == []
