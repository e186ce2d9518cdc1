"""Cells of the benchmark matrix, made once for each word: a study has up to 12,000 of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.views import ConductView, ProvisionView, StateView, StudyView
from app.pages import translations

SYMBOLS = {
    Coverage.COVERED: "●",
    Coverage.PARTIALLY: "◐",
    Coverage.NOT_COVERED: "○",
    Coverage.UNCLEAR: "?",
    Coverage.NOT_ASSESSED: "–",
}
_CELL = Markup(
    '<td class="finding--{}"><span aria-hidden="true">{}</span>'
    '<span class="visually-hidden">{}</span></td>'
)


def words_of(language: str) -> dict[Coverage, str]:
    """What the findings are called on pages."""
    _ = translations(language).gettext
    return {
        Coverage.COVERED: _("covered"),
        Coverage.PARTIALLY: _("partially"),
        Coverage.NOT_COVERED: _("not covered"),
        Coverage.UNCLEAR: _("unclear"),
        Coverage.NOT_ASSESSED: _("not assessed"),
    }


def rows_of_cells(
    study: StudyView, provisions: Sequence[ProvisionView], language: str
) -> Iterator[tuple[StateView, Markup]]:
    """Each State with the cells of its row, for every line that has findings."""
    words = words_of(language)
    cells = {one: _CELL.format(one.value, SYMBOLS[one], words[one]) for one in Coverage}
    lines = [one for provision in provisions for one in lines_of(provision)]
    for state in study.states:
        yield state, Markup("").join(_cell(study, line, state, cells) for line in lines)


def lines_of(provision: ProvisionView) -> list[ConductView]:
    """The lines of a provision that are columns of the matrix."""
    return [one for one in provision.conducts if one.kind is not ConductKind.HEADING]


def _cell(
    study: StudyView, line: ConductView, state: StateView, cells: dict[Coverage, Markup]
) -> Markup:
    found = study.finding(line, state)
    if found and line.kind is ConductKind.VALUE and found.value:
        return Markup('<td class="finding--value">{}</td>').format(found.value)
    return cells[found.coverage if found else Coverage.NOT_ASSESSED]
