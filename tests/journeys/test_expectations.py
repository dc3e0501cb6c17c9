"""What requesters hear of how long it takes, and which role hears of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, ours, small_home
from tests.journeys.test_ticket_views import FORM

HOUR = 3600
SENTENCE = "We answer invoices on the same day."
WITHIN = {
    "expectation": SENTENCE,
    "sla": {"P3": {"first_response_hours": 2}},
    "staff_ping": {"role": "Support", "priority": "P3"},
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    def expect(content: dict[str, Any]) -> None:
        content["tickets"]["types"][0].update(WITHIN)

    home = small_home(tmp_path / "home")
    configure(home, expect)
    return home


async def ask(world: World, requester: Any) -> str:
    """This member opens a ticket; what they are told."""
    modal = await requester.slash(world.people.lounge, "ticket open", type="billing")
    return said(await world.sim.submit(requester, modal, FORM))


async def test_a_requester_knows_their_place_and_hears_in_time_that_an_answer_is_late(world: World) -> None:
    people, sim = world.people, world.sim
    assert (await ask(world, people.customer)).endswith(f" You are next in line. {SENTENCE}")
    told = await ask(world, people.neighbour)
    assert told.endswith(f"One ticket is ahead of yours. {SENTENCE}")
    thread = sim.thread_named("#2 ")

    def first() -> str:
        return shown(sim.messages(thread, people.neighbour)[0])

    await sim.advance(301)
    assert f"One ticket is ahead of yours. {SENTENCE}" in first()
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    await people.customer.slash(sim.thread_named("#1 "), "ticket resolve")
    await sim.advance(301)
    assert f"You are next in line. {SENTENCE}" in first()
    await people.staff.slash(people.lounge, "ticket claim", number=2)
    assert "next in line" not in first()
    assert SENTENCE in first(), "staff have still to answer"
    assert "Sorry" not in world.texts(thread)

    await sim.kill()
    await sim.advance(1.8 * HOUR)
    assert (
        "⏳ Sorry, this takes longer than usual. We expect an answer by"
        in world.last(thread).embeds[0].description
    )
    assert "Sorry that it takes longer than usual: we expect an answer by" in first()
    assert SENTENCE not in first()
    await sim.advance(9 * HOUR)
    assert world.texts(thread).count("⏳") == 1
    assert "⏳" not in world.texts(sim.thread_named("#1 "))
    await people.staff.send(thread, "Here we are")
    assert "Sorry" not in first()


async def test_a_role_hears_of_what_waits_once_in_a_while_and_a_missing_one_is_named(world: World) -> None:
    people, sim = world.people, world.sim
    role = sim.guild.roles["Support"]

    def lines() -> list[str]:
        return [line for line in ours(world, people.queue) if line.startswith("🔔")]

    await ask(world, people.customer)
    assert lines() == []
    await sim.advance(6)
    thread = sim.thread_named("#1 ").mention
    assert lines() == [f"🔔 <@&{role.id}> Ticket #1 waits: Billing, 🟡 P3, {thread}."]
    [sent] = [
        request.body
        for request in sim.requests
        if isinstance(request.body, dict) and str(request.body.get("content", "")).startswith("🔔")
    ]
    assert sent["allowed_mentions"]["parse"] == []
    assert [*map(int, sent["allowed_mentions"]["roles"])] == [role.id]
    assert not sent["allowed_mentions"].get("users")
    await ask(world, people.neighbour)
    await ask(world, people.helper)
    await sim.advance(300)
    assert len(lines()) == 1
    await sim.advance(300)
    assert lines()[1].startswith(f"🔔 <@&{role.id}> Ticket #2 waits: Billing, 🟡 P3")
    assert lines()[1].endswith("One more came meanwhile.")

    await people.customer.slash(sim.thread_named("#1 "), "ticket resolve")
    sim.env.backend.delete_role(sim.guild.id, role.id)
    await sim.settle()
    assert (await ask(world, people.customer)).startswith("Ticket #4 is open")
    await sim.advance(700)
    assert len(lines()) == 2
    found = said(await people.administrator.slash(people.lounge, "setup"))
    assert "❌ Role **Support** is missing. 1 thing waits for it." in found
