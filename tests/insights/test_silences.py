"""No figure of a report tells that questions have become counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select

from bot.database import Transaction
from bot.faq.question import NOTED_FOR, Outcome
from bot.faq.silences import service
from bot.faq.speaking import IN_DOUBT, Rule
from bot.schema import labels, questions, silences
from bot.ticket_tables import tickets
from tests.insights.facts import Asked, Opened, write
from tests.services import HERE, NOON, Engine, member

sam = member(3, is_staff=True)
MOMENT = timedelta(microseconds=1)
MIDNIGHT = datetime.combine((NOON - NOTED_FOR).date(), time(), UTC)
"""What was asked before becomes counts."""

DAYS = (30, 31, 365)
"""Of reports; the longest that anybody can ask for among them."""


@dataclass(frozen=True)
class History:
    asked: Sequence[Asked]
    opened: Sequence[Opened]
    labelled: Sequence[int]


async def figures(engine: Engine, places: Sequence[int]) -> list[Any]:
    """All that staff can be told of the past."""
    insights, shadow = engine.services.insights, engine.services.shadow
    found: list[Any] = [await insights.gaps(HERE, by=sam), await insights.stale(HERE, by=sam)]
    for days in DAYS:
        found += [await insights.report(days=days, by=sam), await insights.numbers(HERE, days=days, by=sam)]
    # Each of these is a channel of its own here.
    return [*found, await shadow.digest(HERE, places, by=sam), await shadow.digest(HERE, places[:2], by=sam)]


async def rewrite(engine: Engine, history: History) -> None:
    """This history in place of all that there was."""

    def empty(tx: Transaction) -> None:
        for table in (tickets, questions, silences):
            tx.execute(delete(table))

    def label(tx: Transaction) -> None:
        for number in history.labelled:
            about = {"guild_id": HERE, "question_id": number, "is_right": True}
            tx.execute(insert(labels).values(**about, labelled_by=sam.id, labelled_at=NOON))

    await engine.database.tx(empty)
    await write(engine, history.asked, history.opened)
    await engine.database.tx(label)


moments = st.timedeltas(timedelta(0), timedelta(days=100)).map(lambda ago: NOON - ago) | st.builds(
    lambda border, days, away: border - timedelta(days=days) + away,
    st.sampled_from([MIDNIGHT, NOON - NOTED_FOR]),
    st.sampled_from([0, 1, 2, 15]),
    st.sampled_from([-MOMENT, timedelta(0), MOMENT]),
)


@st.composite
def asked(draw: st.DrawFn, number: int) -> Asked:
    """Most of it is chatter, to which something may have happened."""
    rule = draw(st.sampled_from([*(6 * sorted(IN_DOUBT)), *Rule]))
    asked_at = draw(moments)
    rarely = st.integers(0, 7).map(lambda one: one == 0)
    outcome = draw(st.none() | st.sampled_from(Outcome))
    spoke = rule in (Rule.SURE, Rule.BETWEEN)
    return Asked(
        number,
        draw(st.sampled_from([1, 2])),
        asked_at,
        rule,
        "spf" if rule not in IN_DOUBT and draw(st.booleans()) else None,
        "spf",
        asked_at if draw(st.booleans() if spoke else rarely) else None,
        outcome,
        None if outcome is None else asked_at,
        helped=draw(st.sampled_from([True, False])) if draw(rarely) else None,
        follow_up_at=asked_at if draw(rarely) else None,
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    questions = [draw(asked(number)) for number in range(1, draw(st.integers(8, 30)) + 1)]
    numbers = [one.id for one in questions]
    opened = st.builds(Opened, st.sampled_from([1, 2]), st.just("bug"), st.sampled_from([None, *numbers]), moments)
    return History(
        questions,
        draw(st.lists(opened, max_size=2)),
        draw(st.lists(st.sampled_from(numbers), max_size=2, unique=True)),
    )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(histories())
async def test_the_figures_are_the_same_before_and_after_and_on_the_way(engine: Engine, history: History) -> None:
    await rewrite(engine, history)
    places = [one.id for one in history.asked]
    before = await figures(engine, places)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "ROWS_A_TRANSACTION", 8)
        patch.setattr(service, "TRANSACTIONS_A_RUN", 1)
        await engine.services.silences.sum_up()
        assert await figures(engine, places) == before
    await engine.services.silences.sum_up()
    assert await figures(engine, places) == before
    known, counted = await engine.database.read(
        lambda reader: (
            reader.execute(select(func.count()).select_from(questions)).scalar_one(),
            reader.execute(select(func.coalesce(func.sum(silences.c.amount), 0))).scalar_one(),
        )
    )
    assert known + counted == len(history.asked)


async def test_a_period_longer_than_thirty_days_begins_at_midnight(engine: Engine) -> None:
    for days, start_at in ((30, NOON - timedelta(days=30)), (31, MIDNIGHT - timedelta(days=1))):
        assert (await engine.services.insights.report(days=days, by=sam)).start_at == start_at


async def test_chatter_of_months_ago_is_still_counted_by_its_reason(engine: Engine) -> None:
    old = NOON - timedelta(days=60)
    await write(engine, [Asked(number, 1, old + number * MOMENT, Rule.UNSURE, None) for number in range(1, 6)])
    await engine.services.silences.sum_up()
    numbers = await engine.services.insights.numbers(HERE, days=90, by=sam)
    assert numbers.silences == {Rule.UNSURE: 5}
    assert (await engine.services.insights.report(days=90, by=sam)).facts.questions == 5
    assert (await engine.services.insights.report(days=59, by=sam)).facts.questions == 0


async def test_what_was_found_without_being_sure_is_to_be_judged_for_thirty_days(engine: Engine) -> None:
    asked = [
        Asked(1, 1, NOON - timedelta(days=90), Rule.UNSURE, None),
        Asked(2, 1, NOON - NOTED_FOR - MOMENT, Rule.UNSURE, None),
        Asked(5, 1, NOON - timedelta(days=40), Rule.UNSURE, None),
        Asked(3, 1, NOON - NOTED_FOR - MOMENT, Rule.SHADOW),
        Asked(4, 1, NOON - NOTED_FOR, Rule.UNSURE, None),
    ]
    await rewrite(engine, History(asked, (), (1,)))
    await engine.services.silences.sum_up()
    digest = await engine.services.shadow.digest(HERE, [1, 2, 3, 4, 5], by=sam)
    assert (digest.asked, digest.labelled, digest.unlabelled) == (5, 1, 2)
    assert digest.question is not None
    assert digest.question.id == 3
    await engine.services.shadow.label(HERE, [1], 1, is_right=False, by=sam)  # one can still change one's mind
