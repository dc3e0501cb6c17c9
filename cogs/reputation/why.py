"""`/rep why`: which rule gave or refused what for a message, or why it brought nothing; for the eyes of who asks."""

from __future__ import annotations

from dataclasses import dataclass

import discord
from discord import app_commands

from bot.client import SupportBot
from bot.errors import MessageNotFound
from bot.matching.qualifying import qualifies
from bot.reputation.boards.nothing import Nothing, why_nothing
from cogs.reputation.asker import asked
from cogs.reputation.group import rep
from cogs.texts import boards as texts
from cogs.texts.commands import described
from cogs.texts.forms import DESCRIPTION, listed, message_link
from cogs.ui.actors import actor
from cogs.ui.interactions import Interaction
from cogs.ui.named import message_in, named, readable_channel
from cogs.ui.readers import reader
from cogs.ui.replies import reply
from cogs.ui.style import BRAND
from cogs.ui.written import replied_to, text_of

MOST_LINES = 20


@dataclass(frozen=True)
class _About:
    """What a message is about: by what ids lines may name its question, who asked, and whether it is one that counts."""

    subject_ids: set[int]
    asker_id: int | None
    is_known: bool
    is_question: bool


@rep.command(name="why", description=described(texts.about_why))
@app_commands.describe(message=described(texts.about_message))
async def why(interaction: Interaction, message: app_commands.Range[str, 1, 200]) -> None:
    """Of a message in a channel that they can read, also of one that is gone."""
    t, by, bot = reader(interaction), actor(interaction), interaction.client
    meant = named(interaction, message)
    channel = await readable_channel(interaction, meant.channel_id)
    if channel is None:
        raise MessageNotFound(message)
    found = await message_in(channel, meant.message_id)
    about = await _about(bot, found, channel) if found is not None else None
    subject_ids = about.subject_ids if about else set()
    places = await bot.services.boards.places(by.guild_id, meant.message_id, subject_ids)
    open_to_them = {one for one in places if await readable_channel(interaction, one) is not None}
    told = await bot.services.boards.about(meant.message_id, subject_ids, open_to_them, by=by)
    said = [texts.line(t, one, with_id=by.is_staff) for one in told.of_message or told.of_question]
    if not told.of_message and told.is_hidden:
        said = [texts.earner_hidden(t)]
    elif not told.of_message:
        said[:0] = [
            texts.nothing(t, _nothing(found, about)),
            *([texts.about_its_question(t)] if told.of_question else []),
        ]
    embed = discord.Embed(
        title=texts.why_title(t),
        url=message_link(by.guild_id, meant.channel_id, meant.message_id),
        description=listed(t, said, MOST_LINES, DESCRIPTION),
        colour=BRAND,
    )
    await reply(interaction, embed=embed)


def _nothing(message: discord.Message | None, about: _About | None) -> Nothing:
    if message is None or about is None:
        return Nothing.GONE
    return why_nothing(
        message.author.id,
        is_bot=message.author.bot,
        is_question=about.is_question,
        is_known=about.is_known,
        asker_id=about.asker_id,
        qualifies=qualifies(text_of(message), has_file=bool(message.attachments)),
    )


async def _about(bot: SupportBot, message: discord.Message, channel: object) -> _About:
    """It is known where it stands in a post or a ticket, or is, or answers, or stands in a thread at, a question of the FAQ's."""
    what, services = await asked(bot, message, channel), bot.services
    ids = {what.question.id} if what.question is not None else set[int]()
    is_known = what.question is not None
    if isinstance(channel, discord.Thread):
        ids.add(channel.id)
    own = await services.replying.behind(message.channel.id, message.id)
    is_own = own is not None and message.author.id == own.asker_id
    if not is_known and (to := replied_to(message)) is not None:
        is_known = await services.replying.behind(message.channel.id, to) is not None
    is_question = is_own or message.id in (
        channel.id if isinstance(channel, discord.Thread) else 0,
        what.question.id if what.question is not None else 0,
    )
    ids |= {own.message_id} if own is not None else set()
    return _About(ids, what.asker_id, is_known or own is not None, is_question)
