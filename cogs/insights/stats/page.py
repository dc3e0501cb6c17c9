"""The figures of a period as one page to send on: a file that needs nothing else, asks nobody for anything and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from bot.config import Config
from bot.insights.spending.spent import Spent
from bot.insights.stats.figures import Figures, Group, Stats
from bot.zones import zone
from cogs.insights.stats.charts import Chart, backlog, charts, named
from cogs.insights.stats.drawing import DARK, LIGHT, NoCharts, draw
from cogs.insights.stats.embeds import figures
from cogs.texts import charts as chart_texts
from cogs.texts import csat as csat_texts
from cogs.texts import insights as insights_texts
from cogs.texts import promises as promise_texts
from cogs.texts import stats as texts
from cogs.texts.forms import part_of, plain
from cogs.texts.language import Language

_HERE = files("cogs.insights.stats")
_SPANS = ("volume", "first-response", "resolution")
DRAWN = {
    Group.WEEK: (*_SPANS, "breaches", "csat"),
    Group.TYPE: (*_SPANS, "csat"),
    Group.TIER: (*_SPANS, "csat"),
    Group.HOUR: _SPANS[:2],
}
"""Which charts each part of the page has."""


@dataclass(frozen=True)
class Drawn:
    """A chart in both looks, as addresses that hold it. The style says which is seen: a browser that prints would keep the
    source that a <picture> has on the screen.
    """

    light: str
    dark: str
    in_words: str


@dataclass(frozen=True)
class Section:
    """The figures told apart in one way: charts, and all numbers as a table."""

    title: str
    charts: Sequence[Drawn]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def page(t: Language, stats: Stats, spent: Spent, days: int, config: Config) -> str:
    """The whole page. What people have called things stands in it as text, whatever it is."""
    style = _HERE.joinpath("page.css").read_text(encoding="utf-8")
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    notes = [texts.footer(t, in_working_hours=stats.in_working_hours)]
    groups = [group for group in Group if group is not Group.TIER or config.tickets.tiers]
    try:
        sections = _sections(t, stats, groups, config, has_charts=True)
    except NoCharts:
        sections = _sections(t, stats, groups, config, has_charts=False)
        notes.append(plain(chart_texts.no_charts(t)))
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        _HERE.joinpath("page.html").read_text(encoding="utf-8")
    )
    own = zone(config.community.time_zone)
    return template.render(
        language=t.code,
        style_known_by=known,
        title=texts.page_title(t, config.community.name, days),
        period=texts.period(t, stats.start_at.astimezone(own), stats.end_at.astimezone(own), str(own)),
        style=Markup(style),  # our own file
        figures=[(name, plain(value)) for name, value in figures(t, stats, spent)],
        sections=sections,
        nothing=texts.no_tickets(t),
        notes=notes,
    )


def _sections(
    t: Language, stats: Stats, groups: Sequence[Group], config: Config, *, has_charts: bool
) -> list[Section]:
    """What is live now belongs to no time, and stands before all that does."""
    now = [_now(t, stats, has_charts=has_charts)] if stats.backlog.live else []
    return [*now, *(_section(t, stats, group, config, has_charts=has_charts) for group in groups)]


def _now(t: Language, stats: Stats, *, has_charts: bool) -> Section:
    chart = backlog(t, stats)
    return Section(
        texts.label_backlog(t),
        [_drawn(chart)] if has_charts else [],
        [texts.head_age(t), texts.head_live(t)],
        list(zip(chart.labels, chart.series[0].said, strict=True)),
    )


def _section(t: Language, stats: Stats, group: Group, config: Config, *, has_charts: bool) -> Section:
    settings = config.tickets
    wanted = charts(t, stats, group, settings) if has_charts else []
    groups = [(name, one) for name, one in named(t, stats, group, settings) if one != Figures()]
    return Section(
        texts.group_title(t, group),
        [_drawn(chart) for chart in wanted if chart.name in DRAWN[group]],
        [
            texts.head(t, group),
            insights_texts.label_opened(t),
            insights_texts.label_resolved(t),
            texts.label_first_response(t),
            texts.label_resolution(t),
            texts.label_breaches(t),
            texts.label_reopened(t),
            csat_texts.label_csat(t),
            promise_texts.label_kept(t),
        ],
        [[name, *map(plain, _cells(t, one))] for name, one in groups],
    )


def _cells(t: Language, found: Figures) -> list[str]:
    """What fits into a row on paper: shorter than the same of all together."""
    return [
        texts.opened(t, found),
        texts.resolved(t, found),
        texts.short_first_response(t, found),
        texts.short_spans(t, found.resolution),
        str(found.breached),
        part_of(t, found.reopened, found.reopened_share),
        texts.csat(t, found),
        texts.promises(t, found),
    ]


def _drawn(chart: Chart) -> Drawn:
    light, dark = (
        f"data:image/svg+xml;base64,{base64.b64encode(draw(chart, look, 'svg')).decode()}"
        for look in (LIGHT, DARK)
    )
    return Drawn(light, dark, chart.in_words)
