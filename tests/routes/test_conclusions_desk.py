"""The rapporteur's desk over HTTP: merging, deciding, writing, adopting; no typed word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from app.delegations.rights import Person
from app.recommendations.drafting import draft_recommendation
from app.recommendations.forms import RecommendationForm
from app.recommendations.models import ParagraphState, RecommendationState
from app.recommendations.proposing import Progress
from app.recommendations.withdrawing import withdraw_recommendation
from app.routes import conclusions_shelf
from tests.recommendations.steps import GEORGIA, MERGED, UKRAINE, Steps, recommendation

ClientFor = Callable[[Person], TestClient]
EVENT = "/events/workshop"
TOP = f"{EVENT}/conclusions"


@pytest.fixture
def rapporteur(steps: Steps, client_for: ClientFor) -> TestClient:
    """The rapporteur's browser."""
    return client_for(steps.cast.rapporteur)


def typed(page: str, name: str) -> str:
    """What stands in a text area."""
    found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1]


def both(steps: Steps) -> tuple[int, int]:
    return steps.submitted(), steps.submitted(UKRAINE, by=steps.cast.ukraine_head)


def merge_fields(georgia: int, ukraine: int, text: str = MERGED) -> dict[str, object]:
    return {
        "source": [f"recommendation-{georgia}@1", f"recommendation-{ukraine}@1"],
        "relation": ["adapted", "inspired"],
        "dropped": ["", "the address"],
        "text": text,
        "kind": "recommendation",
        "paragraph_id": "",
        "revision": "0",
    }


def test_ticked_sources_become_a_worded_paragraph(steps: Steps, rapporteur: TestClient) -> None:
    georgia, ukraine = both(steps)
    desk = rapporteur.get(f"{TOP}/desk").text
    assert f'value="recommendation-{georgia}"' in desk
    query = {"source": [f"recommendation-{georgia}", f"recommendation-{ukraine}"], "into": ""}
    form = rapporteur.get(f"{TOP}/merges/new", params=query).text
    assert typed(form, "text") == f"{GEORGIA}\n\n{UKRAINE}"
    answer = rapporteur.post(f"{TOP}/merges", data=merge_fields(georgia, ukraine))
    assert answer.status_code == 303
    (paragraph,) = steps.records().paragraphs
    assert answer.headers["location"].endswith(f"#p-{paragraph.row.key}")
    assert [str(source.source.relation) for source in paragraph.sources] == ["adapted", "inspired"]
    assert steps.state(georgia) is RecommendationState.MERGED
    assert steps.state(ukraine) is RecommendationState.PARTLY_MERGED
    desk = rapporteur.get(answer.headers["location"]).text
    assert MERGED in desk
    assert "Left out: the address" in desk


def test_merging_into_a_paragraph_starts_from_its_text(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text=GEORGIA)
    query = {"source": [f"recommendation-{ukraine}"], "into": str(first.paragraph_id)}
    form = rapporteur.get(f"{TOP}/merges/new", params=query).text
    assert typed(form, "text") == f"{GEORGIA}\n\n{UKRAINE}"
    assert 'name="revision" value="1"' in form


