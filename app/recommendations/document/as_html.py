"""The document as an HTML fragment for a page to embed; knows no style and no page.

Numbers are text in `.number`, not list markers, so that they copy, search and print as frozen; the
page's style sheet takes the list markers off `ol.paragraphs`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup

from app.recommendations.document.html_pieces import (
    joined,
    lines,
    optional,
    reference,
    table,
    terms,
)
from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import (
    cleaned,
    day,
    facts,
    is_listed,
    paragraphs,
    pieces,
    remarks,
    source_lines,
    where,
)
from app.recommendations.document.tree import (
    AdoptionNote,
    Block,
    ConclusionsDocument,
    Footnote,
    ListBlock,
    ParagraphBlock,
    ParagraphKind,
    ParagraphState,
    Part,
    TableBlock,
)

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


def as_html(document: ConclusionsDocument, heading_level: int = 1, pages: str = "") -> Markup:
    """Return one <article>; its title is a heading of the given level, its parts one level below.

    Paragraphs have their permanent ids; their sources stand in a <details> under them. Everything
    that people wrote is escaped. With `pages`, the address of the conclusions, the numbers of
    paragraphs and of workshops' priorities are links to their own pages.
    """
    return _Writer(cleaned(document), heading_level, pages).article()


class _Writer:
    def __init__(self, document: ConclusionsDocument, level: int, pages: str) -> None:
        self.pages = pages
        self.document = document
        self.labels = document.labels
        self.level = level

    def article(self) -> Markup:
        document = self.document
        language = document.language
        direction = "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
        inside = [
            self.header(),
            *map(self.part, document.body),
            self.adoption(document.adoption) if document.adoption else Markup(""),
            self.fingerprint(),
            *map(self.part, document.annexes),
            self.footnotes(),
        ]
        return Markup(
            '<article class="conclusions-document" lang="{}" dir="{}" data-status="{}">{}</article>'
        ).format(language, direction, document.status.value, joined(inside))

    def header(self) -> Markup:
        document = self.document
        return Markup(
            '<header>{letterhead}<p class="event">{event}</p>{title}{subtitle}{where}'
            '<dl class="facts">{stated}</dl></header>'
        ).format(
            letterhead=optional('<p class="letterhead">{}</p>', "\n".join(document.letterhead)),
            event=document.event_title,
            title=self.heading(0, "", document.title),
            subtitle=optional('<p class="subtitle">{}</p>', document.subtitle),
            where=optional('<p class="where">{}</p>', where(document.place, document.dates)),
            stated=terms(facts(document)),
        )

    def part(self, part: Part) -> Markup:
        key = f"part-{part.key}"
        return Markup('<section id="{}" aria-labelledby="{}-heading">{}{}</section>').format(
            key,
            key,
            self.heading(1, part_mark(part, self.labels.annex), part.heading, f"{key}-heading"),
            self.blocks(part.blocks, 2),
        )

    def heading(self, depth: int, number: str, text: str, id_: str = "") -> Markup:
        tag = f"h{min(self.level + depth, 6)}"
        attribute = Markup(' id="{}"').format(id_) if id_ else Markup("")
        shown = Markup('<span class="number">{}</span> ').format(number) if number else Markup("")
        return Markup("<{}{}>{}{}</{}>").format(tag, attribute, shown, lines(text), tag)

    def blocks(self, blocks: Iterable[Block], depth: int) -> Markup:
        out = []
        for listed, group in groupby(blocks, key=is_listed):
            if listed:
                items = joined(self.item(block, depth) for block in group)
                # `role` because Safari stops announcing a list whose markers are taken off.
                out.append(Markup('<ol class="paragraphs" role="list">{}</ol>').format(items))
            else:
                out.extend(self.unlisted(block, depth) for block in group)
        return joined(out)

    def item(self, block: Block, depth: int) -> Markup:
        assert isinstance(block, ParagraphBlock)
        number = mark(block)
        shown = self.number(block, number) if number else Markup("")
        return Markup(
            '<li id="{}" class="paragraph" data-kind="{}" data-state="{}">{}</li>'
        ).format(block.id, block.kind.value, block.state.value, self.inside(block, shown, depth))

    def number(self, block: ParagraphBlock, number: str) -> Markup:
        kind, _, key = block.id.partition("-")
        folder = {"p": "paragraphs", "priority": "priorities"}.get(kind)
        if not (self.pages and folder and key.isdecimal()):
            return Markup('<span class="number">{}</span> ').format(number)
        page = f"{self.pages}/{folder}/{key}"
        return Markup('<a class="number" href="{}" aria-label="{} {}">{}</a> ').format(
            page, self.labels.paragraph, number, number
        )

    def unlisted(self, block: Block, depth: int) -> Markup:
        match block:
            case ParagraphBlock(kind=ParagraphKind.HEADING):
                heading = self.heading(depth, mark(block), block.text, block.id)
                return heading + self.blocks(block.children, depth + 1)
            case ParagraphBlock():
                inside = self.inside(block, Markup(""), depth)
                return Markup('<div id="{}" class="preamble">{}</div>').format(block.id, inside)
            case TableBlock():
                return table(block)
            case ListBlock():
                items = joined(Markup("<li>{}</li>").format(lines(item)) for item in block.items)
                caption = optional('<p class="caption">{}</p>', block.caption)
                return Markup('{}<ul class="plain">{}</ul>').format(caption, items)

    def inside(self, block: ParagraphBlock, number: Markup, depth: int) -> Markup:
        text = joined(
            reference(piece) if isinstance(piece, Footnote) else lines(piece)
            for piece in pieces(block)
        )
        if block.state is ParagraphState.DELETED:
            text = Markup("<del>{}</del>").format(text)
        return Markup("<p>{}{}</p>{}{}{}").format(
            number,
            text,
            self.remarks(block),
            self.blocks(block.children, depth),
            self.sources(block),
        )

    def remarks(self, block: ParagraphBlock) -> Markup:
        pairs = terms(remarks(block, self.labels))
        return Markup('<dl class="remarks">{}</dl>').format(pairs) if pairs else pairs

    def sources(self, block: ParagraphBlock) -> Markup:
        if not block.sources:
            return Markup("")
        items = joined(
            Markup(
                '<li data-kind="{}" data-relation="{}"><p>{}</p><blockquote>{}</blockquote></li>'
            ).format(
                note.kind.value,
                note.relation.value,
                " · ".join(source_lines(note, self.document)),
                lines(note.text),
            )
            for note in block.sources
        )
        return Markup(
            '<details class="sources" id="{}-sources"><summary>{} ({})</summary>'
            "<ul>{}</ul></details>"
        ).format(block.id, self.labels.sources_here, len(block.sources), items)

    def adoption(self, note: AdoptionNote) -> Markup:
        reservations = joined(Markup("<li>{}</li>").format(lines(r)) for r in note.reservations)
        return Markup(
            '<section class="adoption" id="adoption" aria-labelledby="adoption-heading" '
            'data-method="{}">{}<p>{}</p><p class="where">{}</p>{}</section>'
        ).format(
            note.method.value,
            self.heading(1, "", self.labels.adoption, "adoption-heading"),
            lines(note.clause),
            where(note.place, day(note.adopted_on, self.document.language)),
            Markup('<p class="caption">{}</p><ul class="plain">{}</ul>').format(
                self.labels.reservations, reservations
            )
            if reservations
            else "",
        )

    def footnotes(self) -> Markup:
        notes = [
            note
            for part in self.document.parts
            for paragraph in paragraphs(part.blocks)
            for note in paragraph.footnotes
        ]
        items = joined(
            Markup(
                '<li id="footnote-{n}"><a class="number" href="#footnote-{n}-reference">{n}.</a> '
                "{text}</li>"
            ).format(n=note.number, text=lines(note.text))
            for note in notes
        )
        if not items:
            return items
        return Markup(
            '<section class="footnotes" aria-labelledby="footnotes-heading">{}'
            '<ol class="paragraphs" role="list">{}</ol></section>'
        ).format(self.heading(1, "", self.labels.footnotes, "footnotes-heading"), items)

    def fingerprint(self) -> Markup:
        frozen = self.document.content_hash
        if not frozen:
            return Markup("")
        return Markup('<p class="fingerprint">{}: <code>{}</code></p>').format(
            self.labels.fingerprint, frozen
        )
