"""Whether somebody only says thanks, in a language that ships. Pure.

Known are whole sentences, not words: who writes *it worked* is content, who writes *it worked for a day* is not.
Whatever is not known is no thanks. One too few only opens a ticket again; one too many closes it while somebody waits.
"""

from __future__ import annotations

import re
import unicodedata

MOST_WORDS = 12
"""Who has more to say than this says more than thanks."""

_SIGNS = frozenset("👍🙏👌💯🎉🥳🤩😀😁😃😄😊🙂☺😍🤗👏✅✔💪🙌🤝✨🥰💙💚💛🧡💜♥❤🚀⭐🌟😎")
_PART_OF_A_SIGN = frozenset("\ufe0e\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_SMILE = re.compile(r"(?<!\S)(?:[:;=]-?[)d]|\^\^)(?!\S)")
_MEMBER = re.compile(r"<@!?\d+>")
_BY_NAME = re.compile(
    r"\b(?P<thanks>(?i:thanks|thank you|thx|cheers|danke|vielen dank|merci)),? "
    r"(?!(?i:but|not|nothing|nope|still|however|again|aber|nein|nicht|nichts|trotzdem|leider|jedoch)\b)"
    r"[A-ZÄÖÜ][a-zäöüß]+(?=\s*(?:[.!,]|$))"
)
"""One capitalised word after thanks that ends the sentence is a name."""

_YES = re.compile(r"\b(yes|yep|yeah|ja|jep|jo)\s*,")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_STOPS = re.compile(r"[.!,;…\n-]+")
_FOLD = re.compile(r"\n *")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def sentences(*shapes: str) -> re.Pattern[str]:
    """One of these, which may be folded over several lines."""
    return re.compile("|".join(f"(?:{_FOLD.sub('', shape)})" for shape in shapes))


# English. A statement has its subject first, or none: *is it fixed now* is a question without its sign.

_IT = "(?:it|that|this|everything|all)"
_IT_IS = f"(?:{_IT} is |(?:it|that|everything)'s |its |now (?:it is|it's) )"
_PROBLEM = "(?:(?:my |the )?(?:problem|issue))"
_WELL = "(?: (?:just |absolutely )?(?:fine|great|perfectly|well|nicely|like a charm|as expected))"
_WHEN = "(?: now| again| again now| now again)"
_MUCH = "(?: very much| so much| a lot| a million| again| everyone| everybody| guys| all| team| mate| both| you| to all| kindly)"
_KIND = "(?:very |super |really |quick |fast |prompt |great |kind |good |nice |amazing )"
_FOR = f"""(?: for (?:(?:all )?(?:the |your |this ))?{_KIND}*(?:help|support|reply|replies|response|answer|answers
    |assistance|patience|time|effort|efforts|work|helping|fixing it|solving it|explaining)(?: me| us)?)"""

_THANKS = sentences(
    f"(?:many |a million |so many )?(?:thanks|thank you|thank u|thankyou|thx|thanx|ty|tysm|cheers){_MUCH}*{_FOR}?",
    "(?:i )?(?:really |very much |so )?appreciate (?:it|that|your help|the help)",
    "(?:very )?much appreciated",
    f"(?:that's |that is |this is |it's |it is |you are |you're )?{_KIND}?(?:amazing|awesome|brilliant|excellent|great|perfect|fantastic|wonderful)",
    "(?:great|good|nice|excellent|amazing) (?:job|work|support|help|service)",
)
_WORKS = sentences(
    f"(?:{_IT} |now (?:{_IT} )?)?works{_WELL}?{_WHEN}?",
    f"{_IT_IS}?(?:all )?working{_WELL}?{_WHEN}?",
    f"(?:{_IT} (?:has )?)?worked{_WELL}?",
    "(?:that|this|it) did (?:the trick|it)",
    "(?:that |this |it |you )?(?:has |have )?(?:fixed|solved|resolved) (?:it|that|everything|(?:my|the) (?:problem|issue))",
    "(?:that |this |it |your answer )?(?:really )?helped(?: me)?(?: a lot| so much)?",
    "(?:(?:that|this|it) was )?(?:very |so |super |really )?helpful",
    f"{_IT_IS}?(?:now |all )?(?:fixed|solved|resolved|sorted)(?: now)?",
    f"{_PROBLEM}(?: is| has been)? (?:now )?(?:fixed|solved|resolved|gone)(?: now)?",
    "(?:i )?got it (?:working|to work|fixed|solved)(?: now)?",
    "(?:it is |it's |its )?all (?:good|set|sorted)(?: now)?",
)
_BESIDE_THANKS = sentences(
    "(?:ok|okay|oh|ah|cool|nice|wow|alright|hi|hey|hello)(?: all| everyone| everybody| guys| team)?",
    "(?:i )?got it",
    "(?:have|enjoy|i wish you|wish you) (?:a|your) (?:very )?(?:nice |good |great |lovely |wonderful )?(?:day|evening|weekend|week)",
    "(?:bye|goodbye|good night|take care|best|best regards|kind regards|regards|all the best)",
    "you (?:all |guys )?(?:rock|are great|are amazing|are awesome|are the best)",
)

# German, without its dots and with ss for ß. A verb in front of *es* or *das* asks.

