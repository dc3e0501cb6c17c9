"""What people read once a week of who helped."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.conftest import live, said, shown
from tests.journeys.homes import configure, ours, small_home
from tests.journeys.test_authoring import pinged
from tests.journeys.test_crash_matrix import crash
from tests.journeys.test_ranks import earn

WEEK = 7 * 24 * 3600.0


async def test_once_a_week_those_are_thanked_who_helped_and_each_reads_what_it_was_good_for(
    tmp_path: Path,
) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        people, sim = world.people, world.sim
        ends_at = sim.now() + timedelta(hours=1)

        def change(content: dict[str, Any]) -> None:
            day = ends_at.strftime("%A").lower()
            content["community"]["time_zone"] = "UTC"
            content["reputation"]["weekly"] = {"weekday": day, "hour": ends_at.hour, "thanks": "lounge"}

        configure(world.home, change)
        await sim.restart()
        gone = people.newcomer
        for who, title in (
            (people.member, "Dark"),
            (people.helper, "Light"),
            (people.neighbour, "Grey"),
            (gone, "No"),
        ):
            await earn(world, who, f"{title} theme")
        await sim.advance(60.0)
        assert "You alone get a direct message" in said(
            await people.member.slash(people.lounge, "rep notes", wanted=True)
        )
        await people.helper.slash(people.lounge, "rep notes", wanted=True)
        await people.neighbour.slash(people.lounge, "rep notes", wanted=True)
        assert "no such message" in said(await people.neighbour.slash(people.lounge, "rep notes", wanted=False))
        await earn(world, people.member, "Blue theme")
        hidden = await people.neighbour.slash(people.lounge, "privacy")
        assert hidden.response is not None
        await sim.click(people.neighbour, hidden.response, "Do not name me")
        sim.guild.remove_member(gone)

        await sim.advance(3600.0)
        [thanks] = ours(world, people.lounge)
        assert pinged(world, "Thank you") == set()
        assert {people.member.mention, people.helper.mention} == {
            one.mention for one in (people.member, people.helper, people.neighbour, gone) if one.mention in thanks
        }
        assert "helped here.\n1 person got an answer." in thanks
        private = people.member.user.dm_channel
        [note] = [shown(one) for one in sim.messages(private, people.member.user)]
        assert "Your answers settled 1 question.\nYou helped 1 person." in note
        for other in (people.helper, people.neighbour):
            assert sim.messages(other.user.dm_channel, other.user) == [], "nothing to tell, or nobody asked"

        await crash(world, WEEK)
        await sim.advance(60.0)
        assert len(ours(world, people.lounge)) == 1, "nobody helped in the week after"
        assert len(sim.messages(private, people.member.user)) == 1
        sim.fail_next("POST", f"/channels/{private.id}/messages", status=403, code=50007)
        await earn(world, people.member, "Green theme", people.neighbour)
        await crash(world, WEEK)
        await sim.advance(60.0)
        assert len(ours(world, people.lounge)) == 2
        assert len(sim.messages(private, people.member.user)) == 1, "they take none by now: no incident"
