"""Tickets whose requesters do not answer, and those that staff ask about, as all who take part see them."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import configure, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_hearing import DAY, queue
from tests.journeys.test_ticket_views import ask, cards

pytestmark = pytest.mark.usefixtures("no_incidents")

SILENCE = {"first_reminder_days": 2, "second_reminder_days": 3, "close_days": 2}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")

    def quiet(content: dict[str, object]) -> None:
        content["tickets"].update(silence=SILENCE, lease_hours=0)  # type: ignore[attr-defined]  # a table of config.yaml
        content["community"].update(time_zone="UTC")  # type: ignore[attr-defined]

    configure(home, quiet)
    return home


async def asked(world: World) -> ChannelHandle:
    """Ann's ticket, in which Sam has asked something; its thread."""
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    await world.people.staff.slash(thread, "ticket claim")
    await world.people.staff.send(thread, "Which invoice is it?")
    return thread


def with_button(world: World, thread: ChannelHandle, label: str) -> list[discord.Message]:
    """Our messages in the thread that have this button."""
    return [message for message in world.sim.messages(thread) if f"[{label}]" in shown(message)]


async def test_who_does_not_answer_is_reminded_twice_and_comes_back_when_they_like(world: World) -> None:
    people, sim = world.people, world.sim
    thread = await asked(world)
    await sim.advance(2 * DAY + 60)
    [first] = with_button(world, thread, "Still a problem")
    assert f"{people.customer.mention}, staff wait for your answer." in shown(first)
    assert [user.id for user in first.mentions] == [people.customer.id]
    told = await sim.click(people.customer, first, "Still a problem")
    assert said(told).startswith("It is staff's turn in ticket #1 now.")
    assert f"{people.customer.mention} says that it is not solved." in world.texts(thread)
    assert with_button(world, thread, "Still a problem") == []
    await sim.advance(20 * DAY)
    assert "closed" not in world.texts(thread)

    await people.staff.send(thread, "Thanks. And which month?")
    await sim.advance(2 * DAY + 60)
    await crash(world, 30 * DAY)
    await sim.advance(60)
    [_, last] = with_button(world, thread, "Still a problem")
    assert "this is the last reminder: without one this ticket is closed <t:" in shown(last)
    await sim.advance(DAY)
    assert "Claimed" in cards(world)[0]
    await sim.advance(DAY + 60)
    assert "🔒 Staff have waited for an answer and been left without one" in world.texts(thread)
    assert with_button(world, thread, "Still a problem") == []
    assert "Status: Closed: its requester did not answer" in cards(world)[0]
    assert "this ticket is closed because staff got no answer" in shown(sim.messages(thread)[0])
    assert "Nobody is waiting" in await queue(world)
    late = await people.staff.slash(thread, "ticket priority")
    assert said(late).startswith("Ticket #1 is closed because its requester did not answer.")
    assert "Closed without an answer: 1" in said(await people.staff.slash(people.queue, "report"))
    await people.customer.send(thread, "Sorry, I was on holiday. It is 4711")
    assert f"{people.customer.mention} wrote here, so this ticket is open again." in world.texts(thread)
    assert f"with {people.staff.mention}" in await queue(world)
    assert with_button(world, thread, "Reopen") == []


async def test_what_was_written_while_the_bot_was_off_closes_nothing(world: World) -> None:
    thread = await asked(world)
    await world.sim.advance(2 * DAY + 60)
    await world.sim.advance(3 * DAY + 60)
    assert len(with_button(world, thread, "Still a problem")) == 2
    backend, customer = world.sim.env.backend, world.people.customer
    await crash(world, 60, lambda: backend.create_message(thread.id, customer.id, "Thank you!", broadcast=False))
    await world.sim.advance(5 * DAY)
    assert "🔒" not in world.texts(thread)
    assert "Turn: Waits for staff" in cards(world)[0]


