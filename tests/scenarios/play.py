"""Plays a sample event from its documents to its outcome through the doors that people use.

What is played are the scenes that the demo tells by actions; here every one of them goes over HTTP,
at its own moment, and phones in the room follow the boards by sockets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import httpx2
from fastapi import FastAPI
from lxml import html
from lxml.html import HtmlElement

from app import clock
from app.db import Database
from app.delegations.beginning import first_link
from app.delegations.links import links_for
from app.delegations.rights import organiser_at
from app.demo.samples import Sample, sample
from app.events.queries import event_by_slug
from tests.scenarios.browsers import Browser
from tests.scenarios.secretariat import list_of_participants, people_of
from tests.servers import served

_DESCRIBED = ("short_title", "subtitle", "place", "venue", "mode", "accent", "organisers",
              "background", "reference")  # fmt: skip


class Play:
    """One sample event on a running server, and everybody's browsers."""

    def __init__(self, database: Database, address: str, client: httpx2.Client, slug: str) -> None:
        self.database, self.address, self.client = database, address, client
        self.sample: Sample = sample(slug)
        self.top = f"/events/{slug}"
        self.people = people_of(slug)
        self.public = Browser(client)
        self.organiser = Browser(client)
        self._browsers: dict[tuple[str, str], Browser] = {}
        self._entered: dict[tuple[str, str], date] = {}
        self._links: dict[tuple[str, str], str] = {}

    def begin(self) -> None:
        """The link that the server prints makes the event; its organiser describes it."""
        facts = self.sample.event
        self.at(facts["versions"][0]["published_at"] - timedelta(days=1))
        with self.database.writing() as db:
            token = first_link(db, by=None)
        made = self.public.post(
            f"/first/{token}",
            title=facts["title"],
            slug=self.sample.slug,
            zone=facts["zone"],
            name="First organiser",
        )
        self.organiser.cookie = made.cookies["plenary_sign_in"]
        self.client.cookies.clear()
        page = f"{self.top}/manage/event"
        asked = self.organiser.get(page).text
        known = {name: facts.get(name, "") for name in _DESCRIBED if f'name="{name}"' in asked}
        self.organiser.fill(page, "/manage/event", **known)
        if "house_style" in facts:
            look = f"{self.top}/manage/house-style"
            self.organiser.fill(look, "/manage/house-style", **facts["house_style"])

    def read_agenda(self) -> str:
        """Read the Word document in and make it the draft; returns what was understood of it."""
        agenda = f"{self.top}/manage/agenda"
        document = {"document": ("agenda.docx", self.sample.document("agenda.docx"))}
        reading = self.organiser.send(f"{agenda}/document", {}, files=document).headers["location"]
        understood = self.organiser.text(reading)
        self.organiser.fill(reading, "/acceptance")
        for settled in re.findall(r'action="(\S+/settlement)"', self.organiser.get(agenda).text):
            self.organiser.post(settled)
        return understood

    def publish(self, number: int = 1) -> None:
        """Publish a version at its moment, with the rooms that it brings."""
        agenda = f"{self.top}/manage/agenda"
        version = self.sample.event["versions"][number - 1]
        self.at(version["published_at"])
        if number > 1:
            # Weeks later: a browser does not stay signed in for so long.
            self.organiser.enter(self._links["First organiser", ""])
        for key, room in version.get("rooms", {}).items():
            uid = self._uid(key)
            self.organiser.fill(f"{agenda}/slots/{uid}", f"/slots/{uid}", room=room)
        self.organiser.fill(agenda, "/versions", label=version["label"])

    def set_rules(self) -> None:
        """Sectors, and what is asked of a State's delegation."""
        facts = self.sample.event
        for name in facts["sectors"]:
            self.organiser.post(f"{self.top}/manage/sectors", name=name)
        asked = facts["required_sectors"] if "required_sectors" in facts else facts["sectors"]
        page = f"{self.top}/manage/delegations"
        required = [
            str(box.get("value"))
            for box in html.fromstring(self.organiser.get(page).text).xpath(
                "//input[@name='required']"
            )
            if " ".join(box.getparent().itertext()).strip() in asked
        ]
        limits = {
            name: str(facts.get(f"delegation_{name}", "")) for name in ("at_most", "at_least")
        }
        self.organiser.fill(page, "/manage/delegations/order", required=required, **limits)

    def look_over(self, people: list[list[str]]) -> str:
        """What the preview of this list says; the list is thrown away again."""
        preview = self._give(people)
        said = self.organiser.text(preview)
        self.organiser.post(f"{preview}/removal")
        return said

    def import_people(self) -> str:
        """Import everybody from the secretariat's workbook and give out their links."""
        preview = self._give(self.people)
        done = self.organiser.fill(preview, "/acceptance")
        with self.database.writing() as db:
            event = event_by_slug(db, self.sample.slug)
            given = links_for(db, event, base_url=self.address, by=organiser_at(event))
        for link in given:
            self._links[link["participant"] or "", link["delegation"] or ""] = link["url"] or ""
        return self.organiser.text(done)

    def say_kinds(self) -> None:
        """Say of each organisation what kind it is, on its own page: no sheet tells it."""
        kinds = self.sample.event["organisations"]
        listed = html.fromstring(self.organiser.get(f"{self.top}/manage/participants").text)
        for address in dict.fromkeys(
            listed.xpath("//a[contains(@href, '/manage/delegations/')]/@href")
        ):
            form = html.fromstring(self.organiser.get(address).text)
            name = form.xpath("string(//form//input[@name='name']/@value)")
            if address.rpartition("/")[2].isdecimal() and name in kinds:
                self.organiser.fill(address, address, organisation_kind=kinds[name])

    def at(self, moment: datetime) -> None:
        """The clock of the house shows this moment, and runs on."""
        clock.start_at(moment)

    def somebody(self, role: str, delegation: str = "", sector: str = "") -> Browser:
        """The browser of the first participant with this role (of this delegation and sector)."""
        found = next(
            row
            for row in self.people
            if row[4] == role
            and (not delegation or row[0] == delegation)
            and (not sector or row[1] == sector)
        )
        return self.browser(found[2], found[0])

    def browser(self, name: str, delegation: str) -> Browser:
        """Somebody's browser, signed in by their own link on each day on which it is needed."""
        key = (name, delegation)
        day = clock.now().date()
        if key not in self._browsers or self._entered[key] != day:
            self._browsers[key] = Browser(self.client).enter(self._links[key])
            self._entered[key] = day
        return self._browsers[key]

    def document(self) -> dict[str, Any]:
        """The conclusions as everybody reads them once they are adopted."""
        found: dict[str, Any] = self.public.get(f"{self.top}/conclusions.json").json()
        return found

    def agenda(self) -> list[str]:
        """The published programme, a line for each entry: date, hours, kind, title, room."""
        page = html.fromstring(self.public.get(self.top).text)
        return [_line(entry) for entry in page.xpath("//article[@data-starts]")]

    def _give(self, people: list[list[str]]) -> str:
        sheet = list_of_participants(self.sample.event["title"], people)
        given = self.organiser.send(
            f"{self.top}/manage/participants/import",
            {},
            files={"file": ("participants.xlsx", sheet)},
        )
        return str(given.headers["location"])

    def _uid(self, key: str) -> str:
        """The uid of an entry by its event session's address: the same in draft and version."""
        page = html.fromstring(self.public.get(self.top).text)
        (uid,) = page.xpath("//article[@data-slug=$key]/@data-uid", key=key)
        return str(uid)


@contextmanager
def played(database: Database, application: FastAPI, slug: str) -> Iterator[Play]:
    """A sample event to be played on a server of its own; afterwards the clock is right again."""
    try:
        with (
            served(application) as address,
            httpx2.Client(
                base_url=address, timeout=60, trust_env=False, follow_redirects=False
            ) as client,
        ):
            yield Play(database, address, client, slug)
    finally:
        clock.start_at(None)


def _line(entry: HtmlElement) -> str:
    begins, ends = (
        datetime.fromisoformat(entry.get(f"data-{one}")) if entry.get(f"data-{one}") else None
        for one in ("starts", "ends")
    )
    words = [
        " ".join(" ".join(part.itertext()).split())
        for name in ("number", "title")
        for part in entry.xpath(f".//*[contains(@class, 'entry__{name}')]")
    ]
    assert begins is not None
    hours = f"{begins:%H:%M}–{ends:%H:%M}" if ends else f"{begins:%H:%M}"
    words += filter(None, [entry.get("data-room")])
    return f"{begins:%Y-%m-%d} {hours} {entry.get('data-kind')}: {' · '.join(words)}"
