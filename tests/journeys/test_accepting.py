"""How an answer comes to be accepted, shared, moved to another one and taken back, as people see it."""

from __future__ import annotations

from datetime import timedelta

import discord
from simcord import InteractionResult, MemberActor

from tests.conftest import World, said, shown

QUESTION = "where do i find the dark theme"
FIRST, SECOND, THIRD = (
    "Settings, Display, then Dark",
    "It is in the theme list too",
    "Press F7 for two seconds once",
)


async def accept(world: World, by: MemberActor, answer: discord.Message) -> InteractionResult:
    return await by.context_menu(world.people.help, "Accept answer", answer)


async def choose(world: World, by: MemberActor, answer: discord.Message, label: str) -> str:
    """Accept one more answer to a question, and say by this button as what."""
    offered = await accept(world, by, answer)
    assert offered.response is not None
    return said(await world.sim.click(by, offered.response, label))


async def earned(world: World, *members: MemberActor) -> list[int]:
    """What everybody reads of these members' points."""
    found = []
    for member in members:
        text = said(await world.people.newcomer.slash(world.people.lounge, "rep show", member=member))
        found.append(0 if "no reputation yet" in text else int(text.split("**")[1]))
    return found


def thanks(world: World) -> list[discord.Message]:
    """The lines in the help channel about answers that were accepted."""
    signs = ("✅", "This is not solved after all")
    return [one for one in world.sim.messages(world.people.help) if one.content.startswith(signs)]


async def test_one_pot_is_shared_moved_and_taken_back_and_one_line_says_so(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    first = await people.helper.send(people.help, FIRST, reply_to=question)
    second = await people.neighbour.send(people.help, SECOND, reply_to=first)
    third = await people.member.send(people.help, THIRD, reply_to=question)
    three = (people.helper, people.neighbour, people.member)
    await accept(world, people.customer, first)
    assert await earned(world, *three) == [15, 0, 0]
    offered = await accept(world, people.customer, second)
    assert offered.ephemeral
    assert f"{people.helper.mention}'s answer is accepted already" in said(offered)
    assert f"{people.neighbour.mention} earns 3 points." in await choose(
        world, people.customer, second, "This one helped too"
    )
    assert await earned(world, *three) == [12, 3, 0]
    assert "earns 12 points" in await choose(world, people.staff, third, "This one instead")
    assert await earned(world, *three) == [0, 3, 12]
    [line] = thanks(world)
    assert f"accepted {people.member.mention}'s answer. **+12** reputation" in line.content
    assert str(third.id) in line.content, "it replies to the first answer, so it says where this one is"
    refused = await world.sim.click(people.neighbour, line, "Not solved after all")
    assert "who asked, or staff can" in said(refused)
    back = await world.sim.click(people.customer, line, "Not solved after all")
    assert said(back) == (
        "The question is open again, and nobody has points for answering it any more. What a ✅ gave because a message helped"
        " stays."
    )
    assert await earned(world, *three) == [0, 0, 0]
    [line] = thanks(world)
    assert shown(line) == "This is not solved after all: the question is open again."
    link = f"https://discord.com/channels/{world.sim.guild.id}/{people.help.id}/{first.id}"
    named = said(await people.customer.slash(people.lounge, "rep accept", message=link))
    assert f"{people.helper.mention} earns 15 points." in named
    [line] = thanks(world)
    assert "**+15** reputation, 15 in all" in line.content
    assert "I find no message" in said(await people.customer.slash(people.lounge, "rep accept", message="12"))


async def test_ten_times_to_and_fro_ends_with_one_holder_and_one_line(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    answers = [await one.send(people.help, FIRST, reply_to=question) for one in (people.helper, people.neighbour)]
    await accept(world, people.customer, answers[0])
    for turn in range(1, 11):
        await choose(world, people.customer, answers[turn % 2], "This one instead")
    assert await earned(world, people.helper, people.neighbour) == [15, 0]
    assert len(thanks(world)) == 1


async def test_a_line_in_a_chat_is_no_question_and_two_letters_are_no_answer(world: World) -> None:
    people = world.people
    chat = await people.customer.send(people.lounge, "who watched the match last night")
    reply = await people.helper.send(people.lounge, "I did, and it was a good one", reply_to=chat)
    refused = said(await people.customer.context_menu(people.lounge, "Accept answer", reply))
    assert refused.startswith("I find no question here that this answers")
    assert "I find no question" in said(await people.staff.context_menu(people.lounge, "Accept answer", reply))
    short = await people.customer.send(people.help, "dark theme")
    answer = await people.helper.send(people.help, FIRST, reply_to=short)
    also = await people.neighbour.send(people.help, "F7", reply_to=short)
    assert "earns 15 points" in said(await accept(world, people.customer, answer)), "too short for the FAQ"
    post = await world.sim.post(people.neighbour, people.forum, "Dark theme", "where is it hidden, please")
    two = await people.member.send(post, "F7")
    refused = said(await people.neighbour.context_menu(post, "Accept answer", two))
    assert refused.startswith(f"{people.member.mention} has written too little here")
    await people.member.send(post, "for two seconds, and then it turns dark")
    assert "earns 15 points" in said(await people.neighbour.context_menu(post, "Accept answer", two))
    assert "has written too little" in said(await accept(world, people.staff, also))
    which = await people.neighbour.send(people.help, "how do I import a calendar here")
    asked_back = await people.helper.send(people.help, "which version of it do you have?", reply_to=which)
    version = await people.neighbour.send(people.help, "the newest there is, 4.2 I think", reply_to=asked_back)
    assert "Nobody can be awarded" in said(await accept(world, people.staff, version))


async def test_for_an_asker_who_is_gone_two_trusted_members_accept_and_the_asker_has_the_last_word(
    world: World,
) -> None:
    people, backend = world.people, world.sim.env.backend
    guild = people.helper.guild
    [role] = [one for one in guild.roles.values() if one.name in world.config.roles.helpers]
    backend.add_member_role(guild.id, people.neighbour.id, role.id)
    question = await people.customer.send(people.help, QUESTION)
    answer = await people.member.send(people.help, FIRST, reply_to=question)
    other = await people.newcomer.send(people.help, SECOND, reply_to=question)
    assert "can accept it. If they write nothing" in said(await accept(world, people.helper, answer))
    await world.sim.advance(timedelta(hours=25).total_seconds())
    assert "it takes two" in said(await accept(world, people.helper, answer))
    assert "it takes two" in said(await accept(world, people.helper, answer)), "one cannot be two"
    assert await earned(world, people.member) == [0]
    assert "earns 15 points" in said(await accept(world, people.neighbour, answer))
    assert "earns 15 points" in said(await accept(world, people.customer, other))
    assert await earned(world, people.member, people.newcomer) == [0, 15]
    assert len(thanks(world)) == 1
