"""What goes wrong with the wire's REST answers, by script: refusals, limits, outages, connections that are cut."""

from __future__ import annotations

import json
import socket
import struct
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from aiohttp import web

VIA = {"Via": "1.1 wire"}
"""Without this, discord.py takes a 429 for a ban."""


@dataclass
class Fault:
    """Befalls requests like this one, `times` of them (None: any number) and until `ends_at`, of the monotonic clock.

    With `status` None the connection is reset; with `after` the request has taken effect before.
    """

    method: str
    path: str
    status: int | None
    after: bool = False
    times: int | None = 1
    ends_at: float | None = None
    retry_after: float | None = None
    is_global: bool = False
    code: int = 0
    befallen: int = 0
    """So many requests it has befallen."""

    @property
    def is_over(self) -> bool:
        worn_out = self.times is not None and self.befallen >= self.times
        return worn_out or (self.ends_at is not None and time.monotonic() >= self.ends_at)

    def is_of(self, method: str, path: str) -> bool:
        return self.method in (method, "*") and fnmatch(path, self.path)

    def answer(self) -> web.Response:
        """What is heard in place of the answer."""
        body: dict[str, Any] = {"message": "scripted", "code": self.code}
        headers = {"Content-Type": "application/json"}
        if self.retry_after is not None:
            body |= {"message": "You are being rate limited.", "retry_after": self.retry_after}
            body |= {"global": self.is_global}
            headers |= {
                **VIA,
                "Retry-After": str(self.retry_after),
                "X-RateLimit-Reset-After": str(self.retry_after),
            }
        assert self.status is not None
        return web.Response(body=json.dumps(body), status=self.status, headers=headers)


class Faults:
    """The script. Paths are patterns, such as `/channels/*/messages`; what is written first comes first."""

    def __init__(self) -> None:
        self._script: list[Fault] = []

    def fail(
        self,
        method: str,
        path: str,
        status: int = 503,
        *,
        times: int | None = 1,
        seconds: float | None = None,
        after: bool = False,
        code: int = 0,
    ) -> Fault:
        """Answer with this status; with `seconds`, for so long."""
        ends_at = None if seconds is None else time.monotonic() + seconds
        return self._add(Fault(method, path, status, after, None if seconds else times, ends_at, code=code))

    def limit(
        self, method: str, path: str, retry_after: float, *, times: int | None = 1, is_global: bool = False
    ) -> Fault:
        """429: to be tried again after so many seconds; where it `is_global`, so is everything else."""
        return self._add(Fault(method, path, 429, times=times, retry_after=retry_after, is_global=is_global))

    def reset(self, method: str, path: str, *, times: int | None = 1, after: bool = True) -> Fault:
        """Cut the connection in place of an answer, after the effect or before it."""
        return self._add(Fault(method, path, None, after, times))

    def befall(self, method: str, path: str) -> Fault | None:
        """What this request meets with, if anything; it counts as met."""
        self._script = [fault for fault in self._script if not fault.is_over]
        fault = next((one for one in self._script if one.is_of(method, path)), None)
        if fault is not None:
            fault.befallen += 1
        return fault

    def _add(self, fault: Fault) -> Fault:
        self._script.append(fault)
        return fault


def cut(request: web.Request) -> None:
    """Reset the connection: whoever is at the other end gets an error, and no orderly end."""
    assert request.transport is not None
    request.transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    request.transport.abort()
