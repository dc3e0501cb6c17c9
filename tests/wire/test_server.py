"""The wire itself: what discord.py, as it is, hears of it in good times and in bad."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.config import load_config
from tests.wire.server import TOKEN, point_to, running
from tests.wire.world import WireWorld, world_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def world() -> WireWorld:
    config, _ = load_config(ROOT)
    assert config is not None
    return world_of(config)


class Listener(discord.Client):
    """Writes down what it hears, and answers a press."""

    def __init__(self, patience: float) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
        super().__init__(intents=intents, heartbeat_timeout=patience)
        self.heard: list[str] = []
        self._news = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without the five seconds that the library waits before a second session."""

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message.content)
        self._news.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Pressed.", ephemeral=True)

    async def hears(self, text: str) -> None:
        """Wait until somebody has said it."""
        async with asyncio.timeout(10):
            while text not in self.heard:
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch, *, patience: float = 60.0
) -> AsyncIterator[Listener]:
    async with running(world.wire):
        point_to(world.wire, monkeypatch)
        async with Listener(patience) as listener:
            task = asyncio.create_task(listener.start(TOKEN))
            await listener.wait_until_ready()
            try:
                yield listener
            finally:
                await listener.close()
                await task


async def test_what_is_said_arrives_and_what_is_answered_is_seen(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(world, monkeypatch) as listener:
        said = world.person("customer").write(world.community.lounge.id, "Hello?")
        await listener.hears("Hello?")
        channel = listener.get_partial_messageable(said.channel_id)
        await channel.send("Hello!", reference=discord.MessageReference(message_id=said.id, channel_id=channel.id))
        assert await world.wire.record.reply_to(said.id) > 0
        assert [one.content for one in world.wire.record.posted(channel.id)] == ["Hello!"]


async def test_a_press_is_acknowledged(world: WireWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(world, monkeypatch):
        customer = world.person("customer")
        pressed = customer.press(customer.write(world.community.lounge.id, "A card"), "any:thing:1")
        assert await world.wire.record.acknowledgement_of(pressed.id) > 0
        assert pressed.ephemeral


async def test_what_was_missed_is_replayed_and_nothing_else(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(world, monkeypatch) as listener:
        customer, lounge = world.person("customer"), world.community.lounge.id
        customer.write(lounge, "before")
        await listener.hears("before")
        world.wire.gateway.drop()
        customer.write(lounge, "meanwhile")
        await listener.hears("meanwhile")
        customer.write(lounge, "after")
        await listener.hears("after")
        assert listener.heard == ["before", "meanwhile", "after"]
        assert (world.wire.gateway.identifies, world.wire.gateway.resumes) == (1, 1)


async def test_op_7_is_a_resume(world: WireWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(world, monkeypatch) as listener:
        world.wire.gateway.ask_to_reconnect()
        world.person("customer").write(world.community.lounge.id, "meanwhile")
        await listener.hears("meanwhile")
        assert listener.heard == ["meanwhile"]


async def test_op_9_is_a_session_of_its_own_and_what_was_missed_is_lost(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(world, monkeypatch) as listener:
        world.wire.gateway.invalidate()
        world.person("customer").write(world.community.lounge.id, "meanwhile")
        await listener.wait_for("ready")
        world.person("customer").write(world.community.lounge.id, "after")
        await listener.hears("after")
        assert listener.heard == ["after"]
        assert (world.wire.gateway.identifies, world.wire.gateway.resumes) == (2, 0)


async def test_a_gateway_that_acknowledges_nothing_is_left_and_resumed(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.wire.gateway.heartbeat_seconds = 0.1
    async with listening(world, monkeypatch, patience=0.5) as listener:
        world.wire.gateway.fall_silent()
        world.person("customer").write(world.community.lounge.id, "meanwhile")
        await listener.hears("meanwhile")
        assert world.wire.gateway.resumes == 1


async def test_each_event_can_come_twice(world: WireWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(world, monkeypatch) as listener:
        world.wire.gateway.times = 2
        world.person("customer").write(world.community.lounge.id, "echo")
        world.wire.gateway.times = 1
        world.person("customer").write(world.community.lounge.id, "end")
        await listener.hears("end")
        assert listener.heard == ["echo", "echo", "end"]


async def test_a_limit_is_waited_for(world: WireWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    lounge = world.community.lounge.id
    async with listening(world, monkeypatch) as listener:
        limit = world.wire.faults.limit("POST", "/channels/*/messages", retry_after=0.01)
        await listener.get_partial_messageable(lounge).send("Patient.")
        assert limit.befallen == 1
        assert [one.content for one in world.wire.record.posted(lounge)] == ["Patient."]


@pytest.mark.parametrize(("after", "posted"), [(True, ["Lost?"]), (False, [])], ids=["after it", "before it"])
async def test_a_connection_is_cut_before_or_after_the_effect(
    world: WireWorld, monkeypatch: pytest.MonkeyPatch, after: bool, posted: list[str]
) -> None:
    lounge = world.community.lounge.id
    async with listening(world, monkeypatch) as listener:
        world.wire.faults.reset("POST", "/channels/*/messages", after=after)
        with pytest.raises((aiohttp.ClientConnectionError, ConnectionError)):
            await listener.get_partial_messageable(lounge).send("Lost?")
        assert [one.content for one in world.wire.record.posted(lounge)] == posted
        assert world.wire.record.calls[-1].status is None


async def test_a_file_arrives(world: WireWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("words", encoding="utf-8")
    lounge = world.community.lounge.id
    async with listening(world, monkeypatch) as listener:
        await listener.get_partial_messageable(lounge).send("See", file=discord.File(tmp_path / "note.txt"))
        [message] = world.wire.record.posted(lounge)
        assert [one["filename"] for one in message.attachments] == ["note.txt"]
