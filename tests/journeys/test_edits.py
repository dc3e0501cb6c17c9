"""A question is edited or deleted, or a human answers it: what stands under it follows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle

from tests.conftest import World, shown
from tests.journeys.homes import (
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    SPF_TITLE,
    UNKNOWN,
    ours,
    small_home,
)

HUMAN = f"-# FAQ: *{SPF_TITLE}* · a person has answered."


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def kept_words(world: World) -> list[Any]:
    """What the database still knows of what people wrote."""
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as database:
        return [text for (text,) in database.execute("SELECT text FROM questions")]


async def bulk_delete(world: World, channel: ChannelHandle, message_ids: Sequence[int]) -> None:
    """A moderator cleans up."""
    world.sim.env.backend.bulk_delete_messages(channel.id, list(message_ids))
    await world.sim.settle()


# -- edits


async def test_an_edit_soon_after_brings_another_answer_in_place_and_once_only(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    await sim.advance(100)
    await people.customer.edit(question, PARKING)
    assert world.last(people.help).id == answer.id
    assert PARKING_ANSWER in ours(world, people.help)[0]
    await people.customer.edit(question, SPF)
    [still] = ours(world, people.help)
    assert PARKING_ANSWER in still


async def test_an_edit_can_bring_an_answer_and_can_take_it_away(world: World) -> None:
    people = world.people
    first = await people.customer.send(people.help, UNKNOWN)
    assert ours(world, people.help) == []
    await people.customer.edit(first, SPF)
    assert SPF_ANSWER in ours(world, people.help)[0]
    second = await people.neighbour.send(people.help, PARKING)
    assert len(ours(world, people.help)) == 2
    await people.neighbour.edit(second, UNKNOWN)
    [left] = ours(world, people.help)
    assert SPF_ANSWER in left
    third = await people.newcomer.send(people.lounge, f"{world.sim.bot.user.mention} {PARKING}")  # type: ignore[union-attr]  # it is logged in
    assert len(ours(world, people.lounge)) == 1
    await people.newcomer.edit(third, "never mind")
    assert ours(world, people.lounge) == []


async def test_an_edit_after_two_minutes_changes_nothing(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    await sim.advance(121)
    await people.customer.edit(question, PARKING)
    [answer] = ours(world, people.help)
    assert SPF_ANSWER in answer


async def test_a_preview_that_discord_adds_is_no_edit(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    stored = sim.env.backend.get_message(people.help.id, question.id)
    stored.content = PARKING
    sim.env.backend.emit(
        "MESSAGE_UPDATE",
        {
            "id": str(question.id),
            "channel_id": str(people.help.id),
            "guild_id": str(sim.guild.id),
            "author": {"id": str(people.customer.id), "username": "ann", "discriminator": "0", "avatar": None},
            "content": PARKING,
            "embeds": [{"type": "link", "url": "https://example.com"}],
            "edited_timestamp": None,
            "attachments": [],
            "mentions": [],
            "mention_roles": [],
            "type": 0,
        },
    )
    await sim.settle()
    [answer] = ours(world, people.help)
    assert SPF_ANSWER in answer
    await people.customer.edit(question, PARKING)  # the one edit is still to be had
    assert PARKING_ANSWER in ours(world, people.help)[0]


async def test_an_edited_forum_post_is_read_again_with_its_title(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "A question", UNKNOWN)
    assert ours(world, post) == []
    starter = sim.messages(post)[0]
    await people.customer.edit(starter, SPF)
    assert SPF_ANSWER in ours(world, post)[0]


async def test_an_edited_piece_is_read_together_with_the_others(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, "hello everybody out there")
    await sim.advance(2)
    piece = await people.customer.send(people.help, SPF)
    assert SPF_ANSWER in ours(world, people.help)[0]
    await people.customer.edit(piece, PARKING)
    [answer] = ours(world, people.help)
    assert PARKING_ANSWER in answer


# -- deletions


async def test_with_a_deleted_question_go_our_answer_and_the_words(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    await people.customer.delete(question)
    assert sim.messages(people.help) == []
    assert kept_words(world) == [None]


async def test_moderators_who_clean_up_take_everything_with_them(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    kept = await people.neighbour.send(people.help, PARKING)
    answer = sim.messages(people.help)[1]
    await bulk_delete(world, people.help, [question.id, answer.id])
    assert sim.messages(people.help)[0].id == kept.id
    assert len(ours(world, people.help)) == 1
    await bulk_delete(world, people.help, [kept.id])
    assert sim.messages(people.help) == []
    assert kept_words(world) == [None, None]


async def test_a_deleted_post_or_channel_leaves_no_words_behind(world: World) -> None:
    people, sim = world.people, world.sim
    dns = sim.guild.channels["dns-and-domains"]
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    await people.neighbour.send(dns, PARKING)
    assert None not in kept_words(world)
    sim.env.backend.delete_channel(post.id)
    sim.env.backend.delete_channel(dns.id)
    await sim.settle()
    assert kept_words(world) == [None, None]


async def test_an_answer_that_a_moderator_deletes_does_not_come_back(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    await people.administrator.delete(world.last(people.help))
    await people.customer.edit(question, PARKING)
    await people.member.send(people.help, "like this", reply_to=question)
    await sim.advance(3600)
    assert ours(world, people.help) == []
    assert kept_words(world) == [SPF]


async def test_a_question_that_is_deleted_before_its_suggestions_gets_none(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, "how do i share a calendar")
    await sim.advance(2)
    await people.customer.delete(question)
    await sim.advance(60)
    assert sim.messages(people.help) == []


# -- humans


@pytest.mark.parametrize("to", ["question", "answer"])
async def test_when_a_human_replies_ours_becomes_one_line(world: World, to: str) -> None:
    people = world.people
    question = await people.customer.send(people.help, SPF)
    target = question if to == "question" else world.last(people.help)
    await people.neighbour.send(people.help, "and what is your domain?")
    assert SPF_ANSWER in ours(world, people.help)[0]
    await people.member.send(people.help, "your host does it for you", reply_to=target)
    assert ours(world, people.help) == [HUMAN]


async def test_when_anybody_else_writes_in_a_post_ours_becomes_one_line(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "A question", SPF)
    await people.customer.send(post, "it is about example.com")
    assert SPF_ANSWER in ours(world, post)[0]
    await people.staff.send(post, "your host does it for you")
    assert ours(world, post) == [HUMAN]


async def test_a_human_who_replies_while_suggestions_wait_is_left_alone(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, "how do i share a calendar")
    await sim.advance(2)
    await people.member.send(people.help, "on which device?", reply_to=question)
    await sim.advance(60)
    assert ours(world, people.help) == []


async def test_a_human_who_replies_between_judging_and_sending_wins(world: World) -> None:
    people, sim = world.people, world.sim
    sim.fail_next("POST", "/channels/*/messages", status=503)
    question = await people.customer.send(people.help, SPF)
    await people.member.send(people.help, "your host does it for you", reply_to=question)
    await sim.advance(600)
    assert ours(world, people.help) == []


async def test_the_bots_own_words_are_no_human_answer(world: World) -> None:
    people, sim = world.people, world.sim
    hook = sim.guild.create_webhook(people.help, "News")
    await people.customer.send(people.help, SPF)
    await hook.send("news of the day")
    assert SPF_ANSWER in shown(sim.messages(people.help)[1])
