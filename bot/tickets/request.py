"""What somebody asks for when they open a ticket: values. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ticket_urgency import Priority
from bot.tickets.priority import Grounds, Impact
from bot.tickets.ticket import Detail


@dataclass(frozen=True)
class Source:
    """The message that a ticket is made of."""

    channel_id: int
    message_id: int


@dataclass(frozen=True)
class Request:
    """What a requester asks for: the filled-in form, as `context` where it came from, and their language.

    What the `source` says comes into the ticket as it was kept, or else is fetched once the ticket is written.
    """

    guild_id: int
    type_id: str
    requester_id: int
    details: tuple[Detail, ...]
    impact: Impact | None
    interaction_id: int
    has_workaround: bool | None = None
    context: tuple[Detail, ...] = ()
    question_id: int | None = None
    language: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Ruling:
    """What the ticket type made of a request when it was sent: the line by which the ticket is known, and how urgent it is
    on which grounds. So the ticket can be opened later, whatever has become of the type.
    """

    summary: str
    priority: Priority
    grounds: Grounds
