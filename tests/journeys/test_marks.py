"""What is given by ✅ and by thanks, and what becomes of it when messages change."""

from __future__ import annotations

from simcord import ChannelHandle, MemberActor

from tests.conftest import World, said, shown
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_reputation import thread_at

DNS = "my domain has been red for two days, who knows the registrar"
ANSWER = "Ask your registrar to renew it, then wait an hour."
SECOND = "And flush the cache of your resolver afterwards."
DAY = 24 * 60 * 60


async def points(world: World, member: MemberActor) -> str:
    """What somebody else reads of this member's reputation."""
    standing = said(await world.people.neighbour.slash(world.people.lounge, "rep show", member=member))
    return standing.split("\n")[1] if "**" in standing else "none"


async def settled(world: World, seconds: float = 60) -> None:
    """What was put or taken away has stood for a while."""
    await world.sim.advance(seconds)
    await world.sim.settle()


async def post(world: World) -> ChannelHandle:
    """A customer's post in the help forum."""
    return await world.sim.post(world.people.customer, world.people.forum, "Red domain", DNS)


async def test_what_is_marked_on_and_off_ends_as_it_stands_and_moves_nobody_elses(world: World) -> None:
    people, sim = world.people, world.sim
    place = await post(world)
    first = await people.helper.send(place, ANSWER)
    answer = await people.member.send(place, SECOND)
    await people.customer.react(first, "✅")
    await settled(world)
    assert "**15** points ·" in await points(world, people.helper)
    await people.staff.react(answer, "✅")
    await people.colleague.react(answer, "✅")
    await people.newcomer.react(answer, "✅")  # who is trusted by nobody
    await settled(world)
    assert "**4** points ·" in await points(world, people.member)
    before = len(sim.messages(place))
    for turn in range(20):
        await people.customer.react(answer, "✅")
        if turn == 10:
            await sim.restart()
        await people.customer.unreact(answer, "✅")
    await settled(world)
    assert "**4** points ·" in await points(world, people.member), "off at the end"
    await people.customer.react(answer, "✅")
    await settled(world)
    assert "**9** points ·" in await points(world, people.member), "on at the end"
    for _ in range(20):
        await people.customer.unreact(answer, "✅")
        await people.customer.react(answer, "✅")
    await settled(world, DAY)
    assert "**9** points ·" in await points(world, people.member)
    assert len(sim.messages(place)) - before <= 1

    def meanwhile() -> None:
        for who in (people.customer, people.colleague):
            sim.env.backend.remove_reaction(place.id, answer.id, "✅", who.id)
        sim.env.backend.set_reaction(place.id, first.id, "✅", people.staff.id, True)

    await crash(world, 60, meanwhile)
    await settled(world, DAY)
    assert "**2** points ·" in await points(world, people.member), "taken away while we were off"
    assert "**17** points ·" in await points(world, people.helper), "put while we were off"


async def test_who_accepts_by_a_mark_and_takes_it_away_leaves_nothing_and_thanks_once(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, DNS)
    answer = await people.helper.send(people.help, ANSWER, reply_to=question)
    chat = await people.helper.send(people.help, "by the way, has anybody seen the new logo of them")
    before = len(sim.messages(people.help))
    await people.customer.react(chat, "✅")
    for turn in range(20):
        await people.customer.react(answer, "✅")
        if turn == 10:
            await sim.restart()
        await people.customer.unreact(answer, "✅")
    await settled(world)
    assert await points(world, people.helper) == "none"
    await people.customer.react(answer, "✅")
    await settled(world)
    assert "**15** points ·" in await points(world, people.helper)
    assert world.texts(people.help).count("accepted") == 1
    await people.customer.react(world.last(people.help), "✅")  # ours, which nobody is awarded for
    for _ in range(3):
        await people.customer.unreact(answer, "✅")
        await settled(world, DAY)
        assert await points(world, people.helper) == "none"
        await people.customer.react(answer, "✅")
        await settled(world, DAY)
    assert "**15** points ·" in await points(world, people.helper)
    assert world.texts(people.help).count("accepted") == 1
    assert len(sim.messages(people.help)) - before <= 2, "at most the thanks, and a link to the answer"


async def test_who_asked_is_heard_in_a_thread_that_somebody_else_opened_at_their_words(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, "dark theme")  # too short to be written down
    await sim.settle()
    thread = thread_at(world, question, people.neighbour)
    answer = await people.helper.send(thread, ANSWER)
    await people.newcomer.react(answer, "✅")
    await settled(world)
    assert "accepted" not in world.texts(thread)
    await people.customer.react(answer, "✅")
    await settled(world)
    assert f"{people.customer.mention} accepted {people.helper.mention}'s answer" in world.texts(thread)


