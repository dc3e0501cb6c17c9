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
    """What is not valid about these requests, a line each. The same request is checked once a session."""
    found = []
    for request in requests if checker() else ():
        key = json.dumps([request.method, request.path, request.body, request.parts], sort_keys=True, default=str)
        if key in _seen:
            continue
        violations = checker().check(request.method, request.path, request.body, request.parts)
        found += [
            f"{request.method} {request.path}: {violation}"
            for violation in violations
            if not NUMBERED_UPLOAD.match(violation)
        ]
        _seen.add(key)
    return found
