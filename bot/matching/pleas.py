"""Whether a message only says that an answer did not help, or that somebody wants a person, or the same. Pure.

As in `thanks`, whole sentences are known, in English and German, and whatever is not known is neither: who says that *the
agent told me so* calls no agent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.matching.thanks import is_thanks, plain, sentences

MOST_WORDS = 14
"""Who has more to say than this tells a story."""

_EMOJI = re.compile(r"<a?:\w+:\d+>")
_PICTURE = re.compile(r"https?://(?:\w+\.)*(?:tenor|giphy|klipy)\.com/\S*")
_STOPS = re.compile(r"[.!,;:…\n]+|\s[-–—]+\s")
_ASKING = re.compile(r"[?？]+")
_SAD = re.compile(r"(?<!\S)[:;=]['-]?[(/|c\[](?!\S)")
_NAMED = re.compile(
    r"human|agent|person|people|representative|staff|support|team|someone|somebody|anyone|anybody|moderator|\bmod\b|admin"
    r"|mensch|mitarbeiter|berater|jemand"
)
"""Reading a sentence closely costs a hundred times as much as seeing that it names nobody."""

_GREETINGS = sentences(
    "(?:hi|hey|hello|good (?:morning|evening|day))(?: there| all| everyone| guys| team| bot)?",
    "(?:hallo|moin|servus|guten (?:tag|morgen|abend))(?: zusammen| leute| team| bot)?",
    "(?:please|pls|plz|bitte)",
)
_HELP = sentences(
    "(?:please |can you |could you |can (?:somebody|someone|anybody|anyone) )?help(?: me| us)?(?: please| pls)?",
    "(?:i |we )?need (?:some )?help(?: please| pls)?",
    "(?:bitte )?(?:hilfe|hilf mir|helft mir)(?: bitte)?",
    "(?:(?:ich |wir )?(?:brauche|brauchen) (?:bitte )?hilfe|(?:kann|konnt) mir (?:bitte )?jemand helfen)(?: bitte)?",
)

# English

_DOES_NOT = (
    "(?:does not|doesn't|doesnt|did not|didn't|didnt|do not|don't|dont|won't|wont|will not|has not|hasn't|hasnt)"
)
_IS_NOT = "(?:is not|isn't|isnt|'s not|was not|wasn't|wasnt|not)"
_ANSWER = "(?:it|that|this|these|they|(?:the|your|this|that) (?:answer|link|article|entry|faq|solution|tip))"
_SADLY = "(?:still |also |really |actually |sadly |unfortunately |just |but |even |at all )"
_LEFT = "(?: (?:me|us|for me|for us|here|either|at all|anymore|any more|any longer|sadly|unfortunately|though|yet|as well|now))"
_MY = "(?:it|that|this|my (?:question|problem|issue|error)|the (?:question|problem|issue|error))"
_TRIED = "(?:tried|done|did|read|checked|seen)"

_NO_HELP = sentences(
    f"{_SADLY}*(?:{_ANSWER} )?{_SADLY}*{_DOES_NOT} {_SADLY}*(?:(?:work|worked|help|helped)|(?:solve|fix|answer)(?: {_MY})?){_LEFT}*",
    f"{_SADLY}*(?:{_ANSWER} ?)?{_SADLY}*{_IS_NOT} {_SADLY}*(?:working|helping|helpful|fixed|solved){_LEFT}*",
    f"(?:nothing|none of (?:it|that|this|these|them)) (?:works|worked|helps|helped){_LEFT}*",
    f"(?:that|this|it) (?:was|is) (?:no help|of no help|useless|not (?:very |really )?(?:useful|helpful)){_LEFT}*",
    f"{_SADLY}*no (?:help|luck|success){_LEFT}*",
    f"{_SADLY}*(?:it is |it's |its )?{_SADLY}*(?:the )?same (?:problem|issue|error|thing){_LEFT}*",
    f"(?:it is |it's |its |that is |that's )?still (?:broken|the same|failing|happening|there|wrong|an issue|a problem){_LEFT}*",
    f"(?:no|nope|nah) (?:it|that|this) {_DOES_NOT}",
    "(?:i am |i'm |im |we are )?still (?:stuck|lost)",
    f"(?:but )?(?:i |we )?still (?:need|want) (?:some |more )?help{_LEFT}*",
    f"(?:but )?(?:i |i've |we |we've |i have )?(?:have )?already {_TRIED} (?:that|this|it|all of (?:that|this)|everything)",
    f"(?:but )?(?:i |i've |we |we've |i have )?{_TRIED} (?:that|this|it|all of (?:that|this)) already",
    f"(?:that is|that's|thats|this is|it is|it's) not (?:it|my (?:question|problem|issue)|what i (?:asked|meant|mean|need|want)){_LEFT}*",
    "(?:(?:that is|that's|thats|this is) )?(?:the )?wrong answer",
)
_BESIDE_NO_HELP = sentences(
    "(?:no|nope|nah|hm|hmm|sorry|ok|okay|well|sadly|unfortunately|but)",
    f"(?:i |i've |we |we've |i have |we have )?(?:just |have )?{_TRIED} (?:that|this|it|all of (?:that|this)|everything)(?: and| but)?",
    "(?:thanks|thank you|thx|ty)(?: but)?(?: no)?",
)

_REAL = "(?:a |an |the |any |some |your |one |real |actual |live |human |proper |support |staff )"
_SOMEBODY = f"""(?:{_REAL}*(?:humans?|person|human being|agents?|representative|support team|staff member)
    |(?:someone|somebody|anyone|anybody) (?:real|human|from (?:the |your )?(?:team|staff|support)))"""
_STAFF = f"(?:{_SOMEBODY}|{_REAL}*(?:staff|support|moderator|mod|admin)|{_REAL}+team|(?:real|actual|live) people)"
_THEM = f"(?:{_SOMEBODY}|{_REAL}*(?:people|staff|support|team|moderator|mod|admin)|someone|somebody)"
_CALLED = f"(?:{_REAL}*(?:humans?|human being|agent|representative)|(?:a )?(?:real|live|actual|human) (?:person|people|support))"
_TALK = "(?:talk|speak|chat|write)(?: to| with)"
_PLEASE = "(?: please| pls| plz| now| here| instead)"

_PEOPLE = sentences(
    f"(?:please )?{_CALLED}{_PLEASE}*",
    f"(?:{_SOMEBODY}|{_REAL}*(?:staff|support|moderator|mod|admin)) (?:please|pls|plz)",
    f"(?:please|pls|plz) {_REAL}*(?:staff|support|moderator|mod|admin)",
    f"(?:i |we )(?:just |really )?(?:want|need|would like)(?: {_SOMEBODY}| to {_TALK} {_THEM}){_PLEASE}*",
    f"(?:i )?wanna {_TALK} {_THEM}{_PLEASE}*",
    f"i'd (?:like|rather) (?:to )?{_TALK} {_THEM}{_PLEASE}*",
    f"(?:can|could|may) (?:i|we) (?:please |just )*(?:{_TALK} {_STAFF}|(?:get|have|reach) {_SOMEBODY}){_PLEASE}*",
    f"(?:can|could|may) (?:i|we) (?:please |just )*(?:talk|speak)(?: to| with) (?:someone|somebody){_PLEASE}*",
    f"(?:please )?how (?:do|can) (?:i|we) {_TALK} {_STAFF}{_PLEASE}*",
    f"(?:please )?(?:let me )?{_TALK} {_THEM}{_PLEASE}*",
    f"(?:please )?(?:(?:get|give) me|(?:connect|transfer|put|forward)(?: me)? (?:to|through to|with)) {_SOMEBODY}{_PLEASE}*",
    f"is there {_SOMEBODY}(?: here| around| available| i can {_TALK})?{_PLEASE}*",
)
_BESIDE_PEOPLE = sentences(
    "(?:ok|okay|no|sorry|thanks|thank you|now|danke|jetzt|nein)",
    "(?:no|not a|not the|kein|keinen) (?:bot|bots|robot|machine|roboter)",
)
_SAME = sentences(
    "(?:it |this |that )?(?:has |also )?(?:helped|worked for) (?:me|us)(?: too| as well)?",
    "(?:me|us) (?:too|neither|as well)",
    "same(?: here| for me| question| as me)?",
    "i (?:have|had|got) the same(?: question| problem| issue| error)?(?: too| here| as well)?",
    r"\+ ?1",
    "(?:ich|wir|mir|bei mir|geht mir|mir geht es) (?:auch|genauso|ebenso)(?: nicht| so)?",
    "(?:dito|ditto|dasselbe(?: hier)?|gleiche frage)",
)
_BESIDE_SAME = sentences("(?:yes|yeah|yep|no|nope|oh|ok|okay|thanks|thank you|thx|danke|ja|nein|and|und)")

_TOO = "(?: (?:too|as well|also|either|here|now|sorry|though|tbh|at all|man|bro|guys|everybody|everyone|all))"
_CHAT = sentences(
    "(?:lo+l|lmao|lmfao|rofl|(?:ha)+h?|(?:he)+h?|xd+|wow|omg|wtf|oof|hu?m+|uhm?|huh|oh+|ah+|aw+|yikes|damn|sad|rip|this|f|ping|sorry)",
    "(?:bump|up|push|pushing(?: this)?|subscribed?|(?:i am |i'm |im )?(?:following|watching|commenting to follow)(?: this)?)",
    "(?:nice|cool|interesting|great|wild|crazy|funny|weird|strange|odd)",
    "(?:that is |that's |thats |what an? |an? )?(?:very |really )?(?:good|great|interesting|nice|weird|strange|funny|odd) (?:question|point|one|problem)",
    "(?:brb|afk|gtg|bbl|gm|gn|bye|cya|see you|later|back soon|be right back)(?: [a-z]+)?",
    "good (?:morning|evening|day|night|afternoon)(?: everybody| everyone| all| guys| folks)?",
    "(?:hi|hey|hello|welcome)(?: everybody| everyone| folks| [a-z]+)?",
    f"(?:i )?(?:really |honestly )?(?:have |got )?(?:no|not a) (?:idea|clue){_TOO}*",
    f"(?:i )?(?:really |also )?(?:do not|don't|dont) know(?: that| this)?{_TOO}*",
    f"(?:idk|dunno|not sure|i am not sure|i'm not sure){_TOO}*",
    f"(?:i |i'd |we )?(?:would |also )*(?:like|love|want) to know(?: that| this| it)?{_TOO}*",
    f"(?:i am |i'm |im )?(?:also |just )?(?:curious|interested|wondering)(?: (?:about|in) (?:this|that|it))?{_TOO}*",
    f"(?:i )?(?:was |am )?(?:also )?wonder(?:ed|ing)? (?:about )?(?:this|that|the same){_TOO}*",
    f"(?:i )?(?:have|had|got) (?:exactly |also )*(?:this|that|the same)(?: question| problem| issue| error)?{_TOO}*",
    "(?:good luck|fingers crossed|(?:i )?hope (?:you|someone|somebody|that|it)(?: [a-z]+){1,5})",
    "(?:any|some) (?:news|updates?|luck|progress)(?: on (?:this|that))?",
    "(?:someone|somebody) (?:will|may|might|should|can) (?:surely |probably )?(?:help|know|answer)(?: you)?(?: soon)?",
)

# German, without its dots and with ss for ß

_LEIDER = "(?: (?:leider|immer noch|noch immer|noch|auch|trotzdem|aber|so|bei mir|bei uns|mir|uns|hier|jetzt|einfach|wirklich|gar|uberhaupt))"
_GEHT = "(?:geht|lauft|klappt|funktioniert|hilft|klappte|funktionierte|half)"
_DAS = "(?:das|es|dies|die antwort|der link|der tipp|die losung)"
_MEINE = "(?:mein problem|meinen fehler|meine frage|das problem|den fehler|die frage)"

_KEINE_HILFE = sentences(
    f"(?:leider |aber |nein |trotzdem )*(?:{_DAS} )?{_GEHT}{_LEIDER}* nicht(?: mehr| weiter| wirklich| bei mir| so)?",
    f"(?:leider |aber )*(?:{_DAS} )?hat{_LEIDER}* (?:nicht|nichts) (?:geholfen|funktioniert|geklappt|gebracht)",
    "(?:leider )?nicht (?:geholfen|funktioniert|geklappt|hilfreich)",
    f"(?:leider |aber )*(?:{_DAS} )?hat{_LEIDER}* {_MEINE}{_LEIDER}* nicht (?:gelost|behoben|beantwortet)",
    f"(?:leider |aber )*(?:{_DAS} )?(?:lost|behebt|beantwortet){_LEIDER}* {_MEINE}{_LEIDER}* nicht",
    f"(?:{_DAS} )?(?:bringt|brachte|nutzt){_LEIDER}* nichts",
    "(?:(?:das|es) (?:war|ist) )?(?:leider )?(?:nicht hilfreich|keine hilfe|nutzlos)",
    f"nichts (?:davon )?{_GEHT}",
    "(?:(?:es ist |ist )?(?:immer noch|noch immer) )(?:kaputt|dasselbe|das gleiche|das selbe|nicht)(?: problem)?",
    "(?:das )?(?:gleiche|selbe) problem",
    "(?:das )?(?:hab|habe|haben) (?:ich|wir) (?:alles )?(?:schon|bereits)(?: alles)? (?:probiert|versucht|gemacht|getan|gelesen)",
    "(?:schon|bereits) (?:probiert|versucht|gemacht)",
    "(?:ich )?(?:brauche|brauch) (?:immer noch|noch immer|noch|weiter|weiterhin|trotzdem) hilfe",
    "das (?:ist|war) (?:leider )?nicht (?:meine frage|mein problem|was ich (?:meine|meinte|wollte|gefragt habe))",
    "(?:leider )?(?:die )?falsche antwort",
    "(?:leider )?(?:kein|ohne) erfolg",
)
_BEI_KEINER_HILFE = sentences("(?:nein|ne|nee|no|hm|leider|aber|danke|danke aber|sorry|ok|okay)")

_ECHT = "(?:ein |eine |einen |einem |einer |echte |echten |echter |echtem |richtige |richtigen |richtiger |lebenden |vom |von dem |euer |eurem )"
_MENSCH = f"{_ECHT}*(?:mensch|menschen|person|mitarbeiter|mitarbeiterin|berater|beraterin|agent|agenten)"
_IHNEN = f"(?:{_MENSCH}|{_ECHT}*(?:support|supporter|team|admin|moderator)|jemandem?(?: (?:vom|aus dem) (?:support|team))?)"
_SPRECHEN = "(?:sprechen|reden|schreiben|chatten)"
_WOLLEN = "(?:mochte|will|wurde|muss|kann)(?: (?:ich|wir))?(?: (?:gern|gerne|bitte|mal|lieber|jetzt))*"
_BITTE = "(?: bitte| jetzt)"

_MENSCHEN = sentences(
    f"(?:bitte )?(?:{_ECHT}*(?:mensch|menschen)|agent|(?:ein |eine |einen )?(?:echte|echten|echter) {_MENSCH}){_BITTE}*",
    f"(?:{_MENSCH}|{_ECHT}*(?:support|supporter|admin|moderator)) bitte",
    f"bitte (?:{_MENSCH}|{_ECHT}*(?:support|supporter|admin|moderator))",
    f"(?:ich |wir )?{_WOLLEN}(?: bitte)? mit {_IHNEN} {_SPRECHEN}(?: konnen)?{_BITTE}*",
    f"(?:bitte )?mit {_IHNEN} {_SPRECHEN}{_BITTE}*",
    f"(?:ich |wir )(?:brauche|brauchen|mochte|mochten|will|wollen)(?: bitte)? {_MENSCH}{_BITTE}*",
    f"(?:gibt es|ist)(?: hier)? {_MENSCH}(?: hier| da)?",
)

_AUCH = "(?: (?:auch|leider|sorry|hier|gerade|jetzt|da|dazu|zusammen|leute|alle))"
_GEREDE = sentences(
    "(?:hm+|tja|oha|krass|witzig|komisch|seltsam|schade|interessant|spannend|hoch|schieb|push|abo|moin|servus|tschuss|mahlzeit)",
    "(?:das ist |das ist eine? |eine? )?(?:sehr |echt )?(?:gute|interessante|spannende|komische) frage",
    f"(?:ich )?(?:(?:hab|habe)(?: ich)? )?(?:leider |auch |da )*keine ahnung{_AUCH}*",
    f"(?:(?:ich|das|es) )?weiss (?:(?:ich|es|das|leider|auch) )*nicht{_AUCH}*",
    f"(?:das )?(?:wurde|wurd|mochte|will)(?: (?:ich|mich|das|auch|gern|gerne|mal))* (?:wissen|interessieren){_AUCH}*",
    f"(?:das )?interessiert mich{_AUCH}*",
    f"(?:bin|komme) gleich (?:wieder da|zuruck|wieder)|ich (?:lese|schaue|hore) (?:hier )?(?:mal )?mit{_AUCH}*",
    f"(?:gute|guten) (?:morgen|abend|tag|nacht){_AUCH}*|viel (?:gluck|erfolg){_AUCH}*",
    "(?:gibt es |gibts )?(?:schon )?(?:was|etwas) neues(?: hier)?",
)


def is_no_help(text: str) -> bool:
    """Whether this only says that what was answered did not help: nothing new is asked or told with it."""
    return _says(plain(text), (_NO_HELP, _KEINE_HILFE), (_BESIDE_NO_HELP, _BEI_KEINER_HILFE, _GREETINGS, _HELP))


def wants_people(text: str) -> bool:
    """Whether this only asks to be heard by a person."""
    said = _ASKING.sub(".", plain(text))
    return _NAMED.search(said) is not None and _says(
        said, (_PEOPLE, _MENSCHEN), (_BESIDE_PEOPLE, _GREETINGS, _HELP)
    )


def answers_nobody(text: str) -> bool:
    """Whether this is nothing that could help who asked: thanks, a plea, a bare call, that one has the same, or what is
    said beside: a laugh, a greeting, that one does not know either. A sign or a moving picture alone is that, too.
    """
    if text.strip() and (
        _PICTURE.fullmatch(text.strip()) or not any(char.isalnum() for char in _EMOJI.sub("", text))
    ):
        return True
    if _says(_ASKING.sub(".", plain(text)), (_CHAT, _GEREDE), (_GREETINGS, _BESIDE_SAME)):
        return True
    if is_thanks(text) or is_no_help(text) or wants_people(text) or _says(plain(text), (_SAME,), (_BESIDE_SAME,)):
        return True
    return bool(text.strip()) and asks_nothing(text)


def asks_nothing(text: str) -> bool:
    """Whether this is nothing at all, or a greeting and a call for help; a heart is thanks."""
    parts = _parts(_ASKING.sub(".", plain(text)))
    return (
        not is_thanks(text)
        and _is_short(parts)
        and None not in [_reads(part, (), (_GREETINGS, _HELP)) for part in parts]
    )


def _says(said: str, content: Sequence[re.Pattern[str]], beside: Sequence[re.Pattern[str]]) -> bool:
    parts = _parts(said)
    if not _is_short(parts):
        return False
    found = [_reads(part, content, beside) for part in parts]
    return None not in found and any(found)


def _parts(said: str) -> list[list[str]]:
    """The words of each sentence."""
    apart = "".join("." if unicodedata.category(char) == "So" else char for char in _SAD.sub(".", said))
    return [words for part in _STOPS.split(apart) if (words := part.split())]


def _is_short(parts: Sequence[list[str]]) -> bool:
    return sum(map(len, parts)) <= MOST_WORDS


def _reads(words: list[str], content: Sequence[re.Pattern[str]], beside: Sequence[re.Pattern[str]]) -> bool | None:
    """Whether these words fall apart into known sentences of which one says so; None where they hold anything else."""
    reached: list[bool | None] = [False] + [None] * len(words)
    for start in range(len(words)):
        if (so_far := reached[start]) is None:
            continue
        for end in range(start + 1, len(words) + 1):
            sentence = " ".join(words[start:end])
            if _is_one_of(content, sentence):
                reached[end] = True
            elif _is_one_of(beside, sentence):
                reached[end] = bool(reached[end]) or so_far
    return reached[-1]


def _is_one_of(known: Sequence[re.Pattern[str]], sentence: str) -> bool:
    return any(pattern.fullmatch(sentence) for pattern in known)
