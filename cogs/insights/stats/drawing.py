"""Draws charts, where matplotlib is installed (the extra `charts`): in a thread of their own, one after the other."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cogs.insights.stats.charts import Chart
from cogs.ui.replies import File

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Look:
    """Colours of what is behind, of what is written, of lines, and of up to three series."""

    behind: str
    ink: str
    line: str
    series: tuple[str, str, str]


DARK = Look("#2b2d31", "#f2f3f5", "#565961", ("#7ab8ff", "#ffb454", "#f2766b"))
LIGHT = Look("#ffffff", "#1f2126", "#c9ccd3", ("#1f5fbf", "#b36200", "#a8261c"))
"""The three differ in brightness too, for who does not tell colours apart."""

WIDTH, DOTS = 7.2, 110
"""Inches, and dots per inch: about 800 across. Discord shows half of that on a phone, so letters are large."""

_SIZE = 15
_LETTERS = _SIZE - 3
"""The size of the numbers at bars, in points."""

_LINES = 100
"""As many bars beside each other's names have their numbers; those below their names have them where there is room."""

_LOWER_LEFT = 3
"""The corner of the legend that stands on that of the bars' frame, as matplotlib numbers them."""

_FULL = 0.8
"""The part of a group's place that its bars take."""

_ACROSS = WIDTH * 72 * 0.85 * _FULL
"""Points that bars which stand beside each other share: the rest are margins, what is between groups, and the axis."""


class NoCharts(Exception):
    """The extra `charts` is not installed."""


class Painter:
    """Draws for whoever asks, one chart at a time: matplotlib is not made for several threads, nor this for many charts."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def pictures(self, charts: Sequence[Chart], look: Look) -> list[File]:
        """The charts as Discord shows them. Raises NoCharts."""
        async with self._one_at_a_time:
            return [
                File(f"{chart.name}.png", await asyncio.to_thread(draw, chart, look), chart.in_words)
                for chart in charts
            ]


def draw(chart: Chart, look: Look, form: Literal["png", "svg"] = "png") -> bytes:
    """One chart, as a file. Raises NoCharts."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise NoCharts from error
    rows = len(chart.labels) if chart.has_names else 0
    figure = Figure(figsize=(WIDTH, max(4.0, 1.6 + 0.34 * rows * (1 + len(chart.series)))), dpi=DOTS)
    figure.set_facecolor(look.behind)
    axes = figure.subplots()
    _bars(axes, chart, look)
    _dress(axes, chart, look)
    figure.suptitle(_plain(chart.title), color=look.ink, fontsize=_SIZE + 2, x=0.02, ha="left")
    if len(chart.series) > 1:
        axes.legend(
            loc=_LOWER_LEFT,
            bbox_to_anchor=(0, 1.01),
            borderaxespad=0,
            ncols=len(chart.series),
            fontsize=_SIZE - 1,
            frameon=False,
            labelcolor=look.ink,
        )
    figure.set_layout_engine("constrained")
    kept = io.BytesIO()
    figure.savefig(kept, format=form, facecolor=look.behind, metadata={"Date": None} if form == "svg" else {})
    return kept.getvalue()


def _bars(axes: Axes, chart: Chart, look: Look) -> None:
    thick = _FULL / len(chart.series)
    is_numbered, turned = _numbered(chart)
    for number, (series, colour) in enumerate(zip(chart.series, look.series, strict=False)):
        at = [place + (number - (len(chart.series) - 1) / 2) * thick for place in range(len(chart.labels))]
        heights = [value or 0 for value in series.values]
        draw_bars = axes.barh if chart.has_names else axes.bar
        drawn = draw_bars(at, heights, thick * 0.92, color=colour, label=_plain(series.name), zorder=2)
        if is_numbered:
            said = [
                words if value is not None else "" for words, value in zip(series.said, series.values, strict=True)
            ]
            axes.bar_label(drawn, said, padding=3, color=look.ink, fontsize=_LETTERS, rotation=turned)


def _numbered(chart: Chart) -> tuple[bool, int]:
    """Whether the numbers fit at the bars without touching each other, and by how many degrees they are turned for that."""
    bars = len(chart.labels) * len(chart.series)
    if chart.has_names:
        return bars <= _LINES, 0
    room = _ACROSS / max(bars, 1)
    longest = max((len(words) for series in chart.series for words in series.said), default=0)
    if room >= 0.6 * _LETTERS * longest:
        return True, 0
    return room >= 1.1 * _LETTERS, 90


def _dress(axes: Axes, chart: Chart, look: Look) -> None:
    """Lines, letters and their colours; every so many labels, where they would touch each other."""
    axes.set_facecolor(look.behind)
    every = 1 if chart.has_names else -(-len(chart.labels) // 8)
    places = range(0, len(chart.labels), every)
    names = [_plain(_within(chart.labels[place])) for place in places]
    along, across = (axes.yaxis, axes.xaxis) if chart.has_names else (axes.xaxis, axes.yaxis)
    along.set_ticks(list(places), names)
    if chart.has_names:
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.set_xlim(left=0, right=chart.highest and chart.highest * 1.12)
    else:
        above = 0.25 if _numbered(chart) == (True, 90) else 0.12
        axes.margins(y=above)
        axes.set_ylim(bottom=0, top=chart.highest and chart.highest * (1 + above))
        if max(map(len, names), default=0) > 5:
            axes.tick_params(axis="x", labelrotation=35)
            for label in axes.get_xticklabels():
                label.set_horizontalalignment("right")
                label.set_rotation_mode("anchor")
    if chart.is_whole:
        _count_in_whole_numbers(across)
    across.set_major_formatter(lambda value, _place: f"{value:.9g}".replace(".", chart.point))
    across.grid(True, color=look.line, linewidth=0.8, zorder=0)
    axes.tick_params(colors=look.ink, labelsize=_SIZE - 1, length=0)
    for side, spine in axes.spines.items():
        spine.set_visible(side == ("left" if chart.has_names else "bottom"))
        spine.set_color(look.line)


def _count_in_whole_numbers(axis: Any) -> None:
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _within(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:23]}…"


def _plain(text: str) -> str:
    """What the font that comes along can show, and no formula."""
    return "".join(_shown(text)).strip().replace("$", r"\$")


def _shown(text: str) -> Iterator[str]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    known = get_font(findfont(FontProperties())).get_charmap()
    return (char for char in text if ord(char) in known)
