"""Staff write what they know into one channel: it becomes an entry by one press, and so does what they edit there."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle

from cogs.drafts import forms
from tests.conftest import World, said, shown
from tests.journeys.homes import configure, forbid, ours, small_home
from tests.journeys.test_authoring import bot, card, filled
from tests.services import busy

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
    assert "**Changes:** “Answer” of `is-there-a-dark-mode`" in shown(card(world))
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
    assert ours(world, channel) == []


async def test_a_post_that_is_gone_before_its_line_is_sent_gets_none(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    with busy(bot(world).services.posts, "_written"):
        post = await people.staff.send(channel, POST)
    await people.staff.delete(post)
    world.sim.fail_next("POST", f"/channels/{channel.id}/messages", status=400, code=50035)  # so says Discord
    await world.sim.advance(30)
    assert ours(world, channel) == []
    assert "⛔" not in world.texts(people.queue)


async def test_where_the_bot_may_not_read_and_where_discord_is_away_that_is_said(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    post = await people.staff.send(channel, POST)
    allow = forbid(world, channel, read_message_history=True)
    refused = await world.sim.click(people.staff, line(world, channel), "Make FAQ draft")
    assert said(refused).startswith("I am not allowed to read this channel")
    allow()
    world.sim.fail_next("GET", f"/channels/{channel.id}/messages/{post.id}", status=401)
    refused = await world.sim.click(people.staff, line(world, channel), "Make FAQ draft")
    assert said(refused).startswith("Discord itself failed just now")


async def test_the_menu_of_a_post_does_what_its_button_does_and_the_line_knows(world: World) -> None:
    people, channel = world.people, await knowledge(world)
    post = await people.staff.send(channel, POST)
    await world.sim.advance(60)
    await people.staff.edit(post, POST.replace("Settings", "Options"))
    modal = await people.helper.context_menu(channel, "Make FAQ draft", post)
    await world.sim.submit(people.helper, modal, {**filled(modal), "Phrasings": "", "Keywords": ""})
    assert shown(line(world, channel)) == "The draft of this waits for staff."
    await world.sim.click(people.colleague, card(world), "Approve")

    file = world.home / "faq" / "mail.yaml"
    long = [
        f"how do i make my screen number {n} black at night without blinding the people beside me"
        for n in range(50)
    ]
    phrasings = "\n".join(f"      - {one}" for one in long)
    title = "Is there a dark mode?"
    file.write_text(
        file.read_text().replace(title, f'{title}\n    keywords: ["1,000 users"]\n    questions:\n{phrasings}')
    )
    await people.staff.slash(people.queue, "faq reload")
    await world.sim.advance(60)
    await people.staff.edit(post, "## Where is the night mode?\nUnder **View**.")
    modal = await people.helper.context_menu(channel, "Make FAQ draft", post)
    assert "these are more than a form can hold" in str(modal.modal)
    await world.sim.submit(people.helper, modal, filled(modal))
    assert "**Changes:** “Title”, “Answer” of `is-there-a-dark-mode`" in shown(card(world))
    file.write_text(file.read_text().replace("Under **Options**.", "Under **Extras**."))
    doubtful = await world.sim.click(people.colleague, card(world), "Approve")
    assert "somebody has changed the same of `is-there-a-dark-mode` in its file: “Answer”." in said(doubtful)
    assert doubtful.response is not None
    await world.sim.click(people.colleague, doubtful.response, "Approve anyway")
    assert shown(line(world, channel)) == "In the FAQ: `Where is the night mode?`"
    assert all(one in file.read_text() for one in [*long, "1,000 users", "Under **View**."])

    await world.sim.advance(60)
    await people.staff.edit(post, "## Where is the night mode?\nUnder **Else**.")
    modal = await world.sim.click(people.helper, line(world, channel), "Propose the change")
    await world.sim.submit(people.helper, modal, filled(modal))
    modal = await world.sim.click(people.colleague, card(world), "Reject")
    await world.sim.submit(people.colleague, modal, {})
    modal = await world.sim.click(people.helper, line(world, channel), "Propose the change")
    same = await world.sim.submit(people.helper, modal, {**filled(modal), "Answer": "Under **View**."})
    assert said(same).startswith("The entry says exactly this already")
    assert shown(line(world, channel)) == "In the FAQ: `Where is the night mode?`"


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
