"""What leaderboards are made of: whatever happens in the ledger, they say what a query over what stands says."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reputation.boards.board import PARTS, Board, Earned, Kind, Place, Total, worth_by_age
from bot.reputation.boards.fold import Fold
from bot.reputation_settings import Seasons

SEASONS = Seasons()
TODAY = date(2027, 3, 29)
SEASON, ALL_TIME, RISING = (Board(kind) for kind in (Kind.SEASON, Kind.ALL_TIME, Kind.RISING))
HUGO, IDA, KAI = 101, 102, 103


def at(days: float) -> datetime:
    """So many days before noon of today."""
    return datetime(2027, 3, 29, 12, tzinfo=UTC) - timedelta(days=days)


def award(
    id: int, member: int, asker: int | None, points: int = 15, *, age: float = 0, topic: str | None = None
) -> Earned:
    return Earned(id, member, asker, topic, points, False, at(age))


def reversal(id: int, of: Earned) -> Earned:
    return of._replace(id=id, points=-of.points, is_reversal=True)


def folded(*lines: Earned) -> Fold:
    fold = Fold(SEASONS)
    fold.add(lines)
    return fold


def rows(fold: Fold, board: Board, today: date = TODAY) -> list[tuple[int, int, int, int]]:
    return [(one.place, one.member_id, one.helped, one.points) for one in fold.some(board, today, 0, limit=100)]


def test_who_helps_more_people_comes_first_and_ties_share_a_place() -> None:
    many = [award(number, HUGO, 1, 100) for number in range(1, 4)]
    fold = folded(
        *many, award(4, IDA, 1), award(5, IDA, 2), award(6, KAI, 3), award(7, KAI, 2), award(8, 99, 1, 2)
    )
    assert rows(fold, ALL_TIME) == [(1, IDA, 2, 30), (1, KAI, 2, 30), (3, HUGO, 1, 300), (4, 99, 1, 2)]


def test_who_was_helped_twice_is_helped_until_both_are_taken_back() -> None:
    first, second, other = award(1, HUGO, 1), award(2, HUGO, 1, 5), award(3, HUGO, 2)
    fold = folded(first, second, other)
    assert fold.total(ALL_TIME, TODAY, HUGO) == Total(35, 2, 1)
    fold.add([reversal(4, first)])
    assert fold.total(ALL_TIME, TODAY, HUGO) == Total(20, 2, 1)
    fold.add([reversal(5, second)])
    assert fold.total(ALL_TIME, TODAY, HUGO) == Total(15, 1, 1)
    fold.add([reversal(6, other)])
    assert fold.total(ALL_TIME, TODAY, HUGO) == Total(0, 0, None)
    assert rows(fold, ALL_TIME) == rows(fold, SEASON) == []


def test_what_earned_nothing_has_helped_nobody_and_what_staff_take_is_no_help() -> None:
    fold = folded(award(1, HUGO, 1, 0), award(2, HUGO, None, 20), award(3, HUGO, None, -5))
    assert fold.total(ALL_TIME, TODAY, HUGO) == Total(15, 0, 1)


@pytest.mark.parametrize(
    ("age", "points"), [(0, 100), (1, 98), (45, 50), (89, 25), (90, 0), (400, 0)], ids=lambda one: str(one)
)
def test_points_of_a_season_are_halved_in_45_days_and_gone_after_90(age: int, points: int) -> None:
    fold = folded(award(1, HUGO, 1, 100, age=age))
    assert fold.total(SEASON, TODAY, HUGO).points == points
    assert fold.total(SEASON, TODAY, HUGO).helped == (age < 90)
    assert fold.total(ALL_TIME, TODAY, HUGO).points == 100, "the ledger does not fade"


def test_days_turn_at_midnight_utc_also_where_clocks_are_put_forward() -> None:
    # Central Europe lost an hour on 28 March 2027.
    last, first = datetime(2027, 3, 28, 23, 59, 59, tzinfo=UTC), datetime(2027, 3, 29, 0, 0, 1, tzinfo=UTC)
    fold = folded(award(1, HUGO, 1, 100)._replace(earned_at=last), award(2, IDA, 1, 100)._replace(earned_at=first))
    assert rows(fold, SEASON, TODAY) == [(1, IDA, 1, 100), (2, HUGO, 1, 98)]
    end = TODAY + timedelta(days=89)
    assert rows(fold, SEASON, end) == [(1, IDA, 1, 25)]
    assert rows(fold, SEASON, end + timedelta(days=1)) == []
    assert rows(fold, SEASON, TODAY - timedelta(days=1)) == [(1, HUGO, 1, 100), (1, IDA, 1, 100)], (
        "a clock set back"
    )


def test_rising_is_who_earned_their_first_award_within_60_days() -> None:
    before = award(1, IDA, 1, age=61)
    fold = folded(
        before, award(2, IDA, 2), award(3, HUGO, 1, age=59), award(4, KAI, 3, 0, age=100), award(5, KAI, 3)
    )
    assert [member for _, member, _, _ in rows(fold, RISING)] == [HUGO, KAI]
    fold.add([reversal(6, before)])
    assert [member for _, member, _, _ in rows(fold, RISING)] == [HUGO, IDA, KAI]
    assert [member for _, member, _, _ in rows(fold, RISING, TODAY + timedelta(days=1))] == [IDA, KAI]


def test_a_topic_has_a_board_of_its_own_from_its_first_award_on() -> None:
    fold = folded(award(1, HUGO, 1, topic="DNS"))
    post = Board(Kind.TOPIC, "Post")
    assert rows(fold, post) == []
    fold.add([award(2, IDA, 1, topic="Post"), award(3, KAI, 1)])
    assert rows(fold, post) == [(1, IDA, 1, 15)]
    assert rows(fold, Board(Kind.TOPIC, "DNS")) == [(1, HUGO, 1, 15)]
    assert fold.topics == ["DNS", "Post"]


def test_pages_go_on_from_a_position_and_back_to_it_without_who_is_hidden() -> None:
    fold = folded(*(award(number, 100 + number, 1, 100 - number) for number in range(1, 10)))

    def members(start: int, *but: int) -> list[int]:
        return [one.member_id for one in fold.some(ALL_TIME, TODAY, start, limit=3, but=but)]

    assert members(0) == [101, 102, 103]
    assert members(0, 102) == [101, 103, 104]
    assert members(3) == [104, 105, 106]
    assert members(-3) == [101, 102, 103], "the three before position 3"
    assert members(-4, 103) == [101, 102, 104]
    assert members(-100) == [107, 108, 109]
    assert members(9) == []
    assert fold.some(ALL_TIME, TODAY, 3, limit=1, but=[104]) == [Place(4, 5, 105, 1, 95)], (
        "who is hidden keeps a place"
    )


def test_the_worth_of_a_point_never_rises_with_its_age() -> None:
    worth = worth_by_age(Seasons(half_life_days=7, days=60))
    assert (worth[0], worth[7], worth[14]) == (PARTS, PARTS // 2, PARTS // 4)
    assert worth == sorted(worth, reverse=True)


LINES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.one_of(st.none(), st.integers(3, 8)),
        st.sampled_from([None, "DNS", "Post"]),
        st.sampled_from([0, 1, 5, 7, 15]),
        st.integers(0, 100),
        st.booleans(),
    ),
    max_size=60,
)


@given(LINES, st.integers(1, 7), st.data())
def test_a_fold_says_what_a_count_of_all_that_stands_says(
    drawn: list[tuple[int, int | None, str | None, int, int, bool]], portion: int, data: st.DataObject
) -> None:
    lines: list[Earned] = []
    standing: dict[int, Earned] = {}
    fold = Fold(SEASONS)
    boards = [SEASON, ALL_TIME, RISING, Board(Kind.TOPIC, "DNS"), Board(Kind.TOPIC, "Post")]
    for number, (member, asker, topic, points, age, takes_back) in enumerate(drawn, 1):
        if takes_back and standing:
            gone = standing.pop(data.draw(st.sampled_from(sorted(standing))))
            lines.append(reversal(number, gone))
        else:
            standing[number] = award(number, member, asker, points, age=age, topic=topic)
            lines.append(standing[number])
        if len(lines) >= portion:
            fold.add(lines)
            lines = []
            for board in boards:
                assert rows(fold, board) == counted(standing, board)
    fold.add(lines)
    for board in boards:
        for today in (TODAY, TODAY + timedelta(days=1), TODAY - timedelta(days=3)):
            assert rows(fold, board, today) == counted(standing, board, today)


def counted(standing: dict[int, Earned], board: Board, today: date = TODAY) -> list[tuple[int, int, int, int]]:
    """The board by its definition, line by line."""
    worth, points, askers, old = (
        worth_by_age(SEASONS),
        defaultdict[int, int](int),
        defaultdict[int, set[int]](set),
        set(),
    )
    for one in standing.values():
        age = max((today - one.earned_at.date()).days, 0)
        if board.kind is Kind.RISING and age >= SEASONS.rising_days:
            old |= {one.member_id} if one.points > 0 else set()
            continue
        if (board.kind is Kind.SEASON and age >= SEASONS.days) or (board.topic and one.topic != board.topic):
            continue
        points[one.member_id] += one.points * (worth[age] if board.kind is Kind.SEASON else PARTS)
        if one.points > 0 and one.asker_id is not None:
            askers[one.member_id].add(one.asker_id)
    scores = {
        one: (len(askers[one]), (sum_ + PARTS // 2) // PARTS) for one, sum_ in points.items() if one not in old
    }
    scores = {one: score for one, score in scores.items() if score[1] > 0}
    ordered = sorted(scores, key=lambda one: (-scores[one][0], -scores[one][1], one))
    return [(1 + sum(other > scores[one] for other in scores.values()), one, *scores[one]) for one in ordered]
