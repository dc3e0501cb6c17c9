"""Which charts the figures of a period make, and what they say in words: values, drawn elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Generic, TypeVar

from bot.insights.stats.figures import Figures, Group, Spans, Stats
from bot.ticket_settings import Tickets
from cogs.texts import charts as chart_texts
from cogs.texts import stats as texts
from cogs.texts.forms import listed
from cogs.texts.language import Language

ALT = 1000
"""Characters of a chart in words; Discord lets 1024 stand there."""
ROOM = 40
"""As many of them are left for how much is left out."""

HIGHEST_MARK = 5
One = TypeVar("One")

_UNITS = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))
_MOST_OF_A_UNIT = 72
"""What is longer than so many minutes is told in hours, and so on; working hours never in days."""


@dataclass(frozen=True)
class Series:
    """What is measured of each group, and what stands at its bar; None where there was nothing to measure."""

    name: str
    values: Sequence[float | None]
    said: Sequence[str]


@dataclass(frozen=True)
class Chart:
    """Bars of several groups. Whole ones are counts. `name` is that of its file, `in_words` what who cannot see it reads.

    `labels` that are names may be long, and want lines of their own; others are put below the bars. `point` stands in decimals.
    """

    name: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    in_words: str
    is_whole: bool
    has_names: bool
    point: str
    highest: float | None = None

    def shows(self, place: int) -> bool:
        """Whether there is anything of this group: no count of none, but what took no time at all was measured."""
        values = [series.values[place] for series in self.series]
        return any(value is not None and (value > 0 or not self.is_whole) for value in values)


def named(t: Language, stats: Stats, group: Group, settings: Tickets) -> list[tuple[str, Figures]]:
    """The groups as they are called, with their figures."""
    match group:
        case Group.WEEK:
            return [(texts.week(monday), figures) for monday, figures in stats.by_week.items()]
        case Group.HOUR:
            return [(texts.hour(hour), figures) for hour, figures in stats.by_hour.items()]
        case Group.TIER:
            labels = {tier.id: tier.wording(t.code).label for tier in settings.tiers}
            return [(labels.get(id_, id_), figures) for id_, figures in stats.by_tier.items()]
        case Group.TYPE:
            kinds = {kind.id: kind.wording(t.code).label for kind in settings.types}
            return [(kinds.get(id_, id_), figures) for id_, figures in stats.by_type.items()]


def charts(t: Language, stats: Stats, group: Group, settings: Tickets) -> list[Chart]:
    """Those in which there is anything to see."""
    groups = named(t, stats, group, settings)
    has_names, newest_last = group in (Group.TYPE, Group.TIER), group is Group.WEEK
    sheet = _Sheet(t, [name for name, _ in groups], [one for _, one in groups], has_names, newest_last)
    found = [
        sheet.counts(
            "volume",
            chart_texts.chart_volume(t),
            {
                chart_texts.series_opened(t): lambda one: one.opened,
                chart_texts.series_resolved(t): lambda one: one.resolution.count,
            },
        ),
        sheet.spans("first-response", texts.label_first_response(t), lambda one: one.first_response),
        sheet.spans("resolution", texts.label_resolution(t), lambda one: one.resolution),
        sheet.counts(
            "breaches",
            chart_texts.chart_breaches(t),
            {
                chart_texts.series_breaches(t): lambda one: one.breached,
                chart_texts.series_reopened(t): lambda one: one.reopened,
            },
        ),
        sheet.marks(
            "csat",
            chart_texts.chart_csat(t),
            chart_texts.series_csat(t),
            lambda one: one.csat.mean if one.csat.count else None,
        ),
        backlog(t, stats),
    ]
    return [one for one in found if any(map(one.shows, range(len(one.labels))))]


def backlog(t: Language, stats: Stats) -> Chart:
    """What is live now, by its age."""
    return _Sheet(t, texts.ages_old(t), stats.backlog.ages, has_names=True).counts(
        "backlog", chart_texts.chart_backlog(t), {chart_texts.series_live(t): lambda number: number}
    )


@dataclass(frozen=True)
class _Sheet(Generic[One]):
    """Groups by their labels, of which charts are made. Where the newest is last, it comes first in words: those that do not
    fit are the oldest.
    """

    t: Language
    labels: Sequence[str]
    groups: Sequence[One]
    has_names: bool
    newest_last: bool = False

    def counts(self, name: str, title: str, values: Mapping[str, Callable[[One], int]]) -> Chart:
        """How many there are."""
        return self._chart(name, title, values, is_whole=True)

    def spans(self, name: str, what: str, read: Callable[[One], Spans]) -> Chart:
        """How long it took."""
        unit = _unit([read(one) for one in self.groups])
        values: Mapping[str, Callable[[One], float | None]] = {
            chart_texts.series_median(self.t): lambda one: _in(unit, read(one).median),
            "P80": lambda one: _in(unit, read(one).p80),
            "P95": lambda one: _in(unit, read(one).p95),
        }
        return self._chart(name, chart_texts.chart_spans(self.t, what, unit), values)

    def marks(self, name: str, title: str, mean: str, read: Callable[[One], float | None]) -> Chart:
        """What customers say, from 1 to 5."""
        return replace(self._chart(name, title, {mean: read}), highest=HIGHEST_MARK)

    def _chart(
        self,
        name: str,
        title: str,
        values: Mapping[str, Callable[[One], float | None]],
        *,
        is_whole: bool = False,
    ) -> Chart:
        series = [
            self._series(of, [read(one) for one in self.groups], is_whole=is_whole) for of, read in values.items()
        ]
        chart = Chart(name, title, self.labels, series, "", is_whole, self.has_names, chart_texts.point(self.t))
        return replace(chart, in_words=self._in_words(chart))

    def _series(self, name: str, values: Sequence[float | None], *, is_whole: bool) -> Series:
        return Series(name, values, [chart_texts.bar(self.t, value, is_whole=is_whole) for value in values])

    def _in_words(self, chart: Chart) -> str:
        """What does not fit is counted."""
        rows = [
            chart_texts.bars(label, ", ".join(one.said[place] for one in chart.series))
            for place, label in enumerate(self.labels)
            if chart.shows(place)
        ]
        if self.newest_last:
            rows.reverse()
        heading = chart_texts.bars_title(chart.title, ", ".join(one.name for one in chart.series))
        return heading + listed(self.t, rows, len(rows), ALT - len(heading) - ROOM, between="; ")


def _unit(spans: Sequence[Spans]) -> timedelta:
    longest = max((one.p95 for one in spans if one.p95 is not None), default=timedelta(0))
    units = _UNITS[:2] if any(one.in_working_hours for one in spans) else _UNITS
    return next((unit for unit in units if longest < _MOST_OF_A_UNIT * unit), units[-1])


def _in(unit: timedelta, span: timedelta | None) -> float | None:
    return None if span is None else span / unit
