"""What customers see of the FAQ: answers, silence, buttons, search."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from tests.conftest import World, live, said, shown
from tests.journeys.homes import FORWARDING, KNOWLEDGE, SPF, configure, small_home

QUESTION = "how do i set up spf"


async def test_an_answer_replies_to_the_question_and_says_that_it_is_automatic(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    answer = world.last(people.help)
    assert answer.reference is not None
    assert answer.reference.message_id == question.id
    assert "Automatic answer from our FAQ · DNS and domains" in shown(answer)
    assert "[Solved it]" in shown(answer)
    assert "[Still need help]" in shown(answer)


async def test_two_questions_in_one_message_are_answered_in_one(tmp_path: Path) -> None:
    async with live(small_home(tmp_path / "two")) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, "Hi! How do I set up SPF? And can I park a domain?")
        answer = world.last(people.help)
        first, second = answer.embeds
        assert (first.title, second.title) == ("How do I set up SPF?", "Can I park a domain?")
        assert [line for line in shown(answer).splitlines() if line.startswith("[")] == [
            "[Solved it]",
            "[Still need help]",
            "[FAQ wrong: no. 1]",
            "[FAQ wrong: no. 2]",
        ]
        reply = await sim.click(people.customer, answer, "Still need help")
        assert "[Billing]" in said(reply), "the two lead to different places"
        await sim.click(people.helper, answer, "FAQ wrong: no. 1")
        [left] = world.last(people.help).embeds
        assert left.title == "Can I park a domain?"
        assert "[FAQ wrong]" in shown(world.last(people.help))
        await sim.click(people.customer, world.last(people.help), "Solved it")
        assert "Marked as solved" in shown(world.last(people.help))


async def test_a_forum_post_is_answered_in_its_own_thread(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "how do i set up spf", "thanks")
    assert "SPF" in shown(world.last(post))
    assert world.last(post).author.bot


async def test_later_messages_in_a_forum_post_are_left_to_people(world: World) -> None:
    people = world.people
    post = await world.sim.post(people.customer, people.forum, "Where is the moon", "just wondering about it")
    await people.neighbour.send(post, QUESTION)
    assert not any(message.author.bot for message in world.sim.messages(post))


async def test_solved_it_takes_the_buttons_away_and_counts_as_deflected(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    await world.sim.click(people.customer, world.last(people.help), "Solved it")
    answer = shown(world.last(people.help))
    assert "Marked as solved" in answer
    assert "[Solved it]" not in answer
    assert "Deflected: 1 (100%)" in said(await people.staff.slash(people.queue, "report"))


async def test_somebody_elses_press_is_refused_kindly_and_changes_nothing(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    reply = await world.sim.click(people.neighbour, world.last(people.help), "Solved it")
    assert said(reply).startswith(f"Only {people.customer.mention}, who asked, can press this.")
    assert reply.ephemeral
    assert "[Solved it]" in shown(world.last(people.help))
    assert "Deflected: 0" in said(await people.staff.slash(people.queue, "report"))


async def test_staff_helpers_bots_and_replies_are_not_answered(world: World) -> None:
    people = world.people
    await people.staff.send(people.help, QUESTION)
    await people.helper.send(people.help, QUESTION)
    hook = world.sim.guild.create_webhook(people.help, "News")
    await hook.send(QUESTION)
    remark = await people.neighbour.send(people.help, "good morning")
    await people.customer.send(people.help, QUESTION, reply_to=remark)
    own = world.sim.bot.user
    assert own is not None
    assert not [message for message in world.sim.messages(people.help) if message.author.id == own.id]


async def test_it_listens_only_where_it_is_told_to(world: World) -> None:
    people = world.people
    await people.customer.send(people.lounge, QUESTION)
    assert len(world.sim.messages(people.lounge)) == 1


async def test_a_mention_is_answered_anywhere_and_never_ignored(world: World) -> None:
    people = world.people
    own = world.sim.bot.user
    assert own is not None
    await people.customer.send(people.lounge, f"{own.mention} {QUESTION}")
    assert "SPF" in shown(world.last(people.lounge))
    await people.customer.send(people.lounge, f"{own.mention} what is the meaning of life and everything")
    assert shown(world.last(people.lounge)).startswith("I have no answer to that.")
    assert people.tickets.mention in shown(world.last(people.lounge))


async def test_a_reply_to_the_bot_is_no_question_to_it(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    answer = world.last(people.help)
    await people.customer.send(people.help, "thanks, that worked right away", reply_to=answer)
    assert not world.last(people.help).author.bot
    assert "Questions: 1" in said(await people.staff.slash(people.queue, "report"))


async def test_staff_press_solved_it_and_the_asker_keeps_the_buttons(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    noted = await world.sim.click(people.staff, world.last(people.help), "Solved it")
    assert said(noted) == f"Noted. The buttons stay for {people.customer.mention}, who asked."
    assert "[Still need help]" in shown(world.last(people.help))
    assert "Deflected: 0" in said(await people.staff.slash(people.queue, "report"))


async def test_an_answer_pings_nobody_whatever_was_asked(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, f"@everyone {QUESTION}")
    sent = [request for request in world.sim.requests if request.path.endswith("/messages")]
    assert sent
    assert all(request.body["allowed_mentions"]["parse"] == [] for request in sent)


async def test_everyone_in_the_faqs_own_words_pings_nobody_either(tmp_path: Path) -> None:
    loud = """\
