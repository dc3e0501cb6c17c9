"""Below an entry that was made of somebody's answer they are thanked, if they want to be named and are still here."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import live, said
from tests.journeys.homes import ours, small_home
from tests.journeys.test_authoring import card
from tests.journeys.test_crash_every_job import PROPOSAL

ASKED = "make the screen black at night"
THANKS = "Thanks for this answer"


async def test_who_wrote_the_answer_is_thanked_below_the_entry(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "home")) as world:
        people, sim = world.people, world.sim
        question = await people.customer.send(people.lounge, "is there a dark mode")
        answer = await people.member.send(people.lounge, PROPOSAL["Answer"], reply_to=question)
        modal = await people.helper.context_menu(people.lounge, "Make FAQ draft", answer)
        await sim.submit(people.helper, modal, PROPOSAL)
        await sim.click(people.staff, card(world), "Approve")

        async def found() -> str:
            """As whoever searches reads it."""
            return said(await people.customer.slash(people.lounge, "faq search", question=ASKED))

        await people.newcomer.send(people.help, ASKED)
        await sim.settle()
        for text in (ours(world, people.help)[-1], await found()):
            assert f"{THANKS}: {people.member.mention}" in text
        mine = await people.member.slash(people.lounge, "privacy")
        assert mine.response is not None
        await sim.click(people.member, mine.response, "Do not name me")
        text = await found()
        assert PROPOSAL["Answer"] in text
        assert THANKS not in text
        await sim.click(people.member, mine.response, "Name me")
        assert THANKS in await found()
        sim.guild.remove_member(people.member)
        assert THANKS not in await found()