async def test_a_plain_line_answers_in_the_word_of_who_has_one_open_question_there(world: World) -> None:
    people, sim = world.people, world.sim
    early = await people.member.send(people.help, SECOND)
    await people.customer.send(people.help, DNS)
    plain = await people.helper.send(people.help, ANSWER)
    asks = await people.helper.send(people.help, "has anybody seen the new logo of them yet?")
    for by, line in ((people.customer, early), (people.customer, asks), (people.staff, plain)):
        refused = said(await by.context_menu(people.help, "Accept answer", line))
        assert "Accepted" not in refused
    await people.customer.react(plain, "✅")
    await settled(world)
    assert "accepted" not in world.texts(people.help), "that is but a nod"
    await people.customer.context_menu(people.help, "Accept answer", plain)
    await settled(world)
    assert f"{people.customer.mention} accepted {people.helper.mention}'s answer" in world.texts(people.help)
    again = said(await people.customer.context_menu(people.help, "Accept answer", plain))
    assert "has its accepted answer" in again
    for text in ("how do i bake a cake with lemons?", "where can i buy a red bicycle in this town?"):
        await people.neighbour.send(people.help, text)
        await sim.advance(60)
    other = await people.helper.send(people.help, "At the market, on Saturdays until noon.")
    refused = said(await people.neighbour.context_menu(people.help, "Accept answer", other))
    assert "Accepted" not in refused, "which of the two is meant, nobody knows"


async def test_an_answer_that_is_deleted_earns_nothing_more_and_the_question_is_open_again(world: World) -> None:
    people, sim = world.people, world.sim
    backend = sim.env.backend
    place = await post(world)
    uncached = await people.helper.send(place, ANSWER)
    await people.customer.context_menu(place, "Accept answer", uncached)
    await people.staff.react(uncached, "✅")
    await settled(world)
    assert "**17** points" in await points(world, people.helper)
    await sim.restart()
    backend.delete_message(place.id, uncached.id)
    await settled(world)
    assert await points(world, people.helper) == "none"
    bulk = await people.member.send(place, ANSWER)
    assert "earns 15 points" in said(await people.customer.context_menu(place, "Accept answer", bulk)), (
        "open again"
    )
    backend.bulk_delete_messages(place.id, [bulk.id])
    await settled(world)
    assert await points(world, people.member) == "none"
    away = await people.helper.send(place, ANSWER)
    await people.customer.context_menu(place, "Accept answer", away)
    await crash(world, 60, lambda: backend.delete_message(place.id, away.id))
    await settled(world)
    assert await points(world, people.helper) == "none"


async def test_a_question_that_is_deleted_takes_nothing_back(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, DNS)
    answer = await people.helper.send(people.help, ANSWER, reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)
    sim.env.backend.delete_message(people.help.id, question.id)
    await settled(world)
    place = await post(world)
    other = await people.helper.send(place, ANSWER)
    await people.neighbour.react(other, "✅")
    await people.staff.context_menu(place, "Accept answer", other)
    sim.env.backend.delete_channel(place.id)
    await settled(world)
    await crash(world, 60)
    await settled(world)
    assert "**30** points ·" in await points(world, people.helper)


async def test_thanks_ask_which_of_at_most_three_has_helped_and_award_nobody_themselves(world: World) -> None:
    people, sim = world.people, world.sim
    place = await post(world)
    answerers = [people.helper, people.member, people.staff, people.colleague]
    for who in answerers:
        await who.send(place, ANSWER)
    await people.newcomer.send(place, "me too")
    before = len(sim.messages(place))
    for text in ("no thanks", "thanks in advance", "`thanks`", "> thanks"):
        await people.customer.send(place, text)
    await people.neighbour.send(place, "thanks, that worked")
    assert len(sim.messages(place)) == before + 5, "nobody is asked"
    everybody = [*answerers, people.newcomer, people.neighbour, people.administrator, people.customer]
    thanks = await people.customer.send(place, "thanks " + " ".join(who.mention for who in everybody))
    prompt = world.last(place)
    assert prompt.reference is not None
    assert prompt.reference.message_id == thanks.id
    assert shown(prompt).count(" helped]") == 3
    await people.customer.send(place, "thank you all")
    assert len(sim.messages(place)) == before + 8, "it is asked once"
    for who in answerers:
        assert await points(world, who) == "none"
    name = "Hugo" if "[Hugo helped]" in shown(prompt) else shown(prompt).split("[")[1].split(" helped]")[0]
    refused = said(await sim.click(people.neighbour, prompt, f"{name} helped"))
    assert refused == f"{people.customer.mention}, who asked, or staff can accept an answer."
    await sim.restart()
    assert "earns 15 points" in said(await sim.click(people.customer, prompt, f"{name} helped"))
    assert prompt.id not in [message.id for message in sim.messages(place)], "it goes"
    held = [await points(world, who) for who in answerers]
    assert sorted(one.split(" ·")[0] for one in held) == ["**15** points", "none", "none", "none"]


