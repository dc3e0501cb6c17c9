"""Knows which channels and roles config.yaml means in each server, and hears of each change there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

from bot.config import Config
from bot.database import Database, Transaction
from bot.places import store
from bot.places.meant import Meant, Thing, Wanted, find, wanted
from bot.use_cases import writes

log = logging.getLogger(__name__)

Tell = Callable[[int, Sequence[Wanted]], Awaitable[None]]
"""Told which names of config.yaml mean nothing in a server: once after each start, and when that changes."""


class Places:
    """Names are looked up when a server changes, not when somebody writes: `of` costs a look into a dict."""

    def __init__(self, database: Database, config: Config) -> None:
        self._database = database
        self.config = config
        self._wanted = wanted(config)
        self._stored: dict[int, dict[Wanted, int]] = {}
        self._meant: dict[int, Meant] = {}
        self._told: dict[int, Sequence[Wanted]] = {}
        self._tell: Tell | None = None
        self._writing = asyncio.Lock()
        given = {one: one.name for one in self._wanted if isinstance(one.name, int)}
        self._unseen = Meant(config, given)

    def tell_by(self, tell: Tell) -> None:
        """Who is told of what is missing."""
        self._tell = tell

    async def load(self) -> None:
        """Know what was found before a restart; call once the database is open."""
        self._know(await self._database.read(store.load))

    async def glance(self) -> None:
        """`load` for who only looks, perhaps beside a running bot: the database need not be open, nor be there."""
        self._know(await self._database.glance(store.load) or {})

    def of(self, guild_id: int) -> Meant:
        """What config.yaml means in this server; only what it gives by id where nobody has looked yet."""
        return self._meant.get(guild_id, self._unseen)

    def look(self, guild_id: int, there: Sequence[Thing]) -> Meant:
        """Find anew what is meant in a server that has these channels and roles, from now on; nothing is stored."""
        before = self.of(guild_id)
        known = {**self._stored.get(guild_id, {}), **before.ids}
        now = Meant(self.config, find(self._wanted, known, there))
        for one in self._wanted:
            was, is_ = before.ids.get(one), now.ids.get(one)
            if was is not None and is_ is None:
                log.warning("server %d: %s of config.yaml is gone (%d)", guild_id, one, was)
            elif was is not None and was != is_:
                log.warning("server %d: %s of config.yaml is gone (%d); now it means %d", guild_id, one, was, is_)
        self._meant[guild_id] = now
        return now

    async def resolve(self, guild_id: int, there: Sequence[Thing]) -> Meant:
        """`look`, keep what was found, and tell of what is missing if that has changed.

        What is gone stays stored until another of its name is there: a server that is down has no channels. A name that
        config.yaml holds no more is forgotten: if it comes back, it means what is called so then.
        """
        meant = self.look(guild_id, there)
        async with self._writing:
            stored = self._stored.get(guild_id, {})
            new = {
                one: id_
                for one, id_ in self._meant[guild_id].ids.items()
                if isinstance(one.name, str) and stored.get(one) != id_
            }
            old = stored.keys() - set(self._wanted)
            if new or old:
                await self._save(guild_id, old, new)
                self._stored[guild_id] = {one: id_ for one, id_ in stored.items() if one not in old} | new
        if self._tell is not None and self._told.get(guild_id) != meant.missing:
            await self._tell(guild_id, meant.missing)
            self._told[guild_id] = meant.missing
        return meant

    @writes
    def _save(self, tx: Transaction, guild_id: int, old: Collection[Wanted], new: Mapping[Wanted, int]) -> None:
        store.forget(tx, guild_id, old)
        store.save(tx, guild_id, new)

    def _know(self, stored: dict[int, dict[Wanted, int]]) -> None:
        self._stored = stored
        for guild_id, known in self._stored.items():
            ids = {**self._unseen.ids, **{one: known[one] for one in self._wanted if one in known}}
            self._meant[guild_id] = Meant(self.config, ids)
