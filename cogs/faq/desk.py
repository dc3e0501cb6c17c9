"""Keeps the FAQ's message under a question as the database says, and takes questions to the community.

A repeated run first adopts what an earlier one has sent: the process may have died between Discord's answer and
the note of it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import discord

from bot.client import SupportBot
from bot.faq.owed import ANSWER_JOB
from bot.faq.question import Asked, Outcome, Question, Standing
from bot.faq.showing import View
from bot.faq.speaking import SPEAKING
from bot.jobs.job import Job
from cogs.faq import direct
from cogs.faq.controls import (
    ChooseButton,
    HintButton,
    NoneButton,
    WrongButton,
    answer_buttons,
)
from cogs.hindrances import at
from cogs.knowledge.credits import credited, thank
from cogs.knowledge.entries import posted, title_on_button
from cogs.places import helper_roles, is_listened_to
from cogs.texts import faq as texts
from cogs.texts.forms import message_link
from cogs.texts.language import Language
from cogs.ui.controls import ActionButton, carries, view
from cogs.ui.readers import public
from cogs.ui.recognising import has_said, own_messages

log = logging.getLogger(__name__)

IN_EMBEDS = 6_000
"""Characters of all embeds of one message."""

THREAD_EXISTS = 160004
"""Discord's code for a message that has its thread already; the thread then has the message's id."""

SHUT = (50083, 160005)
"""Discord's codes for a thread that is archived or locked: nobody can write there, nor edit what they wrote."""


