"""The page of a transcript in a real browser: it runs nothing, fetches nothing, and is read on a phone and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.tickets.transcripts.hostile import SCRIPTS
from tests.tickets.transcripts.test_page import PNG, SVG, WHOLE, hostile_page, made

SMALL_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


class Opened:
    """A page that was opened from a file, with all that it asked for and complained of."""

    def __init__(
        self, browser: Browser, html: str, folder: Path, size: dict[str, int], scheme: str = "light"
    ) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        (folder / "ticket.html").write_bytes(html.encode(errors="replace"))
        context = browser.new_context(viewport=size, color_scheme=scheme, accept_downloads=True)  # type: ignore[arg-type]  # plain dict
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("popup", lambda popup: self.complaints.append(popup.url))
        self.page.goto((folder / "ticket.html").as_uri())

    @property
    def fetched(self) -> list[str]:
        """All but the page itself and what stands in it."""
        return [url for url in self.asked[1:] if not url.startswith("data:")]


def test_a_hostile_ticket_is_only_read(browser: Browser, tmp_path: Path) -> None:
    opened = Opened(browser, hostile_page(), tmp_path, DESKTOP)
    page = opened.page
    for spoiler in page.locator(".spoiler").all()[:20]:
        spoiler.focus()
    for summary in page.locator("summary").all()[:5]:
        summary.click()
    page.wait_for_timeout(300)
    assert opened.fetched == []
    assert opened.complaints == []
    assert page.title() == SCRIPTS[1]
    assert page.url.endswith("ticket.html")
    assert page.locator("script, iframe, img, form, object, embed, link, base, svg, button").count() == 0
    assert SCRIPTS[0] in page.locator("main").inner_text()


def test_what_would_come_past_the_escaping_is_stopped_by_the_pages_policy(
    browser: Browser, tmp_path: Path
) -> None:
    stopped = [one for one in SCRIPTS if "refresh" not in one]  # no policy keeps a page from that
    bad = "".join(stopped) + '<p style="position: fixed">x</p>'
    opened = Opened(browser, made(WHOLE).replace("<h2>", f"{bad}<h2>", 1), tmp_path, DESKTOP)
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("document.title") == "Ticket #12"
    assert any("Content Security Policy" in said for said in opened.complaints)
    assert opened.page.locator("h1").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_wherever_it_is_read(
    browser: Browser, tmp_path: Path, size: dict[str, int], scheme: str
) -> None:
    opened = Opened(browser, made(WHOLE, png=SMALL_PICTURE, svg=SVG), tmp_path, size, scheme)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('img').naturalWidth") == 1
    light = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (scheme == "light")
    with page.expect_download() as saved:
        page.get_by_text("b.svg").click()
    assert saved.value.suggested_filename == "b.svg"
    assert Path(saved.value.path()).read_bytes() == SVG
    assert (opened.fetched, opened.complaints) == ([], [])
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 32, 38)", "dark on paper"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_broken_picture_is_named(browser: Browser, tmp_path: Path) -> None:
    page = Opened(browser, made(WHOLE, png=PNG), tmp_path, PHONE).page
    assert "a.png" in page.locator("main").inner_text()
