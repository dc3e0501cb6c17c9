"""What the SLA clocks of a ticket have run, and when they are due: lives with times computed by hand, and random ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.ticket_types import Priority
from bot.tickets import lifecycle, merging
from bot.tickets.clocks.clock import Clock, ClockKind, Clocks, due, follow, started
from bot.tickets.sla import Calendar, worked_between
from bot.tickets.ticket import LIVE, Event, EventKind, Receipts, Status, Ticket, WaitingOn
from bot.working_hours import Hours

BERLIN = ZoneInfo("Europe/Berlin")
WEEK: tuple[tuple[Hours, ...], ...] = (((540, 750), (795, 1020)),) * 5 + ((), ())
OFFICE = Calendar(BERLIN, WEEK, "DE", "BE")
"""From 9 to 12:30 and from 13:15 to 17: seven hours and a quarter a day."""

ann, sam = Actor(1), Actor(3, is_staff=True)
FIRST, NEXT, RESOLUTION = ClockKind.FIRST_RESPONSE, ClockKind.NEXT_RESPONSE, ClockKind.RESOLUTION
TARGETS = {FIRST: timedelta(hours=2), NEXT: timedelta(hours=4), RESOLUTION: timedelta(hours=14, minutes=30)}
"""The last is two days of work."""

MONDAY, TUESDAY, WEDNESDAY = "2026-11-30", "2026-12-01", "2026-12-02"


def _at(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN).astimezone(UTC)


class Life:
    """A ticket with its clocks, to which things happen one after the other."""

    def __init__(self, opened_at: datetime) -> None:
        self.ticket = Ticket(
            1,
            9,
            1,
            "bug",
            Status.OPEN,
            Priority.P2,
            ann.id,
            None,
            "It is slow",
            (),
            None,
            7,
            opened_at,
            Receipts(),
            0,
        )
        self.clocks: Clocks = started(self.ticket)

    def happens(self, change: tuple[Ticket, Event]) -> Life:
        """Something was decided."""
        after, event = change
        self.clocks = follow(self.clocks, self.ticket, after, event, OFFICE)
        self.ticket = after
        return self

    def staff_write(self, at: datetime) -> Life:
        """As it is recorded: the first time as a response, too."""
        if (event := lifecycle.respond(self.ticket, sam, at)) is not None:
            self.happens((self.ticket, event))
        return self.happens(lifecycle.turn(self.ticket, WaitingOn.REQUESTER, sam.id, at))

    def customer_writes(self, at: datetime) -> Life:
        """It is staff's turn."""
        return self.happens(lifecycle.turn(self.ticket, WaitingOn.STAFF, ann.id, at))

    def waits(self, on: WaitingOn, at: datetime) -> Life:
        """Staff say whose turn it is, and write nothing."""
        return self.happens(lifecycle.wait(self.ticket, on, sam, at))

    def due(self, **targets: timedelta | None) -> dict[ClockKind, datetime | None]:
        """When each clock that is still awaited is due."""
        wanted = {kind: targets.get(kind.value, TARGETS[kind]) for kind in ClockKind}
        return {
            clock.kind: due(clock, wanted[clock.kind], OFFICE) for clock in self.clocks if clock.met_at is None
        }


def untouched() -> Life:
    return Life(_at(MONDAY, "09:00"))


def opened_at_23_59() -> Life:
    return Life(_at(MONDAY, "23:59"))


def answered() -> Life:
    return untouched().staff_write(_at(MONDAY, "10:00"))


def asked_again() -> Life:
    return answered().customer_writes(_at(MONDAY, "15:00"))


def asked_twice() -> Life:
    return asked_again().customer_writes(_at(MONDAY, "16:00"))


def waited_for_others() -> Life:
    return (
        untouched()
        .waits(WaitingOn.THIRD_PARTY, _at(MONDAY, "10:00"))
        .waits(WaitingOn.STAFF, _at(TUESDAY, "09:00"))
    )


def others_after_a_question() -> Life:
    return asked_again().waits(WaitingOn.FIX, _at(MONDAY, "16:00")).waits(WaitingOn.STAFF, _at(WEDNESDAY, "09:00"))


