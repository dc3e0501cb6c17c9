"""What is unhealthy and what is not, by value."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.health.heartbeat import (
    GATEWAY_SILENT,
    OVERDUE,
    RUNNER_SILENT,
    STALE,
    Heartbeat,
    Surroundings,
    faults,
    line,
    read,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
WELL = Heartbeat(NOON, NOON, NOON, NOON - 9 * HOUR, None, 0, None)
ROOM = Surroundings(NOON - 26 * HOUR, 5 * 1024**3)


def test_a_bot_that_is_well_says_how_things_are() -> None:
    assert faults(WELL, ROOM, NOON) == []
    assert line(WELL, ROOM, NOON) == "healthy; no job overdue; 0 obstacles; last backup 26 h ago; 5.0 GB free"


@pytest.mark.parametrize(
    ("heartbeat", "what"),
    [
        (None, "not running"),
        (replace(WELL, at=NOON - STALE - SECOND), "no sign of life for 91 s"),
        (replace(WELL, connected_at=None), "not connected to Discord"),
        (replace(WELL, connected_at=NOON - GATEWAY_SILENT - SECOND), "not connected to Discord for 3 min"),
        (replace(WELL, looked_at=None), "jobs are not being looked at"),
        (replace(WELL, looked_at=NOON - RUNNER_SILENT - SECOND), "jobs are not being looked at"),
        (replace(WELL, overdue_since=NOON - OVERDUE - SECOND), "a job is overdue for 10 min"),
        (replace(WELL, waits_until=NOON - HOUR, connected_at=None), "not connected to Discord"),
    ],
)
def test_what_is_wrong_is_said_first(heartbeat: Heartbeat | None, what: str) -> None:
    assert faults(heartbeat, ROOM, NOON) == [what]
    assert line(heartbeat, ROOM, NOON).startswith(f"unhealthy: {what}; ")


def test_what_lasts_no_longer_than_it_may_is_not_wrong() -> None:
    at_the_limit = Heartbeat(
        NOON - STALE, NOON - GATEWAY_SILENT, NOON - RUNNER_SILENT, NOON - HOUR, NOON - OVERDUE, 0, None
    )
    assert faults(at_the_limit, ROOM, NOON) == []


@pytest.mark.parametrize(
    ("began", "is_well"),
    [(SECOND, True), (OVERDUE, True), (OVERDUE + SECOND, False)],
    ids=["starts", "works", "late"],
)
def test_what_was_late_before_the_start_has_as_long_as_what_becomes_late_after_it(
    began: timedelta, is_well: bool
) -> None:
    late = replace(WELL, began_at=NOON - began, overdue_since=NOON - HOUR)
    assert faults(late, ROOM, NOON) == ([] if is_well else ["a job is overdue for 60 min"])
    assert "oldest overdue job 60 min" in line(late, ROOM, NOON)


def test_a_bot_that_spares_its_token_is_well_or_it_would_be_started_again_and_again() -> None:
    waiting = Heartbeat(NOON, None, None, None, NOON - HOUR, 0, NOON + HOUR)
    assert faults(waiting, ROOM, NOON) == []
    assert line(waiting, ROOM, NOON).startswith("healthy; waits until 13:00 UTC before the next login; ")


def test_what_a_new_start_cannot_cure_is_told_and_is_no_fault() -> None:
    told = line(replace(WELL, obstacles=1), Surroundings(None, ROOM.free_bytes), NOON)
    assert told == "healthy; no job overdue; 1 obstacle; no backup known; 5.0 GB free"


def test_a_disk_that_is_nearly_full_is_wrong_before_the_next_write_fails() -> None:
    assert faults(WELL, replace(ROOM, free_bytes=99 * 1024**2), NOON) == ["the disk is nearly full"]


def test_several_faults_stand_in_one_line() -> None:
    told = line(None, Surroundings(None, 0), NOON)
    assert told == "unhealthy: not running, the disk is nearly full; no backup known; 0.0 GB free"


@pytest.mark.parametrize("heartbeat", [WELL, Heartbeat(NOON, None, None, None, None, 3, NOON + MINUTE)])
def test_what_is_written_is_what_is_read(heartbeat: Heartbeat) -> None:
    assert read(heartbeat.text()) == heartbeat


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", "null", WELL.text()[:-20], WELL.text().replace("+00:00", "")]
)
def test_half_a_heartbeat_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text)
