"""Points of adopted conclusions are taken up, owned, reported on and reminded of."""

from __future__ import annotations

import csv
import io
import json

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlmodel import select

from app.db import Database
from app.delegations.models import Participant
from app.delegations.rights import Person
from app.errors import BadInput, Forbidden, NotFound, Refused, SignInNeeded
from app.events.models import Event
from app.mail.models import Mail, MailKind
from app.recommendations.following_up.exports import follow_up_as
from app.recommendations.following_up.forms import (
    DueForm,
    OwnerForm,
    ReportForm,
    VisibilityForm,
)
from app.recommendations.following_up.models import Progress
from app.recommendations.following_up.owning import (
    end_ownership,
    give_owner,
    move_due_date,
    show_follow_up_to,
)
from app.recommendations.following_up.queries import follow_up_of, point_with_reports
from app.recommendations.following_up.reminding import Reminded, remind_owners
from app.recommendations.following_up.reporting import report_progress
from app.recommendations.following_up.taking_up import begin_follow_up
from app.recommendations.following_up.views import FollowUpView, OwnerView
from app.routes.mail_pages import sayers
from tests.recommendations.steps import GEORGIA, Steps, recommendation


class Followed:
    """An event whose conclusions are adopted: a recommendation of Georgia's, a way-ahead point."""

    def __init__(self, steps: Steps) -> None:
        self.steps, self.cast, self.database = steps, steps.cast, steps.database
        steps.merge(recommendation(steps.submitted()), text=GEORGIA)
        steps.add("Meet again next year.", kind="way_ahead", addressee="All States")
        steps.add("Thanks.", kind="operative")
        steps.adopt()

    def begin(self) -> int:
        with self.database.writing() as db:
            return begin_follow_up(db, self.steps.event, by=self.cast.organiser)

    def view(self, by: Person | None = None) -> FollowUpView:
        with self.database.reading() as db:
            return follow_up_of(db, self.steps.event, by=by or self.cast.organiser)

    def owner(self, point: int = 0, owner: int = 0) -> OwnerView:
        return self.view().points[point].owners[owner]

    def give(self, point: int, owner: str, due_on: str = "", name: str = "") -> None:
        key = self.view().points[point].row.key
        with self.database.writing() as db:
            form = OwnerForm(owner=owner, due_on=due_on, name=name)
            give_owner(db, self.steps.event, key, form, by=self.cast.organiser)

    def report(
        self, progress: str, evidence: str = "", *, by: Person | None = None, point: int = 0
    ) -> None:
        key = self.owner(point).row.key
        with self.database.writing() as db:
            form = ReportForm(progress=progress, evidence=evidence)
            report_progress(db, self.steps.event, key, form, by=by or self.cast.georgia_delegate)

    def remind(self) -> Reminded:
        with self.database.writing() as db:
            event = db.get_one(Event, self.cast.event_id)
            return remind_owners(
                db, event, sayers(), base_url="https://plenary.example", domain="plenary.example",
                by=self.cast.organiser,
            )  # fmt: skip

    def write_to(self, person: Person, address: str) -> None:
        with self.database.writing() as db:
            db.get_one(Event, self.cast.event_id).contact = "office@example.org"
            db.get_one(Participant, person.own_id).email = address


@pytest.fixture
def followed(steps: Steps) -> Followed:
    return Followed(steps)


def test_recommendations_and_way_ahead_of_adopted_conclusions_are_taken_up_once(
    followed: Followed,
) -> None:
    assert followed.view().may_begin
    assert followed.begin() == 2
    assert followed.begin() == 0
    found = followed.view()
    assert [(one.row.text, one.row.addressee, one.row.delegation) for one in found.points] == [
        (GEORGIA, "", "Georgia"),
        ("Meet again next year.", "All States", ""),
    ]
    assert all(one.row.number and one.row.paragraph_id for one in found.points)
    assert [[owner.name for owner in one.owners] for one in found.points] == [["Georgia"], []]
    assert not found.may_begin


def test_nothing_is_taken_up_before_adoption_nor_by_delegates(steps: Steps) -> None:
    with pytest.raises(Refused, match="not adopted"), steps.database.writing() as db:
        begin_follow_up(db, steps.event, by=steps.cast.organiser)
    with pytest.raises(Forbidden), steps.database.writing() as db:
        begin_follow_up(db, steps.event, by=steps.cast.georgia_head)


def test_the_newest_report_holds_and_earlier_ones_stay(followed: Followed) -> None:
    followed.begin()
    followed.report("under_way", "A bill is before parliament.")
    followed.report("done", "Law 12 of 2020.")
    owner = followed.owner()
    assert owner.progress is Progress.DONE
    assert not owner.is_open
    assert [one.evidence for one in owner.reports] == [
        "Law 12 of 2020.",
        "A bill is before parliament.",
    ]
    assert followed.view().counts == {
        Progress.NONE: 0, Progress.UNDER_WAY: 0, Progress.DONE: 1, Progress.NO_LONGER: 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (ReportForm(), "progress"),
        (ReportForm(progress="soon"), "progress"),
        (ReportForm(progress="done"), "evidence"),
        (ReportForm(progress="no_longer", link="https://example.org"), "evidence"),
        (ReportForm(progress="under_way", link="javascript:alert(1)"), "link"),
        (ReportForm(progress="under_way", link="https://[broken"), "link"),
        (ReportForm(progress="under_way", link="https://example.org/ a"), "link"),
        (ReportForm(progress="under_way", evidence="a" * 8_001), "evidence"),
    ],
)
def test_a_report_that_says_too_little_is_refused_beside_its_field(form, field) -> None:
    with pytest.raises(BadInput) as refusal:
        form.checked()
    assert refusal.value.field == field


