"""An asker who says thanks is asked who of those who answered has helped; by itself nothing is awarded."""

from __future__ import annotations

from datetime import datetime

import discord

from bot.client import SupportBot
from bot.errors import MessageNotFound
from bot.jobs.job import Job
from bot.matching.helped import thanks_for_help
from bot.reputation.owed import PROMPT_JOB
from bot.reputation.prompts.prompt import Answerer, Prompt, offered
from bot.reputation.question import QuestionKind, QuestionRef
from cogs import failures
from cogs.hindrances import at
from cogs.reputation import accepting
from cogs.reputation.asker import asked
from cogs.reputation.candidates import is_enough
from cogs.texts import marks as texts
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, carries, view
from cogs.ui.interactions import Interaction
from cogs.ui.named import message_in, readable_channel
from cogs.ui.readers import public
from cogs.ui.recognising import LOOK_BACK, own_messages
from cogs.ui.subjects import id_in
from cogs.ui.written import replied_to, words_alone


class ThanksEar:
    """Hears thanks in threads, and in replies to an answer. Whatever is neither costs a look at its words."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot

    async def hear(self, message: discord.Message) -> None:
        """Somebody wrote this; only what an asker says of their own question matters."""
        is_here = isinstance(message.channel, discord.Thread) or replied_to(message) is not None
        if message.guild is None or not is_here or not thanks_for_help(words_alone(message)):
            return
        async with failures.listening("thanks"):
            await self._ask(message)

    async def _ask(self, message: discord.Message) -> None:
        thanked, place = await self._thanked(message), message.channel
        if thanked is None or not isinstance(place, discord.TextChannel | discord.Thread):
            return
        what = await asked(self._bot, thanked, place)
        if what.question is None or what.question.kind is QuestionKind.TICKET:
            return
        if what.asker_id != message.author.id:
            return
        prompt = Prompt(
            id=message.id,
            guild_id=place.guild.id,
            question=what.question,
            asker_id=message.author.id,
            channel_id=place.id,
            candidates=offered(await self._answers(message, thanked, what.question)),
            at=self._bot.clock(),
        )
        if await self._bot.patience.outlast(lambda: self._bot.services.prompts.offer(prompt), "thanks"):
            await self._bot.services.jobs.run(PROMPT_JOB, prompt.id)

    async def _thanked(self, message: discord.Message) -> discord.Message | None:
        """By which message the question is found: in a thread any, in a channel the one that is replied to."""
        if isinstance(message.channel, discord.Thread):
            return message
        about = message.reference.resolved if message.reference is not None else None
        return about if isinstance(about, discord.Message) and about.author != message.author else None

    async def _answers(
        self, message: discord.Message, thanked: discord.Message, question: QuestionRef
    ) -> list[Answerer]:
        """What others wrote before and that says enough, the newest first; only of those whom the thanks name, if any did."""
        written = [one async for one in message.channel.history(limit=LOOK_BACK, before=message)]
        if thanked != message:  # in a channel, what replies to the same question
            written = [one for one in written if one.id == thanked.id or replied_to(one) == question.id]
        fit = [one for one in written if one.author != message.author and is_enough(one)]
        named = [one for one in fit if one.author.id in message.raw_mentions]
        return [Answerer(one.id, one.author.id) for one in named or fit]


class PromptDesk:
    """The handler of the job `reputation.prompt`."""

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        self._prompts = bot.services.prompts

    async def show(self, job: Job) -> datetime | None:
        """Below the thanks, until somebody has pressed, an answer is accepted in another way, or a day has gone by."""
        prompt = await self._prompts.get(job.subject_id)
        if prompt is None:
            return None
        guild = self._bot.guild_of(prompt.guild_id)
        channel = self._bot.get_partial_messageable(prompt.channel_id, guild_id=guild.id)
        try:
            with at(guild.get_channel_or_thread(prompt.channel_id) or channel):
                if prompt.ended_at is not None or self._bot.clock() >= prompt.ends_at:
                    await self._take_away(channel, prompt)
                elif prompt.message_id is None:
                    found = await self._adopted(channel, prompt) if job.attempts > 1 else None
                    message = found or await self._send(guild, channel, prompt)
                    await self._prompts.shown(prompt.id, message.id)
                    return prompt.ends_at
                else:
                    return prompt.ends_at
        except discord.NotFound:
            pass  # the place is gone, or the prompt: a moderator has taken it away
        await self._prompts.gone(prompt.id)
        return None

    async def _send(
        self, guild: discord.Guild, channel: discord.PartialMessageable, prompt: Prompt
    ) -> discord.Message:
        t = public(guild, self._bot.config)
        buttons = [
            HelpedButton(
                f"{prompt.id}.{one.message_id}",
                label=texts.button_helped(t, await _name(guild, one.author_id)),
            )
            for one in prompt.candidates
        ]
        return await channel.send(
            texts.who_helped(t, guild.id, prompt.channel_id, prompt.candidates),
            view=view(*buttons),
            reference=discord.MessageReference(
                message_id=prompt.id, channel_id=prompt.channel_id, fail_if_not_exists=False
            ),
            nonce=f"help-{prompt.id}",
            suppress_embeds=True,
        )

    async def _take_away(self, channel: discord.PartialMessageable, prompt: Prompt) -> None:
        message_id = prompt.message_id
        if message_id is None:  # an interrupted run may have sent it
            found = await self._adopted(channel, prompt)
            message_id = found.id if found is not None else None
        if message_id is not None:
            await channel.get_partial_message(message_id).delete()

    async def _adopted(self, channel: discord.PartialMessageable, prompt: Prompt) -> discord.Message | None:
        first = f"{HelpedButton.action}:{prompt.id}.{prompt.candidates[0].message_id}"
        async for message in own_messages(channel, self._bot.user, after=prompt.id):
            if carries(message, first):
                return message
        return None


class HelpedButton(ActionButton, action="rep:helped"):
    """This answer helped: it is accepted. Subject: `<prompt>.<the answer's message>`."""

    async def press(self, interaction: Interaction) -> None:
        prompt, _, answer = self.subject.partition(".")
        chosen, _ = await interaction.client.services.prompts.chosen(
            id_in(prompt), id_in(answer), by=actor(interaction)
        )
        place = await readable_channel(interaction, chosen.channel_id)
        message = await message_in(place, id_in(answer))
        if message is None:
            raise MessageNotFound(answer)
        await accepting.accept(interaction, message, place)


async def _name(guild: discord.Guild, member_id: int) -> str:
    """As the server calls them; who has left is known by nobody's name."""
    try:
        return (await guild.fetch_member(member_id)).display_name
    except discord.NotFound:
        return "?"
