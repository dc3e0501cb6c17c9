"""Last-chance answers: a form that was sent is kept, and what may answer it is shown, before its ticket is opened.

Whatever becomes of who sent it, of Discord and of us: after some minutes the ticket is opened by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import FormForgotten
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.ticket_errors import AlreadyOpen, TooSoon, WentIntoTicket
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.adding import OWN_AT_MOST, Adding
from bot.tickets.answers import ruling
from bot.tickets.community import store as posts
from bot.tickets.community.post import is_asked_first
from bot.tickets.last_chances import store
from bot.tickets.last_chances.chance import LastChance, Offer
from bot.tickets.merges import store as merges
from bot.tickets.owed import LAST_CHANCE_JOB, owe_post, owe_quoting, with_source
from bot.tickets.request import Request, Ruling
from bot.tickets.service import TicketService
from bot.tickets.ticket import ORIGIN, Detail, Ticket
from bot.use_cases import reads, writes

KEPT = timedelta(days=1)
"""For so long a form is kept whose ticket is not opened by itself: it is solved, or no more tickets may be."""


class LastChances:
    """Each method is one use case and one transaction. After a ticket has come of it, run what that owes."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Tickets,
        jobs: JobRunner,
        ids: Ids,
        desk: TicketService,
        adding: Adding,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs
        self._ids = ids
        self._desk = desk
        self._adding = adding

    def are_offered(self, request: Request, *, by: Actor) -> bool:
        """Whether who sends this is shown anything first: not who fills it in for somebody else, and not where the
        operator does not want it. Raises UnknownTicketType.
        """
        is_wanted = self._settings.last_chance and self._desk.type(request.type_id).last_chance
        return is_wanted and by.id == request.requester_id

    async def send(self, request: Request, entry_ids: Sequence[str], *, by: Actor) -> Ticket | Offer:
        """The form is sent, and these entries may answer it: keep it and offer them, and the sender's own tickets; or open
        the ticket at once, where there is neither, nor can the community be asked first.

        The same submission twice brings the same. Raises what `TicketService.open` raises.
        """
        return await self._send(request, ruling(self._desk.checked(request, by=by), request), entry_ids, by)

    @writes
    def _send(
        self, tx: Transaction, request: Request, ruled: Ruling, entry_ids: Sequence[str], by: Actor
    ) -> Ticket | Offer:
        now, known = self._clock(), store.by_interaction(tx, request.interaction_id)
        if known is None:
            slot = self._desk.require_opening(tx, request, by=by)
        elif known.ticket_id is not None:
            return tickets.known(tx, known.ticket_id)
        own = self._own(tx, request)
        if known is not None:
            return Offer(known, tuple(own))
        if not entry_ids and not own and not self._is_asked_first(tx, request):
            return self._desk.open_in(tx, request, ruled, slot, by.id)
        opens_at = now + timedelta(minutes=self._settings.last_chance_minutes)
        chance = self._keep(tx, request, ruled, tuple(entry_ids), now, opens_at)
        self._owe(tx, chance, opens_at, guild_id=chance.guild_id)
        return Offer(chance, tuple(own))

    async def keep(self, request: Request, *, by: Actor) -> LastChance:
        """The form was refused, because no more tickets of the type may be: it can be added to one that is there for as long
        as it is `KEPT`. Raises what `TicketService.checked` raises.
        """
        return await self._keep_refused(request, ruling(self._desk.checked(request, by=by), request))

    @writes
    def _keep_refused(self, tx: Transaction, request: Request, ruled: Ruling) -> LastChance:
        now, known = self._clock(), store.by_interaction(tx, request.interaction_id)
        chance = known or self._keep(tx, request, ruled, (), now, None)
        self._owe(tx, chance, now + KEPT)
        return chance

    @writes
    def open(self, tx: Transaction, chance_id: int, *, by: Actor) -> Ticket:
        """They still need help; twice gives the same ticket. Raises FormForgotten, WentIntoTicket, AlreadyOpen, TooSoon;
        after the last two it is kept as before.
        """
        chance = self._known(tx, chance_id, by)
        if chance.ticket_id is not None and not chance.was_added:
            return tickets.known(tx, chance.ticket_id)
        request, ruled = self._filled(tx, chance)
        return self._open(tx, chance, request, ruled, self._desk.require_opening(tx, request, by=by))

    @reads
    def opens_at(self, reader: Reader, chance_id: int, *, by: Actor) -> datetime | None:
        """When the ticket opens by itself; None where it does not. Raises FormForgotten."""
        return self._known(reader, chance_id, by).opens_at

    @writes
    def add(self, tx: Transaction, chance_id: int, ticket_id: int, *, by: Actor) -> Ticket:
        """It belongs to one of their tickets that is live, or to that in which it goes on; twice adds it once.

        Raises FormForgotten, WentIntoTicket, UnknownTicket, NotYourTicket, TicketResolved, TicketClosed.
        """
        chance = self._known(tx, chance_id, by)
        if chance.ticket_id == ticket_id and chance.was_added:
            return tickets.known(tx, ticket_id)
        request, ruled = self._filled(tx, chance)
        return self._add(tx, chance, request, ruled, ticket_id)

    @writes
    def solve(self, tx: Transaction, chance_id: int, *, by: Actor) -> datetime:
        """An entry solved it: no ticket is opened, unless they want one after all. Until when that can be.

        Raises FormForgotten, WentIntoTicket.
        """
        chance, now = self._known(tx, chance_id, by), self._clock()
        self._filled(tx, chance)
        if chance.solved_at is not None:
            return chance.solved_at + KEPT
        store.save_solved(tx, chance.id, now)
        owe_post(self._jobs, tx, chance.id, chance.guild_id, now)
        self._owe(tx, chance, now + KEPT)
        return now + KEPT

    @writes
    def expire(self, tx: Transaction, chance_id: int) -> Ticket | None:
        """They have pressed nothing: the ticket is opened; or, where no more may be or it would come too soon after
        another one, it goes into that. What waited to be forgotten is.
        """
        chance = store.get(tx, chance_id)
        if chance is None or chance.filled is None:
            return None
        if chance.opens_at is None:
            if (chance.solved_at or chance.offered_at) + KEPT > self._clock():
                return None  # it was solved just when its time came
            store.forget(tx, chance_id)
            owe_post(self._jobs, tx, chance_id, chance.guild_id, self._clock())
            return None
        if chance.opens_at > self._clock():
            return None
        request, ruled = chance.filled
        try:
            slot = self._desk.require_opening(tx, request, by=_requester(chance))
        except (AlreadyOpen, TooSoon):
            if live := tickets.live_of(tx, request.guild_id, request.requester_id, request.type_id):
                newest = max(live, key=lambda ticket: ticket.number)
                return self._add(tx, chance, request, ruled, newest.id)
            slot = 1
        return self._open(tx, chance, request, ruled, slot)

    def _is_asked_first(self, reader: Reader, request: Request) -> bool:
        """Whether the community can be asked about it: not while it is asked about another of the type."""
        asked = posts.waiting_of(reader, request.guild_id, request.requester_id, request.type_id)
        return asked is None and is_asked_first(self._desk.type(request.type_id), request)

    def _own(self, reader: Reader, request: Request) -> list[Ticket]:
        """The live tickets of who sends it, and those in which theirs go on."""
        guild_id, sender = request.guild_id, request.requester_id
        own = tickets.live_of_member(reader, guild_id, sender, OWN_AT_MOST)
        found = {ticket.id: ticket for ticket in (*own, *merges.live_survivors(reader, guild_id, sender))}
        return sorted(found.values(), key=lambda ticket: -ticket.number)[:OWN_AT_MOST]

    def _keep(
        self,
        tx: Transaction,
        request: Request,
        ruled: Ruling,
        entry_ids: tuple[str, ...],
        now: datetime,
        opens_at: datetime | None,
    ) -> LastChance:
        """What the source of the form said comes with it: it may be forgotten when the ticket is opened."""
        chance = LastChance(
            id=self._ids.draw(now),
            guild_id=request.guild_id,
            member_id=request.requester_id,
            type_id=request.type_id,
            interaction_id=request.interaction_id,
            filled=(with_source(self._jobs, tx, request), ruled),
            entry_ids=entry_ids,
            offered_at=now,
            opens_at=opens_at,
        )
        store.add(tx, chance)
        return chance

    def _known(self, reader: Reader, chance_id: int, by: Actor) -> LastChance:
        chance = store.get(reader, chance_id)
        if chance is None or (chance.guild_id, chance.member_id) != (by.guild_id, by.id):
            raise FormForgotten
        return chance

    def _filled(self, tx: Transaction, chance: LastChance) -> tuple[Request, Ruling]:
        if chance.ticket_id is not None:
            ticket = tickets.known(tx, chance.ticket_id)
            raise WentIntoTicket(ticket.number, ticket.receipts.thread_id, chance.was_added)
        if chance.filled is None:
            raise FormForgotten
        return chance.filled

    def _open(self, tx: Transaction, chance: LastChance, request: Request, ruled: Ruling, slot: int) -> Ticket:
        ticket = self._desk.open_in(tx, _with_link(tx, chance, request), ruled, slot, chance.member_id)
        self._settle(tx, chance, ticket, was_added=False)
        return ticket

    def _add(self, tx: Transaction, chance: LastChance, request: Request, ruled: Ruling, ticket_id: int) -> Ticket:
        request = _with_link(tx, chance, request)
        ticket = self._adding.add_in(
            tx,
            ticket_id,
            (*request.details, *request.context),
            requester_id=chance.member_id,
            question_id=request.question_id,
            by=_requester(chance),
            priority=ruled.priority,
        )
        self._settle(tx, chance, ticket, was_added=True)
        return ticket

    def _settle(self, tx: Transaction, chance: LastChance, ticket: Ticket, *, was_added: bool) -> None:
        store.save_ticket(tx, chance.id, ticket.id, was_added=was_added)
        self._jobs.cancel(tx, LAST_CHANCE_JOB, chance.id)
        asked = posts.get(tx, chance.id)
        if asked is not None and asked.thread_id is not None:
            owe_quoting(self._jobs, tx, ticket, asked, self._clock())
        owe_post(self._jobs, tx, chance.id, chance.guild_id, self._clock())

    def _owe(self, tx: Transaction, chance: LastChance, due_at: datetime, *, guild_id: int = 0) -> None:
        """Of no server where it is only to be forgotten: that is done also where we are no longer."""
        self._jobs.put(tx, guild_id=guild_id, kind=LAST_CHANCE_JOB, subject_id=chance.id, due_at=due_at)


def _with_link(reader: Reader, chance: LastChance, request: Request) -> Request:
    """The request with where the community was asked about it, if it was."""
    asked = posts.get(reader, chance.id)
    if asked is None or asked.thread_id is None:
        return request
    return replace(request, context=(*request.context, Detail("", asked.link, field_id=ORIGIN)))


def _requester(chance: LastChance) -> Actor:
    return Actor(chance.member_id, guild_id=chance.guild_id)
