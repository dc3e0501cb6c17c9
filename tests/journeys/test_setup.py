"""What an administrator sees of `/setup`."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, forbid, staff_have_it_at_once, tags


@pytest.fixture
def home(home: Path) -> Path:
    configure(home, staff_have_it_at_once)
    return home


async def test_a_bare_server_is_filled_on_confirmation_and_works_at_once(bare_world: World) -> None:
    world, people, sim = bare_world, bare_world.people, bare_world.sim
    found = await people.administrator.slash(people.lounge, "setup")
    for missing in ("#help", "#get-support", "#staff-queue", "Role **Support**", "Role **Trusted Helper**"):
        assert missing in said(found)
    assert found.ephemeral
    assert found.response is not None
    done = await sim.click(people.administrator, found.response, "Create what is missing")
    assert "Everything is in place" in said(done)
    channels = sim.guild.channels
    forum = sim.bot.get_channel(channels["ask-the-community"].id)
    assert isinstance(forum, discord.ForumChannel)
    assert {tag.name for tag in forum.available_tags} == {"Solved", "Needs human"}
    roles = {role.name: role.mentionable for role in sim.bot.guilds[0].roles}
    assert (roles["Trusted Helper"], roles["Support"], roles["Engineering"]) == (True, True, True)
    panel = world.last(channels["get-support"])
    assert "Larkmail: get help from staff" in shown(panel)

    await people.customer.send(channels["help"], "how do i set up spf")
    assert "SPF" in shown(world.last(channels["help"]))
    modal = await sim.click(people.customer, panel, "Feature request")
    labels = [field.label for field in sim.open_modal_values(modal) if field.kind == "text_input"]
    await sim.submit(people.customer, modal, dict.fromkeys(labels, "Folders, please"))
    assert "#1" in shown(world.last(channels["staff-queue"]))
    assert "staff-queue" not in _visible_to(world, people.customer.id)
    sim.env.backend.get_guild(sim.guild.id).members[people.staff.id].role_ids.append(sim.guild.roles["Support"].id)
    assert "staff-queue" in _visible_to(world, people.staff.id)
    assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))


async def test_setting_up_twice_refreshes_the_panel_and_makes_no_second(world: World) -> None:
    people, sim = world.people, world.sim
    for _ in range(2):
        found = await people.administrator.slash(people.lounge, "setup")
        assert "Everything is in place" in said(found)
        assert found.response is not None
        await sim.click(people.administrator, found.response, "Post or refresh the panel")
    assert len(sim.messages(people.tickets)) == 1


async def test_a_panel_whose_receipt_was_lost_is_adopted(world: World) -> None:
    people, sim = world.people, world.sim
    found = await people.administrator.slash(people.lounge, "setup")
    assert found.response is not None
    await sim.click(people.administrator, found.response, "Post or refresh the panel")
    await sim.restart()
    (world.home / "data" / "signpost.db").unlink()
    await sim.restart()
    found = await people.administrator.slash(people.lounge, "setup")
    assert found.response is not None
    await sim.click(people.administrator, found.response, "Post or refresh the panel")
    assert len(sim.messages(people.tickets)) == 1


async def test_customers_cannot_set_the_bot_up(world: World) -> None:
    people = world.people
    assert "setup" not in people.customer.available_commands(people.lounge)
    found = await people.administrator.slash(people.lounge, "setup")
    assert "setup" in people.administrator.available_commands(people.lounge)
    assert found.ephemeral


async def test_a_missing_permission_is_named_with_its_channel(world: World) -> None:
    people, sim = world.people, world.sim
    own = sim.bot.user
    assert own is not None
    from simcord.backend.models import Overwrite
    from simcord.enums import OverwriteType

    sim.env.backend.set_overwrite(
        people.help.id,
        Overwrite(own.id, OverwriteType.MEMBER, allow=0, deny=discord.Permissions(embed_links=True).value),
    )
    await sim.settle()
    assert "In **#help** I lack: Embed Links." in said(await people.administrator.slash(people.lounge, "setup"))


def _visible_to(world: World, member_id: int) -> set[str]:
    from simcord.backend.access import channel_accessible

    return {
        name
        for name, channel in world.sim.guild.channels.items()
        if channel_accessible(world.sim.env.backend, channel.id, member_id)
    }


async def test_a_category_of_the_same_name_does_not_hide_the_channel(world: World) -> None:
    people, sim = world.people, world.sim
    for name in ("get-support", "help"):
        sim.guild.create_category(name)
    await sim.restart()
    assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))
    await people.customer.send(people.help, "how do i set up spf")
    assert "SPF" in shown(world.last(people.help))


async def test_tags_are_added_to_those_that_a_forum_has(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Billing", "Solved")
    found = await people.administrator.slash(people.lounge, "setup")
    assert "In the forum **#ask-the-community** a tag is missing: Needs human." in said(found)
    assert found.response is not None
    done = await sim.click(people.administrator, found.response, "Create what is missing")
    assert "Everything is in place" in said(done)
    forum = sim.bot.get_channel(people.forum.id)
    assert isinstance(forum, discord.ForumChannel)
    assert [tag.name for tag in forum.available_tags] == ["Billing", "Solved", "Needs human"]


async def test_helpers_whom_nobody_may_mention_are_named_until_somebody_changes_that(world: World) -> None:
    people, sim = world.people, world.sim
    helpers = sim.guild.roles["Trusted Helper"]
    sim.env.backend.edit_role(sim.guild.id, helpers.id, {"mentionable": False})
    forbid(world, people.help, mention_everyone=True)
    await sim.settle()
    found = said(await people.administrator.slash(people.lounge, "setup"))
    assert "The role **Trusted Helper** hears nothing when the community is asked" in found
    sim.env.backend.edit_role(sim.guild.id, helpers.id, {"mentionable": True})
    await sim.settle()
    assert "Everything is in place" in said(await people.administrator.slash(people.lounge, "setup"))
