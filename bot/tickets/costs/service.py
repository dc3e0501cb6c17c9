"""Staff say what a resolved ticket cost, also after they resolved it."""

from __future__ import annotations

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.tickets import store as tickets
from bot.tickets.costs import cost as rules
from bot.tickets.costs import store
from bot.tickets.costs.cost import NOTHING, Estimate, Said
from bot.tickets.costs.refused import NeverResolved
from bot.tickets.csat import store as csat
from bot.tickets.csat.rating import Resolution
from bot.tickets.reading import require_reader
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes


class Costs:
    """Each method is one use case and one transaction. What is said in the press that resolves a ticket,
    `TicketService.resolve` keeps.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    @writes
    def say(self, tx: Transaction, ticket_id: int, estimate: Estimate, *, by: Actor) -> Ticket:
        """Of how it was resolved the last time, in whatever state it is by now. With nothing filled in, what was said is
        taken back. Raises UnknownTicket, NotStaff, NotReader, TicketMerged, NeverResolved.
        """
        ticket, found = self._known(tx, ticket_id, by)
        said = rules.say(found, store.last(tx, found.id), estimate, by, self._clock())
        if said is not None:
            store.add(tx, said)
        return ticket

    @reads
    def said(self, reader: Reader, ticket_id: int, *, by: Actor) -> Estimate:
        """What counts of its last resolution. Raises the same."""
        _, found = self._known(reader, ticket_id, by)
        said = store.last(reader, found.id)
        return said.estimate if said else NOTHING

    @reads
    def earlier(self, reader: Reader, ticket: Ticket, *, is_anew: bool) -> int:
        """The minutes that are noted of its resolutions, but of the last one where that `is_anew` spoken of."""
        found = csat.last_resolution(reader, ticket.id) if is_anew else None
        known = [one for one in store.of_tickets(reader, [ticket.id]) if one.resolution != found]
        return sum(one.cost.estimate.minutes or 0 for one in known)

    @reads
    def of_ticket(self, reader: Reader, ticket_id: int, *, by: Actor) -> list[Said]:
        """What each of its resolutions cost, the oldest first, as far as that is said. Raises UnknownTicket, NotStaff,
        NotReader.
        """
        ticket = tickets.known_in(reader, ticket_id, by.guild_id)
        require_reader(ticket, by)
        return [one for one in store.of_tickets(reader, [ticket.id]) if one.cost.estimate != NOTHING]

    def _known(self, reader: Reader, ticket_id: int, by: Actor) -> tuple[Ticket, Resolution]:
        ticket = tickets.known_in(reader, ticket_id, by.guild_id)
        rules.require_say(ticket, by)
        found = csat.last_resolution(reader, ticket.id)
        if found is None:
            raise NeverResolved(ticket.number)
        return ticket, found
