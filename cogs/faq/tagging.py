"""Shows in the list of a forum which posts are solved, and which wait for people: by their tags."""

from __future__ import annotations

import discord

from bot.client import SupportBot
from bot.errors import UnknownQuestion
from bot.faq.owed import TAG_JOB
from bot.faq.question import Outcome
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.reputation.answers.owed import SOLVED_JOB
from cogs.hindrances import at
from cogs.places import is_listened_to
from cogs.reputation.asker import asked_in

MOST_TAGS = 5
"""Discord lets a post carry so many."""

WAITING = (Outcome.HANDED_OVER, Outcome.DISMISSED)
"""Whoever wants none of what was suggested turns to people next, and that first outcome stays."""


class TagDesk:
    """The handlers of the jobs `faq.tag`, `reputation.solved`, `ticket.asked_tag` and `ticket.question`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def tag(self, job: Job) -> None:
        """Of a thread, if it is a post: by what became of what its asker asked, whatever else was asked in it."""
        await self._tag(job.guild_id, job.subject_id, takes_back=job.kind in (TAG_JOB, SOLVED_JOB))

    async def tag_of_question(self, job: Job) -> None:
        """The same of the post in which a question stands that became a ticket."""
        try:
            question = await self._bot.services.showing.question(job.subject_id, job.guild_id)
        except UnknownQuestion:
            return
        # Who opens a ticket of it was not helped after all.
        await self._bot.services.deflections.settle(question.id)
        if question.is_in_thread:
            await self._tag(job.guild_id, question.channel_id)

    async def _tag(self, guild_id: int, thread_id: int, *, takes_back: bool = False) -> None:
        """With `takes_back` also where neither is so any more: it is not solved after all."""
        guild = self._bot.guild_of(guild_id)
        try:
            post = guild.get_thread(thread_id) or await guild.fetch_channel(thread_id)
        except (discord.NotFound, discord.Forbidden):
            return  # it is gone, or not for us
        if not isinstance(post, discord.Thread) or not isinstance(post.parent, discord.ForumChannel):
            return
        if not is_listened_to(post, self._bot.services.places):
            return  # its tags are not ours to set
        is_solved = await self._is_solved(post)
        if post.locked and post.archived:
            return  # a moderator has put it away
        tags = (self._bot.config.faq.solved_tag, self._bot.config.faq.needs_human_tag)
        if is_solved is not None:
            await _show(post, post.parent, *(tags if is_solved else reversed(tags)))
        elif takes_back:
            await _edit(post, [one for one in post.applied_tags if one.name != tags[0]])

    async def _is_solved(self, post: discord.Thread) -> bool | None:
        """Whether what the asker of a post asked is solved, or waits for people; None where it is neither."""
        services, what = self._bot.services, await asked_in(self._bot, post)
        if what.question is not None and await services.accepting.has_accepted(post.guild.id, what.question):
            return True
        is_solved = await services.community.is_solved(post.id)
        if is_solved is not None:
            return is_solved
        questions = await services.replying.in_thread(post.id)
        theirs = [question for question in questions if question.asker_id == what.asker_id]
        if any(question.outcome is Outcome.SOLVED for question in theirs):
            return True
        waiting = [question.id for question in theirs if question.outcome in WAITING]
        return await services.tickets.have_settled(waiting) if waiting else None


async def _show(post: discord.Thread, forum: discord.ForumChannel, wanted: str, unwanted: str) -> None:
    """Add the one tag, and take the other. What keeps us from it is for people to change: Hindered."""
    tag = next((one for one in forum.available_tags if one.name == wanted), None)
    if tag is None:
        raise Hindered(Obstacle(ObstacleKind.TAG_MISSING, f"#{forum.name}"))
    kept = [one for one in post.applied_tags if one.name not in (wanted, unwanted)]
    if len(kept) >= MOST_TAGS:
        raise Hindered(Obstacle(ObstacleKind.POST_FULL, post.mention))
    await _edit(post, [*kept, tag])


async def _edit(post: discord.Thread, tags: list[discord.ForumTag]) -> None:
    if set(post.applied_tags) == set(tags):
        return
    sleeps = post.archived
    with at(post):
        await post.edit(applied_tags=tags, archived=False)  # nothing else can be done to an archived one
        if sleeps:
            await post.edit(archived=True)
