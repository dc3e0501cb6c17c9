"""The simulated Discord, driven with a throw-away bot: what the journey tests and the tour may rely on."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import aiohttp
import aiosqlite
import discord
import pytest
from discord import app_commands
from discord.ext import tasks
from simcord import BackendError, ChannelHandle, MemberActor, SetupError

from bot.simulated.simulation import Simulation

Work = Callable[["Bot"], Awaitable[Any]]


class Refusal(Exception):
    """An everyday no, as the real bot raises them."""


class Bot(discord.Client):
    """As lean as the real one. Told "go", it does what the test has laid on its desk."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.members = intents.message_content = True
        super().__init__(
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.desk: Work | None = None
        self.outcome: Any = None
        self.events: list[Any] = []
        self.closed = False

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def close(self) -> None:
        await asyncio.to_thread(int)
        await asyncio.sleep(0)
        await super().close()
        self.closed = True

    async def on_message(self, message: discord.Message) -> None:
        self.events.append(("message", message.id, message.content))
        if message.content == "go" and self.desk is not None:
            work, self.desk = self.desk, None
            try:
                self.outcome = await work(self)
            except discord.HTTPException as error:
                self.outcome = error

    async def on_thread_create(self, thread: discord.Thread) -> None:
        self.events.append(("thread", thread.id, thread.name))

    async def on_thread_update(self, _: discord.Thread, after: discord.Thread) -> None:
        self.events.append(("archived" if after.archived else "active", after.id, after.name))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.events.append(("joined", guild.id, guild.name))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.events.append(("available", guild.id, guild.name))


@dataclass
class Town:
    """A small guild: alice is anybody, mod may manage threads."""

    sim: Simulation
    bots: list[Bot] = field(default_factory=list)

    def __post_init__(self) -> None:
        env = self.sim.env
        guild = env.create_guild("Town")
        self.room, self.help = guild.create_text_channel("room"), guild.create_text_channel("help")
        self.forum = self.sim.create_forum(guild, "forum", tags=["bug", "idea"])
        staff = guild.create_role("Staff", permissions=discord.Permissions(manage_threads=True))
        self.alice = guild.add_member(env.create_user("alice"))
        self.mod = guild.add_member(env.create_user("mod"), roles=[staff])

    @property
    def bot(self) -> Bot:
        return self.bots[-1]

    async def do(self, work: Work) -> Any:
        """Have the bot do this as work of its own, and say what came of it: a value or an HTTPException."""
        self.bot.desk, self.bot.outcome = work, None
        await self.alice.send(self.room, "go")
        return self.bot.outcome

    async def open_thread(self, channel: ChannelHandle, *, private: bool = False) -> ChannelHandle:
        kind = discord.ChannelType.private_thread if private else discord.ChannelType.public_thread
        await self.do(lambda bot: text(bot, channel).create_thread(name="a thread", type=kind))
        return self.sim.thread_named("a thread")

    def take_from_bot(self, permission: str) -> None:
        """The bot's role loses a permission."""
        backend = self.sim.env.backend
        role = next(r for r in backend.guilds[self.sim.guild.id].roles.values() if r.managed)
        role.permissions &= ~getattr(discord.Permissions, permission).flag


def text(bot: discord.Client, channel: ChannelHandle) -> discord.TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


def thread(bot: discord.Client, channel: ChannelHandle) -> discord.PartialMessageable:
    return bot.get_partial_messageable(channel.id)


async def whole_thread(bot: discord.Client, channel: ChannelHandle) -> discord.Thread:
    found = await bot.fetch_channel(channel.id)
    assert isinstance(found, discord.Thread)
    return found


def make_town(**options: Any) -> Town:
    bots: list[Bot] = []

    def make_bot() -> Bot:
        bots.append(Bot())
        return bots[-1]

    return Town(Simulation(make_bot, **options), bots)


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    town = make_town()
    async with town.sim:
        yield town


def metadata(channel: ChannelHandle) -> Any:
    return channel._channel.thread_metadata


# -- the life of a bot


async def test_the_bot_is_closed_although_the_body_raised() -> None:
    town = make_town()
    with pytest.raises(ZeroDivisionError):
        async with town.sim:
            raise ZeroDivisionError
    assert town.bot.closed


async def test_a_bot_that_cannot_start_is_closed() -> None:
    town = make_town()

    async def fail() -> NoReturn:
        raise LookupError("no configuration")

    town.bot.setup_hook = fail  # type: ignore[method-assign]  # a throw-away bot
    with pytest.raises(LookupError):
        await town.sim.start()
    assert town.bot.closed


async def test_a_restart_closes_the_old_bot_and_keeps_the_world(town: Town) -> None:
    await town.alice.send(town.room, "before")
    await town.sim.restart()
    old, new = town.bots
    assert old.closed
    assert not new.closed
    assert ("available", town.sim.guild.id, "Town") in new.events
    assert [m.content for m in town.sim.messages(town.room)] == ["before"]
    await town.alice.send(town.room, "after")
    assert [event[2] for event in old.events if event[0] == "message"] == ["before"]
    assert [event[2] for event in new.events if event[0] == "message"] == ["after"]


async def test_closing_may_wait_for_virtual_time(town: Town) -> None:
    async def close_slowly() -> None:
        await asyncio.sleep(20)
        await Bot.close(town.bots[0])

    town.bot.close = close_slowly  # type: ignore[method-assign]  # a throw-away bot
    before = town.sim.now()
    await town.sim.restart()
    assert town.bots[0].closed
    assert timedelta(seconds=20) <= town.sim.now() - before < timedelta(seconds=21)


async def test_a_bot_that_never_closes_is_reported() -> None:
    town = make_town()
    await town.sim.start()

    async def never() -> None:
        await asyncio.sleep(10_000)

    close, town.bot.close = town.bot.close, never  # type: ignore[method-assign]  # a throw-away bot
    with pytest.raises(TimeoutError, match="did not close"):
        await town.sim.stop()
    await close()


async def test_a_killed_bot_does_not_finish_and_reaches_nobody_any_more(town: Town) -> None:
    async def slow(bot: Bot) -> None:
        try:
            await asyncio.sleep(60)
            await text(bot, town.help).send("finished")
        finally:
            await text(bot, town.help).send("last words")

    await town.do(slow)
    await town.sim.kill()
    await town.sim.advance(120)
    assert town.sim.messages(town.help) == []
    assert town.sim.errors == []
    dead, fresh = town.bots
    assert not dead.closed
    assert fresh.is_ready()
    await town.sim.stop()
    assert dead.closed
    assert fresh.closed


async def test_every_killed_bot_is_closed_although_one_fails_to(town: Town) -> None:
    await town.sim.kill()
    await town.sim.kill()

    async def fail() -> NoReturn:
        await Bot.close(town.bots[0])
        raise LookupError("where was I?")

    town.bots[0].close = fail  # type: ignore[method-assign]  # a throw-away bot
    with pytest.raises(LookupError, match="where was I"):
        await town.sim.stop()
    assert [bot.closed for bot in town.bots] == [True, True, True]


async def test_a_killed_bot_cannot_say_goodbye(town: Town) -> None:
    async def say_goodbye() -> None:
        await Bot.close(town.bots[0])
        await text(town.bots[0], town.help).send("goodbye")

    town.bot.close = say_goodbye  # type: ignore[method-assign]  # a throw-away bot
    town.sim.stall_next("POST", "/channels/*/messages")
    await town.sim.kill()
    await town.sim.stop()
    assert town.sim.messages(town.help) == []


@pytest.mark.parametrize(("after", "arrived"), [(False, []), (True, ["hello"])])
async def test_a_bot_can_be_killed_in_the_middle_of_a_request(town: Town, after: bool, arrived: list[str]) -> None:
    town.sim.stall_next("POST", f"/channels/{town.help.id}/messages", after=after)
    assert await town.do(lambda bot: text(bot, town.help).send("hello")) is None
    assert [m.content for m in town.sim.messages(town.help)] == arrived
    await town.sim.kill()
    await town.do(lambda bot: text(bot, town.help).send("again"))
    assert [m.content for m in town.sim.messages(town.help)] == [*arrived, "again"]


async def test_an_answer_can_be_lost_on_its_way(town: Town) -> None:
    async def send(bot: Bot) -> str:
        try:
            await text(bot, town.help).send("hello")
        except aiohttp.ClientError:
            return "lost"
        return "arrived"

    town.sim.lose_answer_next("POST", "/channels/*/messages")
    assert [await town.do(send), await town.do(send)] == ["lost", "arrived"]
    assert [m.content for m in town.sim.messages(town.help)] == ["hello", "hello"]


async def test_the_clean_up_of_a_killed_bot_may_take_time(town: Town) -> None:
    cleaned: list[bool] = []

    async def work(_: Bot) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.001)
            cleaned.append(await asyncio.wait_for(asyncio.to_thread(lambda: True), 30))

    await town.do(work)
    await town.sim.kill()
    assert cleaned == [True]


