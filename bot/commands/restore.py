"""`signpost restore`: a backup put in the place of the database."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from bot import backups
from bot.commands.console import out
from bot.commands.home import database_of, exclusively
from bot.errors import StartupError


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the database, which is kept aside. Refuses while the bot runs."""
    database = database_of(options.home)
    if database.file is None:
        raise StartupError("`signpost restore` is for SQLite; for PostgreSQL use pg_restore.")
    with exclusively(database, "restore"):
        aside = backups.restore(options.file, database.file, datetime.now(UTC))
    out.print(f"{options.file} is the database now.", markup=False)
    if aside is not None:
        out.print(f"The database that was there is kept as {aside}.", markup=False)
    return 0
