"""The languages in which Discord can speak to the people of the demo, and its commands as one of them shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.locales import nearest
from cogs.texts.language import SHIPPED

FIRST = discord.Locale.american_english.value
"""What Discord speaks to everybody to begin with."""

_UNSPOKEN = ("fr", "it", "pl")
"""Of these the first that the bot does not speak is offered too: one sees what somebody gets then."""
_FALL_BACK = {"en-GB": "en-US", "en-US": "en-GB", "es-419": "es-ES"}
"""Discord's documentation of application commands, "Localization"."""


def offered() -> dict[str, bool]:
    """The locales that a person can choose from, and whether the bot speaks each of them."""
    known = [locale.value for locale in discord.Locale]
    spoken = [next(locale for locale in known if code in (locale, locale.partition("-")[0])) for code in SHIPPED]
    unspoken = [locale for locale in _UNSPOKEN if nearest(locale, SHIPPED) is None]
    return dict.fromkeys(spoken, True) | dict.fromkeys(unspoken[:1], False)


def as_shown(command: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """A command, or an option of one, with the descriptions that Discord shows to who reads this language."""
    translated = command.get("description_localizations") or {}
    description = translated.get(locale) or translated.get(_FALL_BACK.get(locale)) or command["description"]
    shown = {**command, "description": description}
    shown.pop("description_localizations", None)
    if options := command.get("options"):
        shown["options"] = [as_shown(option, locale) for option in options]
    return shown
