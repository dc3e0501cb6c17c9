"""Customers say how their tickets were resolved; staff read what that comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import NotStaff
from bot.jobs.runner import JobRunner
from bot.ticket_errors import UnknownTicket
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.csat import rating as rules
from bot.tickets.csat import store
from bot.tickets.csat.following import owe_line
from bot.tickets.csat.rating import Rating, Resolution
from bot.tickets.csat.trend import Scores, Trend, by_person, trend
from bot.tickets.merges import store as merges
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Event, EventKind, Ticket
from bot.tickets.tiers.ladder import Ladder
from bot.use_cases import reads, writes

OWN_DAYS = 30
"""Of so many days staff see in `/my` how they were rated."""


@dataclass(frozen=True)
class Ask:
    """What a thread asks for, and which customers beside the requester it asks: theirs went on in the ticket."""

    resolution: Resolution
    customers: Sequence[int]


@dataclass(frozen=True)
class Rated:
    """What a customer says by now, and whether somebody will follow up, but who had their ticket."""

    rating: Rating
    is_followed: bool


class Ratings:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, zone: tzinfo, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._zone = zone
        self._jobs = jobs

    @reads
    def asked(self, reader: Reader, ticket: Ticket, event: Event) -> Ask | None:
        """What is asked where the thread is told of this event, if anything is."""
        if event.kind is not EventKind.RESOLVED:
            return None
        found = store.resolution(reader, rules.resolution_id(ticket.id, event.at))
        last = store.last_resolution(reader, ticket.id)
        if found is None or last is None or not rules.is_asked(self._settings, ticket, found, last, self._clock()):
            return None
        customers = {other.requester_id for other in merges.merged_into(reader, ticket)} - {ticket.requester_id}
        return Ask(found, sorted(customers))

    @writes
    def rate(self, tx: Transaction, resolution_id: int, score: int, *, by: Actor) -> Rated:
        """The last press counts; the same one twice is one. A low score has somebody follow up.

        Raises UnknownTicket, NotTheCustomer, RatingNotAsked, RatingOver.
        """
        found, ticket_id, before = self._known(tx, resolution_id, by)
        if score not in rules.SCORES:
            raise UnknownTicket(None)
        given = rules.rate(found, ticket_id, before, score, by, self._clock())
        return self._kept(tx, found, before, given)

    @writes
    def comment(self, tx: Transaction, resolution_id: int, text: str, *, by: Actor) -> Rated:
        """What they add to their score. Raises UnknownTicket, NotTheCustomer, RatingNotAsked, RatingOver, NotRated."""
        found, _, before = self._known(tx, resolution_id, by)
        return self._kept(tx, found, before, rules.comment(before, text, self._clock()))

    @reads
    def given(self, reader: Reader, resolution_id: int, *, by: Actor) -> Rated | None:
        """What they have said; None where they have said nothing. Raises what `rate` raises."""
        _, _, before = self._known(reader, resolution_id, by)
        return None if before is None else self._rated(reader, before)

    @reads
    def of_ticket(self, reader: Reader, ticket_id: int, *, by: Actor) -> list[Rating]:
        """What customers say of it, the newest first. Raises UnknownTicket, NotStaff, NotReader."""
        ticket = tickets.known_in(reader, ticket_id, by.guild_id)
        require_reader(ticket, by)
        return store.of_ticket(reader, ticket.id)

    @reads
    def trend(self, reader: Reader, *, days: int, by: Actor) -> Trend:
        """Of what was resolved in the last `days` days. Raises NotStaff."""
        found = store.scored(reader, by.guild_id, *self._last(days, by))
        return trend(found, Ladder.of(self._settings), self._zone, by.barred)

    @reads
    def by_person(self, reader: Reader, *, days: int, by: Actor) -> Mapping[int, Scores]:
        """The same by who had the tickets, for leads; nothing for others. Raises NotStaff."""
        period = self._last(days, by)
        return by_person(store.scored(reader, by.guild_id, *period), by.barred) if by.is_lead else {}

    @reads
    def own(self, reader: Reader, *, by: Actor) -> Scores:
        """How who asks was rated in the last `OWN_DAYS` days. Raises NotStaff."""
        found = store.scored(reader, by.guild_id, *self._last(OWN_DAYS, by), by.id)
        return by_person(found).get(by.id, Scores())

    def _known(self, reader: Reader, resolution_id: int, by: Actor) -> tuple[Resolution, int, Rating | None]:
        """The resolution, the ticket of who rates it, and what they have said of it."""
        found = store.resolution(reader, resolution_id)
        if found is None:
            raise UnknownTicket(None)
        ticket = tickets.known_in(reader, found.ticket_id, by.guild_id)
        own_id = rules.own_ticket(ticket, merges.merged_into(reader, ticket), by)
        rules.require_asked(self._settings, found, self._clock())
        return found, own_id, store.rating(reader, found.id, by.id)

    def _kept(self, tx: Transaction, found: Resolution, before: Rating | None, given: Rating | None) -> Rated:
        now = given or before
        assert now is not None  # of nothing nothing is changed
        if given is not None:
            store.add_rating(tx, given)
            wanted = store.follow_up(tx, given.ticket_id)
            changed = rules.follow_up(wanted, found, given, self._settings)
            if changed is not None:
                store.put_follow_up(tx, changed)
            if changed is not None or (wanted is not None and wanted.resolution_id == found.id):
                owe_line(self._jobs, tx, given.guild_id, given.ticket_id, given.at)
        return self._rated(tx, now)

    def _rated(self, reader: Reader, given: Rating) -> Rated:
        wanted = store.follow_up(reader, given.ticket_id)
        is_wanted = wanted is not None and wanted.done_at is None
        return Rated(given, is_wanted and rules.is_low(given.score, self._settings))

    def _last(self, days: int, by: Actor) -> tuple[datetime, datetime]:
        if not by.is_staff:
            raise NotStaff
        now = self._clock()
        return now - timedelta(days=days), now
