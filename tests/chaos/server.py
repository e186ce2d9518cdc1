"""A real `plenary serve` in a process of its own, to be killed and started again."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class KilledServer:
    """The server over one data folder, always at the same port."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it and wait until it answers; AssertionError when it does not."""
        environment = {name: value for name, value in os.environ.items() if "PLENARY" not in name}
        # Compiled modules are kept between two starts, as wherever Plenary is installed.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        options = ["--port", str(self._port), "--data", str(self._data)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.command", "serve", *options],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, "the server did not start"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.01)

    @property
    def pid(self) -> int:
        """The number of the running process."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL: it has no time for anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self.kills += 1

    def _answers(self) -> bool:
        # Not by a whole client: making one takes longer than the server's start is to take.
        asked = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2)
        try:
            asked.request("GET", "/health/ready")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