# -- time


async def test_a_sleep_lasts_until_time_is_moved(town: Town) -> None:
    async def sleeper(bot: Bot) -> None:
        await asyncio.sleep(5)
        bot.events.append("awake")

    await town.do(sleeper)
    await town.sim.advance(4.9)
    assert "awake" not in town.bot.events
    await town.sim.advance(0.1)
    assert "awake" in town.bot.events


async def test_a_timer_of_the_loop_fires_when_its_time_has_come(town: Town) -> None:
    fired: list[Any] = []

    async def arm(_: Bot) -> None:
        loop = asyncio.get_running_loop()
        loop.call_at(loop.time() + 60, lambda: fired.append(discord.utils.utcnow()))

    before = town.sim.now()
    await town.do(arm)
    await town.sim.advance(59)
    assert fired == []
    await town.sim.advance(1000)
    assert fired == [before + timedelta(seconds=60)]


async def test_the_caller_has_the_time_of_the_bot(town: Town) -> None:
    await town.sim.advance(3600)
    now = town.sim.now()
    assert discord.utils.utcnow() == now == await town.do(lambda _: asyncio.sleep(0, discord.utils.utcnow()))
    assert town.sim.messages(town.room)[-1].created_at == now.replace(microsecond=0)


async def test_the_wall_clock_fires_nothing(town: Town) -> None:
    fired: list[int] = []

    async def arm(_: Bot) -> None:
        asyncio.get_running_loop().call_later(0.001, fired.append, 1)
        await asyncio.to_thread(hashlib.pbkdf2_hmac, "sha256", b"", b"", 20_000)  # takes longer than that

    await town.do(arm)
    assert fired == []
    await town.sim.advance(0.001)
    assert fired == [1]


