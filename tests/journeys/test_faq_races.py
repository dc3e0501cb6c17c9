"""Events that come twice or all at once, crashes, failures, old buttons: nothing is lost, nothing is said twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from simcord import ChannelHandle, MemberActor

from bot.faq.speaking import POINTED_AT_MOST
from tests.conftest import World, live, said, shown
from tests.journeys.homes import (
    CALENDAR,
    FORWARDING,
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    SPF_TITLE,
    UNKNOWN,
    forbid,
    ours,
    small_home,
)
from tests.journeys.test_crash_matrix import NONCE_FORGOTTEN, crash

MONTH = 30 * 24 * 3600.0
ASKED = "Is it one of these?"
HINT = "Only you see what the button shows."
ANOTHER = """\
category: Mail
entries:
  - id: moon
    title: Where is the moon?
    questions: [where is the moon tonight, which way to the moon]
    answer: Up there.
"""


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def owed(world: World) -> list[str]:
    """The FAQ's jobs that are still to be done, but for the one that forgets."""
    with closing(sqlite3.connect(world.home / "data" / "signpost.db")) as database:
        return [
            kind
            for (kind,) in database.execute("SELECT kind FROM jobs WHERE kind IN ('faq.answer', 'faq.hand_over')")
        ]


def replace_knowledge(world: World) -> None:
    """The operator writes other files; the bot reads them with its next start."""
    (world.home / "faq" / "mail.yaml").write_text(ANOTHER, encoding="utf-8")


def say(world: World, author: MemberActor, channel: ChannelHandle, text: str) -> None:
    """Write without waiting for what the bot does."""
    world.sim.env.backend.create_message(channel.id, author.id, text)


# -- at once


async def test_a_message_that_is_reported_twice_is_answered_once(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, SPF)
    unknown = await people.neighbour.send(people.help, UNKNOWN)
    for message in (question, unknown, question):
        sim.env.backend.announce_message_create(sim.env.backend.get_message(people.help.id, message.id))
    await sim.settle()
    await sim.advance(60)
    assert len(ours(world, people.help)) == 1


async def test_a_crowd_with_one_question_gets_one_answer(world: World) -> None:
    """The simulation takes only a small crowd quickly; the service is asked by 100 in tests/faq."""
    people, sim = world.people, world.sim
    crowd = [sim.guild.add_member(sim.env.create_user(f"member-{number}")) for number in range(12)]
    await sim.settle()
    for member in crowd:
        say(world, member, people.help, SPF)
    await sim.settle()
    await sim.advance(30)
    [answer] = [text for text in ours(world, people.help) if SPF_ANSWER in text]
    lines = [text for text in ours(world, people.help) if text != answer]
    assert len(lines) == POINTED_AT_MOST
    assert all(text.startswith(f"-# FAQ: *{SPF_TITLE}* · just answered above") for text in lines)
    assert owed(world) == []


async def test_pieces_that_arrive_together_are_one_question(world: World) -> None:
    people, sim = world.people, world.sim
    for piece in ("hello to everybody here", "i have got a question", "namely this one:", SPF):
        say(world, people.customer, people.help, piece)
    await sim.settle()
    await sim.advance(60)
    [answer] = ours(world, people.help)
    assert SPF_ANSWER in answer


# -- the bot dies


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("between", "text"), [("suggest", ASKED), ("hint", HINT)])
async def test_a_crash_while_it_suggests_leaves_one_message(
    tmp_path: Path, between: str, text: str, after: bool
) -> None:
    async with live(small_home(tmp_path / between, between=between)) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, CALENDAR)
        sim.stall_next("POST", "/channels/*/messages", after=after)
        await sim.advance(4)
        await crash(world, 400)
        [ours_now] = ours(world, people.help)
        assert text in ours_now
        assert owed(world) == []


async def test_an_answer_that_a_crash_left_behind_goes_when_nothing_should_stand_there(world: World) -> None:
    people, sim = world.people, world.sim
    sim.stall_next("POST", "/channels/*/messages", after=True)
    await people.customer.send(people.help, SPF)
    assert len(ours(world, people.help)) == 1
    await crash(world, 400, meanwhile=lambda: replace_knowledge(world))
    assert ours(world, people.help) == []
    assert owed(world) == []


@pytest.mark.parametrize(
    "stopped_at",
    [
        ("POST", "/channels/*/messages/*/threads"),
        ("POST", "/channels/*/messages"),
        ("PATCH", "/channels/*/messages/*"),
    ],
    ids=["thread", "line", "collapse"],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_while_the_community_is_asked_leaves_one_thread_with_one_line(
    world: World, stopped_at: tuple[str, str], after: bool
) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, FORWARDING)
    sim.stall_next(*stopped_at, after=after)
    await sim.click(people.customer, world.last(people.help), "Still need help")
    await crash(world, NONCE_FORGOTTEN)
    threads = sim.visible_threads(people.neighbour)
    assert [thread.id for thread in threads] == [question.id]
    assert len(ours(world, threads[0])) == 1
    [line] = ours(world, people.help)
    assert "people have been asked" in line
    assert owed(world) == []


# -- Discord fails


