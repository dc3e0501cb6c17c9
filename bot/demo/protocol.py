"""Does what the page asks for: its requests become what people do in the playground, and failures sentences."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from simcord import BackendError, InteractionResult, MemberActor, RoleHandle, SetupError
from simcord.components import walk_components
from simcord.enums import ComponentType, OptionType
from simcord.interactions import walk_to_subcommand

from bot.demo import frames
from bot.demo.playground import Playground
from bot.demo.views import Window
from bot.demo.world import Declined, Person

_SENTENCES = {
    10003: "That channel is gone.",
    10008: "That message is gone.",
    50001: "You cannot see this channel.",
    50013: "You may not do this here.",
    50083: "This thread is archived.",
    160004: "This message has a thread already.",
    160005: "This thread is locked.",
}


def sentence(error: BaseException) -> str | None:
    """Why not, for the page; None where it is a bug."""
    if isinstance(error, Declined):
        return str(error)
    if isinstance(error, BackendError):
        return _SENTENCES.get(error.code, f"Discord does not accept this: {error.message}.")
    if isinstance(error, SetupError):
        text = str(error).partition(" — ")[0]
        if text.startswith("No matching component"):
            return "That is not there any more."
        return text if text.endswith(".") else f"{text}."
    return None


async def perform(request: frames.Request, window: Window, playground: Playground) -> dict[str, Any]:
    """Do what is asked, as the window's person; what the reply holds beside `ok`."""
    me = window.person
    match request:
        case frames.Open():
            window.open(request.channel)
        case frames.Older():
            window.older(request.channel, request.before)
        case frames.Send():
            files = [_file(one) for one in _within_limit(request.files)]
            await playground.send(me, request.channel, request.content, reply_to=request.reply_to, files=files)
        case frames.Edit():
            await playground.edit(me, request.channel, request.message, request.content)
        case frames.Delete():
            await playground.delete(me, request.channel, request.message)
        case frames.React():
            reacted = request.do == "react"
            await playground.react(me, request.channel, request.message, request.emoji, reacted=reacted)
        case frames.Post():
            post = await playground.post(me, request.channel, request.title, request.content, request.tags)
            return {"channel": str(post)}
        case frames.Thread():
            return {"channel": str(await playground.thread(me, request.channel, request.name, request.message))}
        case frames.Direct():
            return {"channel": str(await playground.direct(me))}
        case frames.Language():
            await playground.choose_language(me, request.locale)
        case frames.Advance():
            await playground.advance(request.seconds)
        case frames.Trouble():
            return {"note": await playground.cause(request.kind, request.channel)}
        case frames.FollowGuide():
            user, followed = await playground.follow_guide(request.step)
            return _opened(playground, me, followed) if followed is not None and user == me.user else {}
        case frames.Complete():
            options = _options(playground, request.name, request.channel, request.options, partial=True)
            choices = await playground.complete(
                me, request.channel, request.name, request.option, request.value, options
            )
            return {"choices": choices}
        case _:
            return _opened(playground, me, await _interact(request, me, playground))
    return {}


async def _interact(
    request: frames.Click | frames.Select | frames.Slash | frames.Menu | frames.Submit,
    me: Person,
    playground: Playground,
) -> InteractionResult:
    match request:
        case frames.Click():
            return await playground.click(me, request.channel, request.message, request.custom_id)
        case frames.Select():
            stored = playground.backend.get_message(request.channel, request.message)
            menu = next(
                (one for one in walk_components(stored.components) if one.get("custom_id") == request.custom_id),
                {},
            )
            values = _answer(playground, menu, request.values)
            return await playground.select(me, request.channel, request.message, request.custom_id, values)
        case frames.Slash():
            options = _options(playground, request.name, request.channel, request.options)
            return await playground.slash(me, request.channel, request.name, options)
        case frames.Menu():
            if request.message is not None:
                message = playground.message(request.channel, request.message)
                return await playground.menu(me, request.channel, request.name, message)
            return await playground.menu(me, request.channel, request.name, _member(playground, request.member))
        case frames.Submit():
            shown = playground.open_modal(me, request.modal)
            controls = {
                one["custom_id"]: one
                for one in walk_components((shown.modal or {})["components"])
                if one.get("custom_id")
            }
            values = {key: _answer(playground, controls.get(key, {}), one) for key, one in request.values.items()}
            try:
                return await playground.submit(me, shown, values)
            except SetupError as error:
                raise Declined(_with_labels(error, shown)) from None


