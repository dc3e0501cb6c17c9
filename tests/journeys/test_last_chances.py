"""Between the form and the ticket: what may answer it, tickets that are open already, and a person who presses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import InteractionResult, MemberActor

from tests.conftest import World, live, said, shown
from tests.journeys.homes import CALENDAR, PARKING, SPF, SPF_ANSWER, configure, response, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

MINUTE = 60
ABOUT, NEED = "What is it about?", "What do you need? (no card numbers, please)"
WISH = "What would you like to be able to do?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home", suggest_from=0.45)


async def send_billing(world: World, text: str, person: MemberActor | None = None) -> InteractionResult:
    person = person or world.people.customer
    modal = await person.slash(world.people.lounge, "ticket open", type="billing")
    return await world.sim.submit(person, modal, {ABOUT: "An invoice", NEED: text})


async def send_wish(world: World, text: str) -> InteractionResult:
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="feature")
    return await world.sim.submit(world.people.customer, modal, {WISH: text})


async def test_an_entry_that_is_shown_before_the_ticket_solves_it_until_it_does_not(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send_billing(world, SPF)
    text = said(offered)
    assert text.startswith("Before your ticket is opened: does this answer it?")
    assert SPF_ANSWER in text
    assert "it opens by itself <t:" in text
    solved = await sim.click(people.customer, response(offered), "Solved it")
    assert "No ticket is opened." in said(solved)
    await sim.advance(20 * MINUTE)
    assert "Nobody is waiting" in said(await people.staff.slash(people.queue, "queue"))
    stats = said(await people.staff.slash(people.queue, "faq stats"))
    assert (
        "Before a ticket: Entries were shown for 1 filled-in form. Solved by one of them, without a ticket: 1; came back"
        " with a ticket within 72 h: 0."
    ) in stats
    opened = await sim.click(people.customer, response(offered), "Still need help")
    thread = sim.thread_named("#1 Billing")
    assert SPF in world.texts(thread, people.customer)
    assert said(opened) == f"Ticket #1 is open: {thread.mention}"
    assert len(sim.visible_threads(people.customer)) == 1
    stats = said(await people.staff.slash(people.queue, "faq stats"))
    assert "without a ticket: 1; came back with a ticket within 72 h: 1." in stats


async def test_who_presses_nothing_has_a_ticket_also_after_a_crash(world: World) -> None:
    people, sim = world.people, world.sim
    offered = await send_billing(world, CALENDAR)
    assert "does one of these 2 answer it?" in said(offered)
    title = "How do I share a calendar on a tablet?"
    assert "Drag the calendar to" in said(await sim.click(people.customer, response(offered), title))
    await sim.kill()
    await sim.restart()
    await sim.advance(10 * MINUTE)
    thread = sim.thread_named("#1 Billing")
    assert CALENDAR in world.texts(thread, people.customer)
    late = await sim.click(people.customer, response(offered), "Solved it")
    assert said(late) == f"Your ticket #1 was opened already, with all that you wrote. {thread.mention}"


async def test_what_belongs_to_a_ticket_that_is_open_goes_there_and_makes_it_staffs_turn(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket(people.customer)
    await people.staff.send(thread, "Which invoice is it?")
    assert "Turn: Waits for the requester" in shown(world.last(people.queue))
    await sim.advance(61)
    offered = await send_wish(world, "It is *invoice* 4711 @everyone")
    assert "You have an open ticket. Does it belong there?" in said(offered)
    assert thread.mention in said(offered)
    added = await sim.click(people.customer, response(offered), "Add it to #1")
    assert said(added) == f"It is in your ticket now: {thread.mention}. Staff read it there."
    texts = world.texts(thread, people.customer)
    assert f"**{WISH}**\nIt is *invoice* 4711 @everyone" in texts
    assert f"{people.customer.mention} added to this ticket what they wrote elsewhere" in texts
    assert "Turn: Waits for the requester" not in shown(world.last(people.queue))
    await sim.advance(20 * MINUTE)
    assert len(sim.visible_threads(people.customer)) == 1


async def test_a_form_for_which_there_is_no_room_any_more_can_be_added_to_the_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    forms = [await people.customer.slash(people.lounge, "ticket open", type="billing") for _ in range(3)]
    first = await sim.submit(people.customer, forms[0], {ABOUT: "An invoice", NEED: SPF})
    second = await sim.submit(people.customer, forms[1], {ABOUT: "An invoice", NEED: f"{SPF} please"})
    await sim.click(people.customer, response(first), "Still need help")
    thread = sim.thread_named("#1 ")
    full = await sim.click(people.customer, response(second), "Still need help")
    assert f"There is an open ticket of this kind already: {thread.mention}." in said(full)
    assert "What you wrote is still kept. If you press nothing, staff get it <t:" in said(full)
    await sim.click(people.customer, response(full), "Add it to #1")
    assert f"{SPF} please" in world.texts(thread)
    late = await sim.click(people.customer, response(second), "Solved it")
    assert said(late) == f"What you wrote is in your ticket #1 already. {thread.mention}"
    third = await sim.submit(people.customer, forms[2], {ABOUT: "An invoice", NEED: "It was paid twice"})
    assert "It was paid twice" in said(third)
    added = await sim.click(people.customer, response(third), "Add it to #1")
    assert "It is in your ticket now" in said(added)
    assert "It was paid twice" in world.texts(thread)


async def test_a_question_can_go_into_the_ticket_of_its_kind_that_is_open(world: World, home: Path) -> None:
    people, sim = world.people, world.sim

    def two_wishes(content: dict[str, list[dict[str, object]]]) -> None:
        next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature")["max_open"] = 2  # type: ignore[call-overload]  # a mapping

    configure(home, two_wishes)
    await sim.restart()
    _, thread = await world.open_ticket(type_label="Feature request")
    asked = await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    offered = await sim.click(people.customer, answer, "Still need help")
    assert "You have an open ticket of this kind. What shall become of your question?" in said(offered)
    for label in ("Add it to #1", "Open another ticket", "Ask the community"):
        assert f"[{label}]" in said(offered)
    await sim.advance(61)
    form = await sim.click(people.customer, response(offered), "Open another ticket")
    assert form.modal is not None
    added = await sim.click(people.customer, response(offered), "Add it to #1")
    assert thread.mention in said(added)
    assert SPF in world.texts(thread)
    assert asked.jump_url in world.texts(thread)
    assert "[Still need help]" not in shown(world.last(people.help)), "the question is settled"
    offer = await sim.submit(people.customer, form, {WISH: SPF})
    assert SPF_ANSWER not in said(offer), "this answer has just failed"
    assert "[Add it to #1]" in said(offer)
    await people.customer.send(people.help, PARKING)
    answer = world.last(people.help)
    chosen = await sim.click(people.customer, answer, "Still need help")
    offered = await sim.click(people.customer, response(chosen), "Feature request")
    for label in ("Add it to #1", "Open another ticket", "Ask the community"):
        assert f"[{label}]" in said(offered), "whichever door led here"
    await sim.click(people.customer, response(offered), "Ask the community")
    assert f"{people.customer.mention} still needs help." in world.texts(sim.thread_named(PARKING))


async def test_staff_and_types_without_it_open_at_once(tmp_path: Path) -> None:
    home = small_home(tmp_path / "other", suggest_from=0.45)
    configure(home, lambda content: content["tickets"].update(last_chance=False))
    async with live(home) as world:
        assert "Ticket #1 is open" in said(await send_billing(world, PARKING))
