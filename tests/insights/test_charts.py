"""What charts show, and what they say to who cannot see them; the page, whatever people call things."""

from __future__ import annotations

import base64
import hashlib
import re
import struct
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from bot.config import Config
from bot.insights.deflection import Tally
from bot.insights.metrics import Facts, report
from bot.insights.spending.spent import Halves, Spent
from bot.insights.stats.figures import Backlog, Figures, Group, Spans
from bot.tickets.ticket import WaitingOn
from cogs.insights.embeds import report as report_embed
from cogs.insights.stats import embeds
from cogs.insights.stats import page as pages
from cogs.insights.stats.charts import ALT, Chart, Series, charts
from cogs.insights.stats.drawing import DARK, LIGHT, Look, NoCharts, draw
from cogs.insights.stats.page import page
from cogs.texts import stats as texts
from cogs.texts.forms import duration, working_time
from cogs.texts.language import ENGLISH, language_of
from tests.insights.tickets import NOW, stats_of
from tests.services import configuration

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> $x^2$ 🎉 &amp; %s {0} \\\n'
GERMAN = language_of("de")
ZERO = timedelta(0)
SETTINGS = configuration().tickets

SPENT = Spent(Halves(60, 20), estimated=3, unestimated=4)


def hostile() -> Config:
    """A community all of whose names are out to break the page."""
    config = configuration()
    kinds = [
        kind.model_copy(update={"label": f"<img src=x onerror=alert(2)>{kind.id}"})
        for kind in config.tickets.types
    ]
    return config.model_copy(
        update={
            "community": config.community.model_copy(update={"name": HOSTILE}),
            "tickets": config.tickets.model_copy(update={"types": kinds}),
        }
    )


def chart(
    labels: Sequence[str], *, has_names: bool = False, values: Sequence[float | None] | None = None
) -> Chart:
    values = values or range(1, len(labels) + 1)
    series = [Series("opened", values, [str(value) for value in values])]
    return Chart("volume", "Tickets", labels, series, "", is_whole=True, has_names=has_names, point=",")


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_chart_says_all_that_it_shows() -> None:
    found = {one.name: one for one in charts(ENGLISH, stats_of("billing"), Group.WEEK, configuration().tickets)}
    assert list(found) == ["volume", "first-response", "resolution", "breaches", "csat", "backlog"]
    assert found["volume"].in_words == (
        "Tickets opened and resolved (opened, resolved). 2027-03-08: 12, 8; 2027-03-01: 12, 8"
    )
    assert found["first-response"].in_words.startswith(
        "First response, in hours (median, P80, P95). 2027-03-08: 1, 3, 9;"
    )
    assert found["resolution"].title == "Resolution, in days"
    assert found["csat"].in_words.startswith("CSAT, from 1 to 5 (mean). 2027-03-08: 4.2;")
    assert found["backlog"].in_words.endswith("under 1 d: 3; 1–3 d: 2; 30 d and more: 1")
    spoken = charts(GERMAN, stats_of("billing"), Group.WEEK, configuration().tickets)
    assert spoken[2].in_words.startswith("Lösung, in Tagen (Median, P80, P95). 2027-03-08: 0,8, 2,1, 3,8;")


def test_working_hours_are_told_in_hours_as_in_the_settings_and_never_in_days() -> None:
    found = stats_of("billing", in_working_hours=True)
    shown = {one.name: one for one in charts(ENGLISH, found, Group.WEEK, configuration().tickets)}
    assert shown["resolution"].title == "Resolution, in hours"
    assert shown["resolution"].in_words.endswith("2027-03-01: 20, 50, 90")
    assert texts.spans(ENGLISH, found.overall.resolution) == "**20 h** (P80 50 h, P95 90 h; 8 tickets)"
    assert texts.short_spans(GERMAN, found.overall.resolution) == "20 Std. / 50 Std. / 90 Std."
    assert texts.short_spans(ENGLISH, stats_of().overall.resolution) == "20 h / 2 d 2 h / 3 d 18 h"
    assert "30 h" not in texts.backlog(ENGLISH, found.backlog), "its age is no working time"


