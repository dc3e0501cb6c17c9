"""Who would move if the ledger had been judged by other rules, and these rules as staff type them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from bot.reputation import rules
from bot.reputation.boards.refused import WrongNumbers
from bot.reputation_settings import Limits, Points, Rank

Numbers = TypeVar("Numbers", Points, Limits)

_LINE = re.compile(r"\s*(?P<name>[a-z_]+)\s*[:=]\s*(?P<number>\d{1,9})\s*")


@dataclass(frozen=True)
class Balance:
    """What a member has: points, the place that they give, shared by equal ones, and the rank."""

    points: int
    place: int
    rank: Rank | None


@dataclass(frozen=True)
class Move:
    """A member whose balance would be another."""

    member_id: int
    now: Balance
    then: Balance


def moves(now: Mapping[int, int], then: Mapping[int, int], ranks: Sequence[Rank]) -> list[Move]:
    """All who have another balance then, by how much it changes; both are points by member."""
    places_now, places_then = _places(now), _places(then)
    found = [
        Move(
            one,
            Balance(now.get(one, 0), places_now(now.get(one, 0)), rules.rank(now.get(one, 0), ranks)),
            Balance(then.get(one, 0), places_then(then.get(one, 0)), rules.rank(then.get(one, 0), ranks)),
        )
        for one in now.keys() | then.keys()
        if now.get(one, 0) != then.get(one, 0)
    ]
    return sorted(found, key=lambda one: (-abs(one.then.points - one.now.points), one.member_id))


class _places:
    """The place of a balance among these: 1 and one for each that has more."""

    def __init__(self, balances: Mapping[int, int]) -> None:
        self._first: dict[int, int] = {}
        for place, points in enumerate(sorted(balances.values(), reverse=True), 1):
            self._first.setdefault(points, place)
        self._last = len(balances) + 1

    def __call__(self, points: int) -> int:
        return self._first.get(points, self._last)


def typed(numbers: Points | Limits) -> str:
    """As they stand in a form: a line for each, with its name in config.yaml."""
    return "\n".join(f"{name}: {value}" for name, value in numbers.model_dump().items())


def read(text: str, now: Numbers) -> Numbers:
    """These numbers from a form; what has no line there is as it is now. Raises WrongNumbers."""
    known, said, wrong = now.model_dump(), dict[str, int](), list[str]()
    for line in filter(str.strip, text.splitlines()):
        found = _LINE.fullmatch(line)
        if found is None or found["name"] not in known or found["name"] in said:
            wrong.append(line.strip())
        else:
            said[found["name"]] = int(found["number"])
    if not wrong:
        try:
            return type(now)(**(known | said))
        except ValidationError as invalid:
            names = {str(step) for error in invalid.errors() for step in error["loc"]} or set(said)
            wrong = [f"{name}: {value}" for name, value in (known | said).items() if name in names]
    raise WrongNumbers(wrong)
