"""What leaderboards and standings are made of, from the table `awards`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, literal_column, select

from bot.award_tables import awards
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.database import Reader
from bot.reputation.boards.board import Earned
from bot.reputation.line import Line, Rule
from bot.reputation.store import is_held, line_of, stands

_MEMBER = (awards.c.guild_id == bindparam("guild_id"), awards.c.member_id == bindparam("member_id"))
_MOST: BindParameter[int] = bindparam("most")
_PENDING = (
    select(awards)
    .where(*_MEMBER, awards.c.vests_at.is_not(None), stands())
    .order_by(awards.c.vests_at, awards.c.id)
    .limit(_MOST)
)
_HOLDS = select(awards.c.reverses_id).where(*_MEMBER, awards.c.rule == literal_column(f"'{Rule.HELD.value}'"))
_HELD = select(awards).where(awards.c.id.in_(_HOLDS), is_held()).order_by(awards.c.id.desc()).limit(_MOST)
_LATEST = select(awards).where(*_MEMBER).order_by(awards.c.id.desc()).limit(_MOST)


def earned(reader: Reader, guild_id: int, after_id: int, limit: int) -> list[Earned]:
    """The next lines of a server behind this one, by their ids: at most so many."""
    query = select(
        awards.c.id,
        awards.c.member_id,
        awards.c.asker_id,
        awards.c.topic,
        awards.c.points,
        awards.c.reverses_id.is_not(None),
        awards.c.earned_at,
    ).where(awards.c.guild_id == guild_id, awards.c.id > after_id)
    return [Earned(*row) for row in reader.execute(query.order_by(awards.c.id).limit(limit))]


def hidden(reader: Reader, guild_id: int) -> frozenset[int]:
    """The members who do not want to be named."""
    return frozenset(reader.execute(choices.all_who_chose(guild_id, Choice.HIDDEN)).scalars())


def is_hidden(reader: Reader, guild_id: int, member_id: int) -> bool:
    """Whether this member does not."""
    return Choice.HIDDEN in choices.chosen(reader, guild_id, member_id)


def pending(reader: Reader, guild_id: int, member_id: int, limit: int) -> list[Line]:
    """What this member is to have once it vests: the soonest first."""
    return _lines(reader, _PENDING, guild_id, member_id, limit)


def held(reader: Reader, guild_id: int, member_id: int, limit: int) -> list[Line]:
    """The award lines of this member that are held: the newest first."""
    return _lines(reader, _HELD, guild_id, member_id, limit)


def latest(reader: Reader, guild_id: int, member_id: int, limit: int) -> list[Line]:
    """The lines of this member that were written last, the newest first."""
    return _lines(reader, _LATEST, guild_id, member_id, limit)


def _lines(reader: Reader, query: Select[Any], guild_id: int, member_id: int, limit: int) -> list[Line]:
    rows = reader.execute(query, {"guild_id": guild_id, "member_id": member_id, "most": limit})
    return [line_of(row) for row in rows]
