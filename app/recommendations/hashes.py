"""The fingerprint of a source's text: what a merge keeps, and anybody can check later."""

from __future__ import annotations

import hashlib


def fingerprint(text: str) -> str:
    """The SHA-256 of a text, UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