def test_the_report_says_so_of_tickets_too() -> None:
    took = Spans(1, *[timedelta(hours=40)] * 3, in_working_hours=True)
    found = stats_of()
    found = replace(found, overall=replace(found.overall, resolution=took))
    embed = report_embed(ENGLISH, report(NOW, NOW, Facts(), Tally({}), found), 7)
    said = {field.name: field.value for field in embed.fields}
    assert (said["Resolution (median)"], said["Tickets resolved"]) == ("40 h", "1, and 3 closed unresolved")


def test_what_is_live_stands_by_itself_on_the_page_and_of_one_its_age_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "DRAWN", dict.fromkeys(Group, ()))  # to draw takes a while
    one = Backlog((0, 1, 0, 0, 0), timedelta(hours=30), timedelta(hours=30), dict.fromkeys(WaitingOn, 0), 0)
    quiet = replace(stats_of(), by_week={}, by_hour={}, backlog=one)
    read = Read(page(ENGLISH, quiet, SPENT, 30, configuration()))
    assert [attributes["alt"] for tag, attributes in read.elements if tag == "img"] == [
        "Live tickets by their age (live). 1–3 d: 1"
    ] * 2
    assert (
        read.text.index("Backlog now") < read.text.index("By week") < read.text.index("No tickets in this time.")
    )
    assert "1 live ticket, 1 d 6 h old" in read.text
    nothing = replace(quiet, backlog=replace(one, ages=(0,) * 5, median=None, oldest=None))
    assert not [
        tag for tag, _ in Read(page(ENGLISH, nothing, SPENT, 30, configuration())).elements if tag == "img"
    ]


def test_what_took_no_working_time_is_shown_and_is_not_nothing() -> None:
    at_once = Figures(opened=1, first_response=Spans(1, ZERO, ZERO, ZERO, in_working_hours=True))
    weeks = {date(2027, 3, 1): Figures(opened=1), date(2027, 3, 8): at_once}
    found = charts(ENGLISH, replace(stats_of(), by_week=weeks), Group.WEEK, configuration().tickets)
    assert [one.name for one in found] == ["volume", "first-response", "backlog"]
    assert found[1].in_words == "First response, in minutes (median, P80, P95). 2027-03-08: 0, 0, 0"
    assert size(draw(found[1], DARK))


def test_a_length_of_time_is_rounded_to_the_second() -> None:
    assert duration(ENGLISH, timedelta(minutes=10, microseconds=-1)) == "10 min"
    assert duration(ENGLISH, timedelta(days=1, microseconds=-1)) == "1 d"
    assert working_time(ENGLISH, timedelta(days=1, microseconds=-1)) == "24 h"


def test_words_of_a_chart_fit_beside_a_picture_and_say_how_much_they_leave_out() -> None:
    [volume, *_] = charts(ENGLISH, stats_of(weeks=200), Group.WEEK, configuration().tickets)
    assert len(volume.in_words) <= ALT
    assert re.search(r"; … and \d+ more$", volume.in_words)
    newest = max(volume.labels)
    assert f"(opened, resolved). {newest}: 12, 8; " in volume.in_words, "the oldest are left out"


