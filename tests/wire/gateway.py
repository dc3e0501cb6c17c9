"""The gateway of the wire: sessions that outlive their sockets, RESUME with what was missed, and trouble by script."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import count
from typing import Any

import discord
from aiohttp import web
from simcord import intents as access
from simcord.backend import serializers

from bot.simulated.corrections import DiscordBackend

KEPT = 20_000
"""So many events of a session can be replayed."""

HEARTBEAT_SECONDS = 45.0


class Op(IntEnum):
    """Discord's gateway opcodes, as far as they are spoken here."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Connection:
    """One socket, in the compression that was asked for: what is sent comes in order, from whatever thread."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket = socket
        self._transport = request.transport
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._zlib = zlib.compressobj(1) if request.query.get("compress") == "zlib-stream" else None
        self.is_silent = False
        """Neither events nor acknowledgements come out of it any more, and it stays open."""

    def send(self, frame: str) -> None:
        if not self.is_silent:
            self._loop.call_soon_threadsafe(self._waiting.put_nowait, frame)

    def say(self, op: Op, data: Any = None) -> None:
        self.send(json.dumps({"op": op, "d": data}))

    def drop(self) -> None:
        """As if a cable were cut: no goodbye."""
        assert self._transport is not None
        self._loop.call_soon_threadsafe(self._transport.abort)

    async def write(self) -> None:
        """Send until cancelled, or until the other side is gone."""
        while True:
            frame = await self._waiting.get()
            try:
                if self._zlib is None:
                    await self._socket.send_str(frame)
                else:
                    packed = self._zlib.compress(frame.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                    await self._socket.send_bytes(packed)
            except ConnectionError:
                return


class Session:
    """What one IDENTIFY began. It goes on counting while nobody is connected."""

    def __init__(self, id_: str, intents: discord.Intents) -> None:
        self.id = id_
        self.intents = intents
        self.connection: Connection | None = None
        self._sequence = 0
        self._kept: deque[tuple[int, str]] = deque(maxlen=KEPT)

    def dispatch(self, event: str, data: Any, times: int = 1) -> None:
        self._sequence += 1
        frame = json.dumps({"op": Op.DISPATCH, "s": self._sequence, "t": event, "d": data}, default=str)
        self._kept.append((self._sequence, frame))
        for _ in range(times):
            if self.connection is not None:
                self.connection.send(frame)

    def resume(self, connection: Connection, after: int) -> None:
        """Go on over this connection, with all that came after this sequence number first."""
        self.connection = connection
        for sequence, frame in list(self._kept):
            if sequence > after:
                connection.send(frame)
        self.dispatch("RESUMED", {})


class Gateway:
    """`close_code` is with what it answers an identify, instead of READY; the first `unreachable` connections to it
    come to nothing. Each event is dispatched `times` times.
    """

    def __init__(self, backend: DiscordBackend, *, close_code: int | None = None, unreachable: int = 0) -> None:
        self.url = ""
        self.close_code = close_code
        self.unreachable = unreachable
        self.times = 1
        self.heartbeat_seconds = HEARTBEAT_SECONDS
        self.identifies = 0
        self.resumes = 0
        """How many RESUMEs were granted."""

        self._backend = backend
        self._sessions: dict[str, Session] = {}
        self._numbers = count(1)
        backend.subscribers.append(self._emit)

    # -- trouble

    def drop(self) -> None:
        """Cut every socket. The sessions can be resumed."""
        for connection in self._connections():
            connection.drop()

    def ask_to_reconnect(self) -> None:
        """Op 7."""
        for connection in self._connections():
            connection.say(Op.RECONNECT)

    def invalidate(self, *, can_resume: bool = False) -> None:
        """Op 9: every session is over, and only with `can_resume` may be gone on with over another socket."""
        connections = self._connections()
        if not can_resume:
            self._sessions.clear()
        for connection in connections:
            connection.say(Op.INVALID_SESSION, can_resume)

    def fall_silent(self) -> None:
        """The sockets of now stay open, and nothing comes out of them any more. A new one works."""
        for connection in self._connections():
            connection.is_silent = True

    @property
    def is_connected(self) -> bool:
        """Whether anybody is identified, and hears what happens."""
        return any(not connection.is_silent for connection in self._connections())

    def _connections(self) -> list[Connection]:
        return [one.connection for one in list(self._sessions.values()) if one.connection is not None]

    # -- the protocol

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        if self.unreachable:
            self.unreachable -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request)
        writing = asyncio.create_task(connection.write())
        connection.say(Op.HELLO, {"heartbeat_interval": int(self.heartbeat_seconds * 1000)})
        try:
            async for message in socket:
                await self._answer(message.json(), connection, socket)
        finally:
            writing.cancel()
            for session in self._sessions.values():
                if session.connection is connection:
                    session.connection = None
        return socket

    async def _answer(self, said: dict[str, Any], connection: Connection, socket: web.WebSocketResponse) -> None:
        match said["op"]:
            case Op.HEARTBEAT:
                connection.say(Op.HEARTBEAT_ACK)
            case Op.IDENTIFY:
                self.identifies += 1
                if self.close_code is not None:
                    await socket.close(code=self.close_code)
                else:
                    self._begin(said["d"], connection)
            case Op.RESUME:
                session = self._sessions.get(said["d"]["session_id"])
                if session is None:
                    connection.say(Op.INVALID_SESSION, False)
                else:
                    self.resumes += 1
                    session.resume(connection, said["d"]["seq"])

    def _begin(self, identify: dict[str, Any], connection: Connection) -> None:
        session = Session(f"wire-{next(self._numbers)}", discord.Intents(identify.get("intents", 0)))
        session.connection = connection
        for event, data in self._beginning(session):
            session.dispatch(event, data)
        self._sessions[session.id] = session

    def _beginning(self, session: Session) -> Iterator[tuple[str, Any]]:
        """What a session starts with: who one is, then one's guilds."""
        guilds = list(self._backend.guilds.values())
        yield (
            "READY",
            {
                "v": 10,
                "user": serializers.user_payload(self._backend.bot_user),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "application": {"id": str(self._backend.application_id), "flags": 0},
            },
        )
        for guild in guilds:
            payload = json.loads(json.dumps(serializers.guild_create_payload(self._backend, guild), default=str))
            access.prune_guild_create(payload, session.intents, self._backend.bot_user.id)
            yield "GUILD_CREATE", payload

    def _emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """A subscriber of the backend: tell each session what its intents let it hear."""
        needed = access.required_intent(event, payload)
        for session in list(self._sessions.values()):
            if needed is not None and not getattr(session.intents, needed):
                continue
            data: Any = payload
            if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not session.intents.message_content:
                data = json.loads(json.dumps(payload, default=str))
                access.censor_message(data, self._backend.bot_user.id, backend=self._backend)
            session.dispatch(event, data, self.times)
