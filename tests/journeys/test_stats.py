"""Staff see what their work on tickets came to, in words and charts; and only what they read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult

from cogs.insights.stats import embeds
from tests.conftest import World, said
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.spoken import english
from tests.journeys.test_ticket_views import ask

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")

    def change(content: dict[str, Any]) -> None:
        show_staffs_commands(content)
        content["community"]["time_zone"] = "Europe/Berlin"

    configure(folder, change)
    return folder


def files(result: InteractionResult) -> dict[str, str]:
    """The pictures of the answer, and what they say to who cannot see them."""
    parts = ([result.response] if result.response else []) + result.followups
    return {one.filename: english(one.description or "") for part in parts for one in part.message.attachments}


async def stats(world: World, **options: Any) -> InteractionResult:
    return await world.people.staff.slash(world.people.queue, "stats", **options)


async def test_staff_see_how_much_there_was_how_long_it_took_and_what_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    nothing = await stats(world)
    assert "Tickets of the last 30 days" in said(nothing)
    assert "No tickets in this time." in said(nothing)
    assert "Nothing waits." in said(nothing)
    assert files(nothing) == {}

    await ask(world)
    thread = sim.thread_named("#1 ")
    await sim.advance(600)
    await people.staff.send(thread, "I look into it.")
    await sim.advance(3000)
    modal = await people.staff.slash(thread, "ticket resolve")
    await sim.submit(people.staff, modal, {})
    found = await stats(world)
    text = said(found)
    assert "Tickets opened: 1\n" in text
    assert "First response: **10 min** (P80 10 min, P95 10 min; 1 ticket)" in text
    assert "Resolution: **1 h** (P80 1 h, P95 1 h; 1 ticket)" in text
    assert "Opened again: 0 (0%) after 1 resolution" in text
    assert "1 opened · 1 resolved · first response 10 min / 10 min / 10 min" in text
    assert found.response is not None
    assert found.response.message.flags.ephemeral, "for who asks alone"
    pictures = files(found)
    assert list(pictures) == ["volume.png", "first-response.png", "resolution.png"]
    assert ": 1, 1" in pictures["volume.png"]
    assert "First response, in minutes (median, P80, P95)." in pictures["first-response.png"]

    await people.customer.slash(thread, "ticket reopen")
    words = await stats(world, by="hour", charts="none", days=1)
    assert "Tickets of the last day" in said(words)
    assert "Opened again: 1 (100%) after 1 resolution" in said(words)
    assert "By hour of the day in which they were opened" in said(words)
    assert "1 live ticket, " in said(words)
    assert files(words) == {}
    assert "**Support** · 1 opened" in said(await stats(world, by="tier", charts="none"))

    monkeypatch.setattr(embeds, "LENGTH", 20)
    long = await stats(world, by="type", charts="none")
    assert "All of them stand in the attached file." in said(long)
    assert list(files(long)) == ["numbers.txt"]
    monkeypatch.undo()

    for name in ("matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, name, None)
    without = await stats(world, by="type", charts="light")
    assert said(without).startswith(
        "There are no charts here: whoever runs the bot can have them with `pip install"
    )
    assert "**Billing** · 1 opened" in said(without)
    assert files(without) == {}

    await people.staff.slash(thread, "ticket snooze", until="tomorrow 9:00")
    report = said(await people.staff.slash(people.queue, "report"))
    assert "Snoozed now: 1" in report
    assert "Only staff" in said(await people.customer.slash(people.lounge, "stats"))
