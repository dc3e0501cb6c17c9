"""The FAQ in Discord: it listens, answers, and takes *Solved it* and *Still need help*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import SupportBot
from bot.errors import SetupIncomplete
from bot.faq.service import ANSWER_JOB, FORGET_JOB
from bot.jobs.job import Job
from cogs import failures
from cogs.places import is_listened_to, names_of, tickets_channel
from cogs.tickets.controls import begin, type_buttons
from cogs.ui import embeds, texts
from cogs.ui.actors import actor, is_helper, member_actor
from cogs.ui.controls import ActionButton, carries, view

if TYPE_CHECKING:
    from datetime import datetime

    from cogs.ui.controls import Interaction

LOOK_BACK = 50


class SolvedButton(ActionButton, action="faq:solved"):
    """The answer helped. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        question = await interaction.client.services.faq.feedback(
            int(self.subject), by=actor(interaction), helped=True
        )
        if interaction.user.id == question.asker_id:
            await _redraw(interaction, question.entry_id, texts.marked_solved())
        else:
            await interaction.response.send_message(texts.noted_from_staff(question.asker_id), ephemeral=True)


class NeedHelpButton(ActionButton, action="faq:help"):
    """The answer did not help: on to a ticket. Subject: the question."""

    async def press(self, interaction: Interaction) -> None:
        faq = interaction.client.services.faq
        question = await faq.feedback(int(self.subject), by=actor(interaction), helped=False)
        entry = faq.entry(question.entry_id) if question.entry_id else None
        if entry is not None and entry.ticket_type is not None:
            await begin(interaction, entry.ticket_type, question.id)
        else:
            kinds = interaction.client.services.tickets.types
            await interaction.response.send_message(
                texts.choose_ticket_type(), view=type_buttons(kinds, question.id), ephemeral=True
            )


class FaqCog(commands.Cog):
    """Answers from the knowledge base, or silence."""

    faq = app_commands.Group(name="faq", description="Answers to common questions", guild_only=True)

    def __init__(self, bot: SupportBot) -> None:
        self._bot = bot
        bot.services.jobs.handle(ANSWER_JOB, self._serve)
        bot.services.jobs.handle(FORGET_JOB, self._forget)
        self._look_up = app_commands.ContextMenu(name="Look up in FAQ", callback=self.look_up)
        self._look_up.guild_only = True
        bot.tree.add_command(self._look_up)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Look at what members ask where the FAQ listens, or wherever they mention us."""
        async with failures.listening("question"):
            await self._consider(message)

    @faq.command(name="search", description="Find an answer; only you see it")
    @app_commands.describe(question="A few words, or choose from the list")
    async def search(self, interaction: Interaction, question: app_commands.Range[str, 1, 200]) -> None:
        """The entry that was chosen, or the best match."""
        await self._show(interaction, question)

    @search.autocomplete("question")
    async def _suggest(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=entry.title, value=entry.id)
            for entry in self._bot.services.faq.search(typed, limit=25)
        ]

    async def look_up(self, interaction: Interaction, message: discord.Message) -> None:
        """The best match for somebody's message, for the eyes of who looks it up."""
        if message.content:
            await self._show(interaction, message.content)
        else:
            await interaction.response.send_message(texts.nothing_to_look_up(), ephemeral=True)

    async def cog_unload(self) -> None:
        """Take the context menu back."""
        self._bot.tree.remove_command(self._look_up.name, type=self._look_up.type)

    async def _show(self, interaction: Interaction, query: str) -> None:
        faq = self._bot.services.faq
        entry = faq.find(query)
        await interaction.response.send_message(embed=embeds.answer(entry, faq.category(entry.id)), ephemeral=True)

    async def _consider(self, message: discord.Message) -> None:
        author, guild, me = message.author, message.guild, self._bot.user
        if guild is None or me is None or author.bot or message.webhook_id is not None:
            return
        # `mentions` would also hold us where somebody only replies to us.
        is_mentioned = me.id in message.raw_mentions
        if not is_mentioned and not self._is_question(message):
            return
        is_thread = isinstance(message.channel, discord.Thread)
        if is_thread and await self._bot.services.tickets.in_thread(message.channel.id) is not None:
            return
        asked = await self._bot.services.faq.ask(
            guild_id=guild.id,
            channel_id=message.channel.id,
            message_id=message.id,
            asker_id=author.id,
            text=_text_of(message),
            places=names_of(message.channel),
            is_addressed=is_mentioned,
        )
        if asked is None:
            return
        if asked.entry is not None:
            await self._bot.services.jobs.run(ANSWER_JOB, asked.question_id)
        elif is_mentioned:
            try:
                place = tickets_channel(guild, self._bot.config).mention
            except SetupIncomplete as missing:
                place = f"#{missing.channel}"
            await message.reply(texts.no_answer(place))

    def _is_question(self, message: discord.Message) -> bool:
        """Whether to look at it at all: a member's own message where we listen, and no reply to somebody."""
        config = self._bot.config
        if message.type is not discord.MessageType.default or message.reference is not None:
            return False
        if not is_listened_to(message.channel, config):
            return False
        if isinstance(message.channel, discord.Thread) and message.id != message.channel.id:
            return False
        return not (member_actor(message.author, config).is_staff or is_helper(message.author, config))

    async def _serve(self, job: Job) -> None:
        """Reply with the answer, once, and soon or not at all."""
        faq = self._bot.services.faq
        owed = await faq.owed_answer(job.subject_id)
        if owed is None:
            return
        question, entry = owed
        channel = self._bot.get_partial_messageable(question.channel_id, guild_id=question.guild_id)
        buttons = (
            SolvedButton(question.id, label=texts.solved_it(), style=discord.ButtonStyle.success),
            NeedHelpButton(question.id, label=texts.still_need_help()),
        )
        sent = await _own_reply(channel, question.message_id, buttons[0]) if job.attempts > 1 else None
        if sent is None:
            sent = await channel.send(
                embed=embeds.answer(entry, faq.category(entry.id)),
                view=view(*buttons),
                reference=discord.MessageReference(
                    message_id=question.message_id, channel_id=question.channel_id, fail_if_not_exists=False
                ),
                nonce=f"answer-{question.id}",
            )
        await faq.served(question.id, sent.id)

    async def _forget(self, _job: Job) -> datetime:
        return await self._bot.services.faq.forget_old_text()


async def setup(bot: SupportBot) -> None:
    """Called by discord.py when the extension is loaded."""
    bot.add_dynamic_items(SolvedButton, NeedHelpButton)
    await bot.add_cog(FaqCog(bot))


def _text_of(message: discord.Message) -> str:
    """What was asked: in a forum the title is part of it."""
    if isinstance(message.channel, discord.Thread) and message.id == message.channel.id:
        return f"{message.channel.name}\n{message.content}"
    return message.content


async def _own_reply(
    channel: discord.PartialMessageable, message_id: int, button: ActionButton
) -> discord.Message | None:
    """The answer that an interrupted run has sent already."""
    async for message in channel.history(limit=LOOK_BACK, after=discord.Object(message_id)):
        if carries(message, button.custom_id):
            return message
    return None


async def _redraw(interaction: Interaction, entry_id: str | None, outcome: str) -> None:
    """The answer without its buttons, and with what the asker said of it."""
    faq = interaction.client.services.faq
    entry = faq.entry(entry_id) if entry_id else None
    if entry is None:
        await interaction.response.edit_message(content=outcome, view=None)
    else:
        await interaction.response.edit_message(
            embed=embeds.answer(entry, faq.category(entry.id), outcome), view=None
        )
