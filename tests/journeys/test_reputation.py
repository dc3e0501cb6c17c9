"""What helpers see of reputation."""

from __future__ import annotations

from tests.conftest import World, said


async def test_the_asker_accepts_an_answer_and_the_helper_is_thanked_in_public(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, "where do i find the dark theme")
    answer = await people.helper.send(people.lounge, "Settings, Display", reply_to=question)
    reply = await people.customer.context_menu(people.lounge, "Accept answer", answer)
    assert not reply.ephemeral
    assert f"{people.customer.mention} accepted {people.helper.mention}'s answer. **+10** reputation" in said(
        reply
    )
    standing = said(await people.neighbour.slash(people.lounge, "rep", member=people.helper))
    assert "**10** points from 1 award, place 1" in standing
    assert people.helper.mention in said(await people.neighbour.slash(people.lounge, "leaderboard"))
    assert "Answers accepted: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_nobody_can_award_themselves(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, "where do i find the dark theme")
    own = await people.customer.send(people.lounge, "found it, settings", reply_to=question)
    assert "Nobody can be awarded" in said(await people.customer.context_menu(people.lounge, "Accept answer", own))
    staff_answer = await people.staff.send(people.lounge, "Settings", reply_to=question)
    refused = await people.staff.context_menu(people.lounge, "Accept answer", staff_answer)
    assert "Nobody can be awarded" in said(refused)
    assert "no reputation yet" in said(await people.customer.slash(people.lounge, "rep"))


async def test_only_who_asked_or_staff_can_accept(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, "where do i find the dark theme")
    answer = await people.helper.send(people.lounge, "Settings, Display", reply_to=question)
    refused = await people.neighbour.context_menu(people.lounge, "Accept answer", answer)
    assert said(refused) == f"{people.customer.mention}, who asked, or staff can accept an answer."
    assert "**+10**" in said(await people.staff.context_menu(people.lounge, "Accept answer", answer))


async def test_a_question_has_one_accepted_answer(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.lounge, "where do i find the dark theme")
    first = await people.helper.send(people.lounge, "Settings, Display", reply_to=question)
    second = await people.neighbour.send(people.lounge, "Settings, I think", reply_to=question)
    await people.customer.context_menu(people.lounge, "Accept answer", first)
    late = await people.customer.context_menu(people.lounge, "Accept answer", second)
    assert f"{people.helper.mention} was awarded" in said(late)


async def test_who_opened_a_forum_post_accepts_an_answer_in_it(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "Dark theme", "where is it hidden, please")
    answer = await people.helper.send(post, "Settings, Display")
    assert "**+10**" in said(await people.customer.context_menu(post, "Accept answer", answer))


async def test_bots_earn_nothing(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "how do i set up spf")
    answer = world.last(people.help)
    refused = await people.customer.context_menu(people.help, "Accept answer", answer)
    assert said(refused) == "That was a bot. Bots earn nothing."


async def test_the_leaderboard_of_a_new_community_says_how_to_begin(world: World) -> None:
    people = world.people
    assert "Nobody has been awarded yet" in said(await people.customer.slash(people.lounge, "leaderboard"))
