"""The tables `helpers`, `routes`, `route_helpers` and `helpdesks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, insert, or_, select, update

from bot.award_tables import awards
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.database import Reader, Transaction
from bot.faq import store as faq
from bot.faq.question import Outcome, Question
from bot.faq.speaking import SPEAKING
from bot.reputation.line import OF_POT
from bot.reputation.store import stands
from bot.routing.route import Holder, Line, Route
from bot.routing.willing import IDLE, LEARNT_WITHIN, Helper, Wish, Work
from bot.routing_tables import helpdesks, helpers, route_helpers, routes
from bot.schema import questions
from bot.solution_tables import solutions
from bot.ticket_tables import tickets
from bot.tickets.store import IS_LIVE
from bot.zones import zone

# Who helps


def save_wish(tx: Transaction, guild_id: int, member_id: int, wish: Wish) -> None:
    """The member helps with this from now on; a pause stays one."""
    begin, end = wish.quiet or (None, None)
    values = {
        "topics": list(wish.topics),
        "takes_all": wish.takes_all,
        "quiet_from": begin,
        "quiet_to": end,
        "time_zone": wish.time_zone,
    }
    changed = tx.execute(update(helpers).where(*_is(guild_id, member_id)).values(**values))
    if not changed.rowcount:
        tx.execute(insert(helpers).values(guild_id=guild_id, member_id=member_id, **values))


def save_pause(
    tx: Transaction, guild_id: int, member_id: int, *, since: datetime | None, until: datetime | None
) -> bool:
    """The member rests since then, or does not; whether they help at all."""
    paused = update(helpers).where(*_is(guild_id, member_id)).values(paused_at=since, paused_until=until)
    return tx.execute(paused).rowcount > 0


def remove(tx: Transaction, guild_id: int, member_id: int) -> bool:
    """The member does not help any more; whether they did."""
    return tx.execute(delete(helpers).where(*_is(guild_id, member_id))).rowcount > 0


def helper(reader: Reader, guild_id: int, member_id: int) -> Helper | None:
    """The member, if they help."""
    row = reader.execute(select(helpers).where(*_is(guild_id, member_id))).one_or_none()
    return None if row is None else _helper(row)


def those_who_help(reader: Reader, guild_id: int) -> list[Helper]:
    """All who help in a server, but for those who do not want to be named."""
    hidden = choices.all_who_chose(guild_id, Choice.HIDDEN)
    found = select(helpers).where(helpers.c.guild_id == guild_id, helpers.c.member_id.not_in(hidden))
    return [_helper(row) for row in reader.execute(found)]


def work(reader: Reader, guild_id: int, *, since: datetime, now: datetime) -> dict[int, Work]:
    """What members were told of and took since then, what they hold, and what they have learnt."""
    rows = reader.execute(
        select(
            route_helpers.c.member_id,
            func.count().label("lately"),
            func.max(route_helpers.c.at).label("last_at"),
            func.count(route_helpers.c.question_id)
            .filter(route_helpers.c.taken_until > now, routes.c.ended_at.is_(None))
            .label("holds"),
        )
        .join(routes, routes.c.question_id == route_helpers.c.question_id)
        .where(route_helpers.c.guild_id == guild_id, route_helpers.c.at >= since)
        .group_by(route_helpers.c.member_id)
    )
    done = {row.member_id: Work({}, row.lately, row.holds, row.last_at) for row in rows}
    for member_id, topics in _learnt(reader, guild_id, now - LEARNT_WITHIN).items():
        done[member_id] = replace(done.get(member_id, IDLE), learnt=topics)
    return done


def _learnt(reader: Reader, guild_id: int, since: datetime) -> dict[int, dict[str, int]]:
    """How many answers of those who help were accepted since then, by topic: as far as the award stands and is worth
    something. Answering shows what somebody knows.
    """
    helping = select(helpers.c.member_id).where(helpers.c.guild_id == guild_id)
    rows = reader.execute(
        select(awards.c.member_id, awards.c.topic, func.count().label("answers"))
        .where(
            awards.c.guild_id == guild_id,
            awards.c.member_id.in_(helping),
            awards.c.earned_at >= since,
            awards.c.reason.in_([reason.value for reason in OF_POT]),
            awards.c.topic.is_not(None),
            awards.c.points > 0,
            stands(),
        )
        .group_by(awards.c.member_id, awards.c.topic)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.member_id][row.topic] = row.answers
    return found


# Which questions go to them


def add(tx: Transaction, question: Question, topic: str | None, at: datetime) -> None:
    """The question goes to helpers, and waits since then. IntegrityError where it does already."""
    tx.execute(
        insert(routes).values(
            question_id=question.id,
            guild_id=question.guild_id,
            topic=topic,
            routed_at=at,
            step=0,
            line_step=0,
        )
    )


def get(reader: Reader, question_id: int) -> Route | None:
    """The route of a question; None where it has none."""
    return next(iter(_routes(reader, routes.c.question_id == question_id)), None)


def get_in(reader: Reader, question_id: int, guild_id: int) -> Route | None:
    """The same, of this server."""
    found = get(reader, question_id)
    return found if found is not None and found.question.guild_id == guild_id else None


def open_routes(reader: Reader, guild_id: int, limit: int) -> list[Route]:
    """Those that wait in a server, the oldest first, as far as we have been told."""
    found = _routes(reader, routes.c.guild_id == guild_id, routes.c.ended_at.is_(None), limit=limit)
    return [route for route in found if not route.is_over]


def settled_by_people(
    reader: Reader, guild_id: int, place_id: int, *, before_id: int, since: datetime, limit: int
) -> list[int]:
    """The newest questions since then, before this message of a place or of the thread at them, that people seem to have
    answered though no answer is accepted.
    """
    stands, asks = solutions.c.ended_at.is_(None), questions.c.message_id
    is_accepted = exists().where(stands, solutions.c.guild_id == guild_id, solutions.c.question_id == asks)
    is_found = exists().where(stands, solutions.c.question_message_id == asks)
    found = reader.execute(
        select(questions.c.id)
        .outerjoin(routes, routes.c.question_id == questions.c.id)
        .where(
            questions.c.guild_id == guild_id,
            or_(questions.c.channel_id == place_id, questions.c.message_id == place_id),
            questions.c.asked_at >= since,
            questions.c.message_id < before_id,
            questions.c.rule.not_in([rule.value for rule in SPEAKING]),
            or_(
                questions.c.outcome == Outcome.HUMAN.value,
                and_(questions.c.outcome.is_(None), routes.c.ended_at.is_not(None)),
            ),
            ~is_accepted,
            ~is_found,
        )
        .order_by(questions.c.asked_at.desc())
        .limit(limit)
    )
    return list(found.scalars())


def of_asker(reader: Reader, question: Question, since: datetime) -> list[Route]:
    """What its asker has asked since then that is on its way already, or was."""
    return _routes(
        reader,
        routes.c.guild_id == question.guild_id,
        routes.c.question_id != question.id,
        questions.c.asker_id == question.asker_id,
        questions.c.asked_at >= since,
    )


def save_step(tx: Transaction, route: Route, at: datetime) -> None:
    """One step further."""
    tx.execute(_of(route.question.id).values(step=route.step + 1, stepped_at=at))


def save_told(tx: Transaction, route: Route, member_ids: Collection[int], at: datetime) -> None:
    """With its newest step these are told, in place of those to whom nothing was said yet; where it is nobody, it is done."""
    unsaid = and_(route_helpers.c.question_id == route.question.id, route_helpers.c.step > route.said_step)
    tx.execute(delete(route_helpers).where(unsaid))
    for member_id in member_ids:
        _save_helper(tx, route.question, member_id, step=route.step, at=at)
    if not member_ids:
        tx.execute(_of(route.question.id).values(line_step=route.step))


def begin_anew(tx: Transaction, route: Route, since: datetime, *, goes_on: bool, is_offered: bool) -> None:
    """It waits again since then: from the first step, or from where it stopped; and its asker was offered a ticket, or may
    be again.
    """
    values: dict[str, object] = {
        "routed_at": since,
        "line_step": route.step if goes_on else 0,
        "ended_at": None,
    }
    if not goes_on:
        values |= {"step": 0, "stepped_at": None}
    if not is_offered:
        values["offered_at"] = None
    tx.execute(_of(route.question.id).values(**values))
    if route.ended_at is not None:
        save_line(tx, route.question.id, None)
    let_go(tx, route.question.id)
    here = route_helpers.c.question_id == route.question.id
    if goes_on:  # those of step 0 were told, but not just now
        tx.execute(update(route_helpers).where(here, route_helpers.c.step.is_not(None)).values(step=0))
    else:
        tx.execute(delete(route_helpers).where(here))


def save_line(tx: Transaction, question_id: int, line: Line | None) -> None:
    """Our message about it stands there; or nowhere any more."""
    where: dict[str, int | None] = {"line_channel_id": None, "line_message_id": None}
    if line is not None:
        where = {
            "line_channel_id": line.channel_id,
            "line_message_id": line.message_id,
            "line_step": line.step,
        }
    tx.execute(_of(question_id).values(**where))


def save_offered(tx: Transaction, question_id: int, at: datetime) -> None:
    """Its asker was offered a ticket."""
    tx.execute(_of(question_id).values(offered_at=at))


def save_ended(tx: Transaction, question_id: int, at: datetime) -> None:
    """It waits no more."""
    tx.execute(_of(question_id).values(ended_at=at))


def save_taken(tx: Transaction, question: Question, member_id: int, at: datetime, until: datetime) -> None:
    """This member has it now, and nobody else. From now on they are one of those who took it, not of those who are told."""
    let_go(tx, question.id)
    _save_helper(tx, question, member_id, step=None, at=at, taken_until=until)


def let_go(tx: Transaction, question_id: int) -> None:
    """Nobody has it."""
    held = and_(route_helpers.c.question_id == question_id, route_helpers.c.taken_until.is_not(None))
    tx.execute(update(route_helpers).where(held).values(taken_until=None))


def told_to(reader: Reader, guild_id: int, member_id: int) -> list[int]:
    """The questions that wait, of which this member was told, or which they have taken; by their ids."""
    theirs = (route_helpers.c.guild_id == guild_id, route_helpers.c.member_id == member_id)
    query = (
        select(route_helpers.c.question_id)
        .join(routes, routes.c.question_id == route_helpers.c.question_id)
        .where(*theirs, routes.c.ended_at.is_(None))
    )
    return list(reader.execute(query).scalars())


# Where they are told


def helpdesk(reader: Reader, guild_id: int) -> int | None:
    """The thread in which helpers of a server are told."""
    found = reader.execute(select(helpdesks.c.thread_id).where(helpdesks.c.guild_id == guild_id))
    return found.scalar_one_or_none()


def save_helpdesk(tx: Transaction, guild_id: int, thread_id: int) -> None:
    """It is this one now."""
    tx.execute(delete(helpdesks).where(helpdesks.c.guild_id == guild_id))
    tx.execute(insert(helpdesks).values(guild_id=guild_id, thread_id=thread_id))


def _is(guild_id: int, member_id: int) -> tuple[Any, ...]:
    return helpers.c.guild_id == guild_id, helpers.c.member_id == member_id


def _of(question_id: int) -> Any:
    return update(routes).where(routes.c.question_id == question_id)


def _save_helper(tx: Transaction, question: Question, member_id: int, **values: object) -> None:
    here = {"question_id": question.id, "member_id": member_id}
    known = update(route_helpers).where(*(route_helpers.c[name] == value for name, value in here.items()))
    if not tx.execute(known.values(**values)).rowcount:
        tx.execute(insert(route_helpers).values(**here, guild_id=question.guild_id, **values))


def _routes(reader: Reader, *where: Any, limit: int | None = None) -> list[Route]:
    made_of_it = tickets.c.question_id == routes.c.question_id
    opened_since = and_(
        tickets.c.guild_id == routes.c.guild_id,
        tickets.c.requester_id == questions.c.asker_id,
        tickets.c.opened_at >= questions.c.asked_at,
        IS_LIVE,
    )
    has_ticket = or_(exists().where(made_of_it), exists().where(opened_since)).label("has_ticket")
    query = (
        select(routes, has_ticket)
        .join(questions, questions.c.id == routes.c.question_id)
        .where(*where)
        .order_by(routes.c.question_id)
        .limit(limit)
    )
    rows = reader.execute(query).all()
    people = _people(reader, [row.question_id for row in rows])
    return [_route(row, faq.known(reader, row.question_id), people[row.question_id]) for row in rows]


def _people(reader: Reader, question_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    query = select(route_helpers).where(route_helpers.c.question_id.in_(question_ids))
    for row in reader.execute(query):
        found[row.question_id].append(row)
    return found


def _route(row: Row[Any], question: Question, people: Collection[Row[Any]]) -> Route:
    line, told = None, [one for one in people if one.step is not None]
    if row.line_message_id is not None:
        line = Line(row.line_channel_id, row.line_message_id, row.line_step)
    return Route(
        question=question,
        topic=row.topic,
        step=row.step,
        stepped_at=row.stepped_at,
        told=tuple(one.member_id for one in sorted(told, key=lambda one: (one.step, one.member_id))),
        unsaid=tuple(one.member_id for one in told if one.step > row.line_step),
        chosen_step=max((one.step for one in told), default=row.line_step),
        said_step=row.line_step,
        had=tuple(one.member_id for one in people if one.step is None),
        holder=next((Holder(one.member_id, one.taken_until) for one in people if one.taken_until), None),
        line=line,
        offered_at=row.offered_at,
        ended_at=row.ended_at,
        is_taken_over=row.has_ticket,
        began_at=row.routed_at,
    )


def _helper(row: Row[Any]) -> Helper:
    quiet = (row.quiet_from, row.quiet_to) if row.quiet_from is not None else None
    wish = Wish(tuple(row.topics), row.takes_all, quiet, row.time_zone)
    return Helper(row.member_id, wish, zone(row.time_zone), row.paused_at, row.paused_until)
