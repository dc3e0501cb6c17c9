"""Whoever comes to a ticket finds it whole: what is owed is made, what is missing is made again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from bot.client import SupportBot
from bot.errors import DatabaseBusy, Refused
from bot.ticket_errors import AlreadyOpen, UnknownTicket
from bot.tickets.ticket import Ticket
from bot.tickets.views import IN_DOUBT, ON_CONTACT, View, in_order, missing
from cogs import failures
from cogs.tickets.reaching import Reach
from cogs.ui.interactions import Interaction
from cogs.ui.subjects import id_in


async def deliver(bot: SupportBot, ticket: Ticket) -> dict[View, BaseException]:
    """Do what is owed of this ticket's views now, each whatever became of the others; what failed, and why."""
    failed: dict[View, BaseException] = {}
    jobs, order = bot.services.jobs, in_order(ticket.status)
    owed = await jobs.owed(order, ticket.id)
    for view in order:
        if view in owed:
            failure = await jobs.run(view, ticket.id)
            if failure is not None:
                failed[view] = failure
            owed = await jobs.owed(order, ticket.id)
    return failed


@asynccontextmanager
async def leading(bot: SupportBot) -> AsyncIterator[None]:
    """Before anybody is told to go on in the ticket that is open: its thread is there, and they are in it, and can write."""
    try:
        yield
    except AlreadyOpen as refused:
        await bot.services.delivery.doubted(refused.ticket_id)
        ticket = await bot.services.tickets.get(refused.ticket_id)
        failed = await deliver(bot, ticket)
        thread_id = (await bot.services.tickets.get(ticket.id)).receipts.thread_id
        is_there = failed.keys().isdisjoint(ON_CONTACT)
        raise replace(refused, thread_id=thread_id if is_there else None) from None


async def named(interaction: Interaction, subject: str) -> Ticket:
    """The ticket of this server that a button or a form names. Raises UnknownTicket."""
    return await interaction.client.services.tickets.in_server(id_in(subject), interaction.guild_id or 0)


@asynccontextmanager
async def healing(interaction: Interaction, ticket_id: int) -> AsyncIterator[None]:
    """A press on a ticket that is refused is a reason to look after it: its buttons, card or lock may show what is not
    so. What is accepted brings them up to date by itself.
    """
    try:
        yield
    except DatabaseBusy:
        raise  # it could not be looked after either
    except Refused as refused:
        await failures.answer(interaction, "ticket", refused)
        with suppress(UnknownTicket):
            tickets, guild_id = interaction.client.services.tickets, interaction.guild_id or 0
            ticket = await tickets.in_server(ticket_id, guild_id)
            await _note_offer(interaction, ticket)
            await heal(interaction.client, ticket, IN_DOUBT)


async def _note_offer(interaction: Interaction, ticket: Ticket) -> None:
    """A line in the thread whose button was pressed in vain: of an older version, or told after a backup was made."""
    message, receipts = interaction.message, ticket.receipts
    if message is None or message.flags.ephemeral or message.channel.id != receipts.thread_id:
        return
    if message.id not in (receipts.opening_message_id, *receipts.offer_ids):
        await interaction.client.services.delivery.offered(ticket.id, message.channel.id, message.id)


async def heal(bot: SupportBot, ticket: Ticket, in_doubt: Collection[View] = ()) -> dict[View, BaseException]:
    """Owe again what was never made, what is `in_doubt`, and the thread unless we know that it is there; then `deliver`."""
    wanted = {*missing(ticket.receipts, ticket.status), *in_doubt}
    if Reach(bot).may_be_gone(ticket):
        wanted.add(View.THREAD)
    if wanted:
        await bot.services.delivery.lost(ticket.id, *wanted, run_now=True)
    return await deliver(bot, ticket)
