"""The process `signpost`: it can be told to stop before it has loaded anything."""

from __future__ import annotations

import sys
from contextlib import nullcontext

from bot import stopping


def command() -> None:
    """Run what the command line says, and end the process. Here nothing is loaded yet but what a stop needs."""
    is_bot = sys.argv[1:2] == ["run"]  # a backup that is told to stop has failed: SIGTERM ends it, as ever
    try:
        with stopping.possible() if is_bot else nullcontext():
            from bot.__main__ import main

            code = main()
    except KeyboardInterrupt:
        code = 0
    stopping.leave(code)
