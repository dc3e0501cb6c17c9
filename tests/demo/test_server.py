"""The demo's server: who may come in, what a window can ask for and is told, and how the command ends."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rich.console import Console
from simcord.enums import ComponentType

from bot.__main__ import main
from bot.demo import frames, server
from bot.demo.playground import Playground
from bot.demo.server import DemoServer
from bot.demo.views import Window
from bot.errors import StartupError
from bot.simulated.community import copy_home

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SPF = "how do i set up spf"


class Page:
    """One window of a browser: sends actions, and puts together what it is told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.number = 0
        self.channels: dict[str, dict[str, Any]] = {}
        self.messages: dict[str, dict[str, Any]] = {}
        self.frames: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads((await self.socket.receive(timeout=10)).data)
        self.frames.append(frame)
        if frame["is"] == "channels":
            self.channels = {one["name"]: one for one in frame["channels"]}
        elif frame["is"] == "messages":
            self.messages.update({one["id"]: one for one in frame["upsert"]})
        return frame

    async def ask(self, do: str, **fields: Any) -> dict[str, Any]:
        """Do something and wait for the reply."""
        self.number += 1
        await self.socket.send_json({"n": self.number, "do": do, **fields})
        while (frame := await self.next())["is"] != "reply" or frame["n"] != self.number:
            pass
        return frame

    async def do(self, what: str, **fields: Any) -> dict[str, Any]:
        reply = await self.ask(what, **fields)
        assert reply["ok"], reply
        return reply

    async def see(self, text: str) -> dict[str, Any]:
        """Wait until a message holds this text; the message."""
        while True:
            for one in self.messages.values():
                if text in json.dumps(one, ensure_ascii=False):
                    return one
            await self.next()

    async def open(self, name: str) -> str:
        while name not in self.channels:
            await self.next()
        await self.do("open", channel=self.channels[name]["id"])
        return str(self.channels[name]["id"])


class Site:
    """The server on a real port, and a browser with its jar of cookies."""

    def __init__(self, playground: Playground) -> None:
        self.play = playground
        self.server = DemoServer(playground)
        self.browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.pages: list[Page] = []

    async def close(self) -> None:
        for page in self.pages:
            await page.socket.close()
        await self.browser.close()
        await self.server.stop()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    async def status(self, path: str, **headers: str) -> int:
        async with self.browser.get(self.url(path), headers=headers) as response:
            return response.status

    async def page(self, user: str) -> Page:
        async with self.browser.get(self.server.address):
            pass
        page = Page(await self.browser.ws_connect(self.url(f"/live?as={user}")))
        self.pages.append(page)
        assert (await page.next())["is"] == "hello"
        return page


@pytest.fixture(scope="module")
def asleep(tmp_path_factory: pytest.TempPathFactory) -> Playground:
    """A playground whose bot is never started: enough where nothing happens in it."""
    return Playground(copy_home(tmp_path_factory.mktemp("asleep")))


@pytest.fixture
async def door(asleep: Playground) -> AsyncIterator[Site]:
    """The server, with nobody at home."""
    made = Site(asleep)
    await made.server.start(0)
    yield made
    await made.close()


@pytest.fixture
async def site(home: Path) -> AsyncIterator[Site]:
    """The server, with the bot running."""
    made = Site(Playground(home))
    await made.play.start()
    await made.server.start(0)
    yield made
    await made.close()
    await made.play.stop()


async def test_only_who_has_the_key_and_comes_from_here_gets_in(door: Site) -> None:
    port, key = door.server.port, door.server.address.partition("key=")[2]
    for path in ("/", "/?key=wrong", "/?key=ä", "/page/main.js", "/file/1/a", "/live?as=ann", "/nothing"):
        assert await door.status(path) == 403, path
    assert await door.status(f"/?key={key}", Host=f"evil.example:{port}") == 403
    assert await door.status(f"/?key={key}", Host=f"127.0.0.1:{port + 1}") == 403
    assert await door.status(f"/?key={key}", Origin="http://evil.example") == 403
    assert await door.status(f"/?key={key}", Origin="null") == 403
    assert len(key) >= 32

    async with door.browser.get(door.server.address) as response:
        assert response.status == 200
        (cookie,) = response.headers.getall("Set-Cookie")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert await door.status("/") == 200
    assert await door.status("/", Host=f"localhost:{port}", Origin=f"http://localhost:{port}") == 200
    for headers in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await door.browser.ws_connect(door.url("/live?as=ann"), headers=headers)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
        await door.browser.ws_connect(door.url("/live?as=nobody"))


