"""What is asked of the ledger at each award goes by an index that finds little, also where nobody has counted the rows."""

from __future__ import annotations

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.dialects import sqlite

from bot.award_tables import awards
from bot.reputation import store
from tests.services import HERE, Engine

OF_A_KEY = select(awards).where(awards.c.guild_id == HERE, awards.c.key == "accepted:m1")


@pytest.mark.parametrize("condition", [store.stands(), store.is_held()], ids=["stands", "held"])
async def test_a_line_is_found_by_its_key_and_not_among_all_that_reverse_none(
    engine: Engine, condition: object
) -> None:
    plan = await plan_of(engine, OF_A_KEY.where(condition))  # type: ignore[arg-type]
    assert plan[0] == "SEARCH awards USING INDEX uq_awards_guild_id_key_turn (guild_id=? AND key=?)"
    assert any("USING INDEX uq_awards_reverses_id (reverses_id=?)" in step for step in plan[1:])


async def plan_of(engine: Engine, query: Select[tuple[object, ...]]) -> list[str]:
    """The steps in which SQLite does it."""
    sql = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return await engine.database.read(
        lambda reader: [row.detail for row in reader.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    )
