"""From records to the document: what stands where, under which number, from whom."""

from __future__ import annotations

import sqlalchemy as sa

from app.recommendations.document.tree import (
    ConclusionsDocument,
    ParagraphBlock,
    Part,
    TableBlock,
)
from app.recommendations.models import Relation
from app.recommendations.queries import conclusions_document, desk
from app.sessions.closing import close_board
from app.sessions.forms import ClosureForm, HidingForm
from app.sessions.models import Attribution
from app.sessions.moderating import hide_input
from tests.recommendations.steps import (
    GEORGIA,
    MERGED,
    UKRAINE,
    Steps,
    priority,
    recommendation,
)
from tests.sessions.rooms import clustered, opened, posted, recorded


def document(steps: Steps) -> ConclusionsDocument:
    with steps.database.reading() as db:
        return conclusions_document(db, steps.event, by=steps.cast.chair)


def part(tree: ConclusionsDocument, key: str) -> Part:
    return next(part for part in tree.parts if part.key == key)


def clauses(found: Part) -> list[ParagraphBlock]:
    return [block for block in found.blocks if isinstance(block, ParagraphBlock)]


def rows(found: Part) -> list[tuple[str, ...]]:
    return [row for block in found.blocks if isinstance(block, TableBlock) for row in block.rows]


def test_an_empty_event_gives_an_honest_frame(steps: Steps) -> None:
    tree = document(steps)
    assert [found.key for found in tree.parts] == ["participation", "proceedings"]
    assert (tree.title, tree.place, tree.dates) == ("Conclusions", "Strasbourg", "17 May 2019")


def test_participation_is_counted_and_names_nobody(steps: Steps) -> None:
    tree = document(steps)
    assert rows(part(tree, "participation")) == [
        ("Georgia", "2"),
        ("Ukraine", "2"),
        ("Total", "4"),
        ("Ministry of Justice", "2"),
        ("Law enforcement agencies", "2"),
        ("Total", "4"),
    ]
    for person in steps.cast.everybody.values():
        if len(person.name.split()) > 1:
            assert person.name not in str(tree)


def test_the_proceedings_are_the_published_agenda_without_registration(steps: Steps) -> None:
    assert rows(part(document(steps), "proceedings")) == [
        ("17 May 2019", "09:00–11:00", "Workshop 1: Reporting and prosecution"),
        ("17 May 2019", "09:00–11:00", "Workshop 2: Identifying victims"),
    ]


def test_each_workshop_reports_in_the_proceedings_without_naming_anybody(steps: Steps) -> None:
    cast, database = steps.cast, steps.database
    board = opened(database, cast, attribution=Attribution.BY_NAME)
    one, two = (posted(database, board, who) for who in (cast.georgia_head, cast.ukraine_head))
    hidden = posted(database, board, cast.ukraine_head, "Names a firm.")
    with database.writing() as db:
        hide_input(db, board, hidden, HidingForm(reason="A firm."), by=cast.chair)
    clustered(database, board, cast.rapporteur, "Contacts", [one])
    clustered(database, board, cast.rapporteur, "Emptied", [two])
    clustered(database, board, cast.rapporteur, "Offices", [two])
    recorded(database, board, cast.rapporteur, [one])
    with database.writing() as db:
        close_board(db, board, ClosureForm(override_reason="No time."), by=cast.chair)
    [heading] = clauses(part(document(steps), "proceedings"))
    assert heading.text == "Workshop 1: Reporting and prosecution"
    assert [(child.number, child.text) for child in heading.children] == [
        (
            None,
            "Inputs posted: 2. Grouped under: Contacts; Offices. Priorities recorded: 1 of 2. "
            "The chair closed it with this reason: No time.",
        )
    ]


