"""Signed-in sockets and requests against a running server, for tests of live boards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from app.db import Database
from app.delegations.rights import Person
from app.delegations.sign_in import issue_link, open_link

PATH = "/events/workshop/sessions/workshop-1"


def cookie_of(database: Database, person: Person) -> str:
    """The value of a cookie by which this person is signed in."""
    with database.writing() as db:
        token = issue_link(db, person.own_id, by=None)
        return open_link(db, token, days=1).cookie


@asynccontextmanager
async def feed(
    address: str,
    cookie: str | None,
    audience: str = "delegate",
    *,
    origin: str | None = None,
    path: str = PATH,
) -> AsyncIterator[ClientConnection]:
    """An open feed of the board; it has not said yet where it stands."""
    headers = {"Cookie": f"plenary_sign_in={cookie}"} if cookie else {}
    url = address.replace("http://", "ws://") + f"{path}/live?audience={audience}"
    async with connect(
        url, origin=Origin(origin or address), additional_headers=headers, proxy=None
    ) as connection:
        yield connection


async def frames_up_to(connection: ClientConnection, seq: int) -> list[dict[str, Any]]:
    """The numbered frames received until `seq` came; TimeoutError after five seconds."""
    frames: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while not frames or frames[-1]["seq"] < seq:
            message = json.loads(await connection.recv())
            if "seq" in message:
                frames.append(message)
    return frames


async def close_code(connection: ClientConnection) -> int | None:
    """The code with which the server ends the feed; TimeoutError after a second."""
    async with asyncio.timeout(1):
        await connection.wait_closed()
    return connection.close_code
