"""A filled-in form that is kept, what was shown to who sent it, and what became of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.tickets.request import Request, Ruling
from bot.tickets.ticket import Ticket


@dataclass(frozen=True)
class LastChance:
    """`filled` is None once it is in a ticket, or forgotten. It is opened by itself at `opens_at`, if that is set.

    It went into the ticket `ticket_id`, which was opened with it, or to which it `was_added`.
    """

    id: int
    guild_id: int
    member_id: int
    type_id: str
    interaction_id: int
    filled: tuple[Request, Ruling] | None
    entry_ids: tuple[str, ...]
    offered_at: datetime
    opens_at: datetime | None
    solved_at: datetime | None = None
    ticket_id: int | None = None
    was_added: bool = False


@dataclass(frozen=True)
class Offer:
    """What is shown to who sent the form: `chance.entry_ids`, and those of their own tickets that are live."""

    chance: LastChance
    own: tuple[Ticket, ...]
