"""The clocks of tickets as they are stored: they follow what happens, and staff hear of each that runs out, once."""

from __future__ import annotations

import ast
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.clock_tables import ticket_clocks
from bot.database import Transaction
from bot.errors import Refused
from bot.ids import Ids
from bot.ticket_macros import Macro
from bot.ticket_sla import Targets
from bot.ticket_urgency import Priority, QuietHours
from bot.tickets import store as tickets
from bot.tickets.clocks import store
from bot.tickets.clocks.clock import Clock, ClockKind, follow, started
from bot.tickets.clocks.policy import Policy, policy_of
from bot.tickets.clocks.service import CLOCK_LINE_JOB, Clocks
from bot.tickets.clocks.telling import NAMED, To, Told, of_data
from bot.tickets.clocks.watched import Watched
from bot.tickets.happening import CLOCKS_JOB
from bot.tickets.hearing import Line
from bot.tickets.owed import HOLDER_JOB
from bot.tickets.ticket import EventKind, Ticket, WaitingOn
from bot.tickets.views import View
from bot.working_hours import WorkingHours
from tests.services import HERE, NOON, Engine
from tests.tickets.test_service import ANN, SAM, ann, due, opened, owed_views, sam, tom

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FIRST, NEXT, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION
TARGETS = {"P3": Targets(first_response_hours=10, next_response_hours=5, resolution_hours=40)}
BERLIN = ZoneInfo("Europe/Berlin")
communities = count(5000)
STORING = ("append", "save")


def started_with(engine: Engine, sla: Any = TARGETS, **more: Any) -> Clocks:
    """The bot is started with these targets in config.yaml."""
    changed = engine.config.tickets.model_copy(update={"sla": sla, **more})
    zone = BERLIN if "working_hours" in more else UTC
    engine.database.given[Policy] = policy = policy_of(changed, zone)
    return Clocks(engine.database, engine.clock, policy, zone, engine.services.jobs, Ids())


async def clocks(engine: Engine, ticket: Ticket) -> dict[ClockKind, Watched]:
    return await engine.database.read(lambda reader: store.of(reader, ticket.id))


async def told(engine: Engine) -> list[Told]:
    """What is owed to people, which is then done."""
    found = [job for job in await engine.owed() if job.kind == CLOCK_LINE_JOB]

    def do(tx: Transaction) -> None:
        for job in found:
            engine.services.jobs.cancel(tx, CLOCK_LINE_JOB, job.subject_id)

    await engine.database.tx(do)
    return [of_data(job.data) for job in found]


async def write(engine: Engine, ticket: Ticket, by: Any = sam, text: str = "Here we are") -> None:
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, text, by=by)


async def breaches(engine: Engine, ticket: Ticket) -> list[tuple[str | None, datetime | None, bool]]:
    history = await engine.database.read(lambda reader: tickets.events_after(reader, ticket.id, 0))
    return [
        (one.event.clock, one.event.until, one.event.is_late)
        for one in history
        if one.event.kind is EventKind.BREACHED
    ]


async def test_a_new_ticket_has_two_clocks_and_is_due_with_the_first_of_them(engine: Engine) -> None:
    started_with(engine)
    ticket = await opened(engine)
    assert (await clocks(engine, ticket)) == {
        FIRST: Watched(Clock(FIRST, runs_since=NOON), NOON + 8 * HOUR, NOON + 10 * HOUR),
        RESOLUTION: Watched(Clock(RESOLUTION, runs_since=NOON), NOON + 32 * HOUR, NOON + 40 * HOUR),
    }
    assert (await engine.services.tickets.get(ticket.id)).due_at == NOON + 10 * HOUR
    assert await due(engine, CLOCKS_JOB) == [(HERE, NOON + 8 * HOUR)]


