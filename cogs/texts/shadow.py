"""What shadow mode says to staff."""

from __future__ import annotations

from collections.abc import Sequence

from bot.config import Faq
from bot.faq.question import Question
from bot.shadow.service import Digest
from bot.shadow.thresholds import ENOUGH_LABELS, WANTED_PRECISION, Proposal, Trial
from cogs.texts import english


def shadow_title() -> str:
    return "Shadow mode"


def shadow_off() -> str:
    return (
        "No channel is in shadow mode. Name some in config.yaml under `faq.shadow`: there I say nothing, and here"
        " you judge what I would have said."
    )


def shadow_summary(places: Sequence[int], digest: Digest) -> str:
    return (
        f"{', '.join(english.channel(place) for place in places)}: **{digest.asked}** questions, of which I would have"
        f" answered **{digest.would_have_answered}**. Labelled: **{digest.labelled}**, still to label:"
        f" **{digest.unlabelled}**."
    )


def shadow_question() -> str:
    return "Does the entry answer the question?"


def shadow_case(question: Question, title: str) -> str:
    """A question, where it stands, and the entry that was found for it."""
    words = english.quoted(question.text, 300) if question.text is not None else "Its words are no longer kept."
    link = english.message_link(question.guild_id, question.channel_id, question.message_id)
    return f"{words}\n{link}\n→ **{title}** · score {question.score:.2f}"


def shadow_no_more(unlabelled: int) -> str:
    if unlabelled:
        return f"That was the last one. {unlabelled} skipped: `/faq shadow` begins again with the oldest."
    return "There is nothing to label."


def label_right() -> str:
    return "Right"


def label_wrong() -> str:
    return "Wrong"


def label_skip() -> str:
    return "Skip"


def shadow_thresholds() -> str:
    return "Thresholds, on what was labelled"


def shadow_too_few(labelled: int) -> str:
    return (
        f"From {ENOUGH_LABELS} labels on I show here which threshold would have been right. There are {labelled}."
    )


def shadow_trial(tried: Trial, *, is_current: bool, is_best: bool) -> str:
    mark = " ← now" * is_current + " ← proposed" * is_best
    if tried.precision is None or tried.precision_at_least is None:
        return f"`{tried.threshold:.2f}` answers nothing{mark}"
    return (
        f"`{tried.threshold:.2f}` answers {english.share(tried.answered_share)}, of which right: {english.share(tried.precision)}"
        f" (likely ≥ {english.share(tried.precision_at_least)}; {tried.right} of {tried.answered}){mark}"
    )


def shadow_advice(proposal: Proposal, settings: Faq) -> str:
    best = proposal.best
    if best is None:
        return f"With no threshold {english.share(WANTED_PRECISION)} of the answers would have been right. Better phrasings help."
    if best.threshold == proposal.current.threshold:
        return "The threshold is right as it is."
    also = f" and `suggest_from: {best.threshold:.2f}`" if best.threshold < settings.suggest_from else ""
    return (
        f"Write `threshold: {best.threshold:.2f}`{also} into config.yaml, under `faq`, if you agree: the lowest with which"
        f" {english.share(WANTED_PRECISION)} of the answers would have been right. Nothing changes by itself."
    )
