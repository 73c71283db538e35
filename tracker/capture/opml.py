"""Lists of feeds as OPML, in and out. Pure; `read` belongs in a child process, because others wrote the file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import lxml.etree

from tracker.capture.feeds import link_address
from tracker.lib.text import clean, one_line

MOST_OUTLINES = 20_000
_LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One feed of a list. `line` is where it stands in the file, `groups` are the outlines around it, outermost first.

    `address` is empty, and `trouble` says why in a sentence, when what is written there is no web address.
    """

    line: int
    title: str
    address: str
    groups: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class NoList:
    """Why bytes are no OPML, for a sentence: lower case, no full stop."""

    reason: str


def read(body: bytes) -> tuple[Outline, ...] | NoList:
    """The feeds of an OPML file, in its order, however deep they lie. Never raises for what the bytes are."""
    parser = lxml.etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, recover=True, remove_comments=True
    )
    try:
        root = lxml.etree.fromstring(body.strip(), parser)
    except (lxml.etree.XMLSyntaxError, ValueError):
        return NoList("it is not XML")
    if root is None or _name(root) != "opml":
        return NoList("it is not OPML")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        return NoList("it defines entities of its own, which no list of feeds needs")
    return tuple(_outlines(root))


def _outlines(root):
    """Every outline with an address. Walked without recursion: a list may be nested as deep as its writer likes."""
    waiting = [(element, ()) for element in reversed(root)]
    found = 0
    while waiting and found < MOST_OUTLINES:
        element, groups = waiting.pop()
        title = _attribute(element, "title") or _attribute(element, "text")
        written = _attribute(element, "xmlUrl")
        if _name(element) == "outline" and written:
            found += 1
            yield _outline(element.sourceline or 0, title, written, groups)
        inside = (*groups, title)[:5] if title and _name(element) == "outline" else groups
        waiting.extend((child, inside) for child in reversed(element))


def _outline(line, title, written, groups):
    address = link_address(written)
    trouble = "" if address else f"“{written[:100]}” is not a web address Walkback can open."
    return Outline(line=line, title=title, address=address, groups=groups, trouble=trouble)


def write(feeds: Iterable[tuple[str, str, str]], *, title: str, now: datetime) -> bytes:
    """An OPML 2.0 file of feeds given as (group, title, address); those of one group stand together, "" in none."""
    root = lxml.etree.Element("opml", version="2.0")
    head = lxml.etree.SubElement(root, "head")
    lxml.etree.SubElement(head, "title").text = _line(title)
    lxml.etree.SubElement(head, "dateCreated").text = format_datetime(now)
    body = lxml.etree.SubElement(root, "body")
    groups = {"": body}
    for group, name, address in feeds:
        label = _line(name) or _line(address)
        parent = groups.get(_line(group))
        if parent is None:
            parent = groups[_line(group)] = lxml.etree.SubElement(body, "outline", text=_line(group))
        lxml.etree.SubElement(parent, "outline", type="rss", text=label, title=label, xmlUrl=clean(address))
    return lxml.etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _attribute(element, name: str) -> str:
    """The value of an attribute, whatever the case of its name: xmlURL and xmlurl are common."""
    if not isinstance(element.tag, str):
        return ""
    value = element.get(name) or next(
        (value for key, value in element.attrib.items() if key.lower() == name.lower()), ""
    )
    return clean(one_line(value))[:2000] if name == "xmlUrl" else _line(value)


def _name(element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _line(text: str) -> str:
    return one_line(clean(text))[:_LONGEST]