def test_only_the_owner_reports(followed: Followed) -> None:
    followed.begin()
    for stranger in (
        followed.cast.ukraine_head,
        followed.cast.organiser,
        followed.cast.observer,
        followed.cast.outsider,
    ):
        with pytest.raises(Forbidden):
            followed.report("under_way", by=stranger)
    assert followed.owner().reports == ()
    followed.give(1, "organisers")
    followed.report("under_way", by=followed.cast.organiser, point=1)
    assert followed.owner(1).progress is Progress.UNDER_WAY


def test_a_point_has_several_owners_each_once_and_each_with_a_date(followed: Followed) -> None:
    followed.begin()
    followed.give(1, f"delegation-{followed.cast.georgia_id}", "2020-01-31")
    followed.give(1, f"delegation-{followed.cast.ukraine_id}", "2020-01-31")
    followed.give(1, "organisation", name="The donors")
    with pytest.raises(Refused):
        followed.give(1, f"delegation-{followed.cast.ukraine_id}", "2020-01-31")
    with pytest.raises(NotFound):
        followed.give(1, "delegation-999999")
    for wrong, name in (("", ""), ("delegation-x", ""), ("organisation", "")):
        with pytest.raises(BadInput):
            followed.give(1, wrong, name=name)
    assert [one.name for one in followed.view().by_owner] == ["Georgia", "Ukraine", "The donors"]
    georgia = followed.view().by_owner[0]
    assert [owner.is_overdue for _, owner in georgia.lines] == [False, True]
    # Two owners are late with it, and it is one point.
    assert followed.view().overdue == 1


def test_a_point_taken_from_its_owner_keeps_what_was_reported(followed: Followed) -> None:
    followed.begin()
    followed.report("under_way", "A bill.")
    owner = followed.owner().row.key
    with followed.database.writing() as db:
        end_ownership(db, followed.steps.event, owner, by=followed.cast.organiser)
    point = followed.view().points[0]
    assert point.owners == ()
    assert [one.reports[0].evidence for one in point.former] == ["A bill."]
    form = ReportForm(progress="under_way")
    with pytest.raises(NotFound), followed.database.writing() as db:
        report_progress(db, followed.steps.event, owner, form, by=followed.cast.georgia_head)


def test_who_may_read_it_is_the_events_decision(followed: Followed) -> None:
    followed.begin()
    with followed.database.reading() as db, pytest.raises(SignInNeeded):
        follow_up_of(db, followed.steps.event, by=None)
    with followed.database.writing() as db:
        form = VisibilityForm(visible="public")
        show_follow_up_to(db, followed.steps.event, form, by=followed.cast.organiser)
    with followed.database.reading() as db:
        assert len(follow_up_of(db, followed.steps.event, by=None).points) == 2


def test_each_point_and_date_is_reminded_of_once(followed: Followed) -> None:
    followed.begin()
    with pytest.raises(Refused, match="sender"):
        followed.remind()
    followed.write_to(followed.cast.georgia_head, "head@example.org")
    assert followed.remind() == Reminded(1, ())
    assert followed.remind() == Reminded(0, ())
    with followed.database.reading() as db:
        [mail] = db.exec(select(Mail)).all()
    assert (mail.kind, mail.participant_id) == (
        MailKind.FOLLOW_UP,
        followed.cast.georgia_head.own_id,
    )
    assert GEORGIA in mail.body
    with followed.database.writing() as db:
        owner = followed.owner().row.key
        form = DueForm(due_on="2027-01-31")
        move_due_date(db, followed.steps.event, owner, form, by=followed.cast.organiser)
    assert followed.remind().mails == 1
    followed.report("done", "Law 12.")
    followed.give(1, f"delegation-{followed.cast.ukraine_id}")
    # Georgia is done; nobody of Ukraine has an address, and is asked again once somebody has.
    assert followed.remind() == Reminded(0, ("Ukraine",))
    followed.write_to(followed.cast.ukraine_delegate, "delegate@example.org")
    assert followed.remind().mails == 1


def test_another_events_points_are_not_there(followed: Followed, database: Database) -> None:
    followed.begin()
    point = followed.view().points[0].row.key
    with database.reading() as db:
        elsewhere = db.get_one(Event, followed.cast.outsider.event_id)
        with pytest.raises(NotFound):
            point_with_reports(db, elsewhere, point, by=followed.cast.outsider)


def test_the_files_say_what_the_page_says(followed: Followed) -> None:
    followed.begin()
    followed.report("done", '=HYPERLINK("x") is only text')
    found = followed.view()
    rows = list(csv.reader(io.StringIO(follow_up_as("csv", found).decode("utf-8-sig"))))
    assert [row[3] for row in rows] == ["Owner", "Georgia", ""]
    assert rows[1][5:7] == ["Done", '=HYPERLINK("x") is only text']
    book = load_workbook(io.BytesIO(follow_up_as("xlsx", found)))
    cell = book["Points"]["G2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("x") is only text', "s")
    assert [cell.value for cell in book["Counts"][2]] == ["Georgia", 0, 0, 1, 0]
    told = json.loads(follow_up_as("json", found))
    assert told["counts"] == {"none": 0, "under_way": 0, "done": 1, "no_longer": 0}
    assert [len(point["owners"]) for point in told["points"]] == [1, 0]
    with pytest.raises(BadInput):
        follow_up_as("pdf", found)


def test_the_number_of_statements_does_not_grow_with_the_owners(followed: Followed) -> None:
    followed.begin()
    few = _statements(followed)
    for number in range(3):
        followed.give(1, "organisation", name=f"Donor {number}")
    followed.report("under_way")
    assert _statements(followed) == few


def _statements(followed: Followed) -> int:
    told: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        told.append(statement)

    engine = followed.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        followed.view()
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len([line for line in told if line.startswith("SELECT")])
