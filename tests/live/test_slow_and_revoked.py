"""Stalled phones, taken-back rights, endings and junk, over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket as sockets
import time

import pytest
from websockets.exceptions import ConnectionClosed

from app.live import connections, endpoint
from tests.live.stage import Stage, frames_until, quiet, staged
from tests.loops import run


@pytest.fixture(params=["ready", "plain"])
def stage(request):
    with staged(ready=request.param == "ready") as running:
        yield running


async def closing_code(socket, seconds: float = 3.0) -> int | None:
    async with asyncio.timeout(seconds):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await socket.recv()
    code: int | None = socket.close_code
    return code


async def everybody_left(stage: Stage, seconds: float) -> bool:
    for _ in range(int(seconds * 20)):
        if not stage.broadcaster.present(12):
            return True
        await asyncio.sleep(0.05)
    return False


def stalled_socket(stage: Stage) -> sockets.socket:
    """A phone that shook hands, asked for everything, and never reads."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", stage.port))
    raw.sendall(
        b"GET /live/delegate?person=silent HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Sec-WebSocket-Version: 13\r\n\r\n"
    )
    resume = b'{"resume": 0}'
    raw.sendall(bytes((0x81, 0x80 | len(resume))) + bytes(4) + resume)
    return raw


def test_a_stalled_phone_delays_nobody(stage: Stage):
    async def follow():
        stalled = stalled_socket(stage)
        async with stage.phone() as reading:
            await asyncio.sleep(0.2)
            slowest = 0.0
            for number in range(1, 41):
                began = time.monotonic()
                stage.post("card", "x" * 300_000)
                await frames_until(reading, number)
                slowest = max(slowest, time.monotonic() - began)
            assert slowest < 1.0
        stalled.close()

    run(follow())


def test_a_phone_that_reads_again_is_brought_up_to_date(stage: Stage, monkeypatch):
    monkeypatch.setattr(connections, "QUEUE_LIMIT", 8)

    async def follow():
        # Not compressible, so that the buffers really fill.
        heavy = random.Random(7).randbytes(200_000).hex()
        async with stage.phone(max_queue=1, max_size=None, compression=None) as slow:
            await asyncio.sleep(0.1)
            async with stage.phone(compression=None) as reading:
                await asyncio.sleep(0.1)
                for number in range(1, 41):
                    stage.post("card", f"{number} {heavy}")
                    await frames_until(reading, number)
            assert stage.least_sent() < 40  # the silent one was passed over
            shown = 0
            async with asyncio.timeout(20):
                while shown < 40:
                    frame = json.loads(await slow.recv())
                    if "seq" in frame:
                        assert frame.get("snapshot") or frame["seq"] == shown + 1
                        shown = frame["seq"]

    run(follow())


def test_a_stalled_phone_is_cut_off_after_a_missed_pong():
    async def follow(stage):
        stalled = stalled_socket(stage)
        await asyncio.sleep(0.2)
        for _ in range(100):
            stage.post("card", "x" * 100_000)
            await asyncio.sleep(0.01)
        assert await everybody_left(stage, 5)
        stalled.close()

    with staged(ws_ping_interval=0.5, ws_ping_timeout=0.5) as stage:
        run(follow(stage))


def test_a_revoked_persons_feed_closes_within_a_second_and_nothing_more_arrives(stage: Stage):
    async def follow():
        async with (
            stage.phone(person="kept") as kept,
            stage.phone(person="gone") as first,
            stage.phone(person="gone") as second,
        ):
            await asyncio.sleep(0.2)
            stage.broadcaster.kick("gone")
            stage.post("card", "after")
            for socket in (first, second):
                heard = []
                with contextlib.suppress(ConnectionClosed):
                    async with asyncio.timeout(1):
                        while True:
                            heard.append(json.loads(await socket.recv()))
                assert socket.close_code == 4403
                assert not [message for message in heard if "seq" in message]
            await frames_until(kept, 1)

    run(follow())


def test_who_signed_out_is_told_to_sign_in_again(stage: Stage):
    async def follow():
        async with stage.phone(person="p") as socket:
            await asyncio.sleep(0.1)
            stage.broadcaster.kick("p", 4401)
            assert await closing_code(socket) == 4401

    run(follow())


def test_a_stalled_revoked_phone_is_cut_off(stage: Stage):
    async def follow():
        stalled = stalled_socket(stage)
        await asyncio.sleep(0.2)
        for _ in range(100):
            stage.post("card", "x" * 100_000)
            await asyncio.sleep(0.01)
        stage.broadcaster.kick("silent")
        assert await everybody_left(stage, 2)
        stalled.close()

    run(follow())


def test_a_right_taken_back_before_the_seat_closes_the_feed(stage: Stage):
    async def follow():
        stage.allowed = False
        stage.board.change("card", "text")
        async with stage.phone(person="p", resume=-1) as socket:
            assert await closing_code(socket) == 4403

    run(follow())


def test_a_closed_board_says_so(stage: Stage):
    async def follow():
        async with stage.phone() as socket:
            await asyncio.sleep(0.1)
            stage.broadcaster.close_board(12)
            assert await closing_code(socket) == 4410

    run(follow())


def test_a_stopping_server_asks_phones_to_come_back():
    stopping = contextlib.ExitStack()
    stage = stopping.enter_context(staged())

    async def follow():
        async with stage.phone() as socket:
            await asyncio.sleep(0.1)
            closing = asyncio.create_task(asyncio.to_thread(stopping.close))
            assert await closing_code(socket, 5) == 1012
            await closing

    run(follow())


def test_junk_is_ignored_and_much_of_it_ends_the_feed(stage: Stage, monkeypatch):
    monkeypatch.setattr(endpoint, "PACE", 0.02)

    async def follow():
        stage.board.change("card", "text")
        async with stage.phone(resume=None) as socket:
            for junk in ("", "[]", "{", '{"resume": "1"}', '{"resume": true}', '{"typing": 1}'):
                await socket.send(junk)
            await socket.send(b"\x00")
            assert await quiet(socket)
            await socket.send('{"resume": 0}')
            await frames_until(socket, 1)
            with contextlib.suppress(ConnectionClosed):
                for _ in range(50):
                    await socket.send("junk")
            assert await closing_code(socket, 5) == 1008

    run(follow())


def test_a_message_of_more_than_16_kib_is_refused():
    async def follow(stage):
        async with stage.phone() as socket:
            with contextlib.suppress(ConnectionClosed):
                await socket.send("x" * 20_000)
            assert await closing_code(socket) == 1009

    with staged() as stage:
        run(follow(stage))
