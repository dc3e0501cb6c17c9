"""A message of Discord's as it is kept of a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord

from bot.client import SupportBot
from bot.tickets.record.message import Author, File, Forwarded, Poll, Said, Words
from cogs.ui.written import is_forwarded


def said_in(message: discord.Message, bot: SupportBot) -> Said:
    """All that Discord tells of it."""
    forwarded = [attachment for snapshot in message.message_snapshots for attachment in snapshot.attachments]
    edited_at = message.edited_at
    return Said(
        id=message.id,
        guild_id=message.guild.id if message.guild is not None else 0,
        thread_id=message.channel.id,
        author=Author(message.author.id, message.author.display_name, message.author.bot),
        at=message.created_at,
        words=_words(message, bot),
        type=message.type.name,
        files=tuple(map(_file, (*message.attachments, *forwarded))),
        reply_to=_reply_to(message),
        edited_at=edited_at,
        reactions=tuple((emoji_of(one.emoji), one.count) for one in message.reactions),
    )


def may_be_kept(bot: SupportBot, guild_id: int | None, channel_id: int) -> bool:
    """Whether this may be a thread of a ticket, which are ours, as far as can be said without the database. A thread that is
    archived Discord has not told us of.
    """
    guild, recording = bot.get_guild(guild_id or 0), bot.services.recording
    if guild is None or not recording.is_on or not bot.serves(guild_id):
        return False
    if recording.knows(channel_id):
        return True
    thread = guild.get_thread(channel_id)
    if thread is None:
        return guild.get_channel(channel_id) is None
    return thread.owner_id == guild.me.id


def emoji_of(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    """An emoji as it is counted: itself, or `<:name:id>`, the same whether it moves or not."""
    if isinstance(emoji, str) or emoji.id is None:
        return str(emoji)
    return f"<:{emoji.name}:{emoji.id}>"


def _words(message: discord.Message, bot: SupportBot) -> Words:
    return Words(
        text=message.content if message.content or _is_told(message, bot) else None,
        embeds=tuple(embed.to_dict() for embed in message.embeds),
        stickers=tuple(sticker.name for sticker in message.stickers),
        poll=_poll(message.poll),
        forwarded=tuple(map(_forwarded, message.message_snapshots)),
        names=tuple(_names(message)),
        file_ids=_ids(message.attachments),
    )


def _is_told(message: discord.Message, bot: SupportBot) -> bool:
    """Whether Discord tells us what stands in it, so that nothing means nothing: without the intent it does so of our own
    messages, of those that mention us, and of what it wrote by itself.
    """
    me = bot.user
    return (
        bot.config.discord.message_content or message.is_system() or me == message.author or me in message.mentions
    )


def _forwarded(snapshot: discord.MessageSnapshot) -> Forwarded:
    embeds = tuple(embed.to_dict() for embed in snapshot.embeds)
    return Forwarded(snapshot.content, snapshot.created_at, embeds, _ids(snapshot.attachments))


def _poll(poll: discord.Poll | None) -> Poll | None:
    if poll is None:
        return None
    answers = ((" ".join(filter(None, (str(one.emoji or ""), one.text))), one.vote_count) for one in poll.answers)
    return Poll(poll.question, tuple(answers))


def _names(message: discord.Message) -> Iterator[tuple[str, str]]:
    """What mentions in it mean now: members and channels are renamed, and leave."""
    for member in message.mentions:
        yield f"<@{member.id}>", member.display_name
    if "<" in message.content:
        for role in message.role_mentions:
            yield f"<@&{role.id}>", role.name
        for channel in message.channel_mentions:
            yield f"<#{channel.id}>", channel.name


def _reply_to(message: discord.Message) -> int | None:
    """Which message of the thread it is about: the one that is answered, or pinned."""
    reference = message.reference
    if reference is None or is_forwarded(message) or reference.channel_id != message.channel.id:
        return None
    return reference.message_id


def _file(attachment: discord.Attachment) -> File:
    return File(attachment.id, attachment.filename, attachment.size, attachment.url, attachment.content_type)


def _ids(attachments: Iterable[discord.Attachment]) -> tuple[int, ...]:
    return tuple(one.id for one in attachments)
