"""Phrasings about somebody else's thing: `my wifi password`, `a refund from amazon`, `my account on instagram`."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

import wordfreq

from bench.hard.labelled import (
    Base,
    Hard,
    Known,
    Part,
    before_the_mark,
    content,
    evenly,
    in_random_order,
    is_one_sentence,
    listed,
)

LONGEST = 12  # words of a phrasing; a longer one is about more than one thing
SLOT = 3  # different words at one place of an entry's phrasings: whatever stands there is meant by the entry
EACH = 2  # questions of a rule made of a phrasing

_SERVICES: dict[Part, str] = {
    "fit": """
        instagram facebook tiktok snapchat linkedin pinterest netflix spotify hulu twitch steam roblox fortnite xbox
        playstation uber airbnb booking.com tripadvisor duolingo wikipedia ebay etsy vinted tinder hinge strava fitbit
        peloton moodle
    """,
    "test": """
        twitter reddit whatsapp telegram signal youtube tumblr disney+ deezer soundcloud minecraft nintendo valorant
        epic lyft blablacar expedia ryanair coursera goodreads craigslist gumtree depop bumble grindr garmin zwift
        audible kindle canva
    """,
}
_SHOPS: dict[Part, str] = {
    "fit": "amazon ikea walmart zara lidl h&m costco decathlon sephora starbucks nike argos lego",
    "test": "target aldi zalando primark tesco adidas uniqlo asos subway wayfair carrefour temu shein",
}
_THINGS: dict[Part, list[str]] = {
    "fit": [
        *listed(
            "wifi gym library landlord school bike dentist fridge tv garage church choir kindergarten passport museum"
        ),
        *listed("football swimming pizza wedding"),
        "coffee machine",
        "baby monitor",
        "rental car",
        "washing machine",
    ],
    "test": [
        *listed(
            "router bluetooth yoga university hostel scooter vet oven printer basement scout orchestra nursery visa zoo"
        ),
        *listed("tennis climbing sushi funeral"),
        "door lock",
        "game console",
        "ski rental",
        "vacuum robot",
    ],
}
_PLACES: dict[Part, list[str]] = {
    "fit": [
        *("for my car", "for the gym", "for the coffee shop", "for the hairdresser", "for my bicycle"),
        *("for my kids' school", "for my smart fridge", "at the swimming club"),
    ],
    "test": [
        *("for our camper van", "for the library", "for my smart oven", "for the dentist", "for my motorbike"),
        *("for the hotel", "for my robot mower", "at the tennis club"),
    ],
}
_OCCASIONS: dict[Part, list[str]] = {
    "fit": [
        "for tonight",
        "for tonight's dinner",
        "for my sister's wedding",
        "for the football match",
        "for the picnic",
    ],
    "test": [
        "for next saturday",
        "for grandma's birthday",
        "for the concert",
        "for our ski holiday",
        "for the school play",
    ],
}

_ONES_OWN = listed("""
    account accounts password passwords passcode username profile subscription subscriptions membership plan settings
    login pin identity trial
""")
"""What many companies have, so that a question about it is another one when it is another company's."""

_PAID = listed("""
    order refund refunds payment payments money invoice invoices receipt delivery charge card cards voucher fee fees
    contract
""")
"""The same, but not for a bank: there, it is still the bank's card that paid the shop."""

_OWNED = [*_ONES_OWN, *_PAID]
_HAPPENING = frozenset(listed("plan plans order delivery refund refunds voucher"))
_KEPT = frozenset(listed("account accounts password passwords plan settings login membership subscription"))
_TOLD = frozenset(
    listed("outlook android iphone gmail google microsoft apple samsung paypal visa mastercard app apps panel vat")
)
"""A phrasing with one of these says already whose thing it is about."""

_BANKING = listed("card transaction payment")
_BANKS_SHARE = 0.1  # of the entries of a base; where one in ten is about cards, it is a bank's
LEAST_ZIPF = 3.3  # a rarer word is a name or a term that makes the question this product's all the same

