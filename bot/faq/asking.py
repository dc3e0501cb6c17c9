"""What the FAQ makes of what people write: asked, edited, deleted; and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.clock import Clock
from bot.config import Faq
from bot.database import Database, Reader, Transaction
from bot.faq import store
from bot.faq.bursts import Burst, Bursts, Said
from bot.faq.gathering import Batch, Gathering
from bot.faq.in_use import InUse
from bot.faq.judging import Judging
from bot.faq.opt_outs import store as opt_outs
from bot.faq.owed import (
    POST_JOB,
    owe_answer,
    owe_below,
    owe_first_answer,
    owe_looking_after,
    settle,
)
from bot.faq.question import Asked, Outcome, Read, Silence
from bot.faq.recently import Recently
from bot.faq.speaking import BURST, SPEAKING, Message, Place, Rule
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.matching.asking import wants_an_answer
from bot.matching.verdict import Judgement, Match, Verdict
from bot.routing_settings import Routing
from bot.use_cases import reads, writes

REGRETS_EVERY = timedelta(minutes=1)
"""Once in this time a member is told in a channel that there is no answer, however often they mention us."""

STARTER_WITHIN = timedelta(seconds=5)
"""For this long a forum post waits for its starter; then its title is looked at alone."""

_FORGET_EVERY = timedelta(hours=6)


class Asking:
    """Each method is one use case and at most one transaction. After a change, run `ANSWER_JOB` of the question."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Faq,
        routing: Routing,
        knowledge: InUse,
        judging: Judging,
        bursts: Bursts,
        jobs: JobRunner,
        ids: Ids,
        report: Callable[[str, BaseException], object],
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._routing = routing
        self._knowledge = knowledge
        self._judging = judging
        self._bursts = bursts
        self._jobs = jobs
        self._regretted = Recently(REGRETS_EVERY)
        self._ids = ids
        self.gathering = Gathering(clock, self._write, report)

    # Asked

    async def ask(
        self, place: Place, message: Message, *, message_id: int, asker_id: int, at: datetime | None = None
    ) -> Asked | None:
        """Judge a message, log it, and owe what there is to say (`ANSWER_JOB`): an answer at once, suggestions
        when the member has paused. It came `at` this time, or now.

        What follows within `BURST` is joined to what came before, and may bring a (better) answer, but takes
        none back. Where nothing is said, it is written within a second (`gathering`). None where the message is left
        alone, or was looked at before.
        """
        now = at or self._clock()
        if self._bursts.is_gone(place, [message_id], now):
            # A try that met a lock may have written it down before it was gone.
            await self._remove_known([message_id])
            return None
        burst = self._bursts.joined(place, message, message_id, asker_id, now)
        texts = dict(burst.pieces)
        joined = message
        if len(texts) > 1 or burst.is_first != message.is_first:
            joined = replace(message, text="\n".join(texts.values()), is_first=burst.is_first)
        if self._judging.leaves_alone(joined) or self.gathering.holds(message_id):
            return None
        async with burst.in_turn:  # or a piece that says more could be read before the one that says it better
            return await self._look_at(Said(place, joined, texts, message_id, asker_id, now), burst)

    async def ask_directly(self, place: Place, texts: dict[int, str], *, asker_id: int) -> Asked | None:
        """The same for what somebody wrote in direct messages without a pause: by their ids, at least one. They mean us, and
        whatever is made of it is written down at once.
        """
        now, message = self._clock(), Message("\n".join(texts.values()), is_addressed=True)
        said = Said(place, message, texts, max(texts), asker_id, now)
        return await self._look_at(said, Burst(now, is_first=True, pieces=texts))

    # Edited

    async def reread(
        self, place: Place, texts: Sequence[str], *, message_id: int, is_addressed: bool = False
    ) -> int | None:
        """The question was edited: judge it again, once, and only within `REREAD_WITHIN`; then run `ANSWER_JOB`.

        `texts` is what its pieces say now. The question, or None where nothing is to be done.
        """
        now = self._clock()
        await self.gathering.make_findable([message_id])
        message = Message("\n".join(texts), is_addressed=is_addressed)
        judgement, matches = await self._judging.judge_pieces(message, texts, place.names)
        return await self._save_reading(place, message, judgement, matches, message_id, now)

    @writes
    def _save_reading(
        self,
        tx: Transaction,
        place: Place,
        message: Message,
        judgement: Judgement,
        matches: Sequence[Match],
        message_id: int,
        now: datetime,
    ) -> int | None:
        question = store.with_pieces(tx, [message_id])
        if question is None or not question.may_be_reread(now) or question.text == message.text:
            return None
        read = self._judging.read(
            tx, place, message, judgement, matches, question.asker_id, question.message_id, now, question
        )
        if left_alone := self._judging.leaves_alone(message):
            read = replace(read, verdict=Verdict.SILENT, rule=left_alone)
        store.save_reading(
            tx,
            question.id,
            text=self._kept_of(tx, message, question.guild_id, question.asker_id),
            read=read,
            reread_at=now,
        )
        owe_answer(self._jobs, tx, place.guild_id, question.id, now, run_now=True)
        return question.id

    async def may_be_reread(self, message_id: int) -> list[int]:
        """The messages of the question that this one belongs to, or none where an edit comes too late."""
        await self.gathering.make_findable([message_id])
        return await self._may_be_reread(message_id)

    @reads
    def _may_be_reread(self, reader: Reader, message_id: int) -> list[int]:
        question = store.with_pieces(reader, [message_id])
        if question is None or not question.may_be_reread(self._clock()):
            return []
        return store.pieces_of(reader, question.id)

    # In a forum

    @writes
    def expect_starter(self, tx: Transaction, guild_id: int, thread_id: int) -> None:
        """A forum post is there: its title is looked at (`POST_JOB`) if no starter comes `STARTER_WITHIN`."""
        due_at = self._clock() + STARTER_WITHIN
        self._jobs.put(tx, guild_id=guild_id, kind=POST_JOB, subject_id=thread_id, due_at=due_at)

    # Deleted

    async def deleted(self, message_ids: Sequence[int]) -> list[int]:
        """Messages are gone from Discord: with a question go its words and our message under it.

        That our own message is gone is accepted; it settles nothing that was settled before. The questions whose
        `ANSWER_JOB` is to be run.
        """
        self._bursts.forget(message_ids, self._clock())
        await self.gathering.drop(lambda line: any(one in message_ids for one in line.pieces))
        return await self._remove_known(message_ids)

    async def _remove_known(self, message_ids: Sequence[int]) -> list[int]:
        if not await self._database.read(lambda reader: store.concerned_by_deletion(reader, message_ids)):
            return []  # as most messages are: no need to keep the writer from others
        return await self._remove(message_ids)

    @writes
    def _remove(self, tx: Transaction, message_ids: Sequence[int]) -> list[int]:
        now = self._clock()
        concerned = store.concerned_by_deletion(tx, message_ids)
        for question, is_asked_gone in concerned:
            if is_asked_gone:
                store.save_text(tx, question.id, None)
                settle(self._jobs, tx, question, Outcome.REMOVED, now)
                owe_answer(self._jobs, tx, question.guild_id, question.id, now, run_now=True)
            elif question.is_live:
                settle(self._jobs, tx, question, Outcome.REMOVED, now)
                owe_below(self._jobs, tx, question.guild_id, question.id, now)
        return [question.id for question, is_asked_gone in concerned if is_asked_gone]

    async def place_deleted(self, channel_id: int) -> None:
        """A channel, a forum or a thread is gone, and with it our messages there: the words go too."""
        self._bursts.forget_place(channel_id, self._clock())
        await self.gathering.drop(lambda line: channel_id in (line.place.channel_id, line.place.place_id))
        await self._database.tx(lambda tx: store.remove_place(tx, channel_id, self._clock()))

    # Forgotten

    async def forget_old_text(self) -> datetime:
        """Drop texts past their time; when to look again."""
        now = self._clock()
        # Those, too, whose time is up before the next look: what is kept too long is kept against a promise.
        before = now - timedelta(days=self._settings.keep_text_days) + _FORGET_EVERY
        await self._database.tx(lambda tx: store.forget_text(tx, before))
        await self._database.checkpoint()
        return now + _FORGET_EVERY

    async def _look_at(self, said: Said, burst: Burst) -> Asked | None:
        texts, place = said.texts, said.place
        # Then the next piece is read for its meaning, with this one.
        goes_on = partial(burst.goes_on_after, len(texts))
        judgement, matches = await self._judging.judge_pieces(
            said.message, list(texts.values()), place.names, goes_on
        )
        if self._bursts.is_gone(place, texts, self._clock()):
            return None
        if judgement.verdict is Verdict.SILENT and not self._judging.may_answer(said.message):
            return None  # most of it is chatter, and no question that is worth writing down
        # What is said at once to who mentions us, and the starter of a post, which may come after its title, is looked up.
        is_looked_up = said.message.is_addressed or said.message_id == place.channel_id
        if judgement.verdict is Verdict.SILENT and not is_looked_up:
            earlier = self.gathering.take(texts)
            if earlier is not None or len(texts) == 1:
                return self._gather(said, judgement, matches, earlier)
        if len(texts) > 1:
            await self.gathering.make_findable(texts)
        logged = await self._log(said, judgement, matches)
        if logged is None:
            return None
        question_id, read = logged
        if self._bursts.is_gone(place, texts, self._clock()):
            await self._remove(list(texts))
            return None
        entry = self._knowledge.entry(read.entry_id) if read.verdict is Verdict.ANSWER and read.entry_id else None
        regretted = [(place.channel_id, said.asker_id)]
        is_regretted = (
            said.message.is_addressed
            and read.rule not in (*SPEAKING, Rule.MENTIONS_CAP)
            and not self._regretted.knows(regretted, said.at)
        )
        if is_regretted:
            self._regretted.note(regretted, said.at)
        return Asked(question_id, judgement, read.rule, entry, is_regretted)

    def _gather(
        self, said: Said, judgement: Judgement, matches: Sequence[Match], earlier: Silence | None
    ) -> Asked | None:
        """Nothing is said: neither caps nor suspicions matter, so no transaction is needed for it alone."""
        read, kept = self._judging.silent(judgement, matches), self._kept(said.message)
        if earlier is None:
            id_ = self._ids.draw(said.at)
            first, wants = (said.message_id,), self._wants_answer(said)
            silence = Silence(id_, said.place, said.asker_id, said.at, kept, read, first, wants)
        else:
            better = read if read.score > earlier.read.score else earlier.read
            pieces = tuple(dict.fromkeys((*earlier.pieces, *said.texts)))
            wants = earlier.wants_answer or self._wants_answer(said)
            silence = replace(earlier, text=kept, read=better, pieces=pieces, wants_answer=wants)
        self.gathering.add(silence)
        return Asked(silence.question_id, judgement, read.rule, None) if silence.read is read else None

    @writes
    def _write(self, tx: Transaction, batch: Batch) -> None:
        """But for those of members who want no answers, what was written before (Discord may tell of it twice), and what
        was deleted meanwhile.
        """
        now, silences = self._clock(), batch.begin()
        tx.after_commit(batch.end)
        known = store.known_pieces(tx, [piece for silence in silences for piece in silence.pieces])
        askers = {(silence.place.guild_id, silence.asker_id) for silence in silences}
        opted_out, unkept = opt_outs.opted_out(tx, askers), choices.who_chose(tx, Choice.UNKEPT, askers)
        written = [
            replace(silence, text=None) if (silence.place.guild_id, silence.asker_id) in unkept else silence
            for silence in silences
            if known.isdisjoint(silence.pieces)
            and not self._bursts.is_gone(silence.place, silence.pieces, now)
            and (silence.place.guild_id, silence.asker_id) not in opted_out
        ]
        store.insert_silences(tx, written)
        for silence in written:
            if silence.wants_answer:
                self._owe_looking_after(tx, silence.place, silence.question_id, silence.asked_at)

    @writes
    def _log(
        self, tx: Transaction, said: Said, judgement: Judgement, matches: Sequence[Match]
    ) -> tuple[int, Read] | None:
        """The question and what was made of it; None where that changes nothing."""
        place, texts, now = said.place, said.texts, said.at
        if store.with_pieces(tx, [said.message_id]) is not None:
            return None
        has_opted_out = opt_outs.has_opted_out(tx, place.guild_id, said.asker_id)
        if self._judging.leaves_alone(said.message, has_opted_out=has_opted_out):
            return None
        before = store.with_pieces(tx, texts) if len(texts) > 1 else None
        if before is not None and before.outcome is not None:
            return None
        lot = said.message_id if before is None else before.message_id
        read = self._judging.read(tx, place, said.message, judgement, matches, said.asker_id, lot, now, before)
        kept = self._kept_of(tx, said.message, place.guild_id, said.asker_id)
        if before is None:
            question_id = self._ids.draw(now)
            store.insert_question(
                tx,
                question_id=question_id,
                guild_id=place.guild_id,
                channel_id=place.channel_id,
                place_id=place.place_id,
                message_id=said.message_id,
                asker_id=said.asker_id,
                asked_at=now,
                text=kept,
                read=read,
                message_ids=texts,
            )
        else:
            question_id = before.id
            store.add_pieces(tx, place.guild_id, question_id, texts)
            if not read.is_better_than(before):
                store.save_text(tx, question_id, kept)
                if before.is_held_back:  # the member has not paused yet
                    owe_answer(self._jobs, tx, place.guild_id, question_id, now + BURST, run_now=False)
                return None
            store.save_reading(tx, question_id, text=kept, read=read)
        if read.rule in SPEAKING:
            waits = read.rule is Rule.BETWEEN and not said.message.is_addressed
            due_at = now + BURST if waits else now
            owe = owe_first_answer if before is None else owe_answer
            owe(self._jobs, tx, place.guild_id, question_id, due_at, run_now=not waits)
        elif self._wants_answer(said):
            self._owe_looking_after(tx, place, question_id, now)
        return question_id, read

    def _wants_answer(self, said: Said) -> bool:
        """Whether helpers are shown it if nobody answers: it asks something where that is wanted. A post always asks."""
        place = said.place
        if self._routing.is_off_in(place.names) or not place.names.isdisjoint(self._settings.shadow):
            return False
        return said.message_id == place.channel_id or wants_an_answer(said.message.text)

    def _owe_looking_after(self, tx: Transaction, place: Place, question_id: int, asked_at: datetime) -> None:
        due_at = asked_at + self._routing.first_after
        owe_looking_after(self._jobs, tx, place.guild_id, question_id, due_at)

    def _kept(self, message: Message) -> str | None:
        """Its words, if the operator keeps any."""
        return message.text if self._settings.keep_text_days else None

    def _kept_of(self, tx: Transaction, message: Message, guild_id: int, asker_id: int) -> str | None:
        """The same, if its asker wants them kept, too."""
        unkept = choices.who_chose(tx, Choice.UNKEPT, [(guild_id, asker_id)])
        return None if unkept else self._kept(message)
