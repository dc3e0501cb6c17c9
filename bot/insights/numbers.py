"""What `/faq stats` tells of a period. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.faq.speaking import SPEAKING, Rule
from bot.insights.deflection import Tally
from bot.insights.lift import Lift
from bot.insights.spending.spent import EntryFound
from bot.tickets.costs.cost import Finding


@dataclass(frozen=True)
class Suggestions:
    """How often entries were suggested; of these, how often one was chosen, and how often none of them fitted."""

    shown: int
    chosen: int
    dismissed: int


@dataclass(frozen=True)
class LastChances:
    """For how many filled-in forms entries were shown before the ticket, or the community was asked; how many of them that
    solved, and how many of those are retracted: the same member opened a ticket of the type within `RETRACTED_WITHIN`.
    """

    shown: int
    solved: int
    retracted: int


@dataclass(frozen=True)
class SentEntry:
    """Into how many tickets staff sent this entry, and how many of those are resolved."""

    entry_id: str
    sent: int
    solved: int


@dataclass(frozen=True)
class Numbers:
    """The figures of a period: its questions by the rule that decided, most frequent first; all answers, and
    those by entry id and by place, most served first; and in how many tickets staff found what of the FAQ, and of which entry.
    """

    by_rule: Mapping[Rule, int]
    answers: Tally
    by_entry: Sequence[tuple[str, Tally]]
    by_place: Sequence[tuple[int, Tally]]
    suggestions: Suggestions
    lift: Lift | None
    last_chances: LastChances
    sent_entries: Sequence[SentEntry]
    asked_first: LastChances
    findings: Mapping[Finding, int]
    by_entry_found: Sequence[EntryFound]

    @property
    def questions(self) -> int:
        return sum(self.by_rule.values())

    @property
    def silences(self) -> Mapping[Rule, int]:
        """How often each rule made the FAQ keep silent."""
        return {rule: count for rule, count in self.by_rule.items() if rule not in SPEAKING}