async def test_what_is_due_at_once_needs_no_advance(town: Town) -> None:
    fired: list[int] = []

    async def arm(_: Bot) -> None:
        asyncio.get_running_loop().call_later(0, fired.append, 1)

    await town.do(arm)
    assert fired == [1]


async def test_a_loop_runs_as_often_as_time_says(town: Town) -> None:
    runs: list[Any] = []

    @tasks.loop(hours=1)
    async def hourly() -> None:
        runs.append(discord.utils.utcnow())

    async def start(_: Bot) -> None:
        hourly.start()

    await town.do(start)
    before = len(runs)
    await town.sim.advance(86_400)
    assert len(runs) - before == 24


async def test_a_bot_that_waits_for_itself_is_idle(town: Town) -> None:
    queue: asyncio.Queue[str] = asyncio.Queue()

    async def worker(bot: Bot) -> NoReturn:
        while True:
            bot.events.append(await queue.get())

    async def guard(bot: Bot) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 60)
        bot.events.append("gave up")

    await town.do(worker)
    await town.do(guard)
    await town.do(lambda _: queue.put("work"))
    assert "work" in town.bot.events
    await town.sim.advance(59)
    assert "gave up" not in town.bot.events
    await town.sim.advance(1)
    assert "gave up" in town.bot.events


