"""Strasbourg told to its end: every numbered paragraph leads back to inputs, sources, decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app import clock
from app.db import Database
from app.delegations.models import Appointment, Delegation, Participant, Role
from app.delegations.rights import Person
from app.delegations.sign_in import person_by_id
from app.demo.samples import sample
from app.demo.story import tell
from app.events.queries import event_by_slug
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import ParagraphBlock, SourceKind
from app.recommendations.hashes import fingerprint
from app.recommendations.provenance import paragraph_history, priority_history
from app.recommendations.queries import conclusions_document
from app.sessions.models import Attribution, Board, Input

ClientFor = Callable[[Person], TestClient]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLUG = "strasbourg-2019"
TOP = f"/events/{SLUG}/conclusions"


@pytest.fixture
def blocks(database: Database) -> Iterator[list[ParagraphBlock]]:
    """The numbered paragraphs of the adopted document."""
    try:
        tell(database, sample(SLUG), until=datetime(2019, 5, 31, tzinfo=UTC))
        with database.reading() as db:
            document = conclusions_document(db, event_by_slug(db, SLUG), by=None)
        yield [b for part in document.parts for b in paragraphs(part.blocks) if b.number]
    finally:
        clock.start_at(None)


def test_every_paragraph_resolves_through_its_permanent_address(
    database: Database, blocks: list[ParagraphBlock], client: TestClient, client_for: ClientFor
) -> None:
    page = client.get(TOP).text
    delegate = client_for(_person(database, Role.DELEGATE))
    addresses = re.findall(rf'class="number" href="({TOP}/[^"]+)"', page)
    assert len(addresses) == len(blocks) == 10
    for address, block in zip(addresses, blocks, strict=True):
        for reader in (client, delegate):
            answer = reader.get(address)
            assert answer.status_code == 200
            assert f"Paragraph {block.number}" in answer.text
            assert all(source.text_hash in answer.text for source in block.sources)
    assert sum(bool(block.sources) for block in blocks) == 9


def test_every_source_is_a_record_with_its_hash_its_decision_and_its_inputs(
    database: Database, blocks: list[ParagraphBlock]
) -> None:
    rapporteur = _person(database, Role.RAPPORTEUR)
    sources = inputs = 0
    with database.reading() as db:
        event = event_by_slug(db, SLUG)
        for block in blocks:
            kind, _, key = block.id.partition("-")
            if kind == "priority":
                found = priority_history(db, event, int(key), by=rapporteur)
                assert not isinstance(found, int)
                assert found.inputs
                inputs += len(found.inputs)
                continue
            history = paragraph_history(db, event, int(key), by=rapporteur)
            assert history.revisions[0].number == len(history.revisions)
            for merge in history.merges:
                assert merge.row.merged_by_id == rapporteur.participant_id
                for line in merge.sources:
                    sources += 1
                    assert fingerprint(line.row.text) == line.row.text_hash
                    if line.row.kind.value == SourceKind.PRIORITY.value:
                        assert line.inputs
                        inputs += len(line.inputs)
                    else:
                        assert line.recommendation_id
    assert sources == 4
    assert inputs >= 8


def test_boards_by_sector_and_without_names_tell_no_delegation_in_any_byte(
    database: Database, blocks: list[ParagraphBlock], client_for: ClientFor
) -> None:
    hidden = _delegations_behind_closed_attributions(database)
    assert hidden
    podium = client_for(_person(database, Role.RAPPORTEUR))
    looked = 0
    for block in blocks:
        kind, _, key = block.id.partition("-")
        if kind != "priority" or "Workshop 2" not in block.sources[0].label:
            continue
        page = podium.get(f"{TOP}/priorities/{key}").content
        looked += 1
        for name in hidden:
            assert name.encode() not in page
    assert looked == 2


def _delegations_behind_closed_attributions(database: Database) -> list[str]:
    """The delegations of the sample, of whose inputs Workshop 2 keeps the sector only."""
    with database.reading() as db:
        board = db.exec(select(Board).where(col(Board.attribution) == Attribution.BY_SECTOR)).one()
        posted = db.exec(select(Input).where(col(Input.board_id) == board.key)).all()
        assert posted
        assert all(one.delegation_id is None and one.author_id is None for one in posted)
        return list(db.exec(select(Delegation.name)).all())


def _person(database: Database, role: Role) -> Person:
    with database.reading() as db:
        found = db.exec(
            select(Participant.id)
            .join(Appointment, col(Appointment.participant_id) == col(Participant.id))
            .where(col(Appointment.role) == role)
            .order_by(col(Participant.id))
        ).first()
        assert found is not None
        return person_by_id(db, found)
