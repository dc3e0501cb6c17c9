"""A ticket type that only some of staff read, from `/setup` to the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, InteractionResult

from tests.conftest import World, said
from tests.journeys.card import press
from tests.journeys.homes import configure, response, show_staffs_commands, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")
HOUR = 3600
TEXT_INPUT = discord.ComponentType.text_input.value
ABOUT = "My invoice 4711 shows the wrong amount"


def feature(content: dict[str, Any]) -> dict[str, Any]:
    """The ticket type *Feature request*, as config.yaml has it."""
    found: dict[str, Any] = next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature")
    return found


def parent(world: World, thread: ChannelHandle) -> str:
    """The name of the channel that a thread hangs below."""
    found = world.sim.bot.get_channel(thread.id)
    assert isinstance(found, discord.Thread)
    assert found.parent is not None
    return found.parent.name


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, show_staffs_commands)
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0))
    return home


async def test_a_type_that_only_engineering_reads(world: World) -> None:
    people, sim = world.people, world.sim
    support, engineer = people.staff, people.colleague

    # It was everybody's, and a colleague who does not read it from now on has it.
    await world.open_ticket(type_label="Feature request")
    await support.slash(people.queue, "ticket claim", number=1)
    await support.slash(people.queue, "digest on", hour=6, time_zone="UTC")
    await support.slash(people.queue, "promise", text="A first version", by="in 10 min", number=1)
    await sim.advance(6 * 60)
    assert "A first version" in world.texts(people.queue, support)
    configure(world.home, lambda content: feature(content).update(staff=["Engineering"]))
    await sim.restart()
    await sim.advance(5)
    told = world.texts(sim.thread_named("#1 "), people.customer)
    assert (
        f"{support.mention} does not look after such tickets any more, so this one is back in the queue;" in told
    )
    assert "Ticket #1" not in said(await support.slash(people.queue, "my"))
    found = said(await people.administrator.slash(people.lounge, "setup"))
    assert "In **#get-support** the role Support sees all threads, also of the tickets Feature request" in found
    assert "In **#staff-queue** the role Support sees the cards of the tickets Feature request" in found

    # It gets a channel and a queue of its own: its card and its promise's line go there.
    own = {"channel": "engineering-help", "queue": "engineering-queue"}
    configure(world.home, lambda content: feature(content).update(own))
    await sim.restart()
    found_again = await people.administrator.slash(people.lounge, "setup")
    assert "#engineering-help" in said(found_again)
    done = await sim.click(people.administrator, response(found_again), "Create what is missing")
    assert "Everything is in place" in said(done)
    queue: ChannelHandle = sim.guild.channels["engineering-queue"]
    await sim.restart()
    await sim.advance(6 * 60)
    for text in (ABOUT, "A first version"):
        assert text in world.texts(queue, engineer)
        assert text not in world.texts(people.queue, engineer)

    # What comes from now on is seen by nobody else.
    _, thread = await world.open_ticket(people.neighbour, "Feature request")
    assert parent(world, thread) == "engineering-help"
    assert "Ticket #2 ·" in world.texts(queue, engineer)
    assert "Ticket #2 ·" not in world.texts(people.queue, engineer)
    threads = {one.id for one in sim.visible_threads(support)}
    assert thread.id not in threads
    assert thread.id in {one.id for one in sim.visible_threads(engineer)}
    refused = said(await support.slash(people.queue, "ticket show", number=2))
    role = next(one for one in sim.bot.guilds[0].roles if one.name == "Engineering")
    assert refused == f"Tickets of this type are for {role.mention} only."
    given = said(await engineer.slash(people.queue, "ticket assign", member=support, number=2))
    assert given.startswith(
        f"{support.mention} does not read tickets of this type: they are for {role.mention} only."
    )

    # Who reads both moves it to a type that all of staff read: its card goes there with its notes, and they read what stays.
    noting = await engineer.slash(people.queue, "ticket note", number=2)
    await sim.submit(engineer, noting, {"The note": "They pay"})
    moved = await engineer.slash(people.queue, "ticket move", type="billing", number=2)
    sent = await sim.submit(engineer, moved, {"What do you need? (no card numbers, please)": "A refund"})
    assert f"Its thread stays in <#{sim.guild.channels['engineering-help'].id}>:" in said(sent)
    assert "Ticket #2 ·" in world.texts(people.queue, support)
    notes = [one for one in sim._threads() if one.name == "#2 Notes of staff"][-1]
    assert (parent(world, notes), "They pay" in world.texts(notes, support)) == ("staff-queue", True)
    assert "Tickets before: None" in world.texts(people.queue, support)
    assert "Ticket #2 ·" not in world.texts(queue, engineer)
    assert "A refund" in said(await support.slash(people.queue, "ticket show", number=2))

    # Nor does a digest name what its reader does not read, although the promise in nobody's ticket is overdue.
    assert "A first version" in said(await engineer.slash(people.queue, "my"))
    await sim.advance(25 * HOUR)
    assert "A first version" not in world.texts(support.user.dm_channel, support)


def boxes(form: InteractionResult) -> list[str]:
    """What stands above the fields of a form into which one types."""
    assert form.modal is not None
    return [row["label"] for row in form.modal["components"] if row["component"]["type"] == TEXT_INPUT]


async def test_who_does_not_read_a_ticket_any_more_is_offered_none_of_its_forms_again(world: World) -> None:
    people, sim = world.people, world.sim
    support, engineer = people.staff, people.colleague
    await world.open_ticket(type_label="Feature request")
    card = world.last(people.queue)
    forms = [await press(world, support, label, card) for label in ("Escalate", "Merge", "Link", "Snooze")]
    forms.append(await support.slash(people.queue, "ticket move", type="billing", number=1))
    configure(world.home, lambda content: feature(content).update(staff=["Engineering"]))
    await sim.restart()
    for form in forms:
        refused = said(await sim.submit(support, form, dict.fromkeys(boxes(form), "2")))
        assert refused.startswith("Tickets of this type are for ")
        assert "[Try again]" not in refused
    merging = await press(world, engineer, "Merge", card)
    wrong = said(await sim.submit(engineer, merging, dict.fromkeys(boxes(merging), "99")))
    assert "[Try again]" in wrong, "another number may be right"


async def test_a_card_says_nothing_of_a_ticket_that_came_to_those_who_alone_read_it(world: World) -> None:
    people, sim = world.people, world.sim
    own = {"staff": ["Engineering"], "channel": "engineering-help", "queue": "engineering-queue"}
    configure(world.home, lambda content: feature(content).update(own))
    await sim.restart()
    found = await people.administrator.slash(people.lounge, "setup")
    await sim.click(people.administrator, response(found), "Create what is missing")
    for who in (people.customer, people.neighbour, people.member):
        await world.open_ticket(who)
    await people.staff.slash(people.queue, "ticket link", number=1, other=2)
    await people.staff.slash(people.queue, "ticket merge", number=3, into=2)
    await sim.settle()
    assert "#2 of" in world.texts(people.queue, people.staff)
    moved = await people.colleague.slash(people.queue, "ticket move", type="feature", number=2)
    await sim.submit(people.colleague, moved, dict.fromkeys(boxes(moved), "A wish"))
    await sim.advance(60)
    read = world.texts(people.queue, people.staff)
    assert "#2 of" not in read
    assert "Goes on in: a ticket that others read" in read
    assert "#2 of" not in said(await people.staff.slash(people.queue, "ticket show", number=1))
