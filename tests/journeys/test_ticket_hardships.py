"""What other ticket bots have broken on: each story ends with a ticket that is where it should be and somebody who knows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, forget_types, small_home

WISH = "What would you like to be able to do?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def test_a_thread_that_discord_archives_stays_open_and_is_woken_by_whoever_goes_on(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket()
    await sim.archive(thread)
    queue = said(await people.staff.slash(people.queue, "queue"))
    assert "1 open" in queue
    claimed = await sim.click(people.staff, world.last(people.queue), "Claim")
    assert said(claimed).startswith("Ticket #1 is yours")
    assert "is looking after this ticket now" in world.texts(thread, people.customer)
    await sim.archive(thread)
    await people.staff.send(thread, "Which invoice is it?")
    assert "Turn: Waits for the requester" in cards(world)[0]
    await sim.archive(thread)
    await people.customer.send(thread, "Number 4711, the one of May")
    assert "Turn: Waits for staff" in cards(world)[0]
    await sim.archive(thread)
    pressed = await sim.click(people.customer, sim.messages(thread)[0], "Resolve")
    assert said(pressed).startswith("Ticket #1 is resolved")


async def test_a_ticket_beyond_a_thousand_threads_has_a_number_and_staff_hear_of_it_in_one_line(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    _, other = await world.open_ticket(people.helper)
    sim.fail_next("POST", "/channels/*/threads", status=400, code=160006, times=None)
    for person, number in ((people.customer, 2), (people.neighbour, 3)):
        form = await person.slash(people.lounge, "ticket open", type="feature")
        assert f"Ticket #{number} is saved" in said(await sim.submit(person, form, {WISH: "Sort folders"}))
    told = [text for text in map(shown, sim.messages(people.queue)) if text.startswith("⛔")]
    assert len(told) == 1, told
    assert "1,000 active threads" in told[0]
    sim.env.backend.faults.clear()
    await sim.archive(other)
    for person, number in ((people.customer, 2), (people.neighbour, 3)):
        assert sim.thread_named(f"#{number} ").id in [one.id for one in sim.visible_threads(person)]


async def test_ten_priorities_and_five_claims_in_a_minute_are_all_answered_and_nothing_is_renamed(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket()
    before = len(sim.requests)
    for turn in range(10):
        form = await people.staff.slash(people.queue, "ticket priority", number=1)
        asked = {"How urgent is it?": f"P{1 + turn % 2}", "Why?": f"for the {turn}th time"}
        begun = sim.now()
        assert "#1" in said(await sim.submit(people.staff, form, asked))
        assert (sim.now() - begun).total_seconds() < 3
        if turn % 2:
            assert "is yours" in said(await people.colleague.slash(people.queue, "ticket claim", number=1))
            assert "back in the queue" in said(
                await people.colleague.slash(people.queue, "ticket release", number=1)
            )
    renamed = [one for one in sim.requests[before:] if one.method == "PATCH" and "name" in (one.body or {})]
    assert renamed == []
    assert world.texts(thread, people.customer).count("set the priority to") == 10


async def test_who_leaves_is_banned_and_comes_back_finds_their_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket()
    backend, guild, ann = sim.env.backend, sim.guild, people.customer.id
    guild.remove_member(people.customer)
    await sim.settle()
    assert "Ticket #1 is yours" in said(await people.staff.slash(people.queue, "ticket claim", number=1))
    await people.staff.send(thread, "Which invoice is it?")
    backend.apply_ban(guild.id, ann, None)
    await sim.settle()
    assert "is closed" in said(await people.staff.slash(people.queue, "ticket close", number=1))
    backend.remove_ban(guild.id, ann)
    again = guild.add_member(people.customer.user)
    await sim.settle()
    reopened = said(await people.staff.slash(people.queue, "ticket reopen", number=1))
    assert "#1" in reopened
    assert thread.id in [one.id for one in sim.visible_threads(again)]


async def test_tickets_outlive_their_type_and_the_staff_role(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket()
    configure(world.home, lambda content: forget_types(content, lambda type_id: type_id == "billing"))
    await sim.restart()
    assert "#1" in said(await people.staff.slash(people.queue, "queue"))
    assert "Ticket #1 is yours" in said(await people.staff.slash(people.queue, "ticket claim", number=1))
    await people.customer.send(thread, "Number 4711")
    role = next(one for one in sim.bot.guilds[0].roles if one.name == world.config.roles.staff[0])
    sim.env.backend.edit_role(sim.guild.id, role.id, {"name": "Renamed"})
    await sim.settle()
    assert "back in the queue" in said(await people.staff.slash(people.queue, "ticket release", number=1))
    sim.env.backend.delete_role(sim.guild.id, role.id)
    await sim.settle()
    assert "Only staff" in said(await people.staff.slash(people.lounge, "ticket claim", number=1))
    assert "Ticket #1 is resolved" in said(await people.customer.slash(thread, "ticket resolve"))
    assert "⛔" in world.texts(people.queue)


LONGEST = {
    "right to left": "\u202e" + "שלום " * 199,
    "emoji": "🧵" * 500,
    "a code fence": "```\n" + "x" * 900 + "\n``` @everyone <@&1>",
}


async def test_the_longest_and_strangest_words_are_all_in_the_ticket_and_ping_nobody(world: World) -> None:
    people, sim = world.people, world.sim
    for number, words in enumerate(LONGEST.values(), start=1):
        form = await people.staff.slash(people.lounge, "ticket open", type="feature")
        assert f"Ticket #{number} is open" in said(await sim.submit(people.staff, form, {WISH: words}))
        thread = sim.thread_named(f"#{number} ")
        assert signs(words) in signs(world.texts(thread, people.staff))
        assert not any(message.mention_everyone or message.role_mentions for message in sim.messages(thread))
        assert "is closed" in said(await people.staff.slash(thread, "ticket close", reason=words[:500]))


def signs(text: str) -> str:
    """What is read of it, however it is broken into lines and kept from being formatted."""
    return "".join(sign for sign in text if sign.isalnum() or sign == "🧵")


def cards(world: World) -> list[str]:
    found = [shown(message) for message in world.sim.messages(world.people.queue)]
    return [text for text in found if text.startswith("Ticket #1 · ")]
