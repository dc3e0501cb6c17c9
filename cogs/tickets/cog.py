"""Ticket commands, the context menu *Escalate to ticket*, and the listener for first responses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.errors import UnknownTicket
from bot.tickets.lifecycle import Ticket
from bot.tickets.service import AUTO_CLOSE_JOB, OPEN_JOB, SHOW_JOB
from cogs import failures
from cogs.texts import tickets as texts
from cogs.tickets import embeds
from cogs.tickets.controls import begin, begin_resolve, escalate_buttons, type_buttons
from cogs.tickets.desk import TicketDesk
from cogs.tickets.modals import show
from cogs.ui.actors import actor, member_actor

if TYPE_CHECKING:
    from cogs.ui.controls import Interaction

NUMBER = app_commands.Range[int, 1, 1_000_000_000]


class TicketsCog(commands.Cog):
    """Customers open tickets; staff take them from the queue."""

    ticket = app_commands.Group(name="ticket", description="Private help from staff", guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        desk = TicketDesk(bot)
        bot.services.jobs.handle(OPEN_JOB, desk.open)
        bot.services.jobs.handle(SHOW_JOB, desk.show)
        bot.services.jobs.handle(AUTO_CLOSE_JOB, desk.auto_close)
        self._escalate = app_commands.ContextMenu(name="Escalate to ticket", callback=self.escalate)
        self._escalate.guild_only = True
        bot.tree.add_command(self._escalate)

    @ticket.command(name="open", description="Open a private ticket with staff")
    @app_commands.describe(type="What it is about")
    async def open(self, interaction: Interaction, type: str | None = None) -> None:
        """With a type straight to its modal, else a choice of types."""
        if type is not None:
            await begin(interaction, type)
            return
        await interaction.response.send_message(
            texts.choose_any_type(), view=type_buttons(self._bot.services.tickets.types), ephemeral=True
        )

    @open.autocomplete("type")
    async def _types(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=kind.label, value=kind.id)
            for kind in self._bot.services.tickets.types
            if wanted in kind.label.casefold() or wanted in kind.id
        ][:25]

    @ticket.command(name="claim", description="Staff: take a ticket")
    @app_commands.describe(number="The ticket's number; not needed in its thread")
    async def claim(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Take it."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.claim(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.claimed(ticket))

    @ticket.command(name="release", description="Staff: put a ticket back into the queue")
    @app_commands.describe(number="The ticket's number; not needed in its thread")
    async def release(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Give it back."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.release(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.released(ticket))

    @ticket.command(name="resolve", description="Say that a ticket is solved, and who helped")
    @app_commands.describe(number="The ticket's number; not needed in its thread")
    async def resolve(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Solved."""
        await begin_resolve(interaction, await self._find(interaction, number))

    @ticket.command(name="close", description="Close a ticket: nobody writes in it any more")
    @app_commands.describe(number="The ticket's number; not needed in its thread", reason="Why, for the requester")
    async def close(
        self,
        interaction: Interaction,
        number: NUMBER | None = None,
        reason: app_commands.Range[str, 1, 500] | None = None,
    ) -> None:
        """Close it."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.close(found.id, by=actor(interaction), note=reason)
        await show(interaction, ticket, texts.closed(ticket))

    @ticket.command(name="reopen", description="Open a resolved or closed ticket again")
    @app_commands.describe(number="The ticket's number; not needed in its thread")
    async def reopen(self, interaction: Interaction, number: NUMBER | None = None) -> None:
        """Not solved after all."""
        found = await self._find(interaction, number)
        ticket = await self._bot.services.tickets.reopen(found.id, by=actor(interaction))
        await show(interaction, ticket, texts.reopened(ticket))

    @app_commands.command(name="queue", description="Staff: who is waiting, the most urgent first")
    @app_commands.guild_only()
    async def queue(self, interaction: Interaction) -> None:
        """The queue, for staff's eyes only."""
        tickets = await self._bot.services.tickets.queue(interaction.guild_id or 0, by=actor(interaction))
        labels = {kind.id: kind.label for kind in self._bot.services.tickets.types}
        await interaction.response.send_message(embed=embeds.queue(tickets, labels), ephemeral=True)

    async def escalate(self, interaction: Interaction, message: discord.Message) -> None:
        """Make a ticket of a message: staff of anybody's, everybody of their own."""
        author = message.author
        self._bot.services.tickets.allow(author.id, is_bot=author.bot, by=actor(interaction))
        await interaction.response.send_message(
            texts.choose_any_type(),
            view=escalate_buttons(self._bot.services.tickets.types, message.id),
            ephemeral=True,
        )

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """What people write in a ticket's thread; not what Discord writes when they add or rename something."""
        if message.author.bot or not isinstance(message.channel, discord.Thread):
            return
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return
        async with failures.listening("a line in a ticket"):
            by = member_actor(message.author, self._bot.config)
            await self._bot.services.tickets.wrote(message.channel.id, by=by)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A ticket outlives its thread."""
        async with failures.listening("a deleted thread"):
            await self._bot.services.tickets.thread_deleted(payload.thread_id)

    async def cog_unload(self) -> None:
        """Take the context menu back."""
        self._bot.tree.remove_command(self._escalate.name, type=self._escalate.type)

    async def _find(self, interaction: Interaction, number: int | None) -> Ticket:
        """The ticket of this number, or of the thread we are in. Raises UnknownTicket."""
        tickets = self._bot.services.tickets
        if number is not None:
            return await tickets.by_number(interaction.guild_id or 0, number)
        ticket = await tickets.in_thread(interaction.channel_id or 0)
        if ticket is None:
            raise UnknownTicket(None)
        return ticket
