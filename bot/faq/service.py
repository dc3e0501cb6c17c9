"""What people do with the FAQ: ask, choose, say whether it helped, mark it wrong, opt out; and what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.config import Between, Faq
from bot.database import Database, Reader, Transaction
from bot.errors import (
    EntryElsewhere,
    JustShared,
    NotStaff,
    NotTheAsker,
    NotTrusted,
    SuspectEntry,
    UnknownEntry,
    UnknownQuestion,
)
from bot.faq import searching, store
from bot.faq.in_use import Knowledge
from bot.faq.question import RETRACTED_WITHIN, Outcome, Question, Read, Standing, standing
from bot.faq.speaking import (
    BURST,
    REREAD_WITHIN,
    SPEAKING,
    History,
    Message,
    Rule,
    is_drawn,
    is_thanks,
    leaves_alone,
    speaks,
)
from bot.faq.why import Reading, Why
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.knowledge.library import Library
from bot.matching.matcher import Judgement, Match, Verdict, judge

ANSWER_JOB = "faq.answer"
"""Brings the FAQ's message under a question up to date: sends, edits or deletes it. Subject: the question."""

HAND_OVER_JOB = "faq.hand_over"
"""Takes a question to the community: a thread, or a line in the forum post. Subject: the question."""

FORGET_JOB = "faq.forget"
"""Drops the text of old questions. There is one such job, of subject 0."""

POST_JOB = "faq.post"
"""Looks at a forum post whose starter has not come. Subject: the thread."""

STARTER_WITHIN = timedelta(seconds=5)
"""For this long a forum post waits for its starter; then its title is looked at alone."""

FRESH = timedelta(minutes=10)
"""An answer that comes later than this after a crash is worse than silence."""

MATCHES_SEARCHED = 50
"""More than anybody scrolls through, because some of them may not be for who searches."""

SHARED_AGAIN_AFTER = timedelta(minutes=1)

PIECES_AT_MOST = 10
BURSTS_REMEMBERED = 500

_FORGET_EVERY = timedelta(hours=6)


@dataclass(frozen=True)
class Place:
    """Where something was said. `place_id` is the channel, or the one that the thread hangs below, and `names`
    are that channel's name and id, as config.yaml and entries may call it.
    """

    guild_id: int
    channel_id: int
    place_id: int
    names: frozenset[str | int] = frozenset()


@dataclass(frozen=True)
class Asked:
    """A question that was looked at, and what the FAQ does: `entry` is the answer, or None for anything else."""

    question_id: int
    judgement: Judgement
    rule: Rule
    entry: Entry | None


@dataclass(frozen=True)
class View:
    """What should stand under a question. `entry` is its answer, `suggested` the entries to choose from."""

    question: Question
    standing: Standing
    entry: Entry | None
    suggested: tuple[Entry, ...] = ()


