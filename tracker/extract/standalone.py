"""A claim as a sentence of its own: nobody reads the report beside it, so no "it" and no "their" may point outside."""

import re

from tracker.extract import tokens, words
from tracker.extract.readings import StatementFound
from tracker.lib.text import fold, one_line

_LEADING = re.compile(
    r"\A(?:[A-Z][A-Z .,'/-]{2,40}(?:\([A-Z][\w /.]+\))? ?[—–-]{1,2} |(?:but|and|so|however"
    r"|meanwhile|still|instead|also|yet),? )",
    re.I,
)
_VOCATIVE = re.compile(r"\A(?:Sir|Madam|Dear [A-Z]\w+|Gentlemen|Colleagues),\s+")
_LEADING_POSSESSIVE = re.compile(r"\A(?:his|her|its|their)\s+(?=[a-z])", re.I)
_SPEAKER_OF_IT = re.compile(
    r"(it|he|she|they)\s+(?=(?:would|will|have|were|are|never|found|sent|won|lost|left|\w+(?:s|d))\b)", re.I
)
_WORD = re.compile(r"[^\W_]+(?:[-.'&][^\W_]+)*|[\"?]")
_TO_ANYBODY = frozenset(["you", "your", "you're", "you'll", "let's"])
_FIRST_PERSON = frozenset(
    ["i", "we", "our", "my", "us", "me", "i'm", "i've", "we're", "we've", "we'll", "i'll"]
)
_OF_ONE = frozenset(
    ["he", "she", "him", "his", "her", "himself", "herself", "he's", "she's", "he'd", "she'd"]
)
_OF_THINGS = frozenset(
    ["it", "its", "they", "their", "them", "theirs", "it's", "they're", "they'd", "themselves"]
)
_POSSESSIVES = frozenset(["his", "her", "its", "their"])
_POINTING = frozenset(["this", "that", "these", "those"])
_POINTERS = _TO_ANYBODY | _OF_ONE | _OF_THINGS
_OPENS_NO_SENTENCE = words.AUXILIARIES | {"of", "than", "by"}
_NO_NOUNS = words.STOPWORDS | words.COMMON_VERBS | words.DAYS | frozenset(["yes", "there"])
_SPOKEN_OF = re.compile(r"it(?:'s| is| was| would be) (?:\"?\w+ ){1,3}\"?(?:that|to|for) ", re.I)
_IN_SINGLE_MARKS = re.compile(r"[‘'](?<!\w[‘'])([^‘’']{2,200})[’'](?!\w)")
_DOUBLE_MARKS = re.compile(r'["“”]')
_LONGEST_QUOTATION = 45


def standing_alone(passage: str, owner: StatementFound | None, quoted: str, *, told: bool) -> str:
    """The words of a claim as a sentence: link words off, the speaker for "it would", one full stop.

    `owner` is the statement the words are from, if any; `quoted` its quoted words where they are all of it; `told`
    says that somebody told it, a document or a person, and not the report itself. "" where no sentence is left.
    What stands for something outside it may still be in it: ask `points_outside`.
    """
    sentence = tokens.without_dateline(one_line(passage))
    for opening in (_LEADING, _VOCATIVE):
        match = opening.match(sentence)
        sentence = sentence[match.end() :] if match else sentence
    sentence = sentence.strip(' ,;:"“”')
    if owner and quoted:
        sentence = _readable_at_once(one_line(quoted))
        if _says_i(sentence):
            said = owner.cue if owner.cue[:1].isalpha() else "said"
            return f"{owner.speaker} {said}: “{sentence.rstrip('.,')}.”"
    elif owner:
        sentence = _with_speaker(sentence, owner)
    sentence = _without_marks(sentence)
    if not sentence:
        return ""
    sentence = _LEADING_POSSESSIVE.sub("The ", sentence, count=1) if told else sentence
    sentence = sentence[0].upper() + sentence[1:]
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def points_outside(sentence: str) -> str:
    """The word of a sentence that stands for something outside it, or that shows it to be no sentence; "" if none."""
    if "“" in sentence:
        return ""  # who speaks stands before the quotation
    found = _WORD.findall(fold(sentence))
    lows = [word.lower() for word in found]
    if "?" in found[-1:]:
        return "?"
    if not lows or lows[0] in _OPENS_NO_SENTENCE:
        return lows[0] if lows else "nothing"
    if lows[0] in _POINTING and (len(lows) < 2 or lows[1] in words.COMMON_VERBS):
        return lows[0]
    if _POINTERS.isdisjoint(lows) or _SPOKEN_OF.match(fold(sentence)):
        return ""
    named = thing = False
    for place, (word, low) in enumerate(zip(found, lows, strict=True)):
        if low in _TO_ANYBODY or (low in _OF_ONE and not named) or (low in _OF_THINGS and not thing):
            return low
        person = low in words.PERSON_NOUNS or (
            word[0].isupper() and low not in words.STOPWORDS and low not in words.CALENDAR
        )
        named = named or (person and not (place == 0 and low in _NO_NOUNS))
        thing = thing or (low not in _NO_NOUNS and low not in words.CUE_KINDS and not low.endswith("ly"))
    return ""


