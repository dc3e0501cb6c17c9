"""What was said in a ticket is kept, whatever becomes of its threads: who asks for the transcript reads it there."""

from __future__ import annotations

from pathlib import Path

import pytest

import cogs.tickets.looking
from tests.conftest import World
from tests.journeys.homes import configure, forbid, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_merging import ask_too
from tests.journeys.test_notes import note, note_threads
from tests.journeys.test_ticket_hearing import DAY
from tests.journeys.test_ticket_views import ask
from tests.journeys.test_transcripts import files

pytestmark = pytest.mark.usefixtures("no_incidents")
GO_ON = "Ticket #1 has a new card. Please note below that one what is to be noted."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = small_home(tmp_path / "home")
    configure(home, lambda content: content["tickets"].update(cooldown_seconds=0, lease_hours=0))
    return home


async def transcript(world: World, number: int = 1) -> str:
    """All of it, as staff read it."""
    people = world.people
    given = await files(await people.staff.slash(people.lounge, "ticket transcript", number=number))
    return given[f"ticket-{number}.html"].decode()


async def test_what_was_said_while_the_bot_was_off_is_kept_also_where_time_closes_the_ticket_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    monkeypatch.setattr(cogs.tickets.looking, "PORTION", 1)
    await ask(world)
    await ask_too(world, people.newcomer)
    thread = sim.thread_named("#2 ")
    modal = await people.staff.slash(people.lounge, "ticket note", number=2)
    await sim.submit(people.staff, modal, {"The note": "They pay"})
    await people.newcomer.slash(thread, "ticket resolve")
    await sim.advance(60)
    [notes] = [one for one in sim._threads() if one.name == "#2 Notes of staff"]

    def meanwhile() -> None:
        backend.create_message(thread.id, people.staff.id, "the refund is R-4711", broadcast=False)
        backend.create_message(notes.id, people.staff.id, "it was our mistake", broadcast=False)

    await crash(world, 5 * DAY, meanwhile)
    await sim.advance(600)
    assert "it is closed now" in world.texts(thread)
    page = await transcript(world, 2)
    assert "the refund is R-4711" in page
    assert "it was our mistake" in page


async def test_what_staff_write_below_a_card_is_kept_also_in_a_thread_that_sleeps_or_whose_card_is_gone(
    world: World,
) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    await ask(world)
    await note(world, "They pay")
    [first] = note_threads(world)

    def meanwhile() -> None:
        backend.create_message(first.id, people.staff.id, "said before it slept", broadcast=False)
        backend.get_channel(first.id).thread_metadata.archived = True

    await crash(world, 9 * DAY, meanwhile)
    await sim.advance(60)
    assert "said before it slept" in await transcript(world)

    # Its card is deleted: who comes to the thread of that is sent on, and cannot write there any more.
    backend.delete_message(people.queue.id, world.last(people.queue).id)
    await sim.settle()
    assert world.texts(first).count(GO_ON) == 1
    sleeping = backend.get_channel(first.id).thread_metadata
    assert (sleeping.archived, sleeping.locked) == (True, True)

    # It moves to another queue while nobody may lock the thread of the card: what staff write there is kept all the same.
    second = note_threads(world)[-1]
    forbid(world, people.queue, manage_threads=True)
    configure(
        world.home,
        lambda content: next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature").update(
            queue="lounge"
        ),
    )
    await sim.restart()
    moved = await people.staff.slash(people.queue, "ticket move", type="feature", number=1)
    await sim.submit(people.staff, moved, {sim.open_modal_values(moved)[0].label: "A refund"})
    await sim.settle()
    assert world.texts(second).count(GO_ON) == 1
    await people.staff.send(second, "still here")
    await crash(
        world,
        60,
        lambda: backend.create_message(second.id, people.staff.id, "and while it was off", broadcast=False),
    )
    await sim.advance(60)
    page = await transcript(world)
    assert "still here" in page
    assert "and while it was off" in page
