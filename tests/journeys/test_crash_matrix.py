"""The bot dies, Discord fails, people delete things: nothing is lost, and nothing is said twice."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest
import yaml
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.jobs.runner import JobRunner
from bot.simulated.community import shipped_home
from bot.tickets.delivery import Delivery
from bot.tickets.last_chances.service import LastChances
from tests.conftest import World, said, shown
from tests.journeys.card import press
from tests.journeys.homes import forget_types

FAQ = """\
category: DNS
entries:
  - id: spf
    title: How do I set up SPF?
    questions: [how do i set up spf, what is an spf record]
    answer: Add a TXT record that starts with v=spf1.
  - id: parking
    title: Can I park a domain?
    questions: [can i park a domain, is domain parking possible]
    answer: Yes, for as long as you like.
"""
QUESTION = "how do i set up spf"
ANSWER = "How do I set up SPF?"

NOTE = "The invoice was printed twice"
FORM = {
    "What is it about?": "An invoice",
    "What do you need? (no card numbers, please)": "My invoice 4711 shows the wrong amount",
}
OPENED, CLAIMED, RESOLVED = (
    "Ticket #1 · Billing",
    "is looking after this ticket now",
    "marked this ticket as resolved",
)

TIMERS = (
    "ticket.auto_close",
    "ticket.delay",
    "ticket.places",
    "ticket.panels",
    "ticket.silence",
    "ticket.silences",
)
"""Owed although Discord shows all that there is of tickets."""

MINUTE = 60.0
NONCE_FORGOTTEN = 10 * MINUTE
"""Discord refuses to send one nonce twice "for a few minutes", which would hide what the bot itself forgets."""

QUARTER = 90 * 24 * 60 * MINUTE


@cache
@cache
def small_config() -> str:
    """The shipped settings with two of their ticket types: a test reads them with every start of the bot."""
    content = yaml.safe_load((shipped_home() / "config.yaml").read_text(encoding="utf-8"))
    return without_types(content, lambda type_id: type_id not in ("billing", "feature"))


def without_types(content: dict[str, Any], is_gone: Callable[[str], bool]) -> str:
    forget_types(content, is_gone)
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that loads quickly."""
    home = tmp_path / "home"
    (home / "faq").mkdir(parents=True)
    (home / "config.yaml").write_text(small_config(), encoding="utf-8")
    (home / "faq" / "dns.yaml").write_text(FAQ, encoding="utf-8")
    return home


@dataclass(frozen=True)
class Stop:
    """Where the bot dies: at a request, before it takes effect or after, when the bot has not heard of it yet."""

    what: str
    method: str
    path: str
    after: bool

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} {self.what}"

    def arm(self, world: World) -> None:
        queue = world.people.queue.id
        world.sim.stall_next(self.method, self.path.format(queue=queue), after=self.after)


def stops(*requests: tuple[str, str, str]) -> list[Stop]:
    return [Stop(*request, after) for request in requests for after in (False, True)]


THREAD = ("the thread", "POST", "/channels/*/threads")
FIRST_MESSAGE = ("the first message of the thread", "POST", "/channels/*/messages")
REQUESTER = ("the requester is added", "PUT", "/channels/*/thread-members/*")
CARD = ("the card", "POST", "/channels/{queue}/messages")
REPLY = ("the reply", "PATCH", "/webhooks/*/messages/@original")
PRESSED = ("the acknowledgement", "POST", "/interactions/*/callback")
OPENING = stops(THREAD, FIRST_MESSAGE, REQUESTER, CARD, REPLY)

ANNOUNCEMENT = ("the announcement", "POST", "/channels/*/messages")
CARD_REDRAWN = ("the card is redrawn", "PATCH", "/channels/{queue}/messages/*")
SHOWING = stops(PRESSED, ANNOUNCEMENT, CARD_REDRAWN)


