"""The tables `awards` and `award_policies`: lines are inserted once and never changed; balances are sums."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
)

from bot.award_tables import award_policies, awards
from bot.database import Reader, Transaction
from bot.reputation.line import CAPPED, LIMITED, OF_A_DAY, Claim, Giver, Line, Reason, Rule
from bot.reputation.rules import DEFLECTION_WEEK, Counted
from bot.reputation_settings import Limits

_LIMITED = sorted(giver.value for giver in LIMITED)
_CAPPED = sorted(reason.value for reason in CAPPED)
_OF_A_DAY = sorted(rule.value for rule in OF_A_DAY)


def stands(line: FromClause = awards) -> ColumnElement[bool]:
    """Whether this row is an award line that nothing has reversed."""
    reversal = awards.alias()
    return and_(line.c.reverses_id.is_(None), ~exists().where(reversal.c.reverses_id == line.c.id))


def is_held(line: FromClause = awards) -> ColumnElement[bool]:
    """Whether this row is an award line that is held: by a reversal, and its key has no newer line."""
    hold, newer = awards.alias(), awards.alias()
    return and_(
        line.c.reverses_id.is_(None),
        exists().where(hold.c.reverses_id == line.c.id, hold.c.rule == Rule.HELD.value),
        ~exists().where(
            newer.c.guild_id == line.c.guild_id,
            newer.c.key == line.c.key,
            newer.c.turn > line.c.turn,
            newer.c.reverses_id.is_(None),
        ),
    )


# What each award asks is made once: to put one of these together costs more than to run it.
_OF_KEY = select(awards).where(
    awards.c.guild_id == bindparam("guild_id"), awards.c.key == bindparam("key"), awards.c.reverses_id.is_(None)
)
"""The award lines of a key, by the index of those alone."""
_STANDING, _HELD = _OF_KEY.where(stands()), _OF_KEY.where(is_held())
_reversal = awards.alias()
_TAKEN = _OF_KEY.join(_reversal, _reversal.c.reverses_id == awards.c.id).with_only_columns(func.count())


def _counting(*way: ColumnElement[bool]) -> Select[Any]:
    """What `Counted` needs of a server's lines that may matter in this way, which has an index of its own."""
    claimed = awards.c.points + awards.c.pending
    return select(
        awards.c.id,
        awards.c.key,
        awards.c.awarded_by,
        awards.c.member_id,
        awards.c.giver,
        awards.c.reason,
        awards.c.earned_at,
        claimed.label("claimed"),
    ).where(awards.c.guild_id == bindparam("guild_id"), *way, claimed > 0, or_(stands(), is_held()))


_SINCE: BindParameter[datetime] = bindparam("since")
_BY_LIMITED = awards.c.giver.in_(_LIMITED)
_TO, _FROM = awards.c.member_id == bindparam("to"), awards.c.awarded_by == bindparam("by")
_GIVEN = _counting(_FROM, _BY_LIMITED, awards.c.earned_at >= _SINCE)
_RETURNED = _counting(_FROM, _TO, _BY_LIMITED, awards.c.earned_at > _SINCE)
_RECEIVED = _counting(
    _TO, awards.c.reason.in_(_CAPPED), awards.c.earned_at >= _SINCE, awards.c.earned_at < bindparam("until")
)
_DEFLECTED = _counting(_TO, awards.c.reason == Reason.DEFLECTION.value, awards.c.earned_at > _SINCE)


def add(tx: Transaction, values: Mapping[str, Any]) -> int:
    """Write a line; its id. IntegrityError where a line of its key stands, or the one that it reverses is reversed."""
    return int(tx.execute(insert(awards).values(**values).returning(awards.c.id)).scalar_one())


def get(reader: Reader, line_id: int) -> Line | None:
    """By the database's id."""
    return _one(reader, select(awards).where(awards.c.id == line_id))


def standing_at(reader: Reader, guild_id: int, key: str) -> Line | None:
    """The line that stands for this key."""
    return _one(reader, _STANDING, {"guild_id": guild_id, "key": key})


def held_at(reader: Reader, guild_id: int, key: str) -> Line | None:
    """The award line that is held of this key."""
    return _one(reader, _HELD, {"guild_id": guild_id, "key": key})


def next_turn(reader: Reader, guild_id: int, key: str) -> int:
    """How often a line of this key was reversed: the turn of the next one."""
    return int(reader.execute(_TAKEN, {"guild_id": guild_id, "key": key}).scalar_one())


def of_ids(reader: Reader, line_ids: Collection[int]) -> list[Line]:
    """These lines, by ids."""
    return _lines(reader, select(awards).where(awards.c.id.in_(line_ids)).order_by(awards.c.id))


def of_subject(reader: Reader, guild_id: int, subject_id: int) -> list[Line]:
    """All lines about this question, message, ticket or draft, the oldest first."""
    here = (awards.c.guild_id == guild_id, awards.c.subject_id == subject_id)
    return _lines(reader, select(awards).where(*here).order_by(awards.c.id))


def of_key(reader: Reader, guild_id: int, key: str) -> list[Line]:
    """All lines of one key, the oldest first."""
    given = _lines(reader, _OF_KEY, {"guild_id": guild_id, "key": key})
    reversals = _lines(reader, select(awards).where(awards.c.reverses_id.in_([one.id for one in given])))
    return sorted([*given, *reversals], key=lambda one: one.id)


