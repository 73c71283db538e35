"""Whether two sentences say the same in other letters, or something else; and what else, in words. Pure.

Spelling, punctuation, capitals, typography, contractions, titles and figures written two ways are the same. A misspelt
word put right is the same too: one of the two is in no dictionary and they differ by two letters at most.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from rapidfuzz.distance import OSA, LCSseq
from spellchecker import SpellChecker

from tracker.extract import words
from tracker.lib.text import fold


def _set(text):
    return frozenset(text.split())


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"', "″": '"'})
_SINGLE_QUOTE = re.compile(r"(?<!\w)'(?=\w)|(?<=[\w.,!?])'(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:[.,:'/-][^\W_]+)*|[\"?%]")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_AMOUNT = re.compile(r"(\d)(m|mn|bn|tn|k)\Z")
_AMOUNTS = {"m": "million", "mn": "million", "bn": "billion", "tn": "trillion", "k": "thousand"}

_SMALL = frozenset(["a", "an", "the", "that"])
_COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMERALS = {word: str(number) for number, word in enumerate(_COUNTED.split())} | {
    word: str(number) for number, word in zip(range(30, 100, 10), _TENS.split(), strict=True)
}
_AMOUNT_WORDS = _set(
    "hundred thousand million billion trillion dozen dozens hundreds thousands millions billions half third quarter"
    " first second fourth fifth double triple twice once"
)
_SAME = {
    "percent": "%", "pct": "%", "gen": "general", "sen": "senator", "gov": "governor", "rep": "representative",
    "lt": "lieutenant", "col": "colonel", "maj": "major", "capt": "captain", "sgt": "sergeant", "adm": "admiral",
    "dr": "doctor", "prof": "professor", "jan": "january", "feb": "february", "mar": "march", "apr": "april",
    "jun": "june", "jul": "july", "aug": "august", "sep": "september", "sept": "september", "oct": "october",
    "nov": "november", "dec": "december", "okay": "ok", "vs": "versus", "programme": "program", "whilst": "while",
    "amongst": "among", "towards": "toward", "grey": "gray", "cheque": "check", "tyre": "tire", "kerb": "curb",
}  # fmt: skip
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2})is(?=(?:e[drs]?|ing|ations?)\Z)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e[drs]?|ing)\Z)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|able|ite|ful|hood|ly|ist)?\Z)"), "or"),
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])re(?=s?\Z)"), "er"),
    (re.compile(r"(?<=[a-z]{2})ll(?=(?:ed|ing|er|ers)\Z)"), "l"),
    (re.compile(r"ence(?=s?\Z)"), "ense"),
    (re.compile(r"ogue(?=s?\Z)"), "og"),
    (re.compile(r"[ae]e(?=[a-z]{3})"), "e"),
)
_CONTRACTIONS = (
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"), (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"), (re.compile(r"n't\b"), " not"), (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"), (re.compile(r"'ll\b"), " will"), (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(it|that|there|what)'s\b"), r"\1 is"), (re.compile(r"\bper cent\b"), "percent"),
)  # fmt: skip
_NEGATIONS = _set(
    "not no never none nobody nothing neither nor without false falsely untrue deny denies denied denying fake hoax"
    " unlikely refuse refuses refused"
)
_HEDGES = _set(
    "may might could perhaps possibly probably likely alleged allegedly reportedly apparently apparent appear appears"
    " appeared seem seems seemed suspected purported purportedly supposedly believed thought estimated about around"
    " approximately nearly almost roughly would should claims claimed unconfirmed"
)
_VERBS_OF_SAYING = (
    "say tell state claim allege report announce confirm deny admit insist argue warn suggest add note acknowledge"
    " write reply respond declare"
)
_SAYING = frozenset(form for lemma in _VERBS_OF_SAYING.split() for form in words.forms(lemma))
_ATTRIBUTION = _SAYING | {"according"}
_NEGATING = re.compile(r"(?:un|in|im|il|ir|dis|non|anti|mis|de|re|a)\Z")
# Letters that may differ in a misspelt word, and how short a word is too short to tell.
_SLIPS, _SHORTEST = 2, 3


def key(sentence: str) -> str:
    """The words of a sentence as one string: two with the same key say the same in other letters."""
    return " ".join(word for word in words_of(sentence) if word != '"')


def words_of(sentence: str) -> list[str]:
    """The words of a sentence in their one spelling; quotation and question marks and percent signs are words."""
    return [plain for plain, _ in _tokens(sentence)]


def material_differences(old: str, new: str) -> tuple[str, ...]:
    """Say what one sentence says that the other does not, a sentence each; () when they say the same.

    Method: the longest common subsequence of the plain words; each stretch that differs is named by the first of
    these it holds: quotation, number, date, negation, name, attribution, hedge, other words.
    """
    before, after = _tokens(old), _tokens(new)
    plain_before, plain_after = [plain for plain, _ in before], [plain for plain, _ in after]
    stretches = []
    for tag, start, end, now_start, now_end in LCSseq.opcodes(plain_before, plain_after).as_list():
        if tag != "equal":
            went, came = before[start:end], after[now_start:now_end]
            if stretches and stretches[-1][2:] == (start, now_start):
                earlier = stretches.pop()
                went, came = earlier[0] + went, earlier[1] + came
            stretches.append((went, came, end, now_end))
    stretches = [(went, came) for went, came, _, _ in stretches if not _says_the_same(went, came)]
    if _only_turned(stretches):
        return ()
    return tuple(dict.fromkeys(_reason(went, came) for went, came in stretches))


def _tokens(sentence):
    """(plain word, word as written) of a sentence."""
    text = _SINGLE_QUOTE.sub('"', fold(sentence).translate(_QUOTES))
    found = []
    for match in _WORD.finditer(text):
        written = match.group()
        plain = _THOUSANDS.sub("", _without_accents(written.lower()))
        for pattern, full in _CONTRACTIONS:
            plain = pattern.sub(full, plain)
        found += [(_one_spelling(part), written) for part in plain.split() if part]
    return _with_amounts(found)


def _without_accents(word):
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _one_spelling(word):
    word = word.replace("-", "").replace("'s", "s").rstrip("'")
    if "." in word and not any(c.isdigit() for c in word):
        word = word.replace(".", "")
    if word in _SAME or word in _NUMERALS:
        return _SAME.get(word) or _NUMERALS[word]
    if len(word) > 4 and word.isalpha():
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    return word


def _with_amounts(tokens):
    """ "2m" as "2 million", "per cent" as "%"."""
    found = []
    for plain, written in tokens:
        if match := _AMOUNT.search(plain):
            found += [(plain[: match.start(2)], written), (_AMOUNTS[match[2]], written)]
        elif plain == "cent" and found and found[-1][0] == "per":
            found[-1] = ("%", "per cent")
        else:
            found.append((plain, written))
    return found


def _says_the_same(went, came):
    one, other = ([plain for plain, _ in side] for side in (went, came))
    if "".join(one) == "".join(other):
        return True
    if '"' in one + other or "?" in one + other:
        return False
    if _SMALL.issuperset(one) and _SMALL.issuperset(other):
        return True
    return len(went) == len(came) and all(map(_is_one_word, went, came))


def _is_one_word(one, other):
    """Whether two words are one, misspelt in one of the two texts. Never a name or a number."""
    (one, written), (other, as_written) = one, other
    if one == other:
        return True
    if not (written.islower() and as_written.islower() and one.isalpha() and other.isalpha()):
        return False
    if min(len(one), len(other)) < _SHORTEST or OSA.distance(one, other, score_cutoff=_SLIPS) > _SLIPS:
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer.endswith(shorter) and _NEGATING.match(longer[: len(longer) - len(shorter)]):
        return False
    return _is_known(one) != _is_known(other)


def _is_known(word):
    return word in _dictionary() or any(
        word.endswith(end) and word[: -len(end)] in _dictionary() for end in ("s", "ed")
    )


@cache
def _dictionary():
    # A quarter of a second and some 20 MB, once, and only where a word differs by a letter or two.
    return frozenset(SpellChecker(language="en").word_frequency.words())


def _only_turned(stretches):
    """Whether nothing but the place of the speech verb differs: “Holm said” and “said Holm”."""
    went = Counter(plain for side, _ in stretches for plain, _ in side)
    came = Counter(plain for _, side in stretches for plain, _ in side)
    return went == came and set(went) <= _SAYING


def _reason(went, came):
    """Name a stretch by the weightiest thing in it."""
    what = next(
        name for name, holds in _NAMED if any(holds(plain, written) for plain, written in (*went, *came))
    )
    one, other = (" ".join(written for _, written in side) for side in (went, came))
    if not went:
        return f"{what} was added: “{other}”."
    if not came:
        return f"{what} was taken out: “{one}”."
    return f"{what} changed: “{one}” became “{other}”."


def _is_a_date(plain, written):
    return (plain in words.CALENDAR and written[:1].isupper()) or plain in words.DAYPARTS


_NAMED = (
    ("A quotation mark", lambda plain, written: plain == '"'),
    ("A question", lambda plain, written: plain == "?"),
    (
        "A number",
        lambda plain, written: any(c.isdigit() for c in plain) or plain in _AMOUNT_WORDS or plain == "%",
    ),
    ("A date", _is_a_date),
    ("A negation", lambda plain, written: plain in _NEGATIONS),
    ("A name", lambda plain, written: written[:1].isupper() and plain not in words.STOPWORDS),
    ("An attribution", lambda plain, written: plain in _ATTRIBUTION),
    ("A hedge", lambda plain, written: plain in _HEDGES),
    ("The wording", lambda plain, written: True),
)
