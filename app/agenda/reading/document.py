"""One reading from end to end: bytes of a document to a `ReadAgenda`.

Knows the order of the stages and the questions that span them; the stages know the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.agenda.reading.blocks import Row
from app.agenda.reading.clockless import draft_untimed
from app.agenda.reading.days import date_days
from app.agenda.reading.drafting import MOST_ENTRIES, draft_entries
from app.agenda.reading.drafts import Drafts
from app.agenda.reading.facts import Facts, lines_of, read_facts
from app.agenda.reading.finishing import finish
from app.agenda.reading.flattened import unflattened
from app.agenda.reading.formats import read_blocks
from app.agenda.reading.groups import split_groups
from app.agenda.reading.model import Question, ReadAgenda, ReadDay, ReadEntry
from app.agenda.reading.statements import read_statements
from app.agenda.reading.zones import fitting_zone, is_zone, named_zone
from app.errors import BadInput

_MOST_BLOCKS = 30_000
_MOST_CELLS = 1_000
"""In one row."""


def read_document(
    name: str,
    data: bytes,
    *,
    year: int | None = None,
    place: str | None = None,
    zone: str | None = None,
) -> ReadAgenda:
    """What a draft agenda says: days, entries, facts, and questions about the rest.

    `name` is the file's name (the content counts first); `year`, `place` and `zone` are what the
    user types in beside the document: `year` completes dates without one, `place` and `zone` (an
    IANA name) stand in place of the document's. A continued entry ("Session 8 cont'd") has the
    number and the title of the entry it continues. Stores nothing. Raises BadInput, whose
    sentence says what to do, for files that cannot be read or that hold no entries.
    """
    _check(year, zone)
    blocks = list(unflattened(read_blocks(name, data)))
    widest = max((len(block.cells) for block in blocks if isinstance(block, Row)), default=0)
    if len(blocks) > _MOST_BLOCKS or widest > _MOST_CELLS:
        raise BadInput("The document is too long for an agenda. Keep the agenda's pages only.")
    drafts = draft_entries(blocks)
    if not _timed(drafts):
        drafts = draft_entries(blocks, times_behind=True)
        drafts = drafts if _timed(drafts) > 1 else draft_untimed(blocks)
    if len(drafts.entries) > MOST_ENTRIES:
        raise BadInput("The document is too long for an agenda. Keep the agenda's pages only.")
    head = lines_of(blocks[: drafts.first or 0])
    split_groups(drafts)
    facts = read_facts(head)
    dated = date_days(drafts, facts.dates, year)
    done = finish(drafts, dated.dates)
    if not done.entries:
        raise BadInput(
            "No agenda was found in the file. Give a document with times and titles of sessions."
        )
    stated = read_statements(head)
    chosen_place = place or facts.place
    chosen_zone = zone or named_zone("\n".join(line.text[:500] for line in head[:200]))
    questions = [
        *dated.questions,
        *done.remarks,
        *_about_facts(facts, chosen_place, chosen_zone),
        *_about_entries(done.entries, facts),
    ]
    return ReadAgenda(
        title=facts.title,
        reference=facts.reference,
        place=chosen_place,
        zone=chosen_zone,
        mode=facts.mode,
        days=_days(drafts, dated.dates),
        entries=tuple(done.entries),
        questions=tuple(Question(sentence) for sentence in dict.fromkeys(questions)),
        venue=facts.venue,
        document_date=facts.document_date if facts.document_date not in dated.dates else None,
        document_version=facts.document_version,
        organisers=stated.organisers,
        delegation_most=stated.most,
        delegation_least=stated.least,
        sectors=stated.sectors,
        countries=stated.countries,
    )


def _timed(drafts: Drafts) -> int:
    return sum(draft.span is not None and not draft.marker for draft in drafts.entries)


def _check(year: int | None, zone: str | None) -> None:
    if zone is not None and not is_zone(zone):
        raise BadInput(
            "“{zone}” is not the name of a time zone. Give one such as Europe/Paris.",
            field="zone",
            zone=zone,
        )
    if year is not None and not 1900 <= year <= 2200:
        raise BadInput("{year} is not a year. Give one such as 2019.", field="year", year=year)


def _days(drafts: Drafts, dates: Sequence[str | None]) -> tuple[ReadDay, ...]:
    return tuple(
        ReadDay(date, day.theme or None) for day, date in zip(drafts.days, dates, strict=True)
    )


def _about_facts(facts: Facts, place: str | None, zone: str | None) -> list[str]:
    asked: list[str] = []
    if facts.title is None:
        asked.append("What is the event called? No title was found.")
    if place is None and facts.mode != "online":
        asked.append("Where does the event take place? The document does not say it.")
    if zone is None:
        fitting = fitting_zone(place) if place else None
        hint = f" The place is {place}; {fitting} would fit." if fitting else ""
        asked.append(f"Which time zone?{hint}")
    return asked


def _about_entries(entries: Sequence[ReadEntry], facts: Facts) -> list[str]:
    asked: list[str] = []
    homeless = [e for e in entries if e.parallel_group and e.room is None and e.kind != "break"]
    if homeless:
        named = ", ".join(_called(entry) for entry in homeless[:8])
        where = f" The venue is “{facts.venue}”." if facts.venue else ""
        asked.append(f"Which of these meets in which room: {named}?{where}")
    untimed = [entry for entry in entries if entry.start is None]
    if len(untimed) == len(entries):
        asked.append("When do the entries begin? The document gives no times.")
    elif untimed:
        named = ", ".join(_called(entry) for entry in untimed[:5])
        asked.append(f"When do these begin: {named}?")
    backwards = [e for e in entries if e.start and e.end and e.end <= e.start]
    if backwards:
        named = ", ".join(_called(entry) for entry in backwards[:5])
        asked.append(f"These end before they begin, which time is right: {named}?")
    open_ended = [e for e in entries if e.start and e.end is None]
    if open_ended:
        named = ", ".join(_called(entry) for entry in open_ended[:5])
        asked.append(f"When do these end: {named}?")
    return asked


def _called(entry: ReadEntry) -> str:
    label = f"{entry.kind.capitalize()} {entry.number}" if entry.number else ""
    title = entry.title if len(entry.title) <= 60 else entry.title[:57].rstrip() + "…"
    return label or f"“{title}”"
