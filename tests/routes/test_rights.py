"""Every role at every door, over HTTP and sockets, compared with the table of rights.

The table of doors says which right opens which route; here every person of the cast tries all of
them, and nothing else than the table may decide. Forms are sent empty: who is let in is told what
is missing (422) or that the state does not allow it (409), who is not is told so first.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import inspect
import json
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app import clock
from app.db import Database, Writing
from app.delegations.links import revoke_links
from app.delegations.models import Appointment, Participant, Role, SignIn
from app.delegations.rights import RIGHTS, Action, Person, may
from app.delegations.sign_in import issue_link, open_link, person_by_id
from app.routes import ROUTERS
from app.routes.admission import AUDIENCE_ACTIONS
from app.routes.doors import DOORS, OPEN
from tests.cast import Cast
from tests.routes.doors_world import World

APP = Path(__file__).resolve().parents[2] / "app"
PARTS = (
    "organiser", "chair", "rapporteur", "georgia_head", "georgia_delegate", "ukraine_head",
    "ukraine_delegate", "speaker", "observer", "outsider", "focal_point", "press",
)  # fmt: skip
# Not of the cast, for most tests have no use for them: made of a role, some in a delegation.
MADE = {"focal_point": Role.FOCAL_POINT, "press": Role.PRESS}
# People who were somebody: their cookie opens what no cookie opens.
NOBODY = ("public", "revoked", "expired")


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


@pytest.mark.parametrize("part", [*PARTS, *NOBODY])
def test_a_role_opens_the_doors_of_the_table_and_no_other(
    part: str, database: Database, cast: Cast, client: TestClient
):
    world = World(database, cast)
    person = _somebody(database, cast, part)
    cookie = _cookie(database, cast, part)
    if cookie:
        client.cookies.set("plenary_sign_in", cookie)
    wrong = []
    for door in world.in_order(dict(DOORS)):
        method, path = door.split()[0], world.address(door)
        if method == "WS":
            continue
        answer = client.request(method, path)
        if answer.status_code >= 500:
            wrong.append(f"{door}: {answer.status_code}")
            continue
        is_in = answer.status_code not in {401, 403, 404}
        if DOORS[door] == OPEN:
            # Even a link that is not known is a question that anybody may ask.
            is_in = answer.status_code not in {401, 403}
        if is_in != _may_open(door, person, cast):
            wrong.append(f"{door}: {answer.status_code}")
        if person is None and answer.status_code == 403:
            wrong.append(f"{door}: nobody is signed in, so 401 would say what to do")
    assert wrong == []


def test_a_role_follows_the_boards_of_the_table_and_no_other(
    database: Database, cast: Cast, address: str
):
    world = World(database, cast)
    [door] = [door for door in DOORS if door.startswith("WS /events")]
    wrong = []
    for part in (*PARTS, *NOBODY):
        cookie = _cookie(database, cast, part)
        for audience, action in AUDIENCE_ACTIONS.items():
            person = _somebody(database, cast, part)
            expected = may(
                person, action, event_id=cast.event_id, event_session_id=cast.workshop_id
            )
            url = f"{address.replace('http', 'ws')}{world.address(door)}?audience={audience}"
            if _is_sent_frames(url, cookie) != expected:
                wrong.append(f"{part} as {audience}")
    assert wrong == []


def test_an_open_socket_closes_when_its_person_is_revoked(
    database: Database, cast: Cast, address: str
):
    world = World(database, cast)
    [door] = [door for door in DOORS if door.startswith("WS /events")]
    cookie = _cookie(database, cast, "georgia_delegate")
    url = f"{address.replace('http', 'ws')}{world.address(door)}"
    with connect(url, additional_headers={"Cookie": f"plenary_sign_in={cookie}"}) as socket:
        socket.send(json.dumps({"resume": -1}))
        socket.recv(timeout=5)
        path = f"/events/{cast.slug}/manage/participants/{cast.georgia_delegate.own_id}"
        organiser = _cookie(database, cast, "organiser")
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


def _may_open(door: str, person: Person | None, cast: Cast) -> bool:
    where = cast.workshop_id if "{key}" in door else None
    rights = DOORS[door]
    return rights == OPEN or any(
        may(person, action, event_id=cast.event_id, event_session_id=where)
        and _is_own(door, action, person, cast)
        for action in rights
    )


def _is_own(door: str, action: Action, person: Person | None, cast: Cast) -> bool:
    """ "Own" limits a right to one's delegation or authorship, where the door names a thing."""
    if "{feed_id}" in door or "{sign_in_id" in door:
        return person == cast.georgia_delegate
    if "{passkey_id" in door:
        return person == cast.organiser
    if "OWN" not in action.name or person is None:
        return True
    if "{member_id" in door or "{state_id" in door:
        return person.delegation_id == cast.georgia_id
    if "{recommendation_id}" in door:
        return person.delegation_id == cast.georgia_id
    if "{client_id}" in door:
        return person == cast.georgia_delegate
    return True


def _somebody(database: Database, cast: Cast, part: str) -> Person | None:
    """The person of a part; None for nobody."""
    if part not in MADE:
        return cast.everybody.get(part)
    with database.writing() as db:
        known = db.exec(select(Participant.id).where(Participant.name == part)).first()
        if known is None:
            of = cast.georgia_id if part == "focal_point" else None
            made = Participant(event_id=cast.event_id, name=part, delegation_id=of)
            db.add(made)
            db.flush()
            db.add(Appointment(participant_id=made.key, role=MADE[part]))
            known = made.key
        return person_by_id(db, known)


def _cookie(database: Database, cast: Cast, part: str) -> str | None:
    """The cookie of somebody just signed in; of a chair whose links or time ran out; or none."""
    if part == "public":
        return None
    person = _somebody(database, cast, part) or cast.chair
    with database.writing() as db:
        cookie = open_link(db, issue_link(db, person.own_id, by=None), days=1).cookie
        if part == "revoked":
            revoke_links(db, cast.event_id, person.own_id, by=cast.organiser)
        if part == "expired":
            over = clock.now() - timedelta(seconds=1)
            db.exec(
                sa.update(SignIn)
                .where(col(SignIn.participant_id) == person.own_id)
                .values(expires_at=over)
            )
    return cookie


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
