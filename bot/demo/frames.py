"""What the page may ask for: its JSON frames, checked."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from bot.demo.world import Declined

UPLOAD_LIMIT = 8 * 1024 * 1024
"""Bytes of the files in one frame."""
FRAME_LIMIT = UPLOAD_LIMIT * 4 // 3 + 256 * 1024
MOST_FILES = 10

Id = Annotated[int, Field(gt=0, lt=1 << 64)]
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=8000)]


class File(BaseModel):
    """An uploaded file, in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    data: str


Files = Annotated[list[File], Field(max_length=MOST_FILES)]


class Frame(BaseModel):
    """What every frame has: `n` is the number by which the page knows the reply."""

    n: int


class OnMessage(Frame):
    """What is done to one message."""

    channel: Id
    message: Id


class Open(Frame):
    do: Literal["open"]
    channel: Id


class Older(Frame):
    do: Literal["older"]
    channel: Id
    before: Id


class Send(Frame):
    do: Literal["send"]
    channel: Id
    content: Text = ""
    reply_to: Id | None = None
    files: Files = []


class Edit(OnMessage):
    do: Literal["edit"]
    content: Text


class Delete(OnMessage):
    do: Literal["delete"]


class React(OnMessage):
    do: Literal["react", "unreact"]
    emoji: Name


class Click(OnMessage):
    do: Literal["click"]
    custom_id: Name


class Select(OnMessage):
    do: Literal["select"]
    custom_id: Name
    values: Annotated[list[Name], Field(max_length=25)]


class Slash(Frame):
    do: Literal["slash"]
    channel: Id
    name: Name
    options: dict[str, Any] = {}


class Complete(Frame):
    do: Literal["complete"]
    channel: Id
    name: Name
    option: Name
    value: Text
    options: dict[str, Any] = {}


class Menu(Frame):
    do: Literal["menu"]
    channel: Id
    name: Name
    message: Id | None = None
    member: Id | None = None


class Submit(Frame):
    do: Literal["submit"]
    modal: Name
    values: dict[str, Any] = {}


class Post(Frame):
    do: Literal["post"]
    channel: Id
    title: Name
    content: Text
    tags: Annotated[list[Name], Field(max_length=20)] = []


class Thread(Frame):
    do: Literal["thread"]
    channel: Id
    name: Name
    message: Id | None = None


class Direct(Frame):
    do: Literal["direct"]


class Language(Frame):
    do: Literal["language"]
    locale: Name


class Advance(Frame):
    do: Literal["advance"]
    seconds: float


class Trouble(Frame):
    do: Literal["trouble"]
    kind: Name
    channel: Id | None = None


class FollowGuide(Frame):
    do: Literal["guide"]
    step: Name


Request = Annotated[
    Open | Older | Send | Edit | Delete | React | Click | Select | Slash | Complete | Menu | Submit | Post | Thread
    | Direct | Language | Advance | Trouble | FollowGuide,
    Field(discriminator="do"),
]  # fmt: skip
_FILES = TypeAdapter(Files)
_REQUESTS: TypeAdapter[Request] = TypeAdapter(Request)


def parse(text: str) -> Request:
    """The request in a frame. Raises Declined where it is none."""
    try:
        return _REQUESTS.validate_python(json.loads(text))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        if first["type"].startswith("union_tag"):
            raise Declined("The page asked for something that there is not.") from None
        where = ".".join(str(part) for part in first["loc"]) or "frame"
        raise Declined(f"The page sent something that is not understood: {where}: {first['msg']}.") from None
    except (ValueError, RecursionError):
        raise Declined("The page sent something that is no JSON.") from None


def number_of(text: str) -> int | None:
    """The number by which the page knows the request, as far as it can be read."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number = frame.get("n") if isinstance(frame, dict) else None
    return number if isinstance(number, int) else None


def files_in(values: list[Any]) -> list[File]:
    """The files that were chosen for an option or in a form. Raises Declined where they are none."""
    try:
        return _FILES.validate_python(values)
    except ValidationError:
        raise Declined("The page sent something that is no file.") from None
