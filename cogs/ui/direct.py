"""What is pressed or sent in a direct message counts in a server: as what its member does there."""

from __future__ import annotations

from typing import Any

import discord

from bot.client import SupportBot
from bot.errors import NotMember
from cogs.ui.controls import ActionButton
from cogs.ui.interactions import Interaction
from cogs.ui.subjects import id_in


class FromDirectMessage:
    """A button whose subject begins with the server: `<server>.<subject>`, or that alone. To be named before the button
    that it is like.
    """

    subject: str

    async def enter(self, interaction: Interaction) -> None:
        """Go where it counts. Raises NotServed, NotMember."""
        server, _, self.subject = self.subject.partition(".")
        await act_in(interaction, id_in(server))


async def act_in(interaction: Interaction, guild_id: int) -> None:
    """From now on the interaction is of this server, and of who they are there now. Raises NotServed, NotMember."""
    bot = interaction.client
    bot.require_served(guild_id)
    member = await membership(bot.guild_of(guild_id), interaction.user.id)
    if member is None:
        raise NotMember(guild_id)
    interaction.guild_id, interaction.user = guild_id, member
    bot.services.direct.went_on(interaction.channel_id or 0)


def is_direct(interaction: Interaction) -> bool:
    """Whether it is answered in a direct message, whichever server it counts in."""
    return isinstance(interaction.channel, discord.DMChannel)


def here(
    interaction: Interaction,
    button: type[ActionButton],
    in_direct: type[ActionButton],
    subject: int | str,
    **shown: Any,
) -> ActionButton:
    """The button as it works where it is shown: in a direct message it is the other one, and names the server."""
    if is_direct(interaction):
        return in_direct(f"{interaction.guild_id}.{subject}", **shown)
    return button(subject, **shown)


async def membership(guild: discord.Guild, user_id: int) -> discord.Member | None:
    """Whether they are there right now: without the intent for members, Discord tells nobody who comes and goes."""
    try:
        return await guild.fetch_member(user_id)
    except discord.NotFound:
        return None


async def shared_servers(bot: SupportBot, user_id: int) -> list[discord.Member]:
    """Who they are in each server that we serve."""
    found = [await membership(guild, user_id) for guild in bot.served_guilds]
    return [member for member in found if member is not None]