_SCHON = "(?: (?:dir|euch|ihnen|allen|beiden|dafur|sehr|nochmal|nochmals|vielmals|team|leute|zusammen|auch|an alle|an euch|an das team))"
_FUR = """(?: fur (?:die|deine|eure|ihre|den|das|dein|euer|ihr|deinen|euren|ihren)
    (?: sehr| super| schnelle| schnellen| rasche| prompte| gute| guten| tolle| nette| netten| grosse| freundliche
    | geduldige| kompetente)*
    (?: hilfe| unterstutzung| antwort| antworten| ruckmeldung| info| infos| tipp| tipps| geduld| muhe| support
    | erklarung| zeit))"""
_GEHT = "(?:geht|lauft|klappt|funktioniert|passt)"
_GUT = "(?: (?:gut|super|prima|perfekt|einwandfrei|wunderbar|tadellos|bestens|problemlos|hervorragend))"
_SEHR = "(?:sehr |super |gut |prima |perfekt |wirklich |echt |mir |uns |mir sehr )"
_GELOST = "(?:gelost|behoben|erledigt|geklart|repariert)"

_DANK = sentences(
    f"""(?:vielen |herzlichen |herzlichsten |besten |lieben |tausend |recht |ganz )*
    (?:dank|danke|dankeschon|dankesehr|danke schon|merci|gracias|grazie|obrigado|obrigada){_SCHON}*{_FUR}?""",
    f"(?:ich danke|wir danken|bedanke mich|ich bedanke mich)(?: herzlich| bei)?{_SCHON}*",
    "nochmals? (?:vielen dank|danke)",
    "(?:das ist |das war |ihr seid |du bist |sie sind )?(?:echt |sehr |ganz )?(?:super|toll|klasse|spitze|prima|genial|perfekt|wunderbar|hervorragend|mega|grossartig)",
    "(?:super|toller|tolle|klasse|guter|gute|schnelle) (?:support|hilfe|arbeit|service)",
)
_KLAPPT = sentences(
    f"(?:es |das |alles )?{_GEHT}(?: jetzt| nun)?(?: wieder)?{_GUT}?",
    f"(?:jetzt|nun) {_GEHT}(?:'s| es| das| alles)?(?: wieder)?{_GUT}?",
    f"(?:es |das )?hat {_SEHR}*(?:geklappt|funktioniert|geholfen)",
    "(?:gut |super |prima )?(?:geklappt|geholfen)",
    f"(?:(?:das|es) (?:war|ist) )?{_SEHR}?hilfreich",
    f"(?:(?:es |das |alles |(?:das |mein )?problem )?(?:ist |hat sich )|problem )?(?:jetzt |nun )?{_GELOST}",
    "(?:jetzt (?:ist )?|nun (?:ist )?)?alles (?:gut|bestens|in ordnung|klar)",
)
_BEIM_DANK = sentences(
    "(?:ok|okay|hallo|servus|moin)(?: zusammen| alle| leute| team)?",
    """(?:ich wunsche |wunsche )?(?:dir |euch |ihnen )?(?:noch )?(?:einen |ein |eine )?
    (?:schonen|schones|schone|guten|gutes|gute) (?:tag|abend|wochenende|woche|nacht|feierabend)
    (?: noch| euch| dir| allen| zusammen| wunsche ich)*""",
    "(?:tschuss|lg|mfg|vg|(?:viele |liebe |beste |schone )grusse|bis dann)",
)

_CONTENT = (_THANKS, _WORKS, _DANK, _KLAPPT)
_AFTER_YES = (_WORKS, _KLAPPT)
_BESIDE = (_BESIDE_THANKS, _BEIM_DANK)
_AND = re.compile(r"(?:and|und) (?=.)")
_YES_AND = re.compile(r"(?:yes|yep|yeah|ja|jep|jo) (?=.)")


def is_thanks(text: str) -> bool:
    """Whether this only says thanks, or that all is well: in a few sentences that are known, or in signs of it."""
    said = plain(text)
    signs = [char for char in said if char in _SIGNS]
    parts = _STOPS.split("".join("." if char in _SIGNS else char for char in said))
    parts = [" ".join(part.split()) for part in parts]
    found = [_is_content(part.split(" ")) for part in parts if part]
    if sum(len(part.split()) for part in parts) > MOST_WORDS or None in found:
        return False
    return any(found) if found else bool(signs)


def plain(text: str) -> str:
    """Without case, accents, stretched letters, smiles, and the names of members."""
    kept = _BY_NAME.sub(r"\g<thanks>", _MEMBER.sub(" ", text)).casefold()
    if not kept.isascii():
        apart = unicodedata.normalize("NFKD", kept).replace("’", "'")
        kept = "".join(char for char in apart if not unicodedata.combining(char) and char not in _PART_OF_A_SIGN)
    return _YES.sub(r"\1 ", _STRETCHED.sub(r"\1", _SMILE.sub(".", kept)))


def _is_content(words: list[str]) -> bool | None:
    """Whether these words fall apart into sentences of which one says so; None where they hold anything else."""
    if len(words) > MOST_WORDS or not all(map(_WORD.fullmatch, words)):
        return None
    reached: list[bool | None] = [False] + [None] * len(words)
    for start in range(len(words)):
        if (so_far := reached[start]) is None:
            continue
        for end in range(start + 1, len(words) + 1):
            sentence = _AND.sub("", " ".join(words[start:end]), count=1)
            if _is_one_of(_CONTENT, sentence) or (
                (yes := _YES_AND.match(sentence)) and _is_one_of(_AFTER_YES, sentence[yes.end() :])
            ):
                reached[end] = True
            elif _is_one_of(_BESIDE, sentence):
                reached[end] = bool(reached[end]) or so_far
    return reached[-1]


def _is_one_of(known: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(pattern.fullmatch(sentence) for pattern in known)
