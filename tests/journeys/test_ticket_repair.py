"""Whoever comes to a ticket finds it whole, and what went missing while nobody looked is found at the start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from tests.conftest import World, said, shown
from tests.journeys.homes import small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_views import ask, cards


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def sees(world: World) -> bool:
    """Whether Ann sees the thread of ticket 1."""
    thread = world.sim.thread_named("#1 ")
    return thread.id in [one.id for one in world.sim.visible_threads(world.people.customer)]


async def ask_again(world: World) -> str:
    """Ann asks for a second ticket of the kind; where she is sent."""
    return said(await world.people.customer.slash(world.people.lounge, "ticket open", type="billing"))


async def test_a_requester_who_left_the_thread_is_in_it_again_before_they_are_sent_there(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    world.sim.env.backend.remove_thread_member(thread.id, world.people.customer.id)
    await world.sim.settle()
    assert not sees(world)
    assert thread.mention in await ask_again(world)
    assert sees(world)


async def test_a_form_that_was_open_meanwhile_leads_into_the_thread_as_well(world: World) -> None:
    people = world.people
    late = await people.customer.slash(people.lounge, "ticket open", type="billing")
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    world.sim.env.backend.remove_thread_member(thread.id, people.customer.id)
    fields = {
        field.label: "My invoice" for field in world.sim.open_modal_values(late) if field.kind == "text_input"
    }
    assert thread.mention in said(
        await world.sim.submit(people.customer, late, {**fields, "What is it about?": "An invoice"})
    )
    assert sees(world)


async def test_a_thread_that_was_deleted_while_the_bot_was_off_is_there_again_after_the_start(
    world: World,
) -> None:
    await ask(world)
    old = world.sim.thread_named("#1 ")
    await crash(world, 60, lambda: world.sim.env.backend.delete_channel(old.id))
    await world.sim.advance(1)
    assert sees(world)
    assert world.sim.thread_named("#1 ").mention in cards(world)[0]


async def test_a_thread_that_is_gone_without_a_word_is_made_before_anybody_is_sent_there(world: World) -> None:
    await ask(world)
    old, backend = world.sim.thread_named("#1 "), world.sim.env.backend
    emit = backend.emit
    backend.emit = lambda *_: None  # type: ignore[method-assign]  # between two steps, or lost by the gateway
    try:
        backend.delete_channel(old.id)
    finally:
        backend.emit = emit  # type: ignore[method-assign]
    world.sim.bot.get_guild(world.sim.guild.id)._threads.clear()  # type: ignore[union-attr]  # as after an archive
    told = await ask_again(world)
    thread = world.sim.thread_named("#1 ")
    assert thread.id != old.id
    assert thread.mention in told
    assert sees(world)


async def test_where_the_thread_cannot_be_made_nobody_is_sent_there(world: World) -> None:
    world.sim.fail_next("POST", "/channels/*/threads", status=403, code=50013, times=None)
    await ask(world)
    told = await ask_again(world)
    assert told.endswith("it follows as soon as it can. Staff can work on it meanwhile.")
    world.sim.env.backend.faults.clear()
    told = await ask_again(world)
    assert world.sim.thread_named("#1 ").mention in told, "asking is a reason to try again"


async def test_a_card_that_is_deleted_comes_back_at_once(world: World) -> None:
    await ask(world)
    await world.people.administrator.delete(world.last(world.people.queue))
    await world.sim.settle()
    assert len(cards(world)) == 1


async def test_a_card_that_was_deleted_while_the_bot_was_off_comes_back_at_the_start(world: World) -> None:
    await ask(world)
    card, backend = world.last(world.people.queue), world.sim.env.backend
    await crash(world, 60, lambda: backend.delete_message(card.channel.id, card.id))
    assert len(cards(world)) == 1
    assert said(await world.sim.click(world.people.staff, world.last(world.people.queue), "Claim")) == (
        "Ticket #1 is yours."
    )


async def test_a_requester_who_was_never_added_is_added_at_the_start(world: World) -> None:
    world.sim.fail_next("PUT", "/channels/*/thread-members/*", status=403, code=50013, times=None)
    assert "Ticket #1 is saved" in await ask(world)
    assert not sees(world)
    await crash(world, 60, world.sim.env.backend.faults.clear)
    assert sees(world)


async def test_a_refused_press_is_a_reason_to_make_what_is_missing(world: World) -> None:
    world.sim.fail_next("PUT", "/channels/*/thread-members/*", status=403, code=50013, times=None)
    await ask(world)
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)
    assert not sees(world)
    world.sim.env.backend.faults.clear()
    thread = world.sim.thread_named("#1 ")
    late = await world.sim.click(world.people.administrator, world.last(world.people.queue), "More")
    assert said(late) == "Only staff can do this."
    assert thread.id in [one.id for one in world.sim.visible_threads(world.people.customer)]


async def open_six(world: World) -> None:
    """Three people open two tickets each."""
    people = world.people
    members = [world.sim.member(name) for name in ("ann", "noor", "hugo")]
    for member in members:
        for type_ in ("billing", "feature"):
            modal = await member.slash(people.lounge, "ticket open", type=type_)
            answers = {
                field.label: "My invoice"
                for field in world.sim.open_modal_values(modal)
                if field.kind == "text_input"
            }
            if type_ == "billing":
                answers["What is it about?"] = "An invoice"
            await world.insist(member, await world.sim.submit(member, modal, answers))
            await world.sim.advance(61)
    shown_cards = [message for message in world.sim.messages(people.queue) if "Ticket #" in shown(message)]
    assert len(shown_cards) == 6


async def test_at_the_start_tickets_are_looked_at_five_a_second(world: World) -> None:
    people = world.people
    await open_six(world)
    before = len(world.sim.requests)
    await crash(world)

    def fetched() -> int:
        new = world.sim.requests[before:]
        return sum(
            one.method == "GET" and one.path.startswith(f"/channels/{people.queue.id}/messages/") for one in new
        )

    assert fetched() == 1
    # Of each its card, its thread, and the thread of the card.
    await world.sim.advance(1)
    assert 2 <= fetched() <= 3
    await world.sim.advance(3)
    assert fetched() == 6


def be_slow(monkeypatch: pytest.MonkeyPatch, seconds: Callable[[int], float]) -> list[int]:
    """Discord takes so many seconds to give a card, by its message id; which were asked for, in order."""
    asked, fetch = [], discord.TextChannel.fetch_message

    async def slowly(self: discord.TextChannel, id: int, /) -> discord.Message:
        asked.append(id)
        await asyncio.sleep(seconds(id))
        return await fetch(self, id)

    monkeypatch.setattr(discord.TextChannel, "fetch_message", slowly)
    return asked


async def test_where_discord_is_slow_the_look_at_the_tickets_comes_to_an_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_six(world)
    asked = be_slow(monkeypatch, lambda _: 12)
    await crash(world)
    await world.sim.advance(120)
    assert len(asked) == len(set(asked)) == 6


async def test_one_ticket_that_takes_for_ever_is_tried_again_and_then_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_six(world)
    cards = sorted(message.id for message in world.sim.messages(world.people.queue))
    asked = be_slow(monkeypatch, lambda id: 10_000 if id == cards[2] else 0)
    await crash(world)
    await world.sim.advance(400)
    assert asked == [*cards[:2], *[cards[2]] * 4, *cards[3:]]


def lock(world: World, thread: ChannelHandle) -> None:
    """A moderator locks the thread, without archiving it."""
    world.sim.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})


def is_locked(world: World, thread: ChannelHandle) -> bool:
    metadata = world.sim.env.backend.get_channel(thread.id).thread_metadata
    return metadata is not None and metadata.locked


async def test_a_thread_that_a_moderator_locked_is_free_before_its_requester_is_sent_there(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    lock(world, thread)
    await world.sim.settle()
    assert thread.mention in await ask_again(world)
    assert not is_locked(world, thread)


async def test_nobody_is_sent_into_a_locked_thread_that_the_bot_may_not_unlock(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    lock(world, thread)
    world.sim.fail_next("PATCH", f"/channels/{thread.id}", status=403, code=50013)
    told = await ask_again(world)
    assert thread.mention not in told
    assert "Its thread cannot be opened for you yet" in told


async def test_a_thread_that_is_locked_is_free_once_something_is_told_in_it(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    lock(world, thread)
    await world.sim.settle()
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)
    assert not is_locked(world, thread)


async def test_the_thread_of_a_live_ticket_is_not_locked_after_a_start(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    await crash(world, 60, lambda: lock(world, thread))
    await world.sim.advance(1)
    assert not is_locked(world, thread)


@pytest.mark.parametrize("how", ["by command", "by staff on the card"])
async def test_who_left_the_thread_of_a_resolved_ticket_is_in_it_again_once_it_is_reopened(
    world: World, how: str
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.customer.slash(thread, "ticket resolve")
    sim.env.backend.remove_thread_member(thread.id, people.customer.id)
    await sim.settle()
    assert not sees(world)
    if how == "by command":
        await people.customer.slash(people.lounge, "ticket reopen", number=1)
    else:
        await sim.click(people.staff, world.last(people.queue), "Reopen")
    assert sees(world)
