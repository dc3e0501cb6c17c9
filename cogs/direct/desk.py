"""Replies to direct messages, once their author pauses: in the server that they share with us, or by asking in which."""

from __future__ import annotations

import logging
from datetime import timedelta

import discord

from bot.client import SupportBot
from bot.direct.service import Waiting
from bot.jobs.job import Job
from cogs.direct.answering import answer
from cogs.direct.controls import ServerButton
from cogs.texts import direct as texts
from cogs.tickets.direct import BUTTONS_A_VIEW, conversation
from cogs.ui.controls import view
from cogs.ui.direct import shared_servers
from cogs.ui.readers import public
from cogs.ui.recognising import has_said, own_messages, says_the_same

log = logging.getLogger(__name__)

LATE_AFTER = timedelta(minutes=10)
"""What is answered later than this is answered with an apology."""

LABEL = 80
"""Characters on a button."""


class DirectDesk:
    """The handler of the job `direct.reply`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._direct = bot.services.direct

    async def reply(self, job: Job) -> None:
        """Answer what has no reply yet. What was taken back meanwhile needs none."""
        waiting = Waiting(**job.data)
        channel = self._bot.get_partial_messageable(job.subject_id)
        try:
            lines = await conversation(channel, waiting.author_id, since=waiting.first_id)
            if not lines:
                return
            if job.attempts == 1 or not await self._has_replied(channel, lines):
                if self._bot.clock() - lines[-1].created_at > LATE_AFTER:
                    await self._say_late(channel, lines, is_first=job.attempts == 1)
                await self._reply(channel, waiting.author_id, lines)
            await self._direct.saw(channel.id, waiting.author_id, lines[-1].id)
        except (discord.Forbidden, discord.NotFound):
            log.info("a direct message cannot be answered: its author does not let us write to them")

    async def _reply(
        self, channel: discord.PartialMessageable, author_id: int, lines: list[discord.Message]
    ) -> None:
        members = await shared_servers(self._bot, author_id)
        chosen = self._direct.chosen(author_id)
        meant = [member for member in members if member.guild.id == chosen] or members
        if len(meant) == 1:
            await answer(self._bot, meant[0], channel, lines)
        elif self._direct.may_lead(channel.id):
            t = public(None, self._bot.config)
            buttons = [
                ServerButton(member.guild.id, label=member.guild.name[:LABEL]) for member in meant[:BUTTONS_A_VIEW]
            ]
            if buttons:
                await channel.send(texts.which_server(t), view=view(*buttons))
            else:
                await channel.send(texts.no_server(t))
            self._direct.led(channel.id)

    async def _say_late(
        self, channel: discord.PartialMessageable, lines: list[discord.Message], *, is_first: bool
    ) -> None:
        said = self._late(lines)
        if is_first or not await has_said(channel, self._bot.user, said, after=lines[-1].id):
            await channel.send(said)

    async def _has_replied(self, channel: discord.PartialMessageable, lines: list[discord.Message]) -> bool:
        """Whether an interrupted run has done so, and not only said that it is late."""
        late = self._late(lines)
        async for message in own_messages(channel, self._bot.user, after=lines[-1].id):
            if not says_the_same(message.content, late):
                return True
        return False

    def _late(self, lines: list[discord.Message]) -> str:
        return texts.late(public(None, self._bot.config), lines[0].created_at)
