"""What requesters are told to expect, and that it is kept true and excused in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ticket_sla import Targets
from bot.ticket_urgency import QuietHours
from bot.tickets.expectation import (
    FEWEST,
    FURTHEST,
    MORE,
    Expectation,
    Span,
    after,
    due_at,
    new_time,
    notice_at,
    roughly,
    rounded,
    took,
    usual,
)
from bot.tickets.expectations import service
from bot.tickets.expectations.service import MOST_EXCUSES
from bot.tickets.owed import DELAY_JOB, PLACES_JOB
from bot.tickets.quiet import quiet_until
from bot.tickets.sla import Calendar
from bot.tickets.ticket import Ticket, WaitingOn
from bot.tickets.views import View
from tests.services import HERE, NOON, Engine, delivered
from tests.tickets.test_service import ANN, ann, due, events, limited, opened, sam

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = Calendar(UTC)
OFFICE = Calendar(BERLIN, (((540, 1020),),) * 5 + ((), ()))
"""From 9 to 17 on weekdays."""
TEN_HOURS = {"P3": Targets(first_response_hours=10)}
NIGHT = QuietHours(begin="22:00", end="07:00")
NOONTIME = QuietHours(begin="12:00", end="13:30")
SMALL_HOURS = QuietHours(begin="01:00", end="02:30")


def spans(*hours: float) -> list[timedelta]:
    return [timedelta(hours=one) for one in hours]


# Rules


def test_what_is_usual_is_said_from_ten_answers_on_and_rounded_up_as_people_speak() -> None:
    taken = spans(0.5, 1, 1, 1.2, 1.5, 2.5, 3, 4.5, 9, 40)
    assert usual(taken) == Span(2 * HOUR, 5 * HOUR)
    assert usual(list(reversed(taken))) == usual(taken)
    assert usual(taken[:9]) is None
    assert usual([timedelta(days=50)] * FEWEST) is None, "nobody says fifty days"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, 5), (5, 5), (5.1, 10), (46, 60), (60, 60), (61, 120), (19 * 60, 24 * 60)]
)
def test_a_length_is_said_as_the_next_that_people_say(minutes: float, said: int) -> None:
    assert rounded(timedelta(minutes=minutes)) == timedelta(minutes=said)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(0, 0), (5, 5), (6, 10), (11, 15), (20, 20), (21, 30), (99, 100), (100, 100), (101, MORE), (9999, MORE)],
)
def test_the_end_of_a_long_queue_is_counted_roughly(ahead: int, said: int) -> None:
    assert roughly(ahead) == said


@given(st.integers(0, 10_000))
def test_nobody_is_told_a_better_place_than_they_have_while_it_is_counted(ahead: int) -> None:
    assert roughly(ahead) >= min(ahead, FURTHEST)
    assert roughly(ahead + 1) >= roughly(ahead)


def test_an_answer_is_due_when_it_was_said_to_come_and_excused_before() -> None:
    assert due_at(NOON, Span(HOUR, 5 * HOUR), None, ALWAYS) == NOON + 5 * HOUR
    assert due_at(NOON, Span(HOUR, 5 * HOUR), 4 * HOUR, ALWAYS) == NOON + 4 * HOUR
    assert due_at(NOON, None, 24 * HOUR, ALWAYS) == NOON + 24 * HOUR
    assert due_at(NOON, None, None, ALWAYS) is None
    for whole, before in ((5 * HOUR, HOUR / 2), (HOUR, HOUR / 10), (100 * HOUR, HOUR), (HOUR / 12, HOUR / 24)):
        assert notice_at(NOON, NOON + whole, ALWAYS) == NOON + whole - before


def test_only_working_hours_are_counted_for_who_waits_over_a_weekend() -> None:
    friday = datetime(2027, 1, 15, 16, tzinfo=BERLIN)
    monday = datetime(2027, 1, 18, 9, tzinfo=BERLIN)
    assert took(friday, monday + HOUR, OFFICE) == 2 * HOUR
    assert after(friday, 2 * HOUR, OFFICE) == monday + HOUR
    due = due_at(friday, Span(HOUR, 5 * HOUR), 4 * HOUR, OFFICE)
    assert due == monday + 3 * HOUR
    assert notice_at(friday, due, OFFICE) == due - 0.4 * HOUR
    assert notice_at(friday, monday + HOUR / 60, OFFICE) == datetime(2027, 1, 15, 16, 54, 54, tzinfo=BERLIN)
    assert new_time(friday, due, due, [], OFFICE) == monday + 5 * HOUR
    never = Calendar(UTC, ((),) * 7)
    assert after(friday, HOUR, never) > friday + timedelta(days=10_000)


def test_the_new_time_is_when_most_were_answered_that_had_waited_as_long() -> None:
    due, now = NOON + 5 * HOUR, NOON + 4.5 * HOUR
    assert new_time(NOON, due, now, spans(1, 2, 3, 6, 7, 8, 9, 30), ALWAYS) == NOON + 9 * HOUR
    assert new_time(NOON, due, now, spans(1, 2, 3, 6, 7), ALWAYS) == NOON + 7.5 * HOUR
    assert new_time(NOON, due, NOON + 10 * HOUR, [], ALWAYS) == NOON + 15 * HOUR


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=60))), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_the_new_time_is_never_past(samples: list[timedelta], late: timedelta) -> None:
    due = NOON + HOUR
    assert new_time(NOON, due, due + late, samples, ALWAYS) > due + late


@pytest.mark.parametrize(
    ("at", "hours", "until"),
    [
        # in winter, an hour ahead of UTC
        ("2027-01-10T20:59+00:00", NIGHT, None),
        ("2027-01-10T21:00+00:00", NIGHT, "2027-01-11T06:00+00:00"),
        ("2027-01-11T05:59+00:00", NIGHT, "2027-01-11T06:00+00:00"),
        ("2027-01-11T06:00+00:00", NIGHT, None),
        ("2027-01-11T11:30+00:00", NOONTIME, "2027-01-11T12:30+00:00"),
        ("2027-01-11T12:30+00:00", NOONTIME, None),
        # in summer, two hours ahead
        ("2027-07-10T20:00+00:00", NIGHT, "2027-07-11T05:00+00:00"),
        # the night of 28 March is an hour shorter, that of 31 October an hour longer
        ("2027-03-27T21:00+00:00", NIGHT, "2027-03-28T05:00+00:00"),
        ("2027-10-30T20:00+00:00", NIGHT, "2027-10-31T06:00+00:00"),
        # 2.30 comes twice, and quiet is each time before it
        ("2027-10-31T00:10+00:00", SMALL_HOURS, "2027-10-31T00:30+00:00"),
        ("2027-10-31T00:30+00:00", SMALL_HOURS, None),
        ("2027-10-31T01:10+00:00", SMALL_HOURS, "2027-10-31T01:30+00:00"),
        # and never in March
        ("2027-03-28T00:10+00:00", SMALL_HOURS, "2027-03-28T01:30+00:00"),
        ("2027-03-28T01:10+00:00", SMALL_HOURS, None),
        ("2027-01-10T23:00+00:00", None, None),
    ],
)
def test_quiet_hours_go_by_the_clock_on_the_wall(at: str, hours: QuietHours | None, until: str | None) -> None:
    expected = datetime.fromisoformat(until) if until else None
    assert quiet_until(datetime.fromisoformat(at), hours, BERLIN) == expected


# Use cases


async def answered(engine: Engine, *hours: float) -> None:
    """Staff have answered tickets of other people after so many hours each."""
    for number, later in enumerate(hours):
        ticket = await opened(engine, 1000 + number)
        engine.clock.turn(hours=later)
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
        await engine.services.tickets.close(ticket.id, by=sam)


async def greet(engine: Engine, ticket: Ticket) -> Expectation:
    """Its opening message is brought up to date."""
    ticket = await engine.services.tickets.get(ticket.id)
    expected = await engine.services.expectations.of(ticket)
    await engine.services.expectations.told(ticket, expected)
    return expected


async def test_a_requester_hears_what_was_usual_until_staff_have_answered(engine: Engine) -> None:
    await answered(engine, *[1] * 5, *[2] * 4)
    early = await opened(engine, ANN)
    assert await greet(engine, early) == Expectation(0, None, is_awaited=True), "nine are too few"
    await engine.services.tickets.close(early.id, by=sam)
    await answered(engine, 3)
    engine.clock.turn(minutes=2)
    ticket = await opened(engine, ANN)
    said = Span(HOUR, 2 * HOUR)
    assert await greet(engine, ticket) == Expectation(0, said, is_awaited=True)
    await answered(engine, *[0.01] * 30)
    assert (await greet(engine, ticket)).usual == said, "what was said stays"
    ticket = await engine.services.tickets.claim(ticket.id, by=sam)
    assert await greet(engine, ticket) == Expectation(None, said, is_awaited=True)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    assert await greet(engine, ticket) == Expectation()


async def test_as_the_queue_moves_only_what_says_something_else_is_edited_and_seldom(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_EDITS", 4)
    waiting = [await opened(engine, ANN + number) for number in range(26)]
    for ticket in waiting:
        await greet(engine, ticket)
    await engine.services.tickets.close(waiting[0].id, by=sam)
    engine.clock.turn(seconds=20)
    await engine.services.tickets.close(waiting[1].id, by=sam)
    [(_, at)] = await due(engine, PLACES_JOB)
    assert NOON < at <= NOON + timedelta(minutes=5), "one for both"
    for ticket in waiting:
        await delivered(engine, ticket)

    assert await engine.services.expectations.moved(HERE) == engine.clock() + timedelta(minutes=5)
    owed = {subject for subject, _ in await due(engine, View.GREETING)}
    places = {ticket.id: number for number, ticket in enumerate(waiting)}
    changed = {ticket.id for ticket in waiting[2:] if roughly(places[ticket.id]) != roughly(places[ticket.id] - 2)}
    assert len(changed) == 12, "the further back, the rougher"
    assert owed == {ticket.id for ticket in waiting[2:6]}, "the nearest first"
    for ticket in waiting[2:]:
        await greet(engine, ticket)
        await delivered(engine, ticket)
    assert await engine.services.expectations.moved(HERE) is None
    assert await due(engine, View.GREETING) == []


async def test_an_answer_that_will_be_late_is_excused_once_before_it_is(engine: Engine) -> None:
    limited(engine, sla=TEN_HOURS)
    ticket = await opened(engine)
    await greet(engine, ticket)
    [(_, at)] = await due(engine, DELAY_JOB)
    assert at == NOON + 9 * HOUR
    engine.clock.turn(hours=9)
    for _ in range(2):  # the second time as after a crash
        assert await engine.services.expectations.excuse(ticket.id) is None
    [excuse] = [event for event in await events(engine, ticket) if event.kind == "delayed"]
    assert (excuse.until, excuse.is_late) == (NOON + 15 * HOUR, False)
    assert {View.NEWS, View.GREETING} <= {View(job.kind) for job in await engine.owed() if job.kind in [*View]}
    assert await greet(engine, ticket) == Expectation(0, None, is_awaited=True, put_off_to=NOON + 15 * HOUR)
    assert await due(engine, DELAY_JOB) == []
    engine.clock.turn(hours=20)
    assert await engine.services.expectations.excuse(ticket.id) is None
    assert len([event for event in await events(engine, ticket) if event.kind == "delayed"]) == 1


async def test_nothing_is_excused_that_does_not_wait_for_staff(engine: Engine) -> None:
    limited(engine, sla=TEN_HOURS, max_open=5)
    tickets, staff = engine.services.tickets, sam
    answered_, turned, closed = [await opened(engine) for _ in range(3)]
    for ticket in (answered_, turned, closed):
        await greet(engine, ticket)
    for text, by in (("Hello", staff), ("It is 4711", ann)):
        await engine.services.listening.wrote(answered_.receipts.thread_id or 0, text, by=by)
    await tickets.wait(turned.id, WaitingOn.REQUESTER, by=staff)
    await tickets.close(closed.id, by=staff)
    engine.clock.turn(hours=9)
    for ticket in (answered_, turned, closed):
        assert await engine.services.expectations.excuse(ticket.id) is None
        assert "delayed" not in [event.kind for event in await events(engine, ticket)]
    await tickets.wait(turned.id, WaitingOn.STAFF, by=staff)
    await greet(engine, turned)
    assert [subject for subject, _ in await due(engine, DELAY_JOB) if subject == turned.id] == [turned.id]


async def test_after_a_downtime_late_answers_say_so_a_few_at_a_time_and_not_at_night(engine: Engine) -> None:
    limited(engine, sla=TEN_HOURS)
    object.__setattr__(engine.config.tickets, "quiet_hours", NIGHT)
    waiting = [await opened(engine, ANN + number) for number in range(MOST_EXCUSES + 2)]
    for ticket in waiting:
        await greet(engine, ticket)
    engine.clock.turn(hours=14)  # 2 o'clock at night, by UTC
    excuse = engine.services.expectations.excuse
    assert {await excuse(ticket.id) for ticket in waiting} == {NOON + 19 * HOUR}
    engine.clock.turn(hours=5)
    later = [await excuse(ticket.id) for ticket in waiting]
    assert later == [None] * MOST_EXCUSES + [engine.clock() + timedelta(minutes=1)] * 2
    said = [event for event in await events(engine, waiting[0]) if event.kind == "delayed"]
    assert [event.is_late for event in said] == [True]
