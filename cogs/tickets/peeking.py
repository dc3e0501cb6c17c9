"""Shows staff what was written last in a ticket's thread, also through us, without bringing them into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.matching.verdict import Verdict
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from cogs.texts import cards as texts
from cogs.texts import sending
from cogs.texts.language import Language
from cogs.tickets.contact import named
from cogs.tickets.sending import failed, send_buttons
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
        lines = [*_lines(t, messages), *await _said_through_us(interaction, ticket)]
        last = sorted(lines, key=lambda line: line[0])[-SHOWN:]
        embed = discord.Embed(
            title=texts.peek_title(t, ticket),
            description="\n".join(line for _, line in last) or texts.nothing_to_peek_at(t, ticket),
            colour=BRAND,
        )
        advised = await interaction.client.services.advising.of(ticket)
        if (tried := failed(t, advised)) is not None:
            embed.add_field(name=sending.label_failed(t), value=tried, inline=False)
        found, buttons = advised.to_send, []
        if found is not None:
            said = sending.entry(t, found.entries[0].wording(t.code).title, found.score)
            embed.add_field(name=texts.label_entry(t, is_likely=found.verdict is Verdict.ANSWER), value=said)
            buttons = send_buttons(t, ticket, found)
        await reply(interaction, embed=embed, view=view(*buttons))


def _lines(t: Language, messages: Sequence[discord.Message]) -> list[tuple[datetime, str]]:
    """Each with when it was written."""
    return [
        (
            message.created_at,
            texts.peek_line(
                t,
                message.author.id,
                message.created_at,
                text_of(message),
                [file.filename for file in message.attachments],
            ),
        )
        for message in messages
    ]


async def _said_through_us(interaction: Interaction, ticket: Ticket) -> list[tuple[datetime, str]]:
    """A prepared text or an entry is said by whoever of staff has sent it."""
    events = await interaction.client.services.delivery.replies(ticket.id)
    return [(event.at, texts.peek_reply(event.actor_id or 0, event.at, event.note or "")) for event in events]


async def _written(interaction: Interaction, thread_id: int) -> list[discord.Message]:
    """What people wrote last, the oldest first."""
    thread = interaction.client.get_partial_messageable(thread_id, guild_id=interaction.guild_id)
    found = [
        message
        async for message in thread.history(limit=LOOK_BACK)
        if not message.author.bot and message.type in BY_PEOPLE
    ]
    return found[:SHOWN][::-1]
