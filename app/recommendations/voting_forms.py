"""What people type for a vote: fields, limits, a sentence for what is wrong."""

from __future__ import annotations

from app.errors import BadInput
from app.forms import Form
from app.recommendations.voting_models import Choice, CountedOf, Majority


class RulesForm(Form):
    """How many delegations must be present, and how many of them in favour."""

    quorum: str = ""
    majority: str = ""
    counted_of: str = ""

    def check(self) -> tuple[int, Majority, CountedOf]:
        """The rules, or BadInput."""
        known = self.quorum.isascii() and self.quorum.isdecimal() and len(self.quorum) < 5
        if not known or int(self.quorum) < 1:
            raise BadInput("Give as a number how many delegations must be present.", field="quorum")
        if self.majority not in set(Majority):
            raise BadInput("Choose which majority is needed.", field="majority-1")
        if self.counted_of not in set(CountedOf):
            raise BadInput("Choose of whom the majority is taken.", field="counted_of-1")
        return int(self.quorum), Majority(self.majority), CountedOf(self.counted_of)


class OpeningForm(Form):
    """Which delegations are present, and the revision that they vote on."""

    present: list[str] = []
    revision: int = 0


class BallotForm(Form):
    """What a delegation says: "yes", "no" or "abstain"."""

    choice: str = ""

    def check(self) -> Choice:
        """The choice, or BadInput."""
        if self.choice not in set(Choice):
            raise BadInput("Choose yes, no or abstention.", field="choice")
        return Choice(self.choice)
