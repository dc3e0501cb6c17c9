"""The community comes first: what is asked in public before a form becomes a ticket, and what comes of that.

The form itself is kept by `last_chances`, and becomes a ticket by itself whatever happens here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.errors import FormForgotten, NotTheAsker
from bot.jobs.runner import JobRunner
from bot.ticket_errors import AlreadyAsking, AskedTooSoon, UnknownTicketType, WentIntoTicket
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.community import store
from bot.tickets.community.post import Post, Question, Shown, Standing, is_asked_first, public, standing
from bot.tickets.last_chances import store as chances
from bot.tickets.last_chances.chance import LastChance
from bot.tickets.last_chances.service import KEPT
from bot.tickets.owed import ASKED_JOB, ASKED_TAG_JOB, LAST_CHANCE_JOB, SETTLED_JOB, owe_post, owe_quoting
from bot.tickets.reading import reads_type
from bot.tickets.request import Request
from bot.use_cases import reads, writes

LOOKED_AT = 50
"""Posts of a community that are looked for at a start; the others are when their time comes."""


class CommunityFirst:
    """Each method is one use case and one transaction."""

    def __init__(self, database: Database, clock: Clock, settings: Tickets, jobs: JobRunner) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._jobs = jobs

    def is_offered(self, request: Request, *, by: Actor) -> bool:
        """Whether who sends this form for themselves can ask the community first."""
        kind = self._settings.type(request.type_id)
        return kind is not None and by.id == request.requester_id and is_asked_first(kind, request)

    @reads
    def question(self, reader: Reader, chance_id: int, *, by: Actor) -> Question | None:
        """What the community can be asked about their form; None where it is not asked first, or was asked already, or the
        form is solved, or waits for no ticket. Raises FormForgotten.
        """
        chance = self._own(reader, chance_id, by)
        kind = self._settings.type(chance.type_id)
        if kind is None or chance.filled is None or chance.opens_at is None or chance.solved_at is not None:
            return None
        request, _ = chance.filled
        if not is_asked_first(kind, request) or store.get(reader, chance_id) is not None:
            return None
        other = store.waiting_of(reader, chance.guild_id, by.id, chance.type_id)
        return Question(kind, public(kind, request.details), chance.opens_at, is_free=other is None)

    @writes
    def ask(
        self, tx: Transaction, chance_id: int, channel_id: int, title: str, text: str, *, by: Actor
    ) -> datetime:
        """Ask it there with these words, and leave it to staff later: when. To be run: `ASKED_JOB`; twice asks once.

        Raises FormForgotten, WentIntoTicket, UnknownTicketType, AlreadyAsking, AskedTooSoon.
        """
        chance, now = self._own(tx, chance_id, by), self._clock()
        if (asked := store.get(tx, chance_id)) is not None and chance.opens_at is not None:
            return chance.opens_at
        self._require_form(tx, chance)
        kind = self._settings.type(chance.type_id)
        if kind is None or kind.community_first is None:
            raise UnknownTicketType(chance.type_id)
        if (asked := store.waiting_of(tx, chance.guild_id, by.id, chance.type_id)) is not None:
            raise AlreadyAsking(asked.thread_id)
        last, wait = store.last_asked_at(tx, chance.guild_id, by.id), self._settings.cooldown_seconds
        if last is not None and not by.is_staff and last <= now < last + timedelta(seconds=wait):
            raise AskedTooSoon(last + timedelta(seconds=wait))
        until = now + timedelta(hours=kind.community_first.hours)
        store.add(tx, Post(chance_id, chance.guild_id, by.id, chance.type_id, channel_id, title, text, now, until))
        self._put_off(tx, chance, until)
        self._jobs.put(
            tx, guild_id=chance.guild_id, kind=ASKED_JOB, subject_id=chance_id, due_at=now, run_now=True
        )
        return until

    @reads
    def shown(self, reader: Reader, chance_id: int) -> Shown | None:
        """What a post has to show; None where nothing was asked about this form."""
        chance, asked = chances.get(reader, chance_id), store.get(reader, chance_id)
        if chance is None or asked is None:
            return None
        found, until = standing(chance), chance.opens_at
        if found is Standing.SOLVED and chance.solved_at is not None:
            until = chance.solved_at + KEPT
        number = tickets.known(reader, chance.ticket_id).number if chance.ticket_id is not None else None
        return Shown(asked, found, until, number)

    @reads
    def asker(self, reader: Reader, chance_id: int, *, by: Actor) -> Actor:
        """As whom a button of a post is pressed: who asked, for whom staff who read the type can press it, too, and with
        their freedom: no cooldown stops them.

        Raises FormForgotten, NotTheAsker.
        """
        asked = _of_asker(reader, chance_id, by)
        return by if asked.member_id == by.id else Actor(asked.member_id, is_staff=True, guild_id=asked.guild_id)

    @writes
    def solve(self, tx: Transaction, chance_id: int, *, by: Actor) -> datetime:
        """Who asked says below it that it is solved, or staff do, of which they are told; twice does it once. Until when
        staff can have it all the same.

        Raises FormForgotten, NotTheAsker, WentIntoTicket.
        """
        asked, chance = _of_asker(tx, chance_id, by), chances.get(tx, chance_id)
        if chance is None:
            raise FormForgotten
        if standing(chance) is Standing.SOLVED and chance.solved_at is not None:
            return chance.solved_at + KEPT
        self._require_form(tx, chance)
        return self._solve(tx, chance, asked, by)

    @reads
    def in_thread(self, reader: Reader, thread_id: int) -> Post | None:
        """What was asked in this thread before a ticket; None where nothing was."""
        return store.by_thread(reader, thread_id)

    @reads
    def is_solved(self, reader: Reader, thread_id: int) -> bool | None:
        """Whether what was asked in this thread is solved without staff; None where nothing was."""
        asked = store.by_thread(reader, thread_id)
        chance = chances.get(reader, asked.chance_id) if asked is not None else None
        return None if chance is None else chance.solved_at is not None and chance.ticket_id is None

    @reads
    def waiting(self, reader: Reader, guild_id: int) -> list[Post]:
        """The newest posts here that wait, at most `LOOKED_AT`."""
        return store.newest_waiting(reader, guild_id, LOOKED_AT)

    @writes
    def made(self, tx: Transaction, chance_id: int, thread_id: int, message_id: int) -> None:
        """It stands there now. Where its form has gone into a ticket meanwhile, that is to quote it."""
        asked = store.get(tx, chance_id)
        if asked is None or asked.thread_id == thread_id:
            return
        store.save_made(tx, chance_id, thread_id, message_id)
        now, chance = self._clock(), chances.get(tx, chance_id)
        self._jobs.put(tx, guild_id=asked.guild_id, kind=ASKED_TAG_JOB, subject_id=thread_id, due_at=now)
        if chance is not None and chance.ticket_id is not None:
            ticket = tickets.known(tx, chance.ticket_id)
            owe_quoting(self._jobs, tx, ticket, replace(asked, thread_id=thread_id), now)

    @writes
    def told(self, tx: Transaction, chance_id: int) -> None:
        """It says that staff have it."""
        store.save_told(tx, chance_id)

    @writes
    def settle(self, tx: Transaction, chance_id: int, *, by: Actor | None = None) -> datetime | None:
        """It is solved as all can see: by an answer that somebody accepted, or its tag. Until when staff can have it all the
        same; None where it did not wait.
        """
        chance, asked = chances.get(tx, chance_id), store.get(tx, chance_id)
        if chance is None or asked is None or standing(chance) is not Standing.WAITING:
            return None
        return self._solve(tx, chance, asked, by)

    @writes
    def wait(self, tx: Transaction, chance_id: int, until: datetime) -> None:
        """They are still talking: staff take it later."""
        chance = chances.get(tx, chance_id)
        if chance is not None and standing(chance) is Standing.WAITING:
            self._put_off(tx, chance, until)
            owe_post(self._jobs, tx, chance_id, chance.guild_id, self._clock())

    @writes
    def lost(self, tx: Transaction, ids: Collection[int]) -> list[int]:
        """These threads or messages were deleted: what waits there becomes tickets now. The forms; run `LAST_CHANCE_JOB`."""
        return [self._give_up(tx, post) for post in store.waiting_in(tx, ids)]

    @writes
    def lost_below(self, tx: Transaction, guild_id: int, channel_id: int) -> list[int]:
        """The same of a forum or channel that was deleted."""
        return [self._give_up(tx, post) for post in store.waiting_below(tx, guild_id, channel_id)]

    @writes
    def cannot_ask(self, tx: Transaction, chance_id: int) -> bool:
        """It cannot be asked there. Whether the form waits, and becomes a ticket now: then run `LAST_CHANCE_JOB`."""
        asked, chance = store.get(tx, chance_id), chances.get(tx, chance_id)
        if asked is None or asked.is_gone or chance is None:
            return False
        self._give_up(tx, asked)
        return standing(chance) is Standing.WAITING

    def _solve(self, tx: Transaction, chance: LastChance, asked: Post, by: Actor | None) -> datetime:
        """Who asked is told, unless they say so themselves."""
        now, is_own = self._clock(), by is not None and by.id == asked.member_id
        chances.save_solved(tx, chance.id, now)
        self._jobs.put(tx, guild_id=0, kind=LAST_CHANCE_JOB, subject_id=chance.id, due_at=now + KEPT)
        owe_post(self._jobs, tx, chance.id, chance.guild_id, now)
        if not is_own:
            who = {"by": by.id if by is not None else None}
            self._jobs.put(
                tx, guild_id=chance.guild_id, kind=SETTLED_JOB, subject_id=chance.id, due_at=now, data=who
            )
        return now + KEPT

    def _give_up(self, tx: Transaction, asked: Post) -> int:
        store.save_gone(tx, asked.chance_id)
        chance = chances.get(tx, asked.chance_id)
        if chance is not None and standing(chance) is Standing.WAITING:
            self._put_off(tx, chance, self._clock())
        return asked.chance_id

    def _put_off(self, tx: Transaction, chance: LastChance, until: datetime) -> None:
        """The ticket opens by itself then."""
        chances.save_opening(tx, chance.id, until)
        self._jobs.put(tx, guild_id=chance.guild_id, kind=LAST_CHANCE_JOB, subject_id=chance.id, due_at=until)

    def _own(self, reader: Reader, chance_id: int, by: Actor) -> LastChance:
        chance = chances.get(reader, chance_id)
        if chance is None or (chance.guild_id, chance.member_id) != (by.guild_id, by.id):
            raise FormForgotten
        return chance

    def _require_form(self, reader: Reader, chance: LastChance) -> None:
        if chance.ticket_id is not None:
            ticket = tickets.known(reader, chance.ticket_id)
            raise WentIntoTicket(ticket.number, ticket.receipts.thread_id, chance.was_added)
        if chance.filled is None or chance.opens_at is None:
            raise FormForgotten


def _of_asker(reader: Reader, chance_id: int, by: Actor) -> Post:
    """What they asked, or asked somebody for whom they may press. Raises FormForgotten, NotTheAsker."""
    asked = store.get(reader, chance_id)
    if asked is None or asked.guild_id != by.guild_id:
        raise FormForgotten
    if asked.member_id != by.id and not reads_type(asked.type_id, by):
        raise NotTheAsker(asked.member_id)
    return asked