async def test_threads_and_databases_are_waited_for(town: Town, tmp_path: Path) -> None:
    async def work(bot: Bot) -> None:
        async with aiosqlite.connect(tmp_path / "file.db") as database:
            await database.execute("CREATE TABLE t (x)")
            await database.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(100)])
            async with database.execute("SELECT sum(x) FROM t") as cursor:
                row = await cursor.fetchone()
        assert row is not None
        bot.events.append(await asyncio.to_thread(str, row[0]))

    await town.do(work)
    assert "4950" in town.bot.events


# -- errors and faults


async def test_a_swallowed_error_fails_the_run_unless_it_is_read() -> None:
    async def fail(_: Bot) -> NoReturn:
        raise LookupError("lost")

    with pytest.raises(ExceptionGroup) as caught:
        async with (town := make_town()).sim:
            await town.do(fail)
    assert caught.group_contains(LookupError)

    async with (town := make_town()).sim:
        await town.do(fail)
        assert [str(error) for error in town.sim.errors] == ["lost"]


async def test_expected_errors_are_not_kept() -> None:
    async with (town := make_town(expected=(Refusal,))).sim:

        @town.bot.tree.command()
        async def refuse(interaction: discord.Interaction) -> None:
            """Says no."""
            raise Refusal

        await town.do(lambda bot: bot.tree.sync())
        await town.alice.slash(town.room, "refuse")
        assert town.sim.errors == []


async def test_a_failing_server_looks_as_it_does_to_discord_py(town: Town) -> None:
    town.sim.fail_next("POST", "/channels/*/messages")
    failed = await town.do(lambda bot: text(bot, town.help).send("one"))
    assert isinstance(failed, discord.DiscordServerError)
    assert failed.status == 503
    town.sim.fail_next("*", "/channels/*/messages", status=403, code=50007)
    refused = await town.do(lambda bot: text(bot, town.help).send("two"))
    assert isinstance(refused, discord.Forbidden)
    assert refused.code == 50007
    assert isinstance(await town.do(lambda bot: text(bot, town.help).send("three")), discord.Message)


# -- corrections: threads


async def test_a_post_wakes_an_archived_thread(town: Town) -> None:
    place = await town.open_thread(town.help)
    await town.sim.archive(place)
    assert metadata(place).archived
    await town.alice.send(place, "still there?")
    assert not metadata(place).archived
    assert town.bot.events[-2][0] == "active" or town.bot.events[-1][2] == "still there?"

    await town.sim.archive(place)
    await town.do(lambda bot: thread(bot, place).send("yes"))
    assert not metadata(place).archived


async def test_a_locked_thread_takes_posts_of_those_who_manage_threads_only(town: Town) -> None:
    place = await town.open_thread(town.help)
    await town.sim.archive(place, lock=True)
    with pytest.raises(BackendError) as refused:
        await town.alice.send(place, "but")
    assert refused.value.code == 50083
    await town.mod.send(place, "reopened")
    assert not metadata(place).archived
    with pytest.raises(BackendError) as refused:
        await town.alice.send(place, "but")
    assert refused.value.code == 160005
    assert [m.content for m in town.sim.messages(place)] == ["reopened"]


async def test_the_bot_needs_manage_threads_in_a_locked_thread_too(town: Town) -> None:
    place = await town.open_thread(town.help)
    ours = await town.do(lambda bot: thread(bot, place).send("ours"))
    await town.sim.archive(place, lock=True)
    town.take_from_bot("manage_threads")
    refused = await town.do(lambda bot: thread(bot, place).send("closed"))
    assert (refused.status, refused.code) == (400, 50083)
    await town.mod.send(place, "reopened")
    refused = await town.do(lambda _: ours.edit(content="theirs"))
    assert refused.code == 160005


