"""Gives back what somebody typed, so that they can copy it: in the message where it fits, else as a file."""

from __future__ import annotations

import io
import logging
from typing import Any

import discord

from cogs.texts import failures as texts
from cogs.texts.forms import MESSAGE, as_code
from cogs.ui.readers import reader
from cogs.ui.replies import UNREACHED, Message, describe, reply

log = logging.getLogger(__name__)

TYPED_FILE = "form.txt"


def with_words(interaction: discord.Interaction[Any], said: str, words: str) -> Message:
    """A sentence and, below it, what was typed."""
    if not words:
        return {"content": said}
    said = f"{said}\n{texts.to_copy(reader(interaction))}"
    shown = f"{said}\n{as_code(words)}"
    if len(shown) <= MESSAGE and "```" not in words:
        return {"content": shown}
    return {"content": said, "files": (discord.File(io.BytesIO(words.encode()), TYPED_FILE),)}


async def give_back(interaction: discord.Interaction[Any], what: str, said: str, words: str) -> None:
    """Why not, and what was typed: as the answer, or else as a direct message; the log says if neither arrives."""
    try:
        message = with_words(interaction, said, words)
        await reply(interaction, message["content"], file=next(iter(message.get("files", ())), None))
    except UNREACHED as error:
        log.warning("could not answer %s: %s", what, describe(error))
    else:
        return
    if not words:
        return
    try:
        message = with_words(interaction, said, words)
        await interaction.user.send(message["content"], files=message.get("files", ()))
    except UNREACHED as error:
        log.error("what was typed into %s could not be given back: %s", what, describe(error))
