"""The knowledge channel: below what staff write there stands one line, by which it becomes a draft, and its edits too.

A repeated run first adopts the line that an earlier one has sent: the process may have died between Discord's answer
and the receipt.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord
from discord.ext import commands

from bot.client import SupportBot
from bot.drafts.draft import tidied
from bot.drafts.post import Post, Standing
from bot.drafts.service import POST_JOB
from bot.jobs.job import Job
from cogs import failures
from cogs.drafts.controls import PostButton
from cogs.drafts.forms import edit_of
from cogs.hindrances import at
from cogs.texts import posts as texts
from cogs.ui.actors import member_actor
from cogs.ui.controls import carries, view
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

INVALID_FORM = 50035
"""Discord's code for a request of which a part cannot be, such as a reply to what is gone."""


class PostEar:
    """Hears what is written in the knowledge channel."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def hear(self, message: discord.Message) -> bool:
        """Whether this is a post, and so our line is owed. What answers another message is talk, and pictures alone are none."""
        if message.guild is None or message.reference is not None or not tidied(message.content):
            return False
        post = Post(message.id, message.guild.id, message.channel.id, message.author.id, edit_of(message))
        by = member_actor(message.author, self._bot.services.places)
        return await self._bot.services.posts.written(post, by)


class PostCog(commands.Cog):
    """What happens to posts after they were written."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """The draft, or the entry, may have to say it too."""
        # Discord also reports an edit when it has fetched the preview of a link.
        if self._is_ours(payload.guild_id, payload.channel_id) and payload.data.get("edited_timestamp"):
            async with failures.listening("edited post"):
                posts, version = self._bot.services.posts, edit_of(payload.message)
                is_news = await self._bot.patience.outlast(
                    lambda: posts.edited(payload.message_id, version), "an edited post"
                )
                if is_news:
                    await self._bot.services.jobs.run(POST_JOB, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """With a post goes our line."""
        if self._is_ours(payload.guild_id, payload.channel_id):
            await self._forget([payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Moderators clean up."""
        if self._is_ours(payload.guild_id, payload.channel_id):
            await self._forget(payload.message_ids)

    async def _forget(self, message_ids: Collection[int]) -> None:
        async with failures.listening("deleted posts"):
            services = self._bot.services
            gone = await self._bot.patience.outlast(lambda: services.posts.deleted(message_ids), "deleted posts")
            for message_id in gone:
                await services.jobs.run(POST_JOB, message_id)

    def _is_ours(self, guild_id: int | None, channel_id: int) -> bool:
        served = guild_id is not None and self._bot.serves(guild_id)
        return served and channel_id == self._bot.services.places.of(guild_id or 0).knowledge


class PostDesk:
    """The handler of the job `draft.post`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._posts = bot.services.posts

    async def show(self, job: Job) -> None:
        """Send, edit or delete our line below a post."""
        standing = await self._posts.standing(job.subject_id)
        channel_id = standing.post.channel_id if standing is not None else job.data["channel"]
        channel = self._bot.get_partial_messageable(channel_id, guild_id=job.guild_id)
        guild = self._bot.get_guild(job.guild_id)
        with at((guild and guild.get_channel(channel_id)) or discord.Object(channel_id)):
            try:
                if standing is not None:
                    await self._draw(channel, standing, adopt=job.attempts > 1)
                else:
                    line = job.data["line"] or await self._own_line(channel, job.subject_id)
                    if line:
                        await channel.get_partial_message(line).delete()
            except discord.NotFound:
                return  # somebody has deleted our line or the channel, which is their right

    async def _draw(self, channel: discord.PartialMessageable, standing: Standing, *, adopt: bool) -> None:
        post = standing.post
        line = post.line_message_id or (await self._own_line(channel, post.message_id) if adopt else None)
        content = self._content(standing)
        if line is None:
            try:
                sent = await channel.send(
                    **content,
                    reference=discord.MessageReference(message_id=post.message_id, channel_id=post.channel_id),
                    nonce=f"post-{post.message_id}",
                    silent=True,
                )
            except discord.HTTPException as error:
                if error.code != INVALID_FORM or not await self._is_gone(channel, post):
                    raise
                await self._posts.forget(post.message_id)
                return
            line = sent.id
        else:
            await channel.get_partial_message(line).edit(**content)
        if line != post.line_message_id and not await self._posts.save_line(post.message_id, line):
            await channel.get_partial_message(line).delete()  # the post was deleted while the line was on its way

    async def _is_gone(self, channel: discord.PartialMessageable, post: Post) -> bool:
        """Deleted while we were off, or before we knew it as a post."""
        try:
            await channel.fetch_message(post.message_id)
        except discord.NotFound:
            return True
        return False

    def _content(self, standing: Standing) -> dict[str, Any]:
        t = public(self._bot.get_guild(standing.post.guild_id), self._bot.config)
        label = texts.button(t, standing)
        button = PostButton(standing.post.message_id, label=label) if label else None
        return {"content": texts.line(t, standing), "view": view(button) if button else None}

    async def _own_line(self, channel: discord.PartialMessageable, message_id: int) -> int | None:
        """The line that an interrupted run has sent."""
        async for message in own_messages(channel, self._bot.user, after=message_id):
            if carries(message, f"{PostButton.action}:{message_id}"):
                return message.id
        return None
