"""Adoption is refused while something is open; what is adopted never changes again."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from app.delegations.models import Delegation
from app.delegations.rights import organiser_at
from app.errors import BadInput, Forbidden, Refused, SignInNeeded
from app.events.models import Event
from app.recommendations.adopting import adopt_conclusions
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.document.hashing import content_hash
from app.recommendations.document.tree import ConclusionsDocument, Status
from app.recommendations.editing import delete_paragraph, name_conclusions, write_paragraph
from app.recommendations.exporting import MEDIA_TYPES, export_conclusions
from app.recommendations.forms import AdoptionForm, ParagraphForm, TitleForm
from app.recommendations.freezing import frozen, thawed
from app.recommendations.merging import undo_merge
from app.recommendations.models import ConclusionsState, Merge, ParagraphState
from app.recommendations.queries import conclusions_document
from app.recommendations.withdrawing import withdraw_recommendation
from app.sessions.models import Priority
from tests.recommendations.steps import GEORGIA, MERGED, UKRAINE, Steps, priority, recommendation


def ready(steps: Steps) -> tuple[int, Merge]:
    """Two countries' recommendations in one paragraph and a priority in another."""
    georgia = steps.submitted()
    ukraine = steps.submitted(UKRAINE, by=steps.cast.ukraine_head)
    merge = steps.merge(recommendation(georgia), recommendation(ukraine))
    steps.merge(priority(steps.recorded_priority()), text="Children are heard once.")
    return georgia, merge


def document(steps: Steps) -> ConclusionsDocument:
    with steps.database.reading() as db:
        return conclusions_document(db, steps.event, by=steps.cast.chair)


def test_adoption_is_refused_while_text_stands_in_brackets(steps: Steps) -> None:
    steps.add("Agreed.")
    steps.add("Kept for [A: six months / B: one year].")
    with pytest.raises(Refused) as refusal:
        steps.adopt()
    assert "1 of the paragraphs (2)" in str(refusal.value)
    assert document(steps).status is Status.DRAFT


def test_adoption_is_refused_while_a_recommendation_has_no_disposition(steps: Steps) -> None:
    steps.submitted()
    steps.submitted(UKRAINE, by=steps.cast.ukraine_head)
    steps.add("Agreed.")
    with pytest.raises(Refused) as refusal:
        steps.adopt()
    assert "2 of the recommendations" in str(refusal.value)
    assert "(Georgia 1, Ukraine 1)" in str(refusal.value)


def test_adoption_names_both_reasons(steps: Steps) -> None:
    steps.submitted()
    steps.add("[Not agreed]")
    with pytest.raises(Refused) as refusal:
        steps.adopt()
    assert "(1)" in str(refusal.value)
    assert "(Georgia 1)" in str(refusal.value)


def test_a_recommendation_back_on_the_table_stops_adoption(steps: Steps) -> None:
    _, merge = ready(steps)
    with steps.database.writing() as db:
        undo_merge(db, steps.event, merge.key, by=steps.cast.rapporteur)
    with pytest.raises(Refused, match="no disposition"):
        steps.adopt()


def test_drafts_nobody_submitted_do_not_stop_adoption(steps: Steps) -> None:
    ready(steps)
    steps.draft("Never submitted.")
    steps.adopt()
    assert document(steps).status is Status.ADOPTED


