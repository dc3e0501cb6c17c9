"""What is kept of a member, in whatever table, and the erasing of it; and the table `erasures`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.award_tables import awards
from bot.columns import CleanJson, metadata
from bot.database import Reader, Transaction
from bot.privacy.erasure import Ended, Erasure, Spoken
from bot.privacy.register import NAMED, REGISTER, By, Named, Part, Room, Rows
from bot.privacy_tables import erasures
from bot.record_tables import ticket_files, ticket_message_versions, ticket_messages
from bot.schema import drafts, jobs, questions
from bot.solution_tables import solutions
from bot.ticket_tables import community_posts, last_chances, ticket_events, ticket_follow_ups, tickets
from bot.tickets.owed import KEPT_JOB
from bot.tickets.record.message import Kind
from bot.tickets.search import store as search
from bot.tickets.ticket import EventKind, Status, WaitingOn

_ENDS = [EventKind.CLOSED.value, EventKind.EXPIRED.value, EventKind.MERGED.value]
_BY_STAFF = [
    EventKind.CLAIMED,
    EventKind.RESPONDED,
    EventKind.TURNED,
    EventKind.PRIORITISED,
    EventKind.SNOOZED,
    EventKind.ESCALATED,
    EventKind.RETURNED,
]
"""Of what their actor did as staff; of turns, only those to the requester."""

_WITH_WORDS = [EventKind.ESCALATED.value, EventKind.RETURNED.value]


def tickets_of(reader: Reader, guild_id: int, member_id: int) -> list[int]:
    """The tickets of a member, by their ids."""
    query = select(tickets.c.id).where(tickets.c.guild_id == guild_id, tickets.c.requester_id == member_id)
    return list(reader.execute(query).scalars())


def written_in(reader: Reader, guild_id: int, member_id: int) -> list[int]:
    """The tickets in which this member wrote anything, by their ids."""
    query = select(ticket_messages.c.ticket_id).where(
        ticket_messages.c.guild_id == guild_id, ticket_messages.c.author_id == member_id
    )
    return list(reader.execute(query.distinct()).scalars())


def rows_of(
    reader: Reader, guild_id: int, member_id: int, own: Collection[int], joined: Collection[int]
) -> dict[Room, list[dict[str, Any]]]:
    """All that is this member's: by themselves, in their `own` tickets, and what they wrote in those that they `joined`."""
    found: dict[Room, list[dict[str, Any]]] = {}
    for room, name, query in _each(guild_id, member_id, own, joined):
        for row in reader.execute(query):
            found.setdefault(room, []).append({"table": name, **row._mapping})
    return found


