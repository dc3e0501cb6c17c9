"""The register names every column that can hold words of people, or name a member."""

from __future__ import annotations

import pytest
from sqlalchemy import BigInteger, Column, String, Table, Text

import bot.schema  # noqa: F401  # the tables
from bot.columns import CleanJson, CleanText, metadata
from bot.privacy.register import NAMED, REGISTER, Part

FINDING = {"search_texts", "said_texts", "search_words"}
"""They go with what they find."""

TELLING = (String, Text, CleanText, CleanJson)


def is_telling(column: Column[object]) -> bool:
    """Whether it can hold words, or name somebody."""
    if isinstance(column.type, TELLING):
        return True
    is_number = isinstance(column.type, BigInteger) and not column.foreign_keys
    return is_number and column.name not in ("id", "guild_id")


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_column_that_can_hold_words_or_name_a_member_is_classified(table: Table) -> None:
    kept = REGISTER[table.name]
    named = [
        *kept.words,
        *kept.members.split(),
        *kept.ours.split(),
        *kept.facts.split(),
        *([kept.whose] if kept.whose else []),
    ]
    assert len(named) == len(set(named)), "twice"
    assert set(named) <= set(table.columns.keys()), "not there (any more)"
    typed = {column.name for column in table.columns if isinstance(column.type, CleanText)}
    assert not typed & {*kept.facts.split()}, "words are no fact: they go, or they are the community's own"
    telling = {column.name for column in table.columns if is_telling(column)}
    assert telling <= set(named), "say in bot/privacy/register.py whose it is, whether it is words or a fact"


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_what_holds_words_says_when_they_go(table: Table) -> None:
    kept = REGISTER[table.name]
    goes = kept.part is not None or bool(kept.whose) or table.name in FINDING
    assert goes or not kept.words
    assert bool(kept.whose) == (kept.room is not None), "what is counted is somebody's"
    if kept.part is Part.ANSWERS:
        assert kept.ticket in table.columns
    for name, instead in kept.words.items():
        assert instead is not None or table.columns[name].nullable


@pytest.mark.parametrize("name", NAMED)
def test_who_had_a_part_in_what_is_somebody_elses_takes_along_facts_alone(name: str) -> None:
    kept, named = REGISTER[name], NAMED[name]
    assert set(named.members.split()) <= set(kept.members.split())
    columns = {*named.members.split(), *named.facts.split()}
    assert columns <= set(metadata.tables[name].columns.keys()) - {*kept.words, *kept.ours.split()}


def test_the_register_names_no_table_that_is_not_there() -> None:
    assert set(REGISTER) == set(metadata.tables)
