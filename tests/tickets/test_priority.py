"""How urgent a ticket is: what its type says, raised by facts, and never by more than its type allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ticket_fields import TicketField
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.priority import Grounds, Impact, rule

P1, P2, P3, P4 = Priority
FACTS = [(None, None), *((impact, workaround) for impact in Impact for workaround in (None, False, True))]


def a_type(priority: Priority, highest: Priority = P1) -> TicketType:
    return TicketType(
        id="bug",
        label="Bug",
        description="It fails.",
        priority=priority,
        highest_priority=highest,
        ask_impact=True,
        ask_workaround=True,
        fields=[TicketField(id="what", label="What?")],
    )


@pytest.mark.parametrize(
    ("least", "one", "several", "everybody"),
    [
        (P4, (P4, P4), (P3, P4), (P2, P3)),
        (P3, (P3, P3), (P2, P3), (P1, P2)),
        (P2, (P2, P2), (P1, P2), (P1, P1)),
        (P1, (P1, P1), (P1, P1), (P1, P1)),
    ],
)
def test_the_more_people_are_hit_the_more_urgent_and_less_so_where_they_can_help_themselves(
    least: Priority,
    one: tuple[Priority, Priority],
    several: tuple[Priority, Priority],
    everybody: tuple[Priority, Priority],
) -> None:
    kind = a_type(least)
    assert rule(kind, None, None) == (least, Grounds())
    for impact, expected in zip(Impact, (one, several, everybody), strict=True):
        found = [rule(kind, impact, has_workaround) for has_workaround in (False, True)]
        assert tuple(priority for priority, _ in found) == expected
        assert [grounds for _, grounds in found] == [Grounds(impact, False), Grounds(impact, True)]
        assert rule(kind, impact, None)[0] is expected[0]


@given(st.sampled_from(Priority), st.sampled_from(Priority), st.sampled_from(FACTS))
def test_no_form_makes_a_ticket_less_urgent_than_its_type_or_more_than_its_highest(
    one: Priority, other: Priority, facts: tuple[Impact | None, bool | None]
) -> None:
    highest, least = sorted((one, other))
    priority, grounds = rule(a_type(least, highest), *facts)
    assert highest <= priority <= least
    assert grounds.is_capped == (priority != rule(a_type(least), *facts)[0])


def test_a_wish_stays_a_wish_whatever_is_answered() -> None:
    wish = a_type(P4, P4)
    assert [rule(wish, *facts)[0] for facts in FACTS] == [P4] * len(FACTS)
    assert rule(wish, Impact.ALL, False)[1] == Grounds(Impact.ALL, False, is_capped=True)


def test_what_a_type_asks_no_more_does_not_count() -> None:
    kind = a_type(P3)
    kind.__dict__["ask_workaround"] = False
    assert rule(kind, Impact.ALL, True) == (P1, Grounds(Impact.ALL))
    kind.__dict__["ask_impact"] = False
    assert rule(kind, Impact.ALL, False) == (P3, Grounds())
