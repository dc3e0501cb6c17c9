"""What the people of a story do, and what each of them sees of it, in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

import discord
from rich.console import Console, RenderableType
from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle

from bot.demo import rendering
from bot.simulated.simulation import Simulation


class Stage:
    """People act here; each deed is printed, with what the person who did it sees."""

    def __init__(self, console: Console, simulation: Simulation) -> None:
        self._console = console
        self._sim = simulation
        self._scene = 0

    async def say(self, person: MemberActor, channel: ChannelHandle, text: str) -> discord.Message:
        message = await (person.send_dm(text) if channel.guild is None else person.send(channel, text))
        self.show(message, channel)
        return message

    async def slash(
        self, person: MemberActor, channel: ChannelHandle, command: str, *, show: bool = True, **options: Any
    ) -> InteractionResult:
        typed = " ".join([f"/{command}", *(f"{name}:{_typed(value)}" for name, value in options.items())])
        self.do(person, channel, typed)
        result: InteractionResult = await person.slash(channel, command, **options)
        if show:
            self.reply(result, channel)
        return result

    async def click(
        self,
        person: MemberActor,
        on: discord.Message | InteractionResult,
        label: str,
        place: str,
        *,
        show: bool = True,
    ) -> InteractionResult:
        self._print(rendering.action(person, place, f"presses [ {label} ]"))
        message = _message(on)
        actor = person.user if message.channel.id == person.user.dm_channel.id else person
        result = await self._sim.click(actor, message, label)
        if show and result.modal is None and result.response is not None:
            self._print(rendering.message(self._sim, result.response.message, place))
        return result

    async def submit(
        self,
        person: MemberActor,
        modal: InteractionResult,
        answers: Mapping[str, Any],
        channel: ChannelHandle,
        *,
        show: bool = True,
    ) -> InteractionResult:
        assert modal.modal is not None
        fields = self._sim.open_modal_values(modal)
        self._print(rendering.modal(str(modal.modal["title"]), fields, answers))
        result = await self._sim.submit(_actor(person, channel), modal, answers)
        if show:
            self.reply(result, channel)
        return result

    def begin(self, title: str, sentence: str) -> None:
        self._scene += 1
        self._print(rendering.scene(self._scene, title, sentence))

    def do(self, person: MemberActor, channel: ChannelHandle, what: str) -> None:
        self._print(rendering.action(person, _place(channel), what))

    def note(self, text: str) -> None:
        self._console.print(f"  ⚡ {text}\n", style="bold yellow", markup=False)

    def reply(self, result: InteractionResult, channel: ChannelHandle) -> None:
        if result.response is not None:
            self._print(rendering.message(self._sim, result.response.message, _place(channel)))

    def last(self, channel: ChannelHandle) -> discord.Message:
        message = self._sim.messages(channel)[-1]
        self.show(message, channel)
        return message

    def show(self, message: discord.Message, channel: ChannelHandle) -> None:
        self._print(rendering.message(self._sim, message, _place(channel)))

    def _print(self, shown: RenderableType) -> None:
        self._console.print(shown)


def _message(on: discord.Message | InteractionResult) -> discord.Message:
    if isinstance(on, discord.Message):
        return on
    assert on.response is not None
    return on.response.message


def _actor(person: MemberActor, channel: ChannelHandle) -> MemberActor | UserHandle:
    """Who acts there: a member in the server, a user in their direct messages."""
    return person.user if channel.guild is None else person


def _place(channel: ChannelHandle) -> str:
    if channel.guild is None:
        return "direct message"
    return (
        f"thread “{shorten(str(channel.name), 50, placeholder=' …')}”" if channel.is_thread else f"#{channel.name}"
    )


def _typed(value: Any) -> str:
    return f"@{value.user.global_name}" if isinstance(value, MemberActor) else str(value)
