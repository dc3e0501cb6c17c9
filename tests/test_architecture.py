"""The rules of the design, checked over every module; and each rule shown to notice its violation."""

from __future__ import annotations

import ast
import re

import pytest

from tests.design_rules import (
    FEATURES,
    FLOORS,
    PURE_LIBRARIES,
    TOUCHES_THE_WORLD,
    VALUES,
    floor,
    impurities,
    is_pure,
    too_long,
    violations,
    within,
)
from tests.source_code import page_sources, parsed, references, sources


def test_the_product_keeps_the_rules_of_its_design() -> None:
    assert violations(sources()) == []


def test_what_need_not_touch_the_world_is_held_to_be_pure() -> None:
    """Else a module could be left out of rule 4 that keeps it. The clock does: it is a type, and who has it asks."""
    rooms = ("bot/commands/", "bot/demo/", "bot/simulated/", "bot/migrations/")
    excused = {
        path: source
        for path, source in sources().items()
        if path.startswith("bot/") and not is_pure(path) and not path.startswith(rooms)
    }
    keeping = {path for path, source in excused.items() if not any(impurities(parsed(source)))}
    assert keeping == {"bot/clock.py"}


def test_every_room_value_and_library_that_these_rules_name_is_there_and_used() -> None:
    files = sources()
    assert [room for room in TOUCHES_THE_WORLD if not any(path.startswith(room) for path in files)] == []
    reached = {full for path in files if is_pure(path) for full in references(parsed(files[path]))}
    assert reached >= VALUES
    assert [library for library in PURE_LIBRARIES if not any(within(full, {library}) for full in reached)] == []


def test_every_feature_on_its_floor_has_a_place_in_the_story() -> None:
    floors = [set(rooms) for rooms in FLOORS]
    first = next(number for number, rooms in enumerate(floors) if "bot/faq/" in rooms)
    assert floors[first] | floors[first + 1] == {f"bot/{feature}/" for feature in FEATURES}


def test_no_module_is_too_long_to_hold_in_mind() -> None:
    assert too_long(sources()) == []
    assert too_long(page_sources()) == []


def test_a_module_that_is_too_long_is_noticed() -> None:
    assert too_long({"bot/a.py": "a = 1\n" * 400, "bot/b.py": "a = 1\n" * 401}) == ["bot/b.py"]


