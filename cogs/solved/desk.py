"""Shows in Discord which answers were accepted, and points questions to them.

A repeated run first adopts what an earlier one has sent: the process may have died between Discord's answer and the note
of it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Question
from bot.jobs.job import Job
from bot.reputation.solutions.solution import Solution
from bot.solved.pointer import Standing
from bot.solved.pointing import View
from cogs.faq import reading
from cogs.hindrances import at
from cogs.places import Readable, readable
from cogs.solved import seeing
from cogs.solved.controls import HelpedButton, NotItButton
from cogs.texts import solved as texts
from cogs.ui.controls import carries, view
from cogs.ui.readers import public
from cogs.ui.recognising import own_messages

MARK = "✅"
TAKES_NO_MARK = (30010, 50083, 90001)
"""Discord's codes for a message with as many different reactions as it may have, one in a thread that is archived, and one of
somebody who has blocked us.
"""


class SolvedDesk:
    """The handlers of the jobs `solution.show`, `solution.point` and `solution.forget`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def show(self, job: Job) -> None:
        """The question first: that its words are known, and that the FAQ's message is one line, waits for no permission."""
        solution = await self._bot.services.solved.solution(job.subject_id)
        guild = self._bot.guild_of(job.guild_id)
        if solution is None:
            return
        if solution.stands:
            await self._show_question(job, guild, solution)
        else:
            await self._reopen(guild, solution)
        where = await readable(guild, solution.channel_id)
        if where is not None:
            await self._mark(where, solution)

    async def point(self, job: Job) -> None:
        """Send, edit or delete the line that points a question to a solved one."""
        shown = await self._bot.services.pointing.view(job.subject_id)
        guild = self._bot.guild_of(job.guild_id)
        if shown is None:
            return
        channel = self._bot.get_partial_messageable(shown.question.channel_id, guild_id=guild.id)
        with at(guild.get_channel_or_thread(channel.id) or channel):
            try:
                message_id = shown.pointer.message_id or await self._adopted(job, channel, shown)
                if message_id is not None:
                    await self._redraw(channel.get_partial_message(message_id), shown)
                elif shown.standing is Standing.LINE:
                    await self._send(guild, channel, shown)
                else:
                    await self._bot.services.pointing.withdraw(shown.pointer.id)
            except discord.NotFound:
                return  # it, or the channel, was deleted, which is their right

    async def forget(self, _job: Job) -> datetime:
        """Drop old words; says when to look again."""
        return await self._bot.services.solved.forget_old()

    async def _show_question(self, job: Job, guild: discord.Guild, solution: Solution) -> None:
        place = await readable(guild, solution.channel_id)
        if place is None:
            return
        try:
            question = await seeing.question_of(guild, solution)
        except discord.Forbidden:
            if not seeing.is_served(self._bot, place):
                return
            with at(place):
                raise
        if question is None or not isinstance(question.channel, Readable):
            return
        where, services = question.channel, self._bot.services
        # What was put to the community before a ticket is a message of ours, which says by itself that it is solved.
        is_for_all = seeing.is_open(where) and seeing.is_served(self._bot, where) and not question.author.bot
        of_faq = await services.solved.question_found(
            solution.id,
            where.id,
            question.id,
            reading.text_of(question) if is_for_all else None,
            question.created_at,
        )
        if of_faq is not None:
            await services.jobs.run(ANSWER_JOB, of_faq.id)
        # In the question's own thread the thanks stand below it, and where the FAQ has its message, that says so.
        if is_for_all and isinstance(where, discord.TextChannel) and not _has_message(of_faq):
            await self._write_line(job, where, question, solution.id)

    async def _write_line(self, job: Job, where: Readable, question: discord.Message, solution_id: int) -> None:
        solution = await self._bot.services.solved.solution(solution_id)  # with the line of the answer before it
        if solution is None or not solution.stands:
            return
        text = texts.answered(public(question.guild, self._bot.config), seeing.answer_link(solution))
        with at(where):
            if solution.line_message_id is not None:
                with suppress(discord.NotFound):  # somebody may have deleted it, which is their right
                    await where.get_partial_message(solution.line_message_id).edit(content=text)
                return
            if job.attempts > 1:
                async for own in own_messages(where, self._bot.user, after=question.id):
                    if seeing.answer_link(solution) in own.content:
                        await self._bot.services.solved.line_stands(solution.id, own.id)
                        return
            sent = await where.send(
                text,
                reference=question.to_reference(fail_if_not_exists=False),
                silent=True,
                nonce=f"solve-{solution.id}",
            )
        await self._bot.services.solved.line_stands(solution.id, sent.id)

    async def _reopen(self, guild: discord.Guild, solution: Solution) -> None:
        services = self._bot.services
        of_faq = await services.solved.question_reopened(solution.id)
        if of_faq is not None:
            await services.jobs.run(ANSWER_JOB, of_faq.id)
        now = await services.solved.solution(solution.id)  # another answer takes the line over
        if now is None or now.line_message_id is None or now.question_channel_id is None:
            return
        where = await readable(guild, now.question_channel_id)
        if where is not None:
            with at(where), suppress(discord.NotFound):
                await where.get_partial_message(now.line_message_id).delete()
        await services.solved.line_stands(now.id, None)

    async def _mark(self, where: Readable, solution: Solution) -> None:
        """Our reaction at the answer. Where the FAQ does not listen, permissions are not ours to ask for."""
        answer, me = where.get_partial_message(solution.message_id), self._bot.user
        is_accepted = await self._bot.services.solved.is_accepted(solution.message_id)
        try:
            if is_accepted:
                await answer.add_reaction(MARK)
            elif me is not None:
                await answer.remove_reaction(MARK, me)
        except discord.NotFound:
            return  # the answer is gone
        except discord.HTTPException as error:
            is_ours = seeing.is_served(self._bot, where)
            if error.code in TAKES_NO_MARK or (isinstance(error, discord.Forbidden) and not is_ours):
                return
            with at(where):
                raise

    async def _adopted(self, job: Job, channel: discord.PartialMessageable, shown: View) -> int | None:
        """What an interrupted run has sent already."""
        if job.attempts == 1:
            return None
        async for own in own_messages(channel, self._bot.user, after=shown.question.message_id):
            if carries(own, f"{HelpedButton.action}:{shown.pointer.id}"):
                await self._bot.services.pointing.said(shown.pointer.id, own.id)
                return own.id
        return None

    async def _send(self, guild: discord.Guild, channel: discord.PartialMessageable, shown: View) -> None:
        """If who asked may read both the question and the answer, and they are still there."""
        pointer, question, services = shown.pointer, shown.question, self._bot.services
        try:
            asker = await guild.fetch_member(question.asker_id)
        except discord.NotFound:
            asker = None
        found = await seeing.look_up(self._bot, shown.solution, asker) if asker is not None else None
        if found is None or await seeing.reads_otherwise(self._bot, found):
            await services.pointing.withdraw(pointer.id)
            return
        t = public(guild, self._bot.config)
        sent = await channel.send(
            texts.answered_before(t, seeing.answer_link(shown.solution)),
            view=view(
                HelpedButton(pointer.id, label=texts.button_helped(t), style=discord.ButtonStyle.success),
                NotItButton(pointer.id, label=texts.button_not_it(t)),
            ),
            reference=discord.MessageReference(
                message_id=question.message_id, channel_id=channel.id, fail_if_not_exists=False
            ),
            nonce=f"point-{pointer.id}",
        )
        await services.pointing.said(pointer.id, sent.id)

    async def _redraw(self, line: discord.PartialMessage, shown: View) -> None:
        if shown.standing is Standing.NOTHING:
            await line.delete()
        elif shown.standing is Standing.HELPED:
            t = public(self._bot.get_guild(shown.pointer.guild_id), self._bot.config)
            await line.edit(content=texts.helped_before(t, seeing.answer_link(shown.solution)), view=None)


def _has_message(question: Question | None) -> bool:
    """Whether the FAQ has its message below it."""
    return question is not None and question.answer_message_id is not None
