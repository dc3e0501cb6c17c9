"""Staff reply to a ticket with an entry's answer: it is said in their name, and it is noted of which entry it was."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import EntrySent
from bot.tickets import hearing, lifecycle, store
from bot.tickets.entries import store as entries
from bot.tickets.happening import changed
from bot.tickets.hearing import Line
from bot.tickets.last_chances import store as last_chances
from bot.tickets.owed import owe_change
from bot.tickets.replying import reply_in
from bot.tickets.ticket import Event, EventKind, Ticket
from bot.use_cases import reads, writes


@dataclass(frozen=True)
class Tried:
    """Entries by their ids: `shown` to the requester before the ticket was opened, and `sent` into it."""

    shown: tuple[str, ...]
    sent: set[str]


class SentEntries:
    """Afterwards, run what the ticket owes: `views.in_order`."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @writes
    def send(
        self,
        tx: Transaction,
        ticket_id: int,
        entry_id: str,
        text: str,
        *,
        by: Actor,
        after: int | None = None,
    ) -> Ticket:
        """Say the entry's answer. It is a response as if they had written it; an entry is sent into a ticket once, whoever
        presses, and again only by who knows when it was sent last: `after` that Unix time, in seconds.

        Raises EntrySent, and what `lifecycle.require_work` raises.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        lifecycle.require_work(before, by)
        sent = entries.last_sent(tx, ticket_id, entry_id)
        if sent is not None and int(sent.at.timestamp()) != after:
            raise EntrySent(before.number, sent.by, sent.at)
        entries.save(tx, before, entry_id, by.id, now)
        before = reply_in(self._jobs, tx, before, text, by, now)
        to = hearing.turned_by(before, Line(by.id, text, now, is_staff=True))
        ticket, event = before, Event(EventKind.REPLIED, by.id, now)
        if to is not None:
            ticket, event = lifecycle.turn(before, to, by.id, now)
            changed(self._jobs, tx, before, ticket, event)
        owe_change(self._jobs, tx, before, ticket, event)
        return ticket

    @reads
    def tried(self, reader: Reader, ticket_id: int) -> Tried:
        """The entries that need not be named to staff any more."""
        return Tried(tuple(last_chances.shown_before(reader, ticket_id)), entries.of_ticket(reader, ticket_id))
