"""What a word is compared by: one stem for its forms, and one for a few words that say the same. Pure.

Stems are those of Snowball's stemmer for English (Porter 2), which leaves most words of other languages as they are.
"""

import re
from functools import lru_cache

import Stemmer

# Countries of several names; told by their capitals, because "us" is also a pronoun.
COUNTRIES = (
    (re.compile(r"\b(?:United States|U\.S\.(?:A\.)?|USA?\b)"), "America"),
    (re.compile(r"\b(?:United Kingdom|U\.K\.|UK\b)"), "Britain"),
)
# Words that differ in a headline and its text, or in a denial and its claim; the first of a group stands for all.
_SAME_WORDS = (
    "american america americans",
    "british britain",
    "photograph photo picture image",
    "mother mum mom",
    "father dad",
    "president potus",
    "child children kid",
    "woman women",
    "man men",
    "die dead death",
    "russian russia",
    "mexican mexico",
    "troop soldier",
    "withdraw withdrew withdrawn withdrawal leave left depart departure exit evacuate evacuation pullout pull-out",
    "letter memo memorandum",
    "ceasefire cease-fire truce",
    "fake hoax forge forgery fabricate bogus phony",
    "ban prohibit prohibition",
    "close closure shut",
    "arrest detain detention",
    "authentic genuine",
    "vote ballot",
    "resign resignation quit",
)
_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word, without regard to capitals, a possessive and the full stops of an abbreviation."""
    plain = word.lower().replace("’", "'").removesuffix("'s").replace(".", "")
    if plain == "forces":
        return "troop"  # but nobody is trooped who is forced
    stemmed = _STEMMER.stemWord(plain)
    return _SAME.get(stemmed, stemmed)


_SAME = {
    _STEMMER.stemWord(word): _STEMMER.stemWord(group.split()[0])
    for group in _SAME_WORDS
    for word in group.split()
}


def with_one_name(text: str) -> str:
    """The text with each of these countries called by one name."""
    if "U" in text:
        for names, name in COUNTRIES:
            text = names.sub(name, text)
    return text