def test_a_merge_refused_for_a_revised_source_keeps_the_typed_text(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia, ukraine = both(steps)
    steps.revise(georgia, "Georgia's newer words.")
    answer = rapporteur.post(f"{TOP}/merges", data=merge_fields(georgia, ukraine, "My words."))
    assert answer.status_code == 409
    assert "revised while you were writing" in answer.text
    assert typed(answer.text, "text") == "My words."
    assert "Georgia&#39;s newer words." in answer.text
    assert f"recommendation-{georgia}@2" in answer.text
    assert "the address" in answer.text
    assert not steps.records().paragraphs


def test_a_merge_refused_for_a_withdrawn_source_keeps_the_others(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia, ukraine = both(steps)
    with steps.database.writing() as db:
        withdraw_recommendation(db, steps.event, georgia, by=steps.cast.georgia_head)
    answer = rapporteur.post(f"{TOP}/merges", data=merge_fields(georgia, ukraine, "My words."))
    assert answer.status_code == 409
    assert typed(answer.text, "text") == "My words."
    assert f"recommendation-{ukraine}@1" in answer.text
    assert f"recommendation-{georgia}@" not in answer.text
    assert "the address" in answer.text


def test_a_stale_merge_shows_both_texts(steps: Steps, rapporteur: TestClient) -> None:
    georgia, ukraine = both(steps)
    first = steps.merge(recommendation(georgia), text="Theirs, meanwhile.")
    fields = merge_fields(georgia, ukraine, "Mine.")
    fields |= {"paragraph_id": str(first.paragraph_id), "revision": "0"}
    answer = rapporteur.post(f"{TOP}/merges", data=fields)
    assert answer.status_code == 409
    assert "Theirs, meanwhile." in answer.text
    assert typed(answer.text, "text") == "Mine."
    assert 'name="revision" value="1"' in answer.text


def test_ticking_nothing_is_answered_by_a_sentence(steps: Steps, rapporteur: TestClient) -> None:
    steps.submitted()
    answer = rapporteur.get(f"{TOP}/merges/new")
    assert answer.status_code == 422
    assert "Tick at least one" in answer.text
    for source in ("poem-1", "recommendation-x", "recommendation-999", "priority-1"):
        assert rapporteur.get(f"{TOP}/merges/new?source={source}").status_code in (404, 422)


def test_a_merge_is_undone_from_the_history(steps: Steps, rapporteur: TestClient) -> None:
    merge = steps.merge(recommendation(steps.submitted()))
    history = rapporteur.get(f"{TOP}/paragraphs/{merge.paragraph_id}").text
    assert f"{TOP}/merges/{merge.key}/undoing" in history
    answer = rapporteur.post(f"{TOP}/merges/{merge.key}/undoing")
    assert answer.headers["location"].startswith(f"{TOP}/desk?done=undone#")
    again = rapporteur.post(f"{TOP}/merges/{merge.key}/undoing")
    assert again.status_code == 409
    assert "undone before" in again.text


def test_a_disposition_without_its_reason_is_refused_and_kept(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia = steps.submitted()
    address = f"{EVENT}/recommendations/{georgia}/dispositions"
    assert GEORGIA in rapporteur.get(address).text
    answer = rapporteur.post(address, data={"outcome": "referred", "reason": "A budget question."})
    assert answer.status_code == 422
    assert typed(answer.text, "reason") == "A budget question."
    fields = {"outcome": "referred", "reason": "A budget.", "referred_to": "The organisers"}
    assert rapporteur.post(address, data=fields).status_code == 303
    assert steps.state(georgia) is RecommendationState.REFERRED
    assert "To The organisers" in rapporteur.get(f"{TOP}/desk").text


def test_a_paragraph_is_written_moved_and_struck(steps: Steps, rapporteur: TestClient) -> None:
    new = f"{TOP}/paragraphs"
    assert rapporteur.get(f"{new}/new").status_code == 200
    for text in ("One.", "Two."):
        answer = rapporteur.post(new, data={"text": text, "kind": "operative"})
        assert answer.status_code == 303
    one, two = (line.row.key for line in steps.records().paragraphs)
    assert rapporteur.get(f"{new}/{one}/text").status_code == 200
    moved = rapporteur.post(f"{new}/{two}/position", data={"direction": "up"})
    assert moved.status_code == 303
    assert [line.text for line in steps.records().paragraphs] == ["Two.", "One."]
    assert rapporteur.post(f"{new}/{two}/position", data={"direction": "up"}).status_code == 409
    assert rapporteur.post(f"{new}/{one}/deletion").status_code == 303
    assert steps.paragraph(one).state is ParagraphState.DELETED


def test_a_stale_paragraph_keeps_what_was_typed(steps: Steps, rapporteur: TestClient) -> None:
    number = steps.add("First.")
    address = f"{TOP}/paragraphs/{number}/text"
    assert rapporteur.post(address, data={"text": "Theirs.", "revision": "1"}).status_code == 303
    answer = rapporteur.post(address, data={"text": "Mine.", "revision": "1"})
    assert answer.status_code == 409
    assert typed(answer.text, "text") == "Mine."
    assert "Theirs." in answer.text
    assert "First." in answer.text
    assert steps.text(number) == "Theirs."
    empty = rapporteur.post(address, data={"text": "", "revision": "2"})
    assert empty.status_code == 422


def test_the_filter_shows_one_country_and_only_open_ones(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia, ukraine = both(steps)
    steps.decide(georgia, "not_retained", reason="Covered.")
    everything = rapporteur.get(f"{TOP}/desk").text
    for number in (georgia, ukraine):
        assert f'value="recommendation-{number}"' in everything
    only_open = rapporteur.get(f"{TOP}/desk?show=open").text
    assert f'value="recommendation-{georgia}"' not in only_open
    country = rapporteur.get(f"{TOP}/desk?country={steps.cast.georgia_id}").text
    assert f'value="recommendation-{ukraine}"' not in country
    assert rapporteur.get(f"{TOP}/desk?country=nonsense").status_code == 200


def test_the_chair_adopts_what_is_settled(steps: Steps, client_for: ClientFor) -> None:
    chair = client_for(steps.cast.chair)
    georgia = steps.submitted()
    page = chair.get(f"{TOP}/adoption").text
    assert "Georgia, recommendation 1: no disposition" in page
    steps.merge(recommendation(georgia))
    conclusions = steps.records().conclusions
    assert conclusions is not None
    fields = {"revision": str(conclusions.revision), "note": "Georgia reserves its position."}
    answer = chair.post(f"{TOP}/adoption", data=fields)
    assert answer.status_code == 422
    assert typed(answer.text, "note") == "Georgia reserves its position."
    answer = chair.post(f"{TOP}/adoption", data=fields | {"mode": "consensus"})
    assert answer.status_code == 303
    assert "Georgia reserves its position." in chair.get(answer.headers["location"]).text
    assert chair.post(f"{TOP}/adoption", data=fields | {"mode": "consensus"}).status_code == 409


def test_after_adoption_the_desk_refuses_with_the_sentence(
    steps: Steps, rapporteur: TestClient
) -> None:
    number = steps.add("Agreed.")
    steps.adopt()
    desk = rapporteur.get(f"{TOP}/desk").text
    assert "mended by a corrigendum" in desk
    assert "/text" not in desk
    answer = rapporteur.post(
        f"{TOP}/paragraphs/{number}/text", data={"text": "Other.", "revision": "1"}
    )
    assert answer.status_code == 409
    assert "were adopted on" in answer.text


def test_the_draft_is_circulated(steps: Steps, client_for: ClientFor) -> None:
    organiser = client_for(steps.cast.organiser)
    assert organiser.post(f"{TOP}/circulation").status_code == 409
    steps.add("Agreed.")
    assert organiser.post(f"{TOP}/circulation").status_code == 303
    assert "Circulated" in organiser.get(TOP).text


def test_the_title_is_typed(steps: Steps, rapporteur: TestClient) -> None:
    assert rapporteur.get(f"{TOP}/title").status_code == 200
    assert rapporteur.post(f"{TOP}/title", data={"reference": "X"}).status_code == 422
    fields = {"title": "Conclusions and priorities", "reference": "CRD(2019)1"}
    assert rapporteur.post(f"{TOP}/title", data=fields).status_code == 303
    page = rapporteur.get(TOP).text
    assert "Conclusions and priorities" in page
    assert "CRD(2019)1" in page
    assert steps.records().conclusions is not None


@pytest.mark.parametrize(
    ("name", "status"),
    [("organiser", 200), ("chair", 200), ("georgia_head", 403), ("observer", 403), (None, 401)],
)
def test_the_desk_is_the_podiums_and_merging_the_rapporteurs(
    steps: Steps, client: TestClient, client_for: ClientFor, name: str | None, status: int
) -> None:
    georgia = steps.submitted()
    number = steps.add("Agreed.")
    browser = client_for(getattr(steps.cast, name)) if name else client
    desk = browser.get(f"{TOP}/desk")
    assert desk.status_code == status
    assert 'name="source"' not in desk.text
    refused = 401 if name is None else 403
    for address in (
        f"{TOP}/merges/new?source=recommendation-{georgia}",
        f"{TOP}/paragraphs/new",
        f"{TOP}/paragraphs/{number}/text",
        f"{TOP}/title",
        f"{EVENT}/recommendations/{georgia}/dispositions",
    ):
        assert browser.get(address).status_code == refused, address
    for address, fields in (
        (f"{TOP}/merges", merge_fields(georgia, georgia)),
        (f"{TOP}/paragraphs", {"text": "Mine."}),
        (f"{TOP}/paragraphs/{number}/text", {"text": "Mine.", "revision": "1"}),
        (f"{TOP}/paragraphs/{number}/position", {"direction": "up"}),
        (f"{TOP}/paragraphs/{number}/deletion", {}),
        (f"{TOP}/title", {"title": "Mine"}),
        (f"{EVENT}/recommendations/{georgia}/dispositions", {"outcome": "tabled"}),
    ):
        assert browser.post(address, data=fields).status_code == refused, address
    assert [line.text for line in steps.records().paragraphs] == ["Agreed."]


def test_similar_recommendations_lie_together_with_what_agrees_marked(
    steps: Steps, rapporteur: TestClient
) -> None:
    steps.submitted("Train judges and prosecutors on electronic evidence.")
    steps.submitted("Prosecutors and judges are trained on digital evidence.")
    steps.submitted("Translate the convention.", by=steps.cast.ukraine_head)
    desk = rapporteur.get(f"{TOP}/desk?by=similar").text
    assert "Group 1: 2 recommendations" in desk
    assert "Group 2" not in desk
    assert "<mark>electronic evidence</mark>" in desk
    assert desk.count('type="checkbox" id="recommendation-') == 2
    part = rapporteur.get(f"{TOP}/similar?country=none").text
    assert "<mark>digital evidence</mark>" in part
    assert "<html" not in part


def test_a_search_for_similar_ones_that_takes_long_shows_how_far_it_is(
    steps: Steps, rapporteur: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        conclusions_shelf._PROPOSER, "proposals", lambda texts: Progress(1, len(texts))
    )
    both(steps)
    for address in (f"{TOP}/desk?by=similar&show=open", f"{TOP}/similar?show=open"):
        page = rapporteur.get(address).text
        assert 'value="1" max="2"' in page
        assert f'hx-get="{TOP}/similar?by=similar&amp;show=open"' in page


def test_the_shelf_is_sorted_by_theme_and_addressee_and_searched(
    steps: Steps, rapporteur: TestClient
) -> None:
    for text, theme in (("First.", "Training"), ("Second.", "training "), ("Third.", "")):
        form = RecommendationForm(text=text, theme=theme, addressee="Société civile")
        with steps.database.writing() as db:
            made = draft_recommendation(db, steps.event, form, by=steps.cast.georgia_head).key
        steps.submit(made)
    by_theme = rapporteur.get(f"{TOP}/desk?by=theme").text
    legends = re.findall(r"<legend>([^<]+)</legend>", by_theme)
    assert legends == ["Training", "Without a theme"]
    assert "<legend>Société civile</legend>" in rapporteur.get(f"{TOP}/desk?by=addressee").text
    found = rapporteur.get(f"{TOP}/desk?q=SOCIETE+second").text
    assert "1 of 3 submitted recommendations" in found
    assert "First." not in found
    assert "Nothing under this filter." in rapporteur.get(f"{TOP}/desk?q=poem").text


ALL_HOURS = "Name one national contact point for reports, reachable at all hours."
ONE_EACH = "Every State names a national contact point for reports."


def test_texts_that_say_much_alike_begin_as_one_with_brackets(
    steps: Steps, rapporteur: TestClient
) -> None:
    georgia = steps.submitted(ALL_HOURS)
    ukraine = steps.submitted(ONE_EACH, by=steps.cast.ukraine_head)
    query = {"source": [f"recommendation-{georgia}", f"recommendation-{ukraine}"]}
    page = rapporteur.get(f"{TOP}/merges/new", params=query).text
    assert typed(page, "text") == (
        "[Georgia: Name one / Ukraine: Every State names a] national contact point for reports, "
        "reachable at all hours."
    )
    assert "1 place is not agreed." in page
    beside = rapporteur.get(f"{TOP}/merges/new", params={**query, "how": "beside"}).text
    assert typed(beside, "text") == f"{ALL_HOURS}\n\n{ONE_EACH}"


def test_a_bracketed_merge_records_the_words_that_were_left_out(
    steps: Steps, rapporteur: TestClient
) -> None:
    fields = merge_fields(*both(steps), text="Name one [Georgia: national / Ukraine: —] contact.")
    compared = rapporteur.post(f"{TOP}/merges/comparison", data=fields)
    assert compared.status_code == 200
    assert "<del>" in compared.text
    assert "<html" not in compared.text
    assert not steps.records().paragraphs
    assert rapporteur.post(f"{TOP}/merges", data=fields).status_code == 303
    (paragraph,) = steps.records().paragraphs
    assert paragraph.row.state is ParagraphState.BRACKETED
    georgia = paragraph.sources[0].source
    assert "reachable at all hours" in " ".join(georgia.fragments)
    history = rapporteur.get(f"{TOP}/paragraphs/{paragraph.row.key}").text
    for fragment in georgia.fragments:
        assert f"<del>{fragment}</del>" in history


def test_sources_that_ask_with_different_strength_are_named(
    steps: Steps, rapporteur: TestClient
) -> None:
    numbers = []
    for strength, by in (("urge", steps.cast.georgia_head), ("invite", steps.cast.ukraine_head)):
        form = RecommendationForm(text=f"One text of {by.delegation_name}.", strength=strength)
        with steps.database.writing() as db:
            numbers.append(draft_recommendation(db, steps.event, form, by=by).key)
        steps.submit(numbers[-1], by=by)
    query = {"source": [f"recommendation-{number}" for number in numbers]}
    page = rapporteur.get(f"{TOP}/merges/new", params=query).text
    assert "Georgia urges" in page
    assert "Ukraine invites" in page
    assert "ask with different strength" in page
    query = {"source": [f"recommendation-{numbers[0]}"]}
    assert "different strength" not in rapporteur.get(f"{TOP}/merges/new", params=query).text
