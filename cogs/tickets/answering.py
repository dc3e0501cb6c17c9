"""What a press or a form on a ticket sets going: it is done, it is said, and Discord is brought up to date."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.ticket_types import TicketType
from bot.tickets.owed import ORIGIN_JOB, SETTLE_QUESTION_JOB
from bot.tickets.ticket import Ticket
from bot.tickets.views import ON_CONTACT
from cogs.places import help_channels
from cogs.texts import direct as direct_texts
from cogs.texts import expectations as expectation_texts
from cogs.texts import tickets as texts
from cogs.texts.forms import channel_link
from cogs.texts.language import Language
from cogs.tickets.contact import deliver, heal
from cogs.ui.controls import view
from cogs.ui.direct import is_direct
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import regardless, reply


async def point_to_community(interaction: Interaction, kind: TicketType) -> None:
    """Say where what is of this type is asked."""
    guild, places = interaction.guild, interaction.client.services.places
    mentions = [channel.mention for channel in help_channels(guild, places)] if guild else []
    await reply(interaction, texts.community_instead(reader(interaction), kind, mentions))


async def say_opened(interaction: Interaction, ticket: Ticket) -> None:
    """Say that the ticket is written, then make its Discord side, whether that could be said or not; and say where."""
    bot, t = interaction.client, reader(interaction)
    said = reply(interaction, texts.ticket_saved(t, ticket))
    text = await regardless(said, lambda: opened(t, bot, ticket))
    if ticket.requester_id == interaction.user.id:
        text = " ".join([text, *await _expected(t, bot, ticket)])
    await reply(interaction, text, view=await way_there(interaction, ticket))


async def way_there(interaction: Interaction, ticket: Ticket) -> discord.ui.View | None:
    """In direct messages, a link to the thread: a mention shows no name there to who has not seen the thread yet."""
    if not is_direct(interaction):
        return None
    thread_id = (await interaction.client.services.tickets.get(ticket.id)).receipts.thread_id
    if thread_id is None:
        return None
    label, url = (
        direct_texts.button_go_there(reader(interaction), ticket),
        channel_link(ticket.guild_id, thread_id),
    )
    return view(discord.ui.Button(label=label, url=url))


async def _expected(t: Language, bot: SupportBot, ticket: Ticket) -> list[str]:
    """What who opened it may expect."""
    expected = await bot.services.expectations.of(ticket)
    return expectation_texts.told(t, expected, bot.config.tickets.type(ticket.type_id))


async def opened(t: Language, bot: SupportBot, ticket: Ticket) -> str:
    """Make all that Discord shows of a new ticket; what to tell the person who waits for it.

    A question that it came from is in its hands.
    """
    await bot.services.jobs.run(ORIGIN_JOB, ticket.id)
    failed = await deliver(bot, ticket)
    if ticket.question_id is not None:
        await bot.services.jobs.run(SETTLE_QUESTION_JOB, ticket.question_id)
    if failed.keys().isdisjoint(ON_CONTACT):
        return texts.ticket_saved(t, await bot.services.tickets.get(ticket.id))
    return texts.ticket_opens_later(t, ticket)


async def show(interaction: Interaction, ticket: Ticket, done: str) -> None:
    """After a change: say that it is done, then bring thread and card up to date, whether it could be said or not."""
    if await regardless(reply(interaction, done), lambda: heal(interaction.client, ticket)):
        await reply(interaction, texts.shown_later(reader(interaction), done, ticket))
