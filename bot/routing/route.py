"""A question on its way to people: whom it went to, who has taken it, and what comes next and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING
from bot.routing_settings import Routing

KEPT_FOR = timedelta(days=7)
"""A question that nobody answers for so long waits no more."""

REPEATED_WITHIN = timedelta(hours=1)
"""So long after it was asked nobody is told again of what its asker says once more, whatever became of it."""


class Act(StrEnum):
    """What is done with a route when its time has come."""

    REST = "rest"
    TELL = "tell"
    OFFER = "offer"
    END = "end"


@dataclass(frozen=True)
class Holder:
    """Who has taken a question, and until when others leave it to them."""

    member_id: int
    until: datetime


@dataclass(frozen=True)
class Line:
    """Our message in the helpdesk about a question, and how many times helpers had been told when it was sent."""

    channel_id: int
    message_id: int
    step: int


@dataclass(frozen=True)
class Route:
    """A question, and what was done so that it is answered: helpers were told `step` times, the last time at `stepped_at`.

    `told` are those who were, `newly_told` those of the last time. `is_taken_over` says that there is a ticket of it, or a
    live one that its asker has opened since: then staff look after them.
    """

    question: Question
    topic: str | None
    step: int = 0
    stepped_at: datetime | None = None
    told: tuple[int, ...] = ()
    newly_told: tuple[int, ...] = ()
    holder: Holder | None = None
    line: Line | None = None
    offered_at: datetime | None = None
    ended_at: datetime | None = None
    is_taken_over: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nobody need do anything more, as far as we have been told."""
        return self.ended_at is not None or is_settled(self.question) or self.is_taken_over

    def held_by(self, now: datetime) -> Holder | None:
        """Who has it now."""
        return self.holder if self.holder is not None and now < self.holder.until else None

    def is_fresh(self, settings: Routing, now: datetime) -> bool:
        """Whether it is young enough that people are told of it."""
        return now - self.question.asked_at <= timedelta(hours=settings.fresh_hours)

    def next(self, settings: Routing, now: datetime) -> tuple[Act, datetime]:
        """What is to be done now, or else, as `REST`, when to look again.

        While somebody has it, nobody else is told. Of a question that is no longer fresh nobody is: it only waits where
        people look for such. After a time without us the steps keep their distances: who was just told has time to answer.
        """
        asked_at = self.question.asked_at
        if now - asked_at >= KEPT_FOR:
            return Act.END, now
        if (holder := self.held_by(now)) is not None:
            return Act.REST, holder.until
        if self.offered_at is not None or not self.is_fresh(settings, now):
            return Act.REST, asked_at + KEPT_FOR
        due_at = self._due_at(settings)
        if now < due_at:
            return Act.REST, due_at
        return (Act.TELL if self.step < len(settings.after_minutes) else Act.OFFER), now

    def is_last_time(self, settings: Routing) -> bool:
        """Whether the next time that helpers are told is the last one."""
        return self.step + 1 >= len(settings.after_minutes)

    def _due_at(self, settings: Routing) -> datetime:
        minutes = [*settings.after_minutes, settings.offer_minutes]
        step = min(self.step, len(minutes) - 1)  # the operator may have shortened the list meanwhile
        due_at = self.question.asked_at + timedelta(minutes=minutes[step])
        if self.stepped_at is None or step == 0:
            return due_at
        return max(due_at, self.stepped_at + timedelta(minutes=minutes[step] - minutes[step - 1]))


def is_settled(question: Question) -> bool:
    """Whether a question needs nobody to look after it: the FAQ spoke, somebody answered, or it is gone."""
    return question.rule in SPEAKING or question.outcome is not None or question.is_direct


def is_the_same(question: Question, route: Route, within: timedelta) -> bool:
    """Whether a question goes with one that is on its way already: its asker asked both in one place shortly after each
    other, or the same words anywhere, for as long as it waits; and what is over, when they say it again within
    `REPEATED_WITHIN`, or have deleted it, for people were told of it.
    """
    earlier, apart = route.question, question.asked_at - route.question.asked_at
    if question.asker_id != earlier.asker_id or apart < timedelta():
        return False
    if route.is_over and apart > REPEATED_WITHIN:
        return False
    is_answered = route.is_over and earlier.outcome is not Outcome.REMOVED
    is_near = question.channel_id == earlier.channel_id and apart <= within
    return _says_the_same(question, earlier) or (is_near and not is_answered)


def _says_the_same(question: Question, earlier: Question) -> bool:
    """By the words; of what was deleted there are none, so by what the FAQ read in them, in the same place."""
    if earlier.text is not None or question.text is None:
        return question.text is not None and question.text == earlier.text
    is_here, was_deleted = question.channel_id == earlier.channel_id, earlier.outcome is Outcome.REMOVED
    return is_here and was_deleted and question.candidates == earlier.candidates
