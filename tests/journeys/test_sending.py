"""Staff send the entry that comes near to a ticket, as their reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, said, shown
from tests.journeys.homes import KNOWLEDGE, PARKING, SPF, SPF_ANSWER, SPF_TITLE, configure, response, small_home
from tests.journeys.test_ticket_views import cards

WISH = "What would you like to be able to do?"
pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    german = "    translations: {de: {title: Wie setze ich SPF?, answer: Ein TXT-Eintrag.}}\n"
    link = "    links: [{label: Read more, url: 'https://larkmail.example/spf'}]\n"
    anchor = f"    answer: {SPF_ANSWER}\n"
    home = small_home(tmp_path / "home", knowledge=KNOWLEDGE.replace(anchor, anchor + link + german))
    configure(home, lambda content: content["tickets"].update(last_chance=False))
    return home


async def test_the_near_entry_is_sent_once_as_the_reply_of_who_pressed(world: World) -> None:
    people, sim = world.people, world.sim
    _, thread = await world.open_ticket(type_label="Feature request", **{WISH: SPF})
    assert f"Likely entry: {SPF_TITLE} · Score 0.99" in cards(world)[0]
    peeked = await sim.click(people.staff, world.last(people.queue), "Peek")
    assert f"Likely entry: {SPF_TITLE} · Score 0.99" in said(peeked)
    assert SPF_ANSWER in said(await sim.click(people.staff, response(peeked), "Read this entry"))
    other = await sim.click(people.colleague, world.last(people.queue), "Peek")

    await sim.restart()
    sent = await sim.click(people.staff, response(peeked), "Send this entry")
    assert said(sent) == f"“{SPF_TITLE}” is sent into ticket #1 as your reply."
    reply = shown(sim.messages(thread)[-1])
    assert reply.startswith(
        f"{people.customer.mention}\n**{SPF_TITLE}**\n{SPF_ANSWER}\n[Read more](https://larkmail"
    )
    assert f"\n– {people.staff.mention}\n" in reply
    assert "Turn: Waits for the requester" in cards(world)[0]
    assert "entry:" not in cards(world)[0], "what was sent is not recommended any more"
    seen = said(await sim.click(people.colleague, world.last(people.queue), "Peek"))
    assert f"{people.staff.mention} <t:" in seen
    assert SPF_ANSWER in seen
    assert "Send this entry" not in seen
    before = len(sim.messages(thread))
    twice = await sim.click(people.colleague, response(other), "Send this entry")
    assert said(twice).startswith(f"Nothing is sent: {people.staff.mention} sent this entry into ticket #1 <t:")
    assert len(sim.messages(thread)) == before, "pressed twice, it stands there once"
    await sim.advance(5)
    again = await sim.click(people.colleague, response(twice), "Send it again")
    assert said(again) == f"“{SPF_TITLE}” is sent into ticket #1 as your reply."
    assert len(sim.messages(thread)) == before + 1
    both = await sim.click(people.colleague, response(twice), "Send it again")
    assert said(both).startswith(f"Nothing is sent: {people.colleague.mention} sent")

    await sim.click(people.customer, next(one for one in sim.messages(thread) if one.components), "Resolve")
    stats = said(await people.staff.slash(people.queue, "faq stats"))
    assert f"Sent into tickets: **{SPF_TITLE}**: into 1 ticket; resolved 1" in stats
    late = await sim.click(people.staff, response(peeked), "Send this entry")
    assert "resolved" in said(late)


async def test_an_entry_that_has_not_helped_or_is_marked_as_wrong_is_not_recommended_to_staff(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, SPF)
    form = await sim.click(people.customer, world.last(people.help), "Still need help")
    await sim.submit(people.customer, form, {WISH: SPF})
    card = cards(world)[0]
    assert f"Was answered with: “{SPF_TITLE}”: it did not help" in card
    assert "ikely entry" not in card
    peeked = said(await sim.click(people.colleague, world.last(people.queue), "Peek"))
    assert f"Was answered with: “{SPF_TITLE}”: it did not help" in peeked
    assert "[Send this entry]" not in peeked
    more = said(await sim.click(people.colleague, world.last(people.queue), "More"))
    assert "[Send this entry]" not in more

    await people.member.send(people.help, SPF)
    await sim.click(people.staff, world.last(people.help), "FAQ wrong")
    await world.open_ticket(people.neighbour, type_label="Feature request", **{WISH: SPF})
    assert "ikely entry" not in shown(world.last(people.queue))

    configure(world.home, lambda content: content["tickets"].update(last_chance=True))
    await sim.restart()
    await world.open_ticket(people.newcomer, type_label="Feature request", **{WISH: PARKING})
    newest = shown(world.last(people.queue))
    assert "Was answered with: “Can I park a domain?”: it did not help" in newest, "it was a last chance"
    assert "ikely entry" not in newest