category: "@here"
entries:
  - id: spf
    title: "@everyone set up SPF, <@&1>!"
    questions: [how do i set up spf, what is an spf record]
    answer: "@everyone @here <@&2> <@3>"
  - id: forwarding
    title: "@everyone"
    questions: [where do i forward my letters, send letters on to another address]
    answer: "@everyone"
    ticket_type: community
"""
    async with live(small_home(tmp_path / "loud", knowledge=loud)) as world:
        people, sim = world.people, world.sim
        own = sim.bot.user
        assert own is not None
        await people.customer.send(people.help, SPF)
        await sim.click(people.staff, world.last(people.help), "FAQ wrong")
        question = await people.neighbour.send(people.help, FORWARDING)
        await sim.click(people.neighbour, world.last(people.help), "Still need help")
        assert "@everyone" in world.texts(people.help)
        thread = next(one for one in sim.visible_threads(people.neighbour) if one.id == question.id)
        assert "@everyone" in world.texts(thread)
        sent = [
            request.body["allowed_mentions"]
            for request in sim.requests
            if request.method in ("POST", "PATCH")
            and "/messages" in request.path
            and "/threads" not in request.path
        ]
        assert len(sent) == 5
        assert all(allowed["parse"] == [] for allowed in sent)


async def test_a_question_in_another_script_is_answered_in_its_language(tmp_path: Path) -> None:
    abroad = KNOWLEDGE.replace(
        "    ticket_type: feature\n",
        """\
    ticket_type: feature
    links: [{label: More, url: 'https://help.example/spf'}]
    translations:
      ru: {title: 'Как настроить SPF?', questions: [как мне настроить spf, что такое запись spf], answer: Добавьте TXT.}
      ja: {title: 'SPFの設定方法は？', questions: [SPFの設定方法を教えてください, SPFレコードとは何ですか], answer: TXTを追加します。}
