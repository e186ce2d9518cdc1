"""Every role at every door, over HTTP and sockets, compared with the table of rights.

The table of doors says which right opens which route; here every person of the cast tries all of
them, and nothing else than the table may decide. Forms are sent empty: who is let in is told what
is missing (422) or that the state does not allow it (409), who is not is told so first. The same
in every state of what is behind a door: `test_rights_by_state.py`.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import json
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.db import Database, Writing
from app.delegations.models import Role
from app.delegations.rights import RIGHTS, Action, Person, may
from app.routes import ROUTERS
from app.routes.admission import AUDIENCE_ACTIONS
from app.routes.doors import DOORS, OPEN
from app.routes.doors_words import EVENT, MEETING
from app.settings import Settings
from tests.cast import Cast
from tests.loops import run
from tests.routes.doors_world import World
from tests.routes.rehearsal import ask, rehearsed, without_pages
from tests.routes.walking import NOBODY, PARTS, cookie_of, may_open, somebody

APP = Path(__file__).resolve().parents[2] / "app"


def test_every_route_is_a_door_of_the_table_and_every_door_a_route():
    doors = {
        f"{method} {getattr(route, 'path', '')}"
        for router in ROUTERS
        for route in router.routes
        for method in getattr(route, "methods", None) or {"WS"}
    }
    assert doors - set(DOORS) == set(), "enter them in app/routes/doors.py"
    assert set(DOORS) - doors == set(), "no route is there any more"


def test_the_application_has_no_other_routes(application: FastAPI):
    ours = sum(len(router.routes) for router in ROUTERS)
    paths = [getattr(route, "path", None) for route in application.routes]
    others = [path for path in paths if path == "/api/openapi.json"]
    assert len(_flat(application)) == ours + len(others)


def test_every_action_and_every_role_stands_in_the_table():
    assert set(RIGHTS) == set(Action)
    assert set().union(*RIGHTS.values()) == set(Role)
    public = {action for action, roles in RIGHTS.items() if Role.PUBLIC in roles}
    assert public == {Action.READ_AGENDA, Action.READ_CONCLUSIONS}


def test_every_action_opens_a_door():
    asked = set().union(*DOORS.values(), AUDIENCE_ACTIONS.values())
    # Asked behind other doors: closing with a reason, names on the list of delegations. The journal
    # and the choice of sessions have no page yet.
    inside = {
        Action.OVERRIDE_CLOSURE,
        Action.READ_PARTICIPANTS,
        Action.MANAGE_EVENT,
        Action.FOLLOW_AGENDA,
    }
    assert asked | inside == set(Action)


def test_every_role_opens_the_doors_of_the_table_and_no_other(
    database: Database,
    database_url: str,
    cast: Cast,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    world = World(database, cast)
    people = {part: somebody(database, cast, part) for part in (*PARTS, *NOBODY)}
    cookies = {part: cookie_of(database, cast, part) for part in (*PARTS, *NOBODY)}
    application = rehearsed(Settings(data=tmp_path, database_url=database_url), monkeypatch)

    async def walk() -> list[str]:
        return [
            f"{part} at {door}: {wrong}"
            for part, person in people.items()
            for door in world.in_order(dict(DOORS))
            if not door.startswith("WS")
            for wrong in [await _wrong_at(door, person, cookies[part])]
            if wrong
        ]

    async def _wrong_at(door: str, person: Person | None, cookie: str | None) -> str:
        answer = await ask(application, door.split()[0], world.address(door), cookie)
        # Even a link that is not known is a question that anybody may ask.
        shut = {401, 403} if DOORS[door] == OPEN else {401, 403, 404}
        if answer.status < 200 or answer.status >= 500:
            return f"{answer.status}"
        if (answer.status not in shut) != may_open(door, person, cast):
            return f"{answer.status}"
        if person is None and answer.status == 403:
            return "nobody is signed in, so 401 would say what to do"
        return ""

    # Every page is rendered for everybody on one of the two databases: they say the same of both.
    with contextlib.nullcontext() if database.is_sqlite else without_pages(monkeypatch):
        assert run(walk()) == []
    application.state.database.dispose()


def test_a_role_follows_the_boards_of_the_table_and_no_other(
    database: Database, cast: Cast, address: str
):
    world = World(database, cast)
    door = f"WS {MEETING}/live"
    wrong = []
    for part in (*PARTS, *NOBODY):
        cookie = cookie_of(database, cast, part)
        for audience, action in AUDIENCE_ACTIONS.items():
            person = somebody(database, cast, part)
            expected = may(
                person, action, event_id=cast.event_id, event_session_id=cast.workshop_id
            )
            url = f"{address.replace('http', 'ws')}{world.address(door)}?audience={audience}"
            if _is_sent_frames(url, cookie) != expected:
                wrong.append(f"{part} as {audience}")
        room = f"WS {EVENT}/conclusions/live"
        url = f"{address.replace('http', 'ws')}{world.address(room)}"
        person = somebody(database, cast, part)
        if _is_sent_frames(url, cookie) != may_open(room, person, cast):
            wrong.append(f"{part} at the document in the room")
    assert wrong == []


def test_an_open_socket_closes_when_its_person_is_revoked(
    database: Database, cast: Cast, address: str
):
    world = World(database, cast)
    door = f"WS {MEETING}/live"
    cookie = cookie_of(database, cast, "georgia_delegate")
    url = f"{address.replace('http', 'ws')}{world.address(door)}"
    with connect(url, additional_headers={"Cookie": f"plenary_sign_in={cookie}"}) as socket:
        socket.send(json.dumps({"resume": -1}))
        socket.recv(timeout=5)
        path = f"/events/{cast.slug}/manage/participants/{cast.georgia_delegate.own_id}"
        organiser = cookie_of(database, cast, "organiser")
        revoked = httpx2.post(
            f"{address}{path}/links/revocation", cookies={"plenary_sign_in": organiser or ""}
        )
        assert revoked.status_code == 303
        assert _close_code(socket) == 4403


def test_what_routes_call_to_change_something_says_who_does_it():
    """Every function of the house that writes and is called from outside takes `by`."""
    # They make the person, from a token or a key; there is nobody before them.
    allowed = {
        "open_link",
        "open_by_passkey",
        "enter_as_asked",
        "begin",
        "open_as_verified",
        "open_as_chosen",
        # Each of its posts says whose it is.
        "post_inputs",
    }
    called = {
        (f"{node.module}", one.name)
        for path in (APP / "routes").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.")
        for one in node.names
    }
    writing, silent = 0, []
    for module, name in sorted(called):
        found = getattr(importlib.import_module(module), name, None)
        if not inspect.isfunction(found):
            continue
        arguments = inspect.signature(found).parameters.values()
        if any(one.annotation in {"Writing", Writing} for one in arguments):
            writing += 1
            if name not in allowed and "by" not in {one.name for one in arguments}:
                silent.append(f"{module}.{name}")
    assert writing > 20
    assert silent == []


def _is_sent_frames(url: str, cookie: str | None) -> bool:
    headers = {"Cookie": f"plenary_sign_in={cookie}"} if cookie else {}
    with connect(url, additional_headers=headers) as socket:
        try:
            socket.send(json.dumps({"resume": -1}))
            socket.recv(timeout=5)
        except ConnectionClosed:
            pass
        else:
            return True
        assert _close_code(socket) in {4401, 4403}
        return False


def _close_code(socket: ClientConnection) -> int | None:
    """The code with which the server ends this socket; what it still sends is passed over."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            socket.recv(timeout=5)
    return socket.close_code


def _flat(application: FastAPI) -> list[object]:
    return [
        inner
        for route in application.routes
        for inner in (getattr(getattr(route, "original_router", None), "routes", None) or [route])
    ]
