"""What happened to tickets in a period → its figures. Pure.

A large community has some 100,000 rows: they are counted column by column.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.insights.stats.figures import DAYS_OLD, Backlog, Figures, Spans, Stats
from bot.tickets.csat.trend import Scored, Scores, trend
from bot.tickets.promises.promise import Record
from bot.tickets.sla import Calendar, worked_many
from bot.tickets.ticket import EventKind, WaitingOn
from bot.tickets.tiers.ladder import Ladder

Key = TypeVar("Key", bound=Hashable)
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_QUARTER = 15 * 60 * 1_000_000
"""Clocks are put forward and back where a quarter of an hour begins, everywhere."""
_HOUR, _DAY = 4 * _QUARTER, 96 * _QUARTER
_NO_SCORES = Scores()
_NOWHERE: Ints = np.zeros(0, np.int64)


class OpenedTicket(NamedTuple):
    """A ticket that was opened then, in microseconds since 1970; its type and tier are those that it has now."""

    id: int
    at: int
    type_id: str
    tier: str | None
    is_merged: bool


class Happening(NamedTuple):
    """What happened to a ticket then, which was opened before; `clock` is the one that ran out."""

    id: int
    kind: str
    ticket_id: int
    at: int
    opened_at: int
    type_id: str
    tier: str | None
    clock: str | None


class ClosedTicket(NamedTuple):
    """A ticket that ended then without a resolution, and was opened before."""

    at: int
    opened_at: int
    type_id: str
    tier: str | None


class DuePromise(NamedTuple):
    """A promise that was due then, of a ticket that was opened before, and was kept by then or not."""

    at: int
    opened_at: int
    type_id: str
    tier: str | None
    is_kept: bool


class Standing(NamedTuple):
    """Live tickets of one kind that were opened at this time."""

    opened_at: int
    waiting_on: str
    is_snoozed: bool


@dataclass(frozen=True)
class Found:
    """All that is counted of a period."""

    opened: Sequence[OpenedTicket]
    happened: Sequence[Happening]
    closed: Sequence[ClosedTicket]
    promised: Sequence[DuePromise]
    standing: Sequence[Standing]
    scored: Collection[Scored]


@dataclass(frozen=True)
class Rules:
    """By which clocks and tiers is counted."""

    calendar: Calendar
    ladder: Ladder
    has_hours: bool

    @property
    def zone(self) -> tzinfo:
        return self.calendar.zone


@dataclass(frozen=True)
class _Part:
    """Rows of one kind by columns: when they count, when their tickets were opened, and the numbers of these tickets' places.
    `weight` is what is counted of them: microseconds, or whether something is so.
    """

    at: Ints
    opened_at: Ints
    places: Ints
    weight: Ints

    def only(self, rows: Mask | Ints) -> _Part:
        return _Part(self.at[rows], self.opened_at[rows], self.places[rows], self.weight[rows])


class _Places(dict[tuple[str, str | None], int]):
    """The types and tiers of tickets, numbered as they come."""

    def __missing__(self, pair: tuple[str, str | None]) -> int:
        number = self[pair] = len(self)
        return number

    def of(self, types: Iterable[str], tiers: Iterable[str | None]) -> Ints:
        return np.array([self[pair] for pair in zip(types, tiers, strict=True)], np.int64)

    def named(self, name: Callable[[str, str | None], str | None]) -> dict[str, Ints]:
        """The numbers of all that have the same name."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for pair, number in self.items():
            if (found := name(*pair)) is not None:
                numbers[found].append(number)
        return {found: np.array(those, np.int64) for found, those in numbers.items()}


