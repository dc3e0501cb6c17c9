"""A document → a model: every mistake at once, each as a sentence with file:line. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.documents import Document
from bot.json_schema import parts_at
from bot.plain import Data, Place, put_in_quotes, reading_of, subject_of
from bot.problems import Problem, did_you_mean, shown

M = TypeVar("M", bound=BaseModel)

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "`true` or `false`",
    "date_type": "a date such as 2027-01-31",
    "list_type": "a list, with each item on a line of its own after `- `",
    "dict_type": "a group of `key: value` lines",
    "model_type": "a group of `key: value` lines",
}
_WITHOUT_QUOTES = {"int_type", "float_type", "bool_type"}
_BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def validate(document: Document, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Make a model of a document. None where the document has a problem, found now or when it was read.

    The problems are the new ones, all at once and sorted; what was said of a trap is not said again.
    """
    try:
        found = model.model_validate(document.data)
    except ValidationError as invalid:
        grouped: dict[Place, list[ErrorDetails]] = {}
        for error in invalid.errors(include_url=False):
            grouped.setdefault(_place(document, error), []).append(error)
        return None, sorted(
            document.problem(place, _sentence(errors, place, document, model))
            for place, errors in grouped.items()
            if place not in document.traps
        )
    return (None if document.traps else found), []


def _place(document: Document, error: ErrorDetails) -> Place:
    """Where an error is. pydantic's path has steps that the file has not: `str` for one side of a union."""
    place: Place = ()
    for step in error["loc"]:
        if (*place, step) in document.lines:
            place = (*place, step)
    return (*place, error["loc"][-1]) if error["type"] == "missing" else place


def _sentence(errors: Sequence[ErrorDetails], place: Place, document: Document, model: type[BaseModel]) -> str:
    """One sentence for what is wrong at one place. The sides of a union each have an error there."""
    error = next((error for error in errors if error["type"] not in _WANTED), errors[0])
    subject, value, context = subject_of(place), error["input"], error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"{subject} is missing"
        case "extra_forbidden":
            name, parts = str(place[-1]), list(parts_at(model, place[:-1]))
            if any(name in part.get("retired", ()) for part in parts):
                return f"{shown(name)} is no longer a setting: delete this line"
            settings = [key for part in parts for key in part.get("properties", ())]
            return f"{shown(name)} is not a setting here{did_you_mean(name, settings)}"
        case "value_error":
            words = str(context["error"])
            return f"{subject} {words}" if words.startswith("must ") else words
        case "enum" | "literal_error":
            options = re.findall("'([^']*)'", context["expected"])
            hint = did_you_mean(str(value), options)
            return f"{subject} must be one of: {', '.join(options)}{hint or f' (it is {_described(value)})'}"
        case "string_too_short" if value == "":
            return f"{subject} is empty"
        case "string_too_short":
            return f"{subject} must be at least {context['min_length']} characters (it has {len(value)})"
        case "string_too_long" | "url_too_long":
            return f"{subject} must be at most {context['max_length']} characters (it has {len(value)})"
        case "too_short":
            return f"{subject} must have at least {context['min_length']} items (it has {len(value)})"
        case "too_long":
            return f"{subject} must have at most {context['max_length']} items (it has {len(value)})"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal" as bound:
            words, key = _BOUNDS[bound]
            limit = context[key]
            limit = int(limit) if limit == int(limit) else limit
            return f"{subject} must be {words} {limit} (it is {_described(value)})"
        case "string_pattern_mismatch":
            told = (part.get("patternErrorMessage") for part in parts_at(model, place))
            return f"{subject} {next(filter(None, told), 'is not written as it must be')}"
        case "url_type" | "url_parsing" | "url_scheme":
            return f"{subject} must be a web address that starts with http:// or https://"
        case "string_type" if place in document.raw:
            return put_in_quotes(document.raw[place], reading_of(value))
        case "string_type" if isinstance(value, dict):
            return f"{subject} must be text, and a colon makes it a group of settings: put it in quotes"
        case kind if kind in _WANTED:
            wanted = " or ".join(dict.fromkeys(_WANTED[error["type"]] for error in errors))
            quoted = kind in _WITHOUT_QUOTES and isinstance(value, str) and place not in document.raw
            return f"{subject} must be {wanted}{', without quotes' if quoted else ''} (it is {_described(value)})"
        case _:
            return f"{subject} is not what it must be (it is {_described(value)})"


def _described(value: Data) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str() | int() | float():
            return shown(str(value))
        case _:
            return reading_of(value)
