"""The revisions of the schema, and the upgrade from one to the newest."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import StartupError


def newest_revision() -> str:
    """The revision that this version of Signpost writes."""
    return str(ScriptDirectory.from_config(_alembic()).get_current_head())


@cache
def known_revisions() -> frozenset[str]:
    """All that this version of Signpost can upgrade from, the newest among them."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(_alembic()).walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


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
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            if broken:
                raise StartupError(
                    f"The upgrade would leave {len(broken)} rows without their parents; nothing was changed."
                )
    return before, newest


def _alembic() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
