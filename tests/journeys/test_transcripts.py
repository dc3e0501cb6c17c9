"""What was said in a ticket, for who may read it, when they ask for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from simcord import InteractionResult

from tests.conftest import World, said, shown
from tests.journeys.card import labels, press
from tests.journeys.homes import configure, small_home
from tests.journeys.test_ticket_views import ask

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def files(reply: InteractionResult) -> dict[str, bytes]:
    """What came with an answer that only they see."""
    assert reply.response is not None
    assert reply.response.ephemeral
    return {file.filename: await file.read() for file in reply.response.message.attachments}


async def test_customers_take_what_stands_in_their_thread_along_and_staff_all_of_it(world: World) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    await ask(world)
    await sim.advance(5)
    thread = sim.thread_named("#1 ")
    opening = sim.messages(thread)[0]
    assert "Transcript" not in labels(shown(opening))
    await people.customer.send(thread, "It says <b>4711</b>", attachments=[("error.txt", b"trace")])
    secret = await people.staff.send(thread, "the password is hunter2")
    backend.delete_message(thread.id, secret.id)
    modal = await press(world, people.staff, "Note")
    await sim.submit(people.staff, modal, {"The note": "They pay"})
    await people.staff.slash(thread, "ticket close")
    await sim.settle()
    await sim.advance(60)

    opening = sim.messages(thread)[0]
    assert labels(shown(opening)) == ["Transcript"]
    theirs = await sim.click(people.customer, opening, "Transcript")
    assert said(theirs) == (
        "The transcript of ticket #1, as it stands in the thread. Save the page and open it in a browser."
    )
    given = await files(theirs)
    page, beside = given["ticket-1.html"].decode(), json.loads(given["ticket-1.json"])
    assert "It says &lt;b&gt;4711&lt;/b&gt;" in page
    assert 'download="error.txt"' in page
    assert "What was filled in" in page
    assert [one["text"] for one in beside["messages"] if not one["author"]["is_bot"]] == [
        "It says <b>4711</b>",
        "",
    ]
    assert not any("They pay" in one.decode() or "hunter2" in one.decode() for one in given.values())

    staffs = await people.staff.slash(people.lounge, "ticket transcript", number=1)
    assert "for staff: with notes, and with what was edited or deleted" in said(staffs)
    page = (await files(staffs))["ticket-1.html"].decode()
    assert page.count("They pay") == 1
    assert "the password is hunter2" in page
    assert await files(await people.customer.slash(people.lounge, "ticket transcript", number=1))
    refused = await people.member.slash(people.lounge, "ticket transcript", number=1)
    assert said(refused) == "Only the requester of ticket #1 or staff can do this."
    assert await files(refused) == {}
    refused = await people.staff.slash(people.lounge, "ticket transcript", number=7)
    assert said(refused) == "There is no ticket #7 here."
    roles = [one for one in sim.guild.roles.values() if one.name in world.config.roles.staff]
    for role in roles:
        backend.remove_member_role(sim.guild.id, people.staff.id, role.id)
    assert "Only the requester" in said(await people.staff.slash(people.lounge, "ticket transcript", number=1))


async def test_where_nothing_is_kept_or_the_thread_is_gone_it_says_so_and_gives_what_there_is(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await sim.advance(5)
    thread = sim.thread_named("#1 ")
    form = await people.staff.slash(thread, "ticket resolve", number=1)
    await sim.submit(people.staff, form, {"Who in the community helped?": [people.member]})
    sim.env.backend.remove_member(sim.guild.id, people.member.id)
    given = await files(await people.customer.slash(people.lounge, "ticket transcript", number=1))
    for name in ("Ann", "Sam", "Lena"):
        assert f"@<bdi>{name}</bdi>" in given["ticket-1.html"].decode(), "who wrote nothing, or has left"
    await people.customer.send(thread, "It fails")
    sim.env.backend.delete_channel(thread.id)
    await sim.settle()
    given = await files(await people.customer.slash(people.lounge, "ticket transcript", number=1))
    assert b"It fails" in given["ticket-1.html"]
    configure(world.home, lambda content: content["tickets"].update(record={"kept": False}))
    await sim.restart()
    without = await people.customer.slash(people.lounge, "ticket transcript", number=1)
    warned = "Here nothing is kept (any more) of what is said in tickets, so that messages may be missing."
    assert warned in said(without)
    assert warned.encode() in (await files(without))["ticket-1.html"]
