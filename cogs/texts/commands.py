"""What Discord shows beside our commands, in each member's language; their names stay as they are.

Discord hides the subcommands of a group whose name is translated, and every guide names commands by one name.
"""

from __future__ import annotations

from collections.abc import Callable

import discord
from discord import app_commands

from bot.locales import nearest
from cogs.texts.language import ENGLISH, SHIPPED, Language

Sentence = Callable[[Language], str]


def described(sentence: Sentence) -> app_commands.locale_str:
    """A description or an explanation of a command, for discord.py's decorators."""
    return app_commands.locale_str(sentence(ENGLISH), sentence=sentence)


class CommandTranslator(app_commands.Translator):
    """Gives Discord each description in the languages that there are, when the commands are sent to it."""

    async def load(self) -> None:
        """Called once by discord.py, which then asks for each text in each of thirty languages."""
        near = {locale: nearest(locale.value, SHIPPED) for locale in discord.Locale}
        self._spoken = {locale: SHIPPED[code] for locale, code in near.items() if code not in (None, "en")}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None where Discord is to show the English."""
        language = self._spoken.get(locale)
        sentence: Sentence | None = string.extras.get("sentence") if language else None
        return sentence(language) if language and sentence else None
