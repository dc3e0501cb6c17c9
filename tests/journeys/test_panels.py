"""The panels that an operator names: posted, kept, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, small_home

BILLING = {"id": "money", "channel": "lounge", "types": ["billing"]}
REST = {"id": "main", "title": "All the rest", "text": "Ask us here.", "types": ["community", "feature"]}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def set_up(world: World) -> str:
    """An administrator presses the button of `/setup`; what they are told."""
    people = world.people
    found = await people.administrator.slash(people.lounge, "setup")
    assert found.response is not None
    return said(await world.sim.click(people.administrator, found.response, "Post or refresh the panel"))


async def restart_with(world: World, *panels: dict[str, Any]) -> None:
    """The operator names these panels."""
    configure(world.home, lambda content: content["tickets"].update(panels=[*panels]))
    await world.sim.restart()


async def test_panels_are_posted_each_in_its_place_come_back_and_go_when_they_are_no_longer_named(
    world: World,
) -> None:
    people, sim = world.people, world.sim

    def panels() -> list[list[str]]:
        return [[shown(one) for one in sim.messages(place)] for place in (people.tickets, people.lounge)]

    assert await set_up(world) == f"✅ The panel stands in {people.tickets.mention}"
    first = world.last(people.tickets)
    assert "[Billing]" in shown(first)

    await restart_with(world, REST, BILLING)
    assert world.last(people.tickets).id == first.id, "what stood there goes on as the panel `main`"
    assert shown(world.last(people.tickets)).startswith("All the rest\nAsk us here.\n\n💬 **Anything else**")
    assert shown(world.last(people.tickets)).endswith("[Anything else]\n[Feature request]")
    money = world.last(people.lounge)
    assert shown(money).endswith("[Billing]")
    modal = await sim.click(people.customer, money, "Billing")
    assert modal.modal is not None
    assert await set_up(world) == f"✅ 2 panels stand in {people.tickets.mention} and {people.lounge.mention}"
    assert [len(found) for found in panels()] == [1, 1]

    await people.administrator.delete(money)
    await sim.advance(1)
    assert shown(world.last(people.lounge)) == shown(money)
    assert world.last(people.lounge).id != money.id

    await restart_with(world, REST)
    assert [len(found) for found in panels()] == [1, 0]
    await restart_with(world, REST | {"channel": "lounge"})
    assert [len(found) for found in panels()] == [0, 1], "it stands elsewhere now"
    await restart_with(world, REST | {"channel": "lounge"}, BILLING)
    assert [len(found) for found in panels()] == [0, 2], "two in one channel"


async def test_where_a_panel_cannot_stand_the_others_do(world: World) -> None:
    people = world.people
    await restart_with(world, BILLING | {"channel": 4711}, REST)
    assert "4711" in await set_up(world)
    assert "All the rest" in shown(world.last(people.tickets))
    await restart_with(world, BILLING | {"channel": "nowhere"}, REST)
    found = await people.administrator.slash(people.lounge, "setup")
    assert "❌ Channel **#nowhere** (ticket panel) is missing." in said(found)
    assert found.response is not None
    done = said(await world.sim.click(people.administrator, found.response, "Create what is missing"))
    assert "✅ Created #nowhere" in done
    assert "2 panels stand in" in done
