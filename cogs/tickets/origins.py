"""What a ticket came from: the message that it was made of is kept, and the question below which it began is settled."""

from __future__ import annotations

import logging

import discord

from bot.actor import Actor
from bot.client import SupportBot
from bot.errors import UnknownQuestion
from bot.faq.owed import ANSWER_JOB
from bot.jobs.job import Job
from bot.tickets.ticket import QUOTED, with_quoted
from cogs.tickets.quoting import quoted

log = logging.getLogger(__name__)


class Origins:
    """The handlers of `ticket.origin`, `ticket.kept` and `ticket.settle_question`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._services = bot.services

    async def origin(self, job: Job) -> None:
        """Keep what the message says and what was attached to it, once; a message that is gone leaves its link."""
        ticket = await self._services.tickets.get(job.subject_id)
        if any(detail.field_id == QUOTED for detail in ticket.details):
            return
        channel = self._bot.get_partial_messageable(job.data["channel"], guild_id=ticket.guild_id)
        try:
            message = await channel.fetch_message(job.data["message"])
        except (discord.NotFound, discord.Forbidden):
            log.info(
                "the message that ticket #%d (id %d) was made of cannot be read any more", ticket.number, ticket.id
            )
            return
        details = with_quoted(ticket.details, quoted(message))
        if details != ticket.details:
            await self._services.delivery.origin_kept(
                ticket.id, details[len(ticket.details) :], run_now=job.is_awaited
            )

    async def kept(self, job: Job) -> None:
        """What was kept for a form is in a ticket now, or never will be: it is forgotten with its job."""

    async def settle_question(self, job: Job) -> None:
        """The question has become a ticket: the FAQ is silent there, and its answer says so."""
        services = self._services
        try:
            question = await services.showing.question(job.subject_id, job.guild_id)
            await services.pressing.hand_over(
                question.id, by=Actor(question.asker_id, guild_id=question.guild_id), to_community=False
            )
        except UnknownQuestion:
            return
        await services.jobs.run(ANSWER_JOB, job.subject_id)
