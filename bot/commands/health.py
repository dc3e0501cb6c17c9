"""`signpost health`: whether the bot is well, in one line and by the exit code."""

from __future__ import annotations

import argparse
import shutil
from datetime import UTC, datetime

from bot import backups
from bot.commands.console import err, out
from bot.commands.home import data_of, database_of
from bot.errors import StartupError
from bot.health.heartbeat import Surroundings, faults, line
from bot.health.service import last_heartbeat


def health(options: argparse.Namespace) -> int:
    """Print how the bot of this home is: 0 where it is well, 1 where it is not. Raises StartupError."""
    data, file = data_of(options.home), database_of(options.home).file
    folder = data if file is None else file.parent
    if not folder.exists():
        raise StartupError(f"unhealthy: there is no {folder} yet; signpost run makes it")
    try:
        heartbeat = last_heartbeat(data)
    except PermissionError as error:
        raise StartupError(f"unhealthy: {data} may only be read by who runs the bot") from error
    around = Surroundings(backups.last_backup_at(folder), shutil.disk_usage(folder).free)
    now = datetime.now(UTC)
    is_well = not faults(heartbeat, around, now)
    (out if is_well else err).print(line(heartbeat, around, now), markup=False)
    return 0 if is_well else 1
