"""Where the files beside the code lie: in a checkout at the top, in a wheel under app/_bundled."""

from __future__ import annotations

from pathlib import Path

_APP = Path(__file__).resolve().parent
_BUNDLED = _APP / "_bundled"
_HOME = _BUNDLED if _BUNDLED.is_dir() else _APP.parent

TEMPLATES = _HOME / "templates"
STATIC = _HOME / "static"
MIGRATIONS = _HOME / "migrations"
SAMPLES = _HOME / "samples"
TRANSLATIONS = _APP / "translations"
