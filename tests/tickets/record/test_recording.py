"""What is kept of tickets, and from where a thread is read up that may have gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.tickets.record.message import Author, File, FileState, Said, Words
from bot.tickets.record.service import FILE_JOB, READ_AGAIN, Recording
from bot.tickets.service import TicketService
from bot.tickets.ticket import Ticket, WaitingOn
from tests.services import ELSEWHERE, HERE, NOON, Engine, delivered, member
from tests.tickets.record.test_store import SAID, said_in
from tests.tickets.test_service import SAM, desk, opened

__all__ = ["desk"]

US = 99
THREAD = 55


@pytest.fixture
async def ticket(engine: Engine, desk: TicketService) -> Ticket:
    return await delivered(engine, await opened(engine), THREAD)


@pytest.fixture
def recording(engine: Engine) -> Recording:
    return engine.services.recording


def line(number: int) -> Said:
    return replace(SAID, id=number, words=Words(f"line {number}"))


async def texts(engine: Engine, ticket: Ticket) -> list[str | None]:
    return [one.words.text for one in await said_in(engine, ticket)]


async def test_a_line_is_kept_and_heard_together_and_in_a_thread_of_nobodys_not_at_all(
    engine: Engine, ticket: Ticket
) -> None:
    services, sam = engine.services, member(SAM, is_staff=True)
    engine.clock.turn(minutes=1)
    said = replace(SAID, author=Author(SAM, "Sam"), at=engine.clock.now)
    for _ in range(2):
        await services.listening.wrote(THREAD, "hm", by=sam, written_at=engine.clock.now, said=said)
    elsewhere = replace(said, id=101, thread_id=404)
    assert await services.listening.wrote(404, "hm", by=sam, said=elsewhere) is None
    assert [one.said for one in await said_in(engine, ticket)] == [said]
    assert (await services.tickets.get(ticket.id)).waiting_on is WaitingOn.REQUESTER


async def test_what_another_server_says_is_not_in_this_ticket(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    strange = replace(SAID, guild_id=ELSEWHERE)
    await recording.heard(strange)
    await recording.edited(strange, in_place=False)
    assert await said_in(engine, ticket) == []


async def test_who_may_not_read_a_thread_takes_nothing_for_deleted(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    await recording.heard(line(1))
    await recording.read_up(THREAD, [], 0, US, is_last=True)
    await recording.heard(line(2))
    assert [one.deleted_at for one in await said_in(engine, ticket)] == [None, None]
    assert await recording.read_from(THREAD) == 0


async def test_a_gap_is_read_up_although_something_was_heard_after_it(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    numbers = range(1, READ_AGAIN + 11)
    await recording.read_up(THREAD, [line(number) for number in numbers], 0, US, is_last=True)
    assert await recording.read_from(THREAD) == 10
    await recording.heard(line(100))
    assert await recording.read_from(THREAD) == 11
    recording.missed(THREAD)
    await recording.heard(line(102))
    assert await recording.read_from(THREAD) == 11
    recording.connected()
    await recording.heard(line(103))
    assert await recording.read_from(THREAD) == 11
    rest = [*(line(number) for number in numbers if number > 11), *map(line, (100, 101, 102, 103))]
    await recording.read_up(THREAD, rest, 11, US, is_last=True)
    assert (await texts(engine, ticket))[-4:] == [f"line {number}" for number in (100, 101, 102, 103)]
    await recording.heard(line(104))
    assert await recording.read_from(THREAD) == 13


async def test_an_edit_of_what_nobody_heard_is_kept_and_says_that_it_was_edited(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    edited = replace(line(1), edited_at=NOON + timedelta(minutes=1))
    await recording.edited(edited, in_place=False)
    await recording.heard(line(1))
    [kept] = await said_in(engine, ticket)
    assert (kept.said, kept.versions) == (edited, ())


async def test_reactions_are_counted_and_none_is_owed_by_anybody(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    await recording.heard(line(1))
    for emoji, by in (("👍", 1), ("👍", 1), ("🎉", 1), ("👍", -1), ("🤷", -1)):
        await recording.reacted(1, emoji, by)
        await recording.reacted(404, emoji, by)
    [kept] = await said_in(engine, ticket)
    assert kept.said.reactions == (("👍", 1), ("🎉", 1))
    await recording.reactions_cleared(1, "👍")
    assert (await said_in(engine, ticket))[0].said.reactions == (("🎉", 1),)
    await recording.reactions_cleared(1, None)
    assert (await said_in(engine, ticket))[0].said.reactions == ()


async def test_a_file_is_owed_once_and_one_that_is_larger_than_discord_says_is_not_kept(
    engine: Engine, ticket: Ticket, recording: Recording
) -> None:
    file = File(5, "a.txt", 3, "https://cdn.invalid/a")
    said = replace(SAID, files=(file,), words=Words("", file_ids=(5,)))
    for _ in range(2):
        await recording.heard(said)
        await recording.edited(replace(said, edited_at=NOON), in_place=False)
    [job] = [one for one in await engine.owed() if one.kind == FILE_JOB]
    owed = await recording.owed_file(job.subject_id)
    assert owed is not None
    assert (owed.file, owed.thread_id, owed.guild_id) == (file, THREAD, HERE)
    await recording.save_file(owed, b"x" * (26 * 1024 * 1024))
    assert [one.state for kept in await said_in(engine, ticket) for one in kept.files] == [FileState.TOO_LARGE]
    assert await recording.owed_file(job.subject_id) is None
