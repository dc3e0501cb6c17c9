"""What an award earns under the limits, who may give it, and which rank a balance earns. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.errors import BotAward, NotTheQuestioner, SelfAward
from bot.ids import born_at
from bot.reputation.line import CAPPED, LIMITED, Claim, Giver, Reason, Rule
from bot.reputation_settings import Limits, Points, Rank

DEFLECTION_WEEK = timedelta(days=7)
"""In which awards for deflections are limited, counted back from each."""


@dataclass(frozen=True)
class Policy:
    """The numbers that lines are judged by: those of config.yaml, now or when a line was written."""

    points: Points
    limits: Limits


@dataclass(frozen=True, slots=True)
class Counted:
    """Of an award that stands or is held, what limits go by; `claimed` are the points that it has or that are to vest."""

    key: str
    by_id: int | None
    member_id: int
    is_limited: bool
    reason: Reason
    earned_at: datetime
    claimed: int


@dataclass(frozen=True)
class Before:
    """What counts against a claim: only what has earned something.

    `paired`: awards of the same giver to the same member within `pair_days`; `returned`: whether the member gave to the
    giver within `return_days`; `given`: awards of the giver on that day; `received`: points that the member has of the
    `CAPPED` reasons on that day; `deflections`: awards of the member for them within `DEFLECTION_WEEK`.
    """

    paired: int = 0
    returned: bool = False
    given: int = 0
    received: int = 0
    deflections: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What a claim earns at once, what of it is pending until `vests_at`, and by which rule."""

    points: int
    rule: Rule
    pending: int = 0
    vests_at: datetime | None = None


def before(claim: Claim, counted: Iterable[Counted], limits: Limits) -> Before:
    """What of these counts against the claim. Each is to come once; others than that matter may be among them, and those of later
    count as well: a claim may be judged again.
    """
    paired = given = received = deflections = 0
    returned, day = False, claim.at.date()
    for one in counted:
        if one.key == claim.key or one.claimed <= 0:
            continue
        age, is_today = claim.at - one.earned_at, one.earned_at.date() == day
        if one.is_limited and one.by_id == claim.by_id:
            paired += one.member_id == claim.member_id and age < timedelta(days=limits.pair_days)
            given += is_today
        if one.is_limited and (one.by_id, one.member_id) == (claim.member_id, claim.by_id):
            returned |= age < timedelta(days=limits.return_days)
        if one.member_id == claim.member_id:
            received += one.claimed if is_today and one.is_limited and one.reason in CAPPED else 0
            deflections += one.reason is Reason.DEFLECTION and age < DEFLECTION_WEEK
    return Before(paired, returned, given, received, deflections)


def worth(claim: Claim, points: Points) -> int:
    """What it is worth before any limit; who answered has what the assists leave of the pot."""
    match claim.reason:
        case Reason.ACCEPTED_ANSWER | Reason.TICKET_HELP:
            return points.accepted_answer - claim.assists * points.assist
        case Reason.ASSIST:
            return points.assist
        case Reason.HELPFUL:
            return points.helpful
        case Reason.PEER:
            return points.peer
        case Reason.COMMENDATION:
            return points.commendation
        case Reason.FAQ_ENTRY:
            return points.faq_entry
        case Reason.DEFLECTION:
            return points.deflection
        case Reason.ADJUSTMENT:
            return claim.points or 0


def judge(claim: Claim, found: Before, policy: Policy) -> Judged:
    """What the claim earns. Staff's word is not limited; for others what one rule leaves goes on to the next:
    an award that is given back, pairs, the giver's day, the member's day, and whether the giver is new.
    """
    limits, earned, rule = policy.limits, worth(claim, policy.points), Rule.FULL
    if claim.reason is Reason.ADJUSTMENT:
        return Judged(earned, Rule.ADJUSTED)
    if claim.reason is Reason.DEFLECTION and found.deflections >= limits.deflections_a_week:
        return Judged(0, Rule.DEFLECTION_CAP)
    if claim.giver not in LIMITED or claim.by_id is None:
        return Judged(earned, rule)
    if found.returned:
        return Judged(0, Rule.RETURNED)
    if found.paired >= 2:
        return Judged(0, Rule.PAIR_SPENT)
    if found.paired == 1:
        earned, rule = earned // 2, Rule.PAIR_HALF
    if found.given >= limits.given_a_day:
        return Judged(0, Rule.GIVER_CAP)
    room = max(limits.received_a_day - found.received, 0)
    if claim.reason in CAPPED and earned > room:
        earned, rule = room, Rule.RECEIVER_CAP
    vests_at = ripe_at(claim, limits)
    if earned and vests_at is not None and vests_at > claim.at:
        # Of what the cap took, nothing comes back: whoever is new gives little.
        return Judged(0, Rule.NEW_GIVER, pending=earned, vests_at=vests_at)
    return Judged(earned, rule)


def given_back(claim: Claim, found: Before, policy: Policy) -> Judged:
    """What a claim that the limits of a day cut earns now that one of them may have room: judged whole, by all that earns by
    now, also later. What was cut counts against no pair, so several of one would else all come back as the first.
    """
    judged = judge(claim, found, policy)
    return replace(judged, rule=Rule.RESTORED) if judged.rule in (Rule.FULL, Rule.PAIR_HALF) else judged


def ripe_at(claim: Claim, limits: Limits) -> datetime | None:
    """From when on its giver is new no more; None where nobody limited gave it."""
    if claim.by_id is None or claim.giver not in LIMITED:
        return None
    old = born_at(claim.by_id) + timedelta(days=limits.new_account_days)
    here = claim.joined_at and claim.joined_at + timedelta(hours=limits.new_member_hours)
    return max(old, here) if here else old


def giver_of(by: Actor, asker_id: int | None, *, is_trusted: bool) -> Giver:
    """As whom somebody says that an answer helped: who asked is never staff in that. Raises NotTheQuestioner."""
    if by.id == asker_id:
        return Giver.ASKER
    if by.is_staff:
        return Giver.STAFF
    if is_trusted:
        return Giver.PEER
    raise NotTheQuestioner(asker_id)


def require_receiver(member_id: int, *, is_bot: bool, by_id: int, asker_id: int | None) -> None:
    """Neither who gives nor who asked can be awarded, nor a bot. Raises BotAward, SelfAward."""
    if is_bot:
        raise BotAward
    if member_id in (by_id, asker_id):
        raise SelfAward


def rank(balance: int, ranks: Sequence[Rank]) -> Rank | None:
    """The highest rank that the balance reaches; `ranks` rise."""
    reached = [candidate for candidate in ranks if balance >= candidate.points]
    return reached[-1] if reached else None


def next_rank(balance: int, ranks: Sequence[Rank]) -> Rank | None:
    """The lowest rank that the balance does not reach yet."""
    return next((candidate for candidate in ranks if balance < candidate.points), None)
