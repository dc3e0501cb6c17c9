"""`signpost import discord-tickets|tickets-v2`: closed tickets of the bot before; first only told, then written."""

from __future__ import annotations

import argparse
import asyncio
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from bot.app import load_home
from bot.commands.console import err, out
from bot.commands.faq_report import visible
from bot.commands.home import database_of, exclusively
from bot.database import Database, Reader, Transaction
from bot.errors import StartupError
from bot.former import discord_tickets, store, tickets_v2
from bot.former.taking_in import NumbersTaken, NumberTooLarge, NumberTwice, becomes, by_server, require_free
from bot.former.ticket import LARGEST_NUMBER, FormerTicket, Found, NotSuchAFile
from bot.ticket_settings import Tickets
from bot.ticket_types import TicketType

LARGEST = 256 * 1024 * 1024
"""Bytes: it is read in one piece."""

SHOWN = 20
"""So many numbers are named, or rows that could not be read; of the rest only how many there are."""


def import_tickets(options: argparse.Namespace) -> int:
    """Tell what is in the file and would become of it; with `--apply` do it, all or nothing."""
    try:
        found = _read(options.former, options.file)
    except NotSuchAFile as error:
        raise StartupError(f"{options.file} cannot be read as a file of {options.former}: {error}.") from error
    config, _ = load_home(options.home)
    types, unknown = becomes(found.tickets, config.tickets.types, _rest(config.tickets, options.type))
    _tell(found, types)
    if unknown:
        raise StartupError(
            f"These types of theirs are none of ours: {', '.join(visible(one) or '(without)' for one in unknown)}."
            " Name with --type ID the type whose readers may read all of them. Nothing was imported."
        )
    database = database_of(options.home)
    if not options.apply:
        asyncio.run(database.glance(lambda reader: _check(reader, found.tickets, options.offset)))
        out.print("Nothing was imported yet: say it again with --apply.")
        return 0
    with exclusively(database, "import"):
        asyncio.run(_write(database, found.tickets, types, options.offset))
    out.print(f"{len(found.tickets)} tickets imported.")
    return 0


def _read(former: str, path: Path) -> Found:
    try:
        if former == "discord-tickets":
            if path.stat().st_size > LARGEST:
                raise NotSuchAFile(f"it is larger than {LARGEST >> 20} MB")
            return discord_tickets.read(path.read_text(encoding="utf-8-sig"))
        with ZipFile(path) as zip:
            if zip.getinfo(tickets_v2.NAME).file_size > LARGEST:
                raise NotSuchAFile(f"{tickets_v2.NAME} in it is larger than {LARGEST >> 20} MB")
            return tickets_v2.read(zip.read(tickets_v2.NAME).decode("utf-8-sig"))
    except OSError as error:
        raise StartupError(f"{path} cannot be read: {error.strerror or error}.") from error
    except KeyError as error:
        raise NotSuchAFile(f"there is no {tickets_v2.NAME} in it") from error
    except UnicodeDecodeError as error:
        raise NotSuchAFile("it is no text in UTF-8") from error
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotSuchAFile("it is no zip, or a damaged one") from error


def _rest(ours: Tickets, other: str | None) -> TicketType | None:
    """The type that is named for those that we do not have."""
    rest = None if other is None else ours.type(other)
    if other is not None and rest is None:
        raise StartupError(
            f"`{visible(other)}` is no ticket type: config.yaml has {', '.join(one.id for one in ours.types)}."
        )
    return rest


def _tell(found: Found, types: Mapping[str, TicketType]) -> None:
    for guild_id, kinds in by_server(found.tickets).items():
        for kind, amount in sorted(kinds.items()):
            becomes = f"`{types[kind].id}`" if kind in types else "no type"
            out.print(
                f"server {guild_id}: {amount} closed tickets, {visible(kind) or '(without a type)'} → {becomes}",
                markup=False,
            )
    if found.still_open:
        out.print(f"{found.still_open} are open still, and are left to the other bot.")
    if found.encrypted:
        out.print(f"{found.encrypted} texts are encrypted with the other bot's key, and are left out.")
    for one in found.unreadable[:SHOWN]:
        err.print(f"{one.where}: {one.why}", markup=False)
    if len(found.unreadable) > SHOWN:
        err.print(f"… and {len(found.unreadable) - SHOWN} more that cannot be read.")


async def _write(
    database: Database, found: Sequence[FormerTicket], types: Mapping[str, TicketType], offset: int
) -> None:
    def write(tx: Transaction) -> None:
        _check(tx, found, offset)
        store.add(tx, found, types, offset)

    await database.open()
    try:
        await database.tx(write)
    finally:
        await database.close()


def _check(reader: Reader, found: Sequence[FormerTicket], offset: int) -> None:
    try:
        for guild_id in by_server(found):
            require_free(found, guild_id, offset, store.taken(reader, guild_id))
    except NumberTwice as error:
        why = f"The file has number {error.number} of server {error.guild_id} twice."
        raise StartupError(f"{why} Nothing was imported.") from error
    except NumberTooLarge as error:
        why = f"The offset makes numbers larger than {LARGEST_NUMBER}."
        raise StartupError(f"{why} Nothing was imported.") from error
    except NumbersTaken as error:
        numbers, free = error.numbers, error.free
        more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
        raise StartupError(
            f"These numbers of server {error.guild_id} are taken already: {', '.join(map(str, numbers[:SHOWN]))}{more}."
            f" With --offset {free}, #1 is imported as #{free + 1}. Nothing was imported."
        ) from error
