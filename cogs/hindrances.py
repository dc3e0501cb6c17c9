"""Which of Discord's refusals will not go away by waiting, and what a person would have to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.errors import DatabaseBusy, SetupIncomplete
from bot.jobs.faults import LeaseLost
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.places.meant import Meant
from bot.requirements import is_power

GIVE_UP = 8
"""After so many failures over it, about twenty minutes, a fault of ours waits for people too."""

FAULTS_REMEMBERED = 1000

TOO_MANY_REQUESTS = 429

TOO_MANY_THREADS = 160006
"""Discord's code where a server has a thousand active threads, and another is to be opened or woken."""

_PASSING = (401, 408, TOO_MANY_REQUESTS)
"""HTTP statuses of refusals that say nothing of what was asked."""


@contextmanager
def at(channel: discord.abc.Snowflake) -> Iterator[None]:
    """What Discord refuses here for good is an obstacle of this channel, or of the one that a thread hangs below.

    That something is not there is left to the handler (NotFound), and what may pass is left as it is.
    """
    try:
        yield
    except discord.NotFound:
        raise
    except discord.HTTPException as error:
        if is_passing(error):
            raise
        raise Hindered(Obstacle(_kind(error), _name(channel))) from error


def of_rank_role(role: discord.Role, meant: Meant) -> ObstacleKind | None:
    """What keeps us from giving this role to who has earned a rank; None where nothing does, as far as we know."""
    if role.id in meant.staff | (meant.leads or set()) or any(
        is_on and is_power(one) for one, is_on in role.permissions
    ):
        return ObstacleKind.ROLE_POWERFUL
    return None if is_in_reach(role) else ObstacleKind.ROLE_OUT_OF_REACH


def is_in_reach(role: discord.Role) -> bool:
    """Whether we may give and take a role, as far as we know."""
    return role.guild.me.guild_permissions.manage_roles and role.is_assignable()


class Judge:
    """Says what keeps a job from being done; None where it may go away by waiting.

    Remembers how often each has failed over a fault of ours since the start: at the eighth time people hear of it.
    """

    def __init__(self) -> None:
        self._faults: Counter[tuple[str, int]] = Counter()

    def __call__(self, job: Job, error: BaseException) -> Obstacle | None:
        """What keeps this job after this error."""
        if isinstance(error, Hindered):
            return error.obstacle
        if isinstance(
            error, SetupIncomplete
        ):  # named as `places` names what is missing, so that it is one obstacle
            return Obstacle(ObstacleKind.CHANNEL_MISSING, f"#{error.channel}")
        if is_passing(error):
            return None
        if isinstance(error, discord.HTTPException):
            return Obstacle(ObstacleKind.REFUSED, job.kind)
        return self._after_a_fault(job)

    def _after_a_fault(self, job: Job) -> Obstacle | None:
        key = job.kind, job.subject_id
        if len(self._faults) >= FAULTS_REMEMBERED:
            self._faults.clear()
        self._faults[key] += 1
        if self._faults[key] < GIVE_UP:
            return None
        del self._faults[key]
        return Obstacle(ObstacleKind.BROKEN, job.kind)


def is_passing(error: BaseException) -> bool:
    """Whether it may go away by waiting: Discord, the network or the database is down or slow, or another process is
    at it.
    """
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status in _PASSING
    return isinstance(error, OSError | aiohttp.ClientError | TimeoutError | DatabaseBusy | LeaseLost)


def is_out_of_reach(error: BaseException) -> bool:
    """Whether Discord, or the way to it, is down or too slow: nobody's fault here."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status in _PASSING
    # Not every OSError: a full disk is one, too.
    return isinstance(error, aiohttp.ClientError | ConnectionError | TimeoutError)


def _kind(error: discord.HTTPException) -> ObstacleKind:
    if error.code == TOO_MANY_THREADS:
        return ObstacleKind.THREADS_FULL
    return ObstacleKind.FORBIDDEN if isinstance(error, discord.Forbidden) else ObstacleKind.REFUSED


def _name(channel: discord.abc.Snowflake) -> str:
    """A thread is named by the channel that it hangs below: there the permissions are set."""
    place = (channel.parent if isinstance(channel, discord.Thread) else None) or channel
    name = getattr(place, "name", None)
    return f"#{name}" if name else f"<#{place.id}>"
