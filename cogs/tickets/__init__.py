"""Tickets in Discord: the panel, the modal, the thread, the queue card, and the commands."""

from __future__ import annotations

from bot.client import SupportBot
from cogs.tickets.cog import TicketsCog
from cogs.tickets.controls import BUTTONS


async def setup(bot: SupportBot) -> None:
    """Called once a start, before the commands are sent to Discord."""
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(TicketsCog(bot))
