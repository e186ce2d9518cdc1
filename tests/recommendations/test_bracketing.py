"""Brackets hold both texts: choosing one side or the other gives it back, word for word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.recommendations.bracketing import (
    Option,
    bracketed,
    brackets_in,
    chosen,
)

TEXT = "Data are kept for one year, and erased afterwards."

word = st.sampled_from(["each", "State", "keeps", "data", "one", "year", "six", "months", ",", "."])
texts = st.lists(word, min_size=1, max_size=12).map(" ".join)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def resolved(text: str, option: int) -> str:
    while brackets_in(text):
        last = len(brackets_in(text)[0]) - 1
        text = chosen(text, 0, min(option, last))
    return text


@given(texts, texts)
def test_the_first_options_give_the_proposal_and_the_last_ones_the_text(
    text: str, words: str
) -> None:
    if words_of(text) == words_of(words):
        with pytest.raises(Refused, match="nothing to bracket"):
            bracketed(text, "Georgia", words)
        return
    shown = bracketed(text, "Georgia", words)
    assert "Georgia" in shown
    assert words_of(resolved(shown, 0)) == words_of(words)
    assert words_of(resolved(shown, 99)) == words_of(text)


def test_only_the_words_that_differ_stand_in_brackets() -> None:
    shown = bracketed(
        TEXT, "Georgia", "Data are kept for six months, and erased at once afterwards."
    )
    assert shown == (
        "Data are kept for [Georgia: six months / one year], "
        "and erased [Georgia: at once / —] afterwards."
    )
    assert chosen(shown, 1, 1) == (
        "Data are kept for [Georgia: six months / one year], and erased afterwards."
    )


def test_words_at_the_end_come_before_the_full_stop() -> None:
    shown = bracketed("Data are kept.", "Georgia", "Data are kept for a year.")
    assert shown == "Data are kept [Georgia: for a year / —]."
    assert chosen(shown, 0, 1) == "Data are kept."
    assert chosen(shown, 0, 0) == "Data are kept for a year."


def test_a_second_proposal_joins_the_bracket_of_the_first() -> None:
    first = bracketed(TEXT, "Georgia", TEXT.replace("one year", "six months"))
    both = bracketed(first, "Ukraine", TEXT.replace("one year", "two years"))
    assert both == (
        "Data are kept for [Georgia: six months / Ukraine: two years / one year], "
        "and erased afterwards."
    )


def test_the_same_words_of_two_delegations_stand_once() -> None:
    first = bracketed(TEXT, "Georgia", TEXT.replace("one year", "six months"))
    both = bracketed(first, "Ukraine", TEXT.replace("one year", "six months"))
    assert "[Georgia, Ukraine: six months / one year]" in both


def test_brackets_typed_by_hand_offer_what_they_say() -> None:
    assert brackets_in("Kept for [A: six months / B: one year].") == [
        (Option("A", "six months"), Option("B", "one year"))
    ]
    assert chosen("Kept [for one year].", 0, 0) == "Kept."
    assert chosen("Kept [for one year].", 0, 1) == "Kept for one year."


@pytest.mark.parametrize(
    ("text", "words", "why"),
    [
        ("Kept [for one year.", "Kept.", "does not close"),
        (TEXT, "Data are [kept].", "by hand"),
        (TEXT, "Data are kept / erased.", "by hand"),
        (TEXT, TEXT, "nothing to bracket"),
        ("[A: one / two] and [A: three / four]", "five", "cross two brackets"),
    ],
)
def test_what_cannot_be_bracketed_is_refused(text: str, words: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        bracketed(text, "Georgia", words)


def test_a_bracket_that_was_resolved_meanwhile_is_refused() -> None:
    with pytest.raises(Refused, match="no such bracket"):
        chosen("Kept for one year.", 0, 0)
