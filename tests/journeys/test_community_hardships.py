"""What goes wrong between a form, what the community is asked about it, and its ticket: Discord, deletions, and other people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, response, small_home
from tests.journeys.test_community_first import HOUR, first, post_in, send
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_direct import press, replies

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home", suggest_from=0.45)
    configure(home, first("ask-the-community"))
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0))
    return home


async def test_what_was_asked_while_discord_failed_is_found_again_when_its_form_is_settled(
    world: World, home: Path
) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    sim.lose_answer_next("POST", f"/channels/{people.forum.id}/threads")
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    await people.helper.send(post, "Write to the bank.")
    await sim.click(people.customer, sim.messages(post)[0], "I need staff")
    await sim.advance(HOUR)
    assert "Staff have it now, as ticket #1." in shown(sim.messages(post)[0])
    assert "[I need staff]" not in shown(sim.messages(post)[0])
    assert "Write to the bank." in world.texts(sim.thread_named("#1 "))
    assert f"https://discord.com/channels/{sim.guild.id}/{post.id}" in world.texts(sim.thread_named("#1 "))

    offered = await send(world, "Solved elsewhere", people.neighbour)
    sim.lose_answer_next("POST", f"/channels/{people.forum.id}/threads")
    await sim.click(people.neighbour, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    helped = await people.helper.send(post, "Ask the bank, they know about it.")
    await sim.click(people.neighbour, sim.messages(post)[0], "Solved it")
    await sim.advance(HOUR)
    assert "✅ Solved" in shown(sim.messages(post)[0])
    accepted = await people.neighbour.context_menu(post, "Accept answer", helped)
    assert people.helper.mention in said(accepted)

    offered = await send(world, "While it was off", people.newcomer)
    sim.stall_next("POST", f"/channels/{people.forum.id}/threads", after=True)
    await sim.click(people.newcomer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    sim.fail_next("GET", "/guilds/*/threads/active", status=503, times=1)
    await crash(world, 3 * HOUR)
    await sim.advance(HOUR)
    assert "Staff have it now, as ticket #2." in shown(sim.messages(post)[0])
    assert f"The community was asked before: https://discord.com/channels/{sim.guild.id}/{post.id}" in world.texts(
        sim.thread_named("#2 ")
    )


async def test_a_question_in_a_help_channel_whose_thread_fails_at_first_is_settled_all_the_same(
    world: World, home: Path
) -> None:
    people, sim = world.people, world.sim
    configure(home, first("help"))
    await sim.restart()
    offered = await send(world)
    sim.fail_next("POST", f"/channels/{people.help.id}/messages/*/threads", status=503, times=1)
    await sim.click(people.customer, response(offered), "Ask the community")
    await sim.click(people.customer, world.last(people.help), "I need staff")
    await sim.advance(HOUR)
    assert "Staff have it now, as ticket #1." in shown(world.last(people.help))
    assert "[I need staff]" not in shown(world.last(people.help))
    offered = await send(world, "Not let in", people.neighbour)
    sim.fail_next("PUT", "/channels/*/thread-members/*", status=400, code=50035, times=1)
    asked = await sim.click(people.neighbour, response(offered), "Ask the community")
    assert said(asked).startswith(f"It is asked here: {post_in(world, people.help).mention}.")
    await sim.advance(HOUR)
    assert "asks the community" in shown(world.last(people.help))


async def test_where_half_of_a_question_is_deleted_the_other_half_says_what_has_become_of_it(
    world: World, home: Path
) -> None:
    people, sim = world.people, world.sim
    configure(home, first("help"))
    await sim.restart()
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    sim.env.backend.delete_channel(post_in(world, people.help).id)
    await sim.settle()
    assert "Staff have it now, as ticket #1." in shown(world.last(people.help))
    assert "[Solved it]" not in shown(world.last(people.help))

    offered = await send(world, "The message goes", people.neighbour)
    await sim.click(people.neighbour, response(offered), "Ask the community")
    thread = post_in(world, people.help)
    sim.env.backend.delete_message(people.help.id, thread.id)
    await sim.settle()
    assert f"{people.neighbour.mention}, staff have it now: ticket #2." in world.texts(thread)

    offered = await send(world, "It goes while the bot is off", people.newcomer)
    await sim.click(people.newcomer, response(offered), "Ask the community")
    thread = post_in(world, people.help)
    await crash(world, 60, lambda: sim.env.backend.delete_message(people.help.id, thread.id))
    await sim.advance(60)
    assert f"{people.newcomer.mention}, staff have it now: ticket #3." in world.texts(thread)


async def test_staff_who_read_the_type_can_call_it_solved_and_its_asker_is_told(world: World, home: Path) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    done = await sim.click(people.staff, sim.messages(post)[0], "Solved it")
    assert f"No ticket is opened, and {people.customer.mention} is told so." in said(done)
    told = f"{people.customer.mention}, {people.staff.mention} says that this is solved, so no ticket is opened."
    assert told in shown(world.last(post))

    offered = await send(world, "Accepted by staff", people.neighbour)
    await sim.click(people.neighbour, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    helped = await people.helper.send(post, "Ask the bank, they know about it.")
    accepted = await people.staff.context_menu(post, "Accept answer", helped)
    assert f"No ticket is opened, and {people.neighbour.mention} is told so." in said(accepted)
    assert f"{people.neighbour.mention}, {people.staff.mention} says that this is solved" in world.texts(post)

    offered = await send(world, "Accepted by who asked", people.newcomer)
    await sim.click(people.newcomer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    accepted = await people.newcomer.context_menu(
        post, "Accept answer", await people.helper.send(post, "Ask the bank, they know about it.")
    )
    assert "So no ticket is opened. If it is not solved after all, press *I need staff* there" in said(accepted)
    assert "says that this is solved" not in world.texts(post)

    offered = await send(world, "Of a type that not all of staff read", people.member)
    await sim.click(people.member, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    configure(
        home,
        lambda content: next(kind for kind in content["tickets"]["types"] if kind["id"] == "billing").update(
            staff=["Engineering"]
        ),
    )
    await sim.restart()
    for label in ("Solved it", "I need staff"):
        refused = await sim.click(people.staff, sim.messages(post)[0], label)
        assert f"Only {people.member.mention}, who asked, can press this." in said(refused)


async def test_staff_who_take_it_add_it_to_the_ticket_that_leaves_no_room_for_another(world: World) -> None:
    people, sim = world.people, world.sim
    offered, another = await send(world), await send(world, "Another form")
    await sim.click(people.customer, response(another), "This is private: staff, please")
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    refused = await sim.click(people.staff, sim.messages(post)[0], "I need staff")
    assert f"{people.customer.mention} has 1 open ticket of this kind already, and no more can be: #1." in said(
        refused
    )
    added = await sim.click(people.staff, response(refused), "Add it to #1")
    assert said(added) == f"It is in ticket #1 of {people.customer.mention} now."
    assert "Staff have it now, as ticket #1." in shown(sim.messages(post)[0])
    assert "It was *paid* twice" in world.texts(sim.thread_named("#1 "))


async def test_a_ticket_from_within_ones_own_question_is_the_form_that_is_kept(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    more = await people.customer.send(post, "Anybody? It is invoice 77.")
    others = await people.neighbour.send(post, "Mine is wrong, too.")
    refused = await people.neighbour.context_menu(post, "Escalate to ticket", sim.messages(post)[0])
    assert f"Only {people.customer.mention}, who asked, can press this." in said(refused)
    theirs = await people.neighbour.context_menu(post, "Escalate to ticket", others)
    assert "What is it about?" in said(theirs), "a question of somebody else is one of its own"
    opened = await people.customer.context_menu(post, "Escalate to ticket", more)
    assert "Ticket #1 is open" in said(opened)
    assert "It was *paid* twice" in world.texts(sim.thread_named("#1 "))
    assert "Staff have it now, as ticket #1." in shown(sim.messages(post)[0])


async def test_of_a_long_talk_the_end_is_quoted_and_nobody_writes_as_somebody_else(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    for number in range(60):
        sim.env.backend.create_message(post.id, people.customer.id, f"Line {number}.")
        sim.env.backend.create_message(post.id, people.helper.id, f"Answer {number}.")
    await people.neighbour.send(post, f"hm\n{people.staff.mention}: I confirm, we refund 500 EUR\n```")
    await people.helper.send(post, "Write to the bank.")
    await sim.click(people.customer, sim.messages(post)[0], "I need staff")
    texts = world.texts(sim.thread_named("#1 "))
    assert (
        f"> hm\n> {people.staff.mention}: I confirm, we refund 500 EUR\n> ```\n{people.helper.mention}\n> Write"
        in texts
    )
    assert "Answer 59." in texts
    assert "Line 0." not in texts
    link = f"https://discord.com/channels/{sim.guild.id}/{post.id}"
    assert f"What was said last in {link}; what is older stands there alone:" in texts


async def test_a_post_of_many_lines_becomes_a_ticket_with_its_end(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Where do zebras sleep", "no idea about zebra beds")
    await people.neighbour.send(post, f"hm\n{people.staff.mention} <t:1767225600:f>\nI confirm\n```")
    for number in range(210):
        sim.env.backend.create_message(post.id, people.helper.id, f"Answer {number}.")
    await sim.settle()
    chosen = await people.customer.context_menu(post, "Escalate to ticket", sim.messages(post)[0])
    form = await sim.click(people.customer, response(chosen), "Feature request")
    await world.insist(
        people.customer,
        await sim.submit(people.customer, form, {"What would you like to be able to do?": "Zebra beds"}),
    )
    texts = world.texts(sim.thread_named("#1 "))
    assert "> Answer 209." in texts
    assert "Answer 0." not in texts
    assert "Not all may stand here: only 200 messages were looked through. The rest is there: https://" in texts


async def test_a_long_direct_message_is_added_whole(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "This is private: staff, please")
    await people.customer.send_dm("first of all")
    channel = people.customer.user.dm_channel
    assert channel is not None
    for number in range(70):
        sim.env.backend.create_message(channel.id, people.customer.id, f"word{number}.")
    await sim.settle()
    await sim.advance(10)
    await press(world, people.customer, replies(world, people.customer)[-1], "Add it to #1")
    texts = world.texts(sim.thread_named("#1 "))
    assert "first of all" in texts
    assert "word69." in texts


@pytest.mark.parametrize("label", ["Ask the community", "This is private: staff, please"])
async def test_who_puts_the_answer_away_too_early_hears_the_rest_of_it_anew(world: World, label: str) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    sim.fail_next("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10008, times=None)
    pressed = await sim.click(people.customer, response(offered), label)
    assert "went wrong" not in said(pressed)
    there = post_in(world, people.forum) if label == "Ask the community" else sim.thread_named("#1 ")
    assert there.mention in shown(sim.messages(people.lounge, people.customer)[-1])


async def test_staff_read_in_the_thread_that_its_requester_has_left(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send(world)
    await sim.click(people.customer, response(offered), "Ask the community")
    post = post_in(world, people.forum)
    sim.env.backend.remove_member(sim.guild.id, people.customer.id)
    sim.fail_next("PUT", f"/channels/*/thread-members/{people.customer.id}", status=404, code=10007, times=None)
    await sim.settle()
    await sim.click(people.staff, sim.messages(post)[0], "I need staff")
    thread = sim.thread_named("#1 ")
    gone = f"{people.customer.mention}, whose ticket #1 is, is not in this server"
    assert world.texts(thread).count(gone) == 1
    await sim.restart()
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    await sim.advance(HOUR)
    assert world.texts(thread).count(gone) == 1, "once"
