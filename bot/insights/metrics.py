"""Facts of a period → the figures of a report. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.insights.deflection import Tally
from bot.tickets.promises.promise import Record


@dataclass(frozen=True)
class Facts:
    """What the tables say about a period: counts of questions, tickets and awards, and medians of tickets, which are
    None where there is nothing to take one of. Medians, because one slow ticket is no trend.
    """

    questions: int
    tickets_opened: int
    tickets_resolved: int
    tickets_waiting: int
    first_response_median: timedelta | None
    resolution_median: timedelta | None
    helpers_credited: int
    answers_accepted: int
    priorities_set: int
    escalations: int
    fell_silent: int = 0
    breaches: int = 0
    tickets_snoozed: int = 0


@dataclass(frozen=True)
class Report:
    """The figures of a period. Shares are None where there is nothing to divide."""

    start_at: datetime
    end_at: datetime
    facts: Facts
    answers: Tally
    answered_share: float | None
    deflected_share: float | None
    promises: Record


NONE_DUE = Record()


def report(
    start_at: datetime, end_at: datetime, facts: Facts, answers: Tally, promises: Record = NONE_DUE
) -> Report:
    """Shares are of questions (answered) and of answers (deflected)."""
    return Report(
        start_at=start_at,
        end_at=end_at,
        facts=facts,
        answers=answers,
        answered_share=_share(answers.answers, facts.questions),
        deflected_share=_share(answers.deflected, answers.answers),
        promises=promises,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
