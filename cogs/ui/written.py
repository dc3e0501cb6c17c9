"""What somebody wrote in a message: whose words it holds, and what it replies to."""

from __future__ import annotations

import discord

from bot.errors import OthersWords, WrittenByDiscord

BY_PEOPLE = (discord.MessageType.default, discord.MessageType.reply)
"""The types of messages that people write; of the others Discord writes some in their name, such as a pin."""

_BY_BOTS = (discord.MessageType.chat_input_command, discord.MessageType.context_menu_command)


def is_forwarded(message: discord.Message) -> bool:
    """Whether it was written elsewhere, by nobody knows whom: Discord names only who forwarded it."""
    reference = message.reference
    is_marked = reference is not None and reference.type is discord.MessageReferenceType.forward
    return is_marked or bool(message.message_snapshots)


def is_said(message: discord.Message) -> bool:
    """Whether a person says something with it, in words of their own or at least with a picture."""
    is_persons = message.type in BY_PEOPLE and not message.author.bot and message.webhook_id is None
    return is_persons and (bool(message.content) or not is_forwarded(message))


def is_sticker(message: discord.Message) -> bool:
    """Whether all that it brings is a sticker."""
    return bool(message.stickers) and not (message.content or message.attachments)


def replied_to(message: discord.Message) -> int | None:
    """The message of this channel that it replies to.

    A pin, a forward or an announcement of another channel refers to a message in the same way, and replies to none.
    """
    reference = message.reference
    if reference is None or message.type not in BY_PEOPLE or is_forwarded(message):
        return None
    return reference.message_id if reference.channel_id == message.channel.id else None


def text_of(message: discord.Message) -> str:
    """All that a message says, what was forwarded with it too."""
    said = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    return "\n\n".join(text for text in said if text)


def words_alone(message: discord.Message) -> str:
    """The words; none where a picture, a file, a sticker, a poll or a forwarded message came with them.

    Nobody knows what those say: *Thanks* above a picture of the same error is no thanks.
    """
    beside = message.attachments or message.stickers or message.message_snapshots or message.poll
    return "" if beside else message.content


def require_written(message: discord.Message) -> None:
    """Raises WrittenByDiscord where nobody has written it, such as a pin."""
    if message.type not in (*BY_PEOPLE, *_BY_BOTS):
        raise WrittenByDiscord


def require_own_words(message: discord.Message) -> None:
    """Raises WrittenByDiscord; or OthersWords where its author has only forwarded it."""
    require_written(message)
    if is_forwarded(message) and not message.content:
        raise OthersWords
