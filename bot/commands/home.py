"""What the commands take from the home folder and the environment: settings, the token, the database."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from dotenv import dotenv_values

from bot import process_lock
from bot.database import Database, database_at
from bot.errors import StartupError

TOKEN = "DISCORD_TOKEN"
DATABASE = "SIGNPOST_DATABASE_URL"


def environment(home: Path) -> dict[str, str]:
    """The environment, completed by `.env` in the home folder; what is set already wins."""
    return {**{key: value for key, value in dotenv_values(home / ".env").items() if value}, **os.environ}


def token_of(settings: dict[str, str]) -> str:
    """The bot's token. Raises StartupError where there is none."""
    token = settings.get(TOKEN, "").strip()
    if not token:
        raise StartupError(
            f"There is no token. Set {TOKEN} in the environment, or write {TOKEN}=… into a file named .env here."
        )
    return token


def data_of(home: Path) -> Path:
    """Where the bot of this home keeps what it notes of itself, wherever its database is."""
    return home / "data"


def database_of(home: Path) -> Database:
    """The database of this home, or the one that the environment names."""
    return database_at(home, environment(home).get(DATABASE))


def exclusively(database: Database, command: str) -> AbstractContextManager[None]:
    """Be the one process that uses a file of SQLite. StartupError where another does, naming it."""
    if database.file is None:
        return nullcontext()
    return process_lock.held(database.file, command, datetime.now(UTC))
