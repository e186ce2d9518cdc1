"""What was put before the delegations is kept as they got it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.errors import Refused
from app.recommendations.agreement_models import Circulation
from app.recommendations.circulating import circulate_conclusions
from app.recommendations.document.tree import Status
from app.recommendations.freezing import thawed
from tests.recommendations.steps import Steps


def test_each_circulation_keeps_the_text_that_went_out(steps: Steps) -> None:
    number = steps.add("Agreed.")
    steps.circulate()
    steps.write(number, "Agreed, almost.", revision=1)
    steps.circulate()
    with steps.database.reading() as db:
        first, second = db.exec(select(Circulation).order_by(Circulation.number)).all()  # type: ignore[arg-type]
    assert (first.number, second.number) == (1, 2)
    assert first.revision < second.revision
    assert first.content_hash != second.content_hash
    assert "almost" not in str(first.document)
    assert thawed(second.document).status is Status.CIRCULATED


def test_the_same_text_is_not_circulated_twice(steps: Steps) -> None:
    steps.add("Agreed.")
    steps.circulate()
    with steps.database.writing() as db, pytest.raises(Refused, match="has not changed"):
        circulate_conclusions(db, steps.event, by=steps.cast.organiser)
