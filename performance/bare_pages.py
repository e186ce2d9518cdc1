"""The peer of ready pages: a bare FastAPI that returns the same bytes from memory.

Usage: python -m performance.bare_pages PORT FOLDER; each file of the folder is served at /NAME.
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

app = FastAPI()
BODIES = {path.name: path.read_bytes() for path in Path(sys.argv[2]).iterdir()}


@app.get("/{name}")
async def show(name: str) -> Response:
    """The bytes, said to be compressed as ours are."""
    return Response(BODIES[name], headers={"Content-Encoding": "gzip"}, media_type="text/html")


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
