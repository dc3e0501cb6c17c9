"""What staff do with a ticket of the wrong type: it is moved to another one, with all that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import UnknownTicketType, WrongAnswers
from bot.ticket_fields import TicketField
from bot.ticket_settings import Tickets
from bot.ticket_types import TicketType
from bot.tickets import carrying, lifecycle, store
from bot.tickets.answers import wrong
from bot.tickets.happening import changed
from bot.tickets.limits import Limits
from bot.tickets.links import store as links
from bot.tickets.merges import store as merges
from bot.tickets.owed import owe, owe_change
from bot.tickets.priority import Grounds, Impact
from bot.tickets.ticket import Detail, Ticket, WaitingOn
from bot.tickets.views import View
from bot.use_cases import reads, writes


@dataclass(frozen=True)
class Needs:
    """What a type needs to know of a ticket that is to be moved to it, as far as staff can say.

    `suggested`: what could stand in these fields already, by their ids.
    """

    kind: TicketType
    fields: tuple[TicketField, ...]
    suggested: Mapping[str, str]
    impact: bool
    workaround: bool

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to ask."""
        return not (self.fields or self.impact or self.workaround)


class Moving:
    """Each method is one use case and at most one transaction. Afterwards, run what it owes: `views.in_order`."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._limits = Limits(clock, settings)

    @property
    def types(self) -> list[TicketType]:
        """Those to which a ticket can be moved."""
        return [kind for kind in self._settings.types if kind.goes_to == "staff"]

    @reads
    def needs(self, reader: Reader, ticket_id: int, type_id: str, *, by: Actor) -> Needs:
        """What is still to be asked. Raises what `move` raises, but for WrongAnswers."""
        ticket = store.known_in(reader, ticket_id, by.guild_id)
        kind = self._type(type_id)
        lifecycle.require_move(ticket, kind, by)
        former, facts = self._settings.type(ticket.type_id), ticket.grounds or Grounds()
        missing = carrying.needed(kind, former, ticket.details)
        fields = tuple(field for field in missing if field.kind not in carrying.OF_THE_REQUESTER)
        is_ruled = facts.set_by is None
        return Needs(
            kind,
            fields,
            carrying.suggested(fields, former, ticket.details),
            impact=kind.ask_impact and is_ruled and facts.impact is None,
            workaround=kind.ask_workaround and is_ruled and facts.has_workaround is None,
        )

    @writes
    def move(
        self,
        tx: Transaction,
        ticket_id: int,
        type_id: str,
        *,
        by: Actor,
        answers: Sequence[Detail] = (),
        impact: Impact | None = None,
        has_workaround: bool | None = None,
    ) -> Ticket:
        """Move it, with what staff know of it besides; what the type needs and nobody knows is asked of the requester in the
        thread, and then it is their turn.

        Raises NotStaff, UnknownTicket, UnknownTicketType, SameType, WrongAnswers, TicketResolved, TicketClosed.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        kind, former = self._type(type_id), self._settings.type(before.type_id)
        lifecycle.require_move(before, kind, by)
        answered = {answer.field_id for answer in answers}
        # What staff leave empty is asked of the requester.
        if refused := [one for one in wrong(kind, answers, on_behalf=True) if one.id in answered]:
            raise WrongAnswers(tuple(refused))
        known = before.grounds or Grounds()
        facts = replace(
            known,
            impact=known.impact or impact,
            has_workaround=has_workaround if known.has_workaround is None else known.has_workaround,
        )
        missing = carrying.needed(kind, former, before.details)
        asked = [field.id for field in missing if field.id not in answered]
        ticket, event = lifecycle.move(before, kind, by, now, facts=facts, asked=asked)
        slot = self._limits.room_for(tx, ticket, by)
        ticket = replace(ticket, slot=slot, details=carrying.carried(kind, former, before.details, answers))
        ticket = changed(self._jobs, tx, before, ticket, event)
        store.save_details(tx, ticket.id, ticket.details)
        if asked and ticket.waiting_on is not WaitingOn.REQUESTER:
            moved = ticket
            ticket, event = lifecycle.wait(moved, WaitingOn.REQUESTER, by, now)
            changed(self._jobs, tx, moved, ticket, event)
        owe_change(self._jobs, tx, before, ticket, event)
        owe(self._jobs, tx, ticket, (View.PARTS,), now, run_now=True)
        for other in (*merges.merged_into(tx, ticket), *links.linked(tx, ticket)):
            # Whoever sees its card may read this one from now on, or no more.
            owe(self._jobs, tx, store.known(tx, other.id), (View.CARD,), now)
        return ticket

    def _type(self, type_id: str) -> TicketType:
        """Raises UnknownTicketType."""
        kind = self._settings.type(type_id)
        if kind is None or kind.goes_to == "community":
            raise UnknownTicketType(type_id)
        return kind
