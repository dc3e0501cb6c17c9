"""`/setup`: what is missing in this server, and creating it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.config import Config
from bot.errors import NotAdministrator, SetupIncomplete
from bot.requirements import (
    EVERY,
    QUEUE,
    STAFF_IN_QUEUE,
    STAFF_IN_TICKETS,
    TICKETS,
    TO_CREATE,
    ChannelKind,
    FoundChannel,
    Gap,
    GapKind,
    NeededChannel,
    gaps,
    needed_channels,
    needed_roles,
)
from cogs.places import find_channel, find_role, staff_roles
from cogs.tickets.desk import TicketDesk
from cogs.ui import embeds, texts
from cogs.ui.controls import ActionButton, view

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction

log = logging.getLogger(__name__)

T = TypeVar("T")

_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
"""One set-up at a time in a server: what two of them create is not in the cache yet when both look."""


class CreateButton(ActionButton, action="setup:create"):
    """Creates what is missing and posts the panel. Subject: the server."""

    async def press(self, interaction: Interaction) -> None:
        guild = _administered(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        config = interaction.client.config
        async with _locks.setdefault(guild.id, asyncio.Lock()):
            lines = await create_missing(guild, config)
            panel = await _panel(interaction.client, guild)
        if panel or not lines:
            lines.append(texts.setup_done([], panel))
        text = "\n".join(lines)
        missing = find_gaps(guild, config)
        await interaction.edit_original_response(
            content=text[:2000], embed=embeds.setup(missing, texts.setup_panel(panel))
        )


class PanelButton(ActionButton, action="setup:panel"):
    """Posts the panel or brings it up to date. Subject: the server."""

    async def press(self, interaction: Interaction) -> None:
        guild = _administered(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        async with _locks.setdefault(guild.id, asyncio.Lock()):
            channel = await TicketDesk(interaction.client).post_panel(guild)
        await interaction.edit_original_response(content=texts.setup_done([], channel.mention))


class OperationsCog(commands.Cog):
    """Administrators set the bot up where it will work."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Tell the operator at start-up what is missing where."""
        for guild in self._bot.guilds:
            for gap in find_gaps(guild, self._bot.config):
                log.warning("%s", texts.gap_here(guild.id, gap))

    @app_commands.command(name="setup", description="Administrators: see and create what the bot needs here")
    @app_commands.guild_only()
    @app_commands.default_permissions(administrator=True)
    async def setup(self, interaction: Interaction) -> None:
        """What is missing, and a button that creates it."""
        guild = _administered(interaction)
        missing = find_gaps(guild, self._bot.config)
        buttons: list[discord.ui.Item[Any]] = []
        if any(gap.can_be_created for gap in missing):
            lacking = [name for name in TO_CREATE if not getattr(guild.me.guild_permissions, name)]
            note = texts.setup_cannot_create(lacking) if lacking else texts.setup_can_create()
            if not lacking:
                buttons.append(
                    CreateButton(guild.id, label=texts.label_setup_create(), style=discord.ButtonStyle.primary)
                )
        else:
            panel = await self._bot.services.tickets.panel(guild.id)
            note = texts.setup_panel(texts.channel(panel.channel_id) if panel else None)
            buttons.append(PanelButton(guild.id, label=texts.label_setup_panel()))
        await interaction.response.send_message(
            embed=embeds.setup(missing, note), view=view(*buttons), ephemeral=True
        )


