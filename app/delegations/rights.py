"""Who may do what: one table of role and action, and the one function that asks it.

Knows people only as `Person`; knows nothing of HTTP. "Own" in an action's name means that the
function that loads the thing also limits it to the person's delegation or authorship.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.delegations.models import Role
from app.errors import Forbidden, SignInNeeded
from app.events.models import Event


class Action(StrEnum):
    """Everything that somebody may or may not do."""

    READ_AGENDA = "read the published agenda"
    READ_CONCLUSIONS = "read the adopted conclusions"
    READ_DRAFT_CONCLUSIONS = "read the draft conclusions"
    READ_BOARD = "read a board"
    SHOW_PROJECTOR = "show a board on the projector"
    POST_INPUT = "post an input"
    WITHDRAW_OWN_INPUT = "change and withdraw one's own input"
    ENDORSE_PRIORITY = "endorse priorities"
    ASK_FOR_FLOOR = "ask for the floor"
    GIVE_FLOOR = "run the speakers' list and give the floor"
    MODERATE_BOARD = "hide inputs and read what is hidden"
    GROUP_INPUTS = "group inputs into clusters"
    RECORD_PRIORITY = "word and record priorities"
    MOVE_STEP = "move a board to another step"
    CLOSE_BOARD = "close a board"
    OVERRIDE_CLOSURE = "close a board although priorities are owed"
    DRAFT_OWN_RECOMMENDATION = "draft one's delegation's recommendations"
    SUBMIT_OWN_RECOMMENDATION = "submit one's delegation's recommendations"
    ANSWER_CIRCULATION = "answer the circulated conclusions for one's delegation"
    DECIDE_FOR_DELEGATION = "object, reserve a position and vote for one's delegation"
    SET_VOTING_RULES = "type quorum and majority of votes on the conclusions"
    RUN_VOTE = "open and close votes on the conclusions"
    ISSUE_CONCLUSIONS = "publish adopted conclusions, issue corrigenda and addenda"
    READ_SUBMITTED_RECOMMENDATIONS = "read all submitted recommendations"
    MERGE_RECOMMENDATIONS = "merge recommendations into the conclusions"
    ADOPT_CONCLUSIONS = "circulate and adopt the conclusions"
    READ_IN_CONCLUSIONS = "read in conclusions that exist"
    READ_FOLLOW_UP = "read what became of the conclusions"
    REPORT_OWN_PROGRESS = "report what one's delegation did about them"
    MANAGE_FOLLOW_UP = "say who follows up what, by when, and remind"
    MANAGE_AGENDA = "edit the draft agenda and publish versions"
    MANAGE_PEOPLE = "enter delegations and participants, give and revoke links"
    SEND_MAILS = "write mails to participants and read what became of them"
    READ_PARTICIPANTS = "read the list of participants"
    MANAGE_OWN_DELEGATION = "enter and replace members of one's own delegation"
    READ_OWN_ENTRY = "read what is stored about oneself, and sign out everywhere"
    CHANGE_OWN_ENTRY = "correct and delete what is stored about oneself"
    ADMIT_PARTICIPANTS = "see who asks to come in by the join code, and let them in"
    KEEP_PASSKEYS = "sign in by passkey"
    READ_BENCHMARKS = "read the benchmarks"
    ASSESS_OWN_STATE = "answer for one's own State in the benchmarks"
    CONFIRM_OWN_STATE = "confirm what was found of one's own State"
    REVIEW_BENCHMARKS = "assess any State and review what was found"
    MANAGE_BENCHMARKS = "read benchmarks in and say who may read them"
    CHECK_IN = "check participants in at the entrance"
    FOLLOW_AGENDA = "choose sessions, keep personal calendars, see joining links"
    MANAGE_EVENT = "change the event and read its journal"


_ALL = frozenset(Role)
_SIGNED_IN = _ALL - {Role.PUBLIC}
_DELEGATES = frozenset({Role.HEAD, Role.DELEGATE})
_PODIUM = frozenset({Role.ORGANISER, Role.CHAIR, Role.RAPPORTEUR})

RIGHTS: dict[Action, frozenset[Role]] = {
    Action.READ_AGENDA: _ALL,
    Action.READ_CONCLUSIONS: _ALL,
    Action.READ_DRAFT_CONCLUSIONS: _PODIUM | _DELEGATES,
    Action.READ_BOARD: _PODIUM | _DELEGATES | {Role.SPEAKER, Role.OBSERVER},
    Action.SHOW_PROJECTOR: _PODIUM,
    Action.POST_INPUT: _DELEGATES,
    Action.WITHDRAW_OWN_INPUT: _DELEGATES,
    Action.ENDORSE_PRIORITY: _DELEGATES,
    Action.ASK_FOR_FLOOR: _DELEGATES | {Role.SPEAKER},
    Action.GIVE_FLOOR: _PODIUM,
    Action.MODERATE_BOARD: _PODIUM,
    Action.GROUP_INPUTS: frozenset({Role.CHAIR, Role.RAPPORTEUR}),
    Action.RECORD_PRIORITY: frozenset({Role.CHAIR, Role.RAPPORTEUR}),
    Action.MOVE_STEP: frozenset({Role.CHAIR, Role.RAPPORTEUR, Role.ORGANISER}),
    Action.CLOSE_BOARD: frozenset({Role.CHAIR, Role.RAPPORTEUR}),
    Action.OVERRIDE_CLOSURE: frozenset({Role.CHAIR}),
    Action.DRAFT_OWN_RECOMMENDATION: _DELEGATES,
    Action.SUBMIT_OWN_RECOMMENDATION: frozenset({Role.HEAD}),
    Action.ANSWER_CIRCULATION: frozenset({Role.HEAD}),
    Action.DECIDE_FOR_DELEGATION: frozenset({Role.HEAD}),
    Action.SET_VOTING_RULES: frozenset({Role.ORGANISER}),
    Action.RUN_VOTE: frozenset({Role.CHAIR}),
    Action.ISSUE_CONCLUSIONS: frozenset({Role.ORGANISER}),
    Action.READ_SUBMITTED_RECOMMENDATIONS: _PODIUM,
    Action.MERGE_RECOMMENDATIONS: frozenset({Role.RAPPORTEUR}),
    Action.ADOPT_CONCLUSIONS: frozenset({Role.CHAIR, Role.RAPPORTEUR, Role.ORGANISER}),
    Action.READ_IN_CONCLUSIONS: frozenset({Role.RAPPORTEUR, Role.ORGANISER}),
    # Everybody, where the event decides so: app/recommendations/following_up/queries.py.
    Action.READ_FOLLOW_UP: _SIGNED_IN - {Role.PRESS},
    Action.REPORT_OWN_PROGRESS: _DELEGATES,
    Action.MANAGE_FOLLOW_UP: frozenset({Role.ORGANISER}),
    Action.MANAGE_AGENDA: frozenset({Role.ORGANISER}),
    Action.MANAGE_PEOPLE: frozenset({Role.ORGANISER}),
    Action.SEND_MAILS: frozenset({Role.ORGANISER}),
    # Narrowed by what the event decides: app/delegations/visibility.py.
    Action.READ_PARTICIPANTS: _SIGNED_IN - {Role.PRESS},
    Action.MANAGE_OWN_DELEGATION: frozenset({Role.HEAD, Role.FOCAL_POINT}),
    Action.READ_OWN_ENTRY: _SIGNED_IN,
    Action.CHANGE_OWN_ENTRY: _SIGNED_IN,
    Action.ADMIT_PARTICIPANTS: _PODIUM,
    # Who answers for an event signs in most often, and from the most places.
    Action.KEEP_PASSKEYS: _PODIUM,
    # Joining links lead into meetings that the press does not attend.
    Action.READ_BENCHMARKS: _SIGNED_IN,
    Action.ASSESS_OWN_STATE: _DELEGATES,
    Action.CONFIRM_OWN_STATE: frozenset({Role.HEAD}),
    Action.REVIEW_BENCHMARKS: frozenset({Role.ORGANISER, Role.RAPPORTEUR}),
    Action.MANAGE_BENCHMARKS: frozenset({Role.ORGANISER}),
    Action.CHECK_IN: frozenset({Role.ORGANISER}),
    Action.FOLLOW_AGENDA: _SIGNED_IN - {Role.PRESS},
    Action.MANAGE_EVENT: frozenset({Role.ORGANISER}),
}


@dataclass(frozen=True)
class Person:
    """Somebody signed in at one event, as the rights table sees them.

    `roles` hold at the whole event, `roles_in` in single event sessions (event session id → roles).
    `participant_id` is null for the secretariat at the command line, see `organiser_at`.
    """

    participant_id: int | None
    event_id: int
    event_slug: str
    name: str
    roles: frozenset[Role]
    roles_in: tuple[tuple[int, Role], ...] = ()
    delegation_id: int | None = None
    delegation_name: str | None = None
    sector_id: int | None = None
    sign_in_id: int | None = None

    def roles_at(self, event_session_id: int | None) -> frozenset[Role]:
        """The roles held at the event, and in this event session if one is given."""
        here = {role for where, role in self.roles_in if where == event_session_id}
        return self.roles | here

    @property
    def own_id(self) -> int:
        """The participant's id, where one is needed; Forbidden for the command line."""
        if self.participant_id is None:
            raise Forbidden("Only a participant can do this. Open a personal link first.")
        return self.participant_id

    @property
    def label(self) -> str:
        """How the person's own pages address them: "Head of delegation, Georgia"."""
        return f"{self.name}, {self.delegation_name}" if self.delegation_name else self.name


