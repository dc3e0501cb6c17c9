"""Who gives to whom in a closed group, and whose awards come from one person: what staff are to look at. Pure.

A closed group is 2 to 6 members each of whom gives to another and receives from one, so that everybody is reached from
everybody; most of what they receive comes from among them, and so does at least half of what each of them does: the traffic
of two draws nobody in. All groups of that size are looked at, not only the likely ones, so neither an order of ids nor an
award from outside can make one. What makes that short: whoever receives from many can be in none, and without them the graph
falls into small pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.reputation_settings import Rings

LARGEST = 6
"""Members of a closed group."""

MOST_SETS = 200_000
"""So many sets of members are looked at in all, those of the smallest pieces first: about ten seconds."""

Pair = tuple[int, int]
"""Who gave, and to whom."""

Group = frozenset[int]


@dataclass(frozen=True)
class Ring:
    """A closed group, or several that have members in common, or a giver and whom they supply.

    Of `received` awards that its `members` had in all, `inside` were given along its `pairs`.
    """

    members: tuple[int, ...]
    pairs: tuple[Pair, ...]
    inside: int
    received: int


@dataclass(frozen=True)
class Found:
    """What staff are to look at. Not `is_complete`: there was more than `MOST_SETS`, and not all was looked at."""

    rings: tuple[Ring, ...]
    supplied: tuple[Ring, ...]
    is_complete: bool


def look(awards: Mapping[Pair, int], wanted: Rings, most: int = MOST_SETS) -> Found:
    """The closed groups among these numbers of awards, and of the others whom one giver supplies."""
    graph = _Graph(awards)
    groups, is_complete = _closed_groups(graph, wanted, most)
    rings = tuple(_ring(graph, together) for together in _overlapping(groups))
    known = {pair for ring in rings for pair in ring.pairs}
    many = sorted(pair for pair, count in awards.items() if count >= wanted.awards and pair not in known)
    supplied = tuple(
        Ring((giver, member), ((giver, member),), awards[giver, member], graph.received[member])
        for giver, member in many
        if 100 * awards[giver, member] >= wanted.one_giver_percent * graph.received[member]
    )
    return Found(rings, supplied, is_complete)


class _Graph:
    """Who received from whom, and how often. `received` counts also what came from those who were taken out."""

    def __init__(self, awards: Mapping[Pair, int]) -> None:
        self.received: dict[int, int] = defaultdict(int)
        self.givers: dict[int, dict[int, int]] = defaultdict(dict)
        for (giver, member), count in awards.items():
            self.received[member] += count
            self.givers[member][giver] = count

    def inside(self, member: int, group: Collection[int]) -> int:
        """How much of what a member received came from among these."""
        return sum(count for giver, count in self.givers[member].items() if giver in group)

    def could_be_met(self, member: int, group: Collection[int], room: int) -> bool:
        """Whether half of what a member received may come from this group, once it has so many more."""
        inside, others = 0, []
        for giver, count in self.givers[member].items():
            if giver in group:
                inside += count
            else:
                others.append(count)
        return 2 * (inside + sum(sorted(others, reverse=True)[:room])) >= self.received[member]


def _closed_groups(graph: _Graph, wanted: Rings, most: int) -> tuple[set[Group], bool]:
    found: set[Group] = set()
    left = most
    for piece in sorted(_pieces(graph), key=len):
        seen: set[Group] = set()
        todo = [frozenset([member]) for member in sorted(piece)]
        while todo and len(seen) < left:
            group = todo.pop()
            if group in seen:
                continue
            seen.add(group)
            if _is_closed(graph, group, wanted):
                found.add(group)
            todo.extend(group | {giver} for giver in _next_to(graph, group, piece))
        left -= len(seen)
        if todo:
            return found, False
    return found, True


def _next_to(graph: _Graph, group: Group, piece: Collection[int]) -> Iterable[int]:
    """Who may come to a group: of a closed one that holds it, at least one of these is a member."""
    room = LARGEST - len(group)
    if not room or not all(graph.could_be_met(member, group, room) for member in group):
        return ()
    beside = {
        member: [giver for giver in graph.givers[member] if giver in piece and giver not in group]
        for member in group
    }
    lacking = [m for m in group if 2 * graph.inside(m, group) < graph.received[m]]
    if lacking:  # whoever lacks something needs one of their own givers: those of whoever has the fewest do
        return min((beside[member] for member in lacking), key=len)
    return {giver for givers in beside.values() for giver in givers}


def _is_closed(graph: _Graph, group: Group, wanted: Rings) -> bool:
    inside = {member: graph.inside(member, group) for member in group}
    total = sum(inside.values())
    return (
        len(group) > 1
        and total >= wanted.awards
        and 100 * total >= wanted.inside_percent * sum(graph.received[member] for member in group)
        and all(2 * inside[member] >= graph.received[member] for member in group)
        and len(_strong(graph, group)) == 1
    )


def _pieces(graph: _Graph) -> list[Group]:
    """What is left of the graph without those who can be in no closed group, in parts between which nothing can be closed."""
    left = set(graph.received)
    while True:
        kept = {m for m in left if graph.could_be_met(m, (), LARGEST - 1)}
        pieces = [piece for piece in _strong(graph, kept) if len(piece) > 1]
        of_piece = {member: number for number, piece in enumerate(pieces) for member in piece}
        for member in of_piece:
            here = of_piece[member]
            graph.givers[member] = {
                giver: count for giver, count in graph.givers[member].items() if of_piece.get(giver) == here
            }
        if of_piece.keys() == left:
            return pieces
        left = set(of_piece)


def _strong(graph: _Graph, members: Collection[int]) -> list[Group]:
    """The strongly connected parts of these: within each everybody is reached from everybody (Tarjan 1972, without
    recursion).
    """

    def givers(member: int) -> Iterator[int]:
        return (one for one in graph.givers[member] if one in members)

    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    parts: list[Group] = []
    for root in members:
        if root in index:
            continue
        path: list[tuple[int, Iterator[int]]] = [(root, givers(root))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while path:
            member, rest = path[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    path.append((other, givers(other)))
                    break
                if other in on_stack:
                    low[member] = min(low[member], index[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[member])
                if low[member] == index[member]:
                    part = {member}
                    while (one := stack.pop()) != member:
                        part.add(one)
                    on_stack -= part
                    parts.append(frozenset(part))
    return parts


def _overlapping(groups: Iterable[Group]) -> list[list[Group]]:
    """Groups that have members in common, together; each time the same way."""
    together: list[tuple[set[int], list[Group]]] = []
    for group in sorted(groups, key=sorted):
        touching = [one for one in together if one[0] & group]
        together = [one for one in together if not one[0] & group]
        members, held = set(group), [group]
        for others, theirs in touching:
            members |= others
            held += theirs
        together.append((members, held))
    return [held for members, held in sorted(together, key=lambda one: sorted(one[0]))]


def _ring(graph: _Graph, groups: Iterable[Group]) -> Ring:
    pairs: set[Pair] = set()
    members: set[int] = set()
    for group in groups:
        members |= group
        pairs |= {(giver, member) for member in group for giver in graph.givers[member] if giver in group}
    inside = sum(graph.givers[member][giver] for giver, member in pairs)
    received = sum(graph.received[member] for member in members)
    return Ring(tuple(sorted(members)), tuple(sorted(pairs)), inside, received)
