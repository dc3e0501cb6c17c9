"""People on the wire: they write, press, use commands and fill in forms, and wait for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simcord.backend import serializers
from simcord.backend.models import Interaction, Message
from simcord.enums import AppCommandType, ComponentType, InteractionType, OptionType
from simcord.interactions import base_payload, nest_options, walk_to_subcommand

from bot.simulated.corrections import DiscordBackend


@dataclass(frozen=True)
class Person:
    """A member of a server. What they do happens at once; what the bot makes of it, `Record` tells.

    Options of commands are strings and whole numbers; what somebody may not do in Discord is not checked.
    """

    backend: DiscordBackend
    guild_id: int
    id: int

    def write(self, channel_id: int, text: str, *, reply_to: int | None = None) -> Message:
        """A message, in reply to another one of the channel or not."""
        reference = None
        if reply_to is not None:
            said = {"channel_id": str(channel_id), "message_id": str(reply_to)}
            reference = self.backend.normalize_message_reference(channel_id, said)
        return self.backend.create_message(channel_id, self.id, text, reference=reference)

    def post(self, forum_id: int, title: str, text: str) -> int:
        """A forum post; its thread's id is its first message's too."""
        return self.backend.post_in_forum(forum_id, self.id, title, text).id

    def use(self, channel_id: int, command: str, **options: str | int) -> Interaction:
        """A slash command, with its group before its name: `faq search`. StopIteration where there is none."""
        first, *rest = command.split()
        root = self._command(first, AppCommandType.CHAT_INPUT)
        leaf, nesting = walk_to_subcommand(root, rest)
        kinds = {option["name"]: option["type"] for option in leaf.get("options") or ()}
        given = [
            {"name": name, "type": int(OptionType(kinds[name])), "value": value} for name, value in options.items()
        ]
        data = self._named(root) | {"options": nest_options(root, nesting, given)}
        return self._interact(InteractionType.APPLICATION_COMMAND, channel_id, data)

    def choose(self, message: Message, command: str) -> Interaction:
        """A command of a message's menu."""
        data = self._named(self._command(command, AppCommandType.MESSAGE)) | {
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): dict(serializers.message_payload(self.backend, message))}},
        }
        return self._interact(InteractionType.APPLICATION_COMMAND, message.channel_id, data)

    def press(self, message: Message, custom_id: str) -> Interaction:
        """A button of a message. discord.py hears of none that the message does not have."""
        data = {"custom_id": custom_id, "component_type": int(ComponentType.BUTTON)}
        return self._interact(InteractionType.MESSAGE_COMPONENT, message.channel_id, data, message)

    def submit(self, opened_by: Interaction, values: Mapping[str, Any]) -> Interaction:
        """The form that an interaction opened; values by custom_id, a list where several are chosen."""
        assert opened_by.modal is not None, "no form was opened"
        data = {
            "custom_id": opened_by.modal["custom_id"],
            "components": [_filled(one, values) for one in opened_by.modal["components"]],
        }
        source = opened_by.source_message_id
        message = None if source is None else self.backend.get_message(opened_by.channel_id, source)
        return self._interact(InteractionType.MODAL_SUBMIT, opened_by.channel_id, data, message)

    def _command(self, name: str, kind: AppCommandType) -> dict[str, Any]:
        for scope in (self.guild_id, None):
            for command in self.backend.commands.get(scope, {}).values():
                if command["name"] == name and command.get("type", AppCommandType.CHAT_INPUT) == kind:
                    return dict(command)
        raise LookupError(f"the bot has told Discord of no command {name!r}")

    def _named(self, command: dict[str, Any]) -> dict[str, Any]:
        return {"id": command["id"], "name": command["name"], "type": command.get("type", 1)}

    def _interact(
        self, kind: InteractionType, channel_id: int, data: dict[str, Any], message: Message | None = None
    ) -> Interaction:
        record, payload = base_payload(
            self.backend, type=kind, channel_id=channel_id, guild_id=self.guild_id, user_id=self.id, data=data
        )
        if message is not None:
            payload["message"] = dict(serializers.message_payload(self.backend, message))
            record.source_message_id = message.id
        self.backend.emit("INTERACTION_CREATE", payload)
        return record


def _filled(component: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent back of a form's component."""
    if "component" in component:
        return {"type": component["type"], "id": 0, "component": _filled(component["component"], values)}
    if "components" in component:
        return {"type": component["type"], "components": [_filled(one, values) for one in component["components"]]}
    said: dict[str, Any] = {"type": component["type"], "id": 0}
    if "custom_id" in component:
        value = values.get(component["custom_id"], "")
        said |= {"custom_id": component["custom_id"], "values" if isinstance(value, list) else "value": value}
    return said
