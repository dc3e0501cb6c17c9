"""README and docs name what exists, all of it, each where it belongs, and nothing else."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import discord
import pytest
from babel import Locale
from discord import app_commands
from pydantic import Field

import bot.schema  # noqa: F401  # all tables are in the metadata then
from bot.__main__ import _parser
from bot.columns import metadata
from bot.config import Config, config_schema
from bot.exports.layout import Kind, Manifest, manifest_bytes
from bot.json_schema import schema_of
from bot.knowledge.entry import Entry
from bot.settings import Settings
from bot.settings_page import settings_page
from cogs.help.audiences import COMMANDS, MENUS, Audience
from cogs.texts.language import SHIPPED
from tests.conftest import World

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))
}
README = PAGES["README.md"]
READERS = {
    "docs/for-customers.md": {"everybody", "requester", "author", "asked", "own"},
    "docs/for-helpers.md": {"helpers"},
    "docs/for-staff.md": {"staff", "administrators"},
}
"""Where a command belongs: by a word in its column *who*. Each stands on one page, the first that is for it."""

AUDIENCES = {
    "docs/for-customers.md": {Audience.CUSTOMERS, Audience.COMMUNITY},
    "docs/for-helpers.md": {Audience.HELPERS},
    "docs/for-staff.md": {Audience.STAFF, Audience.ADMINISTRATORS},
}
"""To whom `/help` lists what stands on each page."""


def section(page: str, title: str) -> str:
    """The text under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGES[page], re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no section {title!r}"
    return found[1]


def first_column(text: str) -> list[str]:
    """What stands as `code` in the first cell of each row of the tables."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def commands_and_menus(page: str) -> dict[str, str]:
    """The rows *command, who, what* of a page for people in Discord: who may use what."""
    rows = re.findall(r"^\| `([^`]+)` \| ([^|`]+) \| [^|]+ \|$", PAGES[page], re.MULTILINE)
    return dict(rows)


def code(text: str) -> list[str]:
    """What stands `so` in the text, outside of its blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))