async def test_clocks_stand_while_it_is_the_requesters_turn_and_count_on_from_there(engine: Engine) -> None:
    started_with(engine)
    desk, ticket = engine.services.tickets, await opened(engine)
    engine.clock.turn(hours=2)
    await write(engine, ticket)
    found = await clocks(engine, ticket)
    assert found[FIRST].clock == Clock(FIRST, 2 * HOUR, None, NOON + 2 * HOUR)
    assert found[RESOLUTION] == Watched(Clock(RESOLUTION, 2 * HOUR))
    assert (await desk.get(ticket.id)).due_at is None
    engine.clock.turn(hours=100)
    await write(engine, ticket, ann, "It is 4711, and still wrong")
    found = await clocks(engine, ticket)
    now = NOON + 102 * HOUR
    assert found[NEXT].due_at == now + 5 * HOUR
    assert found[RESOLUTION].due_at == now + 38 * HOUR
    assert (await desk.get(ticket.id)).due_at == now + 5 * HOUR
    engine.clock.turn(hours=1)
    await desk.resolve(ticket.id, by=sam)
    assert all(
        one.clock.met_at == now + HOUR and one.acts_at is None
        for k, one in (await clocks(engine, ticket)).items()
        if k is not FIRST
    )
    assert (await desk.get(ticket.id)).due_at is None
    await desk.reopen(ticket.id, by=ann)
    found = await clocks(engine, ticket)
    assert found[RESOLUTION].due_at == now + HOUR + 37 * HOUR
    assert found[NEXT] == Watched(Clock(NEXT, runs_since=now + HOUR), now + 5 * HOUR, now + 6 * HOUR)


async def test_the_priority_and_the_type_say_how_long_it_may_take(engine: Engine) -> None:
    kinds = engine.config.tickets.types
    own = {"P2": Targets(first_response_hours=3), "P4": Targets(resolution_hours=7)}
    types = [kinds[0], kinds[1].model_copy(update={"sla": own})]
    started_with(engine, TARGETS | {"P2": Targets(first_response_hours=6, resolution_hours=9)}, types=types)
    ticket = await opened(engine, type_id="delivery")
    found = await clocks(engine, ticket)
    assert (found[FIRST].due_at, found[RESOLUTION].due_at) == (NOON + 3 * HOUR, NOON + 9 * HOUR)
    engine.clock.turn(hours=1)
    await engine.services.tickets.prioritise(ticket.id, priority=Priority.P4, note="It can wait", by=sam)
    found = await clocks(engine, ticket)
    assert (found[FIRST].due_at, found[RESOLUTION].due_at) == (None, NOON + 7 * HOUR)
    assert (await engine.services.tickets.get(ticket.id)).due_at == NOON + 7 * HOUR


async def test_what_is_due_comes_before_whatever_comes_after_its_time(engine: Engine) -> None:
    started_with(engine, {"P3": Targets(first_response_hours=10)})
    slow = await opened(engine)
    engine.clock.turn(hours=9)
    urgent = await opened(engine, ANN + 1, "delivery")  # P2, without a target
    await engine.services.tickets.prioritise(urgent.id, priority=Priority.P1, note="All of it is down", by=sam)
    engine.clock.turn(hours=2)
    later = await opened(engine, ANN + 2, "delivery")
    await engine.services.tickets.prioritise(later.id, priority=Priority.P1, note="All of it is down", by=sam)
    await engine.services.tickets.claim(slow.id, by=tom)

    async def order() -> list[int]:
        return [one.id for one in (await engine.services.tickets.queue(HERE, by=sam)).tickets]

    assert await order() == [urgent.id, slow.id, later.id]
    await engine.services.tickets.wait(slow.id, WaitingOn.FIX, by=tom)
    assert await order() == [urgent.id, later.id, slow.id]
    await engine.services.tickets.wait(slow.id, WaitingOn.STAFF, by=tom)
    expected = await engine.services.expectations.of(await engine.services.tickets.get(later.id))
    assert expected.ahead == 1, "what had run out begins to be late anew"


async def test_staff_are_warned_once_and_a_breach_is_noted_once(engine: Engine) -> None:
    sweep = started_with(engine)
    desk, ticket = engine.services.tickets, await opened(engine)
    await desk.claim(ticket.id, by=sam)
    assert await sweep.tell(HERE, {}) == NOON + 8 * HOUR
    assert await told(engine) == []
    engine.clock.turn(hours=8)
    for _ in range(2):  # the second time as after a crash
        assert await sweep.tell(HERE, {}) == NOON + 10 * HOUR
    [warning] = await told(engine)
    assert warning == Told(To(SAM, "billing"), 0, 1, 0, 0, [(ticket.id, FIRST)])
    assert [(one.id, watched.due_at) for one, watched in await sweep.named(warning)] == [
        (ticket.id, NOON + 10 * HOUR)
    ]
    assert await breaches(engine, ticket) == []
    await desk.release(ticket.id, by=sam)
    engine.clock.turn(hours=2)
    for _ in range(2):
        assert await sweep.tell(HERE, {}) == NOON + 32 * HOUR
    assert await told(engine) == [Told(To(None, "billing"), 1, 0, 0, 0, [(ticket.id, FIRST)])]
    assert await breaches(engine, ticket) == [(FIRST, NOON + 10 * HOUR, False)]
    engine.clock.turn(hours=1)
    await write(engine, ticket)
    engine.clock.turn(hours=1)
    await write(engine, ticket, ann, "It is 4711, and still wrong")
    assert (await clocks(engine, ticket))[NEXT].acts_at == NOON + 16 * HOUR, "that of the next answer is a new one"


