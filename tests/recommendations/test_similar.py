"""Proposals of similar recommendations on two labelled sets; `pytest -s` prints the figures."""

from __future__ import annotations

import itertools
import random
import threading
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.recommendations import proposing
from app.recommendations.proposing import Progress, Proposer
from app.recommendations.similar import Proposals, marked, propose

SETS = Path(__file__).parent / "similar"


@dataclass(frozen=True)
class Labelled:
    """Texts, and for each the number of its group (None: it stands alone)."""

    texts: list[str]
    groups: list[int | None]


def labelled(name: str) -> Labelled:
    told = tomllib.loads((SETS / f"{name}.toml").read_text("utf-8"))
    lines: list[tuple[str, int | None]] = [
        (text, number) for number, group in enumerate(told["groups"]) for text in group
    ]
    lines += [(text, None) for text in told["singles"]]
    # Partners must not be found by standing side by side.
    random.Random(6).shuffle(lines)
    return Labelled([text for text, _ in lines], [group for _, group in lines])


@pytest.mark.parametrize("name", ["tuned_on", "held_back"])
def test_partners_are_proposed_and_strangers_are_not(name: str) -> None:
    told = labelled(name)
    assert len(told.texts) >= 60
    proposals = propose(told.texts)
    true = {
        (one, other)
        for one, other in itertools.combinations(range(len(told.texts)), 2)
        if told.groups[one] is not None and told.groups[one] == told.groups[other]
    }
    proposed = {pair for group in proposals.groups for pair in itertools.combinations(group, 2)}
    precision = len(true & proposed) / len(proposed)
    recall = len(true & proposed) / len(true)
    f1 = 2 * precision * recall / (precision + recall)
    having = [place for place, group in enumerate(told.groups) if group is not None]
    found = [
        place
        for place in having
        if any(told.groups[o] == told.groups[place] for o, _ in proposals.nearest[place][:3])
    ]
    first_three = len(found) / len(having)
    print(f"{name}: {precision=:.2f} {recall=:.2f} {f1=:.2f} {first_three=:.2f}")
    assert f1 >= 0.75
    assert first_three >= 0.95


def test_a_thousand_recommendations_take_less_than_two_seconds() -> None:
    every = labelled("tuned_on").texts + labelled("held_back").texts
    chance = random.Random(1)
    loose = [word for text in every for word in text.split()]
    texts = [
        " ".join([*chance.choice(every).split()[:12], *chance.sample(loose, 12)])
        for _ in range(1000)
    ]
    heard: list[int] = []
    began = time.process_time()
    proposals = propose(texts, told=lambda done, _every: heard.append(done))
    took = time.process_time() - began
    print(f"1000 texts: {took:.2f} s, {len(proposals.groups)} groups")
    assert heard == list(range(1, 1001))
    assert took < 2


def test_the_order_of_the_texts_changes_no_group() -> None:
    texts = labelled("tuned_on").texts

    def named(order: list[int]) -> set[frozenset[str]]:
        shuffled = [texts[place] for place in order]
        return {frozenset(shuffled[place] for place in group) for group in propose(shuffled).groups}

    places = list(range(len(texts)))
    assert named(places) == named(places[::-1])


@pytest.mark.parametrize("texts", [[], [""], ["of the", "and to"], ["Train judges."]])
def test_nothing_to_compare_proposes_nothing(texts: list[str]) -> None:
    assert propose(texts).groups == ()


def test_marked_pieces_put_together_are_the_text() -> None:
    texts = [
        "Train judges and prosecutors on electronic evidence.",
        "Former les juges à la preuve numérique, chaque année.",
    ]
    pieces = marked(texts)
    assert ["".join(text for text, _ in line) for line in pieces] == texts
    assert [text for text, is_shared in pieces[0] if is_shared] == [
        "Train",
        "judges",
        "electronic evidence",
    ]
    assert [text for text, is_shared in pieces[1] if is_shared] == [
        "Former",
        "juges",
        "preuve numérique",
    ]


def test_few_texts_are_answered_at_once_and_remembered() -> None:
    proposer = Proposer()
    texts = ("Train judges on electronic evidence.", "Judges are trained on digital evidence.")
    first = proposer.proposals(texts)
    assert isinstance(first, Proposals)
    assert first.groups == ((0, 1),)
    assert proposer.proposals(texts) is first


def test_many_texts_are_worked_out_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, done = threading.Event(), Proposals((), ((), ()))

    def slow(texts: tuple[str, ...], *, told: object) -> Proposals:
        assert callable(told)
        told(1, 2)
        go_on.wait(10)
        return done

    monkeypatch.setattr(proposing, "propose", slow)
    proposer = Proposer(at_once=1)
    texts = ("One.", "Two.")
    progress = proposer.proposals(texts)
    assert isinstance(progress, Progress)
    assert progress.every == 2
    # Whoever asks meanwhile hears of the same work; no second thread begins it again.
    assert proposer.proposals(texts) is progress
    go_on.set()
    until = time.monotonic() + 10
    while proposer.proposals(texts) is not done and time.monotonic() < until:
        time.sleep(0.01)
    assert proposer.proposals(texts) is done
    assert progress.done == 1
