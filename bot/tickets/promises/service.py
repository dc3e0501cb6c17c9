"""What people do with promises and call-backs: make, ask for, agree, keep, move, withdraw; and what time does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.guests import store as guests
from bot.tickets.merges import store as merges
from bot.tickets.promises import promise as rules
from bot.tickets.promises import store, times
from bot.tickets.promises.owed import owe_shown
from bot.tickets.promises.promise import UNSETTLED, Call, Promise, Says, Shown, State
from bot.tickets.promises.refused import NoCallbacks, UnknownPromise
from bot.tickets.promises.speaking import ask_staff, leave_the_question, let_time_run
from bot.tickets.reading import reads as reads_ticket
from bot.tickets.reading import require_reader
from bot.tickets.relations import Other
from bot.tickets.ticket import Ticket
from bot.use_cases import reads, writes
from bot.zones import found, zone


@dataclass(frozen=True)
class Given:
    """All that was promised in a ticket, and in those that go on in it, in that order; of the latter, the numbers of their
    tickets, by the ids of these.
    """

    promises: tuple[Promise, ...]
    merged: Mapping[int, int]


@dataclass(frozen=True)
class Standing:
    """A promise in its ticket, what staff have to hear of it now, and when something else. `held_in` is where the ticket
    goes on, or the ticket: whoever has that owns the promise.
    """

    promise: Promise
    ticket: Ticket
    held_in: Ticket
    says: Says | None
    next_at: datetime | None


class Promises:
    """Each method is one use case and one transaction. After a change, run what it owes: `SHOW_JOB` and `LINE_JOB`.

    A promise of another server than the actor's is refused like one that is not there: UnknownPromise.
    """

    def __init__(
        self, database: Database, clock: Clock, settings: Tickets, zone_name: str, jobs: JobRunner, ids: Ids
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._ids = ids
        self.zone_name = zone_name

    @property
    def zone(self) -> tzinfo:
        """Where staff are when they say when."""
        return zone(self.zone_name)

    def moment(self, typed: str) -> datetime:
        """When is meant by what staff type. Raises UnclearTime."""
        return times.moment(typed, self._clock(), self.zone)

    @writes
    def make(self, tx: Transaction, ticket_id: int, text: str, due: str, *, by: Actor) -> Promise:
        """Staff promise something by then. Raises NothingPromised, UnclearTime, and what `require_room` raises."""
        ticket = tickets.known_in(tx, ticket_id, by.guild_id)
        rules.require_room(ticket, by, store.of_ticket(tx, ticket.id))
        rules.require_text(text)
        promise = self._add(tx, ticket, State.OPEN, text, self.moment(due), by)
        leave_the_question(self._jobs, tx, ticket, by.id, promise.made_at)
        return promise

    def require_callbacks(self) -> None:
        """Raises NoCallbacks where the operator offers none."""
        if not self._settings.callbacks:
            raise NoCallbacks

    @reads
    def may_ask(self, reader: Reader, ticket_id: int, *, by: Actor) -> Promise | None:
        """To be asked before the form is filled in for nothing: the call-back that they asked for before, if it is not
        agreed. Raises NoCallbacks, and what `require_call` raises.
        """
        self.require_callbacks()
        return self._require_call(reader, ticket_id, by)[1]

    @writes
    def ask(
        self, tx: Transaction, ticket_id: int, contact: str, zone_name: str, slots: str, *, by: Actor
    ) -> Promise:
        """A customer asks for a call-back, a time a line; or names other times for the one that is not agreed. Where the
        ticket goes on in another one, they are called in that.

        Raises NoContact, NotOneToThree, UnclearTime, UnknownZone, NoCallbacks, and what `require_call` raises.
        """
        self.require_callbacks()
        (ticket, before), now = self._require_call(tx, ticket_id, by), self._clock()
        rules.require_contact(contact)
        name = found(zone_name)
        wanted = {times.moment(line, now, zone(name)) for line in rules.lines_of(slots)}
        call = Call(contact, name, tuple(sorted(wanted)))
        ask_staff(self._jobs, tx, ticket, by.id, now)
        if before is not None:
            asked_by = before.call.member_id if before.call else None
            return self._save(tx, rules.ask_again(before, replace(call, member_id=asked_by)))
        asked_by = None if by.id == ticket.requester_id else by.id
        return self._add(tx, ticket, State.ASKED, "", call.slots[0], by, replace(call, member_id=asked_by))

    async def accept(self, promise_id: int, due_at: datetime, *, by: Actor) -> Promise:
        """Staff take one of the requester's times."""
        return await self._decide(promise_id, by, lambda promise, now: rules.accept(promise, due_at, by, now))

    @writes
    def agree(self, tx: Transaction, promise_id: int, due_at: datetime, *, by: Actor) -> Promise:
        """The requester agrees to this time, which staff have proposed."""
        promise = self._known(tx, promise_id, by)
        ticket = tickets.known(tx, promise.ticket_id)
        return self._save(tx, rules.agree(promise, due_at, by.id, ticket, self._clock()))

    async def keep(self, promise_id: int, *, by: Actor) -> Promise:
        """It is done."""
        return await self._decide(promise_id, by, lambda promise, now: rules.keep(promise, by, now))

    async def move(self, promise_id: int, due: str, note: str, *, by: Actor) -> Promise:
        """To a new time; of a call-back that is not agreed, this time is proposed. Raises UnclearTime, too."""

        def moved(promise: Promise, now: datetime) -> Promise:
            rules.require_open(promise, by)
            return rules.move(promise, self.moment(due), note, by, now)

        return await self._decide(promise_id, by, moved)

    async def withdraw(self, promise_id: int, note: str, *, by: Actor) -> Promise:
        """It will not be done."""
        return await self._decide(promise_id, by, lambda promise, now: rules.withdraw(promise, note, by, now))

    @reads
    def for_changing(self, reader: Reader, promise_id: int, *, by: Actor) -> Promise:
        """To be asked before a form is filled in for nothing. Raises UnknownPromise, NotStaff, NotReader, PromiseSettled."""
        promise = self._read(reader, promise_id, by)
        rules.require_open(promise, by)
        return promise

    @reads
    def in_ticket(self, reader: Reader, ticket_id: int, *, by: Actor) -> Given:
        """All that was promised in it, for staff who read it and where it goes on; and in what goes on in it, as far as they
        read that, or are to keep it. Raises NotStaff, NotReader, UnknownTicket.
        """
        ticket = tickets.known_in(reader, ticket_id, by.guild_id)
        require_reader(ticket, by)
        require_reader(merges.surviving(reader, ticket), by)
        merged = merges.merged_into(reader, ticket)
        found = [
            promise
            for one in (ticket, *(tickets.known(reader, other.id) for other in merged))
            for promise in store.of_ticket(reader, one.id)
            if reads_ticket(one, by) or promise.state in UNSETTLED
        ]
        return Given(tuple(found), {other.id: other.number for other in merged})

    @writes
    def standing(self, tx: Transaction, promise_id: int) -> Standing | None:
        """How it stands, and that its time has passed is written down; None where it is gone."""
        before = store.get(tx, promise_id)
        if before is None:
            return None
        now, ticket = self._clock(), tickets.known(tx, before.ticket_id)
        held_in = merges.surviving(tx, ticket)
        promise = rules.passed(before, held_in, now)
        if promise != before:
            store.save(tx, promise)
        remind = timedelta(minutes=self._settings.remind_minutes)
        says = rules.line_at(promise, held_in, now, remind)
        return Standing(promise, ticket, held_in, says, rules.next_line_at(promise, held_in, now, remind))

    @writes
    def shown(
        self, tx: Transaction, promise_id: int, thread_id: int, message_id: int, proposal_at: datetime | None
    ) -> None:
        """It stands here, and proposes this time."""
        store.save_message(tx, promise_id, thread_id, message_id, proposal_at)

    @writes
    def said(self, tx: Transaction, promise_id: int, shown: Shown) -> None:
        """Staff read this of it."""
        store.save_line(tx, promise_id, shown)

    @writes
    def _decide(
        self,
        tx: Transaction,
        promise_id: int,
        by: Actor,
        decision: Callable[[Promise, datetime], Promise],
    ) -> Promise:
        """What staff who read where its ticket goes on decide. Raises NotReader, and what the decision raises."""
        return self._save(tx, decision(self._read(tx, promise_id, by), self._clock()))

    def _require_call(self, reader: Reader, ticket_id: int, by: Actor) -> tuple[Ticket, Promise | None]:
        """Where this customer is called, and what they asked for before, there or in what goes on there."""
        ticket = merges.surviving(reader, tickets.known_in(reader, ticket_id, by.guild_id))
        known = list[Promise]()
        own = None
        places: list[Ticket | Other] = [ticket, *merges.merged_into(reader, ticket)]
        for one in places:
            found = store.of_ticket(reader, one.id)
            known += found
            calls = [promise for promise in found if promise.is_call and promise.state in UNSETTLED]
            own = own or next((promise for promise in calls if rules.caller(promise, one) == by.id), None)
        return ticket, rules.require_call(ticket, by, known, own, guests.parties_for(reader, ticket, by))

    def _add(
        self,
        tx: Transaction,
        ticket: Ticket,
        state: State,
        text: str,
        due_at: datetime,
        by: Actor,
        call: Call | None = None,
    ) -> Promise:
        now = self._clock()
        promise = Promise(
            id=self._ids.draw(now),
            guild_id=ticket.guild_id,
            ticket_id=ticket.id,
            number=0,
            state=state,
            text=text,
            made_by=by.id,
            made_at=now,
            due_at=due_at,
            is_call=call is not None,
            call=call,
        )
        added = store.add(tx, promise)
        owe_shown(self._jobs, tx, added, now, run_now=True)
        return added

    def _save(self, tx: Transaction, promise: Promise) -> Promise:
        store.save(tx, promise)
        owe_shown(self._jobs, tx, promise, self._clock(), run_now=True)
        if promise.state not in UNSETTLED:
            let_time_run(self._jobs, tx, promise, self._clock())
        return promise

    def _read(self, reader: Reader, promise_id: int, by: Actor) -> Promise:
        """Who reads the ticket in which it goes on may have that ticket, and then the promise is theirs. Raises NotStaff,
        NotReader.
        """
        promise = self._known(reader, promise_id, by)
        require_reader(merges.surviving(reader, tickets.known(reader, promise.ticket_id)), by)
        return promise

    def _known(self, reader: Reader, promise_id: int, by: Actor) -> Promise:
        promise = store.get(reader, promise_id)
        if promise is None or promise.guild_id != by.guild_id:
            raise UnknownPromise
        return promise
