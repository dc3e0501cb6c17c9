"""The page of the report in a real browser: it runs nothing, asks nobody, and can be read on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cogs.insights.stats.page import page
from cogs.texts.language import ENGLISH
from tests.browser.conftest import DESKTOP, PHONE
from tests.insights.test_charts import SPENT, hostile
from tests.insights.tickets import stats_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a community that is out to break it."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(
        page(ENGLISH, stats_of("billing", "delivery", weeks=13), SPENT, 90, hostile()), encoding="utf-8"
    )
    return path


@pytest.fixture(params=[("light", DESKTOP), ("dark", PHONE)], ids=["desktop", "phone"])
def shown(request: pytest.FixtureRequest, browser: Browser, file: Path) -> Iterator[Page]:
    """The page in a window; what it asks for from outside, runs, or complains of fails the test."""
    scheme, size = request.param
    context = browser.new_context(viewport=size, color_scheme=scheme)
    tab, wrong = context.new_page(), list[str]()
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    tab.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url))
    tab.goto(file.as_uri())
    yield tab
    context.close()
    assert wrong == []


def seen(tab: Page) -> set[str]:
    """In which looks charts are seen."""
    return set(tab.evaluate("[...document.images].filter((one) => one.offsetParent).map((one) => one.className)"))


def test_all_charts_are_seen_and_nothing_is_wider_than_the_window(shown: Page) -> None:
    assert shown.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 300)")
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
    smallest = "Math.min(...[...document.querySelectorAll('td, dd, p')].map((one) => parseFloat(getComputedStyle(one).fontSize)))"
    assert shown.evaluate(smallest) >= 14
    assert shown.get_by_text("<script>alert(1)</script>").first.is_visible()
    is_dark = shown.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert seen(shown) == {"dark" if is_dark else "light"}
    behind = shown.evaluate("getComputedStyle(document.body).backgroundColor")
    assert behind == ("rgb(43, 45, 49)" if is_dark else "rgb(255, 255, 255)")


def test_it_is_printed_in_light_and_whole(shown: Page) -> None:
    shown.emulate_media(media="print")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert seen(shown) == {"light"}
    heads = shown.locator("thead").first
    assert heads.is_visible()
    assert shown.pdf(format="A4").startswith(b"%PDF")
