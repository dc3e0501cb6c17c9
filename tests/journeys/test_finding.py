"""Tickets are found by words: by staff in what they read, by customers in their own, and page by page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tickets.finding import wanted
from tests.conftest import World, said
from tests.journeys.homes import configure, response, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

WISH = "What would you like to be able to do?"
ASKED = "The note"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0))
    return home


async def test_what_stands_in_tickets_is_found_again_by_who_may_read_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    customer, staff, lounge = people.customer, people.staff, people.lounge
    await world.open_ticket(customer, "Feature request", **{WISH: "Print **labels** in @everyone colours"})
    thread = sim.thread_named("#1 ")
    await world.open_ticket(people.neighbour, "Feature request", **{WISH: "Print envelopes"})
    await customer.send(thread, "The firmware is > 4711, see <@&1> and `code`")
    typo = await customer.send(thread, "And my serial is zebra")
    await people.neighbour.send(sim.thread_named("#2 "), "Mine is a zebra, too")
    modal = await staff.slash(lounge, "ticket note", number=1)
    await sim.submit(staff, modal, {ASKED: "They are a reseller"})

    found = await customer.slash(lounge, "ticket search", words="label")
    assert found.ephemeral
    assert "1 ticket found" in said(found)
    assert r"**#1** Print \*\*labels\*\* in @everyone colours" in said(found)
    found = await customer.slash(lounge, "ticket search", words="firmware")
    assert f"> {customer.mention} · <t:" in said(found)
    assert r"The firmware is > 4711, see <@&1> and \`code\`" in said(found)
    assert f"/{thread.id}/" in said(found), "and leads to where it was said"
    for words in ("envelopes", "reseller", "firmwarr zebras envelope"):
        assert "No ticket found" in said(await customer.slash(lounge, "ticket search", words=words))
    assert "1 ticket found" in said(await customer.slash(lounge, "ticket search", words="zebra"))
    assert said(await customer.slash(lounge, "ticket search", words="???")) == (
        "There is no word in that by which a ticket could be found."
    )

    found = await staff.slash(lounge, "ticket search", words="reseller labels")
    assert "1 ticket found" in said(found), "the words stand in two places of one ticket"
    found = await staff.slash(lounge, "ticket search", words="resller")
    assert "Nothing holds exactly these words. This comes near to them:" in said(found)
    assert f"> Note · {staff.mention} · <t:" in said(found)
    sim.env.backend.delete_message(thread.id, typo.id)
    await sim.settle()
    assert "**#2**" in said(await staff.slash(lounge, "ticket search", words="zebra"))
    assert "No ticket found" in said(await customer.slash(lounge, "ticket search", words="zebra"))

    monkeypatch.setattr(wanted, "PAGE", 1)
    monkeypatch.setattr("bot.tickets.finding.service.PAGE", 1)
    await staff.slash(lounge, "ticket close", number=1)
    found = await staff.slash(lounge, "ticket search", words="print", type="feature", since=30)
    assert "2 tickets found" in said(found)
    assert "“print” · Feature request · Of the last 30 days · Page 1 of 2" in said(found)
    assert "**#2**" in said(found)
    turned = await sim.click(staff, response(found), "Page 2")
    assert "**#1**" in said(turned)
    assert "“print” · Feature request · Of the last 30 days · Page 2 of 2" in said(turned)
    await sim.advance(25 * 3600)
    await staff.slash(lounge, "ticket search", words="print")
    turned = await sim.click(staff, response(found), "Page 1")
    assert said(turned) == "What was looked for here is not kept any more. `/ticket search` finds it again."
    found = await staff.slash(lounge, "ticket search", words="print", state="closed")
    assert "1 ticket found" in said(found)
    assert "“print” · Closed" in said(found)
    requested = await staff.slash(lounge, "ticket search", words="print", requester=people.neighbour)
    assert f"Only tickets of this member: {people.neighbour.mention}" in said(requested)
    assert "1 ticket found" in said(requested)
