"""How sure a share is that was counted on a few cases. Pure."""

from __future__ import annotations

import math

_Z = 1.959964
"""The normal quantile of a two-sided 95 % interval."""


def wilson(successes: int, tries: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (Wilson 1927, without continuity correction); `tries` is at least 1.

    It stays honest where the textbook interval is not: with few tries, and near 0 and 1.
    """
    share, z2 = successes / tries, _Z * _Z
    middle = share + z2 / (2 * tries)
    spread = _Z * math.sqrt(share * (1 - share) / tries + z2 / (4 * tries * tries))
    return max(0.0, (middle - spread) / (1 + z2 / tries)), min(1.0, (middle + spread) / (1 + z2 / tries))
