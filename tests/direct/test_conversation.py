"""Which lines belong together: all up to a pause of more than an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.direct.conversation import PAUSE, of_server, together
from tests.services import NOON

JUST_MORE = PAUSE + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("pauses", "count"),
    [((), 1), ((PAUSE,), 2), ((JUST_MORE,), 1), ((PAUSE, PAUSE, JUST_MORE, PAUSE), 3)],
)
def test_a_conversation_goes_back_to_the_first_long_pause(pauses: tuple[timedelta, ...], count: int) -> None:
    times = [NOON]
    for pause in pauses:
        times.append(times[-1] - pause)
    assert together(times) == count


def test_nothing_is_no_conversation() -> None:
    assert together([]) == 0


THEIRS, HERE, ELSEWHERE, SAID = (True, None), (False, True), (False, False), (False, None)


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ([THEIRS, HERE, THEIRS], [0, 2]),
        ([THEIRS, SAID, HERE, THEIRS, THEIRS, SAID, ELSEWHERE], [0]),
        ([THEIRS, HERE, THEIRS, ELSEWHERE, THEIRS], [0]),
        ([THEIRS, HERE, THEIRS, ELSEWHERE, THEIRS, HERE, THEIRS], [0, 4, 6]),
    ],
)
def test_what_went_to_another_server_is_no_part_of_what_was_begun_in_this_one(
    messages: list[tuple[bool, bool | None]], found: list[int]
) -> None:
    assert of_server([(NOON, *message) for message in messages]) == found


def test_what_comes_after_a_pause_is_about_something_new() -> None:
    times = [NOON, NOON + PAUSE, NOON + 3 * PAUSE, NOON + 3 * PAUSE]
    assert of_server([(at, *THEIRS) for at in times]) == [0, 1]