def test_every_module_is_on_a_floor_and_every_room_is_there() -> None:
    packages = ("bot/__init__.py",)
    assert [path for path in sources() if path not in packages and floor(path) is None] == []
    rooms = [room for rooms in FLOORS for room in rooms]
    assert [room for room in rooms if not any(path.startswith(room) for path in sources())] == []


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (1, "bot/tickets/service.py", "from cogs.ui import texts"),
        (1, "bot/client.py", "import cogs"),
        (2, "bot/tickets/service.py", "import discord"),
        (2, "bot/jobs/runner.py", "from discord.ext import tasks"),
        (3, "bot/tickets/service.py", "from sqlalchemy import select"),
        (3, "cogs/faq.py", "import sqlite3"),
        (3, "bot/config.py", "import yaml"),
        (3, "bot/documents.py", "from ruamel.yaml import YAML"),
        (3, "bot/drafts/writing.py", "import yaml"),
        (3, "bot/tickets/service.py", "from bot.schema import tickets\ntickets.select()"),
        (3, "cogs/tickets/cog.py", "from bot.schema import tickets"),
        (3, "bot/tickets/service.py", "from bot import schema"),
        (3, "cogs/operations/cog.py", "from bot.migrations import env"),
        (3, "bot/jobs/runner.py", "import asyncpg"),
        (3, "bot/tickets/service.py", "await tx.exec_driver_sql('DELETE FROM tickets')"),
        (4, "bot/tickets/lifecycle.py", "import asyncio"),
        (4, "bot/matching/matcher.py", "from pathlib import Path"),
        (4, "bot/reputation/rules.py", "open('ledger')"),
        (4, "bot/insights/metrics.py", "async def facts(): ..."),
        (4, "bot/matching/confidence.py", "from importlib import resources"),
        (4, "bot/matching/matcher.py", "from bot.matching.labelled import KnowledgeBase"),
        (4, "bot/matching/matcher.py", "import bot.matching\nbot.matching.encoder.load_encoder()"),
        (4, "bot/faq/why.py", "from bot.faq.store import Asked"),
        (4, "bot/faq/why.py", "from bot.faq import store"),
        (4, "bot/tickets/priority.py", "from bot.database import Database"),
        (4, "bot/tickets/priority.py", "from bot.clock import Clock"),
        (4, "bot/drafts/draft.py", "from bot.documents import read_document"),
        (4, "bot/drafts/draft.py", "from bot import documents"),
        (4, "bot/requirements.py", "from bot.config import load_config"),
        (4, "bot/insights/gaps.py", "from bot.knowledge.library import load_library"),
        (4, "bot/insights/gaps.py", "import numpy as np\nnp.random.default_rng()"),
        (4, "bot/insights/gaps.py", "from numpy import load"),
        (4, "bot/matching/words.py", "import sys\nsys.stdin"),
        (4, "bot/matching/words.py", "read = open"),
        (4, "bot/tickets/priority.py", "import builtins\nbuiltins.open('ledger')"),
        (4, "bot/tickets/a_new_module.py", "import uuid"),
        *(
            (4, "bot/tickets/priority.py", f"import {module}")
            for module in (
                "uuid",
                "threading",
                "socket",
                "shutil",
                "tempfile",
                "urllib.request",
                "importlib",
                "os",
                "io",
            )
        ),
        (5, "cogs/insights/cog.py", "from bot.insights import store"),
        (5, "cogs/faq.py", "from bot.jobs.store import Job"),
        (5, "cogs/tickets/desk.py", "from bot.database import Database"),
        (5, "cogs/tickets/cog.py", "from bot import schema"),
        (5, "cogs/tickets/cog.py", "import bot.migrations.env"),
        (5, "cogs/insights/cog.py", "from bot import insights\ninsights.store.answers()"),
        (5, "cogs/insights/cog.py", "import bot\nbot.database.database_at(url)"),
        (6, "bot/faq/asking.py", "from bot.tickets.service import TicketService"),
        (6, "bot/reputation/service.py", "from bot.faq import service"),
        (6, "bot/tickets/service.py", "from bot.insights.metrics import Report"),
        (6, "bot/faq/asking.py", "from bot.drafts.draft import Draft"),
        (6, "bot/tickets/service.py", "from bot.faq.asking import Asking"),
        (6, "bot/shadow/service.py", "from bot.reputation import rules"),
        (6, "bot/drafts/service.py", "from bot.shadow.service import ShadowService"),
        (6, "bot/faq/asking.py", "import bot as engine\nengine.tickets.lifecycle"),
        (7, "cogs/faq.py", "from cogs.tickets.cog import TicketsCog"),
        (7, "cogs/faq.py", "bot.get_cog('TicketsCog')"),
        (7, "cogs/faq/cog.py", "from cogs.tickets import cog\ncog.TicketsCog"),
        (7, "cogs/faq/cog.py", "import cogs.tickets.cog"),
        (7, "cogs/faq/cog.py", "from cogs import tickets as others\nothers.cog"),
        (7, "cogs/faq/cog.py", "from cogs.tickets import TicketsCog as Other"),
        (7, "cogs/faq/cog.py", "bot.cogs['TicketsCog']"),
        (7, "bot/demo/world.py", "from cogs.tickets.cog import TicketsCog"),
        (8, "bot/tickets/service.py", "from datetime import datetime\ndatetime.now()"),
        (8, "bot/jobs/runner.py", "import time"),
        (8, "cogs/faq.py", "discord.utils.utcnow()"),
        (8, "bot/tickets/store.py", "func.now()"),
        (8, "cogs/faq.py", "from discord.utils import utcnow\nutcnow()"),
        (8, "bot/tickets/service.py", "from datetime import datetime as dt\ndt.now()"),
        (8, "bot/tickets/service.py", "import datetime as dt\ndt.datetime.now()"),
        (8, "bot/tickets/service.py", "from datetime import datetime\nmoment = datetime\nmoment.now()"),
        (8, "bot/tickets/service.py", "from datetime import date as day\nday.today()"),
        (8, "bot/tickets/lifecycle.py", "from time import monotonic"),
        (8, "bot/jobs/runner.py", "asyncio.get_running_loop().time()"),
        (8, "bot/jobs/runner.py", "ask = loop.time"),
        (8, "bot/tickets/store.py", "from sqlalchemy import func as sql\nsql.now()"),
        (8, "bot/tickets/store.py", "func.current_timestamp()"),
        (8, "bot/schema.py", "text('CURRENT_TIMESTAMP')"),
        (8, "bot/tickets/store.py", "func.julianday('now')"),
        (10, "bot/utils.py", ""),
        (10, "cogs/helpers/thing.py", ""),
        ("names", "bot/app.py", "import importlib\nimportlib.import_module('cogs.faq')"),
        ("names", "bot/tickets/service.py", "from importlib import import_module as load"),
        ("names", "bot/tickets/service.py", "__import__('discord')"),
        ("names", "bot/tickets/service.py", "exec('import discord')"),
        ("names", "bot/tickets/service.py", "import sys\nsys.modules['bot.faq']"),
        ("names", "bot/commands/run.py", "import runpy"),
        ("names", "bot/client.py", "import importlib.util"),
        ("names", "cogs/faq/__init__.py", "await bot.load_extension('cogs.tickets')"),
        ("names", "bot/tickets/service.py", "from bot.tickets.lifecycle import *"),
        ("floors", "bot/config.py", "from bot.database import Database"),
        ("floors", "bot/database.py", "from bot.jobs import store"),
        ("floors", "bot/jobs/runner.py", "from bot.knowledge.entry import Entry"),
        ("floors", "bot/knowledge/library.py", "from bot.matching.matcher import Matcher"),
        ("floors", "bot/matching/linting.py", "from bot.faq.in_use import InUse"),
        ("floors", "bot/reputation/service.py", "def late():\n    from bot.insights import metrics"),
        ("floors", "bot/insights/service.py", "if TYPE_CHECKING:\n    import bot.client"),
        ("floors", "bot/client.py", "from cogs.failures import SupportTree"),
        ("floors", "bot/tickets/service.py", "import bot\nbot.client.SupportBot"),
        ("floors", "bot/tickets/service.py", "import bot.errors\nbot.client.SupportBot"),
        ("floors", "cogs/faq/cog.py", "from bot import app"),
        ("floors", "bot/app.py", "from bot.simulated.simulation import Simulation"),
        ("floors", "bot/simulated/simulation.py", "from bot.demo import world"),
        ("floors", "bot/demo/tour.py", "from bot.commands.console import out"),
        ("floors", "bot/commands/run.py", "from bot.__main__ import main"),
    ],
)
def test_a_violation_is_noticed(rule: int | str, path: str, source: str) -> None:
    assert any(f"{path}: rule {rule}:" in line for line in violations({path: source}))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("bot/app.py", "from cogs import EXTENSIONS\nimport discord"),
        ("bot/tickets/service.py", "from bot.reputation.service import ReputationService"),
        ("bot/drafts/writing.py", "from ruamel.yaml import YAML"),
        ("bot/insights/store.py", "from sqlalchemy import select\nfrom bot.tickets import lifecycle"),
        ("cogs/faq.py", "from cogs.tickets.controls import begin"),
        ("cogs/tickets/__init__.py", "from cogs.tickets.cog import TicketsCog"),
        ("bot/tickets/service.py", "self._clock()"),
        ("bot/tickets/service.py", "from datetime import time\ntime(9, 30)"),
        ("bot/tickets/priority.py", "from datetime import datetime\ndatetime.fromtimestamp(0, UTC)"),
        (
            "bot/reputation/rules.py",
            "from bot.reputation_settings import Points\nfrom bot.reputation.rules import Policy",
        ),
        ("bot/insights/gaps.py", "import numpy as np\nnp.zeros(3)"),
        ("bot/client.py", "from importlib import import_module\nimport_module('cogs.faq')"),
        ("cogs/texts/language.py", "from importlib import resources\nresources.files('cogs.texts')"),
        ("cogs/tickets/cog.py", "import bot.tickets.lifecycle\nbot.tickets.lifecycle.claim"),
        ("bot/config.py", "from bot.documents import Problem"),
        ("bot/drafts/service.py", "from bot.faq.looking_up import LookingUp"),
        ("bot/commands/demo.py", "def late():\n    from bot.demo import server, tour"),
        ("bot/commands/check.py", "import discord\nfrom bot.app import load_home"),
        ("bot/simulated/simulation.py", "from bot.app import create_bot\nfrom cogs.failures import SupportTree"),
    ],
)
def test_what_is_allowed_is_not_reported(path: str, source: str) -> None:
    assert violations({path: source}) == []


