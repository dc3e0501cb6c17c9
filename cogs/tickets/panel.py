"""Posts the panels whose buttons open tickets, brings those that stand there up to date, and takes away what is no longer wanted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from weakref import WeakValueDictionary

import discord

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.ticket_panels import TicketPanel
from bot.tickets.panel import Panel
from cogs.places import panel_channel
from cogs.tickets import embeds
from cogs.tickets.controls import type_buttons
from cogs.ui.controls import carries
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

log = logging.getLogger(__name__)

_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
"""In a server, one at a time: of two that look for a panel at once, each would post it."""


class Panels:
    """The handler of `ticket.panels`: at each start, and when somebody has deleted a panel."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def refresh(self, job: Job) -> None:
        """Bring the panels of a server into line with the settings, if `/setup` has posted any there."""
        if await self._bot.services.delivery.panels(job.guild_id):
            await post_panels(self._bot, self._bot.guild_of(job.guild_id))


async def post_panels(bot: SupportBot, guild: discord.Guild) -> list[discord.TextChannel]:
    """The channels in which they stand, one for each. What one lacks keeps no other: only then SetupIncomplete is raised."""
    lock = _locks.setdefault(guild.id, asyncio.Lock())
    async with lock:
        wanted = bot.config.tickets.standing_panels
        channels, lacking = [], None
        for panel in wanted:
            try:
                channel = panel_channel(guild, bot.services.places, panel)
            except SetupIncomplete as incomplete:
                lacking = lacking or incomplete
                continue
            await _post(bot, channel, panel)
            channels.append(channel)
        await _take_away_all_but(bot, guild, {panel.id for panel in wanted})
    if lacking is not None:
        raise lacking
    return channels


async def _post(bot: SupportBot, channel: discord.TextChannel, panel: TicketPanel) -> None:
    kinds, t = bot.config.tickets.offered_by(panel), public(channel.guild, bot.config)
    embed, buttons = embeds.panel(t, bot.config.community.name, panel, kinds), type_buttons(t, kinds)
    stored = await bot.services.delivery.panels(channel.guild.id)
    before = stored.get(panel.id)
    message = await _standing(bot, channel, before, {one.message_id for one in stored.values()})
    if message is None:
        # Another each time: Discord refuses the nonce of a message that is gone.
        salt = before.message_id if before else bot.config.tickets.standing_panels.index(panel)
        nonce = f"p-{snowflake(bot.clock(), salt)}"
        message = await channel.send(embed=embed, view=buttons, nonce=nonce)
    else:
        await message.edit(embed=embed, view=buttons)
    await bot.services.delivery.save_panel(channel.guild.id, panel.id, Panel(channel.id, message.id))
    if before is not None and before.message_id != message.id:
        await _take_away(channel.guild, before)


async def _standing(
    bot: SupportBot, channel: discord.TextChannel, before: Panel | None, taken: Collection[int]
) -> discord.Message | None:
    """The panel as it stands here: that of the receipt, or one of ours that is nobody's, whose receipt was lost."""
    if before is not None and before.channel_id == channel.id:
        try:
            return await channel.fetch_message(before.message_id)
        except discord.NotFound:
            log.info("a panel in channel %d has been deleted", channel.id)
    custom_ids = [f"ticket:new:{kind.id}" for kind in bot.config.tickets.types]
    async for message in own_messages(channel, bot.user):
        if message.id not in taken and carries(message, *custom_ids):
            return message
    return None


async def _take_away_all_but(bot: SupportBot, guild: discord.Guild, wanted: Collection[str]) -> None:
    for panel_id, panel in (await bot.services.delivery.panels(guild.id)).items():
        if panel_id not in wanted:
            await _take_away(guild, panel)
            await bot.services.delivery.forget_panel(guild.id, panel_id)


async def _take_away(guild: discord.Guild, panel: Panel) -> None:
    """Where its channel is gone, so is it."""
    channel = guild.get_channel(panel.channel_id)
    if not isinstance(channel, discord.TextChannel):
        return
    try:
        await channel.get_partial_message(panel.message_id).delete()
    except discord.NotFound:
        log.info("a panel in channel %d has been deleted", channel.id)
