"""`signpost import`: a new Signpost that begins with what an export holds."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from pathlib import Path

from bot import backups, private_files
from bot.commands.console import out
from bot.commands.home import database_of, exclusively
from bot.commands.restore import owing
from bot.database import Database
from bot.errors import StartupError
from bot.exports import store
from bot.exports.unpacking import Archive, Unpacked, opened, unpack
from bot.tickets.record.shelf import Shelf


def import_export(options: argparse.Namespace) -> int:
    """Fill a database that holds nothing, all or nothing; the next start brings Discord into line with it."""
    database = database_of(options.home)
    shelf = Shelf.of(options.home, database.file)
    with opened(options.file) as archive, exclusively(database, "import"):
        try:
            _check_room(archive, shelf.folder.parent)
            unpacked = asyncio.run(_fill(archive, database, shelf))
        except BaseException as error:
            archive.take_back()
            if isinstance(error, OSError):
                why = error.strerror or error
                raise StartupError(f"{options.file} cannot be imported: {why}. Nothing was imported.") from error
            raise
    out.print(f"{options.file} imported: {unpacked.rows} rows, {unpacked.files} files.", markup=False)
    if unpacked.missing:
        out.print(f"{unpacked.missing} files that people sent were missing when it was written.", markup=False)
    out.print("config.yaml, faq/ and .env were not in it. Start the bot, and run /setup in Discord.", markup=False)
    return 0


async def _fill(archive: Archive, database: Database, shelf: Shelf) -> Unpacked:
    if database.file is None:
        return await unpack(archive, database, shelf, owing(database))
    await store.refuse_one_in_use(database)
    coming = database.file.with_name(database.file.name + ".importing")
    backups.remove(coming)
    try:
        private_files.create(coming)
        there = Database.at(coming)
        unpacked = await unpack(archive, there, shelf, owing(there))
        backups.put_in_place(coming, database.file)
    finally:
        backups.remove(coming)
    return unpacked


def _check_room(archive: Archive, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if archive.unpacked_bytes > free:
        raise StartupError(
            f"There is too little room in {folder}: this needs up to {archive.unpacked_bytes >> 20} MB,"
            f" and {free >> 20} MB are free. Nothing was imported."
        )
