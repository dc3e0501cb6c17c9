"""What shadow mode shows staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord

from bot.config import Faq
from bot.shadow.service import Digest
from cogs.texts import shadow as texts
from cogs.texts.language import Language
from cogs.ui.style import BRAND


def shadow(
    t: Language, digest: Digest, places: Sequence[int], settings: Faq, title: Callable[[str], str]
) -> list[discord.Embed]:
    """What the FAQ would have said, the question to label next, and what follows from the labels.

    That stands in an embed of its own: in some languages it would not fit a field.
    """
    summary = texts.summary(t, places, digest) if places else texts.off(t)
    embed = discord.Embed(title=texts.digest_title(t), description=summary, colour=BRAND)
    if not places:
        return [embed]
    question = digest.question
    if question is None:
        case = texts.no_more(t, digest.unlabelled)
    else:
        case = texts.found(t, question, title(question.candidates[0][0]))
    embed.add_field(name=texts.label_question(t), value=case, inline=False)
    if digest.proposal is None:
        return [embed.set_footer(text=texts.too_few(t, digest.labelled))]
    best, current = digest.proposal.best, digest.proposal.current
    lines = [
        texts.trial(
            t,
            tried,
            is_current=tried.threshold == current.threshold,
            is_best=best is not None and tried.threshold == best.threshold,
        )
        for tried in digest.proposal.trials
    ]
    lines.insert(0, texts.advice(t, digest.proposal, settings))
    return [embed, discord.Embed(title=texts.thresholds_title(t), description="\n".join(lines), colour=BRAND)]
