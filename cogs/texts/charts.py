"""What charts say: titles, what is measured, and the same in words for who cannot see them."""

from __future__ import annotations

from datetime import timedelta

from cogs.texts.language import Language


def about_charts(t: Language) -> str:
    return t("How charts are drawn; dark if left out")


def option_dark(t: Language) -> str:
    return t.c("how charts are drawn", "dark")


def option_light(t: Language) -> str:
    return t.c("how charts are drawn", "light")


def option_none(t: Language) -> str:
    return t.c("how charts are drawn", "none, only words")


def no_charts(t: Language) -> str:
    """Only staff read it: some of them know who can install something."""
    return t(
        "There are no charts here: whoever runs the bot can have them with `pip install 'signpost-bot[charts]'`."
    )


def chart_volume(t: Language) -> str:
    return t("Tickets opened and resolved")


def series_opened(t: Language) -> str:
    return t.c("tickets, in a chart", "opened")


def series_resolved(t: Language) -> str:
    return t.c("tickets, in a chart", "resolved")


def series_median(t: Language) -> str:
    return t.c("in a chart", "median")


def chart_spans(t: Language, name: str, unit: timedelta) -> str:
    """The title of a chart of lengths of time."""
    if unit >= timedelta(days=1):
        return t("{what}, in days", what=name)
    if unit >= timedelta(hours=1):
        return t("{what}, in hours", what=name)
    return t("{what}, in minutes", what=name)


def chart_breaches(t: Language) -> str:
    return t("SLA breaches and tickets opened again")


def series_breaches(t: Language) -> str:
    return t.c("in a chart", "breaches")


def series_reopened(t: Language) -> str:
    return t.c("in a chart", "opened again")


def chart_csat(t: Language) -> str:
    return t("CSAT, from 1 to 5")


def series_csat(t: Language) -> str:
    return t.c("in a chart", "mean")


def chart_backlog(t: Language) -> str:
    return t("Live tickets by their age")


def series_live(t: Language) -> str:
    return t.c("tickets, in a chart", "live")


def bars_title(title: str, series: str) -> str:
    """What a chart in words begins with."""
    return f"{title} ({series}). "


def bars(name: str, values: str) -> str:
    """One group of a chart in words."""
    return f"{name}: {values}"


def bar(t: Language, value: float | None, *, is_whole: bool) -> str:
    """What stands at a bar."""
    if value is None:
        return "–"
    if is_whole or value == 0:
        return str(round(value))
    digits = f"{value:.0f}" if value >= 100 else f"{value:.1f}"
    return digits.removesuffix(".0").replace(".", point(t))


def point(t: Language) -> str:
    return t.c("decimal point", ".")
