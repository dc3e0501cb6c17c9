"""Finds tickets for who asks on the bot's own machine, and so for all of its servers."""

from __future__ import annotations

from sqlalchemy import select

from bot.database import Reader
from bot.ticket_tables import tickets
from bot.tickets import store
from bot.tickets.ticket import LARGEST_NUMBER, Ticket


def of_number(reader: Reader, number: int) -> list[Ticket]:
    """One a server at most, whatever number is asked for. Looks through all tickets."""
    if not 0 < number <= LARGEST_NUMBER:
        return []
    rows = reader.execute(select(tickets).where(tickets.c.number == number).order_by(tickets.c.guild_id))
    return store.read(rows)
