"""Makes and keeps the Discord side of tickets: thread, first message, queue card, panel.

Each step of an opening stores its receipt before the next. A repeated run first adopts what an earlier run has
made: the process may have died between Discord's answer and the receipt. What Discord made before the request is
never adopted, whatever it is called: it belongs to a database that was lost.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.tickets.lifecycle import LIVE, Receipts, Status, Step, StoredEvent, Ticket, next_step
from bot.tickets.panel import Panel
from cogs.places import queue_channel, tickets_channel
from cogs.texts import tickets as texts
from cogs.texts.language import Language
from cogs.tickets import embeds
from cogs.tickets.controls import card_view, event_view, own_custom_ids, thread_view, type_buttons
from cogs.ui.controls import carries
from cogs.ui.readers import public, those_in
from cogs.ui.recognising import says_the_same

log = logging.getLogger(__name__)

UNKNOWN_CHANNEL = 10003
LOOK_BACK = 100
"""Messages that are searched for an own one."""


class TicketDesk:
    """The handlers of the jobs `ticket.open`, `ticket.show` and `ticket.auto_close`, and the panel."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets

    async def open(self, job: Job) -> None:
        """Make what is missing, one step at a time, then put the ticket into the queue."""
        adopt = job.attempts > 1
        ticket = await self._tickets.get(job.subject_id)
        while ticket.status is Status.OPENING:
            match next_step(ticket.receipts):
                case Step.THREAD:
                    thread = (await self._adopted_thread(ticket) if adopt else None) or await self._make_thread(
                        ticket
                    )
                    await self._receipt(ticket, replace(ticket.receipts, thread_id=thread.id))
                case Step.OPENING_MESSAGE:
                    try:
                        thread = await self._thread(ticket)
                    except discord.NotFound:
                        await self._start_anew(ticket)
                    else:
                        greeting = (
                            await self._own_message(thread, ticket, oldest_first=True) if adopt else None
                        ) or await self._greet(thread, ticket)
                        await self._receipt(ticket, replace(ticket.receipts, opening_message_id=greeting.id))
                case Step.REQUESTER:
                    try:
                        await self._add_requester(await self._thread(ticket), ticket)
                    except discord.NotFound:
                        await self._start_anew(ticket)
                    else:
                        await self._receipt(ticket, replace(ticket.receipts, requester_added=True))
                case Step.CARD:
                    channel = queue_channel(self._guild(ticket.guild_id), self._bot.config)
                    card = (await self._own_message(channel, ticket) if adopt else None) or await self._post_card(
                        channel, ticket
                    )
                    await self._receipt(
                        ticket,
                        replace(ticket.receipts, card_channel_id=channel.id, card_message_id=card.id),
                    )
                case Step.FINISH:
                    await self._tickets.finish_opening(ticket.id)
            ticket = await self._tickets.get(ticket.id)

    async def show(self, job: Job) -> None:
        """Tell the thread what happened, then make thread, first message and card look as the database says."""
        ticket = await self._tickets.get(job.subject_id)
        if ticket.status is Status.OPENING:
            return
        adopt = job.attempts > 1
        await self._show_in_thread(ticket, adopt=adopt)
        await self._show_card(await self._tickets.get(ticket.id), adopt=adopt)

    async def auto_close(self, job: Job) -> None:
        """Time is up for a ticket that stayed resolved."""
        await self._tickets.expire(job.subject_id)

    async def post_panel(self, guild: discord.Guild) -> discord.TextChannel:
        """Post the panel, or bring the one that stands there up to date. Raises SetupIncomplete."""
        channel = tickets_channel(guild, self._bot.config)
        kinds, t = self._tickets.types, public(guild, self._bot.config)
        embed = embeds.panel(t, self._bot.config.community.name, kinds)
        message = await self._own_panel(channel)
        if message is None:
            message = await channel.send(embed=embed, view=type_buttons(t, kinds))
        else:
            await message.edit(embed=embed, view=type_buttons(t, kinds))
        await self._tickets.save_panel(guild.id, Panel(channel.id, message.id))
        return channel

    # The steps of opening

    async def _make_thread(self, ticket: Ticket) -> discord.Thread:
        channel = tickets_channel(self._guild(ticket.guild_id), self._bot.config)
        return await channel.create_thread(
            name=self._thread_name(ticket),
            type=discord.ChannelType.private_thread,
            invitable=False,
            auto_archive_duration=10080,
        )

    async def _adopted_thread(self, ticket: Ticket) -> discord.Thread | None:
        guild = self._guild(ticket.guild_id)
        channel = tickets_channel(guild, self._bot.config)
        candidates = [thread for thread in await guild.active_threads() if thread.parent_id == channel.id]
        candidates += [
            thread async for thread in channel.archived_threads(private=True, joined=True, limit=LOOK_BACK)
        ]
        return next(
            (
                thread
                for thread in candidates
                if thread.owner_id == guild.me.id
                and thread.id > ticket.interaction_id
                and thread.name.startswith(_thread_prefix(ticket))
            ),
            None,
        )

    async def _greet(self, thread: discord.Thread, ticket: Ticket, *, again: bool = False) -> discord.Message:
        t = self._inside(ticket)
        text = (
            texts.opening_again(t, ticket)
            if again
            else texts.opening_text(t, ticket, await self._tickets.ahead_of(ticket))
        )
        embed = embeds.opening(t, ticket, self._bot.config.tickets, text)
        files = await self._files(ticket, thread.guild.filesize_limit)
        nonce = f"open-{thread.id}"
        try:
            return await thread.send(embed=embed, view=thread_view(t, ticket), files=files, nonce=nonce)
        except discord.HTTPException as error:
            if not files or error.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
                raise
            log.warning("the files of ticket %d cannot be sent on: HTTP %s", ticket.id, error.status)
            return await thread.send(embed=embed, view=thread_view(t, ticket), nonce=nonce)

    async def _files(self, ticket: Ticket, size_limit: int) -> list[discord.File]:
        """What came with the modal, as far as Discord still has it and lets us send it on."""
        files = []
        for upload in (upload for detail in ticket.details for upload in detail.uploads):
            if upload.size > size_limit:
                log.warning("a file of ticket %d is too large to be sent on", ticket.id)
                continue
            try:
                content = await self._bot.http.get_from_cdn(upload.url)
            except (discord.NotFound, discord.Forbidden):
                log.warning("a file of ticket %d is gone", ticket.id)
                continue
            files.append(discord.File(io.BytesIO(content), upload.name))
        return files

    async def _add_requester(self, thread: discord.Thread, ticket: Ticket) -> None:
        try:
            await thread.add_user(discord.Object(ticket.requester_id))
        except discord.NotFound as error:
            if error.code == UNKNOWN_CHANNEL:
                raise
            log.info("the requester of ticket %d has left the community", ticket.id)

    async def _post_card(self, channel: discord.TextChannel, ticket: Ticket) -> discord.Message:
        shown = replace(ticket, status=Status.OPEN) if ticket.status is Status.OPENING else ticket
        # In place of a deleted card: Discord refuses the nonce of a message that is gone.
        nonce = f"card-{ticket.receipts.card_message_id or ticket.id}"
        t = self._staff(ticket)
        embed = embeds.card(t, shown, self._bot.config.tickets)
        return await channel.send(embed=embed, view=card_view(t, shown), nonce=nonce)

    async def _start_anew(self, ticket: Ticket) -> None:
        """Somebody has deleted the thread while the ticket was being opened."""
        log.warning("the thread of ticket %d is gone before it was ready", ticket.id)
        await self._receipt(ticket, Receipts())

    async def _receipt(self, ticket: Ticket, receipts: Receipts) -> None:
        await self._tickets.save_receipts(ticket.id, receipts)

    async def _own_message(
        self, channel: discord.TextChannel | discord.Thread, ticket: Ticket, *, oldest_first: bool = False
    ) -> discord.Message | None:
        """The message of ours in this channel that belongs to the ticket."""
        custom_ids = own_custom_ids(ticket.id)
        return await self._first(
            channel,
            lambda message: message.id > ticket.interaction_id and carries(message, *custom_ids),
            oldest_first=oldest_first,
        )

    # What changes later

    async def _show_in_thread(self, ticket: Ticket, *, adopt: bool) -> None:
        events = await self._tickets.unannounced(ticket)
        try:
            thread = await self._thread(ticket)
        except discord.NotFound:
            log.warning("the thread of ticket %d is gone", ticket.id)
            if events:
                await self._tickets.announced(ticket.id, events[-1].id)
            if ticket.status in LIVE:
                await self._remake_thread(ticket, adopt=adopt)
            return
        is_closed = ticket.status is Status.CLOSED
        if thread.archived and (events or not is_closed):
            await thread.edit(archived=False, locked=False)
        for stored in events:
            await self._announce(thread, ticket, stored, adopt=adopt)
            await self._tickets.announced(ticket.id, stored.id)
        if ticket.receipts.opening_message_id is not None and (events or not is_closed):
            await self._redraw(
                thread, ticket.receipts.opening_message_id, view=thread_view(self._inside(ticket), ticket)
            )
        if is_closed:
            await thread.edit(archived=True, locked=True)

    async def _remake_thread(self, ticket: Ticket, *, adopt: bool) -> None:
        """Somebody has deleted the thread of a ticket that somebody waits for: here is another one."""
        thread = (await self._adopted_thread(ticket) if adopt else None) or await self._make_thread(ticket)
        greeting = await self._own_message(thread, ticket, oldest_first=True) if adopt else None
        if greeting is None:
            greeting = await self._greet(thread, ticket, again=True)
        await self._add_requester(thread, ticket)
        await self._receipt(ticket, replace(ticket.receipts, thread_id=thread.id, opening_message_id=greeting.id))

    async def _announce(self, thread: discord.Thread, ticket: Ticket, stored: StoredEvent, *, adopt: bool) -> None:
        t = self._inside(ticket)
        embed = embeds.event(t, ticket, stored)
        if embed is None:
            return
        footer = texts.event_footer(t, ticket, stored.id)
        if (
            adopt
            and await self._first(thread, lambda message: says_the_same(_footer(message), footer)) is not None
        ):
            return
        nonce = f"event-{stored.id}"
        if (view := event_view(t, ticket)) is not None:
            await thread.send(embed=embed, view=view, nonce=nonce)
        else:
            await thread.send(embed=embed, nonce=nonce)

    async def _show_card(self, ticket: Ticket, *, adopt: bool) -> None:
        receipts = ticket.receipts
        if receipts.card_channel_id is None or receipts.card_message_id is None:
            return
        t = self._staff(ticket)
        embed = embeds.card(t, ticket, self._bot.config.tickets)
        channel = self._bot.get_channel(receipts.card_channel_id)
        if isinstance(channel, discord.TextChannel) and await self._redraw(
            channel, receipts.card_message_id, view=card_view(t, ticket), embed=embed
        ):
            return
        queue = queue_channel(self._guild(ticket.guild_id), self._bot.config)
        card = await self._own_message(queue, ticket) if adopt else None
        if card is None:
            card = await self._post_card(queue, ticket)
        else:
            await self._redraw(queue, card.id, view=card_view(t, ticket), embed=embed)
        await self._receipt(ticket, replace(receipts, card_channel_id=queue.id, card_message_id=card.id))

    async def _redraw(
        self,
        channel: discord.TextChannel | discord.Thread,
        message_id: int,
        *,
        view: discord.ui.View,
        embed: discord.Embed | None = None,
    ) -> bool:
        """Edit an own message; False where somebody has deleted it."""
        message = channel.get_partial_message(message_id)
        try:
            if embed is None:
                await message.edit(view=view)
            else:
                await message.edit(view=view, embed=embed)
        except discord.NotFound:
            return False
        return True

    # Looking things up

    async def _own_panel(self, channel: discord.TextChannel) -> discord.Message | None:
        stored = await self._tickets.panel(channel.guild.id)
        if stored is not None and stored.channel_id == channel.id:
            try:
                return await channel.fetch_message(stored.message_id)
            except discord.NotFound:
                log.info("the panel in channel %d has been deleted", channel.id)
        custom_ids = [f"ticket:new:{kind.id}" for kind in self._tickets.types]
        return await self._first(channel, lambda message: carries(message, *custom_ids))

    async def _first(
        self,
        channel: discord.TextChannel | discord.Thread,
        wanted: Callable[[discord.Message], bool],
        *,
        oldest_first: bool = False,
    ) -> discord.Message | None:
        me = channel.guild.me.id
        async for message in channel.history(limit=LOOK_BACK, oldest_first=oldest_first):
            if message.author.id == me and wanted(message):
                return message
        return None

    async def _thread(self, ticket: Ticket) -> discord.Thread:
        thread_id = ticket.receipts.thread_id or 0
        channel = self._guild(ticket.guild_id).get_thread(thread_id) or await self._bot.fetch_channel(thread_id)
        if not isinstance(channel, discord.Thread):
            raise TypeError(f"channel {thread_id} of ticket {ticket.id} is no thread")
        return channel

    def _guild(self, guild_id: int) -> discord.Guild:
        guild = self._bot.get_guild(guild_id)
        if guild is None:
            raise LookupError(f"not in guild {guild_id} (any more), or Discord is not ready")
        return guild

    def _inside(self, ticket: Ticket) -> Language:
        """What is spoken in the ticket's thread."""
        return those_in(ticket, self._bot.get_guild(ticket.guild_id), self._bot.config)

    def _staff(self, ticket: Ticket) -> Language:
        """What is spoken where staff see its card."""
        return public(self._bot.get_guild(ticket.guild_id), self._bot.config)

    def _thread_name(self, ticket: Ticket) -> str:
        """Starts with the number, by which an interrupted opening finds its own thread again."""
        label = embeds.type_label(self._inside(ticket), ticket, self._bot.config.tickets)
        return f"{_thread_prefix(ticket)}{label}: {ticket.summary}"[:100]


def _thread_prefix(ticket: Ticket) -> str:
    return f"#{ticket.number} "


def _footer(message: discord.Message) -> str | None:
    return message.embeds[0].footer.text if message.embeds else None
