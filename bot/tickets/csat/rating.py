"""Who says how good a resolution was, for how long, and who follows up where that is little. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.ids import snowflake
from bot.ticket_settings import Tickets
from bot.tickets.csat.refused import (
    FollowUpDone,
    FollowUpTaken,
    NotForYou,
    NotRated,
    NotTheCustomer,
    RatingNotAsked,
    RatingOver,
)
from bot.tickets.reading import reads, require_reader
from bot.tickets.relations import Other
from bot.tickets.ticket import LIVE, Event, EventKind, Ticket
from bot.visible import is_blank

VALID_FOR = timedelta(days=14)
"""For so long after it was resolved a ticket is rated, and its rating changed."""

SCORES = range(1, 6)
"""From bad to very good."""

COMMENT_LENGTH = 1000
"""Characters that a customer may add."""


@dataclass(frozen=True)
class Resolution:
    """A ticket was resolved: when, who had it then, of which type it was, and at which tier, None where its type begins.

    Nothing of it changes, whatever becomes of the ticket.
    """

    id: int
    guild_id: int
    ticket_id: int
    at: datetime
    handler_id: int | None
    type_id: str
    tier: str | None


@dataclass(frozen=True)
class Rating:
    """What a customer says of a resolution, the `number`th time; the last one counts. `ticket_id` is their own ticket,
    which may be one that goes on in the resolved one.
    """

    guild_id: int
    resolution_id: int
    ticket_id: int
    member_id: int
    number: int
    score: int
    at: datetime
    comment: str | None = None


@dataclass(frozen=True)
class FollowUp:
    """Somebody is to look at a ticket that got a low score: neither who had it, this time or before, nor who rated it.

    Whoever raised their score before anybody looked has settled it themselves: it is `done_by` them.
    """

    ticket_id: int
    guild_id: int
    resolution_id: int
    member_id: int
    handler_id: int | None
    opened_at: datetime
    claimed_by: int | None = None
    done_by: int | None = None
    done_at: datetime | None = None
    channel_id: int | None = None
    message_id: int | None = None
    handlers: frozenset[int] = frozenset()

    @property
    def is_withdrawn(self) -> bool:
        return self.done_by == self.member_id


def resolution_id(ticket_id: int, at: datetime) -> int:
    """It stands in the custom_ids of buttons, and is the same however often it is asked for."""
    return snowflake(at, ticket_id)


def resolution(before: Ticket, ticket: Ticket, event: Event) -> Resolution | None:
    """What is to be kept of a decision; None of one by which nobody says that the ticket is solved: time does not. Where
    nobody has it, whoever of staff resolves it has had it; or, as storing it adds, who answered last.
    """
    if event.kind is not EventKind.RESOLVED or event.actor_id is None:
        return None
    by_staff = event.actor_id if event.actor_id != ticket.requester_id else None
    return Resolution(
        resolution_id(ticket.id, event.at),
        ticket.guild_id,
        ticket.id,
        event.at,
        before.assignee_id if before.assignee_id is not None else by_staff,
        ticket.type_id,
        ticket.tier,
    )


def asks(settings: Tickets, type_id: str) -> bool:
    """Whether customers are asked how a ticket of this type was resolved."""
    kind = settings.type(type_id)
    return settings.csat and (kind is None or kind.csat)


def is_asked(settings: Tickets, ticket: Ticket, found: Resolution, last: Resolution, now: datetime) -> bool:
    """Whether its thread asks for it: of what has been opened again since nobody is asked any more."""
    is_over = ticket.status not in LIVE and found == last
    return asks(settings, found.type_id) and is_over and now < found.at + VALID_FOR


def own_ticket(ticket: Ticket, merged: Sequence[Other], by: Actor) -> int:
    """The ticket of who rates: each customer has their own. Raises NotTheCustomer."""
    if by.id == ticket.requester_id:
        return ticket.id
    found = next((other.id for other in merged if other.requester_id == by.id), None)
    if found is None:
        raise NotTheCustomer(ticket.number)
    return found


def rate(
    found: Resolution, ticket_id: int, before: Rating | None, score: int, by: Actor, at: datetime
) -> Rating | None:
    """The rating, with what they have said of it before; None where they have said so already."""
    if before is None:
        return Rating(found.guild_id, found.id, ticket_id, by.id, 1, score, at)
    return None if before.score == score else _next(before, at, score=score)


def comment(before: Rating | None, text: str, at: datetime) -> Rating | None:
    """The rating with these words, or without any; None where they stand there. Words are never read as a score.

    Raises NotRated.
    """
    if before is None:
        raise NotRated
    words = None if is_blank(text) else text.strip()
    return None if before.comment == words else _next(before, at, comment=words)


def require_asked(settings: Tickets, found: Resolution, at: datetime) -> None:
    """Raises RatingNotAsked, RatingOver."""
    if not asks(settings, found.type_id):
        raise RatingNotAsked
    if at >= found.at + VALID_FOR:
        raise RatingOver(found.at + VALID_FOR)


def is_low(score: int, settings: Tickets) -> bool:
    """Whether somebody follows up."""
    return score <= settings.csat_low_from


def follow_up(wanted: FollowUp | None, found: Resolution, given: Rating, settings: Tickets) -> FollowUp | None:
    """What becomes of the follow-up of a ticket by this rating; None where it changes nothing.

    A low score opens one, and another one after that was done if the ticket was resolved anew. A higher one settles it
    as long as nobody has taken it up.
    """
    anew = FollowUp(given.ticket_id, given.guild_id, found.id, given.member_id, found.handler_id, given.at)
    is_another = wanted is None or wanted.resolution_id != found.id
    if not is_low(given.score, settings):
        is_settled = wanted is None or is_another or wanted.claimed_by is not None
        if wanted is None or is_settled or given.member_id == wanted.handler_id:
            return None
        return replace(wanted, claimed_by=given.member_id, done_by=given.member_id, done_at=given.at)
    if wanted is None or wanted.is_withdrawn or (is_another and wanted.done_by is not None):
        return anew
    if not is_another:
        return None
    goes_on = wanted.claimed_by if wanted.claimed_by != found.handler_id else None
    return replace(anew, claimed_by=goes_on, channel_id=wanted.channel_id, message_id=wanted.message_id)


def concerns(wanted: FollowUp, ticket: Ticket, by: Actor) -> bool:
    """Whether it waits for this person: one that nobody has for all who may take it, another for who has it and for leads."""
    has_part = by.id in {*wanted.handlers, wanted.member_id}
    is_theirs = wanted.claimed_by in (None, by.id) or by.is_lead
    return reads(ticket, by) and wanted.done_at is None and is_theirs and not has_part


def claim(wanted: FollowUp, ticket: Ticket, by: Actor) -> FollowUp:
    """They look at it. Raises NotStaff, NotReader, FollowUpDone, NotForYou, FollowUpTaken."""
    _require_other(wanted, ticket, by)
    if wanted.claimed_by is not None:
        raise FollowUpTaken(ticket.number, wanted.claimed_by)
    return replace(wanted, claimed_by=by.id)


def finish(wanted: FollowUp, ticket: Ticket, by: Actor, at: datetime) -> FollowUp:
    """It is done, by whoever says so: who has it may be away. Raises NotStaff, NotReader, FollowUpDone, NotForYou."""
    _require_other(wanted, ticket, by)
    return replace(wanted, claimed_by=wanted.claimed_by or by.id, done_by=by.id, done_at=at)


def _require_other(wanted: FollowUp, ticket: Ticket, by: Actor) -> None:
    require_reader(ticket, by)
    if wanted.done_by is not None:
        raise FollowUpDone(ticket.number, wanted.done_by)
    if by.id in {*wanted.handlers, wanted.member_id}:
        raise NotForYou(ticket.number, is_handler=by.id in wanted.handlers)


def _next(before: Rating, at: datetime, **changed: int | str | None) -> Rating:
    return replace(before, number=before.number + 1, at=at, **changed)  # type: ignore[arg-type]  # a score or words
