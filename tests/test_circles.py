"""No modules import each other in a circle, in Python or in the demo's page; and each circle shown to be noticed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate
from pathlib import PurePosixPath

import pytest

from tests.source_code import imports, page_sources, parsed, sources

GAP = r"(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*\n)*"
"""What may stand between two words of the page's language: space and comments."""

PAGE_IMPORT = re.compile(rf"""\b(?:from|import){GAP}\(?{GAP}["'`]([^"'`\n]+\.js)["'`]""")
"""`import … from "./x.js"`, `import "./x.js"`, `export … from "./x.js"` and `import("./x.js")`."""

UNREADABLE_IMPORT = re.compile(rf"""\bimport{GAP}\((?!{GAP}["'`][^"'`$\n]+\.js["'`]{GAP}[,)])[^\n]*""")
"""`import(…)` of what only the running page knows."""


def python_needs(files: Mapping[str, str]) -> dict[str, set[str]]:
    """What each module imports: at its top, within a function, or for the type checker alone, all the same.

    `from package import module` needs the module. From outside a package, whatever is imported from it needs the
    package too: its `__init__.py` runs first.
    """
    trees = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): parsed(source)
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
        {"a.js": 'import "./b.js";', "b.js": 'import { a } from /* above */ "./a.js";'},
        {"a.js": 'import "./b.js";', "b.js": 'import { a } from // above\n  "./a.js";'},
        {"a.js": 'import "./b.js";', "b.js": 'const late = () => import(/* above */ "./a.js");'},
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


def test_the_page_imports_by_names_that_stand_there() -> None:
    assert unreadable(page_sources()) == []
    needs = page_needs(page_sources())
    assert set().union(*needs.values()) <= needs.keys()


def unreadable(files: Mapping[str, str]) -> list[str]:
    """`name: import(…` for every import of which the text does not say what it is."""
    return [f"{name}: {found}" for name in files for found in UNREADABLE_IMPORT.findall(files[name])]


@pytest.mark.parametrize(
    "source",
    [
        "await import(name);",
        'import("./" + name);',
        'import("./a.js" + suffix);',
        "import(`./${name}.js`);",
        "import(/* which? */ name)",
        "import /* which? */ (\n  name\n)",
    ],
)
def test_an_import_of_a_computed_name_is_noticed(source: str) -> None:
    assert unreadable({"a.js": source}) != []


@pytest.mark.parametrize("source", ['import("./b.js")', "import(\n  /* late */ './b.js',\n)", "import.meta.url"])
def test_an_import_of_a_written_name_is_not_reported(source: str) -> None:
    assert unreadable({"a.js": source}) == []
