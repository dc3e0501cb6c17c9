"""What a card says of the tiers: where the ticket is, how it came there, and what staff said then."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.tickets.ticket import Event, Ticket
from bot.tickets.tiers.ladder import Ladder
from cogs.texts import tiers as texts
from cogs.texts.language import Language
from cogs.ui.style import clipped

SHOWN = 5
"""Steps up and down, the newest last."""


def with_tier(
    t: Language, embed: discord.Embed, ticket: Ticket, ladder: Ladder, history: Sequence[Event]
) -> discord.Embed:
    """The card with its tier, and what staff said of the last step; as it is, where there are no tiers."""
    here = ladder.at(ticket)
    if here is None:
        return embed
    steps = [
        texts.step(t, event, tier_label(t, ladder, event.former_tier), tier_label(t, ladder, event.tier))
        for event in history[-SHOWN:]
    ]
    value = "\n".join([here.wording(t.code).label, *steps])
    embed.add_field(name=texts.label_tier(t), value=clipped(value), inline=not steps)
    for label, words in texts.said(t, history[-1]) if history else ():
        embed.add_field(name=label, value=clipped(words), inline=False)
    return embed


def tier_label(t: Language, ladder: Ladder, tier_id: str | None) -> str:
    """The name of a tier; its id where the operator has removed it since."""
    tier = ladder.tier(tier_id)
    return tier.wording(t.code).label if tier else tier_id or "–"
