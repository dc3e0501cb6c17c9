"""What an earlier run has said is known again: by its author, its place in time, and what fills it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from cogs.ui.recognising import LOOK_BACK, has_said, own_messages
from tests.conftest import World, live
from tests.journeys.homes import small_home


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with live(small_home(tmp_path / "home")) as world:
        yield world


def lounge(world: World) -> discord.TextChannel:
    found = world.sim.bot.get_channel(world.people.lounge.id)
    assert isinstance(found, discord.TextChannel)
    return found


def say(world: World, author_id: int, *texts: str) -> list[int]:
    """The ids of these messages."""
    backend = world.sim.env.backend
    made = [backend.create_message(world.people.lounge.id, author_id, text, broadcast=False) for text in texts]
    return [message.id for message in made]


def ours(world: World) -> int:
    assert world.sim.bot.user is not None
    return world.sim.bot.user.id


async def test_our_own_are_read_from_the_newest_or_after_a_moment_from_the_oldest(world: World) -> None:
    first, *_ = say(world, ours(world), "one", "two", "three")
    say(world, world.people.customer.id, "four")
    place, me = lounge(world), world.sim.bot.user

    async def read(after: int | None = None, oldest_first: bool | None = None) -> list[str]:
        found = own_messages(place, me, after=after, oldest_first=oldest_first)
        return [message.content async for message in found]

    assert await read() == ["three", "two", "one"]
    assert await read(oldest_first=True) == ["one", "two", "three"]
    assert await read(after=first) == ["two", "three"]
    assert await read(after=first, oldest_first=False) == ["three", "two"]


async def test_only_so_many_messages_are_searched(world: World) -> None:
    start = say(world, ours(world), "claimed #1")[0]
    say(world, world.people.customer.id, *(["hello"] * LOOK_BACK))
    say(world, ours(world), "claimed #2")
    place, me = lounge(world), world.sim.bot.user
    assert not await has_said(place, me, "claimed #1")
    assert not await has_said(place, me, "claimed #2", after=start)
    assert await has_said(place, me, "claimed #2", after=start, oldest_first=False)


@pytest.mark.parametrize(
    ("said", "naming", "known"),
    [
        ("Ticket #7 is open again", "", True),
        ("Ticket #7 ist wieder offen", "", True),
        ("Ticket #8 is open again", "", False),
        ("Ticket #7 is open again: SPF", "SPF", True),
        ("Ticket #7 is open again", "SPF", False),
    ],
)
async def test_the_same_is_known_in_any_language_and_by_what_it_names(
    world: World, said: str, naming: str, known: bool
) -> None:
    say(world, ours(world), said)
    me = world.sim.bot.user
    assert await has_said(lounge(world), me, "Ticket #7 is open again", naming=naming) == known


async def test_what_somebody_else_says_is_never_taken_for_ours(world: World) -> None:
    say(world, world.people.customer.id, "Ticket #7 is open again")
    assert not await has_said(lounge(world), world.sim.bot.user, "Ticket #7 is open again")
