"""What the running bot says of itself every half minute, and what is wrong with that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.moments import moment

EVERY = timedelta(seconds=30)
STALE = timedelta(seconds=90)
"""Three heartbeats missed: the process is gone, hangs, or cannot reach its database."""

GATEWAY_SILENT = timedelta(minutes=3)
"""Discord answers a heartbeat every 41 seconds."""

RUNNER_SILENT = timedelta(minutes=2)
"""The runner of jobs looks at least every 30 seconds."""

OVERDUE = timedelta(minutes=10)
"""Jobs are retried after 10 s, 20 s, 40 s …: one that is late for longer has failed six times. What was late before anybody
looked has as long from then on.
"""

LEAST_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True)
class Heartbeat:
    """How the bot is at this moment. Times are UTC; what has not been yet is None."""

    at: datetime
    connected_at: datetime | None
    """When Discord last answered on the gateway."""

    looked_at: datetime | None
    """When the runner of jobs last looked at its table with success."""

    began_at: datetime | None
    """When the runner of this process did so first."""

    overdue_since: datetime | None
    """When the oldest job was due that is late and that no obstacle keeps."""

    obstacles: int
    waits_until: datetime | None
    """Until when the next login is put off, so that there are not too many in a day."""

    def text(self) -> str:
        """As JSON, for the file."""
        return json.dumps(asdict(self), default=datetime.isoformat)


@dataclass(frozen=True)
class Surroundings:
    """What another process sees for itself. `backed_up_at` is None where no backup is known of."""

    backed_up_at: datetime | None
    free_bytes: int


def read(text: str) -> Heartbeat:
    """The heartbeat that `text()` wrote. ValueError where it is none."""
    try:
        content = json.loads(text)
        at, obstacles = moment(content["at"]), int(content["obstacles"])
        names = ("connected_at", "looked_at", "began_at", "overdue_since", "waits_until")
        times = {name: None if content[name] is None else moment(content[name]) for name in names}
    except (KeyError, TypeError) as error:
        raise ValueError(f"no heartbeat: {error}") from error
    return Heartbeat(at=at, obstacles=obstacles, **times)


def faults(heartbeat: Heartbeat | None, around: Surroundings, now: datetime) -> list[str]:
    """What is wrong, the worst first; empty where the bot is well.

    Obstacles and an old backup are none: a person has to see to them, and starting the bot anew cures neither.
    """
    found = []
    if heartbeat is None:
        found.append("not running")
    elif now - heartbeat.at > STALE:
        found.append(f"no sign of life for {_for(now - heartbeat.at)}")
    elif heartbeat.waits_until is None or heartbeat.waits_until < now - STALE:
        if heartbeat.connected_at is None:
            found.append("not connected to Discord")
        elif now - heartbeat.connected_at > GATEWAY_SILENT:
            found.append(f"not connected to Discord for {_for(now - heartbeat.connected_at)}")
        elif heartbeat.looked_at is None or now - heartbeat.looked_at > RUNNER_SILENT:
            found.append("jobs are not being looked at")
        late, began = heartbeat.overdue_since, heartbeat.began_at
        if late is not None and began is not None and now - max(late, began) > OVERDUE:
            found.append(f"a job is overdue for {_for(now - late)}")
    if around.free_bytes < LEAST_BYTES:
        found.append("the disk is nearly full")
    return found


def line(heartbeat: Heartbeat | None, around: Surroundings, now: datetime) -> str:
    """All of it in one line: what is wrong first, then how things are."""
    wrong = faults(heartbeat, around, now)
    parts = ["unhealthy: " + ", ".join(wrong) if wrong else "healthy"]
    if heartbeat is not None:
        if heartbeat.waits_until is not None and heartbeat.waits_until > now:
            parts.append(f"waits until {heartbeat.waits_until:%H:%M} UTC before the next login")
        late = heartbeat.overdue_since
        parts.append("no job overdue" if late is None else f"oldest overdue job {_for(now - late)}")
        parts.append(f"{heartbeat.obstacles} obstacle{'' if heartbeat.obstacles == 1 else 's'}")
    backed_up = around.backed_up_at
    parts.append("no backup known" if backed_up is None else f"last backup {_for(now - backed_up)} ago")
    parts.append(f"{around.free_bytes / 1024**3:.1f} GB free")
    return "; ".join(parts)


def _for(time: timedelta) -> str:
    seconds = max(int(time.total_seconds()), 0)
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
