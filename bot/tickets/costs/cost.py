"""What staff say of a resolution: the minutes it took, the cause, and what they found of the FAQ. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.actor import Actor
from bot.ticket_errors import TicketMerged
from bot.tickets.csat.rating import Resolution, resolution_id
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Event, Ticket

MINUTES = (5, 15, 30, 60)
"""What is chosen from: about so many. The last stands for more, too, and counts as what it says."""


class Finding(StrEnum):
    """What the FAQ has on what the ticket was about: no entry, one that is wrong, or one that is right and was not found.
    `fine`: there is nothing to do.
    """

    MISSING = "missing"
    WRONG = "wrong"
    NOT_FOUND = "not_found"
    FINE = "fine"


OF_AN_ENTRY = (Finding.WRONG, Finding.NOT_FOUND)
"""What is found of one entry, where it is known of which."""


@dataclass(frozen=True)
class Estimate:
    """What somebody of staff says; all of it may be left out. `cause` is the id of one, `entry_id` that of the entry of which
    they found what they say.
    """

    minutes: int | None = None
    cause: str | None = None
    finding: Finding | None = None
    entry_id: str | None = None


NOTHING = Estimate()


@dataclass(frozen=True)
class Cost:
    """What is said of a resolution, the `number`th time: the last one counts, also where it says nothing any more."""

    guild_id: int
    resolution_id: int
    ticket_id: int
    number: int
    said_by: int
    at: datetime
    estimate: Estimate


@dataclass(frozen=True)
class Said:
    """A resolution, and what is said of it by now."""

    resolution: Resolution
    cost: Cost


def at_resolve(ticket: Ticket, event: Event, estimate: Estimate, by: Actor) -> Cost | None:
    """What is said in the press that resolves a ticket; None where nothing is. Raises NotStaff, NotReader."""
    if estimate == NOTHING:
        return None
    require_reader(ticket, by)
    resolved = resolution_id(ticket.id, event.at)
    return Cost(ticket.guild_id, resolved, ticket.id, 1, by.id, event.at, estimate)


def say(found: Resolution, before: Cost | None, estimate: Estimate, by: Actor, at: datetime) -> Cost | None:
    """What is said later; None where that has been said."""
    if estimate == (before.estimate if before else NOTHING):
        return None
    number = before.number + 1 if before else 1
    return Cost(found.guild_id, found.id, found.ticket_id, number, by.id, at, estimate)


def require_say(ticket: Ticket, by: Actor) -> None:
    """Who reads its type says what a ticket cost, whoever had it. What is merged costs where it goes on.

    Raises NotStaff, NotReader, TicketMerged.
    """
    require_reader(ticket, by)
    if ticket.merged_into is not None:
        raise TicketMerged(ticket.number, ticket.merged_into)
