"""Which rank is held, and which roles are given and taken for it: up at once, down after a while, nothing against people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.reputation.ranks.held import Since, held, lost_at, roles_of
from bot.reputation.ranks.roles import Grant, to_give, to_take
from bot.reputation_settings import Rank, RankRoles

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SETTINGS = RankRoles()
LOW, MIDDLE, HIGH = (
    Rank(name="Postcard", points=10),
    Rank(name="Sorter", points=100, role="Sorters"),
    Rank(name="Postmaster", points=200, role=77),
)
RANKS = [LOW, MIDDLE, HIGH]


def course(days: Sequence[tuple[float, int]], now: datetime) -> list[Since]:
    """How the balance went in the last two weeks, as the ledger tells it: nothing before the first line."""
    begins, lines = now - 14 * DAY, [Since(AT + day * DAY, balance) for day, balance in days]
    earlier = [one.balance for one in lines if one.at <= begins]
    return [Since(begins, earlier[-1] if earlier else 0), *(one for one in lines if one.at > begins)]


def story(*days: tuple[float, int], before: str | None = None, ranks: Sequence[Rank] = RANKS) -> list[str | None]:
    """The rank held after each of these days, each with the balance from then on."""
    names = [before]
    for place, (day, _) in enumerate(days, start=1):
        now = AT + day * DAY
        names.append(held(names[-1], course(days[:place], now), ranks, SETTINGS, now))
    return names[1:]


def test_a_rank_is_reached_at_once_also_over_others() -> None:
    assert story((0, 9), (1, 10), (2, 250)) == [None, "Postcard", "Postmaster"]


def test_a_rank_is_lost_after_fourteen_days_under_nine_tenths_without_a_break() -> None:
    assert story((0, 100), (1, 90), (99, 90)) == ["Sorter"] * 3, "nine tenths keep it"
    assert story((0, 100), (1, 89), (14.9, 89), (15, 89)) == ["Sorter", "Sorter", "Sorter", "Postcard"]
    assert story((0, 100), (1, 89), (14, 90), (15, 89), (28, 89)) == ["Sorter"] * 5, "the break"
    assert story((0, 100), (1, 0), (15, 0)) == ["Sorter", "Sorter", None]


def test_each_rank_has_its_own_grace() -> None:
    names = story((0, 200), (1, 150), (13, 5), (15, 5), (26.9, 5), (27, 5))
    assert names == ["Postmaster", "Postmaster", "Postmaster", "Sorter", "Sorter", None]


def test_when_it_is_lost_is_known_beforehand() -> None:
    fell = [(0.0, 100), (2.0, 95), (3.0, 89), (4.0, 20)]
    assert lost_at("Sorter", course(fell, AT + 5 * DAY), RANKS, SETTINGS) == AT + 17 * DAY
    assert lost_at("Sorter", course(fell[:2], AT + 5 * DAY), RANKS, SETTINGS) is None
    assert lost_at(None, course(fell, AT + 5 * DAY), RANKS, SETTINGS) is None


def test_other_ranks_in_the_settings_count_as_if_they_had_always_been_so() -> None:
    harder = [LOW, Rank(name="Sorter", points=150), HIGH]
    assert story((0, 135), (14, 135), before="Sorter", ranks=harder) == ["Sorter", "Sorter"], "the margin"
    assert story((0, 120), (14, 120), before="Sorter", ranks=harder) == ["Postcard", "Postcard"]
    assert story((0, 120), before="Sorter", ranks=[LOW, HIGH]) == ["Postcard"], "gone"
    assert story((0, 120), before="Sorter", ranks=[]) == [None]
    easier = [LOW, MIDDLE, Rank(name="Postmaster", points=120)]
    assert story((0, 120), before="Sorter", ranks=easier) == ["Postmaster"]


balances = st.lists(st.tuples(st.floats(0, 5), st.integers(-50, 300)), min_size=1, max_size=30)


def _days(steps: list[tuple[float, int]]) -> list[tuple[float, int]]:
    day, days = 0.0, []
    for later, balance in steps:
        day += later
        days.append((day, balance))
    return days


def _place(name: str | None) -> int:
    return next((at for at, rank in enumerate(RANKS) if rank.name == name), -1)


@given(balances)
def test_whoever_has_the_points_of_a_rank_holds_it_and_none_is_lost_that_was_kept_in_the_last_two_weeks(
    steps: list[tuple[float, int]],
) -> None:
    days = _days(steps)
    names = story(*days)
    for (day, balance), name in zip(days, names, strict=True):
        assert all(balance < rank.points for rank in RANKS[_place(name) + 1 :])
        if name is not None:
            assert max(points for when, points in days if when <= day) >= RANKS[_place(name)].points
    for at, (before, after) in enumerate(pairwise(names), start=1):
        for lost in RANKS[_place(after) + 1 : _place(before) + 1]:
            lately = course(days[: at + 1], AT + days[at][0] * DAY)
            assert all(one.balance * 10 < lost.points * 9 for one in lately[1:]), "lost in the grace"


@given(balances, st.integers(0, 100))
def test_more_points_never_bring_a_lower_rank(steps: list[tuple[float, int]], more: int) -> None:
    days = _days(steps)
    richer = [(day, balance + more) for day, balance in days]
    assert all(_place(a) <= _place(b) for a, b in zip(story(*days), story(*richer), strict=True))


@given(st.lists(st.integers(90, 109), max_size=50))
def test_a_balance_about_a_limit_makes_no_rank_come_and_go(values: list[int]) -> None:
    names = story(*((3.0 * at, balance) for at, balance in enumerate(values)))
    assert names == sorted(names, key=_place)


def test_the_role_of_a_rank_is_its_own_or_that_of_the_next_below() -> None:
    crowned = [*RANKS, Rank(name="Legend", points=900)]
    assert roles_of("Postcard", crowned, SETTINGS) == ()
    assert roles_of("Sorter", crowned, SETTINGS) == ("Sorters",)
    assert roles_of("Legend", crowned, SETTINGS) == (77,)
    assert roles_of("Legend", crowned, RankRoles(stacked=True)) == ("Sorters", 77)
    assert roles_of(None, crowned, SETTINGS) == roles_of("Forgotten", crowned, SETTINGS) == ()


def test_a_role_is_given_once_and_what_people_do_by_hand_stays() -> None:
    joined = AT - DAY
    assert to_give([5], [], {1}, joined) == [5]
    assert to_give([5], [], {5}, joined) == [], "somebody has it by hand"
    assert to_give([5], [Grant(5)], {5}, joined) == [5], "an interrupted run may have given it"
    assert to_give([5], [Grant(5, AT)], {5}, joined) == []
    assert to_give([5], [Grant(5, AT)], set(), joined) == [], "a moderator took it off"
    assert to_give([5], [Grant(5, AT)], set(), AT + DAY) == [5], "they left and came back"
    assert to_give([5], [Grant(5, AT)], {5}, AT + DAY) == []


def test_only_what_we_gave_is_taken() -> None:
    assert to_take([5], [Grant(5, AT), Grant(6, AT), Grant(7)]) == [6, 7]
    assert to_take([], []) == []
