"""Who has the transcript of a ticket, what of it, and in which files."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.actor import Actor
from bot.ticket_errors import NotReader, NotYourTicket, UnknownTicket
from bot.tickets.record.message import File, FileState, Words
from bot.tickets.service import TicketService
from bot.tickets.ticket import Ticket
from bot.tickets.transcripts.page import Labels
from tests.services import ELSEWHERE, Engine, delivered, member
from tests.tickets.record.test_store import SAID
from tests.tickets.test_service import ANN, SAM, desk, opened

__all__ = ["desk"]

LABELS = Labels(
    **{field.name: field.name for field in fields(Labels)}  # type: ignore[arg-type]  # some are no texts
    | {"facts": [], "warnings": [], "happened": lambda _, by: by, "size": str}
)
ANN_HERSELF, STAFF = member(ANN), member(SAM, is_staff=True)
PLENTY = 10_000_000


@pytest.fixture
async def ticket(engine: Engine, desk: TicketService) -> Ticket:
    ticket = await delivered(engine, await opened(engine), 55)
    recording, words = engine.services.recording, Words("see this", file_ids=(5,))
    await recording.heard(replace(SAID, id=1, words=words, files=(File(5, "a.txt", 4, "https://cdn.invalid/a"),)))
    await recording.heard(replace(SAID, id=2, words=Words("first words")))
    await recording.edited(
        replace(SAID, id=2, words=Words("second words"), edited_at=engine.clock()), in_place=False
    )
    await recording.heard(
        replace(SAID, id=3, thread_id=ticket.receipts.card_message_id or 0, words=Words("they pay"))
    )
    await engine.services.notes.write(ticket.id, "be kind", 77, by=STAFF)
    owed = await recording.owed_file(1)
    assert owed is not None
    await recording.save_file(owed, b"file")
    return ticket


async def written(engine: Engine, ticket: Ticket, by: Actor, most_bytes: int = PLENTY) -> dict[str, bytes]:
    """What they are given, by its names."""
    transcripts = engine.services.transcripts
    transcript = await transcripts.of(ticket.id, by=by)
    return {file.name: file.content for file in await transcripts.write(transcript, LABELS, [], most_bytes)}


async def test_its_requester_has_what_stands_in_the_thread_and_staff_have_all(
    engine: Engine, ticket: Ticket
) -> None:
    theirs, staffs = await written(engine, ticket, ANN_HERSELF), await written(engine, ticket, STAFF)
    assert [*theirs] == [*staffs] == ["ticket-1.html", "ticket-1.json"]
    for name, content in theirs.items():
        assert b"second words" in content
        assert not any(one in content for one in (b"first words", b"they pay", b"be kind")), name
        assert all(one in staffs[name] for one in (b"first words", b"they pay", b"be kind")), name
    assert b"data:application/octet-stream;base64,ZmlsZQ==" in theirs["ticket-1.html"]
    own = replace(STAFF, id=ANN)
    assert b"be kind" not in (await written(engine, ticket, own))["ticket-1.html"]


async def test_nobody_else_has_it(engine: Engine, ticket: Ticket) -> None:
    of = engine.services.transcripts.of
    with pytest.raises(NotYourTicket):
        await of(ticket.id, by=member(99))
    with pytest.raises(NotReader):
        await of(ticket.id, by=replace(STAFF, barred={ticket.type_id: (8,)}))
    with pytest.raises(UnknownTicket):
        await of(ticket.id, by=replace(STAFF, guild_id=ELSEWHERE))
    with pytest.raises(UnknownTicket):
        await of(ticket.id + 1, by=STAFF)


async def test_what_is_too_large_to_be_sent_loses_its_files_then_is_packed_and_then_is_not_sent(
    engine: Engine, ticket: Ticket
) -> None:
    whole = await written(engine, ticket, STAFF)
    assert b"ZmlsZQ==" in whole["ticket-1.html"]
    one_less = await written(engine, ticket, STAFF, len(whole["ticket-1.html"]) - 1)
    assert b"ZmlsZQ==" not in one_less["ticket-1.html"]
    assert b"left_out" in one_less["ticket-1.html"]
    [(name, packed)] = (await written(engine, ticket, STAFF, len(one_less["ticket-1.html"]) - 1)).items()
    assert name == "ticket-1.zip"
    assert ZipFile(BytesIO(packed)).namelist() == ["ticket-1.html", "ticket-1.json"]
    assert await written(engine, ticket, STAFF, 100) == {}


async def test_a_file_that_is_gone_from_the_disk_is_named(engine: Engine, ticket: Ticket) -> None:
    transcripts = engine.services.transcripts
    transcript = await transcripts.of(ticket.id, by=STAFF)
    [kept] = transcript.files
    assert (kept.state, kept.hash is not None) == (FileState.KEPT, True)
    engine.services.recording.path_of(kept.hash or "").unlink()
    page, beside = await transcripts.write(transcript, LABELS, [], PLENTY)
    assert (b"lost" in page.content, b"left_out" in page.content) == (True, False)
    file = json.loads(beside.content)["messages"][0]["files"][0]
    assert (file["name"], file["state"], file["sha256"]) == ("a.txt", "lost", kept.hash)