def snoozed() -> Life:
    life = untouched()
    return life.happens(lifecycle.snooze(life.ticket, sam, _at(MONDAY, "10:00"), until=_at(WEDNESDAY, "09:00")))


def woken() -> Life:
    life = snoozed()
    change = lifecycle.wake_in_time(life.ticket, _at(WEDNESDAY, "09:00"))
    assert change is not None
    return life.happens(change)


def resolved() -> Life:
    life = untouched()
    return life.happens(lifecycle.resolve(life.ticket, sam, _at(MONDAY, "10:00"), note="a typo"))


def reopened() -> Life:
    life = resolved()
    return life.happens(lifecycle.reopen(life.ticket, ann, _at(TUESDAY, "09:00")))


def withdrawn_and_undone() -> Life:
    life = untouched()
    life.happens(lifecycle.close(life.ticket, ann, _at(MONDAY, "10:00")))
    return life.happens(lifecycle.reopen(life.ticket, ann, _at(MONDAY, "11:00")))


def merged_and_parted() -> Life:
    life = untouched()
    [change, _] = merging.merge(life.ticket, replace(life.ticket, id=2, number=2), sam, _at(MONDAY, "10:00"))
    into = replace(life.ticket, id=2, number=2)
    life.happens(change)
    [change, _] = merging.unmerge(life.ticket, into, sam, _at(MONDAY, "11:00"), merging.Meanwhile())
    return life.happens(change)


def asked_again_and_withdrawn() -> Life:
    life = asked_again()
    life.happens(lifecycle.close(life.ticket, ann, _at(MONDAY, "16:00")))
    return life.happens(lifecycle.reopen(life.ticket, ann, _at(TUESDAY, "09:00")))


def asked_again_and_resolved() -> Life:
    life = asked_again()
    life.happens(lifecycle.resolve(life.ticket, sam, _at(MONDAY, "16:00"), note="a typo"))
    return life.happens(lifecycle.reopen(life.ticket, ann, _at(TUESDAY, "09:00")))


def replied_and_still_staffs() -> Life:
    life = untouched()
    return life.happens((life.ticket, Event(EventKind.REPLIED, sam.id, _at(MONDAY, "10:00"))))


def moved_and_more_urgent() -> Life:
    life = untouched()
    change = lifecycle.prioritise(
        life.ticket, sam, _at(MONDAY, "10:00"), priority=Priority.P1, note="All are affected"
    )
    return life.happens(change)


Due = dict[ClockKind, datetime | None]
LIVES: dict[Callable[[], Life], Due] = {
    untouched: {FIRST: _at(MONDAY, "11:00"), RESOLUTION: _at(TUESDAY, "17:00")},
    opened_at_23_59: {FIRST: _at(TUESDAY, "11:00"), RESOLUTION: _at(WEDNESDAY, "17:00")},
    answered: {RESOLUTION: None},
    asked_again: {NEXT: _at(TUESDAY, "11:00"), RESOLUTION: _at(WEDNESDAY, "14:00")},
    asked_twice: {NEXT: _at(TUESDAY, "11:00"), RESOLUTION: _at(WEDNESDAY, "14:00")},
    waited_for_others: {FIRST: _at(TUESDAY, "10:00"), RESOLUTION: _at(WEDNESDAY, "16:00")},
    others_after_a_question: {NEXT: _at(WEDNESDAY, "12:00"), RESOLUTION: _at("2026-12-03", "15:00")},
    snoozed: {FIRST: None, RESOLUTION: None},
    woken: {FIRST: _at(WEDNESDAY, "10:00"), RESOLUTION: _at("2026-12-03", "16:00")},
    resolved: {FIRST: None},
    reopened: {FIRST: _at(TUESDAY, "10:00"), RESOLUTION: _at(WEDNESDAY, "16:00")},
    withdrawn_and_undone: {FIRST: _at(MONDAY, "12:00"), RESOLUTION: _at(WEDNESDAY, "10:00")},
    merged_and_parted: {FIRST: _at(MONDAY, "12:00"), RESOLUTION: _at(WEDNESDAY, "10:00")},
    asked_again_and_withdrawn: {NEXT: _at(TUESDAY, "12:00"), RESOLUTION: _at(WEDNESDAY, "15:00")},
    asked_again_and_resolved: {NEXT: _at(TUESDAY, "13:45"), RESOLUTION: _at(WEDNESDAY, "15:00")},
    replied_and_still_staffs: {NEXT: _at(MONDAY, "14:45"), RESOLUTION: _at(TUESDAY, "17:00")},
    moved_and_more_urgent: {FIRST: _at(MONDAY, "11:00"), RESOLUTION: _at(TUESDAY, "17:00")},
}


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.__name__.replace("_", " "))
def test_each_clock_is_due_when_the_table_says(life: Callable[[], Life]) -> None:
    assert life().due() == LIVES[life]


