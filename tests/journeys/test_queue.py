"""The queue as staff turn its pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.tickets import queue as pages
from tests.conftest import World, live, said, shown
from tests.journeys.homes import SPF, SPF_TITLE, configure, small_home


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """A community whose queue shows two tickets at a time."""
    monkeypatch.setattr(pages, "PAGE", 2)
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0))
    async with live(home) as world:
        yield world


async def test_staff_turn_the_pages_of_the_queue_and_each_is_as_it_is_now(world: World) -> None:
    people = world.people
    threads = []
    for person, kind in (
        (people.customer, "Billing"),
        (people.neighbour, "Billing"),
        (people.helper, "Billing"),
        (people.member, "Billing"),
        (people.member, "Feature request"),
    ):
        await world.open_ticket(person, kind)
        threads.append(max(thread.id for thread in world.sim.visible_threads(person)))

    def listed(text: str) -> list[int]:
        """Which of the five stand in it, in their order."""
        return [threads.index(int(thread)) for thread in re.findall(r"<#(\d+)>", text)]

    shown = await people.staff.slash(people.queue, "queue")
    assert shown.ephemeral
    assert "Queue · 5 open" in said(shown)
    assert listed(said(shown)) == [0, 1]
    assert shown.response is not None
    page, turned = shown.response, []
    for label in ("Page 2", "Page 3", "Page 2", "Page 1"):
        shown = await world.sim.click(people.staff, page, label)
        turned.append(listed(said(shown)))
    assert turned == [[2, 3], [4], [2, 3], [0, 1]]
    assert "Page 1 of 3" in said(shown)
    for number in (2, 3, 4):
        await people.staff.slash(people.queue, "ticket close", number=number)
    shown = await world.sim.click(people.staff, page, "Page 2")
    assert listed(said(shown)) == [0, 4]
    assert "Page" not in said(shown), "all fits on one"


async def test_staff_look_at_what_they_want_to_see_of_the_queue_and_are_dealt_the_next_ticket(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    threads = {}
    for person, kind in (
        (people.customer, "Feature request"),
        (people.neighbour, "Billing"),
        (people.helper, "Feature request"),
        (people.member, "Feature request"),
    ):
        await world.open_ticket(person, kind)
        threads[person.id] = sim.visible_threads(person)[-1]
    customers, neighbours, helpers, members = (thread.id for thread in threads.values())

    dealt = await people.staff.slash(people.queue, "next")
    assert dealt.ephemeral
    assert f"Ticket #2 is yours.\n🟡 P3 <#{neighbours}>" in said(dealt), "what is more urgent comes first"
    assert f"<@{people.staff.id}> is looking after this ticket now." in world.texts(threads[people.neighbour.id])
    dealt = await people.staff.slash(people.queue, "next", type="feature")
    assert f"<#{customers}>" in said(dealt)

    shown = await people.staff.slash(people.queue, "queue", whose="mine")
    assert "Queue · 2 open" in said(shown)
    assert "Only mine" in said(shown)
    shown = await people.staff.slash(people.queue, "queue", type="feature", waiting_on="staff")
    assert "Feature request · Waits for staff · Page 1 of 2" in said(shown)
    assert shown.response is not None
    turned = await sim.click(people.staff, shown.response, "Page 2")
    assert [int(one) for one in re.findall(r"<#(\d+)>", said(turned))] == [members]
    assert "Feature request · Waits for staff · Page 2 of 2" in said(turned), "a page keeps what was asked for"

    card = await people.staff.slash(people.lounge, "ticket show", number=3)
    assert card.ephemeral
    assert f"<#{helpers}>" in said(card)
    assert card.response is not None
    await sim.click(people.staff, card.response, "Claim")
    await people.staff.slash(people.queue, "next")
    assert "There is no such ticket in the queue." in said(
        await people.staff.slash(people.queue, "queue", whose="unclaimed")
    )
    assert "No ticket waits for staff that nobody has. 🎉" in said(await people.staff.slash(people.queue, "next"))


async def test_a_card_tells_what_staff_need_and_of_a_closed_ticket_a_line_is_left(world: World) -> None:
    people, sim = world.people, world.sim
    await world.open_ticket(people.customer, "Feature request", **{"What would you like to be able to do?": SPF})
    thread = sim.visible_threads(people.customer)[-1]
    card = world.last(people.queue)
    assert SPF_TITLE in shown(card)
    assert "Was answered with: “How do I set up SPF?”: it did not help" in shown(card)

    peeked = await sim.click(people.staff, card, "Peek")
    assert peeked.ephemeral
    assert "Nobody has written in ticket #1 yet." in said(peeked)
    for text in ("the first thing", "and <@&1> @everyone a second one"):
        await people.customer.send(thread, text)
    peeked = await sim.click(people.staff, card, "Peek")
    first, second = re.findall(r"^> (.+)$", said(peeked), re.MULTILINE)
    assert (first, second) == ("the first thing", "and <@&1> @everyone a second one")

    form = await sim.click(people.staff, card, "Assign")
    given = await sim.submit(people.staff, form, {"Who is to have it?": people.colleague})
    assert said(given) == f"<@{people.colleague.id}> has ticket #1 now."
    form = await sim.click(people.staff, card, "Assign")
    refused = await sim.submit(people.staff, form, {"Who is to have it?": people.neighbour})
    assert f"<@{people.neighbour.id}> is not on staff, so they cannot have a ticket." in said(refused)
    await people.colleague.send(thread, "I am at it")
    form = await sim.click(people.staff, card, "Assign")
    asked = await sim.submit(people.staff, form, {"Who is to have it?": people.staff})
    assert "and was at it" in said(asked)
    assert asked.response is not None
    taken = await sim.click(people.staff, asked.response, "Do it all the same")
    assert said(taken) == f"<@{people.staff.id}> has ticket #1 now."

    await people.staff.slash(people.queue, "ticket close", number=1)
    line = shown(world.last(people.queue))
    assert line.splitlines() == [
        f"Ticket #1 · Feature request · {thread.mention} · <@{people.customer.id}> · Status: Closed",
        "[Reopen]",
        "[Transcript]",
    ]
    whole = await people.staff.slash(people.queue, "ticket show", number=1)
    assert SPF in said(whole)
    await world.open_ticket(people.customer, "Feature request")
    card = world.last(people.queue)
    assert "Tickets before: 1 · last: #1" in shown(card)
    thread = sim.visible_threads(people.customer)[-1]
    sim.fail_next("GET", f"/channels/{thread.id}/messages", status=403, code=50001)
    peeked = await sim.click(people.staff, card, "Peek")
    assert said(peeked) == "The thread of ticket #2 is not there, or I cannot read it."
