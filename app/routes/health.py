"""Whether the server lives and is ready, for whoever runs it."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from app.routes.deps import ReadDb

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
def live() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("live\n")


@router.get("/ready")
def ready(db: ReadDb) -> PlainTextResponse:
    """The database answers, too."""
    db.connection().execute(sa.text("SELECT 1"))
    return PlainTextResponse("ready\n")
