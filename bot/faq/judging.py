"""What is made of a message: by the matcher, in this place, with the caps and suspicions as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.config import Between, Faq
from bot.database import Transaction
from bot.faq.histories import store as histories
from bot.faq.in_use import InUse
from bot.faq.question import Question, Read
from bot.faq.speaking import (
    SHORTEST_SUGGESTED,
    SPEAKING,
    History,
    Message,
    Place,
    Rule,
    is_drawn,
    leaves_alone,
    speaks,
)
from bot.faq.why import Reading
from bot.knowledge.entry import Entry
from bot.matching.apart import two_questions
from bot.matching.verdict import Judgement, Match, Verdict, as_suggestion, judge

TOGETHER_AT_MOST = 5_400
"""Characters of two entries in one message, which holds 6,000 with our words around them."""

ALONE_AT_MOST = 5
"""Of the pieces that are said to us at once, so many are also read by themselves."""

_ANSWERING = (Rule.SURE, Rule.ABOVE)
"""What gives an answer, and what shows where it stands."""


class Judging:
    """Asks the knowledge base in use, by the operator's settings."""

    def __init__(self, settings: Faq, knowledge: InUse) -> None:
        self._settings = settings
        self._knowledge = knowledge

    def leaves_alone(self, message: Message, *, has_opted_out: bool = False) -> Rule | None:
        """Why the message is not even looked at, or None."""
        least = self._settings.min_words
        if self._settings.between is not Between.SILENT:
            least = min(least, SHORTEST_SUGGESTED)
        return leaves_alone(message, min_words=least, has_opted_out=has_opted_out)

    def may_answer(self, message: Message) -> bool:
        """Whether it has words enough to be answered; one that has not may bring suggestions."""
        return message.is_addressed or message.words >= self._settings.min_words

    async def judge_pieces(
        self,
        message: Message,
        texts: Sequence[str],
        places: Collection[str | int],
        is_over: Callable[[], bool] = lambda: False,
    ) -> tuple[Judgement, list[Match]]:
        """`message` is all of its pieces; the question may be in the last alone, after a greeting that only dilutes it; or in
        any of the latest, where we hear of all of them at once because they are said to us.

        Where `is_over`, because more has been said meanwhile, words alone judge (`InUse.explain`).
        """
        alone = texts[-ALONE_AT_MOST:] if message.is_addressed and len(texts) > 1 else texts[1:][-1:]
        found = await self.reading(message, ["\n".join(texts), *alone], places, is_over)
        return found.judgement, found.explanation.matches

    async def reading(
        self,
        message: Message,
        texts: Sequence[str],
        places: Collection[str | int],
        is_over: Callable[[], bool] = lambda: False,
    ) -> Reading:
        """What `judge_pieces` finds, in all detail; `texts` are all pieces together, and the last alone.

        Of two questions that are both sure by themselves, of different entries, both are found.
        """
        whole, *last = texts
        apart = two_questions(whole) or ()
        if not all(self.may_answer(Message(text)) for text in apart):
            apart = ()
        read = [*apart, whole, *(text for text in last if self.may_answer(Message(text)))]
        may_answer = self.may_answer(message)
        explained, _ = await self._knowledge.explain(read, places, is_over)
        readings = [Reading(whole, one, self._verdict(one.matches, may_answer)) for one in explained]
        both = self._both(*readings[:2]) if apart else None
        return both or max(readings[len(apart) :], key=lambda reading: reading.judgement.score)

    def read(
        self,
        tx: Transaction,
        place: Place,
        message: Message,
        judgement: Judgement,
        matches: Sequence[Match],
        asker_id: int,
        lot: int,
        now: datetime,
        before: Question | None,
    ) -> Read:
        """The judgement as it is acted on: with the caps, suspicions, shadow and lot as they are right now.

        `lot` is the message whose id is drawn: the same one each time that a question is read. Of two answers, each has
        the caps of its own: both are given, or both are pointed to, or else the one that is to be given alone.
        """
        second = judgement.second
        if second is not None:
            alone = (
                (replace(judgement, second=None), matches),
                (Judgement(Verdict.ANSWER, second.entry_id, second.score), [second]),
            )
            reads = [self.read(tx, place, message, *one, asker_id, lot, now, before) for one in alone]
            rules = [read.rule for read in reads]
            if rules[0] in _ANSWERING and rules[0] is rules[1]:
                return replace(reads[0], second_entry_id=second.entry_id)
            return next((read for rule in _ANSWERING for read in reads if read.rule is rule), reads[0])
        best, history = matches[0] if matches else None, History()
        if judgement.verdict is not Verdict.SILENT and best is not None:
            history = histories.history(
                tx,
                guild_id=place.guild_id,
                channel_id=place.channel_id,
                asker_id=asker_id,
                entry_id=best.entry_id,
                offered=[judgement.entry_id] if judgement.entry_id else judgement.suggested,
                now=now,
                besides=before.id if before else None,
            )
        rule = speaks(
            judgement,
            history,
            is_addressed=message.is_addressed,
            is_shadowed=not place.names.isdisjoint(self._settings.shadow),
            is_held_out=is_drawn(lot, self._settings.hold_out_percent),
        )
        if judgement.verdict is Verdict.SILENT and not self.may_answer(message):
            rule = Rule.TOO_SHORT
        return self._as_read(judgement, matches, rule)

    def silent(self, judgement: Judgement, matches: Sequence[Match]) -> Read:
        """The same for a judgement that is silent: nothing of what happened before matters for it."""
        rule = speaks(judgement, History(), is_addressed=False, is_shadowed=False, is_held_out=False)
        return self._as_read(judgement, matches, rule)

    def _both(self, first: Reading, second: Reading) -> Reading | None:
        """The two as one, if both are sure, of different entries of one language that fit in one message."""
        (entry, match), (other, its_match) = self._answer(first), self._answer(second)
        if entry is None or match is None or other is None or its_match is None or entry.id == other.id:
            return None
        language = entry.language_of(match.phrasing)
        length = _length(entry, language) + _length(other, language)
        if other.language_of(its_match.phrasing) != language or length > TOGETHER_AT_MOST:
            return None
        candidates = (*first.explanation.candidates, *second.explanation.candidates)
        explanation = replace(
            first.explanation, candidates=tuple(one for one in candidates if one.match in (match, its_match))
        )
        score = min(match.score, its_match.score)
        return Reading(first.text, explanation, replace(first.judgement, score=score, second=its_match))

    def _answer(self, reading: Reading) -> tuple[Entry, Match] | tuple[None, None]:
        entry_id = reading.judgement.entry_id
        entry = self._knowledge.entry(entry_id) if entry_id is not None else None
        return (entry, reading.explanation.matches[0]) if entry is not None else (None, None)

    def _as_read(self, judgement: Judgement, matches: Sequence[Match], rule: Rule) -> Read:
        best = matches[0] if matches else None
        entry = self._knowledge.entry(best.entry_id) if best else None
        return Read(
            verdict=judgement.verdict if rule in SPEAKING else Verdict.SILENT,
            rule=rule,
            entry_id=judgement.entry_id,
            candidates=tuple((match.entry_id, round(match.score, 4)) for match in matches[:3]),
            language=entry.language_of(best.phrasing) if entry and best else None,
            score=judgement.score,
        )

    def judge(self, matches: Sequence[Match]) -> Judgement:
        """What the settings make of these matches, best first: answer, suggest, or be silent."""
        settings = self._settings
        suggest_from = float("inf") if settings.between is Between.SILENT else settings.suggest_from
        return judge(matches, threshold=settings.threshold, suggest_from=suggest_from)

    def _verdict(self, matches: Sequence[Match], may_answer: bool) -> Judgement:
        judgement = self.judge(matches)
        return judgement if may_answer else as_suggestion(judgement)


def _length(entry: Entry, language: str | None) -> int:
    """How many characters of it are shown."""
    wording = entry.wording(language)
    links = sum(len(link.label) + len(str(link.url)) + len("[]()\n") for link in entry.links)
    return len(wording.title) + len(wording.answer) + links