async def test_nothing_can_be_changed_in_an_archived_thread(town: Town) -> None:
    place = await town.open_thread(town.help)
    ours = await town.do(lambda bot: thread(bot, place).send("ours"))
    channel = await town.do(lambda bot: whole_thread(bot, place))
    await town.sim.archive(place)
    attempts: list[Callable[[], Awaitable[Any]]] = [
        lambda: ours.edit(content="edited"),
        lambda: ours.add_reaction("👍"),
        lambda: channel.add_user(discord.Object(town.alice.id)),
        lambda: channel.remove_user(discord.Object(town.alice.id)),
        lambda: channel.edit(name="renamed"),
        lambda: channel.edit(archived=True, locked=True),
    ]
    for attempt in attempts:
        refused = await town.do(lambda _, attempt=attempt: attempt())  # type: ignore[misc]  # bound now
        assert (refused.status, refused.code) == (400, 50083)
    assert isinstance(await town.do(lambda _: channel.edit(archived=False, name="renamed")), discord.Thread)
    assert place.name == "renamed"


async def test_threads_are_edited_with_manage_threads(town: Town) -> None:
    place = await town.open_thread(town.help)
    channel = await town.do(lambda bot: whole_thread(bot, place))
    town.take_from_bot("manage_channels")
    assert isinstance(await town.do(lambda _: channel.edit(locked=True)), discord.Thread)
    town.take_from_bot("manage_threads")
    assert isinstance(await town.do(lambda _: channel.edit(locked=False)), discord.Forbidden)


async def test_a_private_thread_is_not_announced_in_its_channel(town: Town) -> None:
    await town.open_thread(town.help, private=True)
    assert town.sim.messages(town.help) == []


async def test_a_public_thread_is_announced_unless_a_message_started_it(town: Town) -> None:
    await town.open_thread(town.help)
    assert [m.type for m in town.sim.messages(town.help)] == [discord.MessageType.thread_created]

    said = await town.alice.send(town.room, "how do I …?")
    start = text(town.bot, town.room).get_partial_message(said.id).create_thread
    made = await town.do(lambda _: start(name="how do I"))
    assert made.id == said.id
    in_room = town.sim.messages(town.room)
    assert {m.type for m in in_room} == {discord.MessageType.default}
    assert [m.content for m in in_room if m.flags.has_thread] == ["how do I …?"]
    again = await town.do(lambda _: start(name="how do I"))
    assert again.code == 160004


async def test_a_restarted_bot_knows_active_threads_only(town: Town) -> None:
    place = await town.open_thread(town.help)
    await town.sim.restart()
    assert town.bot.get_channel(place.id) is not None
    await town.sim.archive(place)
    await town.sim.restart()
    assert town.bot.get_channel(place.id) is None


# -- corrections: forums


async def test_a_person_posts_in_a_forum(town: Town) -> None:
    place = await town.sim.post(town.alice, town.forum, "It crashes", "at start", ["bug"])
    assert town.bot.events[-2:] == [("thread", place.id, "It crashes"), ("message", place.id, "at start")]
    known = town.bot.get_channel(place.id)
    assert isinstance(known, discord.Thread)
    assert known.owner_id == town.alice.id
    assert [tag.name for tag in known.applied_tags] == ["bug"]
    await town.alice.send(place, "and again")
    assert [m.content for m in town.sim.messages(place)] == ["at start", "and again"]
    assert town.sim.messages(place)[1].id != place.id
    assert town.sim.messages(town.forum) == []


async def test_a_forum_post_that_discord_would_refuse_is_refused(town: Town) -> None:
    with pytest.raises(BackendError):
        await town.sim.post(town.alice, town.forum, "Title", "text", ["unknown"])
    with pytest.raises(BackendError):
        await town.sim.post(town.alice, town.forum, "", "text")
    with pytest.raises(BackendError):
        await town.sim.post(town.alice, town.help, "Title", "text")
    assert town.sim.visible_threads(town.mod) == []


