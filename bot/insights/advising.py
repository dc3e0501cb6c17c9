"""What the FAQ has on a ticket: which entries were tried, and which comes near to it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.faq.looking_up import LookingUp
from bot.faq.searching import Found
from bot.faq.showing import Showing
from bot.knowledge.entry import Entry
from bot.tickets.entries.service import SentEntries
from bot.tickets.ticket import LIVE, Ticket


@dataclass(frozen=True)
class Advice:
    """Entries that were `shown` to the requester before there was a ticket, which have not helped: there is one; those that
    staff have `sent` into it, by their ids; and what else is `near`, None where that is not likely enough to be worth a look.
    """

    ticket: Ticket
    shown: tuple[Entry, ...]
    sent: frozenset[str]
    near: Found | None

    @property
    def to_send(self) -> Found | None:
        """What staff may reply with."""
        return self.near if self.ticket.status in LIVE else None


class Advising:
    """Reads only."""

    def __init__(self, sent: SentEntries, showing: Showing, looking_up: LookingUp) -> None:
        self._sent = sent
        self._showing = showing
        self._looking_up = looking_up

    async def of(self, ticket: Ticket) -> Advice:
        """What has not helped, and what staff have sent, is not near."""
        tried = await self._sent.tried(ticket.id)
        shown = await self._showing.shown(ticket.question_id, tried.shown)
        known = {entry.id for entry in shown} | tried.sent
        near = await self._looking_up.near(ticket.summary, guild_id=ticket.guild_id, besides=known)
        return Advice(ticket, shown, frozenset(tried.sent), near)
