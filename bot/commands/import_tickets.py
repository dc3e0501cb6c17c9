"""`signpost import discord-tickets|tickets-v2`: closed tickets of the bot before; first only told, then written."""

from __future__ import annotations

import argparse
import asyncio
import zlib
from collections import Counter, defaultdict
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
    types, unknown = _types(found.tickets, config.tickets, options.type)
    _tell(found, types)
    if unknown:
        raise StartupError(
            f"These types of theirs are none of ours: {', '.join(visible(one) for one in unknown)}."
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


def _types(
    found: Sequence[FormerTicket], ours: Tickets, other: str | None
) -> tuple[Mapping[str, TicketType], Sequence[str]]:
    """What their types become: one of ours of that id or label, or the one that is named for the rest; and what is left."""
    rest = None if other is None else ours.type(other)
    if other is not None and rest is None:
        raise StartupError(
            f"`{visible(other)}` is no ticket type: config.yaml has {', '.join(one.id for one in ours.types)}."
        )
    names = {name.casefold(): one for one in ours.types for name in (one.label, one.id)}
    types, unknown = {}, []
    for kind in sorted({ticket.kind for ticket in found}):
        known = names.get(kind.casefold(), rest)
        if known is None:
            unknown.append(kind or "(without)")
        else:
            types[kind] = known
    return types, unknown


def _tell(found: Found, types: Mapping[str, TicketType]) -> None:
    for guild_id, kinds in _by_server(found.tickets).items():
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


def _by_server(found: Sequence[FormerTicket]) -> Mapping[int, Counter[str]]:
    servers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for ticket in found:
        servers[ticket.guild_id][ticket.kind] += 1
    return servers


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
    for guild_id in _by_server(found):
        numbers = Counter(ticket.number + offset for ticket in found if ticket.guild_id == guild_id)
        _refuse_taken(guild_id, numbers, store.taken(reader, guild_id))


def _refuse_taken(guild_id: int, numbers: Counter[int], taken: set[int]) -> None:
    twice = sorted(number for number, times in numbers.items() if times > 1)
    if twice:
        raise StartupError(f"The file has number {twice[0]} of server {guild_id} twice. Nothing was imported.")
    if numbers and max(numbers) > LARGEST_NUMBER:
        raise StartupError(f"The offset makes numbers larger than {LARGEST_NUMBER}. Nothing was imported.")
    if both := sorted(taken & {*numbers}):
        more = f" and {len(both) - SHOWN} more" if len(both) > SHOWN else ""
        free = -(-max(taken) // 1000) * 1000
        raise StartupError(
            f"These numbers of server {guild_id} are taken already: {', '.join(map(str, both[:SHOWN]))}{more}."
            f" With --offset {free}, #1 is imported as #{free + 1}. Nothing was imported."
        )
