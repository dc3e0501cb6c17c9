"""`signpost demo`: a simulated Discord with the real bot in it, without a token."""

from __future__ import annotations

import argparse

from bot.commands.console import out
from bot.errors import StartupError


def demo(options: argparse.Namespace) -> int:
    """Serve a simulated Discord with the real bot in it, or play the story in the terminal."""
    try:
        from bot.demo import server, tour
    except ModuleNotFoundError as error:
        if error.name != "simcord":
            raise
        raise StartupError("The demo needs one more package: pip install 'signpost-bot[demo]'") from error
    if options.script:
        return tour.play(out, options.home)
    return server.serve(
        out, options.home, port=options.port, browser=not options.no_browser, history=options.history
    )
