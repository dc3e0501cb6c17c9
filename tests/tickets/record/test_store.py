"""What was said in tickets: stored as it came, with its later versions, and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.database import Reader, Transaction
from bot.tickets.record import store
from bot.tickets.record.message import Author, File, FileState, Forwarded, Kept, Kind, Poll, Said, Version, Words
from bot.tickets.service import TicketService
from bot.tickets.ticket import Ticket
from tests.services import HERE, NOON, Engine, delivered
from tests.tickets.test_service import ANN, desk, opened

__all__ = ["desk"]

SAID = Said(100, HERE, 55, Author(ANN, "Ann"), NOON, Words("It fails"))
EVERYTHING = Said(
    id=101,
    guild_id=HERE,
    thread_id=55,
    author=Author(ANN, "<b>Ann</b>\u202e", is_bot=True),
    at=NOON,
    words=Words(
        text="x" * 2000,
        embeds=({"title": "A link", "fields": [{"name": "a", "value": "b"}]},),
        stickers=("Wave",),
        poll=Poll("Which?", (("one", 2), ("two", 0))),
        forwarded=(Forwarded("From elsewhere", NOON, ({"title": "There"},), (6,)),),
        names=(("<@3>", "Sam"), ("<#9>", "help")),
        file_ids=(5,),
    ),
    type="reply",
    files=(
        File(5, "a.png", 3, "https://cdn.invalid/a", "image/png"),
        File(6, "b.bin", 30, "https://cdn.invalid/b"),
    ),
    reply_to=100,
    edited_at=NOON + timedelta(minutes=1),
    reactions=(("👍", 2), ("<:wave:7>", 1)),
)


@pytest.fixture
async def ticket(engine: Engine, desk: TicketService) -> Ticket:
    return await delivered(engine, await opened(engine), 55)


async def said_in(engine: Engine, ticket: Ticket, *, with_notes: bool = True) -> list[Kept]:
    return await engine.database.read(lambda reader: store.of_ticket(reader, ticket.id, with_notes=with_notes))


async def keep(engine: Engine, *all_of_it: Said, is_joined: bool = True) -> list[int]:
    """The files that are to be fetched."""

    def write(tx: Transaction) -> list[int]:
        owed: list[int] = []
        for said in all_of_it:
            room = store.room(tx, said.thread_id)
            assert room is not None
            store.add(tx, room, said, is_joined=is_joined)
            owed += store.add_files(tx, room, said, 10)
        return owed

    return await engine.database.tx(write)


async def edit(engine: Engine, said: Said, *, in_place: bool = False) -> None:
    def write(tx: Transaction) -> None:
        room = store.room(tx, said.thread_id)
        assert room is not None
        store.save_edit(tx, room, said, in_place=in_place)

    await engine.database.tx(write)


async def test_all_that_a_message_holds_comes_back_as_it_was(engine: Engine, ticket: Ticket) -> None:
    owed = await keep(engine, SAID, EVERYTHING)
    first, second = await said_in(engine, ticket)
    assert (first.said, first.kind, first.versions, first.files) == (SAID, Kind.MESSAGE, (), ())
    assert second.said == EVERYTHING
    assert [(one.file, one.state) for one in second.files] == [
        (EVERYTHING.files[0], FileState.OWED),
        (EVERYTHING.files[1], FileState.TOO_LARGE),
    ]
    assert owed == [second.files[0].id]


async def test_what_discord_does_not_tell_stays_unknown(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, replace(SAID, words=Words(None)))
    [kept] = await said_in(engine, ticket)
    assert kept.words.text is None


async def test_a_thread_is_the_tickets_or_its_cards_or_none(engine: Engine, ticket: Ticket) -> None:
    card = ticket.receipts.card_message_id
    assert card is not None
    await keep(engine, SAID, replace(SAID, id=102, thread_id=card, words=Words("They pay well")))

    def look(reader: Reader) -> list[store.Room | None]:
        return [store.room(reader, thread_id) for thread_id in (55, card, 404)]

    assert [one and one.kind for one in await engine.database.read(look)] == [Kind.MESSAGE, Kind.NOTE, None]
    assert [one.words.text for one in await said_in(engine, ticket)] == ["It fails", "They pay well"]
    assert [one.words.text for one in await said_in(engine, ticket, with_notes=False)] == ["It fails"]

    # The card is posted anew, and the thread made anew: staff may still write in those of before.
    await engine.services.delivery.card_posted(ticket.id, 3, 404)
    await engine.services.delivery.thread_made(ticket.id, 56)
    found = [Kind.MESSAGE, Kind.NOTE, Kind.NOTE]
    assert [one and (one.ticket_id, one.kind) for one in await engine.database.read(look)] == [
        (ticket.id, kind) for kind in found
    ]
    now = await engine.services.tickets.get(ticket.id)
    assert await engine.services.recording.note_threads(now) == sorted((card, 404))


async def test_each_edit_is_a_version_and_what_discord_adds_is_none(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, SAID)
    one, two = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
    with_preview = replace(SAID, words=replace(SAID.words, embeds=({"title": "A preview"},)))
    await edit(engine, with_preview)
    later = replace(SAID, words=Words("It works"), edited_at=two)
    for _ in range(2):
        await edit(engine, later)
    await edit(engine, replace(SAID, words=Words("It hums"), edited_at=one))  # an older one that comes late
    [kept] = await said_in(engine, ticket)
    assert kept.said == with_preview
    assert kept.versions == (Version(two, Words("It works")),)
    again = replace(later, words=Words("It works", ({"title": "Another"},)))
    await edit(engine, again)
    [kept] = await said_in(engine, ticket)
    assert kept.versions == (Version(two, again.words),)
    assert kept.words == again.words


async def test_what_is_brought_up_to_date_has_no_versions(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, SAID)
    now = replace(SAID, words=Words("Number 3 in the queue"), edited_at=NOON + timedelta(minutes=1))
    await edit(engine, now, in_place=True)
    [kept] = await said_in(engine, ticket)
    assert (kept.words, kept.versions) == (now.words, ())


async def test_what_is_deleted_keeps_its_text_and_its_first_time(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, SAID, EVERYTHING)
    later = NOON + timedelta(hours=1)

    def write(tx: Transaction) -> tuple[int, int]:
        return store.mark_deleted(tx, [100, 404], NOON), store.mark_deleted(tx, [100, 101], later)

    assert await engine.database.tx(write) == (1, 1)
    first, second = await said_in(engine, ticket)
    assert (first.words.text, first.deleted_at, second.deleted_at) == ("It fails", NOON, later)


async def test_what_is_not_there_any_more_within_what_was_read_was_deleted(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, *(replace(SAID, id=number) for number in (1, 2, 3, 4, 5)))

    def write(tx: Transaction) -> None:
        store.mark_missing(tx, 55, [2], after=1, until=3, at=NOON)

    await engine.database.tx(write)
    assert [one.said.id for one in await said_in(engine, ticket) if one.deleted_at] == [3]
    await engine.database.tx(lambda tx: store.mark_missing(tx, 55, [4], after=3, until=None, at=NOON))
    assert [one.said.id for one in await said_in(engine, ticket) if one.deleted_at] == [3, 5]


async def test_a_thread_is_read_from_what_nothing_is_missing_before(engine: Engine, ticket: Ticket) -> None:
    await keep(engine, *(replace(SAID, id=number) for number in (1, 2, 3)))
    await keep(engine, replace(SAID, id=9), is_joined=False)

    def look(reader: Reader) -> list[int]:
        return [store.joined_since(reader, 55, back) for back in (0, 1, 3)]

    assert await engine.database.read(look) == [3, 2, 0]
