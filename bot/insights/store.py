"""Reads what the other features have written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, distinct, exists, func, or_, select

from bot.database import Reader
from bot.faq.question import Outcome
from bot.faq.speaking import Rule
from bot.insights.deflection import Named, Opened
from bot.insights.gaps import NEAR, Unanswered
from bot.insights.metrics import Facts, Span
from bot.insights.numbers import Suggestions
from bot.insights.staleness import Suspicion
from bot.schema import awards, feedback, follow_ups, questions, suspicions, ticket_events, tickets

_DOUBT = [Rule.UNSURE.value, Rule.UNKNOWN.value]
"""Rules of questions whose best entry means nothing."""

_UNANSWERED = [Rule.UNSURE.value, Rule.TOO_CLOSE.value, Rule.UNKNOWN.value]


async def facts(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> Facts:
    """The facts of a period, both ends included.

    A first response or a resolution belongs to the period in which it happened; a ticket that was reopened
    since is not resolved.
    """
    asked = _asked(guild_id, start_at, end_at)
    here = tickets.c.guild_id == guild_id
    earned = and_(awards.c.guild_id == guild_id, awards.c.at.between(start_at, end_at))

    async def count(query: Select[int]) -> int:
        return int((await reader.execute(query)).scalar_one())

    tickets_where = select(func.count(tickets.c.id)).where
    resolutions = await _spans(reader, _moments("resolved", guild_id, undone_by="reopened"), start_at, end_at)
    return Facts(
        questions=await count(select(func.count(questions.c.id)).where(asked)),
        tickets_opened=await count(tickets_where(here, tickets.c.opened_at.between(start_at, end_at))),
        tickets_resolved=len(resolutions),
        tickets_waiting=await count(tickets_where(here, tickets.c.status.in_(["open", "claimed"]))),
        responses=await _spans(reader, _moments("responded", guild_id), start_at, end_at),
        resolutions=resolutions,
        helpers_credited=await count(select(func.count(distinct(awards.c.member_id))).where(earned)),
        answers_accepted=await count(
            select(func.count(awards.c.id)).where(earned, awards.c.reason == "accepted_answer")
        ),
    )


async def named(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> list[Named]:
    """The questions of a period whose best entry means something, both ends included, in the order of time."""
    query = (
        select(
            questions.c.id,
            questions.c.asker_id,
            questions.c.place_id,
            questions.c.asked_at,
            questions.c.rule,
            questions.c.entry_id,
            questions.c.candidates,
            questions.c.answered_at,
            questions.c.outcome,
            questions.c.outcome_at,
            _latest_word(by_asker=True).label("helped"),
            _latest_word(by_asker=False).label("staff_helped"),
            select(func.min(follow_ups.c.at, type_=follow_ups.c.at.type))
            .where(follow_ups.c.question_id == questions.c.id)
            .scalar_subquery()
            .label("follow_up_at"),
        )
        .where(
            _asked(guild_id, start_at, end_at),
            or_(questions.c.entry_id.is_not(None), questions.c.rule.not_in(_DOUBT)),
        )
        .order_by(questions.c.asked_at, questions.c.id)
    )
    return [
        Named(
            id=row.id,
            asker_id=row.asker_id,
            place_id=row.place_id,
            asked_at=row.asked_at,
            rule=Rule(row.rule),
            entry_id=row.entry_id or row.candidates[0][0],
            is_chosen=row.rule == Rule.BETWEEN and row.entry_id is not None,
            answered_at=row.answered_at,
            outcome=Outcome(row.outcome) if row.outcome else None,
            outcome_at=row.outcome_at,
            helped=row.helped,
            staff_helped=row.staff_helped,
            follow_up_at=row.follow_up_at,
        )
        for row in await reader.execute(query)
        if row.entry_id or row.candidates
    ]


async def opened(reader: Reader, guild_id: int, start_at: datetime) -> list[Opened]:
    """The tickets opened since."""
    query = select(tickets.c.requester_id, tickets.c.type_id, tickets.c.question_id, tickets.c.opened_at).where(
        tickets.c.guild_id == guild_id, tickets.c.opened_at >= start_at
    )
    return [Opened(*row) for row in await reader.execute(query)]


async def suggestions(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> Suggestions:
    """How often entries were suggested, or hinted at, and what the askers did."""
    shown = and_(
        _asked(guild_id, start_at, end_at),
        questions.c.rule == Rule.BETWEEN.value,
        questions.c.answered_at.is_not(None),
    )
    chosen = func.count(questions.c.entry_id)
    dismissed = func.count(questions.c.id).filter(questions.c.outcome == Outcome.DISMISSED.value)
    row = (await reader.execute(select(func.count(questions.c.id), chosen, dismissed).where(shown))).one()
    return Suggestions(*row)


async def by_rule(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> dict[Rule, int]:
    """How many questions each rule decided, the most frequent first."""
    amount = func.count(questions.c.id)
    query = (
        select(questions.c.rule, amount)
        .where(_asked(guild_id, start_at, end_at))
        .group_by(questions.c.rule)
        .order_by(amount.desc(), questions.c.rule)
    )
    return {Rule(rule): number for rule, number in await reader.execute(query)}


async def unanswered(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, limit: int
) -> list[Unanswered]:
    """What no entry answered in a period, the newest first: doubt, dismissed suggestions, answers of no help."""
    query = (
        select(questions.c.asker_id, questions.c.text, questions.c.candidates)
        .where(
            _asked(guild_id, start_at, end_at),
            or_(
                questions.c.rule.in_(_UNANSWERED),
                questions.c.outcome == Outcome.DISMISSED.value,
                and_(questions.c.answered_at.is_not(None), _latest_word(by_asker=True).is_(False)),
            ),
        )
        .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        .limit(limit)
    )
    return [
        Unanswered(
            row.asker_id,
            row.text,
            next((entry_id for entry_id, score in row.candidates[:1] if score >= NEAR), None),
        )
        for row in await reader.execute(query)
    ]


async def suspects(reader: Reader, guild_id: int) -> list[Suspicion]:
    """The entries that are marked as wrong now, the oldest mark first, and the question it was about."""
    query = (
        select(
            suspicions.c.entry_id,
            suspicions.c.marked_by,
            suspicions.c.marked_at,
            questions.c.channel_id,
            questions.c.message_id,
        )
        .outerjoin(questions, questions.c.id == suspicions.c.question_id)
        .where(suspicions.c.guild_id == guild_id, suspicions.c.cleared_at.is_(None))
        .order_by(suspicions.c.marked_at, suspicions.c.id)
    )
    return [Suspicion(*row) for row in await reader.execute(query)]


async def asked_since(reader: Reader, guild_id: int) -> datetime | None:
    """When the first question here was noted."""
    first = func.min(questions.c.asked_at, type_=questions.c.asked_at.type)
    at: datetime | None = (
        await reader.execute(select(first).where(questions.c.guild_id == guild_id))
    ).scalar_one()
    return at


def _asked(guild_id: int, start_at: datetime, end_at: datetime) -> ColumnElement[bool]:
    return and_(questions.c.guild_id == guild_id, questions.c.asked_at.between(start_at, end_at))


def _latest_word(*, by_asker: bool) -> ScalarSelect[Any]:
    """Whether the question's asker, or staff, said last that it helped; NULL where they said nothing."""
    return (
        select(feedback.c.helped)
        .where(feedback.c.question_id == questions.c.id, feedback.c.by_asker.is_(by_asker))
        .order_by(feedback.c.id.desc())
        .limit(1)
        .correlate(questions)
        .scalar_subquery()
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
