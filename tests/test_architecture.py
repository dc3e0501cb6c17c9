"""The rules of the design, checked over every import; and each rule shown to notice its violation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent

PURE = {
    "bot/actor.py",
    "bot/errors.py",
    "bot/json_schema.py",
    "bot/locales.py",
    "bot/problems.py",
    "bot/settings.py",
    "bot/ticket_types.py",
    "bot/validating.py",
    "bot/proportion.py",
    "bot/requirements.py",
    "bot/settings_page.py",
    "bot/drafts/draft.py",
    "bot/knowledge/entry.py",
    "bot/matching/evaluation.py",
    "bot/matching/linting.py",
    "bot/matching/confidence.py",
    "bot/matching/matcher.py",
    "bot/matching/meaning.py",
    "bot/matching/space.py",
    "bot/matching/verdict.py",
    "bot/matching/vetoes.py",
    "bot/matching/words.py",
    "bot/faq/question.py",
    "bot/faq/searching.py",
    "bot/faq/speaking.py",
    "bot/faq/why.py",
    "bot/insights/deflection.py",
    "bot/insights/gaps.py",
    "bot/insights/lift.py",
    "bot/insights/metrics.py",
    "bot/insights/numbers.py",
    "bot/insights/staleness.py",
    "bot/jobs/job.py",
    "bot/reputation/rules.py",
    "bot/shadow/thresholds.py",
    "bot/tickets/lifecycle.py",
    "bot/tickets/panel.py",
    "bot/tickets/priority.py",
}
IMPURE_IMPORTS = {
    "aiosqlite",
    "alembic",
    "asyncio",
    "discord",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "sqlalchemy",
    "sqlite3",
    "subprocess",
    "time",
    "yaml",
}
KNOWS_BOTH = ("bot/app.py", "bot/simulated/", "bot/demo/", "bot/commands/", "bot/__main__.py")
MAY_SPEAK_DISCORD = ("cogs/", "bot/client.py", *KNOWS_BOTH)
MAY_HOLD_SQL = ("bot/database.py", "bot/schema.py", "bot/migrations/")
MAY_HOLD_YAML = {"yaml": "bot/documents.py", "ruamel": "bot/drafts/writing.py"}
"""One module reads it, strictly; one writes an entry back, by another library."""

FEATURES = {
    "faq": set(),
    "shadow": {"faq"},
    "reputation": set(),
    "drafts": {"faq", "reputation"},
    "tickets": {"reputation"},
    "insights": {"faq", "tickets", "reputation", "drafts", "shadow"},
}
FLOORS = (
    (
        "bot/actor.py",
        "bot/clock.py",
        "bot/config.py",
        "bot/documents.py",
        "bot/problems.py",
        "bot/errors.py",
        "bot/json_schema.py",
        "bot/locales.py",
        "bot/logs.py",
        "bot/proportion.py",
        "bot/requirements.py",
        "bot/schema.py",
        "bot/settings.py",
        "bot/settings_page.py",
        "bot/tasks.py",
        "bot/ticket_types.py",
        "bot/validating.py",
    ),
    ("bot/database.py", "bot/migrations/"),
    ("bot/jobs/",),
    ("bot/knowledge/",),
    ("bot/matching/",),
    ("bot/faq/", "bot/tickets/", "bot/reputation/"),
    ("bot/drafts/", "bot/shadow/", "bot/insights/"),
    ("bot/client.py",),
    ("cogs/",),
    ("bot/app.py",),
    ("bot/simulated/",),
    ("bot/demo/",),
    ("bot/commands/",),
    ("bot/__main__.py",),
)
"""From the ground up. Nothing imports what is above it; of the features on one floor, rule 6 says who knows whom."""

MAY_ASK_THE_TIME = ("bot/commands/", "bot/simulated/", "bot/demo/")
HOMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}

PAGE_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'`]([^"'`\n]+\.js)["'`]""")
"""`import … from "./x.js"`, `import "./x.js"`, `export … from "./x.js"` and `import("./x.js")`."""


