"""What is done for questions that nobody answers: helpers are told, one of them takes it, the asker is offered a ticket."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.actor import Actor
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.faq import store as faq
from bot.faq.in_use import InUse
from bot.faq.owed import owe_looking_after, owe_looking_after_anew, owe_looking_again
from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING
from bot.jobs.runner import JobRunner
from bot.matching.asking import wants_an_answer
from bot.routing import store
from bot.routing.owed import owe_line, owe_offer
from bot.routing.refused import (
    AlreadyTaken,
    HadBefore,
    NoHelper,
    NotOpenToYou,
    NotTakenByYou,
    OwnQuestion,
    RouteOver,
)
from bot.routing.route import ANEW_WITHIN, KEPT_FOR, Act, Line, Route, is_settled, is_the_same
from bot.routing.willing import LATELY, TOPICS_AT_MOST, candidates
from bot.routing_settings import OpenTo, Routing
from bot.use_cases import reads, writes

TOPIC_FROM = 0.2
"""The score of the likeliest entry from which on a question has its topic."""

SEEN_FOR = timedelta(minutes=1)
"""So long after a look at a question nobody who opens the list has it looked at again."""

LISTED_AT_MOST = 200
"""Waiting questions of a server that are looked at."""

LOOKED_AGAIN = 3
"""Questions that a message that is gone may have answered: for each, Discord is asked."""


@dataclass(frozen=True)
class Pieces:
    """The messages of a question."""

    route: Route
    message_ids: tuple[int, ...]


class RoutingService:
    """Each method is one use case and one transaction; whatever the line in the helpdesk shows owes it, by `LINE_JOB`."""

    def __init__(
        self, database: Database, clock: Clock, settings: Routing, knowledge: InUse, jobs: JobRunner
    ) -> None:
        self._database = database
        self._clock = clock
        self._knowledge = knowledge
        self._jobs = jobs
        self._unreached: dict[tuple[int, int], datetime] = {}
        self._looked_at: dict[int, datetime] = {}
        self.settings = settings

    @property
    def topics(self) -> tuple[str, ...]:
        """The categories of the FAQ, in the order of the files, as many as can be chosen from."""
        return tuple(dict.fromkeys(self._knowledge.library.categories.values()))[:TOPICS_AT_MOST]

    @writes
    def begin(self, tx: Transaction, question_id: int, since: datetime | None = None) -> Pieces | None:
        """The way of a question that is to be looked after, which begins with the first look; None where it has none.

        That is a question that has been settled, and one that goes with another of its asker. Where it is open again since
        a time, its way begins anew, unless it was asked more than `KEPT_FOR` before.
        """
        route = store.get(tx, question_id)
        if route is None:
            question = faq.get(tx, question_id)
            if question is None or is_settled(question) or self._goes_with_another(tx, question):
                return None
            began_at = since if since is not None and _is_kept(question, since) else question.asked_at
            store.add(tx, question, self._topic(question), began_at)
            route = store.get(tx, question_id)
        elif since is not None and route.since < since and _is_kept(route.question, since):
            self._begin_anew(tx, route, since)
            route = store.get(tx, question_id)
        if route is None or route.ended_at is not None:
            return None
        now = self._clock()
        tx.after_commit(lambda: self._looked_at.update({question_id: now}))
        if route.holder is not None and route.held_by(now) is None:
            store.let_go(tx, question_id)
            self._owe_line(tx, route.question, now)
            route = self._known(tx, question_id)
        return Pieces(route, tuple(faq.pieces_of(tx, question_id)))

    async def answers_gone(self, guild_id: int, place_id: int, message_ids: Collection[int]) -> None:
        """Messages of this place are gone from Discord: what one of them may have answered is looked at again. Where none
        can have, this is one read.
        """
        question_ids = await self._settled_by_people(guild_id, place_id, max(message_ids))
        if question_ids:
            await self._look_again(guild_id, question_ids)

    @reads
    def _settled_by_people(self, reader: Reader, guild_id: int, place_id: int, before_id: int) -> list[int]:
        since = self._clock() - timedelta(hours=self.settings.fresh_hours)
        return store.settled_by_people(
            reader, guild_id, place_id, before_id=before_id, since=since, limit=LOOKED_AGAIN
        )

    @writes
    def _look_again(self, tx: Transaction, guild_id: int, question_ids: Collection[int]) -> None:
        for question_id in question_ids:
            owe_looking_again(self._jobs, tx, guild_id, question_id, self._clock())

    @reads
    def settled(self, reader: Reader, question_id: int) -> Pieces | None:
        """A question that people seem to have answered, as far as it would go to helpers at all: chatter does not."""
        question = faq.get(reader, question_id)
        if question is None or question.outcome not in (None, Outcome.HUMAN) or question.rule in SPEAKING:
            return None
        if question.text and question.message_id != question.channel_id and not wants_an_answer(question.text):
            return None
        route = store.get(reader, question_id) or Route(question, None)
        return None if route.is_taken_over else Pieces(route, tuple(faq.pieces_of(reader, question_id)))

    @writes
    def reopen(self, tx: Transaction, question_id: int) -> None:
        """Nobody has answered it, as it turns out: it is open again from now on."""
        question, now = faq.known(tx, question_id), self._clock()
        if question.outcome is Outcome.HUMAN:
            faq.unsettle(tx, question_id)
        owe_looking_after_anew(self._jobs, tx, question, now, now + self.settings.first_after)

    @reads
    def candidates(self, reader: Reader, route: Route) -> list[int]:
        """Who may be told of it now, the first the first; who was to be told and was not yet, before others; who could not
        be reached lately, after them.
        """
        now, guild_id = self._clock(), route.question.guild_id
        found = candidates(
            store.those_who_help(reader, guild_id),
            store.work(reader, guild_id, since=now - LATELY, now=now),
            route.topic,
            now,
            but={route.question.asker_id, *route.told, *route.had} - {*route.unsaid},
            is_last=route.is_last_time(self.settings),
        )
        here, since = route.question.place_id, now - LATELY

        def place(member_id: int) -> tuple[bool, bool]:
            unreached_at = self._unreached.get((member_id, here))
            return unreached_at is not None and unreached_at > since, member_id not in route.unsaid

        return sorted(found, key=place)

    def unreached(self, route: Route, member_ids: Collection[int]) -> None:
        """These cannot read there, or may not help: for a day others are asked before them. A restart forgets it."""
        now, here = self._clock(), route.question.place_id
        known = {key: at for key, at in self._unreached.items() if at > now - LATELY}
        self._unreached = {**known, **{(member_id, here): now for member_id in member_ids}}

    @writes
    def step(self, tx: Transaction, route: Route) -> Route:
        """Helpers are to be told once more: whom, is chosen when it is said."""
        now, known = self._clock(), self._known(tx, route.question.id)
        if known.step == route.step:
            store.save_step(tx, route, now)
            self._owe_line(tx, route.question, now)
        return self._known(tx, route.question.id)

    @writes
    def tell(self, tx: Transaction, route: Route, member_ids: Collection[int]) -> Route:
        """These are told of it by the next line; nobody where nobody can be."""
        store.save_told(tx, route, member_ids, self._clock())
        return self._known(tx, route.question.id)

    @reads
    def of_line(self, reader: Reader, question_id: int) -> Route | None:
        """What the line shows; None where there is no such question any more."""
        return store.get(reader, question_id)

    @writes
    def owe_offer(self, tx: Transaction, route: Route) -> None:
        """Its asker is to be offered a ticket."""
        owe_offer(self._jobs, tx, route.question.guild_id, route.question.id, self._clock())

    @writes
    def line_stands(self, tx: Transaction, question_id: int, line: Line | None) -> None:
        """Our message about it stands there; or nowhere any more."""
        store.save_line(tx, question_id, line)

    @writes
    def offered(self, tx: Transaction, question_id: int) -> None:
        """Its asker was offered a ticket."""
        now = self._clock()
        store.save_offered(tx, question_id, now)
        self._owe_line(tx, faq.known(tx, question_id), now)

    @writes
    def end(self, tx: Transaction, question_id: int) -> None:
        """Nobody waits for an answer any more."""
        now = self._clock()
        tx.after_commit(lambda: self._forget_look(question_id))
        store.save_ended(tx, question_id, now)
        route = self._known(tx, question_id)
        self._owe_line(tx, route.question, now)
        if route.offered_at is not None:
            owe_offer(self._jobs, tx, route.question.guild_id, question_id, now)

    @writes
    def take(self, tx: Transaction, question_id: int, *, by: Actor) -> datetime:
        """They answer it: until when others leave it to them. Once only, or two could keep it from others for ever.

        Raises NoHelper, RouteOver, OwnQuestion, AlreadyTaken, HadBefore.
        """
        now, route = self._clock(), self._waiting(tx, question_id, by)
        if route.question.asker_id == by.id:
            raise OwnQuestion
        holder = route.held_by(now)
        if holder is not None:
            if holder.member_id != by.id:
                raise AlreadyTaken(holder.member_id, holder.until)
            return holder.until
        if by.id in route.had:
            raise HadBefore
        until = now + timedelta(minutes=self.settings.take_minutes)
        store.save_taken(tx, route.question, by.id, now, until)
        owe_looking_after(self._jobs, tx, by.guild_id, question_id, now)
        self._owe_line(tx, route.question, now)
        return until

    @writes
    def give_up(self, tx: Transaction, question_id: int, *, by: Actor) -> None:
        """They do not answer it after all. Raises NoHelper, RouteOver, NotTakenByYou."""
        now, route = self._clock(), self._waiting(tx, question_id, by)
        holder = route.held_by(now)
        if holder is None or holder.member_id != by.id:
            raise NotTakenByYou
        store.let_go(tx, question_id)
        owe_looking_after(self._jobs, tx, by.guild_id, question_id, now)
        self._owe_line(tx, route.question, now)

    @reads
    def waiting(self, reader: Reader, *, by: Actor) -> list[Route]:
        """What waits in their server, the oldest first. Raises NoHelper where they are neither staff nor help, NotOpenToYou."""
        _require_helps(reader, by, self.settings)
        return store.open_routes(reader, by.guild_id, LISTED_AT_MOST)

    def to_look_at(self, routes: Collection[Route]) -> list[int]:
        """The questions of these that have not been looked at for a while, by `UNANSWERED_JOB`."""
        since = self._clock() - SEEN_FOR
        ids = [route.question.id for route in routes]
        return [one for one in ids if (at := self._looked_at.get(one)) is None or at < since]

    @reads
    def known(self, reader: Reader, question_id: int, guild_id: int) -> Route:
        """The way of a question of this server that waits. Raises RouteOver."""
        return self._of(reader, question_id, guild_id)

    @reads
    def helpdesk(self, reader: Reader, guild_id: int) -> int | None:
        """The thread in which helpers are told."""
        return store.helpdesk(reader, guild_id)

    @writes
    def helpdesk_made(self, tx: Transaction, guild_id: int, thread_id: int) -> None:
        """It is this one now."""
        store.save_helpdesk(tx, guild_id, thread_id)

    def next(self, route: Route) -> tuple[Act, datetime]:
        """What is to be done with it now, or when to look again."""
        return route.next(self.settings, self._clock())

    def _begin_anew(self, tx: Transaction, route: Route, since: datetime) -> None:
        goes_on = route.is_anew and since - route.since < ANEW_WITHIN
        is_offered = route.offered_at is not None and since - route.offered_at < ANEW_WITHIN
        store.begin_anew(tx, route, since, goes_on=goes_on, is_offered=is_offered)

    def again(self, route: Route) -> datetime:
        """When to look at it again."""
        return route.again(self.settings, self._clock())

    def _forget_look(self, question_id: int) -> None:
        self._looked_at.pop(question_id, None)

    def _owe_line(self, tx: Transaction, question: Question, now: datetime) -> None:
        owe_line(self._jobs, tx, question.guild_id, question.id, now)

    def _waiting(self, tx: Transaction, question_id: int, by: Actor) -> Route:
        _require_helps(tx, by, self.settings)
        return self._of(tx, question_id, by.guild_id)

    def _of(self, reader: Reader, question_id: int, guild_id: int) -> Route:
        route = store.get_in(reader, question_id, guild_id)
        if route is None or route.is_over:
            raise RouteOver
        return route

    def _known(self, tx: Transaction, question_id: int) -> Route:
        route = store.get(tx, question_id)
        assert route is not None
        return route

    def _goes_with_another(self, tx: Transaction, question: Question) -> bool:
        within = timedelta(minutes=self.settings.together_minutes)
        earlier = store.of_asker(tx, question, question.asked_at - KEPT_FOR)
        return any(is_the_same(question, one, within) for one in earlier)

    def _topic(self, question: Question) -> str | None:
        best = next(iter(question.candidates), None)
        if best is None or best[1] < TOPIC_FROM or self._knowledge.entry(best[0]) is None:
            return None
        return self._knowledge.category(best[0])


def _is_kept(question: Question, now: datetime) -> bool:
    return now - question.asked_at < KEPT_FOR


def _require_helps(reader: Reader, by: Actor, settings: Routing) -> None:
    if by.is_staff or by.is_helper:
        return
    if store.helper(reader, by.guild_id, by.id) is None:
        raise NoHelper
    if settings.open_to is OpenTo.HELPERS:
        raise NotOpenToYou  # they have lost their role since
