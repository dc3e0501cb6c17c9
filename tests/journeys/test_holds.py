"""Staff keep reputation honest: cards about new accounts, pairs and rings, and what they order themselves."""

from __future__ import annotations

import re
from datetime import timedelta

import discord
import pytest
from simcord import MemberActor

from bot.reputation.holds import case
from tests.conftest import World, said, shown

HOUR = 3600
ANSWER = "Look under settings, then display, and choose the dark one"


def joins(world: World, name: str) -> MemberActor:
    """Somebody whose account is new for an hour still."""
    world.sim.env.backend.account_age = timedelta(days=6, hours=23)
    return world.sim.guild.add_member(world.sim.env.create_user(name))


async def accepts(world: World, asker: MemberActor, helper: MemberActor) -> None:
    """Somebody opens a post, and accepts what this member answers."""
    post = await world.sim.post(asker, world.people.forum, "Dark theme", "where is the dark theme hidden, please")
    answer = await helper.send(post, ANSWER)
    await asker.context_menu(post, "Accept answer", answer)


async def balance(world: World, who: MemberActor) -> str:
    return said(await world.people.neighbour.slash(world.people.lounge, "rep show", member=who))


def card(world: World, title: str) -> discord.Message:
    """The one card in the queue that is called so."""
    [found] = [one for one in world.sim.messages(world.people.queue) if title in shown(one)]
    return found


async def test_five_fresh_accounts_earn_a_helper_nothing_and_are_one_card_until_they_are_banned(
    world: World,
) -> None:
    people, backend = world.people, world.sim.env.backend
    fresh = [joins(world, f"fresh{place}") for place in range(5)]
    for newcomer in fresh:
        await accepts(world, newcomer, people.helper)
    assert "no reputation yet" in await balance(world, people.helper)
    text = shown(card(world, "New accounts award one member"))
    assert text.count("**+15**, vests <t:") == 5
    assert "still to vest does not count yet" in text
    assert "[Let them vest]\n[Reverse all]" in text
    for newcomer in fresh:
        backend.apply_ban(world.sim.guild.id, newcomer.id, None)
        await world.sim.settle()
    text = shown(card(world, "New accounts award one member"))
    assert text.count("**+15**, taken back") == 5
    assert "nothing to decide" in text
    assert "[Reverse all]" not in text
    assert "no reputation yet" in await balance(world, people.helper)


async def test_a_ban_that_nobody_heard_of_is_found_when_it_would_vest(world: World) -> None:
    people, backend = world.people, world.sim.env.backend
    banned, *honest = (joins(world, f"fresh{place}") for place in range(3))
    for newcomer in (banned, *honest):
        await accepts(world, newcomer, people.helper)
    backend.get_guild(world.sim.guild.id).bans[banned.id] = None
    await world.sim.advance(2 * HOUR)
    assert "**30** points" in await balance(world, people.helper)
    text = shown(card(world, "New accounts award one member"))
    assert (text.count("**+15**, taken back"), text.count("**+15**"), text.count("vest")) == (1, 3, 0)
    assert "[Let them stand]\n[Reverse all]" in text


async def test_three_who_accept_each_other_are_held_in_the_night_until_staff_let_them_go(world: World) -> None:
    people = world.people
    ring = (people.customer, people.neighbour, people.colleague)
    for _ in range(2):
        for place, asker in enumerate(ring):
            await accepts(world, asker, ring[(place + 1) % 3])
    assert "**22** points" in await balance(world, people.customer)
    await world.sim.advance(24 * HOUR)
    assert "no reputation yet" in await balance(world, people.customer)
    held = card(world, "Members award one another")
    assert "What is **held** counts again once you let it go." in shown(held)
    assert "received 6 awards, and 6 of these from one another" in shown(held)
    assert shown(held).count(", held") == 6
    assert len(re.findall(r"\(https://discord.com/channels/\d+/\d+/\d+\)", shown(held))) == 6
    concerned = await world.sim.click(people.colleague, held, "Release all")
    assert "This is about yourself" in said(concerned)
    assert "these awards stay" in said(await world.sim.click(people.staff, held, "Release all"))
    assert "**22** points" in await balance(world, people.customer)
    decided = shown(card(world, "Members award one another"))
    assert f"{people.staff.mention} has let them stand" in decided
    assert "[Release all]" not in decided
    assert ", held" not in decided
    assert "**held**" not in decided
    await world.sim.advance(24 * HOUR)
    assert "**22** points" in await balance(world, people.customer)
    card(world, "Members award one another")


