"""Which process runs which test when several do: whole files, and all of Chromium's in one.

Knows nothing of what the tests are about.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    """Hand out file by file, those with the most tests first."""
    return FileByFile(config, log)


class FileByFile(LoadScopeScheduling):
    """A file's tests share what its fixtures made; two Chromiums on two cores starve each other.

    Not `--dist loadgroup`: xdist 3.8 writes the group into a name that pytest 9.2 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "tests/browser" if file.startswith("tests/browser/") else file
