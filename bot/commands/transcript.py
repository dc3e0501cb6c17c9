"""`signpost transcript`: all of a ticket as files on this machine, as staff would read it, also while the bot runs."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot import private_files
from bot.app import InvalidFiles
from bot.commands.console import out
from bot.commands.home import database_of
from bot.config import Config, load_config
from bot.database import Reader
from bot.errors import StartupError
from bot.ticket_record import MEGABYTE
from bot.tickets.record.shelf import Shelf
from bot.tickets.transcripts import store
from bot.tickets.transcripts.service import whole
from bot.tickets.transcripts.transcript import Transcript
from bot.tickets.transcripts.writing import Writer, Written
from bot.zones import zone
from cogs.texts.language import Language, language_of
from cogs.texts.transcripts import labels, not_kept
from cogs.tickets.embeds import type_label
from cogs.tickets.transcripts import answers

MOST_BYTES = 100 * MEGABYTE
"""Of a file: browsers grow slow with more."""


def transcript(options: argparse.Namespace) -> int:
    """Write the files into a folder that is there; nothing is overwritten. Raises StartupError."""
    config, problems = load_config(options.home)
    if config is None:
        raise InvalidFiles(problems)
    database = database_of(options.home)
    now = datetime.now(UTC)
    found = asyncio.run(
        database.glance(
            lambda reader: [
                _named(reader, whole(reader, one, now)) for one in store.of_number(reader, options.number)
            ]
        )
    )
    if found is None:
        raise StartupError("The database cannot be read, or is not up to date: `signpost migrate` says more.")
    meant = _meant(found, options.number, options.server)
    for file in _written(config, meant, Shelf.of(options.home, database.file)):
        _save(options.folder / file.name, file.content)
    return 0


def _named(reader: Reader, found: Transcript) -> Transcript:
    """With the names of those who wrote elsewhere: nobody here asks Discord."""
    return replace(found, others=store.names_of(reader, found.ticket.guild_id, found.unnamed))


def _meant(found: Sequence[Transcript], number: int, server: int | None) -> Transcript:
    of_server = [one for one in found if server in (None, one.ticket.guild_id)]
    if not of_server:
        raise StartupError(f"There is no ticket #{number}{'' if server is None else ' in that server'}.")
    if len(of_server) > 1:
        ids = ", ".join(str(one.ticket.guild_id) for one in of_server)
        raise StartupError(f"Several servers have a ticket #{number}: say which, with --server and one of {ids}.")
    return of_server[0]


def _written(config: Config, found: Transcript, shelf: Shelf) -> list[Written]:
    t: Language = language_of(config.community.language)
    warnings = [] if config.tickets.record.kept else [not_kept(t)]
    kind = type_label(t, found.ticket, config.tickets)
    said = labels(t, found, kind, config.community.time_zone, warnings)
    writer = Writer(zone(config.community.time_zone), shelf.path)
    written = writer.write(found, said, answers(t, found.ticket, config.tickets), MOST_BYTES)
    if not written:
        raise StartupError(f"The transcript of ticket #{found.ticket.number} is too large for any browser.")
    return written


def _save(path: Path, content: bytes) -> None:
    if path.exists():
        raise StartupError(f"{path} is there already. Nothing is overwritten.")
    try:
        private_files.write_bytes(path, content)
    except OSError as error:
        raise StartupError(f"{path} cannot be written: {error.strerror}.") from error
    out.print(f"{path} written.", markup=False)
