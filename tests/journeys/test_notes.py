"""What staff note about a ticket: in the thread of its card, and never where a customer reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_views import ask, forbid

ASKED = "The note"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def note_threads(world: World) -> list[ChannelHandle]:
    """The threads of notes, the newest last."""
    return [one for one in world.sim._threads() if one.name == "#1 Notes of staff"]


async def note(world: World, text: str) -> str:
    modal = await world.people.staff.slash(world.people.lounge, "ticket note", number=1)
    return said(await world.sim.submit(world.people.staff, modal, {ASKED: text}))


async def test_a_note_stands_below_the_card_and_comes_back_with_it_and_no_customer_reads_it(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread, before = sim.thread_named("#1 "), world.texts(sim.thread_named("#1 "))
    assert said(await people.customer.slash(thread, "ticket note")) == "Only staff can do this."
    modal = await press(world, people.staff, "Note")
    told = await sim.submit(people.staff, modal, {ASKED: "They pay, be @everyone kind"})
    assert said(told) == "Your note on ticket #1 is kept, for staff only."
    assert "1 note, in the thread below" in shown(world.last(people.queue))
    [notes] = note_threads(world)
    assert f"{people.staff.mention} notes:\nThey pay, be @everyone kind" in world.texts(notes)
    await people.colleague.send(notes, "so I saw")
    assert await note(world, "They have called") == "Your note on ticket #1 is kept, for staff only."
    assert world.texts(notes).count("notes:") == 2
    assert "2 notes, in the thread below" in shown(world.last(people.queue))

    sim.env.backend.delete_message(people.queue.id, world.last(people.queue).id)
    await sim.settle()
    again = note_threads(world)[-1]
    assert again.id != notes.id
    assert world.texts(again).count("notes:") == 2
    await sim.advance(5)
    sim.env.backend.delete_channel(again.id)
    await sim.settle()
    await note(world, "And again")
    assert world.texts(note_threads(world)[-1]).count("notes:") == 3
    await people.staff.slash(thread, "ticket close")
    await note(world, "A last one")
    assert world.texts(note_threads(world)[-1]).count("notes:") == 4
    assert "They" not in world.texts(thread).removeprefix(before)
    blank = await note(world, "   ")
    assert "There is nothing in this note." in blank


async def test_a_note_is_kept_whatever_discord_refuses_and_stands_there_once(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    allowed = forbid(world, people.queue, create_public_threads=True)
    await sim.settle()
    assert "is kept, for staff only." in await note(world, "They pay")
    assert note_threads(world) == []
    await crash(world, 60)
    sim.env.backend.set_overwrite(people.queue.id, allowed)
    await sim.settle()
    await sim.advance(3600)
    [notes] = note_threads(world)
    assert world.texts(notes).count("They pay") == 1
