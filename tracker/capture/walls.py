"""Pages that stand in the way of an article: a consent dialogue, a login, a test for robots. Pure.

They come with status 200, so without this they would pass for a new version of the article. The rules are careful: a
page with as much text as a short news item is never a wall, whatever banners it shows, and one word is not enough.
"""

import re
from urllib.parse import urlsplit

# A wall has little text of its own; consent dialogues, with their lists of purposes, have the most.
_MOST_WORDS_OF_A_CHALLENGE = 90
_MOST_WORDS_OF_A_LOGIN = 80
_MOST_WORDS_OF_A_CONSENT = 300
_MOST_WORDS_OF_A_STUB = 60
_BEGINNING = 400

_WAY_IN = re.compile(
    r"(?:^|[/._-])(?:consent|cookiewall|cookie-?consent|collectconsent|login|log-in|signin|sign-in|sso|auth"
    r"|authenticate|captcha|challenge|privacy-?wall|paywall|subscribe)(?:$|[/._-])",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"just a moment\b|checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are"
    r" (?:a )?human|(?:are you|you are not|not) a robot\b|enable (?:js|javascript) and (?:cookies|disable any ad)"
    r"|pardon our interruption|attention required|unusual traffic from your|ddos protection by"
    r"|complete the security check",
    re.IGNORECASE,
)
# Several of these make a consent dialogue; a banner above an article has them as well, but then there is the article.
_CONSENT = (
    re.compile(
        r"before you continue\b|we (?:value|care about|respect) your privacy|your privacy (?:choices|matters)",
        re.I,
    ),
    re.compile(
        r"we and our (?:\d+ )?(?:technology )?partners|our (?:\d+ )?partners (?:use|store|process)", re.I
    ),
    re.compile(r"\buse cookies\b|store and/or access information|cookies and (?:data|similar)", re.I),
    re.compile(r"\b(?:accept|agree to|allow|reject|decline) all\b|\bi (?:accept|agree)\b", re.I),
    re.compile(
        r"manage (?:options|preferences|settings|cookies)|more options|cookie (?:policy|settings)", re.I
    ),
)
_PASSWORD = re.compile(rb"<input\b[^<>]{0,500}\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)
_LOGIN = re.compile(r"\b(?:log ?in|sign ?in|password)\b", re.IGNORECASE)
_STUB = re.compile(
    r"(?:subscribe|sign in|log in|register|create an account)[^.\n]{0,40} to (?:continue|keep|read)"
    r"|to (?:continue reading|read the full)[^.\n]{0,60}(?:subscribe|sign in|log in|register)"
    r"|this (?:article|content|story) is (?:for|only available to) subscribers",
    re.IGNORECASE,
)


def wall_in(*, body: bytes, text: str, asked: str, final_url: str) -> str:
    """Return what was shown in place of the page at `asked`, as words of a sentence; "" for an ordinary page."""
    words = len(text.split(None, _MOST_WORDS_OF_A_CONSENT + 1))
    if words > _MOST_WORDS_OF_A_CONSENT:
        return ""
    consents = sum(1 for mark in _CONSENT if mark.search(text))
    if consents >= 2 and _led_away(asked, final_url):
        return "a consent dialogue"
    # Where nobody was led away, the dialogue has to be all there is: it begins the page, and has every sign of one.
    if consents >= 3 and (_CONSENT[0].search(text[:_BEGINNING]) or _CONSENT[1].search(text[:_BEGINNING])):
        return "a consent dialogue"
    if words <= _MOST_WORDS_OF_A_CHALLENGE and _CHALLENGE.search(text[:_BEGINNING]):
        return "a test for robots"
    asks_for_a_name = words <= _MOST_WORDS_OF_A_LOGIN and _LOGIN.search(text)
    if asks_for_a_name and (_led_away(asked, final_url) or _PASSWORD.search(body)):
        return "a login"
    if words <= _MOST_WORDS_OF_A_STUB and _STUB.search(text):
        return "an invitation to subscribe"
    return ""


def _led_away(asked: str, final_url: str) -> bool:
    """Whether a redirect led from an address without such a word to one whose host or path names a way in."""
    return _names_a_way_in(final_url) and not _names_a_way_in(asked)


def _names_a_way_in(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(_WAY_IN.search(parts.hostname or "") or _WAY_IN.search(parts.path))
