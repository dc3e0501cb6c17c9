"""Staff pass a ticket on to the next tier, and get it back with what that knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.moments import moment
from bot.ticket_settings import Tickets
from bot.ticket_tiers import Tier
from bot.tickets import store
from bot.tickets.absences import store as absences
from bot.tickets.owed import owe_word_of_return, record
from bot.tickets.queue import AtTiers
from bot.tickets.quiet import quiet_until
from bot.tickets.ticket import Event, Status, Ticket
from bot.tickets.tiers import escalation
from bot.tickets.tiers.escalation import Escalation, Return
from bot.tickets.tiers.ladder import Ladder
from bot.tier_errors import UnknownTier
from bot.use_cases import reads, writes

TELL_JOB = "tier.tell"
"""Lets the role of a tier hear of a ticket that was passed on to it. Subject: the ticket; data: `tier`, and `at`."""

DRAFT_JOB = "tier.draft"
"""Makes a draft of an entry of what the next tier said. Subject: the submission that said it; data: the draft."""


LOOK_AGAIN = timedelta(minutes=10)
"""After which it is asked again whether a ticket that was merged or resolved before its tier could hear of it has come back."""

WAITED_FOR = timedelta(days=7)
"""For so long after it was escalated."""


class Tiers:
    """Each method is one use case and one transaction. After a change, run what it owes: `views.in_order`."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, zone: tzinfo, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._zone = zone
        self._jobs = jobs

    @property
    def ladder(self) -> Ladder:
        """The tiers in the operator's order."""
        return Ladder.of(self._settings)

    def tier(self, tier_id: str) -> Tier:
        """Raises UnknownTier where the operator has no such tier (any more)."""
        found = self.ladder.tier(tier_id)
        if found is None:
            raise UnknownTier(tier_id)
        return found

    def tickets_at(self, tier_id: str) -> AtTiers:
        """Which tickets are there. Raises UnknownTier."""
        return self.ladder.tickets_at([self.tier(tier_id)])

    @writes
    def escalate(self, tx: Transaction, ticket_id: int, words: Escalation, *, seen: str, by: Actor) -> Ticket:
        """Pass it on to the next tier, whose role hears of it, in quiet hours when these end; see `escalation.escalate`."""
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        ticket, event = escalation.escalate(before, self.ladder, words, by, now, seen=seen)
        record(self._jobs, tx, before, ticket, event)
        self._jobs.put(
            tx,
            guild_id=ticket.guild_id,
            kind=TELL_JOB,
            subject_id=ticket.id,
            due_at=self._from_when(now) or now,
            data={"tier": event.tier, "at": now.isoformat()},
        )
        return ticket

    @writes
    def hand_back(
        self,
        tx: Transaction,
        ticket_id: int,
        words: Return,
        *,
        seen: str,
        by: Actor,
        interaction_id: int = 0,
        draft: Mapping[str, str] | None = None,
    ) -> Ticket:
        """Return it to whoever passed it on, unless they are away, or into the queue of their tier; and owe a `draft`, if one
        is to be made of what was said. See `escalation.hand_back`.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        to, assignee_id = escalation.origin(before, self.ladder, store.events_after(tx, ticket_id, 0))
        if absences.is_away(tx, by.guild_id, assignee_id, now) or assignee_id == before.requester_id:
            assignee_id = None
        ticket, event = escalation.hand_back(
            before, self.ladder, words, by, now, seen=seen, to=to, assignee_id=assignee_id
        )
        record(self._jobs, tx, before, ticket, event)
        owe_word_of_return(self._jobs, tx, ticket, event)
        self._jobs.cancel(tx, TELL_JOB, ticket_id)
        if draft is not None:
            self._jobs.put(
                tx,
                guild_id=ticket.guild_id,
                kind=DRAFT_JOB,
                subject_id=interaction_id,
                due_at=now,
                data={**draft, "by": by.id},
            )
        return ticket

    @reads
    def history(self, reader: Reader, ticket: Ticket) -> Sequence[Event]:
        """How it went up and down since it is of its type, the oldest first; nothing where there are no tiers."""
        return escalation.climbed(store.events_after(reader, ticket.id, 0)) if self.ladder.tiers else ()

    @reads
    def to_tell(self, reader: Reader, ticket_id: int, data: Mapping[str, str]) -> Ticket | datetime | None:
        """The ticket of which the role of a tier is to hear now, or when it is to: looked at again for as long as it may come
        back to the queue. None where somebody has taken it, or it has moved on.
        """
        ticket = store.known(reader, ticket_id)
        if ticket.status is not Status.OPEN and ticket.assignee_id is None:
            until = moment(data["at"]) + WAITED_FOR
            return self._clock() + LOOK_AGAIN if self._clock() < until else None
        if (
            ticket.status is not Status.OPEN
            or ticket.tier != data["tier"]
            or self.ladder.of_type(ticket.type_id).tier(ticket.tier) is None
        ):
            return None
        return self._from_when(self._clock()) or ticket

    def _from_when(self, now: datetime) -> datetime | None:
        return quiet_until(now, self._settings.quiet_hours, self._zone)
