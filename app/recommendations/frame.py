"""What frames the conclusions: background, who took part (in numbers, never names), proceedings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.agenda.models import SlotKind
from app.agenda.timetable import Entry
from app.recommendations.document.printing import day
from app.recommendations.document.tree import Block, ParagraphBlock, ParagraphKind, TableBlock
from app.recommendations.records import Records, alphabetical
from app.recommendations.words import Translate

_MATTER = frozenset(
    {
        SlotKind.OPENING,
        SlotKind.KEYNOTE,
        SlotKind.SESSION,
        SlotKind.WORKSHOP,
        SlotKind.PLENARY,
        SlotKind.CLOSING,
    }
)


def background(records: Records) -> tuple[Block, ...]:
    """The event's own background, a paragraph for each of its paragraphs."""
    texts = filter(None, (part.strip() for part in records.event.background.split("\n\n")))
    return tuple(
        ParagraphBlock(id=f"background-{number}", kind=ParagraphKind.PREAMBLE, text=text)
        for number, text in enumerate(texts, 1)
    )


def participation(records: Records, _: Translate) -> tuple[Block, ...]:
    """How many took part, by delegation in alphabetical order and by sector."""
    delegations = sorted(records.delegations, key=lambda line: alphabetical(line[0]))
    tables = [
        _counts(_("Delegations"), _("Delegation"), delegations, _),
        _counts(_("Sectors"), _("Sector"), records.sectors, _),
    ]
    return tuple(table for table in tables if table.rows)


def proceedings(records: Records, _: Translate) -> tuple[Block, ...]:
    """What took place and when, an event session once; and what the workshops reported."""
    if records.timetable is None:
        return ()
    slots: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in records.timetable.entries:
        if entry.kind in _MATTER and not entry.is_cancelled:
            slots[entry.event_session_id].append(entry)
    language = records.event.language
    rows = tuple(
        (
            "\n".join(day(one.day, language) if one.day else "" for one in entries),
            "\n".join(one.hours for one in entries),
            entries[0].name,
        )
        for entries in slots.values()
    )
    columns = (_("Date"), _("Hours"), _("Subject"))
    table = (TableBlock("", columns, rows, widths=(3, 3, 10)),) if rows else ()
    workshops = [entries[0] for entries in slots.values() if _is_workshop(entries[0], records)]
    return (*table, *(_report(entry, records, _) for entry in workshops))


def _is_workshop(entry: Entry, records: Records) -> bool:
    """Whether its board worked towards priorities or recorded some, or was a workshop's."""
    report = records.reports.get(entry.event_session_id)
    if report is None or not (report.inputs or report.recorded):
        return False
    return bool(report.required or report.recorded) or entry.kind is SlotKind.WORKSHOP


def _report(entry: Entry, records: Records, _: Translate) -> ParagraphBlock:
    """What the workshop reported, in figures and titles; its priorities stand in their own part."""
    report = records.reports[entry.event_session_id]
    sentences = [_("Inputs posted: {count}.").format(count=report.inputs)]
    if report.clusters:
        titles = "; ".join(report.clusters)
        sentences.append(_("Grouped under: {titles}.").format(titles=titles))
    owed = max(report.recorded, report.required)
    sentences.append(
        _("Priorities recorded: {recorded} of {required}.").format(
            recorded=report.recorded, required=owed
        )
        if report.required
        else _("Priorities recorded: {recorded}.").format(recorded=report.recorded)
    )
    if report.override_reason:
        reason = report.override_reason.rstrip(".")
        sentences.append(_("The chair closed it with this reason: {reason}.").format(reason=reason))
    return ParagraphBlock(
        id=f"report-{entry.event_session_id}",
        kind=ParagraphKind.HEADING,
        text=entry.name,
        children=(
            ParagraphBlock(
                id=f"report-{entry.event_session_id}-text",
                kind=ParagraphKind.PREAMBLE,
                text=" ".join(sentences),
            ),
        ),
    )


def _counts(
    caption: str, column: str, lines: Iterable[tuple[str, int]], _: Translate
) -> TableBlock:
    rows = [(name, count) for name, count in lines]
    shown = [(name, str(count)) for name, count in rows]
    if len(rows) > 1:
        shown.append((_("Total"), str(sum(count for _name, count in rows))))
    return TableBlock(caption, (column, _("Participants")), tuple(shown), widths=(7, 2))
