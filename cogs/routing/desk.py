"""Looks after questions that nobody answers; keeps our line about each as the database says; offers a ticket.

A repeated run first adopts what an earlier one has sent: the process may have died between Discord's answer and the note of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.client import SupportBot
from bot.ids import snowflake
from bot.jobs.job import Job
from bot.routing.route import Act, Line, Route
from cogs.community import CommunityButton
from cogs.faq.controls import people
from cogs.hindrances import at
from cogs.places import Readable
from cogs.routing.contact import Contact, waits_after
from cogs.routing.controls import TakeButton, line_buttons
from cogs.routing.helpdesk import Helpdesk
from cogs.texts import routing as texts
from cogs.ui.controls import carries, view
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

OFFERED_WITHIN = timedelta(minutes=5)
"""So long after the offer was sent it was written down, at the latest."""


class RoutingDesk:
    """The handlers of the jobs of a question that nobody answers. None waits for another."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._routing = bot.services.routing
        self._contact = Contact(bot)
        self._helpdesk = Helpdesk(bot)

    async def look_after(self, job: Job) -> datetime | None:
        """Decide what is due for a question, and say when to look again; None once nobody waits any more."""
        if job.data.get("is_lost"):
            await self._look_again(job.subject_id)
            return None
        since = job.data.get("since")
        again_at = datetime.fromisoformat(since) if since is not None else None
        pieces = await self._routing.begin(job.subject_id, again_at)
        if pieces is None:
            return None
        route = pieces.route
        act, _ = self._routing.next(route)
        if act is Act.END or route.is_over or (seen := await self._contact.seen(pieces)).is_answered:
            await self._routing.end(route.question.id)
            return None
        held_until = route.held_back(self._routing.settings, seen.maybe_at)
        if act in (Act.TELL, Act.OFFER) and held_until is not None and self._bot.clock() < held_until:
            return held_until
        if act is Act.TELL:
            route = await self._routing.step(route)
        elif act is Act.OFFER:
            await self._routing.owe_offer(route)
        return self._routing.again(route)

    async def _look_again(self, question_id: int) -> None:
        """What answered it may be gone: if nothing else does, it is open again."""
        pieces = await self._routing.settled(question_id)
        if pieces is not None and not (await self._contact.seen(pieces)).is_answered:
            await self._routing.reopen(question_id)

    async def line(self, job: Job) -> datetime | None:
        """One line for all who were told: sent anew where others are told, for an edit pings nobody."""
        route = await self._routing.of_line(job.subject_id)
        if route is None:
            return None
        question_id, line = route.question.id, route.line
        if route.is_over:
            await self._take_away(line)
            await self._routing.line_stands(question_id, None)
            return None
        if not route.is_to_be_said(self._routing.settings, self._bot.clock()):
            await self._edit(route)
            return None
        guild, is_retried = self._bot.guild_of(job.guild_id), job.attempts > 1
        sent = await self._own_line(guild, route) if is_retried else None
        if sent is None:
            told = await self._contact.who_may_be_told(
                route, await self._routing.candidates(route), self._helpdesk.channel(guild)
            )
            route = await self._routing.tell(route, told)
            if not told:
                await self._edit(route)
                return None
            sent = await self._say(route, await self._helpdesk.thread(guild, is_retried=is_retried))
        await self._take_away(line)
        await self._routing.line_stands(question_id, Line(sent.channel.id, sent.id, route.chosen_step))
        return (
            self._bot.clock() if route.chosen_step < route.step else None
        )  # it went further after an interrupted run

    async def offer(self, job: Job) -> None:
        """Its asker may have a ticket, filled in with what they wrote: once; and that is taken back when it is over."""
        known = await self._routing.of_line(job.subject_id)
        if known is not None and known.ended_at is not None:
            await self._take_back(known)
            return
        pieces = await self._routing.begin(job.subject_id)
        if pieces is None or pieces.route.is_over or self._routing.next(pieces.route)[0] is not Act.OFFER:
            return
        asked = pieces.route.question
        place = await self._contact.place(asked)
        if place is None or (await self._contact.seen(pieces)).is_answered:
            return
        if job.attempts < 2 or not await self._has_offered(place, pieces.route):
            await self._send_offer(place, pieces.route)
        await self._routing.offered(asked.id)

    async def _say(self, route: Route, thread: discord.Thread) -> discord.Message:
        with at(thread):
            for member_id in route.unsaid:
                await self._add(thread, member_id)
            return await thread.send(
                **self._content(route),
                nonce=f"call-{snowflake(route.stepped_at or route.since, route.question.id)}",
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, users=[discord.Object(one) for one in route.unsaid]
                ),
            )

    async def _send_offer(self, place: Readable, route: Route) -> None:
        asked, is_late = route.question, not route.is_fresh(self._routing.settings, self._bot.clock())
        t = public(place.guild, self._bot.config)
        with at(place):
            await place.send(
                texts.late_offer(t, asked) if is_late else texts.offer(t, asked.asker_id, is_anew=route.is_anew),
                view=people(t, self._bot, asked),
                reference=discord.MessageReference(
                    message_id=asked.message_id, channel_id=asked.channel_id, fail_if_not_exists=False
                ),
                nonce=f"off-{asked.id}",
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, roles=False, users=[discord.Object(asked.asker_id)], replied_user=False
                ),
            )

    async def _take_back(self, route: Route) -> None:
        """What we offered begins with that nobody has answered, which is true no more."""
        place = await self._contact.place(route.question) if route.offered_at is not None else None
        if route.offered_at is None or place is None:
            return
        if isinstance(place, discord.Thread) and place.archived:
            return  # nothing can be deleted there, and to wake it would call everybody back
        since = discord.utils.time_snowflake(route.offered_at - OFFERED_WITHIN)
        with at(place), suppress(discord.NotFound):
            async for message in own_messages(place, self._bot.user, after=since):
                if carries(message, f"{CommunityButton.action}:{route.question.id}"):
                    await message.delete()

    async def _edit(self, route: Route) -> None:
        line = route.line
        if line is None:
            return
        content = self._content(route)
        try:
            await self._message(route, line).edit(**content)
        except discord.NotFound:
            await self._routing.line_stands(
                route.question.id, None
            )  # somebody has deleted it, which is their right

    async def _take_away(self, line: Line | None) -> None:
        if line is None:
            return
        try:
            await self._bot.get_partial_messageable(line.channel_id).get_partial_message(line.message_id).delete()
        except discord.NotFound:
            return

    def _message(self, route: Route, line: Line) -> discord.PartialMessage:
        channel = self._bot.get_partial_messageable(line.channel_id, guild_id=route.question.guild_id)
        return channel.get_partial_message(line.message_id)

    def _content(self, route: Route) -> dict[str, Any]:
        t = public(self._bot.get_guild(route.question.guild_id), self._bot.config)
        holder = route.held_by(self._bot.clock())
        buttons = line_buttons(t, route.question.id, is_held=holder is not None)
        return {"content": texts.line(t, route, holder), "view": view(*buttons)}

    async def _add(self, thread: discord.Thread, member_id: int) -> None:
        try:
            await thread.add_user(discord.Object(member_id))
        except discord.NotFound:
            return  # they have just left the community

    async def _own_line(self, guild: discord.Guild, route: Route) -> discord.Message | None:
        """What an interrupted run has sent: it is none that we know of."""
        thread = await self._helpdesk.found(guild)
        if thread is None:
            return None
        known = route.line.message_id if route.line is not None else route.question.message_id
        async for message in own_messages(thread, self._bot.user, after=known):
            if carries(message, f"{TakeButton.action}:{route.question.id}"):
                return message
        return None

    async def _has_offered(self, place: discord.abc.Messageable, route: Route) -> bool:
        asked = route.question
        async for message in own_messages(place, self._bot.user, after=waits_after(route)):
            if carries(message, f"{CommunityButton.action}:{asked.id}"):
                return True
        return False