def test_recommendations_of_several_stand_under_common_of_one_under_its_country(
    steps: Steps,
) -> None:
    georgia = steps.submitted()
    ukraine = steps.submitted(UKRAINE, by=steps.cast.ukraine_head)
    second = steps.submitted("Train judges.", by=steps.cast.ukraine_head)
    steps.merge(recommendation(georgia), recommendation(ukraine))
    steps.merge(recommendation(second, relation=Relation.VERBATIM), text="Train judges.")
    tree = document(steps)
    (common,) = clauses(part(tree, "common"))
    assert (common.number, common.text, common.delegations) == ("1", MERGED, ("Georgia", "Ukraine"))
    (country,) = clauses(part(tree, "by-country"))
    assert (country.text, country.number) == ("Ukraine", None)
    assert [(child.number, child.text) for child in country.children] == [("2", "Train judges.")]


def test_every_recorded_priority_is_printed_merged_or_not(steps: Steps) -> None:
    number = steps.recorded_priority("Hear a child once.")
    (workshop,) = clauses(part(document(steps), "priorities"))
    assert workshop.text == "Workshop 1: Reporting and prosecution"
    assert [child.text for child in workshop.children] == ["Hear a child once."]
    with_kind = steps.add("Nothing yet.", kind="priority")
    steps.merge(
        priority(number), text="Children are heard once.", paragraph_id=with_kind, revision=1
    )
    (workshop,) = clauses(part(document(steps), "priorities"))
    (child,) = workshop.children
    assert child.text == "Children are heard once."
    (source,) = child.sources
    assert source.text == "Hear a child once."
    assert source.label == "Workshop 1: Reporting and prosecution, priority 1, revision 1"


def test_a_source_is_named_by_record_and_never_by_person(steps: Steps) -> None:
    steps.merge(recommendation(steps.submitted(), dropped="at all hours"))
    (block,) = clauses(part(document(steps), "by-country"))[0].children
    (source,) = block.sources
    assert source.label == "Georgia, recommendation 1, revision 1"
    assert (source.text, source.decided_by) == (GEORGIA, "Rapporteur")
    assert source.decided_at is not None
    assert str(source.decided_at.tzinfo) == "Europe/Paris"


def test_the_table_of_dispositions_says_where_or_why_not(steps: Steps) -> None:
    head = steps.cast.georgia_head
    merged, partly, dropped, referred, still_open = (
        steps.submitted(f"Recommendation {n}.", by=head) for n in range(5)
    )
    steps.merge(recommendation(merged), recommendation(partly, dropped="the last half"))
    steps.decide(dropped, "not_retained", reason="Covered by law.")
    steps.decide(referred, "referred", referred_to="The organisers", reason="A budget question.")
    assert still_open
    assert rows(part(document(steps), "dispositions")) == [
        ("Georgia, recommendation 1", "Merged", "Paragraph 1"),
        ("Georgia, recommendation 2", "Partly merged", "Paragraph 1\nLeft out: the last half"),
        ("Georgia, recommendation 3", "Not retained", "Covered by law."),
        ("Georgia, recommendation 4", "Referred", "To The organisers\nA budget question."),
        ("Georgia, recommendation 5", "Submitted", "Not yet decided"),
    ]


def test_the_desk_of_many_costs_as_many_statements_as_the_desk_of_few(steps: Steps) -> None:
    def statements() -> int:
        seen: list[str] = []

        def count(*given: object) -> None:
            seen.append(str(given[2]))

        sa.event.listen(steps.database.engine, "before_cursor_execute", count)
        with steps.database.reading() as db:
            desk(db, steps.event, by=steps.cast.rapporteur)
        sa.event.remove(steps.database.engine, "before_cursor_execute", count)
        return len(seen)

    steps.merge(recommendation(steps.submitted()))
    few = statements()
    for number in range(5):
        merged = steps.submitted(f"More {number}.", by=steps.cast.ukraine_head)
        steps.merge(recommendation(merged), text=f"Paragraph {number}.")
        steps.submitted(f"Open {number}.")
    assert statements() == few


def test_a_heading_goes_with_the_paragraph_after_it(steps: Steps) -> None:
    steps.add("Law", kind="heading")
    steps.add("Laws are aligned.", kind="take_away")
    steps.add("Left over", kind="heading")
    tree = document(steps)
    assert [block.text for block in clauses(part(tree, "take-aways"))] == [
        "Law",
        "Laws are aligned.",
    ]
    assert [block.text for block in clauses(part(tree, "conclusions"))] == ["Left over"]
