"""Answers a press, a command or a form, also where it takes longer than Discord waits.

An interaction has to be answered within three seconds. What is not ready by then gets a line meanwhile, which the answer
replaces. That line says what is the case, so a bot that dies before the answer leaves nothing that "thinks" for ever.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, TypedDict, TypeVar

import aiohttp
import discord

from bot.tasks import finished
from cogs.texts import failures as texts
from cogs.ui.interactions import Interaction
from cogs.ui.readers import reader

log = logging.getLogger(__name__)

ATTACHED_FILE = "form.txt"
PATIENCE_SECONDS = 2.0
"""Discord waits three, and the line needs its time on the way, too."""

ALREADY_ANSWERED = 40060
UNKNOWN_MESSAGE = 10008
"""Discord's code for a message that is gone: who reads it alone may put it away at any time."""
UNREACHED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""How Discord fails to take an answer, or its answer to that fails to arrive."""

Done = TypeVar("Done")


@dataclass(frozen=True)
class File:
    """A file, which an embed may show by its name; of a picture, `alt` says in at most 1024 characters what is to be seen."""

    name: str
    content: bytes
    alt: str | None = None


class Message(TypedDict, total=False):
    """What a message shows; what is left out, it does not have."""

    content: str | None
    embeds: Sequence[discord.Embed]
    view: discord.ui.View | None
    attached: str
    """A text that is too long to be shown, as a file."""
    files: Sequence[File]
    allowed_mentions: discord.AllowedMentions


class Stand(Enum):
    """What Discord has heard of us."""

    NOTHING = auto()
    MEANWHILE = auto()
    """A line that the answer replaces."""
    SAID = auto()
    ELSEWHERE = auto()
    """A form was opened, or the message with the button changed."""
    DOUBTFUL = auto()
    """That was tried, and nobody knows whether it arrived."""


@dataclass
class _Answer:
    stand: Stand = Stand.NOTHING
    line: Callable[[], Message] | None = None
    timer: asyncio.TimerHandle | None = None
    saying: asyncio.Task[None] | None = None


def watch(interaction: Interaction, line: Callable[[], Message] | None = None) -> None:
    """If nothing is answered soon, say this line meanwhile, or that it takes longer. Once begun, it takes the newest line."""
    answer = _answer(interaction)
    answer.line = line or answer.line
    if answer.timer is None:
        answer.timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, _lose_patience, interaction)


def unwatch(interaction: Interaction) -> None:
    """It is over: say nothing more of itself."""
    if (timer := _answer(interaction).timer) is not None:
        timer.cancel()


async def reply(
    interaction: Interaction,
    content: str | None = None,
    *,
    embed: discord.Embed | None = None,
    embeds: Sequence[discord.Embed] = (),
    view: discord.ui.View | None = None,
    attached: str = "",
    files: Sequence[File] = (),
    allowed_mentions: discord.AllowedMentions | None = None,
    is_public: bool = False,
    is_more: bool = False,
) -> None:
    """The answer, for the eyes of who asked unless it `is_public`; a second one replaces the first unless it `is_more`.

    Raises what Discord raises where it can no longer be said.
    """
    message: Message = {
        "content": content,
        "embeds": (embed,) if embed else tuple(embeds),
        "view": view,
        "attached": attached,
        "files": files,
    }
    if allowed_mentions is not None:
        message["allowed_mentions"] = allowed_mentions
    stand = await _settled(interaction)
    if stand is Stand.NOTHING:
        await _respond(interaction, message, is_public=is_public)
    elif stand is Stand.ELSEWHERE or (stand is Stand.SAID and is_more):
        await interaction.followup.send(**as_new(message), ephemeral=not is_public)
    elif stand is Stand.DOUBTFUL:
        await _respond_in_doubt(interaction, message)
    elif stand is Stand.MEANWHILE and is_public:
        await _take_away(interaction)
        await interaction.followup.send(**as_new(message))
    else:
        async with _or_anew(interaction, message):
            await _replace(interaction, message)
    if stand not in (Stand.ELSEWHERE, Stand.DOUBTFUL):
        _answer(interaction).stand = Stand.SAID


async def regardless(saying: Coroutine[Any, Any, None], work: Callable[[], Awaitable[Done]]) -> Done:
    """Say it, and do what is owed beside it, however long the saying takes and whatever becomes of it.

    What kept it from being said is raised in the end. Who is cancelled has neither said nor done it.
    """
    said = asyncio.create_task(saying)  # it is on its way before anything that the work sends
    try:
        done = await work()
    except asyncio.CancelledError:
        said.cancel()
        raise
    except Exception:
        await finished(said)
        raise
    await said
    return done


async def redraw(interaction: Interaction, **message: Any) -> None:
    """Change the message with the button; without changes, just take note of the press.

    Where a line stands meanwhile, that can no longer be done: what it should show is shown in place of the line.
    """
    stand = await _settled(interaction)
    if stand is not Stand.NOTHING:
        if message.keys() & {"content", "embed", "embeds"}:
            await reply(interaction, **message)
        elif stand is Stand.MEANWHILE:
            await _take_away(interaction)
        return
    with _elsewhere(interaction):
        if message:
            await interaction.response.edit_message(**message)
        else:
            await interaction.response.defer()


async def redraw_again(interaction: Interaction, content: str, *, view: discord.ui.View | None = None) -> None:
    """Once more what `redraw` has changed, or what was said in its place; it keeps its buttons unless a `view` is given.
    Where they have put it away meanwhile, it is said anew.
    """
    async with _or_anew(interaction, {"content": content, "view": view}):
        if view is None:
            await interaction.edit_original_response(content=content)
        else:
            await interaction.edit_original_response(content=content, view=view)


async def ask_patience(interaction: Interaction) -> None:
    """For what is known to take longer: say so at once."""
    if await _settled(interaction) is Stand.NOTHING:
        await _say_meanwhile(interaction)


async def open_form(interaction: Interaction, form: discord.ui.Modal, *, or_say: str | None = None) -> None:
    """Show a form. It has to be the first that Discord hears; where it is too late, say this, or ask to press again."""
    if await _settled(interaction) is Stand.NOTHING:
        with _elsewhere(interaction):
            await interaction.response.send_modal(form)
    else:
        await reply(interaction, or_say or texts.press_again(reader(interaction)))


def _answer(interaction: Interaction) -> _Answer:
    found: _Answer = interaction.extras.setdefault("answer", _Answer())
    return found


def _stand(interaction: Interaction) -> Stand:
    answer = _answer(interaction)
    if answer.stand is not Stand.NOTHING or not interaction.response.is_done():
        return answer.stand
    match interaction.response.type:
        case discord.InteractionResponseType.channel_message:
            return Stand.SAID
        case _:
            return Stand.ELSEWHERE


async def _settled(interaction: Interaction) -> Stand:
    """What stands there, once no line can come any more."""
    unwatch(interaction)
    if (saying := _answer(interaction).saying) is not None:
        await saying
    return _stand(interaction)


def _lose_patience(interaction: Interaction) -> None:
    if _stand(interaction) is Stand.NOTHING:
        _answer(interaction).saying = asyncio.get_running_loop().create_task(_say_meanwhile(interaction))


async def _say_meanwhile(interaction: Interaction) -> None:
    line = _answer(interaction).line
    message = line() if line is not None else Message(content=texts.takes_longer(reader(interaction)))
    try:
        await _respond(interaction, message)
    except UNREACHED as error:
        log.warning("could not say that an answer takes longer: %s", describe(error))
    else:
        _answer(interaction).stand = Stand.MEANWHILE


async def _respond(interaction: Interaction, message: Message, *, is_public: bool = False) -> None:
    try:
        await interaction.response.send_message(**as_new(message), ephemeral=not is_public)
    except UNREACHED as error:
        if not _may_have_arrived(error):
            raise
        try:
            await _replace(interaction, message)
        except UNREACHED:
            raise error from None


async def _respond_in_doubt(interaction: Interaction, message: Message) -> None:
    """What was tried before may stand as the first response; then it is not to be replaced: it may be everybody's."""
    try:
        await interaction.followup.send(**as_new(message), ephemeral=True)
    except discord.NotFound:
        await interaction.response.send_message(**as_new(message), ephemeral=True)


