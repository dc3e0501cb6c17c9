"""No service method lets somebody touch a row of another server: each that takes the id of one is tried."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.actor import Actor
from bot.client import Services
from bot.columns import metadata
from bot.config import Faq
from bot.drafts.draft import Origin, Proposal
from bot.errors import FormForgotten, Refused, UnknownDraft, UnknownQuestion
from bot.prevention.refused import UnknownWork
from bot.reputation.answers.candidate import Candidate
from bot.reputation.answers.owed import THANKS_JOB
from bot.reputation.answers.refused import NothingAccepted
from bot.reputation.holds.case import Action, Decision
from bot.reputation.holds.refused import UnknownAward, UnknownCase
from bot.reputation.question import QuestionRef
from bot.routing.refused import RouteOver
from bot.solved import store as solved
from bot.solved.pointer import Pointer
from bot.ticket_community import CommunityFirst
from bot.ticket_errors import UnknownTicket
from bot.ticket_urgency import Priority
from bot.tickets.costs.cost import Estimate
from bot.tickets.csat.rating import resolution_id
from bot.tickets.last_chances.chance import Offer
from bot.tickets.promises.refused import UnknownPromise
from bot.tickets.request import Request
from bot.tickets.ticket import Detail, WaitingOn
from bot.tickets.tiers.escalation import Escalation, Return
from tests.faq.conversation import ANN, BOB, CAKE, CHANNEL, ask, question_of
from tests.services import ELSEWHERE, HERE, NOON, Engine, member, open_engine
from tests.solved.solving import solve

IDS = {
    "chance_id",
    "ticket_id",
    "question_id",
    "draft_id",
    "thread_id",
    "promise_id",
    "digest_id",
    "resolution_id",
    "work_id",
    "pointer_id",
    "case_id",
    "line_id",
    "thanks_id",
}
PROPOSAL = Proposal("Account", "Is there a dark mode?", "is there a dark mode\ndark mode please", "Yes.")
THREAD = 500


@dataclass(frozen=True)
class Rows:
    """What there is here: each row's id."""

    ticket: int
    question: int
    routed: int
    draft: int
    promise: int
    chance: int
    asked: int
    resolution: int
    work: int
    pointer: int
    case: int
    line: int
    thanks: int


