"""A question on its way to people: whom it went to, who has taken it, and what comes next and when. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING
from bot.routing_settings import Routing

OFFERED_WITHIN = timedelta(hours=24)
"""So long after a question its asker is offered a ticket, also where helpers are told no more: after a time without us."""

AGAIN, LATER = timedelta(hours=1), timedelta(hours=24)
"""So often a question is looked at whether it still waits, within `OFFERED_WITHIN` and after that."""

KEPT_FOR = timedelta(days=7)
"""A question that nobody answers for so long waits no more."""

REPEATED_WITHIN = timedelta(hours=1)
"""So long after it was asked nobody is told again of what its asker says once more, whatever became of it."""

ANEW_WITHIN = timedelta(hours=24)
"""Within this, a question that is open again once more goes on where it stopped, and its asker is offered one ticket."""


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
    """A question, and what was done so that it is answered: helpers were to be told `step` times, the last time at
    `stepped_at`; our line has said so as far as `said_step`.

    `told` are those who were chosen for it up to `chosen_step`, `unsaid` those of them to whom it was not said yet as far as
    we know.
    `had` are those who took it, `holder` with them, and `told` no more. `is_taken_over` says that there is a ticket of it, or a
    live one that its asker has opened since: then staff look after them.
    `began_at` is None, or when its question was asked, or when that was open again: all times count from then.
    """

    question: Question
    topic: str | None
    step: int = 0
    stepped_at: datetime | None = None
    told: tuple[int, ...] = ()
    unsaid: tuple[int, ...] = ()
    chosen_step: int = 0
    said_step: int = 0
    had: tuple[int, ...] = ()
    holder: Holder | None = None
    line: Line | None = None
    offered_at: datetime | None = None
    ended_at: datetime | None = None
    is_taken_over: bool = False
    began_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """Since when somebody waits for an answer."""
        return self.began_at or self.question.asked_at

    @property
    def is_anew(self) -> bool:
        """Whether its question was open again: what was said before does not answer it."""
        return self.since > self.question.asked_at

    @property
    def is_over(self) -> bool:
        """Whether nobody need do anything more, as far as we have been told."""
        return self.ended_at is not None or is_settled(self.question) or self.is_taken_over

    def held_by(self, now: datetime) -> Holder | None:
        """Who has it now."""
        return self.holder if self.holder is not None and now < self.holder.until else None

    def is_to_be_said(self, settings: Routing, now: datetime) -> bool:
        """Whether helpers are to be told now, by a line that mentions them: not while somebody has it, nor of what is old."""
        return self.step > self.said_step and self.held_by(now) is None and self.is_fresh(settings, now)

    def is_fresh(self, settings: Routing, now: datetime) -> bool:
        """Whether it is young enough that people are told of it."""
        return now - self.since <= timedelta(hours=settings.fresh_hours)

    def is_past(self, settings: Routing, now: datetime) -> bool:
        """Whether it is too old even to offer a ticket."""
        return now - self.since > OFFERED_WITHIN and not self.is_fresh(settings, now)

    def held_back(self, settings: Routing, maybe_at: Collection[datetime]) -> datetime | None:
        """Until when the next step waits for what only looked like an answer at these times: by the first since the last
        step, so that no chat holds it up for long.
        """
        since = self.stepped_at or self.since
        first = min((at for at in maybe_at if at > since), default=None)
        return None if first is None else first + settings.first_after

    def next(self, settings: Routing, now: datetime) -> tuple[Act, datetime]:
        """What is to be done now, or else, as `REST`, when to look again.

        While somebody has it, nobody else is told. Of a question that is no longer fresh nobody is: it only waits where
        people look for such, and who asked is offered a ticket within `OFFERED_WITHIN`. After a time without us the steps
        keep their distances: who was just told has time to answer.
        """
        act, due_at = self._due(settings, now)
        if now >= due_at:
            return act, now
        pause = AGAIN if now - self.since < OFFERED_WITHIN else LATER
        return Act.REST, min(due_at, now + pause)

    def _due(self, settings: Routing, now: datetime) -> tuple[Act, datetime]:
        since, holder = self.since, self.held_by(now)
        offer_at, end_at = since + timedelta(minutes=settings.offer_minutes), since + KEPT_FOR
        is_offered = self.offered_at is not None or self.is_past(settings, now)
        # Where it is open again, helpers are told again, though its asker was offered a ticket before.
        is_told = self.offered_at is not None and self.offered_at >= since
        may_be_told = self.step < len(settings.after_minutes) and self.is_fresh(settings, now) and not is_told
        if now >= end_at or (is_offered and holder is None and not may_be_told):
            return Act.END, end_at
        if holder is not None:
            # The first who takes it has their time in full; one after the other, they would keep the offer off for ever.
            is_first = len(self.had) < 2
            return (
                (Act.REST, holder.until)
                if is_offered or is_first or holder.until <= offer_at
                else (Act.OFFER, offer_at)
            )
        if may_be_told:
            return Act.TELL, self._told_at(settings)
        if self.stepped_at is not None:
            last = timedelta(minutes=settings.offer_minutes - settings.after_minutes[-1])
            offer_at = max(offer_at, self.stepped_at + last)
        return Act.OFFER, offer_at

    def again(self, settings: Routing, now: datetime) -> datetime:
        """When to look again, once what is due is done or owed."""
        act, at = self.next(settings, now)
        return now + AGAIN if act is Act.OFFER else at

    def is_last_time(self, settings: Routing) -> bool:
        """Whether the time that helpers are told now is the last one."""
        return self.step >= len(settings.after_minutes)

    def _told_at(self, settings: Routing) -> datetime:
        minutes, step = settings.after_minutes, self.step
        due_at = self.since + timedelta(minutes=minutes[step])
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
