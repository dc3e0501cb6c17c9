"""How many tickets of a type a member may have open, and how soon they may do the same again."""

from __future__ import annotations

from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Reader
from bot.ticket_errors import OpenUnread, TooSoon, TooSoonAgain
from bot.ticket_settings import Tickets
from bot.tickets import slots, store
from bot.tickets.reading import reads
from bot.tickets.ticket import EventKind, Ticket

COOLED = frozenset({EventKind.OPENED, EventKind.RESOLVED, EventKind.CLOSED, EventKind.REOPENED})
"""What people other than staff do at most once in `cooldown_seconds`."""


class Limits:
    """They protect staff from members, so they do not stop what staff do with a ticket that is there.

    A ticket that staff open for somebody is another matter: where there is one already, that is the place for it.
    """

    def __init__(self, clock: Clock, settings: Tickets) -> None:
        self._clock = clock
        self._settings = settings

    def require_room(self, reader: Reader, guild_id: int, requester_id: int, type_id: str, *, by: Actor) -> int:
        """The slot of one more live ticket. Raises AlreadyOpen, and OpenUnread for who cannot go on in that."""
        live = store.live_of(reader, guild_id, requester_id, type_id)
        limit = self._settings.max_open(type_id)
        if len(live) >= limit and by.id != requester_id and type_id in by.barred:
            raise OpenUnread(tuple(by.barred[type_id]))
        return slots.require_room(live, limit)

    def room_for(self, reader: Reader, ticket: Ticket, by: Actor) -> int:
        """The slot of a ticket that is to be live, of this type, from now on. Raises AlreadyOpen, but only for its
        requester: whom else it concerns has no other one to go on in.
        """
        if by.id == ticket.requester_id and not reads(ticket, by):
            return self.require_room(reader, ticket.guild_id, ticket.requester_id, ticket.type_id, by=by)
        return slots.free_slot(store.live_of(reader, ticket.guild_id, ticket.requester_id, ticket.type_id))

    def require_calm(
        self, reader: Reader, guild_id: int, by: Actor, kind: EventKind, type_id: str | None = None
    ) -> None:
        """Who does these things one after another costs staff and the bot more than themselves: each once in a cooldown,
        and what is done to a type of ticket also once in that of the type.

        What a clock that was ahead has dated later than now does not count. Raises TooSoon, TooSoonAgain.
        """
        if by.is_staff or kind not in COOLED:
            return
        now = self._clock()
        own = self._settings.type(type_id) if type_id else None
        waits = [(self._settings.cooldown_seconds, None), *([(own.cooldown_seconds, own.id)] if own else [])]
        ends = []
        for span, of_type in ((timedelta(seconds=seconds), of_type) for seconds, of_type in waits if seconds):
            last = store.last_done_at(reader, guild_id, by.id, kind, after=now - span, until=now, type_id=of_type)
            if last is not None:
                ends.append((last + span, own if of_type else None))
        if ends:
            until, of = max(ends, key=lambda end: end[0])
            raise TooSoon(until, of) if kind is EventKind.OPENED else TooSoonAgain(until)
