"""The figures of a report, by value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.insights.deflection import Deflection, Tally
from bot.insights.metrics import Facts, report
from tests.insights.tickets import stats_of

END = datetime(2027, 3, 8, 12, tzinfo=UTC)
START = END - timedelta(days=7)
NO_ANSWERS = Tally({})
TICKETS = stats_of("billing")


def facts(*, questions: int = 0) -> Facts:
    return Facts(questions=questions)


@pytest.mark.parametrize(
    ("questions", "counts", "answered_share", "deflected_share"),
    [
        (0, {}, None, None),
        (4, {}, 0.0, None),
        (4, {Deflection.UNHELPED: 3}, 0.75, 0.0),
        (8, {Deflection.CONFIRMED: 1, Deflection.OPEN: 3}, 0.5, 0.25),
        (2, {Deflection.CONFIRMED: 1, Deflection.ASSUMED: 1}, 1.0, 1.0),
    ],
)
def test_shares_are_of_questions_and_of_answers_and_none_where_there_are_none(
    questions: int,
    counts: dict[Deflection, int],
    answered_share: float | None,
    deflected_share: float | None,
) -> None:
    figures = report(START, END, facts(questions=questions), Tally(counts), TICKETS)
    assert (figures.answered_share, figures.deflected_share) == (answered_share, deflected_share)


def test_a_report_carries_its_period_its_facts_its_answers_and_the_tickets() -> None:
    counted, answers = facts(questions=1), Tally({Deflection.OPEN: 1})
    figures = report(START, END, counted, answers, TICKETS)
    assert (figures.start_at, figures.end_at, figures.facts, figures.answers) == (START, END, counted, answers)
    assert figures.tickets is TICKETS