async def test_of_each_answer_that_is_awaited_staff_are_warned_anew(engine: Engine) -> None:
    sweep = started_with(engine)
    ticket = await opened(engine)
    for text in ("It is 4711, and still wrong", "And now the next one is"):
        await write(engine, ticket)
        engine.clock.turn(hours=1)
        await write(engine, ticket, ann, text)
        engine.clock.turn(hours=4)
        await sweep.tell(HERE, {})
        assert [one.first for one in await told(engine)] == [[(ticket.id, NEXT)]]


async def test_what_runs_out_within_five_minutes_of_a_message_comes_with_the_next(engine: Engine) -> None:
    sweep = started_with(engine)
    first = await opened(engine)
    engine.clock.turn(minutes=1)
    others = [await opened(engine, ANN + 1)]
    engine.clock.turn(minutes=3)
    others.append(await opened(engine, ANN + 2))
    engine.clock.now = NOON + 8 * HOUR
    next_at = await sweep.tell(HERE, {})
    assert [one.first for one in await told(engine)] == [[(first.id, FIRST)]]
    assert next_at == NOON + 8 * HOUR + 5 * MINUTE
    engine.clock.turn(minutes=4, seconds=59)
    assert await sweep.tell(HERE, {}) == next_at
    assert await told(engine) == []
    engine.clock.turn(seconds=1)
    await sweep.tell(HERE, {})
    assert [one.first for one in await told(engine)] == [[(one.id, FIRST) for one in others]]


async def test_who_has_tickets_of_several_types_in_one_queue_gets_one_message(engine: Engine) -> None:
    sweep = started_with(engine, TARGETS | {"P2": TARGETS["P3"]})
    both = [await opened(engine, ANN + 1, "delivery"), await opened(engine)]
    for ticket in both:
        await engine.services.tickets.claim(ticket.id, by=sam)
    engine.clock.turn(hours=8)
    await sweep.tell(HERE, {})
    [warning] = await told(engine)
    assert (warning.to, sorted(warning.first)) == (To(SAM, "delivery"), sorted((one.id, FIRST) for one in both))


async def test_a_member_who_is_away_is_not_told_but_the_queue_is(engine: Engine) -> None:
    sweep = started_with(engine)
    ticket = await opened(engine)
    await engine.services.tickets.claim(ticket.id, by=sam)
    await engine.services.absences.leave(by=sam)
    engine.clock.turn(hours=8)
    await sweep.tell(HERE, {})
    assert [one.to for one in await told(engine)] == [To(None, "billing")]


async def test_of_what_somebody_has_who_reads_it_no_more_the_queue_is_told_and_has_it_again(
    engine: Engine,
) -> None:
    sweep = started_with(engine)
    ticket, theirs = await opened(engine), await opened(engine, ANN + 1, "delivery")
    await engine.services.tickets.prioritise(theirs.id, priority=Priority.P3, note="As the others", by=sam)
    for one in (ticket, theirs):
        await engine.services.tickets.claim(one.id, by=sam)
    engine.clock.turn(hours=8)
    assert {one.id for one in await sweep.acting(HERE)} == {ticket.id, theirs.id}
    await sweep.tell(HERE, {SAM: replace(sam, barred={"billing": "Billing"})})
    assert {one.to.member_id: one.first for one in await told(engine)} == {
        None: [(ticket.id, FIRST)],
        SAM: [(theirs.id, FIRST)],
    }
    assert [subject for subject, _ in await due(engine, HOLDER_JOB)] == [ticket.id]
    engine.clock.turn(hours=2)
    await sweep.tell(HERE, {SAM: replace(sam, is_staff=False)})
    assert [(one.to.member_id, one.breached) for one in await told(engine)] in (
        [(None, 1), (None, 1)],
        [(None, 2)],
    )


