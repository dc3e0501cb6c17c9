"""What the FAQ makes of what people write: asked, edited, answered by somebody else, deleted; and forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader
from bot.faq import store
from bot.faq.bursts import Bursts
from bot.faq.in_use import InUse
from bot.faq.judging import Judging
from bot.faq.owed import POST_JOB, owe_answer
from bot.faq.question import RETRACTED_WITHIN, Outcome, Question
from bot.faq.recently import Recently
from bot.faq.speaking import BURST, SPEAKING, Message, Place, Rule
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.knowledge.entry import Entry
from bot.matching.thanks import is_thanks
from bot.matching.verdict import Judgement, Verdict

REGRETS_EVERY = timedelta(minutes=1)
"""Once in this time a member is told in a channel that there is no answer, however often they mention us."""

STARTER_WITHIN = timedelta(seconds=5)
"""For this long a forum post waits for its starter; then its title is looked at alone."""

_FORGET_EVERY = timedelta(hours=6)


@dataclass(frozen=True)
class Asked:
    """A question that was looked at, and what the FAQ does: `entry` is the answer, or None for anything else.

    `is_regretted` says that who mentioned us is told that there is none.
    """

    question_id: int
    judgement: Judgement
    rule: Rule
    entry: Entry | None
    is_regretted: bool = False


class Asking:
    """Each method is one use case and at most one transaction. After a change, run `ANSWER_JOB` of the question."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Faq,
        knowledge: InUse,
        judging: Judging,
        bursts: Bursts,
        jobs: JobRunner,
        ids: Ids,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._knowledge = knowledge
        self._judging = judging
        self._bursts = bursts
        self._jobs = jobs
        self._regretted = Recently(REGRETS_EVERY)
        self._ids = ids

    # Asked

    async def ask(self, place: Place, message: Message, *, message_id: int, asker_id: int) -> Asked | None:
        """Judge a message, log it, and owe what there is to say (`ANSWER_JOB`): an answer at once, suggestions
        when the member has paused.

        What follows within `BURST` is joined to what came before, and may bring a (better) answer, but takes
        none back. None where the message is left alone, or was looked at before.
        """
        now = self._clock()
        burst = self._bursts.joined(place, message, message_id, asker_id, now)
        texts = dict(burst.pieces)
        joined = replace(message, text="\n".join(texts.values()), is_first=burst.is_first)
        if self._judging.leaves_alone(joined):
            return None
        async with burst.in_turn:  # or a piece that says more could be read before the one that says it better
            return await self._look_at(place, joined, texts, message_id, asker_id, now)

    # Edited

    async def reread(
        self, place: Place, texts: Sequence[str], *, message_id: int, is_addressed: bool = False
    ) -> int | None:
        """The question was edited: judge it again, once, and only within `REREAD_WITHIN`; then run `ANSWER_JOB`.

        `texts` is what its pieces say now. The question, or None where nothing is to be done.
        """
        now = self._clock()
        message = Message("\n".join(texts), is_addressed=is_addressed)
        judgement, matches = await self._judging.judge_pieces(texts, place.names)
        async with self._database.tx() as tx:
            question = await store.with_pieces(tx, [message_id])
            if question is None or not question.may_be_reread(now) or question.text == message.text:
                return None
            read = await self._judging.read(
                tx, place, message, judgement, matches, question.asker_id, question.message_id, now, question
            )
            if left_alone := self._judging.leaves_alone(message):
                read = replace(read, verdict=Verdict.SILENT, rule=left_alone)
            kept = message.text if self._settings.keep_text_days else None
            await store.save_reading(tx, question.id, text=kept, read=read, reread_at=now)
            await owe_answer(self._jobs, tx, place.guild_id, question.id, now, run_now=True)
        return question.id

    async def may_be_reread(self, message_id: int) -> list[int]:
        """The messages of the question that this one belongs to, or none where an edit comes too late."""
        async with self._database.read() as reader:
            question = await store.with_pieces(reader, [message_id])
            if question is None or not question.may_be_reread(self._clock()):
                return []
            return await store.pieces_of(reader, question.id)

    # In a forum

    async def expect_starter(self, guild_id: int, thread_id: int) -> None:
        """A forum post is there: its title is looked at (`POST_JOB`) if no starter comes `STARTER_WITHIN`."""
        due_at = self._clock() + STARTER_WITHIN
        async with self._database.tx() as tx:
            await self._jobs.put(tx, guild_id=guild_id, kind=POST_JOB, subject_id=thread_id, due_at=due_at)

    async def is_asked_in(self, channel_id: int) -> bool:
        """Whether anything that was said in this channel or post has been looked at."""
        async with self._database.read() as reader:
            return await store.in_channel(reader, channel_id) is not None

    # Answered by people

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
            question = await store.known(tx, question.id)
            await store.save_outcome(tx, question.id, Outcome.HUMAN, now)
            if not question.is_live:
                return None
            await owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
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

    async def behind(self, channel_id: int, message_id: int) -> Question | None:
        """The question that this message of a channel is a piece of, or that it answers."""
        async with self._database.read() as reader:
            return await store.behind(reader, channel_id, message_id)

    async def in_thread(self, thread_id: int) -> Question | None:
        """The latest question that stands in a thread."""
        async with self._database.read() as reader:
            return await store.in_channel(reader, thread_id)

    # Deleted

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
                    await owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
                elif question.is_live:
                    await store.save_outcome(tx, question.id, Outcome.REMOVED, now)
        return [question.id for question, is_asked_gone in concerned if is_asked_gone]

    async def place_deleted(self, channel_id: int) -> None:
        """A channel, a forum or a thread is gone, and with it our messages there: the words go too."""
        async with self._database.tx() as tx:
            await store.remove_place(tx, channel_id, self._clock())

    # Forgotten

    async def forget_old_text(self) -> datetime:
        """Drop texts past their time; when to look again."""
        now = self._clock()
        async with self._database.tx() as tx:
            # Those, too, whose time is up before the next look: what is kept too long is kept against a promise.
            await store.forget_text(tx, now - timedelta(days=self._settings.keep_text_days) + _FORGET_EVERY)
        await self._database.checkpoint()
        return now + _FORGET_EVERY

    async def _look_at(
        self, place: Place, joined: Message, texts: dict[int, str], message_id: int, asker_id: int, now: datetime
    ) -> Asked | None:
        async with self._database.read() as reader:
            has_opted_out = await store.has_opted_out(reader, place.guild_id, asker_id)
        if self._judging.leaves_alone(joined, has_opted_out=has_opted_out):
            return None
        judgement, matches = await self._judging.judge_pieces(list(texts.values()), place.names)
        async with self._database.tx() as tx:
            if await store.with_pieces(tx, [message_id]) is not None:
                return None
            before = await store.with_pieces(tx, texts) if len(texts) > 1 else None
            if before is not None and before.outcome is not None:
                return None
            lot = message_id if before is None else before.message_id
            read = await self._judging.read(tx, place, joined, judgement, matches, asker_id, lot, now, before)
            kept = joined.text if self._settings.keep_text_days else None
            if before is None:
                question_id = self._ids.draw(now)
                await store.insert_question(
                    tx,
                    question_id=question_id,
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
                if not read.is_better_than(before):
                    await store.save_text(tx, question_id, kept)
                    if before.is_held_back:  # the member has not paused yet
                        await owe_answer(self._jobs, tx, place.guild_id, question_id, now + BURST, run_now=False)
                    return None
                await store.save_reading(tx, question_id, text=kept, read=read)
            if read.rule in SPEAKING:
                waits = read.rule is Rule.BETWEEN and not joined.is_addressed
                await owe_answer(
                    self._jobs, tx, place.guild_id, question_id, now + BURST if waits else now, run_now=not waits
                )
        entry = self._knowledge.entry(read.entry_id) if read.rule is Rule.SURE and read.entry_id else None
        regretted = [(place.channel_id, asker_id)]
        is_regretted = (
            joined.is_addressed
            and read.rule not in (*SPEAKING, Rule.MENTIONS_CAP)
            and not self._regretted.knows(regretted, now)
        )
        if is_regretted:
            self._regretted.note(regretted, now)
        return Asked(question_id, judgement, read.rule, entry, is_regretted)

    async def _concerned(
        self, reader: Reader, channel_id: int, replied_to: int | None, is_post: bool
    ) -> Question | None:
        if is_post:
            return await store.in_channel(reader, channel_id)
        return await store.behind(reader, channel_id, replied_to) if replied_to is not None else None