async def test_a_prompt_goes_after_a_day_and_where_an_answer_is_accepted_otherwise(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, DNS)
    answer = await people.helper.send(people.help, ANSWER, reply_to=question)
    await people.customer.send(people.help, "that worked, thank you!", reply_to=answer)
    prompt = world.last(people.help)
    assert "Who helped?" in shown(prompt)
    await people.customer.react(answer, "✅")
    await settled(world)
    assert "Who helped?" not in world.texts(people.help)
    place = await post(world)
    await people.helper.send(place, ANSWER)
    await people.customer.send(place, "that worked, thank you!")
    assert "Who helped?" in shown(world.last(place))
    await settled(world, DAY + 60)
    assert "Who helped?" not in world.texts(place)


async def test_edits_earn_nothing_and_staff_see_an_answer_that_was_emptied(world: World) -> None:
    people, sim = world.people, world.sim
    place = await post(world)
    answer = await people.helper.send(place, ANSWER)
    remark = await people.customer.send(place, "let me see what they say about it")
    await people.customer.context_menu(place, "Accept answer", answer)
    before, queue = len(sim.messages(place)), len(sim.messages(people.queue))
    for turn in range(50):
        await people.helper.edit(answer, f"{ANSWER} ({turn})")
        await people.customer.edit(remark, "thanks, that worked" if turn % 2 else "let me see")
    assert len(sim.messages(place)) == before
    assert len(sim.messages(people.queue)) == queue
    for text in (".", ANSWER, "-"):
        await people.helper.edit(answer, text)
    await settled(world)
    notice = world.last(people.queue)
    assert "says next to nothing" in shown(notice)
    assert str(answer.id) in shown(notice)
    assert len(sim.messages(people.queue)) == queue + 1
    assert "**15** points ·" in await points(world, people.helper)


async def test_staff_commend_somebody_once_for_a_message_of_theirs(world: World) -> None:
    people = world.people
    message = await people.member.send(people.lounge, "here is a script that renews them all")

    async def commend(by: MemberActor, whom: MemberActor) -> str:
        return said(
            await by.slash(people.lounge, "rep commend", member=whom, message=str(message.id), reason="Kind")
        )

    assert "Only staff" in await commend(people.customer, people.member)
    assert "was written by" in await commend(people.staff, people.helper)
    assert "**+10** reputation" in await commend(people.staff, people.member)
    assert "already" in await commend(people.colleague, people.member)
    own = await people.staff.send(people.lounge, "and here is another one that renews them")
    refused = await people.staff.slash(people.lounge, "rep commend", member=people.staff, message=str(own.id))
    assert "Nobody can be awarded" in said(refused)
    assert "**10** points ·" in await points(world, people.member)
    audit = said(await people.colleague.slash(people.queue, "rep audit"))
    assert f"{people.staff.mention} · +10 for a message → {people.member.mention} · `#1` · Kind" in audit
    assert "refused: about themselves" in audit


async def test_a_mark_that_stood_before_its_award_was_taken_back_counts_for_nothing_after_a_start(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    place = await post(world)
    first = await people.helper.send(place, ANSWER)
    second = await people.member.send(place, SECOND)
    await people.customer.react(first, "✅")
    await settled(world)
    offered = await people.staff.context_menu(place, "Accept answer", second)
    assert offered.response is not None
    await sim.click(people.staff, offered.response, "This one instead")
    await people.customer.react(second, "✅")
    [line] = [one for one in sim.messages(place) if one.content.startswith("✅")]
    await settled(world)
    await sim.restart()
    await settled(world, DAY)
    assert await points(world, people.helper) == "none", "switched"
    await sim.click(people.customer, line, "Not solved after all")
    await sim.restart()
    await settled(world, DAY)
    assert await points(world, people.member) == "none", (
        "accepted by staff, marked beside, and not solved after all"
    )
    await people.customer.unreact(second, "✅")
    await people.customer.react(second, "✅")
    await settled(world)
    assert "**15** points ·" in await points(world, people.member), "put anew"
