"""The ledger of one server folded into the sums that leaderboards are made of. Pure.

Nothing in it is the truth: it is what the lines that it was given add up to, and comes out the same whenever it is made anew. A
line takes 19 bytes, and each two people of whom one has helped the other 12 in each board. A reversal repeats whom, about what and
when, with the points the other way; so each line can be added up by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.reputation.boards.board import PARTS, Board, Earned, Kind, Place, Total, worth_by_age
from bot.reputation_settings import Seasons

_LINE = np.dtype(
    [("member", "i4"), ("asker", "i4"), ("topic", "i2"), ("sign", "i1"), ("points", "i4"), ("day", "i4")]
)
_NONE, _UNKNOWN = -1, -2
_BITS = 32
_PIECE = 20_000
"""So many lines are added at once: meanwhile numpy lets no other thread run, and the event loop is one."""

_Lines = npt.NDArray[Any]
_Numbers = npt.NDArray[np.int64]


class Fold:
    """Lines are added in the order of their ids; `last_id` is that of the last one."""

    def __init__(self, seasons: Seasons) -> None:
        self.last_id = 0
        self._seasons = seasons
        self._people = _People()
        self._topics: dict[str, int] = {}
        self._lines: _Lines = np.empty(1024, _LINE)
        self._count = 0
        self._tallies: dict[Board, _Tally] = {}

    @property
    def topics(self) -> list[str]:
        """Of all lines so far, in the order of the alphabet."""
        return sorted(self._topics)

    def add(self, earned: Sequence[Earned]) -> None:
        """The next lines."""
        if not earned:
            return
        fresh = np.array([self._row(one) for one in earned], _LINE)
        count = self._count + len(fresh)
        if count > len(self._lines):
            self._lines = np.resize(self._lines, max(2 * len(self._lines), count))
        self._lines[self._count : count] = fresh
        self._count, self.last_id = count, earned[-1].id
        for tally in self._tallies.values():
            tally.add(fresh, len(self._people))

    def some(self, board: Board, today: date, start: int, *, limit: int, but: Collection[int] = ()) -> list[Place]:
        """Rows of a board from this position on, or, where that is negative, back from before `-start`: at most so many, and
        nothing of these members.
        """
        tally = self._tally(board, today)
        order, places = tally.ranked(self._people.ids)
        ids = self._people.ids[order]
        ahead = range(start, len(order)) if start >= 0 else range(min(-start, len(order)) - 1, -1, -1)
        hidden, found = frozenset(but), list[Place]()
        for position in ahead:
            if len(found) == limit:
                break
            member_id, index = int(ids[position]), int(order[position])
            if member_id not in hidden:
                total = tally.total(index)
                found.append(Place(position, int(places[position]), member_id, total.helped, total.points))
        return found if start >= 0 else found[::-1]

    def total(self, board: Board, today: date, member_id: int) -> Total:
        """What one member has there."""
        tally = self._tally(board, today)
        index = self._people.numbers.get(member_id)
        return Total(0, 0, None) if index is None else tally.total(index, with_place=True)

    def _tally(self, board: Board, today: date) -> _Tally:
        found = self._tallies.get(board)
        if found is None or (board.is_daily and found.day != today.toordinal()):
            found = _Tally(board, self._seasons, today, self._topics.get(board.topic or "", _UNKNOWN))
            for start in range(0, self._count, _PIECE):
                found.add(self._lines[start : min(start + _PIECE, self._count)], len(self._people))
            # Of a topic that no line has, nothing is kept: its number may come.
            if board.topic is None or board.topic in self._topics:
                self._tallies[board] = found
        return found

    def _row(self, one: Earned) -> tuple[int, ...]:
        sign = (one.points > 0 and not one.is_reversal) - (one.points < 0 and one.is_reversal)
        asker = _NONE if one.asker_id is None else self._people.number(one.asker_id)
        topic = _NONE if one.topic is None else self._topics.setdefault(one.topic, len(self._topics))
        day = one.earned_at.date().toordinal()
        return self._people.number(one.member_id), asker, topic, sign, one.points, day


class _People:
    """Members and askers by numbers from 0 on: `ids` are whose they are, and have room at their end."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.ids: _Numbers = np.zeros(1024, np.int64)

    def __len__(self) -> int:
        return len(self.numbers)

    def number(self, person_id: int) -> int:
        known, count = self.numbers.get(person_id), len(self.numbers)
        if known is not None:
            return known
        if count == len(self.ids):
            self.ids = np.resize(self.ids, 2 * count)
        self.ids[count] = person_id
        self.numbers[person_id] = count
        return count


