"""Staff reply to a ticket with a macro: it is said in their name, and the ticket moves on as the macro says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Transaction
from bot.jobs.runner import JobRunner
from bot.ticket_errors import UnknownMacro
from bot.ticket_macros import Macro, escaped, filled
from bot.ticket_settings import Tickets
from bot.tickets import hearing, lifecycle, store
from bot.tickets.happening import changed
from bot.tickets.hearing import Line
from bot.tickets.owed import owe_change, owe_waking
from bot.tickets.replying import reply_in
from bot.tickets.ticket import Event, EventKind, Ticket, WaitingOn
from bot.use_cases import writes

Step = tuple[Ticket, Event]


class Macros:
    """Each method is one use case and at most one transaction. Afterwards, run what it owes: `views.in_order`."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs

    def of_type(self, type_id: str | None) -> Sequence[Macro]:
        """The macros for tickets of this type, in the operator's order; all for None."""
        return [macro for macro in self._settings.macros if type_id is None or macro.is_for(type_id)]

    def preview(self, ticket: Ticket, macro: Macro, locale: str | None) -> str:
        """What it would say in this language, where Discord shows no names and formats nothing: people are `…`."""
        values = {**self._facts(ticket, locale), "requester": "…", "assignee": "…", "summary": ticket.summary}
        return filled(macro.wording(locale).text, values)

    @writes
    def reply(self, tx: Transaction, ticket_id: int, macro_id: str, locale: str | None, *, by: Actor) -> Ticket:
        """Say what the macro says in this language, and do what else it does. It is a response as if they had written it.

        Raises UnknownMacro, and what `lifecycle.require_work` raises.
        """
        before, now = store.known_in(tx, ticket_id, by.guild_id), self._clock()
        lifecycle.require_work(before, by)
        macro = next((one for one in self.of_type(before.type_id) if one.id == macro_id), None)
        if macro is None:
            raise UnknownMacro(macro_id)
        text = self._text(before, macro, locale, by)
        before = reply_in(self._jobs, tx, before, text, by, now)
        step = self._moved_on(before, macro, text, by, now)
        ticket, event = step or (before, Event(EventKind.REPLIED, by.id, now))
        if step is not None:
            changed(self._jobs, tx, before, ticket, event)
        owe_change(self._jobs, tx, before, ticket, event)
        if macro.snooze_hours is not None:
            owe_waking(self._jobs, tx, ticket)
        return ticket

    def _moved_on(self, ticket: Ticket, macro: Macro, text: str, by: Actor, now: datetime) -> Step | None:
        """What the macro does besides; else what a line of staff does."""
        if macro.resolve:
            return lifecycle.resolve(ticket, by, now)
        if macro.snooze_hours is not None:
            return lifecycle.snooze(ticket, by, now, until=now + timedelta(hours=macro.snooze_hours))
        if macro.waiting_on is not None:
            on = WaitingOn(macro.waiting_on)
            stays = on is ticket.waiting_on and not ticket.is_snoozed
            if not stays:
                return lifecycle.wait(ticket, on, by, now)
            # Who says that it stays staff's turn has written, and keeps the ticket for as long as anybody who writes.
            return lifecycle.turn(ticket, on, by.id, now) if on is WaitingOn.STAFF else None
        to = hearing.turned_by(ticket, Line(by.id, text, now, is_staff=True))
        return None if to is None else lifecycle.turn(ticket, to, by.id, now)

    def _text(self, ticket: Ticket, macro: Macro, locale: str | None, by: Actor) -> str:
        values = {
            **self._facts(ticket, locale),
            "requester": f"<@{ticket.requester_id}>",
            "assignee": f"<@{ticket.assignee_id or by.id}>",
            "summary": escaped(ticket.summary),
        }
        return filled(macro.wording(locale).text.strip(), values)

    def _facts(self, ticket: Ticket, locale: str | None) -> dict[str, str]:
        kind = self._settings.type(ticket.type_id)
        return {
            "number": f"#{ticket.number}",
            "type": kind.wording(locale).label if kind else ticket.type_id,
        }
