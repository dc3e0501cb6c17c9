"""What is said in tickets is kept as it comes, through simulated Discord: also what was missed, and the files."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle
from simcord.backend.models.message import MessageSticker, Poll, PollAnswer
from simcord.enums import MessageType

from bot import private_files
from bot.client import SupportBot
from bot.tickets.record.message import FileState, Kept, Kind
from tests.conftest import World, live
from tests.journeys.card import press
from tests.journeys.homes import configure, small_home
from tests.journeys.test_crash_matrix import crash, rows, stop
from tests.journeys.test_ticket_views import ask

HOSTILE = "<script>alert(1)</script>\u202e`|| @everyone"
LONG = "ä" * 2000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


@pytest.fixture(autouse=True)
def no_incidents(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A bug in a listener is only logged."""
    yield
    records = caplog.get_records("call")
    assert [one.getMessage() for one in records if one.name == "cogs.failures" and one.exc_info] == []


def bot_of(world: World) -> SupportBot:
    assert isinstance(world.sim.bot, SupportBot)
    return world.sim.bot


async def opened(world: World) -> ChannelHandle:
    await ask(world)
    await world.sim.advance(5)
    return world.sim.thread_named("#1 ")


async def kept(world: World, *, with_notes: bool = True) -> list[Kept]:
    """What is kept of ticket 1."""
    services = bot_of(world).services
    ticket = await services.tickets.meant(world.sim.guild.id, 1, 0)
    return await services.recording.of_ticket(ticket.id, with_notes=with_notes)


async def of_people(world: World) -> list[Kept]:
    return [one for one in await kept(world) if not one.said.author.is_bot]


def texts(found: list[Kept]) -> list[str | None]:
    return [one.words.text for one in found]


def shelf(world: World) -> dict[str, bytes]:
    """The files on our disk, by their names."""
    folder = world.home / "data" / "attachments"
    return {path.name: path.read_bytes() for path in folder.glob("*/*")}


async def test_all_that_is_said_and_done_in_a_ticket_is_kept_as_it_comes(world: World) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    thread = await opened(world)
    assert [one.said.id for one in await kept(world)] == [one.id for one in sim.messages(thread)]
    backend.guilds[sim.guild.id].members[people.customer.id].nick = HOSTILE
    first = await people.customer.send(thread, LONG)
    answer = await people.staff.send(thread, f"which one, {people.customer.mention}?", reply_to=first)
    await sim.advance(60)
    for text in ("which invoice?", "which invoice, please?"):
        await sim.advance(5)
        await people.staff.edit(answer, text)
    await people.customer.react(answer, "👍")
    await people.staff.react(answer, "👍")
    await people.staff.react(answer, "🎉")
    await people.staff.unreact(answer, "🎉")
    backend.set_pinned(thread.id, first.id, True, actor_id=people.staff.id)
    backend.create_system_message(
        thread.id, MessageType.RECIPIENT_ADD, people.staff.id, recipient_id=people.member.id
    )
    elsewhere = await people.member.send(people.lounge, "written elsewhere")
    await people.customer.forward(elsewhere, thread)
    poll = Poll("Which day?", [PollAnswer(1, "Monday"), PollAnswer(2, "Tuesday")], "2027-03-08T12:00:00+00:00")
    backend.create_message(thread.id, people.customer.id, poll=poll)
    sticker = MessageSticker(7, "Wave", 1, sim.guild.id)
    backend.create_message(thread.id, people.customer.id, stickers=[sticker])
    await sim.settle()
    found = await of_people(world)
    long, edited, pinned, added, forwarded, polled, waved = found
    assert (long.said.author.name, long.words.text, long.said.type) == (HOSTILE, LONG, "default")
    assert edited.said.words.text == f"which one, {people.customer.mention}?"
    # simcord tells no nickname of who is mentioned.
    assert edited.said.words.names == ((people.customer.mention, "Ann"),)
    assert (edited.said.reply_to, edited.said.type) == (long.said.id, "reply")
    assert [one.words.text for one in edited.versions] == ["which invoice?", "which invoice, please?"]
    assert edited.said.reactions == (("👍", 2),)
    assert (pinned.said.type, pinned.said.reply_to) == ("pins_add", long.said.id)
    assert (added.said.type, [name for _, name in added.words.names]) == ("recipient_add", ["Lena"])
    assert [one.text for one in forwarded.words.forwarded] == ["written elsewhere"]
    assert polled.words.poll is not None
    assert [answer for answer, _ in polled.words.poll.answers] == ["Monday", "Tuesday"]
    assert waved.words.stickers == ("Wave",)

    await people.customer.delete(first)
    backend.bulk_delete_messages(thread.id, [answer.id, forwarded.said.id])
    backend.clear_reactions(thread.id, polled.said.id)
    await sim.settle()
    gone = [one for one in await of_people(world) if one.deleted_at is not None]
    assert [one.said.id for one in gone] == [long.said.id, answer.id, forwarded.said.id]
    assert gone[0].words.text == LONG
    backend.delete_channel(thread.id)
    await sim.settle()
    assert [one.said.id for one in await of_people(world)][: len(found)] == [one.said.id for one in found]


