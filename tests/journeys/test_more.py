"""What staff do with a ticket from its card: one row of buttons, and the rest behind *More*."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import InteractionResult

from tests.conftest import World, said, shown
from tests.journeys.card import labels, press
from tests.journeys.homes import small_home
from tests.journeys.test_merging import ask_too, card
from tests.journeys.test_ticket_views import ask

pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def card_of(world: World, number: int) -> discord.Message:
    return next(
        one for one in world.sim.messages(world.people.queue) if shown(one).startswith(f"Ticket #{number} · ")
    )


def rows(opened: InteractionResult) -> list[list[str]]:
    """What stands on the buttons below an answer, row by row."""
    assert opened.response is not None
    return [[one["label"] for one in row["components"]] for row in opened.response.components]


async def test_a_card_has_one_row_and_the_rest_is_behind_more_as_the_ticket_stands_by_now(world: World) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    first = card_of(world, 1)
    assert labels(shown(first)) == ["Claim", "Peek", "Assign", "Reply", "More"]
    assert said(await sim.click(people.administrator, first, "More")) == "Only staff can do this."
    more = await sim.click(people.staff, first, "More")
    assert more.ephemeral
    later = [["Note"], ["Ask if solved", "Whose turn", "Snooze", "Priority"]]
    last = [["Move", "Merge", "Link"], ["Add somebody", "Remove somebody"]]
    assert rows(more) == [["Resolve", "Close", "Escalate"], *later, *last]

    await sim.click(people.staff, first, "Claim")
    assert labels(shown(card_of(world, 1))) == ["Resolve", "Peek", "Assign", "Reply", "More"]
    opened = await sim.click(people.staff, card_of(world, 1), "More")
    stale = opened.response
    assert stale is not None
    assert rows(opened) == [["Release", "Close", "Escalate"], *later, *last]

    form = await press(world, people.staff, "Snooze", card_of(world, 1))
    empty = said(await sim.submit(people.staff, form, {}))
    assert empty.startswith("Please say when.")
    form = await press(world, people.staff, "Snooze", card_of(world, 1))
    unclear = await sim.submit(people.staff, form, {"Until when?": "at teatime", "Why?": "The bank"})
    assert "I do not know when `at teatime` is." in said(unclear)
    assert unclear.response is not None
    form = await sim.click(people.staff, unclear.response, "Try again")
    await sim.restart()
    both = {"Until when?": "in 2 h", "Or, without a time:": "until there is a fix"}
    assert "out of the queue until <t:" in said(await sim.submit(people.staff, form, both)), "what is typed counts"
    form = await press(world, people.staff, "Snooze", card_of(world, 1))
    told = await sim.submit(people.staff, form, {"Or, without a time:": "until there is a fix"})
    assert said(told) == "Ticket #1 is out of the queue until you wake it, or the requester writes."
    snoozed = await sim.click(people.staff, card_of(world, 1), "More")
    assert ["Ask if solved", "Whose turn", "Snooze", "Wake", "Priority"] in rows(snoozed)
    woken = await press(world, people.staff, "Wake", card_of(world, 1))
    assert said(woken) == "Ticket #1 is back in the queue."

    form = await press(world, people.staff, "Add somebody", card_of(world, 1))
    asked = "Who is to come in?"
    added = await sim.submit(people.staff, form, {asked: [people.neighbour]})
    assert said(added).startswith(f"{people.neighbour.mention} belongs to ticket #1 now")
    form = await press(world, people.staff, "Add somebody", card_of(world, 1))
    sim.fail_next("GET", "/guilds/*/members/*", status=404, code=10007)
    gone = await sim.submit(people.staff, form, {asked: [people.member]})
    assert f"{people.member.mention} is not in this server any more." in said(gone)
    form = await press(world, people.staff, "Remove somebody", card_of(world, 1))
    removed = await sim.submit(people.staff, form, {"Who is to leave?": [people.neighbour]})
    assert said(removed) == f"{people.neighbour.mention} belongs to ticket #1 no longer."

    kinds = await press(world, people.staff, "Move", card_of(world, 1))
    assert said(kinds).startswith("To which type should ticket #1 be moved?")
    assert kinds.response is not None
    assert "Billing" not in labels(said(kinds))
    form = await sim.click(people.staff, kinds.response, "Feature request")
    moved = await sim.submit(people.staff, form, {})
    assert said(moved) == "Ticket #1 is now of the type **Feature request**."

    await sim.click(people.staff, stale, "Close")
    assert labels(shown(card_of(world, 1))) == ["Reopen", "Transcript"]
    refused = said(await sim.click(people.staff, stale, "Release"))
    assert refused.startswith("Ticket #1 is closed"), "by what is so now, not by what stands there"


async def test_a_number_that_is_none_comes_back_to_be_corrected_and_two_tickets_are_linked_and_merged(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    await ask_too(world, people.newcomer)
    form = await press(world, people.staff, "Link", card_of(world, 2))
    linked = await sim.submit(people.staff, form, {"To which ticket?": "#1"})
    assert said(linked) == "Tickets #2 and #1 are linked."
    assert "Linked: #2" in card(world, 1)

    form = await press(world, people.staff, "Merge", card_of(world, 2))
    wrong = await sim.submit(people.staff, form, {"In which ticket does it go on?": "the first"})
    assert "No ticket has the number `the first`; `12` would be one." in said(wrong)
    assert wrong.response is not None
    again = await sim.click(people.staff, wrong.response, "Try again")
    wrong = await sim.submit(people.staff, again, {"In which ticket does it go on?": "7"})
    assert "There is no ticket #7 here." in said(wrong)
    assert wrong.response is not None
    again = await sim.click(people.staff, wrong.response, "Try again")
    merged = await sim.submit(people.staff, again, {"In which ticket does it go on?": " 1 "})
    assert said(merged).startswith("Ticket #2 goes on in ticket #1 now")
    assert "[Take the merge back]" in said(merged)
    assert "Merged into this: #2" in card(world, 1)


async def test_a_ticket_like_one_that_was_resolved_names_it_and_what_solved_it_on_its_card_alone(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await ask(world)
    assert "Similar tickets" not in card(world, 1)
    form = await press(world, people.staff, "Resolve")
    await sim.submit(
        people.staff, form, {"What solved it?": "Corrected [the](https://x.example) **VAT** @everyone"}
    )
    await ask_too(world, people.newcomer)
    similar = card(world, 2).partition("Similar tickets: ")[2]
    first = sim.thread_named("#1 ")
    assert similar.startswith("**#1** My invoice 4711 shows the wrong amount\nResolved by ")
    assert f"Resolved by {people.staff.mention} · <#{first.id}> · <t:" in similar
    assert "> Corrected \\[the" in similar
    assert "Similar tickets: **#1**" in said(await people.staff.slash(people.lounge, "ticket show", number=2))
    assert "Similar" not in world.texts(sim.thread_named("#2 "))
