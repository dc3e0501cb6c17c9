"""Posts the panel whose buttons open tickets, or brings the one that stands there up to date."""

from __future__ import annotations

import logging

import discord

from bot.client import SupportBot
from bot.tickets.panel import Panel
from cogs.places import tickets_channel
from cogs.tickets import embeds
from cogs.tickets.controls import type_buttons
from cogs.ui.controls import carries
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

log = logging.getLogger(__name__)


async def post_panel(bot: SupportBot, guild: discord.Guild) -> discord.TextChannel:
    """The channel in which it stands. Raises SetupIncomplete."""
    channel = tickets_channel(guild, bot.services.places)
    kinds, t = bot.services.tickets.types, public(guild, bot.config)
    embed = embeds.panel(t, bot.config.community.name, kinds)
    message = await _own_panel(bot, channel)
    if message is None:
        message = await channel.send(embed=embed, view=type_buttons(t, kinds))
    else:
        await message.edit(embed=embed, view=type_buttons(t, kinds))
    await bot.services.delivery.save_panel(guild.id, Panel(channel.id, message.id))
    return channel


async def _own_panel(bot: SupportBot, channel: discord.TextChannel) -> discord.Message | None:
    stored = await bot.services.delivery.panel(channel.guild.id)
    if stored is not None and stored.channel_id == channel.id:
        try:
            return await channel.fetch_message(stored.message_id)
        except discord.NotFound:
            log.info("the panel in channel %d has been deleted", channel.id)
    custom_ids = [f"ticket:new:{kind.id}" for kind in bot.services.tickets.types]
    async for message in own_messages(channel, bot.user):
        if carries(message, *custom_ids):
            return message
    return None