def test_nothing_is_submitted_into_adopted_conclusions_not_even_at_the_same_moment(
    steps: Steps,
) -> None:
    ready(steps)
    late = steps.draft("At the last moment.")
    start = threading.Barrier(2)
    refusals: list[str] = []

    def attempt(action: Callable[[], object]) -> None:
        start.wait()
        try:
            action()
        except Refused as refusal:
            refusals.append(str(refusal))

    threads = [
        threading.Thread(target=attempt, args=[lambda: steps.submit(late)]),
        threading.Thread(target=attempt, args=[steps.adopt]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    adopted = document(steps).status is Status.ADOPTED
    still_open = [line for line in steps.records().recommendations if line.is_open]
    assert bool(still_open) is not adopted


def test_empty_conclusions_are_neither_circulated_nor_adopted(steps: Steps) -> None:
    with pytest.raises(Refused, match="no paragraph"):
        steps.adopt()
    with steps.database.writing() as db, pytest.raises(Refused, match="no paragraph"):
        circulate_conclusions(db, steps.event, by=steps.cast.organiser)


def test_adopters_adopt_only_the_text_they_have_read(steps: Steps) -> None:
    ready(steps)
    conclusions = steps.records().conclusions
    assert conclusions is not None
    form = AdoptionForm(mode="consensus", revision=conclusions.revision)
    steps.add("Slipped in meanwhile.")
    with steps.database.writing() as db, pytest.raises(Refused, match="Read them again"):
        adopt_conclusions(db, steps.event, form, by=steps.cast.chair)


def test_the_way_of_adoption_must_be_chosen(steps: Steps) -> None:
    ready(steps)
    for mode in ("", "silence", "acclamation"):
        with pytest.raises(BadInput):
            steps.adopt(mode)


@pytest.mark.parametrize("mode", ["consensus", "chair_summary"])
def test_adoption_freezes_the_document_with_its_hash(steps: Steps, mode: str) -> None:
    ready(steps)
    struck = steps.add("Struck before.")
    with steps.database.writing() as db:
        delete_paragraph(db, steps.event, struck, by=steps.cast.rapporteur)
    adoption = steps.adopt(mode, note="Ukraine reserves its position.\n\nSo does Georgia.")
    adopted = document(steps)
    assert adopted.status is Status.ADOPTED
    assert adopted.content_hash == adoption.content_hash == content_hash(adopted)
    assert adopted.adoption is not None
    assert adopted.adoption.method.value == mode
    assert adopted.adoption.reservations == (
        "Ukraine reserves its position.",
        "So does Georgia.",
    )
    assert "Struck before." not in str(adopted)
    states = {line.row.state for line in steps.records().paragraphs}
    assert states == {ParagraphState.AGREED, ParagraphState.DELETED}


def test_a_frozen_document_comes_back_equal(steps: Steps) -> None:
    ready(steps)
    steps.adopt()
    adopted = document(steps)
    assert thawed(frozen(adopted)) == adopted


def test_after_adoption_every_change_is_refused(steps: Steps) -> None:
    georgia, merge = ready(steps)
    draft = steps.draft("A late idea.")
    steps.adopt()
    rapporteur = steps.cast.rapporteur
    paragraph = ParagraphForm(text="Other words.", revision=1)

    def in_writing(action: Callable[..., object], *given: object, **more: object) -> None:
        with steps.database.writing() as db:
            action(db, steps.event, *given, **more)

    attempts: list[Callable[[], object]] = [
        lambda: steps.add("More."),
        lambda: in_writing(write_paragraph, merge.paragraph_id, paragraph, by=rapporteur),
        lambda: in_writing(delete_paragraph, merge.paragraph_id, by=rapporteur),
        lambda: in_writing(name_conclusions, TitleForm(title="Other"), by=rapporteur),
        lambda: in_writing(undo_merge, merge.key, by=rapporteur),
        lambda: in_writing(circulate_conclusions, by=steps.cast.chair),
        lambda: steps.adopt(),
        lambda: steps.merge(recommendation(georgia)),
        lambda: steps.decide(georgia, "tabled"),
        lambda: steps.submit(draft),
        lambda: steps.revise(georgia, "Other words."),
        lambda: steps.draft("Later still."),
        lambda: in_writing(withdraw_recommendation, georgia, by=steps.cast.georgia_head),
    ]
    before = frozen(document(steps))
    for attempt in attempts:
        with pytest.raises(Refused) as refusal:
            attempt()
        assert "mended by a corrigendum" in str(refusal.value)
    assert frozen(document(steps)) == before


def test_adopted_files_never_change(steps: Steps) -> None:
    ready(steps)
    steps.adopt()

    def files() -> dict[str, bytes]:
        with steps.database.reading() as db:
            return {
                format_: export_conclusions(db, steps.event, format_, by=None)[0]
                for format_ in MEDIA_TYPES
            }

    first = files()
    with steps.database.writing() as db:
        db.get_one(Event, steps.event.key).title = "Another title"
        db.get_one(Delegation, steps.cast.georgia_id).name = "Sakartvelo"
        db.get_one(Priority, 1).text = "Reworded on the board."
    assert files() == first
    assert GEORGIA.encode() in first["json"]
    assert MERGED.encode() in first["md"]


def test_a_circulated_draft_becomes_a_draft_again_when_it_changes(steps: Steps) -> None:
    number = steps.add("Agreed.")
    with steps.database.writing() as db:
        circulate_conclusions(db, steps.event, by=steps.cast.organiser)
    assert document(steps).status is Status.CIRCULATED
    with steps.database.writing() as db:
        form = ParagraphForm(text="Agreed, almost.", revision=1)
        write_paragraph(db, steps.event, number, form, by=steps.cast.rapporteur)
    conclusions = steps.records().conclusions
    assert conclusions is not None
    assert conclusions.state is ConclusionsState.DRAFT
    assert conclusions.circulated_at is not None


def test_drafts_are_for_delegations_and_podium_adopted_text_is_for_everybody(
    steps: Steps,
) -> None:
    ready(steps)
    cast = steps.cast
    with steps.database.reading() as db:
        for person in (cast.organiser, cast.rapporteur, cast.georgia_delegate):
            conclusions_document(db, steps.event, by=person)
        conclusions_document(db, steps.event, by=organiser_at(steps.event))
        for person in (cast.speaker, cast.observer, cast.outsider):
            with pytest.raises(Forbidden, match="not adopted yet"):
                conclusions_document(db, steps.event, by=person)
        with pytest.raises(SignInNeeded, match="not adopted yet"):
            export_conclusions(db, steps.event, "pdf", by=None)
        bytes_, kind, name = export_conclusions(db, steps.event, "md", by=cast.chair)
    assert (kind, name) == ("text/markdown; charset=utf-8", "workshop-conclusions-draft.md")
    assert b"Draft" in bytes_
    steps.adopt()
    with steps.database.reading() as db:
        for someone in (cast.observer, cast.outsider, None):
            assert conclusions_document(db, steps.event, by=someone).status is Status.ADOPTED
        assert export_conclusions(db, steps.event, "json", by=None)[2] == (
            "workshop-conclusions.json"
        )


def test_a_format_that_is_not_written_is_named_with_those_that_are(steps: Steps) -> None:
    with steps.database.reading() as db, pytest.raises(BadInput) as refusal:
        export_conclusions(db, steps.event, "odt", by=steps.cast.chair)
    assert "docx, html, json, md, pdf" in str(refusal.value)


@pytest.mark.parametrize("name", ["georgia_head", "speaker", "observer", "outsider"])
def test_delegates_neither_circulate_nor_adopt(steps: Steps, name: str) -> None:
    ready(steps)
    person = getattr(steps.cast, name)
    with steps.database.writing() as db, pytest.raises(Forbidden):
        circulate_conclusions(db, steps.event, by=person)
    with steps.database.writing() as db, pytest.raises(Forbidden):
        adopt_conclusions(db, steps.event, AdoptionForm(mode="consensus"), by=person)
