"""Turns the pages of what waits for somebody."""

from __future__ import annotations

from typing import Any

from bot.tickets.csat.service import OWN_DAYS
from cogs.texts import csat as csat_texts
from cogs.texts import my as texts
from cogs.texts.queue import button_page
from cogs.tickets.mine import embeds
from cogs.ui.actors import actor
from cogs.ui.controls import ActionButton, view
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader
from cogs.ui.replies import redraw
from cogs.ui.subjects import id_in


class MyButton(ActionButton, action="my:page"):
    """Turns to a page of what waits for who presses, as it is now. Subject: the page."""

    async def press(self, interaction: Interaction) -> None:
        await redraw(interaction, **await my_message(interaction, page=id_in(self.subject)))


async def my_message(interaction: Interaction, *, page: int) -> dict[str, Any]:
    """A page of what waits for who asks, or the nearest one that there is, as `reply` and `redraw` take it."""
    bot, t = interaction.client, reader(interaction)
    waiting, digest = await bot.services.mine.of(by=actor(interaction))
    page = min(max(1, page), waiting.pages)
    embed = embeds.waiting(t, waiting.page(page), bot.clock())
    if (scores := await bot.services.ratings.own(by=actor(interaction))).count:
        embed.add_field(name=csat_texts.label_own(t, OWN_DAYS), value=csat_texts.scores(t, scores))
    if waiting.pages > 1:
        embed.set_footer(text=texts.foot(t, page, waiting.pages))
    others = [other for other in (page - 1, page + 1) if 1 <= other <= waiting.pages]
    missed_at = digest.undelivered_at if digest is not None else None
    return {
        "content": texts.undelivered(t, missed_at) if missed_at is not None else None,
        "embed": embed,
        "view": view(*(MyButton(other, label=button_page(t, other)) for other in others)),
    }