async def test_what_comes_at_one_time_is_one_message_with_the_most_urgent(engine: Engine) -> None:
    sweep = started_with(engine, TARGETS | {"P2": Targets(first_response_hours=10)})
    for number in range(30):
        await opened(engine, 100 + number, "delivery" if number == 20 else "billing")
    urgent = (await engine.services.tickets.queue(HERE, by=sam)).tickets[0]
    engine.clock.turn(hours=10)
    assert await sweep.tell(HERE, {}) == NOON + 32 * HOUR
    [one] = await told(engine)
    assert (one.to.member_id, one.breached, one.warned, one.late) == (None, 30, 0, 0)
    assert len(one.first) == NAMED
    assert one.first[0] == (urgent.id, FIRST)


async def test_after_a_downtime_each_is_told_once_and_says_that_it_is_late(engine: Engine) -> None:
    started_with(engine)
    waiting, warned = await opened(engine), await opened(engine, ANN + 1, "delivery")
    await engine.services.tickets.prioritise(warned.id, priority=Priority.P3, note="As the others", by=sam)
    await write(engine, warned)
    engine.clock.turn(hours=4)
    await write(engine, warned, ann_of(warned), "It is 4711, and still wrong")
    engine.clock.turn(hours=6.5)
    sweep = started_with(engine)
    await sweep.begin(HERE)
    assert await sweep.tell(HERE, {}) is not None
    [digest] = await told(engine)
    assert (digest.breached, digest.warned, digest.late, digest.made_late) == (2, 0, 2, 0)
    assert {*digest.first} == {(waiting.id, FIRST), (warned.id, NEXT)}
    assert await breaches(engine, waiting) == [(FIRST, NOON + 10 * HOUR, False)]


def ann_of(ticket: Ticket) -> Any:
    return replace(ann, id=ticket.requester_id)


async def test_a_policy_that_changes_holds_from_the_start_on_and_tells_once_what_it_makes_late(
    engine: Engine,
) -> None:
    sweep = started_with(engine)
    ticket, warned = await opened(engine), await opened(engine, ANN + 1)
    engine.clock.turn(hours=8)
    await sweep.tell(HERE, {})
    await told(engine)
    sweep = started_with(engine, {"P3": Targets(first_response_hours=11)})
    await sweep.begin(HERE)
    assert (await clocks(engine, ticket))[FIRST].due_at == NOON + 11 * HOUR
    assert (await clocks(engine, ticket))[RESOLUTION].due_at is None
    assert await sweep.tell(HERE, {}) == NOON + 11 * HOUR, "who was warned is not warned again"
    assert await told(engine) == []
    await engine.services.tickets.claim(warned.id, by=sam)
    await write(engine, warned)

    sweep = started_with(engine, {"P3": Targets(first_response_hours=2)})
    await sweep.begin(HERE)
    assert await sweep.tell(HERE, {}) is None
    [strict] = await told(engine)
    assert (strict.breached, strict.late, strict.made_late) == (1, 0, 1)
    assert await breaches(engine, ticket) == [(FIRST, NOON + 2 * HOUR, True)]
    assert (await engine.services.tickets.get(ticket.id)).due_at == NOON + 2 * HOUR

    sweep = started_with(engine, {})
    await sweep.begin(HERE)
    assert await sweep.tell(HERE, {}) is None
    assert (await clocks(engine, ticket))[FIRST].due_at is None
    assert (await engine.services.tickets.get(ticket.id)).due_at is None
    sweep = started_with(engine, {"P3": Targets(first_response_hours=2)})
    await sweep.begin(HERE)
    engine.clock.turn(hours=9)
    assert await sweep.tell(HERE, {}) is None, "a breach is told once"


async def test_nothing_is_due_that_was_owed_when_the_targets_are_taken_away(engine: Engine) -> None:
    started_with(engine)
    ticket = await opened(engine)
    engine.clock.turn(hours=30)
    sweep = started_with(engine, {})
    await sweep.begin(HERE)
    assert await sweep.tell(HERE, {}) is None
    assert await told(engine) == []
    assert await breaches(engine, ticket) == []


async def missed_at(engine: Engine, ticket: Ticket) -> list[tuple[str | None, datetime]]:
    """Which targets were missed, and when."""
    history = await engine.database.read(lambda reader: tickets.events_after(reader, ticket.id, 0))
    return [(one.event.clock, one.event.at) for one in history if one.event.kind is EventKind.BREACHED]


