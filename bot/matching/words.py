"""Text as it is compared: words and their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from sys import intern

from snowballstemmer.english_stemmer import EnglishStemmer

_NOT_PROSE = re.compile(
    r"```.*?```|``[^`]+``|`[^`\n]+`"  # code
    r"|^[ \t]*>>> .*\Z|^[ \t]*> [^\n]*"  # quotes: the rest of the message, or one line
    r"|\b(?:https?://|www\.)\S+"
    r"|@(?:everyone|here)\b"
    r"|<(?:@[!&]?|#|/|t:|id:|a?:)[^<>\n]*>",  # mentions, channels, commands, times, custom emoji
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_MAY_HOLD_MORE = re.compile(r"[`<>@]|://|www\.", re.IGNORECASE)
"""One of these is in all that `_NOT_PROSE` finds, and in few messages."""

_LEFT_OUT_IN_CHAT = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\ufe00-\ufe0f\u20d0-\u20ff\u00ad\u200b-\u200f\u2060\ufeff]"
)
"""Accents, Hebrew and Arabic vowel points, emoji variants, invisible characters."""

_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SPACELESS = re.compile(
    r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]+)"
)
"""Thai, Lao, Burmese, Khmer, kana and Han; Hangul too, because its particles are glued to the word."""

_CODE = re.compile(
    r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"  # e-mail addresses
    r"|(?<!\w)(?:[a-z]:|~|\.{1,2})?(?:[\\/][\w.~-]*\w){2,}[\\/]?"  # paths of files
    r"|(?<![\w.-])(?:[\w-]+\.){2,}[a-z]{2,}(?!\w)"  # domains, by their dots or their end
    r"|(?<![\w.-])(?:[\w-]+\.)+(?:com|org|net|edu|gov|io|dev|app|biz|eu|uk|de|fr)(?!\w)"
    r"|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])"  # IPv6
    r"|(?<![\w-])(?=(?:[\w-]|[.,:](?=\d))*\d(?:[\w-]|[.,:](?=\d))*\d)\w+(?:[_-]\w+|[.,:]\d\w*)*"  # two digits
    r"|(?<!\w)\d(?!\w)",
    re.IGNORECASE,
)
"""What names one thing and is no word: numbers, ids, versions, product and error codes, addresses, paths, domains.

A word with one digit is a name (`2fa`, `pop3`, `s3`).
"""

_MAY_HOLD_CODES = re.compile(r"[\d@/\\:]|\.\w")
"""One of these is in every code."""

_CONTRACTIONS = [
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"\b(what|where|who|how|when|why|it|that|there|here|he|she)'s\b"), r"\1 is"),
    (re.compile(r"'s\b"), ""),
]
_CHAT = """
    acc=account acct=account b4=before bc=because cant=can_not cfg=config couldnt=could_not cuz=because
    didnt=did_not dl=download doesnt=does_not dont=do_not gonna=going_to hasnt=has_not havent=have_not
    idk=i_do_not_know im=i_am isnt=is_not ive=i_have msg=message perms=permissions pic=picture pls=please
    plz=please ppl=people pw=password pwd=password r=are rn=right_now thx=thanks ty=thanks u=you ur=your
    vid=video wanna=want_to wasnt=was_not whats=what_is wheres=where_is wont=will_not wouldnt=would_not ya=you
"""
_ABBREVIATIONS = {short: words.split("_") for short, words in (pair.split("=") for pair in _CHAT.split())}
LONGEST_WORD = 24  # letters; no longer one is stemmed, or looked up for its spelling
STEMS_REMEMBERED = 16_384  # 5 MB at most: members write ever new words, of which most come once

COMMON_WORDS = """
    a about after again all already also always am an and another any anybody anyone are as ask at away back
    bad be because been before being better big both bring but by can come could day did different do does
    doing each either else end even ever every everything far few find first for from get getting give go
    going good got guys had happen has have having he hello help her here hey hi him his hour how however i if
    in into is it its just keep kind know last later least leave less let like little long look lot make many
    may maybe me mean might minute more most much must my need new next nothing now of off ok okay old on once
    one only or other our out over own part people place please put quite rather really right same say see
    seem set shall she should show since so some somebody someone something soon still such sure take talk
    tell than thank thanks that the their them then there these they thing think this those time to today
    tomorrow tonight too try trying turn two under until up us use using very want wanted was way we week well
    were what when where whether which while who whom whose why will with without wonder work would wrong year
    yes yesterday yet you your
