"""The button by which somebody says in which server they want help."""

from __future__ import annotations

import discord

from cogs.direct.answering import answer
from cogs.texts import direct as texts
from cogs.tickets.direct import conversation
from cogs.ui.controls import ActionButton
from cogs.ui.direct import FromDirectMessage
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, regardless


class ServerButton(FromDirectMessage, ActionButton, action="direct:server"):
    """This server. Subject: the server."""

    async def press(self, interaction: Interaction) -> None:
        bot, member = interaction.client, interaction.user
        assert isinstance(member, discord.Member)
        bot.services.direct.choose(member.id, member.guild.id)
        channel = bot.get_partial_messageable(interaction.channel_id or 0)

        async def go_on() -> None:
            if lines := await conversation(channel, member.id):
                await answer(bot, member, channel, lines)

        chosen = texts.server_chosen(reader(interaction), member.guild.name)
        await regardless(redraw(interaction, content=chosen, view=None), go_on)
