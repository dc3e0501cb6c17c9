"""The table `silences`, and of `questions` those that become counts there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, insert, select, update

from bot.columns import metadata
from bot.database import Reader, Transaction
from bot.faq.speaking import IN_DOUBT
from bot.schema import pieces, questions, silences

_REFERRING = [
    key.parent
    for table in metadata.sorted_tables
    if table is not pieces
    for key in table.foreign_keys
    if key.references(questions)
]
"""The columns that name a question: of presses, tickets, labels, and whatever comes."""

_IS_OVER = and_(
    questions.c.rule.in_(sorted(rule.value for rule in IN_DOUBT)),
    questions.c.text.is_(None),
    questions.c.entry_id.is_(None),
    questions.c.answered_at.is_(None),
    *(~exists().where(column == questions.c.id) for column in _REFERRING),
)
"""Nothing was said, no entry was withheld, nobody has done anything about it, and its words are forgotten.

What was withheld (by a cap, the lot, a suspicion or shadow mode) stays: it may show that its asker came back, and is
what was drawn, or is to be judged.
"""

_KEY: dict[ColumnElement[Any], ColumnElement[Any]] = {
    silences.c.guild_id: bindparam("of_guild"),
    silences.c.day: bindparam("of_day"),
    silences.c.place_id: bindparam("of_place"),
    silences.c.rule: bindparam("of_rule"),
}
_FIRST = insert(silences).values({**_KEY, silences.c.amount: bindparam("more")})
_MORE = (
    update(silences)
    .where(*(column == value for column, value in _KEY.items()))
    .values(amount=silences.c.amount + bindparam("more"))
)


def communities(reader: Reader) -> list[int]:
    """The servers in which anything was ever asked."""
    found: list[int] = []
    following: int | None = 0
    while following is not None:  # from one to the next in an index, where DISTINCT would read all of it
        query = select(func.min(questions.c.guild_id)).where(questions.c.guild_id > following)
        following = reader.execute(query).scalar_one()
        found += [] if following is None else [following]
    return found


def over(
    reader: Reader, guild_id: int, *, since: datetime, before: datetime, limit: int
) -> list[tuple[int, datetime]]:
    """Questions of a period that are to become counts, the oldest first, and when each was asked.

    The very first question of a server never is: it says since when the FAQ has listened there.
    """
    first = select(func.min(questions.c.asked_at)).where(questions.c.guild_id == guild_id).scalar_subquery()
    query = (
        select(questions.c.id, questions.c.asked_at)
        .where(
            questions.c.guild_id == guild_id,
            questions.c.asked_at > first,
            questions.c.asked_at >= since,
            questions.c.asked_at < before,
            _IS_OVER,
        )
        .order_by(questions.c.asked_at)
        .limit(limit)
    )
    return [(row.id, row.asked_at) for row in reader.execute(query)]


def sum_up(tx: Transaction, guild_id: int, question_ids: Collection[int]) -> None:
    """Count these of one server, as far as nobody has done anything about them meanwhile, and delete them with their
    pieces.
    """
    columns = (questions.c.id, questions.c.asked_at, questions.c.place_id, questions.c.rule)
    found = tx.execute(select(*columns).where(questions.c.id.in_(question_ids), _IS_OVER)).all()
    _add(tx, guild_id, Counter((row.asked_at.date(), row.place_id, row.rule) for row in found))
    tx.execute(delete(questions).where(questions.c.id.in_([row.id for row in found])))


def _add(tx: Transaction, guild_id: int, counted: Counter[tuple[date, int, str]]) -> None:
    days = {day for day, _, _ in counted}
    before = select(silences.c.day, silences.c.place_id, silences.c.rule).where(
        silences.c.guild_id == guild_id, silences.c.day.in_(days)
    )
    known = {tuple(row) for row in tx.execute(before)}
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for key, amount in counted.items():
        day, place_id, rule = key
        rows[key in known].append(
            {"of_guild": guild_id, "of_day": day, "of_place": place_id, "of_rule": rule, "more": amount}
        )
    tx.execute_many(_MORE, rows[True])
    tx.execute_many(_FIRST, rows[False])
