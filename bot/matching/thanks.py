"""Whether somebody only says thanks, in a language that ships. Pure."""

from __future__ import annotations

import unicodedata

from bot.matching.words import normalise

MOST_WORDS = 12
"""Who has more to say than this says more than thanks."""

_OF_THANKS = """
    amazing awesome bedanke behoben brilliant cheers dank danke dankeschon dankesehr erledigt excellent fixed
    funktioniert geholfen geht geklappt gelost genial gracias grazie great helped hervorragend klappt klasse
    lauft merci obrigada obrigado perfect perfectly perfekt prima solved spitze super thank thankful thanks thx
    toll ty worked working works wunderbar
"""
_BESIDE_THEM = """
    a abend again all alle allen alles alright an and appreciate appreciated as at auch bei beide beiden best
    beste besten bestens bin both bye cool dafur das day dein deine deinen deiner dem den der did die dir du
    echt ein eine einen einwandfrei es euch euer eure euren eurer everybody everyone everything fast fine for
    fur ganz ganze good gut gute guten guys hallo hat hatte have hello help helping herzlich herzlichen
    herzlichst hey hi hilfe hilfreich i ich ihnen ihr ihre ihren is ist it its ja jetzt just kind kindly klar lg
    liebe lieben lot lots many mate mega mfg million mir mit much my nett nette netten nice nicely nochmal
    nochmals now nun of ok okay one prompt quick quickly rasch really recht richtig right ruckmeldung schnell
    schnelle schnellen schon schone schonen schones sehr sie sind so solving sorted support tag tausend team
    that the this time tons too top und unterstutzung very viele vielen vielmals von war was we well wieder will
    wir wochenende wonderful yes you your zu zusammen
"""
_THANKS = frozenset(_OF_THANKS.split())
_ALLOWED = _THANKS | frozenset(_BESIDE_THEM.split())
_SIGNS = frozenset("👍🙏👌💯🎉🥳🤩😀😁😃😄😊🙂☺😍🤗👏✅✔💪🙌🤝✨🥰💙💚💛🧡💜♥❤🚀⭐🌟😎")
_PART_OF_A_SIGN = frozenset("\ufe0e\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def is_thanks(text: str) -> bool:
    """Whether this only says thanks: a few words or signs of it, and not a word that could say anything else.

    Whatever is not known to be thanks is none: who is taken to be content by mistake is not heard.
    """
    signs = {char for char in text if unicodedata.category(char) in ("So", "Sk")} - _PART_OF_A_SIGN
    if "?" in text or not signs <= _SIGNS:
        return False
    words = normalise(text)
    if not words:
        rest = "".join(char for char in text if char not in _SIGNS and char not in _PART_OF_A_SIGN)
        return bool(signs) and not any(char.isalnum() for char in rest)
    return len(words) <= MOST_WORDS and _ALLOWED.issuperset(words) and not _THANKS.isdisjoint(words)