Call = Callable[[Services, Rows, Actor], Awaitable[Any]]
CASES: Mapping[str, tuple[Call, type[Refused] | None]] = {
    "tickets.claim": (lambda s, row, by: s.tickets.claim(row.ticket, by=by), UnknownTicket),
    "tickets.assign": (lambda s, row, by: s.tickets.assign(row.ticket, by, by=by), UnknownTicket),
    "tickets.wait": (lambda s, row, by: s.tickets.wait(row.ticket, WaitingOn.FIX, by=by), UnknownTicket),
    "tickets.prioritise": (
        lambda s, row, by: s.tickets.prioritise(row.ticket, priority=Priority.P1, note="They pay", by=by),
        UnknownTicket,
    ),
    "moving.needs": (lambda s, row, by: s.moving.needs(row.ticket, "delivery", by=by), UnknownTicket),
    "moving.move": (lambda s, row, by: s.moving.move(row.ticket, "delivery", by=by), UnknownTicket),
    "tiers.escalate": (
        lambda s, row, by: s.tiers.escalate(row.ticket, Escalation("A", "B", "C"), seen="first", by=by),
        UnknownTicket,
    ),
    "tiers.hand_back": (
        lambda s, row, by: s.tiers.hand_back(row.ticket, Return("A", "B"), seen="second", by=by),
        UnknownTicket,
    ),
    "snoozing.snooze": (lambda s, row, by: s.snoozing.snooze(row.ticket, "in 2 h", by=by), UnknownTicket),
    "close_requests.ask": (lambda s, row, by: s.close_requests.ask(row.ticket, "in 2 d", by=by), UnknownTicket),
    "close_requests.may_ask": (lambda s, row, by: s.close_requests.may_ask(row.ticket, by=by), UnknownTicket),
    "close_requests.accept": (lambda s, row, by: s.close_requests.accept(row.ticket, 2, by=by), UnknownTicket),
    "close_requests.deny": (lambda s, row, by: s.close_requests.deny(row.ticket, 2, by=by), UnknownTicket),
    "close_requests.object_to": (lambda s, row, by: s.close_requests.object_to(row.ticket, by=by), UnknownTicket),
    "snoozing.wake": (lambda s, row, by: s.snoozing.wake(row.ticket, by=by), UnknownTicket),
    "macros.reply": (lambda s, row, by: s.macros.reply(row.ticket, "ask", None, by=by), UnknownTicket),
    "sent_entries.send": (lambda s, row, by: s.sent_entries.send(row.ticket, "spf", "A", by=by), UnknownTicket),
    "tickets.release": (lambda s, row, by: s.tickets.release(row.ticket, by=by), UnknownTicket),
    "tickets.resolve": (lambda s, row, by: s.tickets.resolve(row.ticket, by=by), UnknownTicket),
    "tickets.close": (lambda s, row, by: s.tickets.close(row.ticket, by=by), UnknownTicket),
    "tickets.reopen": (lambda s, row, by: s.tickets.reopen(row.ticket, by=by), UnknownTicket),
    "promises.make": (lambda s, row, by: s.promises.make(row.ticket, "A", "in 2 h", by=by), UnknownTicket),
    "promises.in_ticket": (lambda s, row, by: s.promises.in_ticket(row.ticket, by=by), UnknownTicket),
    "promises.may_ask": (lambda s, row, by: s.promises.may_ask(row.ticket, by=by), UnknownTicket),
    "promises.ask": (lambda s, row, by: s.promises.ask(row.ticket, "1", "UTC", "in 2 h", by=by), UnknownTicket),
    "promises.for_changing": (lambda s, row, by: s.promises.for_changing(row.promise, by=by), UnknownPromise),
    "promises.accept": (lambda s, row, by: s.promises.accept(row.promise, NOON, by=by), UnknownPromise),
    "promises.agree": (lambda s, row, by: s.promises.agree(row.promise, NOON, by=by), UnknownPromise),
    "promises.keep": (lambda s, row, by: s.promises.keep(row.promise, by=by), UnknownPromise),
    "promises.move": (lambda s, row, by: s.promises.move(row.promise, "in 2 h", "So", by=by), UnknownPromise),
    "promises.withdraw": (lambda s, row, by: s.promises.withdraw(row.promise, "So", by=by), UnknownPromise),
    "ratings.rate": (lambda s, row, by: s.ratings.rate(row.resolution, 2, by=by), UnknownTicket),
    "ratings.comment": (lambda s, row, by: s.ratings.comment(row.resolution, "So", by=by), UnknownTicket),
    "ratings.given": (lambda s, row, by: s.ratings.given(row.resolution, by=by), UnknownTicket),
    "ratings.of_ticket": (lambda s, row, by: s.ratings.of_ticket(row.ticket, by=by), UnknownTicket),
    "costs.say": (lambda s, row, by: s.costs.say(row.ticket, Estimate(5), by=by), UnknownTicket),
    "costs.said": (lambda s, row, by: s.costs.said(row.ticket, by=by), UnknownTicket),
    "costs.of_ticket": (lambda s, row, by: s.costs.of_ticket(row.ticket, by=by), UnknownTicket),
    "prevention.undo": (lambda s, row, by: s.prevention.undo(row.work, by=by), UnknownWork),
    "cases.decide": (lambda s, row, by: s.cases.decide(row.case, Decision.LET_GO, by=by), UnknownCase),
    "orders.confirm": (lambda s, row, by: s.orders.confirm(row.case, Decision.CONFIRMED, by=by), UnknownCase),
    "orders.may_act": (lambda s, row, by: s.orders.may_act(Action.HOLD, row.line, by=by), UnknownAward),
    "orders.act": (lambda s, row, by: s.orders.act(Action.HOLD, row.line, "So", 13, by=by), UnknownAward),
    "follow_ups.claim": (lambda s, row, by: s.follow_ups.claim(row.ticket, by=by), UnknownTicket),
    "follow_ups.finish": (lambda s, row, by: s.follow_ups.finish(row.ticket, by=by), UnknownTicket),
    "privacy.of_ticket": (lambda s, row, by: s.privacy.of_ticket(row.ticket, by=by), UnknownTicket),
    "merging.merge": (lambda s, row, by: s.merging.merge(row.ticket, row.ticket, by=by), UnknownTicket),
    "merging.apart_since": (lambda s, row, by: s.merging.apart_since(row.ticket, by=by), UnknownTicket),
    "merging.unmerge": (lambda s, row, by: s.merging.unmerge(row.ticket, by=by), UnknownTicket),
    "guests.add": (lambda s, row, by: s.guests.add(row.ticket, 9, by=by), UnknownTicket),
    "guests.remove": (lambda s, row, by: s.guests.remove(row.ticket, 9, by=by), UnknownTicket),
    "linking.link": (lambda s, row, by: s.linking.link(row.ticket, row.ticket, by=by), UnknownTicket),
    "linking.unlink": (lambda s, row, by: s.linking.unlink(row.ticket, row.ticket, by=by), UnknownTicket),
    "transcripts.of": (lambda s, row, by: s.transcripts.of(row.ticket, by=by), UnknownTicket),
    "notes.write": (lambda s, row, by: s.notes.write(row.ticket, "They pay", 9, by=by), UnknownTicket),
    "listening.wrote": (lambda s, row, by: s.listening.wrote(THREAD, "hello", by=by), None),
    "tickets.in_server": (lambda s, row, by: s.tickets.in_server(row.ticket, by.guild_id), UnknownTicket),
    "tickets.meant": (lambda s, row, by: s.tickets.meant(by.guild_id, None, THREAD), UnknownTicket),
    "adding.add": (
        lambda s, row, by: s.adding.add(row.ticket, (), requester_id=ANN, question_id=row.question, by=by),
        UnknownTicket,
    ),
    "adding.add_lines": (lambda s, row, by: s.adding.add_lines(row.ticket, (), by=by), UnknownTicket),
    "last_chances.open": (lambda s, row, by: s.last_chances.open(row.chance, by=by), FormForgotten),
    "last_chances.opens_at": (lambda s, row, by: s.last_chances.opens_at(row.chance, by=by), FormForgotten),
    "last_chances.add": (lambda s, row, by: s.last_chances.add(row.chance, row.ticket, by=by), FormForgotten),
    "last_chances.solve": (lambda s, row, by: s.last_chances.solve(row.chance, by=by), FormForgotten),
    "community.question": (lambda s, row, by: s.community.question(row.chance, by=by), FormForgotten),
    "community.asker": (lambda s, row, by: s.community.asker(row.asked, by=by), FormForgotten),
    "community.ask": (lambda s, row, by: s.community.ask(row.asked, 9, "?", "?", by=by), FormForgotten),
    "community.solve": (lambda s, row, by: s.community.solve(row.asked, by=by), FormForgotten),
    "drafts.for_editing": (lambda s, row, by: s.drafts.for_editing(row.draft, by=by), UnknownDraft),
    "drafts.for_deciding": (lambda s, row, by: s.drafts.for_deciding(row.draft, 1, by=by), UnknownDraft),
    "drafts.edit": (lambda s, row, by: s.drafts.edit(row.draft, 1, PROPOSAL, by=by), UnknownDraft),
    "drafts.approve": (lambda s, row, by: s.drafts.approve(row.draft, 1, by=by), UnknownDraft),
    "drafts.reject": (lambda s, row, by: s.drafts.reject(row.draft, 1, by=by), UnknownDraft),
    "routing.take": (lambda s, row, by: s.routing.take(row.routed, by=by), RouteOver),
    "routing.give_up": (lambda s, row, by: s.routing.give_up(row.routed, by=by), RouteOver),
    "routing.known": (lambda s, row, by: s.routing.known(row.routed, by.guild_id), RouteOver),
    "pressing.feedback": (
        lambda s, row, by: s.pressing.feedback(row.question, by=by, helped=True),
        UnknownQuestion,
    ),
    "accepting.unaccept": (lambda s, row, by: s.accepting.unaccept(row.thanks, by=by), NothingAccepted),
    "pressing.choose": (
        lambda s, row, by: s.pressing.choose(row.question, "reset-password", by=by),
        UnknownQuestion,
    ),
    "pressing.dismiss": (lambda s, row, by: s.pressing.dismiss(row.question, by=by), UnknownQuestion),
    "pressing.hand_over": (
        lambda s, row, by: s.pressing.hand_over(row.question, by=by, to_community=True),
        UnknownQuestion,
    ),
    "pressing.mark_wrong": (lambda s, row, by: s.pressing.mark_wrong(row.question, by=by), UnknownQuestion),
    "pointing.helped": (lambda s, row, by: s.pointing.helped(row.pointer, by=by), UnknownQuestion),
    "pointing.not_it": (lambda s, row, by: s.pointing.not_it(row.pointer, by=by), UnknownQuestion),
    "showing.question": (lambda s, row, by: s.showing.question(row.question, by.guild_id), UnknownQuestion),
    "shadow.label": (
        lambda s, row, by: s.shadow.label(by.guild_id, [CHANNEL.place_id], row.question, is_right=True, by=by),
        UnknownQuestion,
    ),
}
"""What somebody of another server may try with an id, and how it is refused; None where nothing comes of it."""

