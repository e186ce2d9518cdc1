"""After the adoption mistakes are mended beside the text: its bytes and its hash never change."""

from __future__ import annotations

import pytest

from app.errors import BadInput, Forbidden, Refused
from app.recommendations.beside import beside, supplement_of
from app.recommendations.corrections import (
    issue_addendum,
    issue_corrigendum,
    publish_conclusions,
    supersede_conclusions,
)
from app.recommendations.document.hashing import content_hash
from app.recommendations.exporting import export_conclusions
from app.recommendations.freezing import thawed
from app.recommendations.issuing_forms import AddendumForm, CorrigendumForm, SupersessionForm
from app.recommendations.issuing_models import Supplement
from app.recommendations.objecting import reserve_position
from app.recommendations.silence_forms import ReservationForm
from tests.recommendations.steps import Steps


def published(steps: Steps) -> str:
    """The permanent id of the one paragraph of published conclusions."""
    number = steps.add("Data are keept for one year. Data are erased.")
    steps.adopt()
    with steps.database.writing() as db:
        publish_conclusions(db, steps.event, by=steps.cast.organiser)
    return f"p-{number}"


def corrigendum(steps: Steps, *lines: tuple[str, str, str], **more: str) -> Supplement:
    form = CorrigendumForm(
        block=[line[0] for line in lines],
        old=[line[1] for line in lines],
        new=[line[2] for line in lines],
        **{"reference": "2019/7/Corr.1", "reason": "A slip of the pen.", **more},
    )
    with steps.database.writing() as db:
        return issue_corrigendum(db, steps.event, form, by=steps.cast.organiser)


def addendum(steps: Steps) -> Supplement:
    form = AddendumForm(
        reference="2019/7/Add.1",
        reason="Decided by the delegations on 1 July.",
        heading="Next meeting",
        text="They meet again in May.\n\nUkraine is the host.",
    )
    with steps.database.writing() as db:
        return issue_addendum(db, steps.event, form, by=steps.cast.organiser)


def test_a_corrigendum_shows_old_and_new_words_and_leaves_the_adopted_bytes_alone(
    steps: Steps,
) -> None:
    block = published(steps)

    def bytes_of(format_: str) -> bytes:
        with steps.database.reading() as db:
            return export_conclusions(db, steps.event, format_, by=None)[0]

    before = {format_: bytes_of(format_) for format_ in ("json", "md")}
    issued = corrigendum(steps, (block, "keept", "kept"))
    document = thawed(issued.document)
    assert issued.content_hash == document.content_hash == content_hash(document)
    assert document.title.startswith("Corrigendum 1: ")
    assert document.reference == "2019/7/Corr.1"
    assert "keept" in str(document.parts[1])
    assert ("1", "keept", "kept") in document.parts[1].blocks[0].rows  # type: ignore[union-attr]
    addendum(steps)
    assert {format_: bytes_of(format_) for format_ in before} == before


def test_corrections_follow_one_another(steps: Steps) -> None:
    block = published(steps)
    corrigendum(steps, (block, "keept", "kept"))
    with pytest.raises(BadInput, match="exactly once"):
        corrigendum(steps, (block, "keept", "held"))
    second = corrigendum(steps, (block, "kept", "held"), reference="2019/7/Corr.2")
    assert second.number == 2


def test_an_addendum_is_new_matter_under_its_own_heading(steps: Steps) -> None:
    published(steps)
    document = thawed(addendum(steps).document)
    assert document.title.startswith("Addendum 1: ")
    added = document.parts[1]
    assert added.heading == "Next meeting"
    assert [(one.number, one.text) for one in added.blocks] == [  # type: ignore[union-attr]
        ("1", "They meet again in May."),
        ("2", "Ukraine is the host."),
    ]


def test_everybody_reads_what_stands_beside(steps: Steps) -> None:
    block = published(steps)
    issued = corrigendum(steps, (block, "keept", "kept"))
    addendum(steps)
    form = ReservationForm(text="Our parliament decides.")
    with steps.database.writing() as db:
        reserve_position(db, steps.event, form, by=steps.cast.ukraine_head)
    with steps.database.reading() as db:
        found = beside(db, steps.event, by=None)
        assert supplement_of(db, steps.event, issued.key, by=None).reference == "2019/7/Corr.1"
    assert [one.kind.value for one in found.supplements] == ["corrigendum", "addendum"]
    assert [(name, one.text) for one, name in found.late] == [
        ("Ukraine", "Our parliament decides.")
    ]
    assert found.publication is not None


def test_supplements_belong_to_a_published_text_that_still_holds(steps: Steps) -> None:
    number = steps.add("Data are keept.")
    with pytest.raises(Refused, match="Publish the adopted text first"):
        corrigendum(steps, (f"p-{number}", "keept", "kept"))
    with steps.database.writing() as db, pytest.raises(Refused, match="Adopt them first"):
        publish_conclusions(db, steps.event, by=steps.cast.organiser)
    steps.adopt()
    with pytest.raises(Refused, match="Publish the adopted text first"):
        addendum(steps)
    with steps.database.writing() as db:
        publish_conclusions(db, steps.event, by=steps.cast.organiser)
        supersede_conclusions(
            db, steps.event, SupersessionForm(by_what="2020/3"), by=steps.cast.organiser
        )
    with pytest.raises(Refused, match="Another document has taken the place"):
        addendum(steps)


def test_only_organisers_issue(steps: Steps) -> None:
    steps.add("Data are kept.")
    steps.adopt()
    for person in (steps.cast.chair, steps.cast.rapporteur, steps.cast.georgia_head):
        with steps.database.writing() as db, pytest.raises(Forbidden):
            publish_conclusions(db, steps.event, by=person)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reason": ""}, "reason"),
        ({"old": [], "new": []}, "old-1"),
        ({"block": [""]}, "block-1"),
        ({"new": [""]}, "new-1"),
        ({"new": ["[kept]"]}, "new-1"),
    ],
)
def test_a_corrigendum_says_what_it_corrects(changed: dict[str, object], field: str) -> None:
    form = CorrigendumForm(
        reference="2019/7/Corr.1", reason="A slip.", block=["p-1"], old=["keept"], new=["kept"]
    )
    with pytest.raises(BadInput) as refusal:
        form.model_copy(update=changed).check()
    assert refusal.value.field == field
