"""*Accept answer* and `/rep accept`: an answer is accepted, in place of another one or beside it, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import discord
from discord import app_commands

from bot.actor import Actor
from bot.client import SupportBot
from bot.errors import AlreadyAccepted, MessageNotFound
from bot.reputation.answers.candidate import As, Candidate
from bot.reputation.answers.refused import AnswerGone
from bot.reputation.line import Line
from bot.reputation.question import QuestionRef
from cogs.reputation.asker import meant_by
from cogs.reputation.candidates import candidate
from cogs.reputation.group import rep
from cogs.texts import accepting as texts
from cogs.texts import community
from cogs.texts.commands import described
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.named import message_in, named, readable_channel
from cogs.ui.readers import reader
from cogs.ui.replies import redraw, reply
from cogs.ui.subjects import id_in


@rep.command(name="accept", description=described(texts.about_accept))
@app_commands.describe(message=described(texts.about_message))
async def accept_named(interaction: Interaction, message: app_commands.Range[str, 1, 200]) -> None:
    """Of a message that is named."""
    meant = named(interaction, message)
    found, place = await _read(interaction, meant.channel_id, meant.message_id)
    if found is None:
        raise MessageNotFound(message)
    await accept(interaction, found, place)


async def accept(interaction: Interaction, message: discord.Message, place: object) -> None:
    """This message answered; the thanks follow in public. Where another one has, who asked and staff choose."""
    found = await _candidate(interaction, message, place)
    by, t = actor(interaction), reader(interaction)
    try:
        line = await interaction.client.services.accepting.accept(found, by=by)
    except AlreadyAccepted as refused:
        if refused.member_id == found.author_id or not (by.is_staff or by.id == found.asker_id):
            raise
        subject = f"{message.channel.id}.{message.id}"
        offered = view(
            InsteadButton(subject, label=texts.button_instead(t)),
            AssistButton(subject, label=texts.button_assist(t)),
        )
        await reply(interaction, texts.which(t, refused.member_id, found.author_id), view=offered)
        return
    await reply(interaction, await _said(interaction, found, line))


class InsteadButton(ActionButton, action="reputation:instead"):
    """The answer takes the place of the one that was accepted. Subject: the channel and the message."""

    async def press(self, interaction: Interaction) -> None:
        await _choose(interaction, self.subject, As.INSTEAD)


class AssistButton(ActionButton, action="reputation:assist"):
    """The answer helped beside the one that was accepted. Subject: the channel and the message."""

    async def press(self, interaction: Interaction) -> None:
        await _choose(interaction, self.subject, As.ASSIST)


class UnacceptButton(ActionButton, action="reputation:unaccept"):
    """Below the thanks: not solved after all. Subject: the row of the thanks."""

    async def press(self, interaction: Interaction) -> None:
        t, by = reader(interaction), actor(interaction)
        is_open = await interaction.client.services.accepting.unaccept(id_in(self.subject), by=by)
        await reply(interaction, texts.unaccepted(t) if is_open else texts.unaccepted_beside(t))


async def _choose(interaction: Interaction, subject: str, how: As) -> None:
    channel_id, _, message_id = subject.partition(".")
    message, place = await _read(interaction, id_in(channel_id), id_in(message_id))
    if message is None:
        raise AnswerGone
    found = await _candidate(interaction, message, place)
    line = await interaction.client.services.accepting.accept(found, by=actor(interaction), how=how)
    await redraw(interaction, content=await _said(interaction, found, line), view=None)


async def _read(
    interaction: Interaction, channel_id: int, message_id: int
) -> tuple[discord.Message | None, object]:
    """The message, None unless both of us can read it, and where it stands."""
    channel = await readable_channel(interaction, channel_id)
    return await message_in(channel, message_id), channel


async def _candidate(interaction: Interaction, message: discord.Message, place: object) -> Candidate:
    bot, by = interaction.client, actor(interaction)
    found = await candidate(bot, message, place, interaction.user, by)
    if found.question is not None:
        return found
    # Said by name; a ✅ at a line of chat is but a nod.
    meant = await meant_by(bot, message, place, by.id)
    return replace(found, question=meant.question, asker_id=meant.asker_id)


async def _said(interaction: Interaction, found: Candidate, line: Line | None) -> str:
    """What has come of it; and that what was asked before a ticket becomes none now."""
    t, by = reader(interaction), actor(interaction)
    if line is None:
        return texts.wished(t, found.author_id)
    is_hidden = not by.is_staff and await interaction.client.services.boards.is_hidden(by.guild_id, line.member_id)
    said, settled = [texts.accepted(t, line, is_hidden=is_hidden)], None
    if found.question is not None:
        settled = await settle(interaction.client, found.question, by)
    if settled is not None:
        asker_id, until = settled
        said.append(community.no_ticket(t, until, asker_id, is_own=asker_id == by.id))
    return "\n".join(said)


async def settle(bot: SupportBot, question: QuestionRef, by: Actor | None = None) -> tuple[int, datetime] | None:
    """An answer to this is accepted: what its asker put to the community before a ticket becomes none now. Who asked, and
    until when staff can have it all the same; None where nothing waited.

    The asker is told in public, unless it is said to them who did it, as `by`.
    """
    asked_first = await bot.services.community.in_thread(question.id)
    if asked_first is None:
        return None
    until = await bot.services.community.settle(asked_first.chance_id, by=by)
    return (asked_first.member_id, until) if until is not None else None
