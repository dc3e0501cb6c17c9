"""No statement of a store reads a whole table that grows: each function of each store is run, and its plans are read."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, delete, event

from bot.actor import Actor
from bot.choices.choice import Choice
from bot.columns import metadata
from bot.database import Transaction
from bot.direct.known import Known
from bot.drafts import store as drafts
from bot.drafts.draft import Origin, Status
from bot.drafts.post import Post
from bot.faq import store as faq
from bot.faq.question import Outcome, Question, Read, Silence
from bot.faq.speaking import Place, Rule
from bot.former.ticket import FormerTicket
from bot.forms.refused import RefusedForm
from bot.jobs.job import Job
from bot.jobs.obstacle import Line, Obstacle, ObstacleKind
from bot.jobs.obstacles import store as obstacles
from bot.knowledge.entry import Entry
from bot.knowledge.lives import Life
from bot.matching.verdict import Verdict
from bot.places.meant import Wanted
from bot.prevention.work import Work
from bot.privacy.erasure import Erasure
from bot.privacy.register import Part
from bot.reputation import line as ledger
from bot.reputation import store as reputation
from bot.reputation.holds.case import Action, Audited, Case, CaseKind, Decision, Order
from bot.reputation.holds.case import Outcome as Done
from bot.reputation.line import Claim, Giver, Reason
from bot.reputation.prompts.prompt import Answerer, Prompt
from bot.reputation.question import QuestionRef
from bot.reputation.ranks import store as ranks
from bot.reputation.ranks.store import Holder
from bot.reputation.solutions.solution import NewSolution, Solution
from bot.reputation_settings import Limits
from bot.requirements import Kind
from bot.routing.route import Line as RouteLine
from bot.routing.route import Route
from bot.routing.willing import Wish
from bot.search_tables import said_texts, search_texts
from bot.solved.pointer import Outcome as Pointed
from bot.solved.pointer import Pointer
from bot.ticket_types import TicketType
from bot.ticket_urgency import Priority
from bot.tickets import queue
from bot.tickets import store as tickets
from bot.tickets.clocks.clock import Clock, ClockKind
from bot.tickets.clocks.store import Running
from bot.tickets.clocks.watched import Watched
from bot.tickets.community.post import Post as Asked
from bot.tickets.costs.cost import Cost, Estimate, Finding
from bot.tickets.csat.rating import FollowUp, Rating, Resolution
from bot.tickets.expectation import Span
from bot.tickets.expectations.store import Told
from bot.tickets.finding.ranking import Text
from bot.tickets.finding.wanted import Source
from bot.tickets.finding.wanted import State as Stands
from bot.tickets.finding.wanted import Wanted as Looked
from bot.tickets.last_chances.chance import LastChance
from bot.tickets.panel import Panel
from bot.tickets.promises.promise import Promise, Shown, State
from bot.tickets.record import message as record
from bot.tickets.record.store import Room
from bot.tickets.sla import Calendar
from bot.tickets.ticket import Detail, Event, EventKind, Receipts, Ticket, WaitingOn
from tests.reputation.lines import values
from tests.services import HERE, NOON, write_blank_database

ROOT = Path(__file__).parents[1]
STORES = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("bot/**/store.py"))

ANN, SAM, THERE, THREAD, CARD, MESSAGE, REPLY = 1, 3, 9, 10, 11, 12, 13
QUESTION, TICKET, DRAFT, DECIDED, PROMISE = 1001, 2001, 3001, 3002, 7001
SOON, LONG_AGO = NOON + timedelta(minutes=1), NOON - timedelta(days=30)

EVERYTHING = queue.Wanted()
SECOND = queue.AtTiers(("second",), ("first", "second"), ("delivery",), all_but=False)
FIRST = queue.AtTiers(("first",), ("first", "second"), ("delivery",), all_but=True)
ENTRY = Entry(id="spf", title="How?", questions=["how so", "how then"], answer="So.", review_by=date(2027, 1, 1))
READ = Read(Verdict.ANSWER, Rule.SURE, "spf", (("spf", 1.0),), "en", 1.0)
SILENT = replace(READ, verdict=Verdict.SILENT, rule=Rule.UNSURE)
JOB = Job(1, HERE, "work", TICKET, NOON, 1)
WANTED = Wanted(Kind.TEXT, "help")
NARROW = Looked("it fails", "billing", Stands.LIVE, ANN, 30)
BY_STAFF = {
    "by": Actor(SAM, is_staff=True, guild_id=HERE, barred={"secret": ()}),
    "wanted": Looked("it fails"),
}
CLOCK = Watched(Clock(ClockKind.FIRST_RESPONSE, runs_since=NOON), NOON, SOON)
RUNNING = Running(TICKET, CLOCK, "billing", Priority.P3, NOON, None)
TICKET_VALUE = Ticket(
    id=TICKET,
    guild_id=HERE,
    number=1,
    type_id="billing",
    status=tickets.Status.OPEN,
    priority=Priority.P3,
    requester_id=ANN,
    assignee_id=None,
    summary="It fails",
    details=(Detail("What?", "It fails"),),
    question_id=QUESTION,
    interaction_id=5,
    opened_at=NOON,
    receipts=Receipts(),
    announced_event_id=0,
)
RESOLVED = 8001
RESOLUTION = Resolution(RESOLVED, HERE, TICKET, NOON, SAM, "billing", None)
RATING = Rating(HERE, RESOLVED, TICKET, ANN, 1, 2, NOON)
LOW = FollowUp(TICKET, HERE, RESOLVED, ANN, SAM, NOON)
FORMER = FormerTicket(HERE, 4, "billing", ANN, SAM, NOON, NOON, SAM, SOON, SAM, "It fails", None)
BILLING = TicketType(
    id="billing",
    label="Billing",
    description="Invoices",
    fields=[{"id": "what", "label": "What?", "required": True}],
)
COST = Cost(HERE, RESOLVED, TICKET, 1, SAM, NOON, Estimate(15, "bug", Finding.WRONG, "spf"))
WORK = Work(9001, HERE, SAM, NOON, 30, "A guide", 9)
PROMISE_VALUE = Promise(PROMISE, HERE, TICKET, 1, State.OPEN, "A refund", SAM, NOON, SOON)
SOLVED = NewSolution(HERE, MESSAGE, ANN, SAM, THERE, REPLY, NOON)
SOLUTION = Solution(HERE, MESSAGE, ANN, SAM, THERE, REPLY, NOON, 1, None, THERE, MESSAGE, True, None, False)
ASKED = Asked(7001, HERE, ANN, "billing", THERE, "How?", "It fails", NOON, SOON)
CHANCE = LastChance(7001, HERE, ANN, "billing", 8, None, ("spf",), NOON, None)
ORDER = Order(Action.HOLD, ANN, 1, 500, "It was copied", 9)
CASE = Case(9501, HERE, CaseKind.ORDER, ANN, (ANN,), (1,), NOON, opened_by=SAM, order=ORDER)
SAID_TEXT = record.Words("It fails", file_ids=(5,))
SAID = record.Said(
    MESSAGE,
    HERE,
    THREAD,
    record.Author(ANN, "Ann"),
    NOON,
    SAID_TEXT,
    files=(record.File(5, "log.txt", 3, "https://cdn.invalid/log.txt"),),
)
HOLDER = Holder(1, HERE, ANN, "Sorter", NOON)
ARGUMENTS: dict[str, Any] = {
    "holder": HOLDER,
    "holder_id": HOLDER.id,
    "holder_ids": [HOLDER.id],
    "role_id": 5,
    "given_at": NOON,
    "rank": "Postcard",
    "points": 10,
    "balance": 40,
    "from_at": NOON,
    "ends_at": NOON,
    "question_ids": [1],
    "room": Room(TICKET, HERE, record.Kind.MESSAGE),
    "said": SAID,
    "is_joined": True,
    "most_bytes": 10,
    "in_place": False,
    "there": [MESSAGE],
    "goes_on": False,
    "is_offered": False,
    "before_id": MESSAGE,
    "before_last": 1,
    "counted": [("👍", 1)],
    "cost": COST,
    "with_notes": True,
    "file_id": 1,
    "state": record.FileState.GONE,
    "hash": None,
    "after": LONG_AGO,
    "after_id": 0,
    "answer_id": REPLY,
    "asked": ASKED,
    "asked_at": NOON,
    "asker_id": ANN,
    "at": NOON,
    "author_id": ANN,
    "values": values(ANN, SAM, TICKET, 10),
    "case": CASE,
    "case_id": CASE.id,
    "decision": Decision.CONFIRMED,
    "done": Audited(NOON, SAM, Action.HOLD, ANN, 1, None, 5, Done.DONE, "It was copied"),
    "pair": (SAM, ANN),
    "by_id": 4,
    "claim": Claim(HERE, "mark:m1", ANN, SAM, Giver.PEER, Reason.PEER, TICKET, NOON),
    "line_id": 1,
    "line_ids": [1],
    "award": lambda _: ARGUMENTS["freed"],
    "ref": QuestionRef.message(MESSAGE),
    "known_as": [QuestionRef.message(MESSAGE), QuestionRef.ticket(TICKET)],
    "thanks_id": 1,
    "freed": ledger.Line(
        1,
        HERE,
        "mark:m1",
        0,
        ANN,
        SAM,
        Giver.PEER,
        Reason.PEER,
        TICKET,
        None,
        None,
        2,
        0,
        None,
        ledger.Rule.FULL,
        {},
        NOON,
        NOON,
        None,
        None,
    ),
    "limits": Limits(),
    "key": "accepted:m1",
    "keys": ["accepted:m1"],
    "new": SOLVED,
    "solution": SOLUTION,
    "solution_id": 1,
    "solution_ids": [1],
    "words": ["mail", "late"],
    "has_settled": True,
    "pointer": Pointer(5001, HERE, QUESTION, 1, NOON),
    "pointer_id": 5001,
    "here_after": LONG_AGO,
    "before": LONG_AGO,
    "besides": None,
    "but": [1],
    "by": SAM,
    "by_asker": True,
    "calendar": Calendar(UTC),
    "but_by": [SAM],
    "card_id": CARD,
    "category": "DNS",
    "chance": CHANCE,
    "chance_id": CHANCE.id,
    "choice": Choice.HIDDEN,
    "changed": [Life("spf", "How?", frozenset({"how so"}), NOON)],
    "channel_id": THERE,
    "clocks": [CLOCK],
    "data": {},
    "details": TICKET_VALUE.details,
    "digest_id": 1,
    "draft_id": DRAFT,
    "due": {TICKET: SOON},
    "due_at": NOON,
    "end_at": SOON,
    "entries": [ENTRY],
    "entry": ENTRY,
    "entry_id": "spf",
    "entry_ids": ["spf", "mx"],
    "grounds": None,
    "slot": 1,
    "event": Event(EventKind.CLAIMED, SAM, NOON),
    "event_id": 1,
    "form": RefusedForm(6001, HERE, ANN, "draft:edit", "7.1", {"title": "?"}),
    "form_id": 6000,
    "found": {WANTED: THERE},
    "guild_id": HERE,
    "helped": True,
    "handler_id": SAM,
    "hidden": ["secret"],
    "hour": 8,
    "ids": [1, 2],
    "interaction_id": 6,
    "barred": [],
    "base": None,
    "is_added": True,
    "is_on": True,
    "joined": [TICKET + 2],
    "opened_before": SOON,
    "own": [TICKET],
    "part": Part.ANSWERS,
    "erased": Erasure(8001, HERE, TICKET, ANN, Part.ANSWERS, NOON),
    "is_right": True,
    "is_standing": False,
    "is_there": True,
    "kind": "work",
    "known": Known(THERE, ANN, MESSAGE),
    "language": "en",
    "kinds": ["work", "play"],
    "leased_by": "me",
    "leased_until": SOON,
    "limit": 10,
    "line": Line(THERE, CARD),
    "marked_by": SAM,
    "member_id": ANN,
    "members": [(HERE, ANN), (HERE, SAM)],
    "message_id": MESSAGE + 1000,
    "prompt_id": MESSAGE,
    "prompt": Prompt(MESSAGE, HERE, QuestionRef.message(1), ANN, THERE, (Answerer(REPLY, SAM),), NOON),
    "message_ids": [MESSAGE, REPLY],
    "names": [WANTED],
    "now": SOON,
    "number": 1,
    "obstacle": Obstacle(ObstacleKind.FORBIDDEN, "#help"),
    "obstacle_id": 1,
    "obstacle_ids": [1, 2],
    "offered": ["spf"],
    "offset": 0,
    "only_process": True,
    "origin": Origin(THERE, MESSAGE, ANN),
    "other_id": TICKET + 2,
    "is_linked": True,
    "outcome": Outcome.SOLVED,
    "panel": Panel(THERE, CARD),
    "member_ids": [ANN],
    "panel_id": "main",
    "place_id": THERE,
    "places": [THERE],
    "post": Post(MESSAGE, HERE, THERE, ANN),
    "priority": Priority.P3,
    "promise": PROMISE_VALUE,
    "promise_id": PROMISE,
    "proposal_at": NOON,
    "shown": Shown(),
    "proposed_at": NOON,
    "proposed_by": ANN,
    "put_at": NOON,
    "question_id": QUESTION,
    "read": READ,
    "reason": Reason.TICKET_HELP,
    "remade": False,
    "requester_id": ANN,
    "resolution_id": RESOLVED,
    "retry": SOON,
    "run": JOB,
    "runs": [JOB],
    "route": lambda tx: Route(faq.known(tx, QUESTION), "Account"),
    "topic": "Account",
    "wish": Wish(("Account",), False, (22, 7), "UTC"),
    "says": Told("billing", Priority.P3, 3, Span(timedelta(hours=1), timedelta(hours=2)), SOON),
    "since": LONG_AGO,
    "servers": [HERE],
    "silences": [Silence(QUESTION + 2, Place(HERE, THERE, THERE), ANN, NOON, None, SILENT, (404, 405))],
    "start_at": LONG_AGO,
    "status": Status.APPROVED,
    "subject_id": TICKET,
    "summary": "It fails",
    "text": "how so",
    "terms": ["it", "fail"],
    "every": True,
    "thread_id": THREAD,
    "ticket": TICKET_VALUE,
    "running": [RUNNING],
    "sent_at": NOON,
    "undelivered_at": None,
    "time_zone": "UTC",
    "ticket_ids": [TICKET],
    "ticket_id": TICKET,
    "ticket_types": {"spf": "billing"},
    "told": 1,
    "type_id": "billing",
    "type_ids": ["billing"],
    "until": SOON,
    "wants_out": True,
    "wanted": EVERYTHING,
    "what": "#help",
    "with_parts": True,
    "work": WORK,
    "work_id": WORK.id,
    "tiers": None,
    "note": None,
    "note_id": 1,
    "search_id": 9001,
    "sought": (("it ",), ("fail", "fall")),
    "texts": ["It fails"],
    "word": "fails",
}
"""What the functions of all stores are called with, by the names of their parameters."""

BARRED = {"barred": ["secret", "billing"]}


def an_award(tx: Transaction) -> ledger.Line:
    """A line for a message, which stands in the ledger."""
    line_id = reputation.add(tx, values(ANN, SAM, 404, 10))
    return replace(ARGUMENTS["freed"], id=line_id, data={"channel": THERE, "message": MESSAGE})


def unrouted(tx: Transaction) -> Question:
    """A question that goes to nobody yet."""
    call(
        "faq.insert_question",
        tx,
        {"question_id": QUESTION + 3, "message_id": REPLY + 50, "message_ids": [REPLY + 50]},
    )
    return faq.known(tx, QUESTION + 3)


def a_holder(tx: Transaction) -> Holder | None:
    """Somebody with a rank, by the id that the database gave them."""
    return ranks.get(tx, ranks.holder_id(tx, HERE, ANN))


def not_found(tx: Transaction) -> int:
    """The ticket, of which no words are kept any more."""
    tx.execute(delete(search_texts).where(search_texts.c.ticket_id == TICKET))
    return TICKET


def not_said(tx: Transaction) -> int:
    """The message, of which no words are kept any more."""
    tx.execute(delete(said_texts).where(said_texts.c.message_id == SAID.id))
    return SAID.id


ESPECIALLY: dict[str, list[dict[str, Any]]] = {
    "routing.add": [{"question": lambda tx: unrouted(tx)}],
    "routing.of_asker": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "routing.save_taken": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "routing.save_line": [{"line": None}, {"line": RouteLine(THREAD, CARD, 1)}],
    "faq.add_follow_up": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "faq.add_feedback": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "faq.neighbours.above": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "faq.neighbours.of_member": [{"question": lambda tx: faq.get(tx, QUESTION)}],
    "faq.behind": [{"message_id": MESSAGE}, {"message_id": REPLY}, {"message_id": 404}],
    "faq.insert_question": [{"question_id": QUESTION + 1, "message_ids": [REPLY]}],
    "faq.save_outcome": [{"outcome": outcome} for outcome in Outcome],
    "faq.save_reading": [{"reread_at": None}, {"reread_at": NOON}],
    "faq.histories.history": [{}, {"entry_id": None, "offered": [], "besides": QUESTION}],
    "drafts.insert": [{"draft_id": DRAFT + 1}],
    "drafts.by_interaction": [{"interaction_id": 5}],
    "drafts.save_told": [{"draft_id": DECIDED}],
    "drafts.rewrite": [{"draft": lambda tx: drafts.get(tx, DRAFT)}],
    "insights.answers_by": [{"names": ("entry_id", "place_id")}],
    "jobs.begin_anew": [{"only_process": True}, {"only_process": False}],
    "jobs.claim": [{"by": "me", "only_due": False}, {"by": "me", "only_due": True}],
    "jobs.due_kinds": [{}, {"servers": None}],
    "jobs.is_lost": [{"by": "me"}],
    "jobs.keep": [{}, {"subject_id": 404}],
    "jobs.lease_due": [{"by": "me"}, {"by": "me", "servers": None}],
    "jobs.next_at": [{"but": ["play"]}, {"but": [], "servers": None}],
    "jobs.put_off": [{"runs": [(JOB, SOON)]}],
    "jobs.repeat": [{"runs": [(JOB, SOON)]}],
    "jobs.set_back": [{"before": SOON}],
    "jobs.obstacles.meet": [{}, {"obstacle": Obstacle(ObstacleKind.FORBIDDEN, "#other")}],
    "jobs.obstacles.forget_standing": [{"but": [404]}],
    "privacy.ended": [{"after_id": 0}],
    "privacy.said_in": [{"by": ANN}, {"by": None}],
    "reputation.add": [{"values": values(ANN, SAM, DRAFT, 10)}],
    "reputation.holds.add": [{"case": replace(CASE, id=9502, order=replace(ORDER, interaction_id=10))}],
    "reputation.holds.by_interaction": [{"interaction_id": 9}],
    "reputation.holds.extend": [{"members": [ANN]}],
    "reputation.holds.of_member": [{"kind": CaseKind.PAIR}],
    "reputation.holds.recent": [{}, {"member_id": None}],
    "reputation.ranks.save_grant": [{"holder": lambda tx: a_holder(tx)}],
    "reputation.messages.add": [{"award": lambda tx: an_award(tx)}],
    "reputation.solutions.add": [{"new": replace(SOLVED, question_id=404)}],
    "solved.add": [{"pointer": Pointer(5002, HERE, QUESTION, 1, NOON)}],
    "solved.save_outcome": [{"outcome": outcome} for outcome in Pointed],
    "shadow.unlabelled": [{"after": 0}],
    "shadow.save_label": [{}, {"question_id": QUESTION, "by": ANN}],
    "former.add": [{"found": [FORMER], "types": {"billing": BILLING}, "offset": 0}],
    "tickets.mine.add": [{"member_id": SAM}],
    "tickets.csat.add_resolution": [{"found": replace(RESOLUTION, id=RESOLVED + 1)}],
    "prevention.add": [{"work": replace(WORK, id=9002, interaction_id=10)}],
    "prevention.undo": [{"work": replace(WORK, id=9001)}],
    "tickets.costs.add": [{"cost": replace(COST, number=2)}],
    "tickets.csat.add_rating": [{"given": replace(RATING, number=2)}],
    "tickets.csat.put_follow_up": [{"wanted": replace(LOW, ticket_id=TICKET + 2)}],
    "tickets.csat.save_follow_up": [{"wanted": LOW}],
    "tickets.csat.scored": [{}, {"handler_id": None}],
    "tickets.promises.add": [{"promise": replace(PROMISE_VALUE, id=PROMISE + 1)}],
    "tickets.promises.save_ticket": [{"promise": PROMISE_VALUE}],
    "tickets.entries.save": [{"entry_id": "dkim"}],
    "tickets.clocks.add": [{"clocks": [Watched(Clock(ClockKind.RESOLUTION))]}],
    "tickets.clocks.save": [{"clocks": [(TICKET, CLOCK)]}],
    "tickets.clocks.save_restated": [{"clocks": [(TICKET, CLOCK)]}],
    "tickets.last_chances.add": [{"chance": replace(CHANCE, id=7002, interaction_id=9)}],
    "tickets.last_chances.by_interaction": [{"interaction_id": 8}],
    "tickets.last_chances.save_ticket": [{"was_added": True}],
    "tickets.insert_ticket": [{"interaction_id": 7, "ticket_id": TICKET + 1, "requester_id": SAM}],
    "tickets.notes.add": [{"interaction_id": 7}],
    "tickets.record.add": [{"said": replace(SAID, id=404)}],
    "tickets.record.mark_missing": [{"after": 0, "until": None}, {"after": 0, "until": 9, "there": []}],
    "tickets.record.written_since": [{"after": 0}],
    "tickets.record.of_ticket": [{}, {"with_notes": False}],
    "tickets.record.save_edit": [
        {"said": replace(SAID, words=record.Words("It works"), edited_at=SOON)},
        {"said": replace(SAID, words=record.Words("It works"), edited_at=SOON), "in_place": True},
        {"said": replace(SAID, words=record.Words("It fails "), edited_at=NOON + timedelta(seconds=1))},
    ],
    "tickets.merges.above": [{"ticket": replace(TICKET_VALUE, merged_into=1)}],
    "tickets.guests.parties_for": [{"by": Actor(404)}],
    "tickets.merges.live_survivors": [{}, {"type_id": None}],
    "tickets.merges.surviving": [{"ticket": replace(TICKET_VALUE, merged_into=1)}],
    "tickets.merges.is_live": [{"ticket": replace(TICKET_VALUE, merged_into=1)}],
    "tickets.finding.by_index": [BY_STAFF, {**BY_STAFF, "wanted": NARROW}],
    "tickets.finding.in_tickets": [
        BY_STAFF,
        {**BY_STAFF, "ticket_ids": None, "wanted": NARROW},
        {**BY_STAFF, "ticket_ids": None, "by": Actor(ANN, guild_id=HERE)},
    ],
    "tickets.finding.newest": [BY_STAFF, {**BY_STAFF, "wanted": NARROW}],
    "tickets.finding.keep": [{**BY_STAFF, "before": 404}],
    "tickets.finding.is_beyond": [BY_STAFF],
    "tickets.finding.kept": [BY_STAFF],
    "tickets.finding.words": [{"texts": [Text(TICKET, source, TICKET, "it fail") for source in Source]}],
    "tickets.search.add": [{"ticket_id": lambda tx: not_found(tx)}],
    "tickets.search.add_said": [{"message_id": lambda tx: not_said(tx), "kind": "message"}],
    "tickets.search.add_note": [{"note_id": 404}],
    "tickets.search.count": [{"texts": search_texts}, {"texts": said_texts}],
    "tickets.search.matching": [{"kinds": ["ticket"]}],
    "tickets.search.words_after": [{"after": ("f5", "fail")}],
    "tickets.search.forget": [{"words": [("f5", "fails")]}],
    "tickets.last_done_at": [{"kind": EventKind.OPENED}],
    "tickets.line.count": [
        {},
        BARRED,
        {"wanted": queue.Wanted(queue.Whose.MINE, "billing", WaitingOn.FIX)},
        {"wanted": queue.Wanted(queue.Whose.SNOOZED)},
        {"wanted": queue.Wanted(at=SECOND)},
    ],
    "tickets.line.first_free": [{}, {"tiers": FIRST}, {"tiers": SECOND, **BARRED}, BARRED],
    "tickets.line.some": [{}, BARRED, {"wanted": queue.Wanted(queue.Whose.UNCLAIMED, "billing", WaitingOn.FIX)}],
}
"""What one function is called with besides, once for each of these; what is callable is asked of the database."""


def functions() -> dict[str, Callable[..., object]]:
    """Whatever runs statements in a store, `faq.histories.history` and so on."""
    found = {}
    for module in map(importlib.import_module, STORES):
        room = module.__name__.removeprefix("bot.").removesuffix(".store")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and takes[:1] in (["tx"], ["reader"]):
                found[f"{room}.{name}"] = function
    return found


FUNCTIONS = {name: one for name, one in functions().items() if not name.rpartition(".")[2].startswith("_")}


def call(name: str, tx: Transaction, more: dict[str, Any]) -> None:
    """Call it as its parameters say. A name that nobody has thought of is a KeyError: put it into ARGUMENTS."""
    positional, named = [], {}
    for parameter in list(inspect.signature(FUNCTIONS[name]).parameters.values())[1:]:
        value = more[parameter.name] if parameter.name in more else ARGUMENTS[parameter.name]
        value = value(tx) if callable(value) else value
        if parameter.kind is parameter.VAR_POSITIONAL:
            positional += value
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            positional.append(value)
    FUNCTIONS[name](tx, *positional, **named)


def fill(tx: Transaction) -> None:
    """A row of everything, so that no function ends before its last statement."""
    call("faq.insert_question", tx, {"message_id": MESSAGE, "message_ids": [MESSAGE]})
    call("faq.save_answer_message", tx, {"message_id": REPLY})
    call("tickets.insert_ticket", tx, {})
    call("tickets.insert_ticket", tx, {"interaction_id": 8, "ticket_id": TICKET + 2, "requester_id": 4})
    call("tickets.clocks.add", tx, {})
    call("tickets.links.add", tx, {})
    call("tickets.notes.add", tx, {})
    call("tickets.notes.save_told", tx, {})
    call("tickets.record.add", tx, {})
    call("tickets.record.add_files", tx, {})
    call("tickets.receipts.save_thread", tx, {})
    call("tickets.append", tx, {})
    call("tickets.promises.add", tx, {})
    call("tickets.mine.add", tx, {})
    call("tickets.csat.add_resolution", tx, {"found": RESOLUTION})
    call("tickets.costs.add", tx, {})
    call("prevention.add", tx, {})
    call("tickets.csat.add_rating", tx, {"given": RATING})
    call("tickets.csat.put_follow_up", tx, {"wanted": LOW})
    call("tickets.last_chances.add", tx, {})
    call("tickets.entries.save", tx, {})
    call("direct.see", tx, {})
    call("drafts.insert", tx, {"interaction_id": 5})
    call("drafts.insert", tx, {"draft_id": DECIDED, "interaction_id": 4})
    call("drafts.decide", tx, {"draft_id": DECIDED})
    call("routing.add", tx, {"question": faq.get(tx, QUESTION)})
    call("routing.save_step", tx, {})
    call("routing.save_told", tx, {})
    call("routing.save_wish", tx, {})
    call("jobs.put", tx, {"leased_by": None, "leased_until": None})
    call("reputation.add", tx, {})
    call("reputation.solutions.add", tx, {})
    call("solved.save_question", tx, {})
    call("reputation.holds.add", tx, {})
    call("reputation.holds.write_down", tx, {})
    call("reputation.roots.add_question", tx, {})
    obstacle_id, _ = obstacles.meet(tx, HERE, ARGUMENTS["obstacle"], NOON, is_standing=True)
    obstacles.save_told(tx, obstacle_id, NOON, ARGUMENTS["line"])


Asked = tuple[str, Any]


def asked_by(name: str, more: dict[str, Any], connection: Connection) -> list[Asked]:
    """What the function asks of the database. Nothing of it stays."""
    found: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        found.append((statement, parameters[0] if many else parameters))

    undo = connection.begin_nested()
    event.listen(connection, "before_cursor_execute", note)
    try:
        call(name, Transaction(connection), more)
    finally:
        event.remove(connection, "before_cursor_execute", note)
        undo.rollback()
    return found


REPORT = "a report, which reads its period"
MAY: dict[str, str] = {
    "routing.helpdesk": "one row for a server",
    "routing.save_helpdesk": "one row for a server",
    "routing.those_who_help": "a question that nobody answers, of those who say that they help",
    "routing.of_asker": "the same, of the questions that wait",
    "routing.open_routes": "a list, of the questions that wait and for so many rows",
    "routing.work": "a question that nobody answers, of a day",
    "direct.newest": "the newest of an index, and so many at most",
    "tickets.community.newest_waiting": "a start, of the forms that wait and for so many rows",
    "tickets.community.waiting_below": "a deleted channel, of the forms that wait",
    "shadow.counts": "a report, which adds up the days that were counted",
    "faq.silences.over": "a sweep, in the order of time and for so many rows",
    "insights.sent_entries.counted": REPORT,
    "insights.spending.lacking": REPORT,
    "insights.spending.findings": REPORT,
    "insights.spending.by_entry": REPORT,
    "insights.spending.by_cause": REPORT,
    "insights.spending.answering_by": REPORT,
    "insights.spending.answering": REPORT,
    "insights.spending.preventing_by": REPORT,
    "insights.answers": REPORT,
    "insights.answers_by": REPORT,
    "insights.by_rule": REPORT,
    "insights.facts": REPORT,
    "insights.stats.found": REPORT,
    "insights.stats.communities": "the servers, for a command",
    "insights.suspects": "all marks that stand now, by an index of these",
    "insights.unanswered": REPORT,
    "insights.asked_since": "the first one of an index",
    "reputation.holds.open_with": "what staff are to look at in a server, by an index of it",
    "reputation.holds.open_about": "what staff are to look at in a server, by an index of it",
    "reputation.holds.audit": "the newest of an index, and so many at most",
    "reputation.holds.recent": "the newest of a server or a member, and so many at most, which are put in order",
    "faq.places_since": "a start, of the questions of a week",
    "reputation.messages.since": "a start, of the awards of a week",
    "reputation.prompts.end_answered": "the prompts of a server that stand: each goes after a day",
    "reputation.latest_policy": "the newest of a server",
    "reputation.policies": "the rules of a server, of which there are few",
    "solved.newest": "counts those that are found in a server, of an index alone, once a minute",
    "solved.terms": "all that are found in a server, by an index of these, to be kept in memory",
    "solved.forget_words_in": "a deleted channel, of those that are found in the server",
    "reputation.ranks.adopt": "a start, of those whose awards are older than their ranks' roles: of an index alone",
    "reputation.ranks.first_look": "the first one of an index",
    "reputation.ranks.look_anew": "a start",
    "reputation.weekly.helpers": "once a week, what was earned in it",
    "reputation.weekly.people_helped": "once a week, what was earned in it",
    "reputation.weekly.impact": "what one member earned in a week",
    "reputation.boards.hidden": "the members of a server who do not want to be named",
    "faq.suspicions.end_suspicions": "those that stand now, by an index of these, when files have changed",
    "jobs.begin_anew": "a start",
    "jobs.count_as_begun": "a restored backup",
    "tickets.all_unsettled": "a restored backup",
    "jobs.due_kinds": "puts together the kinds of what is due, no more",
    "jobs.next_at": "the first one of an index that nobody holds",
    "jobs.set_back": "the clock was set back",
    "jobs.unpark": "of what is parked, one at each obstacle",
    "jobs.waiting": "people look at all that is owed, in tests",
    "jobs.obstacles.administrators": "the administrators of a server",
    "jobs.obstacles.count": "the obstacles of a server",
    "jobs.obstacles.forget_standing": "the obstacles of a server",
    "jobs.obstacles.in_server": "the obstacles of a server",
    "knowledge.begun_after": "the entries of the files, for a report",
    "knowledge.lives": "the entries of the files, when they have changed",
    "places.load": "a start",
    "tickets.live_of_member": "a member's live tickets, of which there are few",
    "tickets.line.count": "the queue, by an index of it",
    "tickets.line.some": "the queue, by an index of it; a page is put in order",
    "tickets.line.first_free": "the queue, by an index of it",
    "tickets.line.held_of": "the live tickets of some types, by an index of the live ones, at a start",
    "tickets.events_after": "what has happened to one ticket",
    "tickets.insert_ticket": "the last one of an index",
    "tickets.clocks.running": "a start, of the clocks that run, by an index of these",
    "tickets.finding.by_index": "indexes of words, the newest first and so many at most; and what concerns one member",
    "tickets.finding.in_tickets": "what concerns one member, or stands in some tickets, put in order",
    "tickets.finding.newest": "the newest of a server by an index, so many at most; and what concerns one member",
    "tickets.finding.is_beyond": "indexes of words, so many texts at most",
    "tickets.search.words_after": "indexes of words, one text for each",
    "tickets.search.forget": "indexes of words, one text for each",
    "tickets.finding.counts": "indexes of words, up to so many texts for each",
    "tickets.transcripts.of_number": "the operator asks, at the command line",
    "former.taken": "an import, which the operator asks for: the numbers of one server, of an index alone",
    "tickets.search.count": "an index of words, up to so many texts for each",
    "tickets.search.matching": "an index of words, the newest first",
    "tickets.search.newest": "the last one of an index",
    "tickets.csat.open_follow_ups": "what is to be followed up on and not done, by an index of it",
    "tickets.promises.unsettled": "what is promised and not settled, by an index of it",
    "tickets.receipts.panels_in": "the panels of a server",
}
"""What may read all of a table, or of a server, or puts rows in order by itself; and why that does no harm."""

OF_SOME_ROWS = {
    index.name
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}

_MADE_UP = r"(CONSTANT ROW|\d+ CONSTANT ROW|\(subquery|anon_\d|served|answers|ranked|one)\b"


def reads_much(step: str) -> bool:
    """Whether a step of SQLite's reads more than what was asked for: but for rows that the statement itself has made."""
    return (
        re.match(rf"SCAN (?!{_MADE_UP})", step) is not None
        or "AUTOMATIC" in step
        or "TEMP B-TREE" in step
        or re.search(r"\((guild_id=\?|next_try_at>\?)\)", step) is not None
    )


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "signpost.db"
        asyncio.run(write_blank_database(file))
        engine = create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            fill(Transaction(connection))
            yield connection
            connection.rollback()
        engine.dispose()


