"""What the FAQ makes of what people write: bursts, caps, edits, replies, deletions; and what it forgets."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.client import Services
from bot.config import Between, Faq
from bot.database import Reader
from bot.errors import DatabaseBusy
from bot.faq import pressing
from bot.faq.owed import ANSWER_JOB, POST_JOB
from bot.faq.question import Outcome, Standing
from bot.faq.speaking import ANSWERS_A_CHANNEL, BURST, POINTED_AT_MOST, Rule, is_drawn
from bot.knowledge.library import load_library
from bot.matching.verdict import Verdict
from bot.schema import follow_ups, pieces, questions
from tests.faq.conversation import (
    ANN,
    BOB,
    CAKE,
    CHANNEL,
    INVOICE,
    NEAR,
    NOT_SURE,
    PASSWORD,
    POST,
    SAM,
    STAFF,
    ask,
    question_of,
    rule_of,
    stands,
)
from tests.services import HERE, KNOWLEDGE, NOON, Engine, busy, member, open_engine, says

SHORT = "forgot password"
WITH_SHORT = KNOWLEDGE.replace("i forgot my password]", "i forgot my password, forgot password]")


async def test_a_question_that_the_faq_knows_is_logged_and_its_answer_owed(
    engine: Engine, services: Services
) -> None:
    asked = await ask(services, PASSWORD, 55)
    assert asked is not None
    assert asked.entry is not None
    assert asked.entry.id == "reset-password"
    question = await services.showing.question(asked.question_id, HERE)
    assert (question.guild_id, question.channel_id, question.place_id) == (HERE, 9, 9)
    assert (question.message_id, question.asker_id) == (55, ANN)
    assert (question.asked_at, question.text, question.answer_message_id) == (NOON, PASSWORD, None)
    assert (question.verdict, question.rule, question.entry_id) == (Verdict.ANSWER, Rule.SURE, "reset-password")
    assert question.candidates[0] == ("reset-password", round(question.score, 4))
    assert question.score == asked.judgement.score
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.guild_id, job.due_at) == (ANSWER_JOB, asked.question_id, HERE, NOON)


async def test_a_question_that_it_does_not_know_is_logged_and_left_alone(
    engine: Engine, services: Services
) -> None:
    asked = await ask(services, CAKE)
    assert asked is not None
    assert asked.entry is None
    await services.asking.gathering.written()
    question = await services.showing.question(asked.question_id, HERE)
    assert (question.verdict, question.entry_id, question.text) == (Verdict.SILENT, None, CAKE)
    assert await engine.owed() == []
    assert await stands(services, asked.question_id) is Standing.NOTHING


async def test_a_message_is_looked_at_once_however_often_it_arrives(engine: Engine, services: Services) -> None:
    results = await asyncio.gather(*(ask(services, PASSWORD, 55) for _ in range(5)))
    assert sum(result is not None for result in results) == 1
    await ask(services, CAKE, 55)
    assert len(await engine.rows(questions)) == 1
    assert len(await engine.owed()) == 1


async def test_a_message_that_needs_no_answer_is_written_once_however_often_it_arrives(
    engine: Engine, services: Services
) -> None:
    for _ in range(3):
        await ask(services, CAKE, 55)
    assert len(await engine.rows(questions)) == 1
    await ask(services, CAKE, 55)
    assert len(await engine.rows(questions)) == 1


@pytest.mark.parametrize(
    "text", ["", "thanks", "password", "my holidays", "ok thanks", "<@42> help me", "https://larkmail.example ok?"]
)
async def test_what_has_too_few_words_is_no_question_and_not_logged(
    engine: Engine, services: Services, text: str
) -> None:
    assert await ask(services, text) is None
    assert await engine.rows(questions) == []


async def test_two_words_that_would_be_answered_bring_a_suggestion(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=WITH_SHORT) as engine:
        asked = await ask(engine.services, SHORT)
        assert asked is not None
        assert asked.judgement.suggested == ("reset-password",)
        question = await engine.services.showing.question(asked.question_id, HERE)
        assert (question.verdict, question.rule, question.entry_id) == (Verdict.SUGGEST, Rule.BETWEEN, None)
        [job] = await engine.owed()
        assert job.due_at == NOON + BURST


async def test_they_bring_none_where_the_channel_suggests_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=WITH_SHORT, faq=Faq(between=Between.SILENT)) as engine:
        assert await ask(engine.services, SHORT) is None


async def test_two_words_that_would_only_bring_a_suggestion_bring_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=WITH_SHORT, faq=Faq(threshold=1.0, suggest_from=0.1)) as engine:
        assert await ask(engine.services, SHORT) is None
        assert await engine.rows(questions) == []


async def test_two_words_go_by_the_same_caps_as_others(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=WITH_SHORT) as engine:
        assert await rule_of(engine.services) is Rule.SURE
        engine.clock.turn(minutes=5)
        assert await rule_of(engine.services, SHORT) is Rule.MEMBER_CAP
        rules = [
            await rule_of(engine.services, SHORT, by=number) for number in range(100, 100 + ANSWERS_A_CHANNEL)
        ]
        assert rules == [*[Rule.BETWEEN] * (ANSWERS_A_CHANNEL - 1), Rule.CHANNEL_CAP]


@pytest.mark.parametrize(
    "fact", ["is_bot", "is_system", "is_in_ticket", "is_staff", "is_helper", "is_reply", "is_settled"]
)
async def test_whoever_is_left_alone_is_not_logged_either(engine: Engine, services: Services, fact: str) -> None:
    facts: dict[str, Any] = {fact: True}
    assert await ask(services, **facts) is None
    assert await engine.rows(questions) == []


async def test_a_message_that_addresses_the_bot_is_a_question_at_any_length(services: Services) -> None:
    asked = await ask(services, "forgot password", is_addressed=True, is_listened_to=False)
    assert asked is not None
    assert (await services.showing.question(asked.question_id, HERE)).text == "forgot password"


async def test_the_operator_decides_how_few_words_are_too_few_and_how_sure_it_must_be(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(min_words=2, threshold=1.0)) as engine:
        asked = await ask(engine.services, "forgot password")
        assert asked is not None
        assert asked.judgement.verdict is not Verdict.ANSWER


async def test_an_entry_for_one_channel_answers_only_there(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace("  - id: reset-password\n", "  - id: reset-password\n    channels: [forum]\n")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        assert await rule_of(engine.services) not in (Rule.SURE, Rule.BETWEEN)
        assert await rule_of(engine.services, by=BOB, place=POST) is Rule.SURE


async def test_the_same_wording_is_answered_with_the_entry_of_the_channel(tmp_path: Path) -> None:
    knowledge = (
        KNOWLEDGE
        + """\
  - id: reset-forum-password
    title: How do I reset my forum password?
    questions: [how do i reset my password, the forum has forgotten me]
    channels: [forum]
    answer: Under **Profile**.