async def setup(bot: SupportBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(CreateButton, PanelButton)
    await bot.add_cog(OperationsCog(bot))


def find_gaps(guild: discord.Guild, config: Config) -> list[Gap]:
    """Compare a server with what config.yaml wants."""
    channels = {}
    staff = staff_roles(guild, config)
    for need in needed_channels(config):
        is_forum = need.kind is ChannelKind.FORUM
        channel = find_channel(guild, need.name, discord.ForumChannel if is_forum else discord.TextChannel)
        if channel is not None:
            channels[need.name] = FoundChannel(
                kind=_kind(channel),
                permissions=_allowed(channel.permissions_for(guild.me)),
                staff_permissions={role.name: _allowed(channel.permissions_for(role)) for role in staff},
            )
    roles = [name for name in needed_roles(config) if find_role(guild, name)]
    return gaps(config, channels, roles, has_message_content=config.discord.message_content)


async def create_missing(guild: discord.Guild, config: Config) -> list[str]:
    """Create roles, then channels, that config.yaml names; one line for each, also for what Discord refused."""
    lines: list[str] = []
    creatable = [gap for gap in find_gaps(guild, config) if gap.can_be_created]
    # A new role is not in the cache before Discord's event comes: what was returned is used instead.
    staff = staff_roles(guild, config)
    for gap in creatable:
        if gap.kind is GapKind.ROLE:
            creation = guild.create_role(name=str(gap.name), reason=texts.setup_reason())
            role = await _created(f"@{gap.name}", creation, lines)
            if role is not None and gap.name in config.roles.staff:
                staff.append(role)
    missing = {gap.name for gap in creatable if gap.kind is GapKind.CHANNEL}
    for need in needed_channels(config):
        if need.name in missing:
            await _created(f"#{need.name}", _create_channel(guild, config, need, staff), lines)
    return lines


async def _create_channel(
    guild: discord.Guild, config: Config, need: NeededChannel, staff: Sequence[discord.Role]
) -> discord.abc.GuildChannel:
    name, reason = str(need.name), texts.setup_reason()
    if need.kind is ChannelKind.FORUM:
        return await guild.create_forum(name, reason=reason)
    overwrites = _overwrites(guild, config, need.name, staff)
    return await guild.create_text_channel(name, overwrites=overwrites, reason=reason)


async def _created(name: str, creation: Awaitable[T], lines: list[str]) -> T | None:
    """What was created, or None; and a line that says which."""
    try:
        made = await creation
    except discord.HTTPException as error:
        lines.append(texts.setup_failed(name, error.text or str(error.status)))
        return None
    lines.append(texts.setup_done([name], None))
    return made


def _overwrites(
    guild: discord.Guild, config: Config, name: str | int, staff: Sequence[discord.Role]
) -> dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]:
    """Who may do what in a channel that we create."""
    if name == config.channels.tickets:
        everyone = discord.PermissionOverwrite(
            view_channel=True, send_messages=False, send_messages_in_threads=True, create_public_threads=False
        )
        return {
            guild.default_role: everyone,
            guild.me: _allowing(TICKETS),
            **{role: _allowing(STAFF_IN_TICKETS) for role in staff},
        }
    if name == config.channels.queue:
        return {
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            guild.me: _allowing(QUEUE),
            **{role: _allowing(STAFF_IN_QUEUE) for role in staff},
        }
    return {}


def _allowing(names: Iterable[str]) -> discord.PermissionOverwrite:
    return discord.PermissionOverwrite(**dict.fromkeys(names, True))


def _administered(interaction: Interaction) -> discord.Guild:
    """The server, if the person administers it. `default_permissions` does not protect buttons."""
    if interaction.guild is None or not interaction.permissions.administrator:
        raise NotAdministrator
    return interaction.guild


async def _panel(bot: SupportBot, guild: discord.Guild) -> str | None:
    try:
        return (await TicketDesk(bot).post_panel(guild)).mention
    except (SetupIncomplete, discord.Forbidden):
        return None


def _kind(channel: discord.abc.GuildChannel) -> ChannelKind | None:
    if isinstance(channel, discord.ForumChannel):
        return ChannelKind.FORUM
    return ChannelKind.TEXT if isinstance(channel, discord.TextChannel) else None


def _allowed(permissions: discord.Permissions) -> frozenset[str]:
    return frozenset(name for name in EVERY if getattr(permissions, name))
