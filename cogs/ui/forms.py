"""Forms that outlive restarts: answered by their custom_id and what was filled in, never by an object in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

import discord

from bot.client import SupportBot
from bot.errors import UnknownForm
from cogs import failures
from cogs.ui.filled import Filled
from cogs.ui.interactions import Interaction

Kept = TypeVar("Kept")

_FORM = re.compile(r"form:(?P<action>[a-z-]+:[a-z-]+):(?P<subject>.*)", re.DOTALL)
_forms: dict[str, type[ActionForm[Any]]] = {}
"""By their actions, as their classes are defined."""


class ActionForm(Generic[Kept], discord.ui.Modal):
    """A modal whose custom_id is `form:<feature>:<verb>:<subject>`, at most 100 characters.

    An object of it is only what is shown. What is sent is answered by the class: `keep` writes it by one use case,
    before which nothing is awaited of Discord, and `kept` says so. So what was typed is written, or given back. An
    action is retired rather than given a new meaning: a form may stay open for days.
    """

    action: ClassVar[str]
    subjects: ClassVar[re.Pattern[str]]
    """What a subject looks like; a custom_id with another one is a forged or forgotten one."""

    def __init_subclass__(cls, *, action: str = "", subject: str = "") -> None:
        super().__init_subclass__()
        if action:
            if action in _forms:
                raise ValueError(f"two forms for {action}")
            cls.action, cls.subjects = action, re.compile(subject)
            _forms[action] = cls

    def __init__(self, subject: int | str, *, title: str) -> None:
        super().__init__(title=title, timeout=None, custom_id=f"form:{self.action}:{subject}")

    def is_finished(self) -> bool:
        """So says discord.py's contract for views that it shall not keep in memory: nobody may ever send this one."""
        return True

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Kept:
        """Write what was filled in. Whatever this raises, the words go back to who typed them."""
        raise NotImplementedError

    @classmethod
    async def kept(cls, interaction: Interaction, result: Kept) -> None:
        """Say that it is written, and bring Discord up to date."""
        raise NotImplementedError

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        """What stands above each field, by its custom_id, as far as it is still known."""
        raise NotImplementedError


async def on_interaction(interaction: Interaction) -> None:
    """Answer a form that was sent, also one that this version does not know."""
    if interaction.type is discord.InteractionType.modal_submit:
        async with failures.answering(interaction, "a form"):
            await _answer(interaction, interaction.data or {})


async def _answer(interaction: Interaction, data: Mapping[str, Any]) -> None:
    named, filled = _FORM.fullmatch(data["custom_id"]), Filled.of(data)
    action, subject = (named["action"], named["subject"]) if named else ("", "")
    form = _forms.get(action)
    if form is None or not form.subjects.fullmatch(subject):
        async with failures.keeping(interaction, "an unknown form", filled.words({})):
            raise UnknownForm
        return
    what = f"form:{action}"
    async with failures.keeping(interaction, what, filled.words(form.labels(interaction, subject))):
        interaction.client.require_served(interaction.guild_id)
        result = await form.keep(interaction, subject, filled)
        async with failures.answering(interaction, what):
            await form.kept(interaction, result)


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_listener(on_interaction)