def of_guild(reader: Reader, guild_id: int, *, after_id: int = 0, limit: int | None = None) -> list[Line]:
    """The ledger of a server, by ids, from behind this one on."""
    here = (awards.c.guild_id == guild_id, awards.c.id > after_id)
    return _lines(reader, select(awards).where(*here).order_by(awards.c.id).limit(limit))


def counted(reader: Reader, claim: Claim, limits: Limits) -> list[Counted]:
    """What `rules.before` needs to know of the ledger for this claim."""
    found: dict[int, Counted] = {}
    for query, way in _near(claim, limits):
        found |= _counted(reader, query, {"guild_id": claim.guild_id, **way})
    return list(found.values())


def suppressed_beside(reader: Reader, freed: Line) -> list[Line]:
    """What the limits of a day took, and may have room for once this is reversed: the earliest first."""
    ways: list[tuple[ColumnElement[bool], ...]] = []
    if freed.is_limited:
        ways.append((awards.c.awarded_by == freed.by_id, awards.c.giver.in_(_LIMITED)))
    if freed.reason in CAPPED:
        ways.append((awards.c.member_id == freed.member_id, awards.c.reason.in_(_CAPPED)))
    here = (awards.c.guild_id == freed.guild_id, *_on_day(freed.earned_at), awards.c.rule.in_(_OF_A_DAY))
    found: dict[str, Line] = {}
    for way in ways:
        found |= {one.key: one for one in _lines(reader, select(awards).where(*here, *way, stands()))}
    return sorted(found.values(), key=lambda one: (one.earned_at, one.key))


def balance(reader: Reader, guild_id: int, member_id: int, *, at: datetime | None = None) -> int:
    """The sum of a member's lines; of those that were written by then, where it is said when."""
    here = [awards.c.guild_id == guild_id, awards.c.member_id == member_id]
    here += [awards.c.at <= at] if at is not None else []
    return int(reader.execute(select(func.coalesce(func.sum(awards.c.points), 0)).where(*here)).scalar_one())


def latest_policy(reader: Reader, guild_id: int) -> tuple[int, Any] | None:
    """The rules that lines were judged by last, with their id."""
    here = select(award_policies).where(award_policies.c.guild_id == guild_id)
    row = reader.execute(here.order_by(award_policies.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else (row.id, row.data)


def policies(reader: Reader, guild_id: int) -> dict[int, Any]:
    """All rules that lines of this server were judged by, by id."""
    rows = reader.execute(select(award_policies).where(award_policies.c.guild_id == guild_id))
    return {row.id: row.data for row in rows}


def add_policy(tx: Transaction, guild_id: int, data: Any, at: datetime) -> int:
    """Lines are judged by these rules from now on; their id."""
    made = insert(award_policies).values(guild_id=guild_id, data=data, since_at=at).returning(award_policies.c.id)
    return int(tx.execute(made).scalar_one())


def _near(claim: Claim, limits: Limits) -> Iterator[tuple[Select[Any], dict[str, Any]]]:
    """A query for each way in which a line may matter; a line may come by several."""
    day, to_id, by_id = _on_day_from(claim.at), claim.member_id, claim.by_id
    if claim.giver in LIMITED and by_id is not None:
        yield _GIVEN, {"by": by_id, "since": min(claim.at - timedelta(days=max(limits.pair_days, 1)), day)}
        yield _RETURNED, {"by": to_id, "to": by_id, "since": claim.at - timedelta(days=limits.return_days)}
    if claim.reason in CAPPED:
        yield _RECEIVED, {"to": to_id, "since": day, "until": day + timedelta(days=1)}
    if claim.reason is Reason.DEFLECTION:
        yield _DEFLECTED, {"to": to_id, "since": claim.at - DEFLECTION_WEEK}


def _counted(reader: Reader, query: Select[Any], way: Mapping[str, Any]) -> dict[int, Counted]:
    """By their lines."""
    return {
        row.id: Counted(
            key=row.key,
            by_id=row.awarded_by,
            member_id=row.member_id,
            is_limited=row.giver in _LIMITED and row.awarded_by is not None,
            reason=Reason(row.reason),
            earned_at=row.earned_at,
            claimed=row.claimed,
        )
        for row in reader.execute(query, way)
    }


def _on_day_from(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(UTC).date(), time(), UTC)


def _on_day(at: datetime) -> tuple[ColumnElement[bool], ...]:
    start = _on_day_from(at)
    return (awards.c.earned_at >= start, awards.c.earned_at < start + timedelta(days=1))


def _one(reader: Reader, query: Select[Any], given: Mapping[str, Any] = MappingProxyType({})) -> Line | None:
    row = reader.execute(query, given).one_or_none()
    return None if row is None else line_of(row)


def _lines(reader: Reader, query: Select[Any], given: Mapping[str, Any] = MappingProxyType({})) -> list[Line]:
    return [line_of(row) for row in reader.execute(query, given)]


def line_of(row: Row[Any]) -> Line:
    """A row of `awards`, whole."""
    return Line(
        id=row.id,
        guild_id=row.guild_id,
        key=row.key,
        turn=row.turn,
        member_id=row.member_id,
        by_id=row.awarded_by,
        giver=Giver(row.giver),
        reason=Reason(row.reason),
        subject_id=row.subject_id,
        asker_id=row.asker_id,
        topic=row.topic,
        points=row.points,
        pending=row.pending,
        vests_at=row.vests_at,
        rule=Rule(row.rule),
        data=row.data,
        at=row.at,
        earned_at=row.earned_at,
        reverses_id=row.reverses_id,
        policy_id=row.policy_id,
    )