async def crash(world: World, down_seconds: float = 0.0, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Kill the bot where it stands; a fresh one comes only after this long, and after what happens meanwhile."""
    await _replace(world, world.sim.kill, down_seconds, meanwhile)


async def stop(world: World, down_seconds: float = 0.0, meanwhile: Callable[[], object] = lambda: None) -> None:
    """The same for a bot that the operator stops: it closes its database."""
    await _replace(world, world.sim.restart, down_seconds, meanwhile)


async def _replace(
    world: World, end: Callable[[], Awaitable[object]], down_seconds: float, meanwhile: Callable[[], object]
) -> None:
    sim, make_bot = world.sim, world.sim._make_bot

    def make_later() -> discord.Client:
        sim.env.backend.advance_clock(down_seconds)
        meanwhile()
        return make_bot()

    sim._make_bot = make_later
    try:
        await end()
    finally:
        sim._make_bot = make_bot


async def never(*_: Any) -> None:
    """What the process was about to do when it died."""
    await asyncio.Event().wait()


async def fill_in(world: World, requester: MemberActor | None = None) -> InteractionResult:
    """Ask for a ticket, up to the end or to where the bot hangs."""
    requester = requester or world.people.customer
    modal = await requester.slash(world.people.lounge, "ticket open", type="billing")
    return await world.sim.submit(requester, modal, FORM)


def card(world: World) -> discord.Message:
    """The card of ticket 1; below it may stand what keeps the bot from something."""
    return [message for message in world.sim.messages(world.people.queue) if "Ticket #1" in shown(message)][-1]


async def claim(world: World, staff: MemberActor | None = None) -> InteractionResult:
    return await world.sim.click(staff or world.people.staff, card(world), "Claim")


async def resolve(world: World) -> InteractionResult:
    modal = await press(world, world.people.staff, "Resolve")
    filled = {"What solved it?": NOTE, "Who in the community helped?": [world.people.helper]}
    return await world.sim.submit(world.people.staff, modal, filled)


def rows(home: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(home / "data" / "signpost.db")) as database:
        return database.execute(query).fetchall()


def threads(world: World) -> list[ChannelHandle]:
    """The threads of ticket 1, as an administrator sees them."""
    seen = world.sim.visible_threads(world.people.administrator)
    return [thread for thread in seen if (thread.name or "").startswith("#1 ")]


def count(world: World, place: ChannelHandle, text: str) -> int:
    """How many messages here say this."""
    return sum(text in shown(message) for message in world.sim.messages(place))


def made(world: World) -> dict[str, int]:
    """How often each part of the opening of ticket 1 is there."""
    return {
        "threads": len(threads(world)),
        "first messages": sum(count(world, thread, OPENED) for thread in threads(world)),
        "cards": count(world, world.people.queue, OPENED),
    }


async def assert_complete(world: World) -> None:
    """One ticket, in the database, for its requester and for staff; for nobody else; and work goes on."""
    people = world.people
    assert rows(world.home, "SELECT count(*) FROM tickets") == [(1,)]
    # The look at all tickets takes its time, and is no part of an opening.
    kinds = (*TIMERS, "ticket.look")
    assert rows(world.home, f"SELECT kind FROM jobs WHERE kind LIKE 'ticket.%' AND kind NOT IN {kinds}") == []
    assert rows(world.home, "PRAGMA integrity_check") == [("ok",)]
    assert made(world) == {"threads": 1, "first messages": 1, "cards": 1}
    (thread,) = threads(world)
    assert thread.name == "#1 Billing: My invoice 4711 shows the wrong amount"
    assert thread.id in [seen.id for seen in world.sim.visible_threads(people.customer)]
    assert thread.id not in [seen.id for seen in world.sim.visible_threads(people.neighbour)]
    assert len(world.sim.messages(thread)) == 1
    queue = said(await people.staff.slash(people.queue, "queue"))
    assert queue.count(thread.mention) == 1
    assert "unclaimed" in queue
    assert said(await claim(world)) == "Ticket #1 is yours."
    assert count(world, thread, CLAIMED) == 1
    assert "Claimed" in shown(card(world))


# -- opening a ticket


@pytest.mark.parametrize("stop", OPENING, ids=str)
async def test_a_crash_at_any_request_of_an_opening_leaves_one_whole_ticket(world: World, stop: Stop) -> None:
    stop.arm(world)
    await fill_in(world)
    await crash(world, NONCE_FORGOTTEN)
    await assert_complete(world)


@pytest.mark.parametrize("stop", [stop for stop in OPENING if stop.after], ids=str)
async def test_a_bot_that_is_back_at_once_makes_nothing_twice(world: World, stop: Stop) -> None:
    stop.arm(world)
    await fill_in(world)
    await crash(world)
    await assert_complete(world)


async def test_a_crash_right_after_the_commit_leaves_one_whole_ticket(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(JobRunner, "run", never)
        await fill_in(world)
    assert made(world) == {"threads": 0, "first messages": 0, "cards": 0}
    await crash(world)
    await assert_complete(world)


@pytest.mark.parametrize("receipt", ["thread_made", "greeted", "member_added", "card_posted"])
async def test_a_crash_before_any_receipt_is_written_leaves_one_whole_ticket(
    world: World, monkeypatch: pytest.MonkeyPatch, receipt: str
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Delivery, receipt, never)
        await fill_in(world)
    assert rows(world.home, "SELECT status FROM tickets") == [("open",)]
    await crash(world, NONCE_FORGOTTEN)
    await assert_complete(world)


async def test_a_crash_before_the_commit_leaves_nothing_and_the_form_can_be_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(LastChances, "send", never)
        await fill_in(world)
    await crash(world)
    assert rows(world.home, "SELECT count(*) FROM tickets") == [(0,)]
    await fill_in(world)
    await assert_complete(world)


async def test_two_crashes_in_one_opening_leave_one_whole_ticket(world: World) -> None:
    Stop(*THREAD, after=True).arm(world)
    await fill_in(world)
    Stop(*CARD, after=True).arm(world)
    await crash(world, NONCE_FORGOTTEN)
    assert made(world) == {"threads": 1, "first messages": 1, "cards": 1}
    await crash(world, NONCE_FORGOTTEN)
    await assert_complete(world)


async def test_openings_that_were_interrupted_together_are_not_mixed_up(world: World) -> None:
    ann, noor = world.people.customer, world.people.neighbour
    for requester in (ann, noor):
        Stop(*THREAD, after=True).arm(world)
        await fill_in(world, requester)
    await crash(world, NONCE_FORGOTTEN)
    assert count(world, world.people.queue, "Ticket #") == 2
    for requester, number in ((ann, "#1 "), (noor, "#2 ")):
        (thread,) = world.sim.visible_threads(requester)
        assert (thread.name or "").startswith(number)
        assert f"Hello {requester.mention}" in world.texts(thread, requester)


@pytest.mark.parametrize("stop", [Stop(*THREAD, after=True), Stop(*CARD, after=False)], ids=str)
async def test_the_tickets_of_a_database_that_was_lost_are_not_adopted(world: World, stop: Stop) -> None:
    people = world.people
    await fill_in(world, people.neighbour)
    old = world.sim.thread_named("#1 ")
    before = world.texts(old)
    await crash(world, meanwhile=lambda: shutil.rmtree(world.home / "data"))
    stop.arm(world)
    await fill_in(world)
    await crash(world, NONCE_FORGOTTEN)
    (thread,) = world.sim.visible_threads(people.customer)
    assert thread.id != old.id
    assert count(world, thread, OPENED) == 1
    assert world.texts(old) == before
    assert count(world, people.queue, OPENED) == 2
    assert count(world, people.queue, thread.mention) == 1


@pytest.mark.parametrize(
    ("stop", "twice"),
    [
        (Stop(*THREAD, after=True), "threads"),
        (Stop(*FIRST_MESSAGE, after=True), "first messages"),
        (Stop(*CARD, after=True), "cards"),
    ],
    ids=str,
)
async def test_without_adoption_the_same_crashes_do_leave_duplicates(
    world: World, stop: Stop, twice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof that the tests above can see a missing adoption.

    The one place where product code is replaced by worse code: a bot that looks for nothing that it made before.
    """

    async def found_nothing(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr("cogs.tickets.threads.Threads._adopted", found_nothing)
    monkeypatch.setattr("cogs.tickets.reaching.Reach.own_message", found_nothing)
    stop.arm(world)
    await fill_in(world)
    await crash(world, NONCE_FORGOTTEN)
    assert made(world) == {"threads": 1, "first messages": 1, "cards": 1} | {twice: 2}


# -- what happens to a ticket later


@pytest.mark.parametrize("stop", SHOWING, ids=str)
async def test_a_crash_while_a_claim_is_shown_tells_the_thread_once(world: World, stop: Stop) -> None:
    await fill_in(world)
    thread = world.sim.thread_named("#1 ")
    stop.arm(world)
    await claim(world)
    await crash(world, NONCE_FORGOTTEN)
    assert count(world, thread, CLAIMED) == 1
    assert "Claimed" in shown(world.last(world.people.queue))
    assert world.people.staff.mention in shown(world.last(world.people.queue))
    late = await world.people.colleague.slash(world.people.queue, "ticket claim", number=1)
    assert said(late) == f"{world.people.staff.mention} has ticket #1 already."


async def test_what_was_said_before_a_crash_is_not_said_again_although_more_has_happened_since(
    world: World,
) -> None:
    people = world.people
    await fill_in(world)
    thread = world.sim.thread_named("#1 ")
    Stop(*ANNOUNCEMENT, after=True).arm(world)
    await claim(world)
    world.sim.fail_next("GET", "/channels/*/messages", status=503)
    await crash(world, NONCE_FORGOTTEN)
    assert said(await people.staff.slash(people.queue, "ticket close", number=1)) == "Ticket #1 is closed."
    assert count(world, thread, CLAIMED) == 1
    assert count(world, thread, "closed this ticket") == 1


@pytest.mark.parametrize("stop", SHOWING, ids=str)
async def test_a_crash_while_a_solution_is_shown_tells_the_thread_once(world: World, stop: Stop) -> None:
    people = world.people
    await fill_in(world)
    thread = world.sim.thread_named("#1 ")
    await claim(world)
    modal = await press(world, people.staff, "Resolve")
    stop.arm(world)
    filled = {"What solved it?": NOTE, "Who in the community helped?": [people.helper]}
    await world.sim.submit(people.staff, modal, filled)
    await crash(world, NONCE_FORGOTTEN)
    assert count(world, thread, RESOLVED) == 1
    assert count(world, thread, NOTE) == 1
    assert count(world, thread, CLAIMED) == 1
    assert "Resolved" in shown(world.last(people.queue))
    assert "**15** points ·" in said(await people.customer.slash(people.lounge, "rep show", member=people.helper))


async def test_a_card_that_somebody_deleted_is_there_at_once_and_follows_what_happens(world: World) -> None:
    people = world.people
    await fill_in(world)
    await people.administrator.delete(world.last(people.queue))
    assert count(world, people.queue, OPENED) == 1
    assert "Claimed" not in shown(world.last(people.queue))
    assert said(await people.staff.slash(people.queue, "ticket claim", number=1)) == "Ticket #1 is yours."
    assert count(world, people.queue, OPENED) == 1
    assert "Claimed" in shown(world.last(people.queue))
    assert said(await resolve(world)).startswith("Ticket #1 is resolved.")
    assert count(world, people.queue, OPENED) == 1


async def test_a_crash_while_a_deleted_card_is_replaced_leaves_one_card(world: World) -> None:
    people = world.people
    await fill_in(world)
    Stop(*CARD, after=True).arm(world)
    await people.administrator.delete(world.last(people.queue))
    await people.staff.slash(people.queue, "ticket claim", number=1)
    assert "Claimed" not in shown(world.last(people.queue))  # who replaces the card hangs
    await crash(world, NONCE_FORGOTTEN)
    assert count(world, people.queue, OPENED) == 1
    assert "Claimed" in shown(world.last(people.queue))
    assert said(await resolve(world)).startswith("Ticket #1 is resolved.")
    assert "Resolved" in shown(world.last(people.queue))


async def test_a_ticket_whose_thread_was_deleted_can_be_claimed_and_resolved(world: World) -> None:
    await fill_in(world)
    world.sim.env.backend.delete_channel(world.sim.thread_named("#1 ").id)
    await world.sim.settle()
    assert said(await claim(world)) == "Ticket #1 is yours."
    assert "Claimed" in shown(world.last(world.people.queue))
    assert said(await resolve(world)).startswith("Ticket #1 is resolved.")
    assert "Resolved" in shown(world.last(world.people.queue))
    assert rows(world.home, f"SELECT kind FROM jobs WHERE kind LIKE 'ticket.%' AND kind NOT IN {TIMERS}") == []


# -- the FAQ


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_while_the_faq_answers_leaves_one_answer(world: World, after: bool) -> None:
    people = world.people
    world.sim.stall_next("POST", "/channels/*/messages", after=after)
    await people.customer.send(people.help, QUESTION)
    await crash(world, 6 * MINUTE)  # the nonce is forgotten, the question is not
    assert count(world, people.help, ANSWER) == 1
    assert len(world.sim.messages(people.help)) == 2
    await world.sim.click(people.customer, world.last(people.help), "Solved it")
    assert "Marked as solved" in shown(world.last(people.help))


async def test_an_answer_that_a_crash_delayed_for_longer_than_ten_minutes_is_not_given(world: World) -> None:
    people = world.people
    world.sim.stall_next("POST", "/channels/*/messages")
    await people.customer.send(people.help, QUESTION)
    await crash(world, 11 * MINUTE)
    await world.sim.advance(60 * MINUTE)
    assert len(world.sim.messages(people.help)) == 1
    assert rows(world.home, "SELECT kind FROM jobs WHERE kind = 'faq.answer'") == []


async def test_an_answer_that_was_given_before_a_long_crash_is_not_given_again(world: World) -> None:
    people = world.people
    world.sim.stall_next("POST", "/channels/*/messages", after=True)
    await people.customer.send(people.help, QUESTION)
    await crash(world, 11 * MINUTE)
    assert count(world, people.help, ANSWER) == 1
    await world.sim.click(people.customer, world.last(people.help), "Solved it")
    assert "Marked as solved" in shown(world.last(people.help))


# -- Discord fails


async def test_a_ticket_that_discord_fails_to_open_is_saved_and_opens_by_itself(world: World) -> None:
    world.sim.fail_next("POST", "/channels/*/threads", status=503)
    reply = said(await fill_in(world))
    assert reply.startswith("Ticket #1 is saved and cannot get lost")
    assert "it follows as soon as it can, and you will be notified there." in reply
    assert made(world)["threads"] == 0
    await world.sim.advance(10)
    await assert_complete(world)


async def test_a_ticket_waits_through_an_hour_without_discord(world: World) -> None:
    world.sim.fail_next("POST", "/channels/*/messages", status=503, times=None)
    assert "Ticket #1 is open" in said(await fill_in(world))
    await world.sim.advance(60 * MINUTE)
    assert made(world) == {"threads": 1, "first messages": 0, "cards": 0}
    world.sim.env.backend.faults.clear()
    await world.sim.advance(60 * MINUTE)
    await assert_complete(world)


async def test_a_ticket_that_the_bot_may_not_open_is_saved_and_opens_once_it_may(world: World) -> None:
    people, backend = world.people, world.sim.env.backend
    overwrites = backend.get_channel(people.tickets.id).overwrites
    own = next(overwrite for overwrite in overwrites if overwrite.target_id == backend.bot_user.id)
    threads_flag = discord.Permissions(create_private_threads=True).value
    denied = Overwrite(own.target_id, OverwriteType.MEMBER, own.allow & ~threads_flag, own.deny | threads_flag)
    backend.set_overwrite(people.tickets.id, denied)
    await world.sim.settle()
    assert "Ticket #1 is saved and cannot get lost" in said(await fill_in(world))
    await world.sim.advance(60 * MINUTE)
    assert made(world) == {"threads": 0, "first messages": 0, "cards": 1}
    backend.set_overwrite(people.tickets.id, own)
    await world.sim.settle()
    await assert_complete(world)


async def test_a_thread_that_is_deleted_before_its_first_message_is_made_anew(world: World) -> None:
    world.sim.fail_next("POST", "/channels/*/messages", status=503)
    reply = said(await fill_in(world))
    assert world.sim.thread_named("#1 ").mention in reply
    world.sim.env.backend.delete_channel(world.sim.thread_named("#1 ").id)
    await world.sim.advance(10)
    await assert_complete(world)


async def test_a_claim_that_discord_does_not_take_is_shown_a_little_later(world: World) -> None:
    await fill_in(world)
    world.sim.fail_next("POST", "/channels/*/messages", status=503)
    assert said(await claim(world)) == (
        "Ticket #1 is yours. The thread or the card of ticket #1 does not show it yet; it follows as soon as Discord"
        " lets it."
    )
    assert count(world, world.sim.thread_named("#1 "), CLAIMED) == 0
    await world.sim.advance(10)
    assert count(world, world.sim.thread_named("#1 "), CLAIMED) == 1
    assert "Claimed" in shown(world.last(world.people.queue))


# -- old buttons


async def test_buttons_that_are_three_months_old_tell_the_truth(world: World) -> None:
    sim, people = world.sim, world.people
    await people.customer.send(people.help, QUESTION)
    answer = world.last(people.help)
    await fill_in(world)
    thread = sim.thread_named("#1 ")
    card = world.last(people.queue)
    await crash(world, QUARTER)

    assert said(await sim.click(people.staff, card, "Claim")) == "Ticket #1 is yours."
    assert said(await sim.click(people.customer, sim.messages(thread)[0], "Resolve")) == "Ticket #1 is resolved."
    assert "[Reopen]" in shown(world.last(thread))
    await crash(world, QUARTER)
    assert count(world, thread, "This ticket stayed resolved, so it is closed now") == 1
    (asked,) = [one for one in sim.messages(thread) if "[5]" in shown(one)]
    assert "for 14 days" in said(await sim.click(people.customer, asked, "5"))
    assert said(await sim.click(people.neighbour, answer, "Solved it")).startswith(
        f"Only {people.customer.mention}, who asked, can press this."
    )
    choice = await sim.click(people.customer, answer, "Still need help")
    assert "[Billing]" in said(choice)


async def test_the_button_of_an_answer_whose_entry_is_gone_still_answers(world: World) -> None:
    sim, people = world.sim, world.people
    for asker in (people.customer, people.neighbour):
        await asker.send(people.help, QUESTION)
        await sim.advance(MINUTE)
    _, first, _, second = sim.messages(people.help)
    faq = world.home / "faq" / "dns.yaml"
    content = yaml.safe_load(FAQ)
    content["entries"] = [entry for entry in content["entries"] if entry["id"] != "spf"]
    faq.write_text(yaml.safe_dump(content), encoding="utf-8")
    await sim.restart()

    await sim.click(people.customer, first, "Solved it")
    assert "Marked as solved" in shown(sim.messages(people.help)[1])
    assert "[Solved it]" not in shown(sim.messages(people.help)[1])
    choice = await sim.click(people.neighbour, second, "Still need help")
    assert "[Billing]" in said(choice)
    assert sim.errors == []


async def test_an_answer_owed_by_an_entry_that_is_gone_is_not_given(world: World) -> None:
    world.sim.stall_next("POST", "/channels/*/messages")
    await world.people.customer.send(world.people.help, QUESTION)
    faq = world.home / "faq" / "dns.yaml"
    await crash(
        world, meanwhile=lambda: faq.write_text(FAQ.replace("id: spf", "id: spf-record"), encoding="utf-8")
    )
    assert len(world.sim.messages(world.people.help)) == 1
    assert rows(world.home, "SELECT kind FROM jobs WHERE kind = 'faq.answer'") == []


async def test_a_ticket_type_that_is_gone_is_named_and_its_tickets_go_on(world: World) -> None:
    sim, people = world.sim, world.people
    await fill_in(world)
    old = await people.neighbour.slash(people.lounge, "ticket open")
    assert old.response is not None
    config = world.home / "config.yaml"
    config.write_text(without_types(yaml.safe_load(small_config()), lambda type_id: type_id == "billing"), "utf-8")
    await sim.restart()

    gone = "There is no ticket type `billing` (any more). `/ticket open` lists what there is."
    assert said(await sim.click(people.neighbour, old.response, "Billing")) == gone
    assert said(await people.neighbour.slash(people.lounge, "ticket open", type="billing")) == gone
    assert "[Billing]" not in said(await people.neighbour.slash(people.lounge, "ticket open"))
    assert sim.thread_named("#1 ").mention in said(await people.staff.slash(people.queue, "queue"))
    assert said(await claim(world)) == "Ticket #1 is yours."
    assert said(await resolve(world)).startswith("Ticket #1 is resolved.")


async def test_a_type_that_goes_while_its_ticket_is_opened_does_not_stop_it(world: World) -> None:
    Stop(*THREAD, after=False).arm(world)
    await fill_in(world)
    config = world.home / "config.yaml"
    renamed = small_config().replace("id: billing", "id: invoices").replace("- billing", "- invoices")
    await crash(world, meanwhile=lambda: config.write_text(renamed, encoding="utf-8"))
    thread = world.sim.thread_named("#1 ")
    assert "wrong amount" in world.texts(thread, world.people.customer)
    assert count(world, world.people.queue, "Ticket #1") == 1
