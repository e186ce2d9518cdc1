"""From Word documents to blocks: mammoth makes HTML of them, html.py the rest.

Knows nothing of agendas. Nothing inside the package is trusted: sizes are counted before anything
is unpacked, document types (entity bombs) are refused, pictures are never decoded.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

import mammoth
from lxml import etree

from app.agenda.reading.blocks import Block, clean
from app.agenda.reading.formats import html
from app.errors import BadInput

# Converting 3 MB of XML took ten seconds; agendas with all of Word's markup stay far below 1 MB.
_LARGEST_PART = 2_500_000
_LARGEST_WHOLE = 60_000_000
_MOST_PARTS = 2_000
_DAMAGED = "The Word document is damaged or cut off. Save it again as .docx and try again."
_TOO_LARGE = "The Word document is too large to be read. Remove what is not needed; try again."
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def blocks(data: bytes) -> list[Block]:
    """The blocks of a .docx, page headers of the first section first. Raises BadInput."""
    _inspect(data)
    try:
        letterhead = _headers(data)
        converted = mammoth.convert_to_html(
            _lightened(data),
            convert_image=mammoth.images.img_element(_no_picture),
            style_map="u => em",
        )
    except BadInput:
        raise
    except Exception:  # noqa: BLE001
        # mammoth documents no errors for damaged packages: they come as KeyError, ExpatError,
        # AttributeError, ValueError, RecursionError and more, depending on the place of damage.
        raise BadInput(_DAMAGED) from None
    return html.blocks(clean(letterhead + str(converted.value)), keep_tabs=True)


def _inspect(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _LARGEST_WHOLE:
                raise BadInput(_TOO_LARGE)
            for part in parts:
                if not part.filename.endswith((".xml", ".rels")):
                    continue
                if part.filename.startswith("word/") and part.file_size > _LARGEST_PART:
                    raise BadInput(_TOO_LARGE)
                # zipfile never gives more than the size declared, so that size can be trusted.
                start = archive.read(part)[:4096].replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise BadInput(_DAMAGED)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise BadInput(_DAMAGED) from None


_NEEDED = re.compile(
    r"(?:.*/)?_rels/[^/]*\.rels|\[Content_Types\]\.xml|word/(?:[a-z]*document\d*|styles|numbering|"
    r"footnotes|endnotes|comments)\.xml"
)


def _lightened(data: bytes) -> io.BytesIO:
    """The package without what mammoth does not read: pictures, themes, and the looks of styles.

    Word writes hundreds of kilobytes of them into every document, of which only the names count,
    and mammoth's parser takes ten times as long for them as for an agenda.
    """
    light = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(light, "w", zipfile.ZIP_STORED) as kept,
    ):
        for name in package.namelist():
            if name == "word/styles.xml":
                kept.writestr(name, _names_only(package.read(name)))
            elif _NEEDED.fullmatch(name):
                kept.writestr(name, package.read(name))
    light.seek(0)
    return light


def _names_only(styles: bytes) -> bytes:
    """The styles with their names and the lists they number, and nothing of their looks."""
    root = etree.fromstring(styles, etree.XMLParser(resolve_entities=False, no_network=True))
    slim = etree.Element(root.tag, nsmap=root.nsmap)
    for style in root.iterchildren("{*}style"):
        kept = etree.SubElement(slim, style.tag, style.attrib)
        for name in style.iterchildren("{*}name"):
            etree.SubElement(kept, name.tag, name.attrib)
        for numbered in style.iterfind("{*}pPr/{*}numPr"):
            etree.SubElement(kept, numbered.getparent().tag).append(numbered)
    written: bytes = etree.tostring(slim)
    return written


def _no_picture(_image: Any) -> dict[str, str]:
    return {}


def _headers(data: bytes) -> str:
    """The page headers as HTML: offices keep reference numbers there, mammoth leaves them out."""
    seen: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if not re.fullmatch(r"word/header\d*\.xml", name):
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for paragraph in etree.fromstring(archive.read(name), parser).iter(f"{_WORD}p"):
                words = "".join(node.text or "" for node in paragraph.iter(f"{_WORD}t")).strip()
                if words and words not in seen:
                    seen.append(words)
    escaped = (w.replace("&", "&amp;").replace("<", "&lt;") for w in seen)
    return "".join(f"<p>{words}</p>" for words in escaped)
