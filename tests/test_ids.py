"""Ids that stand in custom_ids: never given out twice, not even after an older backup, and short enough for Discord."""

from __future__ import annotations

import ast
import asyncio
import shutil
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.database import Transaction
from bot.drafts.draft import Origin, Proposal
from bot.errors import Refused, UnknownDraft, UnknownQuestion
from bot.faq.speaking import Message, Place
from bot.ids import EPOCH, LONGEST, Ids, snowflake
from bot.schema import drafts, questions
from bot.ticket_errors import UnknownTicket
from bot.ticket_tables import tickets
from bot.tickets.request import Request
from bot.tickets.ticket import Detail
from cogs import EXTENSIONS
from cogs.ui.controls import ActionButton
from tests.services import HERE, NOON, Engine, open_engine
from tests.source_code import sources

LAST_YEAR = datetime(2083, 12, 31, tzinfo=UTC)
CUSTOM_ID_LENGTH, NONCE_LENGTH = 100, 25
"""Discord's limits."""

ENTRY_ID_LENGTH = 40


@given(st.datetimes(EPOCH.replace(tzinfo=None), LAST_YEAR.replace(tzinfo=None)), st.integers(0, 2**64))
def test_an_id_says_when_it_was_drawn_and_has_at_most_19_digits(at: datetime, salt: int) -> None:
    made = snowflake(at.replace(tzinfo=UTC), salt)
    assert len(str(made)) <= LONGEST
    assert made < 2**63
    assert EPOCH + timedelta(milliseconds=made >> 22) <= at.replace(tzinfo=UTC)
    assert EPOCH + timedelta(milliseconds=(made >> 22) + 1) > at.replace(tzinfo=UTC)


@given(st.lists(st.timedeltas(timedelta(days=-2), timedelta(days=2)), max_size=50))
def test_ids_grow_whatever_the_clock_does(turns: list[timedelta]) -> None:
    ids, now = Ids(), NOON
    drawn = [ids.draw(now := now + turn) for turn in [*turns, timedelta(0), timedelta(0)]]
    assert drawn == sorted(set(drawn))


def test_two_processes_that_draw_at_the_same_moment_draw_different_ids() -> None:
    assert len({Ids().draw(NOON) for _ in range(20)}) > 1


# After an older backup was restored

ANN, BOB = 1, 2
sam = Actor(3, is_staff=True, guild_id=HERE)


async def make_one_of_each(engine: Engine, who: int) -> tuple[int, int, int]:
    """A ticket, a question and a draft of this member; their ids."""
    services = engine.services
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    interaction = 1_000 + len(await engine.rows(tickets)) * 10 + who
    ticket = await services.tickets.open(
        Request(HERE, "billing", who, details, None, interaction), by=Actor(who, guild_id=HERE)
    )
    asked = await services.asking.ask(
        Place(HERE, who, who, frozenset({who})),
        Message(text="how do i reset my password"),
        message_id=interaction,
        asker_id=who,
    )
    assert asked is not None
    draft = await services.drafts.propose(
        Proposal("Account", f"How do I name {who}?", "how to name it\ngive it a name", "By hand."),
        Origin(8, None, None),
        guild_id=HERE,
        interaction_id=interaction,
        by=sam,
    )
    return ticket.id, asked.question_id, draft.id


async def test_after_a_restored_backup_a_newer_button_is_unknown_and_never_acts_on_what_came_since(
    tmp_path: Path,
) -> None:
    backup = tmp_path / "backup.db"
    async with open_engine(tmp_path) as engine:
        await asyncio.to_thread(engine.database.backup, backup)
        ticket_id, question_id, draft_id = await make_one_of_each(engine, ANN)
    await asyncio.to_thread(restore, backup, tmp_path / "signpost.db")
    async with open_engine(tmp_path) as engine:
        await make_one_of_each(engine, BOB)  # at the very moment at which the others were made
        services, before = engine.services, await everything(engine)

        async def refused(pressed: Awaitable[object], by: type[Refused]) -> None:
            with pytest.raises(by):
                await pressed

        await refused(services.tickets.claim(ticket_id, by=sam), UnknownTicket)
        await refused(services.tickets.close(ticket_id, by=sam), UnknownTicket)
        await refused(services.pressing.feedback(question_id, by=sam, helped=False), UnknownQuestion)
        await refused(services.pressing.mark_wrong(question_id, by=sam), UnknownQuestion)
        await refused(services.drafts.reject(draft_id, 1, by=sam), UnknownDraft)
        await refused(services.drafts.approve(draft_id, 1, by=sam), UnknownDraft)
        assert await everything(engine) == before


def restore(backup: Path, database: Path) -> None:
    for old in database.parent.glob(f"{database.name}*"):
        old.unlink()
    shutil.copy(backup, database)


async def everything(engine: Engine) -> list[object]:
    return [await engine.rows(table) for table in (tickets, questions, drafts)]


async def test_what_the_database_counted_before_keeps_its_id(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        await make_one_of_each(engine, BOB)

        def write(tx: Transaction) -> None:
            for table, old in (
                (tickets, {"number": 9, "requester_id": ANN, "interaction_id": 5}),
                (questions, {"asker_id": ANN, "message_id": 5}),
                (drafts, {"proposed_by": ANN, "interaction_id": 5}),
            ):
                [row] = tx.execute(table.select()).mappings()
                tx.execute(table.insert().values({**row, "id": 1, **old}))

        await engine.database.tx(write)
        await make_one_of_each(engine, 7)
        assert (await engine.services.tickets.get(1)).requester_id == ANN
        assert (await engine.services.pressing.mark_wrong(1, by=sam)).asker_id == ANN
        assert (await engine.services.drafts.reject(1, 1, by=sam)).proposed_by == ANN


# Lengths


def longest(part: ast.expr) -> str:
    """What may stand here in a nonce: its words, an id, or the number of a part of a message."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    return "99" if ast.unparse(part) == "{number}" else "9" * LONGEST


def nonces() -> Iterator[tuple[str, str]]:
    """Where a nonce is made, and the longest that it can be."""
    for path, source in sources().items():
        if not path.startswith("cogs/"):
            continue
        for node in ast.walk(ast.parse(source)):
            made = None
            if (isinstance(node, ast.keyword) and node.arg == "nonce") or (
                isinstance(node, ast.Assign) and any(ast.unparse(name) == "nonce" for name in node.targets)
            ):
                made = node.value
            if isinstance(made, ast.JoinedStr):
                yield path, "".join(map(longest, made.values))
            elif made is not None and not isinstance(made, ast.Name):
                yield path, f"not an f-string: {ast.unparse(made)}"


def test_every_nonce_has_at_most_25_characters() -> None:
    found = list(nonces())
    assert len(found) >= 5
    assert [(path, nonce) for path, nonce in found if len(nonce) > NONCE_LENGTH] == []


def test_every_custom_id_fits_with_the_longest_subject() -> None:
    """An entry, or a ticket type, and an id beside it."""
    longest = "e" * ENTRY_ID_LENGTH + "." + "9" * LONGEST
    for extension in EXTENSIONS:
        import_module(extension)
    buttons = ActionButton.__subclasses__()
    assert len(buttons) > 20
    assert [one for one in buttons if len(f"{one.action}:{longest}") > CUSTOM_ID_LENGTH] == []
