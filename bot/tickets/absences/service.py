"""Staff say that they are away, and that they are back."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.tickets import lifecycle
from bot.tickets.absences import store
from bot.use_cases import writes


class Absences:
    """Each method is one use case and one transaction. Raises NotStaff."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @writes
    def leave(self, tx: Transaction, *, days: int | None = None, by: Actor) -> datetime | None:
        """Away for so many days, or until they say otherwise; what was said before counts no more. Until when, if that is said."""
        lifecycle.require_staff(by)
        until = None if days is None else self._clock() + timedelta(days=days)
        store.save(tx, by.guild_id, by.id, until)
        return until

    @writes
    def come_back(self, tx: Transaction, *, by: Actor) -> None:
        """Here again, as who was never away."""
        lifecycle.require_staff(by)
        store.end(tx, by.guild_id, by.id)
