"""Small pieces of HTML with everything that people wrote escaped; knows no document."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from app.recommendations.document.tree import Footnote, TableBlock

_FIGURE = len("16 September 2019")


def reference(note: Footnote) -> Markup:
    """The raised number that leads to a footnote."""
    return Markup(
        '<sup class="footnote" id="footnote-{n}-reference"><a href="#footnote-{n}">{n}</a></sup>'
    ).format(n=note.number)


def table(block: TableBlock) -> Markup:
    """A table in a frame of its own."""
    head = joined(Markup('<th scope="col">{}</th>').format(lines(name)) for name in block.columns)
    rows = joined(
        Markup("<tr>{}</tr>").format(joined(_cell(cell) for cell in row)) for row in block.rows
    )
    # The frame scrolls on a phone and must then be reachable by keyboard.
    return Markup(
        '<div class="table" role="region" tabindex="0" aria-label="{label}"><table>{caption}'
        "<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    ).format(
        label=block.caption or ", ".join(block.columns),
        caption=optional("<caption>{}</caption>", block.caption),
        head=head,
        rows=rows,
    )


def _cell(text: str) -> Markup:
    # Dates and hours stay on one line however long the subject beside them is.
    is_figure = any(sign.isdigit() for sign in text) and max(map(len, text.split("\n"))) <= _FIGURE
    if is_figure:
        return Markup('<td class="nowrap">{}</td>').format(lines(text))
    return Markup("<td>{}</td>").format(lines(text))


def terms(pairs: Iterable[tuple[str, str]]) -> Markup:
    """The inside of a <dl>: one group for each (label, text)."""
    return joined(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, lines(text))
        for label, text in pairs
    )


def optional(pattern: str, text: str) -> Markup:
    """The pattern filled with the text, or nothing without a text."""
    # The pattern is always written in our own code; only the text comes from people.
    return Markup(pattern).format(lines(text)) if text else Markup("")  # noqa: S704


def lines(text: str) -> Markup:
    """The text escaped, its line ends kept."""
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def joined(parts: Iterable[Markup]) -> Markup:
    """The parts one after the other."""
    return Markup("").join(parts)
