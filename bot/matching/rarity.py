"""What a stem weighs: the more, the fewer entries have it. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from bot.matching.words import COMMON_STEMS, stem

PRIOR_ENTRIES = 8  # imagined entries, each made of all common words, that soften a small knowledge base's counts


def weigh(entries: Sequence[Sequence[Sequence[str]]]) -> tuple[dict[str, float], float]:
    """The weight of each stem by the entries that have it, and that of the rarest: ln((N + 9) / (n + 8·[common]))."""
    entries_with: dict[str, int] = defaultdict(int)
    for texts in entries:
        for found in {stem(word) for words in texts for word in words}:
            entries_with[found] += 1
    total = len(entries) + PRIOR_ENTRIES + 1
    weights = {}
    for found in entries_with.keys() | COMMON_STEMS:
        users = max(1, entries_with.get(found, 0)) + (PRIOR_ENTRIES if found in COMMON_STEMS else 0)
        weights[found] = math.log(total / users)
    return weights, math.log(total)
