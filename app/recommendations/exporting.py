"""The conclusions as a file, for a browser or for the command line. Knows no HTTP.

The writers of Word and Akoma Ntoso are imported when the first such file is made: their libraries
take long to load.
"""

from __future__ import annotations

from app.db import Reading
from app.delegations.rights import Person
from app.errors import BadInput
from app.events.models import Event
from app.recommendations.document.as_html import as_html
from app.recommendations.document.as_json import as_json
from app.recommendations.document.as_markdown import as_markdown
from app.recommendations.document.as_pdf import as_pdf
from app.recommendations.document.tree import ConclusionsDocument, Status
from app.recommendations.freezing import thawed
from app.recommendations.issuing_models import Supplement
from app.recommendations.queries import conclusions_document
from app.recommendations.words import Translate

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "xml": "application/xml",
}


def export_conclusions(
    db: Reading, event: Event, format_: str, *, translate: Translate = str, by: Person | None
) -> tuple[bytes, str, str]:
    """The bytes, the media type and the file name of the conclusions in one of `MEDIA_TYPES`.

    Adopted ones are made from the frozen document; drafts need the right to read drafts and say so
    in their file name. BadInput for a format we do not write.
    """
    if format_ not in MEDIA_TYPES:
        raise BadInput(
            "Conclusions are written as {formats}. Choose one of these.",
            formats=", ".join(sorted(MEDIA_TYPES)),
        )
    return exported(event, conclusions_document(db, event, translate=translate, by=by), format_)


def annotated_conclusions(
    db: Reading, event: Event, *, translate: Translate = str, by: Person | None
) -> tuple[bytes, str, str]:
    """The Word file with the sources of each paragraph in its margin; as `export_conclusions`."""
    from app.recommendations.document.as_docx import as_docx

    document = conclusions_document(db, event, translate=translate, by=by)
    name = f"{event.slug}-conclusions-annotated.docx"
    return as_docx(document, annotated=True), MEDIA_TYPES["docx"], name


def exported(event: Event, document: ConclusionsDocument, format_: str) -> tuple[bytes, str, str]:
    """One document as bytes, media type and file name."""
    status = "" if document.status is Status.ADOPTED else f"-{document.status.value}"
    language = "" if document.language == event.language else f"-{document.language}"
    name = f"{event.slug}-conclusions{status}{language}.{format_}"
    return _bytes(document, format_), MEDIA_TYPES[format_], name


def export_supplement(event: Event, supplement: Supplement, format_: str) -> tuple[bytes, str, str]:
    """A corrigendum or addendum from its frozen document: bytes, media type, file name."""
    if format_ not in MEDIA_TYPES:
        raise BadInput(
            "Conclusions are written as {formats}. Choose one of these.",
            formats=", ".join(sorted(MEDIA_TYPES)),
        )
    name = f"{event.slug}-conclusions-{supplement.kind.value}-{supplement.number}.{format_}"
    return _bytes(thawed(supplement.document), format_), MEDIA_TYPES[format_], name


def _bytes(document: ConclusionsDocument, format_: str) -> bytes:
    match format_:
        case "docx":
            from app.recommendations.document.as_docx import as_docx

            return as_docx(document)
        case "pdf":
            return as_pdf(document)
        case "md":
            return as_markdown(document).encode()
        case "json":
            return as_json(document).encode()
        case "xml":
            from app.recommendations.document.as_akoma_ntoso import as_akoma_ntoso

            return as_akoma_ntoso(document)
        case _:
            return as_html(document).encode()
