"""What staff are told of the past, by what people have done in it."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from bot.config import Between, Faq
from bot.errors import NotStaff
from bot.faq.speaking import POINTED_AT_MOST, SPEAKING, Message, Place, Rule
from bot.insights import store
from bot.insights.deflection import Counted, Deflection
from bot.insights.lift import Share
from bot.insights.metrics import Facts, Report
from bot.insights.numbers import Numbers, Suggestions
from bot.insights.staleness import Stale
from bot.insights.stats.figures import Figures
from bot.reputation.answers.candidate import Candidate
from bot.reputation.question import QuestionRef
from bot.schema import questions
from bot.ticket_tables import tickets
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Ticket
from tests.services import ELSEWHERE, HERE, KNOWLEDGE, NOON, Engine, delivered, member, open_engine, says

ANN, BOB, SAM, HUGO, IDA = 1, 2, 3, 4, 5
ann, bob, sam = member(ANN), member(BOB), member(SAM, is_staff=True)

CAKES = ("who knows a good cake recipe", "does anybody have a cake recipe", "a recipe for cake please")
NOTHING = Facts(), Figures()

numbers = count(1000)
"""Ids of messages and interactions, each used once."""


async def report(engine: Engine, *, guild: int = HERE, days: int = 7) -> Report:
    return await engine.services.insights.report(days=days, by=member(SAM, is_staff=True, guild_id=guild))


async def facts(engine: Engine, *, guild: int = HERE, days: int = 7) -> tuple[Facts, Figures]:
    """Of the bot and the community, and of staff's work."""
    found = await report(engine, guild=guild, days=days)
    return found.facts, found.tickets.overall


async def ask(
    engine: Engine,
    text: str = "how do i reset my password",
    *,
    guild: int = HERE,
    asker: int = ANN,
    channel: int = 9,
    message_id: int | None = None,
    served: bool = True,
) -> int:
    """Somebody asks, and what there is to say is said; the question's id."""
    services = engine.services
    place = Place(guild, channel, channel, frozenset({channel}))
    asked = await services.asking.ask(
        place, Message(text=text), message_id=message_id or next(numbers), asker_id=asker
    )
    assert asked is not None
    await services.asking.gathering.written()
    if asked.rule in SPEAKING and served:
        await services.showing.served(asked.question_id, next(numbers))
    return asked.question_id


async def open_ticket(
    engine: Engine, requester: int = ANN, *, guild: int = HERE, question_id: int | None = None
) -> Ticket:
    """A ticket in the queue."""
    desk = engine.services.tickets
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    request = Request(guild, "billing", requester, details, None, next(numbers), question_id=question_id)
    ticket = await desk.open(request, by=member(requester))
    return await delivered(engine, ticket)


async def test_a_quiet_week_has_no_figures(engine: Engine) -> None:
    figures = await report(engine)
    assert (figures.start_at, figures.end_at) == (NOON - timedelta(days=7), NOON)
    assert (figures.facts, figures.tickets.overall, figures.tickets.backlog.live) == (*NOTHING, 0)
    assert (figures.answered_share, figures.deflected_share) == (None, None)


