"""Which servers the bot serves: those that config.yaml names, or the only one that it is in. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Serving:
    """What `discord.servers` names, empty without that line, and the servers that the bot is in; by id."""

    named: frozenset[int]
    present: frozenset[int]

    @classmethod
    def of(cls, named: Collection[int], present: Collection[int]) -> Serving:
        """From any collections of ids."""
        return cls(frozenset(named), frozenset(present))

    @property
    def served(self) -> frozenset[int]:
        """The servers that are served: none where there are several and config.yaml names none."""
        if self.named:
            return self.named & self.present
        return self.present if len(self.present) == 1 else frozenset()

    @property
    def undecided(self) -> tuple[int, ...]:
        """The servers of which config.yaml must name those to serve, as long as it names none; sorted."""
        return tuple(sorted(self.present)) if len(self.present) > 1 and not self.named else ()

    @property
    def absent(self) -> tuple[int, ...]:
        """What config.yaml names, and the bot is not in; sorted."""
        return tuple(sorted(self.named - self.present))
