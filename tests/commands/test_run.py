"""How `signpost run` keeps what people wait for apart from what else it does."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from bot.commands.run import SWITCH_SECONDS, share_the_processor


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    seconds = sys.getswitchinterval()
    yield
    sys.setswitchinterval(seconds)
    gc.unfreeze()


def test_a_full_collection_passes_over_what_was_there_at_the_start() -> None:
    there_at_the_start: list[object] = [[]]
    share_the_processor()
    came_later: list[object] = [[]]
    looked_at = {id(one) for one in gc.get_objects()}
    assert id(there_at_the_start) not in looked_at
    assert id(came_later) in looked_at
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
