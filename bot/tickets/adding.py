"""What a requester wrote elsewhere, in a form or in a question, is added to their ticket that is open already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.reputation.roots import store as roots
from bot.ticket_errors import NotYourTicket
from bot.ticket_urgency import Priority
from bot.tickets import lifecycle, store
from bot.tickets.answers import as_added, unsaid
from bot.tickets.guests import store as guests
from bot.tickets.happening import changed
from bot.tickets.merges import store as merges
from bot.tickets.owed import SETTLE_QUESTION_JOB, owe, owe_change
from bot.tickets.parties import Parties
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Detail, Ticket
from bot.tickets.views import View
from bot.use_cases import reads, writes

OWN_AT_MOST = 3
"""Of the tickets to which something can be added."""


class Adding:
    """After a change, run what the ticket owes, and `SETTLE_QUESTION_JOB` of the question."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs

    @reads
    def possible(
        self, reader: Reader, guild_id: int, requester_id: int, type_id: str, *, by: Actor
    ) -> list[Ticket]:
        """Their live tickets of this type, and those in which such go on, the newest first; as far as `by`, who may be
        somebody of staff, reads them.
        """
        own = store.live_of(reader, guild_id, requester_id, type_id)
        found = {
            ticket.id: ticket for ticket in (*own, *merges.live_survivors(reader, guild_id, requester_id, type_id))
        }
        shown = [one for one in found.values() if by.id == requester_id or one.type_id not in by.barred]
        return sorted(shown, key=lambda ticket: -ticket.number)

    @reads
    def of_member(self, reader: Reader, guild_id: int, requester_id: int) -> list[Ticket]:
        """Their live tickets of whatever type, and those in which such go on: the newest `OWN_AT_MOST`, the newest first."""
        own = store.live_of_member(reader, guild_id, requester_id, OWN_AT_MOST)
        found = {ticket.id: ticket for ticket in (*own, *merges.live_survivors(reader, guild_id, requester_id))}
        return sorted(found.values(), key=lambda ticket: -ticket.number)[:OWN_AT_MOST]

    @writes
    def add(
        self,
        tx: Transaction,
        ticket_id: int,
        details: Sequence[Detail],
        *,
        requester_id: int,
        question_id: int | None,
        by: Actor,
    ) -> Ticket:
        """A question of this requester, or what they wrote to us alone, comes into their ticket, or into that in which it goes
        on; pressed twice, it stands there once.

        Raises UnknownTicket, NotYourTicket, NotStaff, NotReader, TicketResolved, TicketClosed.
        """
        return self.add_in(tx, ticket_id, details, requester_id=requester_id, question_id=question_id, by=by)

    @writes
    def add_lines(self, tx: Transaction, ticket_id: int, lines: Sequence[Detail], *, by: Actor) -> Ticket:
        """What its requester wrote to us alone, a detail a message; what was added before is not added twice.

        Raises what `add` raises.
        """
        meant = store.known_in(tx, ticket_id, by.guild_id)
        where = merges.surviving(tx, meant)
        _require_theirs(tx, meant, where, by.id)
        new = unsaid(lines, where.details)
        if not new:
            return where
        text = "\n".join(line.text for line in new if line.text)
        uploads = tuple(upload for line in new for upload in line.uploads)
        whole = replace(new[0], text=text, uploads=uploads)
        return self.add_in(tx, ticket_id, (whole,), requester_id=by.id, question_id=None, by=by)

    def add_in(
        self,
        tx: Transaction,
        ticket_id: int,
        details: Sequence[Detail],
        *,
        requester_id: int,
        question_id: int | None,
        by: Actor,
        priority: Priority = Priority.P4,
    ) -> Ticket:
        """The same in a transaction of the caller's; `priority` is what it would have led to by itself."""
        meant, now, added = store.known_in(tx, ticket_id, by.guild_id), self._clock(), as_added(details)
        before = merges.surviving(tx, meant)
        beside = _require_theirs(tx, meant, before, requester_id)
        if by.id != requester_id:
            require_reader(before, by)  # also who belongs there does not put another's words into it
        if added in before.details:
            return before
        ticket, event = lifecycle.add(before, by, now, priority=priority, beside=beside)
        changed(self._jobs, tx, before, ticket, event)
        store.save_details(tx, ticket.id, (*ticket.details, added))
        owe_change(self._jobs, tx, before, ticket, event)
        owe(self._jobs, tx, ticket, (View.PARTS,), now, run_now=True)
        if question_id is not None:
            roots.add_question(tx, ticket.guild_id, question_id, ticket.id)
            self._jobs.put(
                tx,
                guild_id=ticket.guild_id,
                kind=SETTLE_QUESTION_JOB,
                subject_id=question_id,
                due_at=now,
                run_now=True,
            )
        return store.known(tx, ticket.id)


def _require_theirs(reader: Reader, meant: Ticket, where: Ticket, requester_id: int) -> Parties:
    """Who has a say beside its requester. Raises NotYourTicket."""
    beside = guests.parties(reader, where)
    if requester_id != where.requester_id and requester_id not in beside.customers:
        raise NotYourTicket(meant.number)
    return beside
