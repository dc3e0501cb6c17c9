"""Which types the tickets of another bot become, and whether their numbers are free. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.former.ticket import LARGEST_NUMBER, FormerTicket
from bot.ticket_types import TicketType

THOUSAND = 1000


@dataclass
class NumberTwice(Exception):
    """Two tickets of the file would have this number."""

    guild_id: int
    number: int


class NumberTooLarge(Exception):
    """With the offset, one would be larger than a number may be."""


@dataclass
class NumbersTaken(Exception):
    """Tickets of ours have these numbers; above `free`, a whole thousand, none does."""

    guild_id: int
    numbers: Sequence[int]
    free: int


def by_server(found: Iterable[FormerTicket]) -> Mapping[int, Counter[str]]:
    """How many there are of each kind, by the servers."""
    servers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for ticket in found:
        servers[ticket.guild_id][ticket.kind] += 1
    return servers


def becomes(
    found: Iterable[FormerTicket], ours: Iterable[TicketType], rest: TicketType | None
) -> tuple[Mapping[str, TicketType], Sequence[str]]:
    """What their kinds become: the type of that id or label, or else `rest`; and those that have become nothing."""
    names = {name.casefold(): one for one in ours for name in (one.label, one.id)}
    types, unknown = {}, []
    for kind in sorted({ticket.kind for ticket in found}):
        known = names.get(kind.casefold(), rest)
        if known is None:
            unknown.append(kind)
        else:
            types[kind] = known
    return types, unknown


def require_free(found: Iterable[FormerTicket], guild_id: int, offset: int, taken: Collection[int]) -> None:
    """Raises NumberTwice, NumberTooLarge, NumbersTaken where the tickets of this server cannot all have their numbers."""
    numbers = Counter(ticket.number + offset for ticket in found if ticket.guild_id == guild_id)
    twice = sorted(number for number, times in numbers.items() if times > 1)
    if twice:
        raise NumberTwice(guild_id, twice[0])
    if numbers and max(numbers) > LARGEST_NUMBER:
        raise NumberTooLarge
    if both := sorted({*taken} & {*numbers}):
        raise NumbersTaken(guild_id, both, -(-max(taken) // THOUSAND) * THOUSAND)