async def test_in_quiet_hours_a_breach_is_noted_and_nobody_is_told_until_they_end(engine: Engine) -> None:
    sweep = started_with(engine, quiet_hours=QuietHours(begin="19:00", end="23:00"))
    ticket, answered = await opened(engine), await opened(engine, ANN + 1)
    engine.clock.turn(hours=8)
    assert await sweep.tell(HERE, {}) == NOON + 10 * HOUR
    engine.clock.turn(hours=2)
    for _ in range(2):  # the second time as after a crash
        assert await sweep.tell(HERE, {}) == NOON + 11 * HOUR
    assert View.CARD in await owed_views(engine, ticket)
    assert await told(engine) == []
    engine.clock.turn(minutes=30)
    await write(engine, answered)
    assert await missed_at(engine, answered) == [(FIRST, NOON + 10 * HOUR)]
    engine.clock.turn(minutes=30)
    await sweep.tell(HERE, {})
    [one] = await told(engine)
    assert (one.breached, one.late, one.first) == (1, 1, [(ticket.id, FIRST)])
    assert await missed_at(engine, ticket) == [(FIRST, NOON + 10 * HOUR)]
    engine.clock.turn(hours=1)
    await sweep.tell(HERE, {})
    assert await told(engine) == []


async def test_what_is_answered_late_before_the_sweep_comes_was_missed_when_it_was_due(engine: Engine) -> None:
    sweep = started_with(engine)
    first = await opened(engine)
    engine.clock.turn(minutes=2)
    second, third = await opened(engine, ANN + 1), await opened(engine, ANN + 2)
    engine.clock.turn(hours=9.98)
    await sweep.tell(HERE, {})
    assert (await told(engine))[0].breached == 1
    engine.clock.turn(minutes=3)  # the next is told five minutes after
    await write(engine, second)
    due_at = NOON + 10 * HOUR + 2 * MINUTE
    assert await missed_at(engine, second) == [(FIRST, due_at)]
    assert await sweep.tell(HERE, {}) is not None
    assert await missed_at(engine, third) == [(FIRST, due_at)]
    assert (await told(engine), len(await missed_at(engine, first))) == ([], 1)
    engine.clock.turn(minutes=5)
    await sweep.tell(HERE, {})
    assert [one.first for one in await told(engine)] == [[(third.id, FIRST)]]


async def test_what_was_answered_in_time_and_is_heard_later_was_not_missed(engine: Engine) -> None:
    started_with(engine)
    ticket, late = await opened(engine), await opened(engine, ANN + 1)
    engine.clock.turn(hours=12)
    for one, hours in ((ticket, 5), (late, 11)):
        await engine.services.listening.wrote(
            one.receipts.thread_id or 0, "Here we are", by=sam, written_at=NOON + hours * HOUR
        )
    assert await missed_at(engine, ticket) == []
    assert await missed_at(engine, late) == [(FIRST, NOON + 10 * HOUR)]


@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_ticket_that_was_ended_before_clocks_were_kept_has_them_when_it_goes_on(
    engine: Engine, is_answered: bool
) -> None:
    started_with(engine)
    ticket = await opened(engine)
    if is_answered:
        await write(engine, ticket)
    await engine.services.tickets.close(ticket.id, by=ann)
    await engine.database.tx(lambda tx: tx.execute(delete(ticket_clocks)))
    engine.clock.turn(hours=1)
    await engine.services.tickets.reopen(ticket.id, by=ann)
    found = {kind: one.due_at for kind, one in (await clocks(engine, ticket)).items() if one.due_at is not None}
    now = NOON + HOUR
    answer = {NEXT: now + 5 * HOUR} if is_answered else {FIRST: now + 10 * HOUR}
    assert found == answer | {RESOLUTION: now + 40 * HOUR}


async def test_what_was_said_while_the_bot_was_off_moves_the_clocks_as_if_it_had_been_heard(
    engine: Engine,
) -> None:
    started_with(engine)
    [ticket, live] = [await opened(engine), await opened(engine, ANN + 1)]
    said = [
        (sam, 5, "Which invoice is it?"),
        (ann, 6, "The one of May"),
        (sam, 12, "Done"),
        (ann, 13, "Still wrong"),
    ]
    for by, hours, text in said:
        engine.clock.now = NOON + hours * HOUR
        await write(engine, live, by if by is sam else ann_of(live), text)
    lines = [Line(by.id, text, NOON + hours * HOUR, by is sam) for by, hours, text in reversed(said)]
    heard = await engine.services.listening.catch_up(ticket.id, lines)
    assert heard == await engine.services.tickets.get(ticket.id)
    assert await clocks(engine, ticket) == await clocks(engine, live)
    assert (await clocks(engine, ticket))[NEXT].due_at == NOON + 18 * HOUR == (heard and heard.due_at)
    assert await missed_at(engine, ticket) == [(NEXT, NOON + 11 * HOUR)]
    assert (await engine.services.tickets.get(live.id)).due_at == NOON + 18 * HOUR


