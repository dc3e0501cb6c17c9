"""Finds everything that is one problem: a question, what follows it up, the tickets that came of it and where these go on.

So what helped with it is awarded once, by whichever of them somebody comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from bot.answer_tables import added_questions
from bot.database import Reader, Transaction
from bot.reputation.question import QuestionKind, QuestionRef
from bot.schema import follow_ups, pieces, questions
from bot.ticket_tables import community_posts, last_chances, tickets

AT_MOST = 50
"""Questions and tickets of one problem that are looked for; those that staff merge are few."""


@dataclass(frozen=True)
class Problem:
    """One problem. By its `root` it is awarded from now on; `known_as` are all that it may have been awarded by, the root first."""

    root: QuestionRef
    known_as: tuple[QuestionRef, ...]


def problem(reader: Reader, guild_id: int, ref: QuestionRef) -> Problem:
    """What this is a part of. The root is what the ticket in which it goes on began with, else the question itself."""
    found, new = [_home(reader, guild_id, ref)], [_home(reader, guild_id, ref)]
    while new and len(found) < AT_MOST:
        beside = dict.fromkeys(other for one in new for other in _beside(reader, guild_id, one))
        new = [one for one in beside if one not in found]
        found += new
    root = _root(reader, guild_id, found)
    return Problem(root, (root, *(one for one in found if one != root)))


def add_question(tx: Transaction, guild_id: int, question_id: int, ticket_id: int) -> None:
    """This question came into this ticket; twice is once, and nothing where the question is known no more."""
    if tx.execute(select(questions.c.id).where(questions.c.id == question_id)).scalar_one_or_none() is not None:
        tx.insert_once(added_questions, {"guild_id": guild_id, "question_id": question_id, "ticket_id": ticket_id})


def candidates(reader: Reader, guild_id: int, ref: QuestionRef) -> list[tuple[str, float]]:
    """The entries that a question came closest to, with their scores, the best first."""
    here = select(questions.c.candidates).where(questions.c.guild_id == guild_id)
    for of in (questions.c.message_id == ref.id, questions.c.channel_id == ref.id):
        row = reader.execute(here.where(of).order_by(questions.c.asked_at).limit(1)).one_or_none()
        if row is not None and ref.kind is QuestionKind.MESSAGE:
            return [(entry_id, score) for entry_id, score in row.candidates]
    return []


def _home(reader: Reader, guild_id: int, ref: QuestionRef) -> QuestionRef:
    """The question that a message is a part of, or follows up."""
    if ref.kind is QuestionKind.TICKET:
        return ref
    for table in (follow_ups, pieces):
        of = questions.join(table, table.c.question_id == questions.c.id)
        query = select(questions.c.message_id).select_from(of)
        found = _ids(reader, query.where(table.c.message_id == ref.id, table.c.guild_id == guild_id))
        if found:
            return QuestionRef.message(found[0])
    return ref


def _beside(reader: Reader, guild_id: int, ref: QuestionRef) -> Iterable[QuestionRef]:
    if ref.kind is QuestionKind.TICKET:
        yield from _beside_ticket(reader, guild_id, ref.id)
        return
    asked = _questions(reader, guild_id, ref.id)
    thread = _thread(reader, guild_id, ref.id)
    if thread is not None:
        yield QuestionRef.message(thread)
    came_of = [
        select(tickets.c.id).where(tickets.c.question_id.in_(asked)),
        select(added_questions.c.ticket_id).where(added_questions.c.question_id.in_(asked)),
        select(last_chances.c.ticket_id)
        .join(community_posts, community_posts.c.chance_id == last_chances.c.id)
        .where(community_posts.c.thread_id == ref.id, last_chances.c.ticket_id.is_not(None)),
    ]
    for query in came_of:
        yield from map(QuestionRef.ticket, _ids(reader, query))


def _beside_ticket(reader: Reader, guild_id: int, ticket_id: int) -> Iterable[QuestionRef]:
    yield from _began_with(reader, ticket_id)
    added = select(added_questions.c.question_id).where(added_questions.c.ticket_id == ticket_id)
    for (message_id,) in reader.execute(select(questions.c.message_id).where(questions.c.id.in_(added))):
        yield QuestionRef.message(message_id)
    here = tickets.c.guild_id == guild_id
    numbers = select(tickets.c.number, tickets.c.merged_into).where(tickets.c.id == ticket_id, here)
    for row in reader.execute(numbers):
        merged: list[ColumnElement[bool]] = [tickets.c.merged_into == row.number]
        merged += [tickets.c.number == row.merged_into] if row.merged_into is not None else []
        for one in merged:
            yield from map(QuestionRef.ticket, _ids(reader, select(tickets.c.id).where(here, one)))


def _began_with(reader: Reader, ticket_id: int) -> Iterable[QuestionRef]:
    """The question that a ticket was made of, or what the community was asked before it."""
    asked = select(questions.c.message_id).join(tickets, tickets.c.question_id == questions.c.id)
    posted = select(community_posts.c.thread_id).join(
        last_chances, last_chances.c.id == community_posts.c.chance_id
    )
    of = (tickets.c.id == ticket_id, last_chances.c.ticket_id == ticket_id)
    for query in (asked.where(of[0]), posted.where(of[1], community_posts.c.thread_id.is_not(None))):
        yield from map(QuestionRef.message, _ids(reader, query))


def _questions(reader: Reader, guild_id: int, id_: int) -> list[int]:
    """The rows of the question that began with this message, or of what who asked first in this thread asked there."""
    here = (questions.c.guild_id == guild_id, questions.c.message_id == id_)
    own = _ids(reader, select(questions.c.id).where(*here))
    return own + [row_id for row_id, _ in _of_first_asker(reader, guild_id, id_)]


def _thread(reader: Reader, guild_id: int, message_id: int) -> int | None:
    """The thread in which this was asked, by who asked first in it: what they ask there is one question."""
    query = select(questions.c.channel_id, questions.c.place_id).where(
        questions.c.guild_id == guild_id, questions.c.message_id == message_id
    )
    row = reader.execute(query).one_or_none()
    if row is None or row.channel_id in (row.place_id, message_id):
        return None
    theirs = [asked for _, asked in _of_first_asker(reader, guild_id, row.channel_id)]
    return int(row.channel_id) if message_id in theirs else None


def _of_first_asker(reader: Reader, guild_id: int, thread_id: int) -> list[tuple[int, int]]:
    """What who asked first in a thread, or at the message at which it hangs, asked in it: rows and messages."""
    here = (
        questions.c.guild_id == guild_id,
        questions.c.channel_id == thread_id,
        questions.c.place_id != thread_id,
    )
    query = select(questions.c.id, questions.c.message_id, questions.c.asker_id).where(*here)
    rows = reader.execute(query.order_by(questions.c.asked_at, questions.c.id).limit(AT_MOST)).all()
    began = reader.execute(select(questions.c.asker_id).where(questions.c.message_id == thread_id)).scalar()
    asker_id = began if began is not None else next((row.asker_id for row in rows), None)
    return [(row.id, row.message_id) for row in rows if row.asker_id == asker_id]


def _root(reader: Reader, guild_id: int, found: Collection[QuestionRef]) -> QuestionRef:
    ids = [one.id for one in found if one.kind is QuestionKind.TICKET]
    goes_on = select(tickets.c.id).where(tickets.c.id.in_(ids), tickets.c.merged_into.is_(None))
    ends = _ids(reader, goes_on.order_by(tickets.c.id).limit(1)) if ids else []
    first = next(iter(found))
    if not ends:
        return first
    began = next(iter(_began_with(reader, ends[0])), QuestionRef.ticket(ends[0]))
    thread = _thread(reader, guild_id, began.id) if began.kind is QuestionKind.MESSAGE else None
    return QuestionRef.message(thread) if thread is not None else began


def _ids(reader: Reader, query: Select[Any]) -> list[int]:
    return [int(one) for one in reader.execute(query).scalars()]
