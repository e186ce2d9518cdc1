"""The Atom feed of versions, and the text by which organisers tell of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lxml import etree

from app.agenda.announcing import mail_of_version
from app.agenda.atom import NewsOfVersion, versions_feed
from app.agenda.changes import changes_between
from app.agenda.queries import PublishedVersion
from app.agenda.saying import Sayer
from app.agenda.vevent import CalendarFacts
from tests.agenda.programmes import PUBLISHED, entry, timetable

FACTS = CalendarFacts(
    "workshop", "Co-operation <2019> & more", "Strasbourg", "", "calendar.example.org",
    "https://plenary.example.org",
)  # fmt: skip
SAYER = Sayer(str, "en")
FIRST = timetable(entry(1, "09:30", "11:00", "Reporting & <prosecution>"))
SECOND = replace(
    timetable(entry(1, "10:00", "11:00", "Reporting & <prosecution>", abstract="New.")),
    number=2, label="Version 2", reference="CRD/2",
)  # fmt: skip
CHANGES = changes_between(FIRST, SECOND)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(facts=FACTS):
    later = PUBLISHED + timedelta(days=3)
    news = [
        NewsOfVersion(PublishedVersion(2, "Version 2", "CRD/2", later), CHANGES),
        NewsOfVersion(PublishedVersion(1, "Version 1", "", PUBLISHED), None),
    ]
    return versions_feed(news, facts, "", SAYER)


def test_the_feed_has_what_atom_asks_for():
    root = etree.fromstring(feed())
    for required in ("id", "title", "updated", "author/a:name"):
        assert root.findtext(f"a:{required}", namespaces=ATOM), required
    entries = root.findall("a:entry", namespaces=ATOM)
    assert [one.findtext("a:title", namespaces=ATOM) for one in entries] == [
        "Version 2", "Version 1",
    ]  # fmt: skip
    ids = [root.findtext("a:id", namespaces=ATOM)]
    ids += [one.findtext("a:id", namespaces=ATOM) for one in entries]
    assert len(set(ids)) == 3
    assert all(one and one.startswith("urn:uuid:") for one in ids)
    assert root.findtext("a:updated", namespaces=ATOM) == "2019-04-05T09:00:00Z"
    own = root.find("a:link[@rel='self']", namespaces=ATOM)
    assert own.get("href") == "https://plenary.example.org/events/workshop/versions.atom"


def test_changes_are_sentences_in_html_and_titles_are_never_markup():
    content = etree.fromstring(feed()).findtext("a:entry/a:content", namespaces=ATOM)
    html = etree.HTML(content)
    assert ["".join(item.itertext()) for item in html.iter("li")] == [str(one) for one in CHANGES]
    assert "&lt;prosecution&gt;" in content


def test_the_same_versions_are_the_same_bytes_and_ids_survive_another_title():
    assert feed() == feed()
    renamed = feed(replace(FACTS, title="Other", base_url="https://elsewhere.example"))
    ids = [
        [one.text for one in etree.fromstring(content).iter("{*}id")]
        for content in (feed(), renamed)
    ]
    assert ids[0] == ids[1]


def test_control_characters_do_not_break_the_feed():
    odd = NewsOfVersion(PublishedVersion(1, "Ver\x07sion\x00", "", PUBLISHED), None)
    root = etree.fromstring(versions_feed([odd], FACTS, "x\x1b", SAYER))
    assert root.findtext("a:entry/a:title", namespaces=ATOM) == "Version"


def test_a_mail_says_what_changed_and_counts_edited_texts_only():
    mail = mail_of_version(SECOND, CHANGES, FACTS, SAYER, before=FIRST)
    assert mail.subject == "Co-operation <2019> & more: agenda, Version 2"
    assert "published on 2 April 2019, 11:00 (Europe/Paris)" in mail.body
    assert "What changed since Version 1:" in mail.body
    assert "- “Reporting & <prosecution>” is at 10:00–11:00 instead of 09:30–11:00." in mail.body
    assert "Texts edited, no plans touched: 2" in mail.body  # the text, and the reference
    assert "Reference: CRD/2" in mail.body
    assert "https://plenary.example.org/events/workshop/agenda.ics" in mail.body
    assert mail.mailto.startswith("mailto:?subject=Co-operation%20")


def test_a_first_version_has_no_list_of_changes_and_a_long_text_no_mailto():
    assert "What changed" not in mail_of_version(FIRST, [], FACTS, SAYER, before=None).body
    many = mail_of_version(SECOND, CHANGES * 40, FACTS, SAYER, before=FIRST)
    assert many.mailto == ""


def test_dates_are_written_in_the_language_of_the_event():
    moment = datetime(2019, 5, 16, 7, 30, tzinfo=UTC)
    assert Sayer(str, "fr").moment(moment, "Europe/Paris") == "16 mai 2019, 09:30"
    assert Sayer(str, "no-such-language").day(moment.date()).endswith("2019")