async def test_a_ticket_that_gets_a_target_which_is_past_is_late_by_that_alone(engine: Engine) -> None:
    sweep = started_with(engine, TARGETS | {"P1": Targets(first_response_hours=1)})
    ticket, asleep = await opened(engine), await opened(engine, ANN + 1)
    engine.clock.turn(hours=9)
    await sweep.tell(HERE, {})
    await told(engine)
    await engine.services.tickets.wait(asleep.id, WaitingOn.FIX, by=sam)
    for one in (ticket, asleep):
        await engine.services.tickets.prioritise(one.id, priority=Priority.P1, note="All of it is down", by=sam)
    engine.clock.turn(minutes=6)
    await engine.services.tickets.wait(asleep.id, WaitingOn.STAFF, by=sam)
    await sweep.tell(HERE, {})
    [one] = await told(engine)
    assert (one.breached, one.late, one.made_late) == (2, 0, 2)
    assert await breaches(engine, ticket) == [(FIRST, NOON + HOUR, True)]
    assert await missed_at(engine, ticket) == [(FIRST, NOON + 9 * HOUR)]
    assert await missed_at(engine, asleep) == [(FIRST, NOON + 9 * HOUR + 6 * MINUTE)]


async def test_a_target_that_was_missed_stays_so_when_a_longer_one_comes_before_the_sweep(engine: Engine) -> None:
    sweep = started_with(engine, TARGETS | {"P4": Targets(first_response_hours=20)})
    ticket = await opened(engine)
    engine.clock.turn(hours=11)
    await engine.services.tickets.prioritise(ticket.id, priority=Priority.P4, note="It can wait", by=sam)
    assert await missed_at(engine, ticket) == [(FIRST, NOON + 10 * HOUR)]
    assert await sweep.tell(HERE, {}) == NOON + 20 * HOUR
    assert await told(engine) == []
    engine.clock.turn(hours=9)
    for _ in range(2):
        await sweep.tell(HERE, {})
    assert [one.first for one in await told(engine)] == [[(ticket.id, FIRST)]]
    assert len(await missed_at(engine, ticket)) == 1


async def test_over_the_night_in_which_clocks_are_put_forward_working_hours_are_those_on_the_wall(
    engine: Engine,
) -> None:
    week = WorkingHours(saturday=["18:00-24:00"], sunday=["00:00-06:00"])
    engine.clock.now = datetime(2027, 3, 27, 20, tzinfo=UTC)  # 21:00 in Berlin
    started_with(engine, {"P3": Targets(first_response_hours=6)}, working_hours=week)
    ticket = await opened(engine)
    found = (await clocks(engine, ticket))[FIRST]
    assert found.due_at == datetime(2027, 3, 28, 2, tzinfo=UTC), "which is 4:00 in Berlin"


@pytest.mark.parametrize("is_resolved", [True, False])
async def test_a_macro_is_an_answer(engine: Engine, is_resolved: bool) -> None:
    started_with(engine)
    engine.config.tickets.macros.append(Macro(id="hi", label="Hi", text="Hello", resolve=is_resolved))
    ticket = await opened(engine)
    await engine.services.macros.reply(ticket.id, "hi", None, by=sam)
    found = await clocks(engine, ticket)
    assert found[FIRST].clock.met_at == NOON
    assert (found[RESOLUTION].clock.met_at is not None) is is_resolved
    assert all(one.due_at is None for one in found.values())
    assert (await engine.services.tickets.get(ticket.id)).due_at is None


