"""A thousand phones on a real board: coming back at once, their memory, from a tap to all of them.

The phones are raw sockets read by one epoll loop, so that the reader is not the bottleneck.
"""

from __future__ import annotations

import http.client
import select
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from app.db import Database
from app.migrating import migrate
from app.settings import Settings
from performance.fan_out import frame_end, measure, raise_limit
from performance.processes import resident_bytes
from tests.cast import assemble
from tests.chaos.server import KilledServer, free_port
from tests.live_boards.feeds import PATH, cookie_of
from tests.sessions.rooms import opened, posted

PHONES, STORMS = 1000, 3
MISSED = 5  # changes that happened while the phones were away
ENOUGH = 500  # bytes after the handshake by which a phone has what it asked for
POSTS, PACE = 85, 0.05
FIRST = 5  # posts before templates and statements are compiled


@dataclass
class Place:
    """A running server and how its phones and its posts speak to it."""

    pid: int
    live: str
    inputs: str
    port: int
    posts_port: int
    headers: str = ""
    resume: bytes = b'{"resume":1}'

    @property
    def request(self) -> bytes:
        return (
            f"GET {self.live} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
            f"{self.headers}\r\n"
        ).encode()


@dataclass(frozen=True)
class Back:
    """One storm: seconds till the last phone has what it missed, memory that each one took."""

    seconds: float
    bytes_each: float


def rows() -> list[tuple[str, float, float]]:
    """(what, reached, limit) of the storm, the memory and the tap; ratios in one run."""
    raise_limit()
    with tempfile.TemporaryDirectory() as folder:
        with _bare(Path(folder)) as peer, _ours(Path(folder)) as place:
            back = [(_come_back(peer), _come_back(place)) for _ in range(STORMS)]
        # By themselves, as in a room: neither waits for the other's processor.
        with _bare(Path(folder) / "alone") as peer:
            peer_post = _worst([took for took, _ in _posts(peer, [])])
        with _ours(Path(folder) / "alone") as place:
            phones = _storm(place, PHONES)[1]
            to_all = _worst([last for _, last in _posts(place, phones)])
            _hang_up(phones)
    seconds = statistics.median(ours.seconds for _, ours in back)
    slower = statistics.median(ours.seconds / bare.seconds for bare, ours in back)
    (first_bare, first), *_ = back
    peer_bytes, each = first_bare.bytes_each, first.bytes_each
    broadcast = measure("broadcast", PHONES).p99 / 1000
    print(
        f"{PHONES} phones: back in {seconds:.2f} s, {slower:.2f} x bare; "
        f"{each / 1024:.1f} kB each, bare {peer_bytes / 1024:.1f}; tap to all {to_all * 1000:.0f} "
        f"ms, bare post {peer_post * 1000:.0f} ms + broadcast {broadcast * 1000:.0f} ms",
        file=sys.stderr,
    )
    return [
        (f"{PHONES} phones come back: seconds, x bare handshakes", slower, 2.0),
        (f"{PHONES} phones come back: seconds", seconds, 10.0),
        ("memory per phone, x bare FastAPI socket", each / peer_bytes, 1.15),
        (
            f"tap to {PHONES} phones, p99: x bare post + broadcast",
            to_all / (peer_post + broadcast),
            2.0,
        ),
    ]


def _come_back(place: Place) -> Back:
    """One storm, after a small one that loads what is loaded once for all."""
    _hang_up(_storm(place, 50)[1])
    time.sleep(1)
    before = resident_bytes(place.pid)
    seconds, phones = _storm(place, PHONES)
    time.sleep(1)
    memory = (resident_bytes(place.pid) - before) / PHONES
    _hang_up(phones)
    time.sleep(1)
    return Back(seconds, memory)


def _storm(place: Place, count: int) -> tuple[float, list[socket.socket]]:
    """All at once: from the first connect to the last phone that has what it missed."""
    hello = bytes((0x81, 0x80 | len(place.resume))) + bytes(4) + place.resume
    poll = select.epoll()
    phones: dict[int, socket.socket] = {}
    received: dict[int, bytes] = {}
    begun = time.monotonic()
    for _ in range(count):
        phone = socket.create_connection(("127.0.0.1", place.port), timeout=30)
        phone.sendall(place.request)
        phone.setblocking(False)
        phones[phone.fileno()], received[phone.fileno()] = phone, b""
        poll.register(phone, select.EPOLLIN)
    waiting = set(phones)
    while waiting:
        if time.monotonic() - begun > 60:
            raise RuntimeError(f"{len(waiting)} of {count} phones did not come back")
        for number, _ in poll.poll(1):
            data = phones[number].recv(65536)
            before, received[number] = received[number], received[number] + data
            if b"\r\n\r\n" in received[number] and b"\r\n\r\n" not in before:
                if b" 101 " not in received[number][:20]:
                    raise RuntimeError(received[number].decode(errors="replace"))
                phones[number].sendall(hello)
            if len(received[number].partition(b"\r\n\r\n")[2]) >= ENOUGH:
                waiting.discard(number)
    poll.close()
    return time.monotonic() - begun, list(phones.values())


