"""How urgent a ticket is: never less than its type says, and more if more people are hit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ticket_types import Priority
from bot.tickets.priority import Impact, priority

P1, P2, P3, P4 = Priority


@pytest.mark.parametrize(
    ("least", "unasked", "one", "several", "everybody"),
    [
        (P4, P4, P4, P3, P2),
        (P3, P3, P3, P2, P1),
        (P2, P2, P2, P1, P1),
        (P1, P1, P1, P1, P1),
    ],
)
def test_the_more_people_are_hit_the_more_urgent_up_to_p1(
    least: Priority, unasked: Priority, one: Priority, several: Priority, everybody: Priority
) -> None:
    assert [priority(least, impact) for impact in (None, Impact.ONE, Impact.SEVERAL, Impact.ALL)] == [
        unasked,
        one,
        several,
        everybody,
    ]


@given(st.sampled_from(Priority), st.none() | st.sampled_from(Impact))
def test_no_ticket_is_less_urgent_than_its_type(least: Priority, impact: Impact | None) -> None:
    assert priority(least, impact) <= least