async def test_who_accepts_the_same_helper_again_and_again_is_shown_to_staff_who_take_it_back(
    world: World,
) -> None:
    people = world.people
    for _ in range(2):
        await accepts(world, people.customer, people.helper)
    assert "again and again" not in world.texts(people.queue)
    for _ in range(2):
        await accepts(world, people.customer, people.helper)
    flagged = card(world, "One member awards another again and again")
    assert shown(flagged).count(f"{people.customer.mention} → {people.helper.mention}") == 4
    number = re.search(r"`#(\d+)`", shown(flagged))
    assert number is not None
    form = await people.staff.slash(people.queue, "rep hold", award=f"#{number[1]}")
    assert f"the award of {people.helper.mention} counts no more" in said(
        await world.sim.submit(people.staff, form, {"Why?": "Let us ask her"})
    )
    assert "**7** points" in await balance(world, people.helper)
    assert "**+15**, held" in shown(card(world, "again and again"))
    await world.sim.click(people.colleague, flagged, "Reverse all")
    assert "no reputation yet" in await balance(world, people.helper)
    gone = said(await people.staff.slash(people.queue, "rep release", award=number[1]))
    assert gone == "That is not possible any more: this award is taken back, held, or let go already."
    assert "I know no such award" in said(await people.staff.slash(people.queue, "rep release", award="mine"))


async def test_staff_adjust_with_a_reason_and_much_of_it_only_with_a_second_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = world.people
    monkeypatch.setattr(case, "ORDER_LASTS", timedelta(hours=1))  # a week costs the test seconds
    own = said(await people.staff.slash(people.queue, "rep adjust", member=people.staff, points=10))
    assert own == "This is about yourself, so somebody else of staff has to decide it."
    stranger = await people.neighbour.slash(people.lounge, "rep adjust", member=people.helper, points=10)
    assert said(stranger) == "Only staff can do this."
    form = await people.staff.slash(people.queue, "rep adjust", member=people.helper, points=500)
    blank = await world.sim.submit(people.staff, form, {"Why?": "   "})
    assert "without a reason nothing is changed" in said(blank)
    assert blank.response is not None
    again = await world.sim.click(people.staff, blank.response, "Try again")
    asked = await world.sim.submit(people.staff, again, {"Why?": "Ran the *whole* event"})
    assert "a second member of staff has to agree" in said(asked)
    waiting = card(world, "A second member of staff")
    assert "by **+500** points: Ran the \\*whole\\* event" in shown(waiting)
    assert "no reputation yet" in await balance(world, people.helper)
    assert "You gave this order" in said(await world.sim.click(people.staff, waiting, "Agree"))
    assert said(await world.sim.click(people.colleague, waiting, "Agree")) == "Confirmed: it is done."
    assert "**500** points" in await balance(world, people.helper)
    agreed = shown(card(world, "A second member of staff"))
    assert f"{people.colleague.mention} has agreed" in agreed
    assert "[Agree]" not in agreed
    audit = said(await people.colleague.slash(people.queue, "rep audit")).splitlines()[1:]
    why, to = " · Ran the \\*whole\\* event", f"→ {people.helper.mention}"
    assert [line.split(" · ", 1)[1] for line in audit] == [
        f"{people.colleague.mention} · +500 {to} · agreed to it",
        f"{people.staff.mention} · +500 {to} · refused: confirmed their own order{why}",
        f"{people.staff.mention} · +500 {to} · waits for a second one{why}",
        f"{people.staff.mention} · +500 {to} · refused: without a reason",
        f"{people.staff.mention} · +10 → {people.staff.mention} · refused: about themselves",
    ]
    second = await people.staff.slash(people.queue, "rep adjust", member=people.helper, points=-200)
    await world.sim.submit(people.staff, second, {"Why?": "That was too much"})
    await world.sim.advance(HOUR + 1)
    assert "Nobody has agreed in time." in world.texts(people.queue)
    assert "**500** points" in await balance(world, people.helper)


async def orders(world: World, what: str, award: str) -> None:
    """One of staff does this with the award of this number."""
    people = world.people
    form = await people.staff.slash(people.queue, f"rep {what}", award=award)
    await world.sim.submit(people.staff, form, {"Why?": "The two are one"})
    await world.sim.settle()


async def test_what_staff_hold_is_thanked_for_without_its_points_and_what_they_take_back_is_solved_no_more(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    post = await sim.post(people.customer, people.forum, "Dark theme", "where is the dark theme hidden, please")
    answer = await people.helper.send(post, ANSWER)
    await people.customer.context_menu(post, "Accept answer", answer)
    await sim.settle()
    thanks = f"accepted {people.helper.mention}'s answer."
    assert f"{thanks} **+15** reputation, 15 in all" in shown(world.last(post))
    await orders(world, "hold", "1")
    assert f"{thanks} Thank you!" in shown(world.last(post))
    await orders(world, "release", "1")
    assert f"{thanks} **+15** reputation, 15 in all" in shown(world.last(post))
    assert ANSWER in said(await people.neighbour.slash(people.lounge, "solved", query="dark theme"))
    await orders(world, "reverse", "1")
    assert shown(world.last(post)) == "This is not solved after all: the question is open again."
    assert ANSWER not in said(await people.neighbour.slash(people.lounge, "solved", query="dark theme"))
    again = said(await people.customer.context_menu(post, "Accept answer", answer))
    assert again.startswith(f"Staff have taken back what {people.helper.mention} had for this question")
    assert "earns 15 points" in said(await people.staff.context_menu(post, "Accept answer", answer))