def counts_of(
    reader: Reader, guild_id: int, member_id: int, own: Collection[int], joined: Collection[int]
) -> dict[Room, int]:
    """How many of these there are."""
    found: dict[Room, int] = {}
    for room, _, query in _each(guild_id, member_id, own, joined):
        count = reader.execute(query.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
        found[room] = found.get(room, 0) + count
    return found


def _each(
    guild_id: int, member_id: int, own: Collection[int], joined: Collection[int]
) -> Iterator[tuple[Room, str, Select[Any]]]:
    for name, kept in REGISTER.items():
        if kept.room is not None:
            table = metadata.tables[name]
            yield kept.room, name, select(table).where(_is_theirs(table, kept, guild_id, member_id, own, joined))
    for name, named in NAMED.items():
        table = metadata.tables[name]
        columns = (table.c[column] for column in (*named.members.split(), *named.facts.split()))
        yield named.room, name, select(*columns).where(_has_part(table, named, guild_id, member_id))


def questions_with_words(reader: Reader, guild_id: int, member_id: int) -> int:
    """How many of a member's questions are kept with what they say."""
    theirs = _is_whose(questions, "asker_id", guild_id, member_id)
    query = select(func.count()).select_from(questions).where(theirs, questions.c.text.is_not(None))
    return int(reader.execute(query).scalar_one())


def others_in(reader: Reader, guild_id: int, ticket_ids: Collection[int]) -> dict[int, set[int]]:
    """The customers of each of these tickets beside its requester, also of those that are it no more: who was added, and
    whose tickets went on in it, by way of others, too.
    """
    found: dict[int, set[int]] = {ticket_id: set() for ticket_id in ticket_ids}
    into = {ticket_id: {ticket_id} for ticket_id in ticket_ids}  # where what is said to one of these was said, too
    seen: set[int] = set()
    while into:
        seen.update(into)
        numbers: dict[int, set[int]] = {}
        for row in _of_tickets(reader, _HAPPENED, into):
            if row.kind == EventKind.GUEST_ADDED:
                for ticket_id in into[row.ticket_id]:
                    found[ticket_id].add(row.member_id)
            else:
                numbers.setdefault(row.data["number"], set()).update(into[row.ticket_id])
        absorbed = {}
        for some in _portions(list(numbers)):
            for other in reader.execute(_BY_NUMBER, {"guild_id": guild_id, "numbers": some}):
                for ticket_id in numbers[other.number]:
                    found[ticket_id].add(other.requester_id)
                if other.id not in seen:
                    absorbed[other.id] = numbers[other.number]
        into = absorbed
    return found


def worked_in(reader: Reader, member_id: int, ticket_ids: Collection[int]) -> set[int]:
    """In which of these tickets this member did what only staff do."""
    return {
        row.ticket_id
        for row in _of_tickets(reader, _WORKED, ticket_ids)
        if row.actor_id == member_id
        and (row.kind != EventKind.TURNED or row.data.get("waiting_on") == WaitingOn.REQUESTER)
    }


def erase_member(tx: Transaction, guild_id: int, member_id: int) -> None:
    """What is theirs beside tickets: rows of no use to others go, of the others the words."""
    for name, kept in REGISTER.items():
        table = metadata.tables[name]
        if not kept.whose or kept.part is not None or not (kept.goes or kept.words):
            continue
        theirs = and_(_is_whose(table, kept.whose, guild_id, member_id), *_UNSETTLED.get(name, ()))
        tx.execute(delete(table).where(theirs) if kept.goes else update(table).where(theirs).values(**kept.words))
    # Nor is what they answered shown any more to who looks for what was solved.
    tx.execute(update(solutions).where(_is_whose(solutions, "author_id", guild_id, member_id)).values(terms=None))


def kept_of(reader: Reader, guild_id: int, member_id: int) -> list[int]:
    """The messages of a member that are kept for a form which is open, by their ids: there are few of any."""
    query = select(jobs.c.subject_id, jobs.c.data).where(jobs.c.kind == KEPT_JOB, jobs.c.guild_id == guild_id)
    return [row.subject_id for row in reader.execute(query) if row.data.get("author") == member_id]


def erase_questions(tx: Transaction, guild_id: int, member_id: int) -> None:
    """The words of a member's questions, and those by which they are found once they are solved."""
    tx.execute(update(questions).where(_is_whose(questions, "asker_id", guild_id, member_id)).values(text=None))
    tx.execute(update(solutions).where(_is_whose(solutions, "asker_id", guild_id, member_id)).values(terms=None))


def erase_answers(tx: Transaction, ticket_ids: Sequence[int]) -> None:
    """All words of these tickets but the messages of their threads: what they are about, notes, promises, comments."""
    for some in _portions(ticket_ids):
        _erase_answers(tx, some)


def _erase_answers(tx: Transaction, ticket_ids: Collection[int]) -> None:
    for name, kept in REGISTER.items():
        if kept.part is Part.ANSWERS:
            table = metadata.tables[name]
            tx.execute(update(table).where(table.c[kept.ticket].in_(ticket_ids)).values(**kept.words))
    of_these = ticket_events.c.ticket_id.in_(ticket_ids)
    said = tx.execute(
        select(ticket_events.c.id, ticket_events.c.data).where(of_these, ticket_events.c.kind.in_(_WITH_WORDS))
    ).all()
    for row in said:
        data = {name: value for name, value in row.data.items() if name != "words"}
        tx.execute(update(ticket_events).where(ticket_events.c.id == row.id).values(data=data))
    for row in tx.execute(select(tickets.c.id, tickets.c.grounds).where(tickets.c.id.in_(ticket_ids))).all():
        if row.grounds and row.grounds.get("note"):
            grounds = {**row.grounds, "note": None}
            tx.execute(update(tickets).where(tickets.c.id == row.id).values(grounds=grounds))
    search.erase(tx, ticket_ids)


def followed_up(reader: Reader, ticket_ids: Collection[int]) -> list[tuple[int, int]]:
    """Of which of these tickets a line that shows a comment stands in a queue channel: their servers, and their ids."""
    query = select(ticket_follow_ups.c.guild_id, ticket_follow_ups.c.ticket_id).where(
        ticket_follow_ups.c.ticket_id.in_(bindparam("ticket_ids", expanding=True))
    )
    return [(row.guild_id, row.ticket_id) for row in _of_tickets(reader, query, ticket_ids)]


def messages_in(reader: Reader, ticket_ids: Collection[int], limit: int | None = None) -> list[int]:
    """What was said in the threads of these tickets, and is not erased."""
    query = select(ticket_messages.c.id).where(
        ticket_messages.c.ticket_id.in_(ticket_ids), ticket_messages.c.erased_at.is_(None)
    )
    return list(reader.execute(query.limit(limit)).scalars())


def said_in(reader: Reader, ticket_ids: Collection[int], by: int | None = None) -> list[Spoken]:
    """The same with who said it; or what one member wrote there, but for what staff write among themselves."""
    query = _SAID if by is None else _SAID.where(ticket_messages.c.author_id == by, _IS_OPEN)
    return [Spoken(row.id, row.ticket_id, row.author_id) for row in _of_tickets(reader, query, ticket_ids)]


def erase_messages(tx: Transaction, message_ids: Sequence[int], at: datetime) -> None:
    """What these said, in every version, and by what name. Who said it when stays."""
    for some in _portions(message_ids):
        words = REGISTER["ticket_messages"].words
        tx.execute(update(ticket_messages).where(ticket_messages.c.id.in_(some)).values(**words, erased_at=at))
        words = REGISTER["ticket_message_versions"].words
        tx.execute(
            update(ticket_message_versions).where(ticket_message_versions.c.message_id.in_(some)).values(**words)
        )
        search.drop_said(tx, some)


def erase_files_of(tx: Transaction, message_ids: Sequence[int]) -> dict[int, str]:
    """The files that came with these messages; see `erase_files_in`."""
    found: dict[int, str] = {}
    for some in _portions(message_ids):
        found |= _erase_files(tx, ticket_files.c.message_id.in_(some))
    return found


def erase_files_in(tx: Transaction, ticket_ids: Collection[int]) -> dict[int, str]:
    """The files of these tickets: what they are called, and where Discord had them. The hashes of those that are on our
    disk, by our ids: nothing refers to these any more.
    """
    return _erase_files(tx, ticket_files.c.ticket_id.in_(ticket_ids))


def _erase_files(tx: Transaction, which: ColumnElement[bool]) -> dict[int, str]:
    query = select(ticket_files.c.id, ticket_files.c.hash).where(which, ticket_files.c.hash.is_not(None))
    kept = {row.id: row.hash for row in tx.execute(query)}
    words = REGISTER["ticket_files"].words
    tx.execute(update(ticket_files).where(which).values(**words, state="gone", hash=None))
    return kept


def ended(reader: Reader, part: Part, opened_before: datetime, after_id: int, limit: int) -> list[Ended]:
    """Closed tickets in the order of their ids, after this one, of which something of this part is there: also what came
    after the rest was erased.
    """
    closed_at = (
        select(func.max(ticket_events.c.at))
        .where(ticket_events.c.ticket_id == tickets.c.id, ticket_events.c.kind.in_(_ENDS))
        .scalar_subquery()
    )
    rows = reader.execute(
        select(
            tickets.c.id,
            tickets.c.guild_id,
            tickets.c.type_id,
            func.coalesce(closed_at, tickets.c.opened_at, type_=tickets.c.opened_at.type).label("closed_at"),
        )
        .where(
            tickets.c.id > after_id,
            tickets.c.status == Status.CLOSED.value,
            tickets.c.opened_at < opened_before,
            or_(*_left(part)),
        )
        .order_by(tickets.c.id)
        .limit(limit)
    )
    return [Ended(row.id, row.guild_id, row.type_id, row.closed_at) for row in rows]


def _left(part: Part) -> list[ColumnElement[bool]]:
    """In which tables a ticket has words of this part."""
    if part is Part.MESSAGES:
        return [exists().where(ticket_messages.c.ticket_id == tickets.c.id, ticket_messages.c.erased_at.is_(None))]
    left = []
    for name, kept in REGISTER.items():
        if kept.part is part:
            table = metadata.tables[name]
            there = or_(*(_is_left(table.c[column], instead) for column, instead in kept.words.items()))
            left.append(there if table is tickets else exists().where(table.c[kept.ticket] == tickets.c.id, there))
    if part is Part.ANSWERS:
        said = (ticket_events.c.kind.in_(_WITH_WORDS), cast(ticket_events.c.data, Text).contains('"words"'))
        left.append(exists().where(ticket_events.c.ticket_id == tickets.c.id, *said))
        left.append(cast(tickets.c.grounds, Text).contains('"note": "'))
    return left


def _is_left(column: Column[Any], instead: object) -> ColumnElement[bool]:
    if instead is None:
        return column.is_not(None)
    if isinstance(column.type, CleanJson):
        return cast(column, Text) != json.dumps(instead)
    return column != instead


def add(tx: Transaction, erased: Erasure) -> None:
    """It is a fact from now on."""
    tx.execute(insert(erasures).values(asdict(erased)))


def of_ticket(reader: Reader, ticket_id: int) -> list[Erasure]:
    """What was erased of a ticket, the earliest first."""
    rows = reader.execute(select(erasures).where(erasures.c.ticket_id == ticket_id))
    return sorted((Erasure(**row._mapping) for row in rows), key=lambda one: one.id)


_HAPPENED = select(
    ticket_events.c.ticket_id, ticket_events.c.kind, ticket_events.c.member_id, ticket_events.c.data
).where(
    ticket_events.c.ticket_id.in_(bindparam("ticket_ids", expanding=True)),
    ticket_events.c.kind.in_([EventKind.GUEST_ADDED.value, EventKind.ABSORBED.value]),
)
_WORKED = select(
    ticket_events.c.ticket_id, ticket_events.c.kind, ticket_events.c.actor_id, ticket_events.c.data
).where(
    ticket_events.c.ticket_id.in_(bindparam("ticket_ids", expanding=True)),
    ticket_events.c.kind.in_([kind.value for kind in _BY_STAFF]),
)
_BY_NUMBER = select(tickets.c.id, tickets.c.number, tickets.c.requester_id).where(
    tickets.c.guild_id == bindparam("guild_id"), tickets.c.number.in_(bindparam("numbers", expanding=True))
)
_SAID = select(ticket_messages.c.id, ticket_messages.c.ticket_id, ticket_messages.c.author_id).where(
    ticket_messages.c.ticket_id.in_(bindparam("ticket_ids", expanding=True)), ticket_messages.c.erased_at.is_(None)
)
_IS_OPEN = ticket_messages.c.kind == Kind.MESSAGE.value
"""Said in the ticket's own thread."""

_UNSETTLED: Mapping[str, Sequence[ColumnElement[bool]]] = {
    "drafts": (drafts.c.status == "rejected",),
    # What a form will become of itself is a ticket in a few minutes.
    "last_chances": (last_chances.c.opens_at.is_(None),),
    "community_posts": (
        ~exists().where(last_chances.c.id == community_posts.c.chance_id, last_chances.c.opens_at.is_not(None)),
    ),
}
"""Of these only some are erased: the others are not at their end."""


def _is_whose(table: Table, column: str, guild_id: int, member_id: int) -> ColumnElement[bool]:
    theirs = table.c[column] == member_id
    return and_(table.c.guild_id == guild_id, theirs) if "guild_id" in table.c else theirs


def _is_theirs(
    table: Table,
    kept: Rows,
    guild_id: int,
    member_id: int,
    own: Collection[int],
    joined: Collection[int],
) -> ColumnElement[bool]:
    match kept.by:
        case By.MEMBER:
            return _is_whose(table, kept.whose, guild_id, member_id)
        case By.TICKET:
            return table.c[kept.whose].in_(own)
        case By.AUTHOR:
            theirs = table.c[kept.ticket].in_([*own, *joined])
            return and_(theirs, table.c[kept.whose] == member_id, _IS_OPEN)
        case By.MESSAGE:
            said = _is_theirs(ticket_messages, REGISTER["ticket_messages"], guild_id, member_id, own, joined)
            return table.c[kept.whose].in_(select(ticket_messages.c.id).where(said))


def _has_part(table: Table, named: Named, guild_id: int, member_id: int) -> ColumnElement[bool]:
    """Of awards not what they gave as staff, nor that one was held and let go, which is between who has it and staff."""
    here = table.c.guild_id == guild_id
    theirs = or_(*(and_(here, table.c[column] == member_id) for column in named.members.split()))
    if table is not awards:
        return theirs
    is_let_go = cast(awards.c.data, Text).contains('"released"')
    as_staff = and_(awards.c.giver == "staff", awards.c.asker_id.is_distinct_from(member_id))
    return and_(theirs, awards.c.reverses_id.is_(None), ~is_let_go, ~as_staff)


def _of_tickets(reader: Reader, query: Select[Any], ticket_ids: Collection[int]) -> Iterator[Row[Any]]:
    for some in _portions(list(ticket_ids)):
        yield from reader.execute(query, {"ticket_ids": some}).all()


def _portions(ids: Sequence[int]) -> list[Sequence[int]]:
    """As many at a time as a statement takes."""
    return [ids[start : start + 500] for start in range(0, len(ids), 500)]