def organiser_at(event: Event) -> Person:
    """The secretariat at the command line: an organiser of `event` who is no participant.

    Who may run the command may read the database file; what it does is journalled without a name.
    """
    return Person(
        participant_id=None,
        event_id=event.key,
        event_slug=event.slug,
        name="Secretariat",
        roles=frozenset({Role.ORGANISER}),
    )


def may(
    person: Person | None, action: Action, *, event_id: int, event_session_id: int | None = None
) -> bool:
    """Whether this person (None: not signed in) may do this at this event (and event session)."""
    roles = {Role.PUBLIC}
    if person is not None and person.event_id == event_id:
        roles |= person.roles_at(event_session_id)
    return not RIGHTS[action].isdisjoint(roles)


def require(
    person: Person | None, action: Action, *, event_id: int, event_session_id: int | None = None
) -> None:
    """Let pass, or raise SignInNeeded (nobody is signed in) or Forbidden."""
    if may(person, action, event_id=event_id, event_session_id=event_session_id):
        return
    if person is None:
        raise SignInNeeded("Please open your personal link first: this page is for participants.")
    if person.event_id != event_id:
        raise Forbidden("You are signed in at another event. Open your personal link for this one.")
    raise Forbidden("Your role at this event does not allow this. Ask the organisers if it should.")
