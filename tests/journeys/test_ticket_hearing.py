"""A customer who writes in a resolved ticket is heard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from bot.errors import DatabaseBusy
from tests.conftest import World, said, shown
from tests.journeys.homes import forbid, small_home
from tests.journeys.test_crash_matrix import crash, rows
from tests.journeys.test_ticket_views import FORM, ask, cards

DAY = 86400.0
NOT_SOLVED = "sorry this is NOT solved"
CLOSED = "it is closed now"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def resolved(world: World) -> ChannelHandle:
    """Ann's ticket, which Sam took and Ann called solved; its thread."""
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    await world.people.staff.slash(thread, "ticket claim")
    await world.people.customer.slash(thread, "ticket resolve")
    return thread


async def queue(world: World) -> str:
    return said(await world.people.staff.slash(world.people.queue, "queue"))


async def test_a_line_in_a_resolved_ticket_opens_it_again_with_whoever_had_it(world: World) -> None:
    people = world.people
    thread = await resolved(world)
    await people.customer.send(thread, NOT_SOLVED)
    heard = world.texts(thread, people.customer)
    assert heard.count(f"{people.customer.mention} wrote here, so this ticket is open again.") == 1
    assert "Status: Claimed" in cards(world)[0]
    assert f"Assignee: {people.staff.mention}" in cards(world)[0]
    assert f"with {people.staff.mention}" in await queue(world)
    await world.sim.advance(10 * DAY)
    assert CLOSED not in world.texts(thread)


async def test_a_picture_without_a_word_is_heard(world: World) -> None:
    thread = await resolved(world)
    await world.people.customer.send(thread, attachments=[("still-wrong.png", b"picture")])
    assert "this ticket is open again" in world.texts(thread)


@pytest.mark.parametrize("thanks", ["Thank you so much!", "Vielen Dank, läuft wieder", "👍"])
async def test_plain_thanks_open_nothing(world: World, thanks: str) -> None:
    thread = await resolved(world)
    await world.people.customer.send(thread, thanks)
    assert "open again" not in world.texts(thread)
    assert "Nobody is waiting" in await queue(world)


@pytest.mark.parametrize("line", ["It worked for one day.", "geht das jetzt", "danke, und jetzt alles nochmal"])
async def test_what_only_sounds_like_thanks_is_heard(world: World, line: str) -> None:
    thread = await resolved(world)
    await world.people.customer.send(thread, line)
    assert "this ticket is open again" in world.texts(thread)


async def test_thanks_above_a_picture_are_heard(world: World) -> None:
    thread = await resolved(world)
    await world.people.customer.send(thread, "Thanks", attachments=[("still-wrong.png", b"picture")])
    assert "this ticket is open again" in world.texts(thread)


async def test_thanks_above_a_picture_that_came_while_the_bot_was_off_are_heard_too(world: World) -> None:
    thread = await resolved(world)
    backend, customer = world.sim.env.backend, world.people.customer
    picture = backend.store_attachments(thread.id, [("still-wrong.png", b"picture")])
    await crash(
        world,
        60,
        lambda: backend.create_message(thread.id, customer.id, "Thanks", attachments=picture, broadcast=False),
    )
    await world.sim.advance(4 * DAY)
    assert CLOSED not in world.texts(thread)


async def test_who_resolves_and_reopens_in_a_loop_is_told_to_wait_and_heard_all_the_same(world: World) -> None:
    people, sim = world.people, world.sim
    thread = await resolved(world)
    before = len(sim.messages(thread))
    for _ in range(30):
        await people.customer.slash(thread, "ticket reopen")
        refused = await people.customer.slash(thread, "ticket resolve")
    assert said(refused).startswith("You have done that already, and can do it again <t:")
    assert len(sim.messages(thread)) == before + 1
    await sim.advance(61)
    await people.customer.slash(thread, "ticket resolve")
    await people.customer.send(thread, NOT_SOLVED)
    assert f"{people.customer.mention} wrote here, so this ticket is open again." in world.texts(thread)
    assert "Nobody is waiting" not in await queue(world)


async def test_what_others_write_in_a_resolved_ticket_opens_nothing(world: World) -> None:
    thread = await resolved(world)
    await world.people.colleague.send(thread, "I have put the invoice right, too")
    assert "open again" not in world.texts(thread)


