"""Whatever job it is: killed at any request by which it changes Discord, the bot says it exactly once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.client import SupportBot
from bot.drafts.upkeep import SETTLES
from bot.jobs.job import Job
from bot.jobs.kinds import Handler
from bot.jobs.runner import JobRunner
from bot.simulated.simulation import Request
from tests.conftest import World, live, shown
from tests.journeys.homes import FORWARDING, KNOWLEDGE, SPF, UNKNOWN, configure, forbid, small_home
from tests.journeys.test_crash_matrix import FORM, MINUTE, crash

DOWN = 6 * MINUTE
"""Long enough for Discord to forget a nonce, and not too long for an answer."""

CAKE = f"{UNKNOWN} without eggs"
DAY = 24 * 60 * MINUTE
SETTLED = SETTLES.total_seconds()
REVIEWED = KNOWLEDGE.replace("    ticket_type: feature\n", "    ticket_type: feature\n    review_by: 2020-01-31\n")
BROKEN = KNOWLEDGE.replace("title:", "titel:", 1)
PROPOSAL = {
    "Category": "Mail",
    "Title": "Is there a dark mode?",
    "Phrasings": "is there a dark mode\nmake the screen black at night",
    "Answer": "Under **Settings**.",
}
CALL = {
    "How do we reach you?": "4711",
    "Your time zone": "UTC",
    "When does it suit you?": "tomorrow 10:00",
}
ESCALATED = {
    "What have you tried?": "A restart",
    "What should have happened?": "It works",
    "What do you need?": "Somebody who reads the log",
}
RETURNED = {
    "What is the answer?": "The disk is full",
    "How to handle the next one?": "Look at the disk first.",
    "What becomes of that?": "A draft of an entry of the FAQ",
    "Title, as customers would ask": "Is my disk full?",
}
HEARS = {"role": "Support", "priority": "P3"}
ID = re.compile(r"\d{15,}|<t:\d+")
"""What two runs may call differently, because they took place at other times: ids and moments."""


def asks_first(content: dict[str, Any], channel: str = "ask-the-community") -> None:
    """Of billing, the community is asked first, for an hour."""
    kind = next(one for one in content["tickets"]["types"] if one["id"] == "billing")
    kind["community_first"] = {"channel": channel, "hours": 1}
    next(field for field in kind["fields"] if field["id"] == "details")["public"] = True


Act = Callable[[World], Awaitable[object]]


async def nothing(_world: World) -> None:
    """Nothing has to happen before."""


@dataclass(frozen=True)
class Scene:
    """Something that people do, the kinds of jobs that it brings about, and what must be there before.

    The bot is killed only at changes in the channel `where`, if one is named: the others are those of other scenes.
    """

    name: str
    kinds: frozenset[str]
    act: Act
    before: Act
    where: str


SCENES: list[Scene] = []


def scene(*kinds: str, before: Act = nothing, where: str = "") -> Callable[[Act], Act]:
    """Add what the decorated function does to the scenes."""

    def added(act: Act) -> Act:
        SCENES.append(Scene(act.__name__, frozenset(kinds), act, before, where))
        return act

    return added


async def ask(world: World) -> None:
    await world.people.customer.send(world.people.help, SPF)


async def ask_for_the_community(world: World) -> None:
    await world.people.customer.send(world.people.help, FORWARDING)


async def propose(world: World) -> None:
    modal = await world.people.helper.slash(world.people.help, "faq propose")
    await world.sim.submit(world.people.helper, modal, PROPOSAL)


async def open_ticket(world: World) -> None:
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="billing")
    await world.sim.submit(world.people.customer, modal, FORM)


async def write_faq(world: World, text: str) -> None:
    (world.home / "faq" / "mail.yaml").write_text(text, encoding="utf-8")
    assert isinstance(world.sim.bot, SupportBot)
    await world.sim.bot.services.reloader.reload()


async def break_faq(world: World) -> None:
    await write_faq(world, BROKEN)
    await world.sim.advance(SETTLED)


async def take_the_help_channel(world: World) -> None:
    forbid(world, world.people.help, send_messages=True)
    await world.sim.settle()


@scene("faq.answer")
async def the_faq_answers(world: World) -> None:
    await ask(world)


@scene("faq.answer", before=ask)
async def an_answer_is_marked_as_solved(world: World) -> None:
    await world.sim.click(world.people.customer, world.last(world.people.help), "Solved it")


@scene("faq.hand_over", "faq.answer", before=ask_for_the_community)
async def the_community_is_asked(world: World) -> None:
    await world.sim.click(world.people.customer, world.last(world.people.help), "Still need help")


@scene("direct.reply", "faq.answer")
async def a_direct_message_is_answered(world: World) -> None:
    await write_directly(world, SPF)


@scene("direct.reply")
async def a_direct_message_is_led_on(world: World) -> None:
    await write_directly(world, UNKNOWN)


async def write_directly(world: World, text: str) -> None:
    await world.people.customer.send_dm(text)
    await world.sim.advance(5)


@scene("faq.people", before=ask)
async def an_answer_does_not_work(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "that does not work", reply_to=world.last(people.help))


@scene("faq.people", "faq.hand_over", "faq.answer", before=ask_for_the_community)
async def an_answer_for_the_community_does_not_work(world: World) -> None:
    await an_answer_does_not_work(world)


@scene("faq.post", "faq.answer")
async def a_post_has_no_starter(world: World) -> None:
    backend = world.sim.env.backend
    emit = backend.emit
    backend.emit = (  # type: ignore[method-assign]  # Discord delivers all but the starter
        lambda event, payload: emit(event, payload) if event != "MESSAGE_CREATE" else None
    )
    try:
        await world.sim.post(world.people.customer, world.people.forum, "A question", SPF)
    finally:
        backend.emit = emit  # type: ignore[method-assign]  # as before
    await world.sim.advance(5)


@scene("faq.share")
async def an_entry_is_shared(world: World) -> None:
    found = await world.people.customer.slash(world.people.lounge, "faq search", question="spf")
    assert found.response is not None
    await world.sim.click(world.people.customer, found.response, "Share")


@scene("faq.review")
async def an_entry_is_to_be_read_again(world: World) -> None:
    await write_faq(world, REVIEWED)
    await world.sim.advance(DAY)


@scene("faq.files", before=break_faq)
async def the_files_are_right_again(world: World) -> None:
    await write_faq(world, KNOWLEDGE)
    await world.sim.advance(SETTLED)


@scene("draft.show")
async def an_entry_is_proposed(world: World) -> None:
    await propose(world)


@scene("draft.show", before=propose)
async def a_draft_is_approved(world: World) -> None:
    await world.sim.click(world.people.staff, world.last(world.people.queue), "Approve")


async def have_a_knowledge_channel(world: World) -> None:
    world.sim.guild.create_text_channel("good-answers")
    configure(world.home, lambda content: content["channels"].update(knowledge="good-answers"))
    await world.sim.restart()


async def post(world: World) -> None:
    await have_a_knowledge_channel(world)
    await a_post_is_written(world)


@scene("draft.post", before=have_a_knowledge_channel)
async def a_post_is_written(world: World) -> None:
    [channel] = [one for one in world.sim.guild.channels.values() if one.name == "good-answers"]
    await world.people.staff.send(channel, "# Is there a dark mode?\nUnder **Settings**.")


@scene("draft.post", before=post)
async def a_post_is_deleted(world: World) -> None:
    [channel] = [one for one in world.sim.guild.channels.values() if one.name == "good-answers"]
    await world.people.staff.delete(world.sim.messages(channel)[0])


@scene("reputation.thanks")
async def an_answer_is_accepted(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "where do i find the dark theme")
    answer = await people.helper.send(people.help, "Settings, Display, then Dark", reply_to=question)
    await people.customer.context_menu(people.help, "Accept answer", answer)


async def have_an_answer(world: World, text: str = SPF) -> None:
    question = await world.people.customer.send(world.people.help, text)
    await world.sim.advance(5)
    await world.people.helper.send(world.people.help, "Ask your registrar about it", reply_to=question)


async def have_the_only_answer(world: World) -> None:
    await have_an_answer(world, CAKE)


@scene("solution.show", "faq.answer", before=have_an_answer, where="help")
async def an_answer_is_accepted_where_the_faq_has_answered(world: World) -> None:
    people = world.people
    await people.customer.context_menu(people.help, "Accept answer", world.last(people.help))


@scene("solution.show", before=have_the_only_answer, where="help")
async def an_answer_is_accepted_where_the_faq_was_silent(world: World) -> None:
    await an_answer_is_accepted_where_the_faq_has_answered(world)


async def solve(world: World) -> None:
    await have_the_only_answer(world)
    await an_answer_is_accepted_where_the_faq_was_silent(world)


@scene("solution.point", before=solve, where="help")
async def somebody_asks_again(world: World) -> None:
    await world.people.neighbour.send(world.people.help, CAKE)
    await world.sim.advance(5)


async def be_pointed(world: World) -> None:
    await solve(world)
    await somebody_asks_again(world)


@scene("solution.point", before=be_pointed, where="help")
async def what_was_solved_before_helps(world: World) -> None:
    await world.sim.click(world.people.neighbour, world.last(world.people.help), "That helped")


async def have_somebody_answer(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, FORWARDING)
    await people.helper.send(people.help, "Settings, Letters, and then Forward", reply_to=question)


@scene("reputation.prompt", before=have_somebody_answer)
async def an_asker_says_thanks(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "thanks, that worked", reply_to=world.last(people.help))


async def be_asked_who_helped(world: World) -> None:
    await have_somebody_answer(world)
    await an_asker_says_thanks(world)


@scene("reputation.prompt", before=be_asked_who_helped)
async def nobody_says_who_helped(world: World) -> None:
    await world.sim.advance(DAY + MINUTE)
    await world.sim.advance(SETTLED)


async def have_an_answer_accepted(world: World) -> None:
    await have_somebody_answer(world)
    people = world.people
    await people.customer.context_menu(people.help, "Accept answer", _answer(world))


def _answer(world: World) -> discord.Message:
    return next(one for one in world.sim.messages(world.people.help) if one.author.id == world.people.helper.id)


@scene("reputation.emptied", before=have_an_answer_accepted, where="queue")
async def an_answer_is_emptied(world: World) -> None:
    await world.people.helper.edit(_answer(world), "-")


async def hand_a_post_over(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "A question", FORWARDING)
    await world.sim.click(people.customer, world.last(post), "Still need help")
    await people.helper.send(post, "Settings, Letters, and then Forward")


@scene("reputation.thanks", "reputation.solved", before=hand_a_post_over)
async def an_answer_is_accepted_in_a_post(world: World) -> None:
    post = world.sim.thread_named("A question")
    await world.people.customer.context_menu(post, "Accept answer", world.last(post))


@scene("obstacle.tell", "reputation.thanks", before=take_the_help_channel, where="queue")
async def the_bot_may_not_thank(world: World) -> None:
    await an_answer_is_accepted(world)


async def be_kept_from_thanking(world: World) -> None:
    await take_the_help_channel(world)
    await an_answer_is_accepted(world)


@scene("obstacle.passed", "reputation.thanks", before=be_kept_from_thanking)
async def the_bot_may_thank_again(world: World) -> None:
    forbid(world, world.people.help)  # nothing any more
    await world.sim.settle()


@scene("ticket.thread", "ticket.greeting", "ticket.member", "ticket.card", "ticket.origin", "ticket.parts")
async def a_message_is_escalated(world: World) -> None:
    await escalate(world, open_for=60 * MINUTE)


@scene("ticket.kept", "ticket.thread", "ticket.parts", where="queue")
async def a_message_is_escalated_at_once(world: World) -> None:
    await escalate(world, open_for=0)
    await world.sim.advance(60 * MINUTE)


async def escalate(world: World, *, open_for: float) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, "my invoice shows the wrong amount")
    chosen = await people.staff.context_menu(people.lounge, "Escalate to ticket", message)
    assert chosen.response is not None
    modal = await world.sim.click(people.staff, chosen.response, "Billing")
    await world.sim.advance(open_for)
    await world.sim.submit(people.staff, modal, FORM)


@scene("ticket.settle_question", "faq.answer", before=ask, where="help")
async def an_answer_becomes_a_ticket(world: World) -> None:
    people, sim = world.people, world.sim
    modal = await sim.click(people.customer, world.last(people.help), "Still need help")
    wanted, *_ = sim.open_modal_values(modal)
    await sim.submit(people.customer, modal, {wanted.label: "an SPF record"})


@scene("ticket.news", "ticket.card", "ticket.lock", before=open_ticket)
async def a_ticket_is_closed(world: World) -> None:
    await world.people.staff.slash(world.people.lounge, "ticket close", number=1)
    await world.sim.advance(SETTLED)


@scene("ticket.notes", "ticket.card", before=open_ticket)
async def staff_note_something(world: World) -> None:
    modal = await world.people.staff.slash(world.people.lounge, "ticket note", number=1)
    await world.sim.submit(world.people.staff, modal, {"The note": "They pay"})


async def resolve_ticket(world: World) -> None:
    await open_ticket(world)
    await world.sim.click(world.people.customer, world.sim.messages(world.sim.thread_named("#1 "))[0], "Resolve")


@scene("ticket.news", "ticket.offers", before=resolve_ticket)
async def a_resolved_ticket_is_open_again(world: World) -> None:
    await world.people.customer.slash(world.people.lounge, "ticket reopen", number=1)


@scene("ticket.auto_close", "ticket.news", before=resolve_ticket, where="queue")
async def a_resolved_ticket_is_left_alone(world: World) -> None:
    await world.sim.advance(world.config.tickets.auto_close_days * DAY)
    await world.sim.advance(SETTLED)


@scene("promise.show", "promise.line", before=open_ticket)
async def something_is_promised(world: World) -> None:
    await world.people.staff.slash(world.people.lounge, "promise", text="A refund", by="in 2 h", number=1)


async def promise(world: World) -> None:
    await open_ticket(world)
    await something_is_promised(world)


async def promise_and_be_reminded(world: World) -> None:
    await promise(world)
    await world.sim.advance(70 * MINUTE)


@scene("promise.line", before=promise)
async def a_promise_is_nearly_due(world: World) -> None:
    await world.sim.advance(70 * MINUTE)


@scene("promise.line", before=promise_and_be_reminded)
async def a_promise_is_overdue(world: World) -> None:
    await world.sim.advance(60 * MINUTE)


async def wish_for_a_call(world: World) -> None:
    await open_ticket(world)
    modal = await world.people.customer.slash(world.people.lounge, "callback", number=1)
    await world.sim.submit(world.people.customer, modal, CALL)


@scene("promise.show", "promise.line", before=wish_for_a_call)
async def another_time_is_proposed_for_a_call(world: World) -> None:
    people, sim = world.people, world.sim
    modal = await sim.click(people.staff, world.last(people.queue), "Propose a time")
    await sim.submit(people.staff, modal, {"By when?": "tomorrow 11:00", "Why? The customer reads it": "Full"})


async def be_asked(world: World) -> None:
    configure(world.home, lambda content: content["tickets"].update(csat=True))
    await world.sim.restart()
    await resolve_ticket(world)


async def give_a_low_score(world: World) -> None:
    await be_asked(world)
    await a_low_score_is_given(world)


async def press_the_newest(world: World, person: MemberActor, place: ChannelHandle, label: str) -> None:
    message = next(one for one in reversed(world.sim.messages(place)) if f"[{label}]" in shown(one))
    await world.sim.click(person, message, label)


@scene("csat.follow_up", before=be_asked)
async def a_low_score_is_given(world: World) -> None:
    await press_the_newest(world, world.people.customer, world.sim.thread_named("#1 "), "1")


@scene("csat.follow_up", before=give_a_low_score)
async def somebody_follows_up_on_a_low_score(world: World) -> None:
    await press_the_newest(world, world.people.staff, world.people.queue, "Follow up")


async def want_a_digest(world: World) -> None:
    await open_ticket(world)
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)
    await world.people.staff.slash(world.people.lounge, "digest on", hour=1, time_zone="UTC")


@scene("digest.send", before=want_a_digest)
async def a_digest_is_due(world: World) -> None:
    await world.sim.advance(70 * MINUTE)


async def send_what_an_entry_answers(world: World) -> None:
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="billing")
    await world.sim.submit(world.people.customer, modal, {**FORM, list(FORM)[-1]: SPF})


@scene("ticket.last_chance", "ticket.thread", before=send_what_an_entry_answers, where="queue")
async def a_form_is_left_alone(world: World) -> None:
    await world.sim.advance(10 * MINUTE)


async def have_the_community_first(world: World) -> None:
    configure(world.home, asks_first)
    await world.sim.restart()


async def have_the_help_channel_first(world: World) -> None:
    configure(world.home, lambda content: asks_first(content, "help"))
    await world.sim.restart()


@scene("ticket.asked", "ticket.asked_tag", before=have_the_community_first)
async def the_community_is_asked_first(world: World) -> None:
    modal = await world.people.customer.slash(world.people.lounge, "ticket open", type="billing")
    offered = await world.sim.submit(world.people.customer, modal, FORM)
    assert offered.response is not None
    await world.sim.click(world.people.customer, offered.response, "Ask the community")


@scene("ticket.asked", before=have_the_help_channel_first)
async def the_community_is_asked_first_in_a_channel(world: World) -> None:
    await the_community_is_asked_first(world)


async def ask_the_community_first(world: World) -> None:
    await have_the_community_first(world)
    await the_community_is_asked_first(world)
    await world.people.helper.send(world.sim.thread_named("My invoice"), "Ask the bank.")


@scene("ticket.last_chance", "ticket.asked", "ticket.asked_tag", "ticket.helped", before=ask_the_community_first)
async def the_community_has_not_solved_it(world: World) -> None:
    await world.sim.advance(60 * MINUTE)


@scene("ticket.asked_settled", "ticket.asked", before=ask_the_community_first)
async def staff_call_it_solved(world: World) -> None:
    post = world.sim.thread_named("My invoice")
    await world.sim.click(world.people.staff, world.sim.messages(post)[0], "Solved it")


async def claim_ticket(world: World) -> None:
    await open_ticket(world)
    await world.people.staff.slash(world.people.lounge, "ticket claim", number=1)


@scene("lease.sweep", "ticket.lapsed", "ticket.news", "ticket.card", before=claim_ticket, where="queue")
async def a_claim_lapses(world: World) -> None:
    await world.sim.advance(2 * 60 * MINUTE + SETTLED)


async def have_a_role_that_hears(world: World) -> None:
    configure(world.home, lambda content: content["tickets"]["types"][0].update(staff_ping=HEARS))
    await world.sim.restart()


@scene("ticket.ping_line", before=have_a_role_that_hears, where="queue")
async def a_role_hears_of_a_ticket(world: World) -> None:
    await open_ticket(world)
    await world.sim.advance(SETTLED)


async def have_a_queue_for_wishes(world: World) -> None:
    def change(content: dict[str, Any]) -> None:
        next(kind for kind in content["tickets"]["types"] if kind["id"] == "feature")["queue"] = "lounge"

    configure(world.home, change)
    await world.sim.restart()
    await open_ticket(world)


@scene("ticket.card", before=have_a_queue_for_wishes, where="queue")
async def a_card_leaves_the_queue_for_that_of_its_type(world: World) -> None:
    staff, wish = world.people.staff, {"What would you like to be able to do?": "Folders"}
    modal = await staff.slash(world.people.lounge, "ticket move", type="feature", number=1)
    await world.sim.submit(staff, modal, wish)


@scene("ticket.card", before=have_a_queue_for_wishes, where="lounge")
async def a_card_comes_into_the_queue_of_its_type(world: World) -> None:
    await a_card_leaves_the_queue_for_that_of_its_type(world)


async def have_a_panel(world: World) -> None:
    people = world.people
    found = await people.administrator.slash(people.lounge, "setup")
    assert found.response is not None
    await world.sim.click(people.administrator, found.response, "Post or refresh the panel")


@scene("ticket.panels", before=have_a_panel, where="tickets")
async def a_panel_is_deleted(world: World) -> None:
    await world.people.administrator.delete(world.last(world.people.tickets))


async def snooze_ticket(world: World) -> None:
    await open_ticket(world)
    await world.people.staff.slash(world.people.lounge, "ticket snooze", until="in 50 min", number=1)


@scene("ticket.wake", before=snooze_ticket, where="queue")
async def a_snoozed_ticket_comes_back(world: World) -> None:
    await world.sim.advance(60 * MINUTE)
    await world.sim.advance(SETTLED)


async def ask_requester(world: World) -> None:
    await open_ticket(world)
    await world.people.staff.send(world.sim.thread_named("#1 "), "Which invoice is it?")


@scene("ticket.silence", "ticket.news", before=ask_requester)
async def a_requester_is_reminded(world: World) -> None:
    await world.sim.advance(DAY + MINUTE)
    await world.sim.advance(SETTLED)


@scene("ticket.silence", "ticket.news", "ticket.offers", before=ask_requester)
async def a_close_request_is_left_alone(world: World) -> None:
    await world.people.staff.slash(world.people.lounge, "ticket close-request", until="in 2 h", number=1)
    await world.sim.advance(125 * MINUTE)
    await world.sim.advance(SETTLED)


async def be_about_to_return(world: World) -> None:
    await open_ticket(world)
    modal = await world.people.staff.slash(world.people.lounge, "ticket escalate", number=1)
    await world.sim.submit(world.people.staff, modal, ESCALATED)
    await world.sim.advance(SETTLED)


@scene("tier.tell", "ticket.news", before=open_ticket, where="queue")
async def a_ticket_is_escalated(world: World) -> None:
    modal = await world.people.staff.slash(world.people.lounge, "ticket escalate", number=1)
    await world.sim.submit(world.people.staff, modal, ESCALATED)
    await world.sim.advance(SETTLED)


@scene("tier.draft", "draft.show", "ticket.back", before=be_about_to_return, where="queue")
async def a_ticket_is_returned_with_a_draft(world: World) -> None:
    modal = await world.people.colleague.slash(world.people.lounge, "ticket return", number=1)
    await world.sim.submit(world.people.colleague, modal, RETURNED)
    await world.sim.advance(SETTLED)


async def be_about_to_run_out(world: World) -> None:
    target = {"P3": {"first_response_hours": 1}}
    configure(world.home, lambda content: content["tickets"].update(sla=target, warn_percent=99))
    await world.sim.restart()
    await claim_ticket(world)


async def be_about_to_run_out_in_the_queue(world: World) -> None:
    await be_about_to_run_out(world)
    await world.people.staff.slash(world.people.lounge, "ticket release", number=1)


@scene("clock.line", before=be_about_to_run_out_in_the_queue, where="queue")
async def a_clock_runs_out_of_nobodys_ticket(world: World) -> None:
    await world.sim.advance(61 * MINUTE)


@scene("clock.sweep", "clock.line", before=be_about_to_run_out)
async def a_clock_runs_out(world: World) -> None:
    await world.sim.advance(61 * MINUTE)


async def have_helped_until_the_week_ends(world: World) -> None:
    ends_at = world.sim.now() + timedelta(hours=1)
    weekly = {"weekday": ends_at.strftime("%A").lower(), "hour": ends_at.hour, "thanks": "lounge"}
    configure(
        world.home,
        lambda content: (
            content["community"].update(time_zone="UTC"),
            content["reputation"].update(weekly=weekly),
        ),
    )
    await world.sim.restart()
    people = world.people
    await people.customer.slash(people.lounge, "rep notes", wanted=True)
    post = await world.sim.post(people.neighbour, people.forum, "Dark theme", "where is it hidden, please")
    answer = await people.customer.send(post, "Under **Settings**, the third box from above.")
    await people.neighbour.context_menu(post, "Accept answer", answer)


@scene("weekly.thanks", "weekly.note", before=have_helped_until_the_week_ends)
async def a_week_ends(world: World) -> None:
    await world.sim.advance(60 * MINUTE + 5)  # no run that hangs is given up before the bot is killed


async def _ask_where_helpers_are_told(world: World, *helpers: MemberActor, minutes: int) -> None:
    """They help with all; a question has waited for so long."""
    configure(world.home, lambda content: content.update(routing={"is_on": True, "together_minutes": 0}))
    await world.sim.restart()
    for who in helpers:
        form = await who.slash(world.people.lounge, "helper topics")
        await world.sim.submit(who, form, {"All questions": True})
    await world.people.customer.send(world.people.help, UNKNOWN)
    await world.sim.advance(minutes * MINUTE - 1)


async def have_helpers(world: World) -> None:
    await _ask_where_helpers_are_told(world, world.people.neighbour, minutes=10)


@scene("faq.unanswered", "routing.line", before=have_helpers)
async def a_helper_is_told_of_a_question(world: World) -> None:
    await world.sim.advance(2)


async def have_one_more_helper(world: World) -> None:
    await _ask_where_helpers_are_told(world, world.people.neighbour, minutes=29)
    form = await world.people.newcomer.slash(world.people.lounge, "helper topics")
    await world.sim.submit(world.people.newcomer, form, {"All questions": True})
    await world.sim.advance(MINUTE)


@scene("faq.unanswered", "routing.line", before=have_one_more_helper)
async def another_helper_is_told_of_it(world: World) -> None:
    await world.sim.advance(MINUTE)


async def have_no_helpers(world: World) -> None:
    await _ask_where_helpers_are_told(world, minutes=90)


@scene("faq.unanswered", "routing.offer", before=have_no_helpers)
async def who_asked_is_offered_a_ticket(world: World) -> None:
    await world.sim.advance(2)


async def wait_for_a_second_one(world: World) -> None:
    people = world.people
    form = await people.staff.slash(people.lounge, "rep adjust", member=people.helper, points=500)
    await world.sim.submit(people.staff, form, {"Why?": "A guide"})


@scene("reputation.card", where="queue")
async def staff_need_a_second_one(world: World) -> None:
    await wait_for_a_second_one(world)


@scene("reputation.card", before=wait_for_a_second_one, where="queue")
async def a_second_one_agrees(world: World) -> None:
    await press_the_newest(world, world.people.colleague, world.people.queue, "Agree")


ELSEWHERE = {
    "reputation.rings": "changes nothing in Discord",
    "reputation.rank": "changes no channel: tests/journeys/test_ranks.py",
    "reputation.ranks": "changes nothing in Discord",
    "reputation.vest": "changes nothing in Discord",
    "ticket.places": "changes nothing in Discord",
    "ticket.silences": "changes nothing in Discord",
    "ticket.delay": "changes nothing in Discord",
    "ticket.ping": "changes nothing in Discord",
    "faq.tag": "the handler of reputation.solved",
    "ticket.question": "the handler of reputation.solved",
    "faq.settled": "changes nothing in Discord",
    "faq.forget": "changes nothing in Discord",
    "solution.forget": "changes nothing in Discord",
    "form.forget": "changes nothing in Discord",
    "direct.look": "begins with a start: tests/journeys/test_direct.py",
    "faq.sum_up": "changes nothing in Discord",
    "ticket.look_asked": "begins with a start: tests/journeys/test_community_first.py",
    "ticket.holders": "changes nothing in Discord",
    "ticket.holder": "changes nothing in Discord",
    "record.file": "changes nothing in Discord: tests/journeys/test_recording.py",
    "privacy.sweep": "changes nothing in Discord: tests/privacy",
    "reputation.mark": "what it accepts is shown by reputation.thanks: tests/journeys/test_marks.py",
    "reputation.look": "changes nothing in Discord: tests/journeys/test_marks.py",
    "privacy.file": "changes nothing in Discord: tests/privacy",
    "ticket.look": "begins with a start: tests/journeys/test_ticket_repair.py",
}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The kinds of the jobs that were begun."""
    kinds: set[str] = set()
    handle = JobRunner.handle

    def recorded(runner: JobRunner, kind: str, handler: Handler, **how: object) -> None:
        async def go(job: Job) -> object:
            kinds.add(str(kind))
            return await handler(job)

        handle(runner, kind, go, **how)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(JobRunner, "handle", recorded)
    return kinds


