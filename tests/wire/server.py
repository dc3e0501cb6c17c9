"""Discord on 127.0.0.1: REST and gateway over real sockets, so that discord.py's own HTTP client and websocket run.

The world behind it is simcord's backend, corrected as in the demo; REST calls go to simcord's routes. In a test with
an event loop it runs there (`running`). Where a command of ours runs until it returns, the server has a thread and an
event loop of its own (`serving`).
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import partialmethod
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import discord
import yarl
from aiohttp import web
from discord.gateway import DiscordWebSocket
from simcord import BackendError
from simcord._clock import Clock
from simcord.http import client, router

from bot.simulated.corrections import DiscordBackend
from tests.wire.faults import Fault, Faults, cut
from tests.wire.gateway import Gateway
from tests.wire.people import Person
from tests.wire.record import Call, Record

if TYPE_CHECKING:
    import pytest

assert client  # importing it fills the router with every route

GUILDS_COME_SECONDS = 0.1
"""For so long the library waits for one more server, and not for two seconds: on the wire they come at once."""

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wire.secret"
"""The one token that is accepted. Its first part says: application 123456789012345678."""

START_SECONDS = 10
LARGEST_REQUEST = 30 * 1024 * 1024


class WallClock(Clock):
    """The time that it is, for a world whose bot knows no other."""

    def __init__(self) -> None:
        super().__init__()
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    @elapsed.setter
    def elapsed(self, _seconds: float) -> None:
        """It passes by itself."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class WireDiscord:
    """One Discord. `close_code` is with what the gateway answers an identify, instead of READY; the first
    `unreachable` connections to it come to nothing, and it says that so many logins are `remaining`. REST calls to the
    paths in `refused` are answered with that status and body. `faults` and `gateway` take scripts of what goes wrong,
    `record` tells what happened.
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
        self.gateway = Gateway(backend, close_code=close_code, unreachable=unreachable)
        self.faults = Faults()
        self.record = Record(backend)
        self.remaining = remaining
        self.refused = refused or {}
        self.requests: list[tuple[str, str]] = []
        self._served = 0

    @property
    def identifies(self) -> int:
        return self.gateway.identifies

    @property
    def port(self) -> int:
        return self._served

    @port.setter
    def port(self, port: int) -> None:
        self._served = port
        self.gateway.url = self.gateway_url

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def person(self, guild_id: int, id_: int) -> Person:
        """A member of the world, to act as."""
        return Person(self.backend, guild_id, id_)

    def application(self) -> web.Application:
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_get("/gateway", self.gateway.serve)
        application.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        return application

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        self.requests.append((request.method, path))
        body, files = await _read(request)
        fault = self.faults.befall(request.method, path)
        answer = self._answer(request, path, body, files) if fault is None or fault.after else None
        if fault is not None and fault.status is not None:
            answer = fault.answer()
        if fault is not None and fault.status is None:
            cut(request)
        self._note(request, path, body, None if _cuts(fault) else answer)
        return answer or web.Response(status=204)

    def _note(self, request: web.Request, path: str, body: Any, answer: web.Response | None) -> None:
        status = None if answer is None else answer.status
        self.record.add(Call(time.monotonic(), request.method, path, body, status))
        # simcord remembers everything for its reports, which nobody reads here.
        self.backend.transcript.clear()
        self.backend.http_requests.clear()

    def _answer(self, request: web.Request, path: str, body: Any, files: list[Any]) -> web.Response:
        by_token = path.startswith(("/interactions/", "/webhooks/"))
        if not by_token and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if path in self.refused:
            status, answer = self.refused[path]
            return _json(answer, status)
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": self.remaining, "reset_after": 3_600_000, "max_concurrency": 1}
            return _json({"url": self.gateway_url, "shards": 1, "session_start_limit": limit})
        try:
            answer = self._dispatch(request.method, path, body, dict(request.query), files)
        except BackendError as error:
            return _json(error.to_json(), error.status)
        return web.Response(status=204) if answer is None else _json(answer)

    def _dispatch(self, method: str, path: str, body: Any, params: dict[str, str], files: list[Any]) -> Any:
        """By simcord's routes, and what `bot.simulated.corrections` puts right in front of them."""
        is_history = method == "GET" and path.endswith("/messages") and "after" in params
        page = int(params.get("limit", 50)) if is_history else None
        if page is not None:
            params = params | {"limit": str(sys.maxsize)}
        said = body if isinstance(body, dict) else {}
        nonce = said.get("nonce") if method == "POST" and path.endswith("/messages") else None
        with self.backend.enforcing(nonce if nonce and said.get("enforce_nonce") else None):
            answer = router.dispatch(self.backend, method, path, json=body, params=params, files=files)
        if nonce is not None:
            answer["nonce"] = nonce
        return answer if page is None else answer[-page:]


async def _read(request: web.Request) -> tuple[Any, list[Any]]:
    """The JSON that was sent, and the files beside it."""
    if not request.can_read_body:
        return None, []
    if request.content_type != "multipart/form-data":
        return await request.json(), []
    body, files = None, []
    async for part in await request.multipart():
        data = await part.read()  # type: ignore[union-attr]
        if part.name == "payload_json":  # type: ignore[union-attr]
            body = json.loads(data)
        else:
            files.append(SimpleNamespace(fp=io.BytesIO(data), filename=part.filename, description=None))  # type: ignore[union-attr]
    return body, files


def _cuts(fault: Fault | None) -> bool:
    return fault is not None and fault.status is None


def _json(answer: Any, status: int = 200) -> web.Response:
    """As Discord labels it; with a charset behind it, discord.py would read text."""
    return web.Response(body=json.dumps(answer), status=status, headers={"Content-Type": "application/json"})


@asynccontextmanager
async def running(wire: WireDiscord) -> AsyncIterator[WireDiscord]:
    """Serve it on a free port, in this event loop, until the end of the block."""
    runner = web.AppRunner(wire.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        wire.port = int(runner.addresses[0][1])
        yield wire
    finally:
        wire.gateway.drop()
        await runner.cleanup()


@contextmanager
def serving(wire: WireDiscord) -> Iterator[WireDiscord]:
    """Serve it on a free port, in a thread of its own, until the end of the block."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="wire")
    thread.start()
    server = running(wire)
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(START_SECONDS)
        yield wire
    finally:
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(START_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def point_to(wire: WireDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let discord.py, in this process, take the wire server for Discord."""
    made_with = partialmethod(discord.Client.__init__, guild_ready_timeout=GUILDS_COME_SECONDS)
    monkeypatch.setattr(discord.Client, "__init__", made_with)
    monkeypatch.setattr(discord.http.Route, "BASE", wire.rest_url)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(wire.gateway_url))
