"""Records → the document tree of the conclusions. Pure: knows no database and no file format.

A paragraph's place follows from what it was made from: a recommendation of one delegation stands
under that delegation, of several under the common ones, a priority under its workshop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from app.recommendations.annexes import benchmarks_part, dispositions_part
from app.recommendations.document.footnotes import taken_out
from app.recommendations.document.hashing import content_hash
from app.recommendations.document.labels import labels_in
from app.recommendations.document.numbering import numbered
from app.recommendations.document.printing import day
from app.recommendations.document.tree import (
    AdoptionNote,
    Block,
    ConclusionsDocument,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    Relation,
    SourceKind,
    SourceNote,
    Status,
)
from app.recommendations.hashes import fingerprint
from app.recommendations.models import Numbering
from app.recommendations.models import ParagraphKind as Kind
from app.recommendations.parts import blocks_of
from app.recommendations.records import ParagraphRecord, PriorityRecord, Records, alphabetical
from app.recommendations.stages import IN_CIRCULATION
from app.recommendations.words import Translate, priority_name, source_name


def paragraph_address(paragraph_id: int) -> str:
    """The permanent id of a paragraph in every export and page."""
    return f"p-{paragraph_id}"


def assemble(
    records: Records, *, on: date, adoption: AdoptionNote | None = None, translate: Translate = str
) -> ConclusionsDocument:
    """The whole document, numbered; `on` is the date printed on it, in the event's zone.

    With an `adoption` note it is the adopted text: without struck paragraphs, and with its hash.
    """
    document = numbered(_Assembler(records, translate, adopted=adoption is not None).document(on))
    # The table of dispositions names numbers, so it can only be laid once they stand.
    annexes = (
        dispositions_part(records, numbers_in(document), translate),
        benchmarks_part(records, translate),
    )
    found = tuple(annex for annex in annexes if annex)
    if found:
        document = numbered(replace(document, parts=(*document.parts, *found)))
    if adoption is None:
        return document
    return replace(document, adoption=adoption, content_hash=content_hash(document))


def numbers_in(document: ConclusionsDocument) -> dict[str, str]:
    """Permanent id → printed number ("p-42" → "12 (a)"), for all that carry one."""
    return {block.id: block.number for block in _every(document) if block.number is not None}


def neighbours(document: ConclusionsDocument, paragraph_id: int) -> tuple[int | None, int | None]:
    """The ids of the paragraphs printed before and after this one on its level."""
    wanted = paragraph_address(paragraph_id)
    for row in _rows(document):
        ids = [block.id for block in row if block.id.startswith("p-") and _stands(block)]
        if wanted in ids:
            at = ids.index(wanted)
            before = ids[at - 1] if at else None
            after = ids[at + 1] if at + 1 < len(ids) else None
            return _number(before), _number(after)
    return None, None


@dataclass(frozen=True)
class _Assembler:
    records: Records
    translate: Translate
    adopted: bool

    def document(self, on: date) -> ConclusionsDocument:
        records, event = self.records, self.records.event
        conclusions, style = records.conclusions, records.style
        dates = records.timetable.dates if records.timetable else ()
        return ConclusionsDocument(
            title=conclusions.title if conclusions else self.translate("Conclusions"),
            reference=conclusions.reference if conclusions else event.reference,
            status=self.status(),
            event_title=event.title,
            subtitle=event.subtitle,
            place=", ".join(filter(None, [event.venue, event.place])),
            dates=_period(dates, event.language),
            organisers=tuple(filter(None, [event.organisers])),
            letterhead=self.letterhead(),
            letters=bool(style and style.numbering is Numbering.LETTERS),
            typeface=style.typeface.value if style else "",
            language=event.language,
            version_date=on,
            labels=labels_in(self.translate),
            parts=tuple(part for part in self.parts() if part.blocks),
        )

    def letterhead(self) -> tuple[str, ...]:
        style = self.records.style
        lines = [*style.letterhead.split("\n"), style.donor] if style else []
        return tuple(line.strip() for line in lines if line.strip())

    def status(self) -> Status:
        if self.adopted:
            return Status.ADOPTED
        conclusions = self.records.conclusions
        circulated = conclusions and conclusions.state in IN_CIRCULATION
        return Status.CIRCULATED if circulated else Status.DRAFT

    def parts(self) -> Iterable[Part]:
        _ = self.translate
        placed = self.placed()
        common = [line for line in placed[Kind.RECOMMENDATION] if len(line.delegations) != 1]
        by_country = [line for line in placed[Kind.RECOMMENDATION] if len(line.delegations) == 1]
        preamble = (*self.worded("background"), *self.blocks(placed[Kind.PREAMBLE]))
        yield Part(_("Background"), "background", preamble)
        yield Part(_("Participation"), "participation", self.worded("participation"))
        yield Part(_("Proceedings"), "proceedings", self.worded("proceedings"))
        yield Part(
            _("Priorities of the workshops"), "priorities", self.priorities(placed[Kind.PRIORITY])
        )
        yield Part(_("Conclusions"), "conclusions", self.blocks(placed[Kind.OPERATIVE]))
        yield Part(_("Key take-aways"), "take-aways", self.blocks(placed[Kind.TAKE_AWAY]))
        yield Part(_("Common recommendations"), "common", self.blocks(common))
        yield Part(_("Recommendations by country"), "by-country", self.by_country(by_country))
        yield Part(_("Way ahead"), "way-ahead", self.blocks(placed[Kind.WAY_AHEAD]))
        yield Part(_("Thanks"), "thanks", self.worded("thanks"))

    def worded(self, key: str) -> tuple[Block, ...]:
        return blocks_of(key, self.records, self.translate)

    def placed(self) -> dict[Kind, list[ParagraphRecord]]:
        """The top level by part; a heading goes where the paragraph after it goes."""
        found: defaultdict[Kind, list[ParagraphRecord]] = defaultdict(list)
        headings: list[ParagraphRecord] = []
        for line in self.standing(None):
            if line.row.kind is Kind.HEADING:
                headings.append(line)
            else:
                found[line.row.kind] += [*headings, line]
                headings.clear()
        found[Kind.OPERATIVE] += headings
        return found

    def standing(self, parent_id: int | None) -> list[ParagraphRecord]:
        return [
            line
            for line in self.records.paragraphs
            if line.row.parent_id == parent_id and not (self.adopted and line.is_deleted)
        ]

    def blocks(self, lines: Iterable[ParagraphRecord]) -> tuple[ParagraphBlock, ...]:
        return tuple(map(self.block, lines))

    def block(self, line: ParagraphRecord) -> ParagraphBlock:
        state = ParagraphState.AGREED if self.adopted else ParagraphState(line.row.state.value)
        text, footnotes = taken_out(line.text)
        return ParagraphBlock(
            id=paragraph_address(line.row.key),
            kind=ParagraphKind(line.row.kind.value),
            text=text,
            footnotes=footnotes,
            responsible=line.responsible,
            time=line.time,
            state=state,
            addressees=(line.addressee,) if line.addressee else (),
            delegations=line.contributors,
            sources=self.sources(line),
            children=self.blocks(self.standing(line.row.key)),
        )

    def sources(self, line: ParagraphRecord) -> tuple[SourceNote, ...]:
        zone = ZoneInfo(self.records.event.zone)
        return tuple(
            SourceNote(
                kind=SourceKind(source.source.kind.value),
                label=source_name(source, self.records, self.translate),
                relation=Relation(source.source.relation.value),
                text=source.source.text,
                text_hash=source.source.text_hash,
                decided_by=self.translate("Rapporteur"),
                decided_at=source.merge.merged_at.astimezone(zone),
            )
            for source in line.sources
        )

    def priorities(self, lines: Sequence[ParagraphRecord]) -> tuple[Block, ...]:
        """Every recorded priority: as its paragraph words it, else as its workshop did."""
        by_workshop: defaultdict[int | None, list[ParagraphBlock]] = defaultdict(list)
        for line in lines:
            by_workshop[line.event_session_id].append(self.block(line))
        for priority in self.records.loose_priorities:
            by_workshop[priority.event_session_id].append(self.loose(priority))
        order = [*self.records.names, *by_workshop]
        headed = [
            ParagraphBlock(
                id=f"workshop-{where}",
                kind=ParagraphKind.HEADING,
                text=self.records.names.get(where) or self.translate("A workshop"),
                children=tuple(by_workshop[where]),
            )
            for where in dict.fromkeys(order)
            if where is not None and where in by_workshop
        ]
        return (*headed, *by_workshop[None])

    def loose(self, line: PriorityRecord) -> ParagraphBlock:
        recorded = line.row.recorded_at
        zone = ZoneInfo(self.records.event.zone)
        name = priority_name(line, self.records, self.translate)
        return ParagraphBlock(
            id=f"priority-{line.row.key}",
            kind=ParagraphKind.PRIORITY,
            text=line.row.text,
            sources=(
                SourceNote(
                    kind=SourceKind.PRIORITY,
                    label=self.translate("{source}, revision {revision}").format(
                        source=name, revision=line.row.revision
                    ),
                    relation=Relation.VERBATIM,
                    text=line.row.text,
                    text_hash=fingerprint(line.row.text),
                    decided_by=self.translate("Rapporteur"),
                    decided_at=recorded.astimezone(zone) if recorded else None,
                ),
            ),
        )

    def by_country(self, lines: Sequence[ParagraphRecord]) -> tuple[Block, ...]:
        found: defaultdict[str, list[ParagraphRecord]] = defaultdict(list)
        for line in lines:
            found[line.delegations[0]].append(line)
        return tuple(
            ParagraphBlock(
                id=f"delegation-{_delegation_id(found[name][0])}",
                kind=ParagraphKind.HEADING,
                text=name,
                children=self.blocks(found[name]),
            )
            for name in sorted(found, key=alphabetical)
        )


def _delegation_id(line: ParagraphRecord) -> int:
    return next(
        source.recommendation.row.delegation_id
        for source in line.sources
        if source.recommendation and source.contributes
    )


def _period(dates: Sequence[date], language: str) -> str:
    """16–17 May 2019"""
    if not dates:
        return ""
    first, last = dates[0], dates[-1]
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, language)}"
    return f"{day(first, language)} – {day(last, language)}"


def _every(document: ConclusionsDocument) -> Iterable[ParagraphBlock]:
    for row in _rows(document):
        yield from row


def _rows(document: ConclusionsDocument) -> Iterable[tuple[ParagraphBlock, ...]]:
    """The paragraphs of each level that stand side by side."""
    for part in document.parts:
        top = tuple(block for block in part.blocks if isinstance(block, ParagraphBlock))
        yield from _rows_below(top)


def _rows_below(row: tuple[ParagraphBlock, ...]) -> Iterable[tuple[ParagraphBlock, ...]]:
    yield row
    for block in row:
        if block.children:
            yield from _rows_below(block.children)


def _stands(block: ParagraphBlock) -> bool:
    return block.state is not ParagraphState.DELETED


def _number(address: str | None) -> int | None:
    return int(address.removeprefix("p-")) if address else None
