"""Fan-out to many phones: CPU per delivered message, bytes, time to the last phone; ours and peer.

The phones are raw sockets read by one epoll loop, so that the reader is not the bottleneck.
"""

from __future__ import annotations

import json
import resource
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

CHANGES = 40
ROUNDS = 3  # of one server after the other: what else the machine does meets both
AMONG = 1000  # phones, where one size is enough
PLAIN = 640  # bytes of the plain frame, as `websockets.broadcast` sends it

_REQUEST = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
)


@dataclass
class FanOut:
    """One server's figures."""

    microseconds: float  # of server CPU per delivered message
    bytes_each: float  # on the wire per delivered message
    p50: float  # milliseconds until the last phone has a change
    p99: float


def measure(kind: str, phones: int, *, stalled: bool = False) -> FanOut:
    """Figures of one run of `CHANGES` changes to `phones` sockets.

    With `stalled` one more phone is there that reads nothing, and its buffers are full.
    """
    command = [sys.executable, "-m", "performance.fan_out_server", kind]
    with tempfile.TemporaryDirectory() as folder:
        if kind == "floor":
            command = [_compiled(Path(folder)), str(PLAIN)]
        return _measured(command, phones, stalled=stalled)


def _compiled(folder: Path) -> str:
    program = str(folder / "floor")
    source = str(Path(__file__).with_name("floor.c"))
    subprocess.run(["cc", "-O2", "-o", program, source], check=True)
    return program


def _measured(command: list[str], phones: int, *, stalled: bool) -> FanOut:
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdin
    assert server.stdout
    try:
        port = int(server.stdout.readline())
        silent, seen = [], 0
        if stalled:
            silent.append(_connected(port, 0))
            _wait_for(server, 1)
            server.stdin.write("fill\n")
            server.stdin.flush()
            seen = int(server.stdout.readline())
        sockets = [_connected(port, seen) for _ in range(phones)]
        _wait_for(server, phones + len(silent))
        time.sleep(0.5)
        found = _run(server, sockets)
    finally:
        server.stdin.close()
        server.wait(timeout=60)
        server.stdout.close()
    for connection in (*silent, *sockets):
        connection.close()
    return found


def _wait_for(server: subprocess.Popen[str], phones: int) -> None:
    assert server.stdin
    assert server.stdout
    while True:
        server.stdin.write("connected\n")
        server.stdin.flush()
        if int(server.stdout.readline()) == phones:
            return
        time.sleep(0.1)


def _run(server: subprocess.Popen[str], sockets: list[socket.socket]) -> FanOut:
    assert server.stdin
    assert server.stdout
    poll = select.epoll()
    by_number = {connection.fileno(): connection for connection in sockets}
    for connection in sockets:
        _empty(connection)
        poll.register(connection, select.EPOLLIN)
    server.stdin.write(f"{CHANGES}\n")
    server.stdin.flush()
    frames: dict[int, int] = dict.fromkeys(by_number, 0)
    rest: dict[int, bytes] = dict.fromkeys(by_number, b"")
    last_at = [0.0] * CHANGES
    arrived = [0] * CHANGES
    received = 0
    deadline = time.monotonic() + 60 + len(sockets) * CHANGES * 1e-4
    while arrived[-1] < len(sockets):
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {arrived} of {len(sockets)} arrived")
        for number, _ in poll.poll(1):
            data = by_number[number].recv(65536)
            received += len(data)
            data = rest[number] + data
            now = time.monotonic()
            while (end := frame_end(data)) is not None:
                if end > 100:  # signs of life are shorter
                    arrived[frames[number]] += 1
                    last_at[frames[number]] = now
                    frames[number] += 1
                data = data[end:]
            rest[number] = data
    said = json.loads(server.stdout.readline())
    poll.close()
    delivered = CHANGES * len(sockets)
    waits = sorted(
        (last - began) * 1000 for last, began in zip(last_at, said["times"], strict=True)
    )
    return FanOut(
        said["cpu"] / delivered * 1e6,
        received / delivered,
        statistics.median(waits),
        waits[int(len(waits) * 0.99)],
    )


def frame_end(data: bytes) -> int | None:
    """Where the first WebSocket frame ends, or None while it is not whole."""
    if len(data) < 2:
        return None
    short = data[1] & 0x7F
    if short < 126:
        end = 2 + short
    elif len(data) < 4:
        return None
    else:
        end = 4 + int.from_bytes(data[2:4])
    return end if len(data) >= end else None


def _connected(port: int, seen: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    resume = b'{"resume":%d}' % seen
    connection.sendall(_REQUEST)
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += connection.recv(1)
    connection.sendall(bytes((0x81, 0x80 | len(resume))) + bytes(4) + resume)
    return connection


def _empty(connection: socket.socket) -> None:
    connection.setblocking(False)
    try:
        while connection.recv(65536):
            pass
    except BlockingIOError:
        pass


def raise_limit() -> None:
    """As many open sockets as this machine lets us have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


def rows(sizes: tuple[int, ...] = (500, 1000, 2000)) -> list[tuple[str, float, float]]:
    """(what, reached, limit) for each size: medians of ratios to the peer of the same round."""
    raise_limit()
    found = []
    for phones in sizes:
        rounds = [(measure("broadcast", phones), measure("ours", phones)) for _ in range(ROUNDS)]
        print(f"{phones} phones, websockets.broadcast and ours: {rounds}", file=sys.stderr)
        cpu, size, p99 = (
            statistics.median(getattr(our, name) / getattr(peer, name) for peer, our in rounds)
            for name in ("microseconds", "bytes_each", "p99")
        )
        found += [
            (f"fan-out to {phones}: CPU per message, x websockets.broadcast", cpu, 1.10),
            (f"fan-out to {phones}: bytes, x plain", size, 0.65),
            (f"fan-out to {phones}: p99 to the last, x broadcast", p99, 1.3),
        ]
        if phones == AMONG and shutil.which("cc"):
            floor = statistics.median(measure("floor", phones).microseconds for _ in rounds)
            print(f"{phones} phones: C {floor:.2f} µs", file=sys.stderr)
            ratio = statistics.median(our.microseconds for _, our in rounds) / floor
            found.append((f"fan-out to {phones}: CPU per message, x one write() in C", ratio, 1.7))
    pairs = [(measure("ours", AMONG), measure("ours", AMONG, stalled=True)) for _ in range(ROUNDS)]
    print(f"{AMONG} phones, alone and with one stalled: {pairs}", file=sys.stderr)
    delay = statistics.median(beside.p99 / alone.p99 for alone, beside in pairs)
    return [*found, (f"one stalled phone among {AMONG}: p99 to the last, x without it", delay, 1.2)]
