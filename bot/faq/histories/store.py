"""What was said before, as the `questions` table has it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, or_, select

from bot.database import Reader
from bot.faq.speaking import CHANNEL_CAP, ENTRY_CAP, MEMBER_CAP, MENTIONS_CAP, History, Rule
from bot.faq.suspicions.store import suspects
from bot.schema import questions

# Built once, as in `bot.faq.store`: it is asked for nearly every message.

_HAS_SPOKEN = and_(
    questions.c.rule.in_([literal(rule.value, literal_execute=True) for rule in (Rule.SURE, Rule.BETWEEN)]),
    questions.c.id != bindparam("besides"),
)
"""What counts as a message of ours, spelt as in the index of what was said in a channel."""


def _history() -> Select[Any]:
    """All that was said in the channel in the longest of its caps is looked at once, and so is what the member got."""
    since = questions.c.asked_at > bindparam("mentions_after")
    entries, theirs = (
        (questions.c.entry_id, questions.c.second_entry_id),
        questions.c.asker_id == bindparam("asker_id"),
    )
    same = bindparam("entry_id", type_=questions.c.entry_id.type).in_(entries)
    is_other, is_pointed = questions.c.id != bindparam("besides"), questions.c.rule == Rule.ABOVE.value
    of_member = select(func.count(questions.c.id)).where(
        or_(_HAS_SPOKEN, and_(is_other, is_pointed)),
        questions.c.guild_id == bindparam("guild_id"),
        theirs,
        same,
        questions.c.asked_at > bindparam("member_after"),
    )
    counted, of_late = func.count(questions.c.id), questions.c.asked_at > bindparam("entry_after")
    pointed = select(counted).where(
        is_other, is_pointed, questions.c.channel_id == bindparam("channel_id"), same, of_late
    )
    return select(
        of_member.scalar_subquery().label("of_member"),
        pointed.scalar_subquery().label("pointed"),
        counted.filter(same, of_late).label("same_here"),
        counted.label("here"),
        counted.filter(theirs, since, same).label("just_same"),
        counted.filter(theirs, since).label("just"),
    ).where(
        _HAS_SPOKEN,
        questions.c.channel_id == bindparam("channel_id"),
        questions.c.asked_at > bindparam("channel_after"),
    )


_HISTORY = _history()


def history(
    reader: Reader,
    *,
    guild_id: int,
    channel_id: int,
    asker_id: int,
    entry_id: str | None,
    offered: Collection[str],
    now: datetime,
    besides: int | None,
) -> History:
    """What the caps ask of the best entry, and the suspicions of those offered; not counting the question
    `besides`.
    """
    row = reader.execute(
        _HISTORY,
        {
            "guild_id": guild_id,
            "channel_id": channel_id,
            "asker_id": asker_id,
            "entry_id": entry_id,
            "besides": besides or 0,
            "member_after": now - MEMBER_CAP,
            "entry_after": now - ENTRY_CAP,
            "channel_after": now - CHANNEL_CAP,
            "mentions_after": now - MENTIONS_CAP,
        },
    ).one()
    return History(
        member_had_entry=row.of_member > 0,
        channel_had_entry=row.same_here > 0,
        pointed_to_entry=row.pointed,
        answers_in_channel=row.here,
        member_just_had_entry=row.just_same > 0,
        just_answered_member=row.just,
        is_suspect=bool(offered) and suspects(reader, guild_id, offered) >= set(offered),
    )
