"""The sender as a process (`python -m tests.mail.sender DATA URL PORT`), to be killed."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from app.db import Database
from app.mail.sending import Sender
from app.settings import Security, Settings
from app.tables import METADATA

assert METADATA.tables

if __name__ == "__main__":
    data, url, port = sys.argv[1:]
    settings = Settings(
        data=Path(data), database_url=url, smtp_host="127.0.0.1", smtp_port=int(port),
        smtp_security=Security.NONE,
    )  # fmt: skip
    Sender(Database(url), settings, look_every=0.1, first_silence=0.1).start()
    print("ready", flush=True)
    threading.Event().wait()
