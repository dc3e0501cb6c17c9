"""Customers say how good the help was, staff read it, and somebody else follows up, as all of them see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle

from bot.errors import DatabaseBusy
from bot.tickets.csat.service import Ratings
from tests.conftest import World, said, shown
from tests.journeys.homes import configure, response, show_staffs_commands, small_home
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_forms import slow
from tests.journeys.test_handover import pings
from tests.journeys.test_merging import ask_too
from tests.journeys.test_ticket_views import ask

pytestmark = pytest.mark.usefixtures("no_incidents")
DAY = 24 * 3600
QUESTION = "How good was the help? Press a number: **1** is bad, **5** is very good."
WHY = "Would you like to say why?"
HOSTILE = "5 stars, **terrible** @everyone # [here](https://evil.test) " + "*" * 900


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")

    def change(content: dict[str, Any]) -> None:
        show_staffs_commands(content)
        content["tickets"]["csat"] = True
        content["roles"]["leads"] = ["Engineering"]

    configure(folder, change)
    return folder


def asked(world: World, thread: ChannelHandle) -> Any:
    """The message that asks."""
    return next(one for one in reversed(world.sim.messages(thread)) if "[5]" in shown(one))


def lines(world: World) -> list[str]:
    """What staff read of low scores in their queue channel."""
    found = [shown(one) for one in world.sim.messages(world.people.queue)]
    return [text for text in found if " of 5** from " in text]


def line(world: World) -> Any:
    return next(one for one in world.sim.messages(world.people.queue) if " of 5** from " in shown(one))


async def resolved(world: World) -> ChannelHandle:
    """The thread of a ticket that Sam had and has resolved."""
    await ask(world)
    thread = world.sim.thread_named("#1 ")
    await world.people.staff.slash(thread, "ticket claim")
    modal = await world.people.staff.slash(thread, "ticket resolve")
    await world.sim.submit(world.people.staff, modal, {})
    return thread


async def test_a_low_score_reaches_somebody_else_and_counts_also_when_the_thread_is_locked(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.staff.slash(thread, "ticket add", member=people.neighbour)
    assert "[5]" not in world.texts(thread)
    await people.staff.slash(thread, "ticket claim")
    modal = await people.staff.slash(thread, "ticket resolve")
    await sim.submit(people.staff, modal, {})
    told = shown(asked(world, thread))
    assert told.count(QUESTION) == 1
    assert told.endswith("[1]\n[2]\n[3]\n[4]\n[5]\n[Reopen]")
    only = "Only the customer of ticket #1 can say how good the help was."
    for other in (people.neighbour, people.staff, people.colleague):
        assert said(await sim.click(other, asked(world, thread), "5")) == only

    before = len(pings(world))
    first = await sim.click(people.customer, asked(world, thread), "2")
    again = await sim.click(people.customer, asked(world, thread), "2")
    assert first.modal is not None
    assert again.modal is not None
    assert first.modal["title"] == "2 of 5 counts, thank you"
    assert "Somebody else of staff will look at it." in str(first.modal)
    handler, customer = people.staff.mention, people.customer.mention
    wanted = f"🔁 **2 of 5** from {customer} for ticket #1. Somebody other than {handler}, who had it, should follow up."
    await sim.settle()
    assert lines(world) == [f"{wanted} {thread.mention}\n[Follow up]"]
    await crash(world, 60)
    thanks = await sim.submit(people.customer, first, {WHY: HOSTILE})
    assert said(thanks) == (
        "Thank you: your **2 of 5** counts, and staff read what you wrote. Somebody who did not handle your ticket will look"
        " at it."
    )
    await sim.settle()
    [text] = lines(world)
    assert text.startswith(f"{wanted} {thread.mention}\n> 5 stars, \\*\\*terrible\\*\\* @everyone # \\[here\\](")
    assert text.count("\\*") == 904
    assert not [one for one in pings(world)[before:] if one["parse"] or one.get("users") or one.get("roles")]
    assert "terrible" not in world.texts(thread)
    assert "of 5" not in world.texts(thread), "guests and whoever had the ticket read there"

    await sim.advance(4 * DAY)
    state = sim.env.backend.get_channel(thread.id).thread_metadata
    assert state is not None
    assert state.locked
    assert state.archived
    assert shown(asked(world, thread)).endswith("[1]\n[2]\n[3]\n[4]\n[5]")
    changed = await sim.click(people.customer, asked(world, thread), "1")
    assert changed.modal is not None
    assert changed.modal["components"][0]["component"]["value"] == HOSTILE.strip()
    assert sim.env.backend.get_channel(thread.id).thread_metadata.locked
    await sim.settle()
    assert f"🔁 **1 of 5** from {customer}" in lines(world)[0]

    refused = said(await sim.click(people.staff, line(world), "Follow up"))
    assert refused.startswith("You had ticket #1 when it was resolved, so somebody else has to follow up on it")
    assert "Low scores" not in said(await people.staff.slash(people.lounge, "my"))
    waits = said(await people.colleague.slash(people.lounge, "my"))
    assert "**Low scores to follow up on**\n" in waits
    assert thread.mention in waits
    mine = await sim.click(people.colleague, line(world), "Follow up")
    assert said(mine) == "You follow up on ticket #1. Press *Done* once that is done."
    assert f"ticket #1: {people.colleague.mention} follows up." in lines(world)[0]
    done = await sim.click(people.colleague, line(world), "Done")
    assert said(done) == "It is noted that somebody has followed up on ticket #1."
    [text] = lines(world)
    assert f"ticket #1: {people.colleague.mention} has followed up." in text
    assert "[" not in text.replace("\\[", "")
    assert said(await people.colleague.slash(people.lounge, "my")).endswith("Nothing waits for you. 🎉")

    shows = said(await people.staff.slash(people.lounge, "ticket show", number=1))
    assert f"😠 **1 of 5** · {customer} · <t:" in shows
    assert "> 5 stars, \\*\\*terrible\\*\\*" in shows
    everyones = said(await people.staff.slash(people.lounge, "report", days=30))
    assert (
        "CSAT: **1.00** of 5, 1 customer\nBilling · **1.00** of 5, 1 customer\nSupport · **1.00** of 5"
        in everyones
    )
    assert "CSAT by who had the ticket" not in everyones
    leads = said(await people.colleague.slash(people.lounge, "report", days=30))
    assert f"CSAT by who had the ticket: {handler} · **1.00** of 5, 1 customer" in leads
    own = said(await people.staff.slash(people.lounge, "my"))
    assert "Your CSAT of the last 30 days: **1.00** of 5, 1 customer" in own

    late = await sim.click(people.customer, asked(world, thread), "2")
    await sim.advance(10 * DAY)
    over = said(await sim.click(people.customer, asked(world, thread), "5"))
    assert over.startswith("This could be answered for 14 days, until <t:")
    lost = said(await sim.submit(people.customer, late, {WHY: "I was away"}))
    assert lost.startswith("This could be answered for 14 days, until <t:")
    assert "I was away" in lost
    assert "**2 of 5**" in said(await people.staff.slash(people.lounge, "ticket show", number=1))


async def test_who_is_content_is_thanked_and_a_ticket_that_opens_again_asks_no_more(world: World) -> None:
    people, sim = world.people, world.sim
    configure(world.home, lambda content: content["roles"].pop("leads"))
    await sim.restart()
    thread = await resolved(world)
    modal = await sim.click(people.customer, asked(world, thread), "5")
    assert "Somebody else of staff" not in str(modal.modal)
    thanks = await sim.submit(people.customer, modal, {WHY: " \u200b "})
    assert said(thanks) == "Thank you: your **5 of 5** counts."
    assert lines(world) == []
    await sim.advance(61)
    everyones = said(await people.colleague.slash(people.lounge, "report"))
    assert "CSAT: **5.00** of 5, 1 customer" in everyones
    assert "CSAT by who" not in everyones
    engineering = next(role for role in sim.guild.roles.values() if role.name == "Engineering")
    may = discord.Permissions(manage_guild=True).value
    sim.env.backend.edit_role(sim.guild.id, engineering.id, {"permissions": may})
    await sim.settle()
    assert "CSAT by who had the ticket" in said(await people.colleague.slash(people.lounge, "report"))
    await people.customer.slash(thread, "ticket reopen")
    await sim.settle()
    assert "[5]" not in world.texts(thread)
    closed = await people.customer.slash(thread, "ticket close")
    await sim.submit(people.customer, closed, {})
    await sim.settle()
    assert "[5]" not in world.texts(thread), "of what was withdrawn nobody says that it was solved"


async def test_whose_ticket_went_on_in_another_answers_for_their_own(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await ask_too(world, people.newcomer)
    thread = sim.thread_named("#1 ")
    await people.staff.slash(people.lounge, "ticket merge", number=2, into=1)
    assert "[5]" not in world.texts(sim.thread_named("#2 "))
    await people.customer.slash(thread, "ticket resolve")
    assert f"{people.newcomer.mention}: you too, please, for your own ticket." in shown(asked(world, thread))
    assert (await sim.click(people.customer, asked(world, thread), "4")).modal is not None
    assert (await sim.click(people.newcomer, asked(world, thread), "1")).modal is not None
    await sim.settle()
    [text] = lines(world)
    assert (
        f"🔁 **1 of 5** from {people.newcomer.mention} for ticket #2. Somebody should follow up. {thread.mention}"
        in text
    )
    shows = said(await people.staff.slash(people.lounge, "ticket show", number=2))
    assert f"😠 **1 of 5** · {people.newcomer.mention}" in shows
    assert "4 of 5" not in shows


async def test_a_comment_that_could_not_be_kept_comes_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people, sim = world.people, world.sim
    thread = await resolved(world)
    modal = await sim.click(people.customer, asked(world, thread), "4")
    bot: Any = sim.bot

    async def busy(*_: object, **__: object) -> None:
        raise DatabaseBusy

    with monkeypatch.context() as patch:
        patch.setattr(bot.services.ratings, "comment", busy)
        refused = await sim.submit(people.customer, modal, {WHY: "It took a week"})
    assert "It took a week" in said(refused)
    again = await sim.click(people.customer, response(refused), "Try again")
    assert again.modal is not None
    assert again.modal["title"] == "4 of 5 counts, thank you"
    assert again.modal["components"][0]["component"]["value"] == "It took a week"
    assert "staff read what you wrote" in said(await sim.submit(people.customer, again, {WHY: "It took a week"}))


async def test_a_press_that_takes_long_counts_although_no_form_can_be_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await resolved(world)
    with monkeypatch.context() as patch:
        slow(patch, Ratings, "rate")
        late = await world.sim.click(world.people.customer, asked(world, thread), "2")
        await world.sim.advance(20)
    assert late.modal is None
    assert said(late) == (
        "Thank you: your **2 of 5** counts. Somebody who did not handle your ticket will look at it. To say why, press the"
        " number again."
    )
    assert len(lines(world)) == 1


async def test_what_was_said_of_a_ticket_goes_with_it_where_others_read(world: World) -> None:
    people, sim = world.people, world.sim

    def change(content: dict[str, Any]) -> None:
        next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature")["queue"] = "lounge"

    configure(world.home, change)
    await sim.restart()
    thread = await resolved(world)
    modal = await sim.click(people.customer, asked(world, thread), "1")
    await sim.submit(people.customer, modal, {WHY: "It took a week"})
    await people.staff.slash(thread, "ticket reopen")
    moved = await people.staff.slash(thread, "ticket move", type="feature")
    await sim.submit(people.staff, moved, {"What would you like to be able to do?": "Folders"})
    await sim.settle()
    assert lines(world) == []
    assert "It took a week" not in world.texts(people.queue)
    assert world.texts(people.lounge).count("**1 of 5** from") == 1
    assert "> It took a week" in world.texts(people.lounge)
