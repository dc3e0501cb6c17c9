"""Buttons that outlive restarts, with the failure boundary built in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import discord

from cogs import failures
from cogs.ui.interactions import Interaction


class ActionButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"$^"):
    """A button whose custom_id is `<feature>:<verb>:<subject>`; its state is read from the database when pressed.

    Subclasses say `action="feature:verb"`, override `press`, and are registered with `bot.add_dynamic_items`.
    An action is retired rather than given a new meaning: old messages keep their buttons for ever.
    """

    action: ClassVar[str]

    def __init_subclass__(cls, *, action: str) -> None:
        cls.action = action
        super().__init_subclass__(template=rf"{re.escape(action)}:(?P<subject>[a-z0-9.-]+)")

    def __init__(
        self,
        subject: int | str,
        *,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        emoji: str | None = None,
    ) -> None:
        self.subject = str(subject)
        super().__init__(
            discord.ui.Button(label=label, style=style, emoji=emoji, custom_id=f"{self.action}:{self.subject}")
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button as it was sent, with the subject its custom_id names."""
        button = cls.__new__(cls)
        ActionButton.__init__(button, match["subject"], label=getattr(item, "label", None) or "…")
        return button

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """discord.py only logs what a DynamicItem raises; here the person hears of it."""
        interaction.client.stays_open_for(asyncio.current_task())
        async with failures.answering(interaction, self.action):
            await self.enter(interaction)
            await self.press(interaction)

    async def enter(self, interaction: Interaction) -> None:
        """Where the press counts: in the server of its message. Raises NotServed."""
        interaction.client.require_served(interaction.guild_id)

    async def press(self, interaction: Interaction) -> None:
        """Translate, one service call, render."""
        raise NotImplementedError


def view(*buttons: discord.ui.Item[Any]) -> discord.ui.View:
    """A view that never times out and is not kept in memory, because all its items are dynamic."""
    made = discord.ui.View(timeout=None)
    for button in buttons:
        made.add_item(button)
    return made


def rows(*rows: Sequence[ActionButton]) -> discord.ui.View:
    """A view with one row for each of these that has anything; at most five rows of at most five buttons."""
    made = view()
    for row, buttons in enumerate(filter(None, rows)):
        for button in buttons:
            button.row = row
            made.add_item(button)
    return made


def carries(message: discord.Message, *custom_ids: str) -> bool:
    """Whether the message has a button with one of these custom_ids."""
    return any(
        getattr(item, "custom_id", None) in custom_ids
        for row in message.components
        for item in getattr(row, "children", [])
    )
