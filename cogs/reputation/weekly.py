"""Thanks those who helped, once a week, and sends a note of what their help was good for to each who wants one: `/rep notes`."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from http import HTTPStatus

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.reputation.weekly.service import Told
from bot.requirements import Kind
from cogs.hindrances import at
from cogs.reputation.group import rep
from cogs.texts import weekly as texts
from cogs.texts.commands import described
from cogs.texts.forms import moment
from cogs.texts.language import language_of
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.readers import public, reader
from cogs.ui.recognising import can_tell_of, own_messages
from cogs.ui.replies import reply

log = logging.getLogger(__name__)


@rep.command(name="notes", description=described(texts.about_notes))
@app_commands.describe(wanted=described(texts.about_wanted))
async def notes(interaction: Interaction, wanted: bool) -> None:
    """A note each week, or none any more."""
    weekly, t, by = interaction.client.services.weekly, reader(interaction), actor(interaction)
    if wanted:
        first_at = await weekly.want_notes(str(interaction.locale), by=by)
        await reply(interaction, texts.notes_wanted(t, moment(first_at, "f")))
    else:
        await weekly.want_no_notes(by=by)
        await reply(interaction, texts.notes_not_wanted(t))


class WeeklyDesk:
    """The handlers of the jobs `weekly.thanks` and `weekly.note`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._weekly = bot.services.weekly

    async def thank(self, job: Job) -> datetime | None:
        """Name those who helped and are still here, if there is a channel for it; nobody is notified. Says when the next week
        is over.
        """
        settings = self._bot.config.reputation.weekly
        if settings.thanks is None:
            return None
        week = await self._weekly.thanks(job.guild_id)
        if week is None:
            return self._weekly.next_end()
        guild = self._bot.guild_of(job.guild_id)
        named = await _still_here(guild, week.member_ids, settings.most_names + 1)
        if not named:
            await self._weekly.nobody_to_thank(week)
            return self._weekly.next_end()
        channel = guild.get_channel(self._bot.services.places.of(guild.id).one(Kind.TEXT, settings.thanks) or 0)
        if not isinstance(channel, discord.TextChannel):
            raise SetupIncomplete(str(settings.thanks))
        some = named[: settings.most_names]
        text = texts.thanks(public(guild, self._bot.config), week, some, are_all=len(some) == len(named))
        with at(channel):
            message = await self._said(channel, texts.week_of(week), week.ends_at) if job.attempts > 1 else None
            message = message or await channel.send(text, nonce=f"week-{snowflake(week.ends_at, 0)}")
        await self._weekly.thanked(week, channel.id, message.id)
        return self._weekly.next_end()

    async def note(self, job: Job) -> datetime | None:
        """Send what there is to tell, if there is something; says when the next week is over. Who takes no direct messages
        has lost nothing, and is not written to again for this week.
        """
        told = await self._weekly.note(job.subject_id)
        if told is None:
            return None
        if told.impact:
            try:
                member = await self._bot.guild_of(job.guild_id).fetch_member(told.note.member_id)
                await self._deliver(member, told, job)
            except discord.HTTPException as error:
                if error.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND):
                    raise
                log.info("a note could not be delivered: HTTP %s, code %s", error.status, error.code)
        await self._weekly.told(told)
        return self._weekly.next_end()

    async def _deliver(self, member: discord.Member, told: Told, job: Job) -> None:
        t = language_of(told.note.language)
        place = await member.create_dm()
        if job.attempts > 1 and await self._said(place, texts.note_end(told), told.until):
            return
        text = texts.note(t, told, discord.utils.escape_markdown(member.guild.name))
        await place.send(text, nonce=f"note-{snowflake(told.until, told.note.id)}")

    async def _said(self, place: discord.abc.Messageable, fact: str, since: datetime) -> discord.Message | None:
        """What an interrupted run has said here since then: this stands in it."""
        async for message in own_messages(place, self._bot.user):
            if can_tell_of(message, since) and fact in message.content:
                return message
        return None


async def _still_here(guild: discord.Guild, member_ids: tuple[int, ...], most: int) -> list[int]:
    """The first of these who have not left, some at a time: Discord is asked for each."""
    here = list[int]()
    for start in range(0, len(member_ids), most):
        asked = member_ids[start : start + most]
        is_here = await asyncio.gather(*(_is_here(guild, one) for one in asked))
        here += [one for one, there in zip(asked, is_here, strict=True) if there]
        if len(here) >= most:
            break
    return here[:most]


async def _is_here(guild: discord.Guild, member_id: int) -> bool:
    try:
        await guild.fetch_member(member_id)
    except discord.NotFound:
        return False
    return True
