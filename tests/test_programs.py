"""What happens where a program the tests drive is missing."""

from __future__ import annotations

import pytest

from tests.programs import missing, program, skipped_for_want


def test_a_missing_program_skips_the_test_on_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="needs pdftotext"):
        program("pdftotext")


def test_a_missing_program_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="needs pdftotext"):
        program("pdftotext")


def test_ci_does_without_an_optional_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.skip.Exception, match="needs node"):
        missing("node", optional=True)


def test_the_summary_counts_the_tests_that_wanted_a_program() -> None:
    reasons = ["Skipped: needs soffice", "Skipped: needs node", "Skipped: needs soffice", "Skipped"]
    assert skipped_for_want(reasons) == ["node: 1 test not run", "soffice: 2 tests not run"]
