"""The `places` table: which channel or role each name of config.yaml has been found to mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select

from bot.database import Reader, Transaction
from bot.places.meant import Wanted
from bot.requirements import Kind
from bot.schema import places


def load(reader: Reader) -> dict[int, dict[Wanted, int]]:
    """Everything that is known, by server."""
    known: dict[int, dict[Wanted, int]] = {}
    for row in reader.execute(select(places)):
        known.setdefault(row.guild_id, {})[Wanted(Kind(row.kind), row.name)] = row.discord_id
    return known


def save(tx: Transaction, guild_id: int, found: Mapping[Wanted, int]) -> None:
    """These names mean these ids in this server, whatever they meant before."""
    forget(tx, guild_id, found)
    for (kind, name), discord_id in found.items():
        row = {"guild_id": guild_id, "kind": kind.value, "name": name, "discord_id": discord_id}
        tx.execute(insert(places).values(row))


def forget(tx: Transaction, guild_id: int, names: Collection[Wanted]) -> None:
    """These names mean nothing in this server."""
    for kind, name in names:
        key = (places.c.guild_id == guild_id, places.c.kind == kind.value, places.c.name == name)
        tx.execute(delete(places).where(*key))
