"""`signpost export`: all data in one file, to take along; also while the bot runs."""

from __future__ import annotations

import argparse

from bot.commands.console import err, out
from bot.commands.home import database_of
from bot.exports.packing import pack
from bot.tickets.record.shelf import Shelf


def export(options: argparse.Namespace) -> int:
    """Write the database, and the files that people sent in tickets, into a zip whose format docs/export.md describes."""
    database = database_of(options.home)
    packed = pack(database, Shelf.of(options.home, database.file), options.file)
    out.print(f"{options.file} written: {packed.rows} rows, {packed.files} files.", markup=False)
    out.print("config.yaml, faq/ and .env are not in it: copy them too.", markup=False)
    if packed.missing:
        err.print(
            f"{packed.missing} files that people sent in tickets are not in it: they are not in the folder of attachments, or damaged.",
            markup=False,
        )
    return 0
