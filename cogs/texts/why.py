"""Why the FAQ spoke or was silent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.config import Between, Faq
from bot.faq.speaking import SPEAKING, Rule
from bot.matching.verdict import Judgement, Verdict
from bot.matching.vetoes import Veto, VetoKind
from cogs.texts.forms import decimal, quoted
from cogs.texts.language import Language


def about_why(t: Language) -> str:
    return t("Why did I answer this message, or stay silent?")


def about_message(t: Language) -> str:
    return t("The link of the message, or its id if it stands in this channel")


def why_title(t: Language, decided: Rule | None) -> str:
    return t("Why I spoke") if decided in SPEAKING else t("Why I was silent")


def rule(t: Language, decided: Rule | None) -> str:
    """What made the FAQ speak or be silent; None for a message that it has never seen, or that has become a count."""
    match decided:
        case None:
            return t(
                "I know nothing of it: I was not there when it was written, it followed a settled question, or it is"
                " chatter of more than 30 days ago."
            )
        case Rule.SURE:
            return t("One entry fitted well enough, and much better than the second, so I answered.")
        case Rule.BETWEEN:
            return t("Something came near, but not near enough for an answer, so I only offered what it might be.")
        case Rule.ABOVE:
            return t("Somebody had got the same answer here less than a minute before, so I pointed to it.")
        case Rule.NOT_HERE:
            return t("I do not listen in this channel, unless I am mentioned.")
        case Rule.BOT:
            return t("It was written by a bot or a webhook, and I answer only people.")
        case Rule.SYSTEM:
            return t("It is a line that Discord wrote, not a person.")
        case Rule.FORWARD:
            return t(
                "It was forwarded, so these are not the words of who brought it here. Reply to it and mention me, and I"
                " look it up."
            )
        case Rule.TICKET:
            return t("It stands in a ticket, where staff answer.")
        case Rule.STAFF:
            return t("Its author is staff, and staff are not answered.")
        case Rule.HELPER:
            return t("Its author is a helper, and helpers are not answered.")
        case Rule.REPLY:
            return t("It is a reply to somebody, so it was not meant for me.")
        case Rule.NOT_FIRST:
            return t("It is not the first message of its post, and only that is a question to me.")
        case Rule.SETTLED:
            return t("The post carries the tag of those that are solved or wait for people.")
        case Rule.OPTED_OUT:
            return t("Its author wants no automatic answers (`/faq opt-out`).")
        case Rule.TOO_SHORT:
            return t("It has too few words to be a question; code, links and quotes do not count.")
        case Rule.UNSURE:
            return t("No entry scored high enough.")
        case Rule.UNKNOWN:
            return t("No entry has anything to do with it.")
        case Rule.SUSPECT:
            return t(
                "The entry that fits is marked as wrong, so it answers nobody until staff clear it in `/faq stale`."
            )
        case Rule.MEMBER_CAP:
            return t("Its author got this entry less than 24 hours ago.")
        case Rule.ENTRY_CAP:
            return t("This entry was given in this channel less than a minute ago.")
        case Rule.CHANNEL_CAP:
            return t(
                "I had spoken ten times in this channel within the hour, which is as much as a channel bears."
            )
        case Rule.MENTIONS_CAP:
            return t("I had answered its author here less than a minute ago: with this entry, or three times.")
        case Rule.SHADOW:
            return t("This channel is in shadow mode: I only note what I would have said.")
        case Rule.HELD_OUT:
            return t("By lot: a few answers are withheld to measure what answering changes (`hold_out_percent`).")
        case _:
            assert_never(decided)


def plea_title(t: Language) -> str:
    return t("Why I took it for no question")


def plea(t: Language) -> str:
    """In place of the rule where a message turns to people. Whether they were shown the way is not known any more."""
    return t(
        "By its words it asks for people, or says that an answer did not help. Who writes that to me, or as a reply to my"
        " answer to their question, gets the buttons that lead to people, once a minute."
    )


def both_answered(t: Language) -> str:
    """In place of the rule where two questions in one message were answered."""
    return t("It asks two questions, and for each of them one entry fitted well enough, so I answered both.")


def label_question(t: Language) -> str:
    return t("The question")


def asked(t: Language, words: str | None, link: str, *, is_gone: bool) -> str:
    """What was asked, as far as it is still known, and where."""
    if words is not None:
        said = quoted(words)
    elif is_gone:
        said = t("The message is gone, and with it its words.")
    else:
        said = t("I no longer keep its words, and find none in the message.")
    return f"{said}\n{link}"


def label_then(t: Language) -> str:
    return t("What I found then")


def label_now(t: Language, *, was_logged: bool, has_changed: bool) -> str:
    if not was_logged:
        return t("What I make of its words")
    return t("It would be different now") if has_changed else t("It would be the same now")


def score(t: Language, best: float) -> str:
    return t("Score **{score}**", score=decimal(t, best))


def limits(t: Language, settings: Faq) -> str:
    threshold = decimal(t, settings.threshold)
    if settings.between is Between.SILENT:
        answers = t("I answer from a score of {threshold}.", threshold=threshold)
    else:
        answers = t(
            "I answer from a score of {threshold}, and suggest from {suggest_from}.",
            threshold=threshold,
            suggest_from=decimal(t, settings.suggest_from),
        )
    needs = t.n(
        "An answer needs a message of {count} word.",
        "An answer needs a message of {count} words.",
        settings.min_words,
    )
    return f"{answers} {needs}"


def candidate(t: Language, place: int, title: str, score: float) -> str:
    """A place, the entry that has it, and its score: facts beside each other."""
    return f"{place}. {title} · {decimal(t, score)}"


def nothing_near(t: Language) -> str:
    return t("No entry comes near.")


def would(t: Language, judgement: Judgement, titles: Sequence[str]) -> str:
    """What the matcher says to it now. `titles` are those it would answer with (two, if it asks two questions) or suggest."""
    match judgement.verdict:
        case Verdict.ANSWER:
            return t("By its words it would be answered with *{title}*.", title=" · ".join(titles))
        case Verdict.SUGGEST:
            return t(
                "By its words it would get suggestions: {titles}.",
                titles=", ".join(f"*{title}*" for title in titles),
            )
        case Verdict.SILENT:
            return t("By its words it would get no answer.")


def label_corrected(t: Language) -> str:
    return t("Words that I read as others")


def correction(t: Language, typed: str, read: str) -> str:
    return t("{typed} → {read}", typed=quoted(typed, 40), read=quoted(read, 40))


def label_strangers(t: Language) -> str:
    return t("Words that no entry has")


def label_moved(t: Language) -> str:
    return t("What makes the score what it is")


def exact(t: Language) -> str:
    return t("A phrasing has these very words, so nothing else counts.")


def foreign(t: Language, *, is_by_meaning: bool) -> str:
    if is_by_meaning:
        return t("It is in a language that no phrasing is in, so I went by its meaning alone.")
    return t("It is in a language that no phrasing is in, and I had only its words to go by.")


def undoing(t: Language, said: str) -> str:
    """It asks for leaving, undoing or switching off, in these words."""
    return t("It wants something stopped, removed or switched off: {words}.", words=quoted(said, 40))


def lowered(t: Language, cost: str, without: float) -> str | None:
    """What makes the score lower, by its name in `bot.matching.costs`; `without` that, the score would be so high."""
    score = decimal(t, without)
    match cost:
        case "strange":
            return t("Words that no entry has lower the score; without that it would be {score}.", score=score)
        case "undoing":
            return t("The best entry is not about that; otherwise the score would be {score}.", score=score)
        case "corrected":
            return t("Words that I had to correct lower the score; without that it would be {score}.", score=score)
        case "mistaken":
            return t(
                "It has a word that only looks like the phrasing's, which lowers the score; otherwise it would be {score}.",
                score=score,
            )
        case "inserted":
            return t(
                "It has a word amid the phrasing's that the entry never has, which lowers the score; otherwise it would be"
                " {score}.",
                score=score,
            )
    return None


def calibrated(t: Language, uncalibrated: float | None, score: float) -> str:
    """How far the score was moved because the FAQ has been asked of itself; None where it has not been."""
    if uncalibrated is None:
        return t("I have not tried out yet how far my scores can be trusted on this FAQ.")
    before, after = decimal(t, uncalibrated), decimal(t, score)
    if before == after:
        return t("I have asked this FAQ its own phrasings to learn how far to trust my scores: this one stays.")
    if uncalibrated < score:
        return t(
            "I have asked this FAQ its own phrasings to learn how far to trust my scores: this one rose from {before} to {after}.",
            before=before,
            after=after,
        )
    return t(
        "I have asked this FAQ its own phrasings to learn how far to trust my scores: this one fell from {before} to {after}.",
        before=before,
        after=after,
    )


def label_vetoed(t: Language) -> str:
    return t("What must not answer it")


def vetoed(t: Language, title: str, veto: Veto) -> str:
    shown = [quoted(word, 40) for word in veto.words[:3]]
    words = ", ".join(shown)
    match veto.kind:
        case VetoKind.NOT_FOR:
            return t("{title}: it is too near to its `not_for` {words}", title=title, words=words)
        case VetoKind.NEGATION:
            return t.n(
                "{title}: {words} turns the question round",
                "{title}: {words} turn the question round",
                len(shown),
                title=title,
                words=words,
            )
        case VetoKind.DISTINGUISHING:
            return t.n(
                "{title}: {words} makes it another question",
                "{title}: {words} make it another question",
                len(shown),
                title=title,
                words=words,
            )


def removed_entry(t: Language, entry_id: str) -> str:
    return t("{entry} (removed since)", entry=quoted(entry_id))
