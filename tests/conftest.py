"""Fixtures: a home folder, a clock, a simulated community with the real bot in it."""

from __future__ import annotations

import gc
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import discord
import pytest
from hypothesis import settings
from simcord import ChannelHandle, InteractionResult, MemberActor

from bot.app import create_bot
from bot.client import SupportBot
from bot.config import Config
from bot.errors import Refused
from bot.matching import encoder
from bot.simulated.community import Community, build, copy_home, shipped_home
from bot.simulated.simulation import Simulation
from tests.discord_api import wrong_requests
from tests.services import Engine, open_engine, write_blank_database

IN_MEMORY, ENOUGH = Path("/dev/shm"), 2 * 1024**3
"""Where a commit waits for no disk, and the bytes of it that must be free. Only what failed is left there."""


encoder_loaded_once = cache(encoder.load_encoder)
SWITCH_SECONDS = sys.getswitchinterval()


def pytest_configure(config: pytest.Config) -> None:
    """How hypothesis searches; and keep what is compiled, or every process and every bot compiles it anew.

    The garbage collector looks less often than Python lets it: a sixth of the time was its.
    """
    gc.set_threshold(20_000, 20, 20)
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
    settings.register_profile("signpost", deadline=None, derandomize="CI" in os.environ)
    settings.register_profile("quick", settings.get_profile("signpost"), max_examples=25)
    settings.load_profile(config.getoption("--hypothesis-profile") or "signpost")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Undo what `signpost run` sets for its whole process: it would keep its bot, and with it an encoder, to the end."""
    if sys.getswitchinterval() != SWITCH_SECONDS:
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@dataclass(frozen=True)
class World:
    """A simulation, who is in it, and where its files are."""

    sim: Simulation
    people: Community
    home: Path
    config: Config

    def last(self, channel: ChannelHandle, viewer: MemberActor | None = None) -> discord.Message:
        """The newest message that this person sees here."""
        return self.sim.messages(channel, viewer)[-1]

    def texts(self, channel: ChannelHandle, viewer: MemberActor | None = None) -> str:
        """Everything that this person reads here, in one piece."""
        return "\n".join(shown(message) for message in self.sim.messages(channel, viewer))

    async def open_ticket(
        self, requester: MemberActor | None = None, type_label: str = "Billing", **answers: str
    ) -> tuple[InteractionResult, ChannelHandle]:
        """Open a ticket with `/ticket open` and the type's button; the reply, and the thread."""
        requester = requester or self.people.customer
        chosen = await requester.slash(self.people.lounge, "ticket open")
        assert chosen.response is not None
        modal = await self.sim.click(requester, chosen.response, type_label)
        filled = {
            field.label: _default_answer(field.kind, modal, field.custom_id)
            for field in self.sim.open_modal_values(modal)
            if field.kind not in ("file_upload", "checkbox", "user_select")
        }
        reply = await self.insist(requester, await self.sim.submit(requester, modal, {**filled, **answers}))
        return reply, self.sim.visible_threads(requester)[-1]

    async def insist(self, person: MemberActor, sent: InteractionResult) -> InteractionResult:
        """Whatever is shown below the form that was sent does not help; what they read in the end."""
        if sent.response is None or "[Still need help]" not in said(sent):
            return sent
        return await self.sim.click(person, sent.response, "Still need help")


def _default_answer(kind: str, modal: InteractionResult, custom_id: str) -> str:
    assert modal.modal is not None
    for row in modal.modal["components"]:
        control = row["component"]
        if control["custom_id"] == custom_id and control.get("options"):
            return str(control["options"][0]["label"])
    return "My invoice 4711 shows the wrong amount"


def shown(message: discord.Message) -> str:
    """What a person reads of a message: text, embeds, button labels."""
    lines = [message.content]
    for embed in message.embeds:
        lines += [embed.title or "", embed.description or ""]
        lines += [f"{field.name}: {field.value}" for field in embed.fields]
        lines.append(embed.footer.text or "")
    for row in message.components:
        lines += [f"[{child.label}]" for child in getattr(row, "children", []) if getattr(child, "label", None)]
    return "\n".join(line for line in lines if line)


def said(result: InteractionResult) -> str:
    """What a person reads as the answer to what they pressed or typed."""
    parts = ([result.response] if result.response else []) + result.followups
    return "\n".join(shown(part.message) for part in parts)


@pytest.fixture
def encoder_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence encoder is loaded by the first in this process who wants it: nothing changes it."""
    monkeypatch.setattr(encoder, "load_encoder", encoder_loaded_once)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """The services over a small knowledge base, without Discord."""
    async with open_engine(tmp_path) as engine:
        yield engine


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with the shipped config.yaml, but for how long tickets may take, and two files of its knowledge base: fewer
    load faster.
    """
    folder = tmp_path / "home"
    (folder / "faq").mkdir(parents=True)
    for name in ("dns.yaml", "security.yaml"):
        shutil.copy(shipped_home() / "faq" / name, folder / "faq" / name)
    copy_home(folder)
    # Nobody is told of what runs out, or of what nobody answers, but where a test is about that.
    config = folder / "config.yaml"
    text = _TARGETS.sub("", config.read_text(encoding="utf-8"))
    config.write_text(text.replace("  is_on: true", "  is_on: false"), encoding="utf-8")
    return folder


_TARGETS = re.compile(r"^( +)sla:\n(?:\1  P\d: .*\n)+", re.MULTILINE)


@asynccontextmanager
async def live(
    home: Path,
    *,
    channels: bool = True,
    approved_intents: discord.Intents | None = None,
) -> AsyncIterator[World]:
    """The community of a home folder with the real bot in it. A bug that the bot swallowed fails the test."""
    await write_blank_database(home / "data" / "signpost.db")
    sim = Simulation(
        lambda: create_bot(home, clock=discord.utils.utcnow),
        expected=(Refused,),
        approved_intents=approved_intents,
    )
    bot = sim.bot
    assert isinstance(bot, SupportBot)
    people = build(sim, bot.config, channels=channels)
    async with sim:
        yield World(sim, people, home, bot.config)
    assert wrong_requests(sim.requests) == []


@pytest.fixture
async def world(home: Path) -> AsyncIterator[World]:
    """The shipped community."""
    async with live(home) as world:
        yield world


@pytest.fixture
async def bare_world(home: Path) -> AsyncIterator[World]:
    """A server where nothing has been set up."""
    async with live(home, channels=False) as world:
        yield world
