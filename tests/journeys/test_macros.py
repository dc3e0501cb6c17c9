"""Prepared replies, as staff send them and their requesters read them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.test_handover import pings
from tests.journeys.test_ticket_hearing import queue
from tests.journeys.test_ticket_views import FORM, cards

pytestmark = pytest.mark.usefixtures("no_incidents")
HOSTILE = "@everyone **now**"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, show_staffs_commands)
    return home


def without_macros(content: dict[str, Any]) -> None:
    del content["tickets"]["macros"]


async def test_staff_reply_with_a_prepared_text_that_pings_its_requester_and_nobody_else(world: World) -> None:
    people, sim = world.people, world.sim
    modal = await people.customer.slash(people.lounge, "ticket open", type="billing")
    await sim.submit(people.customer, modal, {**FORM, list(FORM)[1]: HOSTILE})
    thread = sim.thread_named("#1 ")
    assert said(await people.customer.slash(thread, "macro", id="looked-at")) == "Only staff can do this."
    assert await people.customer.autocomplete(thread, "macro", "id", "") == []
    choices = await people.staff.autocomplete(thread, "macro", "id", "")
    assert [choice["name"] for choice in choices] == ["Ask for the invoice number", "We look at it tomorrow"]
    unknown = await people.staff.slash(thread, "macro", id="gone")
    assert said(unknown) == "There is no prepared text `gone` for tickets of this type."

    before = len(pings(world))
    told = await people.staff.slash(thread, "macro", id="looked-at")
    assert said(told) == "Ticket #1 has your reply."
    reply = shown(sim.messages(thread)[-2])
    assert reply.startswith(f"{people.customer.mention}\nHello {people.customer.mention}, we have your request:")
    assert "\\@\u200beveryone \\*\\*now\\*\\*\n" in reply
    assert f"tomorrow.\n\n– {people.staff.mention}" in reply
    allowed = [one for one in pings(world)[before:] if one["parse"] or one.get("users") or one.get("roles")]
    assert [one.get("users") for one in allowed] == [[people.customer.id]]
    assert "Nobody is waiting" in await queue(world)

    modal = await sim.click(people.staff, world.last(people.queue), "Reply")
    assert modal.modal is not None
    offered = [one["description"] for one in modal.modal["components"][0]["component"]["options"]]
    assert offered[1] == f"Hello …, we have your request: {HOSTILE} · … looks at it tomorrow."
    assert "ticket #1. Which invoice" in offered[0], "as it would be sent"
    await sim.restart()
    await sim.submit(people.staff, modal, {"Which text?": "Ask for the invoice number"})
    assert "Which invoice is it about? Its number begins with LM-" in world.texts(thread)
    await people.customer.send(thread, "LM-2027-00123")
    await sim.advance(60)
    assert "Turn: Waits for staff" in cards(world)[0]

    configure(world.home, without_macros)
    card = world.last(people.queue)
    await sim.restart()
    gone = await sim.click(people.staff, card, "Reply")
    assert said(gone) == "There are no prepared texts for tickets of this type (any more)."
    assert "[Reply]" not in cards(world)[0]
