"""Static files, held in memory with their compressed form; addresses carry the content's hash."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.errors import NotFound
from app.pages import bundles, static_content
from app.paths import STATIC

router = APIRouter(include_in_schema=False)


@router.get("/static/{path:path}")
def static_file(path: str, request: Request) -> Response:
    """One static file; for ever if the address names its version."""
    found = _files().get(path)
    if found is None:
        raise NotFound("There is no file at this address.")
    plain, packed, kind = found
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable"
        if request.query_params.get("v")
        else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=kind, headers=headers | {"Content-Encoding": "gzip"})
    return Response(plain, media_type=kind, headers=headers)


@cache
def _files() -> dict[str, tuple[bytes, bytes | None, str]]:
    files = [file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*") if file.is_file()]
    return {name: _prepared(name, static_content(name)) for name in (*files, *bundles())}


def _prepared(name: str, content: bytes) -> tuple[bytes, bytes | None, str]:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    # mtime=0: the same file gives the same bytes in every process.
    packed = gzip.compress(content, mtime=0)
    return content, packed if len(packed) < len(content) else None, kind
