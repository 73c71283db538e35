"""How many independent roots carry a claim. Pure.

Ten copies of one agency report are one root, five papers that cite Reuters are one, and a paper that asked for itself
is another. A root is a source, not an article: a second report by the same outlet is no second root.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Carrier:
    """An article that carries a claim, as far as it matters for what it rests on.

    `copies` are the keys of the articles with the same text, and `by` is whose text it is: the agency it is credited
    to, else its outlet; "" when nobody knows. `rests_on` names those whose reports it passes on. `asked_itself` is
    whether it also has something of its own: somebody confirmed it to them, or they saw the document.
    """

    key: Hashable
    by: str = ""
    copies: frozenset = frozenset()
    rests_on: frozenset[str] = frozenset()
    asked_itself: bool = False


@dataclass(frozen=True)
class Root:
    """A source that reports rest on: its name ("" when unknown), and the keys of the articles that lead to it."""

    name: str
    carriers: frozenset = field(default_factory=frozenset)


def independent_roots(carriers: Iterable[Carrier]) -> tuple[Root, ...]:
    """Return the roots of these articles, those that carry most first.

    Copies are taken together, then whoever passes on somebody else's report is followed to that one, until a source
    asked itself or nobody knows further. Sources that only cite one another are one root.
    """
    reports = _reports(carriers)
    leads = {}
    for report in reports:
        leads.setdefault(report.node, set()).update(report.rests_on)
    own = {report.node for report in reports if report.asked_itself}
    reached = {}
    for report in reports:
        for end in _ends(report.node, leads, own):
            reached.setdefault(end, set()).update(report.keys)
    names = {report.node: report.name for report in reports}
    for report in reports:
        names.update((_plain(name), name) for name in report.rests_on_as_written if _plain(name) not in names)
    roots = [Root(names.get(end, ""), frozenset(keys)) for end, keys in reached.items()]
    return tuple(sorted(roots, key=lambda root: (-len(root.carriers), root.name)))


@dataclass(frozen=True)
class _Report:
    """One text, however many articles print it. A node is a source's plain name, or the text where none is known."""

    node: Hashable
    name: str
    keys: frozenset
    rests_on: frozenset
    rests_on_as_written: frozenset
    asked_itself: bool


def _reports(carriers):
    by_key = {carrier.key: carrier for carrier in carriers}
    reports, done = [], set()
    for key in by_key:
        if key in done:
            continue
        keys = _together(key, by_key)
        done |= keys
        members = [by_key[one] for one in by_key if one in keys]
        name = next((member.by for member in members if member.by), "")
        node = _plain(name) or ("text", key)
        written = frozenset(name for member in members for name in member.rests_on)
        reports.append(
            _Report(
                node=node,
                name=name,
                keys=frozenset(keys),
                rests_on=frozenset(map(_plain, written)) - {node},
                rests_on_as_written=written,
                asked_itself=any(member.asked_itself for member in members),
            )
        )
    return reports


def _together(key, by_key):
    """The keys of the articles at hand with the text of this one, copies of copies among them."""
    keys, frontier = set(), {key}
    while frontier:
        keys |= frontier
        frontier = {other for one in frontier for other in by_key[one].copies if other in by_key} - keys
    return keys


def _ends(node, leads, own):
    """The sources that following the citations from `node` ends at; of a circle the first by name."""
    ends, seen, frontier = set(), set(), [node]
    while frontier:
        one = frontier.pop()
        if one in seen:
            continue
        seen.add(one)
        further = leads.get(one, set())
        if one in own or not further:
            ends.add(one)
        if one not in own:
            frontier.extend(further)
    return ends or {min(seen, key=str)}


def _plain(name):
    return " ".join(name.casefold().split()).removeprefix("the ")
