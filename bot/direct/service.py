"""What is owed to who writes us direct messages. Their words stay in Discord; here only who waits for a reply, and where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.direct import store
from bot.direct.known import Known
from bot.faq.recently import Recently
from bot.faq.speaking import BURST
from bot.jobs.runner import JobRunner
from bot.use_cases import reads, writes

REPLY_JOB = "direct.reply"
"""Answers what somebody wrote in direct messages. Subject: the channel; data: as `Waiting`."""

LOOK_JOB = "direct.look"
"""Looks for what was written while the bot was off. There is one such job, of subject 0."""

KNOWN_FOR = timedelta(days=30)
"""For so long a channel is looked into in which nobody writes any more; then it is forgotten."""

KNOWN_AT_MOST = 200
"""Channels of one look."""

HEARD_AGAIN_AFTER = timedelta(seconds=1)
"""Lines that come faster are written down once: a flood costs one transaction a second."""

LED_AGAIN_AFTER = timedelta(minutes=1)
"""Once in this time somebody is led on; what they add meanwhile comes along."""

CHOSEN_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Waiting:
    """Who waits for a reply, and the first line that has none."""

    author_id: int
    first_id: int


class DirectMessages:
    """Each method is at most one transaction."""

    def __init__(self, database: Database, clock: Clock, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._heard = Recently(HEARD_AGAIN_AFTER)
        self._led = Recently(LED_AGAIN_AFTER)
        self._chosen: dict[int, tuple[int, datetime]] = {}

    async def hear(self, channel_id: int, author_id: int, message_id: int) -> None:
        """They wrote this to us: a reply is owed (`REPLY_JOB`), once they pause for as long as in a channel."""
        if not self._heard.knows([channel_id], self._clock()):
            await self._owe(channel_id, author_id, message_id)

    @writes
    def _owe(self, tx: Transaction, channel_id: int, author_id: int, message_id: int) -> None:
        now, server = self._clock(), 0  # of no server: it is not known yet in which they are
        waiting = self._jobs.data_of(tx, REPLY_JOB, channel_id, server)
        self._jobs.put(
            tx,
            guild_id=server,
            kind=REPLY_JOB,
            subject_id=channel_id,
            due_at=now + BURST,
            data=waiting or asdict(Waiting(author_id, message_id)),
        )
        store.see(tx, Known(channel_id, author_id, message_id), now)
        tx.after_commit(lambda: self._heard.note([channel_id], now))

    @writes
    def saw(self, tx: Transaction, channel_id: int, author_id: int, message_id: int) -> None:
        """Up to this message, what they wrote has its reply."""
        store.see(tx, Known(channel_id, author_id, message_id), self._clock())

    async def known(self) -> list[Known]:
        """Where somebody wrote to us within `KNOWN_FOR`: the latest `KNOWN_AT_MOST`, the latest first. What is older is forgotten."""
        await self._forget_old()
        return await self._newest()

    @writes
    def forget(self, tx: Transaction, channel_id: int) -> None:
        """It cannot be read any more."""
        store.forget(tx, channel_id)

    @writes
    def _forget_old(self, tx: Transaction) -> None:
        store.forget_before(tx, self._clock() - KNOWN_FOR)

    @reads
    def _newest(self, reader: Reader) -> list[Known]:
        return store.newest(reader, KNOWN_AT_MOST)

    def may_lead(self, channel_id: int) -> bool:
        """Whether to say again how to go on: False within `LED_AGAIN_AFTER`. In memory: a restart forgets a minute."""
        return not self._led.knows([channel_id], self._clock())

    def led(self, channel_id: int) -> None:
        """They were told how to go on."""
        self._led.note([channel_id], self._clock())

    def went_on(self, channel_id: int) -> None:
        """They pressed something there: what they write next is answered."""
        self._led.forget(channel_id)

    def choose(self, member_id: int, guild_id: int) -> None:
        """Of several servers they mean this one, for `CHOSEN_FOR`. In memory: after a restart they are asked again."""
        now = self._clock()
        self._chosen = {who: one for who, one in self._chosen.items() if now - one[1] < CHOSEN_FOR}
        self._chosen[member_id] = guild_id, now

    def chosen(self, member_id: int) -> int | None:
        """The server that they mean."""
        guild_id, at = self._chosen.get(member_id, (None, self._clock()))
        return guild_id if self._clock() - at < CHOSEN_FOR else None
