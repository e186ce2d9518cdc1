"""The server is killed while fifty phones post: what was acknowledged is there, once.

A real `plenary serve` on an SQLite file, scripted phones that retry as js/outbox.js does, SIGKILL
in the middle, a second server on the same folder.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx2
from sqlmodel import select
from websockets.exceptions import InvalidHandshake, WebSocketException

from app.db import Database
from app.migrating import migrate
from app.sessions.models import Input
from app.settings import Settings
from tests.cast import assemble
from tests.live_boards.feeds import PATH, cookie_of, feed
from tests.live_boards.phones import ScriptedPage
from tests.sessions.rooms import numbers, opened

ROOT = Path(__file__).resolve().parents[2]
PHONES = 50
EACH = 3


@dataclass
class Phone:
    """One phone: its page, what it still has to send, what was acknowledged to it."""

    cookie: str
    page: ScriptedPage
    outbox: list[str] = field(default_factory=lambda: [str(uuid4()) for _ in range(EACH)])
    acknowledged: list[str] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)


def test_what_was_acknowledged_survives_a_killed_server_once(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    migrate(settings.resolved_database_url)
    database = Database(settings.resolved_database_url)
    with database.writing() as db:
        cast = assemble(db)
    board = opened(database, cast)
    people = (cast.georgia_head, cast.georgia_delegate, cast.ukraine_head, cast.ukraine_delegate)
    cookies = [cookie_of(database, person) for person in people]
    port = _free_port()
    address = f"http://127.0.0.1:{port}"

    async def walk() -> tuple[list[Phone], list[str], str]:
        async with httpx2.AsyncClient(base_url=address, timeout=10, trust_env=False) as client:
            with _serving(tmp_path, port) as server:
                page = await _fresh(client, cookies[0])
                phones = [
                    Phone(cookies[number % 4], ScriptedPage(page)) for number in range(PHONES)
                ]
                following = [asyncio.create_task(_follow(address, phone)) for phone in phones]
                third = asyncio.Semaphore(0)
                posting = [asyncio.create_task(_post_all(client, one, third)) for one in phones]
                for _ in range(PHONES * EACH // 3):
                    await third.acquire()
                server.send_signal(signal.SIGKILL)
                server.wait()
                before = [one for phone in phones for one in phone.acknowledged]
            with _serving(tmp_path, port):
                await asyncio.wait_for(asyncio.gather(*posting), 60)
                head = numbers(database, board)[-1]
                async with asyncio.timeout(30):
                    for phone in phones:
                        while phone.page.seen < head:
                            phone.heard.clear()
                            await phone.heard.wait()
                for task in following:
                    task.cancel()
                await asyncio.gather(*following, return_exceptions=True)
                fresh = await _fresh(client, cookies[0])
        return phones, before, fresh

    phones, before, fresh = asyncio.run(walk())
    with database.reading() as reading:
        stored = Counter(reading.exec(select(Input.client_id)).all())
    database.dispose()
    assert PHONES * EACH // 3 <= len(before) < PHONES * EACH, "it was not killed in the middle"
    assert set(before) <= set(stored)
    everything = [one for phone in phones for one in phone.acknowledged]
    assert stored == Counter(everything) == Counter(dict.fromkeys(everything, 1))
    assert len(everything) == PHONES * EACH
    assert numbers(database, board) == [*range(1, PHONES * EACH + 2), PHONES * EACH + 1]
    shown = ScriptedPage(fresh).board()
    assert [number for number, phone in enumerate(phones) if phone.page.board() != shown] == []


async def _post_all(client: httpx2.AsyncClient, phone: Phone, answered: asyncio.Semaphore) -> None:
    """Send one after the other; what was not answered by 2xx is sent again, with the same id."""
    dice = random.Random(phone.outbox[0])
    for client_id in phone.outbox:
        await asyncio.sleep(dice.random() * 0.3)
        while True:
            try:
                answer = await client.post(
                    f"{PATH}/inputs",
                    data={"client_id": client_id, "text": f"Input {client_id}"},
                    headers={**_signed_in(phone.cookie), "Accept": "application/json"},
                )
            except httpx2.TransportError:
                await asyncio.sleep(0.1 + dice.random() * 0.2)
                continue
            assert answer.status_code in {200, 201}, answer.text
            phone.acknowledged.append(answer.json()["client_id"])
            answered.release()
            break


async def _follow(address: str, phone: Phone) -> None:
    while True:
        try:
            async with feed(address, phone.cookie) as connection:
                await connection.send(f'{{"resume": {phone.page.seen}}}')
                async for message in connection:
                    phone.page.take(message)
                    phone.heard.set()
        except (OSError, EOFError, TimeoutError, WebSocketException, InvalidHandshake):
            await asyncio.sleep(0.2)


async def _fresh(client: httpx2.AsyncClient, cookie: str) -> str:
    answer = await client.get(f"{PATH}/board", headers=_signed_in(cookie))
    assert answer.status_code == 200
    return answer.text


def _signed_in(cookie: str) -> dict[str, str]:
    return {"Cookie": f"plenary_sign_in={cookie}"}


@contextmanager
def _serving(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if "PLENARY" not in name}
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--data", str(data)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            assert server.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)
        yield server
    finally:
        server.kill()
        server.wait()


def _answers(port: int) -> bool:
    try:
        url = f"http://127.0.0.1:{port}/health/ready"
        return httpx2.get(url, trust_env=False).status_code == 200
    except httpx2.TransportError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