"""
    )
    both = knowledge.replace("  - id: reset-password\n", "  - id: reset-password\n    channels: [help]\n")
    both = both.replace("title: How do I reset my password?", "title: How do I set a new one?")
    async with open_engine(tmp_path, knowledge=both) as engine:
        for place, expected in ((CHANNEL, "reset-password"), (POST, "reset-forum-password")):
            place = replace(place, names=frozenset({"help" if place is CHANNEL else "forum"}))
            asked = await ask(engine.services, "How do I reset my password?", place=place)
            assert asked is not None
            assert asked.entry is not None
            assert (asked.entry.id, asked.judgement.score) == (expected, 0.99)
            [found] = await engine.services.looking_up.search("how do i reset my password", 1, visible=place.names)
            assert found.id == expected


async def test_a_knowledge_base_that_changes_in_the_middle_of_a_message_breaks_nothing(
    engine: Engine, services: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "other.yaml").write_text(KNOWLEDGE.replace("reset-password", "new-password"), encoding="utf-8")
    other, problems = load_library(folder, ticket_types=[])
    assert other is not None, problems
    places = [replace(CHANNEL, channel_id=number) for number in range(20)]
    asked, _ = await asyncio.gather(
        asyncio.gather(*(ask(services, by=number, place=place) for number, place in enumerate(places, 100))),
        services.knowledge.load(other),
    )
    entries = {
        (await services.showing.question(one.question_id, HERE)).entry_id for one in asked if one is not None
    }
    assert entries <= {"reset-password", "new-password"}
    for one in asked:
        assert one is not None
        view = await services.showing.view(one.question_id)
        assert view is not None
        assert (view.standing is Standing.ANSWER) == (view.question.entry_id == "new-password")
    assert await rule_of(services, by=BOB, place=POST) is Rule.SURE


# The language of an answer


ABROAD = """\
category: Konto
entries:
  - id: reset-password
    title: How do I reset my password?
    questions: [how do i reset my password, i forgot my password]
    answer: Press **Forgot password**.
    translations:
      ru:
        title: Как сбросить пароль?
        questions: [как мне сбросить пароль, я забыл свой пароль]
        answer: Нажмите **Забыли пароль**.
      ja:
        title: パスワードを再設定するには？
        questions: [パスワードを忘れました, パスワードの再設定方法を教えてください]
        answer: 「パスワードを忘れた」を押します。
      fr:
        title: Comment réinitialiser mon mot de passe ?
        questions: [comment réinitialiser mon mot de passe, j'ai oublié mon mot de passe]
        answer: Cliquez sur **Oublié**.
      he:
        title: איך מאפסים את הסיסמה?
        questions: [איך אני מאפס את הסיסמה שלי, שכחתי את הסיסמה שלי]
        answer: לחצו על **שכחתי**.
  - id: pay-invoice
    title: How do I pay an invoice?
    questions: [how do i pay an invoice, pay my bill by card]
    answer: Under **Billing**.
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how do i reset my password", None),
        ("How do I reset my password??? 🙏🔑", None),
        ("как мне сбросить пароль", "ru"),
        ("Я ЗАБЫЛ СВОЙ ПАРОЛЬ!!! 😭", "ru"),
        ("パスワードを忘れました", "ja"),
        ("comment réinitialiser mon mot de passe", "fr"),
        ("comment reinitialiser mon mot de passe", "fr"),
        ("\u202bאיך אני מאפס את הסיסמה שלי\u202c", "he"),
    ],
)
async def test_a_question_is_answered_in_the_language_in_which_it_was_asked(
    tmp_path: Path, text: str, language: str | None
) -> None:
    async with open_engine(tmp_path, knowledge=ABROAD) as engine:
        services = engine.services
        asked = await ask(services, text)
        assert asked is not None
        assert asked.entry is not None
        question = await services.showing.question(asked.question_id, HERE)
        assert (question.entry_id, question.language) == ("reset-password", language)
        assert asked.entry.wording(question.language).language == language


