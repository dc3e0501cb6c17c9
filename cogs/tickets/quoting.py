"""All that a message holds, what was forwarded with it too."""

from __future__ import annotations

import discord

from bot.tickets.ticket import QUOTED, Detail, Upload
from cogs.texts import tickets as texts
from cogs.texts.language import ENGLISH
from cogs.ui.written import text_of


def files_of(message: discord.Message) -> list[discord.Attachment]:
    """All that came with a message, with what was forwarded too."""
    return [*message.attachments, *(file for one in message.message_snapshots for file in one.attachments)]


def quoted(message: discord.Message) -> Detail:
    """All of it, as a ticket keeps it."""
    uploads = tuple(Upload(file.filename, file.url, file.size) for file in files_of(message))
    return Detail(texts.label_asked_in(ENGLISH), told_by(message), uploads, QUOTED)


def told_by(message: discord.Message) -> str:
    """What it says, with its poll and its stickers, which are no words of a question but may be what it is about."""
    said = [text_of(message)]
    if (poll := message.poll) is not None:
        said += [poll.question, *(f"• {answer.text}" for answer in poll.answers)]
    said += [f"[{sticker.name}]({sticker.url})" for sticker in message.stickers]
    return "\n".join(line for line in said if line)
