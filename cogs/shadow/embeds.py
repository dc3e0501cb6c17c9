"""What shadow mode shows staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord

from bot.config import Faq
from bot.shadow.service import Digest
from cogs.texts import shadow as texts
from cogs.ui.style import BRAND, clipped


def shadow(digest: Digest, places: Sequence[int], settings: Faq, title: Callable[[str], str]) -> discord.Embed:
    """What the FAQ would have said, the question to label next, and what follows from the labels."""
    summary = texts.shadow_summary(places, digest) if places else texts.shadow_off()
    embed = discord.Embed(title=texts.shadow_title(), description=summary, colour=BRAND)
    if not places:
        return embed
    question = digest.question
    if question is None:
        case = texts.shadow_no_more(digest.unlabelled)
    else:
        case = texts.shadow_case(question, title(question.candidates[0][0]))
    embed.add_field(name=texts.shadow_question(), value=case, inline=False)
    if digest.proposal is None:
        return embed.set_footer(text=texts.shadow_too_few(digest.labelled))
    best, current = digest.proposal.best, digest.proposal.current
    lines = [
        texts.shadow_trial(
            tried,
            is_current=tried.threshold == current.threshold,
            is_best=best is not None and tried.threshold == best.threshold,
        )
        for tried in digest.proposal.trials
    ]
    lines.insert(0, texts.shadow_advice(digest.proposal, settings))
    return embed.add_field(name=texts.shadow_thresholds(), value=clipped("\n".join(lines)), inline=False)
