"""Tickets of the wrong type, as staff move them and their requesters read of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, response, small_home
from tests.journeys.test_ticket_views import FORM, ask, cards

pytestmark = pytest.mark.usefixtures("no_incidents")
BILLED = FORM["What do you need? (no card numbers, please)"]
NUMBER = {"regex": "[0-9]+", "example": "4711", "message": "Please write its number."}
ACCOUNT = "Which account?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    def change(content: dict[str, Any]) -> None:
        feature = next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature")
        feature["fields"] += [
            {"id": "account", "label": ACCOUNT, "pattern": NUMBER, "max_length": 900},
            {"id": "shot", "label": "What does it look like?", "kind": "file"},
        ]

    home = small_home(tmp_path / "home")
    configure(home, change)
    return home


async def test_staff_move_a_ticket_fill_in_what_they_know_and_the_thread_asks_for_the_rest(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    assert said(await people.customer.slash(thread, "ticket move", type="feature")) == "Only staff can do this."
    choices = await people.staff.autocomplete(people.queue, "ticket move", "type", "")
    assert [choice["name"] for choice in choices] == ["Billing", "Feature request"]
    gone = await people.staff.slash(people.queue, "ticket move", type="old", number=1)
    assert said(gone).startswith("There is no ticket type `old` (any more).")

    modal = await people.staff.slash(people.queue, "ticket move", type="feature", number=1)
    goal, account = sim.open_modal_values(modal)
    assert (goal.label, account.label) == ("What would you like to be able to do?", ACCOUNT)
    await sim.restart()
    wrong = await sim.submit(people.staff, modal, {goal.label: BILLED, ACCOUNT: "the red one"})
    assert f"**{ACCOUNT}**: Please write its number." in said(wrong)
    again = await sim.click(people.staff, response(wrong), "Try again")
    assert [row["component"]["value"] for row in again.modal["components"]] == [BILLED, "the red one"]
    told = await sim.submit(people.staff, again, {goal.label: BILLED, ACCOUNT: ""})
    assert said(told) == "Ticket #1 is now of the type **Feature request**."
    assert cards(world)[0].startswith("Ticket #1 · Feature request")
    assert "Priority: ⚪ P4" in cards(world)[0]
    assert f"What would you like to be able to do?: {BILLED}" in cards(world)[0]
    first = shown(sim.messages(thread)[0])
    assert first.startswith("Ticket #1 · Feature request")
    assert "What is it about?: An invoice" in first
    assert "**It is your turn**" in first
    line = (
        f"{people.staff.mention} moved this ticket to the type **Feature request**. {people.customer.mention}, please"
        f" write here what staff need for that:\n• {ACCOUNT}\n• What does it look like?"
    )
    assert line in world.texts(thread)

    back = await people.staff.slash(thread, "ticket move", type="billing")
    assert said(back) == "Ticket #1 is now of the type **Billing**."
    assert f"{people.staff.mention} moved this ticket to the type **Billing**." in world.texts(thread)
    same = await people.staff.slash(thread, "ticket move", type="billing")
    assert said(same) == "Ticket #1 is of this type already."


async def test_of_many_long_answers_each_stands_in_the_thread(world: World) -> None:
    people, sim = world.people, world.sim
    modal = await people.customer.slash(people.lounge, "ticket open", type="billing")
    form = {"What is it about?": "An invoice", "What do you need? (no card numbers, please)": "b" * 1000}
    await sim.submit(people.customer, modal, form | {"Invoice number, if you have it": "c" * 40})
    await people.staff.slash(people.queue, "ticket claim", number=1)
    await people.staff.slash(people.queue, "ticket wait", number=1)
    modal = await people.staff.slash(people.queue, "ticket move", type="feature", number=1)
    await sim.submit(
        people.staff, modal, {"What would you like to be able to do?": "g" * 1000, ACCOUNT: "4" * 900}
    )
    thread = sim.thread_named("#1 ")
    configure(world.home, lambda content: _ask_for_more(content["tickets"]["types"]))
    await sim.restart()
    modal = await people.staff.slash(people.queue, "ticket move", type="other", number=1)
    await sim.submit(people.staff, modal, {f"Part {number}": str(number) * 1000 for number in range(1, 6)})
    opening, rest = shown(sim.messages(thread)[0]), world.texts(thread)
    assert all(text in opening for text in ("b" * 1000, "c" * 40, "g" * 1000, "4" * 900))
    assert all(f"**Part {number}**\n{str(number) * 1000}" in rest for number in range(1, 6))
    assert all(f"Part {number}: {str(number) * 1000}" in cards(world)[0] for number in range(1, 6))


def _ask_for_more(types: list[dict[str, Any]]) -> None:
    parts = [{"id": f"p{number}", "label": f"Part {number}", "kind": "paragraph"} for number in range(1, 6)]
    types.append({"id": "other", "label": "Other", "description": "Much to say.", "fields": parts})
