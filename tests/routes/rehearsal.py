"""The application in rehearsal: it does everything that it is asked, and nothing of it lasts.

A walk through hundreds of doors then needs one world, for no door can take away what another one
looks at. Requests go straight into the application, without a browser's jar or a socket.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import pytest
from fastapi import FastAPI

from app import main, pages
from app.db import Database, Writing
from app.main import create_app
from app.settings import Settings


class Rehearsal(Database):
    """A database whose transactions are taken back at their end, after all was written."""

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writing]:
        """As ever, but rolled back where it would be committed."""
        with self._turn, Writing(self.engine, expire_on_commit=False) as db:
            db.connection(execution_options={"plenary_writes": True})
            yield db
            db.flush()
            db.rollback()

    def scrub(self) -> bool:
        """Nothing was deleted."""
        return True


def rehearsed(settings: Settings, patched: pytest.MonkeyPatch) -> FastAPI:
    """The whole application over `settings`' database, in rehearsal."""
    with patched.context() as patch:
        patch.setattr(main, "Database", Rehearsal)
        return create_app(settings)


@contextlib.contextmanager
def without_pages(patched: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are not rendered: what they say of the database was rendered on the other one."""
    with patched.context() as patch:
        patch.setattr(pages, "fragment", lambda *_, **__: "")
        yield


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and the whole body."""

    status: int
    body: bytes


async def ask(
    application: FastAPI,
    method: str,
    path: str,
    cookie: str | None,
    form: dict[str, str] | None = None,
) -> Answer:
    """One request with the sign-in `cookie`; refusals come as JSON, which nobody has to render."""
    target = urlsplit(path)
    body = urlencode(form or {}).encode()
    headers = [(b"host", b"testserver"), (b"accept", b"application/json")]
    if cookie:
        headers.append((b"cookie", b"plenary_sign_in=" + cookie.encode()))
    if method == "POST":
        headers.append((b"content-type", b"application/x-www-form-urlencoded"))
        headers.append((b"content-length", str(len(body)).encode()))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": target.path, "raw_path": target.path.encode(),
        "query_string": target.query.encode(), "root_path": "", "headers": headers,
        "client": ("testclient", 50000), "server": ("testserver", 80),
    }  # fmt: skip
    sent: list[bytes] = []
    status = 0
    given = False

    async def receive() -> dict[str, object]:
        nonlocal given
        if given:
            return {"type": "http.disconnect"}
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, object]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = int(str(message["status"]))
        else:
            sent.append(bytes(message.get("body", b"")))  # type: ignore[call-overload]

    with contextlib.suppress(Exception):
        # What is unexpected is answered by 500 first, and raised again for the server's log.
        await application(scope, receive, send)  # type: ignore[arg-type]
    return Answer(status, b"".join(sent))