async def test_the_starter_of_the_bots_forum_post_has_the_id_of_its_thread(town: Town) -> None:
    def post(bot: Bot) -> Awaitable[Any]:
        forum = bot.get_channel(town.forum.id)
        assert isinstance(forum, discord.ForumChannel)
        return forum.create_thread(name="News", content="hello")

    made = await town.do(post)
    assert made.message.id == made.thread.id
    fetched = await town.do(lambda _: made.thread.fetch_message(made.thread.id))
    assert fetched.content == "hello"


# -- corrections: messages, guilds, members


async def test_history_after_a_message_begins_with_the_oldest(town: Town) -> None:
    backend = town.sim.env.backend
    said = [backend.create_message(town.help.id, town.alice.id, str(n)) for n in range(250)]

    async def read(bot: Bot, **options: Any) -> list[str]:
        return [m.content async for m in text(bot, town.help).history(after=said[9], **options)]

    def numbers(start: int, stop: int) -> list[str]:
        return [str(n) for n in range(start, stop)]

    assert await town.do(lambda bot: read(bot, limit=120)) == numbers(10, 130)
    assert await town.do(lambda bot: read(bot, limit=None)) == numbers(10, 250)
    assert await town.do(lambda bot: read(bot, limit=5)) == numbers(10, 15)


async def test_a_message_with_a_nonce_is_sent_once(town: Town) -> None:
    def send(content: str, where: ChannelHandle = town.help) -> Awaitable[Any]:
        return town.do(lambda bot: text(bot, where).send(content, nonce="open:1"))

    first, second = await send("first"), await send("second")
    assert first.id == second.id
    assert second.content == "first"
    assert first.nonce == second.nonce == "open:1"
    assert (await send("elsewhere", town.room)).content == "elsewhere"
    await town.sim.kill()
    assert (await send("after a crash")).id == first.id
    await town.sim.advance(400)
    assert (await send("much later")).id != first.id
    assert [m.content for m in town.sim.messages(town.help)] == ["first", "much later"]


async def test_the_nonce_of_a_deleted_message_is_not_free(town: Town) -> None:
    first = await town.do(lambda bot: text(bot, town.help).send("first", nonce="1"))
    await town.do(lambda _: first.delete())
    again = await town.do(lambda bot: text(bot, town.help).send("again", nonce="1"))
    assert isinstance(again, discord.NotFound)


async def test_a_guild_made_while_the_bot_runs_is_joined(town: Town) -> None:
    new = town.sim.env.create_guild("Village")
    await town.sim.settle()
    assert [event for event in town.bot.events if event[2] == "Village"] == [("joined", new.id, "Village")]
    await town.sim.restart()
    assert [event[0] for event in town.bot.events if event[2] == "Village"] == ["available"]


async def test_members_can_be_looked_up(town: Town) -> None:
    assert town.sim.member("alice").id == town.alice.id
    with pytest.raises(LookupError):
        town.sim.member("nobody")

    async def look(bot: Bot) -> list[str]:
        guild = bot.get_guild(town.sim.guild.id)
        assert guild is not None
        fetched = await guild.fetch_member(town.mod.id)
        queried = await guild.query_members("ali")
        by_id = await guild.query_members(user_ids=[town.mod.id])
        return [fetched.name, *(m.name for m in queried), *(m.name for m in by_id)]

    assert await town.do(look) == ["mod", "alice", "mod"]


# -- what people see and do


async def test_threads_are_found_and_seen_by_those_who_may(town: Town) -> None:
    place = await town.open_thread(town.help, private=True)
    public = await town.sim.post(town.alice, town.forum, "It crashes", "at start")

    def names(member: MemberActor) -> list[str | None]:
        return [channel.name for channel in town.sim.visible_threads(member)]

    assert names(town.alice) == ["It crashes"]
    assert names(town.mod) == ["a thread", "It crashes"]
    assert town.sim.thread_named("It").id == public.id
    with pytest.raises(LookupError, match="0 threads"):
        town.sim.thread_named("nothing")
    with pytest.raises(SetupError):
        town.sim.messages(place, town.alice)


