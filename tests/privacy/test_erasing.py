"""What members wish to be erased, and what is past its time: the words go, the facts stay, and nobody else loses anything."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from bot.award_tables import awards
from bot.choices import store as choices
from bot.choices.choice import Choice
from bot.columns import metadata
from bot.database import Reader, Transaction
from bot.drafts.draft import Origin, Proposal
from bot.errors import NotStaff
from bot.faq.speaking import Message, Place
from bot.privacy import service
from bot.privacy import store as privacy_store
from bot.privacy.erasure import OF_A_MEMBER, TicketsOpen, TooMuch
from bot.privacy.register import ERASED, Part, Room
from bot.privacy.service import SWEEP_JOB
from bot.reputation import store as ledger
from bot.schema import questions
from bot.search_tables import search_words
from bot.ticket_keeping import Keeping
from bot.ticket_tables import community_posts, last_chances
from bot.ticket_tiers import Tier
from bot.ticket_urgency import Priority
from bot.tickets.csat.following import FOLLOW_UP_JOB
from bot.tickets.csat.rating import resolution_id
from bot.tickets.owed import KEPT_JOB
from bot.tickets.record import store as record_store
from bot.tickets.record.message import Author, File, Said, Words
from bot.tickets.record.service import DROP_JOB
from bot.tickets.record.shelf import FOLDER
from bot.tickets.request import Request, Source
from bot.tickets.ticket import QUOTED, Detail, Ticket
from bot.tickets.tiers.escalation import Escalation
from cogs.texts.language import ENGLISH
from cogs.texts.transcripts import labels
from tests.privacy.test_register import FINDING
from tests.reputation.lines import values
from tests.services import ELSEWHERE, HERE, NOON, Engine, delivered, member, open_engine
from tests.test_database import ROWS
from tests.test_privacy import remains

ANN, BOB, SAM, TIM, KIM = 1, 2, 3, 4, 5
ann, bob, sam = member(ANN), member(BOB), member(SAM, is_staff=True)
MOST = 10_000_000
SECRET = "zanzibar"
FILE = File(5, f"{SECRET}.txt", 3, f"https://cdn.invalid/{SECRET}")


async def opened(engine: Engine, requester: int = ANN, number: int = 1, type_id: str = "billing") -> Ticket:
    details = (Detail("What happens?", f"It fails in {SECRET}", field_id="what"),)
    request = Request(HERE, type_id, requester, details, None, 900 + number)
    ticket = await engine.services.tickets.open(request, by=member(requester))
    return await delivered(engine, ticket, 5000 + number)


def said(ticket: Ticket, id: int, author: int, *files: File) -> Said:
    assert ticket.receipts.thread_id is not None
    words = Words(f"{SECRET}, says {author}", names=(("<@1>", SECRET),), file_ids=tuple(file.id for file in files))
    return Said(
        id, HERE, ticket.receipts.thread_id, Author(author, f"{SECRET} {author}"), NOON, words, files=files
    )


async def saved(engine: Engine, *contents: bytes) -> None:
    """The files that are owed come from Discord, in their order."""
    recording, left = engine.services.recording, list(contents)
    for job in [one for one in await engine.owed() if one.kind == "record.file"]:
        file = await recording.owed_file(job.subject_id)
        if file is not None and left:
            await recording.save_file(file, left.pop(0))


async def file_jobs(engine: Engine) -> None:
    for job in await engine.owed():
        if job.kind == DROP_JOB:
            await engine.services.recording.drop_file(job.data["hash"])


def shelf(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).glob("??/*"))


async def use_all(engine: Engine) -> Ticket:
    """Ann has written in every feature, and staff about her."""
    services = engine.services
    engine.config.tickets.__dict__["callbacks"] = True
    place = Place(HERE, 9, 9, frozenset({"help"}))
    text = f"how do i reset my password for {SECRET}"
    await services.asking.ask(place, Message(text=text), message_id=70, asker_id=ANN)
    await services.refused_forms.keep("draft:edit", "7.1", {"title": (SECRET,)}, by=ann)
    details = (Detail("What happens?", SECRET, field_id="what"),)
    await services.last_chances.keep(Request(HERE, "delivery", ANN, details, None, 31), by=ann)
    proposal = Proposal("Account", f"Is {SECRET} there?", f"is {SECRET} there\nwhere is {SECRET}", f"In {SECRET}.")
    await services.tickets.keep(HERE, Source(9, 77), Detail("Asked in", SECRET, field_id=QUOTED), ANN)
    helper = member(ANN, is_helper=True)
    draft = await services.drafts.propose(proposal, Origin(9), guild_id=HERE, interaction_id=32, by=helper)
    await services.drafts.reject(draft.id, 1, by=sam, note=f"No {SECRET} here")

    ticket = await opened(engine)
    await services.tickets.prioritise(ticket.id, priority=Priority.P1, note=f"{SECRET} pays", by=sam)
    await services.notes.write(ticket.id, f"Ann is from {SECRET}", 33, by=sam)
    promise = await services.promises.make(ticket.id, f"A map of {SECRET}", "in 1 h", by=sam)
    await services.promises.withdraw(promise.id, f"None of {SECRET}", by=sam)
    call = await services.promises.ask(ticket.id, f"{SECRET} 47 11", "UTC", "in 2 h", by=ann)
    await services.promises.withdraw(call.id, SECRET, by=sam)
    await services.recording.heard(said(ticket, 101, ANN, FILE))
    await services.recording.heard(said(ticket, 102, SAM))
    edited = replace(said(ticket, 101, ANN), words=Words(f"{SECRET}!"), edited_at=NOON + timedelta(minutes=1))
    await services.recording.edited(edited, in_place=False)
    await saved(engine, b"abc")
    await services.tickets.resolve(ticket.id, by=sam, note=f"Moved to {SECRET}")
    rated = resolution_id(ticket.id, engine.clock.now)
    await services.ratings.rate(rated, 1, by=ann)
    await services.ratings.comment(rated, f"{SECRET} is nice", by=ann)
    return await services.tickets.close(ticket.id, by=sam, note=SECRET)


async def counts(engine: Engine) -> dict[str, int]:
    def look(reader: Reader) -> dict[str, int]:
        return {name: len(reader.execute(select(table)).all()) for name, table in metadata.tables.items()}

    return await engine.database.read(look)


async def test_of_all_that_a_member_wrote_no_byte_is_left_and_the_facts_are(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    engine.config.tickets.__dict__["csat"] = True
    ticket = await use_all(engine)
    await engine.services.asking.gathering.written()
    before = await counts(engine)
    assert remains(tmp_path / "signpost.db")
    assert len(shelf(tmp_path)) == 1
    shown = await engine.services.privacy.shown(by=ann)
    assert {room: shown.counts[room] for room in Room if shown.counts.get(room)} == {
        Room.TICKETS: 1,
        Room.MESSAGES: 1,
        Room.EDITS: 1,
        Room.FILES: 1,
        Room.PROMISES: 2,
        Room.RATINGS: 2,
        Room.QUESTIONS: 1,
        Room.FORMS: 2,
        Room.DRAFTS: 1,
    }

    for job in await engine.owed():
        if job.kind == FOLLOW_UP_JOB:  # its line was written

            def cancel(tx: Transaction, subject_id: int = job.subject_id) -> None:
                engine.services.jobs.cancel(tx, FOLLOW_UP_JOB, subject_id)

            await engine.database.tx(cancel)
    deleted = await engine.services.privacy.delete(by=ann)
    assert (deleted.tickets, deleted.left) == (1, [])
    assert SWEEP_JOB in {job.kind for job in await engine.owed()}
    assert FOLLOW_UP_JOB in {job.kind for job in await engine.owed()}, "its line shows the comment"
    assert {job.guild_id for job in await engine.owed() if job.kind == DROP_JOB} == {0}
    await file_jobs(engine)
    await engine.services.privacy.sweep()
    assert shelf(tmp_path) == []
    assert remains(tmp_path / "signpost.db") == []
    assert SECRET not in caplog.text.lower()
    after = await counts(engine)
    gone = {
        name: before[name] - after[name] for name in before if before[name] > after[name] and name not in FINDING
    }
    assert gone == {"refused_forms": 1}
    assert KEPT_JOB not in {job.kind for job in await engine.owed()}

    now = await engine.services.tickets.get(ticket.id)
    assert (now.summary, now.details, now.status, now.requester_id) == (ERASED, (), ticket.status, ANN)
    told = await engine.services.privacy.of_ticket(ticket.id, by=sam)
    assert [(one.what, one.member_id, one.at) for one in told] == [(part, ANN, engine.clock.now) for part in Part]
    with pytest.raises(NotStaff):
        await engine.services.privacy.of_ticket(ticket.id, by=ann)
    kept = await engine.services.recording.of_ticket(ticket.id, with_notes=True)
    assert [(one.said.author.id, one.erased_at) for one in kept] == [(ANN, NOON), (SAM, NOON)]


async def test_what_was_erased_does_not_come_back(engine: Engine, tmp_path: Path) -> None:
    """By an edit, by reading the thread up at a start, or by a file that is on its way."""
    ticket, recording = await opened(engine), engine.services.recording
    assert ticket.receipts.thread_id is not None
    await recording.heard(said(ticket, 101, ANN, FILE))
    [job] = [one for one in await engine.owed() if one.kind == "record.file"]
    on_its_way = await recording.owed_file(job.subject_id)
    assert on_its_way is not None
    await engine.services.tickets.close(ticket.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    await recording.save_file(on_its_way, b"abc")
    again = replace(said(ticket, 101, ANN, FILE), edited_at=NOON + timedelta(hours=1))
    await recording.edited(again, in_place=False)
    await recording.edited(again, in_place=True)
    await recording.read_up(ticket.receipts.thread_id, [again], 0, 99, is_last=True)
    await engine.services.privacy.sweep()
    assert remains(tmp_path / "signpost.db") == []
    assert shelf(tmp_path) == []


async def test_who_waits_in_a_ticket_is_told_to_close_it_first_and_nothing_changes(engine: Engine) -> None:
    ticket, other = await opened(engine), await opened(engine, BOB, 2)
    await engine.services.merging.merge(ticket.id, other.id, by=sam)
    with pytest.raises(TicketsOpen) as refused:
        await engine.services.privacy.delete(by=bob)
    assert refused.value.numbers == (2,)
    with pytest.raises(TicketsOpen) as refused:
        await engine.services.privacy.delete(by=ann)
    assert refused.value.numbers == (1,), "it goes on in an open one"
    assert (await engine.services.tickets.get(ticket.id)).details == ticket.details
    await engine.services.tickets.close(other.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    assert (await engine.services.tickets.get(ticket.id)).summary == ERASED
    assert (await engine.services.tickets.get(other.id)).details == other.details


async def test_what_others_wrote_stays_and_ones_own_goes_from_the_tickets_of_others(engine: Engine) -> None:
    services, mine, theirs = engine.services, await opened(engine), await opened(engine, BOB, 2)
    running = await opened(engine, BOB, 3, "delivery")
    await services.guests.add(mine.id, BOB, by=sam)
    for ticket in (theirs, running):
        await services.guests.add(ticket.id, ANN, by=sam)
    for number, ticket in enumerate((mine, theirs, running), 1):
        for author in (ANN, BOB, SAM):
            await services.recording.heard(said(ticket, number * 100 + author, author))
    for ticket in (mine, theirs):
        await services.tickets.close(ticket.id, by=sam)
    deleted = await services.privacy.delete(by=ann)
    assert deleted.left == [3]
    left = [
        [
            one.said.author.id
            for one in await services.recording.of_ticket(ticket.id, with_notes=True)
            if one.words.text
        ]
        for ticket in (mine, theirs, running)
    ]
    assert left == [[BOB], [BOB, SAM], [ANN, BOB, SAM]]
    assert [one.what for one in await services.privacy.of_ticket(theirs.id, by=sam)] == [OF_A_MEMBER]
    assert await services.privacy.of_ticket(running.id, by=sam) == []
    await services.tickets.close(running.id, by=sam)
    assert (await services.privacy.delete(by=ann)).left == []
    kept = await services.recording.of_ticket(running.id, with_notes=True)
    assert [one.said.author.id for one in kept if one.words.text] == [BOB, SAM]


async def test_a_form_that_becomes_a_ticket_in_a_minute_and_its_question_keep_their_words_until_then(
    engine: Engine,
) -> None:
    mine = {"guild_id": HERE, "member_id": ANN}
    form = {"id": 40, "interaction_id": 40, "filled": {"what": SECRET}, "opens_at": NOON + timedelta(minutes=1)}

    def write(tx: Transaction) -> None:
        tx.execute(insert(last_chances).values({**ROWS[last_chances], **mine, **form}))
        tx.execute(insert(community_posts).values({**ROWS[community_posts], **mine, "chance_id": 40}))

    await engine.database.tx(write)

    async def kept() -> list[object]:
        columns = (last_chances.c.filled, community_posts.c.title, community_posts.c.text)
        query = select(*columns).join(community_posts, community_posts.c.chance_id == last_chances.c.id)
        return list(await engine.database.read(lambda reader: reader.execute(query).one()))

    assert all(await kept())
    await engine.services.privacy.delete(by=ann)
    assert all(await kept()), "somebody waits for it"
    await engine.database.tx(lambda tx: tx.execute(update(last_chances).values(opens_at=None)))
    await engine.services.privacy.delete(by=ann)
    assert await kept() == [None, None, None]


async def test_what_somebody_chooses_counts_in_that_server_alone(engine: Engine) -> None:
    for who, server in ((ANN, HERE), (BOB, ELSEWHERE)):
        await engine.services.privacy.choose(Choice.UNKEPT, is_on=True, by=replace(member(who), guild_id=server))
    everybody = [(server, who) for server in (HERE, ELSEWHERE) for who in (ANN, BOB)]
    for asked, chosen in (
        (everybody, {(HERE, ANN), (ELSEWHERE, BOB)}),
        ([(HERE, BOB), (ELSEWHERE, ANN)], set()),
    ):
        found = await engine.database.read(
            lambda reader, asked=asked: choices.who_chose(reader, Choice.UNKEPT, asked)  # type: ignore[misc]
        )
        assert found == chosen


async def test_a_file_that_somebody_else_sent_too_stays_on_the_disk(engine: Engine, tmp_path: Path) -> None:
    mine, theirs = await opened(engine), await opened(engine, BOB, 2)
    await engine.services.recording.heard(said(mine, 101, ANN, FILE))
    await engine.services.recording.heard(said(theirs, 201, BOB, replace(FILE, id=6)))
    await saved(engine, b"abc", b"abc")
    await engine.services.tickets.close(mine.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    await file_jobs(engine)
    assert len(shelf(tmp_path)) == 1
    await engine.services.tickets.close(theirs.id, by=sam)
    await engine.services.privacy.delete(by=bob)
    await file_jobs(engine)
    assert shelf(tmp_path) == []


def keeping(engine: Engine, keep: Keeping, **of_types: Keeping) -> None:
    settings = engine.config.tickets
    settings.__dict__["keep"] = keep
    for at, kind in enumerate(settings.types):
        settings.types[at] = kind.model_copy(update={"keep": of_types.get(kind.id)})


async def test_each_part_goes_when_its_time_is_over_by_type(engine: Engine, tmp_path: Path) -> None:
    keeping(engine, Keeping(answers_days=30, messages_days=20, files_days=10), delivery=Keeping(messages_days=90))
    services, billing = engine.services, await opened(engine)
    delivery = await opened(engine, ANN, 2, "delivery")
    running, resolved = await opened(engine, BOB, 3), await opened(engine, SAM, 4)
    for number, ticket in enumerate((billing, delivery, running, resolved), 1):
        await services.recording.heard(said(ticket, number * 100, ANN, replace(FILE, id=number)))
    await saved(engine, b"a", b"b", b"c", b"d")
    engine.clock.turn(days=50)
    for ticket in (billing, delivery):
        await services.tickets.close(ticket.id, by=sam)
    await services.tickets.resolve(resolved.id, by=sam)

    async def erased_after(days: int) -> tuple[list[str], list[str]]:
        engine.clock.now = NOON + timedelta(days=50 + days)
        again = await services.privacy.sweep()
        assert again > engine.clock.now
        await file_jobs(engine)
        told = [await services.privacy.of_ticket(one.id, by=sam) for one in (billing, delivery)]
        return [one.what for one in told[0]], [one.what for one in told[1]]

    assert await erased_after(9) == ([], [])
    assert len(shelf(tmp_path)) == 4
    assert await erased_after(10) == (["files"], [])
    assert len(shelf(tmp_path)) == 3
    assert await erased_after(20) == (["files", "messages"], [])
    assert (await services.tickets.get(billing.id)).details
    assert await erased_after(30) == (["files", "messages", "answers"], [])
    assert (await services.tickets.get(billing.id)).summary == ERASED
    assert await erased_after(90) == (["files", "messages", "answers"], ["messages"])
    assert await erased_after(91) == (["files", "messages", "answers"], ["messages"]), "each once"
    assert (await services.tickets.get(delivery.id)).details
    for ticket in (running, resolved):
        assert await services.privacy.of_ticket(ticket.id, by=sam) == []
    [again] = await services.privacy.of_ticket(delivery.id, by=sam)
    assert again.member_id is None


async def test_staff_read_in_the_transcript_what_was_erased_when_its_time_was_over(engine: Engine) -> None:
    keeping(engine, Keeping(answers_days=30, messages_days=20, files_days=10))
    services, ticket = engine.services, await opened(engine)
    await services.recording.heard(said(ticket, 100, ANN, FILE))
    await saved(engine, b"a")
    await services.tickets.close(ticket.id, by=sam)

    async def read_after(days: int) -> str:
        engine.clock.now = NOON + timedelta(days=days, hours=1)
        await services.privacy.sweep()
        transcript = await services.transcripts.of(ticket.id, by=sam)
        page, beside = await services.transcripts.write(
            transcript, labels(ENGLISH, transcript, "", "UTC"), [], MOST
        )
        [message] = json.loads(beside.content)["messages"]
        assert message["files"][0]["state"] == "erased"
        assert message["erased_at"] == (None if days < 20 else (NOON + timedelta(days=20, hours=1)).isoformat())
        return page.content.decode()

    page = await read_after(10)
    assert f"{SECRET}, says 1" in page
    assert "3 B · erased</span>" in page
    page = await read_after(20)
    assert "erased 2027-03-21 13:00" in page
    assert "Discord" not in page
    assert "What was filled in is erased" not in page
    assert "What was filled in is erased" in await read_after(30)


async def test_a_ticket_that_was_opened_again_is_kept_anew_and_one_that_goes_on_in_an_open_one_too(
    engine: Engine,
) -> None:
    keeping(engine, Keeping(answers_days=10))
    services, ticket, other = engine.services, await opened(engine), await opened(engine, BOB, 2)
    await services.tickets.close(ticket.id, by=sam)
    engine.clock.turn(days=9)
    await services.tickets.reopen(ticket.id, by=sam)
    engine.clock.turn(days=9)
    await services.privacy.sweep()
    await services.merging.merge(ticket.id, other.id, by=sam)
    engine.clock.turn(days=11)
    await services.privacy.sweep()
    assert (await services.tickets.get(ticket.id)).details == ticket.details
    await services.tickets.close(other.id, by=sam)
    await services.privacy.sweep()
    assert (await services.tickets.get(ticket.id)).summary == ERASED
    assert (await services.tickets.get(other.id)).details == other.details
    await services.merging.unmerge(ticket.id, by=sam)
    engine.clock.turn(minutes=1)
    await services.tickets.close(ticket.id, by=sam, note=SECRET)
    engine.clock.turn(days=11)
    await services.privacy.sweep()
    assert [one.what for one in await services.privacy.of_ticket(ticket.id, by=sam)] == ["answers", "answers"]


async def test_many_go_in_portions_and_what_is_left_when_we_die_goes_the_next_time(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PORTION", 3)
    keeping(engine, Keeping(answers_days=1))
    for number in range(5):
        ticket = await opened(engine, 100 + number, number)
        await engine.services.tickets.close(ticket.id, by=sam)
    engine.clock.turn(days=2)
    tx, calls = engine.database.tx, 0

    async def dies(work: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise RuntimeError
        return await tx(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine.database, "tx", dies)
        with pytest.raises(RuntimeError):
            await engine.services.privacy.sweep()
    assert len(await engine.rows(metadata.tables["erasures"])) == 3
    await engine.services.privacy.sweep()
    assert len(await engine.rows(metadata.tables["erasures"])) == 5


async def test_all_of_it_can_be_taken_along(engine: Engine) -> None:
    engine.config.tickets.__dict__["csat"] = True
    await use_all(engine)
    await opened(engine, BOB, 2)
    with pytest.raises(TooMuch):
        await engine.services.privacy.exported(100, by=ann)
    made = await engine.services.privacy.exported(MOST, by=ann)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        found = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert found.pop("about.json") == {"format": 1, "server": "7", "member": "1", "at": NOON.isoformat()}
    assert {name: len(rows) for name, rows in found.items()} == {
        "drafts.json": 1,
        "edits.json": 1,
        "files.json": 1,
        "forms.json": 2,
        "messages.json": 1,
        "promises.json": 2,
        "questions.json": 1,
        "ratings.json": 2,
        "tickets.json": 1,
    }
    [mine] = found["tickets.json"]
    assert (mine["number"], mine["details"][0]["text"]) == (1, f"It fails in {SECRET}")
    assert isinstance(mine["id"], str), "what reads JSON may round such numbers"
    assert found["messages.json"][0]["text"] == f"{SECRET}, says 1"
    [now] = found["edits.json"]
    assert (now["message_id"], now["text"]) == (found["messages.json"][0]["id"], f"{SECRET}!")


async def test_who_wants_it_has_no_words_of_their_questions_kept(engine: Engine, tmp_path: Path) -> None:
    services, place = engine.services, Place(HERE, 9, 9, frozenset({"help"}))

    async def asks(asker: int, message_id: int) -> None:
        engine.clock.turn(minutes=5)
        for number, text in enumerate(
            (f"how do i reset my password for {SECRET}", f"why is {SECRET} so far away")
        ):
            await services.asking.ask(place, Message(text=text), message_id=message_id + number, asker_id=asker)
            engine.clock.turn(minutes=5)
        await services.asking.reread(place, [f"how do i pay an invoice in {SECRET}"], message_id=message_id)
        await services.asking.gathering.written()

    await asks(ANN, 10)
    assert (await services.privacy.shown(by=ann)).questions_with_words == 2
    await services.privacy.choose(Choice.UNKEPT, is_on=True, by=ann)
    await services.privacy.sweep()
    await asks(ANN, 20)
    assert remains(tmp_path / "signpost.db") == []
    shown = await services.privacy.shown(by=ann)
    assert (shown.questions_with_words, shown.counts[Room.QUESTIONS], shown.choices) == (0, 4, {Choice.UNKEPT})
    await services.privacy.choose(Choice.UNKEPT, is_on=False, by=ann)
    await asks(ANN, 30)
    assert (await services.privacy.shown(by=ann)).questions_with_words == 2


Line = tuple[int, int, int]


@settings(max_examples=5)
@given(
    lines=st.lists(st.tuples(st.integers(1, 4), st.integers(5, 8), st.integers(1, 50)), max_size=12),
    leaves=st.sets(st.integers(1, 8), max_size=3),
)
async def test_the_ledger_adds_up_whoever_is_erased(
    tmp_path_factory: pytest.TempPathFactory, lines: list[Line], leaves: Collection[int]
) -> None:
    async with open_engine(tmp_path_factory.mktemp("ledger")) as engine:

        def award(tx: Transaction) -> None:
            for number, (who, by, points) in enumerate(lines):
                ledger.add(tx, values(who, by, number, points))

        await engine.database.tx(award)
        before = await engine.rows(awards)
        for who in leaves:
            await engine.services.privacy.delete(by=member(who))
        assert await engine.rows(awards) == before
        for who in range(1, 5):
            summed = sum(points for one, _, points in lines if one == who)
            assert await engine.services.reputation.balance(HERE, who) == summed


async def test_also_the_last_word_of_a_long_form_is_known_no_more(engine: Engine, tmp_path: Path) -> None:
    words = " ".join(f"q{first}{second}x" for first in ascii_lowercase for second in ascii_lowercase)
    details = (Detail("What happens?", f"{words} {words} from {SECRET}", field_id="what"),)
    ticket = await engine.services.tickets.open(Request(HERE, "billing", ANN, details, None, 901), by=ann)
    await engine.services.tickets.close(ticket.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    await engine.services.privacy.sweep()
    assert remains(tmp_path / "signpost.db") == []


async def test_words_that_stand_nowhere_are_forgotten_in_portions_and_those_of_others_stay(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"WORDS": 2, "WORDS_GONE": 1, "WORDS_AT_ONCE": 2}.items():
        monkeypatch.setattr(service, name, value)
    mine, theirs = await opened(engine), await opened(engine, BOB, 2)
    for ticket, author, text in ((mine, ANN, "apple banana cherry damson elder figs"), (theirs, BOB, "cherries")):
        await engine.services.recording.heard(replace(said(ticket, author, author), words=Words(text)))
    await engine.services.tickets.close(mine.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    while await engine.services.privacy.sweep() == engine.clock.now + service.GO_ON_AFTER:
        pass
    known = await engine.database.read(lambda reader: set(reader.execute(select(search_words.c.word)).scalars()))
    assert known == {"fails", SECRET, "cherry", "cherries"}


async def test_what_is_written_when_its_time_is_over_goes_in_the_next_night(
    engine: Engine, tmp_path: Path
) -> None:
    engine.config.tickets.__dict__["csat"] = True
    keeping(engine, Keeping(answers_days=1, messages_days=1, files_days=1))
    services, ticket = engine.services, await opened(engine)
    await services.tickets.resolve(ticket.id, by=sam)
    rated = resolution_id(ticket.id, engine.clock.now)
    await services.tickets.close(ticket.id, by=sam)
    engine.clock.turn(days=2)
    await services.privacy.sweep()
    assert remains(tmp_path / "signpost.db") == []
    told = len(await services.privacy.of_ticket(ticket.id, by=sam))

    await services.ratings.rate(rated, 1, by=ann)
    await services.ratings.comment(rated, f"{SECRET} is nice", by=ann)
    await services.notes.write(ticket.id, f"Ann is from {SECRET}", 33, by=sam)
    await services.recording.heard(said(ticket, 101, SAM, FILE))
    await saved(engine, b"abc")
    assert remains(tmp_path / "signpost.db")
    await services.privacy.sweep()
    await file_jobs(engine)
    assert (remains(tmp_path / "signpost.db"), shelf(tmp_path)) == ([], [])
    again = await services.privacy.of_ticket(ticket.id, by=sam)
    assert {one.what for one in again[told:]} == set(Part)

    await services.tickets.reopen(ticket.id, by=sam)
    await services.tickets.prioritise(ticket.id, priority=Priority.P1, note=f"{SECRET} pays", by=sam)
    await services.tickets.close(ticket.id, by=sam)
    engine.clock.turn(days=2)
    await services.privacy.sweep()
    assert remains(tmp_path / "signpost.db") == []

    await services.tickets.reopen(ticket.id, by=sam)
    engine.config.tickets.tiers[:] = [Tier(id=name, label=name, role=name) for name in ("first", "second")]
    await services.tiers.escalate(ticket.id, Escalation(SECRET, SECRET, SECRET), seen="first", by=sam)
    await services.tickets.close(ticket.id, by=sam)
    engine.clock.turn(days=2)
    await services.privacy.sweep()
    assert remains(tmp_path / "signpost.db") == []


async def test_those_that_go_on_in_an_open_ticket_keep_none_of_the_others_waiting(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MOST", "PAGE"):
        monkeypatch.setattr(service, name, 2)
    keeping(engine, Keeping(answers_days=1))
    into = await opened(engine, 99, 99)
    for number in range(4):
        ticket = await opened(engine, 100 + number, number)
        await engine.services.merging.merge(ticket.id, into.id, by=sam)
    last = await opened(engine, ANN, 50)
    await engine.services.tickets.close(last.id, by=sam)
    engine.clock.turn(days=2)
    assert await engine.services.privacy.sweep() > engine.clock.now + service.GO_ON_AFTER, "all is done"
    assert (await engine.services.tickets.get(last.id)).summary == ERASED


async def test_a_ticket_in_which_much_was_said_is_erased_in_portions(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MESSAGES", 2)
    keeping(engine, Keeping(messages_days=1))
    ticket, other = await opened(engine), await opened(engine, BOB, 2)
    for number in range(5):
        await engine.services.recording.heard(said(ticket, 101 + number, ANN))
    await engine.services.recording.heard(said(other, 201, BOB))
    for one in (ticket, other):
        await engine.services.tickets.close(one.id, by=sam)
    engine.clock.turn(days=2)
    sizes, erase = [], privacy_store.erase_messages

    def counted(tx: Transaction, message_ids: Sequence[int], at: datetime) -> None:
        sizes.append(len(message_ids))
        erase(tx, message_ids, at)

    monkeypatch.setattr(privacy_store, "erase_messages", counted)
    await engine.services.privacy.sweep()
    assert (sum(sizes), max(sizes)) == (6, 2)
    for one in (ticket, other):
        assert [erased.what for erased in await engine.services.privacy.of_ticket(one.id, by=sam)] == ["messages"]


async def left_of(engine: Engine, *those: Ticket) -> list[list[int]]:
    """Who said what is still there in each of these tickets."""
    recording = engine.services.recording
    return [
        [one.said.author.id for one in await recording.of_ticket(ticket.id, with_notes=True) if one.words.text]
        for ticket in those
    ]


async def test_after_tickets_were_parted_everybody_has_a_say_in_what_they_wrote_in_the_other_and_in_no_more(
    engine: Engine,
) -> None:
    """Also where one went on in another by way of a third."""
    services = engine.services
    mine, theirs, third = await opened(engine), await opened(engine, BOB, 2), await opened(engine, TIM, 3)
    await services.merging.merge(mine.id, theirs.id, by=sam)
    await services.merging.merge(theirs.id, third.id, by=sam)
    for number, author in enumerate((ANN, BOB, TIM, SAM), 301):
        await services.recording.heard(said(third, number, author))
    assert (await services.privacy.shown(by=ann)).counts[Room.MESSAGES] == 1
    await services.merging.unmerge(theirs.id, by=sam)
    await services.merging.unmerge(mine.id, by=sam)
    assert (await services.privacy.shown(by=ann)).counts[Room.MESSAGES] == 1
    for ticket in (mine, theirs, third):
        await services.tickets.close(ticket.id, by=sam)
    await services.privacy.delete(by=member(TIM))
    assert await left_of(engine, third) == [[ANN, BOB]]
    await services.privacy.delete(by=ann)
    assert await left_of(engine, third) == [[BOB]]
    await services.privacy.delete(by=bob)
    assert await left_of(engine, third) == [[]]


async def test_who_was_mentioned_or_added_for_a_while_has_a_say_in_what_they_wrote_and_staff_have_none(
    engine: Engine,
) -> None:
    services, ticket, other = engine.services, await opened(engine), await opened(engine, BOB, 2)
    await services.guests.add(ticket.id, BOB, by=sam)
    for number, author in enumerate((BOB, SAM, KIM), 301):
        await services.recording.heard(said(ticket, number, author))
    await services.guests.remove(ticket.id, BOB, by=sam)
    await services.guests.add(other.id, SAM, by=sam)
    for number, author in enumerate((TIM, SAM, BOB), 401):
        await services.recording.heard(said(other, number, author))
    await services.tickets.claim(ticket.id, by=member(KIM, is_staff=True))
    for one in (ticket, other):
        await services.tickets.close(one.id, by=sam)
    for number, (who, left) in enumerate(
        (
            (member(KIM), [[BOB, SAM, KIM], [TIM, SAM, BOB]]),  # was one of staff there, and is none any more
            (member(TIM), [[BOB, SAM, KIM], [SAM, BOB]]),
            (sam, [[BOB, SAM, KIM], [BOB]]),
            (ann, [[BOB], [BOB]]),
            (bob, [[], []]),
        )
    ):
        counted = (await services.privacy.shown(by=who)).counts[Room.MESSAGES]
        assert counted == (0, 1, 1, 0, 2)[number]
        await services.privacy.delete(by=who)
        assert await left_of(engine, ticket, other) == left


async def test_who_gave_awards_sees_and_takes_along_that_they_did_and_not_what_others_have_of_it(
    engine: Engine,
) -> None:
    """Nor what they gave as staff, nor that it was held."""
    given = {"giver": "asker", "asker_id": ANN, "reason": "accepted_answer"}
    lines = [
        values(BOB, ANN, 1, 15, **given),
        values(BOB, SAM, 1, -15, **given | {"rule": "held", "reverses_id": 1}),
        values(BOB, ANN, 1, 15, **given | {"turn": 1, "data": {"released": 1}}),
        values(TIM, SAM, 2, 15, asker_id=ANN),
        values(TIM, ANN, 3, 10),
        values(ANN, BOB, 4, 15),
        values(TIM, ANN, 5, 2, giver="peer", guild_id=ELSEWHERE),
    ]
    await engine.database.tx(lambda tx: [ledger.add(tx, one) for one in lines])
    for who, given_by_them, theirs in ((ann, 2, 1), (bob, 0, 3), (sam, 0, 0)):
        counts = (await engine.services.privacy.shown(by=who)).counts
        assert (counts[Room.GIVEN], counts[Room.AWARDS]) == (given_by_them, theirs)
    made = await engine.services.privacy.exported(10**6, by=ann)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        found = json.loads(archive.read("given.json"))
    assert [(one["subject_id"], one["member_id"], one["awarded_by"]) for one in found] == [
        (1, BOB, ANN),
        (2, TIM, SAM),
    ]
    assert not any({"points", "pending", "data", "rule"} & set(one) for one in found)
    await engine.services.privacy.delete(by=ann)
    assert (await engine.services.privacy.shown(by=ann)).counts[Room.GIVEN] == 2


async def test_also_a_question_that_is_not_written_down_yet_is_erased(engine: Engine) -> None:
    services, place = engine.services, Place(HERE, 9, 9, frozenset({"help"}))

    async def asks(asker: int) -> None:
        text = f"why is {SECRET} so far away"
        await services.asking.ask(place, Message(text=text), message_id=asker * 100, asker_id=asker)

    await asks(ANN)
    await services.privacy.delete(by=ann)
    await asks(BOB)
    await services.privacy.choose(Choice.UNKEPT, is_on=True, by=bob)
    await services.asking.gathering.written()
    assert [row["text"] for row in await engine.rows(questions)] == [None, None]


async def test_a_file_that_was_on_the_disk_when_we_died_goes_though_its_ticket_was_erased_meanwhile(
    engine: Engine, tmp_path: Path
) -> None:
    ticket, recording = await opened(engine), engine.services.recording
    await recording.heard(said(ticket, 101, ANN, FILE))
    [job] = [one for one in await engine.owed() if one.kind == "record.file"]
    file = await recording.owed_file(job.subject_id)
    assert file is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_store, "settle_file", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await recording.save_file(file, b"abc")
    assert len(shelf(tmp_path)) == 1
    await engine.services.tickets.close(ticket.id, by=sam)
    await engine.services.privacy.delete(by=ann)
    assert await recording.owed_file(job.subject_id) is None
    await file_jobs(engine)
    assert shelf(tmp_path) == []


async def test_of_a_file_that_is_saved_nothing_more_is_owed(engine: Engine) -> None:
    ticket = await opened(engine)
    await engine.services.recording.heard(said(ticket, 101, ANN, FILE))
    await saved(engine, b"abc")
    assert DROP_JOB not in {job.kind for job in await engine.owed()}