OF_JOBS = {
    "cases.card_stands",
    "cases.expire",
    "cases.shown",
    "cases.vest",
    "reputation.award",
    "community.cannot_ask",
    "follow_ups.shown",
    "follow_ups.standing",
    "community.in_thread",
    "community.is_solved",
    "community.lost_below",
    "community.made",
    "community.settle",
    "community.shown",
    "community.told",
    "community.wait",
    "asking.expect_starter",
    "replying.in_thread",
    "routing.reopen",
    "routing.settled",
    "drafts.get",
    "drafts.save_card",
    "drafts.told",
    "expectations.excuse",
    "holding.give_back",
    "pings.decide",
    "reputation.credit_entry",
    "reputation.earned_by_entry",
    "accepting.credited",
    "deflections.settle",
    "accepting.save_thanked",
    "accepting.thanked",
    "reputation.credit_ticket_help",
    "reputation.has_accepted",
    "opting_in.left",
    "routing.begin",
    "routing.end",
    "routing.helpdesk_made",
    "routing.line_stands",
    "routing.of_line",
    "routing.offered",
    "sent_entries.tried",
    "pointing.said",
    "pointing.view",
    "pointing.withdraw",
    "showing.served",
    "showing.shown",
    "showing.view",
    "last_chances.expire",
    "listening.catch_up",
    "notes.told",
    "listening.expire",
    "mine.next_at",
    "mine.owed",
    "mine.sent",
    "promises.said",
    "promises.shown",
    "promises.standing",
    "snoozing.wake_in_time",
    "ticket_silences.act",
    "ticket_silences.due_at",
    "tiers.to_tell",
    "recording.is_tickets",
    "recording.of_ticket",
    "recording.read_from",
    "recording.read_up",
    "recording.written_since",
    "tickets.get",
    "tickets.in_thread",
    "leasing.lapse",
}
"""Those whose ids come from a job, an event or a row, not from what people can write."""


