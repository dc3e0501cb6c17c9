"""What is kept of members, at their wish: shown, taken along, erased; and erased when its time is over."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from bot.actor import Actor
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.clock import Clock
from bot.database import Database, Reader, Transaction
from bot.faq.owed import owe_looking_after
from bot.ids import Ids
from bot.jobs.runner import JobRunner
from bot.privacy import store
from bot.privacy.erasure import OF_A_MEMBER, Deleted, Ended, Erasure, Shown, Spoken, TicketsOpen, TooMuch
from bot.privacy.register import ERASED, Part, Room
from bot.routing import owed as routing_owed
from bot.routing import store as routing
from bot.ticket_settings import Tickets
from bot.tickets import store as tickets
from bot.tickets.csat.following import owe_line
from bot.tickets.merges import store as merges
from bot.tickets.owed import KEPT_JOB, owe
from bot.tickets.reading import require_reader
from bot.tickets.record.service import owe_dropping
from bot.tickets.search import store as search
from bot.tickets.ticket import Status, Ticket
from bot.tickets.views import View
from bot.use_cases import reads, writes

SWEEP_JOB = "privacy.sweep"
"""Erases what is past its time, each night, and sees that the database forgets it. There is one such job, of subject 0."""

NIGHT = time(3)
"""By the community's clock."""

PORTION = 20
"""Tickets that are erased in one transaction."""

MESSAGES = 1000
"""Of these tickets, that are erased in one transaction."""

PAGE = 500
MOST = 1000
"""Tickets of which a part is erased in one run; then others have their turn."""

WORDS = 500
"""Known words that are looked at in one go: 30 ms."""

WORDS_GONE = 100
"""Of them that are forgotten in one transaction."""

WORDS_AT_ONCE = 200
"""Such goes in one run."""

FIRST = ("", "")
"""Before all words."""

GO_ON_AFTER = timedelta(seconds=10)
SAFE_INTEGER = 2**53
"""Above this, most readers of JSON round."""


@dataclass(frozen=True)
class _Theirs:
    own: Sequence[Ticket]
    joined: Sequence[Ticket]


