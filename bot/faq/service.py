"""What people do with the FAQ: ask, search, and say whether the answer helped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database
from bot.errors import NotTheAsker, UnknownEntry, UnknownQuestion
from bot.faq import store
from bot.faq.entry import Entry
from bot.faq.library import Library
from bot.faq.matching import Judgement, Matcher, Verdict, judge, normalise
from bot.faq.store import Question
from bot.jobs.runner import JobRunner

ANSWER_JOB = "faq.answer"
"""Serves the answer to a question. Subject: the question."""

FORGET_JOB = "faq.forget"
"""Drops the text of old questions. There is one such job, of subject 0."""

FRESH = timedelta(minutes=10)
"""An answer that comes later than this after a crash is worse than silence."""

_FORGET_EVERY = timedelta(hours=6)


@dataclass(frozen=True)
class Asked:
    """A question that was looked at. `entry` is the answer, or None for silence."""

    question_id: int
    judgement: Judgement
    entry: Entry | None


class FaqService:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Faq, library: Library, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._library = library
        self._jobs = jobs
        self._matcher = Matcher.build(library.entries)

    async def ask(
        self,
        *,
        guild_id: int,
        channel_id: int,
        message_id: int,
        asker_id: int,
        text: str,
        places: Collection[str | int] = (),
        is_addressed: bool = False,
    ) -> Asked | None:
        """Judge a message, log it, and owe the answer if there is one (`ANSWER_JOB`).

        None where the message was looked at before, or is too short to be a question; one that addresses us
        is a question at any length. `places` are the names and ids of where it was asked: an entry with
        `channels` answers only in one of them.
        """
        if not is_addressed and len(normalise(text)) < self._settings.min_words:
            return None
        judgement = self._judge(text, places)
        now = self._clock()
        async with self._database.tx() as tx:
            question_id = await store.insert_question(
                tx,
                guild_id=guild_id,
                channel_id=channel_id,
                message_id=message_id,
                asker_id=asker_id,
                asked_at=now,
                text=text if self._settings.keep_text_days else None,
                judgement=judgement,
            )
            if question_id is None:
                return None
            if judgement.verdict is Verdict.ANSWER:
                await self._jobs.put(
                    tx, guild_id=guild_id, kind=ANSWER_JOB, subject_id=question_id, due_at=now, run_now=True
                )
        entry = self._library.get(judgement.entry_id) if judgement.entry_id else None
        return Asked(question_id, judgement, entry)

    async def owed_answer(self, question_id: int) -> tuple[Question, Entry] | None:
        """What `ANSWER_JOB` has to serve; None where it was served, is stale, or its entry is gone."""
        async with self._database.read() as reader:
            question = await store.get(reader, question_id)
        if question is None or question.answer_message_id is not None or question.entry_id is None:
            return None
        entry = self._library.get(question.entry_id)
        if entry is None or self._clock() - question.asked_at > FRESH:
            return None
        return question, entry

    async def served(self, question_id: int, message_id: int) -> None:
        """The answer stands in Discord as this message."""
        async with self._database.tx() as tx:
            await store.save_answer_message(tx, question_id, message_id)

    async def feedback(self, question_id: int, *, by: Actor, helped: bool) -> Question:
        """The asker (or staff, counted apart) says whether the answer helped.

        Raises UnknownQuestion, NotTheAsker.
        """
        async with self._database.tx() as tx:
            question = await store.get(tx, question_id)
            if question is None:
                raise UnknownQuestion
            if by.id != question.asker_id and not by.is_staff:
                raise NotTheAsker(question.asker_id)
            await store.add_feedback(
                tx,
                question,
                member_id=by.id,
                by_asker=by.id == question.asker_id,
                helped=helped,
                at=self._clock(),
            )
        return question

    async def question(self, question_id: int) -> Question:
        """Raises UnknownQuestion."""
        async with self._database.read() as reader:
            question = await store.get(reader, question_id)
        if question is None:
            raise UnknownQuestion
        return question

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of this id, or None where it has been removed since."""
        return self._library.get(entry_id)

    def category(self, entry_id: str) -> str:
        """The category that the entry stands in."""
        return self._library.category_of(entry_id)

    def search(self, query: str, limit: int = 10) -> list[Entry]:
        """Entries by relevance, for people who look by themselves: the matcher's ranking, then likely titles and
        keywords."""
        found: dict[str, Entry] = {}
        for match in self._matcher.rank(query, limit=limit):
            entry = self._library.get(match.entry_id)
            if entry is not None:
                found[entry.id] = entry
        names = {entry.id: " ".join([entry.title, *entry.keywords]) for entry in self._library.entries}
        for _name, _score, entry_id in process.extract(
            query, names, scorer=fuzz.partial_ratio, processor=str.casefold, limit=limit, score_cutoff=60
        ):
            entry = self._library.get(entry_id)
            if entry is not None:
                found.setdefault(entry.id, entry)
        if not query.strip():
            return list(self._library.entries[:limit])
        return list(found.values())[:limit]

    def find(self, query: str) -> Entry:
        """The entry of this id or title, else the best match. Raises UnknownEntry where nothing is near."""
        wanted = query.strip()
        exact = self._library.get(wanted) or next(
            (entry for entry in self._library.entries if entry.title.casefold() == wanted.casefold()), None
        )
        if exact is not None:
            return exact
        found = self.search(wanted, limit=1)
        if not found or not wanted:
            raise UnknownEntry(query)
        return found[0]

    async def forget_old_text(self) -> datetime:
        """Drop texts past their time; when to look again."""
        now = self._clock()
        async with self._database.tx() as tx:
            await store.forget_text(tx, now - timedelta(days=self._settings.keep_text_days))
        return now + _FORGET_EVERY

    async def schedule_forgetting(self) -> None:
        """See to it that old texts are forgotten; call at start-up."""
        async with self._database.tx() as tx:
            await self._jobs.put(tx, guild_id=0, kind=FORGET_JOB, subject_id=0, due_at=self._clock())

    def _judge(self, text: str, places: Collection[str | int]) -> Judgement:
        matches = [match for match in self._matcher.rank(text) if self._belongs(match.entry_id, places)]
        return judge(matches, threshold=self._settings.threshold, margin=self._settings.margin)

    def _belongs(self, entry_id: str, places: Collection[str | int]) -> bool:
        entry = self._library.get(entry_id)
        return entry is not None and (not entry.channels or not set(entry.channels).isdisjoint(places))