async def test_a_busy_week_is_counted_and_its_medians_taken(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    for asker, text in enumerate(("how do i reset my password", "pay my bill by card", CAKES[0])):
        await ask(engine, text, asker=asker)
    tickets = [await open_ticket(engine, requester) for requester in (11, 12, 13, 14)]
    for minutes, ticket in ((10, tickets[0]), (10, tickets[1]), (40, tickets[2])):
        clock.turn(minutes=minutes)
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    for hours, ticket, helper in ((1, tickets[0], HUGO), (3, tickets[1], HUGO)):
        clock.turn(hours=hours)
        await desk.resolve(ticket.id, by=sam, helper_id=helper)
    for place, author in enumerate((HUGO, IDA, IDA)):
        await engine.services.accepting.accept(
            Candidate(HERE, QuestionRef.message(90 + place), ANN, author, False, 9, 91), by=ann
        )
    figures = await report(engine)
    answers = figures.answers
    assert (figures.facts.questions, answers.answers, answers[Deflection.OPEN]) == (3, 2, 2)
    found = figures.tickets.overall
    assert (found.opened, found.resolution.count, figures.tickets.backlog.in_line) == (4, 2, 2)
    assert (figures.facts.helpers_credited, figures.facts.answers_accepted) == (2, 3)
    assert found.first_response.median == timedelta(minutes=20)
    assert found.resolution.median == timedelta(hours=1 + (1 + 4) / 2)


# Deflection


async def state(engine: Engine) -> Deflection:
    """What became of the only answer, as the report counts it."""
    answers = (await report(engine, days=30)).answers
    assert answers.answers == 1
    return next(one for one in Deflection if answers[one])


async def test_a_press_of_solved_it_confirms_and_the_askers_latest_word_counts(engine: Engine) -> None:
    question = await ask(engine)
    assert await state(engine) is Deflection.OPEN
    for helped in (True, False, False, True):
        await engine.services.pressing.feedback(question, by=ann, helped=helped)
        assert await state(engine) is (Deflection.CONFIRMED if helped else Deflection.UNHELPED)
    assert (await report(engine)).deflected_share == 1.0


async def test_a_day_of_silence_is_taken_for_a_yes(engine: Engine) -> None:
    await ask(engine)
    engine.clock.turn(hours=23, minutes=59)
    assert await state(engine) is Deflection.OPEN
    engine.clock.turn(minutes=1)
    assert await state(engine) is Deflection.ASSUMED


async def test_what_staff_press_is_their_opinion_and_not_the_askers_word(engine: Engine) -> None:
    question = await ask(engine)
    await engine.services.pressing.feedback(question, by=sam, helped=False)
    assert await state(engine) is Deflection.OPEN
    assert (await report(engine)).answers.staff_wrong == 1
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    await engine.services.pressing.feedback(question, by=sam, helped=True)
    assert await state(engine) is Deflection.CONFIRMED
    answers = (await report(engine)).answers
    assert (answers.staff_right, answers.staff_wrong) == (1, 0)


@pytest.mark.parametrize(("hours", "expected"), [(72, Deflection.RETRACTED), (73, Deflection.CONFIRMED)])
async def test_a_ticket_on_it_within_72_hours_retracts_even_what_was_confirmed(
    engine: Engine, hours: int, expected: Deflection
) -> None:
    question = await ask(engine)
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    engine.clock.turn(hours=hours)
    await open_ticket(engine, question_id=question)
    assert await state(engine) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("it still fails", Deflection.RETRACTED), ("thanks!", Deflection.ASSUMED)]
)
async def test_a_follow_up_retracts_and_thanks_do_not(engine: Engine, text: str, expected: Deflection) -> None:
    question = await engine.services.showing.question(await ask(engine), HERE)
    engine.clock.turn(hours=30)
    await says(engine.services, ANN, replied_to=question.answer_message_id, message_id=next(numbers), text=text)
    assert await state(engine) is expected


async def test_asking_the_same_again_retracts_also_where_a_cap_kept_the_faq_silent(engine: Engine) -> None:
    await ask(engine)
    engine.clock.turn(hours=2)
    again = await engine.services.showing.question(await ask(engine, "i forgot my password"), HERE)
    assert again.rule is Rule.MEMBER_CAP
    engine.clock.turn(days=2)
    assert await state(engine) is Deflection.RETRACTED


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule.ENTRY_CAP, Deflection.RETRACTED),
        (Rule.UNSURE, Deflection.ASSUMED),
        (Rule.UNKNOWN, Deflection.ASSUMED),
    ],
)
async def test_the_best_entry_of_a_question_in_doubt_is_no_sign_of_a_return(
    engine: Engine, rule: Rule, expected: Deflection
) -> None:
    await ask(engine)
    engine.clock.turn(hours=2)
    again = await ask(engine, CAKES[0])
    seen = {"rule": rule.value, "entry_id": None, "candidates": [["reset-password", 0.4]]}
    await engine.database.tx(lambda tx: tx.execute(update(questions).where(questions.c.id == again).values(seen)))
    engine.clock.turn(days=2)
    assert await state(engine) is expected


async def test_a_ticket_of_the_entrys_type_retracts_although_it_names_no_question(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=f"{KNOWLEDGE}    ticket_type: billing\n") as engine:
        await ask(engine, "pay my bill by card")
        await open_ticket(engine, BOB)
        engine.clock.turn(days=1)
        assert await state(engine) is Deflection.ASSUMED
        await open_ticket(engine, ANN)
        assert await state(engine) is Deflection.RETRACTED


