"""People look by themselves: `/faq search`, *Look up in FAQ*, and opting out of automatic answers."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.matching.verdict import Verdict
from cogs.faq.group import faq
from cogs.knowledge.entries import ReadButton, show_entry, title_on_button
from cogs.places import seen_by
from cogs.texts import faq as texts
from cogs.texts.commands import described
from cogs.ui.controls import view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.written import require_written, text_of


@faq.command(name="search", description=described(texts.about_search))
@app_commands.describe(question=described(texts.about_question))
async def search(interaction: Interaction, question: app_commands.Range[str, 1, 200]) -> None:
    """The entry that was chosen, or what is found for the words."""
    await _show(interaction, question)


@search.autocomplete("question")
async def _suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    bot = interaction.client
    visible = seen_by(interaction.user, bot.services.places)
    found = await bot.services.looking_up.search(typed, limit=25, visible=visible)
    locale = str(interaction.locale)
    return [app_commands.Choice(name=entry.wording(locale).title, value=entry.id) for entry in found]


@faq.command(name="opt-out", description=described(texts.about_opt_out))
async def opt_out(interaction: Interaction) -> None:
    """No automatic answers for this member."""
    await interaction.client.services.pressing.opt_out(
        interaction.guild_id or 0, interaction.user.id, wants_out=True
    )
    await reply(interaction, texts.opted_out(reader(interaction)))


@faq.command(name="opt-in", description=described(texts.about_opt_in))
async def opt_in(interaction: Interaction) -> None:
    """Automatic answers again."""
    await interaction.client.services.pressing.opt_out(
        interaction.guild_id or 0, interaction.user.id, wants_out=False
    )
    await reply(interaction, texts.opted_in(reader(interaction)))


async def look_up(interaction: Interaction, message: discord.Message) -> None:
    """What is found for somebody's message, for the eyes of who looks it up."""
    require_written(message)
    if text := text_of(message):
        await _show(interaction, text)
    else:
        await reply(interaction, texts.nothing_to_look_up(reader(interaction)))


def add_menus(bot: SupportBot) -> None:
    """Offer *Look up in FAQ* at every message."""
    menu = app_commands.ContextMenu(name="Look up in FAQ", callback=look_up)
    menu.guild_only = True
    bot.tree.add_command(menu)


async def _show(interaction: Interaction, query: str) -> None:
    bot, t = interaction.client, reader(interaction)
    found = await bot.services.looking_up.look_up(query, visible=seen_by(interaction.user, bot.services.places))
    if found.verdict is Verdict.ANSWER:
        await show_entry(interaction, found.entries[0], str(interaction.locale))
        return
    is_likely = found.verdict is Verdict.SUGGEST
    said = texts.did_you_mean(t, len(found.entries)) if is_likely else texts.nearest(t, len(found.entries))
    titles = [
        ReadButton(entry.id, label=title_on_button(entry.wording(str(interaction.locale)).title))
        for entry in found.entries
    ]
    await reply(interaction, said, view=view(*titles))
