"""Text as it is compared: words, their stems, what they are about, and the spelling the knowledge base uses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from functools import cache, lru_cache
from sys import intern

from rapidfuzz import process
from rapidfuzz.distance import OSA
from snowballstemmer.english_stemmer import EnglishStemmer

_NOT_PROSE = re.compile(
    r"```.*?```|``[^`]+``|`[^`\n]+`"  # code
    r"|^[ \t]*>>> .*\Z|^[ \t]*> [^\n]*"  # quotes: the rest of the message, or one line
    r"|\b(?:https?://|www\.)\S+"
    r"|@(?:everyone|here)\b"
    r"|<(?:@[!&]?|#|/|t:|id:|a?:)[^<>\n]*>",  # mentions, channels, commands, times, custom emoji
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
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
LONGEST_CORRECTED = 24  # letters; no longer word is looked up for its spelling, or stemmed
SHORTEST_CORRECTED = 4
TWO_EDITS_FROM = 6
STEMS_REMEMBERED = 16_384  # 5 MB at most: members write ever new words, of which most come once

_COMMON_WORDS = """
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
    return _NOT_PROSE.sub(" ", text)


def folded(text: str) -> str:
    """The text without what chat leaves out: case, accents, invisible characters. Compatible forms become one (NFKC)."""
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


@lru_cache(maxsize=STEMS_REMEMBERED)
def stem(word: str) -> str:
    """The word without its English ending: `cancels` = `cancel` = `cancelled`. Other scripts stay as they are.

    Porter2 (https://snowballstem.org/algorithms/english/stemmer.html). Words of other languages in Latin script
    may lose an ending too, which does no harm: it is lost on both sides.
    """
    if len(word) < 3 or len(word) > LONGEST_CORRECTED or not word.isascii() or not word.isalpha():
        return word
    return str(EnglishStemmer().stemWord(word))  # a new one each time: a stemmer has state, and threads share this


_SAYS_LITTLE = """
    able about above according across actual actually add additional advance advice afraid ago ahead allow allowed alone along
    already although amount annoying anymore anything anytime anyway anyways anywhere apparently appear appears appreciate
    asap aside assume available aware badly basically become becomes began begin behind believe below besides beyond bit
    bunch bring busy bother call called care case cause certain certainly chance check choose clear clearly close come
    common complete completely concern concerned confused considering consider correct correctly couple course current currently
    curious dear decide decided definitely despite detail details difference difficult directly doubt due during earlier early
    easier easiest easily easy else enough entire entirely especially etc eventually everyone everything exact exactly example
    except exist existing expect expected explain extra extremely fact fairly fast favorite favourite fine finally fix folks
    following forever former forth forward full fully further future general generally given glad gladly gone guess half
    handle happen happened happening happens hard hardly hate hear heard hence hope hopefully hoping huge idea immediately important
    impossible inform information instead interested involved issue issues itself kind kinda kindly large lately later latter likely
    literally live lots love luck main mainly managed manner matter meanwhile mention mentioned method mine minutes moment months
    mostly move multiple myself name near nearly necessary neither nevertheless nice nobody none normal normally notice noticed
    nowhere number obviously occasionally occur occurred often ones online onto open option options order original otherwise
    ourselves overall particular past per perfect perhaps personal personally planning plus point possible possibly potential
    prefer pretty previous previously probably problem problems proceed process proper properly provide purpose question
    questions quick quickly quit rate reach reason reasons recent recently regard regarding regular related rest result results
    return run safe second seconds seeing seems seen several short shortly side sign simple simply single situation slightly
    small somehow sometime sometimes somewhat somewhere sort specific start started starting stay step steps stopped straight strange
    stuck stuff successfully suddenly suggest suggestions suppose supposed surely thankful therefore thing things thinking thought
    though throughout till times together told totally toward towards trouble true truly turned type typical typically understand
    unfortunately unless unlike unsure upon useful usual usually various version via view wait waiting weird whatever whenever
    wherever whichever whole willing wish wondered wondering words worried worse worth yep yeah
"""
"""English words that a question may hold without being about anything else."""

SAYS_LITTLE_STEMS = frozenset(map(stem, _SAYS_LITTLE.split()))

COMMON_STEMS = frozenset(map(stem, _COMMON_WORDS.split()))
"""What carries no topic in English."""


_REVERSING = """
    un de dis in im re off anti non en ex mis
    ent ab aus an ein auf zu um ver be
    des
"""
"""What makes another word of a word by standing before it: English and German prefixes, and French and Spanish ones
that those do not hold."""

REVERSING = ("", *sorted(_REVERSING.split(), key=len, reverse=True))
SHORTEST_REVERSED = 3


def is_reversal(word: str, other: str) -> bool:
    """Whether the two differ in a prefix that reverses or turns a word: `uninstall` and `install`, `abmelden` and
    `anmelden`.
    """
    return word != other and any(
        word.startswith(prefix)
        and len(rest := word.removeprefix(prefix)) >= SHORTEST_REVERSED
        and other.endswith(rest)
        and other.removesuffix(rest) in REVERSING
        for prefix in REVERSING
    )


