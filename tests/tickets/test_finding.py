"""Tickets are found by words that somebody remembers, and by nobody who may not read where these stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.actor import Actor
from bot.database import Reader
from bot.former import store as former
from bot.former.ticket import FormerTicket
from bot.search_tables import said_texts, search_words, ticket_searches
from bot.ticket_errors import NoWords, SearchForgotten
from bot.tickets.finding.ranking import EXCERPT, Text, excerpt, looked_for, ranked
from bot.tickets.finding.service import KEPT
from bot.tickets.finding.wanted import PAGE, Page, Source, State, Wanted
from bot.tickets.record.message import Author, Forwarded, Said, Words
from bot.tickets.request import Request
from bot.tickets.search.spelling import keys, meant
from bot.tickets.search.terms import asked
from bot.tickets.ticket import Detail, Ticket
from tests.services import ELSEWHERE, HERE, NOON, Engine, delivered, member
from tests.tickets.test_merging import EVE
from tests.tickets.test_search import stored
from tests.tickets.test_service import ANN, BOB, SAM, ann, bob, interactions, sam

eve = member(EVE)
kim = replace(member(77, is_staff=True), barred={"billing": (600,)})
"""On staff, and reads no tickets of the type `billing`."""

AT = NOON + timedelta(minutes=1)


def said(text: str, thread_id: int, message_id: int, author_id: int = ANN) -> Said:
    return Said(message_id, HERE, thread_id, Author(author_id, "Somebody"), AT, Words(text))


async def looked(engine: Engine, words: str, by: Actor, **wanted: object) -> Page:
    return await engine.services.finding.find(Wanted(words, **wanted), by=by)  # type: ignore[arg-type]


async def found(engine: Engine, words: str, by: Actor, **wanted: object) -> list[int]:
    """The numbers of the tickets of the first page."""
    return [one.ticket.number for one in (await looked(engine, words, by, **wanted)).found]


async def a_ticket(
    engine: Engine, summary: str, requester: int = ANN, thread_id: int = 55, *, type_id: str = "billing"
) -> Ticket:
    """A ticket with a thread."""
    details = (Detail("What happens?", summary, field_id="what"),)
    asked_for = Request(HERE, type_id, requester, details, None, next(interactions))
    ticket = await engine.services.tickets.open(asked_for, by=member(requester))
    return await delivered(engine, ticket, thread_id)


async def of_one(engine: Engine, *summaries: str, requester: int = ANN) -> None:
    """Closed tickets of one member, of any number: numbers from 1000 on."""
    types = {type_.id: type_ for type_ in engine.config.tickets.types}

    def closed(number: int, summary: str) -> FormerTicket:
        at = NOON + timedelta(minutes=number)
        return FormerTicket(HERE, number, "billing", requester, None, at, None, None, at, None, summary, None)

    found = [closed(number, summary) for number, summary in enumerate(summaries, 1000)]
    await engine.database.tx(lambda tx: former.add(tx, found, types, 0))


async def note(engine: Engine, ticket: Ticket, text: str, interaction_id: int = 1) -> None:
    await engine.services.notes.write(ticket.id, text, interaction_id, by=sam)


@pytest.mark.parametrize(
    ("typed", "known", "nearest"),
    [
        ("pritner", ["printer", "printed", "painter"], ("printer",)),
        ("invoce", ["invoice", "voice"], ("invoice",)),
        ("certifcaet", ["certificate"], ("certificate",)),
        ("mail", ["main", "mall", "email", "mail"], ("main", "mall")),
        ("mial", ["mail", "main"], ("mail",)),
        ("cat", ["cap", "car"], ()),
        ("e4711", ["e4712"], ()),
        ("printer", ["plinth"], ()),
        ("", [""], ()),
    ],
)
def test_a_misspelt_word_is_taken_for_the_nearest_ones_and_a_number_for_no_other(
    typed: str, known: Sequence[str], nearest: tuple[str, ...]
) -> None:
    alike = [word for word in known if {*keys(word)} & {*keys(typed)} or word[:1] == typed[:1]]
    assert (meant(typed, alike) if keys(typed) else ()) == nearest


def test_what_holds_most_in_one_text_comes_first_then_what_was_opened_last() -> None:
    apart = [Text(3, Source.TICKET, 3, "printer"), Text(3, Source.MESSAGE, 31, "firmwar updat")]
    whole = [Text(2, Source.MESSAGE, 21, "printer firmwar"), Text(2, Source.MESSAGE, 22, "printer")]
    older = [Text(1, Source.TICKET, 1, "printer"), Text(1, Source.NOTE, 11, "firmwar")]
    order = ranked([*older, *apart, *whole], (("print",), ("firmwar",)))
    assert [(text.ticket_id, text.source_id) for text in order] == [(2, 21), (3, 3), (1, 1)]


def test_an_excerpt_shows_where_most_of_the_words_stand() -> None:
    text = f"{'so ' * 200}the printer is {'so ' * 100} and the   printer's\nfirmware is old{' so' * 200}"
    shown = excerpt(["printer", text], (("printer",), ("firmwar",)))
    assert "printer's firmware is old" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt(["One", " ", "我无法登录邮箱"], (("登录",),)) == "我无法登录邮箱"
    assert excerpt(["  \n"], (("x",),)) == ""


@given(st.lists(st.text(max_size=400), max_size=3), st.text(max_size=20))
def test_an_excerpt_is_short_whatever_was_written(texts: list[str], typed: str) -> None:
    shown = excerpt(texts, tuple((looked_for(term),) for term in asked(typed)))
    assert len(shown) <= EXCERPT + 2
    assert "\n" not in shown


async def test_staff_find_tickets_notes_and_messages_and_customers_what_stands_in_their_own_threads(
    engine: Engine,
) -> None:
    ticket = await a_ticket(engine, "The label printer prints blank pages")
    other = await a_ticket(engine, "The invoice is wrong", BOB, 66)
    recording = engine.services.recording
    await recording.heard(said("I did the firmware update", 55, 1001))
    await note(engine, ticket, "They are a reseller")
    for by, words, numbers in (
        (sam, "printer", [1]),
        (sam, "firmware", [1]),
        (sam, "reseller", [1]),
        (sam, "wrong invoice", [2]),
        (sam, "printer firmware", [1]),
        (sam, "printer invoice", []),
        (ann, "printer", [1]),
        (ann, "firmware updates of printers", [1]),
        (ann, "reseller", []),
        (ann, "invoice", []),
        (bob, "printer", []),
        (bob, "inv", [2]),
        (kim, "printer", []),
        (kim, "reseller", []),
        (replace(kim, id=ANN), "firmware", [1]),
        (replace(kim, id=ANN), "reseller", []),
        (replace(sam, guild_id=ELSEWHERE), "printer", []),
        (replace(ann, guild_id=ELSEWHERE), "printer", []),
    ):
        assert await found(engine, words, by) == numbers, (by, words)
    [one] = (await looked(engine, "firmware", ann)).found
    assert (one.source, one.words.message_id, one.words.thread_id) == (Source.MESSAGE, 1001, 55)
    assert one.excerpt == "I did the firmware update"
    [one] = (await looked(engine, "reseller", sam)).found
    assert (one.source, one.words.author_id, one.excerpt) == (Source.NOTE, SAM, "They are a reseller")
    assert other.number == 2


async def test_guests_and_whose_ticket_was_merged_find_what_stands_where_it_goes_on(engine: Engine) -> None:
    ticket = await a_ticket(engine, "The printer is broken")
    into = await a_ticket(engine, "The firmware is old", BOB, 66)
    await engine.services.guests.add(ticket.id, EVE, by=sam)
    assert (await found(engine, "printer", eve), await found(engine, "firmware", eve)) == ([1], [])
    await engine.services.merging.merge(ticket.id, into.id, by=sam)
    for member_ in (ann, eve):
        assert await found(engine, "firmware", member_) == [2]
    assert await found(engine, "printer", bob) == [], "what was merged is still only theirs"
    await engine.services.guests.remove(ticket.id, EVE, by=sam)
    assert await found(engine, "firmware", eve) == []


async def test_what_is_edited_is_found_by_what_it_says_now_and_what_is_deleted_not_at_all(engine: Engine) -> None:
    await a_ticket(engine, "Mail")
    recording = engine.services.recording
    first = said("My pasword is zebra", 55, 1001)
    await recording.heard(first)
    await recording.heard(
        replace(said("", 55, 1002), author=Author(99, "Us", is_bot=True), words=Words("zebra bot"))
    )
    await recording.heard(replace(said("zebra", 55, 1003), type="pins_add"))
    forwarded = Words("", forwarded=(Forwarded("The giraffe is slow", AT),))
    await recording.heard(replace(said("", 55, 1004), words=forwarded))
    assert [row["message_id"] for row in await rows(engine)] == [1001, 1004]
    assert await found(engine, "giraffe", ann) == [1]
    edited = replace(first, words=Words("My password is secret"), edited_at=AT + timedelta(minutes=1))
    await recording.edited(edited, in_place=False)
    assert (await found(engine, "zebra", sam), await found(engine, "secret", sam)) == ([], [1])
    await engine.services.privacy.sweep()
    assert "secret" in await words_known(engine)
    assert "zebra" not in await words_known(engine)
    [one] = (await looked(engine, "secret", ann)).found
    assert one.excerpt == "My password is secret"
    await recording.deleted([1001])
    await recording.edited(
        replace(edited, words=Words("secret again"), edited_at=AT + timedelta(minutes=2)), in_place=False
    )
    assert await found(engine, "secret", sam) == []
    await engine.services.privacy.sweep()
    assert "secret" not in await words_known(engine)


async def rows(engine: Engine) -> list[dict[str, int]]:
    def look(reader: Reader) -> list[dict[str, int]]:
        return [dict(row._mapping) for row in reader.execute(said_texts.select().order_by("message_id"))]

    return await engine.database.read(look)


async def words_known(engine: Engine) -> set[str]:
    return await engine.database.read(lambda reader: set(reader.execute(select(search_words.c.word)).scalars()))


async def test_a_slip_is_forgiven_where_nothing_holds_the_word_itself(engine: Engine) -> None:
    await a_ticket(engine, "The certificate has expired")
    await a_ticket(engine, "My certficate", BOB, 66)
    page = await looked(engine, "expierd certificate", sam)
    assert ([one.ticket.number for one in page.found], page.is_nearest) == ([1], True)
    page = await looked(engine, "certficate", ann)
    assert ([one.ticket.number for one in page.found], page.is_nearest) == ([1], True), (
        "what others misspelt is not hers"
    )
    page = await looked(engine, "certificate", sam)
    assert ([one.ticket.number for one in page.found], page.is_nearest) == ([1], False)
    page = await looked(engine, "zzzzzzzz", sam)
    assert (page.found, page.is_nearest, page.total) == ([], False, 0)


async def test_what_is_looked_for_is_narrowed_by_type_state_requester_and_age(engine: Engine) -> None:
    old = await a_ticket(engine, "The printer is broken")
    await engine.services.tickets.resolve(old.id, by=sam)
    engine.clock.turn(days=10)
    await a_ticket(engine, "The printer is slow", BOB, 66)
    await a_ticket(engine, "A printer came", ANN, 77, type_id="delivery")
    for wanted, numbers in (
        ({}, [3, 2, 1]),
        ({"type_id": "delivery"}, [3]),
        ({"type_id": "billing"}, [2, 1]),
        ({"state": State.RESOLVED}, [1]),
        ({"state": State.LIVE}, [3, 2]),
        ({"state": State.CLOSED}, []),
        ({"requester_id": ANN}, [3, 1]),
        ({"requester_id": ANN, "days": 7}, [3]),
        ({"days": 7}, [3, 2]),
    ):
        assert await found(engine, "printer", sam, **wanted) == numbers, wanted
    assert await found(engine, "printer", ann, requester_id=BOB) == []
    assert await found(engine, "printer", kim, requester_id=ANN) == [3]


async def test_pages_are_turned_for_a_day_by_who_looked(engine: Engine) -> None:
    await stored(engine, *(f"Printer {number}" for number in range(2 * PAGE + 1)))
    finding, wanted = engine.services.finding, Wanted("printer", state=State.LIVE, days=30)
    first = await finding.find(wanted, by=sam)
    assert (first.total, first.pages, first.page, first.is_cut) == (11, 3, 1, False)
    assert [one.ticket.number for one in first.found] == [11, 10, 9, 8, 7]
    search_id = await finding.keep(wanted, by=sam)
    last = await finding.turn(search_id, 99, by=sam)
    assert ([one.ticket.number for one in last.found], last.page, last.wanted) == ([1], 3, wanted)
    for by in (ann, replace(sam, guild_id=ELSEWHERE)):
        with pytest.raises(SearchForgotten):
            await finding.turn(search_id, 1, by=by)
    engine.clock.turn(seconds=KEPT.total_seconds() + 1)
    other_id = await finding.keep(Wanted("other"), by=sam)
    with pytest.raises(SearchForgotten):
        await finding.turn(search_id, 1, by=sam)
    assert [row["id"] for row in await engine.rows(ticket_searches)] == [other_id]


@pytest.mark.parametrize("typed", ["", "   ", '"', "* - ^ : ( ) { } + |", "😀" * 50, "\0", "%", "_"])
async def test_where_there_is_no_word_nothing_is_looked_for(engine: Engine, typed: str) -> None:
    for by in (sam, ann):
        with pytest.raises(NoWords):
            await looked(engine, typed, by)


@pytest.mark.parametrize("by", [sam, ann])
async def test_nothing_that_is_typed_is_a_query(engine: Engine, by: Actor) -> None:
    await a_ticket(engine, "The printer is broken")
    for typed in (
        "AND",
        "NEAR(printer, 2) x",
        "printer OR invoice",
        "terms:printer",
        "NOT printer",
        "'); DROP TABLE tickets; --",
        "x" * 200,
        "%printer% x",
        "pri_ter x",
        "zz' | 'printer",
        " ".join(f"printer{number}" for number in range(100)),
    ):
        assert await found(engine, typed, by) == [], typed
    assert await found(engine, "* printer *", by) == [1]


async def test_where_more_hold_a_word_than_are_looked_at_the_newest_are_shown_and_that_is_said(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.tickets.finding.service.MOST_FOUND", 3)
    await stored(engine, *(f"Printer {number}" for number in range(5)))
    page = await looked(engine, "printer", sam)
    assert ([one.ticket.number for one in page.found], page.is_cut) == ([5, 4, 3], True)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few are enough to be too many."""
    monkeypatch.setattr("bot.tickets.finding.service.MOST_FOUND", 4)
    monkeypatch.setattr("bot.tickets.finding.service.MOST_TICKETS", 4)
    monkeypatch.setattr("bot.tickets.finding.store.MOST_HITS", 4)


