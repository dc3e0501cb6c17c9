"""What members choose about what is kept of them: values. Pure."""

from __future__ import annotations

from enum import StrEnum


class Choice(StrEnum):
    """`hidden`: not named for their help, such as on the leaderboard. `unkept`: the words of their questions are not kept."""

    HIDDEN = "hidden"
    UNKEPT = "unkept"
