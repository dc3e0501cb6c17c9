"""Whether a ticket may be passed on to the next tier or returned, and what that leaves behind. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot.actor import Actor
from bot.ticket_tiers import Tier
from bot.tickets.lifecycle import require_work, turned
from bot.tickets.ticket import Event, EventKind, Status, StoredEvent, Ticket, WaitingOn
from bot.tickets.tiers.ladder import Ladder
from bot.tier_errors import FirstTier, LastTier, NoTiers, NotOfTier, TierChanged, WordsMissing
from bot.visible import is_blank


class Escalation(NamedTuple):
    """What staff say who pass a ticket on, for those who get it."""

    tried: str
    expected: str
    needed: str


class Return(NamedTuple):
    """What staff say who return it, for those who get it back; `next_one` is how these handle the next one."""

    answer: str
    next_one: str


def require_escalation(ticket: Ticket, ladder: Ladder, by: Actor) -> tuple[Tier, Tier]:
    """Where it is, and where it goes; to be asked before a form is filled in for nothing.

    Raises NoTiers, LastTier, and what `lifecycle.require_work` raises.
    """
    require_work(ticket, by)
    here = _here(ticket, ladder)
    above = ladder.of_type(ticket.type_id).above(here)
    if above is None:
        raise LastTier(ticket.number, here)
    return here, above


def escalate(
    ticket: Ticket, ladder: Ladder, words: Escalation, by: Actor, at: datetime, *, seen: str
) -> tuple[Ticket, Event]:
    """Into the queue of the next tier, and staff's turn. `seen` is the tier at which it was when the form was opened: of two
    who escalate it at once, one does.

    Raises TierChanged, WordsMissing, and what `require_escalation` raises.
    """
    require_work(ticket, by)
    _require_seen(ticket, ladder, seen)
    here, above = require_escalation(ticket, ladder, by)
    _require_words(words)
    event = Event(
        EventKind.ESCALATED,
        by.id,
        at,
        member_id=ticket.assignee_id,
        waiting_on=WaitingOn.STAFF,
        tier=above.id,
        former_tier=here.id,
        words=words,
    )
    return replace(turned(ticket.without_holder(), WaitingOn.STAFF, at), tier=above.id), event


def require_return(ticket: Ticket, ladder: Ladder, by: Actor) -> tuple[Tier, Tier]:
    """Where it is, and the tier below; to be asked before a form is filled in for nothing. Who has it may return it, whatever their role.

    Raises NoTiers, FirstTier, NotOfTier, and what `lifecycle.require_work` raises.
    """
    require_work(ticket, by)
    here = _here(ticket, ladder)
    below = ladder.of_type(ticket.type_id).below(here)
    if below is None:
        raise FirstTier(ticket.number, here)
    if here.id not in by.tiers and by.id != ticket.assignee_id:
        raise NotOfTier(ticket.number, here)
    return here, below


def climbed(history: Sequence[StoredEvent]) -> list[Event]:
    """How it went up and down since it is of its type, the oldest first."""
    moved = [at for at, stored in enumerate(history) if stored.event.kind is EventKind.MOVED]
    since = history[moved[-1] + 1 :] if moved else history
    kinds = (EventKind.ESCALATED, EventKind.RETURNED)
    return [stored.event for stored in since if stored.event.kind in kinds]


def origin(ticket: Ticket, ladder: Ladder, history: Sequence[StoredEvent]) -> tuple[Tier | None, int | None]:
    """The tier from which it was passed on to the one at which it is, and who did that; nothing where it was not, or that
    tier is not below this one (any more).
    """
    ladder = ladder.of_type(ticket.type_id)
    here = ladder.at(ticket)
    for event in reversed(climbed(history)):
        if here is not None and event.kind is EventKind.ESCALATED and event.tier == here.id:
            former = ladder.tier(event.former_tier)
            is_below = former is not None and ladder.tiers.index(former) < ladder.tiers.index(here)
            return (former, event.actor_id) if is_below else (None, None)
    return None, None


def hand_back(
    ticket: Ticket,
    ladder: Ladder,
    words: Return,
    by: Actor,
    at: datetime,
    *,
    seen: str,
    to: Tier | None,
    assignee_id: int | None,
) -> tuple[Ticket, Event]:
    """To this tier, or the next one below, and to whoever is to have it, nobody for the queue; and staff's turn.

    Raises TierChanged, WordsMissing, and what `require_return` raises.
    """
    require_work(ticket, by)
    _require_seen(ticket, ladder, seen)
    here, below = require_return(ticket, ladder, by)
    _require_words(words)
    status = Status.OPEN if assignee_id is None else Status.CLAIMED
    given = replace(ticket, status=status, assignee_id=assignee_id, held_since=None)
    event = Event(
        EventKind.RETURNED,
        by.id,
        at,
        member_id=assignee_id,
        waiting_on=WaitingOn.STAFF,
        tier=(to or below).id,
        former_tier=here.id,
        words=words,
    )
    return replace(turned(given, WaitingOn.STAFF, at), tier=event.tier), event


def _here(ticket: Ticket, ladder: Ladder) -> Tier:
    here = ladder.at(ticket)
    if here is None:
        raise NoTiers
    return here


def _require_seen(ticket: Ticket, ladder: Ladder, seen: str) -> None:
    here = _here(ticket, ladder)
    if here.id != seen:
        raise TierChanged(ticket.number, here)


def _require_words(words: Sequence[str]) -> None:
    if any(map(is_blank, words)):
        raise WordsMissing
