"""What a large piece of work took goes back to the system, where that is in our hands."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.source_code import ROOT

TAKEN_FOR_A_MOMENT = """
import sys
from pathlib import Path
from bot import memory

def held_mb():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024

def work():
    large = [bytearray(20_000_000) for _ in range(5)]
    small = [bytearray(20_000_000) for _ in range(5)] + [bytearray(1_000) for _ in range(1_000)]
    return small[-1]

if sys.argv[1] == "given back":
    memory.give_back_large_pieces()
for _ in range(2):  # from the second time on the C library would keep pieces of this size
    before = held_mb()
    kept = [bytearray(8_000_000), work(), bytearray(100_000)]
    del kept[0]
if sys.argv[1] == "given back":
    memory.give_back()
print(round(held_mb() - before))
"""


def held_afterwards(how: str) -> int:
    ran = subprocess.run(
        [sys.executable, "-c", TAKEN_FOR_A_MOMENT, how], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process holds")
def test_what_was_needed_for_a_moment_is_not_kept() -> None:
    assert held_afterwards("given back") <= 1