async def test_staff_ask_whether_it_is_solved_and_the_requester_says_so_or_not_or_leaves_it_to_time(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    thread = await asked(world)
    refused = await people.customer.slash(thread, "ticket close-request")
    assert said(refused) == "Only staff can do this."
    form = await press(world, people.staff, "Ask if solved")
    sent = {"Why do you think so?": "It *works* here", "When is silence a yes?": "at teatime"}
    unclear = await sim.submit(people.staff, form, sent)
    assert "I do not know when `at teatime` is." in said(unclear)
    assert unclear.response is not None
    form = await sim.click(people.staff, unclear.response, "Try again")
    told = await sim.submit(people.staff, form, {**sent, "When is silence a yes?": "in 3 days"})
    assert said(told).startswith("The requester of ticket #1 is asked whether it is solved. Without an answer")
    [question] = with_button(world, thread, "Yes, it is solved")
    assert f"{people.customer.mention}, {people.staff.mention} asks: is this solved?" in shown(question)
    assert "> It \\*works\\* here" in shown(question)
    assert [user.id for user in question.mentions] == [people.customer.id]
    assert "Asked if solved: <t:" in cards(world)[0]
    twice = await people.staff.slash(thread, "ticket close-request")
    assert said(twice).startswith("The requester of ticket #1 was asked <t:")
    await people.staff.slash(thread, "ticket add", member=people.helper)
    guest = await sim.click(people.helper, question, "Yes, it is solved")
    assert said(guest).startswith("Only the requester of ticket #1 or staff can do this.")
    told = await sim.click(people.customer, question, "No, it is not")
    assert said(told).startswith("It is staff's turn in ticket #1 now.")
    assert with_button(world, thread, "Yes, it is solved") == []
    assert "Asked if solved" not in cards(world)[0]

    await people.staff.slash(thread, "ticket close-request")
    [second] = with_button(world, thread, "Yes, it is solved")
    await crash(world, 60)
    told = await sim.click(people.customer, second, "Yes, it is solved")
    assert said(told) == "Ticket #1 is resolved."
    assert with_button(world, thread, "Yes, it is solved") == []
    assert f"{people.customer.mention} marked this ticket as resolved." in world.texts(thread)
    await sim.advance(3600)
    await people.customer.send(thread, "Oh, it is back")
    await sim.advance(3600)
    told = await people.staff.slash(thread, "ticket close-request", until="in 2 days")
    assert said(told).startswith("The requester of ticket #1 is asked whether it is solved. Without an answer")
    assert len(with_button(world, thread, "Yes, it is solved")) == 1
    await sim.advance(2 * DAY + 60)
    assert "Nobody has said that it is not solved" in world.texts(thread)
    assert "Status: Resolved" in cards(world)[0]
    await people.customer.send(thread, "It is not!")
    assert "Status: Claimed" in cards(world)[0]


async def test_a_question_that_went_or_came_late_is_put_again_with_a_day_ahead_and_ends_with_what_staff_say_next(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    thread = await asked(world)
    sim.fail_next("POST", f"/channels/{thread.id}/messages", status=500)
    await people.staff.slash(thread, "ticket close-request", until="in 3 days")
    await crash(world, 7 * DAY)
    await sim.advance(60)
    [late] = with_button(world, thread, "Yes, it is solved")
    named = int(shown(late).split("counts as solved <t:")[1].split(":")[0])
    assert abs(named - late.created_at.timestamp() - 3 * DAY) <= 60, "not a day that is past"
    assert f", solved <t:{str(named)[:-2]}" in cards(world)[0]

    sim.env.backend.delete_message(thread.id, late.id)
    await sim.settle()
    await sim.advance(60)
    [again] = with_button(world, thread, "Yes, it is solved")
    assert f"{people.customer.mention}, {people.staff.mention} asks: is this solved?" in shown(again)
    await sim.advance(DAY)
    sim.env.backend.delete_channel(thread.id)
    await sim.settle()
    await sim.advance(60)
    thread = sim.thread_named("#1 ")
    assert len(with_button(world, thread, "Yes, it is solved")) == 1

    await people.staff.send(thread, "And could you send me the log?")
    assert with_button(world, thread, "Yes, it is solved") == []
    assert "Asked if solved" not in cards(world)[0]
    await sim.advance(4 * DAY)
    assert "Nobody has said" not in world.texts(thread)
    assert len(with_button(world, thread, "Still a problem")) == 1

    form = await people.customer.slash(thread, "callback")
    typed = ("+49 30 1234567", "UTC", "in 30 days")
    await sim.submit(
        people.customer,
        form,
        {one.label: text for one, text in zip(sim.open_modal_values(form), typed, strict=True)},
    )
    await sim.settle()
    assert with_button(world, thread, "Still a problem") == []
    assert "Turn: Waits for staff" in cards(world)[0]
    await sim.advance(20 * DAY)
    assert "🔒" not in world.texts(thread)
