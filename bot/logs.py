"""Logs as lines of text or of JSON. They hold ids and codes; never message texts, tokens or names."""

from __future__ import annotations

import json
import logging
import sys
from typing import Literal

Format = Literal["text", "json"]


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def without_traceback(record: logging.LogRecord) -> bool:
    """The library tells of a lost connection, which is everyday, with a traceback of 60 lines: one line is enough."""
    if record.exc_info and record.getMessage().startswith("Attempting a reconnect"):
        error = record.exc_info[1]
        record.msg, record.args = f"{record.getMessage()} ({type(error).__name__})", ()
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = None
    return True


def not_about_voice(record: logging.LogRecord) -> bool:
    """The library warns at each start that it cannot speak in voice channels, where nobody wants it to: not shown."""
    return not record.getMessage().endswith("is not installed, voice will NOT be supported")


def configure(style: Format, level: int = logging.INFO) -> None:
    """Log to stderr. discord.py says less: its warnings, and its errors."""
    handler = logging.StreamHandler(sys.stderr)
    if style == "json":
        handler.setFormatter(JsonFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("discord").setLevel(max(level, logging.WARNING))
    for rule in (without_traceback, not_about_voice):
        logging.getLogger("discord.client").addFilter(rule)