class _Tally:
    """Points and people helped by member, of the lines that count on one board."""

    def __init__(self, board: Board, seasons: Seasons, today: date, topic: int) -> None:
        self.day = today.toordinal()
        self._board, self._topic = board, topic
        self._worth = np.array(worth_by_age(seasons), np.int64)
        self._days = {Kind.SEASON: seasons.days, Kind.RISING: seasons.rising_days}.get(board.kind)
        self._sums: _Numbers = np.zeros(0, np.int64)
        self._helped: _Numbers = np.zeros(0, np.int64)
        self._earlier: _Numbers = np.zeros(0, np.int64)
        self._pairs: _Numbers = np.zeros(0, np.int64)
        self._awards: _Numbers = np.zeros(0, np.int64)
        self._ranked: tuple[_Numbers, _Numbers] | None = None

    def add(self, lines: _Lines, people: int) -> None:
        """More lines; there are so many people now."""
        for name in ("_sums", "_helped", "_earlier"):
            had = getattr(self, name)
            if len(had) < people:
                setattr(self, name, np.concatenate([had, np.zeros(people - len(had) + people // 8, np.int64)]))
        self._ranked = None
        if self._board.kind is Kind.TOPIC:
            lines = lines[lines["topic"] == self._topic]
        if self._days is not None:
            age = np.maximum(self.day - lines["day"], 0)  # a clock that was set back makes nothing worth more
            old = lines[age >= self._days]
            np.add.at(self._earlier, old["member"], old["sign"])
            lines, age = lines[age < self._days], age[age < self._days]
        points = lines["points"].astype(np.int64)
        worth = self._worth[age] if self._board.kind is Kind.SEASON else PARTS
        np.add.at(self._sums, lines["member"], points * worth)
        helping = lines[(lines["sign"] != 0) & (lines["asker"] != _NONE)]
        if len(helping):
            self._help((helping["member"].astype(np.int64) << _BITS) | helping["asker"], helping["sign"])

    def _help(self, pairs: _Numbers, signs: npt.NDArray[np.int8]) -> None:
        """So many more awards stand between these; whose first it is, or last, has helped one more, or less."""
        pairs, which = np.unique(pairs, return_inverse=True)
        change = np.zeros(len(pairs), np.int64)
        np.add.at(change, which, signs)
        at = np.searchsorted(self._pairs, pairs)
        is_known = at < len(self._pairs)
        is_known[is_known] = self._pairs[at[is_known]] == pairs[is_known]
        before = np.zeros(len(pairs), np.int64)
        before[is_known] = self._awards[at[is_known]]
        after = before + change
        self._awards[at[is_known]] = after[is_known]
        if not is_known.all():
            self._pairs = np.insert(self._pairs, at[~is_known], pairs[~is_known])
            self._awards = np.insert(self._awards, at[~is_known], after[~is_known])
        np.add.at(self._helped, pairs >> _BITS, (after > 0).astype(np.int64) - (before > 0))

    def ranked(self, ids: _Numbers) -> tuple[_Numbers, _Numbers]:
        """The numbers of those who stand there, in order, those on one place by their ids; and their places."""
        if self._ranked is None:
            points, helped = self._points(self._sums), self._helped
            listed = np.flatnonzero(self._is_listed(points, self._earlier))
            order = listed[np.lexsort((ids[listed], -points[listed], -helped[listed]))]
            is_worse = np.ones(len(order), bool)
            is_worse[1:] = (np.diff(helped[order]) != 0) | (np.diff(points[order]) != 0)
            first = np.flatnonzero(is_worse)
            self._ranked = order, first[np.cumsum(is_worse) - 1] + 1
        return self._ranked

    def total(self, index: int, *, with_place: bool = False) -> Total:
        """What one of them has."""
        points, helped = int(self._points(self._sums[index])), int(self._helped[index])
        if not with_place or not self._is_listed(points, self._earlier[index]):
            return Total(points, helped, None)
        others = self._points(self._sums)
        is_better = (self._helped > helped) | ((self._helped == helped) & (others > points))
        return Total(points, helped, int((is_better & self._is_listed(others, self._earlier)).sum()) + 1)

    @staticmethod
    def _points(sums: Any) -> Any:
        """As they are shown, and so compared: whole ones."""
        return (sums + PARTS // 2) // PARTS

    def _is_listed(self, points: Any, earlier: Any) -> Any:
        return (points > 0) & (earlier <= 0) if self._board.kind is Kind.RISING else points > 0
