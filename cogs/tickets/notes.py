"""Staff's notes about a ticket: the form, its button, and the thread below the card, made, adopted and made again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.tickets.note import Note
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from bot.tickets.views import View
from cogs.hindrances import at
from cogs.texts import notes as texts
from cogs.texts.language import Language
from cogs.tickets import embeds
from cogs.tickets.answering import show
from cogs.tickets.contact import healing, named
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach, footer
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton
from cogs.ui.filled import Filled
from cogs.ui.forms import ActionForm
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.recognising import can_tell_of, has_said, says_the_same
from cogs.ui.replies import open_form
from cogs.ui.subjects import ID, id_in

log = logging.getLogger(__name__)

NOTE = "note"
NOTE_LENGTH = 1500
"""Characters of a note."""

UNKNOWN_MESSAGE = 10008


class NoteButton(ActionButton, action="ticket:note"):
    """Staff note something, for each other. Subject: the ticket."""

    async def press(self, interaction: Interaction) -> None:
        async with healing(interaction, id_in(self.subject)):
            await begin_note(interaction, await named(interaction, self.subject))


class NoteForm(ActionForm[Ticket], action="ticket:note", subject=ID):
    """What is to be noted. Subject: the ticket."""

    def __init__(self, t: Language, ticket: Ticket) -> None:
        super().__init__(ticket.id, title=texts.title_note(t, ticket))
        note = discord.ui.TextInput[Any](custom_id=NOTE, style=discord.TextStyle.paragraph, max_length=NOTE_LENGTH)
        self.add_item(discord.ui.Label(text=texts.ask_note(t), description=texts.hint_note(t), component=note))

    @classmethod
    async def keep(cls, interaction: Interaction, subject: str, filled: Filled) -> Ticket:
        return await interaction.client.services.notes.write(
            id_in(subject), filled.text(NOTE), interaction.id, by=actor(interaction)
        )

    @classmethod
    async def kept(cls, interaction: Interaction, result: Ticket) -> None:
        await show(interaction, result, texts.noted(reader(interaction), result))

    @classmethod
    def labels(cls, interaction: Interaction, subject: str) -> Mapping[str, str]:
        return {NOTE: texts.ask_note(reader(interaction))}


async def begin_note(interaction: Interaction, ticket: Ticket) -> None:
    """Ask staff what is to be noted. Raises NotStaff, NotReader."""
    require_reader(ticket, actor(interaction))
    await open_form(interaction, NoteForm(reader(interaction), ticket))


class NoteThreads:
    """The handler of the view `notes`. What staff write in these threads by hand is kept, and means nothing else."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._notes = bot.services.notes
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)

    async def notes(self, job: Job) -> None:
        """Put the notes into the thread of the card that do not stand there. Where there is no card, its receipt owes this."""
        ticket = await self._bot.services.tickets.get(job.subject_id)
        if not await self._notes.untold(ticket) or (thread := await self._thread(ticket)) is None:
            return
        for note in await self._notes.untold(ticket):
            if job.attempts == 1 or not await self._is_told(thread, ticket, note):
                await self._tell(thread, ticket, note)
            await self._notes.told(ticket.id, thread.id, note.id)

    async def _thread(self, ticket: Ticket) -> discord.Thread | None:
        """Discord gives the thread of a message the id of that message."""
        channel_id, message_id = ticket.receipts.card_channel_id, ticket.receipts.card_message_id
        if channel_id is None or message_id is None:
            return None
        guild = self._reach.guild(ticket)
        channel = guild.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            await self._delivery.lost(ticket.id, View.CARD)
            return None
        thread = guild.get_thread(message_id)
        with at(channel):
            try:
                found = thread or await guild.fetch_channel(message_id)
            except discord.NotFound:
                return await self._make(channel, message_id, ticket)
            if not isinstance(found, discord.Thread):
                raise TypeError(f"channel {message_id} of ticket {ticket.id} is no thread")
            return await found.edit(archived=False, locked=False) if found.archived else found

    async def end(self, ticket: Ticket) -> None:
        """The ticket gets a new card: who comes to the thread of the one that it had is sent on. Where we may manage threads
        nobody writes there any more; what was written is read up first.
        """
        guild, message_id = self._reach.guild(ticket), ticket.receipts.card_message_id
        if message_id is None:
            return
        await self._ear.read_notes(ticket)
        text = texts.go_on_elsewhere(self._reach.staff(ticket), ticket)
        try:
            thread = guild.get_thread(message_id) or await guild.fetch_channel(message_id)
            if not isinstance(thread, discord.Thread) or thread.locked:
                return
            if thread.archived:
                thread = await thread.edit(archived=False)
            if not await has_said(thread, self._bot.user, text):
                await thread.send(text)
            if thread.permissions_for(guild.me).manage_threads:
                await thread.edit(archived=True, locked=True)
        except (discord.NotFound, discord.Forbidden):
            log.info("the thread of an earlier card of ticket #%d (id %d) stays open", ticket.number, ticket.id)

    async def _make(self, channel: discord.TextChannel, message_id: int, ticket: Ticket) -> discord.Thread | None:
        """None where the card is gone, which is owed then, and with it this."""
        name = texts.thread_name(self._reach.staff(ticket), ticket)
        try:
            thread = await channel.get_partial_message(message_id).create_thread(
                name=name, auto_archive_duration=10080
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            log.info("the card of ticket #%d (id %d) is gone", ticket.number, ticket.id)
            await self._delivery.lost(ticket.id, View.CARD)
            return None
        await self._notes.told(ticket.id, thread.id)
        return thread

    async def _tell(self, thread: discord.Thread, ticket: Ticket, note: Note) -> None:
        t = self._reach.staff(ticket)
        # A thread that is made again has the id of the first, in which Discord remembers the nonces.
        nonce = f"note-{snowflake(thread.created_at or note.at, note.id)}"
        with at(thread):
            await thread.send(embed=embeds.note(t, ticket, note), nonce=nonce)

    async def _is_told(self, thread: discord.Thread, ticket: Ticket, note: Note) -> bool:
        foot = texts.footer(self._reach.staff(ticket), ticket, note)

        def tells(message: discord.Message) -> bool:
            return can_tell_of(message, note.at) and says_the_same(footer(message), foot)

        return await self._reach.first(thread, tells) is not None
