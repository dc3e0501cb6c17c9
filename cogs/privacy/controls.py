"""The buttons of `/privacy`, and what it shows. Whoever presses acts for themselves."""

from __future__ import annotations

from typing import Any

import discord

from bot.choices.choice import Choice
from bot.tickets.ticket import Ticket
from cogs.texts import privacy as texts
from cogs.texts.forms import DESCRIPTION, listed
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import File, redraw, reply
from cogs.ui.style import BRAND, QUIET, WARN

ME = "me"
"""The subject of what needs none."""

ON, OFF = "on", "off"
FILE = "signpost.zip"


class ShowButton(ActionButton, action="privacy:show"):
    """Back to what is kept. Subject: none."""

    async def press(self, interaction: Interaction) -> None:
        await redraw(interaction, **await privacy_message(interaction))


class HideButton(ActionButton, action="privacy:hide"):
    """They are not named on the leaderboard, or named again. Subject: `on` or `off`."""

    async def press(self, interaction: Interaction) -> None:
        await _choose(interaction, Choice.HIDDEN, is_on=self.subject == ON)


class UnkeptButton(ActionButton, action="privacy:unkept"):
    """The words of their questions are not kept, or kept again. Subject: `on` or `off`."""

    async def press(self, interaction: Interaction) -> None:
        await _choose(interaction, Choice.UNKEPT, is_on=self.subject == ON)


class ExportButton(ActionButton, action="privacy:export"):
    """All of it as a file. Subject: none."""

    async def press(self, interaction: Interaction) -> None:
        made = await interaction.client.services.privacy.exported(
            interaction.filesize_limit, by=actor(interaction)
        )
        await reply(interaction, texts.exported(reader(interaction)), files=[File(FILE, made)])


class AskButton(ActionButton, action="privacy:ask"):
    """Says what goes and what stays, and asks. Subject: none."""

    async def press(self, interaction: Interaction) -> None:
        t = reader(interaction)
        done = DeleteButton(ME, label=texts.button_do_erase(t), style=discord.ButtonStyle.danger)
        embed = discord.Embed(description=texts.ask(t), colour=WARN)
        await redraw(interaction, embed=embed, view=view(done, ShowButton(ME, label=texts.button_back(t))))


class DeleteButton(ActionButton, action="privacy:delete"):
    """Erases it. Subject: none."""

    async def press(self, interaction: Interaction) -> None:
        done = await interaction.client.services.privacy.delete(by=actor(interaction))
        embed = discord.Embed(description=texts.deleted(reader(interaction), done), colour=BRAND)
        await redraw(interaction, embed=embed, view=view())


BUTTONS = (ShowButton, HideButton, UnkeptButton, ExportButton, AskButton, DeleteButton)


async def privacy_message(interaction: Interaction) -> dict[str, Any]:
    """What is kept about who asks, as `reply` and `redraw` take it."""
    bot, t = interaction.client, reader(interaction)
    shown = await bot.services.privacy.shown(by=actor(interaction))
    hidden, unkept = Choice.HIDDEN in shown.choices, Choice.UNKEPT in shown.choices
    keep_days = bot.config.faq.keep_text_days
    buttons: list[discord.ui.Item[Any]] = [
        ExportButton(ME, label=texts.button_export(t)),
        HideButton(OFF if hidden else ON, label=texts.button_name(t) if hidden else texts.button_hide(t)),
    ]
    if keep_days or unkept:
        label = texts.button_keep(t) if unkept else texts.button_do_not_keep(t)
        buttons.append(UnkeptButton(OFF if unkept else ON, label=label))
    buttons.append(AskButton(ME, label=texts.button_erase(t), style=discord.ButtonStyle.danger))
    embed = discord.Embed(title=texts.kept_title(t), description=texts.text(t, shown, keep_days), colour=BRAND)
    return {"embed": embed, "view": view(*buttons)}


async def say_erased(interaction: Interaction, ticket: Ticket) -> None:
    """Beside the card of a ticket, what was erased of it and when, if anything was."""
    found = await interaction.client.services.privacy.of_ticket(ticket.id, by=actor(interaction))
    if found:
        t = reader(interaction)
        lines = [texts.erased(t, one) for one in found]
        said = listed(t, lines, len(lines), DESCRIPTION)
        embed = discord.Embed(title=texts.erased_title(t, ticket.number), description=said, colour=QUIET)
        await reply(interaction, embed=embed, is_more=True)


async def _choose(interaction: Interaction, choice: Choice, *, is_on: bool) -> None:
    await interaction.client.services.privacy.choose(choice, is_on=is_on, by=actor(interaction))
    await redraw(interaction, **await privacy_message(interaction))
