"""What staff are to look at, and what they order: who may decide it, and what needs two of them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.actor import Actor
from bot.errors import NotStaff, Refused, SelfAward
from bot.reputation.holds.refused import (
    AwardGone,
    CaseDecided,
    EnoughAlone,
    NoPoints,
    NoReason,
    NotAlone,
    OnOneself,
)
from bot.reputation.line import LIMITED, Line
from bot.visible import is_blank

ALONE = 100
"""Points that somebody of staff gives or takes one member alone, in a day."""

MOST = 1000
"""Points of one adjustment."""

REASON_LENGTH = 300
"""Characters of why."""

ORDER_LASTS = timedelta(days=7)
"""For so long a second member of staff can confirm."""

NEWCOMERS = 3
"""So many new givers within `NEWCOMERS_DAYS` make a case."""

NEWCOMERS_DAYS = timedelta(days=7)

FLAGGED_AGAIN = timedelta(days=30)
"""What staff have been shown of a pair or of somebody banned is not shown again for so long."""


class CaseKind(StrEnum):
    """Why staff are to look: several new givers to one member; a pair whose awards earn nothing more; a closed group, and
    a giver who supplies most of what somebody has, both of which are held; awards of somebody who was banned; and what one of
    staff ordered, and another is to confirm.
    """

    NEWCOMERS = "newcomers"
    PAIR = "pair"
    RING = "ring"
    SUPPLIED = "supplied"
    BANNED = "banned"
    ORDER = "order"


class Decision(StrEnum):
    """What became of a case: its awards stay or are let go, or are taken back; of an order, whether it was carried out."""

    LET_GO = "let_go"
    REVERSED = "reversed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"


OF_ORDERS = frozenset({Decision.CONFIRMED, Decision.DECLINED})
OF_AWARDS = frozenset({Decision.LET_GO, Decision.REVERSED})


class Action(StrEnum):
    """What staff do with the ledger."""

    ADJUST = "adjust"
    REVERSE = "reverse"
    HOLD = "hold"
    RELEASE = "release"
    DECIDE = "decide"
    COMMEND = "commend"


class Outcome(StrEnum):
    """What came of it: it is done, or waits for a second member of staff; the decision about a card; or why it was refused."""

    DONE = "done"
    ASKED = "asked"
    LET_GO = "let_go"
    REVERSED = "reversed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    ONESELF = "oneself"
    NO_REASON = "no_reason"
    NO_POINTS = "no_points"
    GONE = "gone"
    SAME = "same"
    ENOUGH = "enough"


OUTCOMES: dict[type[Refused], Outcome] = {
    OnOneself: Outcome.ONESELF,
    NoReason: Outcome.NO_REASON,
    NoPoints: Outcome.NO_POINTS,
    AwardGone: Outcome.GONE,
    NotAlone: Outcome.SAME,
    SelfAward: Outcome.ONESELF,
    EnoughAlone: Outcome.ENOUGH,
}
"""Of refusals that are written down: staff tried what they may not."""


@dataclass(frozen=True)
class Order:
    """What one of staff wants done: points for a member, or something with the award of this line, whose member that is.

    `interaction_id` is by what they said so: the same one twice is one order.
    """

    action: Action
    member_id: int
    line_id: int | None
    points: int
    reason: str
    interaction_id: int


@dataclass(frozen=True)
class Case:
    """One thing to look at. `members` are all who are concerned, and `member_id` whom it is about; `inside` and `received`
    are the evidence of a closed group, see `rings.Ring`. With an `order` it waits for a second member of staff.
    """

    id: int
    guild_id: int
    kind: CaseKind
    member_id: int
    members: tuple[int, ...]
    line_ids: tuple[int, ...]
    opened_at: datetime
    inside: int = 0
    received: int = 0
    opened_by: int | None = None
    order: Order | None = None
    decision: Decision | None = None
    decided_by: int | None = None
    decided_at: datetime | None = None
    card_channel_id: int | None = None
    card_message_id: int | None = None

    @property
    def expires_at(self) -> datetime | None:
        """When nobody can confirm it any more; None for what is no order."""
        return self.opened_at + ORDER_LASTS if self.order is not None else None


@dataclass(frozen=True)
class Audited:
    """One line of what staff did, or tried."""

    at: datetime
    by_id: int
    action: Action
    member_id: int
    line_id: int | None
    case_id: int | None
    points: int
    outcome: Outcome
    reason: str | None


def require_order(order: Order, by: Actor, concerned: Collection[int]) -> None:
    """What they may order, whyever they do. Raises NotStaff, OnOneself, NoPoints."""
    require_other(concerned, by)
    if order.action is Action.ADJUST and not 0 < abs(order.points) <= MOST:
        raise NoPoints


def require_reason(order: Order) -> None:
    """Raises NoReason."""
    if is_blank(order.reason):
        raise NoReason


def require_other(concerned: Collection[int], by: Actor) -> None:
    """Staff do nothing about what concerns themselves. Raises NotStaff, OnOneself."""
    if not by.is_staff:
        raise NotStaff
    if by.id in concerned:
        raise OnOneself


def concerned_by(line: Line, cases: Iterable[Case]) -> set[int]:
    """Whom an award concerns: who has it and who gave it, and all who stand on an open card with it: else one of a group could let
    go line by line what they may not decide as a whole.
    """
    gave = {line.by_id, *line.data.get("peers", ())} - {None}
    return {line.member_id, *gave, *(one for case in cases for one in case.members)}


def needs_another(order: Order, before: int) -> bool:
    """Whether a second member of staff has to confirm it; `before` are the points that this one gave or took the same member
    alone within a day.
    """
    return abs(order.points) + before > ALONE


def is_possible(action: Action, *, stands: bool, is_held: bool) -> bool:
    """Whether this can be done with an award in this state."""
    if action is Action.REVERSE:
        return stands or is_held
    return is_held if action is Action.RELEASE else stands


def require_state(action: Action, *, stands: bool, is_held: bool) -> None:
    """Raises AwardGone where it cannot be done."""
    if not is_possible(action, stands=stands, is_held=is_held):
        raise AwardGone


def require_deciding(case: Case, by: Actor, now: datetime) -> None:
    """Whoever is on a card does not decide about it, nor who gave the order. Raises NotStaff, CaseDecided, OnOneself,
    NotAlone.
    """
    if not by.is_staff:
        raise NotStaff
    if case.decision is not None and case.decided_at is not None:
        raise CaseDecided(case.decided_by, case.decided_at)
    if case.expires_at is not None and now >= case.expires_at:
        raise CaseDecided(None, case.expires_at)
    if by.id == case.opened_by:
        raise NotAlone
    if by.id in case.members:
        raise OnOneself


def newcomers(pending: Iterable[Line], seen: Collection[int]) -> list[Line]:
    """Of what is pending for one member, what is to be looked at together: nothing, or what several new givers gave."""
    fresh = [line for line in pending if line.id not in seen and line.giver in LIMITED]
    return fresh if len({line.by_id for line in fresh}) >= NEWCOMERS else []