async def test_suggestions_and_what_is_chosen_of_them_follow_the_language_too(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE, knowledge=ABROAD) as engine:
        services = engine.services
        question_id = await question_of(services, "я опять забыл пароль сегодня")
        question = await services.showing.question(question_id, HERE)
        assert (question.rule, question.language) == (Rule.BETWEEN, "ru")


# Bursts


async def test_what_is_written_without_a_pause_is_one_question(engine: Engine, services: Services) -> None:
    assert await ask(services, "hi", 11) is None
    engine.clock.turn(seconds=4)
    assert await ask(services, "forgot", 12) is None
    engine.clock.turn(seconds=4)
    asked = await ask(services, "my password", 13)
    assert asked is not None
    assert asked.rule is Rule.SURE
    question = await services.showing.question(asked.question_id, HERE)
    assert (question.message_id, question.text) == (13, "hi\nforgot\nmy password")
    assert await services.asking.may_be_reread(11) == [11, 12, 13]


@pytest.mark.parametrize(
    "how", [{"place": POST}, {"by": BOB}, {"after": 4.1}], ids=["elsewhere", "another", "later"]
)
async def test_what_was_not_written_in_one_breath_is_not_one_question(
    engine: Engine, services: Services, how: dict[str, Any]
) -> None:
    assert await ask(services, "forgot") is None
    engine.clock.turn(seconds=how.pop("after", 1.0))
    question_id = await question_of(services, PASSWORD, **how)
    assert (await services.showing.question(question_id, HERE)).text == PASSWORD


async def test_a_later_piece_brings_an_answer_but_takes_none_back(engine: Engine, services: Services) -> None:
    silent = await ask(services, CAKE, 11)
    assert silent is not None
    assert silent.rule not in (Rule.SURE, Rule.BETWEEN)
    sure = await ask(services, PASSWORD, 12)
    assert sure is not None
    assert (sure.question_id, sure.rule) == (silent.question_id, Rule.SURE)
    assert await ask(services, "thanks in advance!", 13) is None
    assert await ask(services, "and sorry for all the trouble", 14) is None
    question = await services.showing.question(sure.question_id, HERE)
    assert (question.rule, question.entry_id) == (Rule.SURE, "reset-password")
    assert question.text == "\n".join([CAKE, PASSWORD, "thanks in advance!", "and sorry for all the trouble"])
    assert len(await engine.rows(questions)) == 1


