"""What `/help` looks like: a section for each thing that somebody may be here."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import discord

from bot.config import Config
from cogs.help.audiences import COMMANDS, MENUS, Audience, switched_off
from cogs.texts import help as texts
from cogs.texts.forms import listed
from cogs.texts.language import Language
from cogs.ui.style import BRAND

MOST_LINES = 50
IN_A_SECTION = 2_900
"""Characters. A message holds 6,000: staff's two parts stand in one of their own; of the others there is room for two of any
length.
"""


@dataclass(frozen=True)
class Doors:
    """Mentions of where a member can ask: help channels, help forums, and the channel of the panel."""

    channels: tuple[str, ...] = ()
    forums: tuple[str, ...] = ()
    panel: str | None = None


def sections(
    t: Language,
    config: Config,
    ids: Mapping[str, int],
    audiences: Set[Audience],
    doors: Doors,
    *,
    manages_server: bool,
) -> list[discord.Embed]:
    """One embed each, but for staff's. `ids` are those of the commands in Discord, by which they can be pressed."""

    off = switched_off(config)

    def lines(*those: Audience) -> list[str]:
        shown = audiences & {*those}
        commands = [
            texts.command(mention(one.name, ids), one.about(t))
            for one in COMMANDS
            if one.audience in shown and one.name not in off
        ]
        menus = [texts.menu(one.name, one.about(t)) for one in MENUS if one.audience in shown]
        return commands + ([texts.under_apps(t), *menus] if menus else [])

    said = [
        (texts.title_ask(t), [*_doors(t, config, ids, doors), *lines(Audience.CUSTOMERS)]),
        (
            texts.title_help_others(t),
            [*_earning(t, config), *lines(Audience.COMMUNITY, Audience.HELPERS)],
        ),
        (texts.title_server(t), lines(Audience.ADMINISTRATORS)),
    ]
    if manages_server and Audience.ADMINISTRATORS not in audiences:
        said[-1] = texts.title_server(t), [texts.administrators_set_up(t, mention("setup", ids))]
    return [_section(title, listed(t, those, MOST_LINES, IN_A_SECTION)) for title, those in said if those]


def for_staff(t: Language, config: Config, ids: Mapping[str, int]) -> list[discord.Embed]:
    """What staff alone can do, in two parts."""
    off = switched_off(config)
    those = [
        texts.command(mention(one.name, ids), one.about(t))
        for one in COMMANDS
        if one.audience is Audience.STAFF and one.name not in off
    ]
    middle = (len(those) + 1) // 2
    first, rest = (listed(t, part, MOST_LINES, IN_A_SECTION) for part in (those[:middle], those[middle:]))
    return [_section(texts.title_staff(t), first), _section("", rest)]


def mention(name: str, ids: Mapping[str, int]) -> str:
    """A command as people press it, or as they type it where its id is not known."""
    found = ids.get(name.partition(" ")[0])
    return f"`/{name}`" if found is None else f"</{name}:{found}>"


def _section(title: str, said: str) -> discord.Embed:
    return discord.Embed(title=title or None, description=said, colour=BRAND)


def _doors(t: Language, config: Config, ids: Mapping[str, int], doors: Doors) -> list[str]:
    said = []
    if doors.channels and config.discord.message_content:
        said.append(texts.questions_in(t, doors.channels))
    elif doors.channels:
        said.append(texts.mentions_in(t, doors.channels, mention("faq search", ids)))
    if doors.forums:
        said.append(texts.posts_in(t, doors.forums))
    said.append(texts.write_to_me(t))
    if doors.panel is not None:
        said.append(texts.panel_in(t, doors.panel))
    return said


def _earning(t: Language, config: Config) -> list[str]:
    ranks = config.reputation.ranks
    return [texts.earn(t, config.reputation.points), texts.ranks(t, ranks)] if ranks else []
