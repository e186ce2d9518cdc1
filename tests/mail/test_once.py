"""Senders and mail servers are killed half-way: each mail went once, or a person is asked."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest

from app.mail.models import MailState
from tests.mail.conftest import addressed, killed, mails, queued, started, states, until

# Enough that a kill meets every step of sending, little enough for two busy cores.
COUNT = 40


@pytest.fixture
def sender(database_url, tmp_path, mail_server):
    """Starts senders of their own processes over the test's database."""
    running = []

    def start():
        arguments = [str(tmp_path), database_url, str(mail_server.port)]
        running.append(started("tests.mail.sender", *arguments))
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            killed(process)


def is_settled(database):
    return not {MailState.QUEUED, MailState.SENDING} & set(states(database))


def test_whoever_is_killed_half_way_nothing_goes_twice_and_nothing_is_lost(
    database, cast, mail_server, sender
):
    addressed(database, cast)
    queued(database, cast, COUNT)
    dice = random.Random(7)
    mail_server.start(10)
    first = sender()
    mail_server.wait_for_death()  # it took the tenth and said nothing
    mail_server.start(-15)
    mail_server.wait_for_death()  # and later it did not even take one
    mail_server.start()
    enough = mail_server.taken + 5
    until(lambda: mail_server.taken >= enough)
    time.sleep(dice.random() / 50)
    killed(first)
    assert mail_server.taken < COUNT, "it was too quick to be killed half-way"
    sender()
    until(lambda: is_settled(database), seconds=60)
    _settled_rightly(mails(database), mail_server.deliveries)
    assert states(database)[MailState.UNCERTAIN] >= 2


def test_two_servers_on_one_database_send_each_once(database, cast, mail_server, sender):
    addressed(database, cast)
    mail_server.start()
    sender()
    sender()
    for batch in range(4):
        queued(database, cast, COUNT // 4, batch=str(batch))
        time.sleep(0.2)
    until(lambda: is_settled(database), seconds=60)
    assert states(database) == {MailState.SENT: COUNT}
    assert mail_server.deliveries == Counter(mail.message_id for mail in mails(database))


def _settled_rightly(stored, deliveries):
    assert set(deliveries.values()) == {1}
    for mail in stored:
        if mail.state is MailState.SENT:
            assert deliveries[mail.message_id] == 1
        else:
            assert mail.state is MailState.UNCERTAIN
