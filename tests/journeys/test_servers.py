"""Servers that nobody named: the bot is silent there, answers with one line, and its own server notices nothing."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.simulated.community import Community, build
from cogs.knowledge.entries import ShareButton
from cogs.ui.controls import view
from tests.conftest import World, live, said
from tests.journeys.homes import KNOWLEDGE, SPF, SPF_ANSWER, configure, ours, response, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

LINE = "I do not serve this server."


@dataclass(frozen=True)
class Two:
    """The world, and a second server that has everything and everybody that the first has."""

    world: World
    elsewhere: Community


@asynccontextmanager
async def two_servers(home: Path, *, named: bool) -> AsyncIterator[Two]:
    """Somebody has invited the bot to a second server; the operator has named the first, or none."""
    async with live(home) as world:
        elsewhere = build(world.sim, world.config)
        await world.sim.settle()
        if named:
            configure(home, lambda content: content["discord"].update(servers=[world.sim.guild.id]))
        await world.sim.restart()
        yield Two(world, elsewhere)


async def test_elsewhere_the_bot_is_silent_and_answers_commands_with_one_line(tmp_path: Path) -> None:
    async with two_servers(small_home(tmp_path / "home"), named=True) as two:
        world, people, there = two.world, two.world.people, two.elsewhere
        await there.customer.send(there.help, SPF)
        await there.customer.send(there.help, f"<@{world.sim.env.backend.bot_user.id}> {SPF}")
        assert ours(world, there.help) == []
        for command in ("setup", "queue", "ticket open", "faq drafts", "leaderboard"):
            reply = await there.administrator.slash(there.lounge, command)
            assert LINE in said(reply), command
            assert str(there.lounge.guild.id) in said(reply)
            assert reply.ephemeral
        assert world.sim.messages(there.tickets) == []
        assert await there.customer.autocomplete(there.lounge, "faq search", "question", "sp") == []
        assert await people.customer.autocomplete(people.lounge, "faq search", "question", "sp") != []
        await people.customer.send(people.help, SPF)
        assert SPF_ANSWER in ours(world, people.help)[-1]


async def test_elsewhere_an_old_button_and_an_open_form_say_the_same_line(tmp_path: Path) -> None:
    home = small_home(tmp_path / "home")
    async with two_servers(home, named=True) as two:
        sim, there = two.world.sim, two.elsewhere
        configure(home, lambda content: content["discord"].update(servers=[there.lounge.guild.id]))
        await sim.restart()
        chosen = await there.customer.slash(there.lounge, "ticket open")
        form = await sim.click(there.customer, response(chosen), "Feature request")
        await sim.bot.get_channel(there.lounge.id).send(view=view(ShareButton("spf", label="Larkmail")))  # type: ignore[union-attr]
        button = sim.messages(there.lounge)[-1]
        bot = sim.bot
        servers = bot.config.discord.servers  # type: ignore[attr-defined]
        servers[:] = [sim.guild.id]  # as if the operator had written another and the form had stayed open
        filled = {field.label: "An invoice" for field in sim.open_modal_values(form) if field.kind == "text_input"}
        assert LINE in said(await sim.submit(there.customer, form, filled))
        assert LINE in said(await sim.click(there.customer, button, "Larkmail"))
        assert two.world.texts(there.queue) == ""


async def test_in_several_servers_without_a_name_none_is_served_and_the_log_says_which_to_write(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with two_servers(small_home(tmp_path / "home"), named=False) as two:
        world, people, there = two.world, two.world.people, two.elsewhere
        for community in (people, there):
            await community.customer.send(community.help, SPF)
            assert ours(world, community.help) == []
            assert LINE in said(await community.administrator.slash(community.lounge, "setup"))
        (line,) = {record.getMessage() for record in caplog.records if "it serves none" in record.getMessage()}
        for guild in (people.lounge.guild, there.lounge.guild):
            assert str(guild.id) in line


async def test_what_staff_are_reminded_of_goes_only_to_servers_that_are_served(tmp_path: Path) -> None:
    due = KNOWLEDGE.replace(
        "    ticket_type: feature\n", "    review_by: 2001-01-01\n    ticket_type: feature\n", 1
    )
    async with two_servers(small_home(tmp_path / "home", knowledge=due), named=True) as two:
        world, people, there = two.world, two.world.people, two.elsewhere
        await world.sim.advance(timedelta(days=2).total_seconds())
        assert any("mail.yaml" in text for text in ours(world, people.queue))
        assert ours(world, there.queue) == []
