"""What config.yaml names → which channels and roles of a server are meant. Pure: what a server has is a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from bot.config import Config
from bot.requirements import Kind, needed_channels, needed_roles


class Wanted(NamedTuple):
    """One name of config.yaml, or an id, and what it is for."""

    kind: Kind
    name: str | int

    def __str__(self) -> str:
        return f"{'@' if self.kind is Kind.ROLE else '#'}{self.name}"


class Thing(NamedTuple):
    """A channel, forum or role that a server has."""

    kind: Kind
    id: int
    name: str


def wanted(config: Config) -> tuple[Wanted, ...]:
    """Every channel and role that config.yaml names, each once, in its order."""
    channels = [Wanted(channel.kind, channel.name) for channel in needed_channels(config)]
    return tuple(dict.fromkeys([*channels, *(Wanted(Kind.ROLE, name) for name in needed_roles(config))]))


def find(names: Sequence[Wanted], known: Mapping[Wanted, int], there: Sequence[Thing]) -> dict[Wanted, int]:
    """The ids of what is meant, as far as it is there: what was known before if it still is, whatever it is called by
    now; else the first of that name.
    """
    ids = {(thing.kind, thing.id) for thing in there}
    by_name = {(thing.kind, thing.name): thing.id for thing in reversed(there)}
    found = {}
    for one in names:
        before = one.name if isinstance(one.name, int) else known.get(one)
        if before is not None and (one.kind, before) in ids:
            found[one] = before
        elif isinstance(one.name, str) and (one.kind, one.name) in by_name:
            found[one] = by_name[one.kind, one.name]
    return found


def namesakes(ids: Mapping[Wanted, int], there: Sequence[Thing]) -> list[tuple[Wanted, str]]:
    """The names by which something else is called by now: what they mean was renamed, and is called as said with each."""
    now = {(thing.kind, thing.id): thing.name for thing in there}
    called = {(thing.kind, thing.name) for thing in there}
    return [
        (one, now[one.kind, id_])
        for one, id_ in ids.items()
        if (one.kind, one.name) in called and now.get((one.kind, id_), one.name) != one.name
    ]


@dataclass(frozen=True)
class Meant:
    """What config.yaml means in one server: an id for each name that is there."""

    config: Config
    ids: Mapping[Wanted, int]

    @cached_property
    def missing(self) -> tuple[Wanted, ...]:
        """What is not there, in the order of config.yaml."""
        return tuple(one for one in wanted(self.config) if one not in self.ids)

    @cached_property
    def staff(self) -> frozenset[int]:
        """The roles of staff."""
        return frozenset(self.all_of(Kind.ROLE, self.config.roles.staff))

    @cached_property
    def helpers(self) -> frozenset[int]:
        """The roles of helpers."""
        return frozenset(self.all_of(Kind.ROLE, self.config.roles.helpers))

    @cached_property
    def leads(self) -> frozenset[int] | None:
        """The roles of leads; None where config.yaml names none."""
        named = self.config.roles.leads
        return frozenset(self.all_of(Kind.ROLE, named)) if named else None

    @cached_property
    def tiers(self) -> Mapping[str, int]:
        """The roles of the tiers, by the ids of these."""
        found = {tier.id: self.one(Kind.ROLE, tier.role) for tier in self.config.tickets.tiers}
        return {tier_id: role_id for tier_id, role_id in found.items() if role_id is not None}

    @cached_property
    def readers(self) -> Mapping[str, tuple[int, ...]]:
        """The ticket types that not all of staff read, each with the roles that do, as far as these are there."""
        kinds = self.config.tickets.types
        return {kind.id: tuple(self.all_of(Kind.ROLE, kind.staff)) for kind in kinds if kind.staff}

    @cached_property
    def listened_to(self) -> Mapping[int, frozenset[str | int]]:
        """The help channels and forums, each with all by which config.yaml and entries call it: names, and its id."""
        names: dict[int, set[str | int]] = {}
        for kind, those in ((Kind.TEXT, self.config.channels.help), (Kind.FORUM, self.config.channels.forums)):
            for name in those:
                if (id_ := self.one(kind, name)) is not None:
                    names.setdefault(id_, {id_}).add(name)
        return {id_: frozenset(called) for id_, called in names.items()}

    @cached_property
    def shadowed(self) -> tuple[int, ...]:
        """The help channels and forums in shadow mode."""
        settings = self.config.faq.shadow
        return tuple(id_ for id_, names in self.listened_to.items() if not names.isdisjoint(settings))

    @cached_property
    def knowledge(self) -> int | None:
        """The channel whose posts become drafts; None where there is none."""
        name = self.config.channels.knowledge
        return None if name is None else self.one(Kind.TEXT, name)

    def one(self, kind: Kind, name: str | int) -> int | None:
        """The id of what this name means; None where it is missing."""
        return self.ids.get(Wanted(kind, name))

    def all_of(self, kind: Kind, names: Sequence[str | int]) -> list[int]:
        """The ids of what these names mean, as far as it is there, in their order."""
        return [id_ for id_ in (self.one(kind, name) for name in names) if id_ is not None]
