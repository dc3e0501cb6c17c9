"""Gives back what somebody typed, so that they can copy it: in the message where it fits, else as a file."""

from __future__ import annotations

import logging
from typing import Any

import discord

from cogs.texts import failures as texts
from cogs.texts.forms import MESSAGE, as_code
from cogs.ui.readers import reader
from cogs.ui.replies import UNREACHED, Message, as_new, describe, reply

log = logging.getLogger(__name__)


def with_words(interaction: discord.Interaction[Any], said: str, words: str) -> Message:
    """A sentence and, below it, what was typed."""
    if not words:
        return {"content": said}
    said = f"{said}\n{texts.to_copy(reader(interaction))}"
    shown = f"{said}\n{as_code(words)}"
    if len(shown) <= MESSAGE and "```" not in words:
        return {"content": shown}
    return {"content": said, "attached": words}


async def give_back(
    interaction: discord.Interaction[Any], what: str, said: str, words: str, view: discord.ui.View | None = None
) -> None:
    """Why not, and what was typed: as the answer, or else as a direct message; the log says if neither arrives.

    The buttons are those of the answer: in a direct message we serve nobody.
    """
    message = with_words(interaction, said, words)
    message["view"] = view
    try:
        await reply(interaction, **(message | {"view": view}))
    except UNREACHED as error:
        log.warning("could not answer %s: %s", what, describe(error))
    else:
        return
    if not words:
        return
    del message["view"]
    try:
        await interaction.user.send(**as_new(message))
    except UNREACHED as error:
        log.error("what was typed into %s could not be given back: %s", what, describe(error))
