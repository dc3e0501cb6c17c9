"""How a run can fail that is no fault of its handler."""

from __future__ import annotations


class UnknownJob(LookupError):
    """A row of a kind that this version has no handler for."""


class LeasedElsewhere(RuntimeError):
    """Another process is at this job."""


class LeaseLost(RuntimeError):
    """Another process has begun this job anew: what this run would write is no longer its to say."""
