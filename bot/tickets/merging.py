"""Whether a ticket may go on in another one, and what is so when that is taken back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actor import Actor
from bot.matching.thanks import is_thanks
from bot.ticket_errors import NotMerged, SameTicket
from bot.tickets.hearing import Line
from bot.tickets.lifecycle import live_again, require_work, turned
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Event, EventKind, Status, Ticket, WaitingOn

Change = tuple[Ticket, Event]


def merge(
    ticket: Ticket, into: Ticket, by: Actor, at: datetime, *, is_answered: bool = True
) -> tuple[Change, Change]:
    """The ticket is closed and goes on in the other one, which keeps its assignee and its priority. If either waits for
    staff, so does that: nobody who wrote is forgotten. `is_answered`: staff have had the last word in it; where they have
    not, nobody is left to answer in the other one either.

    Raises SameTicket, and for either what `require_work` raises.
    """
    require_work(ticket, by)
    if ticket.id == into.id:
        raise SameTicket(ticket.number)
    require_work(into, by)
    return (
        (
            replace(ticket, status=Status.CLOSED, merged_into=into.number),
            Event(EventKind.MERGED, by.id, at, number=into.number),
        ),
        (
            _joined(ticket, into, at, is_answered),
            Event(EventKind.ABSORBED, by.id, at, number=ticket.number, wrote=not is_answered),
        ),
    )


def _joined(ticket: Ticket, into: Ticket, at: datetime, is_answered: bool) -> Ticket:
    waits = ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed
    is_for_staff = waits or (into.waiting_on is WaitingOn.REQUESTER and not is_answered)
    sleeps = into.waiting_on is not WaitingOn.STAFF or into.is_snoozed
    return turned(into, WaitingOn.STAFF, at) if is_for_staff and sleeps else into


@dataclass(frozen=True)
class Meanwhile:
    """What became of a ticket's own people while it went on in others. `spoke_at`: when one of them first said something
    there. `is_in_doubt`: it is not known whether one has, or what they waited for was settled there.
    """

    spoke_at: datetime | None = None
    is_in_doubt: bool = False


_SETTLES = frozenset({EventKind.RESOLVED, EventKind.CLOSED, EventKind.FELL_SILENT})
_SPEAKS = frozenset({EventKind.TURNED, EventKind.ADDED, EventKind.REOPENED, EventKind.KNOCKED, EventKind.OBJECTED})


def meanwhile(own: Collection[int], events: Sequence[Event], lines: Sequence[Line] | None) -> Meanwhile:
    """`own` belong to the ticket. `events` happened to it since the merge, and where it went on; these are the lines that
    were written there, None where they cannot be read. Plain thanks say nothing.
    """
    said = [line.at for line in lines or () if line.author_id in own and not is_thanks(line.text)]
    said += [event.at for event in events if event.kind in _SPEAKS and event.actor_id in own]
    is_settled = any(event.kind in _SETTLES for event in events)
    return Meanwhile(min(said, default=None), is_settled or lines is None)


def unmerge(ticket: Ticket, into: Ticket, by: Actor, at: datetime, gone_by: Meanwhile) -> tuple[Change, Change]:
    """The ticket goes on by itself again, with whoever had it, as it was: whose turn it was, in its place in the queue, or
    snoozed. But it waits for staff where one of its own people has spoken meanwhile, since then; where its snooze is over,
    since then; and where it is in doubt whether it still waits for somebody else, from now on. Whose turn staff have said
    it is in the other one is that one's, which stays as it is. Raises NotReader for the other one, and what
    `require_merged` raises.
    """
    require_merged(ticket, by)
    require_reader(into, by)
    live = live_again(ticket, at)
    again = replace(
        live, waiting_on=ticket.waiting_on, waits_since=ticket.waits_since, snooze=ticket.snooze, merged_into=None
    )
    until = ticket.snooze.until if ticket.snooze else None
    calls = [until] if until is not None and until <= at else []
    if gone_by.spoke_at is not None:
        calls.append(min(gone_by.spoke_at, at))  # by Discord's clock, which may be ahead
    if calls or gone_by.is_in_doubt:
        again = replace(turned(again, WaitingOn.STAFF, min(calls, default=at)), held_since=live.held_since)
    return (
        (again, Event(EventKind.UNMERGED, by.id, at, number=into.number)),
        (into, Event(EventKind.PARTED, by.id, at, number=ticket.number)),
    )


def require_merged(ticket: Ticket, by: Actor) -> int:
    """The number of the ticket in which this one goes on. Raises NotStaff, NotReader, NotMerged."""
    require_reader(ticket, by)
    if ticket.merged_into is None:
        raise NotMerged(ticket.number)
    return ticket.merged_into
