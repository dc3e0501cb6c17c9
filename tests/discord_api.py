"""Discord's own description of its API: every REST request of every journey is checked against it.

The description lies beside this repository (shared/discord-api), not in it; where it is missing nothing is checked, and
`test_discord_api.py` says so.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from bot.simulated.simulation import Request

CHECKER = Path(__file__).resolve().parent.parent.parent / "shared" / "discord-api" / "openapi_check.py"

NUMBERED_UPLOAD = re.compile(r"(data/)?attachments/\d+/id: ")
"""discord.py numbers uploads with integers, as the examples of Discord's own reference do; its schema says string."""

_LONG_NUMBER = re.compile(r"\d{10,}")

_seen: set[str] = set()


@cache
def checker() -> Any:
    """Discord's description, read once; None where it is not on this machine."""
    if not CHECKER.is_file():
        return None
    spec = importlib.util.spec_from_file_location("openapi_check", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Checker(json.loads(CHECKER.with_name("openapi.json").read_text(encoding="utf-8")))


def wrong_requests(requests: Iterable[Request]) -> list[str]:
    """What is not valid about these requests, a line each. A right request is checked once a session, whichever
    members, messages and moments it names.
    """
    found = []
    for request in requests if checker() else ():
        key = _nameless([request.method, request.path, request.body, request.parts])
        if key in _seen:
            continue
        violations = checker().check(request.method, request.path, request.body, request.parts)
        wrong = [one for one in violations if not NUMBERED_UPLOAD.match(one)]
        found += [f"{request.method} {request.path}: {violation}" for violation in wrong]
        if not wrong:
            _seen.add(key)
    return found


def _nameless(request: list[Any]) -> str:
    """The request with its ids and moments numbered in their order: equal ones stay equal, and as long as they were."""
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        long = found[0]
        return numbers.setdefault(long, f"{len(numbers):0{len(long)}}")

    return _LONG_NUMBER.sub(number, json.dumps(request, sort_keys=True, default=str))