def test_a_policy_that_changes_changes_when_it_is_due_and_not_what_was_spent() -> None:
    assert untouched().due(first_response=timedelta(hours=4))[FIRST] == _at(MONDAY, "13:45")
    assert waited_for_others().due(first_response=timedelta(minutes=30))[FIRST] == _at(TUESDAY, "09:00")


def test_what_has_no_target_is_never_due() -> None:
    [first, _] = untouched().clocks
    assert due(first, None, OFFICE) is None


def test_a_line_that_discord_dates_before_the_one_before_costs_nothing() -> None:
    life = asked_again().staff_write(_at(MONDAY, "14:59"))
    [_, answer, resolution] = life.clocks
    assert answer == Clock(NEXT, timedelta(0), None, _at(MONDAY, "14:59"))
    assert resolution.spent == timedelta(hours=1)


def _step(life: Life, what: str, at: datetime) -> None:
    is_live = life.ticket.status in LIVE
    if what == "resolve" and is_live:
        life.happens(lifecycle.resolve(life.ticket, sam, at))
    elif what == "reopen" and not is_live:
        life.happens(lifecycle.reopen(life.ticket, sam, at))
    elif what == "staff" and is_live:
        life.staff_write(at)
    elif what == "customer" and is_live:
        life.customer_writes(at)
    elif what == "snooze" and is_live:
        life.happens(lifecycle.snooze(life.ticket, sam, at))
    elif what == "wait" and is_live and life.ticket.waiting_on is not WaitingOn.FIX:
        life.waits(WaitingOn.FIX, at)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["resolve", "reopen", "staff", "customer", "snooze", "wait"]), st.integers(0, 3 * 24 * 60)
    ),
    max_size=12,
)


@given(_STEPS)
def test_the_clock_for_the_resolution_has_run_while_it_was_staffs_turn_and_at_no_other_time(
    steps: list[tuple[str, int]],
) -> None:
    life, counted = untouched(), timedelta(0)
    now = life.ticket.opened_at
    for what, minutes in steps:
        later = now + timedelta(minutes=minutes)
        ticket = life.ticket
        if ticket.status in LIVE and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed:
            counted += worked_between(now, later, OFFICE)
        now = later
        _step(life, what, now)
    resolution = life.clocks[-1]
    runs_since = resolution.runs_since or now
    assert resolution.spent + worked_between(runs_since, now, OFFICE) == counted
    assert (resolution.met_at is None) == (life.ticket.status in LIVE)


@given(_STEPS)
def test_staff_are_awaited_with_an_answer_whenever_it_is_their_turn_and_with_one_only(
    steps: list[tuple[str, int]],
) -> None:
    life = untouched()
    now = life.ticket.opened_at
    for what, minutes in steps:
        now += timedelta(minutes=minutes)
        _step(life, what, now)
        runs = [clock.kind for clock in life.clocks if clock.runs_since is not None]
        ticket = life.ticket
        if ticket.status in LIVE and ticket.waiting_on is WaitingOn.STAFF and not ticket.is_snoozed:
            assert sorted(runs) in ([FIRST, RESOLUTION], [NEXT, RESOLUTION])
        else:
            assert runs == []
        kinds = [clock.kind for clock in life.clocks]
        assert kinds == [kind for kind in ClockKind if kind in kinds]
