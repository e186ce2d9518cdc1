"""The command: what it prints, how it refuses, what it leaves behind."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from app.paths import SAMPLES

STRASBOURG = SAMPLES / "strasbourg-2019" / "agenda.docx"


@dataclass(frozen=True)
class Done:
    """What a run of the command left."""

    returncode: int
    stdout: str
    stderr: str


def plenary(*words: str | Path, data: Path | None = None) -> Done:
    """Run the command in this process; tests/test_wheel.py runs it as a program of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["plenary", *map(str, words)])
        for name in [name for name in os.environ if name.startswith("PLENARY_")]:
            patch.delenv(name)
        if data is not None:
            patch.setenv("PLENARY_DATA", str(data))
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    return Done(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A prepared demo and what it printed."""
    data = tmp_path_factory.mktemp("installation") / "demo"
    done = plenary("demo", "--prepare-only", "--data", data)
    assert done.returncode == 0, done.stderr
    return data, done.stdout


def test_an_agenda_is_read_and_nothing_is_stored(tmp_path: Path) -> None:
    done = plenary("agenda", "read", STRASBOURG, data=tmp_path / "none")
    read = json.loads(done.stdout)
    assert done.returncode == 0
    assert len(read["entries"]) == 20
    assert [day["date"] for day in read["days"]] == ["2019-05-16", "2019-05-17"]
    assert not (tmp_path / "none").exists()


def test_a_zone_typed_beside_the_document_is_taken(tmp_path: Path) -> None:
    done = plenary("agenda", "read", STRASBOURG, "--zone", "Europe/Paris")
    assert json.loads(done.stdout)["zone"] == "Europe/Paris"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.docx", b""),
        ("binary.docx", bytes(range(256)) * 40),
        ("truncated.docx", STRASBOURG.read_bytes()[:9000]),
        ("letter.txt", b"Dear colleagues, thank you for coming. Kind regards."),
    ],
)
def test_what_is_no_agenda_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    done = plenary("agenda", "read", tmp_path / name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert re.fullmatch(r"[A-Z“\"].+[.!]\n", done.stderr)


def test_conclusions_are_read_and_nothing_is_stored(tmp_path: Path) -> None:
    summary = "# Meeting on evidence\n\nRome, 3 May 2018\n\n## Way ahead\n\n- Meet again.\n"
    (tmp_path / "summary.md").write_text(summary)
    done = plenary("conclusions", "read", tmp_path / "summary.md", data=tmp_path / "none")
    assert done.returncode == 0, done.stderr
    lines = json.loads(done.stdout)["paragraphs"]
    assert [(line["kind"], line["text"]) for line in lines] == [
        ("heading", "Way ahead"),
        ("way_ahead", "Meet again."),
    ]
    assert not (tmp_path / "none").exists()


def test_what_is_no_conclusions_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    done = plenary("conclusions", "read", tmp_path / "empty.docx")
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"[A-Z“\"].+[.!]\n", done.stderr)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = plenary("agenda", "read", tmp_path / "lost.docx")
    assert done.returncode == 2
    assert "lost.docx" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_installation_that_is_not_there_is_not_made_by_asking(tmp_path: Path) -> None:
    done = plenary("links", "strasbourg-2019", data=tmp_path / "none")
    assert done.returncode == 2
    assert not (tmp_path / "none").exists()


def test_the_demo_prints_one_link_per_role_of_each_event(demo: tuple[Path, str]) -> None:
    blocks = re.split(r"^http\S+/events/(\S+)$", demo[1], flags=re.MULTILINE)[1:]
    links = {
        slug: re.findall(r"^  (\w+).* (http://127\.0\.0\.1:8000/sign-in/\S+)$", block, re.MULTILINE)
        for slug, block in zip(blocks[::2], blocks[1::2], strict=True)
    }
    assert set(links) == {
        "strasbourg-2019",
        "manila-2013",
        "abu-dhabi-2012",
        "cebu-2017",
        "online-2021",
    }
    every = ["organiser", "chair", "rapporteur", "head", "delegate", "speaker", "observer"]
    assert [role for role, _ in links["strasbourg-2019"]] == every
    for given in links.values():
        roles = [role for role, _ in given]
        assert roles == [role for role in every if role in roles]
        assert roles[:3] == every[:3]


def test_the_demo_does_not_touch_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    done = plenary("demo", "--prepare-only", "--data", tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "thesis.txt").read_text() == "three years of work"


def test_links_of_one_role_are_given_as_json(demo: tuple[Path, str]) -> None:
    done = plenary("links", "strasbourg-2019", "--role", "head", "--json", data=demo[0])
    links = json.loads(done.stdout)
    assert {link["role"] for link in links} == {"head"}
    assert len({link["delegation"] for link in links}) == len(links) == 10
    assert set(links[0]) == {"participant", "role", "delegation", "url"}


def test_an_event_is_created_from_a_document_and_published(tmp_path: Path) -> None:
    data = tmp_path / "data"
    created = plenary(
        "event", "create", "manila-2013", "--title", "Manila", "--zone", "Asia/Manila",
        "--agenda", SAMPLES / "manila-2013" / "agenda.docx", data=data,
    )  # fmt: skip
    assert created.returncode == 0, created.stderr
    published = plenary("agenda", "publish", "manila-2013", "--label", "Version 1", data=data)
    assert published.returncode == 0, published.stderr
    calendar = tmp_path / "agenda.ics"
    exported = plenary(
        "export", "manila-2013", "calendar", "--format", "ics", "--output", calendar, data=data
    )
    assert exported.returncode == 0, exported.stderr
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 18


def test_a_refused_event_leaves_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "empty.docx").touch()
    refused = plenary(
        "event", "create", "manila-2013", "--title", "Manila", "--zone", "Asia/Manila",
        "--agenda", tmp_path / "empty.docx", data=data,
    )  # fmt: skip
    assert refused.returncode == 2
    with sqlite3.connect(data / "plenary.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM event").fetchone() == (0,)
    database.close()


@pytest.mark.parametrize("zone", ["CET", "Strasbourg", "UTC+1"])
def test_an_abbreviation_is_no_zone(tmp_path: Path, zone: str) -> None:
    done = plenary("event", "create", "x", "--title", "X", "--zone", zone, data=tmp_path)
    assert done.returncode == 2
    assert "Europe/Paris" in done.stderr


@pytest.mark.parametrize("format_", ["docx", "pdf", "md", "json", "html"])
def test_the_conclusions_are_exported_without_a_browser(
    demo: tuple[Path, str], tmp_path: Path, format_: str
) -> None:
    target = tmp_path / f"conclusions.{format_}"
    done = plenary(
        "export", "strasbourg-2019", "conclusions", "--format", format_, "--output", target,
        data=demo[0],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size > 500


@pytest.mark.parametrize(("format_", "start"), [("csv", b"\xef\xbb\xbfNumber,"), ("json", b"{")])
def test_the_follow_up_is_exported_without_a_browser(
    demo: tuple[Path, str], tmp_path: Path, format_: str, start: bytes
) -> None:
    target = tmp_path / "out"
    done = plenary(
        "export", "strasbourg-2019", "follow-up", "--format", format_, "--output", target,
        data=demo[0],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(start)


@pytest.mark.parametrize("format_", ["json", "xml", "pdf", "docx", "txt", "md"])
def test_the_agenda_is_exported_without_a_browser(
    demo: tuple[Path, str], tmp_path: Path, format_: str
) -> None:
    target = tmp_path / f"agenda.{format_}"
    done = plenary(
        "export", "strasbourg-2019", "agenda", "--format", format_, "--output", target, data=demo[0]
    )
    assert done.returncode == 0, done.stderr
    assert target.stat().st_size > 500


def test_an_unknown_format_is_refused_and_writes_no_file(
    demo: tuple[Path, str], tmp_path: Path
) -> None:
    target = tmp_path / "calendar.xls"
    done = plenary(
        "export", "strasbourg-2019", "calendar", "--format", "xls", "--output", target, data=demo[0]
    )
    assert done.returncode == 2
    assert not target.exists()
