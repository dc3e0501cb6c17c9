"""Finds tickets for who asks on the bot's own machine, and so for all of its servers."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select

from bot.database import Reader
from bot.record_tables import ticket_messages
from bot.ticket_tables import tickets
from bot.tickets import store
from bot.tickets.ticket import LARGEST_NUMBER, Ticket


def of_number(reader: Reader, number: int) -> list[Ticket]:
    """One a server at most, whatever number is asked for. Looks through all tickets."""
    if not 0 < number <= LARGEST_NUMBER:
        return []
    rows = reader.execute(select(tickets).where(tickets.c.number == number).order_by(tickets.c.guild_id))
    return store.read(rows)


def names_of(reader: Reader, guild_id: int, member_ids: Collection[int]) -> dict[int, str]:
    """The names by which they wrote last in any ticket of this server. Looks through all that was said there."""
    last = (
        select(func.max(ticket_messages.c.id))
        .where(ticket_messages.c.guild_id == guild_id, ticket_messages.c.author_id.in_(member_ids))
        .group_by(ticket_messages.c.author_id)
    )
    found = select(ticket_messages.c.author_id, ticket_messages.c.author_name).where(
        ticket_messages.c.id.in_(last)
    )
    return {row.author_id: row.author_name for row in reader.execute(found)}
