"""The README names what exists, all of it, and nothing else."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.__main__ import _parser
from bot.config import Config
from bot.knowledge.entry import Entry
from bot.settings import Settings
from tests.conftest import World

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"README has no section {title!r}"
    return found[1]


def first_column(title: str) -> list[str]:
    """What stands as `code` in the first cell of each row of the section's tables."""
    return re.findall(r"^\| `([^`]+)` \|", section(title), re.MULTILINE)


def commands_of_the_parser(
    parser: argparse.ArgumentParser | None = None, prefix: str = ""
) -> dict[str, argparse.ArgumentParser]:
    """The commands with their parsers; of a command that has commands itself, only those: `faq try`."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in (parser or _parser())._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                found |= commands_of_the_parser(command, f"{prefix}{name} ") or {prefix + name: command}
    return found


def settings_of(model: type[Settings], prefix: str = "") -> Iterator[str]:
    """`section.key` of every setting of config.yaml."""
    for name, field in model.model_fields.items():
        if not prefix:
            assert isinstance(field.annotation, type)
            yield from settings_of(field.annotation, f"{name}.")
        else:
            yield prefix + name


async def test_every_slash_command_and_menu_is_in_the_readme_and_the_other_way_round(world: World) -> None:
    bot = world.sim.bot
    tree = bot.tree  # type: ignore[attr-defined]  # the simulation knows it as a plain client
    slash = {
        f"/{command.qualified_name}"
        for command in tree.walk_commands()
        if not isinstance(command, app_commands.Group)
    }
    menus = {
        command.name
        for kind in (discord.AppCommandType.message, discord.AppCommandType.user)
        for command in tree.get_commands(type=kind)
    }
    named = first_column("In Discord")
    assert sorted(named) == sorted(slash | menus)


def test_every_command_of_the_command_line_is_in_the_readme_and_the_other_way_round() -> None:
    named = {
        name.removeprefix("signpost ")
        for name in first_column("On the command line")
        if name.startswith("signpost ")
    }
    assert named == set(commands_of_the_parser())


def test_every_option_of_the_command_line_is_in_the_readme_and_the_other_way_round() -> None:
    exists = {
        option
        for parser in commands_of_the_parser().values()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    named = set(re.findall(r"`(--[a-z-]+)`", section("On the command line")))
    assert named == exists


def test_every_make_target_is_in_the_readme_and_the_other_way_round() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"clean"}
    named = {
        name.removeprefix("make ") for name in first_column("On the command line") if name.startswith("make ")
    }
    assert named == targets


def test_every_setting_is_in_the_readme_and_the_other_way_round() -> None:
    assert sorted(first_column("Configure")) == sorted(settings_of(Config))


@pytest.mark.parametrize("key", list(Entry.model_fields))
def test_every_key_of_an_entry_is_explained(key: str) -> None:
    assert re.search(rf"`{key}`|^\s+(- )?{key}:", section("Write an FAQ entry"), re.MULTILINE)


def test_every_path_in_the_map_exists() -> None:
    for path in re.findall(r"`((?:docs|tests|bot|cogs|faq)/[\w./]*)`", README):
        assert (ROOT / path).exists(), path


def test_every_module_of_the_engine_is_on_the_map() -> None:
    code_map = section("Map of the code")
    for path in (ROOT / "bot").iterdir():
        if path.name not in ("__init__.py", "__pycache__") and not path.name.startswith("."):
            assert path.name in code_map, path.name
