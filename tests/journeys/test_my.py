"""`/my` and the daily digest, as staff see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import configure, show_staffs_commands, small_home
from tests.journeys.test_crash_every_job import CALL
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ticket_views import ask

DAY = 24 * 3600
pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = small_home(tmp_path / "home")

    def change(content: dict[str, Any]) -> None:
        show_staffs_commands(content)
        content["community"]["time_zone"] = "UTC"
        content["tickets"]["lease_hours"] = 0  # nothing that waits for somebody goes from them by itself

    configure(folder, change)
    return folder


def digests(world: World) -> list[str]:
    """The direct messages that the colleague has got."""
    colleague = world.people.colleague.user
    return [shown(one) for one in world.sim.messages(colleague.dm_channel, colleague)]


async def test_staff_see_what_waits_for_them_and_get_it_once_a_day(world: World) -> None:
    people, sim = world.people, world.sim
    assert said(await people.colleague.slash(people.lounge, "my")).endswith("Nothing waits for you. 🎉")
    assert said(await people.customer.slash(people.lounge, "my")) == "Only staff can do this."
    await ask(world)
    thread = sim.thread_named("#1 ")
    await people.colleague.slash(thread, "ticket claim")
    await people.staff.slash(thread, "promise", text="A refund", by="in 3 days")
    modal = await people.customer.slash(thread, "callback")
    await sim.submit(people.customer, modal, {**CALL, "When does it suit you?": "in 2 h"})
    text = said(await people.colleague.slash(people.lounge, "my"))
    order = [text.index(part) for part in ("a call-back is wanted", "A refund", "Your turn, the oldest first")]
    assert order == sorted(order)
    assert text.count(thread.mention) == 3
    assert said(await people.staff.slash(people.lounge, "my")).endswith("Nothing waits for you. 🎉")

    assert "at 8:00 (UTC), the next <t:" in said(await people.colleague.slash(people.lounge, "digest on"))
    again = await people.colleague.slash(people.lounge, "digest on", hour=9, time_zone="UTC+1")
    assert "at 9:00 (UTC+01:00)" in said(again)
    await people.staff.slash(people.lounge, "digest on")
    assert "I know no time zone `Mars`" in said(
        await people.staff.slash(people.lounge, "digest on", time_zone="Mars")
    )
    await sim.advance(DAY)
    (told,) = digests(world)
    assert "What waits for you in " in told
    assert "A refund" in told
    assert thread.mention in told
    assert sim.messages(people.staff.user.dm_channel, people.staff.user) == [], "nothing waits for them"

    await crash(world, 3 * DAY + DAY / 2)
    await sim.advance(60)
    assert len(digests(world)) == 2
    await sim.advance(DAY)
    assert len(digests(world)) == 3, "one for the days of which it was off, and the next one"

    sim.fail_next("POST", f"/channels/{people.colleague.user.dm_channel.id}/messages", status=403, code=50007)
    await sim.advance(DAY)
    assert len(digests(world)) == 3
    assert "Your digest could not be delivered" in said(await people.colleague.slash(people.lounge, "my"))
    await sim.advance(DAY)
    assert len(digests(world)) == 4
    assert "could not be delivered" not in said(await people.colleague.slash(people.lounge, "my"))

    await people.colleague.slash(people.lounge, "digest off")
    await sim.advance(2 * DAY)
    assert len(digests(world)) == 4


async def test_who_is_not_on_staff_any_more_gets_no_digest(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await people.colleague.slash(people.lounge, "ticket claim", number=1)
    await people.colleague.slash(people.lounge, "digest on")
    sim.env.backend.get_guild(sim.guild.id).members[people.colleague.id].role_ids.clear()
    await sim.advance(DAY)
    assert digests(world) == []
