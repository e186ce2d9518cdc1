"""The room's projector follows the conclusions over a real socket while the podium edits them."""

from __future__ import annotations

import asyncio
import json

import httpx2
import pytest
from fastapi import FastAPI

from app.recommendations.agreement_forms import ChoiceForm
from app.recommendations.counting_changes import changes_of_text
from app.recommendations.projecting import show_paragraph
from app.recommendations.proposals import choose_in_bracket
from tests.live_boards.feeds import close_code, cookie_of, feed, frames_up_to
from tests.loops import run
from tests.recommendations.steps import Steps

TOP = "/events/workshop/conclusions"


def test_the_room_follows_what_the_podium_does(
    steps: Steps, address: str, application: FastAPI
) -> None:
    number = steps.add("Kept for [Georgia: six months / one year].")
    chair = cookie_of(steps.database, steps.cast.chair)
    database = application.state.database

    async def walk() -> None:
        async with feed(address, chair, "projector", path=TOP) as room:
            await room.send(json.dumps({"resume": -1}))
            with database.reading() as db:
                head = changes_of_text(db, steps.event.key)
            (whole,) = await frames_up_to(room, head)
            assert whole["snapshot"]
            assert "1 of them with words in brackets" in whole["content"]
            with database.writing() as db:
                show_paragraph(db, steps.event, number, by=steps.cast.chair)
            (shown,) = await frames_up_to(room, head + 1)
            assert "<b>Georgia:</b> six months" in shown["content"]
            form = ChoiceForm(bracket=0, option=0, revision=1)
            with database.writing() as db:
                choose_in_bracket(db, steps.event, number, form, by=steps.cast.rapporteur)
            assert "Kept for six months." in (await frames_up_to(room, head + 2))[-1]["content"]

    run(walk())


@pytest.mark.parametrize("name", ["georgia_head", "observer", "outsider"])
def test_nobody_else_is_let_in(steps: Steps, address: str, name: str) -> None:
    steps.add("Kept for one year.")
    cookie = cookie_of(steps.database, getattr(steps.cast, name))

    async def knock() -> None:
        async with feed(address, cookie, "projector", path=TOP) as room:
            assert await close_code(room) == 4403
        async with httpx2.AsyncClient(
            base_url=address, cookies={"plenary_sign_in": cookie}
        ) as client:
            assert (await client.get(f"{TOP}/frames?wait=0")).status_code == 403
            assert (await client.get(f"{TOP}/projector")).status_code == 403

    run(knock())


def test_where_sockets_are_blocked_the_same_frames_are_polled(steps: Steps, address: str) -> None:
    steps.add("Kept for one year.")
    cookies = {"plenary_sign_in": cookie_of(steps.database, steps.cast.chair)}

    async def poll() -> str:
        async with (
            asyncio.timeout(5),
            httpx2.AsyncClient(base_url=address, cookies=cookies) as client,
        ):
            return (await client.get(f"{TOP}/frames?wait=2&after=-1")).text

    assert "1 paragraph" in run(poll())
