"""Members look by themselves: what they are offered, what stays hidden, and what they share with everybody."""

from __future__ import annotations

import shutil
from pathlib import Path

import discord
import pytest
from simcord import InteractionResult, MemberActor, UserHandle
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.simulated.community import shipped_home
from tests.conftest import World, live, said, shown
from tests.journeys.homes import CALENDAR, small_home

QUESTION = "how do i set up spf"
SPF = "How do I set up SPF?"


async def find(world: World, member: MemberActor, query: str = "spf-setup") -> InteractionResult:
    return await member.slash(world.people.lounge, "faq search", question=query)


async def share(world: World, member: MemberActor, found: InteractionResult) -> InteractionResult:
    assert found.response is not None
    return await world.sim.click(member, found.response, "Share")


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("typed", "title"), [("s", SPF), ("spf", SPF), ("dk", "DKIM"), ("PROPAG", "DNS")])
async def test_a_few_letters_offer_the_titles_that_go_on_so(world: World, typed: str, title: str) -> None:
    people = world.people
    choices = await people.customer.autocomplete(people.lounge, "faq search", "question", typed)
    assert any(title in choice["name"] for choice in choices[:5]), choices


async def test_nothing_typed_offers_the_entries_in_the_order_of_the_files(world: World) -> None:
    people = world.people
    choices = await people.customer.autocomplete(people.lounge, "faq search", "question", "")
    entries = world.sim.bot.services.knowledge.library.entries  # type: ignore[attr-defined]  # known as a plain client
    assert [choice["name"] for choice in choices] == [entry.title for entry in entries][:25]


async def test_words_of_an_answer_find_it(world: World) -> None:
    reply = await find(world, world.people.customer, "permanent error")
    assert SPF in said(reply)


async def test_what_is_not_sure_is_a_list_of_titles_and_each_is_read_with_a_press(tmp_path: Path) -> None:
    home = small_home(tmp_path / "home")
    file = home / "faq" / "mail.yaml"
    rewrite(file, "Hold the calendar", "Squeeze the calendar")
    async with live(home) as world:
        people = world.people
        found = await find(world, people.customer, CALENDAR)
        line, *titles = said(found).splitlines()
        assert line == "Is it one of these? (I am a bot, and not sure.)"
        assert len(titles) == 3
        assert all(title.startswith("[How do I share a calendar ") for title in titles)
        assert found.ephemeral
        assert found.response is not None
        read = await world.sim.click(people.customer, found.response, "How do I share a calendar on a tablet?")
        assert read.ephemeral
        assert "Drag the calendar to **Share**." in said(read)
        await share(world, people.customer, read)
        assert shown(world.last(people.lounge)).startswith(
            f"Shared by {people.customer.mention}:\nHow do I share a"
        )
        far = await find(world, people.customer, "squeeze")
        line, *titles = said(far).splitlines()
        assert line == "I find nothing that surely answers this. This comes nearest:"
        assert titles == ["[How do I share a calendar on a telephone?]"]
        asked = await people.neighbour.send(people.lounge, CALENDAR)
        looked_up = await people.customer.context_menu(people.lounge, "Look up in FAQ", asked)
        assert said(looked_up) == said(found)
        rewrite(file, "id: calendar-tablet", "id: calendar-slate")
        rewrite(file, "Squeeze the calendar", "Hug the calendar")
        await world.sim.restart()
        gone = await world.sim.click(people.customer, found.response, "How do I share a calendar on a tablet?")
        assert said(gone).startswith("I have no entry for `calendar-tablet`.")
        anew = await world.sim.click(people.customer, found.response, "How do I share a calendar on a telephone?")
        assert "Hug the calendar" in said(anew)


async def test_what_has_only_words_in_common_is_no_answer_to_who_searches_or_mentions_the_bot(home: Path) -> None:
    shutil.copy(shipped_home() / "faq" / "mailboxes.yaml", home / "faq")
    async with live(home) as world:
        people, own = world.people, world.sim.bot.user
        assert own is not None
        for member, query, found in (
            (people.customer, "how much does it cost", "I find nothing that surely answers this."),
            (people.neighbour, "is my data stored in the eu", "I have no entry for"),
        ):
            await member.send(people.lounge, f"{own.mention} {query}")
            assert shown(world.last(people.lounge)).startswith("I have no answer to that.")
            assert said(await find(world, member, query)).startswith(found)


async def test_an_answer_stays_private_until_it_is_shared(world: World) -> None:
    people = world.people
    found = await find(world, people.customer)
    assert found.ephemeral
    assert world.sim.messages(people.lounge) == []
    await share(world, people.customer, found)
    message = world.last(people.lounge)
    assert shown(message).startswith(f"Shared by {people.customer.mention}:\n{SPF}\nSPF is one TXT record")
    assert message.reference is None
    assert "[Share]" not in world.texts(people.lounge, people.customer)


async def test_what_is_shared_pings_nobody_whatever_the_entry_says(home: Path) -> None:
    rewrite(home / "faq" / "dns.yaml", "SPF is one TXT record", "@everyone <@&1> SPF is one TXT record")
    async with live(home) as world:
        people = world.people
        await share(world, people.customer, await find(world, people.customer))
        assert "@everyone" in shown(world.last(people.lounge))
        sent = [request.body for request in world.sim.requests if request.path.endswith("/messages")]
        assert [body["allowed_mentions"] for body in sent] == [{"parse": []}]


