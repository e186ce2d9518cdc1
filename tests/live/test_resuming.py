"""Order, gaplessness and catching up, over real sockets."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from app.live.audiences import Audience
from app.live.rooms import RING
from tests.live.stage import MemoryBoard, Stage, frames_until, quiet, staged
from tests.loops import run


@pytest.fixture(params=["ready", "plain"])
def stage(request):
    with staged(ready=request.param == "ready") as running:
        yield running


def cards_after(
    board: MemoryBoard, frames: list[Any], audience: Audience, seen: int
) -> dict[str, str]:
    """What a phone shows that had seen `seen` changes and then received these frames."""
    before = MemoryBoard(board.changes[:seen], board.secret)
    shown = before.cards(audience)
    for frame in frames:
        if frame.get("snapshot"):
            assert frame["content"] == board.board_html(audience)
            shown = dict(board.cards(audience))
        elif "content" in frame:
            card, _, text = frame["content"].partition("=")
            shown.pop(card, None) if text == "None" else shown.update({card: text})
    return shown


def test_changes_arrive_in_order_and_without_gaps(stage: Stage):
    async def follow():
        async with stage.phone() as first, stage.phone() as second:
            await asyncio.sleep(0.1)
            for number in range(1, 101):
                stage.post(f"card-{number % 7}", f"text {number}")
                if number % 10 == 0:
                    await asyncio.sleep(0.02)
            for socket in (first, second):
                frames = await frames_until(socket, 100)
                assert [frame["seq"] for frame in frames] == list(range(1, 101))

    run(follow())


@pytest.mark.parametrize("missed", [0, 1, RING, RING + 1])
def test_who_resumes_shows_what_a_fresh_page_shows(stage: Stage, missed):
    async def follow():
        total = RING + 20
        async with stage.phone() as listening:
            assert await quiet(listening, 0.1)  # seated: the ring begins with the first change
            for number in range(1, total + 1):
                stage.post(f"card-{number % 9}", None if number % 13 == 0 else f"text {number}")
                if number % 50 == 0:
                    await frames_until(listening, number)
            await frames_until(listening, total)
            async with stage.phone(resume=total - missed) as late:
                if missed == 0:
                    assert await quiet(late)
                    return
                frames = await frames_until(late, total)
        assert len(frames) == (missed if missed <= RING else 1)
        shown = cards_after(stage.board, frames, Audience.DELEGATE, total - missed)
        assert shown == stage.board.cards(Audience.DELEGATE)

    run(follow())


def test_an_empty_board_sends_nothing_and_then_its_first_change(stage: Stage):
    async def follow():
        async with stage.phone(resume=0) as socket:
            assert await quiet(socket)
            stage.post("card", "first")
            assert [f["seq"] for f in await frames_until(socket, 1)] == [1]

    run(follow())


def test_a_number_from_another_history_is_answered_with_the_board(stage: Stage):
    async def follow():
        stage.post("card", "text")
        for number in (-1, 5000):
            async with stage.phone(resume=number) as socket:
                (frame,) = await frames_until(socket, 1)
                assert frame["snapshot"] is True

    run(follow())


def test_a_hundred_phones_that_resume_share_one_snapshot(stage: Stage):
    async def follow():
        for number in range(3):
            stage.board.change(f"card-{number}", "text")
        sockets = [stage.phone(resume=-1) for _ in range(100)]
        opened = await asyncio.gather(*(socket.__aenter__() for socket in sockets))
        for socket in opened:
            await frames_until(socket, 3)
        await asyncio.gather(*(socket.__aexit__(None, None, None) for socket in sockets))
        assert stage.board.renders == ["snapshot delegate en"]

    run(follow())


def test_a_delegate_learns_only_the_number_of_what_moderators_see(stage: Stage):
    async def follow():
        async with stage.phone() as delegate, stage.phone("moderator") as moderator:
            await asyncio.sleep(0.1)
            stage.post("card", "open")
            stage.post("hidden", "victim's name", secret=True)
            assert await frames_until(moderator, 2) == [
                {"seq": 1, "content": "card=open"},
                {"seq": 2, "content": "hidden=victim's name"},
            ]
            assert await frames_until(delegate, 2) == [
                {"seq": 1, "content": "card=open"},
                {"seq": 2},
            ]

    run(follow())


def test_ten_changes_in_a_tick_are_rendered_together(stage: Stage):
    async def follow():
        async with stage.phone() as one, stage.phone() as two:
            await asyncio.sleep(0.15)
            for number in range(10):
                stage.post("card", f"text {number}")
            await frames_until(one, 10)
            await frames_until(two, 10)
        assert len(stage.board.renders) <= 2

    run(follow())


def test_the_first_message_is_the_servers_clock(stage: Stage):
    async def follow():
        async with stage.phone(resume=None) as socket:
            assert list(json.loads(await socket.recv())) == ["now"]

    run(follow())


def test_nothing_numbered_comes_before_the_phone_says_where_it_stands(stage: Stage):
    async def follow():
        async with stage.phone(resume=None) as socket:
            stage.post("card", "text")
            assert await quiet(socket)

    run(follow())


def test_a_lost_notice_costs_a_delay_and_nothing_else():
    async def follow(stage):
        async with stage.phone() as socket:
            await asyncio.sleep(0.1)
            stage.board.change("card", "nobody was told")
            frames = await frames_until(socket, 1)
            assert frames[0]["content"] == "card=nobody was told"

    with staged(poll=0.3) as stage:
        run(follow(stage))


def test_a_database_that_is_away_for_a_moment_loses_nothing(caplog):
    async def follow(stage):
        stage.board.change("card", "text")
        stage.board.fails = 1
        async with stage.phone() as socket:
            await frames_until(socket, 1)

    with staged() as stage:
        run(follow(stage))
    assert "trying again" in caplog.text


def test_presence_is_a_count_of_people_and_not_of_tabs(stage: Stage):
    async def follow():
        async with (
            stage.phone(person="p1") as socket,
            stage.phone(person="p1"),
            stage.phone(person="p2"),
            stage.phone("projector"),
        ):
            deadline = time.monotonic() + 4
            said = []
            while time.monotonic() < deadline and 2 not in said:
                message = json.loads(await asyncio.wait_for(socket.recv(), 4))
                said += [message["presence"]] if "presence" in message else []
            assert said[-1] == 2
            assert stage.broadcaster.present(12) == 2

    run(follow())
