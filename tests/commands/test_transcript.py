"""`signpost transcript`, as typed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.simulated.community import copy_home
from bot.tickets.record.message import Author, Words
from tests.services import ELSEWHERE, HERE, delivered, member, open_engine
from tests.test_command_line import Command, plain_environment, signpost
from tests.tickets.record.test_store import SAID
from tests.tickets.test_service import SAM, opened

__all__ = ["plain_environment", "signpost"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """With ticket #1 in two servers, and ticket #2 in one."""

    async def fill(home: Path) -> None:
        (home / "data").mkdir()
        async with open_engine(home / "data") as engine:
            first = await opened(engine)
            await opened(engine, guild=ELSEWHERE)
            second = await opened(engine, requester=SAM)
            thread_id, notes = first.receipts.thread_id or 0, engine.services.notes
            await engine.services.recording.heard(
                replace(SAID, thread_id=thread_id, words=Words("<b>It fails</b>"))
            )
            await delivered(engine, second, 56)
            thanks = Words(f"Thanks to <@{SAID.author.id}> and <@7> and <@{2**63}>")
            await engine.services.recording.heard(
                replace(SAID, id=9, thread_id=56, author=Author(SAM, "Sam"), words=thanks)
            )
            await notes.write(first.id, "They pay", 9, by=member(SAM, is_staff=True))

    home = copy_home(tmp_path / "home")
    asyncio.run(fill(home))
    return home


def test_an_operator_writes_all_of_a_ticket_into_a_folder(signpost: Command, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert signpost("transcript", "--home", home, "1", folder, "--server", str(HERE)) == 0
    assert signpost.out == "".join(f"{folder / name} written.\n" for name in ("ticket-1.html", "ticket-1.json"))
    page = (folder / "ticket-1.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;It fails" in page
    assert "They pay" in page
    said = json.loads((folder / "ticket-1.json").read_text(encoding="utf-8"))
    assert (said["for_staff"], said["ticket"]["server_id"]) == (True, str(HERE))
    assert signpost("transcript", "--home", home, "1", folder, "--server", str(HERE)) == 1
    assert "ticket-1.html is there already. Nothing is overwritten." in signpost.err


def test_who_wrote_nothing_there_has_the_name_by_which_they_wrote_elsewhere(
    signpost: Command, home: Path, tmp_path: Path
) -> None:
    assert signpost("transcript", "--home", home, "2", tmp_path) == 0
    page = (tmp_path / "ticket-2.html").read_text(encoding="utf-8")
    assert f'Thanks to <span class="mention">@<bdi>{SAID.author.name}</bdi></span>' in page
    assert "@<bdi>7</bdi>" in page, "whom nobody knows"


def test_what_cannot_be_written_is_said_in_a_sentence(signpost: Command, home: Path, tmp_path: Path) -> None:
    assert signpost("transcript", "--home", home, "1", tmp_path) == 1
    assert (
        f"Several servers have a ticket #1: say which, with --server and one of {HERE}, {ELSEWHERE}."
        in signpost.err
    )
    for number in ("7", "0", "99999999999999999999"):
        assert signpost("transcript", "--home", home, number, tmp_path) == 1
        assert f"There is no ticket #{number}." in signpost.err
    assert signpost("transcript", "--home", home, "2", tmp_path, "--server", str(ELSEWHERE)) == 1
    assert "There is no ticket #2 in that server." in signpost.err
    assert signpost("transcript", "--home", home, "2", tmp_path / "nowhere") == 1
    assert "ticket-2.html cannot be written: No such file or directory." in signpost.err
    (home / "data" / "signpost.db").unlink()
    assert signpost("transcript", "--home", home, "2", tmp_path) == 1
    assert "The database cannot be read, or is not up to date" in signpost.err