async def test_a_member_shares_once_a_minute_and_nothing_twice(world: World) -> None:
    people = world.people
    await share(world, people.customer, await find(world, people.customer))
    again = await share(world, people.neighbour, await find(world, people.neighbour))
    other = await share(world, people.customer, await find(world, people.customer, "dkim-setup"))
    assert [said(again)[:28], said(other)[:28]] == ["This was shared here just no"] * 2
    assert again.ephemeral
    assert len(world.sim.messages(people.lounge)) == 1
    await world.sim.advance(60)
    await share(world, people.neighbour, await find(world, people.neighbour))
    assert len(world.sim.messages(people.lounge)) == 2


async def test_who_cannot_write_here_cannot_share_here(world: World) -> None:
    people = world.people
    found = await people.customer.slash(people.tickets, "faq search", question="spf-setup")
    refused = await share(world, people.customer, found)
    assert said(refused) == "You cannot write in this channel, so you cannot share an answer here either."
    assert not any(SPF in shown(message) for message in world.sim.messages(people.tickets))


async def test_in_a_locked_post_nothing_is_shared(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "Where is the moon", "just wondering about it")
    await world.sim.archive(post, lock=True)
    found = await people.customer.slash(post, "faq search", question="spf-setup")
    assert said(await share(world, people.customer, found)).startswith("You cannot write in this channel")
    assert len(world.sim.messages(post)) == 1


@pytest.mark.parametrize("lacking", ["send_messages", "embed_links"])
async def test_where_the_bot_cannot_write_it_says_so(world: World, lacking: str) -> None:
    people, env = world.people, world.sim.env
    own = UserHandle(env, env.backend.bot_user)
    deaf = world.sim.guild.create_text_channel(
        "reading-room", overwrites={own: discord.PermissionOverwrite(**{lacking: False})}
    )
    found = await people.customer.slash(deaf, "faq search", question="spf-setup")
    assert said(await share(world, people.customer, found)).startswith("I am not allowed to write in this channel")
    assert world.sim.messages(deaf) == []


async def test_a_suspect_entry_is_shared_by_staff_only(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    await world.sim.click(people.helper, world.last(people.help), "FAQ wrong")
    refused = await share(world, people.neighbour, await find(world, people.neighbour))
    assert said(refused).startswith("Somebody has said that this answer is wrong.")
    assert world.sim.messages(people.lounge) == []
    await share(world, people.staff, await find(world, people.staff))
    assert SPF in shown(world.last(people.lounge))


async def test_an_old_share_button_of_an_entry_that_was_removed_says_so(home: Path) -> None:
    async with live(home) as world:
        people = world.people
        found = await find(world, people.customer)
        rewrite(home / "faq" / "dns.yaml", "id: spf-setup", "id: spf-anew")
        await world.sim.restart()
        assert said(await share(world, people.customer, found)).startswith("I have no entry for `spf-setup`.")


async def test_an_entry_of_a_channel_that_one_does_not_see_is_as_unknown_as_any(home: Path) -> None:
    rewrite(home / "config.yaml", "    - dns-and-domains\n", "    - dns-and-domains\n    - inner-circle\n")
    rewrite(home / "faq" / "dns.yaml", "  - id: spf-setup\n", "  - id: spf-setup\n    channels: [inner-circle]\n")
    async with live(home) as world:
        people, guild = world.people, world.sim.guild
        hidden = Overwrite(
            guild.default_role.id, OverwriteType.ROLE, allow=0, deny=discord.Permissions(view_channel=True).value
        )
        world.sim.env.backend.set_overwrite(guild.channels["inner-circle"].id, hidden)
        await world.sim.settle()
        question = await people.customer.send(people.lounge, QUESTION)
        for member, sees in ((people.customer, False), (people.administrator, True)):
            choices = await member.autocomplete(people.lounge, "faq search", "question", "spf")
            assert (SPF in [choice["name"] for choice in choices]) is sees
            for reply in (
                await find(world, member, "spf-setup"),
                await find(world, member, SPF),
                await member.context_menu(people.lounge, "Look up in FAQ", question),
            ):
                assert (SPF in said(reply)) is sees
        found = await find(world, people.administrator)
        refused = await share(world, people.administrator, found)
        assert said(refused) == "This answer is for other channels, so it cannot be shared in this one."


async def test_titles_are_offered_and_answers_shown_in_the_readers_language(home: Path) -> None:
    # In the simulation everybody reads English, so here it is the translation.
    rewrite(home / "config.yaml", "language: en", "language: de")
    rewrite(
        home / "faq" / "dns.yaml", "      de:\n        title: Wie richte", "      en:\n        title: Wie richte"
    )
    async with live(home) as world:
        people = world.people
        choices = await people.customer.autocomplete(people.lounge, "faq search", "question", SPF)
        assert choices[0]["name"] == "Wie richte ich SPF ein?"
        found = await find(world, people.customer, choices[0]["value"])
        assert "SPF ist ein einzelner TXT-Eintrag" in said(found)
        await share(world, people.customer, found)
        assert "SPF ist ein einzelner TXT-Eintrag" in shown(world.last(people.lounge))
