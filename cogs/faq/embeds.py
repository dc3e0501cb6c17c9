"""Why the FAQ spoke or was silent, as it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import discord

from bot.config import Faq
from bot.faq.speaking import Rule
from bot.faq.why import Reading, Why
from cogs.texts import why as why_texts
from cogs.texts.forms import quoted
from cogs.texts.language import Language
from cogs.ui.style import BRAND

WHY_LINES = 3
"""Entries, corrections and vetoes in one `/why`: no field holds more of the longest."""


def why(
    t: Language, found: Why, settings: Faq, link: str, title: Callable[[str], str], *, is_gone: bool
) -> discord.Embed:
    """Why the FAQ spoke to a message or was silent; `title` names an entry by its id.

    `is_gone` says that the message is no longer in Discord.
    """
    question, reading = found.question, found.reading
    is_double = found.rule is Rule.SURE and question is not None and question.second_entry_id is not None
    on_top, because = why_texts.why_title(t, found.rule), why_texts.rule(t, found.rule)
    if is_double:
        because = why_texts.both_answered(t)
    elif found.is_plea:
        on_top, because = why_texts.plea_title(t), why_texts.plea(t)
    embed = discord.Embed(title=on_top, description=because, colour=BRAND)
    words = reading.text if reading else None
    embed.add_field(
        name=why_texts.label_question(t), value=why_texts.asked(t, words, link, is_gone=is_gone), inline=False
    )
    if question is not None:
        lines = _candidates(t, question.candidates, title)
        score = why_texts.score(t, question.score)
        embed.add_field(name=why_texts.label_then(t), value="\n".join([score, *lines]), inline=False)
    if reading is not None:
        explanation, judgement = reading.explanation, reading.judgement
        named = [judgement.entry_id] if judgement.entry_id else judgement.suggested
        named = [*named, judgement.second.entry_id] if judgement.second else named
        lines = [
            why_texts.would(t, judgement, [title(entry_id) for entry_id in named]),
            why_texts.score(t, judgement.score),
            *_candidates(t, [(match.entry_id, match.score) for match in explanation.matches], title),
        ]
        heading = why_texts.label_now(t, was_logged=question is not None, has_changed=found.has_changed)
        embed.add_field(name=heading, value="\n".join(lines), inline=False)
        corrections = [why_texts.correction(t, *pair) for pair in explanation.corrections.items()]
        vetoes = [
            why_texts.vetoed(t, title(candidate.match.entry_id), candidate.veto)
            for candidate in explanation.candidates
            if candidate.veto is not None
        ]
        strangers = [quoted(word, 40) for word in explanation.strangers]
        for name, notes in (
            (why_texts.label_corrected(t), corrections[:WHY_LINES]),
            (why_texts.label_strangers(t), strangers[:WHY_LINES]),
            (why_texts.label_moved(t), _moved(t, reading)),
            (why_texts.label_vetoed(t), vetoes[:WHY_LINES]),
        ):
            if notes:
                embed.add_field(name=name, value="\n".join(notes), inline=False)
    return embed.set_footer(text=why_texts.limits(t, settings))


def _moved(t: Language, reading: Reading) -> list[str]:
    """Sentences, each of one thing that made the score what it is."""
    explanation, best = reading.explanation, reading.explanation.matches[:1]
    if explanation.is_exact:
        return [why_texts.exact(t)]
    lines = [why_texts.undoing(t, explanation.undoes)] if explanation.undoes else []
    if explanation.is_foreign:
        lines.append(why_texts.foreign(t, is_by_meaning=explanation.is_by_meaning))
    lines += filter(None, (why_texts.lowered(t, cost, score) for cost, score in reading.lowered.items()))
    lines += [why_texts.calibrated(t, reading.uncalibrated, match.score) for match in best]
    return lines


def _candidates(t: Language, found: Iterable[tuple[str, float]], title: Callable[[str], str]) -> list[str]:
    """The best, a line each."""
    best = list(found)[:WHY_LINES]
    lines = [
        why_texts.candidate(t, place, title(entry_id), score) for place, (entry_id, score) in enumerate(best, 1)
    ]
    return lines or [why_texts.nothing_near(t)]
