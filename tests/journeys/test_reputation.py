"""What helpers see of reputation."""

from __future__ import annotations

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.enums import MessageType

from tests.conftest import World, said, shown
from tests.journeys.homes import forbid


async def test_the_asker_accepts_an_answer_and_the_helper_is_thanked_in_public(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "where do i find the dark theme")
    answer = await people.helper.send(people.help, "Settings, Display, then Dark", reply_to=question)
    reply = await people.customer.context_menu(people.help, "Accept answer", answer)
    assert reply.ephemeral
    assert said(reply) == f"Accepted. I say so for all to read. {people.helper.mention} earns 15 points."
    [thanks] = [one for one in world.sim.messages(people.help) if "**+15**" in one.content]
    assert thanks.content.startswith(
        f"✅ {people.customer.mention} accepted {people.helper.mention}'s answer. **+15** reputation, 15 in all."
    )
    assert thanks.reference is not None
    assert thanks.reference.message_id == answer.id
    assert [member.id for member in thanks.mentions if member.id != people.customer.id] == [people.helper.id]
    standing = said(await people.neighbour.slash(people.lounge, "rep show", member=people.helper))
    assert "**15** points · **1** person helped, place 1" in standing
    assert people.helper.mention in said(await people.neighbour.slash(people.lounge, "leaderboard"))
    standing = said(await people.neighbour.slash(people.help, "rep show", member=people.helper))
    assert "**15** points · **1** person helped, place 1" in standing
    assert people.helper.mention in said(await people.neighbour.slash(people.help, "leaderboard"))
    assert "Answers accepted: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_nobody_can_award_themselves(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "where do i find the dark theme")
    own = await people.customer.send(people.help, "found it, settings", reply_to=question)
    assert "Nobody can be awarded" in said(await people.customer.context_menu(people.help, "Accept answer", own))
    staff_answer = await people.staff.send(people.help, "Settings, Display, then Dark", reply_to=question)
    refused = await people.staff.context_menu(people.help, "Accept answer", staff_answer)
    assert "Nobody can be awarded" in said(refused)
    assert "no reputation yet" in said(await people.customer.slash(people.help, "rep show"))


async def test_only_who_asked_or_staff_can_accept(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "where do i find the dark theme")
    answer = await people.helper.send(people.help, "Settings, Display, then Dark", reply_to=question)
    refused = await people.neighbour.context_menu(people.help, "Accept answer", answer)
    assert said(refused) == f"{people.customer.mention}, who asked, or staff can accept an answer."
    await people.staff.context_menu(people.help, "Accept answer", answer)
    assert "**+15**" in world.texts(people.help)


async def test_who_opened_a_forum_post_accepts_an_answer_in_it(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "Dark theme", "where is it hidden, please")
    answer = await people.helper.send(post, "Settings, Display, then Dark")
    await people.customer.context_menu(post, "Accept answer", answer)
    assert "**+15**" in shown(world.last(post))


def thread_at(world: World, message: discord.Message, opened_by: MemberActor) -> ChannelHandle:
    """The thread at a message that somebody opens."""
    made = world.sim.env.backend.create_thread(message.channel.id, "a thread", opened_by.id, message_id=message.id)
    return next(one for one in world.sim.visible_threads(opened_by) if one.id == made.id)


async def accepted(world: World, by: MemberActor, thread: ChannelHandle) -> str:
    """What somebody reads who accepts the helper's answer in this thread."""
    answer = await world.people.helper.send(thread, "Under settings, in the theme list")
    return said(await by.context_menu(thread, "Accept answer", answer))


@pytest.mark.parametrize("is_logged", [True, False])
async def test_who_opens_a_thread_at_what_somebody_asked_has_not_asked_it(world: World, is_logged: bool) -> None:
    people = world.people
    question = await people.customer.send(people.help, "who knows the dark theme" if is_logged else "dark theme")
    await world.sim.settle()
    thread = thread_at(world, question, people.neighbour)
    assert "who asked, or staff can" in await accepted(world, people.neighbour, thread)
    assert "earns 15 points" in await accepted(world, people.customer, thread)


async def test_what_stands_below_the_answer_of_the_faq_answers_who_asked(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "how do i set up spf")
    answer = world.last(people.help)
    assert answer.reference is not None
    assert answer.reference.message_id == question.id
    better = await people.helper.send(people.help, "or ask your registrar for it", reply_to=answer)
    refused = await people.neighbour.context_menu(people.help, "Accept answer", better)
    assert "who asked, or staff can" in said(refused)
    accepts = await people.customer.context_menu(people.help, "Accept answer", better)
    assert "earns 15 points" in said(accepts)
    also = await people.neighbour.send(people.help, "they set it at your registrar's", reply_to=question)
    late = await people.customer.context_menu(people.help, "Accept answer", also)
    assert f"{people.helper.mention}'s answer is accepted already" in said(late), (
        "a question has one accepted answer"
    )


async def test_who_opens_a_thread_at_nothing_asks_in_it_whoever_else_does(world: World) -> None:
    people = world.people
    made = world.sim.env.backend.create_thread(people.help.id, "a thread", people.neighbour.id)
    thread = next(one for one in world.sim.visible_threads(people.neighbour) if one.id == made.id)
    await people.customer.send(thread, f"<@{world.sim.bot.user.id}> how do i set up spf")
    assert "who asked, or staff can" in await accepted(world, people.customer, thread)
    assert "earns 15 points" in await accepted(world, people.neighbour, thread)


