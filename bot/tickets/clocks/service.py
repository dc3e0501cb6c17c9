"""Tells staff in time that a clock of a ticket runs out, and once that it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.tickets import reading
from bot.tickets import store as tickets
from bot.tickets.absences import store as absences
from bot.tickets.clocks import store
from bot.tickets.clocks.policy import Policy
from bot.tickets.clocks.telling import Found, To, Told, as_data, told
from bot.tickets.clocks.watched import Watched, missed, restated
from bot.tickets.happening import noted
from bot.tickets.owed import HOLDER_JOB, owe
from bot.tickets.quiet import quiet_until
from bot.tickets.ticket import Status, Ticket
from bot.tickets.views import View
from bot.use_cases import reads, writes

CLOCK_LINE_JOB = "clock.line"
"""Says what is told of clocks at one time to one reader. Subject: an id of its own; data: `telling.Told`."""

PAUSE = timedelta(minutes=5)
"""After something was told, the next comes so much later at the earliest, with what has run out meanwhile: so none is taken
for another one after a crash.
"""

MOST = 5000
"""Clocks that are told of at a time: where there are more, the others follow."""


class Clocks:
    """Each method is one use case and one transaction. What runs out is noted when it does; but nothing is told in quiet hours:
    it follows when they end.
    """

    def __init__(
        self, database: Database, clock: Clock, policy: Policy, zone: tzinfo, jobs: JobRunner, ids: Ids
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._zone = zone
        self._jobs = jobs
        self._ids = ids
        self._begun = set[int]()
        self._told_at = dict[int, datetime]()

    @reads
    def of(self, reader: Reader, ticket: Ticket) -> Sequence[Watched]:
        """The clocks of a ticket, the first that is due first; those without a time at the end."""
        found = store.of(reader, ticket.id).values()
        return sorted(found, key=lambda one: (one.due_at is None, one.due_at or ticket.opened_at))

    @reads
    def told_of(self, reader: Reader, what: Told) -> Sequence[Ticket]:
        """The tickets that a message names, also where their clocks run no more."""
        return tickets.of_ids(reader, {ticket_id for ticket_id, _ in what.first})

    @reads
    def named(self, reader: Reader, what: Told) -> Sequence[tuple[Ticket, Watched]]:
        """The clocks that a message names, as far as they still run, as they are now."""
        ids = [ticket_id for ticket_id, _ in what.first]
        of_id = {ticket.id: ticket for ticket in tickets.of_ids(reader, ids)}
        clocks = store.of_tickets(reader, ids)
        found = [(of_id[id_], clocks[id_, kind]) for id_, kind in what.first if (id_, kind) in clocks]
        return [(ticket, one) for ticket, one in found if one.due_at is not None]

    async def begin(self, guild_id: int) -> None:
        """The policy or its hours may have changed while the bot was off: all clocks of the community go by those that are in
        force. But for the first time this changes nothing.
        """
        if guild_id not in self._begun:
            await self._restate(guild_id)
            self._begun.add(guild_id)

    @reads
    def acting(self, reader: Reader, guild_id: int) -> Sequence[Ticket]:
        """The tickets of whose clocks there is something to note, or to tell, now."""
        return [one.ticket for one in self._found(reader, guild_id, self._clock())]

    @writes
    def tell(self, tx: Transaction, guild_id: int, holders: Mapping[int | None, Actor]) -> datetime | None:
        """Note each clock that has run out, and owe a word of each that does, once. When to look again; None where there is
        nothing to wait for. `holders` are those who have these tickets, by their ids: one whose holder reads it no more is
        given back.
        """
        now = self._clock()
        later = self._later(guild_id, now)
        found = [self._noted(tx, one, now) for one in self._found(tx, guild_id, now)]
        if later is None and found:
            later = now + PAUSE
            for to, those in self._by_reader(tx, found, holders, now).items():
                self._jobs.put(
                    tx,
                    guild_id=guild_id,
                    kind=CLOCK_LINE_JOB,
                    subject_id=self._ids.draw(now),
                    due_at=now,
                    data=as_data(told(to, those, now)),
                )
            found = [replace(one, watched=replace(one.watched, warned_at=now)) for one in found]
            tx.after_commit(lambda: self._told_at.update({guild_id: now}))
        store.save(tx, [(one.ticket.id, one.watched) for one in found])
        next_at = store.next_at(tx, guild_id)
        if next_at is None or later is None or next_at >= later:
            return next_at
        return min(later, store.next_missed_at(tx, guild_id) or later)

    @writes
    def _restate(self, tx: Transaction, guild_id: int) -> None:
        now, policy = self._clock(), self._policy
        running = store.running(tx, guild_id)
        due: dict[int, datetime | None] = {}
        changed = []
        for one in running:
            target = policy.target(one.type_id, one.priority, one.watched.clock.kind)
            found = restated(one.watched, policy.times(one.watched.clock, target), now)
            if found != one.watched:
                changed.append((one.ticket_id, found))
            known = due.get(one.ticket_id)
            due[one.ticket_id] = min(known, found.due_at) if known and found.due_at else known or found.due_at
        store.save_restated(tx, changed)
        moved = {one.ticket_id for one in running if due[one.ticket_id] != one.ticket_due_at}
        store.save_all_due(tx, {id_: due[id_] for id_ in moved}, running)

    def _later(self, guild_id: int, now: datetime) -> datetime | None:
        """Until when nobody is told; None where they may be told now."""
        told_at = self._told_at.get(guild_id)
        later = quiet_until(now, self._policy.settings.quiet_hours, self._zone)
        return later or (told_at + PAUSE if told_at is not None and now < told_at + PAUSE else None)

    def _found(self, reader: Reader, guild_id: int, now: datetime) -> list[Found]:
        may_tell = self._later(guild_id, now) is None
        found = (store.acting if may_tell else store.missed)(reader, guild_id, now, MOST)
        of_id = {ticket.id: ticket for ticket in tickets.of_ids(reader, {id_ for id_, _ in found})}
        return [Found(of_id[id_], one) for id_, one in found]

    def _noted(self, tx: Transaction, one: Found, now: datetime) -> Found:
        """The clock as it is once it is noted that it has run out, if it has."""
        if one.is_breach or one.watched.due_at is None or one.watched.due_at > now:
            return one
        past, event = missed(one.watched)
        noted(self._jobs, tx, one.ticket, event)
        owe(self._jobs, tx, one.ticket, (View.CARD,), now)
        return replace(one, watched=past)

    def _by_reader(
        self, tx: Transaction, found: Sequence[Found], holders: Mapping[int | None, Actor], now: datetime
    ) -> Mapping[To, Sequence[Found]]:
        """Who has it hears of it; else, and where they are away or read it no more, all who read its queue channel."""
        away: dict[int, bool] = {}
        queues: dict[object, To] = {}
        sorted_: defaultdict[To, list[Found]] = defaultdict(list)
        for one in found:
            ticket = one.ticket
            holder = ticket.assignee_id if ticket.status is Status.CLAIMED else None
            if holder in holders and not reading.reads(ticket, holders[holder]):
                self._jobs.put(tx, guild_id=ticket.guild_id, kind=HOLDER_JOB, subject_id=ticket.id, due_at=now)
                holder = None
            if holder is not None and holder not in away:
                away[holder] = absences.is_away(tx, ticket.guild_id, holder, now)
            kind = self._policy.settings.type(ticket.type_id)
            queue = queues.setdefault(kind.queue if kind else None, To(None, ticket.type_id))
            to = queue if holder is None or away[holder] else To(holder, queue.type_id)
            sorted_[to].append(one)
        return sorted_