@pytest.mark.parametrize(
    ("group", "weeks", "numbered"),
    [
        (Group.WEEK, 6, [12, 18, 18, 12, 6]),
        (Group.WEEK, 13, [26, 39, 0, 26, 13]),
        (Group.HOUR, 2, [0, 0, 0, 48, 24]),
    ],
)
def test_numbers_stand_at_the_bars_of_a_month_and_wherever_there_is_room(
    group: Group, weeks: int, numbered: Sequence[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list[int]()
    monkeypatch.setattr("matplotlib.axes.Axes.bar_label", lambda *drawn, **_: found.append(len(drawn[2])))
    for one, expected in zip(charts(ENGLISH, stats_of(weeks=weeks), group, SETTINGS), numbered, strict=False):
        found.clear()
        draw(one, LIGHT)
        assert (one.name, sum(found)) == (one.name, expected)


def test_a_group_without_figures_is_left_out_of_the_words_and_one_without_any_has_no_chart() -> None:
    found = charts(ENGLISH, stats_of(), Group.HOUR, configuration().tickets)
    assert "07:00" not in found[0].in_words
    assert "08:00: 12, 8" in found[0].in_words
    none = charts(ENGLISH, stats_of(), Group.TYPE, configuration().tickets)
    assert [one.name for one in none] == ["backlog"]


@pytest.mark.parametrize("look", [DARK, LIGHT])
@pytest.mark.parametrize("labels", [["one"], [f"2027-03-{day:02}" for day in range(1, 30)]])
def test_a_chart_is_a_picture_that_a_phone_can_show(look: Look, labels: Sequence[str]) -> None:
    assert size(draw(chart(labels), look)) == (792, 440)
    width, height = size(draw(chart(labels, has_names=True), look))
    assert width == 792
    assert height >= 440


@pytest.mark.parametrize("label", [HOSTILE, "🎉", "", "$", r"$\frac$", r"\$", "返金" * 40, "_^{"])
def test_any_name_can_stand_at_a_bar(label: str) -> None:
    assert size(draw(chart([label, "b"], has_names=True, values=[1, None]), DARK))


def test_the_words_fit_a_message_however_many_groups_there_are() -> None:
    stats = stats_of(*(f"type-{number}" for number in range(60)), weeks=60)
    for language in (ENGLISH, GERMAN):
        for group in Group:
            found = [
                embeds.overall(language, stats, SPENT, 365),
                embeds.apart(language, stats, group, configuration().tickets),
            ]
            assert sum(map(len, found)) <= 6000
            assert len(found[1].description or "") <= 4096
    cut = embeds.apart(ENGLISH, stats, Group.WEEK, configuration().tickets)
    shown = cut.description or ""
    assert shown.startswith(
        "**2028-04-17** · 12 opened · 8 resolved · 3 closed unresolved · first response 1 h / 3 h / 9 h · "
    )
    assert re.search(r"… and \d+ more$", shown)
    assert cut.footer.text == "All of them stand in the attached file."
    [file] = embeds.in_full(ENGLISH, stats, Group.WEEK, configuration().tickets)
    lines = file.content.decode().splitlines()
    assert (file.name, len(lines)) == ("numbers.txt", 60)
    assert lines[-1].startswith(
        "2027-03-01 · 12 opened · 8 resolved · 3 closed unresolved · first response 1 h / 3 h / 9 h · "
    )
    few = (ENGLISH, stats_of("billing"), Group.WEEK, configuration().tickets)
    assert (embeds.apart(*few).footer.text, embeds.in_full(*few)) == (None, [])
    nobody = embeds.apart(ENGLISH, stats, Group.TIER, configuration().tickets)
    assert nobody.description == "There are no tiers here."


class Read(HTMLParser):
    """The elements of a page, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_all_it_needs_and_runs_nothing_whatever_things_are_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "DRAWN", dict.fromkeys(Group, ("volume",)))  # to draw takes a while
    text = page(ENGLISH, stats_of("billing", "<b>gone</b>"), SPENT, 30, hostile())
    read = Read(text)
    tags = {tag for tag, _ in read.elements}
    assert tags.isdisjoint({"script", "link", "iframe", "object", "embed", "form", "base", "b", "a"})
    assert not [name for _, attributes in read.elements for name in attributes if name.startswith("on")]
    addresses = [
        value or ""
        for _, attributes in read.elements
        for name, value in attributes.items()
        if name in ("src", "srcset")
    ]
    assert addresses
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert "http:" not in text
    assert "https:" not in text
    policy = next(attributes["content"] for tag, attributes in read.elements if "http-equiv" in attributes)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    known = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{known}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style[1]
    assert "<script>alert(1)</script>" in read.text
    assert "From 2027-03-06 12:00 to 2027-04-05 12:00, UTC" in read.text
    pictures = [attributes for tag, attributes in read.elements if tag == "img"]
    assert all(one["alt"] for one in pictures)
    assert "1 h (P80 3 h, P95 9 h; 10 tickets)" in read.text
    assert "**" not in read.text


def test_without_the_extra_the_page_has_its_numbers_and_says_how_to_have_charts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(NoCharts):
        draw(chart(["one"]), DARK)
    read = Read(page(GERMAN, stats_of("billing", in_working_hours=True), SPENT, 30, configuration()))
    assert ("html", {"lang": "de"}) in read.elements
    assert not [tag for tag, _ in read.elements if tag == "img"]
    assert "pip install 'signpost-bot[charts]'" in read.text
    assert "Zeiten zählen Arbeitsstunden" in read.text
    assert "Antworten 1 Std., Vorbeugen 20 Min." in read.text
    assert "12, davon 2 mit anderen zusammengelegt" in read.text
