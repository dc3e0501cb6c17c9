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
    return Detail(texts.label_asked_in(ENGLISH), text_of(message), uploads, QUOTED)
