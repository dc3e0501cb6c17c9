"""A post of the knowledge channel: what an entry can take of it, and what has become of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.drafts.draft import (
    MOST_PHRASINGS,
    TITLE_LENGTH,
    Draft,
    Origin,
    Proposal,
    Status,
    fitting,
    one_line,
    proposal_of,
    proposed_as,
    tidied,
)
from bot.knowledge.entry import Entry

_HEADING = re.compile(r"\A(?:-#|#{1,3}|>>>|>|[-*])\s+")
"""What Discord draws a heading, small print, a quotation or a list by."""

_STRESSED = re.compile(r"(\*{1,3}|_{1,2}|~~|`)((?:(?!\1).)+)\1:?")


@dataclass(frozen=True)
class Post:
    """What staff have written there. `version` is when it was edited, in seconds since 1970; 0 where it never was.

    `drafted_version` is what its newest draft was made of, None where that was a change that was rejected; `line_message_id` our line below it.
    """

    message_id: int
    guild_id: int
    channel_id: int
    author_id: int
    version: int = 0
    drafted_version: int | None = None
    line_message_id: int | None = None

    def drafted(self, version: int) -> Post:
        """A draft says now what this version of the post says."""
        return replace(self, version=max(self.version, version), drafted_version=version)


@dataclass(frozen=True)
class Standing:
    """A post, its newest draft, decided or not, and the entry of the files that it has become."""

    post: Post
    draft: Draft | None = None
    entry: Entry | None = None

    @property
    def waiting(self) -> Draft | None:
        """The draft that staff have not decided about."""
        return self.draft if self.draft is not None and self.draft.is_open else None

    @property
    def is_behind(self) -> bool:
        """Whether its draft, or the entry, still says what the post said before it was edited."""
        has_become = self.waiting is not None or self.entry is not None
        return has_become and self.post.version != self.post.drafted_version

    @property
    def title(self) -> str:
        """Of the entry that it is; nothing where it is none. What is approved is one before the files are read again."""
        newest = self.draft if self.draft is not None and self.draft.status is Status.APPROVED else None
        if self.entry is not None:
            is_read_again = newest is None or newest.base is None or newest.base.title != self.entry.title
            return self.entry.title if newest is None or is_read_again else newest.entry.title
        is_so_still = self.post.version == self.post.drafted_version
        return newest.entry.title if newest is not None and is_so_still else ""

    @property
    def draft_id(self) -> int:
        """Of its newest draft; 0 where it has none. Who fills in a form has seen the post with this one."""
        return self.draft.id if self.draft is not None else 0

    @property
    def origin(self) -> Origin:
        """Who wrote it is credited once, and not for changes."""
        author_id = self.post.author_id if self.entry is None else None
        return Origin(self.post.channel_id, self.post.message_id, author_id)


def standing_of(post: Post, drafts: Sequence[Draft], entry_by: Callable[[str], Entry | None]) -> Standing:
    """`drafts` are those that were made of it, the newest first; `entry_by` finds what stands in the files under an id."""
    approved = (entry_by(draft.entry.id) for draft in drafts if draft.status is Status.APPROVED)
    entry = next((entry for entry in approved if entry is not None), None)
    return Standing(post, drafts[0] if drafts else None, entry)


def title_and_answer(text: str) -> tuple[str, str]:
    """The first line is the title, and the rest the answer. One that is too long for a title, or all there is, also
    belongs to the answer.
    """
    text = tidied(text)
    first, _, rest = text.partition("\n")
    line = _HEADING.sub("", first, count=1).strip()
    if stressed := _STRESSED.fullmatch(line):
        line = stressed[2].strip()
    title = fitting(line, TITLE_LENGTH)
    is_whole = bool(title) and len(one_line(line)) <= TITLE_LENGTH
    return title, rest.strip() if is_whole and rest.strip() else text


def filled_with(standing: Standing, text: str, category: str) -> Proposal:
    """What the form is filled in with: what the post says now, and phrasings and keywords as they are. A title that is
    another one by now stays a phrasing, where there is room for one more.
    """
    title, answer = title_and_answer(text)
    if standing.waiting is not None:
        before = proposal_of(standing.waiting)
    elif standing.entry is not None:
        before = proposed_as(standing.entry, category)
    else:
        return Proposal(category, title, "", answer)
    phrasings = (before.phrasings or "").splitlines()
    if title.casefold() not in (before.title.casefold(), "") and len(phrasings) < MOST_PHRASINGS:
        phrasings = [*phrasings, before.title] if before.title not in phrasings else phrasings
    return replace(before, title=title or before.title, phrasings="\n".join(phrasings), answer=answer)
