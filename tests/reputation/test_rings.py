"""Closed groups and single givers: who is found, and who is not."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.reputation.rings import Found, Pair, look
from bot.reputation_settings import Rings

A, B, C, D = 1, 2, 3, 4
OUTSIDE = 100
"""From here on nobody receives anything."""

members = st.integers(1, 9)
graphs = st.dictionaries(
    st.tuples(members, members).filter(lambda pair: pair[0] != pair[1]), st.integers(1, 4), max_size=20
)


def found(given_by: dict[Pair, int], **wanted: int) -> Found:
    return look(given_by, Rings(**wanted))


def groups(awards: dict[Pair, int]) -> list[tuple[int, ...]]:
    return [ring.members for ring in found(awards).rings]


def test_three_who_accept_each_other_in_a_circle_twice_are_a_ring_with_its_evidence() -> None:
    [ring] = found({(A, B): 2, (B, C): 2, (C, A): 2}).rings
    assert ring.members == (A, B, C)
    assert ring.pairs == ((A, B), (B, C), (C, A))
    assert (ring.inside, ring.received) == (6, 6)


def test_six_in_a_circle_are_a_ring_after_one_round_and_seven_are_none() -> None:
    def circle(size: int) -> dict[Pair, int]:
        return {(one, one % size + 1): 1 for one in range(1, size + 1)}

    assert groups(circle(6)) == [(1, 2, 3, 4, 5, 6)]
    assert groups(circle(7)) == []


def test_five_awards_are_too_few_and_two_who_give_to_each_other_are_enough_people() -> None:
    assert groups({(A, B): 3, (B, A): 2}) == []
    assert groups({(A, B): 3, (B, A): 3}) == [(A, B)]


def test_a_genuine_trio_with_sixty_percent_from_outside_is_none() -> None:
    trio = {(A, B): 2, (B, C): 2, (C, A): 2}
    outside = {(OUTSIDE + place, member): 1 for place, member in enumerate([A, B, C] * 3)}
    assert groups(trio | outside) == []
    two_of_them = dict(list(outside.items())[:2])
    assert groups(trio | two_of_them) == [(A, B, C)], "75 percent from among them"
    three_of_them = dict(list(outside.items())[:3])
    assert groups(trio | three_of_them) == []


def test_the_busy_traffic_of_two_draws_nobody_else_in() -> None:
    busy = {(A, B): 10, (B, A): 10, (A, C): 1, (C, A): 1}
    others = {(OUTSIDE + place, C): 1 for place in range(4)}
    assert groups(busy | others) == [(A, B)]


def test_who_receives_from_many_and_gives_to_many_is_in_none() -> None:
    hub = {(OUTSIDE + place, A): 1 for place in range(50)} | {(A, B): 3, (B, A): 3}
    assert groups(hub) == []


def test_rings_that_share_a_member_are_one_and_others_are_apart() -> None:
    awards = {(A, B): 3, (B, A): 3, (B, C): 3, (C, B): 3, (7, 8): 3, (8, 7): 3}
    assert groups(awards) == [(A, B, C), (7, 8)]


def test_one_giver_who_supplies_most_of_it_is_found_from_six_awards_on() -> None:
    assert found({(A, B): 5}).supplied == ()
    [one] = found({(A, B): 6, (C, B): 2, (D, B): 2}).supplied
    assert (one.members, one.inside, one.received) == ((A, B), 6, 10)
    assert found({(A, B): 6, (C, B): 3, (D, B): 2}).supplied == ()
    both = found({(A, B): 6, (B, A): 6})
    assert (len(both.rings), both.supplied) == (1, ()), "not said twice"


def test_what_is_wanted_is_what_the_settings_say() -> None:
    awards = {(A, B): 2, (B, A): 1}
    assert not found(awards).rings
    assert found(awards, awards=3).rings
    assert not found(awards | {(OUTSIDE, A): 1}, awards=3, inside_percent=80).rings


def test_a_search_that_is_too_large_says_so() -> None:
    awards = {(one, other): 1 for one in range(1, 9) for other in range(1, 9) if one != other}
    assert not look(awards, Rings(), most=3).is_complete
    assert look({(A, B): 3, (B, A): 3}, Rings()).is_complete


@given(graphs, st.randoms())
def test_who_is_found_does_not_depend_on_ids(awards: dict[Pair, int], random: Random) -> None:
    names = list(range(1, 10))
    random.shuffle(names)
    called = dict(zip(range(1, 10), names, strict=True))
    renamed = {(called[giver], called[member]): count for (giver, member), count in awards.items()}
    expected = {frozenset(called[one] for one in ring) for ring in groups(awards)}
    assert {frozenset(ring) for ring in groups(renamed)} == expected


@given(graphs, st.lists(members, max_size=8))
def test_awards_from_outside_never_make_a_ring(awards: dict[Pair, int], receivers: list[int]) -> None:
    more = Counter({(OUTSIDE + place, member): 1 for place, member in enumerate(receivers)})
    before = found(awards)
    after = found(awards | more)
    assert {pair for ring in after.rings for pair in ring.pairs} <= {
        pair for ring in before.rings for pair in ring.pairs
    }


@given(graphs)
def test_what_a_ring_says_is_what_was_given(awards: dict[Pair, int]) -> None:
    for ring in found(awards).rings:
        assert ring.inside == sum(awards[pair] for pair in ring.pairs) >= 6
        assert ring.received == sum(count for (_, member), count in awards.items() if member in ring.members)
        assert {giver for giver, _ in ring.pairs} == {member for _, member in ring.pairs} == set(ring.members)
