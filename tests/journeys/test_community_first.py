"""The community comes first, where its type says so: what is asked in public, who helps, and when staff take it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor

from tests.conftest import World, said, shown
from tests.journeys.homes import SPF, SPF_ANSWER, configure, forbid, ours, response, small_home
from tests.journeys.test_crash_matrix import crash

pytestmark = pytest.mark.usefixtures("no_incidents")

MINUTE, HOUR = 60, 3600
ABOUT, NEED = "What is it about?", "What do you need? (no card numbers, please)"
WORDS = "It was *paid* twice @everyone [gift](https://evil.example)"
PLAIN = "It was \\*paid\\* twice @everyone \\[gift\\](https://evil.example)"


def first(channel: str) -> Callable[[dict[str, Any]], None]:
    """Billing is asked of the community first: what is needed is public, and what it is about is not."""

    def change(content: dict[str, Any]) -> None:
        kind = next(one for one in content["tickets"]["types"] if one["id"] == "billing")
        kind["community_first"] = {"channel": channel, "hours": 2}
        publish(content, NEED)

    return change


def publish(content: dict[str, Any], label: str) -> None:
    """The answers to this field of billing are for all to read."""
    kind = next(one for one in content["tickets"]["types"] if one["id"] == "billing")
    next(field for field in kind["fields"] if field["label"] == label)["public"] = True


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home", suggest_from=0.45)
    configure(home, first("ask-the-community"))
    return home


async def send(world: World, text: str = WORDS, person: MemberActor | None = None) -> InteractionResult:
    person = person or world.people.customer
    modal = await person.slash(world.people.lounge, "ticket open", type="billing")
    return await world.sim.submit(person, modal, {ABOUT: "An invoice", NEED: text})


def post_in(world: World, channel: ChannelHandle) -> ChannelHandle:
    """The newest thread below this channel."""
    backend = world.sim.env.backend
    threads = world.sim.visible_threads(world.people.customer)
    return [one for one in threads if backend.get_channel(one.id).parent_id == channel.id][-1]


async def test_the_community_helps_and_no_ticket_is_opened(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    assert f"the community can be asked, in {people.forum.mention}" in said(offered)
    assert f"**{NEED}**\n{PLAIN}" in said(offered)
    assert "An invoice" not in said(offered)
    assert sim.visible_threads(people.customer) == [], "nothing is shown to anybody before a press"
    asked = await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    assert said(asked).startswith(f"It is asked here: {post.mention}. If nothing there has solved it <t:")
    [starter] = ours(world, post)
    assert f"{people.customer.mention} asks the community." in starter
    assert PLAIN in starter
    assert "An invoice" not in starter
    await people.helper.send(post, "Write to the bank, they know about it.")
    await people.customer.send(post, SPF)
    await sim.advance(10)
    assert ours(world, post) == [starter], "the FAQ had its say before"
    other = await sim.click(people.neighbour, sim.messages(post)[0], "Solved it")
    assert "Only" in said(other)
    assert "who asked, can press this" in said(other)
    solved = await sim.click(people.customer, sim.messages(post)[0], "Solved it")
    assert "No ticket is opened." in said(solved)
    assert "*Accept answer*" in said(solved)
    assert "✅ Solved" in shown(sim.messages(post)[0])
    assert "[Solved it]" not in shown(sim.messages(post)[0])
    await people.customer.context_menu(post, "Accept answer", sim.messages(post)[1])
    assert people.helper.mention in world.texts(post)
    await sim.advance(3 * HOUR)
    assert "Nobody is waiting" in said(await people.staff.slash(people.queue, "queue"))
    stats = said(await people.staff.slash(people.queue, "faq stats"))
    assert "The community was asked first about 1 form. Solved there, without a ticket: 1" in stats
    await sim.click(people.customer, sim.messages(post)[0], "I need staff")
    assert WORDS in world.texts(sim.thread_named("#1 "), people.customer)


async def test_who_marks_an_answer_in_the_post_needs_no_ticket_and_reads_so_at_once(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    answer = await people.helper.send(post, "Write to the bank, they know about it.")
    await people.neighbour.react(answer, "✅")  # who asked nothing here
    await sim.advance(10)
    assert "accepted" not in world.texts(post)
    await people.customer.react(answer, "✅")
    await sim.advance(10)
    assert f"{people.customer.mention} accepted {people.helper.mention}'s answer" in world.texts(post)
    assert "✅ Solved" in shown(sim.messages(post)[0])
    assert "marked as solved, so no ticket is opened" in world.texts(post)
    await sim.advance(3 * HOUR)
    assert "Nobody is waiting" in said(await people.staff.slash(people.queue, "queue"))


async def test_what_nobody_solves_in_time_is_a_ticket_with_all_that_was_said(world: World) -> None:
    people, sim = world.people, world.sim
    offered, again = await send(world), await send(world, "Another form")
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    refused = await sim.click(people.customer, response(again), "Ask the community")
    assert f"is asked about a form of yours of this kind already: {post.mention}" in said(refused)
    assert "What you wrote is still kept." in said(refused)
    await sim.click(people.customer, response(refused), "This is private: staff, please")
    assert "Another form" in world.texts(sim.thread_named("#1 "))
    await sim.advance(110 * MINUTE)
    await people.helper.send(post, "Which bank?")
    await people.customer.send(post, "Lark Savings")
    await sim.kill()
    await sim.restart()
    await sim.advance(15 * MINUTE)
    assert "asks the community" in shown(sim.messages(post)[0]), "they are still talking"
    await sim.advance(30 * MINUTE)
    ticket = sim.thread_named("#1 ")
    texts = world.texts(ticket, people.customer)
    assert WORDS in texts, "no more may be open, so it went into the one that is"
    assert f"https://discord.com/channels/{sim.guild.id}/{post.id}" in texts
    assert f"{people.helper.mention}\n> Which bank?\n{people.customer.mention}\n> Lark Savings" in texts
    assert "Staff have it now, as ticket #1." in shown(sim.messages(post)[0])
    assert f"{people.customer.mention}, staff have it now: ticket #1." in shown(world.last(post))


async def test_staff_can_be_wanted_at_once_or_the_post_be_deleted(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    await people.helper.send(post, "I do not know.")
    opened = await sim.click(people.customer, sim.messages(post)[0], "I need staff")
    thread = sim.thread_named("#1 ")
    assert f"Ticket #1 is open: {thread.mention}" in said(opened)
    texts = world.texts(thread, people.customer)
    assert f"Asked in: https://discord.com/channels/{sim.guild.id}/{post.id}" in texts
    assert f"{people.helper.mention}\n> I do not know." in texts
    assert "[I need staff]" not in shown(sim.messages(post)[0])
    offered = await send(world, "Once more", people.neighbour)
    await sim.click(people.neighbour, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    sim.env.backend.delete_channel(post.id)
    await sim.settle()
    assert "Once more" in world.texts(sim.thread_named("#2 "))
    offered = await send(world, "While it was off", people.newcomer)
    await sim.click(people.newcomer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    await crash(world, MINUTE, lambda: sim.env.backend.delete_channel(post.id))
    await sim.settle()
    assert "While it was off" in world.texts(sim.thread_named("#3 "))


async def test_in_a_help_channel_it_has_a_thread_and_what_cannot_be_asked_is_a_ticket(
    world: World, home: Path
) -> None:
    people, sim = world.people, world.sim
    configure(home, first("help"))
    await sim.restart()
    offered = await send(world, SPF)
    assert SPF_ANSWER in said(offered)
    offered = await sim.click(people.customer, response(offered), "Still need help")
    assert f"in {people.help.mention}" in said(offered)
    await sim.click(people.customer, response(offered), "Ask the community")
    thread = post_in(world, people.help)
    assert SPF in world.texts(people.help)
    assert SPF_ANSWER not in world.texts(people.help)
    await people.helper.send(thread, "With a TXT record at your domain.")
    accepted = await people.customer.context_menu(thread, "Accept answer", world.last(thread))
    assert people.helper.mention in said(accepted)
    await sim.settle()
    assert "✅ Solved" in shown(world.last(people.help))
    allow = forbid(world, people.help, send_messages=True)
    offered = await send(world, "Nobody can ask this", people.neighbour)
    assert "Ticket #1 is open" in said(offered)
    allow()
    offered = await send(world, "Nor this", people.newcomer)
    configure(home, lambda content: publish(content, ABOUT))
    await sim.restart()
    offered = await sim.click(people.newcomer, response(offered), "Ask the community")
    assert "What would be shown has changed meanwhile." in said(offered)
    assert f"**{ABOUT}**\nAn invoice" in said(offered)
    assert "Nor this" not in world.texts(people.help), "nothing but what was seen"
    forbid(world, people.help, send_messages=True)
    late = await sim.click(people.newcomer, response(offered), "Ask the community")
    assert "#2" in said(late)
    assert "Nor this" in world.texts(sim.thread_named("#2 "))
