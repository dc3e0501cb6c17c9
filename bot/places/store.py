"""The `places` table: which channel or role each name of config.yaml has been found to mean."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from datetime import datetime

from sqlalchemy import NullPool, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.database import Database, Reader, Transaction
from bot.places.meant import Kind, Wanted
from bot.revisions import newest_revision, revision_of
from bot.schema import places


async def load(reader: Reader) -> dict[int, dict[Wanted, int]]:
    """Everything that is known, by server."""
    known: dict[int, dict[Wanted, int]] = {}
    for row in await reader.execute(select(places)):
        known.setdefault(row.guild_id, {})[Wanted(Kind(row.kind), row.name)] = row.discord_id
    return known


async def glance(database: Database) -> dict[int, dict[Wanted, int]]:
    """`load` for who only looks, also beside a running bot: nothing is opened, migrated or written.

    Nothing is known where there is no database yet, or none of the newest revision, or it cannot be reached.
    """
    if database.file is not None and not await asyncio.to_thread(database.file.is_file):
        return {}
    async with AsyncExitStack() as stack:
        with suppress(SQLAlchemyError, sqlite3.Error, OSError, ModuleNotFoundError):
            engine = create_async_engine(database.url, poolclass=NullPool)
            stack.push_async_callback(engine.dispose)
            reader = await stack.enter_async_context(engine.connect())
            if await reader.run_sync(revision_of) == newest_revision():
                return await load(reader)
    return {}


async def save(tx: Transaction, guild_id: int, found: Mapping[Wanted, int], at: datetime) -> None:
    """These names mean these ids in this server, whatever they meant before."""
    for (kind, name), discord_id in found.items():
        key = (places.c.guild_id == guild_id, places.c.kind == kind.value, places.c.name == name)
        await tx.execute(delete(places).where(*key))
        await tx.execute(
            insert(places).values(
                guild_id=guild_id, kind=kind.value, name=name, discord_id=discord_id, resolved_at=at
            )
        )
