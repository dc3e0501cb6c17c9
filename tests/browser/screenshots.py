"""`make screenshots`: the pictures of README and docs, taken of the real demo."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET, Demo, start, stop

SIZE = {"width": 1280, "height": 800}


def take(folder: Path) -> None:
    """Write answered.png, form.png and queue.png into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    process, address = start("bot", "demo", "--port", "0", "--no-browser")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            demo = Demo(process, address, browser)
            _tell(demo, folder)
            browser.close()
    finally:
        stop(process)


def _tell(demo: Demo, folder: Path) -> None:
    ann = demo.window("ann", SIZE, reduced_motion="reduce")
    ann.get_by_test_id("channel-help").click()
    ann.get_by_test_id("composer").fill("how do i set up spf")
    ann.get_by_test_id("composer").press("Enter")
    help_button = ann.get_by_role("button", name="Still need help")
    expect(help_button).to_be_visible()
    _shoot(ann, folder / "answered.png")
    help_button.click()
    form = ann.get_by_test_id("modal")
    form.get_by_label("Which address or domain is affected?").fill("ann@example.com")
    form.get_by_label("What happens, and since when?").fill(
        "how do i set up spf – I did, yesterday, and all my mail is still rejected"
    )
    form.get_by_label("Several people").check()
    form.get_by_label("No", exact=True).check()
    _shoot(ann, folder / "form.png")
    form.get_by_role("button", name="Submit").click()
    expect(ann.get_by_text("Ticket #1 is open")).to_be_visible()

    sam = demo.window("sam", SIZE, reduced_motion="reduce")
    sam.get_by_test_id("channel-staff-queue").click()
    sam.get_by_role("button", name="Claim").click()
    expect(sam.get_by_text("Ticket #1 is yours.")).to_be_visible()
    sam.get_by_test_id("composer").fill("/queue")
    sam.get_by_test_id("composer").press("Enter")
    sam.keyboard.press("Enter")  # everybody's
    sam.keyboard.press("Enter")
    expect(sam.get_by_text("Queue · 1 open")).to_be_visible()
    _shoot(sam, folder / "queue.png")


def _shoot(page: Page, path: Path) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=path, animations="disabled")
    print(f"{path} written.")


if __name__ == "__main__":
    take(Path(sys.argv[1]))
