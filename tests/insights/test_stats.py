"""What staff's work on tickets came to, each figure worked out by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.database import Transaction
from bot.errors import NotStaff
from bot.insights.metrics import Facts
from bot.insights.service import InsightsService
from bot.insights.stats.figures import Backlog, Figures, Spans, Stats
from bot.insights.stats.service import TicketStats
from bot.promise_tables import promises
from bot.ticket_tables import ticket_events, ticket_ratings, ticket_resolutions, tickets
from bot.ticket_tiers import Tier
from bot.tickets.clocks.policy import policy_of
from bot.tickets.csat.trend import Scores
from bot.tickets.promises.promise import Record
from bot.tickets.sla import calendar_of, worked_between, worked_many
from bot.tickets.ticket import WaitingOn
from bot.working_hours import WorkingHours
from bot.zones import zone
from tests.services import ELSEWHERE, HERE, Engine, member

BERLIN = zone("Europe/Berlin")
NOW = datetime(2027, 4, 5, 12, tzinfo=UTC)
"""A Monday, eight days after the clocks were put forward."""

WEEKS = [date(2027, 3, 1) + timedelta(days=7 * week) for week in range(6)]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE = WorkingHours(
    monday=["09:00-17:00"],
    tuesday=["09:00-17:00"],
    wednesday=["09:00-17:00"],
    thursday=["09:00-17:00"],
    friday=["09:00-17:00"],
)
sam = member(3, is_staff=True)
numbers = count(1)


@dataclass(frozen=True)
class Happened:
    """What happened to a ticket, so long after it was opened; of itself, where nobody did it."""

    kind: str
    after: timedelta
    data: dict[str, Any] | None = None
    actor_id: int | None = None


@dataclass(frozen=True)
class Opened:
    """A ticket and what happened to it. `scores` are what its customers say of its last resolution, `promised` when each of
    its promises was due after it was opened, and whether it was kept.
    """

    at: datetime
    happened: Sequence[Happened] = ()
    type_id: str = "billing"
    tier: str | None = None
    status: str = "closed"
    waiting_on: WaitingOn = WaitingOn.STAFF
    snoozed: bool = False
    merged_into: int | None = None
    scores: Sequence[int] = ()
    promised: Sequence[tuple[timedelta, bool]] = ()
    guild_id: int = HERE


def at(text: str) -> datetime:
    """A time in UTC, in 2027."""
    return datetime.fromisoformat(f"2027-{text}").replace(tzinfo=UTC)


def answered(after: timedelta) -> Happened:
    return Happened("responded", after)


def resolved(after: timedelta) -> Happened:
    return Happened("resolved", after)


def closed(after: timedelta) -> Happened:
    return Happened("closed", after, actor_id=3)


async def stats(
    engine: Engine, opened: Iterable[Opened] = (), *, barred: Sequence[str] = (), days: int = 30, **settings: Any
) -> Stats:
    """The figures of the last days in Berlin, after all this was written, as staff see them who do not read these types."""

    await engine.database.tx(lambda tx: put(tx, opened))
    engine.clock.now = NOW
    wanted = engine.config.tickets.model_copy(update=settings)
    service = TicketStats(engine.database, engine.clock, policy_of(wanted, BERLIN))
    return await service.of_days(days, by=replace(sam, barred=dict.fromkeys(barred, ())))


def put(tx: Transaction, opened: Iterable[Opened]) -> None:
    """Write all this into the tables."""
    for one in opened:
        _write(tx, next(numbers), one)


def _write(tx: Transaction, number: int, one: Opened) -> None:
    about = {"guild_id": one.guild_id, "ticket_id": number}
    values = {
        "type_id": one.type_id,
        "status": one.status,
        "priority": "P3",
        "requester_id": number,
        "summary": "",
        "details": [],
        "interaction_id": number,
        "requester_added": False,
        "announced_event_id": 0,
        "waiting_on": one.waiting_on.value,
        "snoozed": one.snoozed,
        "merged_into": one.merged_into,
        "tier": one.tier,
    }
    tx.execute(insert(tickets).values(id=number, guild_id=one.guild_id, number=number, opened_at=one.at, **values))
    for event in one.happened:
        more = {
            "kind": event.kind,
            "at": one.at + event.after,
            "data": event.data or {},
            "actor_id": event.actor_id,
        }
        tx.execute(insert(ticket_events).values(**about, **more))
    if one.scores:
        solved_at = max(one.at + event.after for event in one.happened if event.kind == "resolved")
        resolution = {"id": number, "at": solved_at, "handler_id": 3, "type_id": one.type_id, "tier": one.tier}
        tx.execute(insert(ticket_resolutions).values(**about, **resolution))
        for who, score in enumerate(one.scores, 100):
            rating = {"resolution_id": number, "member_id": who, "number": 1, "score": score, "at": solved_at}
            tx.execute(insert(ticket_ratings).values(**about, **rating))
    for place, (after, is_kept) in enumerate(one.promised, 1):
        due_at = one.at + after
        promise = {
            "id": 100 * number + place,
            "number": place,
            "state": "kept" if is_kept else "withdrawn",
            "text": "",
            "made_by": 3,
            "made_at": one.at,
            "due_at": due_at,
            "missed_at": None if is_kept else due_at,
            "settled_at": due_at,
        }
        tx.execute(insert(promises).values(**about, **promise))


async def test_an_empty_community_has_weeks_and_hours_without_figures(engine: Engine) -> None:
    found = await stats(engine)
    assert found.overall == Figures()
    assert dict(found.by_week) == dict.fromkeys(WEEKS, Figures())
    assert dict(found.by_hour) == dict.fromkeys(range(24), Figures())
    assert (dict(found.by_type), dict(found.by_tier)) == ({}, {})
    assert found.backlog == Backlog((0, 0, 0, 0, 0), None, None, dict.fromkeys(WaitingOn, 0), 0)
    assert (found.start_at, found.end_at, found.in_working_hours) == (NOW - 30 * DAY, NOW, False)


async def test_of_one_ticket_all_shares_are_its_own(engine: Engine) -> None:
    happened = [answered(20 * MINUTE), resolved(3 * HOUR)]
    found = await stats(engine, [Opened(at("03-30 07:10"), happened, scores=[4], promised=[(7 * HOUR, True)])])
    expected = Figures(
        opened=1,
        first_response=Spans(1, 20 * MINUTE, 20 * MINUTE, 20 * MINUTE),
        resolution=Spans(1, 3 * HOUR, 3 * HOUR, 3 * HOUR),
        resolutions=1,
        csat=Scores(1, 4),
        promises=Record(1, 0),
    )
    assert found.overall == expected
    assert {monday: one for monday, one in found.by_week.items() if one != Figures()} == {WEEKS[4]: expected}
    assert dict(found.by_type) == {"billing": expected}
    by_hour = {hour: one for hour, one in found.by_hour.items() if one != Figures()}
    assert by_hour == {9: expected}  # 9:10 in Berlin
    assert found.overall.reopened_share == 0.0


async def test_percentiles_lie_between_what_was_measured(engine: Engine) -> None:
    opened = [Opened(at("03-30 07:10"), [answered(minutes * MINUTE)]) for minutes in (50, 10, 30, 20, 40)]
    found = await stats(engine, opened)
    # Of five values 80 % is at 0.8 · 4 = 3.2 steps: 40 + 0.2 · 10, and 95 % at 3.8: 40 + 0.8 · 10.
    assert found.overall.first_response == Spans(5, 30 * MINUTE, 42 * MINUTE, 48 * MINUTE)


async def test_weeks_and_hours_are_those_of_the_clock_on_the_wall_also_after_it_was_put_forward(
    engine: Engine,
) -> None:
    moments = [
        "03-21 22:59:59.999999",  # Sunday 23:59, an hour ahead of UTC
        "03-21 23:00",  # Monday 0:00
        "03-28 00:59",  # Sunday 1:59
        "03-28 01:00",  # Sunday 3:00: the clock has been put forward
        "03-28 21:59:59.999999",  # Sunday 23:59, two hours ahead
        "03-28 22:00",  # Monday 0:00
    ]
    found = await stats(engine, [Opened(at(moment)) for moment in moments])
    opened = {monday: figures.opened for monday, figures in found.by_week.items()}
    assert opened == dict(zip(WEEKS, (0, 0, 1, 4, 1, 0), strict=True))
    hours = {hour: figures.opened for hour, figures in found.by_hour.items() if figures.opened}
    assert hours == {0: 2, 1: 1, 3: 1, 23: 2}


async def test_what_happens_counts_in_its_own_week_and_in_the_hour_of_the_opening(engine: Engine) -> None:
    happened = [answered(HOUR), resolved(3 * DAY)]
    found = await stats(engine, [Opened(at("03-27 10:00"), happened)])  # a Saturday, 11:00 in Berlin
    before, after = found.by_week[WEEKS[3]], found.by_week[WEEKS[4]]
    assert (before.opened, before.first_response.count, before.resolution.count) == (1, 1, 0)
    assert (after.opened, after.first_response.count, after.resolution.median) == (0, 0, 3 * DAY)
    assert found.by_hour[11].resolution.median == 3 * DAY


async def test_a_reopened_ticket_is_resolved_once_and_its_first_resolution_was_none(engine: Engine) -> None:
    again = [resolved(HOUR), Happened("reopened", 2 * HOUR), resolved(5 * HOUR)]
    back = [resolved(HOUR), Happened("reopened", 2 * HOUR)]
    found = await stats(engine, [Opened(at("03-30 07:10"), again), Opened(at("03-30 07:10"), back)])
    assert found.overall.resolution == Spans(1, 5 * HOUR, 5 * HOUR, 5 * HOUR)
    assert (found.overall.resolutions, found.overall.reopened) == (3, 2)
    assert found.overall.reopened_share == pytest.approx(2 / 3)


async def test_a_merged_ticket_was_opened_and_is_no_resolution(engine: Engine) -> None:
    first = Opened(at("03-30 07:10"), [answered(HOUR), resolved(2 * HOUR)])
    await stats(engine, [first])
    survivor = next(numbers) - 1
    merged = Opened(at("03-30 08:00"), [Happened("merged", HOUR)], merged_into=survivor)
    found = await stats(engine, [merged])
    assert (found.overall.opened, found.overall.merged, found.overall.resolution.count) == (2, 1, 1)


async def test_what_is_closed_without_a_resolution_is_counted_once_until_it_goes_on(engine: Engine) -> None:
    morning = at("03-30 07:10")
    counted = [
        Opened(morning, [closed(HOUR)]),
        Opened(morning, [closed(HOUR), closed(2 * HOUR)]),  # by its requester, then for good
        Opened(morning, [resolved(HOUR), Happened("reopened", 2 * HOUR), closed(3 * HOUR)]),
        Opened(morning, [Happened("closed", HOUR)]),  # in another bot, nobody knows by whom
        Opened(NOW - 40 * DAY, [Happened("fell_silent", 39 * DAY), Happened("expired", 40 * DAY)]),
    ]
    other = [
        Opened(morning, [resolved(HOUR), Happened("closed", 3 * DAY)]),  # by time
        Opened(morning, [resolved(HOUR), closed(2 * HOUR)]),
        Opened(NOW - 40 * DAY, [resolved(HOUR), closed(39 * DAY)]),
        Opened(NOW - 40 * DAY, [closed(HOUR), closed(39 * DAY)]),
        Opened(morning, [closed(HOUR), Happened("reopened", 2 * HOUR)], status="open"),
    ]
    found = await stats(engine, [*counted, *other])
    assert (found.overall.closed, found.overall.resolution.count) == (5, 2)
    assert (found.by_week[WEEKS[4]].closed, found.by_type["billing"].closed, found.by_hour[9].closed) == (5, 5, 4)
    merged = Opened(morning, [closed(HOUR), Happened("merged", 2 * HOUR)], merged_into=next(numbers) - 1)
    assert (await stats(engine, [merged])).overall.closed == 5, "it goes on elsewhere"
    assert (await stats(engine, barred=["billing"])).overall == Figures()


async def test_who_had_no_first_response_is_counted_beside_how_long_the_others_waited(engine: Engine) -> None:
    opened = [
        Opened(at("03-30 07:10"), [answered(HOUR)]),
        Opened(at("03-30 07:10"), [closed(HOUR)]),
        Opened(at("03-22 07:10"), status="open"),
        Opened(NOW - 40 * DAY, [answered(39 * DAY)]),
        Opened(NOW - 40 * DAY, status="open"),
    ]
    found = await stats(engine, opened)
    assert (found.overall.opened, found.overall.unanswered, found.overall.first_response.count) == (3, 2, 2)
    assert (found.by_week[WEEKS[3]].unanswered, found.by_week[WEEKS[4]].unanswered) == (1, 1)
    merged = Opened(at("03-30 08:00"), [Happened("merged", HOUR)], merged_into=next(numbers) - 1)
    assert (await stats(engine, [merged])).overall.unanswered == 2


async def test_spans_are_of_working_hours_where_there_are_any(engine: Engine) -> None:
    friday = at("03-26 15:00")  # 16:00 in Berlin; on Sunday the clocks were put forward
    opened = [Opened(friday, [answered(2 * DAY + 17 * HOUR)])]  # Monday 8:00 UTC, 10:00 in Berlin
    found = await stats(engine, opened, working_hours=OFFICE)
    assert found.overall.first_response.median == 2 * HOUR
    assert found.in_working_hours
    assert found.overall.first_response.in_working_hours
    around_the_clock = await stats(engine)
    assert around_the_clock.overall.first_response.median == 65 * HOUR


async def test_breaches_are_counted_by_their_clocks(engine: Engine) -> None:
    late = [
        Happened("breached", HOUR, {"clock": clock}) for clock in ("resolution", "first_response", "resolution")
    ]
    found = await stats(engine, [Opened(at("03-30 07:10"), late)])
    assert dict(found.overall.breaches) == {"first_response": 1, "resolution": 2}
    assert (found.overall.breached, found.by_type["billing"].breached, found.by_hour[9].breached) == (3, 3, 3)


async def test_the_backlog_is_what_is_live_whenever_it_was_opened(engine: Engine) -> None:
    def live(age: timedelta, turn: WaitingOn = WaitingOn.STAFF, *, snoozed: bool = False) -> Opened:
        return Opened(NOW - age, status="open", waiting_on=turn, snoozed=snoozed)

    opened = [
        live(HOUR),
        live(DAY - MINUTE, WaitingOn.REQUESTER),
        live(DAY, WaitingOn.FIX),
        live(5 * DAY, snoozed=True),
        live(90 * DAY),
        Opened(NOW - 2 * HOUR, status="resolved"),
    ]
    backlog = (await stats(engine, opened)).backlog
    turns = {WaitingOn.STAFF: 2, WaitingOn.REQUESTER: 1, WaitingOn.THIRD_PARTY: 0, WaitingOn.FIX: 1}
    assert backlog == Backlog((2, 1, 1, 0, 1), DAY, 90 * DAY, turns, snoozed=1)
    assert backlog.live == 5


async def test_who_does_not_read_a_type_sees_none_of_its_numbers(engine: Engine) -> None:
    happened = [
        answered(HOUR),
        Happened("breached", HOUR, {"clock": "resolution"}),
        resolved(2 * HOUR),
        Happened("reopened", 3 * HOUR),
    ]
    secret = Opened(
        at("03-30 07:10"),
        happened,
        type_id="delivery",
        status="open",
        scores=[1],
        promised=[(HOUR, False)],
    )
    found = await stats(engine, [secret, Opened(at("03-30 07:10"), guild_id=ELSEWHERE)], barred=["delivery"])
    assert (found.overall, dict(found.by_type), found.backlog.live) == (Figures(), {}, 0)
    theirs = await stats(engine)
    assert (theirs.overall.opened, theirs.overall.csat, theirs.overall.promises) == (1, Scores(1, 1), Record(0, 1))
    assert (theirs.overall.breached, theirs.overall.reopened, theirs.backlog.live) == (1, 1, 1)


async def test_a_tier_is_where_a_ticket_is_now_and_one_that_was_never_passed_on_is_at_the_first(
    engine: Engine,
) -> None:
    tiers = [Tier(id="first", label="First", role="Support"), Tier(id="second", label="Second", role="Experts")]
    opened = [
        Opened(at("03-30 07:10"), [resolved(HOUR)], scores=[5]),
        Opened(at("03-30 07:10"), [answered(HOUR), resolved(HOUR)], tier="second", scores=[2, 3]),
        Opened(at("03-30 07:10"), tier="gone"),
    ]
    found = await stats(engine, opened, tiers=tiers)
    first, second = found.by_tier["first"], found.by_tier["second"]
    assert (first.opened, first.csat, first.first_response.count) == (2, Scores(1, 5), 0)
    assert (second.opened, second.csat, second.first_response.count) == (1, Scores(2, 5), 1)


async def test_types_come_by_how_many_were_opened_and_what_is_before_the_period_is_not_counted(
    engine: Engine,
) -> None:
    opened = [Opened(at("03-30 07:10"), type_id=type_id) for type_id in ("delivery", "billing", "delivery")]
    old = Opened(NOW - 30 * DAY - MINUTE, [answered(MINUTE), resolved(2 * MINUTE)])
    found = await stats(engine, [*opened, old])
    assert [(name, one.opened) for name, one in found.by_type.items()] == [("delivery", 2), ("billing", 1)]
    # It was opened before the period, and answered in the moment in which that begins.
    assert (found.overall.first_response.count, found.overall.resolution.count) == (1, 1)


async def test_the_report_says_what_was_late_and_what_is_snoozed(engine: Engine) -> None:
    late = [Happened("breached", HOUR, {"clock": "resolution"}), answered(2 * HOUR)]
    await stats(engine, [Opened(at("03-30 07:10"), late, status="open", snoozed=True), Opened(NOW, status="open")])
    found = (await engine.services.insights.report(days=30, by=sam)).tickets
    assert (found.overall.breached, found.backlog.snoozed, found.backlog.in_line) == (1, 1, 1)


async def test_the_report_counts_as_stats_do_in_working_hours_and_for_who_asks(engine: Engine) -> None:
    over_the_weekend = [Happened("escalated", HOUR), answered(66 * HOUR), resolved(67 * HOUR)]
    opened = [
        Opened(at("04-02 14:00"), over_the_weekend, promised=[(2 * HOUR, True)]),
        Opened(NOW - 60 * DAY - MINUTE, [Happened("escalated", 10 * timedelta(seconds=1))]),  # after that midnight
    ]
    await engine.database.tx(lambda tx: put(tx, opened))
    engine.clock.now = NOW
    settings = engine.config.tickets.model_copy(update={"working_hours": OFFICE})
    stats = TicketStats(engine.database, engine.clock, policy_of(settings, BERLIN))
    insights = InsightsService(engine.database, engine.clock, engine.services.knowledge, stats)
    for days in (30, 60):
        found = await insights.report(days=days, by=sam)
        assert found.tickets == await stats.of_days(days, by=sam)
        assert (found.tickets.overall.first_response, found.facts.escalations) == (
            Spans(1, *[2 * HOUR] * 3, in_working_hours=True),
            1,
        )
    barred = replace(sam, barred={"billing": ()})
    unread, everything = await asyncio.gather(*(insights.report(days=30, by=by) for by in (barred, sam)))
    assert (unread.tickets.overall, unread.facts) == (Figures(), Facts())
    assert (everything.tickets.overall.opened, everything.facts.escalations) == (1, 1)


async def test_only_staff_are_told(engine: Engine) -> None:
    with pytest.raises(NotStaff):
        await engine.services.stats.of_days(30, by=member(1))


@given(
    starts=st.lists(st.integers(0, 3 * 365 * 24 * 60), min_size=1, max_size=5),
    minutes=st.integers(0, 400 * 24 * 60),
    hours=st.sampled_from([None, OFFICE, WorkingHours(sunday=["00:00-24:00"], closed=["12-31"])]),
)
def test_many_spans_of_working_hours_are_what_each_is(
    starts: list[int], minutes: int, hours: WorkingHours | None
) -> None:
    calendar = calendar_of(hours, BERLIN)
    begin = datetime(2026, 12, 28, tzinfo=UTC)
    times = [(begin + start * MINUTE, begin + (start + minutes) * MINUTE) for start in starts]
    micro = [
        [(moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) for moment in pair]
        for pair in times
    ]
    found = worked_many(*np.array(micro, np.int64).T, calendar)
    expected = [worked_between(start, end, calendar) // timedelta(microseconds=1) for start, end in times]
    assert found.tolist() == expected


def test_of_nothing_no_span_is_worked() -> None:
    nothing = np.zeros(0, np.int64)
    assert worked_many(nothing, nothing, calendar_of(OFFICE, BERLIN)).tolist() == []
