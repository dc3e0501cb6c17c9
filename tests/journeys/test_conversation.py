"""A failed answer of the FAQ becomes a ticket with all that was said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said
from tests.journeys.homes import SPF, response, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")
WISH = "What would you like to be able to do?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home", suggest_from=0.45)


async def test_the_whole_conversation_comes_along_in_order_and_with_who_wrote(world: World) -> None:
    people, sim = world.people, world.sim
    ann, noor, nils = people.customer, people.neighbour, people.newcomer
    asked = await ann.send(people.help, SPF)
    await sim.advance(120)
    tried = await noor.send(people.help, "Have you tried the other form?", reply_to=asked)
    await nils.send(people.help, "Nice weather")
    await ann.send(people.help, "Yes, and it says 4711", attachments=[("error.png", b"picture")])
    await nils.send(people.help, "Mine said that, too", reply_to=tried)
    chosen = await ann.context_menu(people.help, "Escalate to ticket", asked)
    form = await sim.click(ann, response(chosen), "Feature request")
    await sim.restart()
    sent = await sim.submit(ann, form, {WISH: "SPF for two domains"})
    assert "#1" in said(await world.insist(ann, sent))
    thread = sim.thread_named("#1 ")
    texts = world.texts(thread, ann)
    lines = [
        f"{ann.mention} <t:",
        SPF,
        f"{noor.mention} <t:",
        "Have you tried the other form?",
        "Yes, and it says 4711",
        f"{nils.mention} <t:",
        "Mine said that, too",
    ]
    places = [texts.index(line) for line in lines]
    assert places == sorted(places)
    assert "Nice weather" not in texts
    assert any(file.filename == "error.png" for one in sim.messages(thread, ann) for file in one.attachments)

    await sim.advance(2 * 3600)
    await noor.send(people.help, SPF)
    answer = world.last(people.help)
    await sim.advance(120)
    await noor.send(people.help, "It is for two domains", attachments=[("second.png", b"picture")])
    form = await sim.click(noor, answer, "Still need help")
    await world.insist(noor, await sim.submit(noor, form, {WISH: "SPF, please"}))
    thread = sim.thread_named("#2 ")
    assert f"> {SPF}\n{noor.mention} <t:" in world.texts(thread, noor)
    assert "It is for two domains" in world.texts(thread, noor)
    assert any(file.filename == "second.png" for one in sim.messages(thread, noor) for file in one.attachments)
