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
    "fit": {"undo doing": "how do i undo {ing}", "cancel doing": "can i take back {ing}"},
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
        "make",
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
_UNDOING_WORDS = listed(
    "stop prevent avoid off disable deactivate remove delete cancel undo quit leave end close terminate rid out unsubscribe no not never without unlink disconnect block reverse restore back"
)
_UNDOING = frozenset(map(stem, _UNDOING_WORDS))
"""By any of these words an entry may be about undoing already."""

_OPPOSITES: dict[Part, str] = {
    "fit": """
        export/import disable/enable remove/set_up add/delete! receive/send! lock/unlock close/open join/leave
        deactivate/activate turn_on/turn_off increase/reduce hide/show start/stop buy/sell! accept/reject
        archive/restore subscribe/unsubscribe install/uninstall connect/disconnect! lend/borrow! encrypt/decrypt
        mute/unmute push/pull! fill/empty attach/detach! verify/forget renew/let_lapse
    """,
    "test": """
        upload/download freeze/unfreeze block/unblock raise/lower deposit!/withdraw insert/take_out create/delete
        upgrade/downgrade log_in/log_out sign_in/sign_out sign_up/sign_off link/unlink! load/unload allow/forbid
        merge/split approve/refuse extend/shorten publish/unpublish follow/unfollow invite/expel save/throw_away
        pin/unpin enter/erase claim/renounce find/hide keep/throw_away share/keep_secret order/send_back
        pay/avoid_paying report/keep_quiet_about request/turn_down
    """,
}
"""A verb and its opposite. A mark behind a verb turns round the `to` and `from` behind it: add to, delete from."""

_MOVED = frozenset(
    listed(
        "import migrate move transfer send forward upload download sync copy export switch change withdraw receive"
    )
)
_TURNED = {"to": "from", "from": "to", "into": "out of", "onto": "off"}

_OTHER_OBJECTS: dict[Part, dict[str, str]] = {
    "fit": {
        "change": "hairstyle | light bulb | curtains",
        "cancel": "dentist appointment | magazine subscription",
        "add": "swimming pool | chimney",
        "create": "origami crane | vegetable garden",
        "set up": "tent | aquarium",
        "delete": "tattoo | scratch",
        "remove": "wine stain | splinter",
        "open": "coconut | walnut",
        "close": "zip | wound",
        "order": "birthday cake | taxi",
        "get": "sunburn treatment | puppy",
        "use": "pressure cooker | sewing machine",
        "find": "lost cat | mushroom spot",
        "activate": "yeast | airbag",
        "reset": "odometer | hip joint",
        "send": "bouquet | postcard",
        "transfer": "embryo | houseplant",
        "move": "piano | beehive",
        "pay": "babysitter | parking fine",
        "check": "tyre pressure | smoke detector",
        "track": "wild boar | period",
        "verify": "theorem | alibi",
        "block": "drain | draught",
        "freeze": "soup | strawberry",
        "see": "solar eclipse | dermatologist",
        "connect": "garden hose | gas cooker",
        "enable": "child seat | sprinkler",
        "update": "wardrobe | bathroom",
        "book": "hot air balloon | clown",
        "make": "snowman | hammock",
        "buy": "chainsaw | sofa",
    },
    "test": {
        "change": "nappy | guitar string",
        "cancel": "piano lesson | hotel wedding",
        "add": "balcony | second floor",
        "create": "sourdough starter | mosaic",
        "set up": "campfire | treehouse",
        "delete": "wrinkle | pimple",
        "remove": "tick | wallpaper",
        "open": "oyster | champagne bottle",
        "close": "umbrella | sleeping bag",
        "order": "wheelchair | bunk bed",
        "get": "haircut | kitten",
        "use": "fire extinguisher | lawn mower",
        "find": "four-leaf clover | soulmate",
        "activate": "glow stick | charcoal filter",
        "reset": "broken bone | mousetrap",
        "send": "fruit basket | carrier pigeon",
        "transfer": "iron-on print | horse",
        "move": "wardrobe | greenhouse",
        "pay": "plumber | ransom",
        "check": "oil level | pulse",
        "track": "hedgehog | asteroid",
        "verify": "diamond | birthmark",
        "block": "mole tunnel | sunbeam",
        "freeze": "lasagne | broth",
        "see": "northern light | chiropractor",
        "connect": "trailer | rain barrel",
        "enable": "sunroof | handbrake",
        "update": "kitchen floor | spice rack",
        "book": "magician | campsite",
        "make": "kite | marmalade",
        "buy": "canoe | hamster",
    },
}
_MASS = re.compile(r"\b(?:curtains)$")


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
            if about and not known.entry_has(entry, _UNDOING) and not known.is_asked(_UNDOING, about):
                for rule, changed in (*_undone(action, part), *_negated(action, part)):
                    yield Hard(changed, None, rule, text, entry)
            for rule, changed, act in (*_opposite(action, part), *_turned(action, part)):
                acts = frozenset(map(stem, act.split()))
                if about and not known.entry_has(entry, acts) and not known.is_asked(acts, about):
                    yield Hard(changed, None, rule, text, entry)
            for changed in _elsewhere(action, part, known, rng):
                yield Hard(changed, None, "other object", text, entry)

    return evenly(made(), n)


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


def _pairs(part: Part) -> Iterator[tuple[str, str, bool]]:
    for pair in listed(_OPPOSITES[part]):
        turns = "!" in pair
        one, other = pair.replace("!", "").split("/")
        yield one, other, turns
        yield other, one, turns


def _opposite(action: Action, part: Part) -> Iterator[tuple[str, str, str]]:
    """The text with the opposite verb, and the words that say so."""
    for verb, opposite, turns in _pairs(part):
        if verb == action.verb:
            rest = _directions_turned(action.rest) if turns else action.rest
            yield "opposite verb", f"{action.frame}{opposite}{rest}", opposite
    if action.verb in ("turn", "put", "switch"):
        for particle, other in (
            (("on", "off"), ("off", "on")) if part == "fit" else (("up", "down"), ("down", "up"))
        ):
            if re.search(rf"\b{particle}\b", action.rest):
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
    if thing:
        for name in rng.sample(objects, min(OTHER_OBJECTS, len(objects))):
            rest = action.rest.replace(thing, with_article(name, thing), 1)
            yield f"{action.frame}{action.verb}{rest}"
