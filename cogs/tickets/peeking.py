"""Shows staff what was written last in a ticket's thread, without bringing them into it."""

from __future__ import annotations

import discord

from bot.matching.verdict import Verdict
from bot.tickets.reading import require_reader
from cogs.texts import cards as texts
from cogs.texts import sending
from cogs.tickets.contact import named
from cogs.tickets.sending import near, send_buttons
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.recognising import LOOK_BACK
from cogs.ui.replies import reply
from cogs.ui.style import BRAND
from cogs.ui.written import BY_PEOPLE, text_of

SHOWN = 8
"""Messages, the newest last."""


class PeekButton(ActionButton, action="ticket:peek"):
    """Staff look into the thread. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        t = reader(interaction)
        ticket = await named(interaction, self.subject)
        require_reader(ticket, actor(interaction))
        thread_id = ticket.receipts.thread_id
        try:
            messages = await _written(interaction, thread_id) if thread_id is not None else None
        except (discord.NotFound, discord.Forbidden):
            messages = None
        if messages is None:
            await reply(interaction, texts.cannot_peek(t, ticket))
            return
        lines = [
            texts.peek_line(
                t,
                message.author.id,
                message.created_at,
                text_of(message),
                [file.filename for file in message.attachments],
            )
            for message in reversed(messages)
        ]
        embed = discord.Embed(
            title=texts.peek_title(t, ticket),
            description="\n".join(lines) or texts.nothing_to_peek_at(t, ticket),
            colour=BRAND,
        )
        found, buttons = await near(interaction.client, ticket), []
        if found is not None:
            said = sending.entry(t, found.entries[0].wording(t.code).title, found.score)
            embed.add_field(name=texts.label_entry(t, is_likely=found.verdict is Verdict.ANSWER), value=said)
            buttons = send_buttons(t, ticket, found)
        await reply(interaction, embed=embed, view=view(*buttons))


async def _written(interaction: Interaction, thread_id: int) -> list[discord.Message]:
    """What people wrote last, the newest first."""
    thread = interaction.client.get_partial_messageable(thread_id, guild_id=interaction.guild_id)
    found = [
        message
        async for message in thread.history(limit=LOOK_BACK)
        if not message.author.bot and message.type in BY_PEOPLE
    ]
    return found[:SHOWN]