@pytest.mark.usefixtures("few")
async def test_one_who_has_many_tickets_finds_the_oldest_by_what_only_that_one_says(engine: Engine) -> None:
    await a_ticket(engine, "The printer is broken")
    await engine.services.recording.heard(said("The firmware is new", 55, 1001))
    await of_one(engine, *(f"Printer {number}" for number in range(6)))
    for by, wanted in ((ann, {}), (sam, {"requester_id": ANN})):
        page = await looked(engine, "printer firmware", by, **wanted)
        assert ([one.ticket.number for one in page.found], page.is_cut) == ([1], False)
        page = await looked(engine, "printer", by, **wanted)
        assert ([one.ticket.number for one in page.found], page.is_cut) == ([1005, 1004, 1003, 1002], True)
        page = await looked(engine, "printer invoice", by, **wanted)
        assert (page.found, page.is_cut) == ([], False)


@pytest.mark.usefixtures("few")
async def test_what_is_frequent_elsewhere_is_found_where_it_is_wanted(engine: Engine) -> None:
    await stored(engine, *(f"Printer {number}" for number in range(3)), type_id="delivery")
    await stored(engine, *(f"Printer {number} needs firmware" for number in range(6)))
    for by, wanted in ((sam, {"type_id": "delivery"}), (kim, {}), (kim, {"type_id": "delivery"})):
        page = await looked(engine, "printer", by, **wanted)
        assert ([one.ticket.number for one in page.found], page.is_cut) == ([3, 2, 1], False), (by, wanted)
    page = await looked(engine, "printer firmware", kim)
    assert (page.found, page.is_cut) == ([], False)
    await stored(engine, "Mail", "Mail", type_id="delivery")
    page = await looked(engine, "printer", sam, type_id="delivery")
    assert ([one.ticket.number for one in page.found], page.is_cut) == ([3, 2], True), (
        "of five, four were looked at"
    )


@pytest.mark.usefixtures("few")
async def test_where_words_stand_apart_in_more_than_is_looked_at_nobody_is_told_that_there_is_nothing(
    engine: Engine,
) -> None:
    oldest = await a_ticket(engine, "The printer is broken")
    await note(engine, oldest, "The firmware is new")
    await of_one(
        engine, *(f"{word} {number}" for number in range(6) for word in ("Printer", "Firmware")), requester=BOB
    )
    page = await looked(engine, "printer firmwares", sam)
    assert (page.found, page.is_cut, page.is_nearest) == ([], True, False)
    assert await found(engine, "printer firmware", sam, requester_id=ANN) == [1]


async def test_a_frequent_word_is_not_taken_for_the_beginning_of_others(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(engine, "Print one", "Print two", "Printer three")
    assert await found(engine, "print", sam) == [3, 2, 1]
    monkeypatch.setattr("bot.tickets.finding.service.FREQUENT", 2)
    assert await found(engine, "print", sam) == [2, 1]
    assert await found(engine, "thre", sam) == [3]
