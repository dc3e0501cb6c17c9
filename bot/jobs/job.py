"""A job: one side effect or timer that is owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Job:
    """One side effect that is owed. `attempts` is 1 in a first run; above, an earlier one may have made something."""

    id: int
    guild_id: int
    kind: str
    subject_id: int
    due_at: datetime
    attempts: int
