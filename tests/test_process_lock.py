"""One process per SQLite file: the second is told who the first is, and a dead one locks nobody out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import process_lock
from bot.errors import StartupError

ROOT = Path(__file__).parents[1]
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot import process_lock
with process_lock.held(Path(sys.argv[1]), "run", datetime(2027, 3, 1, 12, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_has_it_and_a_killed_one_has_it_no_longer(tmp_path: Path) -> None:
    database = tmp_path / "data" / "signpost.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, database], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(StartupError) as refused, process_lock.held(database, "restore", NOON):
            pass
        assert str(refused.value) == (
            f"{database} is in use by `signpost run`, process {process.pid} on {socket.gethostname()},"
            " since 2027-03-01T12:00:00+00:00. Only one process may use it: stop that one first."
        )
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        process.wait()
        with process_lock.held(database, "run", NOON):
            pass


def test_it_is_free_again_afterwards_also_after_a_failure(tmp_path: Path) -> None:
    database = tmp_path / "signpost.db"
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), process_lock.held(database, "run", NOON):
            raise ZeroDivisionError
    with process_lock.held(database, "run", NOON), pytest.raises(StartupError, match="is in use by"):
        process_lock.held(database, "migrate", NOON).__enter__()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("linked", ["file", "folder"])
def test_two_ways_to_one_file_are_one_database(tmp_path: Path, linked: str) -> None:
    database, link = tmp_path / "real" / "signpost.db", tmp_path / "home" / "signpost.db"
    database.parent.mkdir()
    if linked == "file":
        link.parent.mkdir()
        link.symlink_to(database)
    else:
        link.parent.symlink_to(database.parent)
    for first, second in ((database, link), (link, database)):
        with process_lock.held(first, "run", NOON), pytest.raises(StartupError, match="is in use by"):
            process_lock.held(second, "run", NOON).__enter__()


@pytest.mark.parametrize("said", ["", "{", "[]", "{}", '{"pid": 1}'])
def test_a_holder_that_has_not_said_who_it_is_has_it_all_the_same(tmp_path: Path, said: str) -> None:
    database = tmp_path / "signpost.db"
    with process_lock.held(database, "run", NOON):
        (tmp_path / "signpost.db.lock").write_text(said, encoding="utf-8")
        with pytest.raises(StartupError, match="is in use by another process"):
            process_lock.held(database, "run", NOON).__enter__()


def test_a_place_where_no_lock_can_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartupError, match=r"^The lock \S+ cannot be made: "):
        process_lock.held(tmp_path / "file" / "signpost.db", "run", NOON).__enter__()
