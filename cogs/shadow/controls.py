"""The buttons under the digest of shadow mode, and the digest, which each press shows anew."""

from __future__ import annotations

from typing import Any

import discord

from cogs.places import shadowed
from cogs.shadow import embeds
from cogs.texts import shadow as texts
from cogs.texts import why as why_texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw
from cogs.ui.subjects import id_in


class RightButton(ActionButton, action="faq:right"):
    """The entry answers the question. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        await _label(interaction, id_in(self.subject), is_right=True)


class NotRightButton(ActionButton, action="faq:not-right"):
    """The entry does not answer the question. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        await _label(interaction, id_in(self.subject), is_right=False)


class SkipButton(ActionButton, action="faq:skip"):
    """The next one. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        await redraw(interaction, **await digest_message(interaction, after=id_in(self.subject)))


BUTTONS = (RightButton, NotRightButton, SkipButton)


async def digest_message(interaction: Interaction, *, after: int) -> dict[str, Any]:
    """The digest with the next question, as `reply` and `redraw` take it."""
    bot, guild = interaction.client, interaction.guild
    places = shadowed(guild, bot.services.places) if guild is not None else []
    digest = await bot.services.shadow.digest(
        interaction.guild_id or 0, places, by=actor(interaction), after=after
    )

    t = reader(interaction)

    def title(entry_id: str) -> str:
        entry = bot.services.knowledge.entry(entry_id)
        return entry.wording(t.code).title if entry else why_texts.removed_entry(t, entry_id)

    buttons: list[ActionButton] = []
    if digest.question is not None:
        buttons = [
            RightButton(digest.question.id, label=texts.button_right(t), style=discord.ButtonStyle.success),
            NotRightButton(digest.question.id, label=texts.button_wrong(t), style=discord.ButtonStyle.danger),
            SkipButton(digest.question.id, label=texts.button_skip(t)),
        ]
    return {"embeds": embeds.shadow(t, digest, places, bot.config.faq, title), "view": view(*buttons)}


async def _label(interaction: Interaction, question_id: int, *, is_right: bool) -> None:
    bot, guild = interaction.client, interaction.guild
    if guild is not None:
        places = shadowed(guild, bot.services.places)
        await bot.services.shadow.label(guild.id, places, question_id, is_right=is_right, by=actor(interaction))
        await redraw(interaction, **await digest_message(interaction, after=question_id))
