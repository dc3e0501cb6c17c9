"""Does the demo's page keep up? A channel of 5,000 messages: the first paint, and how soon the bot's reply is there."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from playwright.sync_api import Page

MESSAGES = 5_000
QUESTIONS = 15
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def serve(ready: Connection) -> None:
    """A process of its own: the demo, with a long past in #help."""
    asyncio.run(_serve(ready))


async def _serve(ready: Connection) -> None:
    from bot.demo.playground import Playground
    from bot.demo.server import DemoServer
    from bot.simulated.community import copy_home

    with tempfile.TemporaryDirectory() as folder:
        playground = Playground(copy_home(Path(folder)))
        server = DemoServer(playground)
        await server.start(0)
        await playground.start()
        community = playground.community
        for number in range(MESSAGES):
            author = (community.customer, community.neighbour, community.helper)[number % 3]
            text = f"Message {number}: **some** words, `code` and a [link](https://example.com/{number})"
            playground.backend.create_message(community.help.id, author.id, text, broadcast=False)
        ready.send(server.address)
        await asyncio.to_thread(ready.recv)
        await server.stop()
        await playground.stop()


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address of such a demo."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send(None)
        process.join()


def a_day_later(page: Page) -> None:
    """A member gets an entry once a day, and a channel not every minute: who asked again at once would wait in vain."""
    page.get_by_test_id("advance-86400").click()
    page.wait_for_function(PASSED)


def seconds_to_address() -> float:
    """How long `signpost demo` takes until it prints where the page is."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if "http://" in line)
        took = time.perf_counter() - begun
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    return took


def run(console: Console) -> None:
    """Print the table; says so where there is no browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        console.print("The page of the demo: not measured, playwright is not installed (extra `browser`).")
        return
    if CHROMIUM is None:
        console.print("The page of the demo: not measured, Chromium is not installed.")
        return
    start = seconds_to_address()
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}#as=ann")
        page.get_by_test_id("composer").wait_for()
        paint = page.evaluate(FIRST_PAINT)
        page.get_by_test_id("channel-lounge").click()
        page.get_by_role("heading", name="lounge").first.wait_for()
        page.evaluate(WATCH)
        page.get_by_test_id("channel-help").click()
        page.wait_for_function(ARRIVED, arg=50)
        opening = max(page.evaluate(TIMES))
        page.get_by_test_id("tab-trouble").click()
        replies = []
        for _ in range(QUESTIONS):
            a_day_later(page)
            page.get_by_test_id("composer").fill("how do i set up spf")
            page.get_by_test_id("composer").press("Enter")
            page.wait_for_function(ARRIVED, arg=2)
            replies.append(page.evaluate(TIMES))
        browser.close()
    table = Table("the demo's page", f"{MESSAGES:,} messages in the channel")
    table.add_row("from `signpost demo` to its address", f"{start:.1f} s")
    table.add_row("first paint of the page", f"{paint:.0f} ms")
    table.add_row("a channel of that size opened and painted", f"{opening:.0f} ms")
    table.add_row(
        "from Enter to the sent message on the page, median",
        f"{statistics.median(one[0] for one in replies):.0f} ms",
    )
    table.add_row(
        "from Enter to the bot's reply on the page, median",
        f"{statistics.median(one[1] for one in replies):.0f} ms",
    )
    table.add_row("… the slowest of them", f"{max(one[1] for one in replies):.0f} ms")
    console.print(table)


FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"

WATCH = """() => {
  window.arrivals = [];
  const known = new Set();
  const look = () => {
    for (const node of document.querySelectorAll('[data-testid=message]')) {
      if (!known.has(node.dataset.id)) window.arrivals.push(performance.now());
      known.add(node.dataset.id);
    }
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.body, { childList: true, subtree: true });
  const begin = () => { look(); window.arrivals = []; window.began = performance.now(); };
  document.addEventListener('keydown', (event) => event.key === 'Enter' && begin(), { capture: true });
  document.addEventListener('click', begin, { capture: true });
}"""
"""Notes when each message is painted, counted from the last click or Enter."""

PASSED = "() => !document.querySelector('[data-testid=advance-86400]').hasAttribute('aria-busy')"
ARRIVED = "(count) => window.arrivals.length >= count"
TIMES = "() => window.arrivals.map((at) => at - window.began)"
