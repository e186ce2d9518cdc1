"""What the server says about itself in figures, and that it names nobody."""

from __future__ import annotations

import json
import re

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db import Database
from tests.cast import Cast
from tests.live_boards.feeds import cookie_of, feed, frames_up_to
from tests.loops import run
from tests.sessions.rooms import opened, posted

SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="[^"\\]*",?)+\})? [0-9.e+-]+')


def _figures(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in lines), lines
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_what_became_of_them(client: TestClient, cast: Cast) -> None:
    for path in ("/", "/", "/nowhere"):
        client.get(path)
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    said = _figures(answer.text)
    assert said['plenary_http_requests_total{method="GET",status="2xx"}'] == 2
    assert said['plenary_http_requests_total{method="GET",status="4xx"}'] == 1
    buckets = [value for name, value in said.items() if "_bucket" in name]
    assert buckets == sorted(buckets)
    assert buckets[-1] == said["plenary_http_request_seconds_count"] == 3
    assert said["process_resident_memory_bytes"] > 1_000_000
    for one in cast.everybody.values():
        assert one.name not in answer.text
    assert cast.slug not in answer.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_feeds_and_frames_are_counted(
    database: Database, cast: Cast, address: str, application: FastAPI
) -> None:
    board = opened(database, cast)
    cookie = cookie_of(database, cast.georgia_head)

    async def walk() -> dict[str, float]:
        async with feed(address, cookie) as phone:
            await phone.send(json.dumps({"resume": 1}))
            posted(application.state.database, board, cast.ukraine_head, "One office.")
            await frames_up_to(phone, 2)
            async with httpx2.AsyncClient(trust_env=False) as client:
                return _figures((await client.get(f"{address}/metrics")).text)

    said = run(walk())
    assert said["plenary_live_boards"] == said["plenary_live_feeds"] == 1
    assert said["plenary_live_frames_total"] == 1