async def test_what_was_written_while_the_bot_was_off_is_heard_before_time_closes_the_ticket(world: World) -> None:
    thread = await resolved(world)
    backend, customer = world.sim.env.backend, world.people.customer
    await crash(world, 60, lambda: backend.create_message(thread.id, customer.id, NOT_SOLVED, broadcast=False))
    await world.sim.advance(4 * DAY)
    text = world.texts(thread)
    assert CLOSED not in text
    assert text.count("this ticket is open again") == 1
    assert "1 open" in await queue(world)


async def test_what_staff_have_answered_meanwhile_closes_as_it_would(world: World) -> None:
    thread = await resolved(world)
    backend, people = world.sim.env.backend, world.people

    def they_talk() -> None:
        for member, text in ((people.customer, NOT_SOLVED), (people.staff, "It is: look at page two")):
            backend.create_message(thread.id, member.id, text, broadcast=False)

    await crash(world, 60, they_talk)
    await world.sim.advance(4 * DAY)
    assert CLOSED in world.texts(thread)


async def test_who_has_a_newer_ticket_of_the_kind_is_led_there_once(world: World) -> None:
    people, sim = world.people, world.sim
    old = await resolved(world)
    await sim.advance(61)
    modal = await people.customer.slash(people.lounge, "ticket open", type="billing")
    await sim.submit(people.customer, modal, FORM)
    newer = sim.thread_named("#2 ")
    sim.env.backend.remove_thread_member(newer.id, people.customer.id)
    await people.customer.send(old, NOT_SOLVED)
    await people.customer.send(old, "hello?")
    told = world.texts(old, people.customer)
    assert told.count(f"please go on in {newer.mention}") == 1
    assert "open again" not in told
    [leads_on] = [text for text in map(shown, sim.messages(old)) if "please go on in" in text]
    assert "[Reopen]" not in leads_on, "that could only be refused"
    assert newer.id in [one.id for one in sim.visible_threads(people.customer)]
    await sim.advance(10 * DAY)
    assert CLOSED not in world.texts(old), "no line of ours after theirs but the one that leads on"


async def test_a_ticket_that_is_reopened_with_a_button_goes_back_to_whoever_had_it(world: World) -> None:
    thread = await resolved(world)
    await world.sim.click(world.people.customer, world.last(thread), "Reopen")
    assert "Status: Claimed" in cards(world)[0]
    assert f"with {world.people.staff.mention}" in await queue(world)


