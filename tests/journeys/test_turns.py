"""Whose turn it is, as customers and staff see it; and a ticket that its requester closes and takes back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DatabaseBusy
from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import response, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_hearing import DAY, queue
from tests.journeys.test_ticket_views import ask, cards


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def test_whoever_writes_makes_it_the_others_turn_and_staff_can_say_whose_it_is(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    assert "Turn: Waits for staff" in cards(world)[0]
    await people.staff.send(thread, "Which invoice is it?")
    assert "Turn: Waits for the requester" in cards(world)[0]
    assert "**It is your turn**" in shown(sim.messages(thread)[0])
    assert "Waits for the requester" in await queue(world)
    await people.customer.send(thread, "Thanks, one moment")
    await people.customer.send(thread, "It is 4711")
    assert "Turn: Waits for staff" in cards(world)[0]

    modal = await press(world, people.staff, "Whose turn")
    told = await sim.submit(people.staff, modal, {"Whose turn is it?": "Waits for a fix", "Why?": "@here Friday"})
    assert said(told) == "Ticket #1 waits for a fix."
    assert "Turn: Waits for a fix" in cards(world)[0]
    assert "It needs a fix first; you need not do anything." in shown(sim.messages(thread)[0])
    assert f"{people.staff.mention} says that it needs a fix first." in world.texts(thread)
    assert "Friday" in world.texts(thread)
    modal = await people.staff.slash(thread, "ticket wait")
    again = await sim.submit(people.staff, modal, {"Whose turn is it?": "Waits for a fix"})
    assert "Ticket #1 waits for that already. If there is news of it, say what." in said(again)
    assert said(await people.customer.slash(thread, "ticket wait")) == "Only staff can do this."


async def test_lines_are_heard_in_their_order_also_where_the_first_is_still_being_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread, backend = sim.thread_named("#1 "), sim.env.backend
    await people.staff.send(thread, "Which invoice is it?")
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(
        backend, "emit", lambda name, payload, emit=backend.emit: (told.append(payload), emit(name, payload))[1]
    )
    services = sim.bot.services  # type: ignore[attr-defined]  # our bot has them
    wrote, busy = services.listening.wrote, [True]

    async def locked_at_first(*args: Any, **kwargs: Any) -> object:
        if busy.pop() if busy else False:
            raise DatabaseBusy
        return await wrote(*args, **kwargs)

    backend.create_message(thread.id, people.customer.id, "4711")
    backend.create_message(thread.id, people.staff.id, "And of which month?")
    await sim.settle()
    assert "Turn: Waits for the requester" in cards(world)[0]
    monkeypatch.setattr(services.listening, "wrote", locked_at_first)
    backend.create_message(thread.id, people.customer.id, "4711")
    await sim.settle()
    backend.create_message(thread.id, people.staff.id, "Which month?")
    await sim.advance(60)
    assert "Turn: Waits for the requester" in cards(world)[0]
    (*_, again) = (one for one in told if one.get("content") == "4711")
    backend.emit("MESSAGE_CREATE", again)
    await sim.settle()
    assert "Turn: Waits for the requester" in cards(world)[0]


async def test_what_was_written_while_the_bot_was_off_makes_it_the_others_turn(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.staff.send(thread, "Which invoice is it?")
    backend, customer = sim.env.backend, people.customer
    await crash(world, 60, lambda: backend.create_message(thread.id, customer.id, "It is 4711", broadcast=False))
    await sim.advance(10)
    assert "Turn: Waits for staff" in cards(world)[0]


async def test_a_customer_is_asked_before_their_ticket_closes_and_can_take_it_back(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    modal = await sim.click(people.customer, sim.messages(thread)[0], "Close")
    assert "1 open" in await queue(world)
    told = await sim.submit(people.customer, modal, {"Why?": "I found it"})
    assert said(told).startswith("Ticket #1 is closed. If that was a mistake, press *Reopen*")
    assert "Status: Closed by the requester" in cards(world)[0]
    assert "Nobody is waiting" in await queue(world)
    line = world.last(thread)
    assert "Was that a mistake? Press *Reopen*, or write here." in shown(line)
    assert "I found it" in shown(line)

    sim.fail_next("PATCH", f"/channels/{thread.id}/messages/{line.id}", status=503)
    assert said(await sim.click(people.customer, line, "Reopen")).startswith("Ticket #1 is open again.")
    assert "1 open" in await queue(world)
    await sim.kill()
    await sim.advance(600)
    assert [shown(one) for one in sim.messages(thread) if "[Reopen]" in shown(one)] == []

    await people.customer.slash(thread, "ticket resolve")
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as database:
        database.execute("UPDATE tickets SET offer_ids = '[]'")  # as in an earlier version
        database.commit()
    await people.staff.slash(thread, "ticket reopen")
    old = next(one for one in sim.messages(thread) if "[Reopen]" in shown(one))
    assert said(await sim.click(people.customer, old, "Reopen")).startswith(
        "Ticket #1 is open, so there is nothing"
    )
    assert [shown(one) for one in sim.messages(thread) if "[Reopen]" in shown(one)] == []

    modal = await people.customer.slash(thread, "ticket close", reason="Really")
    await sim.submit(people.customer, modal, {"Why?": "Really"})
    told = said(await people.customer.slash(thread, "ticket resolve"))
    assert told.startswith(
        "Ticket #1 was closed by its requester, who can reopen it with `/ticket reopen` or by writing"
    )
    await people.customer.send(thread, "no, it is still wrong")
    assert "wrote here, so this ticket is open again" in world.texts(thread)
    told = said(await people.customer.slash(thread, "ticket close"))
    assert told.startswith("You have done that already, and can do it again <t:")
    await sim.advance(61)
    modal = await people.customer.slash(thread, "ticket close")
    await sim.submit(people.customer, modal, {})
    await sim.advance(3 * DAY + 60)
    assert [shown(one) for one in sim.messages(thread) if "[Reopen]" in shown(one)] == []
    again = await people.customer.slash(people.lounge, "ticket reopen", number=1)
    assert said(again) == "Ticket #1 is closed. Staff can reopen it with `/ticket reopen`."


async def test_a_ticket_is_given_to_a_colleague_and_taken_over_from_who_is_at_it_only_on_purpose(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    given = await people.staff.slash(thread, "ticket assign", member=people.colleague)
    assert said(given) == f"{people.colleague.mention} has ticket #1 now."
    assert f"{people.staff.mention} gave this ticket to {people.colleague.mention}." in world.texts(thread)
    assert f"Assignee: {people.colleague.mention}" in cards(world)[0]
    backend = sim.env.backend
    (support,) = (role for role in backend.get_guild(sim.guild.id).roles.values() if role.name == "Support")
    lee, robot = (
        sim.guild.add_member(sim.env.create_user(name, bot=name == "robot")) for name in ("lee", "robot")
    )
    for one in (lee, robot):
        backend.add_member_role(sim.guild.id, one.id, support.id)
    for nobody in (people.customer, robot):
        refused = await people.staff.slash(thread, "ticket assign", member=nobody)
        assert said(refused) == f"{nobody.mention} is not on staff, so they cannot have a ticket."

    await people.colleague.send(thread, "Which invoice is it?")
    await sim.advance(3700)
    await people.colleague.send(thread, "And of which month?")
    await sim.advance(600)
    asked = await people.staff.slash(thread, "ticket assign")
    assert f"{people.colleague.mention} has ticket #1 and was at it" in said(asked)
    assert f"Assignee: {people.colleague.mention}" in cards(world)[0]
    await people.colleague.slash(thread, "ticket release")
    await lee.slash(thread, "ticket claim")
    anew = await sim.click(people.staff, response(asked), "Do it all the same")
    assert f"{lee.mention} has ticket #1 and was at it" in said(anew)
    assert f"Assignee: {lee.mention}" in cards(world)[0]
    sure = await sim.click(people.staff, response(anew), "Do it all the same")
    assert said(sure) == f"{people.staff.mention} has ticket #1 now."
    assert f"Assignee: {people.staff.mention}" in cards(world)[0]
    await sim.advance(3700)
    sim.lose_answer_next("GET", f"/channels/{thread.id}/messages")
    taken = await people.colleague.slash(people.queue, "ticket assign", number=1)
    assert said(taken) == f"{people.colleague.mention} has ticket #1 now."
    await people.customer.slash(thread, "ticket resolve")
    await people.customer.send(thread, "sorry, it is NOT solved")
    assert f"Assignee: {people.colleague.mention}" in cards(world)[0]