class Spelling:
    """Corrects words that a knowledge base does not know to the nearest one that it does. Immutable.

    Words of 4–24 letters; one edit up to 5 letters, two from 6 on, where an edit is a letter added, left out,
    changed, or swapped with its neighbour (optimal string alignment). Of equally near words the most frequent
    wins, then the first in the alphabet. A real word is no slip of another, and a prefix that reverses a word
    no edit.
    """

    def __init__(self, words: Iterable[str], real: Container[str] = ()) -> None:
        """`words` are those of the knowledge base, each as often as it occurs; `real` those of its languages."""
        self._counts = Counter(words)
        self._real = real
        self._known_stems = frozenset(map(stem, self._counts)) | COMMON_STEMS
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._counts.keys() | _COMMON_WORDS.split()):
            self._by_length[len(word)].append(word)
        self._nearest = lru_cache(maxsize=4096)(self._look_up)
        self._of_length = cache(self._words_about_as_long)

    def correct(self, word: str) -> str:
        """The word as the knowledge base spells it; the word itself where it is known, or like no other."""
        if word in self._counts or not SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED:
            return word
        if not word.isalpha() or stem(word) in self._known_stems:
            return word
        return self._nearest(word)

    def _look_up(self, word: str) -> str:
        if word in self._real:
            return word
        edits = 1 if len(word) < TWO_EDITS_FROM else 2
        known = self._of_length(len(word), edits)
        found = [
            (distance, -self._counts[near], near)
            for near, distance, _ in process.extract(
                word, known, scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            if not is_reversal(word, near)
        ]
        return min(found)[2] if found else word

    def _words_about_as_long(self, length: int, edits: int) -> list[str]:
        lengths = range(length - edits, length + edits + 1)
        return [known for one in lengths for known in self._by_length.get(one, ())]


_IDEAS = """
    cancel stop end terminate quit discontinue unsubscribe
    delete remove erase wipe
    create make add new setup
    buy purchase order
    pay payment paid charge billed bill invoice
    price cost fee fees expensive charge rate
    money cash funds
    refund reimburse moneyback reimbursement
    change modify edit update alter adjust switch
    fix repair solve resolve
    broken fail failed failing error problem issue wrong
    lost missing lose misplaced vanished disappeared gone
    stolen steal theft stole
    find locate where search
    see view look show display check
    tell inform explain describe
    help assist support
    begin start launch open
    close shut
    send transfer forward
    receive get got arrive arrived
    wait delay pending slow late
    quick fast soon
    big large huge
    small little tiny
    login signin log sign
    password passcode pin
    account profile
    user member person people
    picture photo image pic
    movie film
    song music track
    email mail
    phone mobile cell telephone
    call ring dial
    message text sms
    computer pc laptop
    car vehicle auto
    trip travel journey vacation holiday
    flight plane fly
    hotel room lodging
    book reserve reservation booking
    food meal dish eat
    restaurant diner cafe
    recipe cook make
    weather rain forecast temperature
    alarm wake
    reminder remind
    calendar schedule event appointment meeting
    list todo
    date day
    time hour clock
    job work employer
    salary wage income pay
    boss manager
    company business firm
    country nation
    city town
    home house
    store shop
    shipping delivery ship deliver package
    allow permit enable activate
    disable deactivate off
    block ban freeze
    need require must
    want wish like
    use utilize
    verify confirm identity validate
    limit maximum max cap
    reject decline declined denied refuse
    twice double duplicate
    convert exchange conversion
    currency foreign dollar euro
    name called
    joke funny laugh
    play listen
    loud volume quiet mute
    light lamp bulb brightness
    vacuum clean
    repeat again
    mean definition define meaning
    spell spelling
    translate say translation
    insurance coverage
    tax taxes
    credit loan
    balance amount
    expire expiration expiry
    replace replacement
    damage damaged
    withdraw withdrawal atm
    deposit topup
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred thousand million half
    monday tuesday wednesday thursday friday saturday sunday weekend weekday
    january february march april june july august september october november december
    red blue green yellow orange purple pink white black brown grey gray colour color
    english french german spanish italian portuguese russian chinese japanese korean dutch arabic turkish polish hindi language
    minute second hour day week month year
    mother father mom dad brother sister son daughter wife husband friend family
    morning afternoon evening night noon midnight
    inch foot meter metre kilometer mile yard gram kilogram pound ounce liter litre gallon cup degree celsius fahrenheit
    america canada england germany france spain italy china japan india mexico brazil russia
    first second third fourth fifth last next
    good great nice excellent best better
    bad terrible awful worst worse horrible
    breakfast lunch dinner supper
    hello hi hey greetings
    bye goodbye farewell later
    thanks thank thankful grateful appreciate
    yes yeah yep sure correct right true
    no nope nah false wrong incorrect
    maybe perhaps possibly unsure
    sport football soccer basketball baseball tennis game match
    news headline article story
    who person people someone
    route direction directions traffic drive road map way
    mistake error incorrect wrong
    reason why cause because
    understand know aware
    visit go travel
    doctor dentist hospital medical health
    school college university class
    bus train taxi uber cab subway tram
    luggage bag baggage suitcase
    gas petrol fuel
    tire tyre wheel
    age old born birthday
    live reside residence address
"""
"""English words that mean much the same, a group a line. A word may stand in several."""

_IDEAS_OF: dict[str, tuple[str, ...]] = {}
for _group in _IDEAS.strip().splitlines():
    for _word in _group.split():
        _stem = stem(_word)
        _IDEAS_OF[_stem] = (*_IDEAS_OF.get(_stem, ()), _group.split()[0])


def ideas(stemmed: str) -> tuple[str, ...]:
    """What a stem is about, each idea named by its first word; mostly nothing."""
    return _IDEAS_OF.get(stemmed, ())
