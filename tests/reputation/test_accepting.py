"""One pot for each problem, by whatever way somebody comes to it, and who may give and take it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest

from bot.actor import Actor
from bot.award_tables import awards
from bot.errors import AlreadyAccepted, BotAward, NotTheQuestioner, Refused, SelfAward
from bot.faq.speaking import Message, Place
from bot.ids import snowflake
from bot.reputation import store
from bot.reputation.accepting import Accepting
from bot.reputation.answers.candidate import As, Candidate
from bot.reputation.answers.owed import SOLVED_JOB, THANKS_JOB
from bot.reputation.answers.refused import (
    AskerIsHere,
    AssistsFull,
    InReview,
    NoQuestion,
    NothingAccepted,
    NotQualified,
)
from bot.reputation.holds.case import Action
from bot.reputation.line import Line, Rule
from bot.reputation.question import QuestionRef
from bot.reputation.replay import Replay
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, Ticket
from tests.services import ELSEWHERE, HERE, NOON, Engine, member, says

ANN, BOB, SAM, HUGO, IDA, JO, KIM = 1, 2, 3, 4, 5, 6, 7
ann, bob, sam = member(ANN), member(BOB), member(SAM, is_staff=True)
ida, jo = member(IDA, is_helper=True), member(JO, is_helper=True)


@pytest.fixture
def accepting(engine: Engine) -> Accepting:
    return engine.services.accepting


def answer(
    question: int | QuestionRef | None = 70,
    author: int = HUGO,
    *,
    asker: int | None = ANN,
    message: int = 99,
    is_bot: bool = False,
    qualifies: bool = True,
    is_gone: bool = False,
    channel: int = 9,
) -> Candidate:
    ref = QuestionRef.message(question) if isinstance(question, int) else question
    return Candidate(
        HERE, ref, asker, author, is_bot, channel, message, NOON - timedelta(days=99), qualifies, is_gone
    )


async def balances(engine: Engine) -> dict[int, int]:
    """Whoever has points; and a full replay of the ledger says the same."""
    lines = await engine.database.read(lambda reader: store.of_guild(reader, HERE))
    policy = await engine.database.read(lambda reader: engine.services.accepting._ledger.policy_of(reader, HERE))
    found: dict[int, int] = {}
    for line in lines:
        found[line.member_id] = found.get(line.member_id, 0) + line.points
    replayed = Replay(policy).run(lines).balances
    assert {one: points for one, points in replayed.items() if points} == {
        one: points for one, points in found.items() if points
    }
    return {one: points for one, points in found.items() if points}


async def owed(engine: Engine, kind: str) -> list[int]:
    return [job.subject_id for job in await engine.owed() if job.kind == kind]


# Who gives, and to whom


@pytest.mark.parametrize(
    ("candidate", "by", "refusal"),
    [
        (answer(None), ann, NoQuestion),
        (answer(), bob, NotTheQuestioner),
        (answer(author=ANN), ann, SelfAward),
        (answer(author=ANN), sam, SelfAward),
        (answer(author=SAM), sam, SelfAward),
        (answer(is_bot=True), sam, BotAward),
        (answer(qualifies=False), ann, NotQualified),
        (answer(), ida, AskerIsHere),
        (answer(author=IDA, is_gone=True), ida, SelfAward),
    ],
    ids=[
        "a-line-in-a-chat",
        "a-stranger",
        "oneself",
        "what-the-asker-wrote",
        "staff-themselves",
        "a-bot",
        "too-little",
        "a-helper-for-an-asker-who-is-here",
        "a-helper-themselves",
    ],
)
async def test_what_is_refused_leaves_no_award_and_the_question_free(
    engine: Engine, accepting: Accepting, candidate: Candidate, by: Actor, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        await accepting.accept(candidate, by=by)
    assert await engine.rows(awards) == []
    assert await accepting.accept(answer(), by=ann) is not None


async def test_who_asked_and_staff_accept_at_once_and_one_answer_is_accepted(
    engine: Engine, accepting: Accepting
) -> None:
    results = await asyncio.gather(
        accepting.accept(answer(author=HUGO), by=ann),
        accepting.accept(answer(author=IDA), by=sam),
        accepting.accept(answer(author=HUGO), by=ann),
        return_exceptions=True,
    )
    [row] = await engine.rows(awards)
    refusals = [result for result in results if isinstance(result, AlreadyAccepted)]
    assert {one.member_id for one in refusals} == {row["member_id"]}
    assert len(refusals) == 2


async def test_two_trusted_members_accept_for_who_is_gone_and_their_later_choice_wins(
    engine: Engine, accepting: Accepting
) -> None:
    assert await accepting.accept(answer(is_gone=True), by=ida) is None
    assert await accepting.accept(answer(author=KIM, is_gone=True), by=jo) is None, "they do not mean the same"
    assert await accepting.accept(answer(is_gone=True), by=ida) is None
    line = await accepting.accept(answer(is_gone=True), by=jo)
    assert line is not None
    assert (line.member_id, line.by_id, line.points, line.data["peers"]) == (HUGO, JO, 15, [IDA, JO])
    with pytest.raises(AlreadyAccepted):
        await accepting.accept(answer(author=KIM, is_gone=True), by=ida)
    chosen = await accepting.accept(answer(author=KIM), by=ann)
    assert chosen is not None
    assert await balances(engine) == {KIM: 15}


async def test_what_somebody_wished_who_is_trusted_no_more_or_long_ago_does_not_count(
    engine: Engine, accepting: Accepting
) -> None:
    for place in (71, 72, 73, 74):
        line = await accepting.accept(answer(place, BOB), by=sam)
    assert line is not None
    assert await accepting.accept(answer(is_gone=True), by=bob) is None
    engine.clock.turn(hours=1)
    await engine.database.tx(lambda tx: accepting.withdraw(tx, line, Rule.STAFF, SAM))
    assert await accepting.accept(answer(is_gone=True), by=ida) is None, "who wished it first has lost their trust"
    engine.clock.turn(days=7, seconds=1)
    assert await accepting.accept(answer(is_gone=True), by=jo) is None, "both are too long ago"
    assert await accepting.accept(answer(is_gone=True), by=ida) is not None


# The pot


async def test_assists_share_one_pot_and_there_are_two_at_most(engine: Engine, accepting: Accepting) -> None:
    await accepting.accept(answer(), by=ann)
    for author in (IDA, JO):
        line = await accepting.accept(answer(author=author), by=ann, how=As.ASSIST)
        assert line is not None
        assert line.points == 3
    assert await balances(engine) == {HUGO: 9, IDA: 3, JO: 3}
    with pytest.raises(AssistsFull):
        await accepting.accept(answer(author=KIM), by=ann, how=As.ASSIST)
    for author in (HUGO, IDA):
        with pytest.raises(AlreadyAccepted):
            await accepting.accept(answer(author=author), by=ann, how=As.ASSIST)
    await accepting.accept(answer(author=IDA), by=ann, how=As.INSTEAD)
    assert await balances(engine) == {IDA: 12, JO: 3}
    with pytest.raises(AlreadyAccepted):
        await accepting.accept(answer(author=IDA), by=ann, how=As.INSTEAD)


async def test_to_and_fro_ten_times_has_one_holder_of_fifteen_and_one_line_of_thanks(
    engine: Engine, accepting: Accepting
) -> None:
    await accepting.accept(answer(), by=ann)
    for turn in range(10):
        await accepting.accept(answer(author=(IDA, HUGO)[turn % 2]), by=ann, how=As.INSTEAD)
    assert await balances(engine) == {HUGO: 15}
    assert len(await owed(engine, THANKS_JOB)) == 1


async def test_not_solved_after_all_takes_all_of_it_back(engine: Engine, accepting: Accepting) -> None:
    await accepting.accept(answer(channel=70), by=ann)
    await accepting.accept(answer(author=IDA, channel=70), by=ann, how=As.ASSIST)
    [thanks_id], question = await owed(engine, THANKS_JOB), QuestionRef.message(70)
    assert await owed(engine, SOLVED_JOB) == [70]
    assert await accepting.has_accepted(HERE, question)
    for by, refusal in (
        (bob, NotTheQuestioner),
        (ida, NotTheQuestioner),
        (member(SAM, is_staff=True, guild_id=ELSEWHERE), NothingAccepted),
    ):
        with pytest.raises(refusal):
            await accepting.unaccept(thanks_id, by=by)
    await accepting.unaccept(thanks_id, by=ann)
    assert await balances(engine) == {}
    assert not await accepting.has_accepted(HERE, question)
    thanked = await accepting.thanked(thanks_id)
    assert thanked is not None
    assert thanked.line is None
    with pytest.raises(NothingAccepted):
        await accepting.unaccept(thanks_id, by=ann)
    await accepting.accept(answer(author=IDA), by=ann)
    assert await balances(engine) == {IDA: 15}
    assert await owed(engine, THANKS_JOB) == [thanks_id]


async def test_what_is_held_is_changed_by_nobody_but_staff_who_look_at_it(
    engine: Engine, accepting: Accepting
) -> None:
    line = await accepting.accept(answer(), by=ann)
    assert line is not None
    [thanks_id] = await owed(engine, THANKS_JOB)
    await engine.database.tx(lambda tx: accepting._ledger.hold(tx, line, None))
    for how in As:
        with pytest.raises(InReview):
            await accepting.accept(answer(author=IDA), by=ann, how=how)
    with pytest.raises(InReview):
        await accepting.unaccept(thanks_id, by=ann)
    assert await accepting.has_accepted(HERE, QuestionRef.message(70))
    await engine.database.tx(lambda tx: accepting._ledger.release(tx, line, SAM))
    assert await balances(engine) == {HUGO: 15}


async def test_a_share_that_is_held_stays_a_share(engine: Engine, accepting: Accepting) -> None:
    async def hold(line: Line) -> None:
        await engine.database.tx(lambda tx: accepting._ledger.hold(tx, line, None))

    await accepting.accept(answer(), by=ann)
    [thanks_id] = await owed(engine, THANKS_JOB)
    for author in (IDA, JO):
        line = await accepting.accept(answer(author=author), by=ann, how=As.ASSIST)
        assert line is not None
        await hold(line)
    assert await balances(engine) == {HUGO: 9}
    with pytest.raises(AssistsFull):
        await accepting.accept(answer(author=KIM), by=ann, how=As.ASSIST)
    for how in (As.ASSIST, As.INSTEAD):
        with pytest.raises(InReview):
            await accepting.accept(answer(author=IDA), by=ann, how=how)
    await accepting.accept(answer(author=KIM), by=ann, how=As.INSTEAD)
    assert await balances(engine) == {KIM: 9}
    await accepting.unaccept(thanks_id, by=ann)
    assert not await engine.database.tx(lambda tx: accepting._ledger.release(tx, line, SAM)), (
        "nothing is left of it"
    )
    assert await balances(engine) == {}
    await accepting.accept(answer(author=IDA), by=ann)
    assert await balances(engine) == {IDA: 15}


async def test_a_withdrawn_assist_leaves_its_share_to_who_answered(engine: Engine, accepting: Accepting) -> None:
    await accepting.accept(answer(), by=ann)
    beside = await accepting.accept(answer(author=IDA), by=ann, how=As.ASSIST)
    assert beside is not None

    async def withdraw(line: Line) -> bool:
        return await engine.database.tx(lambda tx: accepting.withdraw(tx, line, Rule.DELETED, None))

    assert await withdraw(beside)
    assert not await withdraw(beside)
    assert await balances(engine) == {HUGO: 15}
    held = await accepting.held(HERE, QuestionRef.message(70))
    assert held is not None
    assert await withdraw(held.line)
    assert await balances(engine) == {}
    assert not await accepting.has_accepted(HERE, QuestionRef.message(70))


@pytest.mark.parametrize("held", [None, "primary", "assist"])
async def test_what_staff_take_back_goes_as_if_it_was_withdrawn_also_where_it_was_held(
    engine: Engine, accepting: Accepting, held: str | None
) -> None:
    orders, solved = engine.services.orders, partial(accepting.has_accepted, HERE, QuestionRef.message(70))
    await accepting.accept(answer(channel=70), by=ann)
    await accepting.accept(answer(author=IDA, channel=70, message=100), by=ann, how=As.ASSIST)
    both = await accepting.held(HERE, QuestionRef.message(70))
    assert both is not None
    primary, [beside] = both.line, both.assists
    [thanks_id] = await owed(engine, THANKS_JOB)
    if held is not None:
        await orders.act(Action.HOLD, (primary if held == "primary" else beside).id, "Ask her", 1, by=sam)
    if held == "primary":
        with pytest.raises(InReview):
            await accepting.accept(answer(author=JO), by=ann, how=As.ASSIST)
        with pytest.raises(InReview):
            await accepting.unaccept(thanks_id, by=ann)
    thanked = await accepting.thanked(thanks_id)
    assert thanked is not None
    assert thanked.balance == (None if held == "primary" else 12)
    await orders.act(Action.REVERSE, beside.id, "They are one", 2, by=sam)
    assert await balances(engine) == ({} if held == "primary" else {HUGO: 15})
    if held == "primary":
        await orders.act(Action.RELEASE, primary.id, "It is true", 3, by=sam)
        assert await balances(engine) == {HUGO: 15}, "with the share that was left to it while it was held"
    assert await solved()
    assert await engine.services.solved.is_accepted(99)
    if held is not None:
        await orders.act(Action.HOLD, primary.id, "Ask him", 4, by=sam)
    await orders.act(Action.REVERSE, primary.id, "They are one", 5, by=sam)
    assert await balances(engine) == {}
    assert not await solved()
    assert not await engine.services.solved.is_accepted(99)
    thanked = await accepting.thanked(thanks_id)
    assert thanked is not None
    assert thanked.line is None
    assert await owed(engine, THANKS_JOB) == [thanks_id]
    assert await owed(engine, SOLVED_JOB) == [70]


async def test_a_ban_opens_again_what_only_the_banned_had_accepted(engine: Engine, accepting: Accepting) -> None:
    fresh = snowflake(NOON - timedelta(days=1), 1)
    by, question = member(fresh), QuestionRef.message(70)
    await accepting.accept(answer(asker=fresh), by=by)
    await accepting.accept(answer(author=IDA, asker=fresh, message=100), by=by, how=As.ASSIST)
    await accepting.accept(answer(author=JO, asker=fresh, message=101), by=by, how=As.INSTEAD)
    await engine.services.cases.banned(HERE, fresh)
    assert not await accepting.has_accepted(HERE, question)
    assert not await engine.services.solved.is_accepted(101)
    lines = await engine.database.read(lambda reader: store.of_guild(reader, HERE))
    taken = {line.reverses_id for line in lines}
    assert [line for line in lines if not line.is_reversal and line.id not in taken] == []


# One problem, whatever it goes by


async def ask(engine: Engine, text: str, message_id: int, asker: int = ANN, channel: int = 9) -> int:
    """Somebody asks this in the help channel, or in a thread of it; the question."""
    asked = await engine.services.asking.ask(
        Place(HERE, channel, 9, frozenset({"help"})),
        Message(text, is_addressed=True),
        message_id=message_id,
        asker_id=asker,
    )
    assert asked is not None
    await engine.services.asking.gathering.written()
    return asked.question_id


async def open_ticket(engine: Engine, question_id: int | None, requester: int = ANN, n: int = 1) -> Ticket:
    details = (Detail("What happens?", "It fails", field_id="what"),)
    type_id = ("billing", "delivery")[n % 2]
    request = Request(HERE, type_id, requester, details, None, 500 + n, question_id=question_id)
    return await engine.services.tickets.open(request, by=member(requester))


async def resolve(engine: Engine, ticket: Ticket, helper: int) -> None:
    await engine.services.tickets.resolve(ticket.id, by=sam, helper_id=helper)


async def test_an_answer_and_the_help_with_the_ticket_that_came_of_the_question_are_one_award(
    engine: Engine, accepting: Accepting
) -> None:
    question_id = await ask(engine, "how do i reset my password", 70)
    await accepting.accept(answer(70), by=ann)
    ticket = await open_ticket(engine, question_id)
    await resolve(engine, ticket, HUGO)
    assert await balances(engine) == {HUGO: 15}
    with pytest.raises(AlreadyAccepted):
        await accepting.accept(answer(QuestionRef.ticket(ticket.id)), by=ann)
    await engine.services.tickets.reopen(ticket.id, by=ann)
    await resolve(engine, ticket, IDA)
    assert await balances(engine) == {HUGO: 12, IDA: 3}, "beside whom the asker has chosen"
    credited = await accepting.credited(HERE, ticket.id, IDA)
    assert credited is not None
    assert credited.points == 3
    assert await accepting.credited(HERE, ticket.id, KIM) is None


async def test_who_helped_with_a_ticket_is_not_paid_again_for_the_answer(
    engine: Engine, accepting: Accepting
) -> None:
    question_id = await ask(engine, "how do i reset my password", 70)
    ticket = await open_ticket(engine, question_id)
    await resolve(engine, ticket, HUGO)
    with pytest.raises(AlreadyAccepted):
        await accepting.accept(answer(70), by=ann)
    [line] = await engine.database.read(lambda reader: store.of_guild(reader, HERE))
    assert (line.key, line.topic) == ("accepted:m70", "Account")


async def test_a_follow_up_and_what_its_asker_asks_in_the_same_thread_are_the_same_question(
    engine: Engine, accepting: Accepting
) -> None:
    question_id = await ask(engine, "how do i reset my password", 70)
    await engine.services.showing.served(question_id, 71)
    await accepting.accept(answer(70), by=ann)
    await says(engine.services, ANN, replied_to=71, message_id=72, text="but where do I press that?")
    with pytest.raises(AlreadyAccepted):
        await accepting.accept(answer(72, IDA), by=ann)
    await ask(engine, "how do i pay an invoice", 80, channel=77)
    await ask(engine, "where do i export my contacts", 81, channel=77)
    await ask(engine, "how do i pay an invoice by card", 82, asker=BOB, channel=77)
    await accepting.accept(answer(77), by=ann)
    for same in (80, 81):
        with pytest.raises(AlreadyAccepted):
            await accepting.accept(answer(same, IDA), by=ann)
    assert await accepting.accept(answer(82, IDA, asker=BOB), by=bob) is not None


async def test_questions_that_come_into_one_ticket_are_one(engine: Engine, accepting: Accepting) -> None:
    first = await open_ticket(engine, None)
    second_question = await ask(engine, "how do i pay an invoice", 90)
    other = await open_ticket(engine, second_question, n=2)
    await engine.services.merging.merge(other.id, first.id, by=sam)
    added = await ask(engine, "where do i export my contacts", 95)
    await engine.services.adding.add(
        first.id, (Detail("And", "this"),), requester_id=ANN, question_id=added, by=ann
    )
    await resolve(engine, first, IDA)
    for ref in (QuestionRef.ticket(other.id), QuestionRef.message(90), QuestionRef.message(95)):
        with pytest.raises(AlreadyAccepted):
            await accepting.accept(answer(ref, HUGO), by=ann)
    assert await balances(engine) == {IDA: 15}


async def test_what_was_answered_before_it_became_one_ticket_was_two_and_each_is_taken_back_by_its_own_line(
    engine: Engine, accepting: Accepting
) -> None:
    first, other = await open_ticket(engine, None), await open_ticket(engine, None, BOB, n=2)
    mine, theirs = QuestionRef.ticket(first.id), QuestionRef.ticket(other.id)
    await accepting.accept(answer(mine), by=ann)
    await accepting.accept(answer(theirs, IDA, asker=BOB, message=100), by=bob)
    await accepting.accept(answer(theirs, KIM, asker=BOB, message=101), by=bob, how=As.ASSIST)
    own, beside = await owed(engine, THANKS_JOB)
    await engine.services.merging.merge(other.id, first.id, by=sam)
    both = {HUGO: 15, IDA: 12, KIM: 3}
    assert await balances(engine) == both
    for thanks_id, member_id in ((own, HUGO), (beside, IDA)):
        thanked = await accepting.thanked(thanks_id)
        assert thanked is not None
        assert thanked.line is not None
        assert thanked.line.member_id == member_id
    for author in (HUGO, IDA):
        for how in As:
            with pytest.raises(AlreadyAccepted):
                await accepting.accept(answer(mine, author), by=ann, how=how)
    with pytest.raises(NotTheQuestioner):
        await accepting.unaccept(beside, by=ann)
    await accepting.accept(answer(theirs, JO), by=ann, how=As.INSTEAD)
    assert await balances(engine) == {JO: 15, IDA: 12, KIM: 3}, (
        "in place of that of the ticket in which it goes on"
    )
    assert not await accepting.unaccept(own, by=ann)
    assert await balances(engine) == {IDA: 12, KIM: 3}
    thanked = await accepting.thanked(own)
    assert thanked is not None
    assert (thanked.line, thanked.is_open) == (None, False)
    with pytest.raises(NothingAccepted):
        await accepting.unaccept(own, by=sam)
    assert await accepting.unaccept(beside, by=bob)
    assert await balances(engine) == {}
    await accepting.accept(answer(mine, IDA), by=ann)
    thanked, once = await accepting.thanked(own), await accepting.thanked(beside)
    assert thanked is not None
    assert once is not None
    assert (thanked.line is None, once.line is None, once.is_open) == (False, True, False)
