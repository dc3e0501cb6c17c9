"""Tells a ticket's thread what has happened, each event once, and takes back what it offered with that; and lets time close
what stayed resolved.
"""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.tickets.silences.silence import as_told
from bot.tickets.ticket import LIVE, REVERSIBLE, EventKind, Status, StoredEvent, Ticket
from bot.tickets.views import View
from cogs.hindrances import at
from cogs.texts import csat as csat_texts
from cogs.texts import tickets as texts
from cogs.texts.forms import member
from cogs.tickets import embeds
from cogs.tickets.contact import deliver
from cogs.tickets.controls import ReopenButton
from cogs.tickets.csat.controls import asked_by
from cogs.tickets.listening import Ear
from cogs.tickets.offers import event_view
from cogs.tickets.reaching import Reach, footer
from cogs.tickets.silences.answering import closing_custom_ids, closing_view
from cogs.ui.controls import carries
from cogs.ui.recognising import can_tell_of, says_the_same

log = logging.getLogger(__name__)

PINGS = frozenset({EventKind.REPLIED, EventKind.REMINDED, EventKind.ASKED_TO_CLOSE})
"""What its requester is to hear of, although the bot says it."""


class News:
    """The handlers of the views `news` and `offers`, and of `ticket.auto_close`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._tickets = bot.services.tickets
        self._delivery = bot.services.delivery
        self._reach = Reach(bot)
        self._ear = Ear(bot)

    async def news(self, job: Job) -> None:
        """Say what has not been said. Where there is no thread nothing is taken for said: its receipt owes this."""
        ticket = await self._tickets.get(job.subject_id)
        events = await self._delivery.unannounced(ticket)
        if not events or (thread := await self._reach.thread(ticket)) is None:
            return
        for stored in events:
            view = closing_view(self._reach.inside(ticket), ticket, stored, events)
            told = as_told(ticket, stored, self._bot.clock())
            thread, said = await self._announce(thread, ticket, told, view, adopt=job.attempts > 1)
            offer_id = said.id if said and said.components else None
            await self._delivery.announced(ticket.id, thread.id, stored.id, offer_id)
            if told != stored:
                await self._delivery.lost(ticket.id, View.CARD)  # it names the time, too

    async def offers(self, job: Job) -> None:
        """Take the buttons from what was told, where they do not apply any more. How a closed ticket was resolved its
        requester can still say.
        """
        ticket = await self._tickets.get(job.subject_id)
        offers, applies = ticket.receipts.offer_ids, await self._applies(ticket)
        if not offers or (thread := await self._reach.thread(ticket)) is None:
            return
        for message_id in offers:
            try:
                with at(thread):
                    message = await thread.fetch_message(message_id)
                    if applies and carries(message, *applies):
                        continue
                    thread = await self._reach.awake(ticket, thread)
                    left = asked_by(message) if ticket.status is Status.CLOSED else None
                    await thread.get_partial_message(message_id).edit(view=left)
            except discord.NotFound:
                log.info("a line in the thread of ticket #%d (id %d) has been deleted", ticket.number, ticket.id)
            await self._delivery.offer_withdrawn(ticket.id, thread.id, message_id)

    async def auto_close(self, job: Job) -> None:
        """Time is up for a ticket that stayed resolved or withdrawn; but what its requester wrote unheard is heard first."""
        ticket = await self._tickets.get(job.subject_id)
        changed = await self._bot.services.listening.expire(ticket.id, await self._ear.lines(ticket))
        if changed is not None and changed.status in LIVE:
            await deliver(self._bot, changed)

    async def _applies(self, ticket: Ticket) -> list[str]:
        """The custom_ids of the buttons below what was told that can be pressed now."""
        if ticket.status in REVERSIBLE:
            return [f"{ReopenButton.action}:{ticket.id}"]
        return closing_custom_ids(ticket, await self._bot.services.close_requests.live(ticket))

    async def _announce(
        self,
        thread: discord.Thread,
        ticket: Ticket,
        stored: StoredEvent,
        view: discord.ui.View | None,
        *,
        adopt: bool,
    ) -> tuple[discord.Thread, discord.Message | None]:
        """The thread, awake if something is said in it, and the message that says it."""
        t = self._reach.inside(ticket)
        embed = embeds.event(t, ticket, stored, self._bot.config.tickets, await self._goes_on_in(ticket, stored))
        if embed is None:
            return thread, None
        if (ask := await self._bot.services.ratings.asked(ticket, stored.event)) is not None:
            embed.description = f"{embed.description}\n\n{csat_texts.ask(t, ask.customers)}"
        foot = texts.event_footer(t, ticket, stored.number)

        def tells(message: discord.Message) -> bool:
            return can_tell_of(message, stored.event.at) and says_the_same(footer(message), foot)

        if adopt and (said := await self._reach.first(thread, tells)) is not None:
            return thread, said
        thread = await self._reach.awake(ticket, thread)
        # Its row alone is no name for it: a restored database gives that out again.
        nonce = f"event-{snowflake(stored.event.at, stored.id)}"
        more: dict[str, Any] = {}
        if (shown := view or event_view(t, ticket, stored.event, ask)) is not None:
            more["view"] = shown
        if stored.event.kind in PINGS:
            only = discord.AllowedMentions(users=[discord.Object(ticket.requester_id)])
            more |= {"content": member(ticket.requester_id), "allowed_mentions": only}
        with at(thread):
            return thread, await thread.send(embed=embed, nonce=nonce, **more)

    async def _goes_on_in(self, ticket: Ticket, stored: StoredEvent) -> Ticket | None:
        """The ticket to which an event points."""
        if stored.event.number is None:
            return None
        return await self._tickets.by_number(ticket.guild_id, stored.event.number)