@asynccontextmanager
async def prepared(home: Path, scene: Scene) -> AsyncIterator[World]:
    silence = {"first_reminder_days": 1}
    changes = {"auto_close_days": 1, "lease_hours": 2, "silence": silence}
    configure(small_home(home), lambda content: content["tickets"].update(changes))
    async with live(home) as world:
        await scene.before(world)
        await world.sim.settle()
        yield world


def spoken(world: World) -> dict[str, Counter[str]]:
    """What stands of ours in each channel and thread and in direct messages, and the tags and state of the threads."""
    sim, people = world.sim, world.people
    own = sim.bot.user
    assert own is not None
    private = [one.user.dm_channel for one in (people.customer, people.staff)]
    places = [*sim.guild.channels.values(), *sim.visible_threads(people.administrator), *private]
    found: dict[str, Counter[str]] = {}
    for place in places:
        said = Counter(
            ID.sub("…", shown(message)) for message in sim.messages(place) if message.author.id == own.id
        )
        stored = sim.env.backend.get_channel(place.id)
        if stored.is_thread:
            assert stored.thread_metadata is not None
            said[f"archived: {stored.thread_metadata.archived}, locked: {stored.thread_metadata.locked}"] += 1
            assert stored.parent_id is not None
            tags = sim.env.backend.get_channel(stored.parent_id).available_tags
            said.update(tag["name"] for tag in tags if int(tag["id"]) in map(int, stored.applied_tags))
        found.setdefault(place.name or "", Counter()).update(said)
    return found


