"""Phrasings turned into a question for another action: undone, opposite, the other way, not at all, on something else.

The closest wording with another action is a wrong answer that sounds right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from bench.hard.actions import STOPPABLE, UNDOABLE, Action, action_of, gerund, with_article
from bench.hard.labelled import Base, Hard, Known, Part, content, evenly, in_random_order, is_one_sentence, listed
from bot.matching.words import stem

LONGEST = 14  # words of a phrasing; a longer one is about more than one action
OTHER_OBJECTS = 2  # tried for a phrasing

_UNDONE: dict[Part, dict[str, str]] = {
    "fit": {
        "stop doing": "how do i stop {ing}",
        "turn off doing": "how can i turn off {ing}",
        "get out of doing": "i want to get out of {ing}",
    },
    "test": {
        "quit doing": "how do i quit {ing}",
        "opt out of doing": "can i opt out of {ing}",
        "prevent doing": "is there a way to prevent you from {ing}",
    },
}
_TAKEN_BACK: dict[Part, dict[str, str]] = {
    "fit": {"undo doing": "how do i undo {ing}", "take back doing": "can i take back {ing}"},
    "test": {
        "reverse doing": "how can i reverse {ing}",
        "regret doing": "i regret {ing}{rest}, how do i get back to how it was",
    },
}
_REMOVED: dict[Part, dict[str, str]] = {
    "fit": {"remove it": "how do i remove {thing}", "disable it": "how can i disable {thing}"},
    "test": {
        "get rid of it": "how do i get rid of {thing}",
        "switch it off": "how can i switch {thing} off again",
    },
}
_NEGATED: dict[Part, dict[str, str]] = {
    "fit": {"how do i not": "how do i not {verb}", "do not want to": "i do not want to {verb}"},
    "test": {
        "never": "how can i never {verb}{rest} again",
        "without": "what do i do so that i do not have to {verb}",
    },
}
_FORBIDDEN: dict[Part, dict[str, str]] = {
    "fit": {"do not": "please do not {verb}", "stop": "stop {ing}"},
    "test": {"never, please": "never {verb}{rest} again", "quit, please": "could you please quit {ing}"},
}
"""For what was said as an order."""

_MAKING = frozenset(
    [
        "set up",
        "set",
        "create",
        "add",
        "install",
        "enable",
        "activate",
        "turn on",
        "connect",
        "link",
        "import",
        "register",
    ]
)
_UNDOING_WORDS = listed("""
    stop prevent avoid off disable deactivate remove delete cancel undo quit leave terminate rid unsubscribe unlink
    disconnect block reverse restore uninstall opt
