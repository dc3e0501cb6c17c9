"""What was solved once is seen to be, found again, and pointed to."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import SupportBot
from bot.database import Transaction
from bot.reputation.solutions.accepted import solved, unsolved
from bot.reputation.solutions.solution import NewSolution
from tests.conftest import World, said, shown
from tests.journeys.homes import SPF, UNKNOWN, configure, forbid, ours, small_home

pytestmark = pytest.mark.usefixtures("no_incidents")

CAKE = f"{UNKNOWN} without eggs"
AGAIN = "anybody have recipes for a lemon cake without eggs?"
OIL = "Take apple sauce instead"
POINTS = "This was answered before: "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def link(message: discord.Message) -> str:
    assert message.guild is not None
    return f"https://discord.com/channels/{message.guild.id}/{message.channel.id}/{message.id}"


def marks(world: World, message: discord.Message) -> list[str]:
    """Our reactions at a message."""
    own = world.sim.bot.user
    assert own is not None
    stored = world.sim.env.backend.get_message(message.channel.id, message.id)
    return [one.emoji for one in stored.reactions if own.id in one.user_ids]


async def solve(world: World, text: str = CAKE) -> tuple[discord.Message, discord.Message]:
    """Ann asks in the help channel, Hugo answers, and she accepts it."""
    people = world.people
    question = await people.customer.send(people.help, text)
    await world.sim.advance(5)
    answer = await people.helper.send(people.help, OIL, reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)
    await world.sim.settle()
    return question, answer


async def looks(who: MemberActor, world: World, query: str = "lemon cake") -> str:
    return said(await who.slash(world.people.lounge, "solved", query=query))


def close_to(world: World, channel: ChannelHandle, who: MemberActor) -> None:
    """This member sees the channel no more."""
    hidden = Overwrite(who.id, OverwriteType.MEMBER, 0, discord.Permissions(view_channel=True).value)
    world.sim.env.backend.set_overwrite(channel.id, hidden)


async def test_what_is_solved_is_marked_and_found_by_who_asks_again_if_they_may_see_it(world: World) -> None:
    people = world.people
    assert "no solved question like that" in await looks(people.neighbour, world)
    question, answer = await solve(world)
    assert marks(world, answer) == ["✅"]
    [line] = [one for one in world.sim.messages(people.help) if one.content.startswith("-# ✅ Answered: ")]
    assert link(answer) in line.content
    assert line.reference is not None
    assert line.reference.message_id == question.id
    found = await looks(people.neighbour, world)
    assert "1 solved question" in found
    for piece in (CAKE, OIL, link(question), link(answer)):
        assert piece in found
    close_to(world, people.help, people.newcomer)
    await world.sim.settle()
    assert "no solved question like that" in await looks(people.newcomer, world)
    await people.helper.delete(answer)
    assert "no solved question like that" in await looks(people.neighbour, world), "the answer is gone"


async def test_the_message_of_the_faq_leads_to_the_accepted_answer(world: World) -> None:
    people = world.people
    _, answer = await solve(world, SPF)
    [line] = ours(world, people.help)[:1]
    assert line == f"-# FAQ: *How do I set up SPF?* · ✅ answered by a person: {link(answer)}"
    assert "Answered: " not in world.texts(people.help), "one line is enough"


async def change(world: World, question: discord.Message, answer: discord.Message | None) -> None:
    """Another answer is accepted, or none any more."""
    bot = world.sim.bot
    assert isinstance(bot, SupportBot)
    assert question.guild is not None
    guild_id, now, jobs = question.guild.id, bot.clock(), bot.services.jobs

    def write(tx: Transaction) -> None:
        if answer is None:
            unsolved(tx, jobs, guild_id, question.id, now)
        else:
            who = (question.author.id, answer.author.id)
            solved(tx, jobs, NewSolution(guild_id, question.id, *who, answer.channel.id, answer.id, now))

    await bot._database.tx(write)
    await world.sim.advance(1)


async def test_what_shows_an_answer_moves_to_another_one_and_goes_when_none_is_accepted(world: World) -> None:
    people = world.people
    question, answer = await solve(world)
    other = await people.member.send(people.help, "Bananas", reply_to=question)
    await change(world, question, other)
    assert (marks(world, answer), marks(world, other)) == ([], ["✅"])
    lines = [one for one in ours(world, people.help) if one.startswith("-# ✅ Answered: ")]
    assert lines == [f"-# ✅ Answered: {link(other)}"]
    assert "Bananas" in await looks(people.neighbour, world)
    await change(world, question, None)
    assert marks(world, other) == []
    assert "Answered: " not in world.texts(people.help)
    assert "no solved question like that" in await looks(people.neighbour, world)
    asked, late = await solve(world, SPF)
    await change(world, asked, None)
    assert marks(world, late) == []
    assert "-# FAQ: *How do I set up SPF?* · a person has answered." in ours(world, people.help)


async def test_a_solved_post_is_found_by_its_title_also_in_a_thread_that_sleeps(world: World) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Lemon cake without eggs", "who has a recipe, please")
    answer = await people.helper.send(post, OIL)
    await people.customer.context_menu(post, "Accept answer", answer)
    await sim.settle()
    assert marks(world, answer) == ["✅"]
    assert "Answered: " not in world.texts(post), "the thanks stand there"
    found = await looks(people.neighbour, world, "recipe lemon cake")
    assert "Lemon cake without eggs" in found
    assert link(answer) in found
    sim.env.backend.delete_channel(post.id)
    await sim.settle()
    assert "no solved question like that" in await looks(people.neighbour, world)


async def test_who_asks_the_same_is_pointed_to_it_and_says_whether_that_helped(world: World) -> None:
    people, sim = world.people, world.sim
    _, answer = await solve(world)
    again = await people.neighbour.send(people.help, AGAIN)
    assert POINTS not in world.texts(people.help), "they may go on"
    await sim.advance(5)
    line = world.last(people.help)
    assert shown(line) == f"{POINTS}{link(answer)} (I am a bot, and not sure.)\n[That helped]\n[Not it]"
    assert line.reference is not None
    assert line.reference.message_id == again.id
    assert "who asked, can press this" in said(await sim.click(people.customer, line, "That helped"))
    assert "Your question is solved" in said(await sim.click(people.neighbour, line, "That helped"))
    assert shown(world.last(people.help)) == f"-# ✅ Solved by what was answered before: {link(answer)}"
    await sim.advance(60)
    await people.newcomer.send(people.help, "does anyone have recipes of lemon cakes without eggs")
    await sim.advance(5)
    other = world.last(people.help)
    assert POINTS in other.content
    assert "taken it away" in said(await sim.click(people.newcomer, other, "Not it"))
    assert POINTS not in world.texts(people.help)


async def test_nobody_is_pointed_to_what_they_cannot_see_or_what_a_person_has_answered_meanwhile(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await solve(world)
    second = world.sim.guild.create_text_channel("second-help")
    configure(world.home, lambda content: content["channels"]["help"].append("second-help"))
    await sim.restart()
    close_to(world, people.help, people.newcomer)
    await people.newcomer.send(second, AGAIN)
    await sim.advance(5)
    assert ours(world, second) == []
    question = await people.neighbour.send(second, AGAIN)
    await people.member.send(second, "Bananas", reply_to=question)
    await sim.advance(5)
    assert ours(world, second) == []
    await people.staff.send(second, "does anyone have a lemon cake recipe without eggs")
    await people.customer.send(second, "recipes for lemon cake without eggs, anybody?")
    await sim.advance(5)
    assert [POINTS in one for one in ours(world, second)] == [True], "a customer, and not staff"


async def test_what_others_may_not_see_hides_nothing_from_who_looks(world: World) -> None:
    people, sim = world.people, world.sim
    await solve(world)
    inner = sim.guild.create_text_channel("inner-help")
    configure(world.home, lambda content: content["channels"]["help"].append("inner-help"))
    await sim.restart()
    close_to(world, inner, people.neighbour)
    for number in range(11):
        asked = await people.customer.send(inner, f"lemon cake {number}")
        answer = await people.helper.send(inner, "The secret of number one is butter", reply_to=asked)
        await people.customer.context_menu(inner, "Accept answer", answer)
        await sim.advance(1)
    assert "The secret" in await looks(people.customer, world)
    found = await looks(people.neighbour, world)
    assert OIL in found
    assert "The secret" not in found


async def test_what_was_edited_away_finds_nothing_also_while_the_bot_was_off_and_takes_a_line_away(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    question, _ = await solve(world)
    again = await people.neighbour.send(people.help, AGAIN)
    await sim.advance(5)
    assert POINTS in world.texts(people.help)
    await people.neighbour.edit(again, f"{AGAIN}!")
    assert POINTS in world.texts(people.help), "it asks the same"
    await people.neighbour.edit(again, "anybody have recipes for a lemon cake with eggs?")
    await sim.advance(1)
    assert POINTS not in world.texts(people.help)
    await people.customer.edit(question, "does anybody have a recipe for walnut bread")
    await sim.settle()
    assert "no solved question like that" in await looks(people.neighbour, world)
    assert OIL in await looks(people.neighbour, world, "walnut bread")
    tart = await people.neighbour.send(people.lounge, "does anybody have a recipe for walnut tart")
    stored = sim.env.backend.get_message(people.help.id, question.id)
    stored.content = tart.content  # Discord told nobody
    assert OIL in await looks(people.neighbour, world, "walnut recipe")
    assert "no solved question like that" in await looks(people.neighbour, world, "bread")


async def test_where_the_bot_may_not_react_the_rest_is_there_and_staff_hear_of_it(world: World) -> None:
    people = world.people
    allow = forbid(world, people.help, add_reactions=True)
    await world.sim.settle()
    _, answer = await solve(world)
    assert link(answer) in await looks(people.neighbour, world)
    assert marks(world, answer) == []
    assert f"#{people.help.name}" in shown(world.last(people.queue))
    allow()
    await world.sim.settle()
    assert marks(world, answer) == ["✅"]