def calls(name: str) -> list[dict[str, Any]]:
    return ESPECIALLY.get(name, [{}])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_of_a_store_reads_a_whole_table_that_grows(name: str, connection: Connection) -> None:
    asked = [one for more in calls(name) for one in asked_by(name, more, connection)]
    assert asked != [], "nothing was asked"
    steps = [
        row.detail
        for statement, parameters in asked
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]
    much = [step for step in steps if reads_much(step)]
    assert much == [] or name in MAY
    assert much != [] or name not in MAY, "this need not be allowed any more"


@pytest.mark.parametrize("more", [{}, BARRED])
@pytest.mark.parametrize("name", ["tickets.line.count", "tickets.line.some", "tickets.line.first_free"])
def test_the_queue_is_read_by_its_own_index_also_after_a_revision_has_written_the_table_anew(
    name: str, more: dict[str, Any], connection: Connection
) -> None:
    [(statement, parameters)] = asked_by(name, more, connection)
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    by_index = [row.detail for row in plan if "USING" in row.detail and "INTEGER PRIMARY KEY" not in row.detail]
    assert by_index
    assert all("ix_tickets_queue" in step for step in by_index)


def test_what_may_read_much_is_there() -> None:
    assert set(MAY) <= set(FUNCTIONS)
    assert set(ESPECIALLY) <= set(FUNCTIONS)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """PostgreSQL's plan, a step after the other."""
    yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def is_walk(node: dict[str, Any]) -> bool:
    """Whether a step of PostgreSQL's reads a table, or an index of all its rows, from end to end."""
    if node["Node Type"] == "Seq Scan":
        return True
    return "Index Name" in node and "Index Cond" not in node and node["Index Name"] not in OF_SOME_ROWS


def explained(connection: Connection, asked: list[Asked]) -> list[str]:
    """What reads a whole table, although PostgreSQL was told to avoid it."""
    found = []
    for statement, parameters in asked:
        said = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
        plan = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]
        found += [
            f"{node['Relation Name']}: {statement}" for node in nodes(plan) if node["Node Type"] == "Seq Scan"
        ]
        found += [f"{node['Node Type']}: {statement}" for node in nodes(plan) if is_walk(node)]
    return found


def read_whole(connection: Connection) -> dict[str, list[str]]:
    """The same of PostgreSQL: which functions read a table although it was told to avoid that."""
    fill(Transaction(connection))
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return {
        name: scans
        for name in FUNCTIONS
        if name not in MAY
        for scans in [
            explained(connection, [one for more in calls(name) for one in asked_by(name, more, connection)])
        ]
        if scans
    }
