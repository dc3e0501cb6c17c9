"""What columns hold beside numbers: aware times in UTC, and text and JSON without what databases choke on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text, TypeDecorator

_SURROGATES = re.compile("[\ud800-\udfff]")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC. A naive one is refused with ValueError before it can be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Text as people type it, without what databases and JSON choke on: NUL and lone surrogates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else cleaned(value)


class CleanJson(TypeDecorator[Any]):
    """Small JSON whose strings are cleaned like CleanText."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return _cleaned_tree(value)


def cleaned(text: str) -> str:
    """The text without NUL; lone surrogates become U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def _cleaned_tree(value: Any) -> Any:
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, dict):
        return {_cleaned_tree(key): _cleaned_tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned_tree(item) for item in value]
    return value