def taking_ids(services: Services) -> set[str]:
    """Every public method that takes the id of a row."""
    return {
        f"{name}.{method}"
        for name, service in vars(services).items()
        for method, function in inspect.getmembers(service, inspect.iscoroutinefunction)
        if name != "delivery"  # what jobs have made in Discord
        and not method.startswith("_")
        and not IDS.isdisjoint(inspect.signature(function).parameters)
    }


async def everything(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables."""
    return await engine.database.read(
        lambda reader: {
            name: [tuple(row) for row in reader.execute(select(table))] for name, table in metadata.tables.items()
        }
    )


async def written(engine: Engine) -> Rows:
    """A question, a draft and a ticket of Ann's."""
    services = engine.services
    asked = await ask(services)
    assert asked is not None
    routed = await question_of(services, CAKE, by=BOB)
    await services.routing.begin(routed)
    details = (Detail("What happens?", "My invoice is wrong", field_id="what"),)
    ticket = await services.tickets.open(Request(HERE, "billing", ANN, details, None, 1), by=member(ANN))
    await services.delivery.thread_made(ticket.id, THREAD)
    draft = await services.drafts.propose(
        PROPOSAL, Origin(9), guild_id=HERE, interaction_id=2, by=member(ANN, is_helper=True)
    )
    engine.config.tickets.__dict__ |= {"callbacks": True, "csat": True}
    promise = await services.promises.make(ticket.id, "A refund", "in 1 h", by=member(ANN, is_staff=True))
    chance = await services.last_chances.keep(Request(HERE, "billing", ANN, details, None, 3), by=member(ANN))
    types = engine.config.tickets.types
    types[0] = types[0].model_copy(update={"community_first": CommunityFirst(channel="forum"), "max_open": 2})
    sent = await services.last_chances.send(Request(HERE, "billing", ANN, details, None, 4), (), by=member(ANN))
    assert isinstance(sent, Offer)
    await services.community.ask(sent.chance.id, 9, "Title", "Text", by=member(ANN))
    await services.tickets.resolve(ticket.id, by=member(ANN))
    resolution = resolution_id(ticket.id, NOON)
    await services.ratings.rate(resolution, 1, by=member(ANN))
    await services.tickets.reopen(ticket.id, by=member(ANN))
    work = await services.prevention.log(30, "A guide", 10, by=member(ANN, is_staff=True))
    answer = Candidate(HERE, QuestionRef.message(asked.question_id), ANN, 9, False, 9, 91)
    await services.accepting.accept(answer, by=member(ANN))
    [thanks] = [job.subject_id for job in await engine.owed() if job.kind == THANKS_JOB]
    pointer = Pointer(9001, HERE, asked.question_id, (await solve(engine)).id, NOON)
    await engine.database.tx(lambda tx: solved.add(tx, pointer))
    staff = member(ANN, is_staff=True)
    case = (await services.orders.adjust(78, 500, "A guide", 11, by=staff)).case
    assert case is not None
    await services.orders.adjust(78, 5, "A guide", 12, by=staff)
    [line] = await services.orders.recent(78, by=staff)
    return Rows(
        ticket.id,
        asked.question_id,
        routed,
        draft.id,
        promise.id,
        chance.id,
        sent.chance.id,
        resolution,
        work.id,
        pointer.id,
        case.id,
        line.id,
        thanks,
    )


async def test_what_takes_an_id_refuses_the_rows_of_another_server(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        assert taking_ids(engine.services) - OF_JOBS == set(CASES), "a new method needs a case above"
        rows = await written(engine)
        before = await everything(engine)
        for by in (
            member(ANN, is_staff=True, is_helper=True, guild_id=ELSEWHERE),
            member(77, is_staff=True, is_helper=True, guild_id=ELSEWHERE),
        ):
            for name, (call, refused) in CASES.items():
                if refused is None:
                    await call(engine.services, rows, by)
                else:
                    with pytest.raises(refused):
                        await call(engine.services, rows, by)
                assert await everything(engine) == before, name


async def test_what_is_refused_elsewhere_is_known_here(tmp_path: Path) -> None:
    async with open_engine(tmp_path, faq=Faq(shadow=["help"])) as engine:
        rows = await written(engine)
        unknown = []
        for name, (call, refusal) in CASES.items():
            try:
                await call(engine.services, rows, member(ANN, is_staff=True, is_helper=True))
            except Refused as refused:  # one case has closed, decided or settled what the next is about
                unknown += [name] if type(refused) is refusal else []
        assert unknown == []