def _with_labels(error: SetupError, shown: InteractionResult) -> str:
    """simcord speaks of custom_ids; the page shows labels."""
    text = sentence(error) or ""
    for row in (shown.modal or {})["components"]:
        if "component" in row:
            text = text.replace(repr(row["component"]["custom_id"]), f"“{row['label']}”")
    return text.replace("Required modal control", "The field").replace("was not supplied", "must be filled in")


def _opened(playground: Playground, me: Person, result: InteractionResult) -> dict[str, Any]:
    modal = playground.keep_modal(me, result)
    return {} if modal is None else {"modal": modal}


# From what the page says to what people hold in their hands


def _options(
    playground: Playground, name: str, channel_id: int, given: Mapping[str, Any], *, partial: bool = False
) -> dict[str, Any]:
    """The options of a slash command; while it is still being typed, without those that make no sense yet."""
    words = name.split()
    guild_id = playground.backend.get_channel(channel_id).guild_id
    command = playground.backend.find_command(words[0], guild_id) if words else None
    if command is None:
        raise Declined("There is no such command.")
    leaf, _nesting = walk_to_subcommand(command, words[1:])
    kinds = {option["name"]: option["type"] for option in leaf.get("options") or []}
    options = {}
    for key, value in given.items():
        try:
            options[key] = _option(playground, kinds.get(key), value)
        except Declined:
            if not partial:
                raise
    return options


def _option(playground: Playground, kind: int | None, value: Any) -> Any:
    match kind:
        case OptionType.USER | OptionType.MENTIONABLE:
            return _member(playground, value)
        case OptionType.CHANNEL:
            return playground.channel(_id(value))
        case OptionType.ROLE:
            return _role(playground, value)
        case OptionType.ATTACHMENT:
            return _file(_within_limit(frames.files_in([value]))[0])
        case OptionType.INTEGER if isinstance(value, str):
            return int(_id(value)) if value.isdecimal() else value
        case OptionType.NUMBER if isinstance(value, str):
            try:
                return float(value)
            except ValueError:
                raise Declined("That is no number.") from None
    return value


def _answer(playground: Playground, control: Mapping[str, Any], value: Any) -> Any:
    """What was filled into a control of a modal, or chosen in a menu."""
    match control.get("type"):
        case ComponentType.USER_SELECT | ComponentType.MENTIONABLE_SELECT:
            return [_member(playground, one) for one in _list(value)]
        case ComponentType.ROLE_SELECT:
            return [_role(playground, one) for one in _list(value)]
        case ComponentType.CHANNEL_SELECT:
            return [playground.channel(_id(one)) for one in _list(value)]
        case ComponentType.FILE_UPLOAD:
            return [_file(one) for one in _within_limit(frames.files_in(_list(value)))]
    return value


def _member(playground: Playground, value: Any) -> MemberActor:
    for user_id in playground.simulation.guild.member_ids():
        if user_id == _id(value):
            return playground.simulation.member(playground.backend.get_user(user_id).name)
    raise Declined("That member is not here.")


def _role(playground: Playground, value: Any) -> RoleHandle:
    for role in playground.simulation.guild.roles.values():
        if role.id == _id(value):
            return role
    raise Declined("There is no such role.")


def _id(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 20:
        return int(value)
    raise Declined("The page sent something that is no id.")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Declined("The page sent something that is no list.")
    return value


def _within_limit(files: list[frames.File]) -> list[frames.File]:
    if sum(len(one.data) for one in files) * 3 // 4 > frames.UPLOAD_LIMIT + 8:
        raise Declined(f"Files together may have at most {frames.UPLOAD_LIMIT // 1024 // 1024} MB here.")
    return files


def _file(file: frames.File) -> tuple[str, bytes]:
    name = file.name.replace("\\", "/").rpartition("/")[2].strip() or "file"
    try:
        return name, base64.b64decode(file.data, validate=True)
    except (binascii.Error, ValueError):
        raise Declined(f"The file {name} did not arrive whole.") from None
