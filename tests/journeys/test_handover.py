"""From an answer that did not help to people: a ticket, or the community; and what staff and helpers say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from simcord import ChannelHandle, InteractionResult

from tests.conftest import World, said, shown
from tests.journeys.homes import (
    CALENDAR,
    FORWARDING,
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    SPF_TITLE,
    forbid,
    ours,
    small_home,
    tags,
)

ASKED = "I have asked the community. Who knows something answers there."
PASSED_ON = "-# FAQ: *{}* · it did not help, so people have been asked."


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def press(world: World, label: str, channel: ChannelHandle | None = None) -> InteractionResult:
    """The customer presses a button of the last message."""
    channel = channel or world.people.help
    return await world.sim.click(world.people.customer, world.last(channel), label)


def pings(world: World) -> list[dict[str, Any]]:
    """Whom each message that the bot sent, or edited, may notify."""
    return [
        request.body["allowed_mentions"]
        for request in world.sim.requests
        if request.method in ("POST", "PATCH")
        and "/messages" in request.path
        and "allowed_mentions" in request.body
    ]


# -- to staff


async def test_still_need_help_opens_a_prefilled_ticket_of_the_entrys_type_and_ours_steps_back(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    modal = await press(world, "Still need help")
    assert modal.modal is not None
    assert modal.modal["title"] == "Feature request"
    wanted, *_ = sim.open_modal_values(modal)
    prefilled = [row["component"].get("value") for row in modal.modal["components"] if "component" in row]
    assert SPF in prefilled
    reply = await sim.submit(people.customer, modal, {wanted.label: "an SPF record"})
    assert "Ticket #1 is open" in said(reply)
    assert ours(world, people.help) == [PASSED_ON.format(SPF_TITLE)]
    thread = sim.visible_threads(people.customer)[-1]
    assert "an SPF record" in world.texts(thread, people.customer)
    await sim.advance(61)
    await people.customer.send(thread, PARKING)
    assert PARKING_ANSWER not in world.texts(thread, people.customer)


async def test_staff_open_a_ticket_on_behalf_of_the_asker(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    modal = await sim.click(people.staff, world.last(people.help), "Still need help")
    wanted, *_ = sim.open_modal_values(modal)
    await sim.submit(people.staff, modal, {wanted.label: "an SPF record"})
    assert [thread.name for thread in sim.visible_threads(people.customer)] == [
        "#1 Feature request: an SPF record"
    ]
    assert ours(world, people.help) == [PASSED_ON.format(SPF_TITLE)]


# -- to the community


async def test_an_entry_for_the_community_gets_a_thread_at_the_question_that_pings_helpers_and_nobody_else(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    helpers = next(role for role in sim.bot.guilds[0].roles if role.name == "Trusted Helper")
    question = await people.customer.send(people.help, f"@everyone @here {FORWARDING}")
    assert said(await press(world, "Still need help")) == ASKED
    thread = next(one for one in sim.visible_threads(people.neighbour) if one.id == question.id)
    assert FORWARDING in (thread.name or "")
    assert "@everyone" not in (thread.name or "")
    [line] = ours(world, thread)
    assert line.startswith(f"{helpers.mention}: {people.customer.mention} still needs help.")
    assert ours(world, people.help) == [PASSED_ON.format("Where do I forward my letters?")]
    *others, asking = [allowed for allowed in pings(world) if allowed.get("roles")] or [{}]
    assert others == []
    assert (asking["parse"], asking["roles"], asking["users"]) == ([], [helpers.id], [people.customer.id])
    rest = [allowed for allowed in pings(world) if not allowed.get("roles")]
    assert rest
    assert all(not allowed["parse"] and not allowed.get("users") for allowed in rest)
    await sim.advance(61)
    await people.neighbour.send(thread, SPF)
    await people.customer.send(thread, PARKING)
    assert len(ours(world, thread)) == 1


async def test_an_entry_without_a_type_offers_tickets_and_the_community(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, PARKING)
    choice = await press(world, "Still need help")
    assert choice.ephemeral
    assert "What is it about?" in said(choice)
    assert "[Billing]" in said(choice)
    assert choice.response is not None
    assert said(await sim.click(people.customer, choice.response, "Ask the community")) == ASKED
    assert said(await sim.click(people.customer, choice.response, "Ask the community")) == ASKED
    thread = next(one for one in sim.visible_threads(people.neighbour) if one.id == question.id)
    assert len(ours(world, thread)) == 1


async def test_in_the_thread_of_the_bot_who_asked_accepts_also_after_a_restart_and_without_the_question(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, FORWARDING)
    await press(world, "Still need help")
    thread = next(one for one in sim.visible_threads(people.customer) if one.id == question.id)
    await sim.restart()
    sim.env.backend.delete_message(people.help.id, question.id)
    await sim.settle()
    own = await people.customer.send(thread, "found it myself, under the settings")
    assert "Nobody can be awarded" in said(await people.staff.context_menu(thread, "Accept answer", own))
    answer = await people.helper.send(thread, "under settings, then forwarding")
    refused = said(await people.neighbour.context_menu(thread, "Accept answer", answer))
    assert refused == f"{people.customer.mention}, who asked, or staff can accept an answer."
    assert "earns 15 points" in said(await people.customer.context_menu(thread, "Accept answer", answer))


async def test_in_a_post_the_community_is_asked_in_the_post_which_is_tagged(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Needs human", "Solved")
    post = await sim.post(people.customer, people.forum, "A question", FORWARDING)
    assert said(await press(world, "Still need help", post)) == ASKED
    collapsed, line = ours(world, post)
    assert collapsed == PASSED_ON.format("Where do I forward my letters?")
    assert f"{people.customer.mention} still needs help." in line
    applied = sim.env.backend.get_channel(post.id).applied_tags
    names = {int(tag["id"]): tag["name"] for tag in sim.env.backend.get_channel(people.forum.id).available_tags}
    assert [names[int(tag)] for tag in applied] == ["Needs human"]
    await people.customer.send(post, SPF)
    assert len(ours(world, post)) == 2


async def test_in_a_post_none_of_these_leads_to_the_community_too(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Needs human")
    post = await sim.post(people.customer, people.forum, "A question", CALENDAR)
    await sim.advance(4)
    choice = await press(world, "None of these", post)
    assert choice.response is not None
    await sim.click(people.customer, choice.response, "Ask the community")
    [line] = ours(world, post)
    assert f"{people.customer.mention} still needs help." in line
    assert len(sim.env.backend.get_channel(post.id).applied_tags) == 1


async def test_a_thread_that_is_there_already_is_used(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, FORWARDING)
    sim.env.backend.create_thread(people.help.id, "By hand", people.member.id, message_id=question.id)
    await sim.settle()
    assert said(await press(world, "Still need help")) == ASKED
    [thread] = [one for one in sim.visible_threads(people.neighbour) if one.id == question.id]
    assert thread.name == "By hand"
    assert len(ours(world, thread)) == 1


@pytest.mark.parametrize("missing", ["create_public_threads", "send_messages_in_threads"])
async def test_without_the_permission_for_threads_the_line_stands_in_the_channel(
    world: World, missing: str
) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, FORWARDING)
    forbid(world, people.help, **{missing: True})
    await sim.settle()
    assert said(await press(world, "Still need help")) == ASKED
    collapsed, line = ours(world, people.help)
    assert "people have been asked" in collapsed
    assert f"{people.customer.mention} still needs help." in line
    await sim.advance(3600)
    assert len(ours(world, people.help)) == 2


async def test_when_discord_fails_the_community_is_asked_a_little_later(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, FORWARDING)
    sim.fail_next("POST", "/channels/*/messages/*/threads", status=503)
    assert said(await press(world, "Still need help")).startswith("Saved. Discord does not let me ask the others")
    await sim.advance(30)
    [thread] = [one for one in sim.visible_threads(people.neighbour) if one.id == question.id]
    assert len(ours(world, thread)) == 1
    assert len(ours(world, people.help)) == 1


async def test_nobody_else_can_take_a_question_to_the_community(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, FORWARDING)
    reply = await sim.click(people.neighbour, world.last(people.help), "Still need help")
    assert said(reply).startswith(f"Only {people.customer.mention}, who asked, can press this.")
    assert sim.visible_threads(people.neighbour) == []


async def test_a_question_that_was_deleted_meanwhile_is_not_taken_anywhere(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, PARKING)
    choice = await press(world, "Still need help")
    await people.customer.delete(question)
    assert choice.response is not None
    reply = await sim.click(people.customer, choice.response, "Ask the community")
    assert said(reply).startswith("I no longer know which question this belongs to.")
    assert sim.visible_threads(people.neighbour) == []


# -- staff and helpers judge the answer


@pytest.mark.parametrize("who", ["staff", "helper"])
async def test_faq_wrong_withdraws_the_answer_and_the_next_asker_gets_silence(world: World, who: str) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    refused = await sim.click(people.neighbour, world.last(people.help), "FAQ wrong")
    assert refused.ephemeral
    assert said(refused).startswith("Only staff and helpers can do this.")
    assert SPF_ANSWER in ours(world, people.help)[0]
    thanked = await sim.click(getattr(people, who), world.last(people.help), "FAQ wrong")
    assert thanked.ephemeral
    assert said(thanked).startswith("Thank you. From now on this entry answers nobody by itself")
    withdrawn = f"-# FAQ: *{SPF_TITLE}* · withdrawn: staff or helpers say that this answer is wrong."
    assert ours(world, people.help) == [withdrawn]
    await sim.restart()
    await sim.advance(61)
    own = sim.bot.user
    assert own is not None
    await people.neighbour.send(people.help, SPF)
    assert ours(world, people.help) == [withdrawn]
    await people.neighbour.send(people.lounge, f"{own.mention} {SPF}")
    assert SPF_ANSWER not in world.texts(people.lounge)


async def test_what_the_bot_says_is_title_answer_links_and_that_it_is_automatic(
    world: World,
) -> None:
    people = world.people
    await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    assert shown(answer).splitlines() == [
        SPF_TITLE,
        SPF_ANSWER,
        "Automatic answer from our FAQ · Mail",
        "[Solved it]",
        "[Still need help]",
        "[FAQ wrong]",
    ]


async def test_two_questions_of_one_asker_in_one_post_are_both_taken_to_the_community(world: World) -> None:
    people, sim = world.people, world.sim
    assert sim.bot.user is not None
    thread = await sim.post(people.customer, people.forum, "Letters", FORWARDING)
    await sim.advance(60)
    answers = [world.last(thread)]
    await people.customer.send(thread, f"<@{sim.bot.user.id}> {PARKING}")
    await sim.advance(60)
    answers.append(world.last(thread))
    for answer in answers:
        pressed = await sim.click(people.customer, answer, "Still need help")
        if "What is it about?" in said(pressed):
            assert pressed.response is not None
            await sim.click(people.customer, pressed.response, "Ask the community")
    assert len([text for text in ours(world, thread) if "Who knows more?" in text]) == 2


async def test_in_a_busy_channel_an_interrupted_call_for_help_is_made_once(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, FORWARDING)
    await sim.advance(60)
    answer = world.last(people.help)
    for number in range(55):
        await people.neighbour.send(people.help, f"just chatting number {number} about nothing at all")
    forbid(world, people.help, create_public_threads=True)
    await sim.settle()
    sim.stall_next("POST", f"/channels/{people.help.id}/messages", after=True)
    await sim.click(people.customer, answer, "Still need help")
    sim.env.backend.advance_clock(600.0)
    await sim.kill()
    await sim.advance(1200)
    assert len([text for text in ours(world, people.help) if "Who knows more?" in text]) == 1


async def test_who_asked_accepts_an_answer_in_the_thread_that_the_bot_opened_for_them(world: World) -> None:
    people, sim = world.people, world.sim
    question = await people.customer.send(people.help, FORWARDING)
    await sim.click(people.customer, world.last(people.help), "Still need help")
    thread = next(one for one in sim.visible_threads(people.neighbour) if one.id == question.id)
    answer = await people.helper.send(thread, "Under settings, then forwarding")
    refused = await people.neighbour.context_menu(thread, "Accept answer", answer)
    assert said(refused) == f"{people.customer.mention}, who asked, or staff can accept an answer."
    accepts = await people.customer.context_menu(thread, "Accept answer", answer)
    assert "earns 15 points" in said(accepts)
