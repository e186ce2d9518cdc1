"""A study as a file: CSV and XLSX, long or matrix, and JSON with everything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.benchmarks.exports.rows import count_rows, long_rows, matrix_rows
from app.benchmarks.models import ConductKind
from app.benchmarks.views import ConductView, StudyView
from app.errors import BadInput

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMS = ("long", "matrix")
_COUNTS = (
    "Provision", "Code", "Conduct", "Covered", "Partially", "Not covered", "Unclear",
    "Not or unclear", "Not assessed", "States assessed",
)  # fmt: skip
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)  # no file says when it was asked for
_WIDE = 60  # the width of a column of texts, in characters


def benchmarks_as(format_: str, study: StudyView, form: str = "long") -> bytes:
    """The bytes of a study; `form` (long or matrix) is for tables. BadInput for anything else."""
    if format_ not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise BadInput("Benchmarks are written as {formats}. Choose one.", formats=known)
    if form not in FORMS:
        raise BadInput("Tables of benchmarks are long or matrix. Choose one.")
    if format_ == "json":
        return _json(study)
    rows = list(long_rows(study) if form == "long" else matrix_rows(study))
    return _csv(rows) if format_ == "csv" else _xlsx(study, rows, form)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With a mark at its head (RFC 4180 has none), without which Excel takes it for Latin-1."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _xlsx(study: StudyView, rows: Sequence[Sequence[str]], form: str) -> bytes:
    """Two sheets: the findings, which can be read back, and the counts, which are computed."""
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook()
    book.properties.created = book.properties.modified = _FIXED
    book.properties.creator = "Plenary"
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Findings" if form == "long" else "Matrix"
    _fill(first, rows)
    _fill(book.create_sheet("Counts"), [_COUNTS, *count_rows(study)])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str | int]]) -> None:
    from openpyxl.styles import Alignment, Font

    longest: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            if value == "":
                continue
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                # "=1+1" in a note is what somebody wrote, never a formula.
                cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            letter = cell.column_letter
            longest[letter] = max(longest.get(letter, 0), len(str(value)))
    for letter, length in longest.items():
        sheet.column_dimensions[letter].width = min(length + 2, _WIDE)
    sheet.freeze_panes = "A2"


def _json(study: StudyView) -> bytes:
    """Everything with its counts; dates as ISO 8601, coverage by its name in this house."""
    whole = {
        "title": study.title,
        "introduction": study.introduction,
        "as_at": study.as_at.isoformat() if study.as_at else None,
        "states": [{"name": one.name, "territory": one.territory} for one in study.states],
        "provisions": [
            {
                "title": provision.title,
                "basis": list(provision.basis),
                "definition": provision.definition,
                "conducts": [_conduct(study, one) for one in provision.conducts],
            }
            for provision in study.provisions
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _conduct(study: StudyView, conduct: ConductView) -> dict[str, object]:
    line: dict[str, object] = {
        "code": conduct.code, "kind": conduct.kind.value, "wording": conduct.wording,
    }  # fmt: skip
    if conduct.kind is ConductKind.CONDUCT:
        counts = study.counts[conduct.id]
        line["counts"] = {**asdict(counts), "not_or_unclear": counts.not_or_unclear}
    if conduct.kind is not ConductKind.HEADING:
        line["findings"] = [
            {
                "state": state.name,
                "coverage": one.coverage.value,
                "value": one.value,
                "note": one.note,
                "as_at": one.as_at.isoformat() if one.as_at else None,
                "version": one.version,
                "is_reviewed": one.is_reviewed,
                "is_confirmed": one.is_confirmed,
                "sources": [
                    {
                        **asdict(source),
                        "in_force_on": source.in_force_on.isoformat()
                        if source.in_force_on
                        else None,
                    }
                    for source in one.sources
                ],
            }
            for state in study.states
            if (one := study.finding(conduct, state))
        ]
    return line