async def test_every_answer_carries_the_strict_headers_and_only_the_pages_files_are_served(door: Site) -> None:
    for path, status in (
        (door.server.address, 200),
        (door.url("/page/style.css"), 200),
        (door.url("/page/index.html"), 200),
        (door.url("/page/server.py"), 404),
        (door.url("/page/..%2Fserver.py"), 404),
        (door.url("/page/%2Fetc%2Fpasswd"), 404),
        (door.url("/nothing"), 404),
    ):
        async with door.browser.get(path) as response:
            assert response.status == status, path
            policy = response.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_two_people_see_each_other_live_and_not_what_is_for_one(site: Site) -> None:
    ann, noor = await site.page("ann"), await site.page("noor")
    lounge = await ann.open("lounge")
    await noor.open("lounge")
    await ann.do("send", channel=lounge, content="hello from Ann")
    said = await noor.see("hello from Ann")
    await noor.do("react", channel=lounge, message=said["id"], emoji="👋")
    assert (await ann.see("👋"))["reactions"][0]["count"] == 1
    await ann.do("slash", channel=lounge, name="rep show", options={})
    assert (await ann.see("no reputation yet"))["ephemeral"]
    await ann.do("send", channel=lounge, content="did you see that?")
    await noor.see("did you see that?")
    assert not any("reputation" in one["content"] for one in noor.messages.values())


async def test_a_form_is_opened_and_sent_over_the_socket_and_becomes_a_ticket(site: Site) -> None:
    ann, sam = await site.page("ann"), await site.page("sam")
    help_ = await ann.open("help")
    queue = await sam.open("staff-queue")
    await ann.do("send", channel=help_, content=SPF)
    answer = await ann.see("Still need help")
    button = next(one for one in answer["components"][0]["components"] if one["label"] == "Still need help")
    reply = await ann.do("click", channel=help_, message=answer["id"], custom_id=button["custom_id"])
    modal = reply["modal"]
    assert modal["title"] == "Delivery problem"
    controls = {row["label"]: row["component"] for row in modal["components"]}
    first = controls["Which address or domain is affected?"]["custom_id"]
    refused = await ann.ask("submit", modal=modal["token"], values={first: "ann@example.com"})
    assert "“What happens, and since when?” must be filled in" in refused["error"]
    values = {
        first: "ann@example.com",
        controls["What happens, and since when?"]["custom_id"]: "All of it",
        controls["Who is affected?"]["custom_id"]: "several",
        controls["Is there another way for now?"]["custom_id"]: "no",
    }
    stolen = await sam.ask("submit", modal=modal["token"], values=values)
    assert not stolen["ok"]
    await ann.do("submit", modal=modal["token"], values=values)
    await ann.see("Ticket #1 is open")
    card = await sam.see("Claim")
    claim = next(one for one in card["components"][0]["components"] if one["label"] == "Claim")
    await sam.do("click", channel=queue, message=card["id"], custom_id=claim["custom_id"])
    thread = next(name for name in ann.channels if name.startswith("#1"))
    await sam.do("open", channel=ann.channels[thread]["id"])
    shown = (await sam.do("slash", channel=ann.channels[thread]["id"], name="ticket resolve"))["modal"]
    note, helper, *_ = (row["component"]["custom_id"] for row in shown["components"])
    hugo = str(site.play.people["hugo"].id)
    await sam.do("submit", modal=shown["token"], values={note: "Done.", helper: [hugo]})
    await sam.see("Thanks to")