async def test_a_macro_that_leaves_it_with_staff_starts_the_clock_of_their_next_answer(engine: Engine) -> None:
    started_with(engine)
    engine.config.tickets.macros.append(Macro(id="hi", label="Hi", text="We look into it", waiting_on="staff"))
    ticket = await opened(engine)
    engine.clock.turn(hours=1)
    await engine.services.macros.reply(ticket.id, "hi", None, by=sam)
    assert (await clocks(engine, ticket))[NEXT].due_at == NOON + 6 * HOUR
    stored = await engine.services.tickets.get(ticket.id)
    assert stored.due_at == NOON + 6 * HOUR
    assert await engine.services.tickets.queue(HERE, by=sam) is not None


ACTS = (
    "claim",
    "release",
    "resolve",
    "close",
    "reopen",
    "answer",
    "ask",
    "fix",
    "staff",
    "snooze",
    "wake",
    "urgent",
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 600)), max_size=14))
async def test_whatever_happens_the_stored_clocks_are_what_the_events_say(
    engine: Engine, acts: list[tuple[str, int]]
) -> None:
    started_with(engine, working_hours=WorkingHours(monday=["09:00-17:00"], tuesday=["09:00-12:00"]))
    policy = engine.database.given[Policy]
    assert isinstance(policy, Policy)
    before = await opened(engine, guild=next(communities))
    replayed, seen = started(before), 1
    for act, minutes in acts:
        engine.clock.turn(minutes=minutes)
        try:
            await done(engine, before, act)
        except Refused:
            continue
        after = await engine.services.tickets.get(before.id)
        history = await engine.database.read(lambda reader: tickets.events_after(reader, before.id, 0))  # noqa: B023
        new = [one.event for one in history[seen:]]
        seen = len(history)
        for number, event in enumerate(new):
            moved = after if number == len(new) - 1 else before
            replayed = follow(replayed, before, moved, event, policy.calendar)
        before = after
        found = await clocks(engine, after)
        assert tuple(found[kind].clock for kind in ClockKind if kind in found) == replayed
        assert all(one.due_at is not None for one in found.values() if one.clock.runs_since and policy_has(after))
        dues = [one.due_at for one in found.values() if one.due_at is not None]
        assert after.due_at == min(dues, default=None)


def policy_has(ticket: Ticket) -> bool:
    return ticket.priority is Priority.P3


def done(engine: Engine, ticket: Ticket, act: str) -> Awaitable[object]:
    services, staff = engine.services, replace(sam, guild_id=ticket.guild_id)
    requester = replace(ann, guild_id=ticket.guild_id)
    match act:
        case "answer":
            return services.listening.wrote(ticket.receipts.thread_id or 0, "So it is", by=staff)
        case "ask":
            return services.listening.wrote(ticket.receipts.thread_id or 0, "And now what?", by=requester)
        case "fix" | "staff":
            return services.tickets.wait(ticket.id, WaitingOn(act), by=staff)
        case "snooze":
            return services.snoozing.snooze(ticket.id, "in 3 hours", by=staff)
        case "wake":
            return services.snoozing.wake(ticket.id, by=staff)
        case "urgent":
            return services.tickets.prioritise(ticket.id, priority=Priority.P2, note="It burns", by=staff)
        case "reopen":
            return services.tickets.reopen(ticket.id, by=requester)
        case _:
            act_on: Awaitable[object] = getattr(services.tickets, act)(ticket.id, by=staff)
            return act_on


def test_nothing_goes_past_the_clocks() -> None:
    """Of the modules that know the store of tickets, one says that something has happened to a ticket."""
    root = Path(__file__).parents[3]
    past = [
        f"{path}: {found}"
        for path in sorted(root.glob("bot/**/*.py"))
        if path != root / "bot/tickets/happening.py"
        for found in stores_what_happened(path.read_text(encoding="utf-8"))
    ]
    assert past == []


def stores_what_happened(source: str) -> list[str]:
    """The names by which a module stores what happened, whatever it calls them."""
    tree = ast.parse(source)
    named = [
        (node.module, one.name, one.asname or one.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    ]
    known_as = {alias for module, name, alias in named if (module, name) == ("bot.tickets", "store")}
    by_name = [alias for module, name, alias in named if module == "bot.tickets.store" and name in STORING]
    return by_name + [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in STORING and ast.unparse(node.value) in known_as
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from bot.tickets import store\ndef f(tx, ticket, event):\n    store.append(tx, ticket, event)",
        "from bot.tickets import happening, store as tickets\ndeed = tickets.save",
        "def f():\n    from bot.tickets.store import append as put\n    put()",
    ],
)
def test_what_would_go_past_them_is_seen(source: str) -> None:
    assert stores_what_happened(source) != []
