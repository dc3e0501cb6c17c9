"""`signpost backup`: a copy of the database, also while the bot runs; and what is not in it."""

from __future__ import annotations

import argparse

from bot.commands.console import out
from bot.commands.home import database_of
from bot.ticket_record import MEGABYTE
from bot.tickets.record.shelf import Shelf


def backup(options: argparse.Namespace) -> int:
    """Copy the database while the bot may be running."""
    database = database_of(options.home)
    database.backup(options.file)
    out.print(f"{options.file} written.", markup=False)
    shelf = Shelf.of(options.home, database.file)
    files, size = shelf.all_of_it()
    if files:
        out.print(
            f"It does not hold the files that people sent in tickets ({files}, {size / MEGABYTE:.1f} MB): copy {shelf.folder} too."
            " What is there never changes, so that can be done while the bot runs.",
            markup=False,
        )
    return 0