async def test_a_second_solution_thanks_whoever_earns_by_it(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    for helper in (people.helper, people.neighbour):
        modal = await people.staff.slash(thread, "ticket resolve")
        await sim.submit(people.staff, modal, {"Who in the community helped?": [helper]})
        await people.staff.slash(thread, "ticket reopen")
    assert world.texts(thread).count(f"Thanks to {people.helper.mention} for helping!") == 1
    assert world.texts(thread).count(f"Thanks to {people.neighbour.mention} for helping!") == 1


async def test_what_was_written_while_the_bot_was_off_is_heard_at_the_start(world: World) -> None:
    thread = await resolved(world)
    backend, customer = world.sim.env.backend, world.people.customer
    await crash(world, 60, lambda: backend.create_message(thread.id, customer.id, NOT_SOLVED, broadcast=False))
    await world.sim.advance(10)
    assert world.texts(thread).count("this ticket is open again") == 1
    assert f"with {world.people.staff.mention}" in await queue(world)
    assert "Status: Claimed" in cards(world)[0]


async def test_thanks_that_were_written_while_the_bot_was_off_open_nothing(world: World) -> None:
    thread = await resolved(world)
    backend, customer = world.sim.env.backend, world.people.customer
    await crash(world, 60, lambda: backend.create_message(thread.id, customer.id, "Thanks!", broadcast=False))
    await world.sim.advance(10)
    assert "open again" not in world.texts(thread)


async def test_what_somebody_else_writes_below_a_customer_answers_nobody(world: World) -> None:
    thread = await resolved(world)
    backend, people = world.sim.env.backend, world.people

    def they_talk() -> None:
        for member, text in ((people.customer, NOT_SOLVED), (people.neighbour, "same for me")):
            backend.create_message(thread.id, member.id, text, broadcast=False)

    await crash(world, 60, they_talk)
    await world.sim.advance(4 * DAY)
    assert "this ticket is open again" in world.texts(thread)
    assert CLOSED not in world.texts(thread)


async def test_staffs_first_response_while_the_bot_was_off_counts_from_when_it_was_written(world: World) -> None:
    people = world.people
    await ask(world)
    thread, backend = world.sim.thread_named("#1 "), world.sim.env.backend
    written = []

    def they_talk() -> None:
        for member in (people.customer, people.neighbour, people.staff, people.colleague):
            written.append(backend.create_message(thread.id, member.id, "Which invoice?", broadcast=False))
            backend.advance_clock(60)

    await crash(world, 3600, they_talk)
    await world.sim.advance(10)
    response = "SELECT actor_id, at FROM ticket_events WHERE kind = 'responded'"
    [(actor_id, at)] = rows(world.home, response)
    assert actor_id == people.staff.id
    since = datetime.fromisoformat(at).replace(tzinfo=UTC) - discord.utils.snowflake_time(written[2].id)
    assert timedelta() <= since < timedelta(milliseconds=1)
    await crash(world)
    await world.sim.advance(10)
    assert len(rows(world.home, response)) == 1


async def test_a_line_that_meets_a_locked_database_is_heard_once_that_is_free(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await resolved(world)
    services = world.sim.bot.services  # type: ignore[attr-defined]  # our bot has them
    wrote, tries = services.listening.wrote, []

    async def locked_twice(*args: object, **kwargs: object) -> object:
        tries.append(args)
        if len(tries) <= 2:
            raise DatabaseBusy
        return await wrote(*args, **kwargs)

    monkeypatch.setattr(services.listening, "wrote", locked_twice)
    await world.people.customer.send(thread, NOT_SOLVED)
    assert "open again" not in world.texts(thread)
    await world.sim.advance(60)
    assert world.texts(thread).count("this ticket is open again") == 1
    assert len(tries) == 3


async def test_a_line_is_given_up_when_the_database_stays_locked_and_heard_at_the_next_start(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    thread = await resolved(world)
    services = world.sim.bot.services  # type: ignore[attr-defined]  # our bot has them

    async def locked(*_: object, **__: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(services.listening, "wrote", locked)
    await world.sim.advance(60)
    await world.people.customer.send(thread, NOT_SOLVED)
    await world.sim.advance(600)
    assert caplog.text.count("trying again") == 6
    assert "a line in a thread: the database is busy; given up" in caplog.text
    await world.sim.restart()
    await world.sim.advance(10)
    assert world.texts(thread).count("this ticket is open again") == 1


NOBODY_READS = "This ticket is closed, and nobody reads here any more."


async def test_who_writes_in_a_closed_ticket_that_could_not_be_locked_is_told_once_a_closing(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    forbid(world, people.tickets, manage_threads=True)
    await sim.settle()
    for closing in (1, 2):
        await people.staff.slash(people.lounge, "ticket close", number=1)
        await people.customer.send(thread, "thanks!")
        await people.colleague.send(thread, NOT_SOLVED)
        assert world.texts(thread, people.customer).count(NOBODY_READS) == closing - 1
        for _ in range(3):
            await people.customer.send(thread, NOT_SOLVED)
        told = world.texts(thread, people.customer)
        assert told.count(NOBODY_READS) == closing
        assert "`/ticket open`" in told
        assert "Nobody is waiting" in await queue(world)
        await people.staff.slash(people.lounge, "ticket reopen", number=1)


async def test_the_news_of_a_ticket_are_counted_within_it(world: World) -> None:
    people, sim = world.people, world.sim
    await resolved(world)
    modal = await people.neighbour.slash(people.lounge, "ticket open", type="billing")
    await sim.submit(people.neighbour, modal, FORM)
    thread = sim.thread_named("#2 ")
    await people.staff.slash(thread, "ticket claim")
    await people.staff.slash(thread, "ticket release")
    feet = [shown(message).splitlines()[-1] for message in sim.messages(thread)[1:]]
    assert feet == ["Ticket #2 · update 2", "Ticket #2 · update 3"], "its opening was the first"
