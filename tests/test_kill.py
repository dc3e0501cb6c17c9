"""A process that is killed at any moment leaves a database in which every acknowledged ticket is whole."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from tests.kill_child import CHILD

KILLS = 25
MOST_LINES = 30
"""A child is killed after it has acknowledged 1 to this many tickets."""

PATIENCE_SECONDS = 90
"""Then a child that hangs fails the test instead of stopping it for ever."""

ROOT = Path(__file__).parents[1]


@pytest.fixture
def nursery(home: Path) -> Iterator[subprocess.Popen[str]]:
    """The process that forks a child for every line it is sent."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kill_child", str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        start_new_session=True,
    ) as process:
        watchdog = Timer(PATIENCE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            os.killpg(process.pid, signal.SIGKILL)


def run_and_kill(nursery: subprocess.Popen[str], lines: int, turns: int) -> dict[int, int]:
    """Start a child, and kill it after this many acknowledgements and this many idle turns of ours.

    Returns {interaction id: number} of all that it acknowledged.
    """
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write("go\n")
    word, pid = nursery.stdout.readline().split() or ("nothing", 0)
    assert word == "child"
    acknowledged = {}
    for line in nursery.stdout:
        word, *numbers = line.split()
        if word == "dead":
            assert numbers == [str(-signal.SIGKILL)], "the child did not live until it was killed"
            return acknowledged
        number, interaction_id = map(int, numbers)
        acknowledged[interaction_id] = number
        if len(acknowledged) == lines:
            for _ in range(turns):
                pass
            os.kill(int(pid), signal.SIGKILL)
    raise AssertionError("the nursery died")


def test_no_acknowledged_ticket_is_lost_and_none_is_half_written_when_the_process_is_killed(
    home: Path, nursery: subprocess.Popen[str]
) -> None:
    chance = random.Random(4711)
    acknowledged: dict[int, int] = {}
    for round_number in range(KILLS):
        new = run_and_kill(nursery, chance.randint(1, MOST_LINES), chance.randint(0, 200_000))
        assert {interaction_id // CHILD for interaction_id in new} == {round_number}
        acknowledged |= new
        with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
            check(database, acknowledged)


def check(database: sqlite3.Connection, acknowledged: dict[int, int]) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []

    tickets = database.execute(
        "SELECT id, number, interaction_id, status, details, assignee_id FROM tickets"
    ).fetchall()
    numbers = [number for _, number, *_ in tickets]
    assert sorted(numbers) == list(range(1, len(tickets) + 1)), "numbers are unique and without a gap"
    stored = {interaction_id: number for _, number, interaction_id, *_ in tickets}
    assert acknowledged.items() <= stored.items()

    events: dict[int, list[str]] = {}
    for ticket_id, kind in database.execute("SELECT ticket_id, kind FROM ticket_events ORDER BY id"):
        events.setdefault(ticket_id, []).append(kind)
    jobs = set(database.execute("SELECT kind, subject_id FROM jobs"))
    credited = {subject for (subject,) in database.execute("SELECT subject_id FROM awards")}
    for ticket_id, _number, interaction_id, status, details, assignee_id in tickets:
        (_, detail) = json.loads(details)
        assert detail["text"] == f"Ticket of {interaction_id}: ünïcödé, 'quotes' \N{MEMO}"
        story = {"open": [], "claimed": ["claimed"], "resolved": ["claimed", "resolved"]}[status]
        assert events[ticket_id] == ["opened", *story]
        assert ("ticket.thread", ticket_id) in jobs or status != "open"
        assert (assignee_id is not None) == (status in ("claimed", "resolved"))
        assert (ticket_id in credited) == (status == "resolved")
        assert (("ticket.auto_close", ticket_id) in jobs) == (status == "resolved")
        assert ("ticket.card", ticket_id) in jobs
        assert ("ticket.news", ticket_id) in jobs or status == "open"
