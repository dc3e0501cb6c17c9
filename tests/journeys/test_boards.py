"""What people look up of reputation: leaderboards, a standing, and why a message brought what it did."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from simcord import MemberActor

from bot.client import SupportBot
from bot.database import Transaction
from bot.reputation import store
from bot.simulated.simulation import Simulation
from cogs.texts.forms import message_link
from tests.conftest import World, said, shown


async def test_who_helps_stands_on_the_leaderboard_and_everybody_can_see_why(world: World) -> None:
    people, sim = world.people, world.sim
    nobody = await people.neighbour.slash(people.lounge, "leaderboard", kind="rising")
    assert "Nobody stands here yet" in said(nobody)
    question = await people.customer.send(people.help, "where can i find the dark theme of the app")
    answer = await people.helper.send(people.help, "Open the settings, then look at Display", reply_to=question)
    chat = await people.neighbour.send(people.lounge, "what a fine day it is for everybody")
    guild = sim.guild.id

    async def why(asker: MemberActor = people.neighbour, message: discord.Message = answer) -> str:
        link = message_link(guild, message.channel.id, message.id)
        return said(await asker.slash(people.lounge, "rep why", message=link))

    assert "nobody has said that it helped" in await why()
    assert "no answer to it has been accepted" in await why(message=question)
    assert "a line in a chat is none" in await why(message=chat)
    await people.customer.context_menu(people.help, "Accept answer", answer)
    told = await why()
    assert f"**+15** · {people.helper.mention} · {people.customer.mention}" in told
    assert "An answer was accepted. Nothing limits it, so it counts in full." in told
    assert "Of the question that it belongs to" in await why(message=question) or "**+15**" in await why(
        message=question
    )
    board = await people.neighbour.slash(people.lounge, "leaderboard")
    assert board.response is not None
    assert not board.ephemeral
    assert f"🥇 {people.helper.mention} · **1** person helped · **15** points" in said(board)
    assert "worth half after 45 days" in said(board)
    assert "Postcard" in said(await people.neighbour.slash(people.lounge, "leaderboard", kind="all-time"))
    assert "No award is about a topic yet" in said(
        await people.neighbour.slash(people.lounge, "leaderboard", topic="DNS")
    )

    theirs = said(await people.neighbour.slash(people.lounge, "rep show", member=people.helper))
    assert "**15** points · **1** person helped, place 1" in theirs
    assert "Newest lines" not in theirs
    own = said(await people.helper.slash(people.lounge, "rep show"))
    assert "Newest lines: **+15**" in own
    assert "Only you and staff read what follows." in own

    opened = await people.helper.slash(people.lounge, "privacy")
    assert opened.response is not None
    await sim.click(people.helper, opened.response, "Do not name me")
    assert "Nobody stands here yet" in said(await people.neighbour.slash(people.lounge, "leaderboard"))
    refused = said(await people.neighbour.slash(people.lounge, "rep show", member=people.helper))
    assert (
        refused
        == f"{people.helper.mention} does not want to be shown, so only they and staff see what they have earned."
    )
    assert "**15** points" in said(await people.helper.slash(people.lounge, "rep show"))
    assert "Newest lines" in said(await people.staff.slash(people.lounge, "rep show", member=people.helper))


async def test_why_says_what_was_taken_back_also_of_a_message_that_is_gone_and_nothing_of_closed_places(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, "where can i find the dark theme of the app")
    answer = await people.helper.send(people.help, "Open the settings, then look at Display", reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)

    async def why(message_id: int, place: discord.abc.Snowflake) -> str:
        link = message_link(sim.guild.id, place.id, message_id)
        return said(await people.neighbour.slash(people.lounge, "rep why", message=link))

    await people.helper.delete(answer)
    await sim.settle()
    told = await why(answer.id, people.help)
    assert "**+15**" in told
    assert "**-15**" in told
    assert "The message that it was for was deleted." in told

    _, thread = await world.open_ticket()
    hint = await people.colleague.send(thread, "You find the invoice under billing, and then press correct")
    await people.customer.context_menu(thread, "Accept answer", hint)
    assert "**+15**" in said(await people.customer.slash(thread, "rep why", message=str(hint.id)))
    for message_id in (hint.id, thread.id):
        elsewhere = await why(message_id, people.lounge)
        assert people.colleague.mention not in elsewhere
        assert people.customer.mention not in elsewhere
    for bare in ("1", str(thread.id)):
        assert "**+15**" not in said(await people.neighbour.slash(people.lounge, "rep why", message=bare))


async def test_what_somebody_earns_who_does_not_want_to_be_named_is_said_to_nobody_but_staff(world: World) -> None:
    people, sim = world.people, world.sim
    opened = await people.helper.slash(people.lounge, "privacy")
    assert opened.response is not None
    pressed = await sim.click(people.helper, opened.response, "Do not name me")
    assert "I say no points" in said(pressed)
    question = await people.customer.send(people.help, "where can i find the dark theme of the app")
    answer = await people.helper.send(people.help, "Open the settings, then look at Display", reply_to=question)
    accepted = await people.customer.context_menu(people.help, "Accept answer", answer)
    assert said(accepted) == "Accepted. I say so for all to read."
    thanks = f"✅ {people.customer.mention} accepted {people.helper.mention}'s answer. Thank you!"
    assert thanks in world.texts(people.help)

    link = message_link(sim.guild.id, people.help.id, answer.id)
    commended = await people.staff.slash(people.lounge, "rep commend", member=people.helper, message=link)
    assert commended.ephemeral
    assert "**+10** reputation. They do not want to be shown" in said(commended)
    for message in (answer, question):
        link = message_link(sim.guild.id, people.help.id, message.id)
        told = said(await people.neighbour.slash(people.lounge, "rep why", message=link))
        assert told.endswith("earned by somebody who does not want to be shown, so only they and staff see it.")
        assert people.helper.mention not in told
    for person in (people.helper, people.staff):
        assert "**+15**" in said(await person.slash(people.lounge, "rep why", message=link))
    assert "+15" not in world.texts(people.help) + world.texts(people.lounge)


async def test_pages_are_full_without_who_has_left_and_turn_after_a_restart(world: World) -> None:
    people, sim = world.people, world.sim
    here = [sim.guild.add_member(sim.env.create_user(f"helper{number}")) for number in range(13)]
    gone = [10**6 + number for number in range(40)]
    assert isinstance(sim.bot, SupportBot)
    await sim.bot._database.tx(lambda tx: earn(tx, sim, [*gone, *(one.id for one in here)]))
    board = await people.neighbour.slash(people.lounge, "leaderboard", kind="topic", topic="DNS")
    assert board.response is not None

    def rows() -> list[str]:
        return [
            line.split(" ")[1]
            for line in shown(world.last(people.lounge)).splitlines()
            if "points" in line and "<@" in line
        ]

    mentions = [one.mention for one in here]
    assert rows() == mentions[:10]
    assert "41. " + mentions[0] in said(board), "who has left keeps a place"
    assert "[▶]" in said(board)
    assert "[◀]" not in said(board)
    await sim.restart()
    await sim.click(people.customer, world.last(people.lounge), "▶")
    assert rows() == mentions[10:]
    assert "▶" not in shown(world.last(people.lounge))
    await sim.click(people.customer, world.last(people.lounge), "◀")
    assert rows() == mentions[:10]


async def test_staff_see_who_would_move_and_wrong_numbers_are_named_and_kept(world: World) -> None:
    people, sim = world.people, world.sim
    assert isinstance(sim.bot, SupportBot)
    await sim.bot._database.tx(lambda tx: earn(tx, sim, [people.helper.id]))
    assert "Only staff" in said(await people.helper.slash(people.lounge, "rep simulate"))
    modal = await people.staff.slash(people.queue, "rep simulate")
    assert "accepted_answer: 15" in str(modal.modal)
    refused = await sim.submit(people.staff, modal, {"Points": "accepted_answer: lots", "Limits": ""})
    assert "I cannot use this: *accepted\\_answer: lots*" in said(refused)
    assert refused.response is not None
    again = await sim.click(people.staff, refused.response, "Try again")
    told = await sim.submit(people.staff, again, {"Points": "accepted_answer: 20", "Limits": ""})
    assert f"{people.helper.mention} · **100** (place 1)" in said(told)
    assert "→ **20** (place 1)" in said(told)
    assert "Nothing was changed." in said(told)


def earn(tx: Transaction, sim: Simulation, members: Sequence[int]) -> None:
    """Each has helped one customer, the first best."""
    for number, member_id in enumerate(members):
        line = {
            "guild_id": sim.guild.id,
            "key": f"accepted:m{number}",
            "turn": 0,
            "member_id": member_id,
            "awarded_by": 5,
            "giver": "staff",
            "reason": "accepted_answer",
            "subject_id": number,
            "asker_id": 5,
            "topic": "DNS",
            "points": 100 - number,
            "pending": 0,
            "rule": "full",
            "data": {},
            "at": sim.now(),
            "earned_at": sim.now(),
        }
        store.add(tx, line)
