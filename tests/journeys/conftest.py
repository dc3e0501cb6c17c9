"""What journeys share beside the world itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from simcord.http import router

from bot.simulated.corrections import DiscordBackend
from cogs.texts.language import SHIPPED
from tests.discord_api import wrong_requests
from tests.journeys.spoken import Spoken, pieces, strings
from tests.texts.pseudo import PSEUDO

MEMBERS = re.compile(r"\{(requester|assignee)\}")
"""What in a macro becomes a mention."""


@pytest.fixture
def no_incidents(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A bug in a listener or a job is only logged, so a journey would not see it."""
    yield
    records = caplog.get_records("call")
    assert [one.getMessage() for one in records if one.name == "cogs.failures" and one.exc_info] == []


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Spoken]:
    """All that the bot says in a journey comes from a sentence that can be translated, or from people."""
    for code in SHIPPED:
        monkeypatch.setitem(SHIPPED, code, PSEUDO)
    spoken = Spoken(router.dispatch, lambda: operators_words(tmp_path))
    monkeypatch.setattr(router, "dispatch", spoken)
    emit = DiscordBackend.emit

    def overheard(backend: DiscordBackend, event: str, payload: Mapping[str, Any]) -> None:
        spoken.overhear(backend.bot_user.id, event, payload)
        emit(backend, event, payload)

    monkeypatch.setattr(DiscordBackend, "emit", overheard)
    yield spoken
    assert spoken.untranslated() == []
    assert wrong_requests(spoken.requests) == [], "40 % longer, it does not fit"


def operators_words(folder: Path) -> set[str]:
    """What config.yaml and the FAQ files below a folder say, as they stand there now."""
    return set().union(*(pieces_of_file(file.read_bytes()) for file in folder.rglob("*.yaml")))


@lru_cache(maxsize=200)
def pieces_of_file(content: bytes) -> frozenset[str]:
    """The same files are read in journey after journey."""
    text = content.decode(errors="replace")
    try:
        said = [*strings(yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))]
    except yaml.YAMLError:
        said = [text]
    # As they are said, without the number of a ticket and what was typed into it.
    filled = [re.sub(r"\{(number|type|summary)\}", "", MEMBERS.sub("<@0>", one)) for one in said]
    return frozenset(pieces([*said, *filled]))