async def test_who_opens_a_thread_or_a_post_for_a_customer_has_not_asked(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    made = world.sim.env.backend.create_thread(people.help.id, "for a customer", people.helper.id)
    thread = next(one for one in world.sim.visible_threads(people.helper) if one.id == made.id)
    post = await world.sim.post(people.staff, people.forum, "For a customer", "she asks below")
    for place in (thread, post):
        await people.customer.send(place, f"{own.mention} how do i set up spf")
        answer = await people.member.send(place, "ask your registrar for help")
        refused = said(await people.helper.context_menu(place, "Accept answer", answer))
        assert refused.startswith(f"{people.customer.mention}, who asked, can accept it.")
        self_made = await people.customer.send(place, "found it myself, under the settings")
        paid = said(await people.colleague.context_menu(place, "Accept answer", self_made))
        assert "Nobody can be awarded" in paid
        assert "earns" in said(await people.customer.context_menu(place, "Accept answer", answer))
    own_post = await world.sim.post(people.helper, people.forum, "Mine", "i ask below")
    for asks in (people.helper, people.customer):
        await asks.send(own_post, f"{own.mention} how do i park a domain")
    answer = await people.member.send(own_post, "ask your registrar for help")
    assert "earns 15 points" in said(await people.helper.context_menu(own_post, "Accept answer", answer))


async def test_where_what_was_asked_is_gone_who_opened_the_thread_has_not_asked_it(world: World) -> None:
    people, backend = world.people, world.sim.env.backend
    question = await people.customer.send(people.help, "who knows the dark theme")
    thread = thread_at(world, question, people.neighbour)
    backend.create_system_message(
        thread.id,
        MessageType.THREAD_STARTER_MESSAGE,
        people.neighbour.id,
        referenced_channel_id=people.help.id,
        referenced_message_id=question.id,
    )
    backend.delete_message(people.help.id, question.id)
    await world.sim.settle()
    assert "earns" not in await accepted(world, people.neighbour, thread)
    assert "earns 15 points" in await accepted(world, people.staff, thread)


async def test_who_forwards_a_question_has_not_asked_it(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "who knows the dark theme")
    brought = await people.neighbour.forward(question, people.help)
    answer = await people.helper.send(people.help, "Under settings, in the theme list", reply_to=brought)
    refused = said(await people.neighbour.context_menu(people.help, "Accept answer", answer))
    assert refused == f"{people.customer.mention}, who asked, or staff can accept an answer."
    assert "earns 15 points" in await accepted(world, people.customer, thread_at(world, brought, people.neighbour))


async def test_who_asks_in_somebody_elses_post_accepts_what_answers_that(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    post = await world.sim.post(people.customer, people.forum, "Dark theme", "where is it hidden, please")
    other = await people.neighbour.send(post, f"{own.mention} how do i set up spf")
    theirs = await people.helper.send(post, "they set it at your registrar's", reply_to=other)
    assert "who asked, or staff can" in said(await people.customer.context_menu(post, "Accept answer", theirs))
    assert "earns 15 points" in said(await people.neighbour.context_menu(post, "Accept answer", theirs))
    assert "who asked, or staff can" in await accepted(world, people.neighbour, post)
    assert "earns 15 points" in await accepted(world, people.customer, post)


async def test_bots_earn_nothing(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "how do i set up spf")
    answer = world.last(people.help)
    refused = await people.customer.context_menu(people.help, "Accept answer", answer)
    assert said(refused) == "That was a bot. Bots earn nothing."


async def test_the_leaderboard_of_a_new_community_says_how_to_begin(world: World) -> None:
    people = world.people
    assert "Nobody stands here yet" in said(await people.customer.slash(people.help, "leaderboard"))


async def test_where_the_bot_may_not_write_the_thanks_wait_until_it_may(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "where do i find the dark theme")
    answer = await people.helper.send(people.help, "Settings, Display, then Dark", reply_to=question)
    allow = forbid(world, people.help, send_messages=True)
    await world.sim.settle()
    reply = await people.customer.context_menu(people.help, "Accept answer", answer)
    assert "earns 15 points" in said(reply)
    assert "**15** points" in said(await people.neighbour.slash(people.help, "rep show", member=people.helper))
    assert len(world.sim.messages(people.help)) == 2
    assert f"#{people.help.name}" in shown(world.last(people.queue))
    allow()
    await world.sim.settle()
    assert world.texts(people.help).count("**+15**") == 1


async def test_two_thanks_for_the_same_points_are_not_taken_for_each_other(world: World) -> None:
    """The first is interrupted, and when it is repeated the second stands there already."""
    people = world.people
    first, second = [
        await people.helper.send(
            people.help, f"look for {text} here", reply_to=await asks.send(people.help, f"where do i find {text}")
        )
        for asks, text in ((people.customer, "the dark theme"), (people.neighbour, "the light theme"))
    ]
    world.sim.stall_next("POST", "/channels/*/messages")
    for asks, answer in ((people.customer, first), (people.neighbour, second)):
        await asks.context_menu(people.help, "Accept answer", answer)
    await world.sim.kill()
    await world.sim.advance(60)
    thanked = [
        message.reference.message_id
        for message in world.sim.messages(people.help)
        if "**+15**" in message.content and message.reference is not None
    ]
    assert sorted(thanked) == [first.id, second.id]
