"""When the FAQ says nothing, although it knows the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import World, live, said, shown
from tests.journeys.homes import (
    CALENDAR,
    FORWARDING,
    KNOWLEDGE,
    PARKING,
    PARKING_ANSWER,
    SPF,
    SPF_ANSWER,
    SPF_TITLE,
    UNKNOWN,
    ours,
    small_home,
    tags,
)

HOUR = 3600.0


pytestmark = pytest.mark.usefixtures("no_incidents")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


async def test_it_leaves_alone_whoever_answers_others_and_whatever_is_no_question(world: World) -> None:
    people = world.people
    await people.staff.send(people.help, SPF)
    await people.helper.send(people.help, SPF)
    await world.sim.guild.create_webhook(people.help, "News").send(SPF)
    remark = await people.neighbour.send(people.help, "good morning to all of you")
    await people.customer.send(people.help, SPF, reply_to=remark)
    await people.customer.send(people.lounge, SPF)
    for number, text in enumerate(
        (
            "spf?",
            "domain there",
            f"```\n{SPF}\n```",
            f"`{SPF}`",
            f"> {SPF}",
            f">>> {SPF}",
            "https://example.com/spf",
            "🙂 🙂 🙂",
        )
    ):
        await world.sim.advance(5 + number)
        await people.newcomer.send(people.help, text)
    await world.sim.advance(60)
    assert ours(world, people.help) == []
    assert ours(world, people.lounge) == []
    await people.customer.send(people.help, SPF)
    assert SPF_TITLE in ours(world, people.help)[0]


async def test_a_reply_to_a_remark_of_ones_own_is_still_a_reply(world: World) -> None:
    people = world.people
    remark = await people.customer.send(people.help, "good morning to all of you")
    await world.sim.advance(5)
    await people.customer.send(people.help, SPF, reply_to=remark)
    assert ours(world, people.help) == []


async def test_posts_that_are_solved_or_wait_for_people_are_left_alone(world: World) -> None:
    people, sim = world.people, world.sim
    await tags(world, "Solved", "Needs human", "DNS")
    solved = await sim.post(people.customer, people.forum, "SPF", SPF, ["Solved", "DNS"])
    waiting = await sim.post(people.neighbour, people.forum, "SPF", SPF, ["Needs human"])
    other = await sim.post(people.newcomer, people.forum, "SPF", SPF, ["DNS"])
    assert [len(ours(world, post)) for post in (solved, waiting, other)] == [0, 0, 1]


async def test_a_ticket_thread_is_for_people_even_if_the_bot_is_mentioned_there(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    _, thread = await world.open_ticket(type_label="Feature request")
    before = len(ours(world, thread))
    await people.customer.send(thread, SPF)
    await people.customer.send(thread, f"{own.mention} {SPF}")
    assert len(ours(world, thread)) == before


async def test_who_opts_out_is_answered_only_on_demand_until_they_opt_in(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    told = await people.customer.slash(people.lounge, "faq opt-out")
    assert told.ephemeral
    assert said(told).startswith("From now on I stay silent when you ask in a channel.")
    await people.customer.send(people.help, SPF)
    assert ours(world, people.help) == []
    await world.sim.restart()
    await world.sim.advance(60)
    await people.customer.send(people.help, PARKING)
    assert ours(world, people.help) == []
    await people.customer.send(people.help, f"{own.mention} {PARKING}")
    assert "Can I park a domain?" in ours(world, people.help)[0]
    assert said(await people.customer.slash(people.lounge, "faq opt-in")).startswith("I answer again")
    await world.sim.advance(60)
    await people.customer.send(people.help, SPF)
    assert len(ours(world, people.help)) == 2


async def test_an_answer_is_not_repeated_within_a_minute_nor_to_the_same_member_within_a_day(world: World) -> None:
    people, sim = world.people, world.sim
    dns = sim.guild.channels["dns-and-domains"]
    question = await people.customer.send(people.help, SPF)
    answer = world.last(people.help)
    await people.neighbour.send(people.help, SPF)
    pointed = (
        f"-# FAQ: *{SPF_TITLE}* · just answered above: {answer.jump_url}. Does it help?"
        "\n[Solved it]\n[Still need help]"
    )
    assert ours(world, people.help)[1:] == [pointed]
    assert (await sim.click(people.neighbour, answer, "Still need help")).modal is not None
    refused = await sim.click(people.newcomer, answer, "Solved it")
    assert said(refused).startswith(f"Only {people.customer.mention}, who asked")
    noted = await sim.click(people.neighbour, answer, "Solved it")
    assert said(noted) == "Noted for your own question, which was the same."
    assert ours(world, people.help)[1:] == [f"-# FAQ: *{SPF_TITLE}* · ✅ Marked as solved"]
    assert "[Solved it]" in ours(world, people.help)[0]
    await people.member.send(people.help, SPF)
    await people.customer.delete(question)
    assert [SPF_ANSWER in text for text in ours(world, people.help)] == [False, True], "now it is theirs"
    await people.neighbour.send(dns, SPF)
    assert ours(world, dns) == []
    stranger = sim.guild.add_member(sim.env.create_user("stranger"))
    await stranger.send(dns, SPF)
    assert len(ours(world, dns)) == 1
    await sim.restart()
    await sim.advance(61)
    await people.newcomer.send(people.help, SPF)
    assert len(ours(world, people.help)) == 3
    await sim.advance(61)
    await people.customer.send(dns, SPF)
    assert len(ours(world, dns)) == 1
    await sim.advance(24 * HOUR)
    await people.customer.send(dns, SPF)
    assert len(ours(world, dns)) == 2


async def test_a_human_who_replied_first_keeps_the_floor_also_after_an_edit(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "which way do you write es pe ef")
    assert ours(world, people.help) == []
    await people.member.send(people.help, "S, P, F", reply_to=question)
    await people.customer.edit(question, SPF)
    assert ours(world, people.help) == []


async def test_a_channel_in_shadow_mode_hears_nothing_unasked(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "shadow", shadow=["help"])) as world:
        people, own = world.people, world.sim.bot.user
        assert own is not None
        await people.customer.send(people.help, SPF)
        await people.neighbour.send(people.help, CALENDAR)
        await world.sim.advance(60)
        assert ours(world, people.help) == []
        await people.customer.send(people.help, f"{own.mention} {SPF}")
        assert len(ours(world, people.help)) == 1


async def test_thirty_mentions_bring_no_thirty_replies(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "flood")) as world:
        people, own = world.people, world.sim.bot.user
        assert own is not None
        for asked in (UNKNOWN, SPF, CALENDAR, PARKING, FORWARDING):
            for _ in range(6):
                await people.customer.send(people.lounge, f"{own.mention} {asked}")
        await world.sim.settle()
        said_here = ours(world, people.lounge)
        assert [text.partition("\n")[0] for text in said_here] == [
            said_here[0].partition("\n")[0],
            SPF_TITLE,
            "Is it one of these? (I am a bot, and not sure.)",
            "Is it one of these? (I am a bot, and not sure.)",
        ]
        assert said_here[0].startswith("I have no answer to that.")
        await people.neighbour.send(people.lounge, f"{own.mention} {UNKNOWN}")
        await people.customer.send(people.help, f"{own.mention} {UNKNOWN}")
        assert [len(ours(world, place)) for place in (people.lounge, people.help)] == [5, 1]
        await world.sim.advance(60)
        await people.customer.send(people.lounge, f"{own.mention} {PARKING}")
        assert PARKING_ANSWER in shown(world.last(people.lounge))


async def test_an_entry_for_one_channel_is_silent_in_others(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace("  - id: spf\n", "  - id: spf\n    channels: [dns-and-domains]\n")
    async with live(small_home(tmp_path / "channels", knowledge=knowledge)) as world:
        people, dns = world.people, world.sim.guild.channels["dns-and-domains"]
        await people.customer.send(people.help, SPF)
        await people.neighbour.send(dns, SPF)
        assert ours(world, people.help) == []
        assert SPF_TITLE in shown(world.last(dns))
