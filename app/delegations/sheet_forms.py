"""What organisers say about a spreadsheet before it is imported: columns, and who somebody is."""

from __future__ import annotations

from pydantic import BaseModel

from app.delegations.header_words import Column
from app.delegations.workbooks import Rows
from app.errors import BadInput


class ColumnsForm(BaseModel):
    """Sheet (from 1), row of the header (from 1), and the meaning of each column from the left."""

    sheet: str = "1"
    header: str = ""
    columns: list[str] = []

    def checked_place(self, sheets: list[Rows]) -> tuple[int, int | None]:
        """The sheet (from 0) and the header's row; None lets it be found."""
        if not (self.sheet.isdecimal() and 1 <= int(self.sheet[:3]) <= len(sheets)):
            raise BadInput("Choose one of the sheets.", field="sheet")
        sheet = int(self.sheet) - 1
        header = self.header.strip()
        if not header:
            return sheet, None
        if not (header.isdecimal() and 1 <= int(header[:9]) <= len(sheets[sheet])):
            raise BadInput(
                "The header is one of the rows 1 to {most}.",
                field="header",
                most=len(sheets[sheet]),
            )
        return sheet, int(header)

    def checked_columns(self) -> dict[int, Column]:
        """Place (from 0) → meaning; columns that are not used are left out."""
        found: dict[int, Column] = {}
        for place, written in enumerate(self.columns):
            if not written:
                continue
            try:
                column = Column(written)
            except ValueError:
                raise BadInput("Choose one of the list.", field=f"column-{place}") from None
            if column in found.values():
                raise BadInput(
                    "Two columns have the same meaning. Choose “Not used” for one of them.",
                    field=f"column-{place}",
                )
            found[place] = column
        return found


class AnswersForm(BaseModel):
    """Answers as "row:participant" (0: somebody else), and the revision that was looked at."""

    answers: list[str] = []
    revision: str = "0"

    def checked(self) -> dict[int, int]:
        """Row → participant id or 0; what is not chosen yet is left out."""
        found: dict[int, int] = {}
        for written in self.answers:
            row, _, who = written.partition(":")
            if not who:
                continue
            if not (row.isdecimal() and who.isdecimal() and len(row) < 7 and len(who) < 10):
                raise BadInput("Choose one of the list.", field="answers")
            found[int(row)] = int(who)
        return found

    def seen_revision(self) -> int:
        """The revision of the preview that this was said to."""
        return int(self.revision) if self.revision.isdecimal() and len(self.revision) < 9 else -1