async def test_what_staff_say_below_the_card_is_kept_apart(world: World) -> None:
    people, sim = world.people, world.sim
    thread = await opened(world)
    modal = await press(world, people.staff, "Note")
    await sim.submit(people.staff, modal, {"The note": "They pay well"})
    [notes] = [one for one in sim._threads() if one.name == "#1 Notes of staff"]
    await people.colleague.send(notes, "so I heard")
    await people.customer.send(thread, "still nothing")
    for_all = await kept(world, with_notes=False)
    assert "still nothing" in texts(for_all)
    assert "so I heard" not in texts(for_all)
    below = [one for one in await kept(world) if one.kind is Kind.NOTE]
    assert texts(below)[-1] == "so I heard"
    assert below[0].words.embeds


async def test_our_own_messages_are_kept_as_they_stand_and_others_in_other_threads_not_at_all(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    thread = await opened(world)
    await people.staff.slash(thread, "ticket claim")
    opening = (await kept(world))[0]
    assert opening.versions == ()
    assert opening.words.embeds == tuple(one.to_dict() for one in sim.messages(thread)[0].embeds)
    other = sim.env.backend.create_thread(people.lounge.id, "a thread", people.neighbour.id)
    handle = next(one for one in sim.visible_threads(people.neighbour) if one.id == other.id)
    remark = await people.neighbour.send(handle, "good morning")
    await people.neighbour.edit(remark, "good evening")
    await people.neighbour.react(remark, "👍")
    await people.neighbour.delete(remark)
    threads = {row[0] for row in rows(world.home, "SELECT DISTINCT thread_id FROM ticket_messages")}
    assert threads == {thread.id}


async def test_what_discord_writes_is_kept_also_in_a_thread_that_it_has_not_told_of(world: World) -> None:
    people, sim = world.people, world.sim
    thread = await opened(world)
    await people.staff.slash(people.queue, "ticket close", number=1)
    await sim.advance(60)
    await sim.restart()
    await sim.settle()
    guild = bot_of(world).get_guild(sim.guild.id)
    assert guild is not None
    assert guild.get_thread(thread.id) is None, "it is archived"
    sim.env.backend.create_system_message(thread.id, MessageType.CHANNEL_NAME_CHANGE, people.staff.id)
    await sim.settle()
    assert (await kept(world))[-1].said.type == "channel_name_change"


async def test_what_happened_while_the_bot_was_off_is_read_up(world: World) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    thread = await opened(world)
    said = [await people.customer.send(thread, f"line {number}") for number in range(3)]

    def meanwhile() -> None:
        for number in range(3, 240):
            backend.create_message(thread.id, people.customer.id, f"line {number}", broadcast=False)
        backend.edit_message(thread.id, said[1].id, {"content": "line one"})
        backend.delete_message(thread.id, said[2].id)

    before = len(sim.requests)
    await crash(world, 600, meanwhile)
    await sim.advance(5)
    asked = [
        one for one in sim.requests[before:] if one.method == "GET" and one.path.endswith(f"{thread.id}/messages")
    ]
    assert len(asked) == 3
    found = await of_people(world)
    assert texts(found) == ["line 0", "line one", *(f"line {number}" for number in range(2, 240))]
    assert [one.said.words.text for one in found if one.versions] == ["line 1"]
    assert [one.words.text for one in found if one.deleted_at] == ["line 2"]

    async def live_and_missed(number: int) -> None:
        await people.customer.send(thread, f"live {number}")
        backend.create_message(thread.id, people.customer.id, f"missed {number}", broadcast=False)

    await live_and_missed(0)
    before = len(sim.requests)
    bot_of(world).dispatch("ready")  # a connection that could not be resumed
    await sim.settle()
    await sim.advance(5)
    assert texts(await of_people(world))[-2:] == ["live 0", "missed 0"]
    asked = [
        one for one in sim.requests[before:] if one.method == "GET" and one.path.endswith(f"{thread.id}/messages")
    ]
    assert len(asked) == 1


async def test_reading_up_goes_on_where_it_was_killed_and_takes_an_empty_answer_for_none(world: World) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    thread = await opened(world)

    def meanwhile() -> None:
        for number in range(250):
            backend.create_message(thread.id, people.customer.id, f"line {number}", broadcast=False)
        sim.stall_next("GET", f"*/channels/{thread.id}/messages", skip=1)

    await crash(world, 600)
    await stop(world, 60, meanwhile)
    sim.stall_next("GET", f"*/channels/{thread.id}/messages", skip=1)
    await people.customer.send(thread, "live, before all was read")
    await crash(world, 60)
    await crash(world, 60)
    await sim.advance(60)
    wanted = [*(f"line {number}" for number in range(250)), "live, before all was read"]
    assert texts(await of_people(world)) == wanted
    assert [one for one in await kept(world) if one.deleted_at] == []
    assert len({one.said.id for one in await kept(world)}) == len(await kept(world))


async def test_files_are_saved_before_their_links_die_each_once_and_what_cannot_be_is_named(world: World) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    thread = await opened(world)
    await people.customer.send(thread, "two", attachments=[("a.png", b"picture"), ("../../etc/passwd", b"other")])
    await people.customer.send(thread, "the same", attachments=[("b.png", b"picture")])
    assert shelf(world) == {sha256(content).hexdigest(): content for content in (b"picture", b"other")}
    modes = {path.stat().st_mode & 0o777 for path in (world.home / "data" / "attachments").glob("*/*")}
    assert modes == {0o600}
    large = backend.store_attachments(thread.id, [("film.mkv", b"film")])
    large[0]["size"] = 26 * 1024 * 1024
    gone = backend.store_attachments(thread.id, [("gone.txt", b"gone")])
    backend.cdn._blobs.clear() if hasattr(backend.cdn, "_blobs") else None
    backend.cdn.get = lambda url: None  # type: ignore[method-assign]
    backend.create_message(thread.id, people.customer.id, "three", attachments=[*large, *gone])
    await sim.settle()
    files = [file for one in await of_people(world) for file in one.files]
    assert [(one.file.name, one.state) for one in files][-2:] == [
        ("film.mkv", FileState.TOO_LARGE),
        ("gone.txt", FileState.GONE),
    ]
    recording = bot_of(world).services.recording
    assert [recording.path_of(one.hash).read_bytes() for one in files if one.hash] == [
        b"picture",
        b"other",
        b"picture",
    ]


async def test_a_link_that_has_died_is_asked_for_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people, sim, backend = world.people, world.sim, world.sim.env.backend
    thread = await opened(world)
    [file] = backend.store_attachments(thread.id, [("a.txt", b"words")])
    [fresh] = backend.store_attachments(thread.id, [("a.txt", b"words")])
    get = backend.cdn.get
    monkeypatch.setattr(backend.cdn, "get", lambda url: None if url == file["url"] else get(url))
    message = backend.create_message(thread.id, people.customer.id, "here", attachments=[file])
    message.attachments[0] = {**fresh, "id": file["id"]}
    await sim.settle()
    assert list(shelf(world).values()) == [b"words"]


async def test_a_full_disk_is_said_once_and_what_waits_is_saved_when_there_is_room(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    thread = await opened(world)

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(private_files, "write_bytes", full)
        for name in ("a.txt", "b.txt"):
            await people.customer.send(thread, name, attachments=[(name, name.encode())])
        told = world.texts(people.queue)
        assert told.count("My own disk takes no more") == 1
        assert "**attachments**" in told
        await sim.advance(3600)
        assert world.texts(people.queue).count("My own disk takes no more") == 1
    assert texts(await of_people(world)) == ["a.txt", "b.txt"]
    await people.administrator.slash(people.lounge, "setup")
    await sim.advance(5)
    assert sorted(shelf(world).values()) == [b"a.txt", b"b.txt"]
    assert "My own disk takes no more" not in world.texts(people.queue)


async def test_who_dies_between_the_file_and_its_row_saves_it_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, sim = world.people, world.sim
    thread = await opened(world)
    recording = bot_of(world).services.recording

    async def dies(*_: Any) -> None:
        await asyncio.sleep(3600)

    monkeypatch.setattr(recording, "_settle", dies)
    await people.customer.send(thread, "here", attachments=[("a.txt", b"words")])
    assert list(shelf(world).values()) == [b"words"]
    await crash(world, 60)
    await sim.advance(120)
    [file] = [file for one in await of_people(world) for file in one.files]
    assert file.state is FileState.KEPT
    assert list(shelf(world).values()) == [b"words"]


async def test_what_discord_does_not_tell_is_named_as_such(home: Path) -> None:
    configure(home, lambda content: content["discord"].update(message_content=False))
    async with live(home, approved_intents=discord.Intents.default()) as world:
        thread = await opened(world)
        await world.people.customer.send(thread, "a secret of mine")
        me = bot_of(world).user
        assert me is not None
        await world.people.customer.send(thread, f"{me.mention} read this")
        assert texts(await of_people(world)) == [None, f"{me.mention} read this"]
        assert all(one.words.text is not None for one in await kept(world) if one.said.author.is_bot)


async def test_where_the_operator_does_not_want_it_nothing_is_kept(home: Path) -> None:
    configure(home, lambda content: content["tickets"].update(record={"kept": False}))
    async with live(home) as world:
        thread = await opened(world)
        remark = await world.people.customer.send(thread, "hello", attachments=[("a.txt", b"words")])
        await world.people.customer.edit(remark, "hello again")
        await crash(world, 60)
        await world.sim.advance(60)
        assert await kept(world) == []
        assert shelf(world) == {}


async def test_no_log_holds_what_was_said(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    thread = await opened(world)
    remark = await world.people.customer.send(thread, "zanzibar", attachments=[("zanzibar.txt", b"zanzibar")])
    await world.people.customer.edit(remark, "zanzibar again")
    await crash(world, 60)
    await world.people.customer.delete(remark)
    ours = [one.getMessage() for one in caplog.records if one.name.split(".")[0] in ("bot", "cogs")]
    assert ours
    assert "zanzibar" not in "\n".join(ours)
