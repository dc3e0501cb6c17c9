"""`signpost report`: the figures of tickets as one page to send on, made beside a running bot."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import private_files
from bot.app import InvalidFiles
from bot.commands.console import out
from bot.commands.home import database_of
from bot.config import load_config
from bot.database import Database, Reader
from bot.errors import StartupError
from bot.insights.spending.service import spent_in
from bot.insights.spending.spent import Spent
from bot.insights.stats import store
from bot.insights.stats.counting import Found, count
from bot.insights.stats.service import rules_of
from bot.tickets.clocks.policy import policy_of
from bot.zones import zone
from cogs.insights.stats.page import page
from cogs.texts.language import language_of

_NOWHERE = 0
"""No server has this id."""


def report(options: argparse.Namespace) -> int:
    """Write the page of the last days into a file, in the place of what is there."""
    config, problems = load_config(options.home)
    if config is None:
        raise InvalidFiles(problems)
    end_at = datetime.now(UTC)
    start_at = end_at - timedelta(days=options.days)
    database = database_of(options.home)
    guild_id = _community(database, options.server)
    found, spent = _read(database, guild_id, start_at, end_at)
    rules = rules_of(policy_of(config.tickets, zone(config.community.time_zone)))
    language = language_of(config.community.language or "en")
    whole = page(language, count(found, start_at, end_at, rules), spent, options.days, config)
    _write(options.html, whole)
    out.print(f"{options.html} written.", markup=False)
    return 0


def _community(database: Database, wanted: int | None) -> int:
    """The server whose tickets are meant, none where there are no tickets yet. Raises StartupError where there are none of the
    wanted server, or it could be several.
    """
    known = asyncio.run(database.glance(store.communities))
    if known is None:
        raise _unreadable()
    if wanted is not None and wanted in known:
        return wanted
    if wanted is not None:
        raise StartupError(f"There are no tickets of server {wanted}.")
    if len(known) > 1:
        ids = ", ".join(map(str, known))
        raise StartupError(f"There are tickets of several servers: say which one with --server: {ids}.")
    return known[0] if known else _NOWHERE


def _read(database: Database, guild_id: int, start_at: datetime, end_at: datetime) -> tuple[Found, Spent]:
    def read(reader: Reader) -> tuple[Found, Spent]:
        period = (guild_id, start_at, end_at)
        return store.found(reader, *period), spent_in(reader, *period)

    found = asyncio.run(database.glance(read))
    if found is None:
        raise _unreadable()
    return found


def _unreadable() -> StartupError:
    return StartupError(
        "There is no database yet, it cannot be reached, or it is of an older Signpost: then `signpost migrate` helps."
    )


def _write(path: Path, content: str) -> None:
    try:
        private_files.write(path, content)
    except OSError as error:
        raise StartupError(f"{path} cannot be written: {error.strerror or error}.") from error
