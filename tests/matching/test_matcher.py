"""What the matcher answers, and above all what it leaves alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.config import Faq
from bot.knowledge.entry import Entry, Translation
from bot.matching.confidence import MEASURES, SEMANTIC_MEASURES, Formula, shipped
from bot.matching.matcher import EXACT, Matcher
from bot.matching.phrasings import Phrasings
from bot.matching.verdict import Judgement, Match, Verdict, as_suggestion, judge
from bot.matching.vetoes import Veto, VetoKind
from bot.matching.words import normalise, stem
from tests.encoders import Letters

KNOWLEDGE = [
    Phrasings(
        "reset-password",
        (
            "How do I reset my password?",
            "I forgot my password",
            "I can't log in, my password is wrong",
            "the password reset mail never arrived",
        ),
        not_for=("How do I reset my router?", "reset the settings to their defaults"),
    ),
    Phrasings(
        "refund",
        ("How do I get a refund?", "I want my money back", "refund my last payment", "¿Cómo pido un reembolso?"),
    ),
    Phrasings(
        "cancel-subscription",
        ("How do I cancel my subscription?", "stop the subscription from renewing", "end my plan"),
    ),
    Phrasings(
        "bot-offline",
        ("Why is the bot offline?", "the bot does not respond to commands", "the bot stopped working"),
    ),
    Phrasings(
        "invite-bot",
        (
            "How do I invite the bot to the server?",
            "add the bot to my server",
            "Как добавить бота на сервер?",
            "пригласить бота",
        ),
    ),
    Phrasings(
        "change-language",
        (
            "How do I change the language?",
            "the bot speaks the wrong language",
            "言語を変更するにはどうすればいいですか",
        ),
    ),
    Phrasings(
        "delete-account",
        ("How do I delete my account?", "remove all the data you have about me", "احذف حسابي من الموقع"),
    ),
]
MATCHER = Matcher(KNOWLEDGE)


def answered(question: str, matcher: Matcher = MATCHER) -> str | None:
    """The entry that would be served with the settings as shipped."""
    settings = Faq()
    return judge(matcher.rank(question), threshold=settings.threshold).entry_id


def scores(question: str, matcher: Matcher = MATCHER) -> dict[str, float]:
    return {match.entry_id: match.score for match in matcher.rank(question)}


def stems(text: str) -> list[str]:
    return list(map(stem, normalise(text)))


def veto_of(entry_id: str, question: str, matcher: Matcher = MATCHER) -> Veto | None:
    return next(found.veto for found in matcher.explain(question).candidates if found.match.entry_id == entry_id)


def phrasings(entry_id: str, *questions: str, not_for: tuple[str, ...] = ()) -> Phrasings:
    return Phrasings(entry_id, questions, not_for)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How do I reset my password?", "reset-password"),
        ("hey guys, how can I reset my password please", "reset-password"),
        ("forgot my pw, pls help", "reset-password"),
        ("is there a way to get a refund for my last payment?", "refund"),
        ("cancelling my subscription", "cancel-subscription"),
        ("why's the bot offline again", "bot-offline"),
        ("can I change the language?", "change-language"),
        ("how do i delete my acc", "delete-account"),
        ("i've lost access, forgot my password :(", "reset-password"),
        ("money back please", "refund"),
        ("bot isn't responding to any commands", "bot-offline"),
        ("how to stop my subscription renewing", "cancel-subscription"),
        ("who do I talk to about a refund", "refund"),
    ],
)
def test_a_question_asked_in_other_words_is_answered(question: str, expected: str) -> None:
    assert answered(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the bot says nothing any more, what now", "bot-offline"),
        ("is the bot down", "bot-offline"),
        ("can I get the bot on another server", "invite-bot"),
        ("what happens with my data after I go", "delete-account"),
        ("I cannot log in to my account", "reset-password"),
    ],
)
def test_a_question_that_is_rather_different_is_worth_a_suggestion(question: str, expected: str) -> None:
    settings = Faq()
    judgement = judge(MATCHER.rank(question), threshold=settings.threshold, suggest_from=settings.suggest_from)
    assert judgement.verdict is Verdict.SUGGEST
    assert judgement.suggested[0] == expected


CHATTER_ABOUT_NOTHING = [
    "the the the the",
    "how do I",
    "can you please help me with this",
    "what is the best pizza in town",
    "good morning everyone",
    "who wants to play tonight?",
    "wrong channel, sorry",
]


@pytest.mark.parametrize(
    "question",
    [
        *CHATTER_ABOUT_NOTHING,
        "I forgot my lunch at home",
        "my cat deleted the game lol",
        "the server of the restaurant was nice",
        "brb getting my mail",
        "I want to go back",
        "does anybody here speak portuguese",
    ],
)
def test_talk_about_something_else_gets_silence(question: str) -> None:
    assert answered(question) is None


@pytest.mark.parametrize("question", ["the", "is it the one that you have there?", *CHATTER_ABOUT_NOTHING])
def test_words_without_a_topic_are_not_even_worth_a_suggestion(question: str) -> None:
    assert all(score < Faq().suggest_from for score in scores(question).values())


@pytest.mark.parametrize(
    "question", ["", "   ", "???", "!!! ... ---", "🎉🎉🎉", "<@123> <#456> <:blob:789>", "\x00\ud800"]
)
def test_a_message_without_words_finds_nothing(question: str) -> None:
    assert normalise(question) == []
    assert MATCHER.rank(question) == []


def test_an_empty_knowledge_base_finds_nothing() -> None:
    assert Matcher([]).rank("How do I reset my password?") == []
    assert Matcher([phrasings("wordless", "???", "!!!")]).rank("???") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't", ["do", "not"]),
        ("I can’t, won't and cannot", ["i", "can", "not", "will", "not", "and", "can", "not"]),
        ("dont cant doesnt", ["do", "not", "can", "not", "does", "not"]),
        ("what's the user's name", ["what", "is", "the", "user", "name"]),
        ("I'm sure they'll say we've", ["i", "am", "sure", "they", "will", "say", "we", "have"]),
        ("pls, can u check my acc", ["please", "can", "you", "check", "my", "account"]),
        ("heeeelp sooo", ["heelp", "soo"]),
        ("error 1000 at v2.0", ["error", "1000", "at", "v2", "0"]),
        ("run `rm -rf` and\n```py\nprint('x')\n``` then", ["run", "and", "then"]),
        ("see https://example.org/a?b=c or www.example.org ok", ["see", "or", "ok"]),
        ("<@1> <@!2> <@&3> <#4> <:emoji:5> <a:dance:6> hello", ["hello"]),
        ("> he said\nwhat\n> and then\nnow", ["what", "now"]),
        ("mine\n>>> his\nand his too", ["mine"]),
        ("1 > 0 and ->arrow", ["1", "0", "and", "arrow"]),
        ("ＦＵＬＬ Ｗｉｄｔｈ STRAẞE", ["full", "width", "strasse"]),
        ("Où est l'été, señor?", ["ou", "est", "l", "ete", "senor"]),
        ("Ещё Й", ["еще", "и"]),
        ("パスワード", ["パス", "スワ", "ワー", "ード"]),
        ("Discordの設定", ["discord", "の設", "設定"]),
        ("ลืมรหัส", ["ลื", "ืม", "มร", "รห", "หั", "ัส"]),
        ("비밀번호", ["비밀", "밀번", "번호"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("شكراً لك", ["شكرا", "لك"]),
        ("❤️ it", ["it"]),
    ],
)
def test_messages_are_read_as_words(text: str, words: list[str]) -> None:
    assert normalise(text) == words


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how do i reset my pasword", "reset-password"),
        ("how do i reset my passwrod", "reset-password"),
        ("cancel my subscripton", "cancel-subscription"),
        ("how do I change the langauge", "change-language"),
        ("cancle my subscirption", "cancel-subscription"),
        ("how do I chnage the langauge", "change-language"),
        ("how do i get a refnud", "refund"),
    ],
)
def test_a_misspelt_question_is_answered(question: str, expected: str) -> None:
    assert answered(question) == expected


def test_a_misspelt_question_scores_less() -> None:
    assert (
        scores("How do I reset my pasword?")["reset-password"]
        < scores("How do I reset my password?")["reset-password"]
    )


def test_it_is_told_how_a_question_was_read() -> None:
    explanation = MATCHER.explain("How do I resset my pasword?")
    assert explanation.words == ("how", "do", "i", "resset", "my", "pasword")
    assert explanation.corrections == {"resset": "reset", "pasword": "password"}
    best = explanation.candidates[0]
    assert best.match == explanation.matches[0]
    assert best.features.keys() == set(MEASURES)
    assert best.features["phrasing_covered"] == pytest.approx(1.0)


def test_words_that_no_entry_knows_lower_the_score() -> None:
    assert scores("a refund for an umbrella")["refund"] < scores("a refund for a payment")["refund"]
    assert scores("a refund for a purple umbrella")["refund"] < scores("a refund for an umbrella")["refund"]


def test_short_words_and_error_codes_are_not_corrected() -> None:
    matcher = Matcher([phrasings("e", "what is error e1001"), phrasings("n", "where is the nut"), *KNOWLEDGE])
    assert answered("what is error e1001", matcher) == "e"
    assert matcher.explain("what is e1002").corrections == {}
    assert matcher.explain("where is the net").corrections == {}
    assert answered("what is e1002", matcher) is None


def test_not_turns_a_question_round() -> None:
    matcher = Matcher(
        [phrasings("on", "the light is on now"), phrasings("off", "the light is not on now"), *KNOWLEDGE]
    )
    for question in ("the light isn't on now", "the light is not on now", "the light isnt on now"):
        assert matcher.rank(question)[0].entry_id == "off"
    assert matcher.rank("the light is on now")[0].entry_id == "on"


def test_endings_make_no_difference() -> None:
    matcher = Matcher([phrasings("pay", "charge my card twice", "billing"), *KNOWLEDGE])
    for question in ("charges my cards twice", "charged my card twice", "charging my card twice"):
        assert scores(question, matcher)["pay"] == EXACT


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("How do I not reset my password?", VetoKind.NEGATION, ("not",)),
        ("I do not want to reset my password", VetoKind.NEGATION, ("not",)),
        ("how to not reset my password", VetoKind.NEGATION, ("not",)),
    ],
)
def test_a_wish_turned_round_is_not_answered(question: str, kind: VetoKind, words: tuple[str, ...]) -> None:
    assert veto_of("reset-password", question) == Veto(kind, words)
    assert "reset-password" not in scores(question)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("my password reset mail is not arriving", "reset-password"),
        ("I can not reset my password", "reset-password"),
        ("I don't know how to reset my password", "reset-password"),
        ("the bot is not responding to commands", "bot-offline"),
        ("I do not want my subscription to renew, how do I stop it", "cancel-subscription"),
    ],
)
def test_something_that_does_not_work_is_no_wish_turned_round(question: str, expected: str) -> None:
    assert MATCHER.rank(question)[0].entry_id == expected
    assert veto_of(expected, question) is None


SETUPS = [
    phrasings("windows", "how do I install the app on Windows", "the Windows installer"),
    phrasings("mac", "how do I install the app on a Mac", "macOS says the app is damaged"),
    phrasings("notify", "how do I enable notifications", "turn notifications on"),
    phrasings("order", "how do I cancel my order", "stop an order that I made"),
    phrasings("plan", "how do I cancel my subscription", "end my subscription"),
    phrasings("update", "how do I update the app"),
    phrasings("proxy", "can I connect with a proxy", "proxy settings"),
]


@pytest.mark.parametrize(
    ("entry_id", "question", "words"),
    [
        ("windows", "how do I install the app on Linux", ("linux", "windows")),
        ("mac", "how do I install the app on Ubuntu", ("ubuntu", "mac")),
        ("notify", "how do I disable notifications", ("disabl", "enabl")),
        ("plan", "how do I cancel my order please", ("order", "subscript")),
        ("order", "can I cancel my subscription?", ("subscript", "order")),
    ],
)
def test_a_word_that_tells_things_apart_leads_elsewhere(
    entry_id: str, question: str, words: tuple[str, ...]
) -> None:
    assert veto_of(entry_id, question, Matcher(SETUPS)) == Veto(VetoKind.DISTINGUISHING, words)


def test_what_tells_entries_apart_does_not_stop_the_right_one() -> None:
    matcher = Matcher(SETUPS)
    for question, expected in (
        ("how can I install the app on Windows 11", "windows"),
        ("how can I install this on my macbook", "mac"),
        ("please cancel my order", "order"),
        ("please cancel my subscription", "plan"),
        ("I moved from Windows to Mac, how do I install the app on a Mac", "mac"),
    ):
        assert matcher.rank(question)[0].entry_id == expected
        assert veto_of(expected, question, matcher) is None


@pytest.mark.parametrize("question", ["can I connect without a proxy", "can I connect with a proxy server"])
def test_without_a_thing_is_asked_of_who_knows_the_thing(question: str) -> None:
    matcher = Matcher(SETUPS)
    assert veto_of("proxy", question, matcher) is None
    assert matcher.rank(question)[0].entry_id == "proxy"


def test_an_entry_never_answers_what_it_is_not_for() -> None:
    assert "reset-password" not in scores("How do I reset my router?")
    assert "reset-password" not in scores("how can i reset my router")
    assert "reset-password" not in scores("reset my settings to the defaults please")
    assert answered("How do I reset my password?") == "reset-password"


def test_a_tie_with_not_for_is_a_veto() -> None:
    both = phrasings("both", "buy a sword here", not_for=("buy a sword here",))
    assert "both" not in scores("buy a sword here", Matcher([both, *KNOWLEDGE]))


def test_what_one_entry_is_not_for_another_may_answer() -> None:
    router = phrasings("router", "how to reset the router")
    assert Matcher([router, *KNOWLEDGE]).rank("How do I reset my router?")[0].entry_id == "router"
    assert answered("how to reset the router", Matcher([router, *KNOWLEDGE])) == "router"


def test_two_entries_that_are_close_are_both_silent() -> None:
    twins = [phrasings("one", "how do I buy a sword"), phrasings("two", "where can I buy a sword")]
    both, alone = (Matcher([*entries, *KNOWLEDGE]) for entries in (twins, twins[:1]))
    assert answered("can one buy a sword here", both) is None
    assert scores("buy a sword", both)["one"] < scores("buy a sword", alone)["one"]


def test_entries_with_the_same_phrasing_share_its_probability() -> None:
    twins = [phrasings(name, "how do I buy a sword", f"about {name}") for name in ("one", "two")]
    found = scores("How do I buy a sword?", Matcher([*twins, *KNOWLEDGE]))
    assert found["one"] == found["two"] == EXACT / 2
    assert answered("How do I buy a sword?", Matcher([*twins, *KNOWLEDGE])) is None


TWINS = [
    *KNOWLEDGE,
    phrasings("sword-shop", "how do I buy a sword", "where is the sword shop"),
    phrasings("sword-auction", "how do I buy a sword", "where is the sword auction"),
]


@pytest.mark.parametrize("encoder", [None, Letters()], ids=["by words", "by meaning"])
def test_only_entries_that_may_be_meant_are_candidates_and_share_the_exact_wording(
    encoder: Letters | None,
) -> None:
    matcher = Matcher(TWINS, encoder=encoder)
    for one, other in (("sword-shop", "sword-auction"), ("sword-auction", "sword-shop")):
        among = frozenset(entry.entry_id for entry in TWINS if entry.entry_id != other)
        explanation = matcher.explain("How do I buy a sword?", among)
        assert explanation.matches[0] == Match(one, EXACT, "how do I buy a sword")
        assert other not in [candidate.match.entry_id for candidate in explanation.candidates]
        assert matcher.rank("How do I buy a sword?", among=among)[0].score == EXACT
    assert {match.score for match in matcher.rank("How do I buy a sword?", 2)} == {EXACT / 2}


def test_what_may_not_be_meant_takes_nothing_of_what_is_as_sure_as_without_it() -> None:
    question, among = "where can a sword be bought", frozenset(entry.entry_id for entry in TWINS[:-1])
    with_both, alone = (Matcher(TWINS).rank(question, 9, of) for of in (None, among))
    assert alone[0].entry_id == "sword-shop"
    assert alone[0].score > next(match.score for match in with_both if match.entry_id == "sword-shop")


@pytest.mark.parametrize("among", [frozenset(), frozenset({"gone"})])
@pytest.mark.parametrize("encoder", [None, Letters()], ids=["by words", "by meaning"])
def test_where_no_entry_may_be_meant_none_is_found(among: frozenset[str], encoder: Letters | None) -> None:
    assert Matcher(TWINS, encoder=encoder).explain("How do I buy a sword?", among).candidates == ()


def test_all_entries_are_the_same_as_no_choice() -> None:
    everything = frozenset(entry.entry_id for entry in TWINS)
    for question in ("How do I buy a sword?", "my pasword is lost", "lovely weather"):
        assert Matcher(TWINS).explain(question, everything) == Matcher(TWINS).explain(question)


def test_equal_scores_are_ordered_by_entry_id() -> None:
    twins = [phrasings(name, "how do I buy a sword") for name in ("b", "c", "a")]
    assert [match.entry_id for match in Matcher(twins).rank("how do I buy a sword")] == ["a", "b", "c"]
    many = [phrasings(f"e{number:02}", "how do I buy a sword") for number in reversed(range(60))]
    assert [match.entry_id for match in Matcher(many).rank("how do I buy a sword", limit=3)] == [
        "e00",
        "e01",
        "e02",
    ]


def test_the_best_phrasing_stands_for_its_entry() -> None:
    best = MATCHER.rank("i forgot my password!")[0]
    assert best == Match("reset-password", EXACT, "I forgot my password")


def test_no_more_entries_than_the_limit() -> None:
    assert len(MATCHER.rank("the bot on my server speaks the wrong language", limit=2)) == 2
    assert len(MATCHER.rank("the bot on my server speaks the wrong language")) > 2


@pytest.mark.parametrize(
    ("best", "second", "verdict"),
    [
        (0.8, 0.5, Verdict.ANSWER),
        (0.79, 0.1, Verdict.SILENT),
        (0.9, 0.9, Verdict.ANSWER),
    ],
)
def test_an_answer_needs_a_score_whatever_comes_second(best: float, second: float, verdict: Verdict) -> None:
    matches = [Match("first", best, "x"), Match("second", second, "y")]
    judgement = judge(matches, threshold=0.8)
    assert judgement.verdict is verdict
    assert judgement.entry_id == ("first" if verdict is Verdict.ANSWER else None)
    assert judgement.score == best


def test_where_nothing_is_found_no_threshold_makes_an_answer() -> None:
    assert judge([], threshold=0.0) == Judgement(Verdict.SILENT, None, 0.0)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("как мне добавить бота на свой сервер", "invite-bot"),
        ("КАК ДОБАВИТЬ БОТА НА СЕРВЕР", "invite-bot"),
        ("как добавитъ бота на сервер", "invite-bot"),
        ("言語を変更したいです、どうすればいいですか", "change-language"),
        ("como pido un reembolso", "refund"),
        ("¿Cómo pido un REEMBOLSO? 🙏🙏", "refund"),
        ("اُحذف حسابي من الموقع", "delete-account"),
        ("сегодня хорошая погода", None),
        ("今日はいい天気ですね", None),
        ("ما هو الطقس اليوم", None),
    ],
)
def test_every_script_is_read(question: str, expected: str | None) -> None:
    assert answered(question) == expected


def test_an_entry_is_found_in_each_of_its_languages() -> None:
    german = Translation(
        title="Rechnung", questions=["Wo ist meine Rechnung?", "Rechnung herunterladen"], answer="Dort."
    )
    entry = Entry(
        id="invoice",
        title="Invoice",
        questions=["Where is my invoice?", "download the invoice"],
        answer="There.",
        not_for=["invoice a customer"],
        translations={"de": german},
    )
    matcher = Matcher.build([entry])
    assert scores("wo finde ich meine Rechnung", matcher)["invoice"] > Faq().suggest_from
    assert scores("Where is my invoice?", matcher) == {"invoice": EXACT}
    assert scores("how do I invoice a customer", matcher) == {}


def test_a_knowledge_base_of_one_entry_is_no_excuse_to_answer_everything() -> None:
    matcher = Matcher([phrasings("refund", "How do I get a refund?", "I want my money back")])
    assert answered("How do I get a refund?", matcher) == "refund"
    assert scores("how can I get my money back", matcher)["refund"] > Faq().suggest_from
    for line in (
        "how do I change my avatar",
        "good morning everyone",
        "I want to play",
        "my money is on the red team",
    ):
        assert answered(line, matcher) is None


def test_the_shipped_weights_fit_what_is_measured() -> None:
    assert shipped().measures == MEASURES
    assert shipped(semantic=True).measures == (*MEASURES, *SEMANTIC_MEASURES)
    with pytest.raises(ValueError, match="fit_confidence"):
        Formula.of({"ranking": {"nearest": 1.0}, "confidence": {}})


def test_an_encoder_adds_what_it_measures() -> None:
    formula = Formula.zero(semantic=True)
    matcher = Matcher(KNOWLEDGE, encoder=Letters(), formula=formula)
    best = matcher.explain("i forgot my passwrod!").candidates[0]
    assert best.features.keys() == {*MEASURES, *SEMANTIC_MEASURES}
    features = {c.match.entry_id: c.features for c in matcher.explain("i forgot my passwrod!").candidates}
    assert features["reset-password"]["meaning_nearest"] == pytest.approx(1.0)
    assert Matcher([], encoder=Letters(), formula=formula).rank("hello there") == []


WORDS = st.sampled_from(
    [
        "reset",
        "password",
        "refund",
        "bot",
        "the",
        "how",
        "do",
        "not",
        "設定を変更",
        "добавить",
        "café",
        "pasword",
        "lunch",
    ]
)
ANY_TEXT = st.text(st.characters(), max_size=80) | st.text("<>@#:`*_~|\n 'nt1aа設👍́", max_size=60)
"""`st.characters()` includes lone surrogates, which Discord should never send."""

CHATTER = st.lists(WORDS, max_size=8).map(" ".join) | ANY_TEXT
BASES = st.lists(
    st.tuples(st.lists(CHATTER, min_size=1, max_size=4), st.lists(CHATTER, max_size=2)), min_size=1, max_size=5
).map(lambda drawn: [phrasings(f"e{n}", *asked, not_for=tuple(vetoes)) for n, (asked, vetoes) in enumerate(drawn)])


@given(ANY_TEXT)
def test_any_text_can_be_read(text: str) -> None:
    assert all(word and not word.isspace() for word in normalise(text))


@given(BASES, CHATTER)
def test_any_question_can_be_ranked_by_any_knowledge_base(base: list[Phrasings], question: str) -> None:
    matches = Matcher(base).rank(question)
    assert all(0.0 <= match.score <= 1.0 for match in matches)
    assert matches == sorted(matches, key=lambda match: (-match.score, match.entry_id))
    assert len({match.entry_id for match in matches}) == len(matches)


@given(BASES, st.data())
def test_a_phrasing_of_one_entry_is_that_entrys(base: list[Phrasings], data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(base))
    text = data.draw(st.sampled_from(entry.questions))
    assume(normalise(text))
    asked = Phrasings(entry.entry_id, entry.questions)
    others = [other for other in base if other is not entry]
    same = [other for other in others if any(stems(text) == stems(question) for question in other.questions)]
    assert scores(text, Matcher([asked, *others]))[entry.entry_id] == EXACT or same


@given(BASES, CHATTER, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_changes_nothing(base: list[Phrasings], question: str, random: object) -> None:
    shuffled = list(base)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert Matcher(shuffled).rank(question) == Matcher(base).rank(question)


MAIL = [
    Phrasings("spf", ("How do I set up SPF for my domain?", "add an SPF record")),
    Phrasings("thunderbird", ("How do I set up Thunderbird?", "which settings does Thunderbird need")),
    Phrasings("bounced-550", ("My mail is bounced with error 550", "what does error 550 mean")),
    Phrasings("enable-forwarding", ("How do I enable forwarding?", "turn forwarding on")),
    Phrasings("install-app", ("How do I install the app?", "install the app on my phone")),
]


@pytest.mark.parametrize(
    "code",
    [
        "4711",
        "ERR_4711",
        "v2.3.1",
        "550e8400-e29b-41d4-a716-446655440000",
        "192.168.1.10",
        "ann@example.com",
        "/etc/spf/x.conf",
        "mail.example.com",
    ],
)
def test_a_code_does_not_dilute_a_question(code: str) -> None:
    matcher = Matcher(MAIL)
    assert matcher.rank(f"please help me to set up spf {code}") == matcher.rank("please help me to set up spf")


def test_a_code_that_a_phrasing_has_counts() -> None:
    with_code, without = (Matcher(MAIL).rank(f"what is error {code}")[0] for code in ("550", "551"))
    assert with_code.entry_id == "bounced-550"
    assert with_code.score > without.score


def test_a_question_with_one_more_number_is_not_asked_word_by_word() -> None:
    assert Matcher(MAIL).rank("How do I set up Thunderbird 78?")[0].score < EXACT


def test_a_question_of_codes_alone_is_read_as_it_is() -> None:
    assert Matcher(MAIL).explain("4711 4712").words == ("4711", "4712")


@pytest.mark.parametrize(("phrasing", "question"), [("I want to see my winnings", "I want to see my win")])
def test_one_stem_is_not_one_word(phrasing: str, question: str) -> None:
    assert Matcher([Phrasings("one", (phrasing,)), *MAIL]).rank(question)[0].score < EXACT


def test_plain_inflection_is_the_same_word() -> None:
    assert Matcher(MAIL).rank("which setting does thunderbird needs")[0].score == EXACT


@pytest.mark.parametrize("question", ["How do I uninstall the app?", "How do I disable the forwarding of mail"])
def test_a_real_word_is_read_as_it_is_typed(question: str) -> None:
    assert Matcher(MAIL).explain(question).corrections == {}


def test_a_corrected_word_makes_no_veto() -> None:
    base = [
        *MAIL,
        Phrasings("disable-archive", ("How do I disable the archive?",)),
        Phrasings("enable-labels", ("How do I enable labels?",)),
    ]
    vetoed = {
        question: [
            one.veto is not None
            for one in Matcher(base).explain(question).candidates
            if one.match.entry_id == "disable-archive"
        ]
        for question in ("How do I enable the archive?", "How do I enabel the archive?")
    }
    assert vetoed == {"How do I enable the archive?": [True], "How do I enabel the archive?": [False]}


@pytest.mark.parametrize(
    "question",
    [
        "Wie richte ich Thunderbird ein?",
        "Comment configurer mon compte sur Thunderbird ?",
        "¿Cómo puedo configurar mi correo en Thunderbird?",
        "jak się zalogować do Thunderbird",
    ],
)
def test_words_of_a_language_that_no_phrasing_is_in_find_nothing(question: str) -> None:
    assert Matcher(MAIL).rank(question) == []


def test_they_find_something_where_phrasings_are_in_that_language() -> None:
    german = Phrasings("spf-de", ("Wie richte ich SPF ein?", "Wie kann ich meine Mail auf dem Handy lesen?"))
    assert Matcher([*MAIL, german]).rank("wie richte ich thunderbird ein?")


@pytest.mark.parametrize(
    "question",
    [
        "set up thunderbird for our kindergarten",
        "vincent van der berg needs thunderbird set up",
        "thunderbird einrichten",
    ],
)
def test_loan_words_names_and_short_texts_are_no_other_language(question: str) -> None:
    assert Matcher(MAIL).rank(question)[0].entry_id == "thunderbird"


def test_with_meaning_another_language_is_asked_by_meaning() -> None:
    matcher = Matcher(MAIL, encoder=Letters())
    question = "wie richte ich thunderbird ein?"
    assert matcher.glance(question).to_encode == "wie richte ich thunderbird ein"
    assert matcher.explain(question).matches


def test_what_is_too_short_to_be_answered_is_suggested_if_it_would_be_and_else_left() -> None:
    sure, unsure = [Match("a", 0.95, "q"), Match("b", 0.5, "r")], [Match("a", 0.9, "q"), Match("b", 0.5, "r")]
    verdicts = [as_suggestion(judge(found, threshold=0.92, suggest_from=0.4)) for found in (sure, unsure)]
    assert [(one.verdict, one.entry_id, one.suggested, one.score) for one in verdicts] == [
        (Verdict.SUGGEST, None, ("a",), 0.95),
        (Verdict.SILENT, None, (), 0.9),
    ]
