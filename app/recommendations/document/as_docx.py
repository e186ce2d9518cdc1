"""The document as a Word file with real styles, footnotes and fields; knows no page breaks.

The numbers are written as text in a hanging column, not as Word's automatic numbering: Word counts
anew as soon as somebody inserts or deletes a paragraph, while delegations hold printed copies and
say "paragraph 12" in the room. The number is part of the frozen text and of its fingerprint, so
every export prints the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from app.printing import packed
from app.recommendations.document import docx_package as package
from app.recommendations.document.changes import (
    Change,
    Piece,
    Tracked,
    changes,
    row_changes,
    tracked,
)
from app.recommendations.document.docx_revisions import Revisions
from app.recommendations.document.docx_styles import clause, dress
from app.recommendations.document.docx_tables import add_table
from app.recommendations.document.numbering import mark, part_mark
from app.recommendations.document.printing import (
    cleaned,
    day,
    facts,
    is_listed,
    pieces,
    remarks,
    source_lines,
    sources_part,
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

TEXT_WIDTH = 150  # mm
ENOUGH_PARTS = 3  # fewer need no table of contents


def as_docx(
    document: ConclusionsDocument,
    since: ConclusionsDocument | None = None,
    *,
    annotated: bool = False,
) -> bytes:
    """Return the .docx file; the same document always gives the same bytes.

    With `since`, an earlier revision of the same document, it is the tracked copy: what changed
    stands as Word's own revisions, which a reader may accept or reject one by one. `annotated`
    puts the sources of each paragraph into the margin, as Word's comments, instead of an annex.
    """
    document = cleaned(document)
    if since is None:
        return _Writer(document, None, annotated=annotated).file()
    laid = tracked(cleaned(since), document)
    return _Writer(laid.document, laid, annotated=annotated).file()


class _Writer:
    def __init__(
        self, document: ConclusionsDocument, laid: Tracked | None, *, annotated: bool
    ) -> None:
        self.document = document
        self.laid = laid
        self.annotated = annotated
        dated = f"{document.version_date.isoformat()}T00:00:00Z"
        self.revisions = Revisions(document.labels.rapporteur, dated)
        self.labels = document.labels
        self.word = docx.Document()
        self.footnotes = package.Footnotes(self.word)
        self.bookmarks = 0
        self.style_ids = dress(self.word, document.language, document.typeface)
        self.table_text = self.style_ids["Table Text"]
        sources = None if annotated else sources_part(document)
        self.annexes = (*document.annexes, sources) if sources else document.annexes

    def file(self) -> bytes:
        document = self.document
        self.properties()
        self.running_lines()
        self.first_page()
        if len(document.body) + len(self.annexes) > ENOUGH_PARTS:
            self.contents()
        for part in document.body:
            self.part(part)
        if document.adoption:
            self.adoption(document.adoption)
        if document.content_hash:
            self.add("Fingerprint", f"{self.labels.fingerprint}\n{document.content_hash}")
        for part in self.annexes:
            self.part(part)
        self.footnotes.attach()
        return packed(self.word)

    def properties(self) -> None:
        document, core = self.document, self.word.core_properties
        dated = datetime.combine(document.version_date, time(), tzinfo=UTC).replace(tzinfo=None)
        core.title, core.subject = document.title[:255], document.event_title[:255]
        core.author = core.last_modified_by = ", ".join(document.organisers)[:255]
        core.identifier, core.language = document.reference[:255], document.language
        core.created = core.modified = dated
        core.comments, core.revision = "", 1

    def running_lines(self) -> None:
        document, section = self.document, self.word.sections[0]
        status = self.labels.status_name(document.status.value)
        self.ends(section.header.paragraphs[0], document.reference or document.title, status)
        for footer in (section.footer, section.first_page_footer):
            line = footer.paragraphs[0]
            self.ends(line, document.event_title, "")
            before, _, rest = self.labels.page.partition("{page}")
            between, _, after = rest.partition("{pages}")
            line.add_run(before)
            package.add_field(line, "PAGE", "1")
            line.add_run(between)
            package.add_field(line, "NUMPAGES", "1")
            line.add_run(after)

    def ends(self, line: Paragraph, left: str, right: str) -> None:
        stops = line.paragraph_format.tab_stops
        for stop in (*line.style.paragraph_format.tab_stops,) if line.style else ():
            stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{left}\t{right}")

    def first_page(self) -> None:
        document = self.document
        self.add("Letterhead", "\n".join(document.letterhead))
        self.add("Event", document.event_title)
        older = self.laid.older if self.laid else document
        self.compared("Title", older.title, document.title)
        self.compared("Subtitle", older.subtitle, document.subtitle)
        self.add("Place", where(document.place, document.dates))
        for label, text in facts(document):
            self.add("Facts", f"{label}\t{text}")

    def contents(self) -> None:
        self.add("TOC Heading", f"\t{self.labels.contents}")
        headed = [(f"part-{p.key}", self.marked(p), p.heading) for p in self.document.body]
        if self.document.adoption:
            headed.append(("adoption", "", self.labels.adoption))
        headed += [(f"part-{p.key}", self.marked(p), p.heading) for p in self.annexes]
        line = None
        for anchor, number, heading in headed:
            line = self.line("toc 1")
            if anchor == headed[0][0]:
                # \n: no page numbers. They are Word's to compute; a wrong one sends people astray.
                package.begin_field(line, r'TOC \o "1-1" \n \h \z \u')
            package.add_link(line, anchor, _in_column(number, heading).replace("\n", " "))
        if line is not None:
            package.end_field(line)

    def marked(self, part: Part) -> str:
        return part_mark(part, self.labels.annex)

    def part(self, part: Part) -> None:
        heading = self.add("Heading 1", _in_column(self.marked(part), part.heading))
        self.bookmark(heading, f"part-{part.key}")
        for block in part.blocks:
            self.block(block, depth=1, level=2, part=part.key)

    def block(self, block: Block, depth: int, level: int, part: str = "") -> None:
        match block:
            case ParagraphBlock(kind=ParagraphKind.HEADING):
                line = self.line(f"Heading {min(level, 3)}")
                self.words(line, self.words_of(block))
                self.finish(line, block)
                for child in block.children:
                    self.block(child, depth, level + 1)
            case ParagraphBlock():
                self.paragraph(block, depth)
                for child in block.children:
                    self.block(child, depth + 1, level)
            case TableBlock():
                self.add("Caption", block.caption)
                rows = add_table(self.word, self.both(part, block), TEXT_WIDTH, self.table_text)
                for (change, _row), line in zip(self.rows(part, block), rows, strict=True):
                    self.revisions.mark_row(line, change)
            case ListBlock():
                self.list(block.caption, block.items)

    def paragraph(self, block: ParagraphBlock, depth: int) -> None:
        listed = is_listed(block) and mark(block)
        line = self.line(clause(depth, "Clause" if listed else "Preamble"))
        if listed:
            self.words(line, self.marks_of(block))
            package.add_text(line, "\t")
        struck = block.state is ParagraphState.DELETED
        self.words(line, self.words_of(block), struck=struck)
        self.finish(line, block)
        earlier = self.laid.before.get(block.id) if self.laid else block
        noted = self.noted(block)
        if noted:
            line.paragraph_format.keep_with_next = True
            line.paragraph_format.space_after = Mm(0.5)
        gone = self.change_of(block) is Change.REMOVED
        before = self.noted(earlier) if earlier else ""
        self.compared(clause(depth, "Remarks"), before, "" if gone else noted)

    def noted(self, block: ParagraphBlock) -> str:
        return " · ".join(f"{label}: {text}" for label, text in remarks(block, self.labels))

    def change_of(self, block: ParagraphBlock) -> Change:
        if self.laid and block.id in self.laid.added:
            return Change.ADDED
        return Change.REMOVED if self.laid and block.id in self.laid.removed else Change.SAME

    def words_of(self, block: ParagraphBlock) -> list[tuple[Change, Piece]]:
        if self.laid:
            return self.laid.words_of(block)
        return [(Change.SAME, piece) for piece in pieces(block)]

    def marks_of(self, block: ParagraphBlock) -> list[tuple[Change, Piece]]:
        change, number = self.change_of(block), mark(block)
        before = self.laid.old_mark(block) if self.laid else number
        if change is not Change.SAME or before == number:
            return [(change, number)]
        return [(Change.REMOVED, before), (Change.ADDED, number)]

    def words(
        self, line: Paragraph, found: list[tuple[Change, Piece]], *, struck: bool = False
    ) -> None:
        for change, piece in found:
            first = len(line._p)
            if isinstance(piece, Footnote):
                self.footnotes.add(line, piece.text)
            else:
                package.add_text(line, piece, struck=struck)
            self.revisions.mark_runs(line, first, change)

    def finish(self, line: Paragraph, block: ParagraphBlock) -> None:
        change = self.change_of(block)
        self.revisions.mark_paragraph(line, change)
        if change is not Change.REMOVED:
            if self.annotated:
                self.annotate(line, block)
            self.bookmark(line, block.id)

    def annotate(self, line: Paragraph, block: ParagraphBlock) -> None:
        """Where the words come from, in the margin beside them."""
        runs = line.runs
        for note in block.sources if runs else ():
            said = [*source_lines(note, self.document), f"“{note.text}”"]
            author = note.decided_by or self.labels.rapporteur
            comment = self.word.add_comment(runs, "\n".join(said), author, author[:1])
            # The library signs with the hour of the export; two exports of one text are equal.
            moment = note.decided_at or datetime.combine(
                self.document.version_date, time(), tzinfo=UTC
            )
            comment._comment_elm.set(
                qn("w:date"), moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            )

    def compared(self, style: str, before: str, after: str) -> None:
        """A line of its own that may have read otherwise."""
        if not (before.strip() or after.strip()):
            return
        line = self.line(style)
        self.words(line, changes([before] if before else [], [after] if after else []))
        if not after.strip():
            self.revisions.mark_paragraph(line, Change.REMOVED)
        elif not before.strip():
            self.revisions.mark_paragraph(line, Change.ADDED)

    def rows(self, part: str, block: TableBlock) -> list[tuple[Change, tuple[str, ...]]]:
        older = self.laid.tables.get((part, block.caption)) if self.laid else None
        if older is None or older.columns != block.columns:
            return [(Change.SAME, row) for row in block.rows]
        return row_changes(older.rows, block.rows)

    def both(self, part: str, block: TableBlock) -> TableBlock:
        return replace(block, rows=tuple(row for _change, row in self.rows(part, block)))

    def list(self, caption: str, items: tuple[str, ...]) -> None:
        if caption:
            self.add(clause(1, "Preamble"), caption, bold=True)
        for item in items:
            self.add("List Bullet", item)

    def adoption(self, note: AdoptionNote) -> None:
        self.bookmark(self.add("Heading 1", f"\t{self.labels.adoption}"), "adoption")
        self.add(clause(1, "Preamble"), note.clause)
        when = day(note.adopted_on, self.document.language)
        self.add(clause(1, "Remarks"), where(note.place, when))
        if note.reservations:
            self.list(self.labels.reservations, note.reservations)

    def add(self, style: str, text: str, *, bold: bool = False) -> Paragraph | None:
        if not text.strip():
            return None
        paragraph = self.line(style)
        package.add_text(paragraph, text, bold=bold)
        if bold:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def line(self, style: str) -> Paragraph:
        return package.add_paragraph(self.word, self.style_ids[style])

    def bookmark(self, paragraph: Paragraph | None, name: str) -> None:
        if paragraph is not None:
            self.bookmarks += 1
            package.add_bookmark(paragraph, name, self.bookmarks)


def _in_column(number: str, text: str) -> str:
    # "Annex II." is wider than the column of numbers and stands with its words.
    return f"{number}\t{text}" if len(number) < 7 else f"\t{number} {text}"
