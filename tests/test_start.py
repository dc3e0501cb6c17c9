"""What a command loads, and what it does not: `run` keeps it for as long as the bot lives, `health` is asked all the time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory

from bot.database import database_at
from bot.revisions import MIGRATIONS, known_revisions, newest_revision
from tests.source_code import ROOT

LOADED_BY = """
import sys
from bot import __main__
__main__._function_of(sys.argv[1])
"""

LOADED_BY_A_START = (
    LOADED_BY
    + """
import asyncio
from importlib import import_module
from pathlib import Path
import discord
from bot.app import create_bot

async def start():
    bot = create_bot(Path(sys.argv[2]), clock=discord.utils.utcnow)
    await bot.open()
    for extension in bot._extensions_to_load:
        import_module(extension)
    await bot.services.knowledge.rank("how do i log in")
    await bot.close()

asyncio.run(start())
"""
)

TABLES = {"rich", "pygments"}
UPGRADES = {"alembic", "mako"}
OTHER_DATABASES = {"asyncpg", "sqlalchemy.dialects.postgresql"}
ONLY_ELSEWHERE = {"ruamel", "simcord", "onnxruntime", "tokenizers", "bot.demo", "bot.simulated"}


def loaded(code: str, *arguments: str | Path) -> set[str]:
    """The modules that a process of its own has loaded in the end."""
    told = f"{code}\nprint('loaded', *sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


async def test_a_start_of_a_bot_that_is_up_to_date_loads_only_what_it_keeps(home: Path) -> None:
    await database_at(home, None).migrate()
    modules = loaded(LOADED_BY_A_START, "run", home)
    assert {"bot.commands.run", "cogs.tickets.cog", "sqlalchemy", "numpy"} <= modules
    assert modules & (TABLES | UPGRADES | OTHER_DATABASES | ONLY_ELSEWHERE) == set()


def test_the_question_whether_the_bot_is_well_loads_no_bot() -> None:
    modules = loaded(LOADED_BY, "health")
    assert "bot.commands.health" in modules
    assert modules & ({"discord", "aiohttp", "pydantic", "numpy", "cogs", "bot.app"} | UPGRADES) == set()


def test_the_parser_loads_no_command() -> None:
    modules = loaded("import sys\nfrom bot.__main__ import _parser\n_parser()")
    assert {name for name in modules if name.startswith(("bot.", "cogs."))} == {"bot.__main__", "bot.errors"}


def test_the_names_of_the_revisions_files_say_what_alembic_reads_in_them() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert known_revisions() == {one.revision for one in script.walk_revisions()}
    assert newest_revision() == script.get_current_head()
