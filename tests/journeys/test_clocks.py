"""The SLA clocks of tickets: staff are warned in time, see what was missed, and are not flooded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said
from tests.journeys.homes import configure, ours, show_staffs_commands, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_expectations import ask

HOUR = 3600
TARGETS = {"P3": {"first_response_hours": 10, "resolution_hours": 40}}

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(sla=TARGETS, lease_hours=0, cooldown_seconds=0))
    configure(home, show_staffs_commands)
    return home


def told(world: World) -> list[str]:
    """What the queue channel says of clocks."""
    return [line for line in ours(world, world.people.queue) if line[:1] in "🔴⏰" and "target" in line]


def direct(world: World) -> list[str]:
    """What staff has read in direct messages."""
    place = world.people.staff.user.dm_channel
    return [] if place is None else [one.content for one in world.sim.messages(place, world.people.staff.user)]


async def test_who_has_a_ticket_is_warned_and_the_card_says_what_was_missed(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world, people.customer)
    thread = sim.thread_named("#1 ")

    def card() -> Any:
        [found] = [one for one in sim.messages(people.queue, people.staff) if one.embeds and one.components]
        return found.embeds[0]

    def clock() -> str:
        return next((field.value for field in card().fields if field.name == "Clock"), "")

    assert clock().startswith("First response due <t:")
    assert " · due <t:" in said(await people.staff.slash(people.queue, "queue"))
    await people.staff.slash(people.queue, "ticket claim", number=1)
    assert " · due <t:" in said(await people.staff.slash(people.queue, "my"))
    await sim.advance(8 * HOUR + 1)
    [warning] = direct(world)
    assert warning.startswith("⏰ 1 target is about to be missed.\n🟡 P3 #1 <#")
    assert " · First response · due <t:" in warning
    assert told(world) == []

    # Who takes no direct messages is told in the queue channel.
    sim.fail_next("POST", f"/channels/{people.staff.user.dm_channel.id}/messages", status=403, code=50007)
    await sim.advance(2 * HOUR)
    [missed] = told(world)
    assert missed.startswith("🔴 1 target is missed.\n🟡 P3 #1 <#")
    assert clock().startswith("🔴 First response was due <t:")
    assert "target" not in world.texts(thread, people.customer), "it is staff's to know"

    await people.staff.send(thread, "Here we are")
    assert clock() == ""
    await sim.advance(100 * HOUR)
    assert len(direct(world)) == 1
    assert len(told(world)) == 1


async def test_what_comes_at_one_time_is_one_message_and_late_after_a_downtime(world: World) -> None:
    people, sim = world.people, world.sim
    for member in (people.customer, people.neighbour, people.helper):
        await ask(world, member)
    await crash(world, 11 * HOUR)
    await sim.advance(5)
    [digest] = told(world)
    lines = digest.split("\n")
    assert lines[:2] == ["🔴 3 targets are missed.", "Of 3 of them you hear late."]
    assert [line.split(" <#")[0] for line in lines[2:]] == ["🟡 P3 #1", "🟡 P3 #2", "🟡 P3 #3"]
    await sim.restart()
    await sim.advance(HOUR)
    assert len(told(world)) == 1


async def test_what_was_answered_in_time_while_the_bot_was_off_is_not_late(world: World) -> None:
    people, sim = world.people, world.sim
    for member in (people.customer, people.neighbour):
        await ask(world, member)
    thread, waiting = sim.thread_named("#1 "), sim.thread_named("#2 ")

    def meanwhile() -> None:
        sim.env.backend.create_message(thread.id, people.staff.id, "Here we are", broadcast=False)
        sim.env.backend.advance_clock(7 * HOUR)

    await crash(world, 5 * HOUR, meanwhile)
    await sim.advance(HOUR)
    [missed] = told(world)
    assert missed.startswith("🔴 1 target is missed.")
    assert " #2 <#" in missed
    assert ["we are late" in world.texts(one, people.staff) for one in (thread, waiting)] == [False, True]


async def test_of_two_messages_of_one_time_in_one_place_each_is_said(world: World) -> None:
    people, sim = world.people, world.sim
    for member in (people.customer, people.neighbour):
        await ask(world, member)
    await people.staff.slash(people.queue, "ticket claim", number=1)
    await sim.advance(9 * HOUR)
    sim.fail_next("POST", f"/channels/{people.staff.user.dm_channel.id}/messages", status=403, code=50007)
    sim.fail_next("POST", f"/channels/{people.staff.user.dm_channel.id}/messages", status=403, code=50007)
    sim.fail_next("POST", f"/channels/{people.queue.id}/messages", status=500)
    await sim.advance(2 * HOUR)
    missed = [line for line in told(world) if line.startswith("🔴")]
    assert sorted(line.partition(" <#")[0][-2:] for line in missed) == ["#1", "#2"]
