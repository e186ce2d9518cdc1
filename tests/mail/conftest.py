"""A real mail server and senders as processes, and people who have addresses."""

from __future__ import annotations

import email
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import select

from app import clock
from app.db import Database
from app.delegations.models import Participant
from app.events.models import Event
from app.mail.models import Mail, MailKind, MailState
from app.mail.queueing import Letter, queue_mails
from app.mail.sending import Sender
from app.settings import Security, Settings
from tests.cast import Cast
from tests.chaos.server import free_port

ROOT = Path(__file__).resolve().parents[2]


def started(*words: str, **environment: str) -> subprocess.Popen[str]:
    """A module of the tests as a process that has said it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=os.environ | environment,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", "the process did not start"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    """SIGKILL, and nothing of it is left."""
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


class MailServerProcess:
    """A mail server that can die and come back, at one port, with what it has taken."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._before = self.arrived = 0
        self._process: subprocess.Popen[str] | None = None

    def forget(self) -> None:
        """From here on only what comes now counts, deaths included."""
        self.arrived = len(list(self._folder.glob("*.arrived")))
        self._before = len(list(self._folder.glob("*.eml")))

    def start(self, *deaths: int, certificate: str = "") -> None:
        """Serve; see tests.mail.server for `deaths` and `certificate`."""
        if self._process is not None and not deaths and not certificate:
            return
        self.stop()
        counted = (one + self.arrived if one > 0 else one - self.arrived for one in deaths)
        arguments = [str(self.port), str(self._folder), *map(str, counted)]
        self._process = started("tests.mail.server", *arguments, CERTIFICATE=certificate)

    def wait_for_death(self) -> None:
        """Until it has died by itself."""
        assert self._process is not None
        self._process.wait(timeout=20)
        self.stop()

    def stop(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            killed(self._process)
            self._process = None

    @property
    def mails(self) -> list[EmailMessage]:
        """What it has taken for this test, in order."""
        paths = sorted(self._folder.glob("*.eml"), key=lambda path: int(path.stem))[self._before :]
        return [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in paths]

    @property
    def taken(self) -> int:
        """How many mails it has taken for this test."""
        return len(list(self._folder.glob("*.eml"))) - self._before

    @property
    def deliveries(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(mail["Message-ID"]).strip("<>") for mail in self.mails)


@pytest.fixture(scope="module")
def _mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServerProcess]:
    server = MailServerProcess(tmp_path_factory.mktemp("taken"))
    yield server
    server.stop()


@pytest.fixture
def mail_server(_mail_server: MailServerProcess) -> MailServerProcess:
    """A mail server's process, perhaps not started yet, that has taken nothing yet."""
    _mail_server.forget()
    return _mail_server


@pytest.fixture
def settings(tmp_path: Path, mail_server: MailServerProcess) -> Settings:
    """An installation that sends by that server."""
    return Settings(
        data=tmp_path, base_url="https://plenary.example.org", smtp_host="127.0.0.1",
        smtp_port=mail_server.port, smtp_security=Security.NONE,
    )  # fmt: skip


@pytest.fixture
def look(database: Database, settings: Settings) -> Iterator[Callable[[], bool]]:
    """One look of a sender, here and now."""
    sender = Sender(database, settings)
    yield sender.look
    sender.stop()


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Sets the clock to a moment, written with its offset."""
    yield lambda moment: clock.start_at(datetime.fromisoformat(moment))
    clock.start_at(None)


def addressed(database: Database, cast: Cast) -> None:
    """Give the event a sender and everybody at it an address."""
    with database.writing() as db:
        db.get_one(Event, cast.event_id).contact = "secretariat@example.org"
        for person in db.exec(select(Participant).where(Participant.event_id == cast.event_id)):
            person.email = f"person-{person.key}@example.org"


def queued(
    database: Database, cast: Cast, count: int = 1, *, body: str = "Come.\n", batch: str = "1",
    to: int | None = None,
) -> None:  # fmt: skip
    """Queue mails to one participant, each about something else."""
    with database.writing() as db:
        letters = [
            Letter(to or cast.georgia_head.own_id, "en", "You are invited", body, about=str(one))
            for one in range(count)
        ]
        queue_mails(
            db, cast.event_id, MailKind.INVITATION, letters, batch=batch,
            domain="plenary.example.org", by=cast.organiser.participant_id,
        )  # fmt: skip


def mails(database: Database) -> list[Mail]:
    """All mails, in the order in which they were queued."""
    with database.reading() as db:
        return sorted(db.exec(select(Mail)).all(), key=lambda mail: mail.key)


def states(database: Database) -> Counter[MailState]:
    """How many mails are in which state."""
    return Counter(mail.state for mail in mails(database))


def until(true: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
