"""Facts of a period → the figures of a report. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.insights.deflection import Tally


@dataclass(frozen=True)
class Span:
    """From when something was opened to when something happened to it."""

    start_at: datetime
    end_at: datetime


@dataclass(frozen=True)
class Facts:
    """What the tables say about a period. Counts of questions, tickets and awards; spans of tickets."""

    questions: int
    tickets_opened: int
    tickets_resolved: int
    tickets_waiting: int
    responses: Sequence[Span]
    resolutions: Sequence[Span]
    helpers_credited: int
    answers_accepted: int


@dataclass(frozen=True)
class Report:
    """The figures of a period. Medians are None, and shares too, where there is nothing to divide."""

    start_at: datetime
    end_at: datetime
    facts: Facts
    answers: Tally
    answered_share: float | None
    deflected_share: float | None
    first_response_median: timedelta | None
    resolution_median: timedelta | None


def report(start_at: datetime, end_at: datetime, facts: Facts, answers: Tally) -> Report:
    """Shares are of questions (answered) and of answers (deflected). Medians: one slow ticket is no trend."""
    return Report(
        start_at=start_at,
        end_at=end_at,
        facts=facts,
        answers=answers,
        answered_share=_share(answers.answers, facts.questions),
        deflected_share=_share(answers.deflected, answers.answers),
        first_response_median=_median(facts.responses),
        resolution_median=_median(facts.resolutions),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _median(spans: Sequence[Span]) -> timedelta | None:
    if not spans:
        return None
    return timedelta(seconds=median((span.end_at - span.start_at).total_seconds() for span in spans))
