"""Who turns to people: by a reply that the answer does not work, or by calling for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.homes import (
    FORWARDING,
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    forbid,
    ours,
    small_home,
    tags,
)
from tests.journeys.test_forum import applied

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


TWO = "How do I set up SPF? And can I park a domain?"
BUTTONS = f"{CALLED}\n[Billing]\n[Feature request]"
STANDS = "[Solved it]\n[Still need help]"


async def test_thanks_and_pleas_of_others_leave_the_answer_where_it_is(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, TWO)
    answer = world.last(people.help)
    await people.neighbour.send(people.help, TWO)
    assert f"just answered above: {answer.jump_url}. Does it help?" in ours(world, people.help)[-1]
    await people.neighbour.send(people.help, "thanks, that worked", reply_to=answer)
    for text in ("me neither", "that does not work", "thank you, helped me too"):
        await people.member.send(people.help, text, reply_to=answer)
    await sim.advance(61)
    assert STANDS in ours(world, people.help)[0]
    assert len(ours(world, people.help)) == 2
    explained = said(await people.customer.context_menu(people.help, "Why this answer?", answer))
    assert explained.startswith("Why I spoke\nIt asks two questions")
    await people.neighbour.send(people.help, f"{sim.bot.user and sim.bot.user.mention} that does not work")
    assert ours(world, people.help)[-1].startswith(SORRY)
    plea = sim.messages(people.help)[-2]
    for message in (plea, world.last(people.help)):
        explained = said(await people.neighbour.context_menu(people.help, "Why this answer?", message))
        assert explained.startswith("Why I took it for no question\nBy its words it asks for people")
    await people.member.send(people.help, "Press the button.", reply_to=answer)
    assert "a person has answered" in ours(world, people.help)[0]


async def test_a_bare_mention_is_about_what_it_points_to(world: World) -> None:
    people, sim, own = world.people, world.sim, world.sim.bot.user
    assert own is not None
    asked = await people.member.send(people.lounge, PARKING)
    await people.customer.forward(asked, people.help)
    await sim.advance(20)
    await people.customer.send(people.help, f"{own.mention} please")
    assert PARKING_ANSWER in ours(world, people.help)[-1]
    await people.neighbour.send(people.lounge, own.mention, reply_to=asked)
    assert PARKING_ANSWER in ours(world, people.lounge)[-1]
    question = await people.customer.send(people.lounge, SPF)
    await people.member.send(people.lounge, "no idea")
    await people.customer.send(people.lounge, own.mention)
    assert SPF_ANSWER in ours(world, people.lounge)[-1]
    sim.env.backend.delete_message(people.lounge.id, question.id)
    await sim.settle()
    assert SPF_ANSWER not in world.texts(people.lounge)
    await people.newcomer.send(people.lounge, "lovely weather everybody")
    await people.newcomer.send(people.lounge, own.mention)
    assert ours(world, people.lounge)[-1] == BUTTONS, "what was said before has no answer"
    await people.staff.send(people.lounge, SPF)
    sim.fail_next("GET", f"/channels/{people.lounge.id}/messages", status=403, code=50001)
    await people.staff.send(people.lounge, own.mention)
    assert ours(world, people.lounge)[-2:] == [BUTTONS, BUTTONS], "what was said before cannot be read"


async def test_a_post_that_was_solved_and_then_is_not_waits_for_people(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Needs human", "Solved")
    for question, then in ((PARKING, []), (FORWARDING, ["Needs human"])):
        post = await sim.post(people.customer, people.forum, "A question", question)
        answer = world.last(post)
        await sim.click(people.customer, answer, "Solved it")
        await sim.advance(61)
        assert applied(world, post) == ["Solved"]
        await people.customer.send(post, "still does not work", reply_to=answer)
        await sim.advance(61)
        assert applied(world, post) == then
        assert "Marked as solved" not in world.texts(post)
        assert (STANDS in ours(world, post)[0]) is (then == [])


async def test_a_deleted_question_opens_no_empty_form(world: World) -> None:
    people, sim = world.people, world.sim
    await answered(world, SPF)
    question = sim.messages(people.help)[-2]
    await reply(world, "that does not work")
    offered = world.last(people.help)
    sim.env.backend.delete_message(people.help.id, question.id)
    await sim.settle()
    for button in ("Feature request", "Ask the community"):
        pressed = await sim.click(people.customer, offered, button)
        assert pressed.modal is None
        assert said(pressed).startswith("I no longer know which question this belongs to.")
