"""The ranks that members hold, as the ledger and the settings change: who is looked at when, and what is owed to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.database import Transaction
from bot.jobs.job import Job
from bot.recognition_tables import rank_holders
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Reason
from bot.reputation.ranks.owed import RANK_JOB
from bot.reputation.ranks.service import DAY, PAUSE, Due, Ranking
from bot.reputation_settings import Rank, Reputation
from tests.services import ELSEWHERE, HERE, NOON, Engine

HUGO, IDA, SAM = 4, 5, 3
LADDER = [Rank(name="Postcard", points=10, role="Postcards"), Rank(name="Sorter", points=30, role=77)]


class Desk:
    """A ledger and the ranks that follow it, by these settings."""

    def __init__(self, engine: Engine, ranks: list[Rank]) -> None:
        settings = Reputation(ranks=ranks)
        self.engine, jobs = engine, engine.services.jobs
        self.ranking = Ranking(engine.database, engine.clock, settings, jobs)
        self.ledger = Ledger(engine.clock, settings, jobs)
        self.ledger.followers.append(self.ranking.changed)

    async def adjust(self, points: int, member_id: int = HUGO, guild_id: int = HERE) -> None:
        """Staff give or take these."""

        def write(tx: Transaction) -> None:
            key = f"adjusted:{self.engine.clock.now.timestamp()}:{member_id}:{points}"
            self.ledger.award(
                tx,
                Claim(
                    guild_id,
                    key,
                    member_id,
                    SAM,
                    Giver.STAFF,
                    Reason.ADJUSTMENT,
                    1,
                    self.engine.clock.now,
                    points=points,
                ),
            )

        await self.engine.database.tx(write)

    async def owed(self) -> list[Job]:
        """The roles that are owed."""
        return [job for job in await self.engine.owed() if job.kind == RANK_JOB]

    async def done(self) -> list[Due]:
        """What is owed now, done as the desk does it: all that goes with a rank is given, and nothing else is left."""
        found = []
        for job in await self.owed():
            due = await self.ranking.settle(job.subject_id)
            assert due is not None
            await self.engine.database.tx(
                lambda tx, subject_id=job.subject_id: self.engine.services.jobs.cancel(tx, RANK_JOB, subject_id)
            )
            found.append(due)
        return found


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine, LADDER)


async def test_each_line_of_the_ledger_has_the_roles_of_the_member_looked_at(engine: Engine, desk: Desk) -> None:
    await desk.adjust(12)
    await desk.adjust(30, IDA, ELSEWHERE)
    first, second = await desk.owed()
    assert (first.guild_id, second.guild_id) == (HERE, ELSEWHERE)
    assert first.subject_id != second.subject_id
    here, there = await desk.done()
    assert (here.holder.member_id, here.roles, here.again_at) == (HUGO, ("Postcards",), None)
    assert (there.holder.member_id, there.roles) == (IDA, (77,))
    engine.clock.turn(hours=1)
    await desk.adjust(20)
    [higher] = await desk.done()
    assert higher.roles == (77,)


async def test_a_fall_is_looked_at_again_when_the_grace_ends(engine: Engine, desk: Desk) -> None:
    await desk.adjust(30)
    await desk.done()
    fell_at = engine.clock.turn(days=3)
    await desk.adjust(-15)
    [due] = await desk.done()
    assert (due.roles, due.again_at) == ((77,), fell_at + 14 * DAY)
    kept = await desk.ranking.kept(HERE, HUGO)
    assert kept is not None
    assert (kept.rank.name, kept.points, kept.ends_at) == ("Sorter", 27, fell_at + 14 * DAY)
    engine.clock.turn(days=14)
    again = await desk.ranking.settle(due.holder.id)
    assert again is not None
    assert (again.roles, again.again_at) == (("Postcards",), None)
    assert await desk.ranking.kept(HERE, HUGO) is None
    assert await desk.ranking.kept(HERE, IDA) is None


async def test_a_sweep_looks_at_everybody_after_a_start_and_then_once_a_day(engine: Engine, desk: Desk) -> None:
    await Desk(engine, []).adjust(40)
    await Desk(engine, []).adjust(5, IDA)
    await Desk(engine, []).adjust(40, IDA, ELSEWHERE)
    assert await desk.owed() == [], "ranks had no roles"
    assert await desk.ranking.sweep(HERE, is_first=False) == NOON + DAY
    assert await desk.owed() == []
    assert await desk.ranking.sweep(HERE, is_first=True) == NOON + DAY
    [due] = await desk.done()
    assert (due.holder.member_id, due.roles) == (HUGO, (77,)), "who has reached nothing needs no look"
    engine.clock.turn(hours=23)
    assert await desk.ranking.sweep(HERE, is_first=False) == NOON + DAY
    assert await desk.owed() == []
    engine.clock.turn(hours=1)
    assert await desk.ranking.sweep(HERE, is_first=False) == engine.clock.now + DAY
    assert len(await desk.done()) == 1


async def test_a_sweep_takes_some_at_a_time(engine: Engine, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.reputation.ranks.service.AT_ONCE", 2)
    for member_id in (HUGO, IDA, SAM + 10):
        await desk.adjust(40, member_id)
    await desk.done()
    next_at = await desk.ranking.sweep(HERE, is_first=True)
    assert (next_at, len(await desk.done())) == (NOON + PAUSE, 2)
    engine.clock.turn(minutes=1)
    assert await desk.ranking.sweep(HERE, is_first=False) == NOON + DAY
    assert len(await desk.done()) == 1


async def test_where_no_rank_has_a_role_nothing_is_noted_and_what_was_given_is_taken(
    engine: Engine, desk: Desk
) -> None:
    await Desk(engine, [Rank(name="Sorter", points=30)]).adjust(40)
    assert (await engine.rows(rank_holders), await desk.owed()) == ([], [])
    await desk.adjust(1)
    [due] = await desk.done()
    await desk.ranking.gives(due.holder, 77)
    await desk.ranking.gave(due.holder, 77)
    without = Desk(engine, [Rank(name="Sorter", points=30)])
    await without.ranking.sweep(HERE, is_first=True)
    [due] = await without.done()
    assert (due.roles, [grant.role_id for grant in due.grants]) == ((), [77])
    await desk.ranking.took(due.holder, 77)
    await without.ranking.sweep(HERE, is_first=True)
    assert await without.owed() == []


async def test_who_joined_after_they_were_given_a_role_is_looked_at_once(engine: Engine, desk: Desk) -> None:
    joined_at = NOON - timedelta(days=9)
    await desk.adjust(40)
    [due] = await desk.done()
    await desk.ranking.gives(due.holder, 77)
    engine.clock.turn(days=1)
    await desk.ranking.met(HERE, HUGO, engine.clock.now)
    assert await desk.owed() == [], "it was not given yet: that is owed anyway"
    await desk.ranking.gave(due.holder, 77)
    for member_id, at in ((HUGO, joined_at), (IDA, engine.clock.now)):
        await desk.ranking.met(HERE, member_id, at)
    assert await desk.owed() == []
    back_at = engine.clock.turn(days=1)
    await desk.ranking.met(HERE, HUGO, back_at)
    assert len(await desk.done()) == 1
    await desk.ranking.met(HERE, HUGO, back_at)
    assert await desk.owed() == []