def _posts(place: Place, phones: list[socket.socket]) -> list[tuple[float, float]]:
    """For each post after the first ones: seconds to its answer, and to the last phone's frame."""
    sent, answered = [0.0] * POSTS, [0.0] * POSTS
    posting = threading.Thread(target=_post_all, args=(place, sent, answered))
    last, arrived = [0.0] * POSTS, [0] * POSTS
    seen = {phone.fileno(): 0 for phone in phones}
    rest = {phone.fileno(): b"" for phone in phones}
    by_number = {phone.fileno(): phone for phone in phones}
    poll = select.epoll()
    for phone in phones:
        _emptied(phone)
        poll.register(phone, select.EPOLLIN)
    posting.start()
    until = time.monotonic() + 60
    while phones and arrived[-1] < len(phones):
        if time.monotonic() > until:
            raise RuntimeError(f"only {arrived} of {len(phones)} arrived")
        for number, _ in poll.poll(1):
            data = rest[number] + by_number[number].recv(65536)
            now = time.monotonic()
            while (end := frame_end(data)) is not None:
                if end > 100 and seen[number] < POSTS:  # signs of life are shorter
                    arrived[seen[number]] += 1
                    last[seen[number]] = now
                    seen[number] += 1
                data = data[end:]
            rest[number] = data
    posting.join()
    poll.close()
    return [(answered[n] - sent[n], last[n] - sent[n]) for n in range(FIRST, POSTS)]


def _post_all(place: Place, sent: list[float], answered: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", place.posts_port, timeout=30)
    name, _, value = place.headers.strip().partition(": ")
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    headers |= {name: value} if name else {}
    begun = time.monotonic()
    for number in range(POSTS):
        time.sleep(max(0.0, begun + number * PACE - time.monotonic()))
        sent[number] = time.monotonic()
        body = f"client_id={uuid4()}&text=A+contact+list+for+every+office."
        connection.request("POST", place.inputs, body, headers)
        answer = connection.getresponse()
        answer.read()
        answered[number] = time.monotonic()
        if answer.status != 201:
            raise RuntimeError(f"a post was answered with {answer.status}")
    connection.close()


def _worst(seconds: list[float]) -> float:
    """The 99th percentile."""
    return sorted(seconds)[int(len(seconds) * 0.99)]


def _emptied(phone: socket.socket) -> None:
    try:
        while phone.recv(65536):
            pass
    except BlockingIOError:
        pass


def _hang_up(phones: list[socket.socket]) -> None:
    for phone in phones:
        phone.close()


@contextmanager
def _bare(folder: Path) -> Iterator[Place]:
    """Sockets of one bare server, posts of another: neither does the other's work."""
    folder.mkdir(exist_ok=True)
    ports = free_port(), free_port()
    commands = (
        [sys.executable, "-m", "performance.bare_sockets", str(ports[0])],
        [sys.executable, "-m", "performance.bare_posts", str(ports[1]), str(folder / "bare.db")],
    )
    servers = [subprocess.Popen(command) for command in commands]
    try:
        for port in ports:
            _answering(port)
        yield Place(servers[0].pid, "/live", "/inputs", *ports)
    finally:
        for server in servers:
            server.kill()
            server.wait()


@contextmanager
def _ours(folder: Path) -> Iterator[Place]:
    """An open board on which something happened while the phones were away."""
    data = folder / "data"
    data.mkdir(parents=True)
    url = Settings(data=data).resolved_database_url
    migrate(url)
    database = Database(url)
    with database.writing() as db:
        cast = assemble(db)
    board = opened(database, cast)
    for number in range(MISSED):
        posted(database, board, cast.ukraine_head, f"While they were away, {number}.")
    cookie = f"Cookie: plenary_sign_in={cookie_of(database, cast.georgia_head)}\r\n"
    database.dispose()
    server = KilledServer(data)
    server.start()
    try:
        port = urlsplit(server.address).port or 80
        live = f"{PATH}/live?audience=delegate"
        yield Place(server.pid, live, f"{PATH}/inputs", port, port, cookie)
    finally:
        server.kill()


def _answering(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
