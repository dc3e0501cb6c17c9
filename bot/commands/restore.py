"""`signpost restore`: a backup put in the place of the database."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from discord.utils import utcnow

from bot import backups
from bot.commands.console import out
from bot.commands.home import database_of, exclusively
from bot.database import Database, Transaction
from bot.errors import StartupError
from bot.jobs.runner import JobRunner
from bot.tickets.delivery import Delivery
from cogs.failures import report_job
from cogs.hindrances import Judge


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the database, which is kept aside, and bring it up to date. Refuses while the bot runs."""
    database = database_of(options.home)
    if database.file is None:
        raise StartupError("`signpost restore` is for SQLite; for PostgreSQL use pg_restore.")
    with exclusively(database, "restore"):
        aside = backups.restore(options.file, database.file, datetime.now(UTC))
        out.print(f"The database is restored from {options.file}.", markup=False)
        if aside is not None:
            out.print(f"The database that was there is kept as {aside}.", markup=False)
        asyncio.run(_owe_tickets(database))
    return 0


def owing(database: Database) -> Callable[[Transaction], object]:
    """Discord shows what has happened to tickets after the backup: what is written so, the next start puts right."""
    return Delivery(database, utcnow, JobRunner(database, utcnow, report_job, Judge())).restored


async def _owe_tickets(database: Database) -> None:
    await database.open()
    try:
        await database.tx(owing(database))
    finally:
        await database.close()
