"""Promises and call-backs, as customers and staff see them: made, due, kept, moved, withdrawn, and through restarts."""

from __future__ import annotations

import re
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.test_ticket_views import ask

HOUR = 3600
pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, show_staffs_commands)
    return home


def promise(world: World, thread: ChannelHandle) -> discord.Message:
    """The message about it in the thread, of which there is one."""
    (found,) = (one for one in world.sim.messages(thread) if "· promise " in shown(one))
    return found


def lines(world: World) -> list[discord.Message]:
    """What staff read of promises in their queue channel."""
    return [one for one in world.sim.messages(world.people.queue) if "[Withdraw]" in shown(one)]


async def test_a_promise_is_shown_reminded_of_overdue_moved_and_kept(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    unclear = await people.staff.slash(thread, "promise", text="A refund", by="tomorrow at teatime")
    assert "I do not know when `tomorrow at teatime` is. I do not understand “teatime”." in said(unclear)
    assert said(await people.customer.slash(thread, "promise", text="x", by="in 2 h")) == "Only staff can do this."
    made = await people.staff.slash(thread, "promise", text="The **refund** @everyone", by="in 3 h")
    assert said(made).startswith("Promised in ticket #1, due <t:")
    told = shown(promise(world, thread))
    assert "🤝 Promised" in told
    assert r"> The \*\*refund\*\* @everyone" in told
    assert ":F> · <t:" in told
    assert lines(world) == []

    await people.colleague.slash(thread, "ticket claim")
    await sim.restart()
    await sim.advance(2 * HOUR + 60)
    (line,) = lines(world)
    assert f"⏰ {people.colleague.mention}: a promise is due" in shown(line)
    assert [one.id for one in line.mentions] == [people.colleague.id]
    await people.staff.slash(thread, "ticket assign")
    await sim.advance(5)
    (line,) = lines(world)
    assert [one.id for one in line.mentions] == [people.staff.id], "the promise has gone with the ticket"
    await sim.kill()
    await sim.advance(2 * HOUR)
    (line,) = lines(world)
    assert "a promise in" in shown(line)
    assert re.search(r"is overdue, since <t:\d+:f>\.", shown(line)), "not: since two hours ago"

    modal = await sim.click(people.staff, line, "New time")
    moved = await sim.submit(people.staff, modal, {"By when?": "in 4 h", "Why? The customer reads it": "The bank"})
    assert "It is due <t:" in said(moved)
    assert lines(world) == []
    assert "Sorry, it takes longer than promised: The bank" in shown(promise(world, thread))
    listed = await people.staff.slash(thread, "promises")
    assert r"**1.** The \*\*refund\*\*" in said(listed)
    assert "overdue" in said(listed)
    assert listed.response is not None
    assert said(await sim.click(people.staff, listed.response, "Kept")) == "Noted: that is done."
    assert "✅ Promised and done" in shown(promise(world, thread))
    again = await sim.click(people.staff, listed.response, "Kept")
    assert "That was kept or withdrawn already" in said(again)
    assert "Promises kept: 0 (0%)" in said(await people.staff.slash(people.queue, "report"))


async def test_without_an_assignee_the_queue_hears_of_a_promise_and_closing_withdraws_it(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    typing = await people.staff.autocomplete(thread, "promise", "by", "fri 14:00", text="x")
    (choice,) = typing
    assert " 14:00 (Europe/Berlin), in " in choice["name"]
    assert choice["name"].startswith(choice["value"])
    typing = await people.staff.autocomplete(thread, "promise", "by", "tomorrow", text="x")
    assert [one["name"] for one in typing] == ["2026-01-02, and at what time?"]
    sim.fail_next("POST", f"/channels/{thread.id}/messages", status=503)
    slow = await people.staff.slash(people.lounge, "promise", text="Look at it", by="in 30 min", number=1)
    assert "Discord does not show it yet: that follows as soon as it can." in said(slow)
    await sim.advance(30)
    assert "> Look at it" in shown(promise(world, thread))
    await people.staff.slash(thread, "promise", text="And a call", by="in 2 days")
    await sim.advance(16 * 60)
    (line,) = lines(world)
    assert "Nobody has this ticket: a promise is due" in shown(line)
    modal = await sim.click(people.staff, line, "Withdraw")
    gone = await sim.submit(people.staff, modal, {"Why? The customer reads it": "You have found it"})
    assert said(gone) == "It is withdrawn; the customer reads your reason."
    assert lines(world) == []
    assert "Sorry, this will not be done: You have found it" in world.texts(thread)
    sim.env.backend.delete_channel(thread.id)
    await sim.settle()
    thread = sim.thread_named("#1 ")
    assert "> And a call" in shown(promise(world, thread)), "what is open is promised in the new thread, too"
    await people.staff.slash(thread, "ticket close")
    await sim.advance(60)
    assert "🤝 Promised" not in world.texts(thread)
    assert "Promise withdrawn" in shown(promise(world, thread))
    full = await people.staff.slash(people.lounge, "promise", text="x", by="in 1 h", number=1)
    assert "Ticket #1 is closed" in said(full)


async def test_a_call_back_is_wished_for_proposed_and_agreed(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    modal = await sim.click(people.customer, sim.messages(thread)[0], "Call me back")
    contact, zone, slots = "How do we reach you?", "Your time zone", "When does it suit you?"
    typed = {contact: "+49 30 `1234` @here", zone: "Berlln", slots: "tomorrow 10:00\ntomorrow 15:00"}
    flawed = await sim.submit(people.customer, modal, typed)
    assert "I know no time zone `Berlln`. Did you mean `Europe/Berlin`?" in said(flawed)
    assert "tomorrow 15:00" in said(flawed)
    assert flawed.response is not None
    again = await sim.click(people.customer, flawed.response, "Try again")
    assert again.modal is not None
    assert [row["component"]["value"] for row in again.modal["components"]] == list(typed.values())
    assert "Staff read your wish." in said(await sim.submit(people.customer, again, {**typed, zone: "Berlin"}))
    (line,) = lines(world)
    assert "a call-back is wanted in" in shown(line)
    assert "**Contact:** `+49 30 ˋ1234ˋ @here`" in shown(line)
    assert "📞 Call-back wanted" in shown(promise(world, thread))
    assert "1234" not in world.texts(thread), "somebody else may be there"

    modal = await sim.click(people.staff, line, "Propose a time")
    when = {"By when?": "tomorrow 18:00", "Why? The customer reads it": "We are full"}
    assert "You have proposed <t:" in said(await sim.submit(people.staff, modal, when))
    assert lines(world) == []
    proposal = promise(world, thread)
    assert "does this time suit you?" in shown(proposal)
    assert [one.id for one in proposal.mentions] == [people.customer.id]
    assert "Only the customers of ticket #1 can ask" in said(
        await sim.click(people.staff, proposal, "That suits me")
    )
    assert "The call-back is agreed" in said(await sim.click(people.customer, proposal, "That suits me"))
    assert "📞 We call you back" in shown(promise(world, thread))
    assert "[That suits me]" not in world.texts(thread)
    assert "**Contact:** `+49 30" in said(await people.staff.slash(thread, "promises"))
    refused = await people.customer.slash(thread, "callback")
    assert "A call-back is agreed already" in said(refused)
    await people.customer.slash(thread, "ticket resolve")
    await sim.advance(60)
    assert "📞 We call you back" in shown(promise(world, thread))


async def test_call_backs_are_offered_where_the_operator_offers_them(world: World) -> None:
    configure(world.home, lambda content: content["tickets"].update(callbacks=False))
    await world.sim.restart()
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    assert "[Call me back]" not in world.texts(thread)
    assert "Call-backs are not offered here." in said(await world.people.customer.slash(thread, "callback"))
