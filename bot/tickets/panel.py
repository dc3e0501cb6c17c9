"""The panel: the message whose buttons open tickets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """Where one of a community's panels stands."""

    channel_id: int
    message_id: int
