"""A room on real sockets: who sees what, who is let in, who is sent away."""

from __future__ import annotations

import asyncio
import contextlib
import json
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.db import Database
from app.delegations.links import revoke_links
from app.sessions.forms import HidingForm
from app.sessions.moderating import hide_input
from tests.cast import Cast
from tests.live_boards.feeds import PATH, close_code, cookie_of, feed, frames_up_to
from tests.live_boards.phones import ScriptedPage
from tests.loops import run
from tests.sessions.rooms import opened, posted


def test_phones_moderator_and_projector_see_what_a_phone_posts(
    database: Database, cast: Cast, address: str, application: FastAPI
) -> None:
    opened(database, cast)
    georgia, ukraine = (
        cookie_of(database, person) for person in (cast.georgia_head, cast.ukraine_head)
    )
    podium = cookie_of(database, cast.rapporteur)

    async def walk() -> None:
        async with (
            feed(address, georgia) as one,
            feed(address, ukraine) as two,
            feed(address, podium, "moderator") as desk,
            feed(address, podium, "projector") as projector,
        ):
            everybody = (one, two, desk, projector)
            for connection in everybody:
                await connection.send(json.dumps({"resume": 1}))
            client_id = str(uuid4())
            answer = await asyncio.to_thread(_post, address, georgia, client_id, "One office.")
            assert answer.status_code == 201
            for connection in everybody:
                (frame,) = await frames_up_to(connection, 2)
                assert f'id="input-{client_id}"' in frame["content"]
                assert "One office." in frame["content"]
            # Hidden: the desk keeps the text, the phones are told that it is gone.
            with application.state.database.writing() as db:
                form = HidingForm(reason="Advertising.")
                hide_input(db, 1, client_id, form, by=cast.chair)
            shown = ["One office." in _text(await frames_up_to(each, 3)) for each in everybody]
            assert shown == [False, False, True, False]

    run(walk())


def test_a_phone_that_was_away_ends_with_what_a_fresh_page_shows(
    database: Database, cast: Cast, address: str
) -> None:
    board = opened(database, cast)
    georgia = cookie_of(database, cast.georgia_head)
    page = ScriptedPage(_page(address, georgia))
    inputs = [posted(database, board, cast.georgia_head, f"Input {n}") for n in range(4)]

    async def walk() -> None:
        async with feed(address, georgia) as phone:
            await phone.send(json.dumps({"resume": page.seen}))
            for frame in await frames_up_to(phone, 5):
                page.take(json.dumps(frame))
        # Away, while something changes; then the same phone comes back.
        with database.writing() as db:
            hide_input(db, board, inputs[0], HidingForm(reason="Twice."), by=cast.chair)
        posted(database, board, cast.ukraine_head, "While it was away.")
        async with feed(address, georgia) as phone:
            await phone.send(json.dumps({"resume": page.seen}))
            for frame in await frames_up_to(phone, 7):
                page.take(json.dumps(frame))

    run(walk())
    assert page.board() == ScriptedPage(_page(address, georgia)).board()
    assert page.gaps == 0


@pytest.mark.parametrize(
    ("part", "audience", "code"),
    [
        (None, "delegate", 4401),
        ("outsider", "delegate", 4403),
        ("outsider", "projector", 4403),
        ("georgia_head", "moderator", 4403),
        ("georgia_head", "projector", 4403),
        ("observer", "moderator", 4403),
    ],
)
def test_who_may_not_see_it_is_sent_nothing_but_the_reason(
    database: Database, cast: Cast, address: str, part: str | None, audience: str, code: int
) -> None:
    board = opened(database, cast)
    posted(database, board, cast.georgia_head, "For the room only.")
    cookie = cookie_of(database, cast.everybody[part]) if part else None

    async def walk() -> tuple[list[str | bytes], int | None]:
        async with feed(address, cookie, audience) as connection:
            messages: list[str | bytes] = []
            with contextlib.suppress(ConnectionClosed):
                async with asyncio.timeout(1):
                    while True:
                        messages.append(await connection.recv())
            return messages, connection.close_code

    assert run(walk()) == ([], code)


def test_a_board_that_is_not_open_ends_the_feed(
    database: Database, cast: Cast, address: str
) -> None:
    cookie = cookie_of(database, cast.georgia_head)

    async def walk() -> int | None:
        async with feed(address, cookie) as connection:
            return await close_code(connection)

    assert run(walk()) == 4410


@pytest.mark.parametrize(
    ("origin", "audience"), [("https://elsewhere.example", "delegate"), (None, "everybody")]
)
def test_another_sites_page_and_an_unknown_audience_are_not_let_in(
    database: Database, cast: Cast, address: str, origin: str | None, audience: str
) -> None:
    opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)

    async def walk() -> None:
        async with feed(address, cookie, audience, origin=origin):
            pass

    with pytest.raises(InvalidStatus) as refused:
        run(walk())
    assert refused.value.response.status_code == 403


def test_a_revoked_persons_feed_closes_within_a_second_and_no_other(
    database: Database, cast: Cast, address: str, application: FastAPI
) -> None:
    opened(database, cast)
    georgia, ukraine = (
        cookie_of(database, person) for person in (cast.georgia_head, cast.ukraine_head)
    )

    async def walk() -> int | None:
        async with feed(address, georgia) as revoked, feed(address, ukraine) as other:
            await other.send(json.dumps({"resume": 0}))
            await frames_up_to(other, 1)
            await revoked.send(json.dumps({"resume": 0}))
            await frames_up_to(revoked, 1)
            # The server's own handle: on SQLite what another process commits is found by the poll.
            with application.state.database.writing() as db:
                revoke_links(db, cast.event_id, cast.georgia_head.own_id, by=cast.organiser)
            code = await close_code(revoked)
            assert other.close_code is None
        async with feed(address, georgia) as again:
            assert await close_code(again) == 4401
        return code

    assert run(walk()) == 4403


def _post(address: str, cookie: str, client_id: str, text: str) -> httpx2.Response:
    return httpx2.post(
        f"{address}{PATH}/inputs",
        data={"client_id": client_id, "text": text, "kind": "contribution"},
        headers={"Cookie": f"plenary_sign_in={cookie}", "Accept": "application/json"},
        trust_env=False,
    )


def _page(address: str, cookie: str) -> str:
    headers = {"Cookie": f"plenary_sign_in={cookie}"}
    return httpx2.get(f"{address}{PATH}/board", headers=headers, trust_env=False).text


def _text(frames: list[dict[str, str]]) -> str:
    return "".join(frame.get("content") or "" for frame in frames)
