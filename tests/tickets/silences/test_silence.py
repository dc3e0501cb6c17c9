"""Tickets whose requesters do not answer: reminded twice, then closed; and never where a customer had the last word."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actor import Actor
from bot.database import Transaction
from bot.errors import NotStaff, Refused
from bot.ids import snowflake
from bot.ticket_errors import (
    AlreadyAskedToClose,
    AlreadyWaiting,
    CloseRequestOver,
    NotYourTicket,
    TicketResolved,
    TicketSilent,
)
from bot.ticket_silence import Silence
from bot.tickets import store
from bot.tickets.hearing import Line
from bot.tickets.owed import AUTO_CLOSE_JOB
from bot.tickets.promises.times import UnclearTime
from bot.tickets.silences.owed import SILENCE_JOB, put_silence
from bot.tickets.silences.silence import SHORTEST, name_of
from bot.tickets.ticket import EventKind, Status, StoredEvent, Ticket, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, Engine, member
from tests.tickets.test_service import ANN, BOB, HUGO, ann, bob, due, kinds, opened, owed_views, sam

FIRST, SECOND, CLOSE = 3, 4, 2
POLICY = Silence(first_reminder_days=FIRST, second_reminder_days=SECOND, close_days=CLOSE)
DAY = timedelta(days=1)


def policy(engine: Engine, silence: Silence | None) -> None:
    """The operator has set this."""
    engine.config.tickets.__dict__["silence"] = silence


@dataclass
class Thread:
    """A ticket and its thread: what stands there, and what the bot hears of it."""

    engine: Engine
    id: int
    requester: Actor = ann
    lines: list[Line] = field(default_factory=list)
    unheard: list[tuple[Actor, Line]] = field(default_factory=list)

    async def ticket(self) -> Ticket:
        return await self.engine.services.tickets.get(self.id)

    async def history(self) -> list[StoredEvent]:
        return await self.engine.database.read(lambda reader: store.events_after(reader, self.id, 0))

    def write(self, by: Actor, text: str = "It is still wrong") -> None:
        """Discord has the line; the bot has not heard of it."""
        line = Line(by.id, text, self.engine.clock(), by.is_staff)
        self.lines.insert(0, line)
        self.unheard.append((by, line))

    async def hear(self, which: int = 0) -> None:
        """One of the lines that came comes to the bot, not always the first."""
        if self.unheard:
            by, line = self.unheard.pop(which % len(self.unheard))
            thread_id = (await self.ticket()).receipts.thread_id or 0
            await self.engine.services.listening.wrote(thread_id, line.text, by=by, written_at=line.at)

    async def says(self, by: Actor, text: str = "It is still wrong") -> None:
        self.write(by, text)
        await self.hear(-1)

    async def tell(self) -> None:
        """The thread is told what has happened; what has a button is remembered."""
        ticket, delivery = await self.ticket(), self.engine.services.delivery
        thread_id = ticket.receipts.thread_id or 0
        for stored in await delivery.unannounced(ticket):
            has_button = stored.event.kind in (EventKind.REMINDED, EventKind.ASKED_TO_CLOSE)
            said = snowflake(self.engine.clock(), stored.id) if has_button else None
            await delivery.announced(ticket.id, thread_id, stored.id, said)

    async def look(self) -> datetime | None:
        """What the job does that is owed; when it looks again."""
        services = self.engine.services
        at = await services.ticket_silences.due_at(self.id)
        if at is None or at > self.engine.clock():
            return at
        await services.listening.catch_up(self.id, self.lines)
        return (await services.ticket_silences.act(self.id, self.lines)).again_at

    async def run(self) -> None:
        """Do the job if it is due, and keep it as the runner does."""
        owed = [at for subject, at in await due(self.engine, SILENCE_JOB) if subject == self.id]
        if not owed or owed[0] > self.engine.clock():
            return
        again = await self.look()
        ticket = await self.ticket()

        def keep(tx: Transaction) -> None:
            if again is None:
                self.engine.services.jobs.cancel(tx, SILENCE_JOB, self.id)
            else:
                put_silence(self.engine.services.jobs, tx, ticket, again)

        await self.engine.database.tx(keep)


async def asked(engine: Engine, requester: int = ANN) -> Thread:
    """Sam has asked something in the ticket of a requester, and the thread is told of all."""
    thread = Thread(engine, (await opened(engine, requester)).id, member(requester))
    engine.clock.turn(minutes=1)
    await thread.says(sam, "Which invoice is it?")
    await thread.tell()
    return thread


async def test_a_silent_requester_is_reminded_twice_then_the_ticket_is_closed_and_a_line_opens_it(
    engine: Engine,
) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    since = clock()
    assert (await thread.ticket()).waiting_on is WaitingOn.REQUESTER
    assert await due(engine, SILENCE_JOB) == [(thread.id, since + SHORTEST)]
    assert await thread.look() == since + FIRST * DAY

    clock.turn(days=FIRST)
    await thread.look()
    assert (await kinds(engine, await thread.ticket()))[-1] == "reminded"
    assert (await owed_views(engine, await thread.ticket())) >= {View.NEWS}
    await thread.look()
    assert (await kinds(engine, await thread.ticket())).count("reminded") == 1, "once"
    await thread.tell()
    last = clock.turn(days=SECOND)
    await thread.look()
    [first, second] = [one.event for one in await thread.history() if one.event.kind is EventKind.REMINDED]
    assert (first.until, second.until) == (None, last + CLOSE * DAY)
    await thread.tell()
    clock.turn(days=CLOSE, seconds=-1)
    await thread.look()
    assert (await thread.ticket()).status is Status.OPEN
    at = clock.turn(seconds=1)
    await thread.look()
    ticket = await thread.ticket()
    assert ticket.status is Status.SILENT
    assert (await kinds(engine, ticket))[-1] == "fell_silent"
    assert await due(engine, SILENCE_JOB) == []
    assert await due(engine, AUTO_CLOSE_JOB) == [(ticket.id, at + 3 * DAY)]
    assert View.OFFERS in await owed_views(engine, ticket), "its buttons go"
    with pytest.raises(TicketSilent):
        await engine.services.tickets.claim(ticket.id, by=sam)
    assert (await engine.services.tickets.queue(HERE, by=sam)).waiting == 0

    await thread.says(ann)
    again = await thread.ticket()
    assert (again.status, again.waiting_on) == (Status.OPEN, WaitingOn.STAFF)
    assert await due(engine, AUTO_CLOSE_JOB) == []


async def test_after_a_downtime_each_reminder_comes_once_and_the_close_keeps_its_distance(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    clock.turn(days=100)
    for _ in range(3):
        await thread.look()
        await thread.tell()
    assert (await kinds(engine, await thread.ticket())).count("reminded") == 1
    clock.turn(days=SECOND)
    await thread.look()
    clock.turn(days=1)
    await thread.tell()  # the thread could not be reached for a day
    clock.turn(days=CLOSE - 1)
    await thread.look()
    assert (await thread.ticket()).status is Status.OPEN, "not so long after they could read the last reminder"
    clock.turn(days=1)
    await thread.look()
    assert (await thread.ticket()).status is Status.SILENT


async def test_what_was_not_told_is_waited_for(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    clock.turn(days=FIRST)
    await thread.look()
    now = clock.turn(days=50)
    assert await thread.look() == now + timedelta(hours=1)
    assert (await kinds(engine, await thread.ticket())).count("reminded") == 1


@pytest.mark.parametrize("text", ["It is still wrong", "Thank you so much!"])
@pytest.mark.parametrize("is_heard", [True, False])
async def test_where_the_last_word_is_the_customers_nothing_is_closed_and_it_is_staffs_turn(
    engine: Engine, text: str, is_heard: bool
) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    for days in (FIRST, SECOND):
        clock.turn(days=days)
        await thread.look()
        await thread.tell()
    clock.turn(hours=1)
    thread.write(ann, text)
    if is_heard:
        await thread.hear()
    clock.turn(days=30)
    await thread.look()
    ticket = await thread.ticket()
    assert (ticket.status, ticket.waiting_on) == (Status.OPEN, WaitingOn.STAFF)
    assert await due(engine, SILENCE_JOB) == []


async def test_a_line_that_comes_late_undoes_the_close_that_it_would_have_prevented(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    for days in (FIRST, SECOND, CLOSE):
        clock.turn(days=days)
        if days == CLOSE:
            line = Line(ANN, "It is still wrong", clock() - timedelta(hours=1))
        await thread.look()
        await thread.tell()
    assert (await thread.ticket()).status is Status.SILENT
    thread.unheard.append((ann, line))
    await thread.hear()
    assert (await thread.ticket()).status is Status.OPEN


async def test_time_closes_it_for_good_whatever_they_wrote_before_staff_asked(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = Thread(engine, (await opened(engine)).id), engine.clock
    clock.turn(minutes=1)
    await thread.says(ann)
    clock.turn(minutes=1)
    await engine.services.tickets.wait(thread.id, WaitingOn.REQUESTER, by=sam, note="Which invoice is it?")
    await thread.tell()
    for days in (FIRST, SECOND, CLOSE):
        clock.turn(days=days)
        await thread.look()
        await thread.tell()
    clock.turn(days=3)
    await engine.services.listening.expire(thread.id, thread.lines)
    assert (await thread.ticket()).status is Status.CLOSED


async def test_a_turn_by_hand_without_a_word_reminds_nobody_until_staff_say_something(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = Thread(engine, (await opened(engine)).id), engine.clock
    await engine.services.tickets.wait(thread.id, WaitingOn.REQUESTER, by=sam)
    clock.turn(days=50)
    assert await thread.look() == clock() + SHORTEST
    assert "reminded" not in await kinds(engine, await thread.ticket())
    await thread.says(sam, "Which invoice is it?")
    clock.turn(days=FIRST)
    await thread.look()
    assert (await kinds(engine, await thread.ticket()))[-1] == "reminded"


async def test_what_staff_write_again_begins_the_silence_anew(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    clock.turn(days=FIRST)
    await thread.look()
    await thread.tell()
    said = clock.turn(days=2)
    await thread.says(sam, "Or the number of your contract?")
    clock.turn(days=SECOND - 2)
    assert await thread.look() == said + FIRST * DAY
    clock.turn(days=FIRST)
    await thread.look()
    reminders = [one.event for one in await thread.history() if one.event.kind is EventKind.REMINDED]
    assert [event.until for event in reminders] == [None, None], "the first one again"


async def test_switched_off_nothing_closes_not_even_what_was_owed_and_switched_on_it_is_owed_again(
    engine: Engine,
) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    clock.turn(days=FIRST)
    await thread.look()
    await thread.tell()
    policy(engine, None)
    clock.turn(days=100)
    assert await thread.look() is None
    assert await engine.services.ticket_silences.arm(HERE, 0) is None
    assert await due(engine, SILENCE_JOB) == []
    assert (await thread.ticket()).status is Status.OPEN
    policy(engine, POLICY)
    await engine.services.ticket_silences.arm(HERE, 0)
    assert [subject for subject, _ in await due(engine, SILENCE_JOB)] == [thread.id]
    types = engine.config.tickets.types
    types[0] = types[0].model_copy(update={"silence": Silence(closes=False)})
    await engine.services.ticket_silences.arm(HERE, 0)
    assert await due(engine, SILENCE_JOB) == [], "of this type none closes"


async def test_a_snooze_until_a_time_puts_reminders_off_and_one_until_they_write_does_not(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, clock = await asked(engine), engine.clock
    await engine.services.snoozing.snooze(thread.id, "in 2 d", by=sam)
    assert await thread.look() is None
    await engine.services.snoozing.snooze(thread.id, ":reply", by=sam)
    clock.turn(days=FIRST)
    await thread.look()
    assert (await kinds(engine, await thread.ticket()))[-1] == "reminded"


# Close requests


async def question(thread: Thread) -> int:
    """The name of what the requester was asked last; 0 where they never were."""
    asked_to_close = [name_of(one) for one in await thread.history() if one.event.kind is EventKind.ASKED_TO_CLOSE]
    return max(asked_to_close, default=0)


async def test_a_close_request_is_accepted_once_by_who_may(engine: Engine) -> None:
    thread, requests = await asked(engine), engine.services.close_requests
    with pytest.raises(NotStaff):
        await requests.ask(thread.id, "", by=ann)
    with pytest.raises(UnclearTime):
        await requests.ask(thread.id, "at teatime", by=sam)
    ticket = await requests.ask(thread.id, "", by=sam, note="It works here")
    assert await requests.live(ticket) is not None
    for refused in (requests.ask(thread.id, "", by=sam), requests.may_ask(thread.id, by=sam)):
        with pytest.raises(AlreadyAskedToClose):
            await refused
    number = await question(thread)
    with pytest.raises(NotYourTicket):
        await requests.accept(thread.id, number, by=bob)
    with pytest.raises(NotYourTicket):
        await requests.deny(thread.id, number, by=bob)
    await engine.services.guests.add(thread.id, BOB, by=sam)
    with pytest.raises(NotYourTicket):
        await requests.accept(thread.id, number, by=bob)
    resolved = await requests.accept(thread.id, number, by=ann)
    assert resolved.status is Status.RESOLVED
    assert await due(engine, AUTO_CLOSE_JOB) == [(thread.id, engine.clock() + 3 * DAY)]
    with pytest.raises(TicketResolved):
        await requests.accept(thread.id, number, by=ann)


async def test_a_close_request_is_denied_by_a_press_or_a_line_and_an_old_one_says_so(engine: Engine) -> None:
    thread, requests = await asked(engine), engine.services.close_requests
    await requests.ask(thread.id, "in 2 d", by=sam)
    old = await question(thread)
    await engine.services.guests.add(thread.id, BOB, by=sam)
    denied = await requests.deny(thread.id, old, by=bob)
    assert (denied.waiting_on, await kinds(engine, denied)) == (
        WaitingOn.STAFF,
        ["opened", "responded", "turned", "asked_to_close", "guest_added", "objected"],
    )
    with pytest.raises(AlreadyWaiting):
        await requests.deny(thread.id, old, by=ann)
    await requests.ask(thread.id, "in 2 d", by=sam)
    with pytest.raises(CloseRequestOver):
        await requests.accept(thread.id, old, by=ann)
    await thread.tell()
    engine.clock.turn(minutes=1)
    await thread.says(ann)
    assert await requests.live(await thread.ticket()) is None
    assert await due(engine, SILENCE_JOB) == []
    assert View.OFFERS in await owed_views(engine, await thread.ticket())
    engine.clock.turn(days=10)
    await thread.look()
    assert (await thread.ticket()).status is Status.OPEN


@pytest.mark.parametrize("silence", [None, POLICY])
async def test_a_close_request_with_a_time_counts_as_accepted_then_unless_thanks_came(
    engine: Engine, silence: Silence | None
) -> None:
    policy(engine, silence)
    thread, requests, clock = await asked(engine), engine.services.close_requests, engine.clock
    other = await asked(engine, BOB)
    for one in (thread, other):
        await requests.ask(one.id, "in 2 d", by=sam)
        await one.tell()
    assert {at for _, at in await due(engine, SILENCE_JOB)} == {clock() + SHORTEST}
    clock.turn(hours=1)
    await other.says(bob, "Thanks!")
    clock.turn(days=2)
    for one in (thread, other):
        await one.look()
    assert (await thread.ticket()).status is Status.RESOLVED
    left = await other.ticket()
    assert (left.status, left.waiting_on) == (Status.OPEN, WaitingOn.STAFF)
    assert (await kinds(engine, await thread.ticket()))[-1] == "resolved"


async def test_a_reminder_is_answered_by_still_a_problem(engine: Engine) -> None:
    policy(engine, POLICY)
    thread, requests = await asked(engine), engine.services.close_requests
    engine.clock.turn(days=FIRST)
    await thread.look()
    await thread.tell()
    with pytest.raises(NotYourTicket):
        await requests.object_to(thread.id, by=bob)
    objected = await requests.object_to(thread.id, by=ann)
    assert (objected.ticket.waiting_on, objected.is_reopened) == (WaitingOn.STAFF, False)
    assert await due(engine, SILENCE_JOB) == []
    with pytest.raises(AlreadyWaiting):
        await requests.object_to(thread.id, by=ann)


async def test_still_a_problem_opens_again_what_was_closed_just_before_the_press(engine: Engine) -> None:
    thread, requests = await asked(engine), engine.services.close_requests
    await engine.services.tickets.resolve(thread.id, by=sam)
    with pytest.raises(NotYourTicket):
        await requests.object_to(thread.id, by=bob)
    objected = await requests.object_to(thread.id, by=ann)
    assert (objected.ticket.waiting_on, objected.is_reopened) == (WaitingOn.STAFF, True)
    assert await due(engine, AUTO_CLOSE_JOB) == []
    assert View.MEMBER in await owed_views(engine, objected.ticket)


# Whatever happens

ACTS = (
    "ann writes",
    "ann thanks",
    "a guest writes",
    "sam writes",
    "unheard",
    "heard late",
    "told",
    "hand",
    "hand with a word",
    "staff's turn",
    "snooze",
    "snooze a while",
    "wake",
    "ask",
    "ask with a time",
    "object",
    "accept",
    "merge",
    "reopen",
    "restart",
    *["told"] * 20,  # or hardly any ticket would come to its end
)
TIMES = {EventKind.REMINDED, EventKind.RESOLVED, EventKind.WOKEN, EventKind.ASKED_TO_CLOSE}
"""What time does beside closing."""

people = count(500)
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 6), st.sampled_from([True, True, False])),
    min_size=4,
    max_size=25,
)


async def happen(thread: Thread, act: str, said: list[str]) -> None:
    """One of these; `said` grows by who had a word that stands in the thread."""
    services, id_, own = thread.engine.services, thread.id, thread.requester
    match act:
        case "ann writes" | "ann thanks" | "a guest writes" | "sam writes":
            by = sam if act == "sam writes" else member(HUGO) if act == "a guest writes" else own
            said.append("staff" if by is sam else "customer")
            await thread.says(by, "Thanks!" if act == "ann thanks" else "It is still wrong")
        case "unheard":
            said.append("customer")
            thread.write(own)
        case "heard late":
            await thread.hear()
        case "told":
            await thread.tell()
        case "hand":
            await services.tickets.wait(id_, WaitingOn.REQUESTER, by=sam)
        case "hand with a word":
            await services.tickets.wait(id_, WaitingOn.REQUESTER, by=sam, note="Which one?")
            said.append("staff")
        case "staff's turn":
            await services.tickets.wait(id_, WaitingOn.STAFF, by=sam)
        case "snooze":
            await services.snoozing.snooze(id_, ":reply", by=sam)
        case "snooze a while":
            await services.snoozing.snooze(id_, "in 2 d", by=sam)
        case "wake":
            await services.snoozing.wake_in_time(id_)
        case "ask" | "ask with a time":
            await services.close_requests.ask(id_, "in 2 d" if act == "ask with a time" else "", by=sam)
            said.append("staff")
        case "object":
            await services.close_requests.object_to(id_, by=own)
            said.append("customer")
        case "accept":
            await services.close_requests.accept(id_, await question(thread), by=own)
        case "merge":
            other = await opened(thread.engine, next(people))
            await services.tickets.wait(other.id, WaitingOn.REQUESTER, by=sam)
            await services.merging.merge(other.id, id_, by=sam)
            said.append("customer")
        case "reopen":
            await services.tickets.reopen(id_, by=own)
        case _:
            after: int | None = 0
            while after is not None:
                after = await services.ticket_silences.arm(HERE, after)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
async def test_time_never_ends_a_ticket_in_which_a_customer_had_the_last_word(
    engine: Engine, steps: list[tuple[str, int, bool]]
) -> None:
    policy(engine, POLICY)
    thread = await asked(engine, next(people))
    await engine.services.guests.add(thread.id, HUGO, by=sam)
    said = ["staff"]
    for act, days, is_on in steps:
        engine.clock.turn(days=days, minutes=1)
        with suppress(Refused):
            await happen(thread, act, said)
        if not is_on:
            continue
        before = await thread.history()
        await thread.run()
        events = [one.event for one in await thread.history()]
        new = [event for event in events[len(before) :] if event.actor_id is None]
        if days:  # else Discord cannot be reached for a while
            await thread.tell()
        assert len(new) <= 1, "one step at a time"
        if not new:
            continue
        assert said[-1] == "staff", new
        if new[0].kind is EventKind.FELL_SILENT:
            reminders = [event for event in events if event.kind is EventKind.REMINDED]
            first = next(event for event in reversed(reminders) if event.until is None)
            last = reminders[-1]
            assert last.at - first.at >= SECOND * DAY
            assert last.until == last.at + CLOSE * DAY
            assert last.until <= new[0].at
        else:
            assert new[0].kind in TIMES
