"""What drafts look like to staff."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.drafts.draft import Draft, Status
from cogs.knowledge.entries import answer
from cogs.texts import drafts as texts
from cogs.texts.forms import listed
from cogs.texts.language import Language
from cogs.ui.style import BRAND, GOOD, QUIET, WARN


def draft(t: Language, draft: Draft) -> list[discord.Embed]:
    """A draft as staff see it in the queue channel: what to know of it, and what customers will see."""
    colours = {Status.OPEN: WARN, Status.APPROVED: GOOD, Status.REJECTED: QUIET}
    facts = discord.Embed(
        title=texts.draft_title(t, draft), description=texts.draft_facts(t, draft), colour=colours[draft.status]
    )
    return [facts, answer(t, draft.entry, draft.category, locale=None, own="")]


def drafts(t: Language, waiting: Sequence[Draft]) -> discord.Embed:
    """The drafts that wait for a decision, the oldest first."""
    lines = [texts.draft_line(t, one) for one in waiting]
    return discord.Embed(
        title=texts.drafts_title(t, len(waiting)),
        description=listed(t, lines, most=20, length=4000) or texts.no_drafts(t),
        colour=BRAND,
    )