def is_sentence(sentence: str) -> bool:
    """Whether there is a finite verb in it, as far as closed classes and endings tell."""
    before = ""
    for place, match in enumerate(_WORD.finditer(fold(sentence))):
        word = match.group()
        low = word.lower()
        if low in _FINITE or (place and low in words.CUE_KINDS and low not in words.GERUNDS):
            return True
        ended = low.endswith(("ed", "s", "'s", "'re", "'ve", "'d")) and word[0].islower()
        if place and ended and before not in words.DETERMINERS and before not in words.PREPOSITIONS:
            return True
        before = low
    return False


_FINITE = words.COMMON_VERBS - {"be", "been", "being", "having", "not", "never", "n't"} | {"must", "should"}


def _says_i(sentence: str) -> bool:
    return any(word.lower() in _FIRST_PERSON for word in _WORD.findall(fold(sentence)) if word != "US")


def _readable_at_once(whole: str) -> str:
    """A quotation, of a long one its first sentence."""
    if len(whole.split()) <= _LONGEST_QUOTATION:
        return whole.strip(' ,;:"“”')
    first = re.match(r".{20,400}?[.!?](?= )", whole)
    return (first.group() if first else whole).strip(' ,;:"“”')


def _without_marks(sentence: str) -> str:
    """A claim is nobody's quotation: the marks around the reporter's quoted words go."""
    return _IN_SINGLE_MARKS.sub(r"\1", _DOUBLE_MARKS.sub("", sentence))


def _with_speaker(sentence: str, owner: StatementFound) -> str:
    """ "it would leave" said by the coalition becomes "the coalition would leave"; "to expel" gets who voted."""
    if sentence.startswith("to ") and owner.cue:
        return f"{owner.speaker} {owner.cue} {sentence}"
    if owner.attribution == "anonymous official" or not owner.speaker[:1].isupper():
        return sentence
    body = owner.organisation == owner.speaker
    match = _SPEAKER_OF_IT.match(sentence)
    if match and (match[1].lower() in ("it", "they")) == body:
        return f"{owner.speaker} {sentence[match.end() :]}"
    return _with_owner_named(sentence, owner.speaker, body=body)


def _with_owner_named(sentence: str, speaker: str, *, body: bool) -> str:
    """ "All of its branches will close", said by Halden Bank: "All of Halden Bank's branches will close"."""
    outside = points_outside(sentence)
    if len(speaker.split()) > 3 and speaker.split()[0].lower() in words.DETERMINERS:
        return sentence
    if outside not in _POSSESSIVES or (outside in ("its", "their")) != body:
        return sentence
    ending = "'" if speaker.endswith("s") else "'s"
    return re.sub(rf"\b{outside}\b(?= [a-z])", f"{speaker}{ending}", sentence, count=1, flags=re.I)
