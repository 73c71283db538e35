"""Lines of a page that say nothing about the world: links, credits, times, counts, invitations. Pure."""

import re

from tracker.lib.text import fold

# What is longer is a paragraph of the report, whatever it begins with.
MOST_WORDS = 45
# A line without a full stop is a label, a link to another report or the words under a picture while it is this short.
MOST_WORDS_OF_A_LABEL = 14

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_AGO = re.compile(
    r"\b(?:(?:about|just|an?|\d{1,3}) ){0,2}(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month)s? ago\b"
    r"|\b(?:just now|moments ago|yesterday at \d{1,2}[:.]\d\d)\b"
    r"|\b\d{1,3} ?(?:h|m|d|hr|min)s? ago\b",
    re.I,
)
_INVITES = re.compile(
    r"""^[^\w"']*(?:read (?:more|next|also|the full|this next|our)|see (?:also|more)\b|more (?:on|from|stories"""
    r"""|news|about)\b"""
    r"|(?:related|recommended|trending)(?: \w+){0,2}:?$|related:|most (?:read|popular|viewed|shared)\b"
    r"|editors?'? ?picks?\b"
    r"|you (?:may|might) (?:also )?like|up next\b|sign (?:up|in)\b|log in\b|subscribe\b|register (?:now|here"
    r"|today|for)"
    r"|join (?:us|our|the conversation|now)\b|get (?:our|the latest|the best|breaking|your (?:daily|free|weekly)) "
    r"|follow (?:us|our)\b|follow .{1,40} on (?:twitter|facebook|instagram|x|threads|linkedin|youtube|tiktok"
    r"|mastodon|bluesky)\b"
    r"|share (?:this|on|via|article|story)\b|share$|tweet(?: this)?$|pin it$|email(?: this.{0,20})?$"
    r"|print(?: this.{0,20})?$"
    r"|save(?: this.{0,20})?$|(?:click|tap) here\b|listen(?: to this| now|:|$)|watch(?: live| now|:| more"
    r"| the (?:video|full)|$)"
    r"|play(?: video)?$|download (?:our|the).{0,12} app\b|support (?:our|us|quality|independent)|donate\b"
    r"|advertisement"
    r"|sponsored\b|promoted\b|newsletter|continue reading|(?:story|article) continues|skip (?:to|past)|back to top"
    r"|(?:view|show|load|hide) (?:comments|all|gallery|more)\b|leave a comment|comments?\b.{0,20}$"
    r"|what to (?:read|watch) next"
    r"|in this (?:article|story):?$|topics?:|tags?:|filed under|live updates?:?$|got a (?:tip|story)"
    r"|do you have (?:a|any) (?:tip|story|info)"
    r"|have you (?:been affected|got a)|contact (?:us\b|our|the (?:author|reporter|writer|newsroom))|send (?:us"
    r"|your (?:tips|photos|views))"
    r"|if you (?:have|are) been affected|if you have (?:a|any) (?:tip|story|info)|copyright\b|\xa9|\(c\)"
    r"|all rights reserved"
    r"|this (?:site|page|website) uses|we use cookies|accept (?:all )?cookies|terms of (?:use|service)"
    r"|privacy (?:policy|notice)"
    r"|this (?:article|story|report|post) (?:is part of|was (?:originally|first) (?:published|produced)"
    r"|first appeared)"
    r"|our (?:standards|journalism)\b|(?:additional )?reporting by\b|edit(?:ed|ing) by\b|writ(?:ten|ing) by\b"
    r"|compiled by\b"
    r"|photographs? by\b|video (?:by|credit)\b|graphics? by\b|thank you for (?:reading|your)|you have \d+ "
    r"|\d+ (?:free )?articles? (?:left|remaining))",
    re.I,
)
_CREDIT = re.compile(
    r"^(?:photo(?:graph)?s?|image|picture|illustration|graphic|video)s?(?: (?:caption|credit|source|by))?[:/]"
    r"|^(?:caption|credit)s?[:,]"
    r"|^(?:file|image|stock) (?:photo|picture|image)\b|\bgetty images\b|\bshutterstock\b|\bistock\b|\b(?:photo"
    r"|photograph|picture"
    r"|image|credit):|\((?:ap|afp|epa|reuters|pa|file)\b[^)]{0,60}\)\W*$|(?:^|\s|/)(?:ap|afp|reuters|epa"
    r"|pa)(?:/| via | photo)"
    r"|/(?:ap|afp|reuters|epa|getty|shutterstock)\b",
    re.I,
)
_STAMP = re.compile(
    r"^[\W_]*(?:(?:first |last )?(?:updated?|published|posted|modified|revised|created)(?: (?:story|article))?"
    rf"(?:\W*$|\W*[:|–-].{{0,50}}$| (?:at|on|by|today|yesterday|just|about|an?|\d+|{_MONTH}|{_DAY})\b.{{0,50}}$)"
    rf"|(?:(?:{_DAY}|{_MONTH}|\d{{1,4}}(?:st|nd|rd|th)?|[ap]\.?m\.?|et|est|edt|gmt|bst|utc|pt|pst|pdt|cet|at|on"
    r"|of|the|h)\b"
    r"[\W_]*){1,14}$)",
    re.I,
)
_COUNT = re.compile(
    r"^[\W_]*[\d.,]+ ?[km]? ?(?:shares?|comments?|views?|likes?|retweets?|reads?|votes?|min(?:ute)?s?(?: read)?"
    r"|reactions?|followers?)"
    r"\b.{0,12}$",
    re.I,
)
_BYLINE = re.compile(
    r"^by (?-i:[A-Z])[\w.'-]+(?:(?:,? and|,|&)? ?(?-i:[A-Z])[\w.'-]+){0,9}(?:,? [\w ]{0,40})?$", re.I
)
_ENDS = re.compile(r"[.!?…:;]['\")\]]*$")


def why_boilerplate(paragraph: str, *, labels: bool = True) -> str:
    """Return what a paragraph is, when it says nothing about the world, as the end of a sentence; else "".

    With `labels` any short line without a full stop is taken for a label or a link.
    """
    line = fold(paragraph).replace("“", '"').replace("”", '"').strip()
    count = len(line.split())
    if count > MOST_WORDS:
        return ""
    for pattern, what in (
        (_STAMP, "a line with a time"),
        (_COUNT, "a count of readers"),
        (_CREDIT, "a picture caption or credit"),
        (_INVITES, "a link or an invitation"),
        (_BYLINE, "a byline"),
    ):
        if pattern.search(line):
            return what
    if _AGO.search(line) and count <= 12 and not _ENDS.search(line):
        return "a line with a time"
    if labels and count <= MOST_WORDS_OF_A_LABEL and not _ENDS.search(line):
        return "a label, a link or a caption"
    return ""


def without_ages(line: str) -> str:
    """Return a line with how long ago something was left out: it differs with every look."""
    return _AGO.sub("ago", line)