@dataclass(frozen=True)
class _Parts:
    """The rows of all kinds."""

    opened: _Part
    unanswered: _Part
    responded: _Part
    resolved: _Part
    resolutions: _Part
    closed: _Part
    breaches: Mapping[str, _Part]
    promised: _Part
    in_working_hours: bool

    def figures(self, scores: Scores, chosen: Callable[[_Part], Mask] | None = None) -> Figures:
        """What they come to, as far as they are chosen."""

        def rows(part: _Part) -> Ints:
            return part.weight if chosen is None else part.weight[chosen(part)]

        opened, resolutions, promised = rows(self.opened), rows(self.resolutions), rows(self.promised)
        breaches = {kind: len(rows(part)) for kind, part in self.breaches.items()}
        return Figures(
            opened=len(opened),
            merged=int(opened.sum()),
            unanswered=len(rows(self.unanswered)),
            first_response=_spans(rows(self.responded), self.in_working_hours),
            resolution=_spans(rows(self.resolved), self.in_working_hours),
            resolutions=len(resolutions),
            reopened=int(resolutions.sum()),
            closed=len(rows(self.closed)),
            breaches={kind: count for kind, count in breaches.items() if count},
            csat=scores,
            promises=Record(int(promised.sum()), len(promised) - int(promised.sum())),
        )

    def by(
        self, key: Callable[[_Part], Ints], names: Iterable[Key], scores: Mapping[Key, Scores]
    ) -> dict[Key, Figures]:
        """The same of each name, which is the key of its rows."""
        keys = {id(part): key(part) for part in self._all()}

        def figures(name: Key) -> Figures:
            return self.figures(scores.get(name, _NO_SCORES), lambda part: keys[id(part)] == name)

        return {name: figures(name) for name in names}

    def at(
        self, places: Mapping[str, Ints], names: Iterable[str], scores: Mapping[str, Scores]
    ) -> dict[str, Figures]:
        """The same of each name, which these places have."""

        def figures(name: str) -> Figures:
            here = places.get(name, _NOWHERE)
            return self.figures(scores.get(name, _NO_SCORES), lambda part: np.isin(part.places, here))

        return {name: figures(name) for name in names}

    def _all(self) -> list[_Part]:
        return [
            self.opened,
            self.unanswered,
            self.responded,
            self.resolved,
            self.resolutions,
            self.closed,
            *self.breaches.values(),
            self.promised,
        ]


def count(found: Found, start_at: datetime, end_at: datetime, rules: Rules) -> Stats:
    """The figures of this period, both ends included, of which `found` is all that the reader may know."""
    places = _Places()
    parts, ladder = _parts(found, places, rules), rules.ladder
    scores = trend(found.scored, ladder, rules.zone)
    wall = _Wall(rules.zone)
    weeks = {monday.toordinal(): monday for monday in _weeks(start_at, end_at, rules.zone)}
    scored = {monday.toordinal(): one for monday, one in scores.by_week.items()}
    by_week = parts.by(lambda part: wall.mondays(part.at), weeks, scored)
    types = places.named(lambda type_id, _: type_id)
    tiers = places.named(lambda type_id, tier: getattr(ladder.place(type_id, tier), "id", None))
    return Stats(
        start_at=start_at,
        end_at=end_at,
        overall=parts.figures(scores.overall),
        by_week={weeks[monday]: figures for monday, figures in by_week.items()},
        by_type=_most_first(parts.at(types, {**types, **scores.by_type}, scores.by_type)),
        by_tier=parts.at(tiers, [tier.id for tier in ladder.tiers], scores.by_tier),
        by_hour=parts.by(lambda part: wall.hours(part.opened_at), range(24), scores.by_hour),
        backlog=_backlog(found.standing, end_at),
        in_working_hours=rules.has_hours,
    )


def _parts(found: Found, places: _Places, rules: Rules) -> _Parts:
    ids, kinds, tickets, at, opened_at, types, tiers, clocks = _columns(found.happened, 8)
    id_, ticket, kind = _ints(ids), _ints(tickets), np.array(kinds, object)
    every = _Part(_ints(at), _ints(opened_at), places.of(types, tiers), np.zeros(len(id_), np.int64))

    def rows(wanted: EventKind) -> Ints:
        return np.flatnonzero(kind == wanted.value)

    def took(chosen: Ints) -> _Part:
        """From the opening to the first of a ticket."""
        in_order = chosen[np.argsort(id_[chosen])]
        timed = every.only(in_order[np.unique(ticket[in_order], return_index=True)[1]])
        return replace(timed, weight=worked_many(timed.opened_at, timed.at, rules.calendar))

    again: dict[int, int] = {}
    for row in rows(EventKind.REOPENED):
        again[ticket[row]] = max(id_[row], again.get(ticket[row], 0))
    resolved, breached = rows(EventKind.RESOLVED), rows(EventKind.BREACHED)
    undone = np.array([id_[row] < again.get(ticket[row], 0) for row in resolved], np.bool_)
    clock = np.array([clocks[row] for row in breached], object)
    opened, closed, promised = _columns(found.opened, 5), _columns(found.closed, 4), _columns(found.promised, 5)
    came = _Part(_ints(opened[1]), _ints(opened[1]), places.of(*opened[2:4]), _ints(opened[4]))
    responded = rows(EventKind.RESPONDED)
    return _Parts(
        opened=came,
        unanswered=came.only((came.weight == 0) & ~np.isin(_ints(opened[0]), ticket[responded])),
        responded=took(responded),
        resolved=took(resolved[~undone]),
        resolutions=replace(every.only(resolved), weight=undone.astype(np.int64)),
        closed=_Part(
            _ints(closed[0]), _ints(closed[1]), places.of(*closed[2:4]), np.ones(len(closed[0]), np.int64)
        ),
        breaches={name: every.only(breached[clock == name]) for name in sorted({*clock})},
        promised=_Part(_ints(promised[0]), _ints(promised[1]), places.of(*promised[2:4]), _ints(promised[4])),
        in_working_hours=rules.has_hours,
    )