async def test_every_action_has_its_reply(site: Site) -> None:
    ann = await site.page("ann")
    lounge = await ann.open("lounge")
    await ann.do("send", channel=lounge, content="one")
    one = await ann.see("one")
    await ann.do("send", channel=lounge, content="two", reply_to=one["id"])
    await ann.do("edit", channel=lounge, message=one["id"], content="first")
    await ann.do("react", channel=lounge, message=one["id"], emoji="👍")
    await ann.do("unreact", channel=lounge, message=one["id"], emoji="👍")
    thread = await ann.do("thread", channel=lounge, name="more", message=one["id"])
    assert thread["channel"] == one["id"]
    forum = ann.channels["ask-the-community"]["id"]
    post = await ann.do("post", channel=forum, title="SPF", content=SPF, tags=["DNS"])
    await ann.do("open", channel=post["channel"])
    await ann.see("v=spf1")
    direct = await ann.do("direct")
    await ann.do("open", channel=direct["channel"])
    choices = await ann.do("complete", channel=lounge, name="faq search", option="question", value="imap")
    assert choices["choices"]
    lena = str(site.play.people["lena"].id)
    await ann.do("slash", channel=lounge, name="rep show", options={"member": lena})
    await ann.do("menu", channel=lounge, name="Look up in FAQ", message=one["id"])
    await ann.do("open", channel=lounge)
    await ann.do("older", channel=lounge, before=one["id"])
    await ann.do("delete", channel=lounge, message=one["id"])
    await ann.do("language", locale="fr")
    await ann.do("advance", seconds=600)
    await ann.do("guide", step="ask")
    assert "modal" in await ann.do("guide", step="need_help")
    assert "503" in (await ann.do("trouble", kind="unavailable"))["note"]
    await ann.do("trouble", kind="restart")
    sam = await site.page("sam")
    while not any(frame["is"] == "world" for frame in sam.frames):
        await sam.next()
    world = next(frame for frame in sam.frames if frame["is"] == "world")
    assert [step["id"] for step in world["guide"] if step["done"]] == ["ask", "need_help"]
    assert world["trouble"] == ["unavailable"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{{{",
        "[]",
        "1",
        '"text"',
        "[" * 100_000,
        "{}",
        '{"n": 5}',
        '{"n": 5, "do": "explode"}',
        '{"n": 5, "do": ["send"]}',
        '{"n": 5, "do": "send"}',
        '{"n": 5, "do": "send", "channel": "x", "content": "y"}',
        '{"n": 5, "do": "send", "channel": "99999999999999999999999", "content": "y"}',
        '{"n": 5, "do": "send", "channel": "1", "content": "y"}',
        '{"n": 5, "do": "open", "channel": "1"}',
        '{"n": 5, "do": "slash", "channel": "1", "name": "", "options": {}}',
        '{"n": 5, "do": "menu", "channel": "1", "name": "Accept answer"}',
        '{"n": 5, "do": "submit", "modal": "nothing", "values": {}}',
        '{"n": 5, "do": "language"}',
        '{"n": 5, "do": "language", "locale": "tlh"}',
        '{"n": 5, "do": "language", "locale": {"de": 1}}',
        '{"n": 5, "do": "advance", "seconds": 1e300}',
        '{"n": 5, "do": "advance", "seconds": NaN}',
        '{"n": 5, "do": "guide", "step": "\\ud800"}',
    ],
)
async def test_nonsense_gets_a_sentence(asleep: Playground, text: str) -> None:
    window = Window(asleep, asleep.people["ann"])
    reply = await DemoServer(asleep)._answer(text, window)
    json.dumps(reply)
    assert (reply["is"], reply["ok"]) == ("reply", False)
    assert reply["error"].endswith(".")
    assert "failed" not in reply["error"]


async def test_a_bug_is_one_incident_and_stops_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ann, noor = await site.page("ann"), await site.page("noor")
    lounge = await ann.open("lounge")
    await noor.open("lounge")

    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a bug in the demo")

    with monkeypatch.context() as patch:
        patch.setattr(site.play, "edit", broken)
        reply = await ann.ask("edit", channel=lounge, message="1", content="x")
        assert re.search(r"The demo itself failed \(SP-[0-9A-F]{6}\)\.", reply["error"])
    assert "a bug in the demo" in caplog.text

    frames_of = Window.frames

    def blind(self: Window) -> list[dict[str, Any]]:
        if self.person.user == "ann":
            raise RuntimeError("a bug in one window")
        return frames_of(self)

    with monkeypatch.context() as patch:
        patch.setattr(Window, "frames", blind)
        await noor.do("send", channel=lounge, content="still here")
        await noor.see("still here")
        while (await ann.socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
            pass
    again = await site.page("ann")
    await again.open("lounge")
    await again.see("still here")


async def test_files_come_back_as_pictures_of_a_known_kind_or_as_downloads(site: Site) -> None:
    ann = await site.page("ann")
    lounge = await ann.open("lounge")
    page = b"<script>alert(1)</script>"
    files = [
        {"name": "dot.png", "data": base64.b64encode(PNG).decode()},
        {"name": "../x/<img onerror=1>.png", "data": base64.b64encode(page).decode()},
        {"name": "a.svg", "data": base64.b64encode(b"<svg onload='alert(1)'/>").decode()},
    ]
    await ann.do("send", channel=lounge, content="look", files=files)
    attachments = (await ann.see("dot.png"))["attachments"]
    assert [one["filename"] for one in attachments] == ["dot.png", "<img onerror=1>.png", "a.svg"]
    for one, kind in zip(attachments, ("image/png", *["application/octet-stream"] * 2), strict=True):
        async with site.browser.get(site.url(one["url"])) as response:
            assert response.status == 200
            assert response.content_type == kind
            assert response.headers["Content-Disposition"] == ("inline" if kind == "image/png" else "attachment")
            assert "sandbox" in response.headers["Content-Security-Policy"]
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert await site.status("/file/123/a.png") == 404
    broken = await ann.ask("send", channel=lounge, content="", files=[{"name": "a", "data": "***"}])
    assert broken["error"] == "The file a did not arrive whole."
    large = [{"name": "large", "data": "A" * (frames.UPLOAD_LIMIT * 4 // 3 + 1024)}]
    assert "at most 8 MB" in (await ann.ask("send", channel=lounge, content="", files=large))["error"]
    with contextlib.suppress(ConnectionError):
        await ann.socket.send_str("x" * (frames.FRAME_LIMIT + 1))
    while (await ann.socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
        pass
    assert ann.socket.closed
    await (await site.page("noor")).open("lounge")


async def test_a_file_is_uploaded_in_a_form_and_stands_in_the_ticket(site: Site) -> None:
    ann = await site.page("ann")
    lounge = await ann.open("lounge")
    modal = (await ann.do("slash", channel=lounge, name="ticket open", options={"type": "bug"}))["modal"]
    values: dict[str, Any] = {}
    for row in modal["components"]:
        control = row["component"]
        values[control["custom_id"]] = (
            control["options"][0]["value"] if control.get("options") else "It shows this."
        )
        if control["type"] == ComponentType.FILE_UPLOAD:
            values[control["custom_id"]] = [{"name": "shot.png", "data": base64.b64encode(PNG).decode()}]
            upload = control["custom_id"]
    for wrong in ("text", [{"name": "a.txt"}], {"name": "a", "data": ""}, [{"name": "a", "data": "***"}]):
        refused = await ann.ask("submit", modal=modal["token"], values={**values, upload: wrong})
        assert "failed" not in refused["error"]
    await ann.do("submit", modal=modal["token"], values=values)
    await ann.see("Ticket #1 is open")
    thread = next(one["id"] for name, one in ann.channels.items() if name.startswith("#1"))
    await ann.do("open", channel=thread)
    (attachment,) = (await ann.see("shot.png"))["attachments"]
    async with site.browser.get(site.url(attachment["url"])) as response:
        assert await response.read() == PNG


# The command


async def test_the_command_prints_its_address_and_ends_cleanly_while_a_window_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    options = ("demo", "--no-browser", "--port", "0", "--home", str(folder))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        found = re.fullmatch(r"The demo is at (http://127\.0\.0\.1:\d+/)\?key=(\S{32,})\s*", line)
        assert found, line
        address = f"{found[1]}live?as=ann&key={found[2]}"
        async with aiohttp.ClientSession() as browser, browser.ws_connect(address) as socket:
            page = Page(socket)
            help_ = await page.open("help")
            await page.do("send", channel=help_, content=SPF)
            await page.see("How do I set up SPF?")
            process.send_signal(signal.SIGINT)
            while (await socket.receive(timeout=10)).type is aiohttp.WSMsgType.TEXT:
                pass
        rest = (await process.stdout.read()).decode()
        assert await process.wait() == 0
        assert "Traceback" not in rest
        assert str(folder) in rest.replace("\n", "")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    assert (folder / "data" / "signpost.db").exists()


async def test_the_usual_port_may_be_taken_but_one_that_was_asked_for_may_not(
    door: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = door.server.port
    other = DemoServer(door.play)
    with pytest.raises(StartupError, match=f"Port {taken} cannot be used"):
        await server.listen(other, taken)
    monkeypatch.setattr(server, "DEFAULT_PORT", taken)
    await server.listen(other, None)
    assert other.port not in (0, taken)
    await other.stop()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("important")
    assert main(["demo", "--no-browser", "--home", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    with pytest.raises(StartupError):
        server.serve(Console(file=io.StringIO()), tmp_path, port=0, browser=False, history=False)
