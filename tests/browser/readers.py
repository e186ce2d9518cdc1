"""Phones of people who read an agenda: where they are, with or without scripts, with or without a
sign-in; and the ways a published agenda changes under them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from sqlmodel import col, select

from app.agenda.drafting import store_reading
from app.agenda.models import Agenda, EventSession, Slot
from app.agenda.publishing import publish_version
from app.agenda.reading.model import ReadAgenda, ReadDay
from app.db import Database, Writing
from app.delegations.rights import Person, organiser_at
from app.delegations.sign_in import issue_link, open_link
from app.events.models import Event, Room
from app.events.queries import event_by_slug
from tests.agenda.programmes import read_entry
from tests.browser.conftest import PHONE
from tests.browser.strasbourg import SLUG


@dataclass
class Readers:
    """Opens phones at one address, and keeps what their consoles complain about."""

    browser: Browser
    address: str
    database: Database
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def phone(
        self,
        *,
        person: Person | None = None,
        zone: str = "Europe/Paris",
        scripts: bool = True,
        language: str = "en-GB",
        **more: Any,
    ) -> Page:
        """A phone of its own, without a page yet."""
        context = self.browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            has_touch=True,
            base_url=self.address,
            timezone_id=zone,
            locale=language,
            java_script_enabled=scripts,
            **more,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if person is not None:
            self.sign_in(context, person)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        return page

    def sign_in(self, context: BrowserContext, person: Person) -> None:
        """Give the phone a sign-in, as its link would."""
        with self.database.writing() as db:
            cookie = open_link(db, issue_link(db, person.own_id, by=None), days=1).cookie
        context.add_cookies([{"name": "plenary_sign_in", "value": cookie, "url": self.address}])

    def close(self) -> None:
        """Close all phones."""
        for context in self.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # What fails for want of a network is what these tests are about.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def publish_in_room(database: Database, slug: str, name: str) -> None:
    """Publish a version in which the event session `slug` meets in another room."""
    with database.writing() as db:
        event = event_by_slug(db, SLUG)
        _drafted(db, event, slug).room_id = _room(db, event, name)
        db.flush()
        publish_version(db, event, "", by=organiser_at(event))


def _drafted(db: Writing, event: Event, slug: str) -> Slot:
    return db.exec(
        select(Slot)
        .join(Agenda, col(Agenda.id) == col(Slot.agenda_id))
        .join(EventSession, col(EventSession.id) == col(Slot.event_session_id))
        .where(
            col(Agenda.event_id) == event.key,
            col(Agenda.number).is_(None),
            col(EventSession.slug) == slug,
        )
    ).one()


def _room(db: Writing, event: Event, name: str) -> int:
    known = db.exec(select(Room).where(Room.event_id == event.key, Room.name == name)).first()
    if known is None:
        known = Room(event_id=event.key, name=name)
        db.add(known)
        db.flush()
    return known.key


def long_agenda(database: Database, entries: int) -> None:
    """Publish a version with this many entries in place of those before, twenty a day."""
    first = dt.datetime(2019, 5, 20, 8, 0, tzinfo=dt.UTC)
    half_an_hour = dt.timedelta(minutes=30)
    read = []
    for place in range(entries):
        day, row = divmod(place, 20)
        at = first + row * half_an_hour
        hours = (f"{at:%H:%M}", f"{at + half_an_hour:%H:%M}")
        title, abstract = f"Work in progress {place}", "What it is about, in some words. " * 4
        read.append(read_entry(day, *hours, "session", title, str(place), abstract=abstract))
    days = tuple(
        ReadDay(str((first + dt.timedelta(days=day)).date())) for day in range(-(-entries // 20))
    )
    agenda = ReadAgenda(
        title="A long agenda",
        reference="",
        place="",
        zone=None,
        mode="in_person",
        days=days,
        entries=tuple(read),
        questions=(),
    )
    with database.writing() as db:
        event = event_by_slug(db, SLUG)
        store_reading(db, event, agenda, by=organiser_at(event))
        publish_version(db, event, "", by=organiser_at(event))