def _columns(rows: Sequence[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


def _ints(values: Sequence[Any]) -> Ints:
    return np.array(values, np.int64)


def _most_first(groups: Mapping[str, Figures]) -> dict[str, Figures]:
    return dict(sorted(groups.items(), key=lambda one: (-one[1].opened, one[0])))


class _Wall:
    """What the clock on the wall shows in a zone, which is asked for each day, and for each quarter of an hour of a day on
    which it is put forward or back.
    """

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def hours(self, at: Ints) -> Ints:
        return self._shown(at) // _HOUR % 24

    def mondays(self, at: Ints) -> Ints:
        """The ordinals of the Mondays of their weeks."""
        days = self._shown(at) // _DAY + _EPOCH.toordinal()
        return days - (days - 1) % 7  # the first of all days was a Monday

    def _shown(self, at: Ints) -> Ints:
        """As if that were in UTC."""
        if not len(at):
            return at
        first, last = int(at.min()) // _DAY, int(at.max()) // _DAY
        ahead = [self._ahead(day * _DAY) for day in range(first, last + 2)]
        quarters = np.repeat(_ints(ahead[:-1]), _DAY // _QUARTER)
        for day, (before, after) in enumerate(pairwise(ahead)):
            if before != after:
                begin = day * (_DAY // _QUARTER)
                for quarter in range(_DAY // _QUARTER):
                    quarters[begin + quarter] = self._ahead((first + day) * _DAY + quarter * _QUARTER)
        shown: Ints = at + quarters[(at - first * _DAY) // _QUARTER]
        return shown

    def _ahead(self, at: int) -> int:
        """Of UTC, by so many microseconds."""
        offset = (_EPOCH + timedelta(microseconds=at)).astimezone(self._zone).utcoffset()
        return 0 if offset is None else offset // _MICROSECOND


def _weeks(start_at: datetime, end_at: datetime, zone: tzinfo) -> list[date]:
    """The Mondays of all weeks of the period, those in which nothing happened too."""
    first, last = (at.astimezone(zone).date() for at in (start_at, end_at))
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(days=7 * week) for week in range((last - monday).days // 7 + 1)]


def _backlog(standing: Sequence[Standing], now: datetime) -> Backlog:
    ages = (now - _EPOCH) // _MICROSECOND - np.array([one.opened_at for one in standing], np.int64)
    ends = [days * _DAY for days in DAYS_OLD]
    buckets = np.bincount(np.searchsorted(ends, ages, side="right"), minlength=len(ends) + 1)
    turns = Counter(WaitingOn(one.waiting_on) for one in standing if not one.is_snoozed)
    return Backlog(
        ages=tuple(int(number) for number in buckets),
        median=_spans(ages).median,
        oldest=int(ages.max()) * _MICROSECOND if len(ages) else None,
        turns={turn: turns[turn] for turn in WaitingOn},
        snoozed=sum(one.is_snoozed for one in standing),
    )


def _spans(took: Ints, in_working_hours: bool = False) -> Spans:
    if not len(took):
        return Spans()
    median, p80, p95 = (round(value) * _MICROSECOND for value in np.quantile(took, (0.5, 0.8, 0.95)))
    return Spans(len(took), median, p80, p95, in_working_hours)
