"""What people type about a study and its findings, checked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.benchmarks.models import ConductKind, Coverage
from app.benchmarks.tables import ReadFinding
from app.benchmarks.views import SourceView
from app.errors import BadInput
from app.forms import Form

_LENGTHS = {
    "value": 200, "note": 2000, "law": 300, "article": 100, "language": 20, "link": 1000,
    "quotation": 4000, "translation": 4000,
}  # fmt: skip


class StudyForm(Form):
    """What the study is called and who may read it."""

    title: str = ""
    introduction: str = ""
    as_at: str = ""
    is_public: str = ""

    def checked_title(self) -> str:
        """At most 200 characters."""
        return _checked("title", self.title, 200)

    def checked_introduction(self) -> str:
        """At most 4,000 characters."""
        return _checked("introduction", self.introduction, 4000)

    def checked_as_at(self) -> date | None:
        """The day as at which the findings hold."""
        return _day("as_at", self.as_at)


class SeenForm(Form):
    """Which version of a finding its reader saw; 0 where nothing was found before."""

    version: str = "0"

    def checked_version(self) -> int:
        """The version, as a number."""
        return int(self.version[:9]) if self.version.isdecimal() else 0


class AnswerForm(SeenForm):
    """A State's own answer, as a phone asks it: what the law says, why partially, and where."""

    coverage: str = ""
    value: str = ""
    note: str = ""
    law: str = ""
    article: str = ""
    link: str = ""

    def checked(self, kind: ConductKind) -> ReadFinding:
        """The finding, as one line of a table would have it."""
        for name, most in _LENGTHS.items():
            _checked(name, getattr(self, name, ""), most)
        if self.coverage not in {one.value for one in Coverage}:
            raise BadInput("Choose what was found.", field="coverage")
        coverage = Coverage(self.coverage)
        if kind is ConductKind.VALUE and coverage is Coverage.COVERED and not self.value:
            raise BadInput("Write what the law says, for example an age.", field="value")
        if coverage is Coverage.PARTIALLY and not self.note:
            raise BadInput("Say why it is covered only partially.", field="note")
        if self.link and not re.match("https?://", self.link):
            raise BadInput("An address begins with https://.", field="link")
        source = self._source()
        return ReadFinding(
            coverage,
            value=self.value,
            note=self.note,
            as_at=self._as_at(),
            sources=(source,) if source != SourceView() else (),
        )

    def _as_at(self) -> date | None:
        return None

    def _source(self) -> SourceView:
        return SourceView(law=self.law, article=self.article, link=self.link)


class FindingForm(AnswerForm):
    """What was found of a conduct in a State's law, with one source; `version` is its base."""

    as_at: str = ""
    language: str = ""
    in_force_on: str = ""
    quotation: str = ""
    translation: str = ""

    def _as_at(self) -> date | None:
        return _day("as_at", self.as_at)

    def _source(self) -> SourceView:
        return replace(
            super()._source(),
            language=self.language,
            in_force_on=_day("in_force_on", self.in_force_on),
            quotation=self.quotation,
            translation=self.translation,
        )


class ConfirmationForm(Form):
    """Which findings the head of a delegation saw: "<conduct id>-<version>" each."""

    seen: list[str] = []

    def versions(self) -> dict[int, int]:
        """Conduct id → version; what is no such pair is left out."""
        pairs = (re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", one) for one in self.seen)
        return {int(pair[1]): int(pair[2]) for pair in pairs if pair}


def _checked(field: str, text: str, most: int) -> str:
    if len(text) > most:
        raise BadInput("Write at most {most} characters here.", field=field, most=most)
    return text


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput("Write the day as 2019-05-16.", field=field) from None
