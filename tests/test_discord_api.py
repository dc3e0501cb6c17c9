"""Every REST request that the journeys made is valid against Discord's own description of its API."""

from __future__ import annotations

import importlib.util
import json
import re
from types import ModuleType

import pytest

from tests.conftest import RECORDED, SHARED

NUMBERED_UPLOAD = re.compile(r"attachments/\d+/id: ")
"""discord.py numbers uploads with integers, as the examples of Discord's own reference do; its schema says string."""

CHECKER = SHARED / "discord-api" / "openapi_check.py"


def test_every_request_of_the_journeys_is_valid_for_discord(pytestconfig: pytest.Config) -> None:
    if not CHECKER.is_file():
        pytest.skip("Discord's API description (shared/discord-api) is not on this machine")
    recorded = pytestconfig.stash[RECORDED]
    if not recorded.is_file():
        pytest.skip("no journey ran in this session, so there is nothing to check")
    checker = _load().Checker(json.loads(CHECKER.with_name("openapi.json").read_text(encoding="utf-8")))
    requests = [json.loads(line) for line in recorded.read_text().splitlines()]
    violations = {
        f"{request['method']} {request['path']}: {violation}"
        for request in requests
        for violation in checker.check(request["method"], request["path"], request["body"], request["parts"])
        if not NUMBERED_UPLOAD.match(violation)
    }
    assert not violations, "\n".join(sorted(violations))
    assert requests


def test_the_checker_sees_a_wrong_request() -> None:
    if not CHECKER.is_file():
        pytest.skip("Discord's API description (shared/discord-api) is not on this machine")
    checker = _load().Checker(json.loads(CHECKER.with_name("openapi.json").read_text(encoding="utf-8")))
    assert checker.check("POST", "/channels/1/messages", {"content": "x" * 2001})


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("openapi_check", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