@contextmanager
def _elsewhere(interaction: Interaction) -> Iterator[None]:
    try:
        yield
    except UNREACHED as error:
        if not _has_arrived_before(interaction, error):
            if _may_have_arrived(error):
                _answer(interaction).stand = Stand.DOUBTFUL
            raise
    _answer(interaction).stand = Stand.ELSEWHERE


def _has_arrived_before(interaction: Interaction, error: BaseException) -> bool:
    """Whether Discord has this very answer: it took it and said 502, and the library tried again; or it told us of the
    press twice. A line that may stand meanwhile would be another one.
    """
    is_taken = isinstance(error, discord.HTTPException) and error.code == ALREADY_ANSWERED
    return is_taken and _answer(interaction).saying is None


def _may_have_arrived(error: BaseException) -> bool:
    """Whether Discord may have taken the answer, and only its word for that got lost."""
    if not isinstance(error, discord.HTTPException):
        return True
    return error.code == ALREADY_ANSWERED or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR


async def _replace(interaction: Interaction, message: Message) -> None:
    await interaction.edit_original_response(
        content=message.get("content"),
        embeds=message.get("embeds", ()),
        view=message.get("view"),
        attachments=_files(message),
        allowed_mentions=message.get("allowed_mentions"),
    )


@asynccontextmanager
async def _or_anew(interaction: Interaction, message: Message) -> AsyncIterator[None]:
    """Who has put our answer away has not heard the rest of it: that is said in a message of its own, for their eyes."""
    try:
        yield
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise
        await interaction.followup.send(**as_new(message), ephemeral=True)


async def _take_away(interaction: Interaction) -> None:
    """The line that stood meanwhile, if they have not put it away themselves."""
    try:
        await interaction.delete_original_response()
    except discord.NotFound as error:
        if error.code != UNKNOWN_MESSAGE:
            raise


def as_new(message: Message) -> dict[str, Any]:
    """As discord.py takes a message that is sent."""
    shown: dict[str, Any] = {**message, "files": _files(message)}
    shown.pop("attached", None)
    return {key: value for key, value in shown.items() if value is not None and value not in ((), [])}


def _files(message: Message) -> list[discord.File]:
    """Made anew for each attempt: discord.py closes what it has sent."""
    text = message.get("attached")
    attached = [File(ATTACHED_FILE, text.encode(errors="replace"))] if text else []
    files = [*attached, *message.get("files", ())]
    return [discord.File(io.BytesIO(one.content), one.name, description=one.alt) for one in files]


def describe(error: BaseException) -> str:
    """A failure to reach Discord, for the log: without anything that people wrote."""
    what = type(error).__name__
    if isinstance(error, discord.HTTPException):
        what = f"HTTP {error.status}, code {error.code}"
    return what


async def suggest_nothing(interaction: Interaction) -> None:
    """Who types an option of a command gets no suggestions."""
    await interaction.response.autocomplete([])
