"""What people look up: entries, by themselves or for everybody; and why the FAQ spoke or was silent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.errors import EntryElsewhere, JustShared, NotStaff, SuspectEntry, UnknownEntry
from bot.faq import searching, store
from bot.faq.gathering import Gathering
from bot.faq.in_use import InUse
from bot.faq.judging import Judging
from bot.faq.opt_outs import store as opt_outs
from bot.faq.owed import Shared, owe_share
from bot.faq.question import Question
from bot.faq.recently import Recently
from bot.faq.searching import Found
from bot.faq.speaking import Message, Place, Rule, is_plea
from bot.faq.suspicions import store as suspicions
from bot.faq.why import Why
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.matching.verdict import Match, Verdict, judge
from bot.ticket_errors import NotTheAuthor
from bot.use_cases import reads, writes

SHARED_AGAIN_AFTER = timedelta(minutes=1)
OFFERED_AT_MOST = 5
"""Titles of which somebody may choose one: as many buttons as stand in a row."""


class LookingUp:
    """Each method is one use case and at most one transaction. After `share`, run `SHARE_JOB` of the interaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Faq,
        knowledge: InUse,
        judging: Judging,
        jobs: JobRunner,
        gathering: Gathering,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._knowledge = knowledge
        self._judging = judging
        self._jobs = jobs
        self._gathering = gathering
        self._shared = Recently(SHARED_AGAIN_AFTER)

    # Entries

    async def search(
        self, query: str, limit: int = 10, *, visible: Collection[str | int] | None = frozenset()
    ) -> list[Entry]:
        """Entries by relevance, for who sees these channels, by name and id; with None, whatever channels they name."""
        found, _, _ = await self._search(query, limit, visible)
        return found

    async def find(self, query: str, *, visible: Collection[str | int] | None = frozenset()) -> Entry:
        """The entry of this id or title, else the best match, of those that `search` would find. Raises UnknownEntry
        where nothing is near.
        """
        found = await self.search(query, limit=1, visible=visible) if query.strip() else []
        if not found:
            raise UnknownEntry(query)
        return found[0]

    async def look_up(self, query: str, *, visible: Collection[str | int]) -> Found:
        """What there is for somebody who looks by themselves, and how sure that is: an entry is the answer where it is
        named (`searching.named`), or as a question in a channel would be answered. At most `OFFERED_AT_MOST`.

        Raises UnknownEntry where nothing is near.
        """
        found, matches, entries = await self._search(query, OFFERED_AT_MOST, visible)
        return self._judged(query, found, matches, entries)

    async def near(self, text: str, *, guild_id: int, besides: Collection[str]) -> Found | None:
        """What staff may reply to this text with, as likely as if it was looked up. None `besides`, which was tried, and none
        that is marked as wrong; None where nothing else is likely enough to be worth a look.
        """
        found, matches, entries = await self._search(text, OFFERED_AT_MOST, frozenset())
        ids = [entry.id for entry in found]
        suspects = await self._database.read(lambda reader: suspicions.suspects(reader, guild_id, ids))
        out = suspects.union(besides)
        try:
            near = self._judged(
                text,
                [entry for entry in found if entry.id not in out],
                [match for match in matches if match.entry_id not in out],
                [entry for entry in entries if entry.id not in out],
            )
        except UnknownEntry:
            return None
        return None if near.verdict is Verdict.SILENT else near

    def _judged(
        self, query: str, found: Sequence[Entry], matches: Sequence[Match], entries: Sequence[Entry]
    ) -> Found:
        """Raises UnknownEntry where nothing is found."""
        if not query.strip() or not found:
            raise UnknownEntry(query)
        named = searching.named(entries, query)
        if named is not None:
            return Found(Verdict.ANSWER, (named,))
        judgement = judge(matches, threshold=self._settings.threshold, suggest_from=self._settings.suggest_from)
        sure = [entry for entry in found if entry.id == judgement.entry_id]
        best = (sure or found)[0].id
        score = next((match.score for match in matches if match.entry_id == best), None)
        return Found(judgement.verdict, tuple(sure or found), score)

    async def likely(
        self,
        texts: Sequence[str],
        *,
        guild_id: int,
        visible: Collection[str | int],
        besides: Collection[str] = (),
    ) -> tuple[str, ...]:
        """The entries that may well answer somebody who writes these texts to people, best first: the one that answers
        one of them in a channel, or else at most three that would be suggested there. Mostly there is none.

        None `besides`, which did not help, and none that is marked as wrong. A text with fewer than `min_words` is too
        little to go by.
        """
        read = [text for text in texts if self._judging.may_answer(Message(text))]
        explained, _ = await self._knowledge.explain(read, visible) if read else ([], None)
        best: dict[str, Match] = {}
        for match in (match for one in explained for match in one.matches if match.entry_id not in besides):
            if match.entry_id not in best or best[match.entry_id].score < match.score:
                best[match.entry_id] = match
        if not best:
            return ()
        suspects = await self._database.read(lambda reader: suspicions.suspects(reader, guild_id, best))
        matches = [match for match in best.values() if match.entry_id not in suspects]
        found = self._judging.judge(sorted(matches, key=lambda match: -match.score))
        return (found.entry_id,) if found.entry_id is not None else found.suggested

    def read(self, entry_id: str, *, visible: Collection[str | int]) -> Entry:
        """The entry behind a button, as it is by now. Raises UnknownEntry, also where it is for other channels."""
        entry = self._knowledge.entry(entry_id)
        if entry is None or not entry.is_for(visible):
            raise UnknownEntry(entry_id)
        return entry

    async def _search(
        self, query: str, limit: int, visible: Collection[str | int] | None
    ) -> tuple[list[Entry], list[Match], list[Entry]]:
        """What is found, what the matcher says to it, and all that could have been found."""
        matches, library = await self._knowledge.rank(query, limit, places=visible)
        entries = [entry for entry in library.entries if visible is None or entry.is_for(visible)]
        found = searching.search(entries, query, matches, sure_from=self._settings.suggest_from)
        return found[:limit], matches, entries

    @writes
    def share(
        self, tx: Transaction, place: Place, entry_id: str, *, by: Actor, interaction_id: int, locale: str
    ) -> None:
        """A member wants everybody here to read this entry, in the language of `locale` if it has it: it is owed.

        A member shares once in `SHARED_AGAIN_AFTER` in a channel, and an entry is shared once. Raises UnknownEntry, EntryElsewhere,
        SuspectEntry, JustShared.
        """
        entry = self._knowledge.entry(entry_id)
        if entry is None:
            raise UnknownEntry(entry_id)
        if not entry.is_for(place.names):
            raise EntryElsewhere
        now = self._clock()
        happening = [(place.channel_id, by.id), (place.channel_id, entry_id)]
        if suspicions.suspects(tx, place.guild_id, [entry_id]) and not by.is_staff:
            raise SuspectEntry
        if self._shared.knows(happening, now):
            raise JustShared
        shared = Shared(place.channel_id, entry_id, by.id, locale)
        owe_share(self._jobs, tx, place.guild_id, interaction_id, shared, now)
        tx.after_commit(lambda: self._shared.note(happening, now))

    # Questions

    async def behind(self, channel_id: int, message_ids: Collection[int]) -> Question | None:
        """The question that one of these messages belongs to, or that it answers."""
        await self._gathering.make_findable(message_ids)
        return await self._behind(channel_id, message_ids)

    @reads
    def _behind(self, reader: Reader, channel_id: int, message_ids: Collection[int]) -> Question | None:
        found = [store.behind(reader, channel_id, message_id) for message_id in message_ids]
        return next((question for question in found if question is not None), None)

    async def why(
        self, place: Place | None, message: Message | None, *, question: Question | None, author_id: int, by: Actor
    ) -> Why:
        """Why the FAQ spoke or was silent: to the question that was logged, or else to `message` as it is now.

        `message` and its place are None where it is gone: then its words are not brought back. `author_id` wrote
        it. Staff may ask of anything, others of their own: raises NotTheAuthor, or NotStaff where no member wrote it.
        """
        if not by.is_staff and by.id != (question.asker_id if question else author_id):
            if question is None and (message is None or message.is_bot):
                raise NotStaff
            raise NotTheAuthor(question.asker_id if question else author_id)
        rule = question.rule if question else None
        if place is None or message is None:
            return Why(rule, question, None)
        kept = question.text if question else None
        texts = [kept or message.text]
        if question is None:
            has_opted_out = await self._database.read(
                lambda reader: opt_outs.has_opted_out(reader, place.guild_id, author_id)
            )
            rule = self._judging.leaves_alone(message, has_opted_out=has_opted_out)
        elif kept is not None:
            pieces = await self._database.read(lambda reader: store.pieces_of(reader, question.id))
            texts += [kept.rpartition("\n")[2]] if len(pieces) > 1 else []
        if not texts[0]:
            return Why(rule, question, None)
        reading = await self._judging.reading(message, texts, place.names)
        is_short = reading.judgement.verdict is Verdict.SILENT and not self._judging.may_answer(message)
        turns = question is None and is_plea(message, rule) and not reading.is_known
        return Why(Rule.TOO_SHORT if rule is None and is_short else rule, question, reading, turns)
