"""What somebody wrote in a message, where words are all that it holds."""

from __future__ import annotations

import discord

BY_PEOPLE = (discord.MessageType.default, discord.MessageType.reply)
"""The types of messages that people write; of the others Discord writes some in their name, such as a pin."""


def words_alone(message: discord.Message) -> str:
    """The words; none where a picture, a file, a sticker, a poll or a forwarded message came with them.

    Nobody knows what those say: *Thanks* above a picture of the same error is no thanks.
    """
    beside = message.attachments or message.stickers or message.message_snapshots or message.poll
    return "" if beside else message.content
