"""Files made of something published: ETag, Last-Modified, 304 and HEAD, the same for all of them.

Knows HTTP (RFC 9110, section 13; RFC 6266), not what is in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

METHODS = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """What is known of a file before it is made. `tag` names its content, without quotes.

    `by_tag_only`: the content can change without `changed_at`, so only a tag earns a 304.
    """

    tag: str
    changed_at: datetime
    media_type: str
    name: str
    shown: bool = True
    headers: dict[str, str] = field(default_factory=dict)
    by_tag_only: bool = False


def published_file(request: Request, file: PublishedFile, content: Callable[[], bytes]) -> Response:
    """The file; or 304 for a caller who has it, and then `content` is never asked for."""
    tag = f'"{file.tag}"'
    headers = {
        "ETag": tag,
        "Last-Modified": format_datetime(file.changed_at, usegmt=True),
        "Cache-Control": "public, no-cache",
        **file.headers,
    }
    if _is_known(request, tag, None if file.by_tag_only else file.changed_at):
        return Response(status_code=304, headers=headers)
    made = content()
    headers |= {
        "Content-Type": file.media_type,
        "Content-Disposition": disposition(file.name, shown=file.shown),
        "Content-Length": str(len(made)),
    }
    return Response(b"" if request.method == "HEAD" else made, headers=headers)


def disposition(name: str, *, shown: bool) -> str:
    """Content-Disposition (RFC 6266): shown in the browser or kept, under its name."""
    kind = "inline" if shown else "attachment"
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    if plain == name:
        return f'{kind}; filename="{name}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_known(request: Request, tag: str, changed_at: datetime | None) -> bool:
    """Whether the caller has this already. If-None-Match decides alone where it is given."""
    if (known := request.headers.get("if-none-match")) is not None:
        tags = {one.strip().removeprefix("W/") for one in known.split(",")}
        return "*" in tags or tag in tags
    if changed_at is None:
        return False
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and changed_at.replace(microsecond=0) <= since
