"""The doctor speaks with the mail server, and knows of mails that wait for a person."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.keeping import examine
from app.mail.models import Mail, MailState
from tests.mail.conftest import addressed, queued


@pytest.fixture
def database_url(_sqlite_copies):
    """One kind is enough to count mails."""
    yield from _sqlite_copies(migrated=True)


def said(settings, database):
    url = database.url.render_as_string(hide_password=False)
    changed = settings.model_copy(update={"database_url": url})
    return " ".join(complaint.sentence for complaint in examine(changed))


def test_a_mail_server_that_does_not_answer_is_said(settings, database, mail_server):
    silent = "The mail server does not answer."
    assert silent in said(settings, database)
    mail_server.start()
    assert silent not in said(settings, database)
    assert mail_server.mails == []


def test_mails_that_wait_for_a_person_are_counted(settings, database, cast, mail_server):
    mail_server.start()
    addressed(database, cast)
    queued(database, cast, 3)
    assert "uncertain" not in said(settings, database)
    with database.writing() as db:
        for mail in db.exec(select(Mail)):
            mail.state = MailState.UNCERTAIN
    assert "workshop: mails that failed or are uncertain: 3." in said(settings, database)
