"""What a case looks like to staff, and what they did to the ledger."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.reputation.holds.case import Audited
from bot.reputation.holds.service import Shown
from cogs.texts import cases
from cogs.texts import holds as texts
from cogs.texts.forms import DESCRIPTION, listed
from cogs.texts.language import Language
from cogs.ui.style import BRAND, QUIET, WARN

LINES, LINES_LENGTH = 25, 3000
"""Awards on a card, and their characters: the rest of an embed's description is for what was found."""


def card(t: Language, shown: Shown) -> discord.Embed:
    """What was found, the awards as they are, and what somebody decided."""
    is_open = shown.case.decision is None
    lines = [cases.card_line(t, one, is_open=is_open) for one in shown.awards]
    end = cases.card_outcome(t, shown.case) or ("" if shown.can_be_decided else cases.nothing_left(t, shown))
    parts = [cases.card_text(t, shown), listed(t, lines, LINES, LINES_LENGTH), end]
    return discord.Embed(
        title=cases.card_title(t, shown.case.kind),
        description="\n\n".join(part for part in parts if part),
        colour=WARN if shown.can_be_decided else QUIET,
    )


def audit(t: Language, done: Sequence[Audited]) -> discord.Embed:
    """The newest first."""
    lines = [texts.audit_line(t, one) for one in done]
    text = listed(t, lines, len(lines), DESCRIPTION) or texts.audit_empty(t)
    return discord.Embed(title=texts.audit_title(t), description=text, colour=BRAND)
