"""Only what people write themselves counts as their words: no pin, no new title, nothing that was forwarded."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.enums import MessageType

from bot.faq.speaking import Rule
from cogs.texts import why as why_texts
from cogs.texts.language import ENGLISH
from tests.conftest import World, said
from tests.journeys.homes import PARKING, PARKING_ANSWER, SPF, SPF_ANSWER, UNKNOWN, ours, small_home
from tests.journeys.test_forum import Delivery

pytestmark = pytest.mark.usefixtures("no_incidents")

DISCORDS = "Discord wrote that line, not a person."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def lines_of_discord(
    world: World, place: ChannelHandle, by: MemberActor, about: discord.Message
) -> list[discord.Message]:
    """What Discord writes in somebody's name where they pin, rename, add somebody and open a thread."""
    backend, customer = world.sim.env.backend, world.people.customer
    written = [
        backend.create_system_message(place.id, MessageType.PINS_ADD, by.id, referenced_message_id=about.id),
        backend.create_system_message(place.id, MessageType.CHANNEL_NAME_CHANGE, by.id),
        backend.create_system_message(place.id, MessageType.RECIPIENT_ADD, by.id, recipient_id=customer.id),
        backend.create_system_message(
            place.id, MessageType.THREAD_STARTER_MESSAGE, by.id, referenced_message_id=about.id
        ),
    ]
    await world.sim.settle()
    by_id = {message.id: message for message in world.sim.messages(place)}
    return [by_id[one.id] for one in written]


async def test_a_line_that_discord_writes_settles_nothing_and_asks_nothing(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    post = await sim.post(people.neighbour, people.forum, PARKING, "please")
    for place, about in ((people.help, question), (people.help, answer), (post, world.last(post))):
        for by in (people.helper, people.customer):
            await lines_of_discord(world, place, by, about)
    assert [SPF_ANSWER in text and "Solved it" in text for text in ours(world, people.help)] == [True]
    assert [PARKING_ANSWER in text and "Solved it" in text for text in ours(world, post)] == [True]
    await people.helper.send(people.help, "look here, it stands there", reply_to=answer)
    await people.helper.send(post, "look here, it stands there")
    assert "Solved it" not in world.texts(people.help) + world.texts(post)


async def test_nobody_is_thanked_or_helped_for_a_line_that_discord_writes(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, UNKNOWN)
    pin, *_ = await lines_of_discord(world, people.lounge, people.helper, question)
    for menu in ("Accept answer", "Escalate to ticket", "Look up in FAQ", "Make FAQ draft"):
        assert said(await people.staff.context_menu(people.lounge, menu, pin)) == DISCORDS


async def test_what_is_forwarded_settles_nothing_and_asks_nothing_by_itself(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    post = await sim.post(people.neighbour, people.forum, PARKING, "please")
    elsewhere = await people.member.send(people.lounge, PARKING)
    for message in (answer, elsewhere):
        await people.helper.forward(message, people.help)
        await people.helper.forward(message, post)
    forwarded = await people.newcomer.forward(elsewhere, people.help)
    await sim.advance(60)
    assert [SPF_ANSWER in text and "Solved it" in text for text in ours(world, people.help)] == [True]
    assert [PARKING_ANSWER in text and "Solved it" in text for text in ours(world, post)] == [True]
    explained = said(await people.newcomer.context_menu(people.help, "Why this answer?", forwarded))
    assert why_texts.rule(ENGLISH, Rule.FORWARD) in explained


async def test_what_is_forwarded_can_be_looked_up_and_asked_about(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    elsewhere = await people.member.send(people.lounge, SPF)
    forwarded = await people.newcomer.forward(elsewhere, people.help)
    assert SPF_ANSWER in said(await people.staff.context_menu(people.help, "Look up in FAQ", forwarded))
    await people.neighbour.send(people.help, own.mention, reply_to=forwarded)
    assert [SPF_ANSWER in text for text in ours(world, people.help)] == [True]
    await world.sim.advance(90)
    other = await people.member.send(people.lounge, PARKING)
    await people.customer.forward(other, people.help)
    await people.customer.send(people.help, f"{own.mention} this please")
    assert PARKING_ANSWER in ours(world, people.help)[1]


async def test_a_reply_to_our_answer_in_a_thread_beside_the_faq_settles_it(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    made = world.sim.env.backend.create_thread(people.lounge.id, "a thread", people.customer.id)
    thread = next(one for one in world.sim.visible_threads(people.customer) if one.id == made.id)
    for text in (SPF, PARKING):
        question = await people.customer.send(thread, f"{own.mention} {text}")
        answer = world.last(thread)
        await people.member.send(
            thread, "it is on the page of your registrar", reply_to=[answer, question][text == SPF]
        )
        assert "Solved it" not in world.texts(thread)


async def test_who_forwards_an_answer_is_not_thanked_for_it_nor_named_below_an_entry(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Dark theme", "where is it hidden, please")
    answer = await people.member.send(people.lounge, "Settings, Display, then dark")
    forwarded = await people.helper.forward(answer, post)
    refused = said(await people.customer.context_menu(post, "Accept answer", forwarded))
    assert refused.startswith("That was forwarded, and I cannot see who wrote it.")
    draft = await people.staff.context_menu(post, "Make FAQ draft", forwarded)
    assert draft.modal is not None
    assert "Settings, Display, then dark" in str(draft.modal)
    again = await people.helper.forward(answer, people.lounge)
    draft = await people.staff.context_menu(people.lounge, "Make FAQ draft", again)
    assert str(draft.modal).count("Settings, Display, then dark") == 1, "it is an answer, and no question"


async def test_a_post_without_a_starter_is_answered_although_something_was_pinned_there(world: World) -> None:
    people = world.people
    post = await Delivery(world).post("A question", SPF, "MESSAGE_CREATE")
    world.sim.env.backend.create_system_message(post.id, MessageType.CHANNEL_NAME_CHANGE, people.staff.id)
    await people.member.forward(await people.member.send(people.lounge, PARKING), post)
    await world.sim.advance(60)
    assert SPF_ANSWER in ours(world, post)[0]
