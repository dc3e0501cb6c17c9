"""`/faq shadow`: staff see what the FAQ would have answered, and say whether that would have been right."""

from __future__ import annotations

from cogs.faq.group import faq
from cogs.shadow.controls import digest_message
from cogs.texts import shadow as texts
from cogs.texts.commands import described
from cogs.ui.interactions import Interaction
from cogs.ui.replies import reply


@faq.command(name="shadow", description=described(texts.about_shadow))
async def shadow(interaction: Interaction) -> None:
    """The digest, from the oldest question that nobody has judged."""
    await reply(interaction, **await digest_message(interaction, after=0))
