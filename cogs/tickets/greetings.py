"""The opening message of a ticket's thread with its buttons, and the further ones with what it could not hold."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.expectation import Expectation
from bot.tickets.parts import Part, files_of_opening, parts
from bot.tickets.ticket import LIVE, Ticket, Upload
from bot.tickets.views import View
from cogs.hindrances import at, is_passing
from cogs.texts import promises as promise_texts
from cogs.texts import tickets as texts
from cogs.tickets import embeds
from cogs.tickets.offers import own_custom_ids, thread_view
from cogs.tickets.promises.controls import CallButton
from cogs.tickets.reaching import Reach, footer

log = logging.getLogger(__name__)

PART_NUMBERS = 3
"""The numbers in the footer of a part: the ticket's, its own, and of how many it is one."""


class Greetings:
    """The handlers of the views `greeting` and `parts`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._expectations = bot.services.expectations
        self._reach = Reach(bot)

    async def greeting(self, job: Job) -> None:
        """Post the opening message, or bring what it says and its buttons up to date. One that somebody deleted stays deleted."""
        ticket = await self._tickets.get(job.subject_id)
        thread = await self._reach.thread(ticket)
        if thread is None:
            return
        greeting_id = ticket.receipts.opening_message_id
        if greeting_id is None and job.attempts > 1:
            adopted = await self._reach.own_message(thread, ticket, own_custom_ids(ticket.id), oldest_first=True)
            greeting_id = adopted.id if adopted else None
        expected = await self._expectations.of(ticket)  # first: a thread that is awake may fall asleep meanwhile
        thread = await self._reach.awake(ticket, thread)
        if greeting_id is None:
            greeting_id = (await self._greet(thread, ticket, expected)).id
        else:
            await self._redraw(thread, greeting_id, ticket, expected)
        await self._expectations.told(ticket, expected)
        if ticket.receipts.opening_message_id is None:
            await self._delivery.greeted(ticket.id, thread.id, greeting_id)

    async def parts(self, job: Job) -> None:
        """Say the rest, a message at a time."""
        ticket = await self._tickets.get(job.subject_id)
        rest = parts(ticket.details)
        told = ticket.receipts.told_parts
        if told >= len(rest) or (thread := await self._reach.thread(ticket)) is None:
            return
        if ticket.receipts.opening_message_id is None:
            await self._bot.services.jobs.run(View.GREETING, ticket.id)  # first, if that can be
        for number in range(told + 1, len(rest) + 1):
            if job.attempts == 1 or not await self._is_told(thread, ticket, number):
                thread = await self._reach.awake(ticket, thread)
                await self._tell(thread, ticket, number, rest)
            await self._delivery.part_told(ticket.id, thread.id, number)

    async def _greet(self, thread: discord.Thread, ticket: Ticket, expected: Expectation) -> discord.Message:
        wanted = [upload for upload in files_of_opening(ticket.details) if upload.url]
        files, unsent = await self._files(wanted, thread.guild.filesize_limit)
        if unsent:
            ticket = await self._delivery.files_gone(ticket.id, unsent)
        embed = self._opening(ticket, expected)
        nonce = f"open-{thread.id}"
        if files:
            try:
                return await thread.send(embed=embed, view=self._controls(ticket), files=files, nonce=nonce)
            except discord.HTTPException as error:
                if not _is_refused(error):
                    raise
                log.warning(
                    "the files of ticket #%d (id %d) cannot be sent on: HTTP %s",
                    ticket.number,
                    ticket.id,
                    error.status,
                )
                embed = self._opening(await self._delivery.files_gone(ticket.id, wanted), expected)
        with at(thread):
            return await thread.send(embed=embed, view=self._controls(ticket), nonce=nonce)

    def _controls(self, ticket: Ticket) -> discord.ui.View:
        t = self._reach.inside(ticket)
        controls = thread_view(t, ticket)
        if self._bot.config.tickets.callbacks and ticket.status in LIVE:
            controls.add_item(CallButton(ticket.id, label=promise_texts.button_call(t)))
        return controls

    def _opening(self, ticket: Ticket, expected: Expectation) -> discord.Embed:
        t, settings = self._reach.inside(ticket), self._bot.config.tickets
        text = texts.opening_text(t, ticket, expected, settings.type(ticket.type_id))
        return embeds.opening(t, ticket, settings, text)

    async def _redraw(
        self, thread: discord.Thread, message_id: int, ticket: Ticket, expected: Expectation
    ) -> None:
        embed, controls = self._opening(ticket, expected), self._controls(ticket)
        try:
            with at(thread):
                await thread.get_partial_message(message_id).edit(embed=embed, view=controls)
        except discord.NotFound:
            log.info("the opening message of ticket #%d (id %d) has been deleted", ticket.number, ticket.id)

    async def _tell(self, thread: discord.Thread, ticket: Ticket, number: int, rest: tuple[Part, ...]) -> None:
        """What cannot be sent on is named."""
        t = self._reach.inside(ticket)
        part = rest[number - 1]
        foot = texts.part_footer(t, ticket, number, len(rest))
        nonce = f"p{thread.id}-{number}"
        files, unsent = await self._files(part.uploads, thread.guild.filesize_limit)
        if files:
            try:
                await thread.send(embed=embeds.part(t, part.text, _names(unsent), foot), files=files, nonce=nonce)
            except discord.HTTPException as error:
                if not _is_refused(error):
                    raise
                log.warning(
                    "files of ticket #%d (id %d) cannot be sent on: HTTP %s",
                    ticket.number,
                    ticket.id,
                    error.status,
                )
                unsent = list(part.uploads)
            else:
                return
        with at(thread):
            await thread.send(embed=embeds.part(t, part.text, _names(unsent), foot), nonce=nonce)

    async def _is_told(self, thread: discord.Thread, ticket: Ticket, number: int) -> bool:
        def tells(message: discord.Message) -> bool:
            numbers = re.findall(r"\d+", footer(message) or "")
            return len(numbers) == PART_NUMBERS and numbers[:2] == [str(ticket.number), str(number)]

        return await self._reach.first(thread, tells) is not None

    async def _files(self, uploads: Iterable[Upload], size_limit: int) -> tuple[list[discord.File], list[Upload]]:
        """What came with the ticket, as far as Discord still has it and lets us send it on; and the rest."""
        files, unsent, total = list[discord.File](), list[Upload](), 0
        for upload in uploads:
            if total + upload.size > size_limit:
                log.warning("a file is too large to be sent on")
                unsent.append(upload)
                continue
            try:
                content = await self._bot.http.get_from_cdn(upload.url)
            except (discord.NotFound, discord.Forbidden):
                log.warning("a file of a ticket is gone")
                unsent.append(upload)
                continue
            total += len(content)
            files.append(discord.File(io.BytesIO(content), upload.name))
        return files, unsent


def _names(uploads: Iterable[Upload]) -> list[str]:
    return [upload.name for upload in uploads]


def _is_refused(error: discord.HTTPException) -> bool:
    """Whether Discord does not take what was sent, as it is."""
    return not isinstance(error, discord.NotFound) and not is_passing(error)
