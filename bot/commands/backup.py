"""`signpost backup`: a copy of the database, also while the bot runs."""

from __future__ import annotations

import argparse

from bot.commands.console import out
from bot.commands.home import database_of


def backup(options: argparse.Namespace) -> int:
    """Copy the database while the bot may be running."""
    database_of(options.home).backup(options.file)
    out.print(f"{options.file} written.", markup=False)
    return 0
