"""Facts of a period → the figures of a report. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.insights.deflection import Tally
from bot.insights.stats.figures import Stats


@dataclass(frozen=True)
class Facts:
    """What the tables say about a period, beside the figures of tickets that `/stats` has too: counts of questions, of what
    happened to tickets, and of awards.
    """

    questions: int = 0
    helpers_credited: int = 0
    answers_accepted: int = 0
    priorities_set: int = 0
    escalations: int = 0
    fell_silent: int = 0


@dataclass(frozen=True)
class Report:
    """The figures of a period. Shares are None where there is nothing to divide. Those of `tickets` have a period of their
    own, for it never begins at midnight.
    """

    start_at: datetime
    end_at: datetime
    facts: Facts
    answers: Tally
    answered_share: float | None
    deflected_share: float | None
    tickets: Stats


def report(start_at: datetime, end_at: datetime, facts: Facts, answers: Tally, tickets: Stats) -> Report:
    """Shares are of questions (answered) and of answers (deflected)."""
    return Report(
        start_at=start_at,
        end_at=end_at,
        facts=facts,
        answers=answers,
        answered_share=_share(answers.answers, facts.questions),
        deflected_share=_share(answers.deflected, answers.answers),
        tickets=tickets,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