class AnswerDesk:
    """The handlers of the jobs `faq.answer`, `faq.hand_over`, `faq.forget` and `faq.sum_up`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._showing = bot.services.showing

    async def answer(self, job: Job) -> None:
        """Send, edit or delete our message under a question; soon, or not at all."""
        shown = await self._showing.view(job.subject_id)
        if shown is None:
            return
        question = shown.question
        if shown.standing in (Standing.ANSWER, Standing.SOLVED):
            thanked = await credited(self._bot, question.guild_id, shown.entry, shown.second)
            shown = replace(shown, credited=thanked)
        channel = self._bot.get_partial_messageable(question.channel_id, guild_id=question.guild_id)
        place = self._place(question)
        with at(place):
            try:
                if question.answer_message_id is None and job.attempts > 1:
                    adopted = await self._own_reply(channel, question)
                    if adopted is not None:
                        await self._showing.served(question.id, adopted.id)
                        await self.answer(job)
                        return
                await self._bring_about(channel, shown)
            except discord.NotFound:
                pass  # somebody has deleted our message or its channel, which is their right
            except discord.Forbidden:
                if is_listened_to(place, self._bot.services.places):
                    raise
                return  # we may not write wherever people can mention us
            except discord.HTTPException as error:
                if error.code not in SHUT:
                    raise
                if await self._wake(question):
                    await self._bring_about(channel, shown)

    async def hand_over(self, job: Job) -> None:
        """Ask members and helpers: in a thread at the question, or in the forum post."""
        shown = await self._showing.view(job.subject_id)
        if shown is None or shown.question.outcome is Outcome.REMOVED:
            return
        question = shown.question
        guild = self._bot.get_guild(question.guild_id)
        if guild is None:
            return
        roles = helper_roles(guild, self._bot.services.places)
        text = texts.asks_community(
            self._public(question), question.asker_id, [role.mention for role in roles], shown.title
        )
        allowed = discord.AllowedMentions(
            everyone=False, roles=roles, users=[discord.Object(question.asker_id)], replied_user=False
        )
        channel = self._bot.get_partial_messageable(question.channel_id, guild_id=guild.id)
        try:
            with at(self._place(question)):
                await self._ask_people(channel, shown, text, allowed)
        except discord.NotFound:
            return  # the question or its channel is gone

    async def forget(self, _job: Job) -> datetime:
        """Drop old texts; says when to look again."""
        return await self._bot.services.asking.forget_old_text()

    async def sum_up(self, _job: Job) -> datetime:
        """Make counts of old silent chatter; says when to go on."""
        return await self._bot.services.silences.sum_up()

    async def _ask_people(
        self, channel: discord.PartialMessageable, shown: View, text: str, allowed: discord.AllowedMentions
    ) -> None:
        """In a thread at the question, or where we may not write there, in its channel."""
        thread = await self._thread(channel, shown.question, shown)
        try:
            await self._say_once(thread, shown, text, allowed)
        except discord.HTTPException as error:
            if not isinstance(error, discord.Forbidden) and error.code not in SHUT:
                raise
            if thread.id != channel.id:
                await self._say_once(channel, shown, text, allowed)
            elif error.code not in SHUT:
                raise

    def _place(self, question: Question) -> discord.abc.Snowflake:
        """The channel, thread or post of a question; its id alone where Discord has not told us of it."""
        guild = self._bot.get_guild(question.guild_id)
        known = guild.get_channel_or_thread(question.channel_id) if guild else None
        return known or discord.Object(question.channel_id)

    async def _bring_about(self, channel: discord.PartialMessageable, shown: View) -> None:
        message_id = shown.question.answer_message_id
        if message_id is None:
            await self._send(channel, shown.question, shown)
        elif shown.standing is Standing.NOTHING:
            await channel.get_partial_message(message_id).delete()
        else:
            answer = await self._accepted(shown) if shown.standing is Standing.LINE else None
            await channel.get_partial_message(message_id).edit(**self._content(shown, answer))

    async def _wake(self, question: Question) -> bool:
        """Un-archive a post in which somebody has pressed a button weeks later; False where it is locked."""
        thread = await self._bot.fetch_channel(question.channel_id)
        if not isinstance(thread, discord.Thread) or thread.locked:
            return False
        try:
            await thread.edit(archived=False)
        except discord.Forbidden:
            return False
        return True

    async def _send(self, channel: discord.PartialMessageable, question: Question, shown: View) -> None:
        if shown.standing is Standing.NOTHING:
            return
        sent = await channel.send(
            **self._content(shown),
            reference=discord.MessageReference(
                message_id=question.message_id, channel_id=question.channel_id, fail_if_not_exists=False
            ),
            nonce=f"faq-{question.id}",
        )
        await self._showing.served(question.id, sent.id)

    async def _accepted(self, shown: View) -> str | None:
        """The link of the answer that was accepted."""
        solution = await self._bot.services.solved.answer_to(shown.question)
        return message_link(solution.guild_id, solution.channel_id, solution.message_id) if solution else None

    def _content(self, shown: View, answer: str | None = None) -> dict[str, Any]:
        """Our message, as `send` and `edit` take it; `answer` is the link of the accepted answer, if there is one."""
        question, entry = shown.question, shown.entry
        t = self._public(question)
        if question.is_direct:
            return direct.content(t, self._bot, shown)
        if shown.standing is Standing.ANSWER and entry is not None:
            subject = question.id if question.second_entry_id is None else f"{question.id}.{entry.id}"
            wrong = [WrongButton(subject, label=texts.button_wrong(t), emoji="🚩")]
            if shown.second is not None:
                wrong = [
                    WrongButton(f"{question.id}.{one.id}", label=texts.button_number_wrong(t, number), emoji="🚩")
                    for number, one in enumerate((entry, shown.second), 1)
                ]
            return self._cards(t, shown, answer_buttons(t, question.id), wrong)
        if shown.standing is Standing.ABOVE:
            above = " · ".join(message_link(question.guild_id, question.channel_id, one) for one in shown.above)
            return {
                "content": texts.answered_above(t, shown.title, above),
                "embed": None,
                "view": view(*answer_buttons(t, question.id)),
            }
        if shown.standing is Standing.SOLVED and entry is not None:
            return self._cards(t, shown)
        if shown.standing is Standing.SUGGESTIONS:
            choices = [
                ChooseButton(
                    f"{question.id}.{entry.id}", label=title_on_button(entry.wording(question.language).title)
                )
                for entry in shown.suggested
            ]
            none = NoneButton(question.id, label=texts.button_none_of_these(t, len(choices)))
            return {"content": texts.did_you_mean(t, len(choices)), "embed": None, "view": view(*choices, none)}
        if shown.standing is Standing.HINT:
            hints = [
                HintButton(
                    f"{question.id}.{entry.id}", label=title_on_button(entry.wording(question.language).title)
                )
                for entry in shown.suggested[:1]
            ]
            return {"content": texts.quiet_hint(t), "embed": None, "view": view(*hints)}
        return {"content": texts.settled(t, question.outcome, shown.title, answer), "embed": None, "view": None}

    def _cards(
        self, t: Language, shown: View, first: Sequence[ActionButton] = (), last: Sequence[ActionButton] = ()
    ) -> dict[str, Any]:
        """The answer, and the one to a second question below it; the buttons to the rest stand between the others."""
        outcome = texts.marked_solved(t) if shown.standing is Standing.SOLVED else None
        entries = [one for one in (shown.entry, shown.second) if one is not None]
        cards = [posted(t, self._bot, one, shown.question.language, outcome) for one in entries]
        for one, (embed, _) in zip(entries, cards, strict=True):
            thank(t, embed, shown.credited.get(one.id))
        if sum(len(embed) for embed, _ in cards) > IN_EMBEDS:
            cards = cards[:1]  # an entry has grown since
        buttons = [*first, *(button for _, more in cards for button in more), *last]
        return {
            "content": None,
            "embeds": [embed for embed, _ in cards],
            "view": view(*buttons) if buttons else None,
        }

    def _public(self, question: Question) -> Language:
        """The language of those who read the channel of a question."""
        return public(self._bot.get_guild(question.guild_id), self._bot.config)

    async def _own_reply(self, channel: discord.PartialMessageable, question: Question) -> discord.Message | None:
        """What an interrupted run has sent already."""
        hints = [f"faq:hint:{question.id}.{entry_id}" for entry_id, _ in question.candidates]
        in_private = direct.own_custom_ids(question.guild_id, question.id)
        async for message in own_messages(channel, self._bot.user, after=question.message_id):
            if carries(message, f"faq:solved:{question.id}", f"faq:none:{question.id}", *hints, *in_private):
                return message
        return None

    async def _thread(
        self, channel: discord.PartialMessageable, question: Question, shown: View
    ) -> discord.PartialMessageable | discord.Thread:
        """The forum post itself, or a thread at the question, made where there is none and we may."""
        if question.channel_id != question.place_id:
            return channel
        name = texts.community_thread(self._public(question), question.text, shown.title)
        try:
            return await channel.get_partial_message(question.message_id).create_thread(name=name)
        except discord.Forbidden:
            return channel
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise
            return self._bot.get_partial_messageable(question.message_id, guild_id=question.guild_id)

    async def _say_once(
        self,
        channel: discord.PartialMessageable | discord.Thread,
        shown: View,
        text: str,
        allowed_mentions: discord.AllowedMentions,
    ) -> None:
        """An interrupted run, or a second press, has said it already, of this question: its entry is named in it."""
        asked = shown.question.message_id
        if not await has_said(
            channel, self._bot.user, text, after=asked, oldest_first=False, naming=shown.title or ""
        ):
            await channel.send(text, allowed_mentions=allowed_mentions)


async def speak(bot: SupportBot, asked: Asked, *, is_addressed: bool) -> None:
    """What is sure, or asked for, is said at once; suggestions wait for the member to pause."""
    if asked.rule in SPEAKING and (asked.entry is not None or is_addressed):
        await bot.services.jobs.run(ANSWER_JOB, asked.question_id)
