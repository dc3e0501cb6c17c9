"""Whatever is put, run, cancelled and come due at once: no handler is given what was replaced or taken back before it began."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.database import Transaction
from bot.jobs.job import Job
from tests.jobs.test_runner import Broken, Workshop, open_workshop, quiet
from tests.services import HERE

SUBJECTS = 3


class Rush:
    """Six people who put, run and cancel the same few jobs, while the timer goes off. Each put is a newer version."""

    def __init__(self, shop: Workshop, random: Random) -> None:
        self.shop = shop
        self.random = random
        self.versions = count(1)
        self.known: Counter[int] = Counter()
        """Of each subject the newest version of which somebody knows that it is written, or taken back."""
        self.taken_back: Counter[int] = Counter()
        self.seen: list[tuple[int, int, int]] = []
        """Subject, version and attempt of each run, as it began."""
        self.unfinished: Counter[int] = Counter()
        """Of each subject the version of the run that did not come to its end, if that was the last."""
        self.at_work: Counter[int] = Counter()
        self.fails = True
        shop.runner.handle("rush", self.handle)

    async def handle(self, job: Job) -> None:
        subject, version = job.subject_id, job.data["version"]
        self.seen.append((subject, version, job.attempts))
        assert version >= self.known[subject], "replaced before it began"
        assert version > self.taken_back[subject], "taken back before it began"
        is_known_first = job.attempts > 1 or self.unfinished[subject] <= self.taken_back[subject]
        assert is_known_first, "as if for the first time, after a run that may have made something"
        self.unfinished[subject] = version
        self.at_work[subject] += 1
        try:
            assert self.at_work[subject] == 1, "two at once"
            for _ in range(self.random.randrange(4)):
                await self.shop.database.tx(lambda _: None)  # for as long as others take to put and to lease
            if self.fails and self.random.random() < 0.3:
                raise Broken
        finally:
            self.at_work[subject] -= 1
        self.unfinished[subject] = 0

    async def pause(self, most: int) -> None:
        for _ in range(self.random.randrange(most)):
            await asyncio.sleep(0)

    async def person(self) -> None:
        for _ in range(25):
            subject, what = self.random.randrange(SUBJECTS), self.random.random()
            if what < 0.5:
                await self.put(subject, run_now=self.random.random() < 0.4)
            elif what < 0.75:
                await self.shop.runner.run("rush", subject)
            elif what < 0.9:
                await self.cancel(subject)
            else:
                self.shop.clock.turn(seconds=self.random.randrange(40))
                self.shop.runner.wake()
            await self.pause(8)

    async def put(self, subject: int, *, run_now: bool) -> None:
        def write(tx: Transaction) -> int:
            version = next(self.versions)  # here, where one is written after the other
            self.shop.runner.put(
                tx,
                guild_id=HERE,
                kind="rush",
                subject_id=subject,
                due_at=self.shop.clock(),
                data={"version": version},
                run_now=run_now,
            )
            return version

        version = await self.shop.database.tx(write)
        self.known[subject] = max(self.known[subject], version)
        if run_now:
            await self.shop.runner.run("rush", subject)

    async def cancel(self, subject: int) -> None:
        def write(tx: Transaction) -> int:
            self.shop.runner.cancel(tx, "rush", subject)
            return next(self.versions)

        version = await self.shop.database.tx(write)
        self.taken_back[subject] = max(self.taken_back[subject], version)


@pytest.mark.parametrize("seed", range(6))
async def test_no_handler_is_given_what_was_replaced_or_taken_back_before_it_began(
    tmp_path: Path, seed: int
) -> None:
    async with open_workshop(tmp_path) as shop:
        rush = Rush(shop, Random(seed))
        shop.runner.start()
        await asyncio.gather(*(rush.person() for _ in range(6)))
        rush.fails = False
        for _ in range(3):
            shop.clock.turn(hours=1)
            await shop.wake()
        wrong = {type(error).__name__: str(error) for _, error in shop.reports if not isinstance(error, Broken)}
        assert (wrong, await shop.owed()) == ({}, [])
        await quiet()
    assert len(set(rush.seen)) == len(rush.seen), "a run was done twice, as it was leased"
    for subject in range(SUBJECTS):
        mine = [(version, attempt) for one, version, attempt in rush.seen if one == subject]
        assert mine == sorted(mine), "an older one ran after a newer"
        newest = rush.known[subject]
        assert newest < rush.taken_back[subject] or mine[-1][0] == newest, "what was put last was done"
