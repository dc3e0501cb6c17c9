"""What the community is asked before a ticket is opened, and what has become of that. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets.last_chances.chance import LastChance
from bot.tickets.priority import rule
from bot.tickets.request import Request
from bot.tickets.ticket import Detail

URGENT = frozenset({Priority.P1, Priority.P2})
"""Nobody for whom nothing works is sent to wait for others."""

PAUSE = timedelta(minutes=30)
"""Who asked is talking with those who help for so long after their last line."""

LONGEST_TALK = timedelta(hours=2)
"""By so much staff wait at the most for people who are still talking when they were to take it."""


@dataclass(frozen=True)
class Post:
    """A forum post, or a message of a help channel with its thread. `title` and `text` are kept until it is made.

    `promised_at` is when staff were to take it at first. `told`: it has been said there that staff have it. `is_gone`:
    somebody has deleted it, or it cannot be made.
    """

    chance_id: int
    guild_id: int
    member_id: int
    type_id: str
    channel_id: int
    title: str | None
    text: str | None
    asked_at: datetime
    promised_at: datetime
    thread_id: int | None = None
    message_id: int | None = None
    told: bool = False
    is_gone: bool = False

    @property
    def link(self) -> str:
        """Where it is read."""
        return f"https://discord.com/channels/{self.guild_id}/{self.thread_id}"


class Standing(Enum):
    """What has become of what was asked. `SOLVED`: staff can still have it; `OVER`: the form is forgotten."""

    WAITING = auto()
    SOLVED = auto()
    OVER = auto()
    STAFF = auto()


@dataclass(frozen=True)
class Shown:
    """All that a post shows. `until`: while it waits, when staff take it; when it is solved, until when they can have it."""

    post: Post
    standing: Standing
    until: datetime | None = None
    number: int | None = None


@dataclass(frozen=True)
class Question:
    """What may be asked in public, of which type, and when its ticket opens by itself if that is not done. `is_free`: they
    are not asking about another form of the type.
    """

    kind: TicketType
    details: tuple[Detail, ...]
    opens_at: datetime | None
    is_free: bool = True


def is_asked_first(kind: TicketType, request: Request) -> bool:
    """Whether the community can be asked about a form: not where it came from a message, which people have read already, nor
    where its answers make it urgent, more than all of its type are.
    """
    if kind.community_first is None or request.question_id is not None or request.source is not None:
        return False
    priority, _ = rule(kind, request.impact, request.has_workaround)
    return priority not in URGENT or priority >= kind.priority


def public(kind: TicketType, details: Sequence[Detail]) -> tuple[Detail, ...]:
    """What of a form may be shown to all: the words and choices of public fields, as the type is now."""
    named = {field.id for field in kind.fields if field.public}
    return tuple(detail for detail in details if detail.field_id in named and not detail.uploads)


def title_of(kind: TicketType, details: Sequence[Detail]) -> str:
    """What names it in public: as the ticket would be named, by what is public alone."""
    given = {detail.field_id: detail.text for detail in public(kind, details)}
    return next((given[field.id] for field in kind.titles if given.get(field.id)), "")


def standing(chance: LastChance) -> Standing:
    """What has become of a form that the community was asked about."""
    if chance.ticket_id is not None:
        return Standing.STAFF
    if chance.solved_at is None and chance.filled is not None:
        return Standing.WAITING
    return Standing.OVER if chance.filled is None else Standing.SOLVED


def talks_until(wrote_at: datetime | None, promised_at: datetime, now: datetime) -> datetime | None:
    """Until when staff wait, where who asked wrote last at this time to those who help; None where they wait no longer."""
    if wrote_at is None:
        return None
    until = min(wrote_at + PAUSE, promised_at + LONGEST_TALK)
    return until if until > now else None
