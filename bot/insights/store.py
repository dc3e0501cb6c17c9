"""Reads what the other features have written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, Subquery, and_, distinct, exists, func, select

from bot.database import Reader
from bot.insights.metrics import Facts, Span
from bot.schema import awards, feedback, questions, ticket_events, tickets


async def facts(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> Facts:
    """The facts of a period, both ends included.

    A question is *deflected* when its asker's latest word is *Solved it* and no ticket came of it. A first
    response or a resolution belongs to the period in which it happened; a ticket that was reopened since is
    not resolved.
    """
    asked = and_(questions.c.guild_id == guild_id, questions.c.asked_at.between(start_at, end_at))
    served = and_(asked, questions.c.answer_message_id.is_not(None))
    latest_word = (
        select(func.max(feedback.c.id))
        .where(feedback.c.question_id == questions.c.id, feedback.c.by_asker)
        .correlate(questions)
        .scalar_subquery()
    )
    solved = exists().where(feedback.c.id == latest_word, feedback.c.helped)
    ticketed = exists().where(tickets.c.question_id == questions.c.id)
    here = tickets.c.guild_id == guild_id
    earned = and_(awards.c.guild_id == guild_id, awards.c.at.between(start_at, end_at))

    async def count(query: Select[int]) -> int:
        return int((await reader.execute(query)).scalar_one())

    questions_where = select(func.count(questions.c.id)).where
    tickets_where = select(func.count(tickets.c.id)).where
    resolutions = await _spans(reader, _moments("resolved", guild_id, undone_by="reopened"), start_at, end_at)
    return Facts(
        questions=await count(questions_where(asked)),
        answered=await count(questions_where(served)),
        deflected=await count(questions_where(served, solved, ~ticketed)),
        tickets_opened=await count(tickets_where(here, tickets.c.opened_at.between(start_at, end_at))),
        tickets_resolved=len(resolutions),
        tickets_waiting=await count(tickets_where(here, tickets.c.status.in_(["opening", "open", "claimed"]))),
        responses=await _spans(reader, _moments("responded", guild_id), start_at, end_at),
        resolutions=resolutions,
        helpers_credited=await count(select(func.count(distinct(awards.c.member_id))).where(earned)),
        answers_accepted=await count(
            select(func.count(awards.c.id)).where(earned, awards.c.reason == "accepted_answer")
        ),
    )


def _moments(kind: str, guild_id: int, *, undone_by: str | None = None) -> Subquery:
    """When this first happened to each ticket, leaving out what was undone after it."""
    at, later = ticket_events.c.at, ticket_events.alias()
    undone = exists().where(
        later.c.ticket_id == ticket_events.c.ticket_id, later.c.kind == undone_by, later.c.id > ticket_events.c.id
    )
    return (
        select(ticket_events.c.ticket_id, func.min(at, type_=at.type).label("at"))
        .where(ticket_events.c.guild_id == guild_id, ticket_events.c.kind == kind, ~undone)
        .group_by(ticket_events.c.ticket_id)
        .subquery()
    )


async def _spans(reader: Reader, moments: Subquery, start_at: datetime, end_at: datetime) -> list[Span]:
    query = (
        select(tickets.c.opened_at, moments.c.at)
        .join(moments, moments.c.ticket_id == tickets.c.id)
        .where(moments.c.at.between(start_at, end_at))
    )
    return [Span(row.opened_at, row.at) for row in await reader.execute(query)]
