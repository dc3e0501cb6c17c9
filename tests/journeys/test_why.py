"""Why the FAQ spoke or was silent, as staff and askers read it."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import InteractionResult, MemberActor
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import SupportBot
from bot.faq.speaking import SPEAKING, Rule
from bot.matching.costs import COSTS
from cogs.texts import why as why_texts
from cogs.texts.language import ENGLISH
from tests.conftest import World, live, said

QUESTION = "how do i set up spf"
SPF = "How do I set up SPF?"
NOT_FOUND = "I find no message for"


async def why(world: World, member: MemberActor, message: discord.Message | str) -> InteractionResult:
    """By the command, from the lounge."""
    named = message if isinstance(message, str) else message.jump_url
    return await member.slash(world.people.lounge, "why", message=named)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("rule", [*Rule, None])
def test_every_rule_has_a_sentence_of_its_own(rule: Rule | None) -> None:
    sentence = why_texts.rule(ENGLISH, rule)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert [other for other in (*Rule, None) if why_texts.rule(ENGLISH, other) == sentence] == [rule]
    assert why_texts.why_title(ENGLISH, rule) == ("Why I spoke" if rule in SPEAKING else "Why I was silent")


async def test_an_answer_is_explained_with_scores_limits_and_the_best_entries(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    reply = await why(world, people.staff, question)
    read = said(reply)
    assert reply.ephemeral
    assert read.startswith(f"Why I spoke\n{why_texts.rule(ENGLISH, Rule.SURE)}")
    assert f"The question: `{QUESTION}`\n{question.jump_url}" in read
    assert "What I found then: Score **" in read
    assert f"1. {SPF} · " in read
    assert f"It would be the same now: By its words it would be answered with *{SPF}*." in read
    settings = world.config.faq
    assert f"I answer from a score of {settings.threshold:.2f}, and suggest from" in read


async def test_the_menu_explains_the_question_behind_an_answer(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    answer = world.last(people.help)
    assert answer.author.bot
    reply = await people.staff.context_menu(people.help, "Why this answer?", answer)
    assert reply.ephemeral
    assert f"The question: `{QUESTION}`\n{question.jump_url}" in said(reply)


async def test_the_asker_may_know_why_and_others_may_not(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    answer = world.last(people.help)
    for message in (question, answer):
        assert said(await why(world, people.customer, message)).startswith("Why I spoke")
        refused = said(await why(world, people.neighbour, message))
        assert refused == f"Only {people.customer.mention}, who wrote this, or staff can do this."
    remark = await people.neighbour.send(people.lounge, "nothing to do with it")
    assert said(await why(world, people.neighbour, remark)).startswith("Why I was silent")
    refused = said(await why(world, people.customer, remark))
    assert refused == f"Only {people.neighbour.mention}, who wrote this, or staff can do this."


async def test_a_message_that_was_left_alone_names_the_rule_and_what_its_words_would_find(world: World) -> None:
    people = world.people
    remark = await people.neighbour.send(people.help, "good morning everybody here")
    left_alone = {
        Rule.NOT_HERE: await people.customer.send(people.lounge, QUESTION),
        Rule.STAFF: await people.colleague.send(people.help, QUESTION),
        Rule.HELPER: await people.helper.send(people.help, QUESTION),
        Rule.REPLY: await people.customer.send(people.help, QUESTION, reply_to=remark),
        Rule.TOO_SHORT: await people.member.send(people.help, "spf"),
    }
    for rule, message in left_alone.items():
        read = said(await why(world, people.staff, message))
        assert read.startswith(f"Why I was silent\n{why_texts.rule(ENGLISH, rule)}")
        assert "What I make of its words: " in read
        assert SPF in read
    await people.newcomer.slash(people.lounge, "faq opt-out")
    message = await people.newcomer.send(people.help, QUESTION)
    assert why_texts.rule(ENGLISH, Rule.OPTED_OUT) in said(await why(world, people.newcomer, message))


async def test_a_bots_message_is_no_question(world: World) -> None:
    people = world.people
    hook = world.sim.guild.create_webhook(people.help, "News")
    await hook.send(QUESTION)
    assert why_texts.rule(ENGLISH, Rule.BOT) in said(await why(world, people.staff, world.last(people.help)))


@pytest.mark.parametrize("id_", ["9999999999999999999", "9223372036854775808", "9223372036854775807"])
async def test_a_number_that_is_no_id_is_no_message(world: World, id_: str) -> None:
    people = world.people
    for named in (id_, f"{people.lounge.id}-{id_}", f"{id_}-5"):
        assert said(await why(world, people.staff, named)).startswith(NOT_FOUND)


async def test_our_excuse_for_having_no_answer_leads_to_the_question(world: World) -> None:
    people, own = world.people, world.sim.bot.user
    assert own is not None
    await people.customer.send(people.lounge, f"{own.mention} zzz qqq xxx")
    read = said(await why(world, people.customer, world.last(people.lounge)))
    assert read.startswith("Why I was silent")
    assert "zzz qqq xxx" in read


async def test_a_cap_is_named_and_what_would_have_been_answered(world: World) -> None:
    people = world.people
    await people.customer.send(people.help, QUESTION)
    await world.sim.advance(3600)
    again = await people.customer.send(people.help, QUESTION)
    read = said(await why(world, people.customer, again))
    assert read.startswith(f"Why I was silent\n{why_texts.rule(ENGLISH, Rule.MEMBER_CAP)}")
    assert f"It would be the same now: By its words it would be answered with *{SPF}*." in read


async def test_a_question_in_several_messages_is_explained_as_it_was_read(world: World) -> None:
    people = world.people
    greeting = await people.customer.send(people.help, "hello to everybody in this lovely place on this fine day")
    question = await people.customer.send(people.help, QUESTION)
    for message in (greeting, question):
        read = said(await why(world, people.customer, message))
        assert f"this fine day {QUESTION}`" in read
        assert f"It would be the same now: By its words it would be answered with *{SPF}*." in read


async def test_it_says_when_the_knowledge_base_would_decide_otherwise_now(home: Path) -> None:
    async with live(home) as world:
        people = world.people
        question = await people.customer.send(people.help, QUESTION)
        rewrite(home / "faq" / "dns.yaml", "id: spf-setup", "id: spf-anew")
        await world.sim.restart()
        read = said(await why(world, people.staff, question))
        assert f"It would be different now: By its words it would be answered with *{SPF}*." in read
        assert "1. `spf-setup` (removed since) · " in read


async def test_a_veto_is_shown_with_the_words_that_made_it(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, "can you check the spf record of my domain for me")
    read = said(await why(world, people.staff, question))
    assert f"What must not answer it: {SPF}: it is too near to its `not_for` `can you check the spf" in read


async def test_it_says_what_moved_the_score(world: World) -> None:
    people, bot = world.people, world.sim.bot
    assert isinstance(bot, SupportBot)

    async def read(text: str) -> str:
        return said(await why(world, people.staff, await people.customer.send(people.lounge, text)))

    corrected = await read("how do i create a recrod for softfial")
    assert "Words that I read as others: `" in corrected
    assert "`recrod` → `record`" in corrected
    assert "Words that I had to correct lower the score; without that it would be 0." in corrected
    strange = await read("how do i set up spf for my granny")
    assert "Words that no entry has: `granny`" in strange
    assert "Words that no entry has lower the score; without that it would be 0." in strange
    undoing = "how do i turn off dkim for my domain"
    turned_off = await read(undoing)
    assert "It wants something stopped, removed or switched off: `turn off`." in turned_off
    assert "The best entry is not about that; otherwise the score would be 0." in turned_off
    assert "A phrasing has these very words, so nothing else counts." in await read(QUESTION)
    foreign = await read("hoe kan ik het wachtwoord van mijn brievenbus wijzigen want ik weet het niet meer")
    assert "It is in a language that no phrasing is in, and I had only its words to go by." in foreign
    assert "No entry comes near." in foreign
    assert "I have not tried out yet how far my scores can be trusted on this FAQ." in turned_off
    await bot.services.knowledge.calibrate()
    tried = "I have asked this FAQ its own phrasings to learn how far to trust my scores: this one "
    assert f"{tried}rose from 0." in await read("why do i need this dkim thing")
    assert tried not in await read(QUESTION)


def test_a_score_that_fell_or_stayed_is_told_apart() -> None:
    for before, after, told in (
        (0.713, 0.55, ": this one fell from 0.71 to 0.55."),
        (0.713, 0.714, ": this one stays."),
        (0.5, 0.713, ": this one rose from 0.50 to 0.71."),
    ):
        assert why_texts.calibrated(ENGLISH, before, after).endswith(told)


@pytest.mark.parametrize("cost", COSTS)
def test_all_that_lowers_a_score_has_a_sentence(cost: str) -> None:
    assert "0.40" in (why_texts.lowered(ENGLISH, cost, 0.4) or "")


async def test_what_was_typed_is_shown_as_typed_and_pings_nobody(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.lounge, "@everyone **how** `do` i set up spf [x](http://a.b)")
    read = said(await why(world, people.staff, message))
    assert "`@everyone **how** ˋdoˋ i set up spf [x](http://a.b)`" in read


async def test_a_question_that_was_deleted_is_still_explained_without_its_words(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    await people.customer.delete(question)
    read = said(await why(world, people.staff, question))
    assert "The message is gone, and with it its words." in read
    assert f"1. {SPF} · " in read
    assert "now: " not in read


async def test_words_that_are_still_kept_do_not_bring_a_deleted_message_back(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    world.sim.fail_next("GET", f"/channels/{people.help.id}/messages/{question.id}", status=404, code=10008)
    read = said(await why(world, people.staff, question))
    assert "The message is gone, and with it its words." in read
    assert QUESTION not in read


async def test_forgotten_words_are_read_from_the_message_as_long_as_it_stands(home: Path) -> None:
    rewrite(home / "config.yaml", "keep_text_days: 30", "keep_text_days: 0")
    async with live(home) as world:
        people = world.people
        question = await people.customer.send(people.help, QUESTION)
        assert f"The question: `{QUESTION}`" in said(await why(world, people.staff, question))


@pytest.mark.parametrize(
    "reference", ["what", "12345", "https://discord.com/channels/1/2/3", "@everyone", "99999999999999999999999"]
)
async def test_a_reference_to_nothing_says_how_to_get_one(world: World, reference: str) -> None:
    reply = await why(world, world.people.staff, reference)
    assert said(reply).startswith(f"{NOT_FOUND} `{reference}`.")
    assert reply.ephemeral


async def test_an_id_and_a_shortened_link_are_enough(world: World) -> None:
    people = world.people
    message = await people.customer.send(people.help, QUESTION)
    assert said(await why(world, people.staff, f"{people.help.id}-{message.id}")).startswith("Why I spoke")
    here = await people.staff.slash(people.help, "why", message=str(message.id))
    assert said(here).startswith("Why I spoke")
    assert said(await why(world, people.staff, str(message.id))).startswith(NOT_FOUND)


async def test_what_one_cannot_read_is_not_explained(world: World) -> None:
    people, everyone = world.people, world.sim.guild.default_role
    _, thread = await world.open_ticket()
    line = await people.customer.send(thread, QUESTION)
    hidden = world.sim.guild.create_text_channel(
        "hidden", overwrites={everyone: discord.PermissionOverwrite(view_channel=False)}
    )
    secret = await people.administrator.send(hidden, QUESTION)
    for member, message in ((people.staff, secret), (people.neighbour, line)):
        assert said(await why(world, member, message)).startswith(NOT_FOUND)
    disguised = f"{people.lounge.id}-{secret.id}"
    assert said(await why(world, people.staff, disguised)).startswith(NOT_FOUND)
    inside = await people.customer.slash(thread, "why", message=str(line.id))
    assert why_texts.rule(ENGLISH, Rule.TICKET) in said(inside)


async def test_a_logged_question_is_not_reached_through_another_channel(world: World) -> None:
    people = world.people
    question = await people.customer.send(people.help, QUESTION)
    deny = discord.Permissions(view_channel=True).value
    world.sim.env.backend.set_overwrite(
        people.help.id, Overwrite(world.sim.guild.id, OverwriteType.ROLE, allow=0, deny=deny)
    )
    await world.sim.settle()
    for reference in (question.jump_url, f"{people.lounge.id}-{question.id}", str(question.id)):
        assert said(await why(world, people.staff, reference)).startswith(NOT_FOUND)
