"""Claims lapse where nobody of staff writes: the ticket goes back, and who had it hears of it; and who is away says so."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.tickets.ticket import LIVE, Ticket
from cogs.texts import leases as texts
from cogs.texts import tiers as tier_texts
from cogs.texts.commands import described
from cogs.tickets.listening import Ear
from cogs.tickets.reaching import Reach
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.recognising import can_tell_of, own_messages, says_the_same
from cogs.ui.replies import reply

log = logging.getLogger(__name__)

GO_ON = timedelta(minutes=1)
"""After so long at the earliest: where there are more to be taken back, their lines come a few at a time."""

PAUSE_SECONDS = 0.2


class Leases:
    """The handlers of `lease.sweep`, `ticket.lapsed` and `ticket.back`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._leasing = bot.services.leasing
        self._ear = Ear(bot)
        self._reach = Reach(bot)

    async def sweep(self, job: Job) -> datetime | None:
        """Take back what is due; but what was written unheard is heard first. When to look again."""
        if not self._leasing.is_on:
            return None
        await self._leasing.begin(job.guild_id)
        due = await self._leasing.over(job.guild_id)
        for ticket in due:
            await self._ear.catch_up(ticket, self._gently)
            await self._leasing.lapse(ticket.id)
        return max(await self._leasing.look_again_at(job.guild_id), self._bot.clock() + GO_ON)

    async def lapsed(self, job: Job) -> None:
        """Tell who had it, in a direct message; where they take none, its card says it all the same."""
        at = datetime.fromisoformat(job.data["at"])
        ticket = await self._bot.services.tickets.get(job.subject_id)
        text = texts.lapsed(self._reach.staff(ticket), ticket, at, self._bot.config.tickets.lease_hours)
        await self._say(job, ticket, text, at, nonce=f"lapse-{ticket.id}")

    async def back(self, job: Job) -> None:
        """Tell who has it again in the same way, if they have it still."""
        member_id, at = job.data["member"], datetime.fromisoformat(job.data["at"])
        ticket = await self._bot.services.tickets.get(job.subject_id)
        if ticket.assignee_id == member_id and ticket.status in LIVE:
            text = tier_texts.told_back(self._reach.staff(ticket), ticket, job.data["by"])
            await self._say(job, ticket, text, at, nonce=f"back-{snowflake(at, ticket.id)}")

    async def _say(self, job: Job, ticket: Ticket, text: str, at: datetime, *, nonce: str) -> None:
        try:
            direct = await self._bot.create_dm(discord.Object(job.data["member"]))
            if job.attempts > 1 and await self._has_said(direct, text, at):
                return
            await direct.send(text, nonce=nonce)
        except (discord.NotFound, discord.Forbidden) as error:
            log.info(
                "who has or had ticket #%d (id %d) cannot be told: code %s", ticket.number, ticket.id, error.code
            )

    async def _has_said(self, direct: discord.DMChannel, text: str, at: datetime) -> bool:
        """Whether an interrupted run has."""
        return any(
            [
                can_tell_of(message, at) and says_the_same(message.content, text)
                async for message in own_messages(direct, self._bot.user)
            ]
        )

    async def _gently(self) -> None:
        await asyncio.sleep(PAUSE_SECONDS)


class AwayCog(commands.Cog):
    """For staff."""

    away = app_commands.Group(name="away", description=described(texts.about_away), guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @away.command(name="on", description=described(texts.about_away_on))
    @app_commands.describe(days=described(texts.about_days))
    async def on(self, interaction: Interaction, days: app_commands.Range[int, 1, 365] | None = None) -> None:
        """Get no tickets meanwhile."""
        until = await self._bot.services.absences.leave(days=days, by=actor(interaction))
        await reply(interaction, texts.is_away(reader(interaction), until))

    @away.command(name="off", description=described(texts.about_away_off))
    async def off(self, interaction: Interaction) -> None:
        """Here again."""
        await self._bot.services.absences.come_back(by=actor(interaction))
        await reply(interaction, texts.is_back(reader(interaction)))
