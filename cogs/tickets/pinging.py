"""Lets a role hear of new tickets, in a line in the queue channel."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.requirements import Kind
from bot.tickets.pinging import ping_of
from bot.tickets.ticket import Status
from cogs.hindrances import at
from cogs.places import queue_channel
from cogs.texts import pings as texts
from cogs.tickets import embeds
from cogs.tickets.reaching import Reach
from cogs.ui.recognising import has_said


class Pinging:
    """The handlers of `ticket.ping` and `ticket.ping_line`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._pings = bot.services.pings
        self._reach = Reach(bot)

    async def ping(self, job: Job) -> datetime | None:
        """Whether it is time."""
        return await self._pings.decide(job.subject_id)

    async def line(self, job: Job) -> None:
        """Say it once. What was taken before it could be said is left out, unless others wait with it."""
        ticket, more = await self._bot.services.tickets.get(job.subject_id), int(job.data["more"])
        settings, places = self._bot.config.tickets, self._bot.services.places
        wanted = ping_of(settings.type(ticket.type_id), ticket.priority)
        if wanted is None or (ticket.status is not Status.OPEN and not more):
            return
        guild = self._reach.guild(ticket)
        role = guild.get_role(places.of(guild.id).one(Kind.ROLE, wanted.role) or 0)
        if role is None:
            raise Hindered(Obstacle(ObstacleKind.ROLE_MISSING, f"@{wanted.role}"))
        queue, t = queue_channel(guild, places, ticket.type_id), self._reach.staff(ticket)
        text = texts.line(t, role.mention, ticket, embeds.type_label(t, ticket, settings), more)
        mentions = discord.AllowedMentions(everyone=False, users=False, roles=[role], replied_user=False)
        with at(queue):
            if job.attempts > 1 and await has_said(
                queue, self._bot.user, text, after=ticket.interaction_id, oldest_first=False
            ):
                return
            await queue.send(text, allowed_mentions=mentions, nonce=f"ping-{ticket.id}")
