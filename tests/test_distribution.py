"""What is installed is ours: `signpost` on PyPI is somebody else's package, so ours is `signpost-bot`."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NAME = "signpost-bot"

SOMEBODY_ELSES = re.compile(
    r"(?<![\w./-])signpost\["  # an extra of it, in advice or in a requirement
    r"|\b(?:pipx?|uv)\b[^\n`]*\b(?:install|add|run)\b[^\n`]*(?<![\w./-])signpost(?![\w-])"
    r"|\buvx +signpost(?![\w-])"
)
READ = {".py", ".md", ".toml", ".yaml", ".js", ".html", ".po", ".json", ".mako"}
FOLDERS = ("bench", "bot", "cogs", "docs", "faq", "tests")


def advice() -> list[Path]:
    """Every text of the repository that could tell somebody what to install, but this module."""
    above = [path for path in ROOT.iterdir() if path.suffix in READ or path.name == "Makefile"]
    below = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in READ]
    return [path for path in (*above, *below, ROOT / ".ci" / "run") if path != Path(__file__).resolve()]


def test_nothing_advises_to_install_what_is_not_ours() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in advice()
        for match in SOMEBODY_ELSES.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "pip install 'signpost[semantic]'",
        "pip install signpost",
        "python -m pip install --upgrade signpost",
        "pipx run signpost",
        "uv tool install signpost",
        "uvx signpost demo",
        'bench = ["signpost[browser]"]',
    ],
)
def test_advice_to_install_a_strangers_package_is_noticed(line: str) -> None:
    assert SOMEBODY_ELSES.search(line)


@pytest.mark.parametrize(
    "line",
    ["pip install 'signpost-bot[semantic]'", "pip install -e '.[test]'", "signpost demo --script"],
)
def test_advice_to_install_ours_is_left_alone(line: str) -> None:
    assert not SOMEBODY_ELSES.search(line)


def test_the_distribution_has_its_own_name_and_the_command_keeps_the_short_one() -> None:
    assert PROJECT["name"] == NAME
    assert PROJECT["scripts"] == {"signpost": "bot.launching:command"}


def test_what_is_installed_is_what_pyproject_says() -> None:
    installed = importlib.metadata.distribution(NAME)
    assert installed.version == PROJECT["version"]
    assert set(installed.metadata.get_all("Provides-Extra") or ()) == set(PROJECT["optional-dependencies"])
    (command,) = installed.entry_points.select(group="console_scripts")
    assert (command.name, command.value) == ("signpost", "bot.launching:command")


def test_extras_that_contain_others_name_our_own() -> None:
    extras = PROJECT["optional-dependencies"]
    own = [
        found
        for needs in extras.values()
        for need in needs
        if (found := re.match(r"(signpost[\w-]*)\[(\w+)\]", need))
    ]
    assert len(own) == 5
    assert {(name, extra in extras) for name, extra in (found.groups() for found in own)} == {(NAME, True)}
