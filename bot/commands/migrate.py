"""`signpost migrate`: the database brought up to date."""

from __future__ import annotations

import argparse
import asyncio

from bot.commands.console import out
from bot.commands.home import database_of, exclusively


def migrate(options: argparse.Namespace) -> int:
    """Bring the database up to date; `run` does so by itself."""
    database = database_of(options.home)
    with exclusively(database, "migrate"):
        before, after = asyncio.run(database.migrate())
    if before == after:
        out.print(f"The database is up to date (revision {after}).")
    else:
        out.print(f"The database was upgraded from {before or 'nothing'} to revision {after}.")
    return 0
