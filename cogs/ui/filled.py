"""What somebody filled into a form, as Discord sends it: found by the names of the fields, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import discord

from bot.columns import cleaned
from bot.tickets.ticket import Upload
from bot.visible import is_blank
from cogs.texts.forms import member

TICKED = "✅"
"""What stands in a box that is ticked, for whoever reads it in whatever language."""


@dataclass(frozen=True)
class Chosen:
    """A member who was chosen in a form."""

    id: int
    is_bot: bool


@dataclass(frozen=True)
class Filled:
    """The fields of a form by their names. What was left empty, or holds only spaces, or is no field of it, is empty.

    Each is read as what it was shown as: what was typed is no choice, and a file has no words. Text is as it can be
    stored and sent: without NUL and lone surrogates.
    """

    values: Mapping[str, tuple[str, ...]]
    """What stands in each field, in their order, as Discord sends it; in a box that is ticked `TICKED`.

    So a form can be filled in with it again, but for files, which Discord takes only from who sends them.
    """
    _kinds: Mapping[str, discord.ComponentType]
    _files: Mapping[str, tuple[Upload, ...]]
    _members: Mapping[str, tuple[Chosen, ...]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """From the `data` of a submission, as the gateway delivers it."""
        resolved = data.get("resolved", {})
        attachments, users = resolved.get("attachments", {}), resolved.get("users", {})
        values, files, members = dict[str, Any](), dict[str, Any](), dict[str, Any]()
        kinds = dict[str, discord.ComponentType]()
        for field in _fields(data.get("components", ())):
            name, given = field["custom_id"], field.get("values") or [field.get("value")]
            chosen = tuple(cleaned(str(one)) for one in given if one not in (None, ""))
            values[name] = chosen
            kinds[name] = discord.enums.try_enum(discord.ComponentType, field["type"])
            match kinds[name]:
                case discord.ComponentType.text_input:
                    values[name] = tuple(one for one in chosen if not is_blank(one))
                case discord.ComponentType.checkbox:
                    values[name] = (TICKED,) if given == [True] else ()
                case discord.ComponentType.file_upload:
                    files[name] = tuple(_file(attachments[one]) for one in chosen if one in attachments)
                case discord.ComponentType.user_select:
                    members[name] = tuple(
                        Chosen(int(one), bool(users.get(one, {}).get("bot", False))) for one in chosen
                    )
        return cls(values, kinds, files, members)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that were shown, in their order."""
        return tuple(self.values)

    @property
    def given(self) -> frozenset[str]:
        """The fields in which something stands."""
        return frozenset(name for name, values in self.values.items() if values)

    def text(self, name: str) -> str:
        """What was typed."""
        return self._one(name, discord.ComponentType.text_input)

    def choice(self, name: str) -> str:
        """The one of the form's options that was chosen."""
        return self._one(name, discord.ComponentType.radio_group, discord.ComponentType.string_select)

    def choices(self, name: str) -> tuple[str, ...]:
        """Those of the form's options that were chosen, where several can be."""
        several = (discord.ComponentType.checkbox_group, discord.ComponentType.string_select)
        return self.values[name] if self._kinds.get(name) in several else ()

    def tick(self, name: str) -> str:
        """`TICKED` where the box was ticked."""
        return self._one(name, discord.ComponentType.checkbox)

    def files(self, name: str) -> tuple[Upload, ...]:
        return self._files.get(name, ())

    def member(self, name: str) -> Chosen | None:
        return next(iter(self._members.get(name, ())), None)

    def words(self, labels: Mapping[str, str]) -> str:
        """All of it, to copy. A field that has no label (any more) goes by its name."""
        parts = {name: "\n".join(self._lines(name)) for name in self.names}
        return "\n\n".join(
            f"{_heading(labels.get(name, name.rpartition(':')[2]))}\n{text}"
            for name, text in parts.items()
            if text
        )

    def _one(self, name: str, *kinds: discord.ComponentType) -> str:
        return next(iter(self.values[name]), "") if self._kinds.get(name) in kinds else ""

    def _lines(self, name: str) -> Iterator[str]:
        if name in self._files:
            return (f"{file.name}: {file.url}" for file in self._files[name])
        if name in self._members:
            return (member(chosen.id) for chosen in self._members[name])
        return iter(self.values[name])


def _heading(label: str) -> str:
    return label if label.endswith(("?", "!", ".", ":")) else f"{label}:"


def _fields(components: Any) -> Iterator[Mapping[str, Any]]:
    for component in components:
        wrapped = component.get("components") or [component[key] for key in ("component",) if key in component]
        if wrapped:
            yield from _fields(wrapped)
        elif "custom_id" in component:
            yield component


def _file(data: Mapping[str, Any]) -> Upload:
    return Upload(cleaned(data["filename"]), data["url"], data["size"])
