"""Which failures wait for people, and which for better times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import discord
import pytest

from bot.errors import DatabaseBusy, SetupIncomplete
from bot.jobs.faults import LeaseLost
from bot.jobs.job import Job
from bot.jobs.obstacle import Hindered, Obstacle, ObstacleKind
from bot.ticket_errors import UnknownTicket
from cogs.hindrances import GIVE_UP, Judge, at

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Response:
    """As much of an HTTP response as an exception of discord.py looks at."""

    status: int
    reason: str = ""


class Channel(discord.Object):
    """A channel, as far as an obstacle names it."""

    name = "support-queue"


def refused(status: int, code: int = 0) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(
        status, discord.DiscordServerError if status >= 500 else discord.HTTPException
    )
    return kind(Response(status), {"code": code, "message": ""})  # type: ignore[arg-type]


def kept(error: BaseException, attempts: int = 1) -> Obstacle | None:
    """What a job is said to be kept by that has failed so often, each time over this."""
    judge = Judge()
    return [judge(Job(1, 7, "ticket.card", 3, NOON, one + 1), error) for one in range(attempts)][-1]


@pytest.mark.parametrize(
    "error",
    [*map(refused, (401, 408, 429, 500, 502, 503)), OSError(), TimeoutError(), DatabaseBusy(), LeaseLost()],
    ids=repr,
)
def test_what_may_go_away_by_waiting_is_tried_again_for_as_long_as_it_takes(error: BaseException) -> None:
    assert kept(error) is None
    assert kept(error, 100) is None


@pytest.mark.parametrize(
    ("error", "obstacle"),
    [
        (refused(403, 50013), Obstacle(ObstacleKind.REFUSED, "ticket.card")),
        (refused(400, 50035), Obstacle(ObstacleKind.REFUSED, "ticket.card")),
        (refused(404, 10003), Obstacle(ObstacleKind.REFUSED, "ticket.card")),
        (SetupIncomplete("queue"), Obstacle(ObstacleKind.CHANNEL_MISSING, "#queue")),
        (
            Hindered(Obstacle(ObstacleKind.ROLE_MISSING, "@Support")),
            Obstacle(ObstacleKind.ROLE_MISSING, "@Support"),
        ),
    ],
    ids=repr,
)
def test_what_does_not_go_away_by_waiting_waits_for_people_at_once(
    error: BaseException, obstacle: Obstacle
) -> None:
    assert kept(error) == obstacle


@pytest.mark.parametrize("error", [KeyError("x"), UnknownTicket(3)], ids=repr)
def test_a_fault_of_ours_is_tried_for_a_while_and_then_waits_for_people_too(error: BaseException) -> None:
    assert kept(error, GIVE_UP - 1) is None
    assert kept(error, GIVE_UP) == Obstacle(ObstacleKind.BROKEN, "ticket.card")


def test_an_outage_before_it_makes_no_fault_of_ours_wait_for_people_at_once() -> None:
    judge = Judge()
    for attempts in range(1, 20):
        assert judge(Job(1, 7, "ticket.card", 3, NOON, attempts), OSError()) is None
    assert judge(Job(1, 7, "ticket.card", 3, NOON, 20), KeyError("x")) is None


@pytest.mark.parametrize(("status", "kind"), [(403, ObstacleKind.FORBIDDEN), (400, ObstacleKind.REFUSED)])
def test_a_refusal_at_a_channel_names_the_channel(status: int, kind: ObstacleKind) -> None:
    with pytest.raises(Hindered) as hindered, at(Channel(12)):
        raise refused(status)
    assert hindered.value.obstacle == Obstacle(kind, "#support-queue")


def test_a_channel_that_discord_has_not_told_us_of_is_named_by_its_id() -> None:
    with pytest.raises(Hindered) as hindered, at(discord.Object(12)):
        raise refused(403)
    assert hindered.value.obstacle.what == "<#12>"


@pytest.mark.parametrize("status", [404, 429, 503])
def test_what_is_gone_or_may_pass_is_no_obstacle_of_a_channel(status: int) -> None:
    with pytest.raises(discord.HTTPException), at(Channel(12)):
        raise refused(status)