async def test_an_answer_that_a_person_overtook_settled_nothing(engine: Engine) -> None:
    question = await engine.services.showing.question(await ask(engine), HERE)
    await says(engine.services, BOB, replied_to=question.message_id)
    engine.clock.turn(days=2)
    assert await state(engine) is Deflection.OVERTAKEN


async def test_an_answer_that_staff_withdrew_settled_nothing_and_is_their_opinion(engine: Engine) -> None:
    question = await ask(engine)
    engine.clock.turn(days=2)
    await engine.services.pressing.mark_wrong(question, by=sam)
    assert await state(engine) is Deflection.OVERTAKEN
    assert (await report(engine)).answers.staff_wrong == 1


async def test_an_answer_that_was_never_served_answered_nothing(engine: Engine) -> None:
    question = await ask(engine, served=False)
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    figures = await report(engine)
    assert (figures.facts.questions, figures.answers.answers) == (1, 0)


# Resolution


async def resolved(engine: Engine) -> int:
    _, found = await facts(engine)
    return found.resolution.count


async def test_a_ticket_that_was_reopened_is_not_resolved_until_it_is_again(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    ticket = await open_ticket(engine)
    clock.turn(hours=1)
    await desk.resolve(ticket.id, by=sam)
    assert await resolved(engine) == 1
    await desk.reopen(ticket.id, by=ann)
    assert await resolved(engine) == 0
    clock.turn(hours=4)
    await desk.resolve(ticket.id, by=sam)
    assert await resolved(engine) == 1
    assert (await facts(engine))[1].resolution.median == timedelta(hours=5)


async def test_a_resolved_ticket_that_time_closes_stays_resolved(engine: Engine) -> None:
    ticket = await open_ticket(engine)
    await engine.services.tickets.resolve(ticket.id, by=sam)
    engine.clock.turn(days=3)
    await engine.services.listening.expire(ticket.id)
    assert await resolved(engine) == 1


async def test_a_ticket_that_was_only_closed_is_not_resolved(engine: Engine) -> None:
    desk = engine.services.tickets
    await desk.close((await open_ticket(engine)).id, by=ann)
    assert await resolved(engine) == 0
    reopened = await open_ticket(engine)
    await desk.resolve(reopened.id, by=sam)
    await desk.reopen(reopened.id, by=ann)
    await desk.close(reopened.id, by=sam)
    assert await resolved(engine) == 0


# Periods, communities, permission


async def test_a_period_has_both_its_ends_and_nothing_beyond(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    question = await ask(engine)
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    ticket = await open_ticket(engine)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    await desk.resolve(ticket.id, by=sam, helper_id=HUGO)
    await engine.services.accepting.accept(
        Candidate(HERE, QuestionRef.message(90), ANN, HUGO, False, 9, 91), by=ann
    )
    everything = found, worked = await facts(engine, days=1)
    assert found.questions == 1
    assert (await report(engine, days=1)).answers[Deflection.CONFIRMED] == 1
    assert (worked.opened, worked.first_response.count, worked.resolution.count) == (1, 1, 1)
    assert (found.helpers_credited, found.answers_accepted) == (1, 1)
    clock.turn(days=1)
    assert await facts(engine, days=1) == everything
    clock.turn(microseconds=1)
    assert await facts(engine, days=1) == NOTHING
    assert (await report(engine, days=1)).answers.answers == 0
    assert await facts(engine, days=2) == everything


async def test_what_happens_to_an_old_ticket_belongs_to_the_period_in_which_it_happens(engine: Engine) -> None:
    desk, clock = engine.services.tickets, engine.clock
    ticket = await open_ticket(engine)
    clock.turn(days=10)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    counted = (await report(engine)).tickets
    assert (counted.overall.opened, counted.backlog.in_line) == (0, 1)
    assert counted.overall.first_response.median == timedelta(days=10)
    clock.turn(days=10)
    await desk.resolve(ticket.id, by=sam)
    counted = (await report(engine)).tickets
    assert (counted.overall.opened, counted.backlog.in_line) == (0, 0)
    assert counted.overall.first_response.median is None
    assert counted.overall.resolution.median == timedelta(days=20)


async def test_each_community_has_its_own_report(engine: Engine) -> None:
    ann, sam = member(ANN, guild_id=ELSEWHERE), member(SAM, is_staff=True, guild_id=ELSEWHERE)
    question = await ask(engine, guild=ELSEWHERE)
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    ticket = await open_ticket(engine, guild=ELSEWHERE)
    await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    await engine.services.tickets.resolve(ticket.id, by=sam, helper_id=HUGO)
    await engine.services.accepting.accept(
        Candidate(ELSEWHERE, QuestionRef.message(90), ANN, IDA, False, 9, 91), by=ann
    )
    assert await facts(engine) == NOTHING
    assert (await report(engine)).answers.answers == 0
    there, worked = await facts(engine, guild=ELSEWHERE)
    assert (there.questions, worked.resolution.count, there.helpers_credited) == (1, 1, 2)
    assert (await report(engine, guild=ELSEWHERE)).answers[Deflection.CONFIRMED] == 1


@pytest.mark.parametrize("what", ["report", "numbers", "gaps", "stale"])
async def test_only_staff_may_see_any_of_it(engine: Engine, what: str) -> None:
    days = {"days": 7} if what in ("report", "numbers") else {}
    where = {} if what == "report" else {"guild_id": HERE}
    with pytest.raises(NotStaff):
        await getattr(engine.services.insights, what)(**where, **days, by=member(ANN, is_helper=True))


async def test_what_several_people_ask_at_once_is_counted_once(engine: Engine) -> None:
    asking = [report(engine), report(engine), report(engine, days=8), report(engine, guild=ELSEWHERE)]
    here, again, longer, elsewhere = await asyncio.gather(*asking)
    assert again is here
    assert len({id(one) for one in (here, longer, elsewhere)}) == 3
    assert (longer.start_at, elsewhere.start_at) == (NOON - timedelta(days=8), here.start_at)
    for ask_for in (figures, lambda one: one.services.insights.gaps(HERE, by=sam)):
        first, second = await asyncio.gather(ask_for(engine), ask_for(engine))
        assert first is second


# The FAQ's numbers


async def figures(engine: Engine, *, guild: int = HERE, days: int = 30) -> Numbers:
    return await engine.services.insights.numbers(guild, days=days, by=sam)


async def test_the_numbers_are_by_entry_and_by_channel_the_most_served_first(engine: Engine) -> None:
    question = await ask(engine, "pay my bill by card", channel=5)
    await engine.services.pressing.feedback(question, by=ann, helped=True)
    for asker, channel in ((ANN, 5), (BOB, 6), (HUGO, 6)):
        engine.clock.turn(minutes=5)
        await ask(engine, asker=asker, channel=channel)
    await ask(engine, guild=ELSEWHERE, asker=IDA)
    found = await figures(engine)
    assert (found.questions, found.answers.answers) == (4, 4)
    assert [(name, part.answers) for name, part in found.by_entry] == [("reset-password", 3), ("pay-invoice", 1)]
    assert found.by_entry[1][1][Deflection.CONFIRMED] == 1
    assert [(place, part.answers) for place, part in found.by_place] == [(5, 2), (6, 2)]


async def test_silence_is_counted_by_its_rule(engine: Engine) -> None:
    await ask(engine)
    for asker in (*range(20, 20 + POINTED_AT_MOST), BOB):
        await ask(engine, asker=asker)
    engine.clock.turn(minutes=1)
    await ask(engine)
    await ask(engine, CAKES[0], asker=HUGO)
    found = await figures(engine)
    assert found.questions == 4 + POINTED_AT_MOST
    assert found.silences[Rule.MEMBER_CAP] == found.silences[Rule.ENTRY_CAP] == 1
    assert sum(found.silences.values()) == 3


async def suggest(engine: Engine, asker: int) -> int:
    """A question between the thresholds, under which there are suggestions."""
    question = await ask(engine, "how do i pay a password", asker=asker, channel=asker)
    assert (await engine.services.showing.question(question, HERE)).rule is Rule.BETWEEN
    return question


async def test_suggestions_are_counted_by_what_the_asker_did_and_a_chosen_one_is_an_answer(
    tmp_path: Path,
) -> None:
    settings = Faq(threshold=1.0, suggest_from=0.1, between=Between.SUGGEST)
    async with open_engine(tmp_path, faq=settings) as engine:
        chosen, dismissed, _ignored = [await suggest(engine, asker) for asker in (ANN, BOB, HUGO)]
        await ask(engine, "how do i pay a password", asker=IDA, channel=IDA, served=False)
        await engine.services.pressing.choose(chosen, "pay-invoice", by=ann)
        await engine.services.pressing.dismiss(dismissed, by=bob)
        found = await figures(engine)
        assert found.suggestions == Suggestions(3, 1, 1)
        assert [name for name, _ in found.by_entry] == ["pay-invoice"]
        assert found.silences == {}


async def test_who_was_held_out_is_compared_with_who_was_answered(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(hold_out_percent=20)) as engine:
        rules = {}
        for asker in range(100, 180):
            engine.clock.turn(minutes=10)
            question = await engine.services.showing.question(
                await ask(engine, asker=asker, message_id=asker), HERE
            )
            rules[asker] = question.rule
        for asker in (one for one, rule in rules.items() if rule is Rule.HELD_OUT):
            await open_ticket(engine, asker)
        engine.clock.turn(hours=72)
        found = (await figures(engine)).lift
        assert found is not None
        assert found.held_out.part == 1.0
        assert found.answered.ticketed == 0
        assert found.answered.askers > found.held_out.askers > 5
        assert found.held_out == Share(
            sum(rule is Rule.HELD_OUT for rule in rules.values()), found.held_out.askers
        )
        assert found.difference is None


# Gaps


async def test_what_three_people_asked_in_vain_is_a_gap(engine: Engine) -> None:
    for asker, text in enumerate(CAKES, 100):
        await ask(engine, text, asker=asker)
    await ask(engine)
    found = await engine.services.insights.gaps(HERE, by=sam)
    assert [(group.people, group.questions, group.words) for group in found.groups] == [
        (3, 3, ("cake", "recipe")),
    ]
    assert found.ungrouped == 0
    assert (await engine.services.insights.gaps(ELSEWHERE, by=sam)).groups == ()


async def test_an_answer_that_did_not_help_and_dismissed_suggestions_are_gaps_too(tmp_path: Path) -> None:
    settings = Faq(threshold=0.9, suggest_from=0.1, between=Between.SUGGEST)
    async with open_engine(tmp_path, faq=settings) as engine:
        for asker in (100, 101):
            engine.clock.turn(minutes=5)
            question = await ask(engine, asker=asker)
            await engine.services.pressing.feedback(question, by=member(asker), helped=False)
        dismissed = await ask(engine, "reset the password of my printer", asker=102)
        assert (await engine.services.insights.gaps(HERE, by=sam)).groups == ()
        await engine.services.pressing.dismiss(dismissed, by=member(102))
        [group] = (await engine.services.insights.gaps(HERE, by=sam)).groups
        assert (group.people, group.nearest, group.nearest_to) == (3, "reset-password", 3)
        await engine.services.pressing.feedback(question, by=member(101), helped=True)
        assert (await engine.services.insights.gaps(HERE, by=sam)).groups == ()


@pytest.mark.parametrize(("score", "nearest"), [(0.24, None), (0.25, "pay-invoice")])
async def test_an_entry_that_is_far_from_a_gap_is_not_named(
    engine: Engine, score: float, nearest: str | None
) -> None:
    for asker, text in enumerate(CAKES, 100):
        await ask(engine, text, asker=asker)
    await engine.database.tx(
        lambda tx: tx.execute(
            update(questions).values(candidates=[["pay-invoice", score], ["reset-password", 0.1]])
        )
    )
    [group] = (await engine.services.insights.gaps(HERE, by=sam)).groups
    assert group.nearest == nearest


async def test_gaps_look_30_days_back(engine: Engine) -> None:
    for asker, text in enumerate(CAKES, 100):
        await ask(engine, text, asker=asker)
    engine.clock.turn(days=30)
    assert len((await engine.services.insights.gaps(HERE, by=sam)).groups) == 1
    engine.clock.turn(microseconds=1)
    assert (await engine.services.insights.gaps(HERE, by=sam)).groups == ()


async def test_questions_whose_words_are_not_kept_are_only_counted(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(keep_text_days=0)) as engine:
        for asker, text in enumerate(CAKES, 100):
            await ask(engine, text, asker=asker)
        found = await engine.services.insights.gaps(HERE, by=sam)
        assert (found.groups, found.ungrouped, found.forgotten) == ((), 0, 3)


# Entries to look at again


async def stale(engine: Engine, guild: int = HERE) -> Stale:
    return await engine.services.insights.stale(guild, by=sam)


async def test_an_entry_is_suspect_until_staff_clear_it(engine: Engine) -> None:
    assert not (await stale(engine)).needs_somebody
    question = await engine.services.showing.question(await ask(engine), HERE)
    await engine.services.pressing.mark_wrong(question.id, by=member(HUGO, is_helper=True))
    [(mark, entry)] = (await stale(engine)).suspect
    assert entry is not None
    assert (mark.entry_id, mark.marked_by, mark.marked_at) == ("reset-password", HUGO, NOON)
    assert (mark.channel_id, mark.message_id) == (question.channel_id, question.message_id)
    assert (await stale(engine, ELSEWHERE)).suspect == ()
    await engine.services.pressing.clear_suspicion(HERE, "reset-password", by=sam)
    assert not (await stale(engine)).needs_somebody


async def test_a_mark_that_is_cleared_while_answers_are_counted_is_gone_for_all_who_wait(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting, go, loop = asyncio.Event(), threading.Event(), asyncio.get_running_loop()
    count_answers = store.answers_by

    def slowly(*asked: Any) -> list[dict[str, list[Counted]]]:
        loop.call_soon_threadsafe(counting.set)
        go.wait()
        return count_answers(*asked)

    monkeypatch.setattr(store, "answers_by", slowly)
    await engine.services.pressing.mark_wrong(await ask(engine), by=sam)
    first = asyncio.create_task(stale(engine))
    await counting.wait()
    await engine.services.pressing.clear_suspicion(HERE, "reset-password", by=sam)
    second = asyncio.create_task(stale(engine))
    go.set()
    assert [one.suspect for one in await asyncio.gather(first, second)] == [(), ()]


async def test_an_entry_that_rarely_helps_is_failing_and_is_forgiven_after_90_days(engine: Engine) -> None:
    for asker in range(100, 105):
        assert not (await stale(engine)).failing
        engine.clock.turn(minutes=5)
        question = await ask(engine, asker=asker)
        await engine.services.pressing.feedback(question, by=member(asker), helped=asker < 102)
    [(entry, counted)] = (await stale(engine)).failing
    assert (entry.id, counted.deflected, counted.judged) == ("reset-password", 2, 5)
    engine.clock.turn(days=91)
    assert not (await stale(engine)).failing


async def test_an_entry_is_overdue_once_its_review_date_has_passed(tmp_path: Path) -> None:
    async with open_engine(tmp_path, knowledge=f"{KNOWLEDGE}    review_by: 2027-03-01\n") as engine:
        assert not (await stale(engine)).overdue
        engine.clock.turn(days=1)
        assert [entry.id for entry in (await stale(engine)).overdue] == ["pay-invoice"]


async def test_what_nobody_needs_is_only_known_after_90_days(engine: Engine) -> None:
    await ask(engine)
    engine.clock.turn(days=89)
    assert (await stale(engine)).unused is None
    await ask(engine, "pay my bill by card")
    engine.clock.turn(days=2)
    unused = (await stale(engine)).unused
    assert unused is not None
    assert [entry.id for entry in unused] == ["reset-password", "export-contacts"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=3)), min_size=1, max_size=6))
async def test_the_median_is_the_middle_one_or_the_mean_of_the_middle_two(
    engine: Engine, took: list[timedelta]
) -> None:
    await engine.database.tx(lambda tx: tx.execute(delete(tickets)))
    engine.clock.now = NOON
    waiting = [await open_ticket(engine, requester) for requester in range(100, 100 + len(took))]
    for ticket, span in zip(waiting, took, strict=True):
        engine.clock.now = ticket.opened_at + span
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
        engine.clock.turn(hours=1)
        await engine.services.listening.wrote(ticket.receipts.thread_id or 0, "Hello", by=sam)
    engine.clock.now = NOON + timedelta(days=4)
    _, counted = await facts(engine)
    assert counted.first_response.median == median(took)
