"""Names are found once, kept over a restart, and followed; what is missing is told when that changes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import DatabaseBusy
from bot.places.meant import Thing, Wanted
from bot.places.service import Places
from bot.requirements import Kind
from bot.schema import places as table
from tests.services import ELSEWHERE, HERE, Engine, configuration, open_engine

HELP = Wanted(Kind.TEXT, "help")
EVERYTHING = [
    Thing(Kind.TEXT, 1, "help"),
    Thing(Kind.FORUM, 2, "forum"),
    Thing(Kind.TEXT, 3, "get-support"),
    Thing(Kind.TEXT, 4, "staff-queue"),
    Thing(Kind.ROLE, 5, "Support"),
    Thing(Kind.ROLE, 42, "Engineering"),
    Thing(Kind.ROLE, 6, "Trusted Helper"),
]


def without(id_: int, *others: Thing) -> list[Thing]:
    return [*(thing for thing in EVERYTHING if thing.id != id_), *others]


async def stored(engine: Engine) -> dict[tuple[int, str], int]:
    return await engine.database.read(
        lambda reader: {(row.guild_id, row.name): row.discord_id for row in reader.execute(select(table))}
    )


async def test_what_was_found_is_known_after_a_restart_though_it_was_renamed_meanwhile(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        await engine.services.places.resolve(HERE, EVERYTHING)
        assert (await stored(engine))[HERE, "help"] == 1
        assert (HERE, "42") not in await stored(engine), "an id needs no looking up"
        again = Places(engine.database, engine.config)
        await again.load()
        assert again.of(HERE).staff == {5, 42}
        renamed = without(5, Thing(Kind.ROLE, 9, "Support"), Thing(Kind.ROLE, 5, "Crew"))
        assert (await again.resolve(HERE, renamed)).staff == {5, 42}
        assert again.of(ELSEWHERE).staff == {42}


async def test_what_is_gone_is_looked_for_by_its_name_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_engine(tmp_path) as engine:
        places = engine.services.places
        await places.resolve(HERE, EVERYTHING)
        assert caplog.messages == []
        assert (await places.resolve(HERE, without(1))).one(*HELP) is None
        assert (await stored(engine))[HERE, "help"] == 1
        assert (await places.resolve(HERE, without(1, Thing(Kind.TEXT, 8, "help")))).one(*HELP) == 8
        assert (await stored(engine))[HERE, "help"] == 8
        assert (await places.resolve(HERE, without(1, Thing(Kind.TEXT, 9, "help")))).one(*HELP) == 9
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        f"server {HERE}: #help of config.yaml is gone (1)",
        f"server {HERE}: #help of config.yaml is gone (8); now it means 9",
    ]


def with_staff(engine: Engine, *names: str) -> Places:
    """The bot is started again with these roles of staff in config.yaml."""
    roles = engine.config.roles.model_copy(update={"staff": list(names)})
    return Places(engine.database, engine.config.model_copy(update={"roles": roles}))


async def test_a_name_that_was_taken_out_of_config_means_what_is_called_so_when_it_comes_back(
    engine: Engine,
) -> None:
    crew, team, new = (
        Thing(Kind.ROLE, 5, "Volunteers"),
        Thing(Kind.ROLE, 6, "Team"),
        Thing(Kind.ROLE, 7, "Support"),
    )
    steps: list[tuple[list[str], list[Thing], set[int]]] = [
        (["Support"], [Thing(Kind.ROLE, 5, "Support")], {5}),
        (["Team"], [crew, team], {6}),
        (["Team", "Support"], [crew, team], {6}),
        (["Team", "Support"], [crew, team, new], {6, 7}),
    ]
    await with_staff(engine, "Support").resolve(ELSEWHERE, [Thing(Kind.ROLE, 50, "Support")])
    for names, there, staff in steps:
        places = with_staff(engine, *names)
        await places.load()
        assert (await places.resolve(HERE, there)).staff == staff
    assert (await stored(engine))[ELSEWHERE, "Support"] == 50, "of a server that another process may serve"


async def test_what_is_missing_is_told_once_and_when_it_changes(tmp_path: Path) -> None:
    told: list[tuple[int, list[str]]] = []

    async def tell(guild_id: int, missing: Sequence[Wanted]) -> None:
        told.append((guild_id, [str(one) for one in missing]))

    async with open_engine(tmp_path) as engine:
        places = engine.services.places
        places.tell_by(tell)
        for there in (EVERYTHING, EVERYTHING, without(5), without(5), EVERYTHING):
            await places.resolve(HERE, there)
    assert told == [(HERE, []), (HERE, ["@Support"]), (HERE, [])]


async def test_what_could_not_be_told_is_told_at_the_next_look(engine: Engine) -> None:
    told: list[Sequence[Wanted]] = []

    async def tell(_guild_id: int, missing: Sequence[Wanted]) -> None:
        told.append(missing)
        if len(told) == 1:
            raise DatabaseBusy

    places = engine.services.places
    places.tell_by(tell)
    with pytest.raises(DatabaseBusy):
        await places.resolve(HERE, without(5))
    for _ in range(2):
        await places.resolve(HERE, without(5))
    assert [[str(one) for one in missing] for missing in told] == [["@Support"]] * 2


async def test_who_only_looks_finds_what_a_running_bot_has_found_and_writes_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        await engine.services.places.resolve(HERE, EVERYTHING)
        looking = Places(type(engine.database)(engine.database.url), configuration())
        await looking.glance()
        assert looking.look(HERE, without(1, Thing(Kind.TEXT, 1, "renamed"))).one(*HELP) == 1
    absent = Places(type(engine.database).at(tmp_path / "none.db"), configuration())
    await absent.glance()
    assert absent.look(HERE, EVERYTHING).one(*HELP) == 1
    assert not (tmp_path / "none.db").exists()
