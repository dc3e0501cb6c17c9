"""`/helper` and `/helpdesk`."""

from __future__ import annotations

from collections.abc import Collection

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.routing.refused import NoHelper
from cogs import failures
from cogs.places import is_listened_to
from cogs.routing.contact import is_reached
from cogs.routing.controls import helpdesk_message
from cogs.routing.forms import as_filled, form
from cogs.texts import routing as texts
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import open_form, reply


class RoutingCog(commands.Cog):
    """Members say that they help, and see what waits."""

    helper = app_commands.Group(name="helper", description=described(texts.about_helper), guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """It may have been the only answer to a question."""
        await self._gone(payload.guild_id, payload.channel_id, [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """So may one of many."""
        await self._gone(payload.guild_id, payload.channel_id, payload.message_ids)

    async def _gone(self, guild_id: int | None, channel_id: int, message_ids: Collection[int]) -> None:
        guild, services = self._bot.get_guild(guild_id or 0), self._bot.services
        if guild is None or not self._bot.serves(guild.id) or not services.routing.settings.is_on:
            return
        if is_listened_to(guild.get_channel_or_thread(channel_id), services.places):
            async with failures.listening("deleted answers"):
                await self._bot.patience.outlast(
                    lambda: services.routing.answers_gone(guild.id, channel_id, message_ids), "deleted answers"
                )

    @helper.command(name="topics", description=described(texts.about_topics))
    async def topics(self, interaction: Interaction) -> None:
        """Choose in a form, filled in with what was chosen before."""
        before, _ = await self._bot.services.opting_in.of(by=actor(interaction))
        await open_form(interaction, form(interaction, as_filled(before)))

    @helper.command(name="show", description=described(texts.about_show))
    async def show(self, interaction: Interaction) -> None:
        """What is set, and what keeps them from being told."""
        helper, is_hidden = await self._bot.services.opting_in.of(by=actor(interaction))
        if helper is None:
            raise NoHelper
        is_on = self._bot.services.routing.settings.is_on
        shown = texts.shown(
            reader(interaction),
            helper,
            self._bot.clock(),
            is_hidden=is_hidden,
            is_on=is_on,
            is_reached=is_reached(interaction),
        )
        await reply(interaction, shown)

    @helper.command(name="pause", description=described(texts.about_pause))
    @app_commands.describe(hours=described(texts.about_hours))
    async def pause(self, interaction: Interaction, hours: app_commands.Range[int, 1, 720] | None = None) -> None:
        """For so many hours, or until they say otherwise."""
        until = await self._bot.services.opting_in.pause(hours, by=actor(interaction))
        await reply(interaction, texts.paused(reader(interaction), until))

    @helper.command(name="resume", description=described(texts.about_resume))
    async def resume(self, interaction: Interaction) -> None:
        """Again."""
        await self._bot.services.opting_in.resume(by=actor(interaction))
        await reply(interaction, texts.resumed(reader(interaction)))

    @helper.command(name="stop", description=described(texts.about_stop))
    async def stop(self, interaction: Interaction) -> None:
        """No more."""
        await self._bot.services.opting_in.stop(by=actor(interaction))
        await reply(interaction, texts.stopped(reader(interaction)))

    @app_commands.command(name="helpdesk", description=described(texts.about_helpdesk))
    @app_commands.guild_only()
    async def helpdesk(self, interaction: Interaction) -> None:
        """What waits, for their eyes only."""
        await reply(interaction, **await helpdesk_message(interaction, page=1))
