"""The follow-up as a file: CSV and XLSX with a row for each owner of each point, JSON with all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.errors import BadInput
from app.recommendations.following_up.models import OwnerKind, Progress
from app.recommendations.following_up.views import FollowUpView, OwnerView, PointView
from app.recommendations.words import Translate

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # no file says when it was asked for
_WIDE = 60  # the width of a column of texts, in characters


def follow_up_as(format_: str, found: FollowUpView, _: Translate = str) -> bytes:
    """The bytes of the follow-up; words in the language of a gettext function, JSON in codes.

    BadInput for a format we do not write.
    """
    if format_ not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise BadInput("The follow-up is written as {formats}. Choose one.", formats=known)
    if format_ == "json":
        return _json(found)
    rows = list(_rows(found, _))
    return _csv(rows) if format_ == "csv" else _xlsx(rows, found, _)


def progress_word(progress: Progress, _: Translate) -> str:
    """The word for how far an owner is."""
    return {
        Progress.NONE: _("Nothing reported"),
        Progress.UNDER_WAY: _("Under way"),
        Progress.DONE: _("Done"),
        Progress.NO_LONGER: _("No longer pursued"),
    }[progress]


def owner_name(owner: OwnerView, _: Translate) -> str:
    """The owner's name; the organisers have none of their own."""
    return _("Organisers") if owner.row.kind is OwnerKind.ORGANISERS else owner.name


def _rows(found: FollowUpView, _: Translate) -> Iterator[tuple[str, ...]]:
    yield (
        _("Number"), _("Point"), _("Addressed to"), _("Owner"), _("Due"), _("Progress"),
        _("What shows it"), _("Link"), _("Reported"), _("Comes from"),
    )  # fmt: skip
    for point in found.points:
        row = point.row
        for owner in point.owners or (None,):
            newest = owner.reports[0] if owner and owner.reports else None
            yield (
                row.number,
                row.text,
                row.addressee,
                owner_name(owner, _) if owner else "",
                owner.row.due_on.isoformat() if owner and owner.row.due_on else "",
                progress_word(owner.progress, _) if owner else "",
                newest.evidence if newest else "",
                newest.link if newest else "",
                newest.reported_at.date().isoformat() if newest else "",
                point.comes_from,
            )


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a mark at its head, without which Excel takes it for Latin-1."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str]], found: FollowUpView, _: Translate) -> bytes:
    """Two sheets: the points, and how many of each owner's are how far, which is computed."""
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator = "Plenary"
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = _("Points")[:31]
    _fill(first, rows)
    heads = (_("Owner"), *(progress_word(progress, _) for progress in Progress))
    counts: list[tuple[str | int, ...]] = [
        (owner_name(one.lines[0][1], _), *one.counts.values()) for one in found.by_owner
    ]
    _fill(book.create_sheet(_("Counts")[:31]), [heads, *counts])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str | int]]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                # "=1+1" in a report is what somebody wrote, never a formula.
                cell.data_type = "s"
            cell.font = Font(bold=number == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place in range(1, len(rows[0]) + 1):
        longest = max((len(str(row[place - 1])) for row in rows), default=0)
        letter = sheet.cell(1, place).column_letter
        sheet.column_dimensions[letter].width = min(longest + 2, _WIDE)
    sheet.freeze_panes = "A2"


def _json(found: FollowUpView) -> bytes:
    whole = {
        "counts": {progress.value: count for progress, count in found.counts.items()},
        "points": [_point(point) for point in found.points],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _point(point: PointView) -> dict[str, object]:
    row = point.row
    return {
        "id": row.key,
        "number": row.number or None,
        "kind": row.kind.value,
        "text": row.text,
        "addressee": row.addressee or None,
        "delegation": row.delegation or None,
        "paragraph": f"p-{row.paragraph_id}" if row.paragraph_id else None,
        "comes_from": point.comes_from or None,
        "owners": [
            {
                "kind": owner.row.kind.value,
                "name": owner.name or None,
                "due_on": owner.row.due_on.isoformat() if owner.row.due_on else None,
                "progress": owner.progress.value,
                "reports": [
                    {
                        "progress": report.progress.value,
                        "evidence": report.evidence,
                        "link": report.link or None,
                        "reported_at": report.reported_at.isoformat(),
                    }
                    for report in owner.reports
                ],
            }
            for owner in point.owners
        ],
    }