_DETERMINED = re.compile(
    rf"\b(?P<owner>my|our|the|a|an|this|your)(?P<between>(?: (?!(?:{'|'.join(_OWNED)})\b)[\w'&+.-]+)?) "
    rf"(?P<noun>{'|'.join(_OWNED)})\b(?! (?:{'|'.join(_OWNED)})\b)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:on|from|with|at|in|for|to|into|by|via|using|of|while|when|if|because|and|but|or|than|since) ", re.I
)
_AFTER = re.compile(r"\b(on|from|with|at|in|for) (?!(?:my|our|the|a|an|this|your|it|that)\b)(\w+)", re.IGNORECASE)


def foreign(base: Base, part: Part, rng: random.Random, n: int) -> list[Hard]:
    """At most `n` questions that no entry answers: the thing put in is none that a phrasing has a word for.

    Made only of phrasings about what many companies have, and not where an entry takes whatever stands at that
    place (`pay my <any> bill`).
    """
    known = Known(base)
    owned = frozenset(_ONES_OWN if known.share(_BANKING) >= _BANKS_SHARE else _OWNED)
    slots = _slots(base)
    services = [name for name in listed(_SERVICES[part]) if not known.has(name)]
    shops = [name for name in listed(_SHOPS[part]) if not known.has(name)]
    things = [name for name in _THINGS[part] if not known.has(name)]
    places = [text for text in _PLACES[part] if not known.has(text)]
    occasions = [text for text in _OCCASIONS[part] if not known.has(text)]

    def made() -> Iterator[Hard]:
        for entry, text in in_random_order(base, rng):
            if not is_one_sentence(text, LONGEST):
                continue
            words = text.lower().rstrip(" ?.!").split()
            if _TOLD & {*words} or any(wordfreq.zipf_frequency(word, "en") < LEAST_ZIPF for word in words):
                continue
            last = words[-1]
            for rule, changed in [
                *_owned(text, owned, [*services, *things], slots[entry], rng),
                *_ended("service at the end", text, ["on"], services, last in owned, slots[entry], rng),
                *_ended(
                    "shop at the end",
                    text,
                    ["from", "at"],
                    shops,
                    last in _PAID and last in owned,
                    slots[entry],
                    rng,
                ),
                *_appended("place", text, places, last in _KEPT, rng),
                *_appended("occasion", text, occasions, last in _HAPPENING and last in owned, rng),
            ]:
                yield Hard(changed, None, rule, text, entry)

    return evenly(made(), n)


def _slots(base: Base) -> Mapping[str, Mapping[str, set[str]]]:
    """For each entry, the words that stand before each noun and after each preposition in its phrasings."""
    found: dict[str, dict[str, set[str]]] = {}
    for entry, texts in base.items():
        places: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for match in _DETERMINED.finditer(text):
                places[match["noun"].lower()] |= content(match["between"])
            for preposition, word in _AFTER.findall(text):
                places[preposition.lower()] |= content(word)
        found[entry] = places
    return found


def _owned(
    text: str, owned: Set[str], owners: Sequence[str], slots: Mapping[str, set[str]], rng: random.Random
) -> Iterator[tuple[str, str]]:
    match = _DETERMINED.search(text)
    if match and match["noun"].lower() in owned and len(slots.get(match["noun"].lower(), ())) < SLOT:
        for owner in rng.sample(owners, min(EACH, len(owners))):
            determiner = match["owner"]
            if determiner.lower() in ("a", "an"):
                determiner = "an" if owner[0] in "aeio" else "a"
            elif determiner.lower() == "your":
                determiner = "the"
            rule = "before the noun" if not match["between"] else "in place of a word"
            yield rule, f"{text[: match.start()]}{determiner} {owner} {match['noun']}{text[match.end() :]}"


def _ended(
    rule: str,
    text: str,
    prepositions: Sequence[str],
    owners: Sequence[str],
    is_fit: bool,
    slots: Mapping[str, set[str]],
    rng: random.Random,
) -> Iterator[tuple[str, str]]:
    preposition = rng.choice(prepositions)
    if is_fit and not _PLACED.search(text) and len(slots.get(preposition, ())) < SLOT:
        for owner in rng.sample(owners, min(EACH, len(owners))):
            yield rule, before_the_mark(text, f"{preposition} {owner}")


def _appended(
    rule: str, text: str, endings: Sequence[str], is_fit: bool, rng: random.Random
) -> Iterator[tuple[str, str]]:
    if is_fit and not _PLACED.search(text):
        for ending in rng.sample(endings, min(EACH, len(endings))):
            yield rule, before_the_mark(text, ending)
