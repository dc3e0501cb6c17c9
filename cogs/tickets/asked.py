"""What the community is asked before a ticket: made once in its forum or channel, kept true, and looked at in the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from typing import Final

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.jobs.job import Job
from bot.reputation.question import QuestionRef
from bot.tickets.community.post import Post, Shown, Standing, talks_until
from bot.tickets.owed import LAST_CHANCE_JOB
from bot.tickets.ticket import QUOTED, Detail, Upload
from cogs import failures
from cogs.hindrances import at, is_passing
from cogs.places import helper_roles
from cogs.texts import community as texts
from cogs.tickets.asking import Place, SolvedThereButton, controls
from cogs.tickets.quoting import files_of, told_by
from cogs.ui.controls import carries
from cogs.ui.readers import public, those_in
from cogs.ui.recognising import LOOK_BACK, has_said, own_messages
from cogs.ui.style import BRAND
from cogs.ui.written import BY_PEOPLE

log = logging.getLogger(__name__)

THREAD_EXISTS = 160004
"""Discord's code for a message that has its thread already; the thread then has the message's id."""

WEEK: Final = 10080
"""Minutes after which Discord puts a silent thread away: as long as staff wait at the most."""

PATIENT = 3
"""So many times Discord is asked what became of a post before staff get its form all the same."""

PAUSE_SECONDS = 0.2
"""Between requests at a start."""


class AskedDesk:
    """The handlers of `ticket.asked`, `ticket.helped`, `ticket.asked_settled` and `ticket.look_asked`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._community = bot.services.community

    async def asked(self, job: Job) -> None:
        """Ask, once; then show what has become of it. Where it cannot be asked, staff have it at once."""
        shown = await self._community.shown(job.subject_id)
        if shown is None or (shown.post.is_gone and shown.post.thread_id is None):
            return
        if shown.post.thread_id is None:
            try:
                await self._make(job, shown)
            except discord.HTTPException as error:
                if is_passing(error):
                    raise
                log.warning("the community cannot be asked: HTTP %s, code %s", error.status, error.code)
                await self._give_up(job.subject_id)
                return
            shown = await self._community.shown(job.subject_id)
            if shown is None or shown.post.thread_id is None or shown.standing is Standing.WAITING:
                return
        try:
            await self._show(job, shown)
        except discord.NotFound:
            return  # somebody has deleted it, and that is heard

    async def helped(self, job: Job) -> None:
        """Quote in a ticket what people wrote there, once; of what is gone, its link is left."""
        ticket = await self._bot.services.tickets.get(job.subject_id)
        link = job.data["link"]
        if any(detail.field_id == QUOTED and link in detail.text for detail in ticket.details):
            return
        thread = self._bot.get_partial_messageable(job.data["thread"], guild_id=ticket.guild_id)
        try:
            newest = [one async for one in thread.history(limit=LOOK_BACK + 1)]
        except (discord.NotFound, discord.Forbidden):
            log.info("what the community wrote for ticket #%d (id %d) cannot be read", ticket.number, ticket.id)
            return
        said = [one for one in reversed(newest[:LOOK_BACK]) if _is_persons(one)]
        t = those_in(ticket, self._bot.get_guild(ticket.guild_id), self._bot.config)
        if not said:
            if not any(link in detail.text for detail in ticket.details):
                detail = Detail("", texts.asked_there(t, link), field_id=QUOTED)
                await self._bot.services.delivery.origin_kept(ticket.id, [detail])
            return
        uploads = [Upload(file.filename, file.url, file.size) for one in said for file in files_of(one)]
        lines = [(one.author.id, told_by(one)) for one in said]
        text = texts.said_there(t, link, lines, is_all=len(newest) <= LOOK_BACK)
        detail = Detail("", text, tuple(uploads), QUOTED)
        await self._bot.services.delivery.origin_kept(ticket.id, [detail])

    async def settled(self, job: Job) -> None:
        """Tell who asked, in the thread, that somebody else has called it solved."""
        shown = await self._community.shown(job.subject_id)
        if shown is None or shown.standing is not Standing.SOLVED or shown.until is None:
            return
        try:
            thread = await self._thread(shown.post)
        except discord.NotFound:
            return
        if thread.locked and thread.archived:
            return  # a moderator has put it away
        line = texts.settled(
            public(thread.guild, self._bot.config), shown.post.member_id, job.data["by"], shown.until
        )
        if job.attempts > 1 and await has_said(thread, self._bot.user, line):
            return
        with at(thread):
            if thread.archived:
                thread = await thread.edit(archived=False)
            allowed = discord.AllowedMentions(users=[discord.Object(shown.post.member_id)])
            await thread.send(line, allowed_mentions=allowed, nonce=f"done-{job.subject_id}")

    async def goes_on(self, job: Job) -> bool:
        """Whether staff need not take a form whose time has come: it is solved there, or still being talked about."""
        shown, now = await self._community.shown(job.subject_id), self._bot.clock()
        if shown is None or shown.standing is not Standing.WAITING or shown.post.is_gone:
            return False
        if shown.post.thread_id is None or shown.until is None or shown.until > now:
            return False
        try:
            return await self._is_settled(shown.post)
        except (discord.NotFound, discord.Forbidden):
            return False
        except discord.HTTPException:
            if job.attempts <= PATIENT:
                raise
            return False

    async def look(self, job: Job) -> None:
        """At a start: what was deleted meanwhile, thread or message, becomes tickets."""
        guild = self._bot.guild_of(job.guild_id)
        for post in await self._community.waiting(guild.id):
            if post.thread_id is None:
                continue
            try:
                if guild.get_thread(post.thread_id) is None:
                    await guild.fetch_channel(post.thread_id)
                await self._place(post).fetch_message(post.message_id or post.thread_id)
            except discord.NotFound:
                await self.lost([post.thread_id])
            except discord.Forbidden:
                log.info("a post in which the community is asked cannot be seen")
            await asyncio.sleep(PAUSE_SECONDS)

    async def lost(self, ids: Collection[int]) -> None:
        """These threads and messages are gone: what waited there becomes tickets."""
        for chance_id in await self._bot.patience.outlast(lambda: self._community.lost(ids), "a deleted post"):
            await self._bot.services.jobs.run(LAST_CHANCE_JOB, chance_id)

    async def _is_settled(self, post: Post) -> bool:
        thread = await self._thread(post)
        question = QuestionRef.message(thread.id)
        accepted = await self._bot.services.accepting.has_accepted(post.guild_id, question)
        if accepted or any(tag.name == self._bot.config.faq.solved_tag for tag in thread.applied_tags):
            await self._community.settle(post.chance_id)
            return True
        said = [one async for one in thread.history(limit=LOOK_BACK) if _is_persons(one)]
        if all(one.author.id == post.member_id for one in said):
            return False
        wrote_at = max((one.created_at for one in said if one.author.id == post.member_id), default=None)
        until = talks_until(wrote_at, post.promised_at, self._bot.clock())
        if until is None:
            return False
        await self._community.wait(post.chance_id, until)
        return True

    def _place(self, post: Post) -> discord.PartialMessageable:
        """Where its message is: of a forum post the thread, else the channel at whose message the thread hangs."""
        in_forum = isinstance(self._bot.guild_of(post.guild_id).get_channel(post.channel_id), discord.ForumChannel)
        place_id = post.thread_id if in_forum and post.thread_id is not None else post.channel_id
        return self._bot.get_partial_messageable(place_id, guild_id=post.guild_id)

    async def _thread(self, post: Post) -> discord.Thread:
        guild, thread_id = self._bot.guild_of(post.guild_id), post.thread_id or 0
        thread = guild.get_thread(thread_id) or await guild.fetch_channel(thread_id)
        if not isinstance(thread, discord.Thread):
            raise TypeError(f"channel {thread_id} is no thread")
        return thread

    async def _make(self, job: Job, shown: Shown) -> None:
        post, guild = shown.post, self._bot.guild_of(shown.post.guild_id)
        channel = guild.get_channel(post.channel_id)
        if not isinstance(channel, discord.ForumChannel | discord.TextChannel):
            await self._give_up(post.chance_id)
            return
        is_wanted = shown.standing is Standing.WAITING
        message = await self._adopted(channel, post) if job.attempts > 1 or not is_wanted else None
        if message is None:
            if not is_wanted:
                return
            message = await self._ask(channel, shown)
        if isinstance(channel, discord.TextChannel):
            await self._open_thread(message, post)
        # Of a post and of a message alike, the thread has its id.
        await self._community.made(post.chance_id, message.id, message.id)

    async def _ask(self, channel: Place, shown: Shown) -> discord.Message:
        post, t = shown.post, public(channel.guild, self._bot.config)
        roles = helper_roles(channel.guild, self._bot.services.places)
        content = texts.post(t, shown, [role.mention for role in roles])
        embed = discord.Embed(title=post.title, description=post.text, colour=BRAND)
        allowed = discord.AllowedMentions(everyone=False, roles=roles, users=[discord.Object(post.member_id)])
        buttons = controls(t, shown) or discord.ui.View()
        if isinstance(channel, discord.TextChannel):
            nonce = f"ask-{post.chance_id}"
            return await channel.send(content, embed=embed, view=buttons, allowed_mentions=allowed, nonce=nonce)
        wanted = self._bot.config.faq.needs_human_tag
        made = await channel.create_thread(
            name=post.title or "?",
            content=content,
            embed=embed,
            view=buttons,
            allowed_mentions=allowed,
            applied_tags=[tag for tag in channel.available_tags if tag.name == wanted],
            auto_archive_duration=WEEK,
        )
        return made.message

    async def _open_thread(self, message: discord.Message, post: Post) -> None:
        """With who asked in it: a mention in the channel brings nobody there."""
        try:
            await message.create_thread(name=post.title or "?", auto_archive_duration=WEEK)
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                await self._take_back(message, error)
        try:
            await self._bot.http.add_user_to_thread(message.id, post.member_id)
        except discord.HTTPException as error:
            if is_passing(error):
                raise
            log.info("who asks the community is not in the thread of their question")

    async def _take_back(self, message: discord.Message, error: discord.HTTPException) -> None:
        """Where it gets no thread, it cannot be asked there."""
        if not is_passing(error):
            await message.delete()
        raise error

    async def _adopted(self, channel: Place, post: Post) -> discord.Message | None:
        """What an interrupted run has asked already."""
        since = discord.utils.time_snowflake(post.asked_at - timedelta(minutes=1))
        custom_id = f"{SolvedThereButton.action}:{post.chance_id}"
        if isinstance(channel, discord.TextChannel):
            async for message in own_messages(channel, self._bot.user, after=since):
                if carries(message, custom_id):
                    return message
            return None
        for thread in await channel.guild.active_threads():
            is_own = thread.parent_id == channel.id and thread.owner_id == channel.guild.me.id
            if is_own and thread.id > since:
                async for message in own_messages(thread, self._bot.user, oldest_first=True):
                    if carries(message, custom_id):
                        return message
        return None

    async def _show(self, job: Job, shown: Shown) -> None:
        """By its message, and by a line in its thread; where one of them is gone, by the other."""
        post, guild = shown.post, self._bot.guild_of(shown.post.guild_id)
        try:
            thread = await self._thread(post)
        except discord.NotFound:
            thread = None
        if thread is not None and thread.locked and thread.archived:
            return  # a moderator has put it away
        t, channel = public(guild, self._bot.config), guild.get_channel(post.channel_id)
        with at(thread or channel or discord.Object(post.channel_id)):
            if thread is not None and thread.archived:
                thread = await thread.edit(archived=False)
            message = self._place(post).get_partial_message(post.message_id or post.thread_id or 0)
            with suppress(discord.NotFound):
                await message.edit(content=texts.post(t, shown, []), view=controls(t, shown))
            if thread is None or shown.standing is not Standing.STAFF or post.told:
                return
            line = texts.staff_have_it(t, shown)
            if job.attempts == 1 or not await has_said(
                thread, self._bot.user, line, after=post.message_id, oldest_first=False
            ):
                allowed = discord.AllowedMentions(users=[discord.Object(post.member_id)])
                await thread.send(line, allowed_mentions=allowed, nonce=f"staff-{post.chance_id}")
        await self._community.told(post.chance_id)

    async def _give_up(self, chance_id: int) -> None:
        if await self._community.cannot_ask(chance_id):
            await self._bot.services.jobs.run(LAST_CHANCE_JOB, chance_id)


class AskedCog(commands.Cog):
    """Hears that somebody has deleted what the community was asked."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._desk = AskedDesk(bot)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A forum post, or the thread of a message."""
        async with failures.listening("a deleted post"):
            self._bot.require_served(payload.guild_id)
            await self._desk.lost([payload.thread_id])

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """The message at which a thread hangs."""
        async with failures.listening("a deleted message"):
            self._bot.require_served(payload.guild_id)
            await self._desk.lost([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Also where a moderator clears a channel."""
        async with failures.listening("deleted messages"):
            self._bot.require_served(payload.guild_id)
            await self._desk.lost(payload.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """With a forum go its posts, of which Discord tells nothing more."""
        async with failures.listening("a deleted channel"):
            self._bot.require_served(channel.guild.id)
            services = self._bot.services
            for chance_id in await services.community.lost_below(channel.guild.id, channel.id):
                await services.jobs.run(LAST_CHANCE_JOB, chance_id)


def _is_persons(message: discord.Message) -> bool:
    return not message.author.bot and message.type in BY_PEOPLE
