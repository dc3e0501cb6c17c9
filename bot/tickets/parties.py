"""Who has a say in a ticket beside its requester and staff. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.actor import Actor
from bot.ticket_errors import NotYourTicket, TicketClosed, TicketMerged
from bot.tickets.reading import reads, require_reader
from bot.tickets.ticket import Status, Ticket


@dataclass(frozen=True)
class Parties:
    """`customers`: whose tickets go on in this one. `guests`: whom staff have added, to it or to one of those."""

    customers: frozenset[int] = frozenset()
    guests: frozenset[int] = frozenset()

    def __contains__(self, member_id: int) -> bool:
        return member_id in self.customers or member_id in self.guests


NOBODY = Parties()


def require_party(ticket: Ticket, by: Actor, beside: Parties) -> None:
    """A customer whose ticket goes on in this one has what keeps it going: they reopen it, and add to it, as if it were
    theirs. Raises what `require_owner` raises.
    """
    if by.id not in beside.customers:
        require_owner(ticket, by, beside)


def require_owner(ticket: Ticket, by: Actor, beside: Parties) -> None:
    """What ends a ticket ends it for all who wait in it: that is for staff, and for whose ticket it is. Who belongs there
    hears what they can do.

    Raises NotYourTicket, for who belongs there TicketMerged, TicketClosed, and NotReader for staff who do not.
    """
    if reads(ticket, by) or by.id == ticket.requester_id:
        return
    is_heard = by.id in beside
    if is_heard and ticket.merged_into is not None:
        raise TicketMerged(ticket.number, ticket.merged_into)
    if is_heard and ticket.status is Status.CLOSED:
        raise TicketClosed(ticket.number)
    if not is_heard and by.is_staff:
        require_reader(ticket, by)
    raise NotYourTicket(ticket.number, is_heard)
