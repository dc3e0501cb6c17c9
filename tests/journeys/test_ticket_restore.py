"""Yesterday's backup is brought back: Discord shows what is in it, and not what happened after it was made."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from bot.commands.backup import backup
from bot.commands.restore import restore
from tests.conftest import World, said, shown
from tests.journeys.homes import small_home
from tests.journeys.test_ticket_repair import is_locked, lock, sees
from tests.journeys.test_ticket_views import ask, cards


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def back_to_yesterday(world: World, today: Callable[[], Awaitable[object]]) -> None:
    """A backup, what happens after it, and an hour without the bot in which it is brought back; then the bot again."""
    file = world.home / "yesterday.db"
    options = argparse.Namespace(home=world.home, file=file)
    await asyncio.to_thread(backup, options)
    await today()
    await world.sim.advance(60)
    sim, make_bot = world.sim, world.sim._make_bot

    def make_later() -> discord.Client:
        sim.env.backend.advance_clock(3600)
        return make_bot()

    await sim.bot.close()
    await asyncio.to_thread(restore, options)
    sim._make_bot = make_later
    try:
        await sim.restart()
    finally:
        sim._make_bot = make_bot
    await sim.advance(60)


async def queue(world: World) -> str:
    return said(await world.people.staff.slash(world.people.queue, "queue"))


def opening(world: World, thread: ChannelHandle) -> str:
    """The opening message, with its buttons."""
    return next(shown(one) for one in world.sim.messages(thread) if "Ticket #1 · Billing" in shown(one))


async def test_a_ticket_that_was_claimed_after_the_backup_can_be_claimed_again(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)

    async def claim() -> None:
        await sim.click(people.staff, world.last(people.queue), "Claim")

    await back_to_yesterday(world, claim)
    assert people.staff.mention not in await queue(world)
    [card] = cards(world)
    assert "Status: Unclaimed" in card
    assert "[Claim]" in card
    assert said(await sim.click(people.colleague, world.last(people.queue), "Claim")) == "Ticket #1 is yours."


async def test_a_ticket_that_was_closed_after_the_backup_can_be_written_in_again(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")

    async def close() -> None:
        await people.staff.slash(people.lounge, "ticket close", number=1)

    await back_to_yesterday(world, close)
    assert "1 open" in await queue(world)
    [card] = cards(world)
    assert "Status: Unclaimed" in card
    assert not is_locked(world, thread)
    assert "[Close]" in opening(world, thread)
    await people.customer.send(thread, "Is anybody there?")


async def test_who_left_the_thread_after_the_backup_is_in_it_again(world: World) -> None:
    await ask(world)
    thread = world.sim.thread_named("#1 ")

    async def leave() -> None:
        world.sim.env.backend.remove_thread_member(thread.id, world.people.customer.id)

    await back_to_yesterday(world, leave)
    assert sees(world)


async def test_what_the_backup_still_owed_and_was_made_since_is_not_made_twice(world: World) -> None:
    people, sim = world.people, world.sim
    sim.fail_next("POST", "/channels/*/threads", status=500, code=0, times=None)
    sim.fail_next("POST", f"/channels/{people.queue.id}/messages", status=500, code=0, times=None)
    await ask(world)

    async def be_made() -> None:
        sim.env.backend.faults.clear()
        await sim.advance(3600)
        assert len(cards(world)) == 1

    await back_to_yesterday(world, be_made)
    assert len(cards(world)) == 1
    threads = [one for one in sim.visible_threads(people.administrator) if (one.name or "").startswith("#1 ")]
    assert len(threads) == 1


async def test_a_press_that_is_refused_brings_what_was_pressed_up_to_date(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.staff.slash(people.lounge, "ticket claim", number=1)
    more = (await sim.click(people.colleague, world.last(people.queue), "More")).response
    assert more is not None
    with closing(
        sqlite3.connect(world.home / "data" / "signpost.db")
    ) as database:  # as where a file was put back by hand
        database.execute("UPDATE tickets SET status = 'open', assignee_id = NULL")
        database.commit()
    lock(world, thread)
    await sim.settle()
    refused = await sim.click(people.colleague, more, "Release")
    assert "back in the queue" not in said(refused)
    [card] = cards(world)
    assert "Status: Unclaimed" in card
    assert "[Claim]" in card
    assert not is_locked(world, thread)
