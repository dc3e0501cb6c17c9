"""Which lines belong together: all up to a pause of more than an hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.direct.conversation import PAUSE, together
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
