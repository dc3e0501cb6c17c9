"""What shadow mode says to staff."""

from __future__ import annotations

from collections.abc import Sequence

from bot.config import Faq
from bot.faq.question import Question
from bot.shadow.service import Digest
from bot.shadow.thresholds import ENOUGH_LABELS, WANTED_PRECISION, Proposal, Trial
from cogs.texts.forms import channel, decimal, message_link, quoted, share
from cogs.texts.language import Language


def about_shadow(t: Language) -> str:
    return t("Staff: what I would have answered, and whether that is right")


def digest_title(t: Language) -> str:
    return t("Shadow mode")


def off(t: Language) -> str:
    return t(
        "No channel is in shadow mode. Name some in config.yaml under `faq.shadow`: there I say nothing, and here"
        " you judge what I would have said."
    )


def summary(t: Language, places: Sequence[int], digest: Digest) -> str:
    asked = t.n(
        "{channels}: **{count}** question, of which I would have answered **{answered}**.",
        "{channels}: **{count}** questions, of which I would have answered **{answered}**.",
        digest.asked,
        channels=", ".join(channel(place) for place in places),
        answered=digest.would_have_answered,
    )
    judged = t(
        "Labelled: **{labelled}**, still to label: **{unlabelled}**.",
        labelled=digest.labelled,
        unlabelled=digest.unlabelled,
    )
    return f"{asked} {judged}"


def label_question(t: Language) -> str:
    return t("Does the entry answer the question?")


def found(t: Language, question: Question, title: str) -> str:
    """A question, where it stands, and the entry that was found for it."""
    kept = question.text
    words = quoted(kept, 300) if kept is not None else t("Its words are no longer kept.")
    link = message_link(question.guild_id, question.channel_id, question.message_id)
    entry = t("→ **{title}** · score {score}", title=title, score=decimal(t, question.score))
    return f"{words}\n{link}\n{entry}"


def no_more(t: Language, unlabelled: int) -> str:
    if unlabelled:
        return t.n(
            "That was the last one. {count} skipped: `/faq shadow` begins again with the oldest.",
            "That was the last one. {count} skipped: `/faq shadow` begins again with the oldest.",
            unlabelled,
        )
    return t("There is nothing to label.")


def button_right(t: Language) -> str:
    return t.c("the entry answers the question", "Right")


def button_wrong(t: Language) -> str:
    return t.c("the entry does not answer the question", "Wrong")


def button_skip(t: Language) -> str:
    return t("Skip")


def thresholds_title(t: Language) -> str:
    return t("Thresholds, on what was labelled")


def too_few(t: Language, labelled: int) -> str:
    return t.n(
        "From {enough} labels on I show here which threshold would have been right. There is {count}.",
        "From {enough} labels on I show here which threshold would have been right. There are {count}.",
        labelled,
        enough=ENOUGH_LABELS,
    )


def trial(t: Language, tried: Trial, *, is_current: bool, is_best: bool) -> str:
    """What a threshold would have done, and behind it what there is to know of this one."""
    threshold = _setting(tried.threshold)
    if tried.precision is None or tried.precision_at_least is None:
        did = t("`{threshold}` answers nothing", threshold=threshold)
    else:
        did = t(
            "`{threshold}` answers {answered_share}, of which right: {precision} (likely ≥ {at_least}; {right} of"
            " {answered})",
            threshold=threshold,
            answered_share=share(t, tried.answered_share),
            precision=share(t, tried.precision),
            at_least=share(t, tried.precision_at_least),
            right=tried.right,
            answered=tried.answered,
        )
    if is_current and is_best:
        return t("{trial} ← now ← proposed", trial=did)
    if is_current:
        return t("{trial} ← now", trial=did)
    return t("{trial} ← proposed", trial=did) if is_best else did


def advice(t: Language, proposal: Proposal, settings: Faq) -> str:
    best, wanted = proposal.best, share(t, WANTED_PRECISION)
    if best is None:
        return t(
            "With no threshold {precision} of the answers would have been right. Better phrasings help.",
            precision=wanted,
        )
    if best.threshold == proposal.current.threshold:
        return t("The threshold is right as it is.")
    if best.threshold < settings.suggest_from:
        return t(
            "Write `threshold: {threshold}` and `suggest_from: {threshold}` into config.yaml, under `faq`, if you"
            " agree: the lowest with which {precision} of the answers would have been right. Nothing changes by"
            " itself.",
            threshold=_setting(best.threshold),
            precision=wanted,
        )
    return t(
        "Write `threshold: {threshold}` into config.yaml, under `faq`, if you agree: the lowest with which"
        " {precision} of the answers would have been right. Nothing changes by itself.",
        threshold=_setting(best.threshold),
        precision=wanted,
    )


def _setting(threshold: float) -> str:
    """As config.yaml takes it: with a point in every language."""
    return f"{threshold:.2f}"
