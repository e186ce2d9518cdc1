"""No route, export or socket shows a word of a draft to anybody but its organisers.

Every text of the draft holds one word that stands nowhere else. All routes are taken from the
application itself, and everybody knocks at all of them; what comes back is searched for the word.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlmodel import col, select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from app.agenda.drafting import store_reading
from app.agenda.feeds import give_feed
from app.agenda.models import Agenda, EventSession, PendingReading, Question, Wording
from app.agenda.personal_forms import FeedForm
from app.agenda.queries import draft_timetable
from app.agenda.reading.model import Question as OpenQuestion
from app.agenda.reading.model import ReadDay
from app.clock import now
from app.db import Database
from app.delegations.models import Role
from app.delegations.sign_in import person_by_id
from app.errors import BadInput, NotFound, Refused
from app.events.models import Event, Room
from app.exporting import What, export
from app.live.audiences import Audience
from app.sessions.opening import open_board
from app.settings import Settings
from tests.agenda.programmes import STRASBOURG
from tests.cast import Cast
from tests.routes.doors_world import World
from tests.routes.test_rights import _flat
from tests.routes.walking import cookie_of

WORD = "zyxwvut"
OTHERS = (
    "public", "outsider", "chair", "rapporteur", "georgia_head", "ukraine_delegate", "speaker",
    "observer",
)  # fmt: skip
FORMATS = ("ics", "json", "xml", "pdf", "docx", "txt", "md", "js", "csv", "xlsx", "html")
# What a page tells does not hang on the database; rights are walked on both (test_rights.py).
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HIDDEN = replace(
    STRASBOURG,
    title=WORD,
    reference=WORD,
    days=(ReadDay("2019-05-16", WORD), ReadDay("2019-05-18", WORD)),
    questions=(OpenQuestion(f"What is {WORD}?"),),
    entries=tuple(
        replace(
            one, title=f"{WORD} {place}", abstract=WORD, context=WORD, room=f"Room {WORD}",
            speakers=(WORD,), source=WORD,
        )
        for place, one in enumerate(STRASBOURG.entries)
    ),
)  # fmt: skip


class HiddenWorld:
    """One of everything, with a draft full of the word, and a session that only the draft has."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.world = World(database, cast)
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            store_reading(db, event, HIDDEN, by=cast.organiser)
            draft = db.exec(
                select(Agenda).where(Agenda.event_id == event.key, col(Agenda.number).is_(None))
            ).one()
            for wording in db.exec(select(Wording).where(Wording.agenda_id == draft.key)):
                wording.chair = WORD
            for room in db.exec(select(Room).where(col(Room.name).contains(WORD))):
                room.joining_url = f"https://meet.example.org/{WORD}"
            db.add(Question(agenda_id=draft.key, text=WORD))
            db.add(
                PendingReading(
                    event_id=event.key, name=WORD, read_at=now(), reading={"title": WORD}
                )
            )
            drafted = draft_timetable(db, event, by=cast.organiser).timetable
            self.only_drafted = next(
                one.event_session_slug for one in drafted.entries if WORD in one.event_session_slug
            )
            parts = ["common", "chosen", "delegation", "roles", "breaks"]
            self.calendar = give_feed(db, event, FeedForm(parts=parts), by=cast.georgia_delegate)

    def addresses(self, method: str, path: str) -> list[str]:
        """The addresses to knock at: also of the session that only the draft has, and its uids."""
        if path == "/calendars/{token}.ics":
            return [f"/calendars/{self.calendar}.ics"]
        found = [self.world.address(f"{method} {path}")]
        if "{key}" in path:
            found.append(found[0].replace("/workshop-1", f"/{self.only_drafted}"))
        if path.endswith(("{key}/feed", "{key}/frames")):
            # Streams and long polls: what is there at once, for every audience.
            return [
                f"{one.partition('?')[0]}?audience={audience}&seconds=0&wait=0"
                for one in found
                for audience in Audience
            ]
        return found


@ON_ONE
@pytest.mark.parametrize("part", OTHERS)
def test_no_route_shows_the_draft(
    part: str, database: Database, cast: Cast, application: FastAPI, client: TestClient
):
    hidden = HiddenWorld(database, cast)
    if cookie := cookie_of(database, cast, part):
        client.cookies.set("plenary_sign_in", cookie)
    doors = _doors(application)
    assert len(doors) > 100
    leaks, opened = [], 0
    for door in hidden.world.in_order(dict.fromkeys(doors)):
        method, path = door.split()
        for address in hidden.addresses(method, path):
            # The word may be in what is asked for; only what is answered counts.
            answer = client.request(method, address)
            opened += answer.status_code == 200
            if WORD in _text(answer.content).replace(address.lower(), ""):
                leaks.append(f"{method} {address}: {answer.status_code}")
            if WORD in str(answer.headers).lower().replace(address.lower(), ""):
                leaks.append(f"{method} {address}: headers")
    assert leaks == []
    assert opened > 15