"""
"""English words that carry no topic, which a small knowledge base cannot find out by counting. `not` and `no`
are none of them: they turn a question round."""


def prose(text: str) -> str:
    """The text without code, quotes, links and mentions."""
    return _NOT_PROSE.sub(" ", text) if _MAY_HOLD_MORE.search(text) else text


def folded(text: str) -> str:
    """The text without what chat leaves out: case, accents, invisible characters. Compatible forms become one (NFKC)."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _LEFT_OUT_IN_CHAT.sub("", apart))


def normalise(text: str) -> list[str]:
    """The words of `text` as they are compared; empty where it holds none. Total: any string will do.

    Code, links, mentions and quotes go; case, accents and stretched letters (`sooo`) are evened out;
    contractions and chat abbreviations are written out. Scripts without spaces become pairs of characters,
    as in Lucene's CJKAnalyzer. The caller compares `len` with `Faq.min_words` before it answers unasked.
    """
    plain = folded(prose(text)).replace("’", "'")
    if "'" in plain or "cannot" in plain:
        for pattern, words in _CONTRACTIONS:
            plain = pattern.sub(words, plain)
    plain = _STRETCHED.sub(r"\1\1", plain)
    found: list[str] = []
    if plain.isascii():
        for word in _ASCII_WORD.findall(plain):
            found += _ABBREVIATIONS.get(word) or [intern(word)]  # a word occurs in many phrasings
        return found
    spaced = "".join(c if c.isalnum() or unicodedata.category(c) in ("Mn", "Mc") else " " for c in plain)
    for run in spaced.split():
        for piece in filter(None, _SPACELESS.split(run)):
            if _SPACELESS.match(piece):
                found += [piece[at : at + 2] for at in range(max(1, len(piece) - 1))]
            else:
                found += _ABBREVIATIONS.get(piece) or [intern(piece)]
    return found


def without_codes(text: str, knows: Callable[[str], bool]) -> str:
    """The text without the codes in it (`_CODE`), but for those of which `knows` every word. Total."""

    def replaced(code: re.Match[str]) -> str:
        return code[0] if all(map(knows, normalise(code[0]))) else " "

    plain = prose(text)
    return _CODE.sub(replaced, plain) if _MAY_HOLD_CODES.search(plain) else plain


@lru_cache(maxsize=STEMS_REMEMBERED)
def stem(word: str) -> str:
    """The word without its English ending: `cancels` = `cancel` = `cancelled`. Other scripts stay as they are.

    Porter2 (https://snowballstem.org/algorithms/english/stemmer.html). Words of other languages in Latin script
    may lose an ending too, which does no harm: it is lost on both sides.
    """
    if len(word) < 3 or len(word) > LONGEST_WORD or not word.isascii() or not word.isalpha():
        return word
    return str(EnglishStemmer().stemWord(word))  # a new one each time: a stemmer has state, and threads share this


_PLURAL = re.compile(r"(?<=\w\w)ies$|(?<=[sxzo])es$|(?<=[cs]h)es$|(?<=\w\w)(?<![sui])s$")
_DONE_OR_DOING = re.compile(r"(?<=\w\w)(?:ied|ed|ing)$")
_SPELT_FOR_THE_ENDING = re.compile(r"(?:e|y|(?<=(.))\1)$")
"""A last letter that an ending leaves out, changes or doubles."""

_NAMES_IN_ING = """
    accounting banking billing booking building clothing earning filing funding heading hosting
    housing lighting listing mailing marketing meeting networking opening outing painting parking
    posting pricing printing rating reading recording saving setting shipping spelling training
    trading turning viewing winning wording
"""
"""Words for a thing, and not for doing what the verb says."""

_NAMES = frozenset(_NAMES_IN_ING.split())


@lru_cache(maxsize=STEMS_REMEMBERED)
def uninflected(word: str) -> str:
    """A key that plain English inflections of a word share (-s, -es, -ies, -ed, -ing), and derived words do not.

    `cancels` = `cancelled` = `cancelling`, and `entry` = `entries`; but `win` ≠ `winnings`, `account` ≠ `accounting`,
    which have one stem.
    """
    stemmed = stem(word)
    bare = _PLURAL.sub(_y_for_ie, word) if word.isascii() else word
    if bare == word and word not in _NAMES and not stemmed.endswith(("ed", "ing")):
        bare = _DONE_OR_DOING.sub(_y_for_ie, word)
    return " ".join((stemmed, _SPELT_FOR_THE_ENDING.sub("", bare)))


def _y_for_ie(ending: re.Match[str]) -> str:
    return "y" if ending[0].startswith("ie") else ""


COMMON_STEMS = frozenset(map(stem, COMMON_WORDS.split()))
"""What carries no topic in English."""
