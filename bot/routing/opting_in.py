"""Members say that they help: with what, when, and when not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.routing import store
from bot.routing.hours import quiet_hours
from bot.routing.refused import NoHelper, NothingChosen, NotOpenToYou
from bot.routing.willing import Helper, Wish
from bot.routing_settings import OpenTo, Routing
from bot.use_cases import reads, writes
from bot.zones import found


class OptingIn:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Routing, zone_name: str) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self.zone_name = zone_name

    def require_may(self, by: Actor) -> None:
        """Raises NotOpenToYou."""
        if self._settings.open_to is OpenTo.HELPERS and not (by.is_helper or by.is_staff):
            raise NotOpenToYou

    @reads
    def of(self, reader: Reader, *, by: Actor) -> tuple[Helper | None, bool]:
        """What they help with, if they do; and whether they do not want to be named, so that they are told of nothing."""
        is_hidden = Choice.HIDDEN in choices.chosen(reader, by.guild_id, by.id)
        return store.helper(reader, by.guild_id, by.id), is_hidden

    @writes
    def help_with(
        self,
        tx: Transaction,
        topics: tuple[str, ...],
        *,
        takes_all: bool,
        quiet: str,
        zone_name: str,
        by: Actor,
    ) -> Helper:
        """They help with these topics, or with all, but not in these hours of this zone: as they typed both.

        Raises NotOpenToYou, NothingChosen, UnclearHours, UnknownZone.
        """
        self.require_may(by)
        if not topics and not takes_all:
            raise NothingChosen
        hours, named = quiet_hours(quiet), found(zone_name) if zone_name.strip() else self.zone_name
        store.save_wish(tx, by.guild_id, by.id, Wish(topics, takes_all, hours, named))
        helper = store.helper(tx, by.guild_id, by.id)
        assert helper is not None
        return helper

    @writes
    def pause(self, tx: Transaction, hours: int | None, *, by: Actor) -> datetime | None:
        """They are told of nothing for so many hours, or until they say otherwise; until when. Raises NoHelper."""
        now = self._clock()
        until = None if hours is None else now + timedelta(hours=hours)
        if not store.save_pause(tx, by.guild_id, by.id, since=now, until=until):
            raise NoHelper
        return until

    @writes
    def resume(self, tx: Transaction, *, by: Actor) -> None:
        """They are told again. Raises NoHelper."""
        if not store.save_pause(tx, by.guild_id, by.id, since=None, until=None):
            raise NoHelper

    @writes
    def stop(self, tx: Transaction, *, by: Actor) -> None:
        """They do not help any more, and nothing of what they said is kept. Raises NoHelper."""
        if not store.remove(tx, by.guild_id, by.id):
            raise NoHelper

    @writes
    def left(self, tx: Transaction, guild_id: int, member_ids: Collection[int]) -> None:
        """They are no members any more: nothing of what they said is kept."""
        for member_id in member_ids:
            store.remove(tx, guild_id, member_id)
