"""One reading of conclusions from end to end: bytes of a document to a `ReadConclusions`.

Knows the order of the stages; the stages know the rest.
"""

from __future__ import annotations

from app.agenda.reading.blocks import Paragraph
from app.agenda.reading.facts import lines_of, read_facts
from app.agenda.reading.formats import read_blocks
from app.errors import BadInput
from app.recommendations.models import ParagraphKind
from app.recommendations.reading.body import Body
from app.recommendations.reading.front import (
    body_begins,
    head_left_out,
    head_lines,
    is_running_head,
    without_contents,
)
from app.recommendations.reading.lines import pieces_of
from app.recommendations.reading.model import LeftOut, Question, ReadConclusions

MOST_PARAGRAPHS = 3_000


def read_conclusions(name: str, data: bytes) -> ReadConclusions:
    """What conclusions say: title, place, dates, paragraphs nested as written, and questions.

    `name` is the file's name (the content counts first). Every word of the document stands in
    exactly one paragraph (its mark among them) or in `left_out`; nothing is added. Stores nothing.
    Raises BadInput, whose sentence says what to do, for files that cannot be read or hold no text.
    """
    blocks = read_blocks(name, data)
    pieces, contents = without_contents(pieces_of(blocks))
    if len(pieces) > MOST_PARAGRAPHS:
        raise BadInput("The document is too long for conclusions. Keep the conclusions only.")
    lines = lines_of([block for block in blocks if isinstance(block, Paragraph)])
    facts = read_facts(head_lines(lines))
    first = body_begins(pieces, facts)
    body = Body()
    heads = [piece for piece in pieces[first:] if is_running_head(piece, facts)]
    body.read([piece for piece in pieces[first:] if piece not in heads])
    if all(line.kind is ParagraphKind.HEADING for line in body.paragraphs):
        raise BadInput(
            "No conclusions were found in the file. Give a document with paragraphs or lists."
        )
    questions: list[Question] = []
    if facts.title is None:
        questions.append(_asked("What are these conclusions called? No title was found."))
    if facts.place is None and facts.mode != "online":
        questions.append(_asked("Where did the event take place? The document does not say it."))
    if not facts.dates:
        questions.append(_asked("When did the event take place? The document does not say it."))
    return ReadConclusions(
        title=facts.title,
        reference=facts.reference,
        place=facts.place,
        dates=tuple(date.iso() for date in facts.dates),
        version=facts.document_version,
        paragraphs=tuple(body.paragraphs),
        left_out=(
            *head_left_out(pieces[:first], facts),
            *contents,
            *(LeftOut(piece.whole, "page head") for piece in heads),
            *body.left_out,
        ),
        questions=(*questions, *body.questions),
    )


def _asked(text: str) -> Question:
    return Question(text)