async def test_pieces_that_are_judged_side_by_side_are_one_question(engine: Engine, services: Services) -> None:
    texts = ["good morning to all of you", "i have got a question for you", PASSWORD, "thanks in advance!"]
    await asyncio.gather(*(ask(services, text, number) for number, text in enumerate(texts, 50)))
    [row] = await engine.rows(questions)
    assert (row["rule"], row["entry_id"]) == ("sure", "reset-password")
    found = await engine.database.read(
        lambda reader: reader.execute(pieces.select().order_by(pieces.c.message_id)).all()
    )
    assert [(piece.message_id, piece.question_id) for piece in found] == [(50 + at, row["id"]) for at in range(4)]


async def test_what_is_written_right_after_solved_it_is_another_question(
    engine: Engine, services: Services
) -> None:
    first = await question_of(services)
    await services.pressing.feedback(first, by=member(ANN), helped=True)
    engine.clock.turn(seconds=2)
    second = await question_of(services, "how do i pay an invoice")
    assert second != first
    assert (await services.showing.question(second, HERE)).rule is Rule.SURE


async def test_where_solved_it_could_not_be_stored_what_is_written_next_belongs_to_the_question(
    services: Services,
) -> None:
    first = await question_of(services, CAKE)
    with busy(pressing, "owe_answer"), pytest.raises(DatabaseBusy):
        await services.pressing.feedback(first, by=member(ANN), helped=True)
    assert await question_of(services, PASSWORD) == first


async def test_a_burst_does_not_make_a_later_message_of_a_post_the_first(services: Services) -> None:
    assert await ask(services, "hello again to all of you", place=POST, is_first=False) is None
    assert await ask(services, PASSWORD, place=POST, is_first=False) is None


async def test_what_follows_the_starter_of_a_post_at_once_belongs_to_it(
    engine: Engine, services: Services
) -> None:
    first = await ask(services, CAKE, 900, place=POST)
    engine.clock.turn(seconds=3)
    second = await ask(services, PASSWORD, 901, place=POST, is_first=False)
    assert first is not None
    assert second is not None
    assert (second.question_id, second.rule) == (first.question_id, Rule.SURE)


async def test_a_hundred_messages_at_once_are_ten_pieces_at_most_each(engine: Engine, services: Services) -> None:
    await asyncio.gather(
        *(ask(services, f"{number} bananas and a lemon cake", number) for number in range(1, 101))
    )
    rows = await engine.rows(questions)
    assert len(rows) == 10

    def look(reader: Reader) -> None:
        assert len(reader.execute(pieces.select()).all()) == 100

    await engine.database.read(look)


async def test_a_hundred_members_with_one_question_in_one_channel_get_one_answer(
    engine: Engine, services: Services
) -> None:
    rules = await asyncio.gather(*(rule_of(services, by=number) for number in range(100, 200)))
    assert [rules.count(one) for one in (Rule.SURE, Rule.ABOVE, Rule.ENTRY_CAP)] == [1, POINTED_AT_MOST, 96]
    assert len(await engine.owed()) == 1 + POINTED_AT_MOST


# Suggestions


