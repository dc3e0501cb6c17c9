"""A ticket that somebody took and forgot, and a colleague who is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.test_crash_matrix import crash

HOUR = 3600

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(lease_hours=48, cooldown_seconds=0))
    configure(home, show_staffs_commands)
    return home


def card(world: World) -> str:
    return world.texts(world.people.queue, world.people.staff)


async def test_a_claim_in_which_nobody_writes_lapses_and_everybody_is_told(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket()
    await people.staff.slash(people.queue, "ticket claim", number=1)
    assert "None: this is their first." in card(world)
    await sim.advance(47 * HOUR)
    await sim.restart()
    await sim.advance(2 * HOUR)
    told = world.texts(thread, people.customer)
    assert told.count("Nobody of staff has written here for too long, so this ticket is back in the queue;") == 1
    assert f"<@{people.staff.id}> had it and nobody wrote" in card(world)
    direct = people.staff.user.dm_channel
    [word] = [message.content for message in sim.messages(direct, people.staff.user)]
    assert word.startswith("Ticket #1 is back in the queue since <t:")
    assert "for 48 hours" in word
    assert thread.mention in word
    await sim.restart()
    await sim.advance(60 * HOUR)
    assert len(sim.messages(direct, people.staff.user)) == 1

    # Who takes no direct messages reads it on the card.
    await people.staff.slash(people.queue, "ticket claim", number=1)
    assert "had it and nobody wrote" not in card(world)
    sim.fail_next("POST", f"/channels/{direct.id}/messages", status=403, code=50007)
    await sim.advance(49 * HOUR)
    assert f"<@{people.staff.id}> had it and nobody wrote" in card(world)
    assert len(sim.messages(direct, people.staff.user)) == 1

    # Who was told when the bot was killed is not told again.
    await people.staff.slash(people.queue, "ticket claim", number=1)
    sim.stall_next("POST", f"/channels/{direct.id}/messages", after=True)
    await sim.advance(48 * HOUR + 5)
    assert sim.env.line.stalls == []
    await crash(world, 1200, lambda: sim.env.backend.advance_clock(600))
    await sim.advance(HOUR)
    assert len(sim.messages(direct, people.staff.user)) == 2


async def test_a_colleague_who_is_away_is_given_nothing_until_they_are_back(world: World) -> None:
    people = world.people
    await world.open_ticket()
    away = said(await people.staff.slash(people.queue, "away on", days=3))
    assert "You are away until <t:" in away
    refused = said(await people.colleague.slash(people.queue, "ticket assign", member=people.staff, number=1))
    assert f"<@{people.staff.id}> is away and gets no tickets meanwhile. They are back <t:" in refused
    assert "You have said that you are away." in said(await people.staff.slash(people.queue, "next"))
    assert said(await people.staff.slash(people.queue, "away off")) == "You are here, and get tickets again."
    assert "Ticket #1 is yours." in said(await people.staff.slash(people.queue, "next"))
    assert "Only staff" in said(await people.customer.slash(people.lounge, "away on"))
