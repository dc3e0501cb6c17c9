"""What people see of the roles that go with ranks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
from simcord import MemberActor

from tests.conftest import World, live, said
from tests.journeys.homes import configure, ours, small_home
from tests.journeys.test_crash_matrix import crash

ANSWER = "Under **Settings**, the third box from above."


def ranked_home(folder: Path) -> Path:
    """A home in which the first accepted answer brings a role, and the second another."""

    def with_roles(content: dict[str, Any]) -> None:
        content["reputation"]["ranks"] = [
            {"name": "Postcard", "points": 5, "role": "Postcards"},
            {"name": "Sorter", "points": 16, "role": "Sorters"},
        ]

    home = small_home(folder)
    configure(home, with_roles)
    return home


async def earn(world: World, who: MemberActor, title: str, asker: MemberActor | None = None) -> None:
    """They answer a question in the forum, and the answer is accepted."""
    asker = asker or world.people.customer
    post = await world.sim.post(asker, world.people.forum, title, "where is it hidden, please")
    answer = await who.send(post, ANSWER)
    await asker.context_menu(post, "Accept answer", answer)
    await world.sim.settle()


def roles(world: World, who: MemberActor) -> list[str]:
    """What stands in their profile."""
    guild = world.sim.env.backend.get_guild(world.sim.guild.id)
    return [guild.roles[one].name for one in guild.members[who.id].role_ids]


async def move(world: World, name: str, position: int) -> None:
    """An administrator moves a role in the server's list."""
    world.sim.env.backend.reorder_roles(
        world.sim.guild.id, [{"id": world.sim.guild.roles[name].id, "position": position}]
    )
    await world.sim.settle()


async def test_a_rank_brings_its_role_and_what_keeps_us_from_it_is_told_and_passes(tmp_path: Path) -> None:
    async with live(ranked_home(tmp_path / "home")) as world:
        people, sim, backend = world.people, world.sim, world.sim.env.backend
        lena, guild = people.member, world.sim.guild
        await earn(world, lena, "Dark theme")
        assert roles(world, lena) == ["Postcards"]

        await move(world, "Sorters", 99)
        await earn(world, lena, "Light theme")
        assert "Rank: **Sorter**" in said(await lena.slash(people.lounge, "rep show")), "points come first"
        assert roles(world, lena) == ["Postcards"], "nobody is without a role meanwhile"
        assert "cannot give or take the role **@Sorters**" in ours(world, people.queue)[-1]
        listed = said(await people.administrator.slash(people.lounge, "setup"))
        assert "cannot give or take the role **Sorters**" in listed
        await move(world, "Sorters", 1)
        assert roles(world, lena) == ["Sorters"]
        assert "what kept me has passed" in ours(world, people.queue)[-1]
        assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))

        backend.remove_member_role(guild.id, lena.id, guild.roles["Sorters"].id)
        await sim.restart()
        assert roles(world, lena) == [], "a moderator has the last word"
        await sim.advance(3600.0)
        guild.remove_member(lena)
        backend.member_age = timedelta(0)
        back = guild.add_member(lena.user)
        await back.slash(people.lounge, "leaderboard")
        await sim.settle()
        assert roles(world, lena) == ["Sorters"], "who comes back has it again"


async def test_what_discord_refuses_is_tried_again_and_a_powerful_role_is_given_to_nobody(tmp_path: Path) -> None:
    async with live(ranked_home(tmp_path / "home")) as world:
        people, sim, backend = world.people, world.sim, world.sim.env.backend
        backend.add_member_role(sim.guild.id, people.neighbour.id, sim.guild.roles["Postcards"].id)
        sim.fail_next("PUT", "/guilds/*/members/*/roles/*", status=403, code=50013)
        await earn(world, people.member, "Dark theme")
        assert roles(world, people.member) == []
        assert "cannot give or take the role **@Postcards**" in ours(world, people.queue)[-1]
        sim.stall_next("PUT", "/guilds/*/members/*/roles/*", after=True)
        backend.edit_role(sim.guild.id, sim.guild.roles["Sorters"].id, {"permissions": 1})
        await sim.settle()
        await crash(world, 60)
        assert roles(world, people.member) == ["Postcards"]
        await earn(world, people.member, "Blue theme")
        assert roles(world, people.member) == ["Sorters"], "it was known as ours, although we died over it"

        may = discord.Permissions(kick_members=True).value
        backend.edit_role(sim.guild.id, sim.guild.roles["Sorters"].id, {"permissions": may})
        await earn(world, people.neighbour, "Light theme")
        await earn(world, people.neighbour, "Grey theme")
        assert roles(world, people.neighbour) == ["Postcards"]
        assert "The role **@Sorters** of a rank can do what nobody" in ours(world, people.queue)[-1]
        backend.edit_role(sim.guild.id, sim.guild.roles["Sorters"].id, {"permissions": 0})
        await sim.settle()
        assert roles(world, people.neighbour) == ["Postcards", "Sorters"], "the first was given by hand"
