"""Two tickets about the same, as their customers and staff see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle, MemberActor

from tests.conftest import World, said, shown
from tests.journeys.homes import small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_direct import replies, writes
from tests.journeys.test_ticket_hearing import queue
from tests.journeys.test_ticket_views import FORM, ask, forbid


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def card(world: World, number: int) -> str:
    found = [shown(one) for one in world.sim.messages(world.people.queue)]
    return next(text for text in found if text.startswith(f"Ticket #{number} · "))


async def ask_too(world: World, who: MemberActor) -> None:
    modal = await who.slash(world.people.lounge, "ticket open", type="billing")
    await world.sim.submit(who, modal, FORM)


def sees(world: World, who: MemberActor, thread: ChannelHandle) -> bool:
    return thread.id in [one.id for one in world.sim.visible_threads(who)]


async def test_two_tickets_become_one_while_both_customers_write_and_two_again(world: World) -> None:
    people, sim = world.people, world.sim
    ann, bob = people.customer, people.newcomer
    await ask(world)
    await ask_too(world, bob)
    first, second = sim.thread_named("#1 "), sim.thread_named("#2 ")
    assert not sees(world, bob, first)
    assert said(await ann.slash(first, "ticket merge", into=2)) == "Only staff can do this."
    assert said(await people.staff.slash(first, "ticket merge", into=1)).startswith("Those are one and the same")
    assert said(await people.staff.slash(first, "ticket merge", into=7)) == "There is no ticket #7 here."

    await sim.advance(61)
    wish = await bob.slash(people.lounge, "ticket open", type="feature")
    offered = await sim.submit(bob, wish, {"What would you like to be able to do?": "Pay twice"})
    assert offered.response is not None

    allowed = forbid(
        world, people.tickets, manage_threads=True
    )  # so the old thread stays open to who writes there
    sim.env.backend.create_message(second.id, bob.id, "It is urgent!")  # both are on their way to us, and so is:
    sim.env.backend.create_message(first.id, ann.id, "It is 4711")
    told = await people.staff.slash(people.lounge, "ticket merge", number=2, into=1)
    assert said(told).startswith("Ticket #2 goes on in ticket #1 now, and so do its customers")
    assert world.texts(second).count("merged this ticket into another one") == 1
    assert f"Please go on in <#{first.id}>" in world.texts(second)
    assert f"merged ticket #2 of {bob.mention} into this one" in world.texts(first)
    assert sees(world, bob, first)
    assert "this ticket goes on in ticket #1" in shown(sim.messages(second)[0])
    assert "It is urgent!" in world.texts(second)
    assert "It is 4711" in world.texts(first)
    assert "1 open" in await queue(world)
    assert f"Goes on in: #1 of {ann.mention}: <#{first.id}>" in card(world, 2)
    assert f"Merged into this: #2 of {bob.mention}: <#{second.id}>" in card(world, 1)

    added = await sim.click(bob, offered.response, "Add it to #2")
    assert said(added) == (
        f"Ticket #2 goes on in ticket #1, so it is there now: <#{first.id}>. Staff read it there."
    )
    assert "Pay twice" in world.texts(first)
    refused = await sim.click(bob, sim.messages(first)[0], "Resolve")
    assert said(refused) == (
        "Only the requester of ticket #1 or staff can do this. Write in its thread what you need: staff read it there, and a"
        " resolved ticket is open again then."
    )
    modal = await bob.slash(second, "callback")
    wanted = {"How do we reach you?": "4711", "Your time zone": "UTC", "When does it suit you?": "in 3 h"}
    assert "Staff read your wish." in said(await sim.submit(bob, modal, wanted))
    assert f"**Customer:** {bob.mention}" in world.texts(first)
    assert "**1.** call-back" in said(await people.staff.slash(first, "promises"))

    await bob.send(second, "hello? anybody?")
    await bob.send(second, "HELLO?")
    assert world.texts(second).count(f"Nobody reads here any more: this ticket goes on in <#{first.id}>") == 1
    await people.staff.send(first, "Which invoice?")
    assert "Turn: Waits for the requester" in card(world, 1)
    await bob.send(first, "Mine is 4712")
    assert "Turn: Waits for staff" in card(world, 1)
    refused = await people.staff.slash(second, "ticket reopen")
    assert (
        said(refused)
        == "Ticket #2 goes on in ticket #1, with everybody who belongs to it. Write there what you need, or that it is solved:"
        " staff read it there. They can take the merge back with `/ticket unmerge`."
    )
    assert said(await bob.slash(second, "ticket resolve")) == said(refused), "and so she knows what she can do"
    await people.customer.slash(first, "ticket resolve")
    assert said(await bob.slash(first, "ticket reopen")) == "Ticket #1 is open again."
    await sim.advance(61)
    await people.customer.slash(first, "ticket resolve")
    await bob.send(first, "no, it is NOT solved")
    assert f"{bob.mention} wrote here, so this ticket is open again" in world.texts(first)

    sim.env.backend.set_overwrite(people.tickets.id, allowed)
    await sim.settle()
    assert told.response is not None
    back = await sim.click(people.staff, told.response, "Take the merge back")
    assert said(back).startswith("Ticket #2 goes on by itself again.")
    assert not sees(world, bob, first)
    assert sees(world, ann, first)
    assert "took the merge back: this ticket goes on here" in world.texts(second)
    assert f"took ticket #2 of {bob.mention} out of this one again" in world.texts(first)
    assert "2 open" in await queue(world)
    assert "Merged into this" not in card(world, 1)
    await sim.advance(5)
    assert "Call-back wanted" in world.texts(second), "it goes with its customer"
    assert "Call-back wanted" not in world.texts(first)
    assert "call-back" in said(await people.staff.slash(second, "promises"))
    assert "call-back" not in said(await people.staff.slash(first, "promises"))
    await bob.send(second, "It is 4712")
    assert "Turn: Waits for staff" in card(world, 2)
    again = await sim.click(people.staff, told.response, "Take the merge back")
    assert said(again) == "Ticket #2 is not merged into another one."


@pytest.mark.parametrize("requests", [1, 3, 5])
async def test_a_merge_that_is_killed_in_the_middle_is_whole_in_the_end_and_told_once(
    world: World, requests: int
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await ask_too(world, people.newcomer)
    first, second = sim.thread_named("#1 "), sim.thread_named("#2 ")
    sim.fail_next("PUT", f"/channels/{first.id}/thread-members/*", status=503, times=requests)
    sim.fail_next("POST", f"/channels/{second.id}/messages", status=503, times=requests)
    told = await people.staff.slash(second, "ticket merge", into=1)
    assert said(told).startswith("Ticket #2 goes on in ticket #1 now")
    await crash(world, 600)
    await sim.advance(3600)
    assert world.texts(second).count("merged this ticket into another one") == 1
    assert world.texts(first).count("merged ticket #2") == 1
    assert sees(world, people.newcomer, first)


async def test_a_merged_customer_who_left_and_came_back_is_let_in_where_they_are_sent(world: World) -> None:
    people, sim = world.people, world.sim
    bob = people.newcomer
    await ask(world)
    await ask_too(world, bob)
    first = sim.thread_named("#1 ")
    await people.staff.slash(people.lounge, "ticket merge", number=2, into=1)
    sim.env.backend.remove_member(sim.guild.id, bob.id)
    await sim.settle()
    sim.guild.add_member(bob.user)
    assert not sees(world, bob, first), "they left the server, and came back"
    await sim.advance(61)
    await writes(world, bob, "A stain is on it, too")
    prompt = replies(world, bob)[-1]
    sim.fail_next("POST", f"/channels/{first.id}/messages", status=503, times=1)
    assert "It is in your ticket now" in said(await sim.click(bob.user, prompt, "Add it to #1"))
    assert sees(world, bob, first), "where they are sent"
    await sim.advance(60)
    assert "A stain is on it, too" in world.texts(first)
    assert world.texts(first).count("➕") == 1


async def test_somebody_is_added_and_is_there_again_in_a_new_thread_until_they_are_removed(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread, friend = sim.thread_named("#1 "), people.neighbour
    refused = await people.customer.slash(thread, "ticket add", member=friend)
    assert said(refused) == "Only staff can do this."
    sim.fail_next("PUT", f"/channels/{thread.id}/thread-members/*", status=503, times=10)
    told = await people.staff.slash(thread, "ticket add", member=friend)
    assert said(told).startswith(f"{friend.mention} belongs to ticket #1 now, and reads all")
    assert "does not show it yet" in said(told)
    await crash(world, 60)
    await sim.advance(3600)
    assert sees(world, friend, thread)
    assert world.texts(thread).count(f"{people.staff.mention} added {friend.mention}, who reads all") == 1
    assert f"Added: {friend.mention}" in card(world, 1)
    again = await people.staff.slash(thread, "ticket add", member=friend)
    assert said(again).startswith(f"{friend.mention} belongs to ticket #1 already")

    await people.staff.send(thread, "Which invoice?")
    await friend.send(thread, "It is 4711")
    assert "Turn: Waits for staff" in card(world, 1)
    sim.env.backend.delete_channel(thread.id)
    await sim.settle()
    thread = sim.thread_named("#1 ")
    assert sees(world, friend, thread)
    owner = await people.staff.slash(thread, "ticket remove", member=people.customer)
    assert said(owner) == f"Ticket #1 belongs to {people.customer.mention}. Only who was added can be removed."
    await people.staff.slash(thread, "ticket close")
    gone = await people.staff.slash(people.lounge, "ticket remove", member=friend, number=1)
    assert said(gone) == f"{friend.mention} belongs to ticket #1 no longer."
    assert not sees(world, friend, thread)
    assert sees(world, people.customer, thread)
    assert "Added" not in card(world, 1)
    twice = await people.staff.slash(people.lounge, "ticket remove", member=friend, number=1)
    assert said(twice) == f"Nobody has added {friend.mention} to ticket #1."


async def test_the_cards_of_two_linked_tickets_name_each_other_and_no_customer_reads_of_it(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await ask_too(world, people.newcomer)
    first, second = sim.thread_named("#1 "), sim.thread_named("#2 ")
    before = world.texts(first), world.texts(second)
    told = await people.staff.slash(first, "ticket link", other=2)
    assert said(told) == "Tickets #1 and #2 are linked."
    assert f"Linked: #2 of {people.newcomer.mention}: <#{second.id}>" in card(world, 1)
    assert f"Linked: #1 of {people.customer.mention}: <#{first.id}>" in card(world, 2)
    twice = await people.staff.slash(second, "ticket link", other=1)
    assert said(twice) == "Tickets #2 and #1 are linked already."
    assert said(await people.staff.slash(first, "ticket link", other=1)).startswith("Those are one and the same")
    assert said(await people.customer.slash(first, "ticket link", other=2)) == "Only staff can do this."
    gone = await people.staff.slash(second, "ticket unlink", other=1)
    assert said(gone) == "Tickets #2 and #1 are linked no longer."
    assert "Linked" not in card(world, 1) + card(world, 2)
    again = await people.staff.slash(first, "ticket unlink", other=2)
    assert said(again) == "Tickets #1 and #2 are not linked."
    await people.staff.slash(first, "ticket link", other=2)
    assert "Linked" in card(world, 1)
    assert before == (world.texts(first), world.texts(second))
