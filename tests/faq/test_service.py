"""The FAQ as people use it: asking, choosing, saying whether it helped; its caps; and what it forgets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.actor import Actor
from bot.config import Between, Faq
from bot.errors import NotTheAsker, NotTrusted, UnknownEntry, UnknownQuestion
from bot.faq.question import Outcome, Standing
from bot.faq.service import ANSWER_JOB, FORGET_JOB, FRESH, HAND_OVER_JOB, POST_JOB, Asked, FaqService, Place
from bot.faq.speaking import Message, Rule, is_drawn
from bot.knowledge.library import load_library
from bot.matching.matcher import Verdict
from bot.schema import feedback, follow_ups, pieces, questions, suspicions
from tests.services import HERE, KNOWLEDGE, NOON, Engine, open_engine

ANN, BOB, SAM = 1, 2, 3
STAFF, HELPER = Actor(SAM, is_staff=True), Actor(4, is_helper=True)
PASSWORD = "how do i reset my password"
INVOICE = "how do i pay an invoice"
CAKE = "does anybody have a recipe for lemon cake"
CHANNEL = Place(HERE, 9, 9, frozenset({9, "help"}))
POST = Place(HERE, 900, 90, frozenset({90, "forum"}))
NOT_SURE = Faq(threshold=1.0, margin=0.5, suggest_from=0.1)
"""So strict that a question which is only near to an entry is never answered."""

NEAR = "i think i forgot the password again"

messages = count(1000)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as engine:
        yield engine


@pytest.fixture
def faq(engine: Engine) -> FaqService:
    return engine.services.faq


async def ask(
    faq: FaqService,
    text: str = PASSWORD,
    message_id: int | None = None,
    *,
    by: int = ANN,
    place: Place = CHANNEL,
    **facts: bool,
) -> Asked | None:
    """Somebody asks, Ann in a channel unless it is said otherwise."""
    message_id = message_id or next(messages)
    return await faq.ask(place, Message(text, **facts), message_id=message_id, asker_id=by)


async def rule_of(faq: FaqService, text: str = PASSWORD, **how: Any) -> Rule | None:
    """What the FAQ does with a question; None where it leaves it alone."""
    asked = await ask(faq, text, **how)
    return asked.rule if asked is not None else None


async def question_of(faq: FaqService, text: str = PASSWORD, message_id: int | None = None, **how: Any) -> int:
    asked = await ask(faq, text, message_id, **how)
    assert asked is not None
    return asked.question_id


async def stands(faq: FaqService, question_id: int) -> Standing:
    view = await faq.view(question_id)
    assert view is not None
    return view.standing


# Asking


async def test_a_question_that_the_faq_knows_is_logged_and_its_answer_owed(
    engine: Engine, faq: FaqService
) -> None:
    asked = await ask(faq, PASSWORD, 55)
    assert asked is not None
    assert asked.entry is not None
    assert asked.entry.id == "reset-password"
    question = await faq.question(asked.question_id)
    assert (question.guild_id, question.channel_id, question.place_id) == (HERE, 9, 9)
    assert (question.message_id, question.asker_id) == (55, ANN)
    assert (question.asked_at, question.text, question.answer_message_id) == (NOON, PASSWORD, None)
    assert (question.verdict, question.rule, question.entry_id) == (Verdict.ANSWER, Rule.SURE, "reset-password")
    assert (question.score, question.margin) == (asked.judgement.score, asked.judgement.margin)
    assert question.candidates[0][0] == "reset-password"
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.guild_id, job.due_at) == (ANSWER_JOB, asked.question_id, HERE, NOON)


async def test_a_question_that_it_does_not_know_is_logged_and_left_alone(engine: Engine, faq: FaqService) -> None:
    asked = await ask(faq, CAKE)
    assert asked is not None
    assert asked.entry is None
    question = await faq.question(asked.question_id)
    assert (question.verdict, question.entry_id, question.text) == (Verdict.SILENT, None, CAKE)
    assert await engine.owed() == []
    assert await stands(faq, asked.question_id) is Standing.NOTHING


async def test_a_message_is_looked_at_once_however_often_it_arrives(engine: Engine, faq: FaqService) -> None:
    results = await asyncio.gather(*(ask(faq, PASSWORD, 55) for _ in range(5)))
    assert sum(result is not None for result in results) == 1
    assert await ask(faq, CAKE, 55) is None
    assert len(await engine.rows(questions)) == 1
    assert len(await engine.owed()) == 1


@pytest.mark.parametrize("text", ["", "thanks", "my password", "<@42> help me", "https://larkmail.example ok?"])
async def test_what_has_too_few_words_is_no_question_and_not_logged(
    engine: Engine, faq: FaqService, text: str
) -> None:
    assert await ask(faq, text) is None
    assert await engine.rows(questions) == []


@pytest.mark.parametrize(
    "fact", ["is_bot", "is_system", "is_in_ticket", "is_staff", "is_helper", "is_reply", "is_settled"]
)
async def test_whoever_is_left_alone_is_not_logged_either(engine: Engine, faq: FaqService, fact: str) -> None:
    facts: dict[str, Any] = {fact: True}
    assert await ask(faq, **facts) is None
    assert await engine.rows(questions) == []


async def test_a_message_that_addresses_the_bot_is_a_question_at_any_length(faq: FaqService) -> None:
    asked = await ask(faq, "forgot password", is_addressed=True, is_listened_to=False)
    assert asked is not None
    assert (await faq.question(asked.question_id)).text == "forgot password"


async def test_the_operator_decides_how_few_words_are_too_few_and_how_sure_it_must_be(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(min_words=2, threshold=1.0, margin=0.5)) as engine:
        asked = await ask(engine.services.faq, "forgot password")
        assert asked is not None
        assert asked.judgement.verdict is not Verdict.ANSWER


async def test_an_entry_for_one_channel_answers_only_there(tmp_path: Path) -> None:
    knowledge = KNOWLEDGE.replace("  - id: reset-password\n", "  - id: reset-password\n    channels: [forum]\n")
    async with open_engine(tmp_path, knowledge=knowledge) as engine:
        assert await rule_of(engine.services.faq) not in (Rule.SURE, Rule.BETWEEN)
        assert await rule_of(engine.services.faq, by=BOB, place=POST) is Rule.SURE


async def test_a_knowledge_base_that_changes_in_the_middle_of_a_message_breaks_nothing(
    engine: Engine, faq: FaqService, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "other.yaml").write_text(KNOWLEDGE.replace("reset-password", "new-password"), encoding="utf-8")
    other, problems = load_library(folder, ticket_types=[])
    assert other is not None, problems
    places = [replace(CHANNEL, channel_id=number) for number in range(20)]
    asked, _ = await asyncio.gather(
        asyncio.gather(*(ask(faq, by=number, place=place) for number, place in enumerate(places, 100))),
        faq.load(other),
    )
    entries = {(await faq.question(one.question_id)).entry_id for one in asked if one is not None}
    assert entries <= {"reset-password", "new-password"}
    for one in asked:
        assert one is not None
        view = await faq.view(one.question_id)
        assert view is not None
        assert (view.standing is Standing.ANSWER) == (view.question.entry_id == "new-password")
    assert await rule_of(faq, by=BOB, place=POST) is Rule.SURE


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
        faq = engine.services.faq
        asked = await ask(faq, text)
        assert asked is not None
        assert asked.entry is not None
        question = await faq.question(asked.question_id)
        assert (question.entry_id, question.language) == ("reset-password", language)
        assert asked.entry.wording(question.language).language == language


async def test_suggestions_and_what_is_chosen_of_them_follow_the_language_too(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE, knowledge=ABROAD) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, "я опять забыл пароль сегодня")
        question = await faq.question(question_id)
        assert (question.rule, question.language) == (Rule.BETWEEN, "ru")


# Bursts


async def test_what_is_written_without_a_pause_is_one_question(engine: Engine, faq: FaqService) -> None:
    assert await ask(faq, "hi", 11) is None
    engine.clock.turn(seconds=4)
    assert await ask(faq, "forgot", 12) is None
    engine.clock.turn(seconds=4)
    asked = await ask(faq, "my password", 13)
    assert asked is not None
    assert asked.rule is Rule.SURE
    question = await faq.question(asked.question_id)
    assert (question.message_id, question.text) == (13, "hi\nforgot\nmy password")
    assert await faq.may_be_reread(11) == [11, 12, 13]


@pytest.mark.parametrize(
    "how", [{"place": POST}, {"by": BOB}, {"after": 4.1}], ids=["elsewhere", "another", "later"]
)
async def test_what_was_not_written_in_one_breath_is_not_one_question(
    engine: Engine, faq: FaqService, how: dict[str, Any]
) -> None:
    assert await ask(faq, "forgot") is None
    engine.clock.turn(seconds=how.pop("after", 1.0))
    assert await ask(faq, "my password", **how) is None


async def test_a_later_piece_brings_an_answer_but_takes_none_back(engine: Engine, faq: FaqService) -> None:
    silent = await ask(faq, CAKE, 11)
    assert silent is not None
    assert silent.rule not in (Rule.SURE, Rule.BETWEEN)
    sure = await ask(faq, PASSWORD, 12)
    assert sure is not None
    assert (sure.question_id, sure.rule) == (silent.question_id, Rule.SURE)
    assert await ask(faq, "thanks in advance!", 13) is None
    assert await ask(faq, "and sorry for all the trouble", 14) is None
    question = await faq.question(sure.question_id)
    assert (question.rule, question.entry_id) == (Rule.SURE, "reset-password")
    assert question.text == "\n".join([CAKE, PASSWORD, "thanks in advance!", "and sorry for all the trouble"])
    assert len(await engine.rows(questions)) == 1


async def test_pieces_that_are_judged_side_by_side_are_one_question(engine: Engine, faq: FaqService) -> None:
    texts = ["good morning to all of you", "i have got a question for you", PASSWORD, "thanks in advance!"]
    await asyncio.gather(*(ask(faq, text, number) for number, text in enumerate(texts, 50)))
    [row] = await engine.rows(questions)
    assert (row["rule"], row["entry_id"]) == ("sure", "reset-password")
    async with engine.database.read() as reader:
        found = (await reader.execute(pieces.select().order_by(pieces.c.message_id))).all()
    assert [(piece.message_id, piece.question_id) for piece in found] == [(50 + at, row["id"]) for at in range(4)]


async def test_what_is_written_right_after_solved_it_is_another_question(engine: Engine, faq: FaqService) -> None:
    first = await question_of(faq)
    await faq.feedback(first, by=Actor(ANN), helped=True)
    engine.clock.turn(seconds=2)
    second = await question_of(faq, "how do i pay an invoice")
    assert second != first
    assert (await faq.question(second)).rule is Rule.SURE


async def test_a_burst_does_not_make_a_later_message_of_a_post_the_first(faq: FaqService) -> None:
    assert await ask(faq, "hello again to all of you", place=POST, is_first=False) is None
    assert await ask(faq, PASSWORD, place=POST, is_first=False) is None


async def test_what_follows_the_starter_of_a_post_at_once_belongs_to_it(engine: Engine, faq: FaqService) -> None:
    first = await ask(faq, CAKE, 900, place=POST)
    engine.clock.turn(seconds=3)
    second = await ask(faq, PASSWORD, 901, place=POST, is_first=False)
    assert first is not None
    assert second is not None
    assert (second.question_id, second.rule) == (first.question_id, Rule.SURE)


async def test_a_hundred_messages_at_once_are_ten_pieces_at_most_each(engine: Engine, faq: FaqService) -> None:
    await asyncio.gather(*(ask(faq, f"{number} bananas and a lemon cake", number) for number in range(1, 101)))
    rows = await engine.rows(questions)
    assert len(rows) == 10
    async with engine.database.read() as reader:
        assert len((await reader.execute(pieces.select())).all()) == 100


async def test_a_hundred_members_with_one_question_in_one_channel_get_one_answer(
    engine: Engine, faq: FaqService
) -> None:
    rules = await asyncio.gather(*(rule_of(faq, by=number) for number in range(100, 200)))
    assert rules.count(Rule.SURE) == 1
    assert rules.count(Rule.ENTRY_CAP) == 99
    assert len(await engine.owed()) == 1


# Suggestions


async def test_suggestions_are_owed_when_the_member_has_paused_and_at_once_on_demand(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        assert await stands(faq, question_id) is Standing.SUGGESTIONS
        [job] = await engine.owed()
        assert job.due_at == NOON + timedelta(seconds=4)
        engine.clock.turn(seconds=3)
        assert await ask(faq, "thanks in advance to you all") is None
        [job] = await engine.owed()
        assert job.due_at == NOON + timedelta(seconds=7)
        await question_of(faq, NEAR, by=BOB, is_addressed=True)
        assert (await engine.owed())[0].due_at == NOON + timedelta(seconds=3)


async def test_an_askers_choice_is_the_answer_and_anothers_is_not(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        await faq.served(question_id, 77)
        entry, counts = await faq.choose(question_id, "pay-invoice", by=Actor(BOB))
        assert (entry.id, counts) == ("pay-invoice", False)
        assert await stands(faq, question_id) is Standing.SUGGESTIONS
        with pytest.raises(UnknownEntry):
            await faq.choose(question_id, "gone", by=Actor(ANN))
        assert await faq.choose(question_id, "reset-password", by=Actor(ANN)) == (
            faq.entry("reset-password"),
            True,
        )
        assert await stands(faq, question_id) is Standing.ANSWER
        assert await rule_of(faq, PASSWORD, place=POST) in (Rule.MEMBER_CAP, Rule.BETWEEN)


async def test_who_reads_a_hint_has_had_the_entry_but_nothing_changes_for_others(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE.model_copy(update={"between": Between.HINT})) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        await faq.served(question_id, 77)
        before = await engine.owed()
        _, counts = await faq.choose(question_id, "reset-password", by=Actor(ANN), in_place=False)
        assert counts
        assert await engine.owed() == before
        assert await stands(faq, question_id) is Standing.HINT
        assert (await faq.question(question_id)).entry_id == "reset-password"
        await faq.feedback(question_id, by=Actor(ANN), helped=True)
        assert await stands(faq, question_id) is Standing.LINE


async def test_none_of_these_is_for_the_asker_and_leaves_nothing(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        with pytest.raises(NotTheAsker):
            await faq.dismiss(question_id, by=Actor(BOB))
        assert (await faq.dismiss(question_id, by=Actor(ANN))).outcome is Outcome.DISMISSED
        assert await stands(faq, question_id) is Standing.NOTHING


async def test_our_own_deletion_of_dismissed_suggestions_does_not_count_as_a_removal(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        await faq.served(question_id, 77)
        await faq.dismiss(question_id, by=Actor(ANN))
        assert await faq.deleted([77]) == []
        assert (await faq.question(question_id)).outcome is Outcome.DISMISSED


async def test_with_silence_between_nothing_is_suggested(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE.model_copy(update={"between": Between.SILENT})) as engine:
        assert await rule_of(engine.services.faq, NEAR) not in (Rule.SURE, Rule.BETWEEN)
        assert await engine.owed() == []


# Caps, which outlive a restart


async def test_a_member_gets_an_entry_once_a_day_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        assert await rule_of(engine.services.faq) is Rule.SURE
    async with open_engine(tmp_path) as engine:
        faq, clock = engine.services.faq, engine.clock
        clock.turn(hours=23, minutes=59)
        assert await rule_of(faq, place=POST) is Rule.MEMBER_CAP
        assert await rule_of(faq, INVOICE, place=POST) is Rule.SURE
        assert await rule_of(faq, place=replace(POST, guild_id=HERE + 1, channel_id=902)) is Rule.SURE
        clock.turn(minutes=1)
        assert await rule_of(faq, place=replace(POST, channel_id=901)) is Rule.SURE


async def test_a_channel_gets_an_entry_once_a_minute_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        assert await rule_of(engine.services.faq) is Rule.SURE
    async with open_engine(tmp_path) as engine:
        faq, clock = engine.services.faq, engine.clock
        clock.turn(seconds=59)
        assert await rule_of(faq, by=BOB) is Rule.ENTRY_CAP
        assert await rule_of(faq, INVOICE, by=SAM) is Rule.SURE
        assert await rule_of(faq, by=10, place=POST) is Rule.SURE
        clock.turn(seconds=1)
        assert await rule_of(faq, by=11) is Rule.SURE


async def test_a_channel_bears_ten_messages_an_hour_also_after_a_restart(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        for number in range(10):
            assert await rule_of(engine.services.faq, by=100 + number) is Rule.SURE
            engine.clock.turn(seconds=61)
    async with open_engine(tmp_path) as engine:
        faq, clock = engine.services.faq, engine.clock
        clock.now = NOON + timedelta(minutes=59)
        assert await rule_of(faq, by=ANN) is Rule.CHANNEL_CAP
        assert await rule_of(faq, by=BOB, is_addressed=True) is Rule.SURE
        assert await rule_of(faq, INVOICE, by=SAM, place=POST) is Rule.SURE
        clock.now = NOON + timedelta(hours=1, minutes=2)
        assert await rule_of(faq, INVOICE, by=ANN) is Rule.SURE


async def test_what_was_withheld_does_not_count(engine: Engine, faq: FaqService) -> None:
    assert await rule_of(faq) is Rule.SURE
    engine.clock.turn(seconds=30)
    assert await rule_of(faq, by=BOB) is Rule.ENTRY_CAP
    engine.clock.turn(seconds=30)
    assert await rule_of(faq, by=BOB) is Rule.SURE


async def test_in_a_shadow_channel_it_notes_what_it_would_have_said(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        faq = engine.services.faq
        question = await faq.question(await question_of(faq))
        assert (question.verdict, question.rule) == (Verdict.SILENT, Rule.SHADOW)
        assert question.entry_id == "reset-password"
        assert await engine.owed() == []
        assert await rule_of(faq, by=BOB, is_addressed=True) is Rule.SURE


async def test_the_lot_withholds_an_answer_and_a_later_piece_draws_no_second_lot(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(hold_out_percent=20)) as engine:
        faq = engine.services.faq
        drawn = next(number for number in range(1, 1000) if is_drawn(number, 20))
        free = next(number for number in range(drawn + 1, 1000) if not is_drawn(number, 20))
        question_id = await question_of(faq, PASSWORD, drawn)
        question = await faq.question(question_id)
        assert (question.rule, question.entry_id) == (Rule.HELD_OUT, "reset-password")
        assert await ask(faq, PASSWORD, free) is None
        assert (await faq.question(question_id)).rule is Rule.HELD_OUT
        assert await engine.owed() == []


# Suspicions


async def test_an_entry_that_is_wrong_is_silent_at_once_until_staff_say_it_is_right(
    engine: Engine, faq: FaqService
) -> None:
    question_id = await question_of(faq)
    await faq.served(question_id, 77)
    with pytest.raises(NotTrusted):
        await faq.mark_wrong(question_id, by=Actor(ANN))
    marked = await faq.mark_wrong(question_id, by=HELPER)
    assert marked.outcome is Outcome.WRONG
    assert await stands(faq, question_id) is Standing.LINE
    await faq.mark_wrong(question_id, by=STAFF)
    assert len(await engine.rows(suspicions)) == 1
    assert await rule_of(faq, by=BOB, place=POST) is Rule.SUSPECT
    assert await rule_of(faq, by=BOB, is_addressed=True) is Rule.SUSPECT
    with pytest.raises(NotTrusted):
        await faq.clear_suspicion(HERE, "reset-password", by=HELPER)
    assert await faq.clear_suspicion(HERE, "reset-password", by=STAFF)
    assert not await faq.clear_suspicion(HERE, "reset-password", by=STAFF)
    assert await rule_of(faq, by=11, place=POST) is Rule.SURE


async def test_an_answer_that_is_on_its_way_when_its_entry_becomes_suspect_does_not_arrive(
    faq: FaqService,
) -> None:
    first, second = await question_of(faq), await question_of(faq, by=BOB, place=POST)
    await faq.served(first, 77)
    await faq.mark_wrong(first, by=STAFF)
    assert await stands(faq, second) is Standing.NOTHING


async def test_what_is_suspect_is_not_suggested(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=NOT_SURE) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, NEAR)
        view = await faq.view(question_id)
        assert view is not None
        suggested = [entry.id for entry in view.suggested]
        assert "reset-password" in suggested
        other = await question_of(faq, NEAR, by=SAM, place=POST)
        await faq.choose(other, "reset-password", by=Actor(SAM))
        await faq.mark_wrong(other, by=STAFF)
        view = await faq.view(question_id)
        assert view is not None
        assert [entry.id for entry in view.suggested] == suggested[1:]
        if suggested == ["reset-password"]:
            assert await rule_of(faq, NEAR, by=BOB, place=replace(POST, channel_id=901)) is Rule.SUSPECT


# Edits


async def test_an_edit_is_read_again_once_and_within_two_minutes(engine: Engine, faq: FaqService) -> None:
    question_id = await question_of(faq, CAKE, 55)
    engine.clock.turn(minutes=2)
    assert await faq.reread(CHANNEL, [CAKE], message_id=55) is None
    assert await faq.may_be_reread(55) == [55]
    assert await faq.reread(CHANNEL, [PASSWORD], message_id=55) == question_id
    question = await faq.question(question_id)
    assert (question.rule, question.entry_id, question.text) == (Rule.SURE, "reset-password", PASSWORD)
    assert question.reread_at == engine.clock.now
    assert await stands(faq, question_id) is Standing.ANSWER
    assert await faq.may_be_reread(55) == []
    assert await faq.reread(CHANNEL, [INVOICE], message_id=55) is None
    late = await question_of(faq, CAKE, 56, by=BOB)
    engine.clock.turn(minutes=2, seconds=1)
    assert await faq.reread(CHANNEL, [INVOICE], message_id=56) is None
    assert (await faq.question(late)).entry_id is None
    assert await faq.reread(CHANNEL, [INVOICE], message_id=57) is None


async def test_an_edit_can_take_the_answer_away(faq: FaqService) -> None:
    for number, text in ((55, CAKE), (56, "never mind")):
        question_id = await question_of(faq, PASSWORD, number, by=number, place=replace(POST, channel_id=number))
        await faq.served(question_id, 77 + number)
        assert await faq.reread(POST, [text], message_id=number) == question_id
        assert await stands(faq, question_id) is Standing.NOTHING
        assert await faq.deleted([77 + number]) == []
        assert (await faq.question(question_id)).outcome is None
    assert (await faq.question(question_id)).rule is Rule.TOO_SHORT


async def test_an_edit_that_asks_the_same_in_other_words_is_not_capped_by_itself(faq: FaqService) -> None:
    question_id = await question_of(faq, PASSWORD, 55)
    assert await faq.reread(CHANNEL, ["i forgot my password"], message_id=55) == question_id
    assert (await faq.question(question_id)).rule is Rule.SURE


async def test_an_edit_of_a_question_that_mentions_us_may_be_short(faq: FaqService) -> None:
    question_id = await question_of(faq, INVOICE, 55, is_addressed=True)
    await faq.reread(CHANNEL, ["forgot password"], message_id=55, is_addressed=True)
    assert (await faq.question(question_id)).rule is not Rule.TOO_SHORT


# Serving


async def test_an_answer_stands_before_and_after_it_is_served(faq: FaqService) -> None:
    question_id = await question_of(faq)
    view = await faq.view(question_id)
    assert view is not None
    assert view.entry is not None
    assert (view.standing, view.question.id, view.entry.id) == (Standing.ANSWER, question_id, "reset-password")
    await faq.served(question_id, 77)
    assert await stands(faq, question_id) is Standing.ANSWER
    question = await faq.question(question_id)
    assert (question.answer_message_id, question.answered_at) == (77, NOON)


async def test_an_answer_that_comes_too_late_is_not_served(engine: Engine, faq: FaqService) -> None:
    question_id, served = await question_of(faq), await question_of(faq, INVOICE, by=BOB)
    await faq.served(served, 77)
    engine.clock.now = NOON + FRESH
    assert await stands(faq, question_id) is Standing.ANSWER
    engine.clock.turn(seconds=1)
    assert await stands(faq, question_id) is Standing.NOTHING
    assert await stands(faq, served) is Standing.ANSWER


async def test_an_answer_whose_entry_has_been_removed_is_not_served(tmp_path: Path) -> None:
    async with open_engine(tmp_path) as engine:
        question_id = await question_of(engine.services.faq)
    async with open_engine(tmp_path, knowledge=KNOWLEDGE.replace("reset-password", "new-password")) as later:
        faq = later.services.faq
        assert await stands(faq, question_id) is Standing.NOTHING
        assert faq.entry("reset-password") is None
        assert (await faq.question(question_id)).entry_id == "reset-password"


async def test_nothing_stands_under_what_was_never_asked(faq: FaqService) -> None:
    assert await faq.view(99) is None
    with pytest.raises(UnknownQuestion):
        await faq.question(99)


async def test_a_post_waits_for_its_starter(engine: Engine, faq: FaqService) -> None:
    await faq.expect_starter(HERE, 900)
    await faq.expect_starter(HERE, 900)
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.due_at) == (POST_JOB, 900, NOON + timedelta(seconds=5))
    assert not await faq.is_asked_in(900)
    await ask(faq, place=POST)
    assert await faq.is_asked_in(900)


# Feedback


async def test_the_asker_and_staff_may_say_whether_it_helped_and_nobody_else(
    engine: Engine, faq: FaqService
) -> None:
    question_id = await question_of(faq)
    assert (await faq.feedback(question_id, by=STAFF, helped=False)).outcome is None
    with pytest.raises(NotTheAsker) as refusal:
        await faq.feedback(question_id, by=Actor(BOB), helped=False)
    assert refusal.value.asker_id == ANN
    with pytest.raises(NotTheAsker):
        await faq.feedback(question_id, by=HELPER, helped=True)
    assert (await faq.feedback(question_id, by=Actor(ANN), helped=True)).outcome is Outcome.SOLVED
    assert await stands(faq, question_id) is Standing.SOLVED
    pressed = [(row["member_id"], row["by_asker"], row["helped"]) for row in await engine.rows(feedback)]
    assert pressed == [(SAM, False, False), (ANN, True, True)]


async def test_an_asker_who_is_staff_counts_as_the_asker(engine: Engine, faq: FaqService) -> None:
    await faq.feedback(await question_of(faq), by=Actor(ANN, is_staff=True), helped=True)
    assert [row["by_asker"] for row in await engine.rows(feedback)] == [True]


async def test_a_button_of_a_question_that_is_gone_says_so(engine: Engine, faq: FaqService) -> None:
    with pytest.raises(UnknownQuestion):
        await faq.feedback(99, by=STAFF, helped=True)
    for press in (faq.dismiss(99, by=STAFF), faq.mark_wrong(99, by=STAFF), faq.choose(99, "x", by=STAFF)):
        with pytest.raises(UnknownQuestion):
            await press
    assert await engine.rows(feedback) == []


async def test_a_question_that_is_handed_over_is_out_of_our_hands(engine: Engine, faq: FaqService) -> None:
    question_id = await question_of(faq)
    await faq.served(question_id, 77)
    with pytest.raises(NotTheAsker):
        await faq.hand_over(question_id, by=Actor(BOB), to_community=True)
    handed = await faq.hand_over(question_id, by=Actor(ANN), to_community=True)
    assert handed.outcome is Outcome.HANDED_OVER
    assert {job.kind for job in await engine.owed()} == {ANSWER_JOB, HAND_OVER_JOB}
    assert await stands(faq, question_id) is Standing.LINE


async def test_a_deleted_question_is_not_taken_to_the_community(faq: FaqService) -> None:
    question_id = await question_of(faq, PASSWORD, 55)
    await faq.deleted([55])
    with pytest.raises(UnknownQuestion):
        await faq.hand_over(question_id, by=Actor(ANN), to_community=True)


# What people write afterwards


async def test_a_reply_of_somebody_else_settles_a_question_and_other_messages_do_not(faq: FaqService) -> None:
    question_id = await question_of(faq, PASSWORD, 55)
    await faq.served(question_id, 77)

    async def replied(author_id: int, to: int | None) -> int | None:
        return await faq.human_replied(channel_id=9, author_id=author_id, replied_to=to, is_post=False)

    assert await replied(BOB, None) is None
    assert await replied(BOB, 99) is None
    assert await replied(ANN, 55) is None
    assert await stands(faq, question_id) is Standing.ANSWER
    assert await replied(BOB, 77) == question_id
    assert await stands(faq, question_id) is Standing.LINE
    assert await replied(BOB, 55) is None


async def test_anybody_else_in_a_post_settles_its_question_also_one_that_was_not_answered(
    engine: Engine, faq: FaqService
) -> None:
    question_id = await question_of(faq, CAKE, 900, place=POST)
    said: dict[str, Any] = {"channel_id": 900, "replied_to": None, "is_post": True}
    assert await faq.human_replied(author_id=ANN, **said) is None
    assert await faq.human_replied(author_id=BOB, **said) is None
    assert (await faq.question(question_id)).outcome is Outcome.HUMAN
    assert await engine.owed() == []
    assert await faq.reread(POST, [PASSWORD], message_id=900) is None


async def test_an_asker_who_comes_back_is_noted_unless_it_is_to_say_thanks(
    engine: Engine, faq: FaqService
) -> None:
    question_id = await question_of(faq, PASSWORD, 900, place=POST)

    async def wrote(message_id: int, text: str, author_id: int = ANN) -> int:
        await faq.followed_up(
            channel_id=900, author_id=author_id, replied_to=None, is_post=True, message_id=message_id, text=text
        )
        return len(await engine.rows(follow_ups))

    assert await wrote(901, "hello?") == 0
    await faq.served(question_id, 77)
    assert await wrote(900, PASSWORD) == 0
    assert await wrote(902, "thanks, that worked") == 0
    assert await wrote(903, "it still does not work", BOB) == 0
    assert await wrote(904, "it still does not work") == 1
    assert await wrote(904, "it still does not work") == 1
    engine.clock.turn(hours=72, seconds=1)
    assert await wrote(905, "it still does not work") == 1


# Deletions


@pytest.mark.parametrize("gone", [[55], [55, 77], [54]], ids=["question", "both", "an earlier piece"])
async def test_with_a_question_go_its_words_and_our_answer(
    engine: Engine, faq: FaqService, gone: list[int]
) -> None:
    await ask(faq, "hi", 54)
    question_id = await question_of(faq, PASSWORD, 55)
    await faq.served(question_id, 77)
    assert await faq.deleted(gone) == [question_id]
    question = await faq.question(question_id)
    assert (question.text, question.outcome) == (None, Outcome.REMOVED)
    assert await stands(faq, question_id) is Standing.NOTHING
    await faq.mark_wrong(question_id, by=STAFF)
    assert (await faq.question(question_id)).outcome is Outcome.REMOVED


async def test_that_a_moderator_deletes_our_answer_is_accepted(faq: FaqService) -> None:
    question_id, solved = await question_of(faq), await question_of(faq, INVOICE, by=BOB)
    await faq.served(question_id, 77)
    await faq.served(solved, 78)
    await faq.feedback(solved, by=Actor(BOB), helped=True)
    assert await faq.deleted([77, 78, 79]) == []
    question = await faq.question(question_id)
    assert (question.text, question.outcome) == (PASSWORD, Outcome.REMOVED)
    assert (await faq.question(solved)).outcome is Outcome.SOLVED


@pytest.mark.parametrize("gone", [900, 90], ids=["post", "forum"])
async def test_with_a_post_or_a_forum_go_the_words_of_all_that_was_asked_there(faq: FaqService, gone: int) -> None:
    there, elsewhere = await question_of(faq, place=POST), await question_of(faq, CAKE, by=BOB)
    await faq.place_deleted(gone)
    question = await faq.question(there)
    assert (question.text, question.outcome) == (None, Outcome.REMOVED)
    assert (await faq.question(elsewhere)).text == CAKE


# Opting out


async def test_who_opts_out_is_not_looked_at_here_until_they_opt_in(engine: Engine, faq: FaqService) -> None:
    await faq.opt_out(HERE, ANN, wants_out=True)
    await faq.opt_out(HERE, ANN, wants_out=True)
    assert await ask(faq) is None
    assert await engine.rows(questions) == []
    assert await rule_of(faq, is_addressed=True) is Rule.SURE
    assert await rule_of(faq, place=replace(POST, guild_id=HERE + 1)) is Rule.SURE
    await faq.opt_out(HERE, ANN, wants_out=False)
    assert await rule_of(faq, INVOICE) is Rule.SURE


# Forgetting


async def test_no_words_are_kept_where_the_operator_wants_none(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        faq = engine.services.faq
        question_id = await question_of(faq, PASSWORD, 55)
        await ask(faq, "thanks in advance!", 56)
        await faq.reread(CHANNEL, [INVOICE, "thanks in advance!"], message_id=55)
        question = await faq.question(question_id)
        assert (question.text, question.entry_id) == (None, "pay-invoice")


async def test_words_are_forgotten_within_the_days_the_operator_set_and_the_question_stays(tmp_path: Path) -> None:
    """Looked for every six hours: what would be kept too long by the next time goes now."""
    async with open_engine(tmp_path, faq=Faq(keep_text_days=2)) as engine:
        faq, clock = engine.services.faq, engine.clock
        old = await question_of(faq)
        clock.turn(days=1)
        young = await question_of(faq, CAKE)
        clock.turn(hours=18)
        await faq.forget_old_text()
        assert (await faq.question(old)).text == PASSWORD
        at = clock.turn(seconds=1)
        assert await faq.forget_old_text() == at + timedelta(hours=6)
        forgotten = await faq.question(old)
        assert (forgotten.text, forgotten.entry_id, forgotten.asked_at) == (None, "reset-password", NOON)
        assert (await faq.question(young)).text == CAKE


async def test_forgetting_is_owed_once_however_often_the_bot_starts(engine: Engine, faq: FaqService) -> None:
    await faq.schedule_forgetting()
    at = engine.clock.turn(hours=1)
    await faq.schedule_forgetting()
    [job] = await engine.owed()
    assert (job.kind, job.subject_id, job.due_at) == (FORGET_JOB, 0, at)


# Searching


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("reset-password", "reset-password"),
        ("How do I reset my password?", "reset-password"),
        ("  where can i export my contacts?  ", "export-contacts"),
        ("forgot pasword", "reset-password"),
        ("invoice", "pay-invoice"),
        ("contac", "export-contacts"),
    ],
)
async def test_an_entry_is_found_by_id_title_question_or_the_start_of_a_word(
    faq: FaqService, query: str, first: str
) -> None:
    assert (await faq.find(query)).id == first


@pytest.mark.parametrize("query", ["", "   ", "zzzz", "🙂"])
async def test_what_is_near_nothing_is_said_to_be_unknown(faq: FaqService, query: str) -> None:
    with pytest.raises(UnknownEntry) as refusal:
        await faq.find(query)
    assert refusal.value.query == query


async def test_a_search_shows_the_best_first_each_entry_once_and_no_more_than_asked(faq: FaqService) -> None:
    found = [entry.id for entry in await faq.search("how do i pay my invoice")]
    assert found[0] == "pay-invoice"
    assert len(found) == len(set(found))
    assert [entry.id for entry in await faq.search("how do i pay my invoice", limit=1)] == ["pay-invoice"]
    assert await faq.search("zzzz") == []


async def test_an_empty_search_lists_the_entries_in_the_order_of_the_files(faq: FaqService) -> None:
    assert [entry.id for entry in await faq.search(" ")] == ["reset-password", "export-contacts", "pay-invoice"]
    assert [entry.id for entry in await faq.search("", limit=2)] == ["reset-password", "export-contacts"]


async def test_an_entry_says_in_which_category_it_stands(faq: FaqService) -> None:
    assert faq.category("pay-invoice") == "Account"
    entry = faq.entry("pay-invoice")
    assert entry is not None
    assert entry.title == "How do I pay an invoice?"
