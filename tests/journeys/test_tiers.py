"""A ticket that goes up to those who know more, and comes back with the answer, as staff and its requester see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from simcord import InteractionResult

from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import configure, response, show_staffs_commands, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_handover import pings
from tests.journeys.test_ticket_hearing import queue
from tests.journeys.test_ticket_views import ask, cards

pytestmark = pytest.mark.usefixtures("no_incidents")
TRIED = "I sent the invoice `LM-7` again"
ESCALATED = {
    "What have you tried?": TRIED,
    "What should have happened?": "The amount is right",
    "What do you need?": "Somebody who reads the ledger",
}
NEXT_ONE = "Open the ledger and press **Recount**."
RETURNED = {
    "What is the answer?": "The ledger was @everyone late",
    "How to handle the next one?": NEXT_ONE,
    "What becomes of that?": "A draft of an entry of the FAQ",
    "Title, as customers would ask": "Why is my invoice wrong?",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, show_staffs_commands)
    return home


def components(form: InteractionResult) -> list[dict[str, Any]]:
    """The fields of a form, as Discord gets them."""
    assert form.modal is not None
    return [row["component"] for row in form.modal["components"]]


def without_tiers(content: dict[str, Any]) -> None:
    del content["tickets"]["tiers"]


async def test_a_ticket_goes_up_with_what_was_tried_and_comes_back_with_the_answer(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    engineering = next(role for role in sim.guild.roles.values() if role.name == "Engineering")
    assert "Tier: Support\n" in cards(world)[0]
    offered = said(await sim.click(people.staff, world.last(people.queue), "More"))
    assert "[Escalate]" in offered
    assert "[Return]" not in offered
    refused = await people.customer.slash(thread, "ticket escalate")
    assert said(refused) == "Only staff can do this."
    first = await people.staff.slash(thread, "ticket return")
    assert said(first).startswith("Ticket #1 is at **Support**, and nobody is below that.")

    await people.staff.slash(thread, "ticket claim")
    modal = await press(world, people.staff, "Escalate")
    late = await people.colleague.slash(people.lounge, "ticket escalate", number=1)
    blank = await sim.submit(people.staff, modal, {**ESCALATED, "What do you need?": "\u200b"})
    assert "Please fill in all of it" in said(blank)
    assert TRIED in said(blank)
    await sim.restart()
    again = await sim.click(people.staff, response(blank), "Try again")
    assert again.modal is not None
    assert [row["component"].get("value") for row in again.modal["components"]] == [
        TRIED,
        ESCALATED["What should have happened?"],
        None,
    ]
    before = len(pings(world))
    told = await sim.submit(people.staff, again, ESCALATED)
    assert said(told) == "Ticket #1 waits at **Engineering** now."
    meanwhile = await sim.submit(people.colleague, late, ESCALATED)
    assert said(meanwhile).startswith("Ticket #1 has moved on meanwhile: it is at **Engineering** by now.")
    await crash(world, 300)
    await sim.advance(60)

    heard = [text for text in world.texts(people.queue).split("\n") if "was escalated to" in text]
    assert heard == [
        f"⬆️ {engineering.mention} Ticket #1 was escalated to **Engineering**: Billing, 🟡 P3. Its card says"
        f" what was tried. {thread.mention}"
    ]
    roles = [one["roles"] for one in pings(world)[before:] if one.get("roles")]
    assert roles == [[str(engineering.id)]] or roles == [[engineering.id]]
    card = cards(world)[0]
    assert f"Tier: Engineering\n⬆️ Support → Engineering · {people.staff.mention} · <t:" in card
    assert f"Tried: {TRIED}\nExpected: The amount is right\nNeeded: Somebody who reads the ledger" in card
    assert "Assignee: –" in card
    offered = said(await sim.click(people.staff, sim.messages(people.queue)[0], "More"))
    assert "[Return]" in offered
    assert "[Escalate]" not in offered
    shows = said(await people.staff.slash(people.lounge, "ticket show", number=1))
    assert TRIED in shows
    read = world.texts(thread, people.customer)
    assert "Somebody who knows more about this takes over this ticket, and goes on here." in read
    assert TRIED not in read
    assert "ledger" not in read
    last = await people.staff.slash(thread, "ticket escalate")
    assert said(last).startswith(
        "Ticket #1 is at **Engineering**, and nobody is above that. Give it to a colleague"
    )

    none = await people.staff.slash(people.lounge, "next")
    assert said(none).startswith("No ticket waits at **Support** that nobody has. At other tiers some do:")
    [choice] = await people.staff.autocomplete(people.queue, "queue", "tier", "eng")
    assert choice["name"] == "Engineering"
    listed = said(await people.staff.slash(people.queue, "queue", tier=choice["value"]))
    assert "**unclaimed** · Engineering\nEngineering" in listed
    empty = said(await people.staff.slash(people.queue, "queue", tier="support"))
    assert "There is no such ticket in the queue.\nSupport" in empty
    mine = await people.staff.slash(thread, "ticket return")
    assert "only who has it or the role of that tier can return it" in said(mine)
    assert "Ticket #1 is yours" in said(await people.colleague.slash(people.lounge, "next"))

    modal = await press(world, people.colleague, "Return", sim.messages(people.queue)[0])
    assert not any(one.get("default") for one in components(modal)[2]["options"]), "nobody publishes by default"
    untitled = {label: text for label, text in RETURNED.items() if not label.startswith("Title")}
    refused = await sim.submit(people.colleague, modal, untitled)
    assert "A draft needs a title" in said(refused)
    modal = await sim.click(people.colleague, response(refused), "Try again")
    assert components(modal)[1]["value"] == NEXT_ONE
    back = await sim.submit(people.colleague, modal, RETURNED)
    assert said(back) == f"Ticket #1 is back at **Support**, with {people.staff.mention}."
    await sim.advance(60)
    told = sim.messages(people.staff.user.dm_channel)
    assert [shown(one) for one in told] == [
        f"Ticket #1 is yours again: {people.colleague.mention} has returned it, with an answer on its card. {thread.mention}"
    ]
    card = cards(world)[0]
    assert f"Assignee: {people.staff.mention}" in card
    assert "\n⬇️ Engineering → Support · " in card
    assert f"Answer: The ledger was @everyone late\nThe next one: {NEXT_ONE}" in card
    assert TRIED not in card
    read = world.texts(thread, people.customer)
    assert f"somebody who knows more about it. {people.staff.mention} goes on here now." in read
    assert "ledger" not in read
    draft = shown(world.last(people.queue))
    assert "Why is my invoice wrong?" in draft
    assert NEXT_ONE in draft
    assert f"with {people.staff.mention} · Support" in await queue(world)
    assert "Escalations: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_without_tiers_nothing_is_said_of_any_and_what_was_escalated_goes_on(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    modal = await press(world, people.staff, "Escalate")
    await sim.submit(people.staff, modal, ESCALATED)
    old = await sim.click(people.staff, sim.messages(people.queue)[0], "More")
    configure(world.home, without_tiers)
    await sim.restart()
    pressed = await sim.click(people.staff, response(old), "Return")
    assert said(pressed).startswith("There are no tiers here: all of staff are one.")
    assert "Tier:" not in cards(world)[0]
    assert "[Return]" not in said(await sim.click(people.staff, sim.messages(people.queue)[0], "More"))
    assert "Engineering" not in await queue(world)
    assert "Ticket #1 is yours" in said(await people.staff.slash(people.lounge, "next"))


async def test_who_is_on_staff_no_more_gets_no_ticket_back(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    modal = await people.staff.slash(people.lounge, "ticket escalate", number=1)
    await sim.submit(people.staff, modal, ESCALATED)
    sim.env.backend.edit_member(sim.guild.id, people.staff.id, {"role_ids": []})
    await people.colleague.slash(people.lounge, "ticket claim", number=1)
    modal = await people.colleague.slash(people.lounge, "ticket return", number=1)
    back = await sim.submit(people.colleague, modal, RETURNED)
    assert said(back) == "Ticket #1 is back in the queue, at **Support**."
    assert "Assignee: –" in cards(world)[0]

    await people.colleague.slash(people.lounge, "ticket claim", number=1)
    await people.customer.slash(thread, "ticket resolve")
    sim.env.backend.edit_member(sim.guild.id, people.colleague.id, {"role_ids": []})
    await sim.advance(3600)
    await people.customer.slash(thread, "ticket reopen")
    await sim.advance(60)
    assert "Status: Unclaimed" in cards(world)[0]
    assert "Assignee: –" in cards(world)[0]
    told = world.texts(thread, people.customer)
    assert f"{people.colleague.mention} does not look after such tickets any more" in told
