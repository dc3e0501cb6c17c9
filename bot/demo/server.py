"""`signpost demo` in the browser: serves the page and its socket on 127.0.0.1, to who has the key."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import secrets
import signal
import tempfile
import threading
import webbrowser
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from rich.console import Console

from bot import process_lock
from bot.database import database_at
from bot.demo import frames, protocol
from bot.demo.history import play_week
from bot.demo.playground import Playground
from bot.demo.views import Window
from bot.demo.world import Declined
from bot.errors import StartupError
from bot.simulated.community import copy_home
from bot.tasks import finished
from cogs import failures

HOST = "127.0.0.1"
DEFAULT_PORT = 8765
TICK_SECONDS = 1.0
HEARTBEAT_SECONDS = 30.0
CLOSING_SECONDS = 2.0

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
PAGE = Path(__file__).resolve().parent / "page"
PAGE_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
IMAGES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
"""The only files that are shown and not downloaded, by what they begin with."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DemoServer:
    """One playground, one port, one key. Any number of windows, each with a socket of its own."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground
        self._key = secrets.token_urlsafe(24)
        self._hosts: set[str] = set()
        self._cookie = "signpost"
        self._sockets: set[web.WebSocketResponse] = set()
        self._page = (
            {path.name: path for path in PAGE.iterdir() if path.suffix in PAGE_TYPES} if PAGE.is_dir() else {}
        )
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def address(self) -> str:
        """Where the page is, with the key."""
        return f"http://{HOST}:{self.port}/?key={self._key}"

    async def start(self, port: int) -> None:
        """Listen; 0 is any free port. OSError where the port is taken."""
        app = web.Application(middlewares=[self._guard])
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name}", self._static)
        app.router.add_get("/file/{id:[0-9]{1,20}}/{name}", self._file)
        app.router.add_get("/live", self._live)
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._close_sockets)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = int(runner.addresses[0][1])
        self._hosts = {f"{HOST}:{self.port}", f"localhost:{self.port}"}
        self._cookie = f"signpost_{self.port}"

    async def stop(self) -> None:
        """Close every window and the port."""
        if self._runner is not None:
            await self._runner.cleanup()

    # -- who may come in

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.headers.get("Host") not in self._hosts:
            raise web.HTTPForbidden(text="This page is not known by that name.")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            raise web.HTTPForbidden(text="Other pages may not come in here.")
        given = [request.query.get("key", ""), request.cookies.get(self._cookie, "")]
        if not any(hmac.compare_digest(one.encode(), self._key.encode()) for one in given):
            raise web.HTTPForbidden(text="Open the address that `signpost demo` printed: it holds the key.")
        return await handler(request)

    # -- what there is

    async def _index(self, request: web.Request) -> web.StreamResponse:
        response = await self._page_file("index.html")
        if "key" in request.query:
            response.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict", path="/")
        return response

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return await self._page_file(request.match_info["name"])

    async def _page_file(self, name: str) -> web.Response:
        path = self._page.get(name)
        if path is None:
            raise web.HTTPNotFound(text="There is no such file.")
        body = await asyncio.to_thread(path.read_bytes)
        kind = PAGE_TYPES[path.suffix]
        return web.Response(body=body, content_type=kind, charset=None if kind == "image/png" else "utf-8")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = self._playground.file(int(request.match_info["id"]))
        if found is None:
            raise web.HTTPNotFound(text="There is no such file.")
        kind = next((kind for start, kind in IMAGES.items() if found.startswith(start)), None)
        if found[:4] == b"RIFF" and found[8:12] == b"WEBP":
            kind = "image/webp"
        response = web.Response(body=found, content_type=kind or "application/octet-stream")
        response.headers["Content-Disposition"] = "inline" if kind else "attachment"
        response.headers["Content-Security-Policy"] = FILE_POLICY
        return response

    # -- the socket of one window

    async def _live(self, request: web.Request) -> web.StreamResponse:
        try:
            person = self._playground.person(request.query.get("as", ""))
        except Declined as declined:
            raise web.HTTPNotFound(text=str(declined)) from None
        socket = web.WebSocketResponse(
            max_msg_size=frames.FRAME_LIMIT, heartbeat=HEARTBEAT_SECONDS, compress=False
        )
        await socket.prepare(request)
        window = Window(self._playground, person)
        changed = asyncio.Event()
        changed.set()
        self._sockets.add(socket)
        self._playground.listeners.add(changed.set)
        hello = {**window.hello(), "upload_limit": frames.UPLOAD_LIMIT}
        telling = asyncio.create_task(self._tell(socket, window, changed, hello))
        try:
            async for frame in socket:
                text = frame.data if frame.type is WSMsgType.TEXT else ""
                await _send(socket, await self._answer(text, window))
                changed.set()
        finally:
            self._playground.listeners.discard(changed.set)
            self._sockets.discard(socket)
            telling.cancel()
            await asyncio.wait({telling})
        await socket.close()
        return socket

    async def _tell(
        self, socket: web.WebSocketResponse, window: Window, changed: asyncio.Event, hello: dict[str, Any]
    ) -> None:
        """What is new, as fast as the window reads: what happens meanwhile comes in one piece."""

        async def tell() -> None:
            await _send(socket, hello)
            while not socket.closed:
                await changed.wait()
                changed.clear()
                for frame in window.frames():
                    await _send(socket, frame)

        await _contained("a demo window", tell())
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)  # the page comes back by itself

    async def _answer(self, text: str, window: Window) -> dict[str, Any]:
        """Do what a frame asks for; whatever comes of it, the window gets a reply."""
        reply = {"is": "reply", "n": frames.number_of(text)}
        try:
            request = frames.parse(text)
        except Declined as declined:
            return {**reply, "ok": False, "error": str(declined)}
        task = asyncio.create_task(protocol.perform(request, window, self._playground))
        await asyncio.wait({task})
        error = task.exception()
        if error is None:
            return {**reply, "ok": True, **task.result()}
        why = protocol.sentence(error)
        if why is None:
            why = f"The demo itself failed ({failures.incident(f'demo: {request.do}', error)})."
        return {**reply, "ok": False, "error": why}

    async def _close_sockets(self, _app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"the demo has ended")


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def _send(socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
    with contextlib.suppress(ConnectionResetError):  # the window is gone; its reader ends by itself
        await socket.send_str(json.dumps(frame))


async def _contained(what: str, work: Coroutine[Any, Any, None]) -> None:
    """A bug here is logged, and others go on."""
    error = await finished(asyncio.create_task(work))
    if error is not None and not isinstance(error, asyncio.CancelledError):
        failures.incident(what, error)


# -- from start to end


def serve(console: Console, home: Path | None, *, port: int | None, browser: bool, history: bool) -> int:
    """Serve the demo until Ctrl-C or SIGTERM; returns 0. The data goes to `home`, or is thrown away.

    Raises StartupError where `home` holds anything, or a port that was asked for is taken.
    """
    if home is not None and home.exists() and any(home.iterdir()):
        raise StartupError(f"{home} is not empty. The demo starts from nothing: name a new folder.")
    with contextlib.ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="signpost-demo-")))
        if home is not None:
            file = database_at(home, None).file
            assert file is not None
            stack.enter_context(process_lock.held(file, "demo", datetime.now(UTC)))
        asyncio.run(_serve(console, copy_home(folder), port=port, browser=browser, history=history))
        if home is not None:
            console.print(f"The data of this demo is in {home}.", markup=False)
    return 0


async def _serve(console: Console, home: Path, *, port: int | None, browser: bool, history: bool) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, ended.set)
    interrupted = asyncio.create_task(ended.wait())
    playground = Playground(home, semantic=True)
    server = DemoServer(playground)
    await listen(server, port)
    ticking: asyncio.Task[None] | None = None
    try:
        if history:
            console.print("Playing a week of history …")
        starting = asyncio.create_task(playground.start(play_week if history else None))
        await asyncio.wait({starting, interrupted}, return_when=asyncio.FIRST_COMPLETED)
        if interrupted.done():
            return
        await starting
        ticking = asyncio.create_task(_tick(playground))
        console.print(f"The demo is at {server.address}", markup=False)
        console.print("Ctrl-C ends it.")
        if browser:
            threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        await interrupted
    finally:
        if ticking is not None:
            ticking.cancel()
            await asyncio.wait({ticking})
        await server.stop()
        await playground.stop()


async def listen(server: DemoServer, port: int | None) -> None:
    """Listen on this port, or on the usual one, or on any. Raises StartupError where the one asked for is taken."""
    try:
        await server.start(DEFAULT_PORT if port is None else port)
    except OSError as error:
        if port is not None:
            raise StartupError(f"Port {port} cannot be used: {error.strerror}.") from error
        await server.start(0)


async def _tick(playground: Playground) -> None:
    while True:
        await asyncio.sleep(TICK_SECONDS)
        await _contained("the demo's clock", playground.tick(TICK_SECONDS))