class Privacy:
    """Each method is one use case, and one transaction but for `sweep`. `settled` writes down the questions that wait for it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Tickets,
        zone: tzinfo,
        jobs: JobRunner,
        ids: Ids,
        settled: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._zone = zone
        self._jobs = jobs
        self._ids = ids
        self._settled = settled
        self._looked_up_to: search.Word = FIRST

    @reads
    def shown(self, reader: Reader, *, by: Actor) -> Shown:
        """What is kept about who asks, in this server."""
        theirs = self._theirs(reader, by)
        return Shown(
            store.counts_of(reader, by.guild_id, by.id, *_ids(theirs)),
            store.questions_with_words(reader, by.guild_id, by.id),
            choices.chosen(reader, by.guild_id, by.id),
        )

    async def exported(self, most_bytes: int, *, by: Actor) -> bytes:
        """All of it as a zip with a file of JSON for each room. Raises TooMuch."""
        rows = await self._rows(by=by)
        about = {"format": 1, "server": str(by.guild_id), "member": str(by.id), "at": self._clock().isoformat()}
        made = await asyncio.to_thread(_zipped, about, rows)
        if len(made) > most_bytes:
            raise TooMuch(len(made), most_bytes)
        return made

    async def choose(self, choice: Choice, *, is_on: bool, by: Actor) -> None:
        """From now on; and where the words of questions are not to be kept, those that are go."""
        await self._settled()
        await self._choose(choice, is_on=is_on, by=by)

    @writes
    def _choose(self, tx: Transaction, choice: Choice, *, is_on: bool, by: Actor) -> None:
        choices.save(tx, by.guild_id, by.id, choice, is_on=is_on, at=self._clock())
        if choice is Choice.UNKEPT and is_on:
            store.erase_questions(tx, by.guild_id, by.id)
            self._owe_forgetting(tx)

    async def delete(self, *, by: Actor) -> Deleted:
        """Erase the words of who asks: all of their tickets but what other customers wrote there, and theirs in the tickets
        of others that are closed. Awards and all other facts stay. Raises TicketsOpen.
        """
        await self._settled()  # what is not there yet could not be erased
        return await self._delete(by=by)

    @writes
    def _delete(self, tx: Transaction, *, by: Actor) -> Deleted:
        now, theirs = self._clock(), self._theirs(tx, by)
        open_ = [ticket.number for ticket in theirs.own if merges.is_live(tx, ticket)]
        if open_:
            raise TicketsOpen(tuple(sorted(open_)))
        left = {ticket.id: ticket.number for ticket in theirs.joined if merges.is_live(tx, ticket)}
        ended = [ticket.id for ticket in theirs.joined if ticket.id not in left]
        files = self._erase_own(tx, theirs.own, by, now) | self._erase_said_by(tx, ended, by, now)
        for question_id in routing.told_to(tx, by.guild_id, by.id):  # is free, and names them no more
            owe_looking_after(self._jobs, tx, by.guild_id, question_id, now)
            routing_owed.owe_line(self._jobs, tx, by.guild_id, question_id, now)
        store.erase_member(tx, by.guild_id, by.id)
        for message_id in store.kept_of(tx, by.guild_id, by.id):
            self._jobs.cancel(tx, KEPT_JOB, message_id)
        self._note(tx, by.guild_id, None, by.id, OF_A_MEMBER, now)
        self._owe_files(tx, files)
        self._owe_forgetting(tx)
        return Deleted(len(theirs.own), sorted(left.values()))

    @reads
    def of_ticket(self, reader: Reader, ticket_id: int, *, by: Actor) -> list[Erasure]:
        """What was erased of it, the earliest first. Raises UnknownTicket, NotStaff, NotReader."""
        require_reader(tickets.known_in(reader, ticket_id, by.guild_id), by)
        return store.of_ticket(reader, ticket_id)

    async def sweep(self) -> datetime:
        """Erase what closed tickets are past the time of, so many in one run; when to look again."""
        for part in Part:
            if await self._sweep(part):
                return self._clock() + GO_ON_AFTER
        if await self._forget_words():
            return self._clock() + GO_ON_AFTER
        await self._database.tx(search.merge_index)
        await self._database.checkpoint()
        now = self._clock().astimezone(self._zone)
        tonight = datetime.combine(now.date(), NIGHT, self._zone)
        return tonight if tonight > now else datetime.combine(now.date() + timedelta(days=1), NIGHT, self._zone)

    async def _sweep(self, part: Part) -> bool:
        """Whether there may be more."""
        now, done, after = self._clock(), 0, 0
        shortest = min((days for days in self._all_days(part) if days), default=None)
        if shortest is None:
            return False
        before = now - timedelta(days=shortest)
        while done < MOST:
            page = await self._page(part, before, after)
            due = [one for one in page if self._is_over(one, part, now)]
            for start in range(0, len(due), PORTION):
                some = due[start : start + PORTION]
                if part is Part.MESSAGES:
                    while await self._erase_said(some):
                        pass
                done += await self._erase(part, some)
            if len(page) < PAGE:
                return False
            after = page[-1].ticket_id
        return True

    async def _forget_words(self) -> bool:
        """What stands nowhere any more is known no more. Whether there may be more: who dies in between begins anew."""
        for _ in range(WORDS_AT_ONCE):
            page = await self._words_after(self._looked_up_to)
            gone = [word for word, stands in page if not stands]
            for start in range(0, len(gone), WORDS_GONE):
                await self._forget(gone[start : start + WORDS_GONE])
            self._looked_up_to = page[-1][0] if len(page) == WORDS else FIRST
            if len(page) < WORDS:
                return False
        return True

    @reads
    def _words_after(self, reader: Reader, word: search.Word) -> list[tuple[search.Word, bool]]:
        return search.words_after(reader, word, WORDS)

    @writes
    def _forget(self, tx: Transaction, words: Sequence[search.Word]) -> None:
        search.forget(tx, words)

    @reads
    def _page(self, reader: Reader, part: Part, before: datetime, after: int) -> list[Ended]:
        return store.ended(reader, part, before, after, PAGE)

    @writes
    def _erase_said(self, tx: Transaction, due: Sequence[Ended]) -> bool:
        """So many messages of these tickets. Whether there may be more."""
        said = store.messages_in(tx, [one.id for one in self._over(tx, due)], limit=MESSAGES)
        store.erase_messages(tx, said, self._clock())
        return len(said) == MESSAGES

    @writes
    def _erase(self, tx: Transaction, part: Part, due: Sequence[Ended]) -> int:
        """How many of these tickets were over."""
        now, over = self._clock(), self._over(tx, due)
        ids = [one.id for one in over]
        if part is Part.ANSWERS:
            self._erase_answers(tx, ids)
        elif part is Part.MESSAGES:
            store.erase_messages(tx, store.messages_in(tx, ids), now)  # what has come since
        else:
            self._owe_files(tx, store.erase_files_in(tx, ids))
        for one in over:
            self._note(tx, one.guild_id, one.id, None, part, now)
        return len(over)

    def _over(self, reader: Reader, due: Sequence[Ended]) -> list[Ticket]:
        """Some may have been opened again since; and where a ticket goes on in an open one, it can still be parted."""
        found = tickets.of_ids(reader, [one.ticket_id for one in due])
        return [one for one in found if one.status is Status.CLOSED and not merges.is_live(reader, one)]

    def _erase_answers(self, tx: Transaction, ticket_ids: Sequence[int]) -> None:
        store.erase_answers(tx, ticket_ids)
        for guild_id, ticket_id in store.followed_up(tx, ticket_ids):
            owe_line(self._jobs, tx, guild_id, ticket_id, self._clock())

    def _erase_own(self, tx: Transaction, own: Sequence[Ticket], by: Actor, now: datetime) -> dict[int, str]:
        ids = [ticket.id for ticket in own]
        others = store.others_in(tx, by.guild_id, ids)
        said = [one for one in store.said_in(tx, ids) if one.author_id not in others[one.ticket_id] - {by.id}]
        files = self._erase_these(tx, said, now)
        self._erase_answers(tx, ids)
        spoken_in = {one.ticket_id for one in said}
        for ticket in own:
            if ticket.id in spoken_in or ticket.summary != ERASED:
                for part in Part:
                    self._note(tx, ticket.guild_id, ticket.id, by.id, part, now)
            if ticket.status is not Status.CLOSED:  # of a closed one the card says facts alone
                owe(self._jobs, tx, ticket, [View.CARD], now)
        return files

    def _erase_said_by(
        self, tx: Transaction, ticket_ids: Sequence[int], by: Actor, now: datetime
    ) -> dict[int, str]:
        """In the tickets of others."""
        said = store.said_in(tx, ticket_ids, by.id)
        for ticket_id in sorted({one.ticket_id for one in said}):
            self._note(tx, by.guild_id, ticket_id, by.id, OF_A_MEMBER, now)
        return self._erase_these(tx, said, now)

    def _erase_these(self, tx: Transaction, said: Sequence[Spoken], now: datetime) -> dict[int, str]:
        message_ids = [one.id for one in said]
        files = store.erase_files_of(tx, message_ids)
        store.erase_messages(tx, message_ids, now)
        return files

    def _note(
        self, tx: Transaction, guild_id: int, ticket_id: int | None, member_id: int | None, what: str, at: datetime
    ) -> None:
        store.add(tx, Erasure(self._ids.draw(at), guild_id, ticket_id, member_id, str(what), at))

    def _owe_files(self, tx: Transaction, files: Mapping[int, str]) -> None:
        """The rows are erased first: who dies then takes the files from the disk later, and no row names what is not there."""
        for file_id, hash in files.items():
            owe_dropping(self._jobs, tx, file_id, hash, self._clock())

    def _owe_forgetting(self, tx: Transaction) -> None:
        self._jobs.put(tx, guild_id=0, kind=SWEEP_JOB, subject_id=0, due_at=self._clock())

    def _theirs(self, reader: Reader, by: Actor) -> _Theirs:
        """Where they wrote without being its requester, they count as a customer unless they were there as staff."""
        own = tickets.of_ids(reader, store.tickets_of(reader, by.guild_id, by.id))
        joined = set(store.written_in(reader, by.guild_id, by.id)).difference(ticket.id for ticket in own)
        others = store.others_in(reader, by.guild_id, joined)
        as_staff = joined if by.is_staff else store.worked_in(reader, by.id, joined)
        joined -= {ticket_id for ticket_id in as_staff if by.id not in others[ticket_id]}
        return _Theirs(own, tickets.of_ids(reader, joined))

    @reads
    def _rows(self, reader: Reader, *, by: Actor) -> dict[Room, list[dict[str, Any]]]:
        return store.rows_of(reader, by.guild_id, by.id, *_ids(self._theirs(reader, by)))

    def _days(self, part: Part, type_id: str) -> int:
        kind = self._settings.type(type_id)
        keep = kind.keep if kind is not None and kind.keep is not None else self._settings.keep
        return {
            Part.ANSWERS: keep.answers_days,
            Part.MESSAGES: keep.messages_days,
            Part.FILES: keep.files_days,
        }[part]

    def _all_days(self, part: Part) -> list[int]:
        """Of every type, and of those that are in config.yaml no more."""
        return [self._days(part, type_id) for type_id in ("", *(kind.id for kind in self._settings.types))]

    def _is_over(self, one: Ended, part: Part, now: datetime) -> bool:
        days = self._days(part, one.type_id)
        return days > 0 and one.closed_at <= now - timedelta(days=days)


def _ids(theirs: _Theirs) -> tuple[list[int], list[int]]:
    return [ticket.id for ticket in theirs.own], [ticket.id for ticket in theirs.joined]


def _zipped(about: Mapping[str, Any], rows: Mapping[Room, Sequence[Mapping[str, Any]]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", _as_json(about))
        for room, found in sorted(rows.items()):
            archive.writestr(f"{room}.json", _as_json([_plain(row) for row in found]))
    return made.getvalue()


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Ids as text, times as ISO 8601."""
    return {
        name: str(value) if type(value) is int and abs(value) > SAFE_INTEGER else value
        for name, value in row.items()
    }


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_of_time)


def _of_time(value: datetime) -> str:
    return value.isoformat()
