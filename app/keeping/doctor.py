"""What is wrong with an installation, in sentences with what to do. Changes nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlmodel import col, select

from app.db import Database, Reading
from app.events.models import Event
from app.mail.models import Mail, MailState
from app.mail.post import MailServer, Unreachable
from app.migrating import alembic_config
from app.paths import STATIC, TEMPLATES
from app.recommendations.document.hashing import content_hash
from app.recommendations.freezing import thawed
from app.recommendations.models import Adoption, Conclusions
from app.sessions.models import Board, BoardEvent
from app.settings import Settings

LEAST_SPACE = 200 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Complaint:
    """One sentence. `grave`: something is broken, not only worth knowing."""

    sentence: str
    grave: bool = True


def examine(settings: Settings) -> list[Complaint]:
    """Everything that is wrong here, gravest first."""
    found = [
        *_of_the_place(settings),
        *_of_the_database(settings),
        *_of_the_mail_server(settings),
        *_of_the_settings(settings),
    ]
    return sorted(found, key=lambda complaint: not complaint.grave)


def _of_the_place(settings: Settings) -> Iterator[Complaint]:
    for folder in (TEMPLATES, STATIC):
        if not folder.is_dir():
            yield Complaint(f"The folder {folder.name} of the programme is missing: install again.")
    if not settings.data.is_dir():
        return
    if not os.access(settings.data, os.W_OK):
        yield Complaint(f"The folder {settings.data} cannot be written: give it to this user.")
    free = shutil.disk_usage(settings.data).free
    if free < LEAST_SPACE:
        yield Complaint(f"Only {free // 1024**2} MB are free in {settings.data}: make room.")


def _of_the_database(settings: Settings) -> Iterator[Complaint]:
    database = Database(settings.resolved_database_url)
    try:
        if database.is_sqlite and not Path(str(database.url.database)).exists():
            yield Complaint(
                f"There is no installation in the folder {settings.data}. "
                "Start with: plenary event create."
            )
            return
        with database.reading() as db:
            yield from _of_the_rows(settings, database, db)
    except sa.exc.DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0]
        yield Complaint(f"The database cannot be read ({said}): bring back the last backup.")
    finally:
        database.dispose()


def _of_the_rows(settings: Settings, database: Database, db: Reading) -> Iterator[Complaint]:
    connection = db.connection()
    if database.is_sqlite:
        said = connection.execute(sa.text("PRAGMA integrity_check(1)")).scalar_one()
        if said != "ok":
            yield Complaint(f"The database is damaged ({said}): bring back the last backup.")
            return
        if broken := connection.execute(sa.text("PRAGMA foreign_key_check")).all():
            yield Complaint(f"{len(broken)} rows point at nothing: bring back the last backup.")
    if not sa.inspect(connection).has_table("alembic_version"):
        yield Complaint("The database has no tables yet: start plenary serve once.")
        return
    stands = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    scripts = ScriptDirectory.from_config(alembic_config(settings.resolved_database_url))
    if stands != scripts.get_current_head():
        yield Complaint(
            f"The tables are at {stands} and this Plenary needs {scripts.get_current_head()}: "
            "write a backup, then start plenary serve once."
        )
        return
    for look in (_zones, _numbers, _adopted, _mails):
        yield from look(db)


def _zones(db: Reading) -> Iterator[Complaint]:
    for slug, zone in db.exec(select(Event.slug, Event.zone)).all():
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield Complaint(
                f"The event {slug} is in the unknown time zone {zone}: give it another."
            )


def _numbers(db: Reading) -> Iterator[Complaint]:
    """The changes of a board are numbered from 1 without gaps, up to the board's own number."""
    counted = (
        select(Board.id, Board.seq, sa.func.count(col(BoardEvent.id)), sa.func.max(BoardEvent.seq))
        .join(BoardEvent, col(BoardEvent.board_id) == col(Board.id), isouter=True)
        .group_by(col(Board.id), col(Board.seq))
    )
    for board, seq, count, highest in db.exec(counted).all():
        if seq != count or seq != (highest or 0):
            yield Complaint(
                f"Board {board} is at {seq}, and its log holds {count} changes up to {highest}: "
                "bring back the last backup."
            )


def _adopted(db: Reading) -> Iterator[Complaint]:
    frozen = (
        select(Event.slug, Adoption.document, Adoption.content_hash)
        .join(Conclusions, col(Conclusions.id) == col(Adoption.conclusions_id))
        .join(Event, col(Event.id) == col(Conclusions.event_id))
    )
    for slug, document, agreed in db.exec(frozen).all():
        if content_hash(thawed(dict(document))) != agreed:
            yield Complaint(
                f"The adopted conclusions of {slug} no longer are what was adopted: "
                "bring back the last backup."
            )


def _mails(db: Reading) -> Iterator[Complaint]:
    """Mails that wait for a person: nobody else can say whether they arrived, or mend addresses."""
    waiting = (
        select(Event.slug, sa.func.count())
        .join(Mail, col(Mail.event_id) == col(Event.id))
        .where(col(Mail.state).in_((MailState.UNCERTAIN, MailState.FAILED)))
        .group_by(Event.slug)
    )
    for slug, count in db.exec(waiting).all():
        yield Complaint(
            f"{slug}: mails that failed or are uncertain: {count}. Its organisers decide on their "
            "page of mails.",
            grave=False,
        )


def _of_the_mail_server(settings: Settings) -> Iterator[Complaint]:
    """Speaks with the mail server as far as the password; sends nothing."""
    if not settings.smtp_host:
        return
    server = MailServer(settings)
    try:
        server.open()
    except Unreachable as silence:
        yield Complaint(f"{silence.sentence} Look at PLENARY_SMTP_HOST and what belongs to it.")
    finally:
        server.close()


def _of_the_settings(settings: Settings) -> Iterator[Complaint]:
    notes: tuple[tuple[Callable[[], bool], str], ...] = (
        (
            lambda: "base_url" not in settings.model_fields_set,
            f"Links in mails and QR codes lead to {settings.base_url}: set PLENARY_BASE_URL.",
        ),
        (
            lambda: (
                settings.base_url.startswith("http://") and "base_url" in settings.model_fields_set
            ),
            "The public address begins with http://: cameras and phones' outboxes want https://.",
        ),
        (
            lambda: "calendar_domain" not in settings.model_fields_set,
            "Calendars carry plenary.invalid in their UIDs: set PLENARY_CALENDAR_DOMAIN before "
            "the first version is published.",
        ),
        (
            lambda: settings.smtp_host is None,
            "There is no mail server: mails become files in the data folder.",
        ),
        (
            lambda: settings.starts_at is not None,
            f"The clock was moved: it started at {settings.starts_at} (PLENARY_STARTS_AT).",
        ),
    )
    yield from (Complaint(sentence, grave=False) for applies, sentence in notes if applies())
