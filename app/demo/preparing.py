"""Prepares the demo's data folder, and says how to get in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app import clock
from app.db import Database, Writing
from app.delegations.links import links_for
from app.delegations.models import Role
from app.delegations.rights import organiser_at
from app.demo.samples import sample
from app.demo.story import tell
from app.errors import BadInput
from app.events.queries import event_by_slug
from app.migrating import migrate
from app.settings import Settings

# The first one is running when the demo starts; by its clock the others are over, or to come.
SAMPLES_SHIPPED = (
    "strasbourg-2019",
    "manila-2013",
    "abu-dhabi-2012",
    "cebu-2017",
    "online-2021",
)
# Lies in a data folder that the demo made, so that it may make it anew.
_MARK = "made-by-plenary-demo"
_SHOWN = tuple(role for role in Role if role is not Role.PUBLIC)


def prepare(settings: Settings) -> datetime:
    """Make the data folder anew and fill it; returns the moment at which its clock should start.

    BadInput, and nothing is touched, when the folder holds something that is not a demo's.
    """
    _make_folder(settings)
    migrate(settings.resolved_database_url)
    starts_at: datetime = sample(SAMPLES_SHIPPED[0]).event["demo_starts_at"]
    with _opened(settings) as database:
        for slug in SAMPLES_SHIPPED:
            tell(database, sample(slug), until=starts_at)
    clock.start_at(None)
    return starts_at


def links(db: Writing, settings: Settings) -> list[str]:
    """One sign-in link per role for each sample event, in lines to be printed."""
    lines = []
    for slug in SAMPLES_SHIPPED:
        event = event_by_slug(db, slug)
        favourite = sample(slug).event.get("shown_delegation")
        given = links_for(db, event, base_url=settings.base_url, by=organiser_at(event))
        given.sort(key=lambda link: link["delegation"] != favourite)
        lines += [event.title, f"{settings.base_url}/events/{slug}", ""]
        for role in Role:
            link = next((link for link in given if link["role"] == role.value), None)
            if link:
                who = ", ".join(filter(None, (role.value, link["delegation"])))
                lines.append(f"  {who:<34} {link['url']}")
        lines.append("")
    return lines


def _make_folder(settings: Settings) -> None:
    folder = settings.data
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise BadInput(
                "The folder {folder} is not empty and was not made by the demo. "
                "Choose another one with --data.",
                folder=folder,
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.resolved_database_url)
    try:
        yield database
    finally:
        database.dispose()
