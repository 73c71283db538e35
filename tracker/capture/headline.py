"""What to call a captured page before anybody has read it. Pure, and linear in its input."""

import html
import re

from tracker.capture.plain import decode

_TITLE = re.compile(r"<title(?:\s[^>]{0,200})?>([^<]{1,500})", re.IGNORECASE)
_SEARCHED = 64 * 1024
# A headline, not a paragraph: pages of ours show it, and their text belongs to others.
_LONGEST = 120


def headline(*, body, content_type, text):
    """Return the page's own title, else the first line of its text, in at most 120 characters."""
    if content_type.startswith("text/html"):
        found = _TITLE.search(decode(body[:_SEARCHED], content_type))
        if found and (title := _one_line(html.unescape(found[1]))):
            return title
    return _one_line(text.lstrip().split("\n", 1)[0])


def _one_line(text):
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
