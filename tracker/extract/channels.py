"""Through which channel somebody spoke, and when, read from the words around what was said."""

import re

from tracker.extract import words
from tracker.extract.patterns import Wording, pattern, some

_POST = pattern(
    r"\b(?:tweet\w*|retweet\w*|Twitter|Facebook|Instagram|Telegram|TikTok|YouTube|Truth Social|LinkedIn"
    r"|WhatsApp|Weibo|Bluesky|Mastodon|Reddit|Snapchat|social media|since-deleted|(?:on|to) X\b"
    r"|(?:blog )?posts?\b|posted|(?:wrote|said) on (?:his|her|its|their) page)",
    words.PLATFORMS
    | some(
        "tweet tweets tweeted tweeting retweet retweets retweeted retweeting truth linkedin social deleted x post"
        " posts posted page"
    ),
)
_LETTER = pattern(
    r"\b(?:letter|memo|memorandum|e-?mail\w*|circular|communiqu[eé])\b",
    "letter memo memorandum mail email emails emailed emailing circular communique communiqu",
)
_INTERVIEW = pattern(
    r"\binterview(?:ed|s)?\b|\btold (?:the )?(?:[A-Z]{2,5}\b|Reuters|Fox News|Axios|Politico|Newsweek|Bloomberg"
    r"|[A-Z]\w+(?: \w+)? (?:Times|Post|News|Radio|Journal|TV|Today|Magazine)|Agence"
    r"|[Tt]he Associated Press|The [A-Z]\w+)",
    "interview interviews interviewed told",
    re.NOFLAG,
)
_BRIEFING = pattern(
    r"\b(?:briefing|news conference|press conference|conference call|told (?:\w+ )?(?:reporters|journalists)"
    r"|to (?:reporters|journalists)|gaggle|reporters at)\b",
    "briefing conference told reporters journalists gaggle",
)
_RELEASE = pattern(
    r"\b(?:in|issued|released|put out|said in) (?:a|an|the|its|his|her|their) (?:\w+ ){0,4}"
    r"(?:statement|release|notice|announcement|advisory)\b|\b(?:press|news) release\b|\bstatement\b",
    "statement release notice announcement advisory",
)
_BROADCAST = pattern(
    r"\b(?:televised|television|TV|radio|on air|live broadcast|broadcast|podcast"
    r"|on (?:CNN|Fox News|MSNBC|NBC|CBS|ABC|BBC|Sky News))\b",
    "televised television tv radio air broadcast podcast cnn fox msnbc nbc cbs abc bbc sky",
    re.NOFLAG,
)
_VOTE = pattern(
    r"\bvot(?:e|es|ed|ing) (?:\w+ )?(?:to|for|against|in favou?r|on)\b", "vote votes voted voting"
)
_CHANNELS = (
    ("post", _POST),
    ("letter", _LETTER),
    ("interview", _INTERVIEW),
    ("briefing", _BRIEFING),
    ("release", _RELEASE),
    ("broadcast", _BROADCAST),
    ("vote", _VOTE),
)
_LETTER_NOUNS = words.PAPERS - words.POST_NOUNS - {"notice", "advisory", "bulletin", "announcement"}
_RELEASE_NOUNS = frozenset(
    ["statement", "notice", "advisory", "release", "announcement", "bulletin", "alert"]
)

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_WHEN = pattern(
    rf"\b(?:on |late on |early on |late |early |earlier |last )?{_DAY}(?: (?:morning|afternoon"
    rf"|evening|night))?(?: at (?:about |around )?\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?)?"
    rf"|\b(?:on )?{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b|\b(?:on )?\d{{1,2}} {_MONTH}(?: \d{{4}})?"
    r"|\b(?:at|around|about|shortly (?:before|after)|just (?:before"
    r"|after)) \d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\b\.?(?: [A-Z]{2,4}\b)?"
    r"|\b(?:at|around) \d{1,2}[:.]\d\d(?: [A-Z]{2,4}\b)?"
    r"|\b(?:(?:an|two|three|four|five|six|several|a few|\d{1,2}) (?:hours?|minutes|days"
    r"|weeks) (?:later|earlier|before|after(?:wards?)?))\b"
    r"|\b(?:earlier|later) (?:today|that day|in the day|this week|on the same day)\b"
    r"|\b(?:today|yesterday|this (?:morning|afternoon|evening|week)|tonight|overnight"
    r"|last (?:week|month|night))\b",
    words.DAYS
    | frozenset(month.rstrip(".") for month in words.MONTHS)
    | some("hour hours minutes days weeks earlier later today yesterday this tonight overnight last"),
)


_IN_LETTER = pattern(
    r"\bin (?:an?|the|his|her|its|their|that|another|this) (?:[\w.'-]+ ){0,5}?(letter|memo"
    r"|memorandum|e-?mail|circular|dispatch|cable|note)\b",
    "letter memo memorandum mail email circular dispatch cable note",
)


_WROTE = pattern(r"\b(?:wrote|writes|e-?mailed)\b", "wrote writes mailed emailed", re.NOFLAG)
_CUES_OF_LETTERS = some("write say tell add inform state warn note urge announce notify promise ask")


def channel(around: Wording, document: str) -> str:
    """The channel a statement came through, from the passage without its quoted words; "" if none is named.

    `document` is what is said to speak, where that is a document.
    """
    if document in _LETTER_NOUNS:
        return "letter"
    if document in words.POST_NOUNS:
        return "post"
    if document in _RELEASE_NOUNS:
        return "release"
    found = [name for name, one in _CHANNELS if one.search(around)]
    if "letter" in found and not _IN_LETTER.search(around) and not _WROTE.search(around):
        found = [name for name in found if name != "letter"]
    return found[0] if found else ""


def is_posted(passage: Wording) -> bool:
    """True if a passage names a platform or a post."""
    return _POST.search(passage) is not None


def letter_frame(around: Wording, lemma: str) -> str:
    """ "letter" for "in a letter to the minister, she wrote"; "" where the words were not written in one."""
    match = _IN_LETTER.search(around) if lemma in _CUES_OF_LETTERS else None
    return match[1].lower() if match else ""


def when(around: Wording) -> str:
    """The words that say when, or ""."""
    clock = any(word[0].isdigit() for word in around.words)  # "at 7.14"
    match = _WHEN.regex.search(around.folded) if clock else _WHEN.search(around)
    return around.text[match.start() : match.end()].strip() if match else ""
