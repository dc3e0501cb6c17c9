"""Discord on 127.0.0.1: REST and gateway over real sockets, so that discord.py's own HTTP client and websocket run.

The world behind it is simcord's backend, corrected as in the demo; REST calls go to simcord's routes. The server
has a thread and an event loop of its own, because a command of ours runs until it returns.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from functools import partialmethod
from threading import Thread
from typing import Any

import discord
import pytest
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from simcord import BackendError
from simcord.backend import serializers
from simcord.http import client, router

from bot.simulated.corrections import DiscordBackend

assert client  # importing it fills the router with every route

GUILDS_COME_SECONDS = 0.1
"""For so long the library waits for one more server, and not for two seconds: on the wire they come at once."""

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wire.secret"
"""The one token that is accepted. Its first part says: application 123456789012345678."""

START_SECONDS = 10


class Op(IntEnum):
    """Discord's gateway opcodes, as far as they are spoken here."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    HELLO = 10
    HEARTBEAT_ACK = 11


class WireDiscord:
    """One Discord. `close_code` is with what the gateway answers an identify, instead of READY; the first
    `unreachable` connections to it come to nothing, and it says that so many logins are `remaining`. REST calls to the
    paths in `refused` are answered with that status and body.
    """

    def __init__(
        self,
        backend: DiscordBackend,
        *,
        close_code: int | None = None,
        unreachable: int = 0,
        remaining: int = 1000,
        refused: Mapping[str, tuple[int, Any]] | None = None,
    ) -> None:
        self.backend = backend
        self.close_code = close_code
        self.unreachable = unreachable
        self.remaining = remaining
        self.refused = refused or {}
        self.identifies = 0
        self.requests: list[tuple[str, str]] = []
        self.port = 0

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/gateway", self._gateway)
        application.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        return application

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        self.requests.append((request.method, path))
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path in self.refused:
            status, answer = self.refused[path]
            return _json(answer, status)
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": self.remaining, "reset_after": 3_600_000, "max_concurrency": 1}
            return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
        body = await request.json() if request.can_read_body else None
        try:
            answer = router.dispatch(self.backend, request.method, path, json=body, params=dict(request.query))
        except BackendError as error:
            return _json(error.to_json(), error.status)
        return web.Response(status=204) if answer is None else _json(answer)

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        if self.unreachable:
            self.unreachable -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": Op.HELLO, "d": {"heartbeat_interval": 45_000}})
        async for message in socket:
            op = message.json()["op"]
            self.identifies += op == Op.IDENTIFY
            match op:
                case Op.HEARTBEAT:
                    await socket.send_json({"op": Op.HEARTBEAT_ACK})
                case Op.IDENTIFY if self.close_code is not None:
                    await socket.close(code=self.close_code)
                case Op.IDENTIFY:
                    for sequence, (event, data) in enumerate(self._beginning(), start=1):
                        await socket.send_str(
                            json.dumps({"op": Op.DISPATCH, "s": sequence, "t": event, "d": data}, default=str)
                        )
        return socket

    def _beginning(self) -> Iterator[tuple[str, Any]]:
        """What a session starts with: who one is, then one's guilds."""
        guilds = list(self.backend.guilds.values())
        yield (
            "READY",
            {
                "v": 10,
                "user": serializers.user_payload(self.backend.bot_user),
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": "wire",
                "resume_gateway_url": self.gateway_url,
                "application": {"id": str(self.backend.application_id), "flags": 0},
            },
        )
        for guild in guilds:
            yield "GUILD_CREATE", serializers.guild_create_payload(self.backend, guild)


def _json(answer: Any, status: int = 200) -> web.Response:
    """As Discord labels it; with a charset behind it, discord.py would read text."""
    return web.Response(body=json.dumps(answer), status=status, headers={"Content-Type": "application/json"})


@contextmanager
def serving(wire: WireDiscord) -> Iterator[WireDiscord]:
    """Serve it on a free port until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="wire")
    thread.start()
    runner = web.AppRunner(wire.application(), access_log=None, shutdown_timeout=1)

    async def start() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    try:
        wire.port = asyncio.run_coroutine_threadsafe(start(), loop).result(START_SECONDS)
        yield wire
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(START_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def point_to(wire: WireDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py, in this process, take the wire server for Discord."""
    made_with = partialmethod(discord.Client.__init__, guild_ready_timeout=GUILDS_COME_SECONDS)
    monkeypatch.setattr(discord.Client, "__init__", made_with)
    monkeypatch.setattr(discord.http.Route, "BASE", wire.rest_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(wire.gateway_url))
