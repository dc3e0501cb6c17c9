"""Being told to stop, by Ctrl-C or SIGTERM: from the first moment on, and a second time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def possible() -> Iterator[None]:
    """While all is loaded, which takes a second, and until `told` takes over: both are a KeyboardInterrupt.

    SIGINT too: whoever starts us in the background of a script makes us ignore it otherwise.
    """
    before = {number: signal.signal(number, signal.default_int_handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def told(stop: Callable[[], object]) -> None:
    """From now on, while this event loop lives, the first signal calls `stop`; the next ends the process at once."""
    signals = iter((stop, _end_at_once))

    def once_more() -> None:
        next(signals)()

    for number in SIGNALS:
        with suppress(NotImplementedError):  # Windows: there Ctrl-C raises KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(number, once_more)


def leave(code: int) -> NoReturn:
    """End the process, and wait for no thread that computes what nobody needs any more: a base takes a minute to encode."""
    if any(not thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread()):
        _end_at_once(code)
    sys.exit(code)


def _end_at_once(code: int = 0) -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
