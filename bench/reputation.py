"""How long reputation takes over 1,000,000 lines of the ledger and 50,000 members, and how long the event loop waits meanwhile.

`python -m bench.reputation [--lines N]`. By plain SQL, without what is kept in memory, the boards are asked for too.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bench.events.crowd import insert
from bot.actor import Actor
from bot.database import Database, Reader
from bot.jobs.runner import JobRunner
from bot.reputation.boards.board import Board, Kind
from bot.reputation.boards.service import Boards
from bot.reputation.boards.simulating import Simulating
from bot.reputation.ledger import Ledger
from bot.reputation.line import Claim, Giver, Reason
from bot.reputation_settings import Limits, Points, Reputation
from cogs.failures import report_job
from cogs.hindrances import Judge

NOW = datetime(2027, 4, 5, 12, tzinfo=UTC)
LINES, MEMBERS, ASKERS, DAYS = 1_000_000, 50_000, 150_000, 1000
ROUNDS, SLOW_ROUNDS = 300, 1
FIRST = 1_000_000
"""The id of who has most lines; askers have smaller ones."""

GUILD, SAM = 1, Actor(3, is_staff=True, guild_id=1)
TOPICS = ("DNS", "Mail apps", "Deliverability", "Billing", None)
WORTH = {"accepted_answer": 15, "helpful": 5, "peer": 2, "assist": 3}

BY_SQL = text(
    """SELECT member_id, count(DISTINCT CASE WHEN points > 0 THEN asker_id END) AS helped, sum(points) AS points
    FROM awards a WHERE guild_id = 1 AND earned_at > :since AND reverses_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM awards r WHERE r.reverses_id = a.id)
    GROUP BY member_id ORDER BY helped DESC, points DESC LIMIT 10"""
)

Timed = dict[str, list[tuple[float, float]]]
"""Seconds on the clock, and of this process's CPU in all its threads: where others use the machine, only these say much."""


def run(console: Console, lines: int = LINES) -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signpost.db"
        asyncio.run(Database.at(file).migrate())
        policy = {"points": Points().model_dump_json(), "limits": Limits().model_dump_json()}
        data = f'{{"points": {policy["points"]}, "limits": {policy["limits"]}}}'
        insert(file, "award_policies", iter([{"guild_id": GUILD, "since_at": _text(NOW), "data": data}]))
        _fill(file, lines)
        took, waits = asyncio.run(_measured(Database.at(file)))
    table = Table(
        "", "CPU, median", "CPU, p99", "median", "p99", "longest", title=f"{lines:,} lines, {MEMBERS:,} members"
    )
    for name, seconds in took.items():
        wall, cpu = (sorted(one) for one in zip(*seconds, strict=True))
        shown = (_at(cpu, 0.5), _at(cpu, 0.99), _at(wall, 0.5), _at(wall, 0.99), wall[-1])
        table.add_row(name, *(f"{1000 * one:,.1f} ms" for one in shown))
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"The event loop waited {1000 * max(waits):.0f} ms at most. Peak memory: {peak:.0f} MB.")


def _fill(file: Path, lines: int) -> None:
    """The indexes are made at the end: a tenth of the time."""
    of_awards = "FROM sqlite_master WHERE tbl_name = 'awards' AND type = 'index' AND sql IS NOT NULL"
    with closing(sqlite3.connect(file)) as connection:
        indexes = connection.execute(f"SELECT name, sql {of_awards}").fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
    insert(file, "awards", _ledger(lines))
    with closing(sqlite3.connect(file)) as connection:
        for _, sql in indexes:
            connection.execute(sql)


