"""Where one paragraph comes from: its texts, merges, sources, and the inputs behind a priority.

The public reads the frozen document only; working texts and inputs need the rights to read them.
An input is named as its board allows, by delegation at most: these pages may become public.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from app.db import Reading
from app.delegations.models import Delegation, Sector
from app.delegations.rights import Action, Person, may, require
from app.events.models import Event
from app.recommendations.assembling import assemble, paragraph_address
from app.recommendations.document.printing import paragraphs
from app.recommendations.document.tree import ConclusionsDocument, ParagraphBlock
from app.recommendations.editing import no_paragraph
from app.recommendations.freezing import thawed
from app.recommendations.loading import adoption_of, load_records, merges_of
from app.recommendations.models import (
    Merge,
    MergeSource,
    ParagraphRevision,
)
from app.recommendations.paragraphs import revisions
from app.recommendations.queries import conclusions_document, require_draft, today
from app.recommendations.records import ParagraphRecord, Records, SourceRecord
from app.recommendations.words import Translate, source_name
from app.sessions.models import (
    Attribution,
    Board,
    Input,
    InputState,
    PrioritySource,
)


@dataclass(frozen=True)
class InputLine:
    """An input behind a priority. `text` is None where its author or a moderator took it away."""

    text: str | None
    whose: str


@dataclass(frozen=True)
class SourceLine:
    """A source of a merge, as it was used, with the inputs behind it."""

    row: MergeSource
    name: str
    inputs: Sequence[InputLine]
    recommendation_id: int | None


@dataclass(frozen=True)
class MergeLine:
    """A merge, or the undoing of one (`row.undoes_id`), with its sources."""

    row: Merge
    sources: Sequence[SourceLine]
    is_undone: bool


@dataclass(frozen=True)
class ParagraphHistory:
    """A paragraph as printed, and for members everything that led to it, newest first."""

    document: ConclusionsDocument
    block: ParagraphBlock
    record: ParagraphRecord | None
    revisions: Sequence[ParagraphRevision]
    merges: Sequence[MergeLine]
    # Of a priority that is printed as its workshop recorded it.
    inputs: Sequence[InputLine] = ()


def paragraph_history(
    db: Reading,
    event: Event,
    paragraph_id: int,
    *,
    translate: Translate = str,
    by: Person | None,
) -> ParagraphHistory:
    """The permanent page of a paragraph; NotFound where this reader sees none."""
    adoption = adoption_of(db, event)
    is_member = may(by, Action.READ_DRAFT_CONCLUSIONS, event_id=event.key)
    if adoption is None:
        require_draft(by, event)
    else:
        require(by, Action.READ_CONCLUSIONS, event_id=event.key)
    records = load_records(db, event)
    document = (
        thawed(adoption.document)
        if adoption
        else assemble(records, on=today(event), translate=translate)
    )
    wanted = paragraph_address(paragraph_id)
    block = _block(document, wanted)
    if not is_member:
        if block is None:
            raise no_paragraph()
        return ParagraphHistory(document, block, None, (), ())
    line = next((line for line in records.paragraphs if line.row.key == paragraph_id), None)
    if line is None:
        raise no_paragraph()
    if block is None:
        # Struck before the adoption: its record is kept, though the text does not print it.
        drafted = assemble(records, on=today(event), translate=translate)
        block = _block(drafted, wanted)
        assert block is not None, "a draft prints every paragraph"
    return ParagraphHistory(
        document=document,
        block=block,
        record=line,
        revisions=tuple(reversed(revisions(db, line.row))),
        merges=tuple(_merges(db, event, records, line, translate, by)),
    )


def priority_history(
    db: Reading,
    event: Event,
    priority_id: int,
    *,
    translate: Translate = str,
    by: Person | None,
) -> ParagraphHistory | int:
    """The permanent page of a priority that no paragraph was made from, with its inputs.

    Once a paragraph carries it, that paragraph's id; NotFound where this reader sees neither.
    """
    document = conclusions_document(db, event, translate=translate, by=by)
    block = _block(document, f"priority-{priority_id}")
    if block is not None:
        inputs = _inputs(db, event, [priority_id], translate, by)[priority_id]
        return ParagraphHistory(document, block, None, (), (), inputs)
    for line in load_records(db, event).paragraphs:
        carried = any(s.source.priority_id == priority_id for s in line.sources)
        if carried and _block(document, paragraph_address(line.row.key)):
            return line.row.key
    raise no_paragraph()


def _block(document: ConclusionsDocument, wanted: str) -> ParagraphBlock | None:
    every = (block for part in document.parts for block in paragraphs(part.blocks))
    return next((block for block in every if block.id == wanted), None)


def _merges(
    db: Reading,
    event: Event,
    records: Records,
    line: ParagraphRecord,
    translate: Translate,
    by: Person | None,
) -> Iterator[MergeLine]:
    by_merge: dict[int, tuple[Merge, list[MergeSource]]] = {}
    for merge, source in merges_of(db, line.row.key):
        by_merge.setdefault(merge.key, (merge, []))[1].extend([source] if source else [])
    found = list(by_merge.values())
    undone = {merge.undoes_id for merge, _ in found}
    priorities = [s.priority_id for _, sources in found for s in sources if s.priority_id]
    inputs = _inputs(db, event, priorities, translate, by)
    for merge, sources in reversed(found):
        lines = [
            SourceLine(
                row=source,
                name=source_name(_known(merge, source, records), records, translate),
                inputs=inputs[source.priority_id or 0],
                recommendation_id=source.recommendation_id,
            )
            for source in sources
        ]
        yield MergeLine(merge, lines, merge.key in undone)


def _known(merge: Merge, source: MergeSource, records: Records) -> SourceRecord:
    recommendations = {line.row.key: line for line in records.recommendations}
    priorities = {line.row.key: line for line in records.priorities}
    return SourceRecord(
        merge,
        source,
        recommendations.get(source.recommendation_id or 0),
        priorities.get(source.priority_id or 0),
    )


def _inputs(
    db: Reading, event: Event, priorities: Sequence[int], _: Translate, by: Person | None
) -> defaultdict[int, list[InputLine]]:
    found: defaultdict[int, list[InputLine]] = defaultdict(list)
    sectors = {
        row.key: row.name
        for row in db.exec(select(Sector).where(col(Sector.event_id) == event.key))
    }
    rows = db.exec(
        select(PrioritySource.priority_id, Input, Board, Delegation.name)
        .join(Input, col(Input.id) == col(PrioritySource.input_id))
        .join(Board, col(Board.id) == col(Input.board_id))
        .outerjoin(Delegation, col(Delegation.id) == col(Input.delegation_id))
        .where(col(PrioritySource.priority_id).in_(priorities))
        .order_by(col(Input.id))
    )
    for priority_id, posted, board, delegation in rows:
        if may(
            by,
            Action.READ_BOARD,
            event_id=event.key,
            event_session_id=board.event_session_id,
        ):
            whose = _whose(board.attribution, delegation, sectors.get(posted.sector_id or 0))
            found[priority_id].append(_input(posted, whose, _))
    return found


def _input(posted: Input, whose: str, _: Translate) -> InputLine:
    if posted.state is InputState.HIDDEN:
        return InputLine(None, _("Hidden by the moderator"))
    if posted.state is InputState.WITHDRAWN:
        return InputLine(None, _("Withdrawn by its author"))
    return InputLine(posted.text, whose)


def _whose(attribution: Attribution, delegation: str | None, sector: str | None) -> str:
    if attribution in (Attribution.BY_NAME, Attribution.BY_DELEGATION):
        return delegation or ""
    return (sector or "") if attribution is Attribution.BY_SECTOR else ""
