"""What time does where requesters do not answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_settings import Tickets
from bot.ticket_silence import Silence
from bot.tickets import store
from bot.tickets.guests.service import with_guests
from bot.tickets.hearing import Line
from bot.tickets.merges import store as merges
from bot.tickets.owed import record
from bot.tickets.promises import store as promises
from bot.tickets.promises.promise import Promise
from bot.tickets.silences import silence
from bot.tickets.silences.owed import SILENCE_JOB, put_silence
from bot.tickets.silences.silence import SHORTEST, Due, Step
from bot.tickets.ticket import Event, StoredEvent, Ticket
from bot.use_cases import reads, writes

AGAIN = timedelta(hours=1)
"""After so long what could not be told yet is looked at again."""

PORTION = 200
"""Tickets that are looked at in one transaction."""


@dataclass(frozen=True)
class Done:
    """What has come of it: the ticket, if it changed, and when to look again."""

    changed: Ticket | None = None
    again_at: datetime | None = None


class TicketSilences:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs

    @reads
    def due_at(self, reader: Reader, ticket_id: int) -> datetime | None:
        """When something is due by what is known, or was; None where nothing is. What is written in the thread may put it off."""
        due = self._due(reader, store.known(reader, ticket_id))
        return None if due is None else due.at

    @writes
    def act(self, tx: Transaction, ticket_id: int, lines: Sequence[Line]) -> Done:
        """Do what is due: one step, however late. `lines` are the newest of its thread, all that members wrote there.

        Where a customer has had the last word, nothing is done to them: if that was since it became their turn, it is
        staff's now, and else it waits until staff say something.
        """
        before, now = store.known(tx, ticket_id), self._clock()
        lines = with_guests(tx, before, lines)
        history = store.events_after(tx, ticket_id, 0)
        known = silence.said(before, history, lines, _promised(tx, before))
        due = silence.due(before, history, self._of(before), known)
        if due is None or due.at > now:
            return Done(again_at=due.at if due else None)
        if due.step is Step.WAIT:
            return Done(again_at=now + AGAIN)
        if not known.awaits_customers:
            last = silence.last_of_customers(before, history, lines)
            if last is None:
                return Done(again_at=now + SHORTEST)
            ticket, event = silence.hear_after_all(before, last.author_id, now)
        else:
            ticket, event = self._decided(before, history, silence.in_time(due, now), now)
        record(self._jobs, tx, before, ticket, event)
        return Done(ticket, now + SHORTEST if silence.awaits_requester(ticket) else None)

    @writes
    def arm(self, tx: Transaction, guild_id: int, after_id: int) -> int | None:
        """Owe to some of the community's tickets what is due in them by the settings as they are, and nothing else; the id
        after which to go on, None at the end.
        """
        found = store.unsettled(tx, guild_id, after_id, PORTION)
        for ticket in filter(silence.awaits_requester, found):
            due = self._due(tx, ticket)
            if due is None:
                self._jobs.cancel(tx, SILENCE_JOB, ticket.id)
            else:
                put_silence(self._jobs, tx, ticket, due.at)
        return found[-1].id if len(found) == PORTION else None

    def _decided(
        self, ticket: Ticket, history: Sequence[StoredEvent], step: Step, now: datetime
    ) -> tuple[Ticket, Event]:
        if step is Step.CLOSE:
            return silence.fall_silent(ticket, now)
        if step is Step.ACCEPT:
            return silence.accept_in_time(ticket, now)
        if step is Step.ASK_AGAIN and (request := silence.asked(ticket, history)) is not None:
            return ticket, silence.ask_again(request, now)
        settings = self._of(ticket)
        closes_at = now + timedelta(days=settings.close_days) if settings and step is Step.REMIND_LAST else None
        return ticket, silence.remind(now, closes_at)

    def _due(self, reader: Reader, ticket: Ticket) -> Due | None:
        if not silence.awaits_requester(ticket):
            return None
        history = store.events_after(reader, ticket.id, 0)
        known = silence.said(ticket, history, promised=_promised(reader, ticket))
        return silence.due(ticket, history, self._of(ticket), known)

    def _of(self, ticket: Ticket) -> Silence | None:
        kind = self._settings.type(ticket.type_id)
        return (kind.silence if kind else None) or self._settings.silence


def _promised(reader: Reader, ticket: Ticket) -> list[Promise]:
    """In it, and in what goes on in it."""
    ids = [ticket.id, *(other.id for other in merges.merged_into(reader, ticket))]
    return [promise for id_ in ids for promise in promises.of_ticket(reader, id_)]
