"""The peer of posting: a bare FastAPI route that makes one raw, durable sqlite3 insert.

Usage: python -m performance.bare_posts PORT FILE. Knows no rule of ours.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Form

app = FastAPI()
held = threading.local()


def _connection() -> sqlite3.Connection:
    if not hasattr(held, "connection"):
        held.connection = sqlite3.connect(sys.argv[2], timeout=30, isolation_level=None)
        held.connection.execute("PRAGMA journal_mode=WAL")
        held.connection.execute("PRAGMA synchronous=FULL")
        held.connection.execute("CREATE TABLE IF NOT EXISTS input (id TEXT PRIMARY KEY, text TEXT)")
    connection: sqlite3.Connection = held.connection
    return connection


@app.post("/inputs", status_code=201)
def post_input(client_id: Annotated[str, Form()], text: Annotated[str, Form()]) -> dict[str, str]:
    """One row, on disk when answered."""
    _connection().execute("INSERT INTO input VALUES (?, ?)", (client_id, text))
    return {"client_id": client_id}


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
