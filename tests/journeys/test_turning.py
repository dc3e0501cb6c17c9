"""Who turns to people: by a reply that the answer does not work, or by calling for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.homes import FORWARDING, PARKING, SPF, forbid, ours, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

SORRY = "Sorry that it did not help. What is it about?"
CALLED = "I am a bot; people are here, too. What is it about? Staff read what you write there."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def answered(world: World, question: str) -> None:
    """The customer asks, and the answer is the last message here."""
    await world.sim.advance(120)
    await world.people.customer.send(world.people.help, question)


async def reply(world: World, text: str) -> None:
    """The customer replies to the last message here."""
    people = world.people
    await people.customer.send(people.help, text, reply_to=world.last(people.help))


async def test_a_reply_that_it_does_not_work_leads_to_people_like_the_button(world: World) -> None:
    people, sim = world.people, world.sim
    await answered(world, PARKING)
    await reply(world, "that does not work, where is the button")
    assert len(ours(world, people.help)) == 1
    await answered(world, SPF)
    await reply(world, "Das funktioniert leider nicht")
    offered = world.last(people.help)
    assert shown(offered) == f"{SORRY}\n[Feature request]\n[Ask the community]"
    assert said(await sim.click(people.neighbour, offered, "Ask the community")).startswith("Only")
    form = await sim.click(people.customer, offered, "Feature request")
    assert form.modal is not None
    assert SPF in [row["component"].get("value") for row in form.modal["components"]]
    await answered(world, FORWARDING)
    question = sim.messages(people.help)[-2]
    await reply(world, "that didn't help")
    assert "it did not help, so people have been asked" in ours(world, people.help)[-1]
    thread = next(one for one in sim.visible_threads(people.neighbour) if one.id == question.id)
    assert "still needs help" in world.texts(thread)
    assert "❌ 2 unhelped" in said(await people.staff.slash(people.queue, "faq stats"))


async def test_who_calls_for_people_gets_the_buttons_that_lead_to_them(world: World) -> None:
    people, sim, own = world.people, world.sim, world.sim.bot.user
    assert own is not None
    _, ticket = await world.open_ticket(people.member)

    async def say(channel: ChannelHandle, text: str) -> list[str]:
        """What the bot says to it."""
        await sim.advance(61)
        before = len(ours(world, channel))
        await people.customer.send(channel, text)
        return ours(world, channel)[before:]

    buttons = f"{CALLED}\n[Billing]\n[Feature request]"
    assert await say(people.help, "human please") == [buttons]
    assert (await sim.click(people.neighbour, world.last(people.help), "Billing")).modal is not None
    assert await say(people.lounge, own.mention) == [buttons]
    assert await say(people.lounge, f"{own.mention} can I talk to a person?") == [buttons]
    assert await say(people.lounge, "human please") == []
    assert await say(people.help, "the agent told me that my domain is broken") == []
    assert await say(people.help, "hello") == []
    await people.member.send(ticket, f"{own.mention} agent")
    assert CALLED not in world.texts(ticket)
    back = forbid(world, people.lounge, send_messages=True)
    assert await say(people.lounge, own.mention) == []
    back()
