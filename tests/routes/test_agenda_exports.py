"""The agenda's files over HTTP: what they are called, how they are cached, what they never say."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from app.agenda.drafting import store_reading
from app.agenda.models import Agenda, Wording
from app.agenda.publishing import publish_version
from app.events.models import Event
from app.routes.conditional import disposition
from tests.agenda.programmes import STRASBOURG

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {
    "agenda.json": ("application/json", "inline", "agenda-v1.json", b"{"),
    "agenda.xml": ("application/xml", "inline", "agenda-v1.xml", b"<?xml"),
    "agenda.pdf": ("application/pdf", "inline", "agenda-v1.pdf", b"%PDF-"),
    "agenda.docx": (WORD, "attachment", "agenda-v1.docx", b"PK"),
    "agenda.txt": ("text/plain; charset=utf-8", "inline", "agenda-v1.txt", b"Multi-sectorial"),
    "agenda.md": ("text/markdown; charset=utf-8", "inline", "agenda-v1.md", b"# Multi"),
    "embed.js": ("text/javascript; charset=utf-8", "inline", "agenda-v1.js", b"// Puts"),
    "versions/1/agenda.pdf": ("application/pdf", "inline", "agenda-v1.pdf", b"%PDF-"),
}
NEWEST = [file for file in FILES if not file.startswith("versions")]


@pytest.fixture
def publish_second(database, cast):
    """Publishes a second version with another agenda."""

    def published() -> None:
        with database.writing() as db:
            event = db.get_one(Event, cast.event_id)
            store_reading(db, event, STRASBOURG, by=cast.organiser)
            publish_version(db, event, "", by=cast.organiser)

    return published


@pytest.mark.parametrize("file", FILES)
def test_a_file_has_its_type_and_its_name(client, cast, file):
    media_type, kind, name, start = FILES[file]
    answer = client.get(f"/events/{cast.slug}/{file}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'{kind}; filename="workshop-{name}"'
    assert answer.content.startswith(start)


@pytest.mark.parametrize("file", FILES)
def test_what_somebody_has_is_not_sent_again(client, cast, file):
    path = f"/events/{cast.slug}/{file}"
    first = client.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"if-none-match": f'W/{tag}, "x"'}, {"if-modified-since": modified}):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    head = client.head(path)
    assert head.content == b""
    assert head.headers["content-length"] == str(len(first.content))


@pytest.mark.parametrize("file", NEWEST)
def test_a_new_version_is_another_file(client, cast, file, publish_second):
    path = f"/events/{cast.slug}/{file}"
    tag = client.get(path).headers["etag"]
    publish_second()
    newer = client.get(path, headers={"if-none-match": tag})
    assert newer.status_code == 200
    assert "-v2." in newer.headers["content-disposition"]


def test_an_older_version_stays_as_it_was(client, cast, publish_second):
    path = f"/events/{cast.slug}/versions/1/agenda.pdf"
    before = client.get(path)
    publish_second()
    after = client.get(path)
    assert after.content == before.content
    assert after.headers["etag"] == before.headers["etag"]


def test_files_differ_in_their_tags(client, cast):
    tags = [client.get(f"/events/{cast.slug}/{file}").headers["etag"] for file in NEWEST]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("file", FILES)
def test_a_draft_is_in_no_file(client, cast, database, file):
    with database.writing() as db:
        draft = db.exec(
            select(Agenda).where(Agenda.event_id == cast.event_id, col(Agenda.number).is_(None))
        ).one()
        for wording in db.exec(select(Wording).where(Wording.agenda_id == draft.key)):
            wording.title = wording.abstract = "Zwischenstand"
            db.add(wording)
    content = client.get(f"/events/{cast.slug}/{file}").content
    assert b"Zwischenstand" not in content


@pytest.mark.parametrize("file", FILES)
def test_nothing_published_is_said_in_words(client, cast, database, file):
    with database.writing() as db:
        published = db.exec(select(Agenda).where(col(Agenda.number).is_not(None))).all()
        for agenda in published:
            agenda.event_id = db.exec(select(Event).where(Event.slug == "elsewhere")).one().key
            db.add(agenda)
    answer = client.get(f"/events/{cast.slug}/{file}")
    assert answer.status_code == 404
    assert "no version 1" in answer.text if "versions" in file else "not published" in answer.text


def test_a_version_that_never_was_is_not_found(client, cast):
    assert client.get(f"/events/{cast.slug}/versions/7/agenda.pdf").status_code == 404


def test_only_what_programs_elsewhere_read_is_open_to_other_sites(client, cast):
    def opened(file):
        return client.get(f"/events/{cast.slug}/{file}").headers.get("access-control-allow-origin")

    assert {file for file in FILES if opened(file) == "*"} == {
        "agenda.json",
        "agenda.xml",
        "embed.js",
    }
    answer = client.get(f"/events/{cast.slug}/agenda.json")
    assert "access-control-allow-credentials" not in answer.headers


def test_a_reader_s_language_does_not_change_the_file(client, cast):
    path = f"/events/{cast.slug}/agenda.txt"
    french = client.get(path, headers={"accept-language": "fr"})
    assert french.content == client.get(path).content


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("agenda.pdf", 'inline; filename="agenda.pdf"'),
        ("fête.pdf", "inline; filename=\"f_te.pdf\"; filename*=UTF-8''f%C3%AAte.pdf"),
        ('a"b\r\n.pdf', "inline; filename=\"a_b__.pdf\"; filename*=UTF-8''a%22b%0D%0A.pdf"),
    ],
)
def test_file_names_are_written_as_rfc_6266_says(name, header):
    assert disposition(name, shown=True) == header


def test_who_asks_the_page_for_plain_text_gets_the_text(client, cast):
    asked = client.get(f"/events/{cast.slug}", headers={"Accept": "text/plain"})
    assert asked.headers["content-type"].startswith("text/plain")
    assert asked.text == client.get(f"/events/{cast.slug}/agenda.txt").text
    assert "<h1" in client.get(f"/events/{cast.slug}", headers={"Accept": "*/*"}).text
