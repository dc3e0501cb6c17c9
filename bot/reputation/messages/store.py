"""The table `award_messages`: which message each award line is for, as far as it is for one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, func, insert, select, update

from bot.award_tables import awards
from bot.database import Reader, Transaction
from bot.mark_tables import award_messages
from bot.reputation.line import OF_POT, Line
from bot.reputation.messages.awarded import AwardedMessage
from bot.reputation.store import line_of, stands

_OF_POT = sorted(reason.value for reason in OF_POT)


def add(tx: Transaction, award: Line) -> None:
    """Of a new line of the ledger; of one that is for no message, or a reversal, nothing."""
    if award.is_reversal or "message" not in award.data:
        return
    where = {"channel_id": award.data["channel"], "message_id": award.data["message"]}
    tx.execute(insert(award_messages).values(line_id=award.id, guild_id=award.guild_id, **where))


def standing_for(reader: Reader, guild_id: int, message_ids: Collection[int]) -> list[Line]:
    """What stands for these messages, the oldest first."""
    query = (
        select(awards)
        .join(award_messages, award_messages.c.line_id == awards.c.id)
        .where(award_messages.c.message_id.in_(message_ids), award_messages.c.guild_id == guild_id, stands())
    )
    return sorted((line_of(row) for row in reader.execute(query)), key=lambda line: line.id)


def of_message(reader: Reader, guild_id: int, message_id: int) -> list[Line]:
    """All that was ever awarded for this message, and what took it back, the oldest first; also when it is gone."""
    here = (award_messages.c.message_id == message_id, award_messages.c.guild_id == guild_id)
    given = list(reader.execute(select(award_messages.c.line_id).where(*here)).scalars())
    found = [
        line_of(row)
        for column in (awards.c.id, awards.c.reverses_id)
        for row in reader.execute(select(awards).where(column.in_(given)))
    ]
    return sorted(found, key=lambda line: line.id)


def given(reader: Reader, guild_id: int, message_id: int, by_id: int) -> int:
    """How many award lines there were for this message by this member."""
    query = (
        select(func.count())
        .select_from(awards)
        .join(award_messages, award_messages.c.line_id == awards.c.id)
        .where(
            award_messages.c.message_id == message_id, awards.c.guild_id == guild_id, awards.c.awarded_by == by_id
        )
    )
    return int(reader.execute(query).scalar_one())


def heard(reader: Reader, guild_id: int, message_id: int) -> set[int]:
    """Whose word on this message the ledger has written down, whatever became of it: who awarded it, and who asked where it was
    taken for the answer, by whomever.
    """
    query = (
        select(awards.c.awarded_by, awards.c.asker_id, awards.c.reason)
        .join(award_messages, award_messages.c.line_id == awards.c.id)
        .where(award_messages.c.message_id == message_id, awards.c.guild_id == guild_id)
    )
    found = set[int | None]()
    for row in reader.execute(query):
        found |= {row.awarded_by, row.asker_id if row.reason in _OF_POT else None}
    return {one for one in found if one is not None}


def since(reader: Reader, guild_id: int, at: datetime) -> list[AwardedMessage]:
    """The messages of what was earned from then on and stands, by channels and in the order in which they were written."""
    query = (
        select(award_messages.c.channel_id, award_messages.c.message_id, awards.c.member_id)
        .join(awards, award_messages.c.line_id == awards.c.id)
        .where(awards.c.guild_id == guild_id, awards.c.earned_at >= at, stands())
        .distinct()
        .order_by(award_messages.c.channel_id, award_messages.c.message_id)
    )
    return [AwardedMessage(row.channel_id, row.message_id, row.member_id) for row in reader.execute(query)]


def empty(tx: Transaction, guild_id: int, message_id: int, at: datetime) -> AwardedMessage | None:
    """Something stands for a message that says nothing any more: noted once. None where nothing stands, or it was."""
    lines = standing_for(tx, guild_id, [message_id])
    here = and_(award_messages.c.guild_id == guild_id, award_messages.c.message_id == message_id)
    was = select(award_messages.c.line_id).where(here, award_messages.c.emptied_at.is_not(None)).limit(1)
    if not lines or tx.execute(was).one_or_none() is not None:
        return None
    tx.execute(update(award_messages).where(here).values(emptied_at=at))
    return AwardedMessage(lines[0].data["channel"], message_id, lines[0].member_id)
