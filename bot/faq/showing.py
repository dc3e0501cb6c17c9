"""What should stand under a question in Discord, and what does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.faq import store
from bot.faq.in_use import InUse
from bot.faq.neighbours import store as neighbours
from bot.faq.question import Question, Standing, standing
from bot.faq.speaking import SPEAKING, Rule
from bot.faq.suspicions import store as suspicions
from bot.knowledge.entry import Entry
from bot.use_cases import reads, writes

FRESH = timedelta(minutes=10)
"""An answer that comes later than this after a crash is worse than silence."""


@dataclass(frozen=True)
class View:
    """What should stand under a question; `credited` is who is thanked below which entry: whoever shows it finds out. `entry` is its answer, `second` that of a second question in it, `suggested` the entries to choose from, `above` the messages
    in the channel that an ABOVE points to.
    """

    question: Question
    standing: Standing
    entry: Entry | None
    suggested: tuple[Entry, ...] = ()
    above: tuple[int, ...] = ()
    second: Entry | None = None
    credited: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str | None:
        """The entry's title, in the language of the question; or both."""
        entries = [entry for entry in (self.entry, self.second) if entry is not None]
        return " · ".join(entry.wording(self.question.language).title for entry in entries) or None


class Showing:
    """The view of a question that `ANSWER_JOB` brings about. Each method is at most one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Faq, knowledge: InUse) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._knowledge = knowledge

    @reads
    def view(self, reader: Reader, question_id: int) -> View | None:
        """What `ANSWER_JOB` has to bring about; None where there is no such question (any more).

        Nothing is said for the first time once the question is no longer `FRESH`.
        """
        question = store.get(reader, question_id)
        if question is None:
            return None
        named = [entry_id for entry_id, _ in question.candidates]  # a second entry is one of them
        suspects = suspicions.suspects(reader, question.guild_id, named) if question.is_live else set()
        what = standing(question, self._settings.between)
        entry = self._knowledge.entry(question.entry_id) if question.entry_id else None
        second = self._knowledge.entry(question.second_entry_id) if question.second_entry_id else None
        suggested = tuple(one for one in self._suggested(question) if one.id not in suspects)
        is_new = question.answer_message_id is None
        is_late = is_new and self._clock() - question.asked_at > FRESH
        above = self._above(reader, question) if what is Standing.ABOVE else ()
        is_first = is_new
        if what is Standing.ABOVE and not above:
            # The answer above has gone, so this is the one; unless it went because its entry is wrong.
            what, is_first = Standing.ANSWER, True
        if is_first and what in (Standing.ANSWER, Standing.ABOVE):
            right = [one for one in (entry, second) if one is not None and one.id not in suspects]
            entry, second = right[0] if right else None, right[1] if right[1:] else None
        is_gone = (what in (Standing.ANSWER, Standing.ABOVE) and entry is None) or (
            what in (Standing.SUGGESTIONS, Standing.HINT) and not suggested
        )
        if is_late or is_gone:
            what = Standing.NOTHING
        return View(question, what, entry, suggested, above, second)

    @writes
    def served(self, tx: Transaction, question_id: int, message_id: int) -> None:
        """The FAQ's message stands in Discord as this one."""
        store.save_answer_message(tx, question_id, message_id, self._clock())

    @reads
    def question(self, reader: Reader, question_id: int, guild_id: int) -> Question:
        """The question that a button names, if it is one of this server. Raises UnknownQuestion."""
        return store.known_in(reader, question_id, guild_id)

    @reads
    def shown(self, reader: Reader, question_id: int | None, offered: Sequence[str]) -> tuple[Entry, ...]:
        """The entries that somebody was shown, as far as there are such by now: for this question, as its answer or to choose
        from; and those that were `offered`.
        """
        question = store.get(reader, question_id) if question_id is not None else None
        found = list[Entry | None]()
        if question is not None and question.rule in SPEAKING:
            answers = [question.entry_id, question.second_entry_id]
            found += [self._knowledge.entry(entry_id) for entry_id in answers if entry_id is not None]
            found += self._suggested(question) if question.rule is Rule.BETWEEN else ()
        found += [self._knowledge.entry(entry_id) for entry_id in offered]
        return tuple({entry.id: entry for entry in found if entry is not None}.values())

    def _above(self, reader: Reader, question: Question) -> tuple[int, ...]:
        """Our answer to who asked before, or while that is on its way, what it will be a reply to. Of two entries each has
        its own, which may be the same; nothing where one of them has none.
        """
        found = []
        for entry_id in filter(None, (question.entry_id, question.second_entry_id)):
            for other in neighbours.above(reader, question, entry_id):
                if standing(other, self._settings.between) in (Standing.ANSWER, Standing.SOLVED):
                    found.append(other.answer_message_id or other.message_id)
                    break
            else:
                return ()
        return tuple(dict.fromkeys(found))

    def _suggested(self, question: Question) -> tuple[Entry, ...]:
        entries = (
            self._knowledge.entry(entry_id)
            for entry_id, score in question.candidates
            if score >= self._settings.suggest_from
        )
        return tuple(entry for entry in entries if entry is not None)
