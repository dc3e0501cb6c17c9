"""A Discord in memory for `signpost demo` and the journey tests: the real bot, made-up people, virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp
import discord
from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor, SetupError, UserHandle
from simcord._runtime import _CLOCK_SCOPE
from simcord.actors import MessageLike
from simcord.backend.access import can_access_channel
from simcord.components import walk_components
from simcord.enums import SELECT_TYPES, ComponentType

from bot.simulated.corrections import Stall
from bot.simulated.environment import VirtualEnv

STEP_SECONDS = 3600.0
"""Long waits are taken in steps, each with its own settle time-out."""
MANY_ANSWERS = {*SELECT_TYPES, ComponentType.CHECKBOX_GROUP}

Person = MemberActor | UserHandle


@dataclass(frozen=True)
class Request:
    """One REST request of the bot. `parts` names the parts of a multipart one; its JSON part is `body`."""

    method: str
    path: str
    body: Any
    parts: tuple[str, ...]


class ModalField(NamedTuple):
    """One thing a modal asks for. `kind` is Discord's component type, e.g. `text_input` or `user_select`."""

    custom_id: str
    label: str
    kind: str


class Simulation:
    """Runs bots from a factory, one after the other, in one simulated Discord that outlives them.

    Use it with `async with`, or with `start` and `stop`. Worlds are built with `env`: before the start for a bot
    that is in the guild already, after it for one that joins. Leaving the `async with` raises what the bot
    swallowed and nobody read; exceptions of the `expected` types are the bot's everyday refusals and not kept.
    """

    def __init__(
        self,
        make_bot: Callable[[], discord.Client],
        *,
        expected: tuple[type[BaseException], ...] = (),
        settle_timeout: float = 30.0,
        approved_intents: discord.Intents | None = None,
    ) -> None:
        self._make_bot = make_bot
        self._abandoned: list[discord.Client] = []
        self.env = VirtualEnv(
            make_bot(), expected=expected, settle_timeout=settle_timeout, approved_intents=approved_intents
        )

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()
        if error is None:
            self.env._raise_errors_since(self.env._errors_acknowledged)

    async def start(self) -> None:
        """Bring the first bot to READY. Raises what the bot raised; it is closed then."""
        await self.env.attach(self.env.bot)
        # For `discord.utils.utcnow()` in the caller. simcord's own `time_context` must be left in the context
        # that entered it, which the teardown of an async fixture is not.
        _CLOCK_SCOPE.set(self.env)

    async def stop(self) -> None:
        """Close the bot and, after it, the ones that were killed: their connections are still open."""
        _CLOCK_SCOPE.set(None)
        try:
            await self.env.close_bot()
        finally:
            try:
                await self.env.shutdown()
            finally:
                dead, self._abandoned = self._abandoned, []
                outcomes = await asyncio.gather(*(bot.close() for bot in dead), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None and not isinstance(outcome, ConnectionResetError):  # goodbyes reach nobody
                raise outcome

    async def restart(self) -> None:
        """Let the bot finish and close in order, then start a fresh one."""
        with self.env.operation("restart"):
            await self.env._settle_internal(dispatch="restart")
            await self.env.close_bot()
            await self.env._detach_bot()
            await self.env.attach(self._make_bot())

    async def kill(self) -> None:
        """Crash: drop the bot where it stands, then start a fresh one. The dead one is closed by `stop`."""
        with self.env.operation("kill"):
            self._abandoned.append(self.env.bot)
            await self.env.abandon_bot()
            await self.env.attach(self._make_bot())

    # -- time and faults

    def now(self) -> datetime:
        """The simulated time, aware UTC. It stands still but for `advance`."""
        return self.env.now()

    async def advance(self, seconds: float) -> None:
        """Move time on, stopping at every timer of the bot on the way."""
        while seconds > 0:
            step = min(seconds, STEP_SECONDS)
            await self.env.advance_time(step)
            seconds -= step

    async def settle(self) -> None:
        """Wait until the bot has nothing to do but wait, after changing the world by hand."""
        await self.env.settle()

    def fail_next(
        self, method: str, path_pattern: str, status: int = 503, code: int = 0, times: int | None = 1
    ) -> None:
        """Make requests fail, e.g. `("POST", "/channels/*/messages")`. `times=None` is for good."""
        self.env.inject_error(method, path_pattern, status=status, code=code, times=times)

    def stall_next(self, method: str, path_pattern: str, *, after: bool = False, skip: int = 0) -> None:
        """Leave one request without an answer; with `after`, it takes effect. Then `kill` the bot right there.

        `skip` requests like it are answered before.
        """
        self.env.line.stalls.append(Stall(method, path_pattern, after, skip=skip))

    def lose_answer_next(self, method: str, path_pattern: str, heard: Exception | None = None) -> None:
        """Let one request take effect; in place of its answer comes this, or the end of the connection."""
        lost = heard or aiohttp.ServerDisconnectedError()
        self.env.line.stalls.append(Stall(method, path_pattern, after=True, lost=lost))

    @property
    def errors(self) -> list[BaseException]:
        """What went wrong in the bot and did not reach the caller. Reading it acknowledges."""
        return self.env.errors

    @property
    def requests(self) -> list[Request]:
        """Every REST request of every bot so far, failed ones too."""
        uploads = self.env.backend.uploads
        return [
            Request(entry.method, entry.path, entry.json, uploads.get(index, ()))
            for index, entry in enumerate(self.env.http_requests)
        ]

    # -- the world

    @property
    def bot(self) -> discord.Client:
        """The bot that runs now."""
        return self.env.bot

    @property
    def guild(self) -> GuildHandle:
        """The first guild."""
        return self.env.guild

    def create_forum(self, guild: GuildHandle, name: str, tags: Sequence[str] = ()) -> ChannelHandle:
        """A forum with these tags. simcord's own builder knows no tags."""
        forum = guild.create_forum_channel(name)
        new = {"moderated": False, "emoji_id": None, "emoji_name": None}
        named = [{"id": str(self.env.backend.snowflake()), "name": tag, **new} for tag in tags]
        self.env.backend.edit_channel(forum.id, {"available_tags": named})
        return forum

    def member(self, name: str) -> MemberActor:
        """The member of the first guild with this user name. LookupError when there is none."""
        for user_id in self.guild.member_ids():
            if (user := self.env.backend.get_user(user_id)).name == name:
                return MemberActor(self.env, self.guild, UserHandle(self.env, user))
        raise LookupError(f"no member is called {name!r}")

    def thread_named(self, prefix: str) -> ChannelHandle:
        """The one thread whose name starts like this. LookupError when it is none or several."""
        threads = self._threads()
        found = [thread for thread in threads if (thread.name or "").startswith(prefix)]
        if len(found) != 1:
            raise LookupError(f"{len(found)} threads start with {prefix!r}, of {[t.name for t in threads]}")
        return found[0]

    def speaks(self, person: Person, locale: str) -> None:
        """From now on Discord is in this language for the person, e.g. `de`. For others it is American English."""
        self.env.backend.locales[person.id] = locale

    def visible_threads(self, member: MemberActor) -> list[ChannelHandle]:
        """The threads that this member can see, oldest first, archived ones included."""
        return [thread for thread in self._threads() if can_access_channel(self.env, thread.id, member)]

    def messages(self, channel: ChannelHandle, viewer: Person | None = None) -> list[discord.Message]:
        """What this person sees in the channel, oldest first; without a viewer all but the ephemeral."""
        return channel.history(viewer=viewer)

    def _threads(self) -> list[ChannelHandle]:
        backend = self.env.backend
        return [
            ChannelHandle(self.env, GuildHandle(self.env, backend.get_guild(channel.guild_id)), channel)
            for channel in backend.channels.values()
            if channel.is_thread and channel.guild_id is not None
        ]

    # -- what people do, beyond simcord's own verbs

    async def post(
        self, member: MemberActor, forum: ChannelHandle, title: str, content: str, tags: Sequence[str] = ()
    ) -> ChannelHandle:
        """Open a forum post, its tags given by name. Returns its thread; the starter message has the same id."""
        with self.env.operation("post"):
            thread = self.env.backend.post_in_forum(forum.id, member.id, title, content, tags)
            await self.env._settle_internal(dispatch="MEMBER.post")
        return ChannelHandle(self.env, forum.guild, thread)

    async def archive(self, thread: ChannelHandle, *, lock: bool = False) -> None:
        """What a quiet week does to a thread or, with `lock`, a moderator."""
        with self.env.operation("archive"):
            state = {"archived": True, "locked": lock}
            self.env.backend.edit_channel(thread.id, {}, thread_metadata=state)
            await self.env._settle_internal(dispatch="archive")

    async def click(self, person: Person, message: MessageLike, label: str) -> InteractionResult:
        """Press the button with this label. SetupError, naming the labels there are, when it cannot be pressed."""
        try:
            result: InteractionResult = await person.click(message, label=label)
        except SetupError as error:
            channel_id = message.channel.id if isinstance(message, discord.Message) else message.channel_id
            stored = self.env.backend.get_message(channel_id, message.id)
            error.add_note(f"labels: {[c['label'] for c in walk_components(stored.components) if c.get('label')]}")
            raise
        return result

    def open_modal_values(self, result: InteractionResult) -> list[ModalField]:
        """What the modal that this interaction opened asks for, in its order."""
        return [
            ModalField(control["custom_id"], label, ComponentType(control["type"]).name.lower())
            for label, control in _modal_controls(result)
        ]

    async def submit(
        self, person: Person, result: InteractionResult, answers: Mapping[str, Any]
    ) -> InteractionResult:
        """Fill in the open modal, by the labels one reads: of its fields and, in choices, of their options."""
        controls = dict(_modal_controls(result))
        if unknown := answers.keys() - controls.keys():
            raise LookupError(f"the modal does not ask for {sorted(unknown)}, only for {list(controls)}")
        values = {
            controls[label]["custom_id"]: _value(controls[label], answer) for label, answer in answers.items()
        }
        submitted: InteractionResult = await person.submit_modal(result, values)
        return submitted


def _modal_controls(result: InteractionResult) -> Iterator[tuple[str, dict[str, Any]]]:
    if result.modal is None:
        raise LookupError(f"this interaction opened no modal: {result!r}")
    for row in result.modal["components"]:
        if "component" in row:
            yield row["label"], row["component"]
        for control in row.get("components", ()):
            yield control["label"], control


def _value(control: Mapping[str, Any], answer: Any) -> Any:
    options = {option["label"]: option["value"] for option in control.get("options") or ()}
    if control["type"] in MANY_ANSWERS:
        chosen = answer if isinstance(answer, list | tuple) else [answer]
        return [options.get(item, item) if isinstance(item, str) else item for item in chosen]
    return options.get(answer, answer) if options else answer