def test_imports_are_absolute_so_that_these_rules_see_them() -> None:
    relative = [
        f"{path}:{node.lineno}"
        for path, source in sources().items()
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_broad_excepts_stand_only_at_the_failure_boundary() -> None:
    broad = [
        path
        for path, source in sources().items()
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not (node.body and isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert set(broad) <= {"cogs/failures.py"}


def test_interactions_are_answered_in_one_place_which_knows_what_was_said_meanwhile() -> None:
    answering = {"response", "followup", "original_response", "edit_original_response", "delete_original_response"}
    elsewhere = {
        f"{path}: .{node.attr}"
        for path, source in sources().items()
        if path.startswith("cogs/")
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Attribute) and node.attr in answering
    }
    assert {line.partition(":")[0] for line in elsewhere} == {"cogs/ui/replies.py"}, elsewhere


def test_a_type_ignore_gives_its_reason() -> None:
    bare = [
        f"{path}:{number}"
        for path, source in sources().items()
        for number, line in enumerate(source.splitlines(), 1)
        if "# type: ignore" in line and line.count("#") < 2
    ]
    assert bare == []


def test_a_form_says_of_each_member_who_is_chosen_whether_it_can_be_sent_without() -> None:
    """discord.py lets a form be sent without, unless it is told; Discord shows then that nothing need be chosen."""
    silent = [
        f"{path}:{node.lineno}"
        for path, source in sources().items()
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Call)
        and re.search(r"(User|Role|Mentionable|Channel)Select(\[Any\])?$", ast.unparse(node.func))
        and "required" not in [keyword.arg for keyword in node.keywords]
    ]
    assert silent == []


def test_every_module_says_in_its_first_sentence_what_it_is_for() -> None:
    silent = [
        path for path, source in sources().items() if source.strip() and not ast.get_docstring(parsed(source))
    ]
    assert silent == []
