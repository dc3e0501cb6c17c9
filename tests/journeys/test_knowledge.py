"""Staff write what they know into one channel: it becomes an entry by one press, and so does what they edit there."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from cogs.drafts import forms
from tests.conftest import World, said, shown
from tests.journeys.homes import configure, forbid, ours, small_home
from tests.journeys.test_authoring import card, filled

pytestmark = pytest.mark.usefixtures("no_incidents")

POST = "## Is there a dark mode?\nUnder **Settings**.\n\nPress *Night*."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")
    configure(folder, lambda content: content["channels"].update(knowledge="good-answers"))
    return folder


async def knowledge(world: World) -> ChannelHandle:
    """The channel, which is found once it is there."""
    channel = world.sim.guild.create_text_channel("good-answers")
    await world.sim.settle()
    return channel


def line(world: World, channel: ChannelHandle) -> discord.Message:
    own = world.sim.bot.user
    return [one for one in world.sim.messages(channel) if one.author == own][-1]


async def test_a_post_becomes_an_entry_and_its_edit_a_change_of_it(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    post = await people.staff.send(channel, POST)
    assert shown(line(world, channel)) == "Is this for the FAQ?\n[Make FAQ draft]"
    modal = await world.sim.click(people.helper, line(world, channel), "Make FAQ draft")
    form = filled(modal)
    assert (form["Category"], form["Title"]) == ("Mail", "Is there a dark mode?")
    assert form["Answer"] == "Under **Settings**.\n\nPress *Night*."
    phrasings = "is there a dark mode\nmake the screen black"
    await world.sim.submit(people.helper, modal, {**form, "Phrasings": phrasings, "Keywords": ""})
    assert shown(line(world, channel)) == "The draft of this waits for staff."
    assert f"/{post.id} by {people.staff.mention}" in shown(card(world))

    await people.staff.edit(post, POST.replace("Settings", "Options"))
    assert "still says what it said before it was edited.\n[Change the draft]" in shown(line(world, channel))
    modal = await world.sim.click(people.helper, line(world, channel), "Change the draft")
    assert filled(modal)["Phrasings"] == phrasings
    await world.sim.submit(people.helper, modal, {**filled(modal), "Keywords": ""})
    assert "Under **Options**." in shown(card(world))
    await world.sim.click(people.colleague, card(world), "Approve")
    assert shown(line(world, channel)) == "In the FAQ: `Is there a dark mode?`"
    assert len(ours(world, channel)) == 1
    told = shown(world.sim.messages(people.helper.user.dm_channel, people.helper.user)[-1])
    assert f"Thanks to {people.staff.mention}" in told

    await world.sim.restart()
    await world.sim.advance(60)
    await people.staff.edit(post, POST.replace("Settings", "View"))
    assert "in the FAQ still says what this said" in shown(line(world, channel))
    modal = await world.sim.click(people.staff, line(world, channel), "Propose the change")
    refused = await world.sim.submit(people.staff, modal, {**filled(modal), "Keywords": "k" * 41})
    assert refused.response is not None
    modal = await world.sim.click(people.staff, refused.response, "Try again")
    await world.sim.submit(people.staff, modal, {**filled(modal), "Keywords": ""})
    assert "**Changes:** title, phrasings, answer and keywords of `is-there-a-dark-mode`" in shown(card(world))
    await world.sim.click(people.colleague, card(world), "Approve")
    await people.customer.send(people.help, "make the screen black")
    assert "Under **View**." in shown(world.last(people.help))
    assert shown(line(world, channel)) == "In the FAQ: `Is there a dark mode?`"
    await people.staff.delete(post)
    assert ours(world, channel) == []


async def test_only_what_staff_write_there_is_a_post(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "ANSWER_LENGTH", 1500)  # with Nitro one writes more than an answer holds
    people, channel = world.people, await knowledge(world)
    await people.helper.send(channel, POST)
    await people.staff.send(people.lounge, POST)
    assert ours(world, channel) + ours(world, people.lounge) == []
    post = await people.staff.send(channel, "x" * 1600)
    await people.colleague.send(channel, "Well said!", reply_to=post)
    assert len(ours(world, channel)) == 1
    refused = await world.sim.click(people.customer, line(world, channel), "Make FAQ draft")
    assert said(refused).startswith("Only staff and helpers can propose an entry")
    modal = await world.sim.click(people.staff, line(world, channel), "Make FAQ draft")
    assert modal.modal is not None
    assert "the last 100 of the message are left out." in str(modal.modal)
    typed = {label: text for label, text in filled(modal).items() if text}
    assert "is proposed" in said(await world.sim.submit(people.staff, modal, typed))


async def test_a_post_that_is_deleted_while_its_line_is_pressed_is_said_to_be_gone(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    post = await people.staff.send(channel, POST)
    world.sim.fail_next("GET", f"/channels/{channel.id}/messages/{post.id}", status=404, code=10008)
    reply = await world.sim.click(people.staff, line(world, channel), "Make FAQ draft")
    assert said(reply) == "This post is gone, so I cannot make a draft of it."


async def test_where_the_bot_may_not_write_staff_hear_of_it_and_the_line_comes_later(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    allow = forbid(world, channel, send_messages=True)
    await people.staff.send(channel, POST)
    await world.sim.settle()
    assert ours(world, channel) == []
    assert "#good-answers" in world.texts(people.queue)
    assert "#good-answers" in said(await people.administrator.slash(people.queue, "setup"))
    allow()
    await world.sim.settle()
    assert len(ours(world, channel)) == 1
