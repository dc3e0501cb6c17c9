"""`/why` and *Why this answer?*: the rule that made the FAQ speak or be silent, for the eyes of who asks."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.errors import MessageNotFound
from cogs.faq import embeds
from cogs.faq.reading import facts
from cogs.texts import why as texts
from cogs.texts.commands import described
from cogs.texts.forms import message_link
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.named import message_in, named, readable_channel
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.written import replied_to


@app_commands.command(name="why", description=described(texts.about_why))
@app_commands.describe(message=described(texts.about_message))
@app_commands.guild_only()
async def why(interaction: Interaction, message: app_commands.Range[str, 1, 200]) -> None:
    """Of a message that is named."""
    meant = named(interaction, message)
    await _explain(interaction, meant.channel_id, meant.message_id, message)


async def why_this(interaction: Interaction, message: discord.Message) -> None:
    """Of the message under the pointer."""
    await _explain(interaction, message.channel.id, message.id, str(message.id))


def add_commands(bot: SupportBot) -> None:
    """Offer `/why`, and *Why this answer?* at every message."""
    menu = app_commands.ContextMenu(name="Why this answer?", callback=why_this)
    menu.guild_only = True
    bot.tree.add_command(menu)
    bot.tree.add_command(why)


async def _explain(interaction: Interaction, channel_id: int, message_id: int, reference: str) -> None:
    """The message may be a question, a part of one, ours under one, or nothing to us; or gone by now."""
    bot, guild = interaction.client, interaction.guild
    channel = await readable_channel(interaction, channel_id)
    if guild is None or channel is None:
        raise MessageNotFound(reference)
    message = await message_in(channel, message_id)
    to = replied_to(message) if message is not None else None
    is_ours = message is not None and message.author.id == guild.me.id
    question = await bot.services.looking_up.behind(
        channel_id, [message_id, to] if is_ours and to is not None else [message_id]
    )
    if question is not None and question.channel_id != channel_id:
        raise MessageNotFound(reference)  # they may read this channel, which says nothing of the other
    if question is None and is_ours and to is not None:  # we have led who wrote that to people
        message_id, message = to, await message_in(channel, to)
    if question is not None and question.message_id != message_id:
        message = await message_in(channel, question.message_id)
    if message is None and question is None:
        raise MessageNotFound(reference)
    author = await _author(guild, message) if message is not None else None
    place, read = await facts(bot, message, author) if message is not None else (None, None)
    found = await bot.services.looking_up.why(
        place,
        read,
        question=question,
        author_id=message.author.id if message is not None else 0,
        by=actor(interaction),
    )
    link = message_link(guild.id, channel_id, question.message_id if question else message_id)
    t = reader(interaction)

    def title(entry_id: str) -> str:
        entry = bot.services.knowledge.entry(entry_id)
        return entry.wording(t.code).title if entry else texts.removed_entry(t, entry_id)

    embed = embeds.why(t, found, bot.config.faq, link, title, is_gone=message is None)
    await reply(interaction, embed=embed)


async def _author(guild: discord.Guild, message: discord.Message) -> discord.Member | None:
    """The author with their roles; None for a webhook and for who has left."""
    if message.webhook_id is not None:
        return None
    try:
        return await guild.fetch_member(message.author.id)
    except discord.NotFound:
        return None
