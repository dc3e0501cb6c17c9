"""What is leased and not ended: which runs there are of each job, and whether what each was told still holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from threading import Lock

from bot.jobs.job import Job

Key = tuple[str, int]
"""Kind and subject."""


@dataclass(frozen=True)
class Turn:
    """A run that waits for its turn, with the job as it was when it was leased."""

    job: Job
    number: int

    @property
    def key(self) -> Key:
        """Whose turn it is."""
        return self.job.kind, self.job.subject_id


class InHand:
    """A job may be put anew and leased again while a run of it waits or hangs: of several runs each asks anew."""

    def __init__(self) -> None:
        self._jobs: dict[Key, Job] = {}
        self._runs: Counter[Key] = Counter()
        self._numbers: Counter[Key] = Counter()
        self._touching = Lock()
        """Jobs are put and cancelled in the database's thread."""

    @property
    def jobs(self) -> list[Job]:
        """Whose leases are to be held for longer."""
        return list(self._jobs.values())

    def of_kinds(self) -> Counter[str]:
        """How many there are of each kind."""
        return Counter(kind for kind, _ in self._jobs)

    def take(self, job: Job) -> Turn:
        """It is leased; a run will come."""
        key = job.kind, job.subject_id
        with self._touching:
            self._jobs[key] = job
            self._runs[key] += 1
            return Turn(job, self._numbers[key])

    def touch(self, key: Key) -> None:
        """It was put, cancelled or run otherwise: whoever waits to run it has to ask for it anew."""
        with self._touching:
            if self._runs[key]:
                self._numbers[key] += 1

    def holds(self, turn: Turn) -> bool:
        """Whether nothing has happened to the job since it was leased for this turn."""
        return self._numbers[turn.key] == turn.number

    def begin(self, turn: Turn, job: Job) -> None:
        """This is what is run now; who waits behind has to ask anew."""
        with self._touching:
            self._jobs[turn.key] = job
            self._numbers[turn.key] += 1

    def leave(self, turn: Turn) -> None:
        """The run is over, or will not be."""
        with self._touching:
            self._runs[turn.key] -= 1
            if not self._runs[turn.key]:
                for kept in (self._jobs, self._runs, self._numbers):
                    kept.pop(turn.key, None)

    def clear(self) -> None:
        """Nothing is in hand any more."""
        for kept in (self._jobs, self._runs, self._numbers):
            kept.clear()
