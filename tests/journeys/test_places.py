"""What config.yaml names is followed: renamed, it is still meant; gone, people are told; a namesake is not taken for it."""

from __future__ import annotations

import logging
from pathlib import Path

import discord
import pytest
from simcord import RoleHandle

from tests.conftest import World, live, said
from tests.journeys.homes import KNOWLEDGE, SPF, SPF_ANSWER, ours, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

OF_STAFF = discord.Permissions(manage_threads=True).value
"""What shows a role staff's commands."""


async def rename(world: World, channel_id: int, name: str) -> None:
    """A moderator renames a channel."""
    world.sim.env.backend.edit_channel(channel_id, {"name": name})
    await world.sim.settle()


def role(world: World, name: str) -> RoleHandle:
    return world.sim.guild.roles[name]


async def test_renamed_channels_and_roles_are_still_meant_also_over_a_restart(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        people, backend, guild = world.people, world.sim.env.backend, world.sim.guild
        await rename(world, people.help.id, "questions")
        backend.edit_role(guild.id, role(world, "Support").id, {"name": "Crew"})
        await world.sim.settle()
        for restarts in (False, True):
            if restarts:
                await rename(world, people.queue.id, "desk")
                await world.sim.restart()
                await world.sim.advance(120)
            await (people.neighbour if restarts else people.customer).send(people.help, SPF)
            assert SPF_ANSWER in ours(world, people.help)[-1]
            assert "Nobody is waiting" in said(await people.staff.slash(people.lounge, "queue"))
            assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))
        await world.open_ticket(type_label="Feature request")
        assert "#1" in ours(world, people.queue)[-1]


async def test_a_role_that_is_made_later_and_is_called_the_same_makes_nobody_staff(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        people, backend, guild = world.people, world.sim.env.backend, world.sim.guild
        namesake = backend.create_role(guild.id, "Support", permissions=OF_STAFF)
        backend.get_guild(guild.id).members[people.member.id].role_ids.append(namesake.id)
        await world.sim.settle()
        assert "Only staff can do this." in said(await people.member.slash(people.lounge, "queue"))
        assert "Nobody is waiting" in said(await people.staff.slash(people.lounge, "queue"))


async def test_a_role_that_is_gone_is_said_to_people_and_in_the_log_and_found_again_by_its_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with live(small_home(tmp_path / "home")) as world:
        people, backend, guild = world.people, world.sim.env.backend, world.sim.guild
        backend.delete_role(guild.id, role(world, "Support").id)
        await world.sim.settle()
        assert "The role **@Support** is missing" in ours(world, people.queue)[-1]
        assert any("@Support of config.yaml is gone" in message for message in caplog.messages)
        assert "Role **Support** is missing" in said(await people.administrator.slash(people.lounge, "setup"))
        made = backend.create_role(guild.id, "Support", permissions=OF_STAFF)
        backend.get_guild(guild.id).members[people.member.id].role_ids.append(made.id)
        await world.sim.settle()
        assert "Nobody is waiting" in said(await people.member.slash(people.lounge, "queue"))
        found = said(await people.administrator.slash(people.lounge, "setup"))
        assert "Role **Support** is missing" not in found
        assert "In **#staff-queue** the role Support lacks: View Channel." in found


async def test_where_another_has_the_name_by_now_setup_and_the_log_at_the_start_say_which_one_is_meant(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with live(small_home(tmp_path / "home")) as world:
        people, backend, guild = world.people, world.sim.env.backend, world.sim.guild
        await rename(world, people.tickets.id, "archive-2026")
        backend.edit_role(guild.id, role(world, "Support").id, {"name": "Crew"})
        guild.create_text_channel("get-support")
        backend.create_role(guild.id, "Support")
        await world.sim.settle()
        found = said(await people.administrator.slash(people.lounge, "setup"))
        assert "In config.yaml **#get-support** means **#archive-2026**, which was renamed" in found
        assert "In config.yaml **Support** means the role **Crew**, which was renamed" in found
        assert "Create what is missing" not in found
        caplog.clear()
        await world.sim.restart()
        told = [message for message in caplog.messages if "which was renamed" in message]
        assert len(told) == 2
        assert all("In config.yaml" in message and "**" not in message for message in told)


async def test_an_entry_for_a_channel_is_for_that_channel_and_for_no_namesake(tmp_path: Path) -> None:
    only = KNOWLEDGE.replace("    ticket_type: feature\n", "    channels: [help]\n    ticket_type: feature\n", 1)
    async with live(small_home(tmp_path / "home", knowledge=only)) as world:
        people = world.people
        mention = f"<@{world.sim.env.backend.bot_user.id}>"
        await rename(world, people.help.id, "questions")
        namesake = world.sim.guild.create_text_channel("help")
        await world.sim.settle()
        await people.customer.send(namesake, f"{mention} {SPF}")
        assert SPF_ANSWER not in "".join(ours(world, namesake))
        await people.customer.send(people.help, f"{mention} {SPF}")
        assert SPF_ANSWER in ours(world, people.help)[-1]
