"""Questions that no entry answers, grouped by what they are about. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.matching.words import COMMON_STEMS, normalise, stem

ALIKE = 0.55
"""The cosine from which two questions are about the same."""

PEOPLE_AT_LEAST = 3
"""A group of fewer is shown to nobody: one person's question stays theirs."""

NEAR = 0.25
"""The score from which an entry is near a question at all: perhaps it lacks a phrasing."""

WORDS, EXAMPLES = 3, 2
PRIOR_QUESTIONS = 50  # imagined ones without any of the words, so that what all of a few questions share counts


@dataclass(frozen=True)
class Unanswered:
    """A question that went without an answer, or whose answer did not help.

    `text` is None once it is forgotten; `nearest` is the best entry, if it scored `NEAR`.
    """

    asker_id: int
    text: str | None
    nearest: str | None = None


@dataclass(frozen=True)
class Group:
    """Questions about the same. `words` say what they have in common, the most used first.

    `nearest` is the entry that came nearest to most of them, `nearest_to` to how many.
    """

    people: int
    questions: int
    words: tuple[str, ...]
    examples: tuple[str, ...]
    nearest: str | None
    nearest_to: int


@dataclass(frozen=True)
class Gaps:
    """The groups of enough people, largest first, and how many questions are in none of them, and why."""

    groups: tuple[Group, ...]
    ungrouped: int
    forgotten: int


@dataclass(frozen=True)
class _Topic:
    """Questions with exactly the same telling stems, by their places in the list; `weights` has length 1.

    `words` are those stems as each of the members spells them.
    """

    members: tuple[int, ...]
    words: tuple[Mapping[str, str], ...]
    weights: Mapping[str, float]


def find_gaps(questions: Sequence[Unanswered]) -> Gaps:
    """Group the questions whose words are known. Their order decides only between equals.

    Questions become vectors of the stems that carry a topic, weighted ln((N + 50) / n) for n of N questions that
    use one (inverse document frequency, Spärck Jones 1972). Then, as in Butina's clustering (J. Chem. Inf. Comput. Sci. 39 (1999)
    747–750): whoever has the most people round it at a cosine of `ALIKE` makes a group with all of these, then
    the next of those that are left. All of a group are like its middle, so groups do not chain.
    """
    remembered = [one for one in questions if one.text is not None]
    topics = _topics(remembered)
    people = [len({remembered[at].asker_id for at in topic.members}) for topic in topics]
    neighbours = _neighbours(topics)
    crowd = [sum(people[near] for near in around) for around in neighbours]
    left = set(range(len(topics)))
    groups = []
    for middle in sorted(left, key=lambda at: (-crowd[at], at)):
        if middle not in left:
            continue
        nearest_first = [near for near in neighbours[middle] if near in left]
        left.difference_update(nearest_first)
        group = _group(remembered, [topics[near] for near in nearest_first])
        if group.people >= PEOPLE_AT_LEAST:
            groups.append(group)
    groups.sort(key=lambda group: (-group.people, -group.questions, group.words))
    shown = sum(group.questions for group in groups)
    return Gaps(tuple(groups), len(remembered) - shown, len(questions) - len(remembered))


def _topics(questions: Sequence[Unanswered]) -> list[_Topic]:
    """Those that say anything, the same ones together, in the order in which they first came."""
    alike: dict[frozenset[str], list[int]] = defaultdict(list)
    spelt = [_telling(question.text or "") for question in questions]
    for at, words in enumerate(spelt):
        if words:
            alike[frozenset(words)].append(at)
    uses = Counter(word for telling, members in alike.items() for word in telling for _ in members)
    total = sum(map(len, alike.values())) + PRIOR_QUESTIONS
    topics = []
    for telling, members in alike.items():
        weights = {word: math.log(total / uses[word]) for word in sorted(telling)}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        topics.append(
            _Topic(
                members=tuple(members),
                words=tuple(spelt[at] for at in members),
                weights={word: weight / length for word, weight in weights.items()},
            )
        )
    return topics


def _telling(text: str) -> dict[str, str]:
    """The stems that carry a topic, each with the word as it stands."""
    stems = {stem(word): word for word in normalise(text)}
    return {stemmed: word for stemmed, word in stems.items() if stemmed not in COMMON_STEMS}


def _neighbours(topics: Sequence[_Topic]) -> list[list[int]]:
    """For each the ones like it, itself first, then the most alike.

    Only words that can make the difference find candidates: two vectors that share none but the last words of
    the one, whose length together is below `ALIKE`, cannot reach it (prefix filtering, Bayardo et al., WWW 2007).
    """
    uses = Counter(word for topic in topics for word in topic.weights)
    found: dict[str, list[int]] = defaultdict(list)
    alike: list[list[tuple[float, int]]] = [[(-2.0, at)] for at in range(len(topics))]
    for at, topic in enumerate(topics):
        rarest_first = sorted(topic.weights, key=lambda word: (uses[word], word))
        finding = _finding([topic.weights[word] for word in rarest_first])
        candidates = {other for word in rarest_first[:finding] for other in found[word]}
        for other in candidates:
            cosine = _cosine(topic.weights, topics[other].weights)
            if cosine >= ALIKE:
                alike[at].append((-cosine, other))
                alike[other].append((-cosine, at))
        for word in rarest_first[:finding]:
            found[word].append(at)
    return [[near for _, near in sorted(around)] for around in alike]


def _finding(weights: Sequence[float]) -> int:
    """How many of the first words are needed, so that the rest is shorter than `ALIKE`."""
    rest = 0.0
    for at in range(len(weights) - 1, -1, -1):
        rest += weights[at] ** 2
        if rest >= ALIKE**2:
            return at + 1
    return 0


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _group(questions: Sequence[Unanswered], topics: Sequence[_Topic]) -> Group:
    """What is told of a group: its middle comes first among the topics."""
    members = [questions[at] for topic in topics for at in topic.members]
    users: dict[str, set[int]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    weight: dict[str, float] = defaultdict(float)
    for topic in topics:
        for at, words in zip(topic.members, topic.words, strict=True):
            for stemmed, word in words.items():
                users[stemmed].add(questions[at].asker_id)
                spelt[stemmed][word] += 1
        for word, amount in topic.weights.items():
            weight[word] += amount
    shared = [word for word in users if len(users[word]) > 1]
    telling = sorted(shared, key=lambda word: (-len(users[word]), -weight[word], word))[:WORDS]
    nearest = Counter(member.nearest for member in members if member.nearest is not None)
    common = min(nearest, key=lambda entry_id: (-nearest[entry_id], entry_id), default=None)
    return Group(
        people=len({member.asker_id for member in members}),
        questions=len(members),
        words=tuple(min(spelt[word], key=lambda form: (-spelt[word][form], form)) for word in telling),
        examples=_examples(members),
        nearest=common,
        nearest_to=nearest[common] if common is not None else 0,
    )


def _examples(members: Sequence[Unanswered]) -> tuple[str, ...]:
    """The middle of the group, and what is least like it by somebody else: so a wrong group shows."""
    middle = members[0]
    others = [one for one in members if one.asker_id != middle.asker_id and one.text != middle.text]
    return tuple(one.text for one in [middle, *others[-1:]][:EXAMPLES] if one.text is not None)