def sources() -> dict[str, str]:
    """Every module of the product, by its path in the repository."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in ("bot", "cogs")
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def page_sources() -> dict[str, str]:
    """Every module of the demo's page, by its name."""
    return {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "bot/demo/page").glob("*.js")}


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(module, name) of each import; the name is empty for `import module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def floor(path: str) -> int | None:
    """On which floor a module is; None for what has none. What is imported of a module may stand behind it."""
    inside = path.removesuffix(".py") + "/"
    for number, rooms in enumerate(FLOORS):
        if inside.startswith(tuple(room.removesuffix(".py").rstrip("/") + "/" for room in rooms)):
            return number
    return None


def violations(files: Mapping[str, str]) -> list[str]:
    """`path: rule N: …` for every place that breaks a rule of the design."""
    found = []
    for path, source in files.items():
        tree = ast.parse(source)
        for rule, what in _broken(path, tree):
            found.append(f"{path}: rule {rule}: {what}")
    return found


def _broken(path: str, tree: ast.AST) -> Iterator[tuple[int | str, str]]:
    here = path.split("/")
    is_bot, is_cog = here[0] == "bot", here[0] == "cogs"
    own = floor(path)
    for module, name in imports(tree):
        top = module.split(".")[0]
        full = f"{module}.{name}" if name else module
        other = floor(full.replace(".", "/"))
        if own is not None and other is not None and other > own:
            yield "floors", f"imports what is above it: {full}"
        if is_bot and top == "cogs" and not path.startswith(KNOWS_BOTH):
            yield 1, f"the engine imports {full}"
        if top == "discord" and not path.startswith(MAY_SPEAK_DISCORD):
            yield 2, f"imports {full}"
        if top in ("sqlalchemy", "alembic", "aiosqlite", "sqlite3") and not (
            path.startswith(MAY_HOLD_SQL) or (is_bot and here[-1] == "store.py")
        ):
            yield 3, f"SQL outside a store: {full}"
        if top in MAY_HOLD_YAML and path != MAY_HOLD_YAML[top]:
            yield 3, f"YAML outside {MAY_HOLD_YAML[top]}: {full}"
        if path in PURE and top in IMPURE_IMPORTS:
            yield 4, f"a pure module imports {full}"
        if is_cog and (full == "bot.database" or full.startswith("bot.database.") or ".store" in f".{full}."):
            yield 5, f"a cog reaches past the services: {full}"
        if is_bot and here[1] in FEATURES and top == "bot":
            feature = full.split(".")[1]
            if feature in FEATURES and feature != here[1] and feature not in FEATURES[here[1]]:
                yield 6, f"{here[1]} knows {feature}"
        if (
            is_cog
            and top == "cogs"
            and name.endswith("Cog")
            and not module.startswith(".".join(here[:2]).removesuffix(".py"))
        ):
            yield 7, f"imports the cog class {full}"
        if top in ("time", "zoneinfo") and not path.startswith(MAY_ASK_THE_TIME):
            yield 8, f"imports {full}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr == "get_cog":
                yield 7, "get_cog"
            if path.startswith(MAY_ASK_THE_TIME):
                continue
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if node.attr in ("utcnow", "today") or (node.attr == "now" and owner in ("datetime", "func", "date")):
                yield 8, f"asks what time it is: {owner}.{node.attr}"
        if (
            path in PURE
            and isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in ("open", "print", "input")
        ):
            yield 4, f"a pure module calls {getattr(node.func, 'id', '')}"
        if path in PURE and isinstance(node, ast.AsyncFunctionDef | ast.Await):
            yield 4, "a pure module awaits"
    if PurePosixPath(path).stem in HOMELESS or HOMELESS & set(here[:-1]):
        yield 10, "this name is no home"


def test_the_product_keeps_the_rules_of_its_design() -> None:
    assert violations(sources()) == []


def test_every_pure_module_exists() -> None:
    assert sources().keys() >= PURE


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
        (4, "bot/tickets/lifecycle.py", "import asyncio"),
        (4, "bot/matching/matcher.py", "from pathlib import Path"),
        (4, "bot/reputation/rules.py", "open('ledger')"),
        (4, "bot/insights/metrics.py", "async def facts(): ..."),
        (5, "cogs/insights/cog.py", "from bot.insights import store"),
        (5, "cogs/faq.py", "from bot.jobs.store import Job"),
        (5, "cogs/tickets/desk.py", "from bot.database import Database"),
        (6, "bot/faq/asking.py", "from bot.tickets.service import TicketService"),
        (6, "bot/reputation/service.py", "from bot.faq import service"),
        (6, "bot/tickets/service.py", "from bot.insights.metrics import Report"),
        (6, "bot/faq/asking.py", "from bot.drafts.draft import Draft"),
        (6, "bot/tickets/service.py", "from bot.faq.asking import Asking"),
        (6, "bot/shadow/service.py", "from bot.reputation import rules"),
        (6, "bot/drafts/service.py", "from bot.shadow.service import ShadowService"),
        (7, "cogs/faq.py", "from cogs.tickets.cog import TicketsCog"),
        (7, "cogs/faq.py", "bot.get_cog('TicketsCog')"),
        (8, "bot/tickets/service.py", "from datetime import datetime\ndatetime.now()"),
        (8, "bot/jobs/runner.py", "import time"),
        (8, "cogs/faq.py", "discord.utils.utcnow()"),
        (8, "bot/tickets/store.py", "func.now()"),
        (10, "bot/utils.py", ""),
        (10, "cogs/helpers/thing.py", ""),
        ("floors", "bot/config.py", "from bot.database import Database"),
        ("floors", "bot/database.py", "from bot.jobs import store"),
        ("floors", "bot/jobs/runner.py", "from bot.knowledge.entry import Entry"),
        ("floors", "bot/knowledge/library.py", "from bot.matching.matcher import Matcher"),
        ("floors", "bot/matching/linting.py", "from bot.faq.in_use import InUse"),
        ("floors", "bot/reputation/service.py", "def late():\n    from bot.insights import metrics"),
        ("floors", "bot/insights/service.py", "if TYPE_CHECKING:\n    import bot.client"),
        ("floors", "bot/client.py", "from cogs.failures import SupportTree"),
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
        ("bot/config.py", "from bot.documents import Problem"),
        ("bot/drafts/service.py", "from bot.faq.looking_up import LookingUp"),
        ("bot/commands/demo.py", "def late():\n    from bot.demo import server, tour"),
        ("bot/commands/check.py", "import discord\nfrom bot.app import load_home"),
        ("bot/simulated/simulation.py", "from bot.app import create_bot\nfrom cogs.failures import SupportTree"),
    ],
)
def test_what_is_allowed_is_not_reported(path: str, source: str) -> None:
    assert violations({path: source}) == []


def python_needs(files: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module imports: at its top, within a function, or for the type checker alone, all the same.

    `from package import module` needs the module. From outside a package, whatever is imported from it needs the
    package too: its `__init__.py` runs first.
    """
    trees = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): ast.parse(source)
        for path, source in files.items()
    }
    needs: dict[str, set[str]] = {here: set() for here in trees}
    for here, tree in trees.items():
        for module, name in imports(tree):
            target = f"{module}.{name}" if f"{module}.{name}" in trees else module
            for part in accumulate(target.split("."), "{}.{}".format):
                if part in trees and (part == target or not f"{here}.".startswith(f"{part}.")):
                    needs[here].add(part)
    return needs


def page_needs(files: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module of the page imports. All stand in one folder."""
    return {name: {PurePosixPath(one).name for one in PAGE_IMPORT.findall(files[name])} for name in files}


def circle(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules of which each imports the next, and the last is the first again; none where there is no circle."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_python_modules_import_each_other_in_a_circle() -> None:
    assert circle(python_needs(sources())) == []


def test_no_modules_of_the_page_import_each_other_in_a_circle() -> None:
    assert circle(page_needs(page_sources())) == []


def test_every_module_of_the_page_is_reached_from_main() -> None:
    needs = page_needs(page_sources())
    reached, left = set(), ["main.js"]
    while left:
        if (name := left.pop()) not in reached:
            reached.add(name)
            left.extend(needs[name])
    assert reached == needs.keys()


@pytest.mark.parametrize(
    "files",
    [
        {"bot/a.py": "from bot.b import B", "bot/b.py": "import bot.a"},
        {"bot/a.py": "from bot import b", "bot/b.py": "from bot import c", "bot/c.py": "from bot import a"},
        {"bot/a.py": "from bot.b import B", "bot/b.py": "def late():\n    from bot.a import A"},
        {
            "bot/a.py": "import bot.b",
            "cogs/a.py": "import bot.a",
            "bot/b.py": "if TYPE_CHECKING:\n    import cogs.a",
        },
        {"bot/a/__init__.py": "from bot.a.b import B", "bot/a/b.py": "from bot.a import NAME"},
        {"bot/a/__init__.py": "import bot.b", "bot/a/c.py": "", "bot/b.py": "from bot.a import c"},
        {"bot/a/__init__.py": "import bot.a.b", "bot/a/b.py": "import bot.c", "bot/c.py": "from bot.a.d import D"},
        {"bot/a.py": "from bot.a import A"},
    ],
)
def test_a_circle_of_python_modules_is_noticed(files: dict[str, str]) -> None:
    assert circle(python_needs(files)) != []


@pytest.mark.parametrize(
    "files",
    [
        {
            "bot/a.py": "from bot.b import B\nfrom bot.c import C",
            "bot/b.py": "from bot.c import C",
            "bot/c.py": "",
        },
        {"bot/a/__init__.py": "from bot.a import b", "bot/a/b.py": "from bot.a import c", "bot/a/c.py": ""},
        {"bot/a/__init__.py": "from bot.a.b import B", "bot/a/b.py": "import bot.a.c", "bot/a/c.py": ""},
        {
            "bot/app.py": "import cogs.a\nfrom bot.client import SupportBot",
            "bot/client.py": "import discord",
            "cogs/a.py": "if TYPE_CHECKING:\n    from bot.client import SupportBot",
        },
    ],
)
def test_python_modules_in_order_are_no_circle(files: dict[str, str]) -> None:
    assert circle(python_needs(files)) == []


@pytest.mark.parametrize(
    "files",
    [
        {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'},
        {"a.js": 'import "./b.js";', "b.js": "import * as c from './c.js';", "c.js": 'import a from "./a.js";'},
        {"a.js": 'import {\n  one,\n  two,\n} from "./b.js";', "b.js": 'export { a } from "../page/a.js";'},
        {"a.js": 'import "./b.js";', "b.js": 'const late = () => import("./a.js");'},
        {"a.js": 'import "./b.js";', "b.js": "await import(\n  `./a.js`\n);"},
    ],
)
def test_a_circle_of_page_modules_is_noticed(files: dict[str, str]) -> None:
    assert circle(page_needs(files)) != []


def test_page_modules_in_order_are_no_circle() -> None:
    files = {
        "a.js": 'import "./b.js";\nimport { c } from "./c.js";',
        "b.js": 'import { c } from "./c.js";',
        "c.js": "",
    }
    assert circle(page_needs(files)) == []


def test_imports_are_absolute_so_that_these_rules_see_them() -> None:
    relative = [
        f"{path}:{node.lineno}"
        for path, source in sources().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_broad_excepts_stand_only_at_the_failure_boundary() -> None:
    broad = [
        path
        for path, source in sources().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and not (node.body and isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)
    ]
    assert set(broad) <= {"cogs/failures.py"}


def test_a_type_ignore_gives_its_reason() -> None:
    bare = [
        f"{path}:{number}"
        for path, source in sources().items()
        for number, line in enumerate(source.splitlines(), 1)
        if "# type: ignore" in line and line.count("#") < 2
    ]
    assert bare == []


def test_every_module_says_in_its_first_sentence_what_it_is_for() -> None:
    silent = [
        path for path, source in sources().items() if source.strip() and not ast.get_docstring(ast.parse(source))
    ]
    assert silent == []
