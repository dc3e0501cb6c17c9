"""What the ledger of reputation is made of: claims, and the lines that they become. Values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """What an award is for. `ticket_help` is an accepted answer, too: to a question that was a ticket."""

    ACCEPTED_ANSWER = "accepted_answer"
    TICKET_HELP = "ticket_help"
    ASSIST = "assist"
    HELPFUL = "helpful"
    PEER = "peer"
    COMMENDATION = "commendation"
    FAQ_ENTRY = "faq_entry"
    DEFLECTION = "deflection"
    ADJUSTMENT = "adjustment"


CAPPED = frozenset({Reason.HELPFUL, Reason.PEER})
"""Of these a member earns a limited sum a day."""


class Giver(StrEnum):
    """As whom somebody gives. `nobody`: it follows from what happened, and no one has said so."""

    ASKER = "asker"
    PEER = "peer"
    STAFF = "staff"
    NOBODY = "nobody"


LIMITED = frozenset({Giver.ASKER, Giver.PEER})
"""Whose awards pairs, days and vesting limit. Staff are trusted with what they give as staff."""


class Rule(StrEnum):
    """Which rule gave, refused or took back what a line says."""

    FULL = "full"
    PAIR_HALF = "pair_half"
    PAIR_SPENT = "pair_spent"
    RETURNED = "returned"
    GIVER_CAP = "giver_cap"
    RECEIVER_CAP = "receiver_cap"
    DEFLECTION_CAP = "deflection_cap"
    NEW_GIVER = "new_giver"

    VESTED = "vested"
    RESTORED = "restored"
    ADJUSTED = "adjusted"
    LEGACY = "legacy"

    SUPERSEDED = "superseded"
    HELD = "held"
    SWITCHED = "switched"
    SHARED = "shared"
    UNACCEPTED = "unaccepted"
    DELETED = "deleted"
    BANNED = "banned"
    STAFF = "staff"


OF_A_DAY = frozenset({Rule.GIVER_CAP, Rule.RECEIVER_CAP})
"""What these took is given back when the day has room again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is asked of the ledger: an award to `member_id`, before any limit.

    Of each `key` one line stands at a time. `subject_id` is what it was for: a message, a ticket, a draft; `asker_id` who
    was helped, and `topic` a category of the FAQ; each None where there is none. `assists` are the others with whom a pot is
    shared. `joined_at` is since when the giver is in the server, None where that is not known. `points` are what staff say
    in an adjustment, and `facts` small JSON of ids and facts that is kept with the line.
    """

    guild_id: int
    key: str
    member_id: int
    by_id: int | None
    giver: Giver
    reason: Reason
    subject_id: int
    at: datetime
    asker_id: int | None = None
    topic: str | None = None
    assists: int = 0
    joined_at: datetime | None = None
    points: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger, which never changes.

    An award line stands until another `reverses` it. `points` count at once; `pending` will, from `vests_at` on. `at` is when it was
    written, and `earned_at` when it was earned, by which limits and seasons go. `turn` counts the lines that stood for its key before.
    """

    id: int
    guild_id: int
    key: str
    turn: int
    member_id: int
    by_id: int | None
    giver: Giver
    reason: Reason
    subject_id: int
    asker_id: int | None
    topic: str | None
    points: int
    pending: int
    vests_at: datetime | None
    rule: Rule
    data: Mapping[str, Any]
    at: datetime
    earned_at: datetime
    reverses_id: int | None
    policy_id: int | None

    @property
    def is_reversal(self) -> bool:
        """Whether it takes another line back."""
        return self.reverses_id is not None

    @property
    def is_of_pot(self) -> bool:
        """Whether it is a share of what answering a question is worth."""
        return self.reason in OF_POT

    @property
    def is_following(self) -> bool:
        """Whether it follows from others by the rules, and nobody has asked for it: what vests or is given back, in place of
        the line that it names as `after`, and the reversal of that.
        """
        return self.rule is Rule.SUPERSEDED or ("after" in self.data and not self.is_release)

    @property
    def is_release(self) -> bool:
        """Whether it gives back what was held; it names the award line that was, and has its rule."""
        return "released" in self.data

    @property
    def claimed(self) -> int:
        """Points that it counts for against limits: also those that are still to vest."""
        return self.points + self.pending

    @property
    def is_limited(self) -> bool:
        """Whether it counts against the limits of its giver."""
        return self.giver in LIMITED and self.by_id is not None

    @property
    def claim(self) -> Claim:
        """What was asked of the ledger when this award line was written, to be judged again."""
        joined = self.data.get("joined")
        return Claim(
            guild_id=self.guild_id,
            key=self.key,
            member_id=self.member_id,
            by_id=self.by_id,
            giver=self.giver,
            reason=self.reason,
            subject_id=self.subject_id,
            at=self.earned_at,
            asker_id=self.asker_id,
            topic=self.topic,
            assists=int(self.data.get("assists", 0)),
            joined_at=None if joined is None else datetime.fromisoformat(joined),
            points=self.data.get("said"),
            facts={name: one for name, one in self.data.items() if name not in _JUDGED_BY},
        )


_JUDGED_BY = frozenset({"joined", "assists", "said", "after", "released", "follows"})
OF_POT = frozenset({Reason.ACCEPTED_ANSWER, Reason.TICKET_HELP, Reason.ASSIST})
"""Shares of what answering a question is worth."""


def data_of(claim: Claim) -> dict[str, Any]:
    """What a line keeps of its claim so that it can be judged again, see `Line.claim`."""
    kept: dict[str, Any] = dict(claim.facts)
    if claim.assists:
        kept["assists"] = claim.assists
    if claim.joined_at is not None and claim.giver in LIMITED:
        kept["joined"] = claim.joined_at.isoformat()
    if claim.points is not None:
        kept["said"] = claim.points
    return kept
