"""Where simcord's Discord differs from Discord: a backend and two transports that put it right.

Sources: Discord's documentation of threads and of "Create Message", and its bug tracker (discord-api-docs) for
what the documentation leaves open: #6884 (50083 in a locked thread), #6928 (50083 when an archived thread is
edited), #6647 (`enforce_nonce`, also for a message deleted meanwhile).
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fnmatch import fnmatch
from typing import Any

import discord
from discord.http import Route
from simcord import BackendError
from simcord.backend import Backend, errors, permissions, serializers
from simcord.backend.access import channel_accessible
from simcord.backend.models import Channel, Guild, Member, Message, User
from simcord.enums import ChannelType, MessageType
from simcord.http import FakeHTTPClient, FakeWebhookAdapter
from simcord.http.router import parse_form

MESSAGES = "/channels/{channel_id}/messages"
NONCE_SECONDS = 300.0
"""How long a nonce is remembered. Discord says "a few minutes"."""
MOST_TAGS = 5
HAS_THREAD = discord.MessageFlags.has_thread.flag


def thread_is_archived() -> BackendError:
    return BackendError(400, 50083, "Thread is archived")


def thread_is_locked() -> BackendError:
    return BackendError(400, 160005, "The thread is locked")


def message_has_a_thread() -> BackendError:
    return BackendError(400, 160004, "A thread has already been created for this message")


class DiscordBackend(Backend):
    """simcord's backend with the rules of Discord that it leaves out."""

    account_age = timedelta(days=400)
    """How old the accounts of people are who are made from now on. simcord's are new, as hardly anybody's is."""
    member_age = timedelta(days=100)
    """For how long who is put into a server from now on has been there."""

    def __init__(self) -> None:
        super().__init__()
        self.locales: dict[int, str] = {}
        """In which language Discord speaks to people, by their ids; to all others in American English."""
        self.uploads: dict[int, tuple[str, ...]] = {}
        """The parts of each multipart request, by its index in `http_requests`."""
        self._nonce: str | None = None
        self._nonces: dict[tuple[int, int, str], tuple[float, Message]] = {}
        self._joining = False

    # -- people

    def make_user(self, name: str, **fields: Any) -> User:
        user = super().make_user(name, **fields)
        if self.account_age:
            self.users.pop(user.id)
            user.id = self._allocate_at((user.id >> 22) - self.account_age // timedelta(milliseconds=1))
            self.users[user.id] = user
        return user

    def add_member(self, guild_id: int, user_id: int, **fields: Any) -> Member:
        member = super().add_member(guild_id, user_id, **fields)
        member.joined_at = (self.clock.now() - self.member_age).isoformat()
        return member

    # -- threads

    def create_thread(
        self, parent_id: int, name: str, owner_id: int, *, broadcast: bool = True, **fields: Any
    ) -> Channel:
        """Only a public thread that no message started is announced in its channel: a private one must not be."""
        started_by = fields.get("message_id")
        if started_by in self.channels:
            raise message_has_a_thread()
        thread = super().create_thread(parent_id, name, owner_id, broadcast=False, **fields)
        if not broadcast:
            return thread
        self.announce_thread_create(thread)
        if started_by is not None:
            source = self.get_message(parent_id, started_by)
            source.flags |= HAS_THREAD
            self.emit("MESSAGE_UPDATE", dict(serializers.message_payload(self, source)))
        elif thread.type == ChannelType.PUBLIC_THREAD:
            self.create_system_message(
                parent_id, MessageType.THREAD_CREATED, owner_id, target_channel_id=thread.id
            )
        return thread

    def edit_channel(
        self,
        channel_id: int,
        changes: Mapping[str, Any],
        *,
        thread_metadata: Mapping[str, Any] | None = None,
        **rest: Any,
    ) -> Channel:
        """The one thing that can be done to an archived thread is to un-archive it."""
        metadata = self.get_channel(channel_id).thread_metadata
        wanted = thread_metadata or {}
        if metadata is not None:
            if metadata.archived and wanted.get("archived") is not False:
                raise thread_is_archived()
            if wanted.keys() & {"archived", "auto_archive_duration"}:
                metadata.archive_timestamp = self.now_iso()
        return super().edit_channel(channel_id, changes, thread_metadata=thread_metadata, **rest)

    def add_thread_member(self, thread_id: int, user_id: int) -> Channel:
        self._require_active(thread_id)
        return super().add_thread_member(thread_id, user_id)

    def remove_thread_member(self, thread_id: int, user_id: int) -> Channel:
        self._require_active(thread_id)
        return super().remove_thread_member(thread_id, user_id)

    def set_reaction(self, channel_id: int, message_id: int, emoji: str, user_id: int, reacted: bool) -> None:
        self._require_active(channel_id)
        super().set_reaction(channel_id, message_id, emoji, user_id, reacted)

    def require_permissions(self, guild_id: int | None, user_id: int, channel_id: int | None, *names: str) -> None:
        """Threads are edited and deleted with `manage_threads`, not with `manage_channels`."""
        if channel_id is not None and self.get_channel(channel_id).is_thread:
            names = tuple("manage_threads" if name == "manage_channels" else name for name in names)
        super().require_permissions(guild_id, user_id, channel_id, *names)

    def _require_active(self, channel_id: int) -> None:
        metadata = self.get_channel(channel_id).thread_metadata
        if metadata is not None and metadata.archived:
            raise thread_is_archived()

    def _manages_threads(self, channel: Channel, user_id: int) -> bool:
        assert channel.guild_id is not None
        held = self.compute_permissions(channel.guild_id, user_id, channel.id)
        return bool(held & permissions.flag("manage_threads"))

    # -- messages

    def commit_message(self, message: Message, *, broadcast: bool = True) -> Message:
        """Every new message passes here, whoever wrote it and by whatever route."""
        channel = self.get_channel(message.channel_id)
        nonce, self._nonce = self._nonce, None
        if nonce is not None and (twin := self._twin(message, nonce)) is not None:
            return twin
        if channel.thread_metadata is not None and message.system_metadata is None:
            self._enter(channel, message)
        committed = super().commit_message(message, broadcast=broadcast)
        if nonce is not None:
            self._nonces[channel.id, message.author_id, nonce] = (self.clock.elapsed, message)
        return committed

    def edit_message(self, channel_id: int, message_id: int, fields: dict[str, Any]) -> Message:
        message, channel = self.get_message(channel_id, message_id), self.get_channel(channel_id)
        if channel.thread_metadata is not None and not message.is_ephemeral:
            self._require_active(channel_id)
            if channel.thread_metadata.locked and not self._manages_threads(channel, message.author_id):
                raise thread_is_locked()
        return super().edit_message(channel_id, message_id, fields)

    @contextmanager
    def enforcing(self, nonce: str | None) -> Iterator[None]:
        """Within, the next message is created only if its author sent none with this nonce just now."""
        self._nonce = nonce
        try:
            yield
        finally:
            self._nonce = None

    def _twin(self, message: Message, nonce: str) -> Message | None:
        """The message sent with this nonce before; an error if it was deleted since, as on Discord."""
        for key, (sent_at, _) in list(self._nonces.items()):
            if sent_at + NONCE_SECONDS >= self.clock.elapsed:
                break  # they are kept in the order of sending
            del self._nonces[key]
        _, twin = self._nonces.get((message.channel_id, message.author_id, nonce), (0.0, None))
        return None if twin is None else self.get_message(twin.channel_id, twin.id)

    def _enter(self, thread: Channel, message: Message) -> None:
        """A post may be refused by its thread, wakes an archived one, and the first in a forum is the starter."""
        metadata = thread.thread_metadata
        assert metadata is not None
        if metadata.locked and not self._manages_threads(thread, message.author_id):
            raise thread_is_archived() if metadata.archived else thread_is_locked()
        if metadata.archived and not message.is_ephemeral:
            self.edit_channel(thread.id, {}, thread_metadata={"archived": False})
        assert thread.parent_id is not None
        if thread.message_count == 0 and self.get_channel(thread.parent_id).type == ChannelType.FORUM:
            message.id = thread.id

    # -- forums and guilds

    def post_in_forum(
        self, forum_id: int, author_id: int, title: str, content: str, tags: Sequence[str] = ()
    ) -> Channel:
        """A person's forum post, its tags given by name. simcord makes only the bot's."""
        forum = self.get_channel(forum_id)
        if forum.type != ChannelType.FORUM:
            raise errors.cannot_execute_on_channel_type()
        self.require_permissions(forum.guild_id, author_id, forum_id, "send_messages")
        if not 1 <= len(title) <= 100:
            raise errors.invalid_form_body("name must be between 1 and 100 characters")
        known = {tag["name"]: int(tag["id"]) for tag in forum.available_tags}
        if len(tags) > MOST_TAGS or not known.keys() >= set(tags):
            raise errors.invalid_form_body("applied_tags: unknown or more than five")
        thread = self.create_thread(
            forum_id, title, author_id, applied_tags=[known[tag] for tag in tags], broadcast=False
        )
        starter = self.create_message(thread.id, author_id, content, broadcast=False)
        forum.last_message_id = thread.id
        self.announce_thread_create(thread)
        self.announce_message_create(starter)
        return thread

    def create_guild(self, name: str, **settings: Any) -> Guild:
        """A guild made while the bot runs is one that it joins, and discord.py is told so."""
        self._joining = True
        try:
            return super().create_guild(name, **settings)
        finally:
            self._joining = False

    def emit(self, event: str, payload: Mapping[str, Any]) -> None:
        """A guild arrives with its active threads only, and with `unavailable` only when it was known before.

        An interaction says which languages the person and the server have.
        """
        if event == "INTERACTION_CREATE":
            person = payload["member"]["user"] if "member" in payload else payload["user"]
            payload = {**payload, "locale": self.locales.get(int(person["id"]), payload["locale"])}
            if "guild_id" in payload:
                payload["guild_locale"] = self.get_guild(int(payload["guild_id"])).preferred_locale
        if event == "GUILD_CREATE":
            payload = dict(payload)
            payload["threads"] = [
                thread
                for thread in payload["threads"]
                if not thread["thread_metadata"]["archived"]
                and channel_accessible(self, int(thread["id"]), self.bot_user.id)
            ]
            if self._joining:
                del payload["unavailable"]
        super().emit(event, payload)


@dataclass(frozen=True)
class Stall:
    """A request whose answer never comes: the process is going to die there or, if it is `lost`, this is heard.

    `skip` requests like it are answered before.
    """

    method: str
    path: str
    after: bool
    lost: Exception | None = None
    skip: int = 0


@dataclass
class Line:
    """One bot's connection to Discord: requests can stall on it, and it is cut when the bot is killed."""

    backend: DiscordBackend
    wait: Callable[..., Awaitable[Any]]
    """`Env.external_wait`: lets the simulation go on although a task of the bot waits."""
    cut: bool = False
    stalls: list[Stall] = field(default_factory=list)

    async def send(
        self, route: Route, parts: Sequence[Mapping[str, Any]], request: Callable[[], Awaitable[Any]]
    ) -> Any:
        """Make one REST request and answer, or raise, as the unmodified discord.py would."""
        if self.cut:
            raise ConnectionResetError("this bot was killed")
        path = route.url.removeprefix(route.BASE).partition("?")[0]
        stall = next((s for s in self.stalls if s.method in (route.method, "*") and fnmatch(path, s.path)), None)
        if stall is not None and stall.skip:
            self.stalls[self.stalls.index(stall)] = replace(stall, skip=stall.skip - 1)
            stall = None
        if stall is not None:
            self.stalls.remove(stall)
            if not stall.after:
                await self._hang()
        if parts:
            self.backend.uploads[len(self.backend.http_requests)] = tuple(part["name"] for part in parts)
        try:
            answer = await request()
        except discord.HTTPException as error:
            if error.status < 500:
                raise
            raise discord.DiscordServerError(error.response, {"code": error.code, "message": error.text}) from None
        if stall is not None:
            if stall.lost is not None:
                raise stall.lost
            await self._hang()
        return answer

    async def _hang(self) -> None:
        never = asyncio.get_running_loop().create_future()
        await self.wait(never, reason="a request that is never answered")


class HTTP(FakeHTTPClient):
    """discord.py's REST client."""

    def __init__(self, line: Line, loop: asyncio.AbstractEventLoop, *, message_content_access: bool) -> None:
        super().__init__(line.backend, loop, message_content_access=message_content_access)
        self._line = line

    async def request(
        self, route: Route, *, files: Any | None = None, form: Iterable[Any] | None = None, **kwargs: Any
    ) -> Any:
        parts = list(form or ())
        body = (parse_form(parts, [])[0] if parts else kwargs.get("json")) or {}
        params = dict(kwargs.get("params") or {})
        endpoint = (route.method, route.path)

        page = None
        if endpoint == ("GET", MESSAGES) and "after" in params:
            # simcord would answer with the newest ones after that id: have it answer with all, take the oldest.
            page = int(params.get("limit", 50))
            kwargs["params"] = params | {"limit": sys.maxsize}
        nonce = body.get("nonce") if endpoint == ("POST", MESSAGES) else None

        async def send() -> Any:
            with self._line.backend.enforcing(nonce if nonce and body.get("enforce_nonce") else None):
                return await super(HTTP, self).request(route, files=files, form=parts or None, **kwargs)

        answer = await self._line.send(route, parts, send)
        if page is not None:
            return answer[-page:]
        if nonce is not None:
            answer["nonce"] = nonce
        return answer


class Webhooks(FakeWebhookAdapter):
    """discord.py's second way to Discord: answers to interactions."""

    def __init__(self, line: Line, *, message_content_access: bool) -> None:
        super().__init__(line.backend, message_content_access=message_content_access)
        self._line = line

    async def request(self, route: Route, session: Any, **kwargs: Any) -> Any:
        parts = list(kwargs.get("multipart") or ())
        return await self._line.send(route, parts, lambda: super(Webhooks, self).request(route, session, **kwargs))
