"""Reads what came of the entries that were shown before a ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select

from bot.columns import later
from bot.database import Reader
from bot.faq.question import RETRACTED_WITHIN
from bot.insights.numbers import LastChances
from bot.ticket_tables import community_posts, last_chances, tickets

_IS_SOLVED = last_chances.c.solved_at.is_not(None)
_IS_ASKED = exists().where(community_posts.c.chance_id == last_chances.c.id)


def counted(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> LastChances:
    """Of the forms that were sent in a period, both ends included; what the community solved was solved by no entry."""
    had_entries = func.json_array_length(last_chances.c.entry_ids) > 0
    return _counted(reader, guild_id, start_at, end_at, had_entries, and_(_IS_SOLVED, ~_IS_ASKED))


def asked(reader: Reader, guild_id: int, start_at: datetime, end_at: datetime) -> LastChances:
    """The same of those about which the community was asked first."""
    return _counted(reader, guild_id, start_at, end_at, _IS_ASKED, _IS_SOLVED)


def _counted(
    reader: Reader,
    guild_id: int,
    start_at: datetime,
    end_at: datetime,
    of: ColumnElement[bool],
    is_solved: ColumnElement[bool],
) -> LastChances:
    came_back = exists().where(
        tickets.c.guild_id == guild_id,
        tickets.c.requester_id == last_chances.c.member_id,
        tickets.c.type_id == last_chances.c.type_id,
        tickets.c.opened_at.between(last_chances.c.solved_at, later(last_chances.c.solved_at, RETRACTED_WITHIN)),
    )
    row = reader.execute(
        select(
            func.count(last_chances.c.id),
            func.count(last_chances.c.id).filter(is_solved),
            func.count(last_chances.c.id).filter(and_(is_solved, came_back)),
        ).where(last_chances.c.guild_id == guild_id, last_chances.c.offered_at.between(start_at, end_at), of)
    ).one()
    return LastChances(*row)
