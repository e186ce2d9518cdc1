"""What is corrected in conclusions that were read, and what they are to become. Knows no rows."""

from __future__ import annotations

from enum import StrEnum

from app.errors import BadInput
from app.forms import Form
from app.recommendations.forms import MOST_LINE, Text


class Use(StrEnum):
    """What conclusions that were read become."""

    BASE = "base"
    EARLIER = "earlier"


class KindsForm(Form):
    """What each line is, from the line `first` on; `revision` is the reading's."""

    kind: list[str] = []
    first: int = 0
    revision: int = 0


class TakeInForm(Form):
    """What the reading becomes, and what it is called; `revision` is the reading's."""

    use: str = ""
    title: Text = ""
    reference: Text = ""
    place: Text = ""
    held: Text = ""
    revision: int = 0

    def check(self) -> Use:
        """The use, or BadInput for the first field that cannot be stored."""
        if self.use not in set(Use):
            raise BadInput("Choose what these conclusions become here.", field="use")
        use = Use(self.use)
        if use is Use.EARLIER and not self.title:
            raise BadInput("Say what the earlier conclusions are called.", field="title")
        for name, most in (("title", 300), ("reference", 120), ("place", MOST_LINE), ("held", 120)):
            if len(getattr(self, name)) > most:
                raise BadInput(
                    "This text has {length} characters; at most {most} fit. Shorten it.",
                    field=name, most=most, length=len(getattr(self, name)),
                )  # fmt: skip
        return use
