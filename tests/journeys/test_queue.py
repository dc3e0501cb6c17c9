"""The queue as staff turn its pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tickets import queue as pages
from tests.conftest import World, live, said
from tests.journeys.homes import configure, small_home


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A community whose queue shows two tickets at a time."""
    monkeypatch.setattr(pages, "PAGE", 2)
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0))
    async with live(home) as world:
        yield world


async def test_staff_turn_the_pages_of_the_queue_and_each_is_as_it_is_now(world: World) -> None:
    people = world.people
    threads = []
    for person, kind in (
        (people.customer, "Billing"),
        (people.neighbour, "Billing"),
        (people.helper, "Billing"),
        (people.member, "Billing"),
        (people.member, "Feature request"),
    ):
        await world.open_ticket(person, kind)
        threads.append(max(thread.id for thread in world.sim.visible_threads(person)))

    def listed(text: str) -> list[int]:
        """Which of the five stand in it, in their order."""
        return [threads.index(int(thread)) for thread in re.findall(r"<#(\d+)>", text)]

    shown = await people.staff.slash(people.queue, "queue")
    assert shown.ephemeral
    assert "Queue · 5 open" in said(shown)
    assert listed(said(shown)) == [0, 1]
    assert shown.response is not None
    page, turned = shown.response, []
    for label in ("Page 2", "Page 3", "Page 2", "Page 1"):
        shown = await world.sim.click(people.staff, page, label)
        turned.append(listed(said(shown)))
    assert turned == [[2, 3], [4], [2, 3], [0, 1]]
    assert "Page 1 of 3" in said(shown)
    for number in (2, 3, 4):
        await people.staff.slash(people.queue, "ticket close", number=number)
    shown = await world.sim.click(people.staff, page, "Page 2")
    assert listed(said(shown)) == [0, 4]
    assert "Page" not in said(shown), "all fits on one"
