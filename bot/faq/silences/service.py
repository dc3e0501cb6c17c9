"""Old silent chatter becomes counts, little by little."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.clock import Clock
from bot.database import Database
from bot.faq.question import NOTED_FOR
from bot.faq.silences import store
from bot.turns import Urgency, urgency

ROWS_A_TRANSACTION = 200
"""Who wants to write meanwhile waits for so many, 26 ms at most in `python -m bench.silences --rows 20000`, and not for all."""

TRANSACTIONS_A_RUN = 20
REST = timedelta(seconds=2)
"""Between two runs where there is more to do, as after an upgrade: a million rows rest for seven minutes in all."""

AGAIN_AFTER = timedelta(hours=6)


class Silences:
    """Sums up whole days (UTC) only, and only such as are older than `NOTED_FOR`: reports count on both."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def sum_up(self) -> datetime:
        """Count and delete some of what is to become counts; when to go on.

        A question and its count change places in one transaction, so this may be stopped at any time.
        """
        now = self._clock()
        before = datetime.combine((now - NOTED_FOR).date(), time(), UTC)
        # Everybody else goes first.
        as_before = urgency.set(Urgency.CHATTER)
        try:
            is_done = await self._sum_up(before)
        finally:
            urgency.reset(as_before)
        return now + (AGAIN_AFTER if is_done else REST)

    async def _sum_up(self, before: datetime) -> bool:
        """Whether all of it is done."""
        left = TRANSACTIONS_A_RUN
        for guild_id in await self._database.read(store.communities):
            since: datetime | None = datetime.min.replace(tzinfo=UTC)
            while since is not None:
                if not left:
                    return False
                since = await self._sum_up_some(guild_id, since, before)
                left -= 1
        return True

    async def _sum_up_some(self, guild_id: int, since: datetime, before: datetime) -> datetime | None:
        """Up to where what was asked since is summed up now; None where nothing is left.

        They are found by a reader: going over what stays would keep the writer from others.
        """
        found = await self._database.read(
            lambda reader: store.over(reader, guild_id, since=since, before=before, limit=ROWS_A_TRANSACTION)
        )
        if found:
            await self._database.tx(
                lambda tx: store.sum_up(tx, guild_id, [question_id for question_id, _ in found])
            )
        return found[-1][1] if len(found) == ROWS_A_TRANSACTION else None