async def test_suggestions_are_owed_when_the_member_has_paused_and_at_once_on_demand(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        services = engine.services
        question_id = await question_of(services, NEAR)
        assert await stands(services, question_id) is Standing.SUGGESTIONS
        [job] = await engine.owed()
        assert job.due_at == NOON + timedelta(seconds=4)
        engine.clock.turn(seconds=3)
        assert await ask(services, "thanks in advance to you all") is None
        [job] = await engine.owed()
        assert job.due_at == NOON + timedelta(seconds=7)
        await question_of(services, NEAR, by=BOB, is_addressed=True)
        assert (await engine.owed())[0].due_at == NOON + timedelta(seconds=3)


async def test_with_silence_between_nothing_is_suggested(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE.model_copy(update={"between": Between.SILENT})) as engine:
        assert await rule_of(engine.services, NEAR) not in (Rule.SURE, Rule.BETWEEN)
        assert await engine.owed() == []


# Caps, which outlive a restart


async def test_a_member_gets_an_entry_once_a_day_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        assert await rule_of(engine.services) is Rule.SURE
    async with open_engine(tmp_path) as engine:
        services, clock = engine.services, engine.clock
        clock.turn(hours=23, minutes=59)
        assert await rule_of(services, place=POST) is Rule.MEMBER_CAP
        assert await rule_of(services, INVOICE, place=POST) is Rule.SURE
        assert await rule_of(services, place=replace(POST, guild_id=HERE + 1, channel_id=902)) is Rule.SURE
        clock.turn(minutes=1)
        assert await rule_of(services, place=replace(POST, channel_id=901)) is Rule.SURE


async def test_a_channel_gets_an_entry_once_a_minute_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        assert await rule_of(engine.services) is Rule.SURE
    async with open_engine(tmp_path) as engine:
        services, clock = engine.services, engine.clock
        clock.turn(seconds=59)
        assert await rule_of(services, by=BOB) is Rule.ABOVE
        assert await rule_of(services, INVOICE, by=SAM) is Rule.SURE
        assert await rule_of(services, by=10, place=POST) is Rule.SURE
        clock.turn(seconds=1)
        assert await rule_of(services, by=11) is Rule.SURE


async def test_a_channel_bears_ten_messages_an_hour_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        for number in range(10):
            assert await rule_of(engine.services, by=100 + number) is Rule.SURE
            engine.clock.turn(seconds=61)
    async with open_engine(tmp_path) as engine:
        services, clock = engine.services, engine.clock
        clock.now = NOON + timedelta(minutes=59)
        assert await rule_of(services, by=ANN) is Rule.CHANNEL_CAP
        assert await rule_of(services, by=BOB, is_addressed=True) is Rule.SURE
        assert await rule_of(services, INVOICE, by=SAM, place=POST) is Rule.SURE
        clock.now = NOON + timedelta(hours=1, minutes=2)
        assert await rule_of(services, INVOICE, by=ANN) is Rule.SURE


async def test_what_was_withheld_does_not_count(engine: Engine, services: Services) -> None:
    assert await rule_of(services) is Rule.SURE
    engine.clock.turn(seconds=30)
    assert [await rule_of(services, by=by) for by in (11, 12, 13)] == [Rule.ABOVE] * POINTED_AT_MOST
    assert await rule_of(services, by=BOB) is Rule.ENTRY_CAP
    engine.clock.turn(seconds=30)
    assert await rule_of(services, by=BOB) is Rule.SURE
    assert await rule_of(services, by=11) is Rule.MEMBER_CAP, "who was pointed to it has got it"


async def test_in_a_shadow_channel_it_notes_what_it_would_have_said(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        services = engine.services
        question = await services.showing.question(await question_of(services), HERE)
        assert (question.verdict, question.rule) == (Verdict.SILENT, Rule.SHADOW)
        assert question.entry_id == "reset-password"
        assert await engine.owed() == []
        assert await rule_of(services, by=BOB, is_addressed=True) is Rule.SURE


async def test_the_lot_withholds_an_answer_and_a_later_piece_draws_no_second_lot(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(hold_out_percent=20)) as engine:
        services = engine.services
        drawn = next(number for number in range(1, 1000) if is_drawn(number, 20))
        free = next(number for number in range(drawn + 1, 1000) if not is_drawn(number, 20))
        question_id = await question_of(services, PASSWORD, drawn)
        question = await services.showing.question(question_id, HERE)
        assert (question.rule, question.entry_id) == (Rule.HELD_OUT, "reset-password")
        assert await ask(services, PASSWORD, free) is None
        assert (await services.showing.question(question_id, HERE)).rule is Rule.HELD_OUT
        assert await engine.owed() == []


# Edits


async def test_an_edit_is_read_again_once_and_within_two_minutes(engine: Engine, services: Services) -> None:
    question_id = await question_of(services, CAKE, 55)
    engine.clock.turn(minutes=2)
    assert await services.asking.reread(CHANNEL, [CAKE], message_id=55) is None
    assert await services.asking.may_be_reread(55) == [55]
    assert await services.asking.reread(CHANNEL, [PASSWORD], message_id=55) == question_id
    question = await services.showing.question(question_id, HERE)
    assert (question.rule, question.entry_id, question.text) == (Rule.SURE, "reset-password", PASSWORD)
    assert question.reread_at == engine.clock.now
    assert await stands(services, question_id) is Standing.ANSWER
    assert await services.asking.may_be_reread(55) == []
    assert await services.asking.reread(CHANNEL, [INVOICE], message_id=55) is None
    late = await question_of(services, CAKE, 56, by=BOB)
    engine.clock.turn(minutes=2, seconds=1)
    assert await services.asking.reread(CHANNEL, [INVOICE], message_id=56) is None
    assert (await services.showing.question(late, HERE)).entry_id is None
    assert await services.asking.reread(CHANNEL, [INVOICE], message_id=57) is None


async def test_an_edit_can_take_the_answer_away(services: Services) -> None:
    for number, text in ((55, CAKE), (56, "never mind")):
        question_id = await question_of(
            services, PASSWORD, number, by=number, place=replace(POST, channel_id=number)
        )
        await services.showing.served(question_id, 77 + number)
        assert await services.asking.reread(POST, [text], message_id=number) == question_id
        assert await stands(services, question_id) is Standing.NOTHING
        assert await services.asking.deleted([77 + number]) == []
        assert (await services.showing.question(question_id, HERE)).outcome is None
    assert (await services.showing.question(question_id, HERE)).rule is Rule.TOO_SHORT


async def test_an_edit_that_asks_the_same_in_other_words_is_not_capped_by_itself(services: Services) -> None:
    question_id = await question_of(services, PASSWORD, 55)
    assert await services.asking.reread(CHANNEL, ["i forgot my password"], message_id=55) == question_id
    assert (await services.showing.question(question_id, HERE)).rule is Rule.SURE


async def test_an_edit_of_a_question_that_mentions_us_may_be_short(services: Services) -> None:
    question_id = await question_of(services, INVOICE, 55, is_addressed=True)
    await services.asking.reread(CHANNEL, ["forgot password"], message_id=55, is_addressed=True)
    assert (await services.showing.question(question_id, HERE)).rule is not Rule.TOO_SHORT


# Posts


async def test_a_post_waits_for_its_starter(engine: Engine, services: Services) -> None:
    await services.asking.expect_starter(HERE, 900)
    await services.asking.expect_starter(HERE, 900)
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.due_at) == (POST_JOB, 900, NOON + timedelta(seconds=5))
    assert await services.replying.in_thread(900) == []
    await ask(services, place=POST)
    assert len(await services.replying.in_thread(900)) == 1


# What people write afterwards


async def test_a_reply_of_somebody_else_settles_a_question_and_other_messages_do_not(services: Services) -> None:
    question_id = await question_of(services, PASSWORD, 55)
    await services.showing.served(question_id, 77)

    async def replied(author_id: int, to: int | None) -> int | None:
        return await says(services, author_id, replied_to=to)

    assert await replied(BOB, None) is None
    assert await replied(BOB, 99) is None
    assert await replied(ANN, 55) is None
    assert await stands(services, question_id) is Standing.ANSWER
    assert await replied(BOB, 77) == question_id
    assert await stands(services, question_id) is Standing.LINE
    assert await replied(BOB, 55) is None


async def test_anybody_else_in_a_post_settles_its_question_also_one_that_was_not_answered(
    engine: Engine, services: Services
) -> None:
    question_id = await question_of(services, CAKE, 900, place=POST)
    assert await says(services, ANN, channel_id=900, is_post=True) is None
    assert await says(services, BOB, channel_id=900, is_post=True) is None
    assert (await services.showing.question(question_id, HERE)).outcome is Outcome.HUMAN
    assert await engine.owed() == []
    assert await services.asking.reread(POST, [PASSWORD], message_id=900) is None


async def test_an_asker_who_comes_back_is_noted_unless_it_is_to_say_thanks(
    engine: Engine, services: Services
) -> None:
    question_id = await question_of(services, PASSWORD, 900, place=POST)

    async def wrote(message_id: int, text: str, author_id: int = ANN) -> int:
        await says(services, author_id, channel_id=900, is_post=True, message_id=message_id, text=text)
        return len(await engine.rows(follow_ups))

    assert await wrote(901, "hello?") == 0
    await services.showing.served(question_id, 77)
    assert await wrote(900, PASSWORD) == 0
    assert await wrote(902, "thanks, that worked") == 0
    assert await wrote(903, "it still does not work", BOB) == 0
    assert await wrote(904, "it still does not work") == 1
    assert await wrote(904, "it still does not work") == 1
    engine.clock.turn(hours=72, seconds=1)
    assert await wrote(905, "it still does not work") == 1


async def test_in_a_post_with_several_questions_a_line_is_about_the_one_that_it_may_concern(
    engine: Engine, services: Services
) -> None:
    first = await question_of(services, PASSWORD, 900, place=POST)
    await services.showing.served(first, 77)
    second = await question_of(services, INVOICE, 910, by=BOB, place=POST, is_addressed=True)
    await services.showing.served(second, 78)

    async def outcomes() -> list[Outcome | None]:
        return [(await services.showing.question(one, HERE)).outcome for one in (first, second)]

    here: dict[str, Any] = {"channel_id": 900, "is_post": True, "text": "it still does not work"}
    await says(services, ANN, message_id=911, **here)
    await says(services, BOB, message_id=912, **here)
    assert [row["question_id"] for row in await engine.rows(follow_ups)] == [first, second]
    assert await outcomes() == [None, None]
    assert await says(services, SAM, replied_to=77, **(here | {"text": "press the button"})) == first
    assert await outcomes() == [Outcome.HUMAN, None]
    assert await says(services, SAM, replied_to=905, **(here | {"text": "press the button"})) is None
    assert await says(services, SAM, replied_to=905, **(here | {"text": "press the green button there"})) == second
    assert await outcomes() == [Outcome.HUMAN, Outcome.HUMAN]


# Deletions


@pytest.mark.parametrize("gone", [[55], [55, 77], [54]], ids=["question", "both", "an earlier piece"])
async def test_with_a_question_go_its_words_and_our_answer(
    engine: Engine, services: Services, gone: list[int]
) -> None:
    await ask(services, "hi", 54)
    question_id = await question_of(services, PASSWORD, 55)
    await services.showing.served(question_id, 77)
    assert await services.asking.deleted(gone) == [question_id]
    question = await services.showing.question(question_id, HERE)
    assert (question.text, question.outcome) == (None, Outcome.REMOVED)
    assert await stands(services, question_id) is Standing.NOTHING
    await services.pressing.mark_wrong(question_id, by=STAFF)
    assert (await services.showing.question(question_id, HERE)).outcome is Outcome.REMOVED


async def test_that_a_moderator_deletes_our_answer_is_accepted(services: Services) -> None:
    question_id, solved = await question_of(services), await question_of(services, INVOICE, by=BOB)
    await services.showing.served(question_id, 77)
    await services.showing.served(solved, 78)
    await services.pressing.feedback(solved, by=member(BOB), helped=True)
    assert await services.asking.deleted([77, 78, 79]) == []
    question = await services.showing.question(question_id, HERE)
    assert (question.text, question.outcome) == (PASSWORD, Outcome.REMOVED)
    assert (await services.showing.question(solved, HERE)).outcome is Outcome.SOLVED


@pytest.mark.parametrize("gone", [900, 90], ids=["post", "forum"])
async def test_with_a_post_or_a_forum_go_the_words_of_all_that_was_asked_there(
    services: Services, gone: int
) -> None:
    there, elsewhere = await question_of(services, place=POST), await question_of(services, CAKE, by=BOB)
    await services.asking.place_deleted(gone)
    question = await services.showing.question(there, HERE)
    assert (question.text, question.outcome) == (None, Outcome.REMOVED)
    assert (await services.showing.question(elsewhere, HERE)).text == CAKE


# Forgetting


async def test_no_words_are_kept_where_the_operator_wants_none(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        services = engine.services
        question_id = await question_of(services, PASSWORD, 55)
        await ask(services, "thanks in advance!", 56)
        await services.asking.reread(CHANNEL, [INVOICE, "thanks in advance!"], message_id=55)
        question = await services.showing.question(question_id, HERE)
        assert (question.text, question.entry_id) == (None, "pay-invoice")


async def test_words_are_forgotten_within_the_days_the_operator_set_and_the_question_stays(tmp_path: Path) -> None:
    """Looked for every six hours: what would be kept too long by the next time goes now."""
    async with open_engine(tmp_path, faq=Faq(keep_text_days=2)) as engine:
        services, clock = engine.services, engine.clock
        old = await question_of(services)
        clock.turn(days=1)
        young = await question_of(services, CAKE)
        clock.turn(hours=18)
        await services.asking.forget_old_text()
        assert (await services.showing.question(old, HERE)).text == PASSWORD
        at = clock.turn(seconds=1)
        assert await services.asking.forget_old_text() == at + timedelta(hours=6)
        forgotten = await services.showing.question(old, HERE)
        assert (forgotten.text, forgotten.entry_id, forgotten.asked_at) == (None, "reset-password", NOON)
        assert (await services.showing.question(young, HERE)).text == CAKE
