"""The revisions of the schema, and the upgrade from one to the newest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StartupError

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The revision that this version of Signpost writes."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """All that this version of Signpost can upgrade from, the newest among them.

    By the names of their files, `0001_what.py`: whether a database is up to date is asked at every start, and
    mostly it is, so that Alembic need not be loaded.
    """
    return frozenset(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def refuse_unknown(revision: str) -> None:
    """StartupError where a newer Signpost has written the database."""
    if revision not in known_revisions():
        raise StartupError(
            f"The database is at revision {revision}, which this version of Signpost does not know:"
            " it was written by a newer one. Install that version, or restore a backup."
        )


def upgrade(connection: Connection) -> tuple[str | None, str]:
    """Bring the schema to the newest revision, in the open transaction; returns (revision before, after).

    StartupError where a newer Signpost wrote the database, or where rows would be left without their parents.
    """
    before = revision_of(connection)
    newest = newest_revision()
    if before is not None:
        refuse_unknown(before)
    if before != newest:
        _run_migrations(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise StartupError(
                    f"The upgrade would leave {len(broken)} rows without their parents; nothing was changed."
                )
    return before, newest


def begin_at(connection: Connection, revision: str) -> None:
    """Make the tables in an empty database as they were at this revision, in the open transaction."""
    _run_migrations(connection, revision)


def _run_migrations(connection: Connection, revision: str = "head") -> None:
    # Imported here: 10 MB that only the first start, and the first after an update, need.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