def changes_of(world: World, scene: Scene, requests: list[Request], known: set[str]) -> list[tuple[Request, int]]:
    """The requests by which jobs change Discord, each with how many like it went before. What is made by them has another
    id each time: `known` are the ids of channels that were there before.

    Answers to who pressed or typed are no job's, and a death at a request that only reads is one before the next
    that writes.
    """
    place = f"/channels/{getattr(world.people, scene.where).id}/" if scene.where else "/channels/"
    changes = [one for one in requests if one.method != "GET" and one.path.startswith(place)]
    found = []
    for number, request in enumerate(changes):
        like = (
            request.path if request.path.split("/")[2] in known else re.sub(r"/\d+", "/*", request.path, count=1)
        )
        before = [one for one in changes[:number] if one.method == request.method and fnmatch(one.path, like)]
        found.append((replace(request, path=like), len(before)))
    return found


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_crash_at_any_change_of_discord_leaves_everything_said_once(
    tmp_path: Path, scene: Scene, begun: set[str]
) -> None:
    async with prepared(tmp_path / "whole", scene) as world:
        begun.clear()
        before, known = len(world.sim.requests), {str(id_) for id_ in world.sim.env.backend.channels}
        await scene.act(world)
        changes = changes_of(world, scene, world.sim.requests[before:], known)
        assert scene.kinds <= begun
        await world.sim.advance(DOWN + MINUTE)
        whole = spoken(world)
    assert changes
    for number, (request, skip) in enumerate(changes):
        for after in (False, True):
            async with prepared(tmp_path / f"{number}-{after}", scene) as world:
                world.sim.stall_next(request.method, request.path, after=after, skip=skip)
                await scene.act(world)
                assert world.sim.env.line.stalls == []
                await crash(world, DOWN)
                await world.sim.advance(MINUTE)
                what = f"killed {'after' if after else 'before'} {request.method} {request.path}, like it {skip}"
                assert spoken(world) == whole, what


async def test_no_kind_of_job_is_left_out(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        assert isinstance(world.sim.bot, SupportBot)
        kinds = world.sim.bot.services.jobs.kinds
    assert {str(kind) for kind in kinds} == {*ELSEWHERE, *frozenset().union(*(scene.kinds for scene in SCENES))}
