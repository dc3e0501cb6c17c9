"""Finds what a question wants done, `how do I | forward | mail to another address`, and inflects its verb."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.hard.labelled import listed

STOPPABLE = frozenset(
    listed("""
    forward send receive use pay share sync connect transfer link publish track download upload import export
    archive filter collect print charge display top_up withdraw deposit convert save store record encrypt sign
    play listen_to notify invite accept follow rent redirect copy log_in sign_in sign_up order buy ship renew
    subscribe back_up add spend
    """)
)
"""What goes on or comes again, so that one can stop it. Particles follow an underscore."""

UNDOABLE = frozenset(
    listed("""
    change switch move migrate set set_up create add import activate enable install upgrade downgrade verify confirm
    merge rename reset register edit replace update link connect join send transfer submit turn_on schedule book
    reserve lock freeze block
    """)
)
"""What is done once and leaves something that can be taken back."""

_OTHERS = frozenset(
    listed("""
    find check see open close cancel stop start end unlock unfreeze unblock hide unsubscribe leave reduce increase
    raise lower disable deactivate restore recover turn turn_off put mute unmute request apply_for track lose keep
    report allow take cook wash repair fix read write report return charge contact call speak_to talk_to tell learn
    choose pick enter remember recharge claim view get make show exchange delete remove install uninstall archive pin unpin extend shorten lend borrow push pull approve reject load unload
    attach detach split sell insert win fill empty
    """)
)
"""Verbs that are understood besides, for opposites and other objects."""

_VERBS = sorted(STOPPABLE | UNDOABLE | _OTHERS, key=lambda verb: (-len(verb), verb))
_FRAME = re.compile(
    r"^(?P<frame>(?:(?:hi|hello|hey|so|ok|okay),? )?(?:please )?(?:(?:can|could) you (?:please )?tell me )?"
    r"(?:how (?:do|can|could|would|should|may|might) (?:i|we|you) (?:go about )?(?:actually )?|how to |"
    r"how (?:am i|are we) (?:able|supposed) to |(?:can|could|may|should|do) (?:i|we) (?:have to |need to )?|"
    r"(?:can|could|will|would) you (?:please |kindly )?|is it possible (?:for me )?to |is there (?:a|any) way (?:for me )?to |"
    r"am i able to |(?:i|we)(?: would|'d)? (?:want|need|like|wish|have) to |(?:i am|i'm) trying to |"
    r"(?:where|when) (?:do|can|should) (?:i|we) |what (?:do|should|must) i (?:need to |have to )?do to |"
    r"what (?:are the steps|is the process) to |(?:what's|what is) the (?:best )?way to |help me (?:to )?|let me |please |))"
    rf"(?P<verb>{'|'.join(_VERBS)})\b(?P<rest>(?: .*)?)$",
    re.IGNORECASE,
)
_AFTER_AN_IMPERATIVE = re.compile(
    r"^ (?:my|our|the|a|an|this|that|these|all|some|any|another|more|to|from|me|us|it|mail|email|emails|money)\b",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    rf"\b(?:what|how|why|so|if|when|but|because|while|where|which|who)\b|[/,:]|\band (?:i|{'|'.join(_VERBS)})\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"^ (?P<phrase>(?:my|our|the|a|an|this|that|these|all|some|another|your)(?: (?!(?:to|from|into|in|on|at|with|by|for|of|"
    r"using|via|and|or|but|if|when|while|so|because|that|which|who|i|we|you|it|is|are|was|has|have|as|please|back|again|"
    r"now|today|tomorrow|through|without|after|before|out|off|up|down|over|since|than|only)\b)[\w'&+-]+){1,4})",
    re.IGNORECASE,
)
_DOUBLED = frozenset(listed("get set reset stop log plan begin ship put submit transfer split top win"))
"""Verbs that double their last letter."""


@dataclass(frozen=True)
class Action:
    """A question in three: `frame + verb + rest` is its text, less its closing mark. `verb` is in lower case."""

    frame: str
    verb: str
    rest: str

    @property
    def is_order(self) -> bool:
        """Whether someone is told to do it, rather than asked how one does it oneself."""
        return not self.frame.strip() or bool(re.search(r"you|please|help|let me", self.frame, re.IGNORECASE))

    @property
    def thing(self) -> str | None:
        """What it is done to, with its article: `an out-of-office reply`; None where that is not plain."""
        found = _PHRASE.match(self.rest)
        return found["phrase"] if found else None


def action_of(text: str) -> Action | None:
    """The action that a short question is about, None where it does not begin with one."""
    found = _FRAME.match(text.strip(" ?.!"))
    if found is None or (not found["frame"].strip() and not _AFTER_AN_IMPERATIVE.match(found["rest"])):
        return None
    if _SECOND_CLAUSE.search(found["rest"]):
        return None
    return Action(found["frame"], found["verb"].lower(), found["rest"])


def gerund(verb: str) -> str:
    """`forward` → `forwarding`, `set up` → `setting up`."""
    first, space, particle = verb.partition(" ")
    if first in _DOUBLED:
        first += first[-1]
    elif first.endswith("e") and not first.endswith(("ee", "oe", "ye")):
        first = first[:-1]
    return f"{first}ing{space}{particle}"


def with_article(thing: str, article_of: str) -> str:
    """The thing with `my`, `the`, or the `a` or `an` it takes, whichever kind `article_of` begins with."""
    article = article_of.split()[0].lower()
    if article in ("a", "an"):
        article = "an" if thing[0] in "aeio" else "a"
    return f"{article} {thing}"
