"""The whole story: asked, answered or left alone, ticket, claimed, resolved, credited, reported."""

from __future__ import annotations

from bot.demo.world import OPENS_AT
from tests.conftest import World, said, shown


async def test_one_question_travels_from_the_customer_to_the_report(world: World) -> None:
    sim, people = world.sim, world.people
    ann, sam, hugo = people.customer, people.staff, people.helper
    await sim.advance(OPENS_AT)  # the year begins on a holiday

    await ann.send(people.help, "how do i set up spf")
    answer = world.last(people.help)
    assert "SPF" in shown(answer)
    assert "Automatic answer" in shown(answer)

    modal = await sim.click(ann, answer, "Still need help")
    labels = [field.label for field in sim.open_modal_values(modal)]
    assert "What happens, and since when?" in labels
    reply = await sim.submit(
        ann,
        modal,
        {
            "Which address or domain is affected?": "example.com",
            "What happens, and since when?": "I added the record but mail still bounces",
            "Who is affected?": "Several people",
            "Is there another way for now?": "No",
        },
    )
    thread = sim.thread_named("#1 ")
    expected = "You are next in line. We answer delivery problems on the same working day."
    assert said(reply) == f"Ticket #1 is open: {thread.mention} {expected}"
    assert "mail still bounces" in world.texts(thread, ann)
    assert "its priority is **urgent**" in world.texts(thread, ann)
    assert thread.id not in [seen.id for seen in sim.visible_threads(people.neighbour)]

    card = world.last(people.queue)
    assert "#1" in shown(card)
    assert "[Claim]" in shown(card)
    assert "unclaimed" in said(await sam.slash(people.queue, "queue"))
    assert said(await sim.click(sam, card, "Claim")) == "Ticket #1 is yours."
    assert "is looking after this ticket" in world.texts(thread, ann)
    assert sam.mention in shown(world.last(people.queue))

    await sim.advance(600)
    await sam.send(thread, "Your record has a typo: it must start with v=spf1")
    await sim.advance(600)
    resolve = await sim.click(sam, world.last(people.queue), "Resolve")
    done = await sim.submit(
        sam,
        resolve,
        {"What solved it?": "The record had a typo", "Who in the community helped?": [hugo]},
    )
    assert said(done) == f"Ticket #1 is resolved. {hugo.mention} has 15 points for it."
    assert f"Thanks to {hugo.mention}" in world.texts(thread, ann)
    assert "The record had a typo" in world.texts(thread, ann)

    assert "**15** points" in said(await ann.slash(people.lounge, "rep show", member=hugo))
    assert hugo.mention in said(await ann.slash(people.lounge, "leaderboard"))
    report = said(await sam.slash(people.queue, "report"))
    assert "Questions: 1" in report
    assert "Answered by the FAQ: 1 (100%)" in report
    assert "Deflected: 0 (0%)" in report
    assert "Tickets opened: 1" in report
    assert "Tickets resolved: 1" in report
    assert "First response (median): 10 min" in report
    assert "Resolution (median): 20 min" in report
    assert "Helpers credited: 1" in report


async def test_what_the_faq_does_not_know_it_leaves_alone(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "does anybody have a recipe for lemon cake")
    assert len(world.sim.messages(people.help)) == 1
    await world.sim.advance(2)
    assert "Questions: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_what_was_read_in_the_second_before_a_stop_is_counted(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "does anybody have a recipe for lemon cake")
    await world.sim.restart()
    assert "Questions: 1" in said(await people.staff.slash(people.queue, "report"))
