"""A real server in this process, for tests with real sockets and real browsers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from app.live.protocol import server_options


@contextmanager
def served(application: FastAPI, **options: Any) -> Iterator[str]:
    """The address at which `application` is served by uvicorn, with our socket protocol.

    `ws="none"` is a network that lets no sockets through.
    """
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            timeout_graceful_shutdown=2,
            **{"log_level": "warning", "access_log": False, **server_options(), **options},
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


@pytest.fixture
def address(application: FastAPI) -> Iterator[str]:
    """The address of a running server over the test's database."""
    with served(application) as url:
        yield url
