"""What each person is told they can do, and which commands Discord shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from cogs.help.audiences import COMMANDS, MENUS, Audience, names_in
from cogs.texts.language import ENGLISH
from tests.conftest import World, live, said
from tests.journeys.homes import configure, small_home


async def test_every_command_and_menu_is_listed_for_one_audience_with_what_it_says_of_itself(world: World) -> None:
    tree = world.sim.bot.tree  # type: ignore[attr-defined]
    registered = {one.qualified_name: one for one in _commands(tree)}
    listed = [(one.name, one.about(ENGLISH)) for one in COMMANDS]
    assert sorted(listed) == sorted((name, one.description) for name, one in registered.items())
    assert sorted(one.name for one in MENUS) == sorted(
        one.name for one in tree.get_commands(type=discord.AppCommandType.message)
    )
    assert not tree.get_commands(type=discord.AppCommandType.user)


async def test_help_tells_each_person_what_they_can_do(world: World) -> None:
    people = world.people
    told = {
        name: await getattr(people, name).slash(people.lounge, "help")
        for name in ("customer", "helper", "staff", "administrator")
    }
    listed = {name: set(re.findall(r"</([^:>]+):\d+>", said(reply))) for name, reply in told.items()}
    everybody = _listed_for(Audience.CUSTOMERS, Audience.COMMUNITY)
    assert listed["customer"] == everybody
    assert listed["helper"] == everybody | _listed_for(Audience.HELPERS)
    assert listed["staff"] == everybody | _listed_for(Audience.HELPERS, Audience.STAFF)
    assert listed["administrator"] == everybody | _listed_for(Audience.ADMINISTRATORS)
    assert all(reply.ephemeral for reply in told.values())
    for door in (people.help, people.forum, people.tickets):
        assert f"<#{door.id}>" in said(told["customer"])
    assert "+15 for an answer" in said(told["customer"])
    assert "Ranks: " in said(told["customer"])

    shown = {name: set(getattr(people, name).available_commands(people.lounge)) for name in told}
    assert {"help", "faq search", "ticket open", "why"} <= shown["customer"]
    assert shown["customer"].isdisjoint({"queue", "report", "setup"})
    assert {"queue", "report"} <= shown["staff"]
    assert {"queue", "report", "setup"} <= shown["administrator"]


async def test_help_knows_the_settings_and_setup_the_roles_that_do_not_see_their_commands(tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["discord"] |= {"message_content": False, "staff_permission": "ban_members"}
        content["channels"].pop("forums")
        content["reputation"].pop("ranks")
        content["tickets"].pop("tiers")
        content["tickets"].pop("macros")
        content["tickets"]["callbacks"] = False

    home = small_home(tmp_path / "home")
    configure(home, change)
    async with live(home) as world:
        people, sim = world.people, world.sim
        told = said(await people.customer.slash(people.lounge, "help"))
        assert f"Ask in <#{people.help.id}>" in told
        assert "mention me with your question, or use </faq search:" in told
        assert "forum" not in told
        assert "post in" not in told
        assert "Ranks: " not in told
        assert "</callback:" not in told
        of_staff = said(await people.staff.slash(people.lounge, "help"))
        assert "</ticket claim:" in of_staff
        for off in ("ticket escalate", "ticket return", "macro"):
            assert f"</{off}:" not in of_staff
        lead = sim.guild.create_role("Leads", permissions=discord.Permissions(manage_guild=True))
        sim.env.backend.get_guild(sim.guild.id).members[people.member.id].role_ids.append(lead.id)
        told = said(await people.member.slash(people.lounge, "help"))
        assert "Administrators use </setup:" in told

        assert "In **" not in said(await people.administrator.slash(people.lounge, "setup"))
        backend, support = sim.env.backend, sim.guild.roles["Support"]
        backend.edit_role(sim.guild.id, support.id, {"permissions": 0})
        await sim.settle()
        found = said(await people.administrator.slash(people.lounge, "setup"))
        assert "The role **Support** lacks Ban Members, so Discord does not show it" in found
        assert "queue" not in people.staff.available_commands(people.lounge)
        backend.edit_role(sim.guild.id, support.id, {"permissions": discord.Permissions(ban_members=True).value})
        await sim.settle()
        assert "Ban Members" not in said(await people.administrator.slash(people.lounge, "setup"))
        assert "queue" in people.staff.available_commands(people.lounge)


def _commands(tree: Any) -> Iterator[app_commands.Command[Any, ..., Any]]:
    for one in tree.walk_commands(type=discord.AppCommandType.chat_input):
        if isinstance(one, app_commands.Command):
            assert names_in(one) == [one.qualified_name]
            yield one


def _listed_for(*audiences: Audience) -> set[str]:
    return {one.name for one in COMMANDS if one.audience in audiences}
