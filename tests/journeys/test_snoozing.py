"""A ticket that nobody need look at for now, as staff and its requester see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import configure, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_hearing import DAY, queue
from tests.journeys.test_ticket_views import ask, cards

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["community"].update(time_zone="UTC"))
    return home


async def test_staff_snooze_a_ticket_and_it_comes_back_in_time_by_a_press_or_when_its_requester_writes(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    refused = await people.customer.slash(thread, "ticket snooze", until="in 2 h")
    assert said(refused) == "Only staff can do this."
    unclear = await people.staff.slash(thread, "ticket snooze", until="at teatime")
    assert said(unclear).startswith("I do not know when `at teatime` is.")
    choices = await people.staff.autocomplete(people.queue, "ticket snooze", "until", "in 2 h")
    time, *waits = [choice["name"] for choice in choices]
    assert "UTC" in time
    assert waits == ["until the requester writes", "until there is a fix"]
    [fix] = await people.staff.autocomplete(people.queue, "ticket snooze", "until", "fix")

    told = await people.staff.slash(thread, "ticket snooze", until="in 30 h", reason="The bank *opens* then")
    assert said(told).startswith("Ticket #1 is out of the queue until <t:")
    assert "Nobody is waiting" in await queue(world)
    assert "Snoozed until <t:" in said(await people.staff.slash(people.queue, "queue", whose="snoozed")), (
        "none is lost"
    )
    assert "Turn: 💤 Snoozed until <t:" in cards(world)[0]
    first = shown(sim.messages(thread)[0])
    assert "your ticket is open; its priority is **normal**. Staff look at it again <t:" in first
    assert f"{people.staff.mention} put this ticket off until <t:" in world.texts(thread)
    await people.customer.send(thread, "Thanks!")
    assert "Nobody is waiting" in await queue(world)
    await crash(world, 2 * DAY)
    await sim.advance(60)
    assert "1 open" in await queue(world)
    assert "Turn: Waits for staff" in cards(world)[0]
    assert "You are next in line." in shown(sim.messages(thread)[0])

    told = await people.staff.slash(people.queue, "ticket snooze", until=fix["value"], number=1)
    assert said(told) == "Ticket #1 is out of the queue until you wake it, or the requester writes."
    assert "Turn: 💤 Snoozed until there is a fix" in cards(world)[0]
    assert said(await press(world, people.staff, "Wake")) == "Ticket #1 is back in the queue."
    assert "[Wake]" not in cards(world)[0]
    assert f"{people.staff.mention} put this ticket back into the queue." in world.texts(thread)

    told = await people.staff.slash(thread, "ticket snooze", until=":reply")
    assert said(told) == "Ticket #1 is out of the queue until the requester writes."
    assert "**It is your turn**" in shown(sim.messages(thread)[0])
    await people.customer.send(thread, "It is 4711")
    assert "1 open" in await queue(world)
    assert "Turn: Waits for staff" in cards(world)[0]
