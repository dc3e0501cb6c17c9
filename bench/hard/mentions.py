"""Questions that merely mention a device, a person or a circumstance, and still ask what they asked."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.hard.labelled import Base, Hard, Known, Part, before_the_mark, evenly, in_random_order, listed

SHORTEST = 5  # words of a phrasing; a shorter one is chat as often as a question

_PEOPLE: dict[Part, list[str]] = {
    "fit": listed("anna tom priya mehmet lucia erik fatima joao ben ingrid"),
    "test": listed("maria sven aisha carlos nadia pavel yuki claire omar heather"),
}
_DEVICES: dict[Part, dict[str, str]] = {
    "fit": {
        "on my macbook": "mac macos osx apple laptop",
        "on my chromebook": "chrome google laptop",
        "on my iphone": "ios apple phone mobile",
        "on my old thinkpad": "windows laptop lenovo",
        "(using firefox)": "browser mozilla",
        "(ubuntu 24.04)": "linux debian fedora",
    },
    "test": {
        "on my ipad": "ios apple tablet iphone",
        "on my pixel 8": "android phone mobile google",
        "on my work laptop": "computer pc windows job",
        "(using safari)": "browser apple mac",
        "(windows 11 here)": "pc microsoft",
        "on my samsung galaxy": "android phone mobile",
    },
}
"""What is appended, and words of a base to which the device would matter."""

_OPENINGS: dict[Part, dict[str, list[str]]] = {
    "fit": {
        "greeted": ["hi {name}, ", "hello {name}! ", "hey {name}, quick question: ", "hiya, {name} here. "],
        "passed on": [
            "my colleague {name} asks: ",
            "asking for my friend {name}: ",
            "on the phone with {name}, who asks: ",
        ],
        "circumstance": [
            "for a client of ours: ",
            "i am new here. ",
            "sorry if this was asked before: ",
            "my english is not great. ",
            "after the update yesterday: ",
            "i am on a train with bad reception. ",
        ],
    },
    "test": {
        "greeted": ["good morning {name}, ", "hey there {name} - ", "dear {name}, ", "{name}! one thing: "],
        "passed on": [
            "{name} from our office wants to know: ",
            "my neighbour {name} asked me: ",
            "on behalf of {name}: ",
        ],
        "circumstance": [
            "for one of our customers: ",
            "long time lurker here, ",
            "i have looked everywhere: ",
            "not sure this is the right channel. ",
            "since last night: ",
            "i am at the airport right now. ",
        ],
    },
}
_CLOSINGS: dict[Part, dict[str, list[str]]] = {
    "fit": {
        "closed": ["thanks, {name}", "(asking for {name})", "thank you so much in advance"],
        "time": ["i have wondered since yesterday", "my boss needs it by noon", "i tried for two hours"],
    },
    "test": {
        "closed": ["cheers, {name}", "({name} is asking)", "any help is appreciated"],
        "time": ["i have been at this since lunch", "it is for a meeting on thursday", "this is driving me crazy"],
    },
}


def mentions(base: Base, part: Part, rng: random.Random, n: int, asked: Base | None = None) -> list[Hard]:
    """At most `n` questions that have an entry, and mention nothing that the base has a word for.

    `asked` are the questions of each entry that are made to mention something; without it, the base's phrasings.
    """
    known = Known(base)
    devices = [
        ending
        for ending, related in _DEVICES[part].items()
        if not known.has(ending) and not any(map(known.has_word, related.split()))
    ]
    people = [name for name in _PEOPLE[part] if not known.has_word(name)]

    def made() -> Iterator[Hard]:
        for entry, text in in_random_order(asked or base, rng):
            if len(text.split()) < SHORTEST:
                continue
            for rule, forms in _OPENINGS[part].items():
                opening = rng.choice(forms).format(name=rng.choice(people))
                if not known.has(opening):
                    yield Hard(opening + text, entry, rule, text, entry)
            for rule, forms in _CLOSINGS[part].items():
                closing = rng.choice(forms).format(name=rng.choice(people))
                if not known.has(closing):
                    stop = "" if text.endswith(("?", ".", "!")) else "."
                    yield Hard(f"{text}{stop} {closing}", entry, rule, text, entry)
            if devices:
                yield Hard(before_the_mark(text, rng.choice(devices)), entry, "device", text, entry)

    return evenly(_one_each(made(), rng), n)


def _one_each(made: Iterator[Hard], rng: random.Random) -> list[Hard]:
    """One question of each phrasing."""
    of_source: dict[tuple[str, str], list[Hard]] = {}
    for hard in made:
        of_source.setdefault((hard.entry_id, hard.source), []).append(hard)
    return [rng.choice(found) for found in of_source.values()]
