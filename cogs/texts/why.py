"""Why the FAQ spoke or was silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.config import Between, Faq
from bot.faq.speaking import SPEAKING, Rule
from bot.matching.matcher import Judgement, Verdict, Veto, VetoKind
from cogs.texts import english


def why_title(decided: Rule | None) -> str:
    return "Why I spoke" if decided in SPEAKING else "Why I was silent"


def rule(decided: Rule | None) -> str:
    """What made the FAQ speak or be silent; None for a message that it has never seen."""
    match decided:
        case None:
            return (
                "I have not looked at it: I was not there when it was written, or it followed a settled question."
            )
        case Rule.SURE:
            return "One entry fitted well enough, and much better than the second, so I answered."
        case Rule.BETWEEN:
            return "Something came near, but not near enough for an answer, so I only offered what it might be."
        case Rule.NOT_HERE:
            return "I do not listen in this channel, unless I am mentioned."
        case Rule.BOT:
            return "It was written by a bot or a webhook, and I answer only people."
        case Rule.SYSTEM:
            return "It is a line that Discord wrote, not a person."
        case Rule.TICKET:
            return "It stands in a ticket, where staff answer."
        case Rule.STAFF:
            return "Its author is staff, and staff are not answered."
        case Rule.HELPER:
            return "Its author is a helper, and helpers are not answered."
        case Rule.REPLY:
            return "It is a reply to somebody, so it was not meant for me."
        case Rule.NOT_FIRST:
            return "It is not the first message of its post, and only that is a question to me."
        case Rule.SETTLED:
            return "The post carries the tag of those that are solved or wait for people."
        case Rule.OPTED_OUT:
            return "Its author wants no automatic answers (`/faq opt-out`)."
        case Rule.TOO_SHORT:
            return "It has too few words to be a question; code, links and quotes do not count."
        case Rule.UNSURE:
            return "No entry scored high enough."
        case Rule.TOO_CLOSE:
            return "Two entries fitted almost equally well, and I do not guess."
        case Rule.UNKNOWN:
            return "No entry has anything to do with it."
        case Rule.SUSPECT:
            return "The entry that fits is marked as wrong, so it answers nobody until staff clear it in `/faq stale`."
        case Rule.MEMBER_CAP:
            return "Its author got this entry less than 24 hours ago."
        case Rule.ENTRY_CAP:
            return "This entry was given in this channel less than a minute ago."
        case Rule.CHANNEL_CAP:
            return "I had spoken ten times in this channel within the hour, which is as much as a channel bears."
        case Rule.SHADOW:
            return "This channel is in shadow mode: I only note what I would have said."
        case Rule.HELD_OUT:
            return "By lot: a few answers are withheld to measure what answering changes (`hold_out_percent`)."
        case _:
            assert_never(decided)


def why_question() -> str:
    return "The question"


def why_words(words: str | None, link: str, *, is_gone: bool) -> str:
    """What was asked, as far as it is still known, and where."""
    if words is not None:
        said = english.quoted(words)
    elif is_gone:
        said = "The message is gone, and with it its words."
    else:
        said = "I no longer keep its words, and find none in the message."
    return f"{said}\n{link}"


def why_then() -> str:
    return "What I found then"


def why_now(*, was_logged: bool, has_changed: bool) -> str:
    if not was_logged:
        return "What I make of its words"
    return "It would be different now" if has_changed else "It would be the same now"


def why_scores(score: float, margin: float) -> str:
    return f"Score **{score:.2f}**, ahead of the second by **{margin:.2f}**"


def why_limits(settings: Faq) -> str:
    suggests = "" if settings.between is Between.SILENT else f", suggest from {settings.suggest_from:.2f}"
    return (
        f"I answer from a score of {settings.threshold:.2f} and a lead of {settings.margin:.2f}{suggests}."
        f" A message needs {settings.min_words} words."
    )


def why_candidate(place: int, title: str, score: float) -> str:
    return f"{place}. {title} · {score:.2f}"


def why_nothing_near() -> str:
    return "No entry comes near."


def would(judgement: Judgement, titles: Sequence[str]) -> str:
    """What the matcher says to it now. `titles` are those it would answer with or suggest."""
    match judgement.verdict:
        case Verdict.ANSWER:
            return f"By its words it would be answered with *{titles[0]}*."
        case Verdict.SUGGEST:
            return f"By its words it would get suggestions: {', '.join(f'*{title}*' for title in titles)}."
        case Verdict.SILENT:
            return "By its words it would get no answer."


def why_corrected() -> str:
    return "Spelling that I took for another"


def correction(typed: str, read: str) -> str:
    return f"{english.quoted(typed, 40)} → {english.quoted(read, 40)}"


def why_vetoed() -> str:
    return "What must not answer it"


def vetoed(title: str, veto: Veto) -> str:
    words = ", ".join(english.quoted(word, 40) for word in veto.words[:3])
    match veto.kind:
        case VetoKind.NOT_FOR:
            return f"{title}: it is too near to its `not_for` {words}"
        case VetoKind.NEGATION:
            return f"{title}: {words} turns the question round"
        case VetoKind.DISTINGUISHING:
            return f"{title}: {words} makes it another question"


def removed_entry(entry_id: str) -> str:
    return f"{english.quoted(entry_id)} (removed since)"
