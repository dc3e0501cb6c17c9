"""What happened on the wire, and when: requests and their answers, presses and their acknowledgements, replies."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.simulated.corrections import DiscordBackend

WAITS_SECONDS = 10.0
"""For so long something is waited for, unless said otherwise."""


@dataclass(frozen=True)
class Call:
    """One REST request. `status` is None where the connection was cut in place of an answer."""

    at: float
    method: str
    path: str
    body: Any
    status: int | None


@dataclass
class Record:
    """Times are of the monotonic clock, in seconds."""

    backend: DiscordBackend
    calls: list[Call] = field(default_factory=list)
    happened_at: dict[int, float] = field(default_factory=dict)
    """When each message was posted and each interaction begun, by their ids."""

    replied_at: dict[int, float] = field(default_factory=dict)
    """When the bot first replied to a message, by the id of that one."""

    acknowledged_at: dict[int, float] = field(default_factory=dict)
    """When a callback first took effect, by the id of its interaction."""

    _waiting: set[asyncio.Event] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.backend.subscribers.append(self._emitted)

    def add(self, call: Call) -> None:
        self.calls.append(call)
        parts = call.path.split("/")
        if parts[1] == "interactions" and parts[-1] == "callback":
            record = self.backend.interactions.get(int(parts[2]))
            if record is not None and record.responded:
                self.acknowledged_at.setdefault(record.id, call.at)
        self._tell()

    def posted(self, channel_id: int) -> list[Any]:
        """The bot's messages that stand in a channel, oldest first, as the backend has them."""
        messages = self.backend.messages.get(channel_id, {}).values()
        return [one for one in messages if one.author_id == self.backend.bot_user.id and not one.is_ephemeral]

    def waited(self, id_: int) -> float:
        """The seconds from this message or interaction to the bot's reply or acknowledgement. KeyError: none came."""
        ended_at = self.replied_at.get(id_) or self.acknowledged_at[id_]
        return ended_at - self.happened_at[id_]

    async def until(self, condition: Callable[[], object], *, seconds: float = WAITS_SECONDS) -> None:
        """Wait until it is true; looked at whenever something has happened. In the server's own loop; TimeoutError."""
        happened = asyncio.Event()
        self._waiting.add(happened)
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await happened.wait()
                    happened.clear()
        finally:
            self._waiting.discard(happened)

    async def reply_to(self, message_id: int, *, seconds: float = WAITS_SECONDS) -> float:
        """Wait for the bot's reply to a message; after how many seconds it came."""
        await self.until(lambda: message_id in self.replied_at, seconds=seconds)
        return self.waited(message_id)

    async def acknowledgement_of(self, interaction_id: int, *, seconds: float = WAITS_SECONDS) -> float:
        """Wait until the bot has acknowledged a press or a command; after how many seconds it did."""
        await self.until(lambda: interaction_id in self.acknowledged_at, seconds=seconds)
        return self.waited(interaction_id)

    def _emitted(self, event: str, payload: Mapping[str, Any]) -> None:
        if event not in ("MESSAGE_CREATE", "INTERACTION_CREATE"):
            return
        now = time.monotonic()
        self.happened_at[int(payload["id"])] = now
        replied_to = (payload.get("message_reference") or {}).get("message_id")
        if replied_to is not None and int(payload["author"]["id"]) == self.backend.bot_user.id:
            self.replied_at.setdefault(int(replied_to), now)
        self._tell()

    def _tell(self) -> None:
        for waiting in self._waiting:
            waiting.set()