async def test_what_discord_does_not_take_is_tried_again(world: World) -> None:
    people, sim = world.people, world.sim
    sim.fail_next("POST", "/channels/*/messages", status=503)
    question = await people.customer.send(people.help, SPF)
    assert ours(world, people.help) == []
    await sim.advance(10)
    assert SPF_ANSWER in ours(world, people.help)[0]
    sim.fail_next("PATCH", "/channels/*/messages/*", status=503)
    await people.customer.edit(question, PARKING)
    assert SPF_ANSWER in ours(world, people.help)[0]
    await sim.advance(10)
    assert PARKING_ANSWER in ours(world, people.help)[0]
    sim.fail_next("DELETE", "/channels/*/messages/*", status=503)
    await people.customer.delete(question)
    assert len(ours(world, people.help)) == 1
    await sim.advance(10)
    assert ours(world, people.help) == []
    assert owed(world) == []


async def test_a_channel_that_is_deleted_before_the_answer_is_no_trouble(world: World) -> None:
    people, sim = world.people, world.sim
    dns = sim.guild.channels["dns-and-domains"]
    sim.fail_next("POST", "/channels/*/messages", status=503)
    await people.customer.send(dns, SPF)
    await people.neighbour.send(dns, CALENDAR)
    sim.env.backend.delete_channel(dns.id)
    await sim.settle()
    await sim.advance(3600)
    assert owed(world) == []


@pytest.mark.parametrize("asked", [UNKNOWN, SPF, CALENDAR])
async def test_a_mention_where_the_bot_may_not_write_is_no_trouble(world: World, asked: str) -> None:
    people, sim = world.people, world.sim
    own = sim.bot.user
    assert own is not None
    sim.fail_next("POST", "/channels/*/messages", status=403, code=50013)
    await people.customer.send(people.lounge, f"{own.mention} {asked}")
    await sim.advance(60)
    assert ours(world, people.lounge) == []
    assert owed(world) == []
    assert ours(world, people.queue) == []


async def test_a_help_channel_that_forbids_answers_is_named_to_staff_and_answered_once_it_does_not(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    allow = forbid(world, people.help, send_messages=True)
    await sim.settle()
    await people.customer.send(people.help, SPF)
    assert f"#{people.help.name}" in ours(world, people.queue)[0]
    allow()
    await sim.settle()
    assert len(ours(world, people.help)) == 1


# -- old buttons


async def test_month_old_buttons_of_answers_and_suggestions_still_work(world: World) -> None:
    people, sim = world.people, world.sim
    people_help = people.help
    for asker, text in (
        (people.customer, SPF),
        (people.neighbour, PARKING),
        (people.newcomer, FORWARDING),
        (people.customer, CALENDAR),
        (people.neighbour, CALENDAR),
    ):
        await asker.send(people_help, text)
        await sim.advance(61)
    spf, parking, forwarding, first, second = (
        message for message in sim.messages(people_help) if message.author.bot
    )
    await crash(world, MONTH)
    assert "Saved" not in said(await sim.click(people.customer, spf, "Solved it"))
    assert "Marked as solved" in world.texts(people_help)
    choice = await sim.click(people.neighbour, parking, "Still need help")
    assert choice.response is not None
    assert "I have asked the community" in said(
        await sim.click(people.neighbour, choice.response, "Ask the community")
    )
    assert said(await sim.click(people.staff, forwarding, "FAQ wrong")).startswith("Thank you.")
    tablet = "How do I share a calendar on a tablet?"
    await sim.click(people.customer, first, tablet)
    await sim.click(people.neighbour, second, "None of these")
    *rest, chosen = ours(world, people_help)
    assert [line.startswith("-# ") for line in rest] == [False, True, True]
    assert chosen.startswith(tablet)
    assert "Drag the calendar" in chosen


async def test_month_old_hints_still_work(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "hint", between="hint")) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, CALENDAR)
        await sim.advance(4)
        hint = world.last(people.help)
        title = shown(hint).splitlines()[-1].strip("[]")
        await crash(world, MONTH)
        answer = await sim.click(people.customer, hint, title)
        assert answer.ephemeral
        assert title in said(answer)
        assert "[Solved it]" in said(answer)
        replace_knowledge(world)
        await sim.restart()
        gone = await sim.click(people.customer, hint, title)
        assert said(gone).startswith("I have no entry for")


async def test_buttons_of_entries_that_are_gone_do_what_is_left_to_do(world: World) -> None:
    people, sim = world.people, world.sim
    for asker, text in (
        (people.customer, SPF),
        (people.neighbour, PARKING),
        (people.newcomer, FORWARDING),
        (people.customer, CALENDAR),
    ):
        await asker.send(people.help, text)
        await sim.advance(61)
    spf, parking, forwarding, suggestions = (
        message for message in sim.messages(people.help) if message.author.bot
    )
    replace_knowledge(world)
    await sim.restart()
    await sim.click(people.customer, spf, "Solved it")
    choice = await sim.click(people.neighbour, parking, "Still need help")
    assert "[Billing]" in said(choice)
    assert said(await sim.click(people.helper, forwarding, "FAQ wrong")).startswith("Thank you.")
    gone = await sim.click(people.customer, suggestions, "How do I share a calendar on a tablet?")
    assert said(gone).startswith("I have no entry for")
    await sim.click(people.customer, suggestions, "None of these")
    solved, _kept, wrong = ours(world, people.help)
    assert "Marked as solved" in solved
    assert "this answer is wrong" in wrong
    assert owed(world) == []


async def test_an_entry_that_goes_while_its_suggestion_waits_is_not_suggested(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, CALENDAR)
    replace_knowledge(world)
    await sim.restart()
    await sim.advance(60)
    assert ours(world, people.help) == []
    assert owed(world) == []
