"""Lists of participants as files: what goes out comes in again and changes nothing."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from openpyxl import load_workbook
from sqlmodel import select

from app.delegations.exporting import export_people
from app.delegations.importing import import_participants
from app.delegations.models import Delegation, Participant
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden
from app.events.models import Event
from app.pages import translations
from tests.cast import PUBLISHED
from tests.delegations.sheets import EVENTS, SAMPLES

# How pages and files read is no matter of the database; importing and rights are tried on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HARD = (
    "Country,Sector,Name,Function,E-mail,Role\n"
    'Georgia,Justice,"Ms Jane ""J"" DOE","Judge, Supreme Court",jane@example.org,Head; Speaker\n'
    'Georgia,,"=HYPERLINK(""http://x"")",+1,,\n'
    ",,Chair,,,Chair; Rapporteur\n"
    "Georgia,,In the capital,,focal@example.org,Focal point\n"
    ",,Photographer,,,Press\n"
    "Lao PDR,Justice,Délégué,-,,\n"
)


def event_at(database, slug):
    with database.writing() as db:
        event = Event(slug=slug, title="Workshop", zone="Europe/Paris", created_at=PUBLISHED,
                      place="Strasbourg")  # fmt: skip
        db.add(event)
    return event


def came_in(database, event, data):
    with database.writing() as db:
        return import_participants(db, event, "people", data, by=organiser_at(event))


def written(database, event, format_, language="en"):
    with database.reading() as db:
        content, _, name = export_people(
            db,
            event,
            format_,
            language=language,
            translate=translations(language).gettext,
            by=organiser_at(event),
        )
    assert name == f"{event.slug}-participants.{format_}"
    return content


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_and_changes_nothing(database, format_, language):
    event = event_at(database, "here")
    came_in(database, event, HARD.encode())
    out = written(database, event, format_, language)
    again = came_in(database, event, out)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 6)
    assert again.unused_columns == ()
    elsewhere = event_at(database, "elsewhere")
    assert came_in(database, elsewhere, out).added == 6
    assert written(database, elsewhere, "csv") == written(database, event, "csv")


@pytest.mark.parametrize("slug", EVENTS)
def test_the_samples_lists_survive_the_way_out_and_in(database, slug):
    event = event_at(database, slug)
    first = came_in(database, event, (SAMPLES / slug / "participants.csv").read_bytes())
    again = came_in(database, event, written(database, event, "xlsx"))
    assert (again.added, again.changed, again.unchanged) == (0, 0, first.added)


def test_no_cell_is_a_formula(database):
    event = event_at(database, "here")
    came_in(database, event, HARD.encode())
    book = load_workbook(io.BytesIO(written(database, event, "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    book.close()
    assert {cell.data_type for cell in cells} == {"s"}
    text = written(database, event, "csv").decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert ",'+1," in text


def test_the_printed_list_has_everybody_by_delegation_and_no_address(database):
    event = event_at(database, "here")
    came_in(database, event, HARD.encode())
    with pdfplumber.open(io.BytesIO(written(database, event, "pdf"))) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    for word in ("Strasbourg", "Georgia", "Lao PDR", "Judge, Supreme Court", "Photographer"):
        assert word in text
    assert text.index("Georgia") < text.index("Lao PDR") < text.index("Chair")
    assert "example.org" not in text
    assert "In the capital" not in text


def test_the_printed_list_of_nobody_says_so(database):
    event = event_at(database, "here")
    with pdfplumber.open(io.BytesIO(written(database, event, "pdf", "fr"))) as pdf:
        assert "Liste des participants" in pdf.pages[0].extract_text()


def test_a_hundred_members_go_over_pages(database):
    event = event_at(database, "here")
    rows = "".join(f"Georgia,Delegate number {n}\n" for n in range(100))
    came_in(database, event, f"Country,Name\n{rows}".encode())
    with pdfplumber.open(io.BytesIO(written(database, event, "pdf"))) as pdf:
        assert len(pdf.pages) > 2
        text = "\n".join(page.extract_text() for page in pdf.pages)
    assert all(f"Delegate number {n}" in text for n in range(100))


def test_only_organisers_take_the_list_with_them(database, cast):
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        for person in (cast.chair, cast.georgia_head, cast.outsider):
            with pytest.raises(Forbidden):
                export_people(db, event, "csv", language="en", translate=str, by=person)


def test_another_format_is_refused_with_a_sentence(database, cast):
    with database.reading() as db:
        event = db.get_one(Event, cast.event_id)
        with pytest.raises(BadInput, match="Participants are written as csv, xlsx and pdf"):
            export_people(db, event, "doc", language="en", translate=str, by=cast.organiser)


def test_who_left_is_not_in_the_list(database):
    event = event_at(database, "here")
    came_in(database, event, b"Country,Name\nGeorgia,A\nGeorgia,B\n")
    with database.writing() as db:
        db.exec(select(Participant).where(Participant.name == "A")).one().left_at = PUBLISHED
    assert written(database, event, "csv").decode("utf-8-sig").splitlines()[1:] == [
        "Georgia,,B,,,Delegate"
    ]
    with database.reading() as db:
        assert db.exec(select(Delegation.name)).all() == ["Georgia"]
