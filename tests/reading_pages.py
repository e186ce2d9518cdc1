"""What a page's text holds, for tests that fill in a form as it came."""

from __future__ import annotations

import re


def found(pattern: str, text: str, flags: re.RegexFlag = re.NOFLAG) -> str:
    """The first group of the first match; an assertion fails where there is none."""
    match = re.search(pattern, text, flags)
    assert match, f"nothing like {pattern}"
    return match[1]
