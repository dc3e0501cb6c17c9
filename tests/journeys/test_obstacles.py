"""What people see when Discord will not let the bot do its work, and when it does again."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.simulated.community import copy_home
from tests.conftest import World, said, shown

FORM = {
    "Category": "DNS and domains",
    "Title": "Is there a dark mode?",
    "Phrasings": "is there a dark mode\nmake the screen black at night",
    "Answer": "Under **Settings**.",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copy_home(tmp_path / "home")


async def forbid(world: World, **denied: bool) -> None:
    """An administrator takes permissions from the bot in the queue channel, or gives them back."""
    own = world.sim.bot.user
    assert own is not None
    deny = discord.Permissions(**denied).value
    allow = discord.Permissions(view_channel=True).value & ~deny
    world.sim.env.backend.set_overwrite(
        world.people.queue.id, Overwrite(own.id, OverwriteType.MEMBER, allow=allow, deny=deny)
    )
    await world.sim.settle()


async def propose(world: World, **other: str) -> str:
    people = world.people
    opened = await people.helper.slash(people.lounge, "faq propose")
    return said(await world.sim.submit(people.helper, opened, {**FORM, **other}))


def cards(world: World) -> int:
    return sum("Is there a dark mode?" in shown(message) for message in world.sim.messages(world.people.queue))


async def test_what_is_forbidden_is_told_once_listed_by_setup_and_done_when_it_is_allowed_again(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await people.administrator.slash(people.lounge, "setup")
    await forbid(world, send_messages=True)
    await propose(world)
    for _ in range(3):
        await sim.advance(24 * 3600.0)
    direct = people.administrator.user.dm_channel
    [told] = [shown(message) for message in sim.messages(direct, people.administrator.user)]
    assert "Discord does not let me work in **#staff-queue**" in told
    listed = said(await people.administrator.slash(people.lounge, "setup"))
    assert "In **#staff-queue** I lack: Send Messages, Embed Links. 1 thing waits for it." in listed
    assert "Everything is in place" not in listed

    await forbid(world)
    await sim.settle()
    assert cards(world) == 1
    assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))


async def test_staff_read_in_their_channel_what_they_can_read_there(world: World) -> None:
    world.sim.fail_next("POST", f"/channels/{world.people.queue.id}/messages", status=403, code=50013)
    await propose(world)
    await world.sim.settle()
    [told] = [
        text for message in world.sim.messages(world.people.queue) if "#staff-queue" in (text := shown(message))
    ]
    assert "Discord does not let me work in **#staff-queue**" in told
    assert "is kept, and done when this is changed" in told


async def test_a_restart_tries_again_and_tells_nobody_twice(world: World) -> None:
    people, sim = world.people, world.sim
    await people.administrator.slash(people.lounge, "setup")
    await forbid(world, send_messages=True)
    await propose(world)
    await sim.restart()
    await sim.restart()
    direct = people.administrator.user.dm_channel
    assert len(sim.messages(direct, people.administrator.user)) == 1


async def test_while_nobody_can_be_told_it_counts_as_told_to_nobody(world: World) -> None:
    people, sim = world.people, world.sim
    await forbid(world, send_messages=True)
    await propose(world)
    await people.administrator.slash(people.lounge, "setup")
    await sim.advance(3601)
    direct = people.administrator.user.dm_channel
    [told] = [shown(message) for message in sim.messages(direct, people.administrator.user)]
    assert "Discord does not let me work in **#staff-queue**" in told
    await sim.advance(24 * 3600.0)
    assert len(sim.messages(direct, people.administrator.user)) == 1


async def test_what_is_forbidden_again_is_told_again_also_at_a_second_attempt(world: World) -> None:
    people, sim = world.people, world.sim
    messages = f"/channels/{people.queue.id}/messages"

    def told() -> list[str]:
        """The lines about obstacles, and what became of them."""
        lines = [shown(one) for one in sim.messages(people.queue)]
        return ["met" if "does not let me work" in one else "passed" for one in lines if "**#staff-queue**" in one]

    sim.fail_next("POST", messages, status=403, code=50013)
    await propose(world)
    await sim.restart()
    await sim.settle()
    assert (told(), cards(world)) == (["passed"], 1)

    await sim.advance(3600)
    sim.fail_next("POST", messages, status=403, code=50013)
    sim.fail_next("POST", messages, status=500, code=0, times=5)
    await propose(world, Title="Is there a light mode?")
    await sim.advance(3600)
    assert told() == ["passed", "met"]


async def test_the_line_about_an_obstacle_says_when_it_has_passed(world: World) -> None:
    people, sim = world.people, world.sim
    sim.fail_next("POST", f"/channels/{people.queue.id}/messages", status=403, code=50013)
    await propose(world)
    await sim.settle()
    before = len(sim.messages(people.queue))
    listed = said(await people.administrator.slash(people.lounge, "setup"))
    assert "look at what my role may do in that channel and in its category" in listed
    assert "1 thing waits for it, and is tried again now." in listed
    assert "`/setup`" not in listed
    await sim.settle()
    assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))
    texts = [shown(message) for message in sim.messages(people.queue)]
    assert "✅ **#staff-queue**: what kept me has passed, and nothing waits for it any more." in texts
    assert not any("does not let me work" in text for text in texts)
    assert len(texts) == before + 1, "the draft's card; the line was changed where it stands"


async def test_setup_says_once_what_is_missing_and_how_much_waits_for_it(world: World) -> None:
    people, sim = world.people, world.sim
    await forbid(world, send_messages=True)
    await propose(world)
    listed = said(await people.administrator.slash(people.lounge, "setup"))
    assert listed.count("#staff-queue") == 1
    assert "❌ In **#staff-queue** I lack: Send Messages, Embed Links. 1 thing waits for it." in listed
    sim.env.backend.delete_channel(people.queue.id)
    await sim.settle()
    listed = said(await people.administrator.slash(people.lounge, "setup"))
    assert listed.count("#staff-queue") == 1
    assert "❌ Channel **#staff-queue** (staff queue) is missing." in listed
    assert "for it." in listed
