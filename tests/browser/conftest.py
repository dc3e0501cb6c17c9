"""Fixtures: `signpost demo` as a process of its own, and a real browser with any number of windows on it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=10_000)  # the demo's first seconds go to the encoder

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Demo:
    """A running demo, its address with the key, and the windows that are open on it."""

    process: subprocess.Popen[str]
    address: str
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def window(self, person: str, size: dict[str, int] | None = None, **options: str) -> Page:
        """A window of its own, acting as this person; what its console complains of fails the test."""
        context = self.browser.new_context(viewport=size or DESKTOP, **options)  # type: ignore[arg-type]  # plain dict
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.goto(f"{self.address}#as={person}")
        page.get_by_test_id("composer").wait_for(state="attached")
        return page

    def _hear(self, message) -> None:  # type: ignore[no-untyped-def]  # playwright's ConsoleMessage
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")


def start(*command: str) -> tuple[subprocess.Popen[str], str]:
    """Start a demo process and wait for the address that it prints."""
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if "http://" in line:
            return process, line[line.index("http://") :].strip()
    raise AssertionError(f"the demo ended with {process.wait()} and printed no address")


def stop(process: subprocess.Popen[str]) -> int:
    """Ctrl-C, and the exit code."""
    process.send_signal(signal.SIGINT)
    try:
        code = process.wait(timeout=20)
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()
    return code


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as Debian packages it."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture
def demo(browser: Browser) -> Iterator[Demo]:
    """A demo of the test's own. Ends with Ctrl-C and exit code 0, and without a complaint on any console."""
    yield from _running(browser, "bot", "demo", "--port", "0", "--no-browser")


@pytest.fixture
def hostile_demo(browser: Browser) -> Iterator[Demo]:
    """The same, in a community that is out to break the page."""
    yield from _running(browser, "tests.browser.hostile")


def _running(browser: Browser, *command: str) -> Iterator[Demo]:
    process, address = start(*command)
    running = Demo(process, address, browser)
    try:
        yield running
        assert running.complaints == []
    finally:
        for context in browser.contexts:
            context.close()
        code = stop(process)
    assert code == 0
