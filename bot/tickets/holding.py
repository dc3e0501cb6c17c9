"""Takes tickets back into the queue whose holders do not read them any more: the settings, their roles or its type changed."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_settings import Tickets
from bot.tickets import reading, store
from bot.tickets.line import store as line
from bot.tickets.owed import record
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes


class Holding:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._restricted = [kind.id for kind in settings.types if kind.staff]
        self._jobs = jobs

    @reads
    def held(self, reader: Reader, guild_id: int) -> list[Ticket]:
        """The live tickets that somebody has and not all of staff read."""
        return line.held_of(reader, guild_id, self._restricted) if self._restricted else []

    @writes
    def give_back(self, tx: Transaction, ticket_id: int, holder: Actor) -> Ticket | None:
        """What becomes of it where who has it reads it no more; None where nothing does."""
        before = store.known(tx, ticket_id)
        decided = reading.give_back(before, holder, self._clock())
        if decided is None:
            return None
        record(self._jobs, tx, before, *decided)
        return decided[0]