def answer(of: discord.ui.Label[Any]) -> str:
    control: Any = of.component
    value = control.value if hasattr(control, "value") else control.values
    return ",".join(str(getattr(item, "name", item)) for item in value) if isinstance(value, list) else str(value)


class Form(discord.ui.Modal, title="Form"):
    what: discord.ui.Label[Any] = discord.ui.Label(text="What is it?", component=discord.ui.TextInput())
    product: discord.ui.Label[Any] = discord.ui.Label(
        text="Product",
        component=discord.ui.Select(options=[discord.SelectOption(label="The app", value="app")]),
    )
    who: discord.ui.Label[Any] = discord.ui.Label(text="Who?", component=discord.ui.UserSelect())
    urgency: discord.ui.Label[Any] = discord.ui.Label(
        text="Urgency",
        component=discord.ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="It can wait", value="low"),
                discord.RadioGroupOption(label="I am stuck", value="high"),
            ]
        ),
    )
    tried: discord.ui.Label[Any] = discord.ui.Label(
        text="Tried",
        component=discord.ui.CheckboxGroup(
            options=[
                discord.CheckboxGroupOption(label="Restart", value="r"),
                discord.CheckboxGroupOption(label="Update", value="u"),
            ]
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        fields = (self.what, self.product, self.who, self.urgency, self.tried)
        await interaction.response.send_message("; ".join(map(answer, fields)), ephemeral=True)


class Door(discord.ui.View):
    @discord.ui.button(label="Knock")
    async def knock(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
        await interaction.response.send_modal(Form())


async def test_a_person_clicks_and_fills_in_a_form_by_what_it_says(town: Town) -> None:
    sim = town.sim
    door = await town.do(lambda bot: text(bot, town.help).send("door", view=Door()))
    with pytest.raises(SetupError) as caught:
        await sim.click(town.alice, door, "Ring")
    assert caught.value.__notes__ == ["labels: ['Knock']"]
    opened = await sim.click(town.alice, door, "Knock")
    fields = sim.open_modal_values(opened)
    assert [(f.label, f.kind) for f in fields] == [
        ("What is it?", "text_input"),
        ("Product", "select"),
        ("Who?", "user_select"),
        ("Urgency", "radio_group"),
        ("Tried", "checkbox_group"),
    ]
    assert all(f.custom_id for f in fields)
    with pytest.raises(LookupError, match="Nonsense"):
        await sim.submit(town.alice, opened, {"Nonsense": "x"})
    answered = await sim.submit(
        town.alice,
        opened,
        {
            "What is it?": "a cat",
            "Product": "The app",
            "Who?": town.mod,
            "Urgency": "It can wait",
            "Tried": ["Restart", "Update"],
        },
    )
    assert answered.response is not None
    assert answered.response.content == "a cat; app; mod; low; r,u"
    assert len(sim.messages(town.help, town.alice)) == len(sim.messages(town.help, town.mod)) + 1
    with pytest.raises(LookupError, match="no modal"):
        sim.open_modal_values(answered)


async def test_requests_are_recorded_for_the_checker(town: Town) -> None:
    await town.do(lambda bot: text(bot, town.help).send("plain"))
    await town.do(lambda bot: text(bot, town.help).send("file", file=discord.File(__file__, "a.txt")))
    await town.sim.restart()
    sent = [request for request in town.sim.requests if request.method == "POST"]
    assert [(r.path, r.body["content"], r.parts) for r in sent] == [
        (f"/channels/{town.help.id}/messages", "plain", ()),
        (f"/channels/{town.help.id}/messages", "file", ("payload_json", "files[0]")),
    ]