@pytest.mark.parametrize(("part", "error"), [("organiser", Refused), ("chair", NotFound)])
def test_no_board_is_opened_on_a_session_that_only_the_draft_has(
    part: str, error: type[Exception], database: Database, cast: Cast, client: TestClient
):
    hidden = HiddenWorld(database, cast)
    with database.reading() as db:
        drafted = db.exec(
            select(EventSession).where(EventSession.slug == hidden.only_drafted)
        ).one()
        by = person_by_id(db, getattr(cast, part).own_id)
    everywhere = replace(by, roles=by.roles | {Role.CHAIR})
    with pytest.raises(error), database.writing() as db:
        open_board(db, drafted.key, by=everywhere)
    client.cookies.set("plenary_sign_in", cookie_of(database, cast, part) or "")
    address = f"/events/{cast.slug}/sessions/{hidden.only_drafted}/board"
    assert client.post(address, data={}).status_code in {403, 404, 409}
    client.cookies.set("plenary_sign_in", cookie_of(database, cast, "ukraine_delegate") or "")
    assert WORD not in client.get(f"/events/{cast.slug}/boards").text.lower()


def test_its_organiser_does_see_the_draft(database: Database, cast: Cast, client: TestClient):
    """Else the word would be nowhere, and the tests around this one could not fail."""
    HiddenWorld(database, cast)
    client.cookies.set("plenary_sign_in", cookie_of(database, cast, "organiser") or "")
    page = client.get(f"/events/{cast.slug}/manage/agenda").text.lower()
    assert page.count(WORD) > 20


def test_the_published_page_an_organiser_sees_is_the_one_everybody_sees(
    database: Database, cast: Cast, client: TestClient
):
    HiddenWorld(database, cast)
    client.cookies.set("plenary_sign_in", cookie_of(database, cast, "organiser") or "")
    for path in ("", "/versions", "/versions/1", "/agenda.ics", "/agenda.json", "/boards"):
        assert WORD not in client.get(f"/events/{cast.slug}{path}").text.lower(), path


def test_no_export_of_the_command_line_shows_the_draft(database: Database, cast: Cast):
    HiddenWorld(database, cast)
    written = 0
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        for what in What:
            for format_ in FORMATS:
                try:
                    content = export(db, event, what, format_, settings=Settings())
                except (BadInput, NotFound, Refused):
                    continue
                written += 1
                assert WORD not in _text(content), f"{what} as {format_}"
    assert written >= 2


@ON_ONE
@pytest.mark.parametrize("part", OTHERS)
def test_no_socket_shows_the_draft(
    part: str, database: Database, cast: Cast, application: FastAPI, address: str
):
    hidden = HiddenWorld(database, cast)
    cookie = cookie_of(database, cast, part)
    headers = {"Cookie": f"plenary_sign_in={cookie}"} if cookie else {}
    paths = [str(getattr(route, "path", "")) for route in _flat(application) if _is_socket(route)]
    assert paths
    for path in paths:
        for place in hidden.addresses("WS", path):
            for audience in Audience:
                url = f"{address.replace('http', 'ws')}{place}?audience={audience}"
                for frame in _frames(url, headers):
                    assert WORD not in frame.lower(), url


def _doors(application: FastAPI) -> list[str]:
    return [
        f"{method} {route.path}"
        for route in _flat(application)
        for method in sorted(getattr(route, "methods", None) or ())
        if hasattr(route, "path")
        and method in {"GET", "POST"}
        and route.path != "/api/openapi.json"
    ]


def _is_socket(route: object) -> bool:
    return type(route).__name__.endswith("WebSocketRoute")


def _frames(url: str, headers: dict[str, str]) -> list[str]:
    """What a socket says at once; nothing where it closes."""
    found: list[str] = []
    with connect(url, additional_headers=headers) as socket:
        try:
            socket.send(json.dumps({"resume": -1}))
            found.append(str(socket.recv(timeout=5)))
            while True:
                found.append(str(socket.recv(timeout=0.05)))
        except (ConnectionClosed, TimeoutError):
            return found


def _text(content: bytes) -> str:
    """All text of an answer, also inside a Word file or a PDF, in lower case."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return b"\n".join(parts).decode("utf-8", "replace").lower()
    if content.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(content))
        return " ".join([str(read.metadata), *(page.extract_text() for page in read.pages)]).lower()
    unfolded = content.replace(b"\r\n ", b"")
    return unfolded.decode("utf-8", "replace").lower()
