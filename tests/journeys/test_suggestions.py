"""When the FAQ is not sure: titles to choose from, a quiet hint, or silence; and messages that follow each other."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from tests.conftest import World, live, said, shown
from tests.journeys.homes import CALENDAR, PARKING, PARKING_ANSWER, SPF_TITLE, ours, small_home

ASKED = "Is it one of these? (I am a bot, and not sure.)"
HINT = "I may know this. Only you see what the button shows."


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


def labels(message: discord.Message) -> list[str]:
    """The buttons under a message, in their order."""
    return [button.label or "" for row in message.components for button in getattr(row, "children", [])]


async def test_suggestions_wait_until_the_member_has_paused(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, CALENDAR)
    await world.sim.advance(3.5)
    assert ours(world, people.help) == []
    await world.sim.advance(1)
    suggestions = world.last(people.help)
    assert shown(suggestions).startswith(ASKED)
    assert suggestions.reference is not None
    assert suggestions.reference.message_id == question.id
    *titles, none = labels(suggestions)
    assert 2 <= len(titles) <= 3
    assert all(title.startswith("How do I share a calendar") for title in titles)
    assert none == "None of these"


async def test_suggestions_wait_for_the_last_of_several_messages(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, CALENDAR)
    await world.sim.advance(3)
    await people.customer.send(people.help, "thanks in advance everybody")
    await world.sim.advance(3)
    assert ours(world, people.help) == []
    await world.sim.advance(1)
    assert len(ours(world, people.help)) == 1


async def test_the_askers_choice_becomes_the_answer_in_place(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, CALENDAR)
    await sim.advance(4)
    suggestions = world.last(people.help)
    second = labels(suggestions)[1]
    private = await sim.click(people.neighbour, suggestions, second)
    assert private.ephemeral
    assert second in said(private)
    assert "[Solved it]" not in said(private)
    assert shown(world.last(people.help)).startswith(ASKED)
    await sim.click(people.customer, suggestions, second)
    assert world.last(people.help).id == suggestions.id
    [answer] = ours(world, people.help)
    assert answer.startswith(second)
    assert ASKED not in answer
    assert "[Solved it]" in answer
    assert "[FAQ wrong]" in answer
    await sim.click(people.customer, world.last(people.help), "Solved it")
    assert "Marked as solved" in ours(world, people.help)[0]


async def test_none_of_these_takes_the_suggestions_away_and_offers_people(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, CALENDAR)
    await sim.advance(4)
    suggestions = world.last(people.help)
    refused = await sim.click(people.neighbour, suggestions, "None of these")
    assert said(refused).startswith(f"Only {people.customer.mention}, who asked, can press this.")
    assert len(ours(world, people.help)) == 1
    offered = await sim.click(people.customer, suggestions, "None of these")
    assert ours(world, people.help) == []
    assert offered.ephemeral
    assert offered.response is not None
    assert {"Feature request", "Billing", "Ask the community"} <= set(labels(offered.response.message))
    await sim.click(people.customer, offered.response, "Ask the community")
    assert people.customer.mention in world.texts(sim.thread_named(CALENDAR))


async def test_greeting_and_halves_of_a_question_are_read_together(world: World) -> None:
    people, sim = world.people, world.sim
    for piece in ("hi", "how do i", "set up spf"):
        assert ours(world, people.help) == []
        await people.customer.send(people.help, piece)
        await sim.advance(2)
    assert SPF_TITLE in ours(world, people.help)[0]
    await people.customer.send(people.help, "thanks in advance!")
    await sim.advance(10)
    [answer] = ours(world, people.help)
    assert SPF_TITLE in answer


async def test_a_message_that_makes_it_sure_turns_waiting_suggestions_into_the_answer_at_once(
    world: World,
) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, CALENDAR)
    await sim.advance(3)
    await people.customer.send(people.help, "how do i share a calendar on a tablet")
    [answer] = ours(world, people.help)
    assert answer.startswith("How do I share a calendar on a tablet?")
    await sim.advance(60)
    assert len(ours(world, people.help)) == 1


async def test_what_comes_later_or_from_another_member_or_elsewhere_is_not_read_together(world: World) -> None:
    people, sim = world.people, world.sim
    dns = sim.guild.channels["dns-and-domains"]
    await people.customer.send(people.help, "can i")
    await people.neighbour.send(people.help, "park?")
    await people.customer.send(dns, "park?")
    await sim.advance(5)
    await people.customer.send(people.help, "park?")
    await sim.advance(60)
    assert ours(world, people.help) == ours(world, dns) == []
    await people.customer.send(people.help, "can i")
    await sim.advance(2)
    await people.customer.send(people.help, "park?")
    assert PARKING_ANSWER in ours(world, people.help)[0]


async def test_a_quiet_hint_shows_its_answer_only_to_who_presses(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "hint", between="hint")) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, CALENDAR)
        await sim.advance(4)
        hint = world.last(people.help)
        assert HINT in shown(hint)
        [title] = labels(hint)
        for_neighbour = await sim.click(people.neighbour, hint, title)
        assert for_neighbour.ephemeral
        assert "[Solved it]" not in said(for_neighbour)
        answer = await sim.click(people.customer, hint, title)
        assert answer.ephemeral
        assert title in said(answer)
        assert "[Solved it]" in said(answer)
        assert "[Still need help]" in said(answer)
        [line] = ours(world, people.help)
        assert HINT in line
        assert answer.response is not None
        await sim.click(people.customer, answer.response, "Solved it")
        [line] = ours(world, people.help)
        assert "Marked as solved" in line
        assert "Drag the calendar" not in line
        assert "[" not in line


async def test_a_hint_that_did_not_help_leads_to_people(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "hint", between="hint")) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, CALENDAR)
        await sim.advance(4)
        hint = world.last(people.help)
        answer = await sim.click(people.customer, hint, labels(hint)[0])
        assert answer.response is not None
        choice = await sim.click(people.customer, answer.response, "Still need help")
        assert choice.response is not None
        await sim.click(people.customer, choice.response, "Ask the community")
        assert people.customer.mention in world.texts(sim.thread_named(CALENDAR))
        assert "people have been asked" in ours(world, people.help)[0]


async def test_with_silence_between_nothing_is_suggested_and_mentions_are_told_so(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "silent", between="silent")) as world:
        people, own = world.people, world.sim.bot.user
        assert own is not None
        await people.customer.send(people.help, CALENDAR)
        await world.sim.advance(60)
        assert ours(world, people.help) == []
        await people.customer.send(people.help, f"{own.mention} {CALENDAR}")
        assert ours(world, people.help)[0].startswith("I have no answer to that.")


async def test_who_mentions_the_bot_gets_suggestions_at_once(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    await people.customer.send(people.lounge, f"{own.mention} {CALENDAR}")
    assert ours(world, people.lounge)[0].startswith(ASKED)


async def test_an_entry_marked_as_wrong_is_no_longer_suggested(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, "how do i share a calendar on a tablet")
    await sim.click(people.staff, world.last(people.help), "FAQ wrong")
    await sim.advance(61)
    await people.neighbour.send(people.help, CALENDAR)
    await sim.advance(4)
    titles = labels(world.last(people.help))
    assert titles
    assert "How do I share a calendar on a tablet?" not in titles


async def test_a_second_question_right_after_the_first_does_not_take_its_answer_away(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, PARKING)
    await sim.advance(2)
    await people.customer.send(people.help, CALENDAR)
    await sim.advance(60)
    [answer] = ours(world, people.help)
    assert PARKING_ANSWER in answer


async def test_what_a_cap_withholds_does_not_turn_into_suggestions_with_the_next_message(world: World) -> None:
    people, sim = world.people, world.sim
    await people.customer.send(people.help, PARKING)
    await sim.advance(61)
    await people.customer.send(people.help, PARKING)
    await sim.advance(2)
    await people.customer.send(people.help, CALENDAR)
    await sim.advance(60)
    assert len(ours(world, people.help)) == 1
