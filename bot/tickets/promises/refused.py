"""What is said no to about promises and call-backs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused


@dataclass
class UnknownPromise(Refused):
    """No promise of this server has this id or number."""


@dataclass
class PromiseSettled(Refused):
    """It was kept or withdrawn already."""

    number: int


@dataclass
class TooManyPromises(Refused):
    """The ticket has as many open promises as it may."""

    number: int


@dataclass
class NothingPromised(Refused):
    """A promise says what is promised."""


@dataclass
class NoContact(Refused):
    """A call-back says how to call."""


@dataclass
class NotTheCaller(Refused):
    """Only customers ask to be called, and only who asked says which time suits them; not those whom staff have added, nor
    staff. Who belongs into the thread `is_heard` there.
    """

    number: int
    is_heard: bool = False


@dataclass
class NoCallbacks(Refused):
    """The operator offers no call-backs."""


@dataclass
class CallAgreed(Refused):
    """A call-back is agreed already."""

    due_at: datetime


@dataclass
class NotAgreed(Refused):
    """A call-back for which no time is agreed cannot have been made good."""

    number: int


@dataclass
class SlotGone(Refused):
    """The requester has named other times since, or this one is over."""


@dataclass
class NotOneToThree(Refused):
    """A call-back needs one to three times, a line each."""

    given: int
