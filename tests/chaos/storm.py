"""The storm itself: phones, a podium that hides and groups, a server killed again and again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import httpx2
from sqlmodel import select

from app.db import Database
from app.migrating import migrate
from app.sessions.models import Input
from app.settings import Settings
from tests.cast import Cast, assemble
from tests.chaos.phones import AWAY, LeanPage, Phone
from tests.chaos.plan import FEWEST_KILLS, Plan, plan
from tests.chaos.server import KilledServer
from tests.live_boards.feeds import PATH, cookie_of
from tests.loops import run
from tests.sessions.rooms import numbers, opened

PAGES = {"delegate": "board", "moderator": "board/desk", "projector": "projector"}


@dataclass(frozen=True)
class Outcome:
    """What a storm left. `lost`, `twice`, `different` and `gaps` must be empty or zero."""

    acknowledged: int
    attempts: int
    kills: int
    naps: int
    lost: set[str]
    twice: set[str]
    different: list[int]  # numbers of the phones that do not show what a fresh page shows
    gaps: int  # in the numbers of the board's changes


def storm(folder: Path, *, phones: int, seconds: float, posts: int, seed: int) -> Outcome:
    """Run one storm of `posts` inputs per phone in an empty folder."""
    planned = plan(phones=phones, seconds=seconds, posts=posts, seed=seed)
    settings = Settings(data=folder)
    migrate(settings.resolved_database_url)
    database = Database(settings.resolved_database_url)
    try:
        with database.writing() as db:
            cast = assemble(db)
        board = opened(database, cast)
        server = KilledServer(folder)
        server.start()
        try:
            room, fresh = run(_weather(database, cast, board, server, planned, seconds, seed))
        finally:
            server.kill()
        return _outcome(database, board, server.kills - 1, room, fresh)
    finally:
        database.dispose()


async def _weather(
    database: Database, cast: Cast, board: int, server: KilledServer,
    planned: Plan, seconds: float, seed: int,
) -> tuple[list[Phone], dict[str, str]]:  # fmt: skip
    people = (cast.georgia_head, cast.georgia_delegate, cast.ukraine_head, cast.ukraine_delegate)
    cookies = [cookie_of(database, person) for person in people]
    podium = cookie_of(database, cast.chair)
    phones = len(planned.letters)
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=phones)
    calm = asyncio.Event()
    async with httpx2.AsyncClient(
        base_url=server.address, timeout=10, trust_env=False, limits=limits
    ) as client:
        pages = {name: await _fresh(client, podium, name) for name in PAGES if name != "delegate"}
        pages["delegate"] = await _fresh(client, cookies[0], "delegate")
        room = [
            Phone(number, seed, server.address, cookies[number % 4], "delegate",
                  LeanPage(pages["delegate"]), letters, calm)
            for number, letters in enumerate(planned.letters)
        ]  # fmt: skip
        room += [
            Phone(
                phones + number, seed, server.address, podium, name, LeanPage(pages[name]), (), calm
            )
            for number, name in enumerate(["moderator", "projector"] * 5)
        ]
        following = [asyncio.create_task(phone.follow(client)) for phone in room]
        posting = [asyncio.create_task(phone.post_all(client)) for phone in room]
        chairing = asyncio.create_task(_chair(client, podium, room, random.Random(f"{seed} chair")))
        await _kill_often(server, planned, seconds, posting)
        await asyncio.wait_for(asyncio.gather(*posting), seconds + 120)
        # The line is good from here on; what it swallowed last is asked for by coming back.
        calm.set()
        for task in (*following, chairing):
            task.cancel()
        await asyncio.gather(*following, chairing, return_exceptions=True)
        following = [asyncio.create_task(phone.follow(client)) for phone in room]
        await asyncio.sleep(1)  # for what the server was still doing when the podium stopped
        head = await asyncio.to_thread(lambda: numbers(database, board)[-1])
        async with asyncio.timeout(60):
            for phone in room:
                await phone.reaches(head)
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        fresh = {name: await _fresh(client, podium, name) for name in PAGES if name != "delegate"}
        fresh["delegate"] = await _fresh(client, cookies[0], "delegate")
    return room, fresh


async def _kill_often(
    server: KilledServer, planned: Plan, seconds: float, posting: list[asyncio.Task[None]]
) -> None:
    until = time.monotonic() + seconds
    for kill in planned.kills:
        if time.monotonic() > until and server.kills >= FEWEST_KILLS:
            return
        await asyncio.sleep(kill.after)
        await asyncio.to_thread(server.kill)
        await asyncio.sleep(kill.down)
        await asyncio.to_thread(server.start)
        for task in posting:
            if task.done():
                task.result()  # a phone that was refused ends the storm at once


async def _chair(
    client: httpx2.AsyncClient, cookie: str, room: list[Phone], dice: random.Random
) -> None:
    """Hides, shows and groups what is there, as a podium does: whole walls are painted anew."""
    headers = {"Cookie": f"plenary_sign_in={cookie}"}
    while True:
        await asyncio.sleep(dice.uniform(0.3, 1.5))
        there = [one for phone in room for one in phone.acknowledged[-3:]]
        if not there:
            continue
        chosen = dice.choice(there)
        path, data = dice.choice(
            (
                (f"inputs/{chosen}/hiding", {"reason": "Twice."}),
                (f"inputs/{chosen}/showing", {}),
                ("clusters", {"title": f"Cluster {dice.random():.6f}", "inputs": chosen}),
            )
        )
        with contextlib.suppress(*AWAY):
            await client.post(f"{PATH}/{path}", data=data, headers=headers)


async def _fresh(client: httpx2.AsyncClient, cookie: str, audience: str) -> str:
    headers = {"Cookie": f"plenary_sign_in={cookie}"}
    answer = await client.get(f"{PATH}/{PAGES[audience]}", headers=headers)
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


def _outcome(
    database: Database, board: int, kills: int, room: list[Phone], fresh: dict[str, str]
) -> Outcome:
    with database.reading() as db:
        stored = Counter(db.exec(select(Input.client_id)).all())
    acknowledged = [one for phone in room for one in phone.acknowledged]
    log = numbers(database, board)[:-1]
    shown = {name: LeanPage(page).board() for name, page in fresh.items()}
    return Outcome(
        acknowledged=len(acknowledged),
        attempts=sum(phone.attempts for phone in room),
        kills=kills,
        naps=sum(phone.naps for phone in room),
        lost=set(acknowledged) - set(stored),
        twice={one for count in (stored, Counter(acknowledged)) for one in count if count[one] > 1},
        different=[one.number for one in room if one.page.board() != shown[one.audience]],
        gaps=len(set(range(1, log[-1] + 1)) ^ set(log)),
    )
