"""What the hold-out says: who is counted, and the interval, checked against its published examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.faq.question import RETRACTED_WITHIN
from bot.faq.speaking import Rule
from bot.insights.lift import Lift, Share, difference
from tests.insights.facts import Asked, Opened, lifted, write
from tests.services import Engine

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
NOW = AT + timedelta(days=30)
numbers = count(1)
HOUR, MOMENT = timedelta(hours=1), timedelta(microseconds=1)


def asked(asker: int, rule: Rule = Rule.SURE, *, after: timedelta = timedelta(0)) -> Asked:
    """Somebody asks; held out or answered."""
    return Asked(next(numbers), asker, AT + after, rule)


async def lift(engine: Engine, questions: list[Asked], tickets: list[Opened], now: datetime = NOW) -> Lift | None:
    """What these questions, and these tickets, say then."""
    await write(engine, questions, tickets)
    return await lifted(engine, now)


def ticket(asker: int, after: timedelta = HOUR) -> Opened:
    return Opened(asker, "bug", None, AT + after)


def held_out(asker: int, after: timedelta = timedelta(0)) -> Asked:
    return asked(asker, Rule.HELD_OUT, after=after)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0000),
    ],
)
def test_the_interval_is_that_of_newcombes_paper(first: Share, second: Share, low: float, high: float) -> None:
    found = difference(first, second)
    assert found == pytest.approx(
        (first.ticketed / first.askers - second.ticketed / second.askers, low, high), abs=6e-5
    )


async def test_without_a_hold_out_there_is_nothing_to_compare(engine: Engine) -> None:
    assert await lift(engine, [asked(1), asked(2)], [ticket(1)]) is None
    assert Share(0, 0).part is None


async def test_both_groups_are_counted_by_who_opened_a_ticket_within_72_hours(engine: Engine) -> None:
    tickets = [
        ticket(1),
        ticket(2, RETRACTED_WITHIN),
        ticket(3, RETRACTED_WITHIN + MOMENT),
        ticket(4, -MOMENT),
        ticket(9),
    ]
    found = await lift(engine, [held_out(8), *map(asked, (1, 2, 3, 4)), held_out(9)], tickets)
    assert found is not None
    assert (found.answered, found.held_out) == (Share(2, 4), Share(1, 2))
    assert found.difference is None


async def test_an_asker_counts_once_by_the_first_lot(engine: Engine) -> None:
    questions = [held_out(1), asked(1, after=HOUR), asked(2), held_out(2, HOUR), held_out(3, HOUR)]
    found = await lift(engine, questions, [ticket(1, 2 * HOUR), ticket(1, 3 * HOUR)])
    assert found is not None
    assert (found.answered, found.held_out) == (Share(0, 1), Share(1, 2))


async def test_what_is_younger_than_72_hours_does_not_count_yet(engine: Engine) -> None:
    questions = [held_out(1), asked(2), held_out(3, HOUR)]
    assert await lift(engine, questions, [], AT + RETRACTED_WITHIN - MOMENT) is None
    found = await lifted(engine, AT + RETRACTED_WITHIN)
    assert found is not None
    assert (found.answered, found.held_out) == (Share(0, 1), Share(0, 1))


async def test_answers_from_before_and_after_the_hold_out_do_not_count(engine: Engine) -> None:
    questions = [
        asked(1),
        held_out(2, HOUR),
        asked(3, after=2 * HOUR),
        held_out(4, 3 * HOUR),
        asked(5, after=4 * HOUR),
    ]
    found = await lift(engine, questions, [])
    assert found is not None
    assert (found.answered.askers, found.held_out.askers) == (1, 2)


@pytest.mark.parametrize(("held", "is_enough"), [(29, False), (30, True)])
async def test_below_thirty_askers_it_is_too_few_to_tell(engine: Engine, held: int, is_enough: bool) -> None:
    questions = [held_out(one) for one in range(held)] + [asked(one) for one in range(100, 140)]
    found = await lift(engine, questions, [ticket(one) for one in range(10)])
    assert found is not None
    assert (found.difference is not None) is is_enough


async def test_tickets_that_answering_saves_are_a_positive_difference(engine: Engine) -> None:
    questions = [held_out(one) for one in range(40)] + [asked(one) for one in range(100, 140)]
    found = await lift(engine, questions, [ticket(one) for one in (*range(20), 100, 101)])
    assert found is not None
    assert found.difference is not None
    saved, low, high = found.difference
    assert saved == pytest.approx(0.45)
    assert 0 < low < saved < high
