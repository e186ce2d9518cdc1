"""Every page of every role under axe (WCAG 2.2 AA), on a phone and on a desk, light and dark.

The pages are found among the routes: a new one without an address here fails. A role's page is
looked at when it is built of something that no page of this route showed before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from sqlmodel import col, select
from starlette.responses import HTMLResponse

from app.agenda.models import Agenda, Day, PendingReading, Slot
from app.benchmarks.models import AssessedState, Conduct, ConductKind, Provision
from app.db import Database
from app.delegations.joining_models import JoinCode
from app.delegations.models import Delegation, Participant, Role
from app.delegations.rights import Person
from app.delegations.sheet_models import PendingSheet
from app.delegations.sign_in import issue_link, open_link
from app.events.models import Event
from app.mail.models import Mail
from app.main import create_app
from app.migrating import migrate
from app.recommendations.following_up.models import FollowedPoint
from app.recommendations.issuing_models import Supplement
from app.recommendations.models import Paragraph, Recommendation
from app.recommendations.read_in.models import EarlierConclusions, PendingConclusions
from app.routes import ROUTERS
from app.sessions.models import Board, Input, Priority, PriorityState
from app.settings import Settings
from tests.browser.conftest import DESK, PHONE, PROJECTOR, axe_faults
from tests.browser.corners import EMPTY, adopt_everything, empty_event, fill_the_corners
from tests.browser.strasbourg import SLUG, TOP, Strasbourg, told
from tests.servers import served

pytestmark = pytest.mark.browser

# Who looks, the ones who see most first; None is somebody who is not signed in.
ROLES = (
    Role.RAPPORTEUR, Role.ORGANISER, Role.CHAIR, Role.HEAD, Role.DELEGATE, Role.SPEAKER,
    Role.OBSERVER, None,
)  # fmt: skip
KEYS = {
    "workshop-1": "clusters, priorities, hidden and withdrawn inputs",
    "workshop-2": "posting",
    "workshop-3": "no board yet",
    "workshop-4": "closed",
    "the-way-forward": "posting, with the authors kept",
}
MORE = {
    f"{TOP}/conclusions/merges/new": [
        "?source=recommendation-1&source=recommendation-2",
        "?source=recommendation-3&into=3",
        "?source=priority-1",
    ],
    f"{TOP}/conclusions/desk": ["?done=merged", "?by=similar&show=open"],
    f"{TOP}/recommendations": ["?done=drafted"],
    f"{TOP}/follow-up": ["?by=owner", "?show=open&done=saved"],
    f"{TOP}/manage/agenda": ["?done=read"],
    f"{TOP}/manage/participants": ["?added=3&changed=1&unchanged=0"],
}
# Where a form is sent as it stands, to see the page that says what is missing.
FORMS = (
    (Role.DELEGATE, f"{TOP}/recommendations", "Save the draft"),
    (Role.RAPPORTEUR, f"{TOP}/sessions/workshop-1/board/desk", "Propose this priority"),
    (Role.RAPPORTEUR, f"{TOP}/sessions/workshop-2/board/desk", "Close the board"),
    (Role.CHAIR, f"{TOP}/sessions/workshop-2/board/desk", "Close the board"),
    (Role.RAPPORTEUR, f"{TOP}/conclusions/merges/new", None),
    (Role.RAPPORTEUR, f"{TOP}/conclusions/paragraphs/new", "Add the paragraph"),
    (Role.RAPPORTEUR, f"{TOP}/recommendations/3/dispositions", "Decide"),
    (Role.ORGANISER, f"{TOP}/manage/agenda/slots/new", "Save in the draft"),
    (Role.ORGANISER, f"{TOP}/manage/agenda", "Read it in"),
    (Role.ORGANISER, f"{TOP}/manage/agenda/days/new", "Add the day"),
    (Role.ORGANISER, f"{TOP}/manage/calendars", "Save the address"),
    (Role.ORGANISER, f"{TOP}/manage/agenda/readings/1", "Put the year"),
    (Role.ORGANISER, f"{TOP}/manage/agenda/readings/1/entries/new", "Correct it"),
    (Role.ORGANISER, f"{TOP}/manage/participants/new", "Add this person"),
    (Role.ORGANISER, f"{TOP}/manage/mails/new", "Send to the chosen people"),
    (Role.ORGANISER, f"{TOP}/manage/participants/import", "Look it over"),
    (Role.ORGANISER, f"{TOP}/manage/participants/import/1", "Import 3 people"),
    (Role.ORGANISER, f"{TOP}/manage/delegations/new", "Add this delegation"),
    (Role.DELEGATE, f"{TOP}/me/deletion", "Delete for good"),
    (Role.HEAD, f"{TOP}/my-delegation/members/new", "Add this delegate"),
    (Role.RAPPORTEUR, f"{TOP}/benchmarks/states/3/conducts/1", "Save what was found"),
    (Role.ORGANISER, f"{TOP}/manage/benchmarks", "Read it in"),
    (Role.ORGANISER, f"{TOP}/conclusions/readings", "Read it in"),
    (Role.ORGANISER, f"{TOP}/conclusions/readings/1", "Take it in"),
    (Role.ORGANISER, f"{TOP}/follow-up/points/1", "Give it to them"),
    (Role.HEAD, f"{TOP}/follow-up/points/2", "Report"),
    (Role.DELEGATE, f"{TOP}/benchmarks/my-state/provisions/1", "Save this answer"),
    (None, "/nowhere", None),
    (None, "/sign-in/unknown", None),
    (None, "/join/ABC234", None),
    (Role.DELEGATE, f"{TOP}/manage/agenda", None),
    (None, f"{TOP}/boards", None),
)


@dataclass
class House:
    """The served sample, whose pages may be opened as anybody, and what was seen of them."""

    strasbourg: Strasbourg
    address: str
    browser: Browser
    newcomer: Person
    # route → what its pages, as far as they were looked at, are built of
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    complaints: list[str] = field(default_factory=list)

    def person(self, role: Role) -> Person:
        """Somebody with this role; delegates are Georgia's."""
        of_delegation = role in {Role.HEAD, Role.DELEGATE}
        return self.strasbourg.person(role, "Georgia" if of_delegation else None)

    def open(self, person: Person | None) -> Page:
        """A browser of this person; errors on its console are kept as complaints."""
        context = self.browser.new_context(base_url=self.address, locale="en-GB")
        if person:
            with self.strasbourg.database.writing() as db:
                link = issue_link(db, person.own_id, by=None)
                cookie = open_link(db, link, days=1).cookie
            cookies = [{"name": "plenary_sign_in", "value": cookie, "url": self.address}]
            context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._hear(page, message))
        return page

    def _hear(self, page: Page, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The sample in all its states and an empty event, served."""
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder}/plenary.sqlite3"
    migrate(url)
    application = create_app(Settings(data=folder, database_url=url))
    database = Database(url)
    with told(database) as strasbourg, served(application) as address:
        fill_the_corners(strasbourg)
        newcomer = empty_event(database)
        yield House(strasbourg, address, browser, newcomer)
    database.dispose()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value if role else "public")
def test_the_pages_of_a_role_are_accessible(house: House, role: Role | None) -> None:
    page = house.open(house.person(role) if role else None)
    values = parameters(house.strasbourg.database)
    faults = [
        fault
        for route in html_routes()
        for address in addresses(route, values)
        for fault in faults_if_new(house, page, route, address)
    ]
    page.context.close()
    assert not faults, "\n".join(faults)
    assert not house.complaints


def test_the_pages_of_an_empty_event_are_accessible(house: House) -> None:
    page = house.open(house.newcomer)
    faults = []
    for path in ("", "/boards", "/conclusions", "/delegations", "/manage/agenda", "/me",
                 "/manage/participants", "/recommendations", "/conclusions/desk", "/my-sessions",
                 "/benchmarks", "/manage/benchmarks", "/versions", "/manage/versions",
                 "/manage/calendars", "/manage/mails", "/manage/mails/new",
                 "/manage/new-event", "/manage/event"):  # fmt: skip
        page.goto(f"/events/{EMPTY}{path}")
        faults += faults_of(page)
    page.context.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("role", "address", "button"), FORMS, ids=lambda value: str(value).rpartition("/")[2]
)
def test_pages_that_say_no_are_accessible(
    house: House, role: Role | None, address: str, button: str | None
) -> None:
    page = house.open(house.person(role) if role else None)
    page.goto(address)
    if button:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        # What is kept already would be taken as it stands.
        page.evaluate("document.querySelectorAll('[type=email]').forEach((one) => one.value = '?')")
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert").first).to_be_visible()
    faults = faults_of(page)
    page.context.close()
    assert not faults, "\n".join(faults)
    assert not house.complaints


def test_the_address_of_a_calendar_is_shown_on_an_accessible_page(house: House) -> None:
    page = house.open(house.person(Role.DELEGATE))
    page.goto(f"{TOP}/my-sessions")
    page.get_by_role("button", name="Make it and show its address", exact=True).click()
    expect(page.get_by_role("heading", name="Your calendar")).to_be_visible()
    faults = faults_of(page)
    page.context.close()
    assert not faults, "\n".join(faults)


def test_a_page_with_faults_would_be_found(house: House) -> None:
    page = house.open(None)
    page.goto("/")
    assert not faults_of(page)
    page.evaluate("""() => {
        const main = document.querySelector("main");
        main.innerHTML = '<h1>One</h1><h1>Two</h1><img src="/static/wordmark.svg">';
        main.style.minWidth = "2000px";
        document.title = "Elsewhere";
    }""")
    faults = " ".join(faults_of(page))
    page.context.close()
    for said in ("title", "2 first headings", "wider than 390 px", "at 1280 px: image-alt"):
        assert said in faults


def test_the_adopted_conclusions_are_accessible(house: House) -> None:
    adopt_everything(house.strasbourg)
    values = parameters(house.strasbourg.database)
    faults = []
    for role in (Role.RAPPORTEUR, Role.HEAD, None):
        page = house.open(house.person(role) if role else None)
        for route in html_routes():
            if "conclusions" in route or "recommendations" in route:
                for address in addresses(route, values):
                    faults += faults_if_new(house, page, route, address)
        page.context.close()
    assert not faults, "\n".join(faults)
    unseen = set(html_routes()) - set(house.seen)
    assert not unseen, "no address for these pages: add one to parameters()"


def html_routes() -> list[str]:
    """The paths of all routes that answer pages."""
    return [
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        and "GET" in (route.methods or ())
        and route.response_class is HTMLResponse
    ]


def parameters(database: Database) -> dict[str, list[str]]:
    """What may stand for each parameter of a path, so that every state of a page is met."""
    with database.reading() as db:
        event = db.exec(select(Event).where(col(Event.slug) == SLUG)).one()
        draft = db.exec(
            select(Agenda.id).where(col(Agenda.event_id) == event.id, col(Agenda.number).is_(None))
        ).one()
        slots = select(Slot.uid).where(col(Slot.agenda_id) == draft).order_by(col(Slot.position))
        found: dict[str, Sequence[object]] = {
            "slug": [SLUG],
            "number": [1, 2],
            "key": [*KEYS, "registration"],
            "client_id": [
                *db.exec(select(Input.client_id).join(Board).limit(1)).all(),
                # One of the delegate's own, to be changed.
                *db.exec(
                    select(Input.client_id).where(col(Input.text).startswith("word word"))
                ).all(),
            ],
            "priority_id": db.exec(select(Priority.id).limit(2)).all(),
            "recommendation_id": db.exec(select(Recommendation.id)).all(),
            "supplement_id": db.exec(select(Supplement.id)).all(),
            "paragraph_id": db.exec(select(Paragraph.id)).all(),
            "part": ["participation", "thanks"],
            "other": ["fr"],
            "recorded_id": db.exec(
                select(Priority.id).where(col(Priority.state) == PriorityState.RECORDED).limit(1)
            ).all(),
            "document_id": db.exec(select(PendingConclusions.id)).all(),
            "earlier_id": db.exec(select(EarlierConclusions.id)).all(),
            "point_id": db.exec(
                select(FollowedPoint.id).order_by(col(FollowedPoint.position))
            ).all()[:3],
            "delegation_id": db.exec(select(Delegation.id).limit(1)).all(),
            "day_id": db.exec(select(Day.id).where(col(Day.agenda_id) == draft)).all(),
            "uid": db.exec(slots.limit(2)).all(),
            "reading_id": db.exec(select(PendingReading.id)).all(),
            "index": [0, 1],
            "member_id": db.exec(
                select(Participant.id)
                .join(Delegation)
                .where(col(Delegation.event_id) == event.id, col(Delegation.name) == "Georgia")
                .order_by(col(Participant.id).desc())
            ).all()[:1],
            "sheet_id": db.exec(select(PendingSheet.id)).all(),
            "mail_id": db.exec(select(Mail.id).where(col(Mail.attempts) > 0)).all(),
            "kind": ["invitation", "changes"],
            "language": ["en"],
            "code": [*db.exec(select(JoinCode.code)).all(), "ABC234"],
            "state_id": db.exec(select(AssessedState.id)).all(),
            "provision_id": db.exec(select(Provision.id)).all(),
            "conduct_id": db.exec(
                select(Conduct.id).where(Conduct.kind != ConductKind.HEADING)
            ).all(),
            "participant_id": [
                *db.exec(select(Participant.id).limit(1)).all(),
                *db.exec(
                    select(Participant.id).where(col(Participant.delegation_id).is_not(None))
                ).all()[:1],
            ],
        }
    return {name: [str(value) for value in values] for name, values in found.items()}


def addresses(route: str, values: dict[str, list[str]]) -> list[str]:
    """The addresses of a route, one for each combination of what may stand in it."""
    names = re.findall(r"\{(\w+)(?::\w+)?\}", route)
    pattern = re.sub(r"\{(\w+)(?::\w+)?\}", r"{\1}", route)
    made = [
        pattern.format(**dict(zip(names, chosen, strict=True)))
        for chosen in product(*(values[name] for name in names))
    ]
    return [address + more for address in made for more in ("", *MORE.get(address, ()))]


def faults_if_new(house: House, page: Page, route: str, address: str) -> list[str]:
    """What is wrong with a page, if this reader may open it and it shows anything new."""
    answer = page.request.get(address)
    if not answer.ok:
        return []
    built_of = set(re.findall(r'<\w+|(?:class|role|type)="[^"]*"', answer.text()))
    if built_of <= house.seen[route]:
        return []
    first = not house.seen[route]
    house.seen[route] |= built_of
    page.goto(address)
    return faults_of(page, dark=first)


def come_to_rest(page: Page) -> None:
    """End all animations: a card that still fades in has too little contrast for a moment."""
    page.evaluate(
        """() => document.getAnimations()
          .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
          .forEach((one) => one.finish())"""
    )


def faults_of(page: Page, *, dark: bool = False) -> list[str]:
    """What is wrong with the page that is open: on a phone and on a desk, if asked in the dark."""
    faults = []
    if not page.title().endswith(" · Plenary"):
        faults.append(f"its title is “{page.title()}”")
    if (count := page.locator("h1").count()) != 1:
        faults.append(f"it has {count} first headings")
    is_projector = page.url.endswith("/projector")
    for size in (PHONE, PROJECTOR if is_projector else DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        come_to_rest(page)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            faults.append(f"it is {over} px wider than {size['width']} px")
        faults += [f"at {size['width']} px: {fault}" for fault in axe_faults(page)]
    if dark:
        page.emulate_media(color_scheme="dark")
        come_to_rest(page)
        faults += [f"in the dark: {fault}" for fault in axe_faults(page, of_colours=True)]
        page.emulate_media(color_scheme="light")
    return [f"{page.url}: {fault}" for fault in faults]
