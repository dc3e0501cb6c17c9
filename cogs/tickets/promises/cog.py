"""`/promise`, `/promises` and `/callback`."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.tickets.promises.promise import TEXT_LENGTH
from bot.tickets.ticket import LARGEST_NUMBER, Ticket
from cogs.texts import promises as texts
from cogs.texts import tickets as ticket_texts
from cogs.texts.commands import described
from cogs.tickets.promises import embeds
from cogs.tickets.promises.answering import show
from cogs.tickets.promises.controls import begin_call, staff_view
from cogs.tickets.promises.times import time_choices
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import reply

NUMBER = app_commands.Range[int, 1, LARGEST_NUMBER]
WHEN = app_commands.Range[str, 1, 100]


class PromisesCog(commands.Cog):
    """Staff promise; requesters ask to be called."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @app_commands.command(name="promise", description=described(texts.about_promise))
    @app_commands.describe(
        text=described(texts.about_text),
        by=described(texts.about_by),
        number=described(ticket_texts.about_number),
    )
    @app_commands.guild_only()
    async def promise(
        self,
        interaction: Interaction,
        text: app_commands.Range[str, 1, TEXT_LENGTH],
        by: WHEN,
        number: NUMBER | None = None,
    ) -> None:
        """Promise it in the ticket's thread."""
        ticket = await self._find(interaction, number)
        promise = await self._bot.services.promises.make(ticket.id, text, by, by=actor(interaction))
        await show(interaction, promise, texts.made(reader(interaction), ticket, promise))

    @promise.autocomplete("by")
    async def _times(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return time_choices(interaction, typed)

    @app_commands.command(name="promises", description=described(texts.about_promises))
    @app_commands.describe(number=described(ticket_texts.about_number))
    @app_commands.guild_only()
    async def promises(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """What was promised in a ticket, for staff's eyes only."""
        services, t = self._bot.services.promises, reader(interaction)
        ticket = await self._find(interaction, number)
        found = await services.in_ticket(ticket.id, by=actor(interaction))
        await reply(
            interaction,
            embed=embeds.all_of(t, ticket, found),
            view=staff_view(t, found.promises, services.zone, self._bot.clock(), found.merged),
        )

    @app_commands.command(name="callback", description=described(texts.about_callback))
    @app_commands.describe(number=described(ticket_texts.about_number))
    @app_commands.guild_only()
    async def callback(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Ask to be called."""
        await begin_call(interaction, (await self._find(interaction, number)).id)

    async def _find(self, interaction: Interaction, number: int | None) -> Ticket:
        """The ticket of this number, or of the thread we are in. Raises UnknownTicket."""
        return await self._bot.services.tickets.meant(
            interaction.guild_id or 0, number, interaction.channel_id or 0
        )
