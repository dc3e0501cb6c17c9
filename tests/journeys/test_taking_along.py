"""Taken along to another machine: the new Signpost shows the same, and what stands in Discord goes on working."""

from __future__ import annotations

import argparse
import asyncio
import shutil
from pathlib import Path

import discord
import pytest

from bot.app import create_bot
from bot.commands.export import export
from bot.commands.import_export import import_export
from tests.conftest import World, said
from tests.journeys.card import press
from tests.journeys.homes import small_home
from tests.journeys.test_ticket_views import ask, cards


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def shown_to_staff(world: World) -> list[str]:
    """Queue, numbers and balances."""
    people = world.people
    shown = [said(await people.staff.slash(people.queue, name)) for name in ("queue", "report", "my")]
    return [*shown, said(await people.customer.slash(people.lounge, "leaderboard"))]


async def move_house(world: World, new: Path) -> None:
    """An export while the bot runs, and another bot in another folder that begins with it, on the same server."""
    file = new.parent / "export.zip"
    await asyncio.to_thread(export, argparse.Namespace(home=world.home, file=file))
    shutil.copytree(world.home, new, ignore=lambda *_: ["data"])
    await world.sim.bot.close()
    await asyncio.to_thread(import_export, argparse.Namespace(home=new, file=file))
    world.sim._make_bot = lambda: create_bot(new, clock=discord.utils.utcnow)
    await world.sim.restart()
    await world.sim.advance(60)


async def test_a_new_signpost_with_an_export_shows_the_same_and_its_old_buttons_work(
    world: World, tmp_path: Path
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await sim.click(people.staff, world.last(people.queue), "Claim")
    modal = await press(world, people.staff, "Resolve")
    filled = {"What solved it?": "A typo", "Who in the community helped?": [people.helper]}
    assert "is resolved" in said(await sim.submit(people.staff, modal, filled))
    await sim.advance(3600)
    await ask(world)
    assert people.helper.mention in "".join(await shown_to_staff(world))
    before, card = await shown_to_staff(world), world.last(people.queue)
    await move_house(world, tmp_path / "new")
    assert said(await people.administrator.slash(people.lounge, "setup"))
    assert await shown_to_staff(world) == before
    assert world.last(people.queue).id == card.id, "no card is posted twice"
    assert said(await sim.click(people.colleague, card, "Claim")) == "Ticket #2 is yours."
    assert "[Reopen]" in cards(world)[0]
    thread = sim.thread_named("#2 ")
    await people.customer.send(thread, "Is anybody there?")
    _, third = await world.open_ticket(people.neighbour)
    assert str(third.name).startswith("#3 ")