def anchors(text: str) -> set[str]:
    """What a link may name after `#`: each heading as GitHub shortens it."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


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


async def test_every_slash_command_and_menu_is_on_one_page_and_the_other_way_round(world: World) -> None:
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
    named = [name for page in READERS for name in commands_and_menus(page)]
    assert sorted(named) == sorted(slash | menus)
    mentioned = {one for text in PAGES.values() for one in code(text) if re.fullmatch(r"/[a-z]+( [a-z-]+)?", one)}
    assert mentioned <= slash | {"/faq"}


def test_every_slash_command_and_menu_is_on_the_page_of_those_who_may_use_it() -> None:
    for page in READERS:
        for name, who in commands_and_menus(page).items():
            is_for = [one for one, words in READERS.items() if words & set(re.findall(r"\w+", who))]
            assert is_for[0] == page, f"{name} ({who})"


def test_help_lists_each_command_and_menu_for_those_whom_its_page_names() -> None:
    listed = {("/" if one in COMMANDS else "") + one.name: one.audience for one in (*COMMANDS, *MENUS)}
    for page, audiences in AUDIENCES.items():
        for name, who in commands_and_menus(page).items():
            other = Audience.STAFF if "administrators" in who else Audience.ADMINISTRATORS
            assert listed[name] in audiences - {other}, f"{name} ({who})"


def test_every_command_of_the_command_line_is_on_the_operators_page_and_the_other_way_round() -> None:
    named = {
        name.removeprefix("signpost ") for name in first_column(section("docs/operate.md", "On the command line"))
    }
    assert named == set(commands_of_the_parser())


def test_every_option_of_the_command_line_is_on_the_operators_page_and_the_other_way_round() -> None:
    exists = {
        option
        for parser in commands_of_the_parser().values()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    named = set(re.findall(r"`(--[a-z-]+)`", section("docs/operate.md", "On the command line")))
    assert named == exists


def test_every_make_target_is_on_the_page_of_those_who_contribute_and_the_other_way_round() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - {"clean"}
    named = {name.removeprefix("make ") for name in first_column(PAGES["CONTRIBUTING.md"])}
    assert named == targets


def test_every_table_and_every_kind_of_column_is_on_the_page_of_exports_and_the_other_way_round() -> None:
    assert sorted(first_column(section("docs/export.md", "The tables"))) == sorted(metadata.tables)
    assert first_column(section("docs/export.md", "A row")) == [kind.value for kind in Kind]
    said = json.loads(manifest_bytes(Manifest("0028", (), ())))
    assert first_column(section("docs/export.md", "What it says of itself")) == [*said]


def test_every_setting_is_on_its_page_and_the_other_way_round() -> None:
    named = [name for name in first_column(PAGES["docs/configure.md"]) if name.count(".") == 1]
    assert sorted(named) == sorted(settings_of(Config))
    schema = config_schema()

    def rows(part: object) -> int:
        """How many settings this part of the schema holds, a table that stands in two places twice."""
        named = re.findall(r"'#/\$defs/(\w+)'", str(part))
        held = [schema["$defs"][name].get("properties", {}) for name in named]
        return sum(len(properties) + sum(map(rows, properties.values())) for properties in held)

    assert len(first_column(PAGES["docs/configure.md"])) == sum(map(rows, schema["properties"].values()))


def test_the_page_of_the_settings_is_current() -> None:
    assert PAGES["docs/configure.md"] == settings_page(config_schema()), "signpost schema --page docs/configure.md"


def test_every_setting_has_a_description() -> None:
    for name, part in config_schema()["$defs"].items():
        assert part.get("description"), name
        for key, setting in part.get("properties", {}).items():
            assert setting.get("description"), f"{name}.{key}"


def test_settings_of_any_shape_come_onto_the_page() -> None:
    class Words(Settings):
        """What is said in one language."""

        label: str = Field(max_length=45, description="Its name | its label.")

    class Section(Settings):
        """A section."""

        language: str | None = Field(default=None, min_length=1, description="A language.")
        translations: dict[str, Words] = Field(default={}, description="By language.")
        quick: bool = Field(default=False, description="Whether it is quick.")

    class Whole(Settings):
        """Everything."""

        section: Section = Section()

    page = settings_page(schema_of(Whole, "Whole"))
    assert "| `section.language` | text | none | not empty | A language. |" in page
    assert "| `section.translations` | table of tables | none |  | By language. |" in page
    assert "### `section.translations.<key>`\n\nWhat is said in one language.\n" in page
    assert (
        r"| `section.translations.<key>.label` | text | must be given | up to 45 characters | Its name \| its"
        in page
    )
    assert "| `section.quick` | true or false | `false` |  | Whether it is quick. |" in page


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page not in ("docs/decisions.md", "docs/architecture.md")]
)
def test_a_setting_that_a_page_mentions_exists(page: str) -> None:
    exists = set(first_column(PAGES["docs/configure.md"]))
    sections = "|".join(Config.model_fields)
    for mentioned in code(PAGES[page]):
        if re.fullmatch(rf"({sections})(\.[a-z_]+)+", mentioned):
            assert mentioned in exists


@pytest.mark.parametrize("key", list(Entry.model_fields))
def test_every_key_of_an_entry_is_explained(key: str) -> None:
    assert re.search(rf"`{key}`|^\s+(- )?{key}:", PAGES["docs/write-an-entry.md"], re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    for path in re.findall(r"`((?:docs|tests|bot|cogs|faq|bench)/[\w./-]*)`", PAGES[page]):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("package", ["bot", "cogs"])
def test_every_module_and_room_is_on_the_map(package: str) -> None:
    code_map = section("docs/architecture.md", "The map")
    for path in (ROOT / package).iterdir():
        if path.name not in ("__init__.py", "__pycache__") and not path.name.startswith("."):
            assert f"`{package}/{path.name}{'/' if path.is_dir() else ''}`" in code_map, path.name


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_leads_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert target.is_file(), link
        if anchor:
            assert anchor in anchors(PAGES[target.relative_to(ROOT).as_posix()]), link


def test_every_page_is_linked_from_the_readme() -> None:
    linked = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", README)}
    assert set(PAGES) - {"README.md"} <= linked


def test_every_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for text in PAGES.values() for link in re.findall(r"!\[[^]]+\]\(([^)\s]+)\)", text)}
    assert shown == {path.name for kind in ("png", "svg") for path in (ROOT / "docs").glob(f"*.{kind}")}


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 200


def test_every_decision_has_its_day() -> None:
    decisions = re.split(r"^- ", PAGES["docs/decisions.md"], flags=re.MULTILINE)[1:]
    for decision in decisions:
        assert re.search(r"\((\d{4}-\d\d-\d\d)(, revised \d{4}-\d\d-\d\d)?\)\s*(## .*)?$", decision.strip()), (
            decision
        )


@pytest.mark.parametrize("page", ["README.md", "docs/operate.md", "docs/for-customers.md"])
def test_every_language_that_ships_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = {Locale.parse(code, sep="-").get_display_name("en") for code in SHIPPED}
    assert [name for name in named if name not in text] == []


@pytest.mark.parametrize("page", PAGES)
def test_no_passage_stands_twice_on_a_page(page: str) -> None:
    prose = re.sub(r"^ *```.*?^ *```|^\|.*?$", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    words = re.findall(r"[\w`/.*]+", prose)
    passages = Counter(" ".join(words[at : at + 10]) for at in range(len(words) - 9))
    assert [passage for passage, times in passages.items() if times > 1] == []


@pytest.mark.parametrize("page", ["config.yaml", "docs/for-staff.md", "docs/configure.md"])
@pytest.mark.parametrize(
    "label", ["Escalate", "Return", "Note", "Whose turn", "Snooze", "Wake", "Priority", "Move"]
)
def test_what_is_behind_more_is_not_said_to_stand_on_the_card(page: str, label: str) -> None:
    text = " ".join((ROOT / page).read_text(encoding="utf-8").replace("\n  #", "\n").split())
    assert not re.search(rf"\*{label}\* on (the|its) card", text)
    if page == "docs/for-staff.md":
        assert f"*{label}*" in text