""",
    )
    async with live(small_home(tmp_path / "abroad", knowledge=abroad)) as world:
        people = world.people
        await people.customer.send(people.help, "Как мне настроить SPF??? 🙏")
        russian = shown(world.last(people.help))
        assert russian.startswith("Как настроить SPF?\nДобавьте TXT.\nRead more: [More](https://help.example/spf)")
        await world.sim.advance(61)
        await people.neighbour.send(people.help, "SPFの設定方法を教えてください")
        assert shown(world.last(people.help)).startswith("SPFの設定方法は？\nTXTを追加します。")


async def test_of_a_long_answer_a_channel_shows_the_beginning_and_who_presses_reads_on(tmp_path: Path) -> None:
    def in_full(first: str, second: str) -> str:
        return f'answer: "{first}\\n\\n{second}"'

    long = KNOWLEDGE.replace(
        "answer: Add a TXT record that starts with v=spf1.",
        in_full("One record at the domain. " * 4, "Wait an hour, then look. " * 30)
        + f"""
    translations:
      zh-CN: {{title: 怎么设置 SPF？, questions: [怎么设置 spf 记录, 什么是 spf 记录], {in_full("简体字。" * 30, "后半。" * 300)}}}
      zh-TW: {{title: 怎麼設定 SPF？, questions: [怎麼設定 spf 紀錄, 什麼是 spf 紀錄], {in_full("繁體字。" * 30, "後半。" * 300)}}}""",
    )
    home = small_home(tmp_path / "long", knowledge=long)
    async with live(home) as world:
        people, sim = world.people, world.sim
        await people.customer.send(people.help, SPF)
        answer = world.last(people.help)
        assert "One record at the domain." in shown(answer)
        assert "Wait an hour" not in shown(answer)
        await sim.click(people.customer, answer, "Solved it")
        answer = world.last(people.help)
        assert "Wait an hour" not in shown(answer)
        assert shown(answer).endswith("Marked as solved\n[Read on]")
        read = await sim.click(people.neighbour, answer, "Read on")
        assert read.ephemeral
        assert "One record at the domain." in said(read)
        assert "Wait an hour" in said(read)
        assert read.response is not None
        await sim.click(people.neighbour, read.response, "Share")
        shared = world.last(people.help)
        assert shown(shared).startswith(f"Shared by {people.neighbour.mention}:")
        assert "Wait an hour" not in shown(shared)
        await sim.advance(61)
        await people.newcomer.send(people.help, "怎麼設定 spf 紀錄")
        chinese = world.last(people.help)
        assert "後半" not in shown(chinese)
        assert "後半" in said(await sim.click(people.customer, chinese, "Read on"))
        file = home / "faq" / "mail.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("Wait an hour", "Wait a day"), encoding="utf-8")
        await sim.restart()
        assert "Wait a day" in said(await sim.click(people.neighbour, shared, "Read on"))
        file.write_text(file.read_text(encoding="utf-8").replace("id: spf", "id: spf-anew"), encoding="utf-8")
        configure(home, lambda content: content["faq"].update(show="whole"))
        await sim.restart()
        assert said(await sim.click(people.neighbour, shared, "Read on")).startswith("I have no entry for `spf`.")
        await people.neighbour.send(people.help, SPF)
        whole = shown(world.last(people.help))
        assert "Wait a day" in whole
        assert "[Read on]" not in whole


async def test_search_offers_titles_while_typing_and_shows_the_answer_to_the_searcher_only(world: World) -> None:
    people = world.people
    choices = await people.customer.autocomplete(people.lounge, "faq search", "question", "dkim")
    assert "DKIM" in choices[0]["name"]
    reply = await people.customer.slash(people.lounge, "faq search", question=choices[0]["value"])
    assert reply.ephemeral
    assert "DKIM" in said(reply)


async def test_a_search_for_nothing_known_says_so_and_shows_what_was_typed_as_it_was(world: World) -> None:
    people = world.people
    reply = await people.customer.slash(people.lounge, "faq search", question="@everyone `zzz` qqq **xxx**")
    assert said(reply).startswith("I have no entry for `@everyone ˋzzzˋ qqq **xxx**`.")


async def test_somebody_looks_up_the_answer_to_anothers_message(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, QUESTION)
    reply = await people.neighbour.context_menu(people.lounge, "Look up in FAQ", message)
    assert reply.ephemeral
    assert "SPF" in said(reply)


async def test_still_need_help_without_a_ticket_type_asks_what_it_is_about(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, "how long does dns propagation take")
    answer = world.last(people.help)
    assert answer.author.bot
    choice = await world.sim.click(people.customer, answer, "Still need help")
    assert "What is it about?" in said(choice)
    assert choice.response is not None
    modal = await world.sim.click(people.customer, choice.response, "Feature request")
    prefilled = [row["component"].get("value") for row in (modal.modal or {})["components"] if "component" in row]
    assert "how long does dns propagation take" in prefilled


@pytest.mark.parametrize("text", ["spf", "hello there", "```\nhow do i set up spf\n```", "> how do i set up spf"])
async def test_what_is_no_question_is_left_alone(world: World, text: str) -> None:
    people = world.people
    await people.customer.send(people.help, text)
    assert len(world.sim.messages(people.help)) == 1


async def test_without_the_message_content_intent_only_mentions_are_answered(home: Path) -> None:
    _rewrite(home / "config.yaml", "message_content: true", "message_content: false")
    async with live(home, approved_intents=discord.Intents.default()) as world:
        people, own = world.people, world.sim.bot.user
        assert own is not None
        await people.customer.send(people.help, QUESTION)
        assert len(world.sim.messages(people.help)) == 1
        await people.customer.send(people.help, f"{own.mention} {QUESTION}")
        assert "SPF" in shown(world.last(people.help))


async def test_an_entry_that_belongs_to_one_channel_answers_only_there(home: Path) -> None:
    _rewrite(
        home / "faq" / "dns.yaml", "  - id: spf-setup\n", "  - id: spf-setup\n    channels: [dns-and-domains]\n"
    )
    async with live(home) as world:
        people = world.people
        await people.customer.send(people.help, QUESTION)
        assert len(world.sim.messages(people.help)) == 1
        elsewhere = world.sim.guild.channels["dns-and-domains"]
        await people.customer.send(elsewhere, QUESTION)
        assert "SPF" in shown(world.last(elsewhere))


async def test_the_same_wording_is_answered_with_different_entries_in_two_channels(tmp_path: Path) -> None:
    knowledge = """\
category: Mail
entries:
  - id: spf-for-mail
    title: How do I set up SPF for mail?
    questions: [how do i set up spf, which record does mail need]
    channels: [help]
    answer: Add what the **mail** page shows.
  - id: spf-for-domains
    title: How do I set up SPF for a domain?
    questions: [how do i set up spf, which record does a domain need]
    channels: [dns-and-domains]
    answer: Add what the **domain** page shows.
"""
    async with live(small_home(tmp_path / "home", knowledge=knowledge)) as world:
        people, elsewhere = world.people, world.sim.guild.channels["dns-and-domains"]
        for channel, answer in ((people.help, "mail"), (elsewhere, "domain")):
            await people.customer.send(channel, QUESTION)
            assert f"Add what the **{answer}** page shows." in shown(world.last(channel))


def _rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