@dataclass
class _Burst:
    """What one member wrote without a pause. The words are only in memory: they are nobody's to keep."""

    last_at: datetime
    is_first: bool
    pieces: dict[int, str] = field(default_factory=dict)
    in_turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class FaqService:
    """Each method is one use case and at most one transaction. After a change, run `ANSWER_JOB` of the question."""

    def __init__(
        self, database: Database, clock: Clock, settings: Faq, knowledge: Knowledge, jobs: JobRunner
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._knowledge = knowledge
        self._jobs = jobs
        self._bursts: dict[tuple[int, int], _Burst] = {}
        self._shared: dict[tuple[int, int | str], datetime] = {}

    # The knowledge base

    @property
    def library(self) -> Library:
        """The knowledge base that is in use."""
        return self._knowledge.library

    async def load(self, library: Library) -> None:
        """Use this knowledge base from now on. What is being judged meanwhile ends with the old one."""
        await self._knowledge.load(library)

    @property
    def is_semantic(self) -> bool:
        """Whether questions are also matched by meaning."""
        return self._knowledge.is_semantic

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of this id, or None where it has been removed since."""
        return self.library.get(entry_id)

    def category(self, entry_id: str) -> str:
        """The category that the entry stands in. Raises KeyError where there is no such entry."""
        return self.library.category_of(entry_id)

    # Asking

    async def ask(self, place: Place, message: Message, *, message_id: int, asker_id: int) -> Asked | None:
        """Judge a message, log it, and owe what there is to say (`ANSWER_JOB`): an answer at once, suggestions
        when the member has paused.

        What follows within `BURST` is joined to what came before, and may bring a (better) answer, but takes
        none back. None where the message is left alone, or was looked at before.
        """
        now = self._clock()
        burst = self._burst(place, message, message_id, asker_id, now)
        texts = dict(burst.pieces)
        joined = replace(message, text="\n".join(texts.values()), is_first=burst.is_first)
        if self._leaves_alone(joined):
            return None
        async with burst.in_turn:  # or a piece that says more could be read before the one that says it better
            return await self._look_at(place, joined, texts, message_id, asker_id, now)

    async def _look_at(
        self, place: Place, joined: Message, texts: dict[int, str], message_id: int, asker_id: int, now: datetime
    ) -> Asked | None:
        async with self._database.read() as reader:
            has_opted_out = await store.has_opted_out(reader, place.guild_id, asker_id)
        if self._leaves_alone(joined, has_opted_out=has_opted_out):
            return None
        judgement, matches = await self._judge_pieces(list(texts.values()), place.names)
        async with self._database.tx() as tx:
            if await store.with_pieces(tx, [message_id]) is not None:
                return None
            before = await store.with_pieces(tx, texts) if len(texts) > 1 else None
            if before is not None and before.outcome is not None:
                return None
            lot = message_id if before is None else before.message_id
            read = await self._read(tx, place, joined, judgement, matches, asker_id, lot, now, before)
            kept = joined.text if self._settings.keep_text_days else None
            if before is None:
                question_id = await store.insert_question(
                    tx,
                    guild_id=place.guild_id,
                    channel_id=place.channel_id,
                    place_id=place.place_id,
                    message_id=message_id,
                    asker_id=asker_id,
                    asked_at=now,
                    text=kept,
                    read=read,
                )
                await store.add_pieces(tx, place.guild_id, question_id, texts)
            else:
                question_id = before.id
                await store.add_pieces(tx, place.guild_id, question_id, texts)
                if not _is_better(read, before):
                    await store.save_text(tx, question_id, kept)
                    if _is_held_back(before):  # the member has not paused yet
                        await self._owe(tx, place.guild_id, question_id, now + BURST, run_now=False)
                    return None
                await store.save_reading(tx, question_id, text=kept, read=read)
            if read.rule in SPEAKING:
                waits = read.rule is Rule.BETWEEN and not joined.is_addressed
                await self._owe(tx, place.guild_id, question_id, now + BURST if waits else now, run_now=not waits)
        entry = self.library.get(read.entry_id) if read.rule is Rule.SURE and read.entry_id else None
        return Asked(question_id, judgement, read.rule, entry)

    async def reread(
        self, place: Place, texts: Sequence[str], *, message_id: int, is_addressed: bool = False
    ) -> int | None:
        """The question was edited: judge it again, once, and only within `REREAD_WITHIN`; then run `ANSWER_JOB`.

        `texts` is what its pieces say now. The question, or None where nothing is to be done.
        """
        now = self._clock()
        message = Message("\n".join(texts), is_addressed=is_addressed)
        judgement, matches = await self._judge_pieces(texts, place.names)
        async with self._database.tx() as tx:
            question = await store.with_pieces(tx, [message_id])
            if question is None or not _may_be_reread(question, now) or question.text == message.text:
                return None
            read = await self._read(
                tx, place, message, judgement, matches, question.asker_id, question.message_id, now, question
            )
            if left_alone := self._leaves_alone(message):
                read = replace(read, verdict=Verdict.SILENT, rule=left_alone)
            kept = message.text if self._settings.keep_text_days else None
            await store.save_reading(tx, question.id, text=kept, read=read, reread_at=now)
            await self._owe(tx, place.guild_id, question.id, now, run_now=True)
        return question.id

    async def may_be_reread(self, message_id: int) -> list[int]:
        """The messages of the question that this one belongs to, or none where an edit comes too late."""
        async with self._database.read() as reader:
            question = await store.with_pieces(reader, [message_id])
            if question is None or not _may_be_reread(question, self._clock()):
                return []
            return await store.pieces_of(reader, question.id)

    async def expect_starter(self, guild_id: int, thread_id: int) -> None:
        """A forum post is there: its title is looked at (`POST_JOB`) if no starter comes `STARTER_WITHIN`."""
        due_at = self._clock() + STARTER_WITHIN
        async with self._database.tx() as tx:
            await self._jobs.put(tx, guild_id=guild_id, kind=POST_JOB, subject_id=thread_id, due_at=due_at)

    async def is_asked_in(self, channel_id: int) -> bool:
        """Whether anything that was said in this channel or post has been looked at."""
        async with self._database.read() as reader:
            return await store.in_channel(reader, channel_id) is not None

    # What stands under a question

    async def view(self, question_id: int) -> View | None:
        """What `ANSWER_JOB` has to bring about; None where there is no such question (any more).

        Nothing is said for the first time once the question is no longer `FRESH`.
        """
        async with self._database.read() as reader:
            question = await store.get(reader, question_id)
            if question is None:
                return None
            named = [entry_id for entry_id, _ in question.candidates]
            suspects = await store.suspects(reader, question.guild_id, named) if question.is_live else set()
        what = standing(question, self._settings.between)
        entry = self.library.get(question.entry_id) if question.entry_id else None
        suggested = tuple(one for one in self._suggested(question) if one.id not in suspects)
        is_new = question.answer_message_id is None
        is_late = is_new and self._clock() - question.asked_at > FRESH
        is_gone = (what is Standing.ANSWER and (entry is None or (is_new and entry.id in suspects))) or (
            what in (Standing.SUGGESTIONS, Standing.HINT) and not suggested
        )
        if is_late or is_gone:
            what = Standing.NOTHING
        return View(question, what, entry, suggested)

    async def served(self, question_id: int, message_id: int) -> None:
        """The FAQ's message stands in Discord as this one."""
        async with self._database.tx() as tx:
            await store.save_answer_message(tx, question_id, message_id, self._clock())

    async def question(self, question_id: int) -> Question:
        """Raises UnknownQuestion."""
        async with self._database.read() as reader:
            return await _known(reader, question_id)

    # What people say to it

    async def feedback(self, question_id: int, *, by: Actor, helped: bool) -> Question:
        """The asker (or staff, counted apart) says whether the answer helped; the asker's *helped* settles it.

        Raises UnknownQuestion, NotTheAsker.
        """
        now = self._clock()
        async with self._database.tx() as tx:
            question = await _known(tx, question_id)
            if by.id != question.asker_id and not by.is_staff:
                raise NotTheAsker(question.asker_id)
            by_asker = by.id == question.asker_id
            await store.add_feedback(tx, question, member_id=by.id, by_asker=by_asker, helped=helped, at=now)
            if by_asker and helped:
                # What they write next is another question, however soon it comes.
                self._bursts.pop((question.channel_id, question.asker_id), None)
                await store.save_outcome(tx, question_id, Outcome.SOLVED, now)
                await self._owe(tx, question.guild_id, question_id, now, run_now=True)
            return await _known(tx, question_id)

    async def choose(
        self, question_id: int, entry_id: str, *, by: Actor, in_place: bool = True
    ) -> tuple[Entry, bool]:
        """The suggested entry that somebody wants to read; and whether it is the asker, whose choice counts.

        With `in_place` it becomes the answer for all to see. Raises UnknownQuestion, UnknownEntry.
        """
        async with self._database.tx() as tx:
            question = await _known(tx, question_id)
            entry = self.library.get(entry_id)
            if entry is None:
                raise UnknownEntry(entry_id)
            counts = by.id == question.asker_id and question.is_live
            if counts:
                await store.save_choice(tx, question_id, entry_id)
                if in_place:
                    await self._owe(tx, question.guild_id, question_id, self._clock(), run_now=True)
        return entry, counts

    async def dismiss(self, question_id: int, *, by: Actor) -> Question:
        """None of the suggestions. Raises UnknownQuestion, NotTheAsker."""
        return await self._settle(question_id, Outcome.DISMISSED, by=by)

    async def hand_over(self, question_id: int, *, by: Actor, to_community: bool) -> Question:
        """People take over, so the FAQ is silent here from now on; `HAND_OVER_JOB` is owed for the community.

        Raises UnknownQuestion, also where the question has been deleted; NotTheAsker.
        """
        return await self._settle(question_id, Outcome.HANDED_OVER, by=by, to_community=to_community)

    async def mark_wrong(self, question_id: int, *, by: Actor) -> Question:
        """Staff or a helper say that the entry is wrong: it is suspect at once, and answers nobody unasked.

        Raises UnknownQuestion, NotTrusted.
        """
        now = self._clock()
        async with self._database.tx() as tx:
            question = await _known(tx, question_id)
            if not (by.is_staff or by.is_helper):
                raise NotTrusted
            if question.entry_id is not None:
                await store.add_suspicion(
                    tx,
                    guild_id=question.guild_id,
                    entry_id=question.entry_id,
                    question_id=question.id,
                    marked_by=by.id,
                    at=now,
                )
            await store.save_outcome(tx, question_id, Outcome.WRONG, now)
            await self._owe(tx, question.guild_id, question_id, now, run_now=True)
            return await _known(tx, question_id)

    async def human_replied(
        self, *, channel_id: int, author_id: int, replied_to: int | None, is_post: bool
    ) -> int | None:
        """Somebody else answered a question: ours becomes one line, or is not sent at all, also after an edit.

        That is a reply to the question or to our message, or anything in a forum post. The question, whose
        `ANSWER_JOB` is to be run, or None.
        """
        async with self._database.read() as reader:
            question = await self._concerned(reader, channel_id, replied_to, is_post)
        if question is None or question.outcome is not None or question.asker_id == author_id:
            return None
        now = self._clock()
        async with self._database.tx() as tx:
            question = await _known(tx, question.id)
            await store.save_outcome(tx, question.id, Outcome.HUMAN, now)
            if not question.is_live:
                return None
            await self._owe(tx, question.guild_id, question.id, now, run_now=True)
        return question.id

    async def followed_up(
        self, *, channel_id: int, author_id: int, replied_to: int | None, is_post: bool, message_id: int, text: str
    ) -> None:
        """The asker came back to what was answered: by a reply to our message, or in their own forum post.

        Thanks are no follow-up, nor is anything after `RETRACTED_WITHIN`.
        """
        async with self._database.read() as reader:
            question = await self._concerned(reader, channel_id, replied_to, is_post)
            own_piece = question is not None and message_id in await store.pieces_of(reader, question.id)
        now = self._clock()
        if question is None or own_piece or question.asker_id != author_id or question.answered_at is None:
            return
        if now - question.answered_at <= RETRACTED_WITHIN and not is_thanks(text):
            async with self._database.tx() as tx:
                await store.add_follow_up(tx, question, message_id, now)

    async def deleted(self, message_ids: Sequence[int]) -> list[int]:
        """Messages are gone from Discord: with a question go its words and our message under it.

        That our own message is gone is accepted; it settles nothing that was settled before. The questions whose
        `ANSWER_JOB` is to be run.
        """
        async with self._database.read() as reader:
            concerned = await store.concerned_by_deletion(reader, message_ids)
        if not concerned:
            return []
        now = self._clock()
        async with self._database.tx() as tx:
            for question, is_asked_gone in concerned:
                if is_asked_gone:
                    await store.save_text(tx, question.id, None)
                    await store.save_outcome(tx, question.id, Outcome.REMOVED, now)
                    await self._owe(tx, question.guild_id, question.id, now, run_now=True)
                elif question.is_live:
                    await store.save_outcome(tx, question.id, Outcome.REMOVED, now)
        return [question.id for question, is_asked_gone in concerned if is_asked_gone]

    async def place_deleted(self, channel_id: int) -> None:
        """A channel, a forum or a thread is gone, and with it our messages there: the words go too."""
        async with self._database.tx() as tx:
            await store.remove_place(tx, channel_id, self._clock())

    async def opt_out(self, guild_id: int, member_id: int, *, wants_out: bool) -> None:
        """The member wants automatic answers no longer, or again."""
        async with self._database.tx() as tx:
            await store.save_opt_out(tx, guild_id, member_id, wants_out=wants_out, at=self._clock())

    async def clear_suspicion(self, guild_id: int, entry_id: str, *, by: Actor) -> bool:
        """Staff say that the entry is right (again); False where it was not suspect. Raises NotTrusted."""
        if not by.is_staff:
            raise NotTrusted
        async with self._database.tx() as tx:
            return await store.clear_suspicion(tx, guild_id, entry_id, by=by.id, at=self._clock())

    # Looking up

    async def search(
        self, query: str, limit: int = 10, *, visible: Collection[str | int] = frozenset()
    ) -> list[Entry]:
        """Entries by relevance, for a member who looks by themselves and sees these channels, by name and id."""
        matches, library = await self._knowledge.rank(query, MATCHES_SEARCHED)
        entries = [entry for entry in library.entries if searching.may_see(entry, visible)]
        return searching.search(entries, query, matches, sure_from=self._settings.suggest_from)[:limit]

    async def find(self, query: str, *, visible: Collection[str | int] = frozenset()) -> Entry:
        """The entry of this id or title, else the best match. Raises UnknownEntry where nothing is near, or where
        nothing is that this member may see.
        """
        found = await self.search(query, limit=1, visible=visible) if query.strip() else []
        if not found:
            raise UnknownEntry(query)
        return found[0]

    async def share(self, place: Place, entry_id: str, *, by: Actor) -> Entry:
        """The entry that a member wants everybody here to read.

        A member shares once in `SHARED_AGAIN_AFTER` in a channel, and an entry is shared once. That is kept in
        memory: a restart forgets a minute, and nothing else depends on it. Raises UnknownEntry, EntryElsewhere,
        SuspectEntry, JustShared.
        """
        entry = self.library.get(entry_id)
        if entry is None:
            raise UnknownEntry(entry_id)
        if not _belongs(entry, place.names):
            raise EntryElsewhere
        async with self._database.read() as reader:
            is_suspect = await store.suspects(reader, place.guild_id, [entry_id])
        if is_suspect and not by.is_staff:
            raise SuspectEntry
        now = self._clock()
        self._shared = {what: at for what, at in self._shared.items() if now - at < SHARED_AGAIN_AFTER}
        shares: dict[tuple[int, int | str], datetime] = {
            (place.channel_id, what): now for what in (by.id, entry_id)
        }
        if not shares.keys().isdisjoint(self._shared):
            raise JustShared
        self._shared |= shares
        return entry

    # Explaining

    async def behind(self, channel_id: int, message_ids: Collection[int]) -> Question | None:
        """The question that one of these messages belongs to, or that it answers."""
        async with self._database.read() as reader:
            found = [await store.behind(reader, channel_id, message_id) for message_id in message_ids]
        return next((question for question in found if question is not None), None)

    async def why(
        self, place: Place | None, message: Message | None, *, question: Question | None, author_id: int, by: Actor
    ) -> Why:
        """Why the FAQ spoke or was silent: to the question that was logged, or else to `message` as it is now.

        `message` and its place are None where it is gone: then its words are not brought back. `author_id` wrote
        it. Staff may ask of anything, others of their own: raises NotStaff.
        """
        if not by.is_staff and by.id != (question.asker_id if question else author_id):
            raise NotStaff
        rule = question.rule if question else None
        if place is None or message is None:
            return Why(rule, question, None)
        kept = question.text if question else None
        texts = [kept or message.text]
        async with self._database.read() as reader:
            if question is None:
                has_opted_out = await store.has_opted_out(reader, place.guild_id, author_id)
                rule = self._leaves_alone(message, has_opted_out=has_opted_out)
            elif kept is not None and len(await store.pieces_of(reader, question.id)) > 1:
                texts.append(kept.rpartition("\n")[2])
        return Why(rule, question, await self._reading(texts, place.names) if texts[0] else None)

    # Forgetting

    async def forget_old_text(self) -> datetime:
        """Drop texts past their time; when to look again."""
        now = self._clock()
        async with self._database.tx() as tx:
            # Those, too, whose time is up before the next look: what is kept too long is kept against a promise.
            await store.forget_text(tx, now - timedelta(days=self._settings.keep_text_days) + _FORGET_EVERY)
        await self._database.checkpoint()
        return now + _FORGET_EVERY

    async def schedule_forgetting(self) -> None:
        """See to it that old texts are forgotten; call at start-up."""
        async with self._database.tx() as tx:
            await self._jobs.put(tx, guild_id=0, kind=FORGET_JOB, subject_id=0, due_at=self._clock())

    def _burst(self, place: Place, message: Message, message_id: int, asker_id: int, now: datetime) -> _Burst:
        """What this message belongs to: what its author wrote just before, or itself alone."""
        key = (place.channel_id, asker_id)
        rule = self._leaves_alone(replace(message, is_first=True))
        if message.is_addressed or rule not in (None, Rule.TOO_SHORT):
            return _Burst(now, message.is_first, {message_id: message.text})
        burst = self._bursts.pop(key, None)
        if burst is None or now - burst.last_at > BURST or len(burst.pieces) >= PIECES_AT_MOST:
            burst = _Burst(now, message.is_first)
        burst.last_at = now
        burst.is_first |= message.is_first
        burst.pieces[message_id] = message.text
        self._bursts[key] = burst
        while len(self._bursts) > BURSTS_REMEMBERED:
            del self._bursts[next(iter(self._bursts))]
        return burst

    async def _judge(self, text: str, places: Collection[str | int]) -> tuple[Judgement, list[Match]]:
        ranked, library = await self._knowledge.rank(text)
        matches = [match for match in ranked if _belongs(library.get(match.entry_id), places)]
        return self._verdict(matches), matches

    async def _judge_pieces(
        self, texts: Sequence[str], places: Collection[str | int]
    ) -> tuple[Judgement, list[Match]]:
        """The question may be in the last piece alone, after a greeting that only dilutes it."""
        readings = [await self._judge("\n".join(texts), places)]
        if len(texts) > 1 and not self._leaves_alone(Message(texts[-1])):
            readings.append(await self._judge(texts[-1], places))
        return max(readings, key=lambda reading: reading[0].score)

    def _leaves_alone(self, message: Message, *, has_opted_out: bool = False) -> Rule | None:
        return leaves_alone(message, min_words=self._settings.min_words, has_opted_out=has_opted_out)

    async def _reading(self, texts: Sequence[str], places: Collection[str | int]) -> Reading:
        """What `_judge_pieces` would find, in all detail; `texts` are all pieces together, and the last alone."""
        readings = []
        for text in texts:
            if text == texts[0] or not self._leaves_alone(Message(text)):
                explanation, library = await self._knowledge.explain(text)
                own = [one for one in explanation.candidates if _belongs(library.get(one.match.entry_id), places)]
                explanation = replace(explanation, candidates=tuple(own))
                readings.append(Reading(texts[0], explanation, self._verdict(explanation.matches)))
        return max(readings, key=lambda reading: reading.judgement.score)

    def _verdict(self, matches: Sequence[Match]) -> Judgement:
        settings = self._settings
        suggest_from = float("inf") if settings.between is Between.SILENT else settings.suggest_from
        return judge(matches, threshold=settings.threshold, margin=settings.margin, suggest_from=suggest_from)

    async def _read(
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
        best = matches[0] if matches else None
        history = History()
        if judgement.verdict is not Verdict.SILENT and best is not None:
            history = await store.history(
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
            threshold=self._settings.threshold,
        )
        entry = self.library.get(best.entry_id) if best else None
        return Read(
            verdict=judgement.verdict if rule in SPEAKING else Verdict.SILENT,
            rule=rule,
            entry_id=judgement.entry_id,
            candidates=tuple((match.entry_id, round(match.score, 4)) for match in matches[:3]),
            language=entry.language_of(best.phrasing) if entry and best else None,
            score=judgement.score,
            margin=judgement.margin,
        )

    def _suggested(self, question: Question) -> tuple[Entry, ...]:
        entries = (
            self.library.get(entry_id)
            for entry_id, score in question.candidates
            if score >= self._settings.suggest_from
        )
        return tuple(entry for entry in entries if entry is not None)

    async def _concerned(
        self, reader: Reader, channel_id: int, replied_to: int | None, is_post: bool
    ) -> Question | None:
        if is_post:
            return await store.in_channel(reader, channel_id)
        return await store.behind(reader, channel_id, replied_to) if replied_to is not None else None

    async def _settle(
        self, question_id: int, outcome: Outcome, *, by: Actor, to_community: bool = False
    ) -> Question:
        now = self._clock()
        async with self._database.tx() as tx:
            question = await _known(tx, question_id)
            if by.id != question.asker_id and not by.is_staff:
                raise NotTheAsker(question.asker_id)
            if question.outcome is Outcome.REMOVED and to_community:
                raise UnknownQuestion
            await store.save_outcome(tx, question_id, outcome, now)
            await self._owe(tx, question.guild_id, question_id, now, run_now=True)
            if to_community:
                await self._jobs.put(
                    tx,
                    guild_id=question.guild_id,
                    kind=HAND_OVER_JOB,
                    subject_id=question_id,
                    due_at=now,
                    run_now=True,
                )
            return await _known(tx, question_id)

    async def _owe(
        self, tx: Transaction, guild_id: int, question_id: int, due_at: datetime, *, run_now: bool
    ) -> None:
        await self._jobs.put(
            tx, guild_id=guild_id, kind=ANSWER_JOB, subject_id=question_id, due_at=due_at, run_now=run_now
        )


def _belongs(entry: Entry | None, places: Collection[str | int]) -> bool:
    return entry is not None and (not entry.channels or not set(entry.channels).isdisjoint(places))


def _is_held_back(question: Question) -> bool:
    """Whether its suggestions still wait for the member to pause."""
    return question.rule is Rule.BETWEEN and question.is_live and question.answer_message_id is None


def _is_better(read: Read, before: Question) -> bool:
    """Whether what was made of more words comes in place of what was said, or is to be said."""
    if before.rule not in SPEAKING and before.entry_id is not None:  # withheld, which must not become a suggestion
        return read.rule is Rule.SURE
    if before.rule not in SPEAKING:
        return read.rule in SPEAKING or read.score > before.score
    if before.rule is Rule.BETWEEN and read.rule is Rule.SURE:
        return True
    is_other = read.rule is Rule.SURE and read.entry_id != before.entry_id
    return (is_other or (_is_held_back(before) and read.rule is Rule.BETWEEN)) and read.score > before.score


def _may_be_reread(question: Question, now: datetime) -> bool:
    return question.outcome is None and question.reread_at is None and now - question.asked_at <= REREAD_WITHIN


async def _known(reader: Reader, question_id: int) -> Question:
    question = await store.get(reader, question_id)
    if question is None:
        raise UnknownQuestion
    return question
