"""Which roles of a server see tickets that are not for them. Pure: Discord decides who sees a channel, we say so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.config import Config
from bot.requirements import STAFF_IN_QUEUE, STAFF_IN_TICKETS, Gap, GapKind, Purpose
from bot.ticket_types import TicketType


@dataclass(frozen=True)
class Onlooker:
    """A role of the server, and what it may do in a channel."""

    id: int
    name: str
    may: frozenset[str]


def onlookers(
    config: Config,
    readers: Mapping[str, Collection[int]],
    channels: Mapping[str | int, Sequence[Onlooker]],
) -> list[Gap]:
    """A gap for each role that sees threads or cards of types that it does not read; `readers` are the roles that read a type,
    of those that not all of staff read, and `channels` the roles in each channel but for administrators, who see all.
    """
    kinds = [kind for kind in config.tickets.types if kind.id in readers]
    found = []
    for own, everybodys, needed in (
        (Purpose.THREADS, Purpose.TICKETS, STAFF_IN_TICKETS),
        (Purpose.CARDS, Purpose.QUEUE, STAFF_IN_QUEUE),
    ):
        shown_in: dict[str | int, list[TicketType]] = {}
        for kind in kinds:
            shown_in.setdefault(_place(config, kind, own), []).append(kind)
        for name, those in shown_in.items():
            purpose = everybodys if name in (config.channels.tickets, config.channels.queue) else own
            for role in channels.get(name, ()):
                hidden = [kind.label for kind in those if role.id not in readers[kind.id]]
                if hidden and role.may.issuperset(needed):
                    sees_by = needed[-1:]
                    found.append(
                        Gap(GapKind.ONLOOKER, name, purpose, None, sees_by, role=role.name, types=tuple(hidden))
                    )
    return found


def _place(config: Config, kind: TicketType, purpose: Purpose) -> str | int:
    return config.tickets_channel(kind.id) if purpose is Purpose.THREADS else config.queue_channel(kind.id)
