"""People's browsers in scenarios: pages looked at, and their own forms filled in and sent."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
from lxml import html
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.live_boards.phones import ScriptedPage

Typed = str | list[str]
Files = Mapping[str, tuple[str, bytes]]


@dataclass
class Browser:
    """Somebody's browser (nobody's without a cookie): refuses every answer that is not expected."""

    client: httpx2.Client
    cookie: str = ""

    def get(self, path: str, *, status: int = 200) -> httpx2.Response:
        """A page or a file."""
        answer = self.client.get(path, headers=self._headers())
        assert answer.status_code == status, (path, answer.status_code, answer.text[:300])
        return answer

    def text(self, path: str) -> str:
        """The words of a page's main part, one blank between them."""
        (main,) = html.fromstring(self.get(path).text).xpath("//main")
        return " ".join(" ".join(main.itertext()).split())

    def post(self, path: str, **typed: Typed) -> httpx2.Response:
        """A form sent to `path`, which leads on to another page."""
        return self.send(path, typed)

    def send(
        self,
        path: str,
        typed: Mapping[str, Typed],
        *,
        files: Files | None = None,
        expected: tuple[int, ...] = (201, 303),
    ) -> httpx2.Response:
        """A form, perhaps with files, that must be answered with one of these statuses."""
        answer = self.client.post(path, data=typed, files=files, headers=self._headers())
        assert answer.status_code in expected, (path, answer.status_code, _words(answer.text))
        return answer

    def fill(self, page: str, action: str, **typed: Typed) -> str:
        """Fill in a page's form that goes to an address ending with `action`, send it as it is.

        Returns the address it leads to. What is not `typed` goes as it stands on the page.
        """
        forms = html.fromstring(self.get(page).text).forms
        found = [one for one in forms if urlsplit(one.action or page).path.endswith(action)]
        assert found, f"{page} has no form that goes to {action}"
        missing = set(typed) - set(found[0].inputs.keys())
        assert not missing, f"the form on {page} does not ask for {missing}"
        values: dict[str, list[str]] = {}
        for name, value in found[0].form_values():
            values.setdefault(name, []).append(value)
        answer = self.send(found[0].action or page, {**values, **typed})
        return str(answer.headers.get("location", ""))

    def enter(self, link: str) -> Browser:
        """Open a personal link; from then on this browser is signed in."""
        answer = self.client.get(urlsplit(link).path)
        self.cookie = answer.cookies["plenary_sign_in"]
        # The client is everybody's: a cookie left in it would sign the next one in.
        self.client.cookies.clear()
        return self

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"plenary_sign_in={self.cookie}"} if self.cookie else {}


@dataclass
class Phone:
    """A board's page kept up to date by a socket, as a phone in the room keeps it."""

    page: ScriptedPage
    connection: ClientConnection
    frames: list[str] = field(default_factory=list)

    def follow(self, seq: int) -> None:
        """Take what came, up to the change with this number; TimeoutError after ten seconds."""
        while self.page.seen < seq:
            message = self.connection.recv(timeout=10)
            self.frames.append(str(message))
            self.page.take(message)


@contextmanager
def phone_at(address: str, browser: Browser, board: str) -> Iterator[Phone]:
    """A phone on the board at the path `board`, which has said where it stands."""
    page = ScriptedPage(browser.get(f"{board}/board").text)
    url = address.replace("http://", "ws://") + f"{board}/live?audience=delegate"
    headers = {"Cookie": f"plenary_sign_in={browser.cookie}"}
    with connect(url, origin=Origin(address), additional_headers=headers, proxy=None) as connection:
        connection.send(json.dumps({"resume": page.seen}))
        yield Phone(page, connection)


def paragraphs(document: Mapping[str, Any], part: str) -> list[dict[str, Any]]:
    """The top paragraphs of a part of conclusions.json; none where it has no such part."""
    return [
        block
        for one in document["parts"]
        if one["key"] == part
        for block in one["blocks"]
        if block["type"] == "paragraph"
    ]


def _words(page: str) -> str:
    return " ".join(" ".join(html.fromstring(page or "<p>").itertext()).split())[:600]