async def _measured(database: Database) -> tuple[Timed, list[float]]:
    await database.open()
    waits, took, pick = list[float](), Timed(), random.Random(7)
    watching = asyncio.create_task(_watch(waits))
    try:
        boards = Boards(database, lambda: NOW, Reputation())
        ledger = Ledger(lambda: NOW, Reputation(), JobRunner(database, lambda: NOW, report_job, Judge()))
        numbers = iter(range(10**9, 2 * 10**9))

        async def award() -> None:
            claim = _claim(pick, next(numbers))
            await database.tx(lambda tx: ledger.award(tx, claim))

        async def turned(board: Board) -> None:
            await boards.some(GUILD, board, pick.choice([0, 10, 5000]))

        await _time(
            took,
            "/leaderboard, the first time after a start",
            1,
            lambda: boards.some(GUILD, Board(Kind.SEASON), 0),
        )
        asked = {
            "season": Board(Kind.SEASON),
            "all time": Board(Kind.ALL_TIME),
            "rising": Board(Kind.RISING),
            "topic": Board(Kind.TOPIC, "DNS"),
        }
        for name, board in asked.items():
            await _time(took, f"/leaderboard {name}, its first time", 1, partial(boards.some, GUILD, board, 0))
        for name, board in asked.items():
            await _time(
                took,
                f"/leaderboard {name}",
                ROUNDS,
                partial(turned, board),
            )
            await _time(
                took,
                f"/leaderboard {name}, after an award",
                ROUNDS,
                partial(boards.some, GUILD, board, 0),
                award,
            )
        await _time(took, "/rep show", ROUNDS, lambda: boards.standing(_member(pick), by=SAM))
        await _time(
            took, "/rep show, after an award", ROUNDS, lambda: boards.standing(_member(pick), by=SAM), award
        )
        await _time(took, "/rep show of who has most lines", ROUNDS, lambda: boards.standing(FIRST, by=SAM), award)
        await _time(took, "/rep why", ROUNDS, lambda: boards.about(GUILD, [pick.randrange(LINES)], by=SAM))
        await _time(took, "an award with all its checks", ROUNDS, award)
        simulating, same = Simulating(database, lambda: NOW, Reputation()), ("helpful: 4", "")
        await _time(took, "/rep simulate", 1, lambda: simulating.simulate(*same, by=SAM))
        for name, days in (("season", 90), ("all time", 10_000)):
            since = _text(NOW - timedelta(days=days))
            await _time(
                took,
                f"by plain SQL: /leaderboard {name}",
                SLOW_ROUNDS,
                partial(database.read, partial(_by_sql, since)),
            )
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await database.close()
    return took, waits


def _by_sql(since: str, reader: Reader) -> list[Any]:
    return list(reader.execute(BY_SQL, {"since": since}))


async def _time(
    took: Timed,
    name: str,
    rounds: int,
    work: Callable[[], Awaitable[object]],
    before: Callable[[], Awaitable[object]] | None = None,
) -> None:
    for _ in range(rounds):
        if before is not None:
            await before()
        began, cpu = time.perf_counter(), time.process_time()
        await work()
        took.setdefault(name, []).append((time.perf_counter() - began, time.process_time() - cpu))


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))]


async def _watch(waits: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - began - 0.001)


def _member(pick: random.Random) -> int:
    """A few have most of the lines."""
    return FIRST + int(MEMBERS * pick.random() ** 3)


def _claim(pick: random.Random, number: int) -> Claim:
    by_id, giver = pick.randrange(ASKERS), pick.choice([Giver.ASKER, Giver.PEER])
    reason = pick.choice([Reason.ACCEPTED_ANSWER, Reason.HELPFUL])
    return Claim(
        GUILD, f"accepted:m{number}", _member(pick), by_id, giver, reason, number, NOW, asker_id=by_id, topic="DNS"
    )


def _ledger(count: int) -> Iterator[dict[str, Any]]:
    """One in twenty takes back the line before it."""
    pick, row = random.Random(5), dict[str, Any]()
    for number in range(1, count + 1):
        at = _text(NOW - timedelta(days=DAYS * (1 - number / count)))
        if number % 20 == 0:
            yield {
                **row,
                "points": -row["points"],
                "rule": "unaccepted",
                "at": at,
                "reverses_id": number - 1,
                "data": "{}",
            }
            continue
        reason = pick.choice(["accepted_answer", "helpful", "helpful", "peer", "assist"])
        by_id = pick.randrange(ASKERS)
        row = {
            "guild_id": GUILD,
            "key": f"{reason}:m{number}",
            "turn": 0,
            "member_id": _member(pick),
            "awarded_by": by_id,
            "giver": "peer" if reason == "peer" else "asker",
            "reason": reason,
            "subject_id": number,
            "asker_id": by_id,
            "topic": pick.choice(TOPICS),
            "points": WORTH[reason],
            "pending": 0,
            "rule": "full",
            "data": f'{{"due": {WORTH[reason]}, "message": {number}}}',
            "at": at,
            "earned_at": at,
            "reverses_id": None,
            "policy_id": 1,
        }
        yield row


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reputation", description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=LINES, metavar="N")
    options = parser.parse_args()
    run(Console(width=120), options.lines)


if __name__ == "__main__":
    main()
