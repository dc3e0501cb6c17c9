"""Which servers are served, by what config.yaml names and where the bot is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.serving import Serving


@pytest.mark.parametrize(
    ("named", "present", "served", "undecided", "absent"),
    [
        ([], [], [], (), ()),
        ([], [7], [7], (), ()),
        ([], [8, 7], [], (7, 8), ()),
        ([7], [7, 8], [7], (), ()),
        ([7, 8], [7, 8, 9], [7, 8], (), ()),
        ([7], [8], [], (), (7,)),
        ([7, 9, 9], [], [], (), (7, 9)),
    ],
)
def test_one_server_is_served_or_those_that_are_named(
    named: list[int], present: list[int], served: list[int], undecided: tuple[int, ...], absent: tuple[int, ...]
) -> None:
    serving = Serving.of(named, present)
    assert serving.served == set(served)
    assert (serving.undecided, serving.absent) == (undecided, absent)


IDS = st.frozensets(st.integers(1, 5))


@given(IDS, IDS)
def test_nobody_becomes_served_by_inviting_the_bot_where_one_is_served(
    named: frozenset[int], present: frozenset[int]
) -> None:
    before = Serving.of(named, present).served
    for invited in range(1, 6):
        after = Serving.of(named, present | {invited}).served
        assert after <= before | (named & {invited}) or not present
