"""Reads what the other features have written. What grows with the community is counted where it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    ColumnElement,
    FromClause,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.award_tables import awards
from bot.columns import later
from bot.database import Reader
from bot.faq.question import RETRACTED_WITHIN, Outcome
from bot.faq.speaking import IN_DOUBT, SPEAKING, Rule
from bot.faq.store import best_entry
from bot.insights.deflection import SILENCE, Counted, Deflection
from bot.insights.gaps import NEAR, Unanswered
from bot.insights.lift import Share
from bot.insights.metrics import Facts
from bot.insights.numbers import Suggestions
from bot.insights.staleness import Suspicion
from bot.insights.stats.store import is_read
from bot.knowledge.store import of_this_life
from bot.reputation.store import stands
from bot.schema import feedback, follow_ups, questions, silences, suspicions
from bot.ticket_tables import ticket_events, tickets
from bot.tickets.ticket import EventKind

_DOUBT = sorted(rule.value for rule in IN_DOUBT)
_MOVES = [kind.value for kind in (EventKind.PRIORITISED, EventKind.ESCALATED, EventKind.FELL_SILENT)]

TicketTypes = Mapping[str, str | None]
"""The ticket type to which an entry leads, by entry id."""


def facts(
    reader: Reader,
    guild_id: int,
    start_at: datetime,
    end_at: datetime,
    since: datetime,
    barred: Collection[str] = (),
) -> Facts:
    """The facts of a period, both ends included. One that begins more than `NOTED_FOR` ago begins at midnight, or the
    questions of its first day that have become counts would all be in it.

    What happened to tickets counts from `since` on, but for those of the barred types.
    """
    earned = and_(awards.c.guild_id == guild_id, awards.c.earned_at.between(start_at, end_at), stands())

    def count(query: Select[int]) -> int:
        return int(reader.execute(query).scalar_one())

    happened = (
        select(ticket_events.c.kind, func.count())
        .join(tickets, tickets.c.id == ticket_events.c.ticket_id)
        .where(
            ticket_events.c.guild_id == guild_id,
            ticket_events.c.kind.in_(_MOVES),
            ticket_events.c.at.between(since, end_at),
            is_read(barred),
        )
        .group_by(ticket_events.c.kind)
    )
    moves = {kind: int(number) for kind, number in reader.execute(happened)}
    return Facts(
        questions=sum(by_rule(reader, guild_id, start_at, end_at).values()),
        priorities_set=moves.get(EventKind.PRIORITISED, 0),
        escalations=moves.get(EventKind.ESCALATED, 0),
        fell_silent=moves.get(EventKind.FELL_SILENT, 0),
        helpers_credited=count(select(func.count(distinct(awards.c.member_id))).where(earned)),
        answers_accepted=count(
            select(func.count(awards.c.id)).where(earned, awards.c.reason == "accepted_answer")
        ),
    )


def answers(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, ticket_types: TicketTypes
) -> list[Counted]:
    """The answers to the questions of a period, by what became of them up to its end."""
    found = _answers(guild_id, start_at, end_at, ticket_types)
    query = select(found.c.state, found.c.is_right, func.count()).group_by(found.c.state, found.c.is_right)
    return [_counted(*row) for row in reader.execute(query)]


def answers_by(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, ticket_types: TicketTypes, *names: str
) -> list[dict[str, list[Counted]]]:
    """The same apart, once for each of these columns of a question, by what stands there as text."""
    found = _answers(guild_id, start_at, end_at, ticket_types)
    columns = [(name, found.c[name]) for name in names]
    if "entry_id" in names:  # a message that asks two questions is one answer, and one of each entry
        columns.append(("entry_id", found.c.second_entry_id))
    parts = [
        select(
            literal(name).label("name"),
            cast(column, String).label("value"),
            found.c.state,
            found.c.is_right,
            func.count().label("count"),
        )
        .where(column.is_not(None))
        .group_by(column, found.c.state, found.c.is_right)
        for name, column in columns
    ]
    by: dict[str, dict[str, list[Counted]]] = {name: defaultdict(list) for name in names}
    for name, value, state, is_right, count in reader.execute(union_all(*parts)):
        by[name][value].append(_counted(state, is_right, count))
    return [by[name] for name in names]


def lots(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> tuple[Share, Share] | None:
    """Those who were answered, and those who were held out: how many opened any ticket within `RETRACTED_WITHIN`.

    Each asker counts once, by the first question for which a lot was drawn and that is at least `RETRACTED_WITHIN` old:
    what follows depends on that lot. Questions before the first and after the last one that was held out do
    not count, as there may have been no lot then; None where there was none at all. Answers count whether or not
    they were delivered in the end, for nothing is known of what would have become of those held out (intention to
    treat).
    """
    drawn = and_(
        _asked(guild_id, start_at, end_at - RETRACTED_WITHIN),
        questions.c.rule.in_([Rule.SURE.value, Rule.HELD_OUT.value]),
        of_this_life(questions.c.entry_id, questions.c.asked_at),
    )
    asked_at = questions.c.asked_at
    ends = [end(asked_at, type_=asked_at.type) for end in (func.min, func.max)]
    found: Any = reader.execute(select(*ends).where(drawn, questions.c.rule == Rule.HELD_OUT.value))
    first, last = found.one()
    if first is None:
        return None
    place = func.row_number().over(partition_by=questions.c.asker_id, order_by=(asked_at, questions.c.id))
    one = (
        select(questions.c.asker_id, asked_at, questions.c.rule, place.label("place"))
        .where(drawn, asked_at.between(first, last))
        .subquery("one")
    )
    opened = exists().where(
        tickets.c.guild_id == guild_id,
        tickets.c.requester_id == one.c.asker_id,
        tickets.c.opened_at.between(one.c.asked_at, later(one.c.asked_at, RETRACTED_WITHIN)),
    )
    query = (
        select(one.c.rule, func.count().filter(opened), func.count()).where(one.c.place == 1).group_by(one.c.rule)
    )
    shares = {rule: Share(ticketed, askers) for rule, ticketed, askers in reader.execute(query)}
    return shares.get(Rule.SURE.value, Share(0, 0)), shares.get(Rule.HELD_OUT.value, Share(0, 0))


def suggestions(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> Suggestions:
    """How often entries were suggested, or hinted at, and what the askers did."""
    shown = and_(
        _asked(guild_id, start_at, end_at),
        questions.c.rule == Rule.BETWEEN.value,
        questions.c.answered_at.is_not(None),
    )
    chosen = func.count(questions.c.entry_id)
    dismissed = func.count(questions.c.id).filter(questions.c.outcome == Outcome.DISMISSED.value)
    row = reader.execute(select(func.count(questions.c.id), chosen, dismissed).where(shown)).one()
    return Suggestions(*row)


def by_rule(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> dict[Rule, int]:
    """How many questions each rule decided, the most frequent first; also those that have become counts."""
    rows = select(questions.c.rule, func.count(questions.c.id).label("amount"))
    counts = select(silences.c.rule, func.sum(silences.c.amount).label("amount"))
    days = silences.c.day.between(start_at.date(), end_at.date())
    # In one statement: from one to the next a row may become a count.
    counted = union_all(
        rows.where(_asked(guild_id, start_at, end_at)).group_by(questions.c.rule),
        counts.where(silences.c.guild_id == guild_id, days).group_by(silences.c.rule),
    ).subquery("counted")
    amount = func.sum(counted.c.amount)
    query = select(counted.c.rule, amount).group_by(counted.c.rule).order_by(amount.desc(), counted.c.rule)
    found: Any = reader.execute(query)
    return {Rule(rule): int(number) for rule, number in found}


def unanswered(
    reader: Reader, guild_id: int, start_at: datetime, end_at: datetime, limit: int
) -> list[Unanswered]:
    """What no entry answered in a period, the newest first: doubt, dismissed suggestions, answers of no help."""
    best = type_coerce(questions.c.candidates, JSON)
    nearest = case((best[0, 1].as_float() >= NEAR, best[0, 0].as_string()))
    query = (
        select(questions.c.asker_id, questions.c.text, nearest)
        .where(
            _asked(guild_id, start_at, end_at),
            or_(
                questions.c.rule.in_(_DOUBT),
                questions.c.outcome == Outcome.DISMISSED.value,
                and_(questions.c.answered_at.is_not(None), _latest_word(by_asker=True).is_(False)),
            ),
        )
        .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
        .limit(limit)
    )
    return [Unanswered(*row) for row in reader.execute(query)]


def suspects(reader: Reader, guild_id: int) -> list[Suspicion]:
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
    return [Suspicion(*row) for row in reader.execute(query)]


def asked_since(reader: Reader, guild_id: int) -> datetime | None:
    """When the first question here was noted."""
    first = func.min(questions.c.asked_at, type_=questions.c.asked_at.type)
    at: datetime | None = reader.execute(select(first).where(questions.c.guild_id == guild_id)).scalar_one()
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


def _answers(guild_id: int, start_at: datetime, end_at: datetime, ticket_types: TicketTypes) -> CTE:
    """A row for each answer, with what became of it, found out once. `Deflection` says the rule."""
    served = _served(guild_id, start_at, end_at)
    outcome = served.c.outcome
    overtaken = or_(
        and_(outcome == Outcome.HUMAN.value, served.c.outcome_at < later(served.c.answered_at, SILENCE)),
        outcome.not_in([Outcome.HUMAN.value, Outcome.SOLVED.value]),
    )
    state = case(
        (served.c.helped.is_(False), Deflection.UNHELPED.value),
        (_came_back(served, guild_id, ticket_types), Deflection.RETRACTED.value),
        (served.c.helped.is_(True), Deflection.CONFIRMED.value),
        (overtaken, Deflection.OVERTAKEN.value),
        (served.c.answered_at <= end_at - SILENCE, Deflection.ASSUMED.value),
        else_=Deflection.OPEN.value,
    )
    is_right = case((outcome == Outcome.WRONG.value, False), else_=served.c.staff_helped)
    columns = (
        served.c.entry_id,
        served.c.second_entry_id,
        served.c.place_id,
        state.label("state"),
        is_right.label("is_right"),
    )
    return select(*columns).cte("answers").prefix_with("MATERIALIZED")


def _served(guild_id: int, start_at: datetime, end_at: datetime) -> CTE:
    """The questions of a period for which an entry was served at once, or which chose one. Each fact is looked up once."""
    return (
        select(
            questions.c.id,
            questions.c.asker_id,
            questions.c.place_id,
            questions.c.entry_id,
            questions.c.second_entry_id,
            questions.c.answered_at,
            later(questions.c.answered_at, RETRACTED_WITHIN).label("until"),
            questions.c.outcome,
            questions.c.outcome_at,
            _latest_word(by_asker=True).label("helped"),
            _latest_word(by_asker=False).label("staff_helped"),
        )
        .where(
            _asked(guild_id, start_at, end_at),
            questions.c.answered_at.is_not(None),
            questions.c.entry_id.is_not(None),
            questions.c.rule.in_(sorted(rule.value for rule in SPEAKING)),
            of_this_life(questions.c.entry_id, questions.c.asked_at),
        )
        .cte("served")
        .prefix_with("MATERIALIZED")
    )


def _came_back(served: FromClause, guild_id: int, ticket_types: TicketTypes) -> ColumnElement[bool]:
    """Whether the asker of an answered question showed within `RETRACTED_WITHIN` that it was not settled."""
    again = questions.alias("again")

    def soon(at: ColumnElement[datetime]) -> ColumnElement[bool]:
        return at.between(served.c.answered_at, served.c.until)

    on_it = exists().where(tickets.c.question_id == served.c.id, soon(tickets.c.opened_at))
    followed_up = exists().where(follow_ups.c.question_id == served.c.id, soon(follow_ups.c.at))
    asked_again = exists().where(
        again.c.guild_id == guild_id,
        again.c.asker_id == served.c.asker_id,
        soon(again.c.asked_at),
        or_(again.c.asked_at > served.c.answered_at, again.c.id > served.c.id),
        or_(again.c.entry_id.is_not(None), again.c.rule.not_in(_DOUBT)),
        best_entry(again) == served.c.entry_id,
    )
    signs = [on_it, followed_up, asked_again]
    leads_to: dict[str, list[str]] = defaultdict(list)
    for entry_id, type_id in ticket_types.items():
        if type_id is not None:
            leads_to[type_id].append(entry_id)
    if leads_to:
        wanted = case(*((served.c.entry_id.in_(ids), type_id) for type_id, ids in leads_to.items()))
        of_the_type = exists().where(
            tickets.c.guild_id == guild_id,
            tickets.c.requester_id == served.c.asker_id,
            soon(tickets.c.opened_at),
            tickets.c.question_id.is_(None),
            tickets.c.type_id == wanted,
        )
        signs.append(of_the_type)
    return or_(*signs)


def _counted(state: str, is_right: bool | None, count: int) -> Counted:
    return Counted(Deflection(state), None if is_right is None else bool(is_right), int(count))
