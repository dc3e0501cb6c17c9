"""Nobody is left with silence: helpers are told of a question, a few at a time, one takes it, and in the end comes a ticket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from cogs.routing import contact
from tests.conftest import World, said, shown
from tests.journeys.homes import UNKNOWN, configure, forbid, ours, small_home
from tests.journeys.test_crash_matrix import FORM, MINUTE, crash

pytestmark = pytest.mark.usefixtures("no_incidents")

HELPDESK = "🛟 Helpdesk"
CHOICES = {"Quiet hours": "", "Your time zone": ""}


def routed(content: dict[str, Any], **settings: Any) -> None:
    """Questions that nobody answers go to helpers."""
    content["routing"] = {"is_on": True, **settings}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")
    configure(folder, routed)
    return folder


async def help_with(world: World, who: MemberActor, *topics: str, **more: Any) -> str:
    """They say what they help with; all, where it is nothing else."""
    form = await who.slash(world.people.lounge, "helper topics")
    filled = {**CHOICES, "Topics": list(topics), "All questions": not topics, **more}
    return said(await world.sim.submit(who, form, filled))


def line(world: World, who: MemberActor) -> str:
    """What stands in the helpdesk, as somebody who was told reads it; empty where nothing does."""
    desks = [one for one in world.sim.visible_threads(who) if one.name == HELPDESK]
    found = [shown(one) for desk in desks for one in world.sim.messages(desk, who) if one.content]
    assert len(found) < 2, "there is one line for a question"
    return next(iter(found), "")


def hide(world: World, channel: ChannelHandle, who: MemberActor) -> Callable[[], None]:
    """They do not see the channel; what is returned shows it to them again."""
    backend, hidden = world.sim.env.backend, discord.Permissions(view_channel=True).value
    backend.set_overwrite(channel.id, Overwrite(who.id, OverwriteType.MEMBER, 0, hidden))
    return lambda: backend.set_overwrite(channel.id, Overwrite(who.id, OverwriteType.MEMBER, hidden, 0))


def desk(world: World) -> ChannelHandle:
    return world.sim.thread_named(HELPDESK)


async def test_a_question_goes_to_helpers_who_take_it_and_answer(world: World) -> None:
    people, sim = world.people, world.sim
    assert "You have not said yet that you help" in said(await people.neighbour.slash(people.lounge, "helpdesk"))
    assert "Please choose a topic" in await help_with(world, people.neighbour, **{"All questions": False})
    assert "hours `at night`" in await help_with(world, people.neighbour, **{"Quiet hours": "at night"})
    assert "Thank you!" in await help_with(world, people.neighbour)
    await help_with(world, people.member, "Mail", **{"Quiet hours": "0-23"})
    shown_again = said(await people.member.slash(people.lounge, "helper show"))
    assert shown_again == "Your topics: Mail\nYour quiet hours: 0:00 to 23:00 (Europe/Berlin)"
    await help_with(world, people.newcomer)
    assert "until you say `/helper resume`" in said(await people.newcomer.slash(people.lounge, "helper pause"))
    await people.customer.send(people.help, UNKNOWN)
    question = world.last(people.help)
    await sim.advance(61)
    await people.customer.send(people.help, "haha nice one everybody")
    await sim.advance(8 * MINUTE)
    assert line(world, people.neighbour) == ""
    await sim.advance(2 * MINUTE)
    assert question.jump_url in line(world, people.neighbour)
    assert f"{people.neighbour.mention}: can one of you answer?" in line(world, people.neighbour)
    assert line(world, people.newcomer) == ""
    assert line(world, people.member) == ""

    listed = await people.neighbour.slash(people.lounge, "helpdesk")
    assert f"· {question.jump_url}\n`{UNKNOWN}`" in said(listed)
    assert listed.response is not None
    own = await people.customer.slash(people.lounge, "helpdesk")
    assert "You have not said yet" in said(own)
    taken = await sim.click(people.neighbour, listed.response, "1: I take it")
    assert "It is yours until <t:" in said(taken)
    assert f"🙋 {people.neighbour.mention} answers it" in line(world, people.neighbour)
    await people.newcomer.slash(people.lounge, "helper resume")
    listed = await people.newcomer.slash(people.lounge, "helpdesk")
    assert f"🙋 {people.neighbour.mention} answers it" in said(listed)
    told = sim.messages(desk(world), people.neighbour)[-1]
    assert "answers it, until" in said(await sim.click(people.staff, told, "I take it"))
    assert "You have not taken" in said(await sim.click(people.staff, told, "I cannot answer it"))
    await sim.advance(25 * MINUTE)
    assert line(world, people.newcomer) == "", "while somebody has it, nobody else is told"
    assert "It waits for others again" in said(await sim.click(people.neighbour, told, "I cannot answer it"))
    assert people.newcomer.mention in line(world, people.newcomer)

    listed = await people.newcomer.slash(people.lounge, "helpdesk")
    assert listed.response is not None
    await sim.click(people.newcomer, listed.response, "1: I take it")
    await people.newcomer.send(people.help, "Three lemons and half a pound of butter", reply_to=question)
    assert line(world, people.newcomer) == "", "it is answered"
    assert said(await people.newcomer.slash(people.lounge, "helpdesk")).endswith("can read. 🎉")
    assert said(await sim.click(people.newcomer, listed.response, "1: I take it")).startswith("Nobody waits")
    assert said(await people.newcomer.slash(people.lounge, "helper stop")).startswith(
        "You are told of nothing any"
    )


async def test_what_somebody_had_taken_who_erases_what_is_kept_of_them_is_free_at_once(world: World) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.neighbour)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(11 * MINUTE)
    listed = await people.neighbour.slash(people.lounge, "helpdesk")
    assert listed.response is not None
    await sim.click(people.neighbour, listed.response, "1: I take it")
    await sim.advance(15 * MINUTE)
    await help_with(world, people.newcomer)

    opened = await people.neighbour.slash(people.lounge, "privacy")
    assert opened.response is not None
    await sim.click(people.neighbour, opened.response, "Erase it …")
    asked = shown(opened.response.message)
    gone, _, stays = asked.partition("What stays:")
    assert "what you help with, your pauses, and what you have taken of the helpdesk" in gone
    assert "whether you are named" in stays
    await sim.click(people.neighbour, opened.response, "Erase it for good")
    await sim.settle()
    assert people.neighbour.mention not in line(world, people.neighbour)
    assert "You have not said yet" in said(await people.neighbour.slash(people.lounge, "helpdesk"))
    await sim.advance(6 * MINUTE)
    assert f"{people.newcomer.mention}: can one of you answer?" in line(world, people.newcomer)


async def test_who_is_answered_by_nobody_is_offered_a_ticket_once_over_restarts(world: World) -> None:
    people, sim = world.people, world.sim
    for who in (people.neighbour, people.newcomer, people.member, people.helper):
        await help_with(world, who)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(61)
    await people.customer.send(people.help, "is there really nobody who has a cake?")
    await sim.advance(61)
    question = sim.messages(people.help)[0]
    await crash(world, 10 * MINUTE)
    first = line(world, people.neighbour)
    assert first.count("<@") == 3, "three of four helpers, and not the asker, whom not all may see"
    await crash(world, MINUTE)
    assert line(world, people.neighbour) == first
    await sim.advance(20 * MINUTE)
    assert line(world, people.neighbour).count("<@") == 4
    await crash(world, 20 * MINUTE)
    await sim.advance(30 * MINUTE)
    assert "a ticket was offered" not in line(world, people.neighbour)
    await sim.advance(15 * MINUTE)
    offered = world.last(people.help)
    assert shown(offered).startswith(f"{people.customer.mention}, nobody has answered you yet.")
    assert offered.reference is not None
    assert offered.reference.message_id == question.id
    assert "a ticket was offered" in line(world, people.neighbour)
    await crash(world, MINUTE)
    await sim.advance(60 * MINUTE)
    assert len(ours(world, people.help)) == 1
    form = await sim.click(people.customer, offered, "Billing")
    assert form.modal is not None
    assert UNKNOWN in str(form.modal)
    sent = await sim.submit(people.customer, form, FORM)
    await world.insist(people.customer, sent)
    assert line(world, people.neighbour) == "", "staff have it now"


async def test_that_something_helped_takes_back_that_nobody_has_answered(world: World) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.helper)
    question = await people.customer.send(people.help, f"{UNKNOWN} without eggs")
    await sim.advance(5)
    answer = await people.helper.send(people.help, "Take apple sauce instead", reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)
    await sim.advance(2 * MINUTE)
    await people.neighbour.send(people.help, "anybody have recipes for a lemon cake without eggs?")
    await sim.advance(5)
    pointer = world.last(people.help)
    await sim.advance(95 * MINUTE)
    assert "waits for an answer" in line(world, people.helper)
    assert "nobody has answered you yet" in shown(world.last(people.help))
    await sim.click(people.neighbour, pointer, "That helped")
    assert line(world, people.helper) == ""
    assert not [one for one in ours(world, people.help) if "nobody has answered" in one]


async def test_whoever_asks_again_or_has_a_ticket_calls_nobody_a_second_time(world: World) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.neighbour)
    for round in range(3):
        await people.customer.send(people.help, UNKNOWN)
        question = world.last(people.help)
        await sim.advance(11 * MINUTE)
        assert bool(line(world, people.neighbour)) is (round == 0)
        await people.customer.delete(question)
        assert line(world, people.neighbour) == ""
    await people.customer.send(people.help, "why is the dough so hard?")
    await sim.advance(2 * MINUTE)
    await world.open_ticket()
    await sim.advance(100 * MINUTE)
    assert line(world, people.neighbour) == "", "staff look after them"
    assert ours(world, people.help) == []


async def test_nobody_is_told_of_what_is_answered_gone_stale_or_hidden_from_them(world: World) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.neighbour)
    back = hide(world, people.help, people.neighbour)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(11 * MINUTE)
    assert line(world, people.neighbour) == "", "they cannot read it"
    assert said(await people.neighbour.slash(people.lounge, "helpdesk")).endswith("can read. 🎉")
    back()
    assert UNKNOWN in said(await people.neighbour.slash(people.lounge, "helpdesk"))
    await people.member.send(people.help, "three lemons and half a pound of butter")
    await sim.advance(20 * MINUTE)
    assert line(world, people.neighbour) == "", "somebody has answered without a reply"

    back = forbid(world, people.tickets, create_private_threads=True)
    post = await sim.post(people.customer, people.forum, "The oven", "It stays cold")
    await sim.advance(11 * MINUTE)
    assert "Create Private Threads" in said(await people.administrator.slash(people.lounge, "setup"))
    assert line(world, people.neighbour) == ""
    back()
    await sim.advance(MINUTE)
    assert str(post.id) in line(world, people.neighbour)
    await people.member.send(post, "me too")
    assert str(post.id) in line(world, people.neighbour)
    await people.member.send(post, "Press the red button until the lamp goes out")
    assert line(world, people.neighbour) == ""

    await people.customer.send(people.help, "why is the dough so hard?")
    question = world.last(people.help)
    await sim.advance(11 * MINUTE)
    assert question.jump_url in line(world, people.neighbour)
    await people.customer.delete(question)
    assert line(world, people.neighbour) == ""

    await people.member.send(people.help, "has somebody seen my whisk?")
    await sim.advance(11 * MINUTE)
    assert "waits for an answer" in line(world, people.neighbour)
    del sim.env.backend.get_guild(sim.guild.id).members[people.member.id]
    await sim.advance(20 * MINUTE)
    assert line(world, people.neighbour) == "", "who asked has left"

    await sim.archive(desk(world))
    await people.customer.send(people.help, "why is the cake so flat?")
    await sim.advance(2)
    await crash(world, 24 * 60 * MINUTE)
    assert line(world, people.neighbour) == "", "nobody is told of what is a day old"
    assert "why is the cake so flat?" in said(await people.neighbour.slash(people.lounge, "helpdesk"))
    assert ours(world, people.help) == []


@pytest.mark.parametrize("how", ["taken back", "deleted"])
async def test_a_question_that_is_open_again_goes_to_helpers_again(world: World, how: str) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.neighbour)
    question = await people.customer.send(people.help, UNKNOWN)
    await sim.advance(11 * MINUTE)
    assert question.jump_url in line(world, people.neighbour)
    answer = await people.helper.send(people.help, "Three lemons and half a pound of butter", reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)
    await sim.advance(5 * MINUTE)
    assert line(world, people.neighbour) == ""
    thanks = next(one for one in sim.messages(people.help) if "accepted" in one.content)
    if how == "deleted":
        sim.env.backend.delete_message(people.help.id, answer.id)
    else:
        await sim.click(people.customer, thanks, "Not solved after all")
    await sim.advance(9 * MINUTE)
    assert line(world, people.neighbour) == ""
    await sim.advance(2 * MINUTE)
    assert f"{people.neighbour.mention}: can one of you answer?" in line(world, people.neighbour)
    assert UNKNOWN in said(await people.neighbour.slash(people.lounge, "helpdesk"))
    await sim.advance(90 * MINUTE)
    assert world.texts(people.help).count("your question is still open. Shall our team look at it?") == 1
    await people.helper.send(people.help, "And an hour in the oven", reply_to=question)
    assert line(world, people.neighbour) == ""


@pytest.mark.parametrize("is_reply", [True, False])
async def test_a_question_whose_only_answer_is_deleted_goes_to_helpers(world: World, is_reply: bool) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    await help_with(world, people.neighbour)
    question = await people.customer.send(people.help, UNKNOWN)
    await sim.advance(MINUTE)
    to = {"reply_to": question} if is_reply else {}
    first = await people.helper.send(people.help, "Three lemons and half a pound of butter", **to)
    second = await people.member.send(people.help, "And an hour in the oven", reply_to=question)
    await sim.advance(15 * MINUTE)
    backend.delete_message(people.help.id, second.id)
    await sim.advance(30 * MINUTE)
    assert line(world, people.neighbour) == "", "there is another answer"
    backend.delete_message(people.help.id, first.id)
    await sim.advance(9 * MINUTE)
    assert line(world, people.neighbour) == ""
    await sim.advance(2 * MINUTE)
    assert question.jump_url in line(world, people.neighbour)
    await people.helper.send(people.help, "Three lemons and half a pound of butter", reply_to=question)
    assert line(world, people.neighbour) == ""


async def test_the_line_and_the_offer_wait_for_each_other_as_little_as_helpers_for_a_pause(world: World) -> None:
    people, sim = world.people, world.sim
    for who in (people.neighbour, people.newcomer, people.member, people.helper):
        await help_with(world, who)
    back = forbid(world, people.tickets, create_private_threads=True)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(11 * MINUTE)
    assert "Create Private Threads" in said(await people.administrator.slash(people.lounge, "setup"))
    await people.neighbour.slash(people.lounge, "helper stop")
    await people.newcomer.slash(people.lounge, "helper pause")
    await help_with(world, people.member, **{"Quiet hours": "0-23"})
    await sim.advance(90 * MINUTE)
    assert len(ours(world, people.help)) == 1, "a ticket is offered, whatever keeps the line"
    back()
    await sim.advance(MINUTE)
    assert f"{people.helper.mention}: can one of you answer?" in line(world, people.helper)
    assert line(world, people.helper).count("<@") == 1, "who helps now"

    back = forbid(world, people.help, send_messages=True)
    await people.customer.send(people.help, "why is the dough so hard?")
    question = world.last(people.help)
    await sim.advance(95 * MINUTE)
    assert len(ours(world, people.help)) == 1
    await people.helper.send(people.help, "Three lemons and half a pound", reply_to=question)
    assert line(world, people.helper).count(question.jump_url) == 0, "an offer that cannot be made keeps nothing"
    back()


async def test_who_takes_it_again_and_again_and_a_bot_that_is_away_keep_nobody_from_a_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    for who in (people.neighbour, people.newcomer):
        await help_with(world, who)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(11 * MINUTE)
    told = sim.messages(desk(world), people.neighbour)[-1]
    assert "It is yours until" in said(await sim.click(people.neighbour, told, "I take it"))
    await sim.advance(31 * MINUTE)
    told = sim.messages(desk(world), people.newcomer)[-1]
    assert "You have taken this question before" in said(await sim.click(people.neighbour, told, "I take it"))
    await sim.advance(45 * MINUTE)
    assert "It is yours until" in said(await sim.click(people.newcomer, told, "I take it"))
    await sim.advance(5 * MINUTE)
    (offered,) = ours(world, people.help)
    assert "nobody has answered you yet" in offered

    await people.customer.send(people.lounge, "thanks for that, all of you")
    post = await sim.post(people.member, people.forum, "The oven", "It stays cold")
    await sim.advance(2)
    await crash(world, 7 * 60 * MINUTE)
    await sim.advance(MINUTE)
    (offered,) = ours(world, post)
    assert "and I ask you late" in offered


async def test_what_was_offered_a_ticket_is_looked_at_until_somebody_answers(world: World) -> None:
    people, sim = world.people, world.sim
    await help_with(world, people.neighbour)
    post = await sim.post(people.customer, people.forum, "The oven", "It stays cold")
    await sim.advance(95 * MINUTE)
    assert "a ticket was offered" in line(world, people.neighbour)
    sim.env.backend.delete_channel(post.id)
    await sim.advance(61 * MINUTE)
    assert line(world, people.neighbour) == "", "its post is gone"
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(95 * MINUTE)
    assert "a ticket was offered" in line(world, people.neighbour)
    await people.member.send(people.help, "three lemons and half a pound of butter")
    assert said(await people.neighbour.slash(people.lounge, "helpdesk")).endswith("can read. 🎉")
    assert line(world, people.neighbour) == "", "whoever opens the list has it looked at"


async def test_who_left_or_cannot_read_keeps_nobody_else_from_being_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    monkeypatch.setattr(contact, "ASKED_FOR", 1)
    for who in (people.neighbour, people.newcomer):
        await help_with(world, who)
    sim.env.backend.remove_member(sim.guild.id, min(people.neighbour.id, people.newcomer.id))
    hidden, last = sorted((people.neighbour, people.newcomer), key=lambda one: one.id)[1], people.member
    back = hide(world, people.tickets, hidden)
    assert "You do not see the channel of tickets" in await help_with(world, hidden)
    assert "You do not see the channel of tickets" in said(await hidden.slash(people.lounge, "helper show"))
    await help_with(world, last)
    await people.customer.send(people.help, UNKNOWN)
    await sim.advance(61 * MINUTE)
    assert last.mention in line(world, last), "one was asked at each of three times, each time another"
    back()
    assert "You do not see" not in said(await hidden.slash(people.lounge, "helper show"))
