"""The rules of the design: which module may reach what, and `violations`, which finds where that is broken."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from tests.source_code import parsed, references

TOUCHES_THE_WORLD = (
    "bot/__main__.py",
    "bot/app.py",
    "bot/backups.py",
    "bot/client.py",
    "bot/clock.py",
    "bot/commands/",
    "bot/config.py",
    "bot/connecting.py",
    "bot/connections.py",
    "bot/database.py",
    "bot/demo/",
    "bot/documents.py",
    "bot/drafts/crediting.py",
    "bot/drafts/deflections.py",
    "bot/drafts/filing.py",
    "bot/drafts/posts.py",
    "bot/drafts/upkeep.py",
    "bot/drafts/writing.py",
    "bot/exports/packing.py",
    "bot/exports/unpacking.py",
    "bot/launching.py",
    "bot/faq/asking.py",
    "bot/faq/bursts.py",
    "bot/faq/encoding.py",
    "bot/faq/gathering.py",
    "bot/faq/in_use.py",
    "bot/faq/judging.py",
    "bot/faq/looking_up.py",
    "bot/faq/owed.py",
    "bot/faq/pressing.py",
    "bot/faq/replying.py",
    "bot/faq/showing.py",
    "bot/faq/succession.py",
    "bot/faq/turning.py",
    "bot/reputation/solutions/accepted.py",
    "bot/solution_tables.py",
    "bot/solved/known.py",
    "bot/solved/owed.py",
    "bot/solved/pointing.py",
    "bot/ids.py",
    "bot/insights/advising.py",
    "bot/insights/sharing.py",
    "bot/jobs/awaited.py",
    "bot/jobs/endings.py",
    "bot/jobs/in_hand.py",
    "bot/jobs/runner.py",
    "bot/knowledge/folder.py",
    "bot/knowledge/library.py",
    "bot/knowledge/reloading.py",
    "bot/logs.py",
    "bot/matching/encoder.py",
    "bot/matching/labelled.py",
    "bot/matching/vocabulary.py",
    "bot/matching/shipped_chat.py",
    "bot/matching/shipped_ideas.py",
    "bot/memory.py",
    "bot/migrations/",
    "bot/patience.py",
    "bot/columns.py",
    "bot/private_files.py",
    "bot/process_lock.py",
    "bot/revisions.py",
    "bot/routing/opting_in.py",
    "bot/routing/owed.py",
    "bot/routing_tables.py",
    "bot/schema.py",
    "bot/ticket_tables.py",
    "bot/promise_tables.py",
    "bot/privacy_tables.py",
    "bot/record_tables.py",
    "bot/clock_tables.py",
    "bot/mark_tables.py",
    "bot/award_tables.py",
    "bot/answer_tables.py",
    "bot/cost_tables.py",
    "bot/recognition_tables.py",
    "bot/hold_tables.py",
    "bot/search_tables.py",
    "bot/simulated/",
    "bot/stopping.py",
    "bot/tasks.py",
    "bot/turns.py",
    "bot/uninterrupted.py",
    "bot/use_cases.py",
    "bot/reputation/ranks/owed.py",
    "bot/reputation/boards/simulating.py",
    "bot/tickets/adding.py",
    "bot/tickets/csat/following.py",
    "bot/tickets/dealing.py",
    "bot/tickets/delivery.py",
    "bot/tickets/holding.py",
    "bot/tickets/leasing.py",
    "bot/tickets/limits.py",
    "bot/tickets/listening.py",
    "bot/tickets/macros.py",
    "bot/tickets/replying.py",
    "bot/tickets/moving.py",
    "bot/tickets/owed.py",
    "bot/tickets/happening.py",
    "bot/tickets/snoozing.py",
    "bot/tickets/promises/owed.py",
    "bot/tickets/promises/speaking.py",
    "bot/tickets/record/shelf.py",
    "bot/tickets/silences/owed.py",
    "bot/tickets/silences/requests.py",
    "bot/tickets/transcripts/writing.py",
    "bot/reputation/holds/nightly.py",
    "bot/reputation/holds/orders.py",
    "bot/reputation/holds/state.py",
    "bot/reputation/ledger.py",
    "bot/reputation/answers/owed.py",
    "bot/reputation/accepting.py",
    "bot/reputation/marking.py",
    "bot/watching.py",
    "bot/zones.py",
)
"""Rule 4 holds for the engine but for these, each `store.py` and each `service.py`. A new module is pure, or is put here."""

VALUES = {
    "bot.config.Between",
    "bot.config.Config",
    "bot.reputation_settings.Points",
    "bot.reputation_settings.Rank",
    "bot.reputation_settings.RankRoles",
    "bot.reputation_settings.Weekday",
    "bot.reputation_settings.Weekly",
    "bot.config.Show",
    "bot.config.StaffPermission",
    "bot.documents.Document",
    "bot.documents.read_text",
    "bot.ids.snowflake",
    "bot.ids.born_at",
    "bot.ids.LARGEST",
    "bot.ids.EPOCH",
    "bot.matching.vocabulary.Vocabulary",
    "bot.matching.shipped_chat.CHAT",
    "bot.matching.shipped_ideas.SHIPPED",
}
"""What a pure module may have of the modules that are not pure: the settings, what was read, and installed lists, as values."""

PURE_LIBRARIES = {
    "__future__",
    "base64",
    "bisect",
    "collections",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "hashlib",
    "holidays",
    "html",
    "itertools",
    "jinja2",
    "json",
    "markupsafe",
    "math",
    "numpy",
    "pydantic",
    "pydantic_core",
    "rapidfuzz",
    "re",
    "snowballstemmer",
    "sys.intern",
    "tomllib",
    "typing",
    "unicodedata",
    "urllib.parse",
    "zlib.crc32",
}
"""All that pure modules use of others. Add what a new one needs, if it is as pure as these."""

IMPURE_IN_THEM = {
    "jinja2.FileSystemLoader",
    "jinja2.ModuleLoader",
    "jinja2.PackageLoader",
    "numpy.fromfile",
    "numpy.genfromtxt",
    "numpy.load",
    "numpy.loadtxt",
    "numpy.memmap",
    "numpy.random",
    "numpy.save",
    "numpy.savetxt",
    "numpy.savez",
    "tomllib.load",
    "pydantic.DirectoryPath",
    "pydantic.FilePath",
    "pydantic.FutureDate",
    "pydantic.FutureDatetime",
    "pydantic.NewPath",
    "pydantic.PastDate",
    "pydantic.PastDatetime",
}
IMPURE_BUILTINS = {"open", "print", "input", "breakpoint"}

KNOWS_BOTH = ("bot/app.py", "bot/watching.py", "bot/simulated/", "bot/demo/", "bot/commands/", "bot/__main__.py")
MAY_SPEAK_DISCORD = ("cogs/", "bot/client.py", "bot/connecting.py", *KNOWS_BOTH)
MAY_HOLD_SQL = (
    "bot/backups.py",
    "bot/columns.py",
    "bot/connections.py",
    "bot/database.py",
    "bot/revisions.py",
    "bot/schema.py",
    "bot/ticket_tables.py",
    "bot/promise_tables.py",
    "bot/privacy_tables.py",
    "bot/record_tables.py",
    "bot/clock_tables.py",
    "bot/mark_tables.py",
    "bot/award_tables.py",
    "bot/answer_tables.py",
    "bot/cost_tables.py",
    "bot/recognition_tables.py",
    "bot/hold_tables.py",
    "bot/routing_tables.py",
    "bot/search_tables.py",
    "bot/solution_tables.py",
    "bot/migrations/",
)
TABLES = {
    "bot.schema",
    "bot.ticket_tables",
    "bot.promise_tables",
    "bot.privacy_tables",
    "bot.record_tables",
    "bot.clock_tables",
    "bot.mark_tables",
    "bot.award_tables",
    "bot.answer_tables",
    "bot.cost_tables",
    "bot.recognition_tables",
    "bot.hold_tables",
    "bot.routing_tables",
    "bot.search_tables",
    "bot.solution_tables",
}
SQL = {"sqlalchemy", "alembic", "aiosqlite", "sqlite3", "asyncpg", "psycopg", "bot.migrations", *TABLES}
RUNS_SQL = {"execute", "exec_driver_sql"}
MAY_HOLD_YAML = {"yaml": "bot/documents.py", "ruamel": "bot/drafts/writing.py"}
"""One module reads it, strictly; one writes an entry back, by another library."""

FEATURES = {
    "faq": set(),
    "shadow": {"faq"},
    "direct": {"faq"},
    "reputation": set(),
    "routing": {"faq", "tickets", "reputation"},
    "drafts": {"faq", "reputation"},
    "tickets": {"reputation"},
    "prevention": set(),
    "solved": {"faq", "reputation"},
    "insights": {"faq", "tickets", "reputation", "drafts", "shadow", "prevention"},
    "privacy": {"faq", "routing", "tickets"},
}
FLOORS = (
    (
        "bot/actor.py",
        "bot/backoff.py",
        "bot/clock.py",
        "bot/config.py",
        "bot/documents.py",
        "bot/emoji.py",
        "bot/patterns.py",
        "bot/plain.py",
        "bot/problems.py",
        "bot/errors.py",
        "bot/ids.py",
        "bot/json_schema.py",
        "bot/locales.py",
        "bot/logs.py",
        "bot/memory.py",
        "bot/moments.py",
        "bot/patience.py",
        "bot/private_files.py",
        "bot/process_lock.py",
        "bot/proportion.py",
        "bot/requirements.py",
        "bot/onlookers.py",
        "bot/columns.py",
        "bot/schema.py",
        "bot/promise_tables.py",
        "bot/privacy_tables.py",
        "bot/record_tables.py",
        "bot/clock_tables.py",
        "bot/mark_tables.py",
        "bot/award_tables.py",
        "bot/answer_tables.py",
        "bot/cost_tables.py",
        "bot/recognition_tables.py",
        "bot/hold_tables.py",
        "bot/search_tables.py",
        "bot/solution_tables.py",
        "bot/routing_settings.py",
        "bot/routing_tables.py",
        "bot/serving.py",
        "bot/settings.py",
        "bot/settings_page.py",
        "bot/stopping.py",
        "bot/tasks.py",
        "bot/turns.py",
        "bot/uninterrupted.py",
        "bot/ticket_causes.py",
        "bot/ticket_community.py",
        "bot/ticket_errors.py",
        "bot/tier_errors.py",
        "bot/ticket_fields.py",
        "bot/ticket_keeping.py",
        "bot/ticket_panels.py",
        "bot/ticket_sla.py",
        "bot/reputation_settings.py",
        "bot/ticket_macros.py",
        "bot/ticket_tiers.py",
        "bot/ticket_record.py",
        "bot/ticket_tables.py",
        "bot/ticket_types.py",
        "bot/ticket_settings.py",
        "bot/ticket_silence.py",
        "bot/ticket_urgency.py",
        "bot/validating.py",
        "bot/visible.py",
        "bot/working_hours.py",
        "bot/zones.py",
    ),
    (
        "bot/backups.py",
        "bot/connections.py",
        "bot/database.py",
        "bot/revisions.py",
        "bot/use_cases.py",
    ),
    ("bot/choices/", "bot/jobs/", "bot/logins/", "bot/places/"),
    ("bot/connecting.py", "bot/forms/", "bot/health/"),
    ("bot/knowledge/",),
    ("bot/matching/",),
    ("bot/faq/", "bot/tickets/", "bot/reputation/"),
    (
        "bot/drafts/",
        "bot/routing/",
        "bot/shadow/",
        "bot/insights/",
        "bot/prevention/",
        "bot/direct/",
        "bot/privacy/",
        "bot/solved/",
    ),
    # Who upgrades knows revisions by the names of their files alone; one that fills a table as a feature does asks it how.
    ("bot/importing/", "bot/exports/", "bot/former/", "bot/migrations/"),
    ("bot/client.py",),
    ("cogs/",),
    ("bot/app.py", "bot/watching.py"),
    ("bot/simulated/",),
    ("bot/demo/",),
    ("bot/commands/",),
    ("bot/__main__.py",),
    ("bot/launching.py",),
)
"""From the ground up. Nothing imports what is above it; of the features on one floor, rule 6 says who knows whom."""

MAY_ASK_THE_TIME = ("bot/watching.py", "bot/commands/", "bot/simulated/", "bot/demo/")
MAY_READ_ZONES = "bot/zones.py"
CLOCKS = {"datetime.datetime.now", "sqlalchemy.func.now", "sqlalchemy.sql.functions.now", "time", "zoneinfo"}
CLOCKS_BY_ANY_OWNER = {
    "utcnow",
    "today",
    "time",
    "current_date",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
    "sysdate",
}
"""`loop.time()`, `func.current_timestamp()`, `anything.utcnow`: nobody needs a word like these for something else."""

LOADS_BY_NAME = {"importlib", "imp", "pkgutil", "runpy", "zipimport", "builtins", "sys.modules"}
LOADS_NOTHING = {"importlib.metadata", "importlib.resources"}
LOADING_BUILTINS = {"__import__", "compile", "eval", "exec"}
MAY_LOAD_BY_NAME = {"bot/client.py": "importlib.import_module"}
"""The cogs, from the list of EXTENSIONS that it is given: it must not know them."""

LONGEST_MODULE = 400  # lines
HOMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def floor(path: str) -> int | None:
    """On which floor a module is; None for what has none. What is imported of a module may stand behind it."""
    inside = path.removesuffix(".py") + "/"
    for number, rooms in enumerate(FLOORS):
        if inside.startswith(tuple(room.removesuffix(".py").rstrip("/") + "/" for room in rooms)):
            return number
    return None


def within(name: str, rooms: set[str]) -> bool:
    """Whether a dotted name is one of these or stands in one."""
    return any(f"{name}.".startswith(f"{room}.") for room in rooms)


def is_pure(path: str) -> bool:
    """Whether rule 4 holds for the module."""
    return (
        path.startswith("bot/")
        and not path.startswith(TOUCHES_THE_WORLD)
        and PurePosixPath(path).name not in ("store.py", "service.py")
    )


def may_hold_sql(path: str) -> bool:
    """Whether SQL may stand in the module."""
    return path.startswith(MAY_HOLD_SQL) or (path.startswith("bot/") and path.endswith("/store.py"))


def reaches_impure(name: str) -> bool:
    """Whether a dotted name of ours is, or stands in, a module that is not pure."""
    inside = f"{name.replace('.', '/')}/"
    rooms = tuple(room.removesuffix(".py").rstrip("/") + "/" for room in TOUCHES_THE_WORLD)
    return inside.startswith(rooms) or name.split(".")[2:3] in (["store"], ["service"])


def violations(files: Mapping[str, str]) -> list[str]:
    """`path: rule N: …` for every place that breaks a rule of the design."""
    found = []
    for path, source in files.items():
        tree = parsed(source)
        broken = [*_names_broken(path, tree), *_words_broken(path, tree)]
        if is_pure(path):
            broken += ((4, f"a pure module {what}") for what in impurities(tree))
        found += [f"{path}: rule {rule}: {what}" for rule, what in broken]
        if PurePosixPath(path).stem in HOMELESS or HOMELESS & set(path.split("/")[:-1]):
            found.append(f"{path}: rule 10: this name is no home")
    return found


def _names_broken(path: str, tree: ast.AST) -> Iterator[tuple[int | str, str]]:
    """What breaks a rule by being imported, or reached from what is imported."""
    here = path.split("/")
    is_bot, is_cog = here[0] == "bot", here[0] == "cogs"
    own, package = floor(path), ".".join(here[:2]).removesuffix(".py")
    for full in references(tree):
        top, *inner = full.split(".")
        other = floor(full.replace(".", "/"))
        if own is not None and other is not None and other > own:
            yield "floors", f"imports what is above it: {full}"
        if is_bot and top == "cogs" and not path.startswith(KNOWS_BOTH):
            yield 1, f"the engine imports {full}"
        if top == "discord" and not path.startswith(MAY_SPEAK_DISCORD):
            yield 2, f"imports {full}"
        if within(full, SQL) and not may_hold_sql(path):
            yield 3, f"SQL outside a store: {full}"
        if top in MAY_HOLD_YAML and path != MAY_HOLD_YAML[top]:
            yield 3, f"YAML outside {MAY_HOLD_YAML[top]}: {full}"
        if is_cog and (within(full, {"bot.database", "bot.migrations", *TABLES}) or "store" in inner):
            yield 5, f"a cog reaches past the services: {full}"
        if is_bot and here[1] in FEATURES and top == "bot" and inner:
            feature = inner[0]
            if feature in FEATURES and feature != here[1] and feature not in FEATURES[here[1]]:
                yield 6, f"{here[1]} knows {feature}"
        if (
            top == "cogs"
            and not within(full, {package})
            and (inner[1:2] == ["cog"] or any(part.endswith("Cog") for part in inner))
        ):
            yield 7, f"reaches another's cog: {full}"
        if not path.startswith(MAY_ASK_THE_TIME) and (
            (within(full, CLOCKS) and (path, top) != (MAY_READ_ZONES, "zoneinfo"))
            or (full != "datetime.time" and inner and inner[-1] in CLOCKS_BY_ANY_OWNER)
        ):
            yield 8, f"asks what time it is: {full}"
        if within(full, LOADS_BY_NAME) and not within(full, LOADS_NOTHING) and full != MAY_LOAD_BY_NAME.get(path):
            yield "names", f"imports what these rules cannot see: {full}"
        if inner[-1:] == ["*"]:
            yield "names", f"imports names that do not stand there: {full}"


def _words_broken(path: str, tree: ast.AST) -> Iterator[tuple[int | str, str]]:
    """What breaks a rule by a word alone, whatever it is said of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in ("get_cog", "cogs"):
                yield 7, node.attr
            if node.attr in ("load_extension", "load_extensions"):
                yield "names", f"imports what these rules cannot see: {node.attr}"
            if node.attr in RUNS_SQL and not may_hold_sql(path):
                yield 3, f"runs SQL outside a store: {ast.unparse(node)}"
            owner = ast.unparse(node.value).rpartition(".")[2]
            if not path.startswith(MAY_ASK_THE_TIME) and (
                node.attr in CLOCKS_BY_ANY_OWNER or (node.attr == "now" and owner in ("datetime", "func", "date"))
            ):
                yield 8, f"asks what time it is: {ast.unparse(node)}"
        if isinstance(node, ast.Name) and node.id in LOADING_BUILTINS:
            yield "names", f"runs what these rules cannot see: {node.id}"
        if may_hold_sql(path) and isinstance(node, ast.Constant) and _asks_in_sql(node.value):
            yield 8, f"asks the database what time it is: {node.value}"


def _asks_in_sql(text: object) -> bool:
    words = text.casefold() if isinstance(text, str) else ""
    return words == "now" or "'now'" in words or "now()" in words or "current_time" in words


def impurities(tree: ast.AST) -> Iterator[str]:
    """What a module that takes values and returns values has no business with."""
    for full in references(tree):
        ours = full.split(".")[0] in ("bot", "cogs")
        if ours and reaches_impure(full) and not within(full, VALUES):
            yield f"reaches {full}, which is not pure"
        if not ours and (not within(full, PURE_LIBRARIES) or within(full, IMPURE_IN_THEM)):
            yield f"reaches {full}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in IMPURE_BUILTINS:
            yield f"uses {node.id}"
        if isinstance(node, ast.AsyncFunctionDef | ast.Await):
            yield "awaits"


def too_long(files: Mapping[str, str]) -> list[str]:
    """The modules with more lines than a reader should have to hold in mind."""
    return [path for path, source in files.items() if len(source.splitlines()) > LONGEST_MODULE]