""")
_UNDOING = frozenset(map(stem, _UNDOING_WORDS))
"""By any of these words an entry may be about undoing already."""

_OPPOSITES: dict[Part, str] = {
    "fit": """
        import!/export enable/disable set_up/remove add!/delete send!/receive lock/unlock open/close join/leave
        activate/deactivate turn_on/turn_off increase/reduce show/hide start/stop sell!/buy accept/reject
        archive/restore subscribe/unsubscribe install/uninstall connect!/disconnect lend!/borrow encrypt/decrypt
        mute/unmute push!/pull fill/empty attach!/detach
    """,
    "test": """
        upload!/download freeze/unfreeze block/unblock raise/lower deposit!/withdraw insert!/take_out create/discard
        upgrade/downgrade log_in/log_out sign_in/sign_out sign_up/sign_off link!/unlink load/unload allow/forbid
        merge/split approve/refuse extend/shorten publish/unpublish follow/unfollow invite/expel save/throw_away
        pin/unpin claim/renounce request/turn_down order/send_back sync/keep_apart
    """,
}
"""A verb and its opposite. A mark behind the one that takes `to` says that the other takes `from`: add to, delete from."""

_SAME = [
    listed(group)
    for group in (
        "create set make add new start open schedule put register",
        "delete remove cancel erase wipe close terminate clear off leave rid uninstall",
        "increase raise up louder higher more upgrade",
        "reduce lower decrease down quieter less low downgrade",
        "enable activate on start unfreeze unblock unlock unmute restore reactivate",
        "disable deactivate off stop freeze block lock mute",
        "download export save extract back",
        "upload import load",
        "send forward pay transfer",
        "receive get",
        "buy order get purchase",
        "join add register sign",
        "connect link pair attach",
        "reject refuse decline",
        "allow permit enable",
    )
]
"""Words for the same action: one may be in a phrasing for the other."""

_MOVED = frozenset(
    listed("import migrate move transfer send forward upload download sync copy export withdraw receive")
)
_TURNED = {"to": "from", "from": "to", "into": "out of", "onto": "off"}

_OTHER_OBJECTS: dict[Part, dict[str, str]] = {
    "fit": {
        "change": "ringtone | hairstyle | screen brightness",
        "cancel": "gym membership | dentist appointment",
        "add": "playlist | swimming pool",
        "create": "crossword | family tree",
        "set up": "game console | doorbell",
        "delete": "browser history | podcast",
        "remove": "wine stain | phone case",
        "open": "sunroof | tin can",
        "close": "browser tab | garage door",
        "order": "birthday cake | pizza",
        "get": "library book | flu shot",
        "use": "pressure cooker | sewing machine",
        "find": "lost cat | parking spot",
        "activate": "car alarm | lawn sprinkler",
        "reset": "odometer | game level",
        "send": "bouquet | postcard",
        "transfer": "houseplant | video game",
        "move": "piano | taskbar",
        "pay": "dowry | parking fine",
        "check": "tyre pressure | smoke detector",
        "track": "marathon | period",
        "verify": "diamond | alibi",
        "block": "drain | pop-up",
        "freeze": "video frame | soup",
        "see": "solar eclipse | dermatologist",
        "connect": "garden hose | guitar amplifier",
        "enable": "night vision | child lock",
        "update": "graphics driver | wardrobe",
        "book": "hot air balloon | clown",
        "make": "snowman | hammock",
        "buy": "chainsaw | sofa",
        "upload": "mixtape | cooking video",
        "download": "ebook | ringtone",
        "import": "vintage car | bookmark",
        "export": "bookmark | spreadsheet",
        "forward": "parcel | football",
        "share": "lawnmower | recipe",
        "link": "bracelet | playlist",
        "request": "song | parking permit",
        "view": "apartment | meteor",
        "edit": "video clip | podcast",
        "enter": "marathon | raffle",
        "keep": "tortoise | beehive",
        "report": "pothole | fox",
    },
    "test": {
        "change": "nappy | guitar string | desktop wallpaper",
        "cancel": "piano lesson | magazine subscription",
        "add": "carport | balcony",
        "create": "mosaic | sourdough starter",
        "set up": "projector | treehouse",
        "delete": "freckle | voicemail greeting",
        "remove": "tick | wallpaper",
        "open": "umbrella | champagne bottle",
        "close": "sleeping bag | parasol",
        "order": "wheelchair | bunk bed",
        "get": "haircut | fishing permit",
        "use": "fire extinguisher | lawn mower",
        "find": "geocache | woodpecker",
        "activate": "glow stick | dashcam",
        "reset": "thermostat | bread machine",
        "send": "fruit basket | valentine",
        "transfer": "tattoo | horse",
        "move": "bookcase | greenhouse",
        "pay": "ransom | speeding ticket",
        "check": "oil level | pulse",
        "track": "hedgehog | asteroid",
        "verify": "autograph | birthmark",
        "block": "mole tunnel | chimney",
        "freeze": "lasagne | broth",
        "see": "northern light | chiropractor",
        "connect": "trailer | turntable",
        "enable": "subtitle | handbrake",
        "update": "game controller | spice rack",
        "book": "magician | campsite",
        "make": "kite | marmalade",
        "buy": "canoe | hamster",
        "upload": "karaoke track | portrait",
        "download": "audiobook | movie",
        "import": "cheese | savegame",
        "export": "timber | animation",
        "forward": "fax | moving crate",
        "share": "taxi | allotment",
        "link": "bead | fitness tracker",
        "request": "encore | wake-up call",
        "view": "houseboat | comet",
        "edit": "novel | drum loop",
        "enter": "pageant | escape room",
        "keep": "diary | goat",
        "report": "streetlight | wasp nest",
    },
}


_ONE_THING = re.compile(r"(?:my|our|the|a|an)\b", re.IGNORECASE)
_STANDS_ALONE = re.compile(r"^ (?:$| (?:to|from|in|on|at|with|for|by|using|via)(?: \S+){1,4}$)", re.IGNORECASE)
"""What may stand behind the object that is exchanged: little."""


def reversals(base: Base, part: Part, rng: random.Random, n: int) -> list[Hard]:
    """At most `n` questions that no entry answers, by as many rules as the base allows.

    A question whose action some phrasing of the base already asks for, on about the same thing, is left out; so is
    one whose entry has that action among its own phrasings.
    """
    known = Known(base)

    def made() -> Iterator[Hard]:
        for entry, text in in_random_order(base, rng):
            action = action_of(text) if is_one_sentence(text, LONGEST) else None
            if action is None:
                continue
            about = content(action.rest) - _UNDOING
            key = known.key(entry, action.rest)
            aim = about if key is None else about | {stem(key)}
            if _is_new(known, entry, _UNDOING, aim, key):
                for rule, changed in (*_undone(action, part), *_negated(action, part)):
                    yield Hard(changed, None, rule, text, entry)
            for rule, changed, act in (*_opposite(action, part), *_turned(action, part)):
                if _is_new(known, entry, _same(act), aim, key):
                    yield Hard(changed, None, rule, text, entry)
            for changed in _elsewhere(action, part, known, rng):
                yield Hard(changed, None, "other object", text, entry)

    return evenly(made(), n)


def _is_new(known: Known, entry: str, acts: frozenset[str], aim: frozenset[str], key: str | None) -> bool:
    """Whether neither the entry has one of the acts nor any phrasing asks for one on about the same thing."""
    return bool(aim) and not known.entry_has(entry, acts) and not known.is_asked(acts, aim, key)


def _undone(action: Action, part: Part) -> Iterator[tuple[str, str]]:
    if action.is_order:
        return
    if action.verb in STOPPABLE:
        yield from _filled(_UNDONE[part], action)
    if action.verb in UNDOABLE:
        yield from _filled(_TAKEN_BACK[part], action)
    if action.verb in _MAKING and action.thing:
        yield from _filled(_REMOVED[part], action)


def _negated(action: Action, part: Part) -> Iterator[tuple[str, str]]:
    if action.verb in STOPPABLE | UNDOABLE:
        yield from _filled((_FORBIDDEN if action.is_order else _NEGATED)[part], action)


def _filled(templates: dict[str, str], action: Action) -> Iterator[tuple[str, str]]:
    for rule, template in templates.items():
        whole = template if "{rest}" in template or "{thing}" in template else template + "{rest}"
        yield (
            rule,
            whole.format(ing=gerund(action.verb), verb=action.verb, rest=action.rest, thing=action.thing),
        )


def _same(act: str) -> frozenset[str]:
    """The stems of the words that say the act, and of others that say the same."""
    words = set(act.split())
    return frozenset(map(stem, words.union(*(group for group in _SAME if words & set(group)))))


def _pairs(part: Part) -> Iterator[tuple[str, str, str | None]]:
    """A verb, its opposite, and the preposition that the verb takes if the opposite takes another."""
    for pair in listed(_OPPOSITES[part]):
        one, other = pair.replace("!", "").split("/")
        yield one, other, "to" if "!" in pair else None
        yield other, one, "from" if "!" in pair else None


def _opposite(action: Action, part: Part) -> Iterator[tuple[str, str, str]]:
    """The text with the opposite verb, and the words that say so."""
    prepositions = {*re.findall(r"\b(?:to|from|into|onto)\b", action.rest)}
    is_other_verb = bool(re.match(r" (?:me|us|you|out|up|in|off|down|with)\b", action.rest))
    for verb, opposite, taken in _pairs(part):
        if verb != action.verb or is_other_verb or (taken and len(prepositions) > 1):
            continue
        if taken and (prepositions == {"from"}) == (taken == "to") and prepositions:
            continue
        rest = _directions_turned(action.rest) if taken else action.rest
        yield "opposite verb", f"{action.frame}{opposite}{rest}", opposite
    if action.verb in ("turn", "switch"):
        for particle, other in (
            (("on", "off"), ("off", "on")) if part == "fit" else (("up", "down"), ("down", "up"))
        ):
            if re.search(rf"^ {particle}\b|\b{particle}$", action.rest):
                rest = re.sub(rf"\b{particle}\b", other, action.rest, count=1)
                yield "opposite particle", f"{action.frame}{action.verb}{rest}", other


def _turned(action: Action, part: Part) -> Iterator[tuple[str, str, str]]:
    """The other direction, where the phrasing says only one. Verbs are split between the parts by their order."""
    verbs: Sequence[str] = sorted(_MOVED)
    mine = verbs[0::2] if part == "fit" else verbs[1::2]
    found = re.findall(r"\b(to|from|into|onto)\b", action.rest)
    if action.verb in mine and len(found) == 1 and not re.search(rf"\b{found[0]}$", action.rest):
        yield "other direction", f"{action.frame}{action.verb}{_directions_turned(action.rest)}", _TURNED[found[0]]


def _directions_turned(rest: str) -> str:
    return re.sub(r"\b(to|from|into|onto)\b", lambda found: _TURNED[found[1]], rest)


def _elsewhere(action: Action, part: Part, known: Known, rng: random.Random) -> Iterator[str]:
    thing = action.thing
    objects = [
        name for name in _OTHER_OBJECTS[part].get(action.verb, "").split(" | ") if name and not known.has(name)
    ]
    if thing and _ONE_THING.match(thing) and _STANDS_ALONE.match(action.rest.replace(thing, "", 1)):
        for name in rng.sample(objects, min(OTHER_OBJECTS, len(objects))):
            rest = action.rest.replace(thing, with_article(name, thing), 1)
            yield f"{action.frame}{action.verb}{rest}"
