"""Strasbourg's second morning: two workshops side by side, two more, then the plenary.

Fifty phones, over HTTP and sockets as in the rooms: pages, posts, frames, files.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlmodel import col, select
from websockets.asyncio.client import ClientConnection

from app.db import Database
from app.delegations.models import Appointment, Participant, Role
from app.delegations.sign_in import person_by_id
from app.events.models import Event
from tests.browser.strasbourg import SLUG, TOP, told
from tests.live_boards.feeds import cookie_of, feed
from tests.live_boards.phones import ScriptedPage
from tests.loops import run
from tests.servers import served

ROUNDS = (("workshop-1", "workshop-2"), ("workshop-3", "workshop-4"))


@dataclass(frozen=True)
class Browser:
    """Somebody's requests; refuses every answer that is not the expected one."""

    client: httpx2.AsyncClient
    cookie: str

    async def get(self, path: str) -> httpx2.Response:
        """A page or file that must be there."""
        answer = await self.client.get(path, headers=self._headers())
        assert answer.status_code == 200, (path, answer.text[:300])
        return answer

    async def post(self, path: str, *, status: int = 303, **form: object) -> httpx2.Response:
        """A form that must be answered with this status."""
        answer = await self.client.post(path, data=form, headers=self._headers())
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"plenary_sign_in={self.cookie}"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_four_workshops_of_fifty_delegates_report_to_the_plenary(
    database: Database, application: FastAPI
) -> None:
    with told(database) as strasbourg, served(application) as address:
        delegates = _delegates(database)
        assert len(delegates) == 50
        podium = {
            role: cookie_of(database, strasbourg.person(role))
            for role in (Role.CHAIR, Role.RAPPORTEUR)
        }
        run(_morning(address, delegates, podium))


async def _morning(address: str, delegates: list[str], podium: dict[Role, str]) -> None:
    limits = httpx2.Limits(max_connections=20)
    async with httpx2.AsyncClient(
        base_url=address, timeout=60, trust_env=False, limits=limits
    ) as client:
        phones = [Browser(client, cookie) for cookie in delegates]
        chair, rapporteur = (
            Browser(client, podium[role]) for role in (Role.CHAIR, Role.RAPPORTEUR)
        )
        for keys in ROUNDS:
            # Side by side: half of every delegation in each room.
            await asyncio.gather(
                *(
                    _workshop(address, key, phones[half::2], chair, rapporteur)
                    for half, key in enumerate(keys)
                )
            )
        plenary = (await phones[0].get(f"{TOP}/plenary")).text
        for key in (key for keys in ROUNDS for key in keys):
            assert f"{key} asks for one office." in plenary
            assert f"{key} asks for one form." in plenary
            assert (
                f"{key} asks for one office."
                in (await phones[1].get(f"{TOP}/sessions/{key}/report")).text
            )
        assert "Still owed" not in plenary


async def _workshop(
    address: str, key: str, phones: list[Browser], chair: Browser, rapporteur: Browser
) -> None:
    """One workshop from opening to closing; every phone ends with what a fresh page shows."""
    path = f"{TOP}/sessions/{key}"
    if "board-" not in (await chair.get(f"{path}/board")).text:
        await chair.post(f"{path}/board", attribution="by_delegation")
    await chair.post(f"{path}/step", step="post")
    pages = [ScriptedPage((await phone.get(f"{path}/board")).text) for phone in phones]
    inputs = [str(uuid4()) for _ in phones]
    async with AsyncExitStack() as room:
        feeds = [
            await room.enter_async_context(feed(address, phone.cookie, path=path))
            for phone in phones
        ]
        for connection, page in zip(feeds, pages, strict=True):
            await connection.send(json.dumps({"resume": page.seen}))
        await asyncio.gather(
            *(
                phone.post(f"{path}/inputs", client_id=one, text=f"{key}: input {number}")
                for number, (phone, one) in enumerate(zip(phones, inputs, strict=True))
            )
        )
        await _speak(path, phones, chair)
        await chair.post(f"{path}/step", step="group")
        await rapporteur.post(f"{path}/clusters", title="Contacts", inputs=inputs[:9])
        await rapporteur.post(f"{path}/closure", status=409)
        await chair.post(f"{path}/step", step="prioritise")
        for text in (f"{key} asks for one office.", f"{key} asks for one form."):
            await rapporteur.post(f"{path}/priorities", text=text, inputs=inputs[3:6])
        file = (await rapporteur.get(f"{path}/board.json")).json()["boards"][0]
        assert sum(one["text"].startswith(f"{key}: input ") for one in file["inputs"]) == 25
        for number in range(1, 99):
            desk = (await rapporteur.get(f"{path}/board/desk")).text
            found = desk.partition('/record"')[0].rpartition("/priorities/")[2]
            if '/record"' not in desk:
                break
            await rapporteur.post(f"{path}/priorities/{found}/record")
            assert number < 9
        await chair.post(f"{path}/step", step="adopt")
        await chair.post(f"{path}/closure")
        fresh = ScriptedPage((await phones[0].get(f"{path}/board")).text)
        await asyncio.gather(
            *(
                _follow(connection, page, fresh.seen)
                for connection, page in zip(feeds, pages, strict=True)
            )
        )
    assert {page.board() for page in pages} == {fresh.board()}
    assert [page.gaps for page in pages] == [0] * len(pages)


async def _speak(path: str, phones: list[Browser], chair: Browser) -> None:
    """Three ask, the chair hears two of them in turn; one still waits."""
    await chair.post(f"{path}/speakers/arrangement", order="alternating", seconds="120", open="yes")
    for phone in phones[:3]:
        await phone.post(f"{path}/speakers", kind="statement")
    await chair.post(f"{path}/floor")
    await chair.post(f"{path}/floor/pause")
    await chair.post(f"{path}/floor/resumption")
    await chair.post(f"{path}/floor")
    await chair.post(f"{path}/floor/end")
    assert "Nobody has the floor" in (await chair.post(f"{path}/floor/end", status=409)).text


async def _follow(connection: ClientConnection, page: ScriptedPage, seq: int) -> None:
    async with asyncio.timeout(20):
        while page.seen < seq:
            page.take(await connection.recv())


def _delegates(database: Database) -> list[str]:
    """The cookies of all delegates and heads of delegation, delegation by delegation."""
    with database.reading() as db:
        ids: Iterable[int | None] = db.exec(
            select(Participant.id)
            .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
            .join(Event, col(Event.id) == col(Participant.event_id))
            .where(col(Event.slug) == SLUG, col(Appointment.role).in_([Role.DELEGATE, Role.HEAD]))
            .order_by(col(Participant.id))
        ).all()
        people = [person_by_id(db, one) for one in ids if one is not None]
    return [cookie_of(database, person) for person in people]
