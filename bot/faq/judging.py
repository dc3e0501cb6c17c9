"""What is made of a message: by the matcher, in this place, with the caps and suspicions as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.config import Between, Faq
from bot.database import Transaction
from bot.faq import store
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
from bot.matching.verdict import Judgement, Match, Verdict, as_suggestion, judge


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
        """`message` is all of its pieces; the question may be in the last alone, after a greeting that only dilutes it.

        Where `is_over`, because more has been said meanwhile, words alone judge (`InUse.explain`).
        """
        found = await self.reading(message, ["\n".join(texts), *texts[1:][-1:]], places, is_over)
        return found.judgement, found.explanation.matches

    async def reading(
        self,
        message: Message,
        texts: Sequence[str],
        places: Collection[str | int],
        is_over: Callable[[], bool] = lambda: False,
    ) -> Reading:
        """What `judge_pieces` finds, in all detail; `texts` are all pieces together, and the last alone."""
        whole, *last = texts
        read = [whole, *(text for text in last if self.may_answer(Message(text)))]
        may_answer = self.may_answer(message)
        explained, _ = await self._knowledge.explain(read, places, is_over)
        readings = [Reading(whole, one, self._verdict(one.matches, may_answer)) for one in explained]
        return max(readings, key=lambda reading: reading.judgement.score)

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

        `lot` is the message whose id is drawn: the same one each time that a question is read.
        """
        best, history = matches[0] if matches else None, History()
        if judgement.verdict is not Verdict.SILENT and best is not None:
            history = store.history(
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

    def _verdict(self, matches: Sequence[Match], may_answer: bool) -> Judgement:
        settings = self._settings
        suggest_from = float("inf") if settings.between is Between.SILENT else settings.suggest_from
        judgement = judge(matches, threshold=settings.threshold, suggest_from=suggest_from)
        return judgement if may_answer else as_suggestion(judgement)
