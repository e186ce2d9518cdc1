"""Pages and files of benchmarks, over HTTP."""

from __future__ import annotations

import csv
import io

from sqlmodel import select

from app.benchmarks.models import AssessedState, Conduct, Finding
from tests.benchmarks.studies import LONG, read_in, sample_table


def test_the_page_prints_the_counts_of_the_study(database, cast, client_for):
    read_in(database, cast, sample_table())
    page = client_for(cast.observer).get(f"/events/{cast.slug}/benchmarks").text
    for numbers in ((40, 5, 0), (31, 1, 13), (18, 7, 20), (18, 3, 24), (17, 3, 25)):
        assert "".join(f'<td class="number">{one}</td>' for one in numbers) in page
    assert "45 States assessed" in page
    apart = client_for(cast.observer).get(f"/events/{cast.slug}/benchmarks?apart=yes").text
    assert '<td class="number">0</td><td class="number">20</td>' in apart


def test_an_organiser_reads_a_table_in_and_is_told_of_wrong_cells(database, cast, client_for):
    browser = client_for(cast.organiser)
    top = f"/events/{cast.slug}"
    assert "There are no benchmarks yet" in browser.get(f"{top}/benchmarks").text
    wrong = {"file": ("t.csv", LONG.replace("not covered", "perhaps").encode())}
    refused = browser.post(f"{top}/manage/benchmarks/reading", files=wrong)
    assert refused.status_code == 422
    assert '<strong class="figures">I5</strong>' in refused.text
    assert "“perhaps”" in refused.text
    read = browser.post(
        f"{top}/manage/benchmarks/reading", files={"file": ("t.csv", LONG.encode())}
    )
    assert read.status_code == 303
    assert "Benchmarks" in browser.get(top).text
    form = {"title": "Study", "as_at": "tomorrow", "introduction": "Kept as typed."}
    again = browser.post(f"{top}/manage/benchmarks", data=form)
    assert again.status_code == 422
    assert "Kept as typed." in again.text
    assert browser.post(f"{top}/manage/benchmarks", data={**form, "as_at": ""}).status_code == 303


def test_a_finding_is_written_on_its_page_and_a_late_writer_keeps_the_words(
    database, cast, client_for
):
    read_in(database, cast)
    with database.reading() as db:
        state = db.exec(select(AssessedState.id).where(AssessedState.name == "Georgia")).one()
        conduct = db.exec(select(Conduct.id).where(Conduct.code == "I1")).one()
    here = f"/events/{cast.slug}/benchmarks/states/{state}/conducts/{conduct}"
    browser = client_for(cast.georgia_delegate)
    page = browser.get(here).text
    assert 'name="version" value="1"' in page
    assert "=ორი" in page
    found = {"version": "1", "coverage": "partially", "note": "Sale only."}
    assert browser.post(here, data=found).status_code == 303
    late = browser.post(here, data={**found, "note": "My longer words."})
    assert late.status_code == 409
    assert "My longer words." in late.text
    assert "Sale only." in late.text
    assert 'name="version" value="2"' in late.text
    french = browser.post(here, data={**found, "version": "1"}, headers={"accept-language": "fr"})
    assert "en partie · Sale only." in french.text
    assert client_for(cast.ukraine_delegate).post(here, data=found).status_code == 403
    with database.reading() as db:
        assert len(db.exec(select(Finding).where(Finding.conduct_id == conduct)).all()) == 3


def test_the_room_sees_the_counts_and_what_is_found_meanwhile(database, cast, client_for):
    study = read_in(database, cast)
    images = next(one for one in study.provisions if one.title == "Images")
    line = images.conducts[0]
    top = f"/events/{cast.slug}/benchmarks"
    here = f"{top}/projector?provision={images.id}&conduct={line.id}"
    chair = client_for(cast.chair)
    assert f"{top}/projector?provision={images.id}" in chair.get(top).text
    before = chair.get(here).text
    assert "data-again" in before
    assert "<dd>Georgia</dd>" in before
    assert "<dd>Ukraine</dd>" in before
    georgia = next(one for one in study.states if one.name == "Georgia")
    found = {"version": "1", "coverage": "partially", "note": "Sale only."}
    finding = f"{top}/states/{georgia.id}/conducts/{line.id}"
    client_for(cast.georgia_delegate).post(finding, data=found)
    after = chair.get(here).text
    assert "<dd>Georgia, Ukraine</dd>" in after
    assert "Possessing" in chair.get(f"{top}/projector?provision={images.id}").text
    age = next(one for one in study.provisions if one.title == "Age")
    values = chair.get(f"{top}/projector?provision={age.id}&conduct={age.conducts[0].id}").text
    assert '<th scope="row">18</th>' in values
    assert chair.get(f"{top}/projector?provision={age.id}&conduct={line.id}").status_code == 404
    assert client_for(cast.georgia_head).get(here).status_code == 403


def test_files_are_what_the_page_shows(database, cast, client_for):
    study = read_in(database, cast)
    browser = client_for(cast.observer)
    top = f"/events/{cast.slug}/benchmarks"
    table = browser.get(f"{top}.csv?form=matrix")
    assert table.headers["content-disposition"].endswith('benchmarks-matrix.csv"')
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + sum(len(part.conducts) for part in study.provisions)
    assert browser.get(f"{top}.json").json()["states"][0] == {"name": "Georgia", "territory": "GE"}
    assert browser.get(f"{top}.xlsx").content.startswith(b"PK")
    assert browser.get(f"{top}.docx").status_code == 422
    assert browser.get(f"{top}.csv?form=wide").status_code == 422


def test_a_gap_leads_to_a_draft_of_the_states_own_delegation(database, cast, client_for):
    study = read_in(database, cast)
    georgia = next(one for one in study.states if one.name == "Georgia")
    sheet = f"/events/{cast.slug}/benchmarks/states/{georgia.id}"
    way = f"/events/{cast.slug}/recommendations?theme=Images"
    assert way in client_for(cast.georgia_delegate).get(sheet).text
    assert way not in client_for(cast.ukraine_delegate).get(sheet).text
    form = client_for(cast.georgia_delegate).get(way).text
    assert 'value="Images"' in form


def test_a_public_study_is_an_annex_of_the_conclusions(database, cast, client_for):
    read_in(database, cast, sample_table())
    page = f"/events/{cast.slug}/conclusions"
    assert "Knowingly obtaining access" not in client_for(cast.rapporteur).get(page).text
    organiser = client_for(cast.organiser)
    organiser.post(
        f"/events/{cast.slug}/manage/benchmarks", data={"title": "Study", "is_public": "yes"}
    )
    shown = client_for(cast.rapporteur).get(page).text
    assert "Knowingly obtaining access" in shown
    assert "Budapest Convention, Article 9" in shown
