"""A wheel built from the checkout works in another place, without the checkout.

Knows the command line only by its first command.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ("templates", "static", "migrations", "samples")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with the locked build backend and no network."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.glob("plenary-*.whl")
    return built


@pytest.fixture(scope="module")
def python_elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the libraries and the wheel, but not the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    inside = _run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    # A folder named in a .pth file has its own .pth files ignored: our libraries are found there,
    # the editable checkout, which is such a file, is not.
    Path(inside.strip(), "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    _run(*pip, "--no-deps", "--no-index", "--ignore-installed", str(wheel))
    return python


def test_the_wheel_holds_all_that_the_checkout_serves_and_no_test(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in BUNDLED:
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files, folder
        for path in files:
            if "__pycache__" not in path.parts:
                assert f"app/_bundled/{path.relative_to(ROOT)}" in names
    assert not any(name.startswith(("tests/", "var/")) for name in names)


def test_an_installed_wheel_finds_its_files_from_any_folder(
    python_elsewhere: Path, tmp_path: Path
) -> None:
    code = "import app.paths as p; print(p.TEMPLATES, p.STATIC, p.MIGRATIONS, p.SAMPLES, sep='\\n')"
    folders = _run(str(python_elsewhere), "-c", code, cwd=tmp_path).splitlines()
    assert [Path(folder).name for folder in folders] == list(BUNDLED)
    for folder in folders:
        assert Path(folder).is_dir()
        assert not Path(folder).is_relative_to(ROOT)


def test_an_installed_wheel_prepares_the_demo_from_any_folder(
    python_elsewhere: Path, tmp_path: Path
) -> None:
    plenary = python_elsewhere.with_name("plenary")
    printed = _run(str(plenary), "demo", "--prepare-only", "--data", "fresh", cwd=tmp_path)
    assert "/sign-in/" in printed
    assert (tmp_path / "fresh" / "plenary.sqlite3").is_file()


def _run(*command: str, cwd: Path | None = None) -> str:
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHONPATH", "PLENARY_"))
    }
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
