"""Makes bot/matching/frequent_words.txt, the words of each language that are written most, and more_words.txt: what is
written often, and pyspellchecker's list of the language lacks.

`python -m bench.frequent_words` takes them from the small lists of wordfreq (https://github.com/rspeer/wordfreq; its data
are under CC BY-SA 4.0), which is installed for this alone. Languages that are written without spaces are left out:
the matcher reads them as pairs of letters. So are words that are English
and hardly more frequent than there (`thanks`), which get into the lists of all languages; not so those that English
writes most, too: `do` is Polish, and counts for neither.
"""

from __future__ import annotations

from bot.matching.spelling import SHORTEST_CORRECTED
from bot.matching.vocabulary import FREQUENT, MORE_WORDS, Vocabulary
from bot.matching.words import folded, normalise

LISTED = ("de", "en", "es", "fr", "it", "nl", "pt")
"""Languages that pyspellchecker has a list of, and wordfreq too."""

LEAST_ZIPF, LEAST_ZIPF_OF_OTHERS = 3.0, 3.5  # one in a million words; three, where it is not English
EACH = 200
TIMES_ENGLISH = 10
SHORTEST = 2  # letters: single ones are initials and options in every language
WITHOUT_SPACES = {"ja", "ko", "zh"}


def main() -> None:
    """Write the file: a line a language, its name first."""
    from wordfreq import available_languages, top_n_list, word_frequency

    shared = set(top_n_list("en", EACH, wordlist="small"))

    def is_from_english(word: str, language: str) -> bool:
        in_english = word_frequency(word, "en", "small")
        is_rare_here = word_frequency(word, language, "small") < TIMES_ENGLISH * in_english
        return language != "en" and is_rare_here and word not in shared

    lines = []
    for language in sorted(available_languages("small").keys() - WITHOUT_SPACES):
        found: dict[str, None] = {}
        for word in top_n_list(language, 3 * EACH, wordlist="small"):
            if is_from_english(word, language):
                continue
            read = normalise(word)
            if len(read) == 1 and len(read[0]) >= SHORTEST and not any(map(str.isdigit, read[0])):
                found[read[0]] = None
        lines.append(" ".join([language, *list(found)[:EACH]]))
    FREQUENT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    MORE_WORDS.write_text("".join(map(_lacking, sorted(LISTED))), encoding="utf-8")


def _lacking(language: str) -> str:
    from wordfreq import freq_to_zipf, get_frequency_dict

    listed, least = Vocabulary([language]), LEAST_ZIPF if language == "en" else LEAST_ZIPF_OF_OTHERS
    found = (
        folded(word)
        for word, share in get_frequency_dict(language, wordlist="small").items()
        if freq_to_zipf(share) >= least and len(word) >= SHORTEST_CORRECTED and word.isalpha()
    )
    lacking = {word for word in found if word not in listed and f"{word}g" not in listed}  # nor `tryin`
    return " ".join([language, *sorted(lacking)]) + "\n"


if __name__ == "__main__":
    main()
