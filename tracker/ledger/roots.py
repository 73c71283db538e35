"""On how few sources the articles that carry a claim rest. Pure: entries of a claim's document in, roots out.

Ten copies of one agency report are one root, five papers that cite Reuters are one, and where Reuters in turn rests on
an official, that official is. A root is what following the citations ends at: an outlet, a person, a document. Unnamed
sources described in the same words are counted once, because nobody can tell them apart. Where nothing is recorded of
what an outlet rests on, it is counted apart: silence makes no root.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from tracker.ledger.models import Appearance
from tracker.lib.text import one_line

OUTLET, SOURCE, UNNAMED, DOCUMENT = "outlet", "source", "unnamed", "document"

_CARRIES = frozenset({Appearance.Stance.ASSERTS, Appearance.Stance.ATTRIBUTES, Appearance.Stance.OBSERVES})
_DETERMINER = re.compile(r"(?:an?|the|one|this|that)\s+", re.IGNORECASE)
_NUMERAL = re.compile(r"(two|three|four|five|six|several|some|multiple|both|many)\s+", re.IGNORECASE)
_SAYS_UNNAMED = re.compile(r"\b(?:unnamed|anonymous)\s+", re.IGNORECASE)
_PLURAL = re.compile(
    r"(?:people|persons|staff|police|(?:official|source|aide|diplomat|insider|staffer|witnesse|officer|lawmaker|document"
    r"|email|record|letter|memo|paper|minister|employee|executive|leader|commander|soldier)s)\b",
    re.IGNORECASE,
)
_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Edge:
    """From an article to what it rests on: the name as written, its kind, the words that say so and their page.

    With `prints` the article's text is that source's, and so is what else it rests on.
    """

    name: str
    kind: str
    prints: bool = False
    exact: str = ""
    url: str = ""

    @property
    def node(self) -> Hashable:
        """The same for two edges that lead to one source."""
        plain = _plain(self.name)
        return plain if self.kind in (OUTLET, SOURCE) else (self.kind, plain)


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """An article that carries a claim: the id of its entry, the outlet it appeared in ("" unknown), its edges."""

    key: str
    by: str
    edges: tuple[Edge, ...] = ()

    @property
    def node(self) -> Hashable:
        """The same for two articles of one outlet."""
        return _plain(self.by) or ("article", self.key)


@dataclass(frozen=True, kw_only=True)
class Root:
    """What articles rest on in the end, and these articles, each with the edges that lead there."""

    name: str
    kind: str
    carriers: tuple[Carrier, ...]

    @property
    def words(self) -> str:
        """The root as it is counted in a sentence: "one unnamed US official", "one letter", "Reuters"."""
        if self.kind not in (UNNAMED, DOCUMENT):
            return self.name
        unnamed = "unnamed " if self.kind == UNNAMED else ""
        name = _SAYS_UNNAMED.sub("", _DETERMINER.sub("", self.name, count=1))
        if _PLURAL.match(name):
            name = name[:1].lower() + name[1:]
        if number := _NUMERAL.match(name):
            return f"{number[1].lower()} {unnamed}{name[number.end() :]}"
        return f"{unnamed}{name}" if _PLURAL.search(name) else f"one {unnamed}{name}"


@dataclass(frozen=True, kw_only=True)
class Origins:
    """How many outlets carry a claim, of how many it is not recorded what they rest on, and the roots of the others."""

    outlets: int
    unknown: int
    roots: tuple[Root, ...]

    @property
    def sentence(self) -> str:
        """What a reader is told: "6 outlets repeat this; all rest on 2 roots: one unnamed US official, one letter."."""
        one = self.outlets == 1
        repeat = f"{self.outlets} outlet{'' if one else 's'} repeat{'s' if one else ''} this"
        if not self.roots:
            return f"{repeat}; what {'it rests' if one else 'they rest'} on is not recorded."
        known = self.outlets - self.unknown
        every = "it rests" if one else "both rest" if self.outlets == 2 else "all rest"
        who = f"{known} rest{'s' if known == 1 else ''}" if self.unknown else every
        told = f"{repeat}; {who} on {len(self.roots)} root{'' if len(self.roots) == 1 else 's'}: {self._named()}."
        if not self.unknown:
            return told
        others = "the other rests" if self.unknown == 1 else f"the other {self.unknown} rest"
        return f"{told} What {others} on is not recorded."

    def _named(self):
        names = [root.words for root in self.roots[:_SHOWN]]
        more = len(self.roots) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")


def origins_of(entries: Iterable[dict]) -> Origins:
    """Return the origins of a claim from the entries of its document that stand: none that was superseded."""
    return origins(carriers_of(entries))


def carriers_of(entries: Iterable[dict]) -> list[Carrier]:
    """Return the articles that carry the claim; one that disputes or corrects it does not."""
    return [
        Carrier(
            key=entry["id"],
            by=(subject["article"]["outlet"] or {}).get("name", ""),
            edges=tuple(_edge(rests_on, subject["citations"]) for rests_on in subject.get("rests_on", ())),
        )
        for entry in entries
        if (subject := entry["subject"])["type"] == "appearance" and subject["body_stance"] in _CARRIES
    ]


def origins(carriers: Iterable[Carrier]) -> Origins:
    """Return what these articles rest on in the end, first what most of them rest on.

    Sources that only cite one another are one root, named after the first of them.
    """
    carriers = list(carriers)
    nodes = {carrier.node for carrier in carriers}
    leads = _leads(carriers)
    cited = set().union(*leads.values())
    named = {edge.node: (edge.name, edge.kind) for carrier in reversed(carriers) for edge in carrier.edges}
    named |= {carrier.node: (carrier.by, OUTLET) for carrier in carriers}
    led = {}
    for carrier in carriers:
        if leads.get(carrier.node) or carrier.node in cited:
            for end in _ends(carrier.node, leads):
                led.setdefault(end, []).append(_towards(carrier, end, leads))
    roots = [
        Root(name=named[end][0], kind=named[end][1], carriers=tuple(through)) for end, through in led.items()
    ]
    return Origins(
        outlets=len(nodes),
        unknown=sum(not leads.get(node) and node not in cited for node in nodes),
        roots=tuple(sorted(roots, key=lambda root: (-len(root.carriers), root.words))),
    )


def _edge(rests_on, citations):
    said = one_line(rests_on["exact"])
    cited = next((one for one in citations if one_line(one.get("exact", "")) == said), None)
    return Edge(
        name=rests_on["source"],
        kind=_kind(rests_on),
        prints=rests_on["how"] == Appearance.Basis.PRINTS,
        exact=said,
        url=cited["snapshot"].get("url", "") if cited else "",
    )


def _kind(rests_on):
    if rests_on["how"] == Appearance.Basis.DOCUMENT:
        return DOCUMENT
    if rests_on["is_unnamed"]:
        return UNNAMED
    return SOURCE if rests_on["how"] == Appearance.Basis.CONFIRMED else OUTLET


def _leads(carriers):
    """node -> the nodes it rests on; what a copy rests on is what its original rests on."""
    leads = {}
    for carrier in carriers:
        originals = {edge.node for edge in carrier.edges if edge.prints} - {carrier.node}
        others = {edge.node for edge in carrier.edges} - originals - {carrier.node}
        leads.setdefault(carrier.node, set()).update(originals or others)
        for original in originals:
            leads.setdefault(original, set()).update(others)
    return leads


def _ends(node, leads):
    """What following the citations from `node` ends at; of a circle the first by name."""
    ends, seen, frontier = set(), set(), [node]
    while frontier:
        one = frontier.pop()
        if one in seen:
            continue
        seen.add(one)
        if further := leads.get(one):
            frontier.extend(further)
        else:
            ends.add(one)
    return ends or {min(seen, key=str)}


def _towards(carrier, end, leads):
    """The article with those of its edges that lead to this end."""
    edges = tuple(edge for edge in carrier.edges if end in _ends(edge.node, leads))
    return Carrier(key=carrier.key, by=carrier.by, edges=edges)


def _plain(name):
    return " ".join(_DETERMINER.sub("", name.strip(), count=1).casefold().replace(".", "").split())
