"""Frames by stream and by poll, with plain clients: the same as by socket, kicked like sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from app.db import Database
from app.delegations.links import revoke_links
from app.live.streaming import as_event
from app.sessions.forms import HidingForm
from app.sessions.moderating import hide_input
from tests.cast import Cast
from tests.live_boards.feeds import PATH, cookie_of, feed, frames_up_to
from tests.live_boards.phones import ScriptedPage
from tests.loops import run
from tests.sessions.rooms import opened, posted


def test_an_event_carries_its_number_as_id_and_other_messages_none() -> None:
    assert as_event('{"seq":12,"content":"a"}') == b'id: 12\ndata: {"seq":12,"content":"a"}\n\n'
    assert as_event('{"presence":3}') == b'data: {"presence":3}\n\n'


def test_a_stream_and_a_poll_bring_what_a_socket_brings(
    database: Database, cast: Cast, address: str, application: FastAPI
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    served_database: Database = application.state.database

    async def walk() -> None:
        async with (
            _client(address, cookie) as client,
            feed(address, cookie) as socket,
            _stream(client, after=1) as events,
        ):
            await socket.send('{"resume": 1}')
            polling = asyncio.create_task(_poll(client, after=1))
            posted(served_database, board, cast.georgia_head, "One office.\nTwo lines.")
            by_socket = await frames_up_to(socket, 2)
            assert _numbered((await polling)["messages"]) == by_socket
            assert [await anext(events)] == by_socket
            # From nothing: the whole board, with which any old page is a fresh one.
            [whole] = _numbered((await _poll(client, after=-1))["messages"])
            assert whole["snapshot"]
            page = ScriptedPage((await client.get(f"{PATH}/board")).text)
            fresh = page.board()
            page.take(json.dumps(whole))
            assert page.board() == fresh

    run(walk())


def test_a_stream_resumes_after_the_last_event_and_not_after_its_address(
    database: Database, cast: Cast, address: str
) -> None:
    board = opened(database, cast)
    for text in ("One.", "Two.", "Three."):
        posted(database, board, cast.georgia_head, text)
    cookie = cookie_of(database, cast.ukraine_head)

    async def walk() -> None:
        async with (
            _client(address, cookie) as client,
            _stream(client, after=1, headers={"Last-Event-ID": "3"}) as events,
        ):
            assert (await anext(events))["seq"] == 4

    run(walk())


def test_a_poll_without_news_waits_and_says_so(
    database: Database, cast: Cast, address: str
) -> None:
    opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    answer = httpx2.get(
        f"{address}{PATH}/frames?after=1&wait=0.3", cookies={"plenary_sign_in": cookie}
    ).json()
    assert (_numbered(answer["messages"]), answer["closed"]) == ([], None)
    assert "now" in answer["messages"][0]


def test_who_is_revoked_is_sent_away_from_stream_and_poll_within_a_second(
    database: Database, cast: Cast, address: str, application: FastAPI
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_delegate)
    served_database: Database = application.state.database

    async def walk() -> None:
        async with _client(address, cookie) as client, _stream(client, after=1) as events:
            polling = asyncio.create_task(_poll(client, after=1))
            # Both are seated when both have told who is here.
            posted(served_database, board, cast.georgia_head, "Before.")
            assert (await anext(events))["seq"] == 2
            await polling
            polling = asyncio.create_task(_poll(client, after=2))
            await asyncio.sleep(0.2)
            with served_database.writing() as db:
                revoke_links(db, cast.event_id, cast.georgia_delegate.own_id, by=cast.organiser)
            async with asyncio.timeout(1):
                assert (await polling)["closed"] == 4403
                assert [event async for event in events] == [{"end": 4403}]
            for way in ("frames", "feed"):
                assert (await client.get(f"{PATH}/{way}")).status_code == 401

    run(walk())


def test_what_is_hidden_streams_to_moderators_only(
    database: Database, cast: Cast, address: str
) -> None:
    board = opened(database, cast)
    client_id = posted(database, board, cast.georgia_head, "Victim's name.")
    with database.writing() as db:
        hide_input(db, board, client_id, HidingForm(reason="A name."), by=cast.chair)

    async def walk() -> None:
        podium, delegate = (cookie_of(database, one) for one in (cast.chair, cast.ukraine_head))
        async with _client(address, delegate) as client:
            answer = await client.get(f"{PATH}/frames?after=-1")
            assert "Victim" not in answer.text
            assert answer.json()["messages"][-1]["seq"] == 3
            refused = await client.get(f"{PATH}/feed?audience=moderator")
            assert refused.status_code == 403
        async with _client(address, podium) as client:
            answer = await client.get(f"{PATH}/frames?after=-1&audience=moderator")
            assert "Victim" in answer.text

    run(walk())


@pytest.mark.parametrize("wrong", ["after=x", "after=-2", "audience=nobody", "seconds=-1"])
def test_a_senseless_question_is_refused(
    database: Database, cast: Cast, address: str, wrong: str
) -> None:
    opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)
    answer = httpx2.get(f"{address}{PATH}/feed?{wrong}", cookies={"plenary_sign_in": cookie})
    assert answer.status_code == 422


@asynccontextmanager
async def _client(address: str, cookie: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(
        base_url=address, cookies={"plenary_sign_in": cookie}, timeout=10, trust_env=False
    ) as client:
        yield client


@asynccontextmanager
async def _stream(
    client: httpx2.AsyncClient, *, after: int, headers: dict[str, str] | None = None
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The numbered frames of a stream, and its end."""
    url = f"{PATH}/feed?after={after}"
    async with client.stream("GET", url, headers=headers or {}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer)


async def _events(answer: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    ends = False
    async with asyncio.timeout(5):
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                ends = value == "end"
            elif name == "data":
                found = json.loads(value)
                if ends:
                    yield {"end": found}
                elif "seq" in found:
                    yield found


async def _poll(client: httpx2.AsyncClient, *, after: int) -> dict[str, Any]:
    answer = await client.get(f"{PATH}/frames?after={after}&wait=5")
    found: dict[str, Any] = answer.json()
    return found


def _numbered(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if "seq" in message]
